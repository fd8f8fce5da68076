/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/reading.h"

static void
sums_of_money(void)
{
    all_have("5000000000usd",
             LIST("$5bn", "$5 bn", "$5b", "$5B", "$5-billion", "US$5bn", "US$ 5bn", "USD 5 bn", "USD 5bn",
                  "$5 billion", "$5,000 million", "$5,000,000,000", "5 billion dollars",
                  "5bn dollars", "a 5-billion-dollar deal", "5 billion US dollars",
                  "5 billion USD", "5 млрд долларов", "5 миллиардов долларов США",
                  "5 млрд. долл.", "5 миллиардами долларами", "5 000 000 000 долларов",
                  "5\u00A0млрд\nдолларов", "5 млрд $", "5,0 млрд долларов"));
    all_have("1500000kzt", LIST("1,5 млн тенге", "1.5 million tenge", "₸1.5m", "1500 тысяч тенге",
                                "1,5 млн ₸", "1500 тыс. тг."));
    all_have("500rub", LIST("500 ₽", "500₽", "500 рублей", "500руб.", "500 roubles", "₽500"));
    all_have("3500eur", LIST("€3,500", "3,5 тыс. евро", "€3.5k", "3500 euros"));
    all_have("0.5usd", LIST("$0.5", "$0.50", "0,5 доллара"));
}

static void
other_money(void)
{
    none_has("5000000000usd",
             LIST("€5bn", "C$5bn", "A$5bn", "5bn", "5 billion", "$5m", "5 млрд", "$5", "$50bn",
                  "$ and 5bn", "$1 5bn", "5 billion people and a dollar", "5 billion euros"));
    none_has("5usd", LIST("$500", "$5bn", "500 $ 5"));
    none_has("10gbp", LIST("10 pounds")); /* of weight, perhaps */
    all_have("10gbp", LIST("£10", "GBP 10"));
}

static void
large_numbers(void)
{
    all_have("5000000000", LIST("5bn", "5 bn", "5 billion", "5-billion", "5tn 5bn", "5 млрд",
                                "5 миллиардов"));
    is_string(read_of("5,000,000,000"), "5000000000", "the same in figures");
    all_have("20000", LIST("20 тыс. человек", "20 thousand people", "20 тысяч"));
    none_has("5000000", LIST("5m", "5 m", "5M", "5k", "5", "5 metres"));
}

static void
abbreviations_are_spelled_out(void)
{
    static const struct reading rows[] = {
        {"5bn", "5{5000000000 5bn} billion"},
        {"млрд рублей", "миллиард рублей"},
        {"трлн, млн и тыс.", "триллион миллион и тысяча"},
        {"BN and MN", "bn and mn"},
        {"$5m", "5{5000000usd 5m} million"},
        {"5m", "5m"},
        {"5km 10кг 2022г.", "5 km 10 кг 2022 г"},
        {"5km-long", "5 km- long"},
        {"5bn's", "5bn"},
        {"G7 B2B 4x4 1990s", "g7 b2b 4x4 1990s"},
        {"men ban мир дом", "men ban мир дом"},
    };

    CHECK_READINGS(rows);
}

static void
percentages(void)
{
    static const struct reading rows[] = {
        {"30%", "30 percent{процент}"},
        {"30 %", "30 percent{процент}"},
        {"30\u00A0%", "30 percent{процент}"},
        {"30％", "30 percent{процент}"},
        {"7,5%-ный", "7.5 percent{процент} ный"},
        {"30-percent", "30- percent"},
        {"30 per cent of", "30 percent of"},
        {"Per cent", "percent"},
        {"a per-cent-rise", "a percent- rise"},
        {"30 per\ncent", "30 percent"},
        {"30 процентов", "30 процентов"},
        {"as per centre", "as per centre"},
        {"cent per", "cent per"},
        {"%s %d %20", "s d 20"},
        {"5%-10%", "5 percent{процент} 10 percent{процент}"},
    };

    CHECK_READINGS(rows);
}

int
main(void)
{
    sums_of_money();
    other_money();
    large_numbers();
    abbreviations_are_spelled_out();
    percentages();
    return tap_done();
}

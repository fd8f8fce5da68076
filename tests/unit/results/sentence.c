/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sentences begin, in English and Russian. */
#include "results/results.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* The text with a | before each sentence but the first. */
static const char *
split(const char *text)
{
    static char out[2000];
    size_t length = strlen(text), n = 0;
    char *block = exact(text, length);

    for (size_t at = 0; at < length; at++) {
        if (at > 0 && kzsi_sentence_begins(block, length, at))
            out[n++] = '|';
        out[n++] = text[at];
    }
    out[n] = '\0';
    free(block);
    return out;
}

static void
sentences(void)
{
    static const char *const rows[] = {
        "One sentence. |Another! |A third? |A fourth… |And 2022 began. |2023 followed.",
        "Первое предложение. |Второе! |Третье? |Четвёртое… |Пятое.",
        "Mr. Tokayev met Dr. Smith and Gen. Lee. |They spoke.",
        "J. K. Rowling and George W. Bush came. |K.-J. Tokayev did not.",
        "К. К. Токаев и Н.А. Назарбаев встретились. |А. Пушкин не пришёл.",
        "Он жил в г. Алматы на ул. Абая, д. 5, кв. 7. |Потом уехал.",
        "В 2022 г. Казахстан и т. д. принял закон, т.е. Конституцию.",
        "Цена выросла до 5 тыс. Рублей стало меньше.",
        "The U.S. President spoke. |The U.K. agreed.",
        "See No. 10 and pp. 3 of vol. 2. |He said no. |Then he left.",
        "It grew by 3.5 percent, i.e. Too much.",
        "“Is it over?” he asked. |“No.” |She left.",
        "«Нет!» — сказал он. |«Да», — ответила она. |«Война?» |Все молчали.",
        "«Кто заплатит?» |Никто не знал.",
        "(It was late.) |Then it rained. |[Sic.] |The end.",
        "He waited... and waited… and left. |Nobody came.",
        "Он ждал… и ждал. |Никто не пришёл.",
        "A heading without a point\n|The text begins here.",
        "Заголовок\n\n|Текст статьи.",
        "- first item\n|- second item\n|- third item",
        "1. First of all.\n|2. The second.\n|13. The third.",
        "This line of the text was wrapped by the editor at its\nend, and it goes on. |So it does.",
        "Эта строка текста перенесена редактором на новую\nстроку, и предложение продолжается.",
        "This line of the text was wrapped by the editor at its\n\n|end, but here is a paragraph.",
        "kazakhstan.kz is a site. |It works.",
        "In Jan. 2022 and in Sept. Kazakhstan changed.",
        "Это случилось 5 янв. Потом было тихо.",
        "One.|", /* nothing follows */
        "No space.here at all",
        "Qəzet. |Əлем өзгерді. |Қазақстан.",
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[2000];
        size_t n = 0;
        for (const char *at = rows[i]; *at != '\0'; at++)
            if (*at != '|')
                text[n++] = *at;
        text[n] = '\0';
        n = strlen(rows[i]);
        char want[2000];
        snprintf(want, sizeof want, "%.*s", (int)(rows[i][n - 1] == '|' ? n - 1 : n), rows[i]);
        ok(strcmp(split(text), want) == 0, "%s", one_line(want));
        if (strcmp(split(text), want) != 0)
            printf("# have %s\n", one_line(split(text)));
    }
}

/* Any bytes: it ends, reads nothing outside, and needs white space before. */
static void
any_bytes(void)
{
    static const char *const parts[] = {".", " ", "\n", "A", "б", "«", "»", "…", "\xFF", "\xD0",
                                        "5", "!", "\t", "Dr", "\xE2\x80", "”", "—"};
    size_t good = 0, tried = 20000, begins = 0;

    random_begin("any bytes");
    for (size_t n = 0; n < tried; n++) {
        char text[200];
        size_t length = 0;
        for (size_t i = 1 + random_below(30); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *block = exact(text, length);
        size_t at = random_below(length + 1);
        bool begin = kzsi_sentence_begins(block, length, at);
        good += !begin || at == 0 || ((unsigned char)text[at - 1] <= ' ' && at < length &&
                                      (unsigned char)text[at] > ' ');
        begins += begin && at > 0;
        free(block);
    }
    is_number(good, tried, "%zu places in random texts", tried);
    ok(begins > 100, "sentences begin at %zu of them", begins);

    char *long_text = malloc(1000001);
    if (long_text == NULL)
        exit(99);
    memset(long_text, ' ', 1000000);
    long_text[1000000] = 'A';
    for (int i = 0; i < 1000; i++)
        good += kzsi_sentence_begins(long_text, 1000001, 1000000);
    memset(long_text, ')', 999999);
    for (int i = 0; i < 1000; i++)
        good += kzsi_sentence_begins(long_text, 1000001, 1000000);
    ok(good >= tried, "endless white space or brackets are looked at in part only");
    free(long_text);
}

int
main(void)
{
    kzsi_chars_init();
    sentences();
    any_bytes();
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/meet.h"

/* Readings of a form, parted by a bar; weak ones in parentheses. */
static const char *
read_form(const char *form, unsigned scripts)
{
    static char text[512];
    struct kzsi_reading readings[KZSI_READINGS];
    size_t length = strlen(form), used = 0, count;
    char *block = exact(form, length);

    count = kzsi_read_name(block, length, scripts, readings);
    free(block);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 readings[i].weak ? "%s(%.*s)" : "%s%.*s", i > 0 ? "|" : "",
                                 (int)readings[i].length, readings[i].text);
    return text;
}

static void
readings(void)
{
    static const char *const russian[][2] = {
        {"токаев", "токаев"},
        {"токаева", "токаев"},
        {"токаеву", "токаев|токаеву"},
        {"токаевым", "токаев"},
        {"токаеве", "токаев|токаеве"},
        {"навальный", "навальни"},
        {"навального", "навальни"},
        {"навальному", "навальни"},
        {"тихановская", "тихановски"},
        {"тихановской", "тихановски|тихановск"},
        {"иванов", "иванов"},
        {"ивановых", "иванов"},
        {"ивановым", "иванов"},
        {"ивановыми", "иванов"},
        {"ивановам", "иванов|ивановам"},
        {"казахстану", "казахстан|казахстану"},
        {"обама", "обам"},
        {"обамы", "обам"},
        {"китая", "китай"},
        {"китаю", "китай|китаю"},
        {"вьетнам", "вьетнам"},
        {"якову", "яков|якову"},
        {"яковов", "яков"},
        {"ток", "ток"},
        {"юрия", "юри"},
        {"юрий", "юри"},
        {"юрием", "юри"},
        {"сану", "(сан)|сану"},
        {"шевченко", "шевченко"},
        {"нью", "(ни)|нью"},
    };
    static const char *const kazakh[][2] = {
        {"тоқаев", "тоқаев"},
        {"тоқаевтың", "тоқаев|тоқаевтың"},
        {"тоқаевқа", "тоқаев|тоқаевқа"},
        {"қазақстанның", "қазақстан|қазақстанның"},
        {"қытай", "қытай"},
    };
    static const char *const latin[][2] = {
        {"tokayev", "tokayev"}, {"un", "un"}, {"xi", "xi"}, {"q", "q"}, {"obama", "obama"}};

    for (size_t i = 0; i < sizeof russian / sizeof *russian; i++)
        is_string(read_form(russian[i][0], KZSI_SCRIPT_RUSSIAN), russian[i][1], "Russian %s",
                  russian[i][0]);
    for (size_t i = 0; i < sizeof kazakh / sizeof *kazakh; i++)
        is_string(read_form(kazakh[i][0], KZSI_SCRIPT_RUSSIAN | KZSI_SCRIPT_OTHER),
                  kazakh[i][1], "Kazakh %s", kazakh[i][0]);
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
        is_string(read_form(latin[i][0], KZSI_SCRIPT_LATIN), latin[i][1],
                  "Latin %s is its only reading", latin[i][0]);
}

/* Every form of a name in a sentence meets every other. */
static void
all_meet(const char *name, const char *const *forms)
{
    size_t apart = 0;

    for (size_t i = 0; forms[i] != NULL; i++)
        for (size_t j = i + 1; forms[j] != NULL; j++)
            if (!meet(forms[i], forms[j])) {
                apart++;
                meet_explain(forms[i]);
                meet_explain(forms[j]);
            }
    is_number(apart, 0, "the forms of %s are one name", name);
}

static void
paradigms(void)
{
    all_meet("Токаев", (const char *const[]){
                           "Президент [Токаев] подписал указ.", "Указ президента [Токаева].",
                           "Вопросы президенту [Токаеву].", "Встреча с [Токаевым] отложена.",
                           "Речь шла о [Токаеве].", "Братья [Токаевы] приехали.",
                           "Визит [Токаевых] завершён.", NULL});
    all_meet("Назарбаева", (const char *const[]){"Депутат [Назарбаева] выступила.",
                                                 "Речь [Назарбаевой] в сенате.",
                                                 "Видели [Назарбаеву] в Астане.",
                                                 "Фонд [Назарбаева] закрыт.", NULL});
    all_meet("Казахстан", (const char *const[]){
                              "Мы любим [Казахстан].", "Народ [Казахстана] решил.",
                              "Помощь [Казахстану] растёт.", "Дружба с [Казахстаном] крепнет.",
                              "Выборы в [Казахстане] прошли.", NULL});
    all_meet("Китай",
             (const char *const[]){"Там [Китай] строит дорогу.", "Власти [Китая] молчат.",
                                   "Долги [Китаю] растут.", "Торговля с [Китаем] идёт.",
                                   "Заводы в [Китае] стоят.", NULL});
    all_meet("Тихановская", (const char *const[]){"Там [Тихановская] выступила.",
                                                  "Штаб [Тихановской] работает.",
                                                  "Видели [Тихановскую] в Вильнюсе.", NULL});
    all_meet("Навальный",
             (const char *const[]){"Там [Навальный] выступил.", "Дело [Навального] закрыто.",
                                   "Письмо [Навальному] дошло.", "Разговор с [Навальным] был.",
                                   "Фильм о [Навальном] вышел.", NULL});
    all_meet("Шевченко",
             (const char *const[]){"Там [Шевченко] писал.", "Стихи [Шевченко] знают.", NULL});
    all_meet("Саакашвили", (const char *const[]){"Там [Саакашвили] ел галстук.",
                                                 "Суд над [Саакашвили].", NULL});
    all_meet("Берия",
             (const char *const[]){"Тогда [Берия] был наркомом.", "Арест [Берии] удался.",
                                   "Видели [Берию] в Кремле.", NULL});
    all_meet("Касымович", (const char *const[]){"Наш Нурлан [Касымович] прав.",
                                                "Речь Нурлана [Касымовича].",
                                                "Дали Нурлану [Касымовичу] слово.",
                                                "С Нурланом [Касымовичем] говорили.", NULL});
    all_meet("Nazarbayev", (const char *const[]){
                               "Said [Nazarbayev] in May.", "Her father, [Nazarbaev], left.",
                               "Ms [Nazarbayeva] won.", "Депутат [Назарбаева] ушла.",
                               "Тогда [Назарбаев] ушёл.", NULL});
}

static void
never(void)
{
    static const char *const pairs[][2] = {
        {"Там [Токаев] сказал.", "Включили [ток] вчера."},
        {"Там [Токаев] сказал.", "Мощный [Ток] шёл."},
        {"Там [Иран] сказал.", "Пришла [Ира] вчера."},
        {"Там [Иванов] сказал.", "Там [Иван] сказал."},
        {"Там [Петров] сказал.", "Там [Петренко] сказал."},
        {"Страна [Гайана] мала.", "Страна [Гана] мала."},
        {"Там [Ян] сказал.", "Там [Анна] сказала."},
        {"Там [Алиев] сказал.", "Там [Алимов] сказал."},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ok_apart(pairs[i][0], pairs[i][1]);
}

/* Whatever the bytes: few readings, each no longer than a form and a letter, none read beyond.
 */
static void
random_forms(void)
{
    static const char *const letters[] = {"а", "о", "в", "е", "й", "ы", "м", "и", "н", "с",
                                          "к", "я", "ю", "ь", "г", "қ", "і", "a", "z"};
    static const unsigned scripts[] = {KZSI_SCRIPT_RUSSIAN, KZSI_SCRIPT_OTHER,
                                       KZSI_SCRIPT_LATIN};
    size_t wrong = 0;

    random_begin("forms");
    for (unsigned round = 0; round < 20000; round++) {
        char form[KZSI_FORM_MAX + 4];
        size_t length = 0, wanted = random_below(KZSI_FORM_MAX + 1);
        struct kzsi_reading out[KZSI_READINGS];
        while (length < wanted) {
            const char *letter = letters[random_below(sizeof letters / sizeof *letters)];
            if (length + strlen(letter) > wanted)
                break;
            memcpy(form + length, letter, strlen(letter));
            length += strlen(letter);
        }
        char *block = exact(form, length);
        size_t count = kzsi_read_name(block, length, scripts[round % 3], out);
        wrong += count > KZSI_READINGS;
        for (size_t i = 0; i < count && i < KZSI_READINGS; i++)
            wrong += out[i].length > length + 2 || out[i].length > sizeof out[i].text;
        free(block);
    }
    is_number(wrong, 0, "readings of random letters stay within their bounds");
    struct kzsi_reading out[KZSI_READINGS];
    char longest[KZSI_FORM_MAX + 2];
    memset(longest, 'a', sizeof longest);
    is_number(kzsi_read_name(longest, KZSI_FORM_MAX + 1, KZSI_SCRIPT_LATIN, out), 0,
              "what is longer than a form has none");
    is_number(kzsi_read_name("", 0, KZSI_SCRIPT_RUSSIAN, out), 0, "nothing has none");
}

int
main(void)
{
    readings();
    paradigms();
    never();
    random_forms();
    return tap_done();
}

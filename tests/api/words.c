/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What finds what: sentences as columnists write them, and queries as readers type them. Each
 * row of the design's table of analysis has its group here. What is found is highlighted, too.
 */
#include "tests/api/library.h"

struct group {
    const char *why, *text;
    const char *finds[32];
    const char *misses[16];
};

/* Words of a query must all be there (operator=and), so that a part alone finds nothing. */
static const struct group groups[] = {
    {"possessives and apostrophes",
     "It was Kazakhstan’s choice and O’Brien's column.",
     {"Kazakhstan", "Kazakhstan's", "Kazakhstan’s", "Kazakhstanʼs", "\"Kazakhstan's choice\"",
      "O'Brien", "O’Brien’s", "obrien"},
     {"brien"}},
    {"a hyphenated compound",
     "He refused to recognise the quasi-states on the border.",
     {"quasi-states", "quasi-state", "quasi states", "\"quasi states\"", "quasistates",
      "Quasi‑States", "quasi\xC2\xAD-states", "quasi–states", "\"the quasi-states\"", "quasi"},
     {"\"states quasi\""}},
    {"a compound written as one word",
     "Those quasistates have no embassies.",
     {"quasi-states", "quasistate", "quasistates"},
     {"quasi"}},
    {"a Russian compound",
     "Северо-западный маршрут пока закрыт для экспорта.",
     {"северо-западный", "северо-западного", "северозападный", "\"северо западный\""},
     {"юго-западный"}},
    {"ё is е",
     "Ещё раз: партнёры пришли на самолёте, всё спокойно.",
     {"еще", "ещё", "партнеры", "партнёр", "партнер", "самолет", "самолёты", "\"еще раз\""},
     {"парты"}},
    {"й is not и",
     "Это мой дом, и в нём бой часов.",
     {"мой", "бой", "бо\xD0\xB8\xCC\x86"},
     {"бои-бои"}},
    {"stress marks, ligatures, diacritics",
     "При́нципы of the eﬃcient Erdoğan and naïve Orbán.",
     {"принципы", "принцип", "efficient", "Erdogan", "Erdoğan", "naive", "naïve", "Orban"},
     {"princip"}},
    {"a surname in every case",
     "О Токаеве говорили много, но с Токаевым не спорили.",
     {"Токаев", "Токаева", "Токаеву", "Токаевым", "Токаеве", "Токаевы", "токаев",
      "\"с Токаева\"", "Tokayev", "tokayev", "Tokaev", "Tokajew", "Toqaev", "Тоқаев",
      "Tokayev's", "ТОКАЕВ"},
     {"ток", "тока", "Такаев", "token"}},
    {"a surname in the nominative",
     "Президент Назарбаев ушёл, Алиев остался, Байден приехал.",
     {"Назарбаева", "Назарбаевым", "Nazarbayev", "Алиева", "Алиеву", "Aliyev", "Байдена",
      "Байдену", "Biden"},
     {"ал", "байка", "назар"}},
    {"countries in every case",
     "В Казахстане и Узбекистане ждали гостей из Ирана и Китая.",
     {"Казахстан", "Казахстану", "Казахстаном", "казахстан", "Kazakhstan", "Узбекистан",
      "Uzbekistan", "Иран", "Ираном", "Iran", "Китай", "Китаем", "China", "\"Казахстан и\""},
     {"ира", "казах", "узбек", "кит"}},
    {"adjectival and feminine surnames",
     "Тихановская встретилась с Навальным, а Назарбаева промолчала.",
     {"Тихановской", "Тихановскую", "Tikhanovskaya", "Навальный", "Навального", "Navalny",
      "Назарбаевой", "Nazarbayeva", "Назарбаев"},
     {"тихий"}},
    {"names that do not decline",
     "Порошенко, Саакашвили и Берия не встречались, Трюдо тоже.",
     {"Порошенко", "Poroshenko", "Саакашвили", "Saakashvili", "Берии", "Трюдо", "Trudeau"},
     {"порох"}},
    {"a hyphenated given name",
     "Касым-Жомарт Токаев выступил с посланием.",
     {"Касым-Жомарт", "Kassym-Jomart", "Qasym-Jomart", "Kasym-Zhomart", "Касым-Жомарту",
      "\"Kassym-Jomart Tokayev\"", "\"Касым-Жомарта Токаева\"", "К.-Ж. Токаев", "К. Токаев",
      "K. Tokayev"},
     {"\"Tokayev Kassym-Jomart\""}},
    {"other cities by other names",
     "The talks moved from Kiev to Nur-Sultan and then to Alma-Ata.",
     {"Kyiv", "Киев", "Киева", "Київ", "Astana", "Астана", "Астане", "Нур-Султан",
      "\"Нур Султан\"", "Almaty", "Алматы", "Алма-Ата", "\"to Astana\""},
     {"Sultanat", "Pavlodar"}},
    {"organisations and their abbreviations",
     "ООН и ОДКБ молчат, a ЕАЭС and the CIS do not.",
     {"UN", "U.N.", "United Nations", "\"United Nations\"", "Организация Объединённых Наций",
      "\"Организации Объединенных Наций\"", "CSTO", "EAEU", "СНГ", "CIS", "ООН"},
     {"un", "who"}},
    {"an organisation written out",
     "The Secretary-General of the United Nations spoke in Geneva.",
     {"ООН", "UN", "\"of the UN\"", "United Nations", "Женева", "Женеве"},
     {"ОБСЕ"}},
    {"ordinary words are no names",
     "Sad news: the drug trade goes on. Most people know it, and Tom too.",
     {"sad", "drug", "most", "tom"},
     {"сад", "друг", "мост", "Сад", "Друг", "Мост"}},
    {"nor are Russian ones",
     "Сад цветёт. Друг пришёл на мост.",
     {"сад", "сада", "друг", "мосту"},
     {"sad", "drug", "most", "Sad", "Drug"}},
    {"Kazakh keeps its letters",
     "Президент Тоқаевтың сөзі Қазақстан үшін маңызды.",
     {"Тоқаевтың", "Тоқаев", "Токаев", "Tokayev", "Қазақстан", "Казахстан", "Kazakhstan",
      "маңызды", "сөзі"},
     {"маны", "соз"}},
    {"Ukrainian as well",
     "Зеленський приїхав до Києва.",
     {"Зеленський", "Зеленский", "Зеленского", "Zelensky", "Zelenskyy", "приїхав"},
     {"зелень"}},
    {"stop words are words",
     "It is just Kazakhstan, and the rest is history. И это не всё.",
     {"\"it is just Kazakhstan\"", "\"and the rest\"", "\"и это не все\""},
     {"\"just the Kazakhstan\""}},
    {"a phrase in any case",
     "Они говорили о справедливом Казахстане и новой экономической политике.",
     {"\"справедливый Казахстан\"", "«справедливого Казахстана»", "“справедливому Казахстану”",
      "\"новая экономическая политика\"", "\"экономической политики\""},
     {"\"Казахстан справедливый\"", "\"политика экономическая\""}},
    {"mixed scripts",
     "Новая IT-компания и её COVID-19, вице-президент G7.",
     {"IT-компания", "\"IT компания\"", "компания", "компании", "covid-19", "COVID-19", "G7",
      "вице-президента"},
     {"ит"}},
};

/* Is this document among the hits? Its snippet must show why. */
static bool
is_found(kzs_index *index, const char *id, const char *text, bool *marked)
{
    kzs_results *page = find(index, text, "operator=and limit=100");
    bool found = false;

    *marked = false;
    for (size_t i = 0; i < kzs_results_count(page); i++) {
        kzs_hit hit = {.size = sizeof hit};
        char *snippet = NULL;
        kzs_results_hit(page, i, &hit);
        if (strcmp(hit.id, id) != 0)
            continue;
        found = true;
        kzs_results_snippet(page, i, NULL, KZS_HTML, 1000, &snippet, NULL);
        *marked = snippet != NULL && strstr(snippet, "<mark>") != NULL;
        kzs_free(snippet);
    }
    kzs_results_free(page);
    return found;
}

static void
what_finds_what(void)
{
    kzs_index *index = new_index("words", NULL);

    for (size_t i = 0; i < ROWS(groups); i++)
        put(index, groups[i].why, "body", groups[i].text, NULL);
    commit(index);
    for (size_t i = 0; i < ROWS(groups); i++) {
        const struct group *g = &groups[i];
        bool marked;
        for (size_t q = 0; g->finds[q] != NULL; q++) {
            ok(is_found(index, g->why, g->finds[q], &marked), "%s: found by %s", g->why,
               g->finds[q]);
            ok(marked, "%s: marked for %s", g->why, g->finds[q]);
        }
        for (size_t q = 0; g->misses[q] != NULL; q++)
            ok(!is_found(index, g->why, g->misses[q], &marked), "%s: not found by %s", g->why,
               g->misses[q]);
    }
    kzs_index_close(index, NULL);
}

/* A schema adds names to the table; the index keeps them. */
static void
names_of_an_index(void)
{
    static const char schema[] = "title text weight=2\n"
                                 "# The cities of a novel:\n"
                                 "Verny = Крепость = Zailiyskoye = Верный на Алматинке\n"
                                 "body text main\n";
    static const char *const finds[] = {
        "Verny",     "Zailiyskoye", "\"Верный на Алматинке\"", "Верного на Алматинке",
        "Крепостью", "Крепость"};
    kzs_index *index = new_index("own names", schema);
    kzs_error err;
    bool marked;

    put(index, "a", "body", "Дорога вела из Омска в Крепость и дальше.", NULL);
    put(index, "b", "body", "Дорога вела в Ташкент.", NULL);
    commit(index);
    kzs_index_close(index, NULL);
    index = open_index("own names", KZS_READ);
    for (size_t i = 0; i < ROWS(finds); i++) {
        ok(is_found(index, "a", finds[i], &marked), "a name of the schema: %s", finds[i]);
        ok(marked, "and it is marked: %s", finds[i]);
        ok(!is_found(index, "b", finds[i], &marked), "where it stands alone: %s", finds[i]);
    }
    ok(is_found(index, "b", "Tashkent", &marked), "the built-in names are known as well");

    kzs_results *page = find(index, "Verny", NULL);
    char *snippet = NULL;
    kzs_index_close(index, NULL);
    kzs_results_snippet(page, 0, NULL, KZS_HTML, 0, &snippet, NULL);
    contains(snippet, "<mark>Крепость</mark>", "names are marked when the index is closed");
    kzs_free(snippet);
    kzs_results_free(page);

    is_number(kzs_index_create(in_folder("bad names"), "body text main\nVerny = \n", NULL,
                               &index, &err),
              KZS_ERR_SYNTAX, "a name with one spelling is refused");
    is_number(err.offset, 23, "with its place");
    contains(err.message, "Spelling = Spelling", "the message says how it is written");
}

int
main(void)
{
    what_finds_what();
    names_of_an_index();
    return tap_done();
}

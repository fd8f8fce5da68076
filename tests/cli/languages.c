/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language guessed for a document that has none: each that is known, and when there is
 * none. */
#include "import/language.h"
#include "tests/support/tap.h"

static const struct {
    const char *what, *title, *body, *lang; /* NULL: none */
} documents[] = {
    {"English", "A corridor is not a country",
     "Every conference on the corridor ends in the same way: with a map, and with applause "
     "for "
     "the people who drew it.",
     "en"},
    {"English in capitals", NULL, "THE MINISTER OF FINANCE HAS LEFT FOR THE CAPITAL", "en"},
    {"English with Kazakh names", NULL,
     "The words of Қасым-Жомарт Тоқаев are printed in Cyrillic in the second edition of the "
     "book, and that is a courtesy to the reader.",
     "en"},
    {"Russian", "Итоги встречи", "Об итогах встреч в Астане сообщили кратко.", "ru"},
    {"Russian in capitals", NULL, "ПРЕЗИДЕНТ КАЗАХСТАНА ВЫСТУПИЛ С РЕЧЬЮ", "ru"},
    {"Russian without ы, э, ё", NULL, "Премьер-министр говорил о реформах и ценах.", "ru"},
    {"Russian with a Kazakh name and English words", NULL,
     "Газета «Қазақ» выходила в Оренбурге сто лет назад, и её читали всей степью; сегодня её "
     "хранит библиотека, а читают это издание в Open Library и в National Digital Archive.",
     "ru"},
    {"Kazakh", "Тіл туралы",
     "Қазақстан Республикасының Президенті халыққа жолдауын жариялады, онда тіл мен ұлттық "
     "мәдениет туралы көп айтылған.",
     "kk"},
    {"Ukrainian", NULL,
     "Уряд повідомив, що їхня зустріч із міністрами відбудеться в Києві наступного тижня.",
     "uk"},
    {"Ukrainian about a Russian word", NULL,
     "Уряд повідомив, що їхня зустріч із міністрами відбудеться в Києві наступного тижня, а "
     "слово «вызов» міністр узяв у лапки, бо його не перекладають інакше, ніж «виклик».",
     "uk"},
    {"Kyrgyz", NULL,
     "Кыргыз Республикасынын өкмөтү жаңы мыйзамды кабыл алды, бул боюнча маалымат түнү менен "
     "берилген, көңүл бургула.",
     NULL},
    {"Belarusian", NULL,
     "Урад Рэспублікі Беларусь прыняў новы закон, і ўсе міністры яго падтрымалі ў мінулым "
     "годзе.",
     NULL},
    {"French", NULL,
     "Le ministre est arrivé à la capitale avec une délégation pour parler de la frontière.",
     NULL},
    {"Dutch, which shares in, is and of", NULL,
     "De minister is gisteren in de hoofdstad aangekomen om met een delegatie over de grens "
     "te "
     "spreken, of dat nu lukt weet niemand die erbij was in de zaal van het paleis vandaag.",
     NULL},
    {"half English, half Russian", NULL,
     "The end of the road is in the hills. Дорога кончается в горах, и дальше её нет.", NULL},
    {"Chinese", NULL, "哈萨克斯坦总统在阿斯塔纳发表讲话谈到改革和选举以及与邻国的关系问题",
     NULL},
    {"too little", "Река", "Вода.", NULL},
    {"no letters", NULL, "1234567890 1234567890 1234567890 — 42%", NULL},
    {"nothing", NULL, NULL, NULL},
};

/* `times` times the same sentence. */
static void
test_long(const char *what, const char *sentence, size_t times, const char *lang)
{
    kzs_doc *doc = kzs_doc_new();

    for (size_t i = 0; i < times; i++)
        kzs_doc_add(doc, "body", sentence, KZS_NUL, NULL);
    is_string(language_guess(doc), lang, "%s", what);
    kzs_doc_free(doc);
}

int
main(void)
{
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        kzs_doc *doc = kzs_doc_new();

        if (documents[i].title != NULL)
            kzs_doc_set(doc, "title", documents[i].title, KZS_NUL, NULL);
        if (documents[i].body != NULL)
            kzs_doc_set(doc, "body", documents[i].body, KZS_NUL, NULL);
        is_string(language_guess(doc), documents[i].lang, "%s", documents[i].what);
        kzs_doc_free(doc);
    }
    test_long("a long Bulgarian text has no ы and is not Russian",
              "Министърът заяви, че правителството ще подкрепи реформата.", 20, NULL);
    test_long("a text longer than what is looked at", "Выборы прошли спокойно. ", 5000, "ru");
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snowball's Russian stems, beside those of libstemmer 2.2. */
#include <libstemmer.h>

#include "analysis/rewrite.h"
#include "tests/unit/unit.h"

static struct sb_stemmer *libstemmer;

/* Has the form the stem that libstemmer gives it? Complains about the first few. */
static bool
agrees(const char *form, size_t length)
{
    static unsigned complaints;
    char *block = exact(form, length);
    size_t have = kzsi_snowball_russian(block, length);
    const char *stem =
        (const char *)sb_stemmer_stem(libstemmer, (const sb_symbol *)form, (int)length);
    size_t want = (size_t)sb_stemmer_length(libstemmer);
    bool same = have == want && memcmp(block, stem, have) == 0;

    if (!same && complaints++ < 5)
        printf("# %.*s: have %.*s, want %.*s\n", (int)length, form, (int)have, block,
               (int)want, stem);
    free(block);
    return same;
}

static void
stems(void)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"в", "в"},
        {"вскр", "вскр"},            /* no vowel */
        {"и", "и"},                  /* none behind the first */
        {"прочитавшись", "прочита"}, /* gerunds: behind а, */
        {"поливши", "пол"},          /* anywhere */
        {"мывшись", "мывш"},         /* or not at all */
        {"красивая", "красив"},      /* adjectives */
        {"читающая", "чита"},        /* participles */
        {"ведущая", "ведущ"},        /* behind а or я alone */
        {"умывался", "умыва"},       /* reflexive verbs */
        {"читаете", "чита"},         /* verbs */
        {"державами", "держав"},     /* nouns */
        {"бесконечностью", "бесконечн"},
        {"независимость", "независим"}, /* -ость */
        {"гость", "гост"},              /* with too little before it */
        {"важнейшее", "важн"},          /* superlatives, */
        {"длиннейше", "длин"},          /* and one н of two */
        {"ценно", "цен"},
        {"кровь", "кров"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = kzsi_snowball_russian(rows[i][0], strlen(rows[i][0]));
        ok(length == strlen(rows[i][1]) && memcmp(rows[i][0], rows[i][1], length) == 0,
           "'%s': '%s'", rows[i][0], rows[i][1]);
    }
}

/* Forms of real endings behind each other and of anything else, also of no letters at all. */
static void
random_forms(void)
{
    static const char *const endings[] = {
        "ив", "ивши", "ывшись", "в",   "вши",  "вшись", "ся",  "сь",   "ее",   "ими", "ого",
        "ую", "яя",   "ющ",     "ующ", "ивш",  "щ",     "нн",  "ем",   "ейте", "ла",  "й",
        "л",  "ешь",  "нно",    "ю",   "ость", "ост",   "ейш", "ейше", "н",    "ь",   "иями",
        "и",  "ие",   "ья",     "е",   "а",    "я",     "о",   "ы",    "ен",   "ете", "ить"};
    static const char *const others[] = {"қ", "a", "~", "7", "é", "ї"};
    size_t wrong = 0;

    random_begin("Russian stems");
    for (size_t n = 0; n < 300000; n++) {
        char form[400];
        size_t length = 0;

        for (size_t letters = random_below(9); letters > 0; letters--) {
            unsigned code = 0x430 + (unsigned)random_below(32);
            form[length++] = (char)(0xC0 | code >> 6);
            form[length++] = (char)(0x80 | (code & 0x3F));
        }
        for (size_t count = random_below(6); count > 0; count--) {
            const char *part = random_below(40) == 0
                                   ? others[random_below(sizeof others / sizeof *others)]
                                   : endings[random_below(sizeof endings / sizeof *endings)];
            memcpy(form + length, part, strlen(part));
            length += strlen(part);
        }
        wrong += !agrees(form, length);
    }
    is_number(wrong, 0, "300,000 random forms have the stems of libstemmer");
}

static void
vocabulary(void)
{
    size_t length, words = 0, wrong = 0;
    char *text = data_read("snowball/russian/voc.txt", &length);

    if (text == NULL) {
        skip("Snowball's own vocabulary: no data, set KZS_DATA");
        return;
    }
    for (char *at = text; (at = strstr(at, "ё")) != NULL;)
        memcpy(at, "е", strlen("е")); /* as libstemmer does by itself */
    for (char *at = text, *stop; (stop = strchr(at, '\n')) != NULL; at = stop + 1) {
        wrong += !agrees(at, (size_t)(stop - at));
        words++;
    }
    is_number(wrong, 0, "the %zu words of its vocabulary have the stems of libstemmer", words);
    ok(words > 40000, "all of the vocabulary was read");
    free(text);
}

int
main(void)
{
    libstemmer = sb_stemmer_new("russian", NULL);
    if (libstemmer == NULL)
        exit(99);
    kzsi_snowball_init();
    stems();
    random_forms();
    vocabulary();
    sb_stemmer_delete(libstemmer);
    return tap_done();
}

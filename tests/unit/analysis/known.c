/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of forms as names: the same answers whether they are remembered or not. */
#include "analysis/analysis.h"
#include "tests/unit/unit.h"

static struct kzsi_stemmer *stemmer;
static struct kzsi_known_cache *cache;

/* The first word of a text. */
static struct kzsi_word
word_of(const char *text)
{
    struct kzsi_word word;

    if (!kzsi_scan(text, text + strlen(text), &word))
        exit(99);
    word.start = word.end = word.also_end = NULL; /* nothing known may depend on its place */
    return word;
}

static struct kzsi_known *
known(const struct kzsi_word *word)
{
    struct kzsi_known *known = kzsi_known_of(cache, kzsi_names_builtin(), stemmer, word);

    if (known == NULL)
        exit(99);
    return known;
}

/* The answer of a cache that was never asked before, keys by sound and all. */
static struct kzsi_known
fresh(const struct kzsi_word *word)
{
    struct kzsi_known_cache *empty = kzsi_known_cache_new();
    struct kzsi_known *found, copy;

    if (empty == NULL ||
        (found = kzsi_known_of(empty, kzsi_names_builtin(), stemmer, word)) == NULL)
        exit(99);
    kzsi_known_sounds(found, word);
    copy = *found;
    free(empty);
    return copy;
}

static bool
same_keys(const struct kzsi_name_key *a, const struct kzsi_name_key *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i].length != b[i].length || memcmp(a[i].text, b[i].text, a[i].length) != 0)
            return false;
    return true;
}

/* The same, keys by sound apart? */
static bool
same_list(const struct kzsi_known *a, const struct kzsi_known *b)
{
    return a->begins_row == b->begins_row && a->listed_count == b->listed_count &&
           same_keys(a->listed, b->listed, a->listed_count);
}

static bool
same(const struct kzsi_known *a, const struct kzsi_known *b)
{
    return same_list(a, b) && a->heard == b->heard && a->sound_count == b->sound_count &&
           same_keys(a->sounds, b->sounds, a->sound_count);
}

static void
answers(void)
{
    static const struct {
        const char *text;
        bool listed, begins_row;
    } rows[] = {
        {"Astana", true, false},        {"Астану", true, false},
        {"astana", true, false},        {"Saudi", false, true},
        {"Саудовской", false, true},    {"NATO", true, false},
        {"Организации", false, true},   {"Qwertov", false, false},
        {"Qwertovastan", false, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kzsi_word word = word_of(rows[i].text);
        for (int again = 0; again < 2; again++) {
            struct kzsi_known *k = known(&word);
            ok((k->listed_count > 0) == rows[i].listed, "%s is %sin the table%s", rows[i].text,
               rows[i].listed ? "" : "not ", again ? ", asked again" : "");
            ok(k->begins_row == rows[i].begins_row, "and may %sbegin a name of several words",
               rows[i].begins_row ? "" : "not ");
            ok(k->listed_count <= KZSI_READINGS, "it has so many keys at most");
        }
    }
}

static void
one_name_one_key(void)
{
    static const char *const spellings[][2] = {
        {"Astana", "Астаной"}, {"UN", "ООН"}, {"Kyiv", "Киева"}, {"WHO", "ВОЗ"}};

    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct kzsi_word first = word_of(spellings[i][0]), second = word_of(spellings[i][1]);
        struct kzsi_known one = *known(&first), other = *known(&second);
        ok(one.listed_count > 0 && other.listed_count > 0 &&
               same_keys(one.listed, other.listed, 1),
           "%s and %s have one key", spellings[i][0], spellings[i][1]);
    }
}

static void
sounds_on_demand(void)
{
    struct kzsi_word word = word_of("Brzhezov"), other = word_of("Zbignov");
    struct kzsi_known *k = known(&word), first;

    ok(!k->heard && k->sound_count == 0, "keys by sound are not found before they are wanted");
    kzsi_known_sounds(k, &word);
    ok(k->heard && k->sound_count > 0, "then they are");
    first = *k;
    kzsi_known_sounds(k, &word);
    ok(same(k, &first), "once");
    k = known(&other);
    ok(!k->heard, "for this form alone");
    k = known(&word);
    ok(same(k, &first), "and they are remembered with it");
}

static void
capitals(void)
{
    struct kzsi_word who[] = {word_of("WHO"), word_of("who"), word_of("Who")};
    struct kzsi_known fresh_of[] = {fresh(&who[0]), fresh(&who[1]), fresh(&who[2])};

    is_number(fresh_of[0].listed_count, 1, "WHO is a name");
    is_number(fresh_of[1].listed_count, 0, "who is none");
    is_number(fresh_of[2].listed_count, 0, "nor is Who");
    random_begin("capitals");
    for (int i = 0; i < 10; i++) {
        size_t n = random_below(3);
        ok(same_list(known(&who[n]), &fresh_of[n]), "whichever was asked before");
    }
}

/* The letters alone do not say how a form is read. */
static void
scripts(void)
{
    struct kzsi_word russian = word_of("Токаевмен"), kazakh = russian;
    struct kzsi_known as_russian, as_kazakh;

    kazakh.scripts |= KZSI_SCRIPT_OTHER;
    as_russian = fresh(&russian);
    as_kazakh = fresh(&kazakh);
    ok(!same(&as_russian, &as_kazakh), "a form has other keys by another language's endings");
    for (int i = 0; i < 4; i++) {
        const struct kzsi_word *word = i % 2 ? &kazakh : &russian;
        struct kzsi_known *k = known(word);
        kzsi_known_sounds(k, word);
        ok(same(k, i % 2 ? &as_kazakh : &as_russian), "which are not mixed up");
    }
}

/* Forms of every length, those too long to be remembered among them. */
static void
long_forms(void)
{
    static const char stem[] = "казахстанбургенкодзешвилиски";
    char text[2 * KZSI_FORM_MAX], other_text[2 * KZSI_FORM_MAX];
    size_t wrong = 0, count = 0;

    for (size_t letters = 1; letters <= KZSI_FORM_MAX / 2; letters++) {
        for (size_t i = 0; i < letters; i++) {
            memcpy(text + 2 * i, stem + 2 * (i % 28), 2);
            memcpy(other_text + 2 * i, stem + 2 * ((i + 5) % 28), 2);
        }
        text[2 * letters] = other_text[2 * letters] = '\0';
        struct kzsi_word word = word_of(text), other = word_of(other_text);
        struct kzsi_known want = fresh(&word), want_other = fresh(&other);
        for (int i = 0; i < 4; i++) {
            const struct kzsi_word *asked = i % 2 ? &other : &word;
            struct kzsi_known *k = known(asked);
            kzsi_known_sounds(k, asked);
            wrong += !same(k, i % 2 ? &want_other : &want);
            count++;
        }
    }
    is_number(wrong, 0, "%zu answers on forms of 1 to %d letters are right", count,
              KZSI_FORM_MAX / 2);
}

/* ---- a cache that is full ---- */

static void
random_word(char *out)
{
    static const char *const names[] = {"Astana", "Байден", "Kyiv",   "Trump", "Saudi", "UN",
                                        "Саудов", "Китай",  "Токаев", "NATO",  "Organ", "Си"};
    static const char *const latin[] = {"ka", "zhe", "ri", "sto", "bu", "ne", "lym", "dor"};
    static const char *const russian[] = {"ка", "же", "ри", "сто", "бу", "не", "лым", "дор"};
    static const char *const latin_ends[] = {"", "ov", "stan", "ev", "s", "sky"};
    static const char *const russian_ends[] = {"",   "ов",   "стан", "евым",
                                               "ой", "ский", "а",    "у"};
    bool is_latin = random_below(2);
    size_t syllables = 1 + random_below(4);

    out[0] = '\0';
    if (random_below(20) == 0) {
        strcpy(out, names[random_below(sizeof names / sizeof *names)]);
        return;
    }
    if (random_below(2))
        strcat(out, is_latin ? "B" : "Б");
    for (; syllables > 0; syllables--)
        strcat(out, is_latin ? latin[random_below(8)] : russian[random_below(8)]);
    strcat(out, is_latin ? latin_ends[random_below(6)] : russian_ends[random_below(8)]);
}

static void
many_forms(void)
{
    enum { WORDS = 8000, QUESTIONS = 80000 }; /* more words than the cache has entries */
    static struct kzsi_word words[WORDS];
    static struct kzsi_known want[WORDS];
    size_t wrong = 0, listed = 0;
    char text[200];

    random_begin("many forms");
    for (size_t i = 0; i < WORDS; i++) {
        random_word(text);
        words[i] = word_of(text);
        want[i] = fresh(&words[i]);
        listed += want[i].listed_count > 0;
    }
    ok(listed > 10, "%zu of %d random forms are in the table", listed, WORDS);
    for (size_t n = 0; n < QUESTIONS; n++) {
        size_t i = n < WORDS ? n : random_below(WORDS);
        struct kzsi_known *k = known(&words[i]);
        if (k->heard || random_below(2)) {
            kzsi_known_sounds(k, &words[i]);
            wrong += !same(k, &want[i]);
        } else {
            wrong += !same_list(k, &want[i]);
        }
        if (wrong == 1)
            printf("# the first wrong one: %.*s\n", (int)words[i].length, words[i].form);
    }
    is_number(wrong, 0, "of %d questions about them all have the right answer", QUESTIONS);
}

/* Each table of names has a cache of its own. */
static void
other_tables(void)
{
    static const char text[] = "Verny = Крепость\nVerny Fort = Укрепление Верное\n";
    size_t bad;
    struct kzsi_names *names =
        kzsi_names_new(kzsi_names_builtin(), text, sizeof text - 1, &bad);
    struct kzsi_known_cache *own = kzsi_known_cache_new();
    struct kzsi_word fort = word_of("Крепостью"), word = word_of("Укрепление"),
                     astana = word_of("Астаны");
    struct kzsi_known *k;

    if (names == NULL || own == NULL)
        exit(99);
    k = kzsi_known_of(own, names, stemmer, &fort);
    ok(k != NULL && k->listed_count > 0, "a name of an index's own table");
    is_number(known(&fort)->listed_count, 0, "is not in the built-in one");
    k = kzsi_known_of(own, names, stemmer, &word);
    ok(k != NULL && k->begins_row, "so may a name of several words begin in one");
    ok(!known(&word)->begins_row, "and not in the other");
    k = kzsi_known_of(own, names, stemmer, &astana);
    ok(k != NULL && k->listed_count > 0, "what the built-in one has, both have");
    free(own);
    kzsi_names_free(names);
}

int
main(void)
{
    kzsi_chars_init();
    stemmer = kzsi_stemmer_new();
    cache = kzsi_known_cache_new();
    if (stemmer == NULL || cache == NULL || kzsi_names_builtin() == NULL)
        return 99;
    answers();
    one_name_one_key();
    sounds_on_demand();
    capitals();
    scripts();
    long_forms();
    many_forms();
    other_tables();
    free(cache);
    kzsi_stemmer_free(stemmer);
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/meet.h"

static struct kzsi_names *
make(const char *text, size_t *bad)
{
    size_t length = strlen(text);
    char *block = exact(text, length);
    struct kzsi_names *names = kzsi_names_new(NULL, block, length, bad);

    free(block);
    return names;
}

/* The term of a row at the beginning of a text, and how far it goes. */
static const char *
find_row(const struct kzsi_names *names, const char *text)
{
    static char term[KZSI_FORM_MAX + 32];
    struct kzsi_stemmer *stemmer = kzsi_stemmer_new();
    const char *end = text + strlen(text), *row_end, *found;
    struct kzsi_word word;
    size_t length;
    bool failed = false;

    if (stemmer == NULL || !kzsi_scan(text, end, &word))
        exit(99);
    found = kzsi_names_row(names, stemmer, &word, end, &row_end, &length, &failed);
    if (found != NULL)
        snprintf(term, sizeof term, "%.*s %zu", (int)length, found, (size_t)(row_end - text));
    kzsi_stemmer_free(stemmer);
    return failed ? "failed" : found != NULL ? term : NULL;
}

static void
lines(void)
{
    size_t bad;
    struct kzsi_names *names = make("# about names\n"
                                    "\n"
                                    "Xyzzy = Ксиззи = Plugh Land = Земля Плюг\n"
                                    "ABCD = АБЦД\n"
                                    "Sad = Плюх\n"
                                    "Big Plugh Land Farm = Ферма\n"
                                    "Old- = Старо-\n"
                                    "Zzyzx = Послед",
                                    &bad);

    is_number(bad, KZS_NO_OFFSET, "a table of good lines is made");
    is_string(find_name(names, "xyzzy", false), "ksizi",
              "its term is how its Russian spelling sounds");
    is_string(find_name(names, "ксиззи", false), "ksizi", "which the Russian one has too");
    is_string(find_name(names, "abcd", false), NULL, "capitals are asked for");
    is_string(find_name(names, "abcd", true), "=abcd", "and found");
    is_string(find_name(names, "sad", false), "=sad", "what sounds like a word has its spelling");
    is_string(find_name(names, "zzyzx", false), "posled", "the last line needs no end");
    is_string(find_row(names, "Plugh Land is far"), "ksizi 10", "several words are one name");
    is_string(find_row(names, "Земли Плюга далеко"), "ksizi 21", "in any case");
    is_string(find_row(names, "Plugh Landing"), NULL, "word by word");
    is_string(find_row(names, "Plugh. Land"), NULL, "side by side");
    is_string(find_row(names, "Plugh, Land"), NULL, "two words have no comma between them");
    is_string(find_row(names, "Big Plugh, Land Farm"), "ferm 20", "three may");
    is_string(find_row(names, "Big Plugh-Land\nFarm"), "ferm 19",
              "a hyphen and a line's end too");
    is_string(find_row(names, "Big Plugh Land\n\nFarm"), NULL, "but no empty line");
    is_string(find_row(names, "Old Town"), "=old 3", "a beginning wants a name behind it");
    is_string(find_row(names, "Old town"), NULL, "with a capital");
    is_string(find_row(names, "Old, Town"), NULL, "right behind it");
    is_string(find_row(names, "Old"), NULL, "not nothing");
    is_string(find_name(names, "old", false), NULL, "and is none alone");

    const char *own = "Фуубар = Foobar = Kyiv";
    struct kzsi_names *more = kzsi_names_new(names, own, strlen(own), &bad);
    is_string(find_name(more, "foobar", false), "fubar", "a table upon another has its own names");
    is_string(find_name(more, "xyzzy", false), "ksizi", "and those of the other");
    is_string(find_row(more, "Plugh Land"), "ksizi 10", "rows as well");
    kzsi_names_free(more);
    kzsi_names_free(names);
}

static void
wrong_lines(void)
{
    static const struct {
        const char *text, *about;
        size_t bad;
    } cases[] = {
        {"One = Один\nAlone\nTwo = Два", "a spelling alone", 16},
        {"One = Один\n = Два", "no spelling", 15},
        {"a b c d e f g h i j k l m = Два", "a spelling of thirteen words", 0},
    };
    size_t bad;
    struct kzsi_names *names;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        names = make(cases[i].text, &bad);
        ok(names == NULL && bad != KZS_NO_OFFSET && bad <= strlen(cases[i].text),
           "%s is wrong (at %zu)", cases[i].about, bad);
        kzsi_names_free(names);
    }
    names = make("", &bad);
    ok(names != NULL && bad == KZS_NO_OFFSET, "an empty table is one");
    is_string(find_name(names, "kazakhstan", false), NULL, "that knows nothing");
    kzsi_names_free(names);
}

/* The built-in table, made drawer by drawer, is the same as the one made at once. */
static void
drawers(void)
{
    const char *srcdir = getenv("srcdir");
    char path[1024];
    size_t length, bad, different = 0, spellings = 0;

    snprintf(path, sizeof path, "%s/lib/analysis/names.txt", srcdir != NULL ? srcdir : ".");
    FILE *file = fopen(path, "rb");
    char *text = read_stream(file, &length);
    if (file != NULL)
        fclose(file);
    if (!ok(text != NULL, "names.txt is there"))
        return;
    struct kzsi_names *whole = kzsi_names_new(NULL, text, length, &bad);
    is_number(bad, KZS_NO_OFFSET, "every line of it is good");
    const struct kzsi_names *builtin = kzsi_names_builtin();
    for (const char *at = text; at < text + length; spellings++) {
        struct kzsi_word word;
        char one[KZSI_FORM_MAX + 8];
        if (!kzsi_scan(at, text + length, &word))
            break;
        const char *term = find_name(whole, strndupa(word.form, word.length), word.capitals);
        snprintf(one, sizeof one, "%s", term != NULL ? term : "");
        term = find_name(builtin, strndupa(word.form, word.length), word.capitals);
        different += strcmp(one, term != NULL ? term : "") != 0;
        at = word.end;
    }
    is_number(different, 0, "its %zu words are found alike by letters and at once", spellings);
    kzsi_names_free(whole);
    free(text);
}

static void
random_text(void)
{
    static const char *const parts[] = {" = ",  "=",  " ",  "\n",  "#",   "-",
                                        "Ab",   "Вг", "xy", "ың",  "é",   "\xC3",
                                        "\xFF", "'",  "1,", "The", "and", "= "};
    size_t made = 0, wrong = 0;

    random_begin("tables");
    for (unsigned round = 0; round < 3000; round++) {
        char text[400];
        size_t length = 0, wanted = random_below(sizeof text - 8), bad;
        while (length < wanted) {
            const char *part = parts[random_below(sizeof parts / sizeof *parts)];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *block = exact(text, length);
        struct kzsi_names *names = kzsi_names_new(NULL, block, length, &bad);
        wrong += (names == NULL) != (bad != KZS_NO_OFFSET) || (names == NULL && bad > length);
        made += names != NULL;
        free(block);
        if (names != NULL)
            find_name(names, "ab", true);
        kzsi_names_free(names);
    }
    is_number(wrong, 0, "random text is a table (%zu) or has an offset that is wrong", made);
}

int
main(void)
{
    lines();
    wrong_lines();
    drawers();
    random_text();
    return tap_done();
}

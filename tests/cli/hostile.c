/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hostile files: random bytes, articles and pages with bytes changed, and inputs made to waste
 * time go through every importer. None may crash, and what comes out may hold no invalid
 * UTF-8. The seed is printed; KZS_SEED repeats a run.
 */
#include <time.h>
#include <unistd.h>

#include "import/import.h"
#include "support/utf8.h"
#include "tests/support/folder.h"
#include "tests/support/tap.h"

static uint64_t state;

static uint32_t
random_below(uint32_t bound)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % bound;
}

struct counts {
    unsigned documents, problems, bad_text;
};

static bool
on_document(void *user, const struct import_place *place, const char *id, size_t length,
            kzs_doc *doc)
{
    struct counts *counts = user;
    const char *value;
    size_t size;

    (void)place;
    counts->documents++;
    counts->bad_text += utf8_valid(id, length) ? 0 : 1;
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        value = kzs_doc_value(doc, i, NULL, &size);
        counts->bad_text += utf8_valid(value, size) ? 0 : 1;
    }
    return true;
}

static void
on_problem(void *user, const struct import_place *place, const char *reason)
{
    (void)place;
    (void)reason;
    ((struct counts *)user)->problems++;
}

static void
on_empty(void *user, const struct import_place *place, const char *reason)
{
    (void)reason;
    (void)user;
    (void)place;
}

static void
take(const char *name, const char *bytes, size_t length, struct counts *counts)
{
    const struct import_sink sink = {
        .document = on_document, .problem = on_problem, .empty = on_empty, .user = counts};
    const struct columns columns = {0};
    const struct filters filters = {0};
    const struct import_options options = {.columns = &columns, .filters = &filters};
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");

    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(path);
        exit(99);
    }
    import_file(path, false, import_format_of(path), &options, &sink);
}

static const char *const names[] = {"x.txt", "x.md",  "x.html",  "x.jsonl",
                                    "x.csv", "x.tsv", "x.txt.gz"};
enum { SAMPLES = 6, NAMES = 7 };

/* One of each kind, with all that the importers look at. */
static const char *const samples[] = {
    "Opinion\n\nThe title\n\nBy A B and C D\n21 ноября 2022 года\n\nАСТАНА, 1 мая 2020 (ТАСС) — "
    "Текст.\n\nHeading\n\nMore text…\n",
    "---\ntitle: \"T\"\ntags: [a, 'b, c']\ndate: 2020-01-01\n- x\n---\n# T\n\n## H\n\n> *q* "
    "[a](b) `c` <b>&amp;</b> \\*\n\n```\ncode\n```\nSet\n===\n",
    "<html lang=ru><meta charset=utf-8><meta name=author content='A, B'><title>T &mdash; "
    "S</title><article><h1>T</h1><p>x<br>y<h2>H</h2><pre> a\n b</pre></article><script>z</script>",
    "{\"id\":\"a\",\"title\":\"T\\u00e9\\ud83d\\ude00\",\"text\":\"x\",\"tags\":[\"a\",1,{}],"
    "\"date\":\"2020\"}\n{\"id\":2,\"text\":null}\n",
    "\xEF\xBB\xBFid;Заголовок;text;tags\r\n1;\"a;\"\"b\"\"\";\"two\nlines\";x\r\n2;T;;\n",
    "title\tbody\tdate\n\"A\" b\tx\t2020-01-01\n\"q\t\"\ty\n",
};

static void
change_bytes(char *bytes, size_t length)
{
    static const char special[] = "<>&#\"'[](){}:-*_`\\\n\r\t \0\xff\xd0\xe2\x80\x1b";

    for (uint32_t i = random_below(8) + 1; i > 0; i--) {
        char *place = bytes + random_below((uint32_t)length);

        *place = random_below(2) ? special[random_below(sizeof special)]
                                 : (char)(unsigned char)random_below(256);
    }
}

static void
test_random(void)
{
    struct counts counts = {0};
    char bytes[2048];

    for (int round = 0; round < 400; round++) {
        size_t length = random_below(sizeof bytes);

        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)(unsigned char)random_below(256);
        take(names[random_below(NAMES)], bytes, length, &counts);
    }
    for (int round = 0; round < 4000; round++) {
        uint32_t which = random_below(SAMPLES);
        size_t length = strlen(samples[which]);

        memcpy(bytes, samples[which], length);
        change_bytes(bytes, length);
        take(names[random_below(8) == 0 ? random_below(SAMPLES) : which], bytes, length, &counts);
    }
    ok(counts.documents > 1000, "most changed files still give a document (%u)",
       counts.documents);
    ok(counts.problems > 100, "many changed files are refused (%u)", counts.problems);
    is_number(counts.bad_text, 0, "all text that comes out is valid UTF-8");
}

/* `unit` again and again. */
static void
test_repeated(const char *name, const char *unit, size_t times, const char *what)
{
    size_t length = strlen(unit);
    char *bytes = malloc(length * times);
    struct counts counts = {0};

    if (bytes == NULL)
        exit(99);
    for (size_t i = 0; i < times; i++)
        memcpy(bytes + i * length, unit, length);
    take(name, bytes, length * times, &counts);
    ok(counts.documents + counts.problems <= 1, "%s is read, skipped or refused", what);
    is_number(counts.bad_text, 0, "and gives valid text");
    free(bytes);
}

int
main(void)
{
    const char *seed = getenv("KZS_SEED");

    state = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL) * 1000 + (uint64_t)getpid();
    printf("# KZS_SEED=%llu\n", (unsigned long long)state);
    test_random();
    test_repeated("x.html", "<div>", 200000, "a page of open elements");
    test_repeated("x.html", "<p a=b ", 200000, "a page that is one tag");
    test_repeated("x.html", "</b><i>", 100000, "a page of wrong end tags");
    test_repeated("x.html", "&", 500000, "a page of ampersands");
    test_repeated("x.md", "[", 500000, "a line of brackets");
    test_repeated("x.md", "](", 300000, "a line of link ends");
    test_repeated("x.md", "`a``", 300000, "a line of ticks");
    test_repeated("x.md", "<a", 300000, "a line of tags without end");
    test_repeated("x.md", "> ", 300000, "a line of quotation marks");
    test_repeated("x.md", "* _", 300000, "a line of stars");
    test_repeated("x.md", "a\n-\n", 200000, "a text of underlines");
    test_repeated("x.md", "---\n", 200000, "a text of rules");
    test_repeated("x.txt", "By A\n\n", 100000, "a text of bylines");
    test_repeated("x.txt", "Heading\n\n", 100000, "a text of headings");
    test_repeated("x.txt", "\n", 500000, "a text of blank lines");
    test_repeated("x.jsonl", "[", 100000, "a line of arrays");
    test_repeated("x.jsonl", "{\"a\":", 100000, "a line of objects");
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which part of a text is shown. */
#include "results/results.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static const double even[] = {1, 1, 1, 1, 1};

/* The one passage of a text. */
static struct kzsi_passage
choose_one(const char *text, size_t length, size_t characters, const struct kzsi_spans *spans,
           const double *weights, size_t count)
{
    struct kzsi_passage out[KZSI_PASSAGES_MAX];
    double scratch[16];

    if (kzsi_passages_choose(text, length, characters, 1, spans, weights, scratch, count, out) !=
        1)
        exit(99);
    return out[0];
}

/* Characters as they will be shown: each invalid stretch is one U+FFFD. */
static size_t
characters_in(const char *text, size_t length)
{
    const char *end = text + length;
    size_t n = 0;
    uint32_t c;

    for (; text < end; n++)
        text += kzsi_utf8_decode(text, end, &c);
    return n;
}

/* Spans of the words of a table, in order; the mark is the place in the table. */
static void
find_spans(const char *text, const char *const *words, size_t count, struct kzsi_spans *spans)
{
    spans->count = 0;
    for (const char *at = text; *at != '\0'; at++)
        for (size_t i = 0; i < count; i++)
            if (strncmp(at, words[i], strlen(words[i])) == 0) {
                if (!kzsi_grow(&spans->items, &spans->capacity, spans->count,
                               sizeof *spans->items))
                    exit(99);
                spans->items[spans->count++] = (struct kzsi_span){
                    (size_t)(at - text), (size_t)(at - text) + strlen(words[i]), i,
                    KZS_MATCH_WORD};
            }
}

/* The passage with its cut ends; `words` is NULL-terminated. */
static const char *
shown(const char *text, size_t characters, const double *weights, const char *const *words)
{
    static char out[4000];
    struct kzsi_spans spans = {0};
    struct kzsi_passage passage;
    size_t count = 0, length = strlen(text);
    char *block = exact(text, length);

    while (words != NULL && words[count] != NULL)
        count++;
    find_spans(text, words, count, &spans);
    passage = choose_one(block, length, characters, &spans, weights, count);
    if (passage.start > passage.end || passage.end > length ||
        characters_in(text + passage.start, passage.end - passage.start) > characters)
        snprintf(out, sizeof out, "%zu..%zu is wrong", passage.start, passage.end);
    else
        snprintf(out, sizeof out, "%s%.*s%s", passage.cut_before ? "<" : "",
                 (int)(passage.end - passage.start), text + passage.start,
                 passage.cut_after ? ">" : "");
    free(spans.items);
    free(block);
    return out;
}

static const char opinion[] =
    "The minister spoke for an hour. Nobody listened to him at first. Then he named the price of "
    "bread, and the hall fell silent. A corridor is not a country! Who will pay for the grain? "
    "The answer came in the evening: nobody.";

static void
whole(void)
{
    static const char *const bread[] = {"bread", NULL};

    is_string(shown("Just Kazakhstan", 15, even, NULL), "Just Kazakhstan",
              "a text that fits is shown whole");
    is_string(shown("Тихий выбор", 11, even, NULL), "Тихий выбор",
              "characters are counted, not bytes");
    is_string(shown("", 5, even, NULL), "", "an empty text");
    is_string(shown(opinion, sizeof opinion - 1, even, bread), opinion, "a whole opinion");
    is_string(shown("words and spaces   \n", 16, even, NULL), "words and spaces",
              "white space at the end is nothing to show");
}

static void
edges(void)
{
    static const char *const bread[] = {"bread", NULL}, *const corridor[] = {"corridor", NULL},
                             *const evening[] = {"evening", NULL}, *const hour[] = {"hour", NULL},
                             *const vybor[] = {"выбор", NULL};

    is_string(shown(opinion, 40, even, NULL), "The minister spoke for an hour.>",
              "without marks the beginning, to the end of a sentence");
    is_string(shown(opinion, 20, even, NULL), "The minister spoke>", "or of a word");
    is_string(shown(opinion, 31, even, hour), "The minister spoke for an hour.>",
              "a mark in the first sentence");
    const char *cut = shown(opinion, 65, even, bread);
    ok(*cut != '<' && strstr(cut, "Then he named the price of bread") != NULL,
       "where there is room, it begins with a sentence: %s", cut);
    cut = shown(opinion, 45, even, corridor);
    ok(*cut != '<' && strstr(cut, "A corridor is not a country!") != NULL,
       "which may begin behind any mark: %s", cut);
    cut = shown(opinion, 14, even, evening);
    ok(*cut == '<' && strstr(cut, "evening") != NULL && cut[strlen(cut) - 1] == '>',
       "cut ends are known: %s", cut);
    is_string(shown("Первая строка\nвторая строка про выбор и ещё немного", 36, even, vybor),
              "вторая строка про выбор и ещё>", "a new line begins a sentence");
    is_string(shown("It was late.\nPrices\nThe bread is dear. Nobody can say for how long.", 30, even,
                    bread),
              "The bread is dear. Nobody can>", "a heading is no part of the sentence below it");
    is_string(shown("Он сказал: «Нет!» Тихий выбор сделан давно и всеми.", 20, even, vybor),
              "Тихий выбор сделан>", "a sentence ends behind its quotes");
    cut = shown("Слово заслово заслово заслово заслово выбор заслово заслово заслово.", 25, even,
                vybor);
    ok(strcmp(cut, "<выбор заслово заслово>") == 0 ||
           strcmp(cut, "<заслово выбор заслово>") == 0 || strcmp(cut, "<заслово заслово выбор>") == 0,
       "words are not cut: %s", cut);
}

static void
best(void)
{
    static const char *const two[] = {"bread", "grain", NULL};
    static const char text[] =
        "Some bread here and some bread there and more bread again and again, all of it dry. "
        "Nothing happens for a very long while in this part of the story, really nothing. "
        "Then the grain meets the bread at last. And that was that, said the miller to his wife.";
    static const double grain_is_rare[] = {1, 9}, bread_is_rare[] = {9, 1};
    static const char far[] =
        "First the bread is baked in the morning, early. Then a long day goes by with nothing to "
        "tell about it, hour by hour, until the evening. At last the grain is brought in.";

    ok(strstr(shown(text, 60, even, two), "grain meets the bread") != NULL,
       "two marks beat one that is repeated");
    ok(strstr(shown(far, 50, grain_is_rare, two), "grain") != NULL,
       "where only one has room, the rarer");
    ok(strstr(shown(far, 50, bread_is_rare, two), "bread") != NULL, "whichever that is");
    ok(strstr(shown(far, 50, even, two), "bread") != NULL, "the first of equals");
}

/* A mark that is longer than what may be shown. */
static void
long_marks(void)
{
    static const char *const phrase[] = {"named the price of bread, and the hall fell silent", NULL};
    static const char *const inside[] = {"price of bread, and the hall", "bread", NULL};
    const char *cut = shown(opinion, 20, even, phrase);

    ok(strncmp(cut + (*cut == '<'), "named the price", 15) == 0, "is shown from its beginning: %s",
       cut);
    cut = shown(opinion, 34, even, inside);
    ok(strstr(cut, "price of bread, and the hall") != NULL,
       "a phrase is shown whole, whatever is marked inside it: %s", cut);
    char none[200];
    memset(none, 'x', sizeof none - 1);
    none[199] = '\0';
    is_number(strlen(shown(none, 50, even, NULL)), 51, "a text without spaces is cut somewhere");
    is_string(shown("ффффффффффффффффффффф", 3, even, NULL), "ффф>", "but not inside a letter");
    is_string(shown(opinion, 1, even, NULL), "T>", "one character");
}

static void
bad_bytes(void)
{
    char text[300];
    struct kzsi_spans none = {0};
    struct kzsi_passage passage;

    memset(text, 0x80, sizeof text);
    passage = choose_one(text, sizeof text, 10, &none, NULL, 0);
    is_number(passage.end - passage.start, 10, "stray bytes are shown one by one, and counted so");
    ok(passage.cut_after, "the rest is cut");
    for (size_t i = 0; i < sizeof text; i += 2)
        memcpy(text + i, "\xC0\x80", 2);
    passage = choose_one(text, sizeof text, 9, &none, NULL, 0);
    is_number(characters_in(text + passage.start, passage.end - passage.start), 9,
              "overlong ones as well");
}

static void
any_text(void)
{
    static const char *const parts[] = {"слово ", "word ", "марк", "mark", ". ", "! ", "\n", " ",
                                        "\xFF", "\xE2\x82", "…", "» ", "超超超", "x", "\xC0\x80",
                                        "\xF0\x9F\x98\x80"};
    static const char *const words[] = {"марк", "mark", "word"};
    size_t good = 0, holds = 0, held = 0, tried = 20000;
    struct kzsi_spans spans = {0};

    random_begin("any text");
    for (size_t n = 0; n < tried; n++) {
        char text[1500];
        size_t length = 0, characters = 1 + random_below(60);
        for (size_t i = random_below(100); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        text[length] = '\0';
        find_spans(text, words, 3, &spans);
        char *block = exact(text, length);
        struct kzsi_passage p =
            choose_one(block, length, characters, &spans, even, ROWS(words));
        size_t all = characters_in(text, length);
        size_t before = p.start <= length ? characters_in(text, p.start) : 0;
        size_t inside = p.start <= p.end && p.end <= length
                            ? characters_in(text + p.start, p.end - p.start)
                            : SIZE_MAX;
        bool fine = inside <= characters &&
                    before + inside + characters_in(text + p.end, length - p.end) == all &&
                    (all > characters || (p.start == 0 && p.end == length)) &&
                    (!p.cut_after || p.end < length) && (!p.cut_before || p.start > 0);
        if (!fine && good == n)
            printf("# %zu characters of '%s': %zu..%zu, %zu\n", characters, text, p.start, p.end,
                   inside);
        good += fine;
        if (spans.count > 0 && characters >= 5) {
            holds++;
            for (size_t i = 0; i < spans.count; i++)
                if (spans.items[i].start >= p.start && spans.items[i].end <= p.end) {
                    held++;
                    break;
                }
        }
        free(block);
    }
    is_number(good, tried, "%zu random passages are within bounds, at edges of characters", tried);
    is_number(held, holds, "each of %zu with marks shows one", holds);
    free(spans.items);
}

/*
 * A pasted book with a mark every few words, and a long passage of it: the work must not grow
 * with the square of either. (It would not end within the patience of a test.)
 */
static void
long_passage(void)
{
    size_t length = 0, capacity = 2000000;
    char *text = malloc(capacity);
    struct kzsi_spans spans = {0};
    static const char *const words[] = {"bread", "grain"};
    struct kzsi_passage passage;

    if (text == NULL)
        exit(99);
    while (length < capacity - 30)
        length += (size_t)sprintf(text + length, "%s of it. ", length % 7 ? "bread" : "grain");
    find_spans(text, words, 2, &spans);
    for (size_t characters = 100; characters <= 1000000; characters *= 10) {
        passage = choose_one(text, length, characters, &spans, even, 2);
        ok(passage.end - passage.start <= characters && passage.end - passage.start > 50,
           "%zu characters of a text with %zu marks", characters, spans.count);
    }
    free(spans.items);
    free(text);
}

/* All passages of a text, each in brackets. */
static const char *
several(const char *text, size_t characters, size_t most, const char *const *words)
{
    static char out[4000];
    struct kzsi_passage passages[KZSI_PASSAGES_MAX];
    struct kzsi_spans spans = {0};
    double scratch[5];
    size_t count = 0, n = 0, from = 0, shown_characters = 0;
    char *block = exact(text, strlen(text));

    while (words[count] != NULL)
        count++;
    find_spans(text, words, count, &spans);
    count = kzsi_passages_choose(block, strlen(text), characters, most, &spans, even, scratch,
                                 count, passages);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const struct kzsi_passage *p = &passages[i];
        if (p->start < from || p->end < p->start || p->end > strlen(text))
            return "out of order";
        from = p->end;
        shown_characters += characters_in(text + p->start, p->end - p->start);
        n += (size_t)sprintf(out + n, "[%.*s]", (int)(p->end - p->start), text + p->start);
    }
    free(spans.items);
    free(block);
    return shown_characters <= characters ? out : "too long";
}

static void
fragments(void)
{
    static const char *const hour[] = {"hour", "corridor", "evening", NULL},
                             *const bread[] = {"bread", NULL}, *const none[] = {"xyz", NULL},
                             *const near[] = {"hour", "listened", NULL};

    is_string(several(opinion, 120, 3, hour),
              "[The minister spoke for an hour.][A corridor is not a country!][The answer came in "
              "the evening: nobody.]",
              "three passages for three marks, in order of the text");
    is_string(several(opinion, 70, 2, hour),
              "[The minister spoke for an hour.][A corridor is not a country!]",
              "two of them where two were asked for");
    is_string(several(opinion, 60, 5, bread),
              "[Then he named the price of bread, and the hall fell silent.]",
              "one mark has one passage, with the room of all");
    is_string(several(opinion, 31, 3, none), "[The minister spoke for an hour.]",
              "without marks there is one");
    ok(strstr(several(opinion, 80, 2, near), "hour. Nobody") != NULL,
       "passages that touch are one: %s", several(opinion, 80, 2, near));
}

/* More of the sentence is shown behind a match whenever it fits. */
static void
reads_on(void)
{
    static const char *const mark[] = {"needle", NULL};
    static const char *const words[] = {"Alpha", "beta",   "gamma,", "of",    "слово",
                                        "a",     "needle", "б",      "delta.", "Омега!"};
    size_t good = 0, tried = 3000, with_mark = 0;

    random_begin("reads on");
    for (size_t n = 0; n < tried; n++) {
        char text[1200];
        size_t length = 0, characters = 8 + random_below(120);
        struct kzsi_spans spans = {0};
        for (size_t i = 5 + random_below(60); i > 0; i--)
            length += (size_t)sprintf(text + length, "%s%s", length > 0 ? " " : "",
                                      words[random_below(ROWS(words))]);
        find_spans(text, mark, 1, &spans);
        char *block = exact(text, length);
        struct kzsi_passage p = choose_one(block, length, characters, &spans, even, 1);
        size_t inside = characters_in(text + p.start, p.end - p.start), next = p.end;
        bool after_match = p.end - p.start >= 6 && memcmp(text + p.end - 6, "needle", 6) == 0;
        while (next < length && text[next] == ' ')
            next++;
        size_t word = strcspn(text + next, " ");
        if (next + word > length)
            word = length - next;
        bool more = next < length && !kzsi_sentence_begins(text, length, next) &&
                    inside + 1 + characters_in(text + next, word) <= characters;
        bool cut_word = (p.start > 0 && text[p.start - 1] != ' ') ||
                        (p.end < length && text[p.end] != ' ');
        bool fine = !(after_match && more) && !cut_word && inside <= characters;
        if (!fine && good == n)
            printf("# %zu of '%s': '%.*s'\n", characters, text, (int)(p.end - p.start),
                   text + p.start);
        good += fine;
        with_mark += after_match;
        free(spans.items);
        free(block);
    }
    is_number(good, tried, "%zu random passages end with words, and not early", tried);
    ok(with_mark > 10, "some end with a match (%zu)", with_mark);
}

int
main(void)
{
    whole();
    fragments();
    reads_on();
    edges();
    best();
    long_marks();
    bad_bytes();
    any_text();
    long_passage();
    return tap_done();
}

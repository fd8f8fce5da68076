/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counting letters and words at the beginning of a document:
 *
 *     two thirds of the letters Cyrillic -> which letters: kk, uk or ru
 *     two thirds of them Latin           -> enough of the, of, and …: en
 *
 * Kazakh has its own letters in every sixth place or so, the letter і among them, which its
 * neighbours (Kyrgyz, Tatar, Bashkir) lack; Ukrainian has і ї є ґ in every twelfth and no
 * ы э ё. In Russian ы э ё come once in forty letters; a long text without them (Bulgarian),
 * or one with many letters that Russian lacks (Serbian, Belarusian), is not taken for it.
 * In English every fifth word is one of those counted, most of them ones that no other
 * language has.
 */
#include "import/language.h"

#include "support/span.h"
#include "support/utf8.h"

enum { LOOK_AT = 64 * 1024, LETTERS_LEAST = 20, LONG_ENOUGH = 400 };

struct counts {
    size_t look; /* bytes still to look at */
    size_t letters, latin, cyrillic;
    size_t kazakh;      /* ә ғ қ ң ө ұ ү һ */
    size_t dotted;      /* і, which is Kazakh and Ukrainian */
    size_t ukrainian;   /* ї є ґ */
    size_t russian;     /* ы э ё */
    size_t foreign;     /* other Cyrillic letters that Russian lacks */
    size_t words;       /* in Latin letters */
    size_t own, shared; /* those common in English; the ones that Dutch and German have too */
};

static void
count_cyrillic(struct counts *n, uint32_t c)
{
    n->cyrillic++;
    switch (c) {
    case 0x4D9:
    case 0x493:
    case 0x49B:
    case 0x4A3:
    case 0x4E9:
    case 0x4B1:
    case 0x4AF:
    case 0x4BB:
        n->kazakh++;
        break;
    case 0x456:
        n->dotted++;
        break;
    case 0x457:
    case 0x454:
    case 0x491:
        n->ukrainian++;
        break;
    case 0x44B:
    case 0x44D:
    case 0x451:
        n->russian++;
        break;
    default:
        n->foreign += c < 0x430 || c > 0x44F ? 1 : 0;
    }
}

static void
count_letter(struct counts *n, uint32_t c)
{
    n->letters++;
    if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00))
        n->latin++;
    else if (c >= 0x400 && c < 0x530)
        count_cyrillic(n, utf8_lower(c));
}

static void
count_word(struct counts *n, struct span word)
{
    static const char *const shared[] = {"of", "in", "is", NULL};
    static const char *const own[] = {"the", "and", "to", "that", "for", NULL};

    if (word.length == 0)
        return;
    n->words++;
    for (const char *const *w = shared; *w != NULL; w++)
        n->shared += span_is(word, *w) ? 1 : 0;
    for (const char *const *w = own; *w != NULL; w++)
        n->own += span_is(word, *w) ? 1 : 0;
}

static void
count_text(struct counts *n, struct span text)
{
    size_t word = 0, start, at = 0;
    uint32_t c;

    text = span_head(text, text.length < n->look ? text.length : n->look);
    n->look -= text.length;
    while (at < text.length) {
        start = at;
        if (utf8_next(text.text, text.length, &at, &c) && utf8_is_letter(c)) {
            count_letter(n, c);
            if (c < 0x250)
                continue;
        }
        count_word(n, (struct span){text.text + word, start - word});
        word = at;
    }
    count_word(n, span_from(text, word));
}

static void
count_field(struct counts *n, const kzs_doc *doc, const char *field)
{
    struct span value;

    for (size_t i = 0; (value.text = kzs_doc_get(doc, field, i, &value.length)) != NULL; i++)
        count_text(n, value);
}

static const char *
cyrillic_language(const struct counts *n)
{
    size_t part = n->cyrillic / 32, special = n->dotted + n->ukrainian;

    if (n->kazakh > part && n->dotted > n->cyrillic / 100)
        return "kk";
    if (special > part && n->kazakh + n->foreign <= part && n->russian * 10 <= special)
        return "uk";
    if (n->kazakh + special + n->foreign > part)
        return NULL;
    return n->cyrillic < LONG_ENOUGH || n->russian > n->cyrillic / 200 ? "ru" : NULL;
}

const char *
language_guess(const kzs_doc *doc)
{
    struct counts n = {.look = LOOK_AT};

    count_field(&n, doc, "title");
    count_field(&n, doc, "body");
    if (n.letters < LETTERS_LEAST)
        return NULL;
    if (n.cyrillic * 3 >= n.letters * 2)
        return cyrillic_language(&n);
    if (n.latin * 3 >= n.letters * 2 && n.own > 0 && n.own >= n.shared &&
        (n.own + n.shared) * 12 >= n.words)
        return "en";
    return NULL;
}

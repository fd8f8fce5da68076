/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words that stand for others: казах* and k?zakh by a pattern, Токаев~ and tokaev~2 by being
 * spelled alike. A ? is a sign only in front of a letter: `Kazakhstan?` is a question.
 */
#include <string.h>

#include "query/query.h"

/* Whole words are so long before two edits are no longer another word. */
#define TWO_EDITS_LETTERS 6
#define EDITS_MAX 2

/* What a word is made of. */
struct made_of {
    size_t letters, digits, others, stars, marks;
    const char *star; /* the first */
};

static bool
ends_sentence(char c)
{
    return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?';
}

static struct made_of
look(const char *text, size_t length)
{
    struct made_of of = {0};
    const char *end = text + length;

    kzsi_chars_init();
    for (const char *at = text; at < end;) {
        uint32_t c;
        size_t bytes = kzsi_utf8_decode(at, end, &c);
        enum kzsi_class class = kzsi_class_of(c);

        if (c == '*') {
            of.star = of.star != NULL ? of.star : at;
            of.stars++;
        } else if (c == '?') {
            of.marks++;
        } else if (class == KZSI_DIGIT) {
            of.digits++;
        } else if (kzsi_is_letter(class)) {
            of.letters++;
        } else if (class != KZSI_MARK && class != KZSI_IGNORABLE &&
                   class != KZSI_APOSTROPHE) {
            of.others++;
        }
        at += bytes;
    }
    return of;
}

/* False when there is no pattern and nothing like one. */
static bool
read_pattern(struct kzsi_node *node, bool keyword, struct kzsi_warnings *warnings)
{
    struct made_of of;
    size_t length = node->length;

    if (memchr(node->text, '*', length) == NULL && memchr(node->text, '?', length) == NULL)
        return false;
    while (length > 0 && ends_sentence(node->text[length - 1]))
        length--;
    of = look(node->text, length);
    if (of.stars + of.marks == 0 || of.letters + of.digits == 0)
        return false;
    if (of.others > 0 && !keyword) {
        if (of.stars > 0)
            kzsi_warn(warnings, node->offset + (size_t)(of.star - node->text),
                      "a * stands for letters of one word alone: searching for the words as "
                      "they are");
        return of.stars > 0;
    }
    if (of.letters + of.digits < KZSI_PATTERN_LETTERS) {
        if (of.stars > 0)
            kzsi_warn(warnings, node->offset + (size_t)(of.star - node->text),
                      "a word with a * needs at least %d letters: searching for it as it is",
                      KZSI_PATTERN_LETTERS);
        return of.stars > 0;
    }
    node->kind = KZSI_NODE_PATTERN;
    node->length = length;
    return true;
}

/*
 * The place of a ~ with at most one digit behind it at the end of a word, the first of several;
 * NULL if none. *asked is the digit, 0 if there is none.
 */
static const char *
find_tilde(const char *text, size_t length, unsigned *asked)
{
    const char *tilde = NULL;

    for (;;) {
        if (length > 1 && text[length - 1] == '~') {
            length--;
            *asked = 0;
        } else if (length > 2 && text[length - 2] == '~' && text[length - 1] >= '0' &&
                   text[length - 1] <= '9') {
            length -= 2;
            *asked = (unsigned)(text[length + 1] - '0');
        } else {
            return tilde;
        }
        tilde = text + length;
    }
}

static void
read_fuzzy(struct kzsi_node *node, bool keyword, struct kzsi_warnings *warnings)
{
    unsigned asked = 0;
    const char *tilde = find_tilde(node->text, node->length, &asked);
    struct made_of of;
    size_t offset;

    if (tilde == NULL)
        return;
    offset = node->offset + (size_t)(tilde - node->text);
    of = look(node->text, (size_t)(tilde - node->text));
    if (of.letters + of.digits == 0)
        return;
    node->length = (size_t)(tilde - node->text);
    if (of.digits > 0) {
        kzsi_warn(warnings, offset,
                  "a number is like no other: searching for the word as it is");
    } else if (of.others > 0 && !keyword) {
        kzsi_warn(warnings, offset,
                  "a ~ looks for words like one word alone: searching for the words as they "
                  "are");
    } else if (of.letters < KZSI_FUZZY_LETTERS) {
        kzsi_warn(warnings, offset,
                  "a word with a ~ needs at least %d letters: searching for it as it is",
                  KZSI_FUZZY_LETTERS);
    } else {
        if (asked > EDITS_MAX) {
            kzsi_warn(warnings, offset, "at most %d edits can be looked for, not %u",
                      EDITS_MAX, asked);
            asked = EDITS_MAX;
        }
        if (asked == 0)
            asked = of.letters >= TWO_EDITS_LETTERS ? 2 : 1;
        node->kind = KZSI_NODE_FUZZY;
        node->edits = asked;
    }
}

void
kzsi_read_wild(struct kzsi_node *node, struct kzsi_warnings *warnings)
{
    bool keyword = node->field != NULL && node->field->kind == KZSI_KEYWORD;

    if (node->kind != KZSI_NODE_WORD ||
        (node->field != NULL && node->field->kind != KZSI_TEXT && !keyword))
        return;
    if (!read_pattern(node, keyword, warnings))
        read_fuzzy(node, keyword, warnings);
}

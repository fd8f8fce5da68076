/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules for stems as a trie over the letters of a form, read from its end:
 *
 *     -ует = -овать      т - е - у            требует -> требовать
 *     ~дует = ~дуть              \ д          longer, so it wins: надует -> надуть
 *
 * All of it lies in static memory, so that making it cannot fail. A miss is mostly known after
 * three or four letters.
 */
#include <string.h>

#include "analysis/rewrite.h"

#define LETTERS   32
#define RULES_MAX 6000
#define NODES_MAX 16000

/* Prefixes of verbs, for ~ and +. */
static const char *const prefixes_en[] = {
    "be", "fore", "mis", "misunder", "out", "over", "re", "un", "under", "with", NULL,
};
static const char *const prefixes_ru[] = {
    "в",      "вз",  "взо",    "взъ",    "во",     "воз",     "возо",  "вос",   "воспроиз",
    "воссоз", "въ",  "вы",     "до",     "за",     "из",      "изо",   "изъ",   "ис",
    "на",     "над", "надо",   "недо",   "низ",    "о",       "об",    "обо",   "объ",
    "от",     "ото", "отъ",    "пере",   "переиз", "перепро", "по",    "под",   "подо",
    "подъ",   "пре", "превзо", "пред",   "предо",  "преду",   "предъ", "препо", "при",
    "приот",  "про", "произ",  "произо", "раз",    "разо",    "разъ",  "рас",   "распро",
    "с",      "со",  "соз",    "съ",     "у",      NULL,
};

/* While rules are added: chains of siblings. The first node of a list is its root. */
struct node {
    uint16_t sibling, child;
    uint16_t rule; /* about the letters up to here; 0: none */
    uint8_t letter;
};

/* For looking up: the children of a node stand side by side in the order of their letters. */
struct packed {
    uint32_t letters; /* a bit for each child */
    uint16_t children, rule;
};

/* The first of the rules stands for none. */
static struct kzsi_rule rules[RULES_MAX];
static uint16_t next_rule[RULES_MAX]; /* about the same letters */
static struct node nodes[NODES_MAX];
static struct packed tree[NODES_MAX];
static size_t rule_count = 1, node_count = 2;

/* The number of the letter that ends at `end`, and its bytes; LETTERS: no such letter. */
static unsigned
letter_before(enum kzsi_stem_list list, const char *begin, const char *end, size_t *bytes)
{
    unsigned code;

    if (list == KZSI_STEMS_EN) {
        *bytes = 1;
        code = (unsigned)(unsigned char)end[-1] - 'a';
        return code < 26 ? code : LETTERS;
    }
    /* а is D0 B0, я is D1 8F */
    *bytes = 2;
    if (end - begin < 2 || ((unsigned char)end[-2] | 1) != 0xD1)
        return LETTERS;
    code = (((unsigned)end[-2] & 1) << 6 | ((unsigned)end[-1] & 0x3F)) - 0x30;
    return code < LETTERS ? code : LETTERS;
}

static uint16_t
find(uint16_t node, unsigned letter)
{
    while (node != 0 && nodes[node].letter != letter)
        node = nodes[node].sibling;
    return node;
}

/* The node behind `node` by these letters, made if need be. 0 when that cannot be. */
static uint16_t
make(enum kzsi_stem_list list, uint16_t node, struct kzsi_letters letters)
{
    const char *end = letters.at + letters.length;

    while (end > letters.at) {
        size_t bytes;
        unsigned letter = letter_before(list, letters.at, end, &bytes);
        uint16_t found;

        if (letter == LETTERS)
            return 0;
        found = find(nodes[node].child, letter);
        if (found == 0) {
            if (node_count == NODES_MAX)
                return 0;
            found = (uint16_t)node_count++;
            nodes[found].letter = (uint8_t)letter;
            nodes[found].sibling = nodes[node].child;
            nodes[node].child = found;
        }
        node = found;
        end -= bytes;
    }
    return node;
}

bool
kzsi_rule_add(enum kzsi_stem_list list, struct kzsi_letters base, struct kzsi_letters ending,
              const struct kzsi_rule *rule)
{
    uint16_t node = (uint16_t)list;

    if (base.length + ending.length == 0 || rule_count == RULES_MAX)
        return false;
    if (ending.length > 0 && (node = make(list, node, ending)) == 0)
        return false;
    if (base.length > 0 && (node = make(list, node, base)) == 0)
        return false;
    for (uint16_t other = nodes[node].rule; other != 0; other = next_rule[other])
        if (rules[other].before == rule->before)
            return false;
    next_rule[rule_count] = nodes[node].rule;
    nodes[node].rule = (uint16_t)rule_count;
    rules[rule_count++] = *rule;
    return true;
}

void
kzsi_rules_ready(void)
{
    static uint16_t node_at[NODES_MAX]; /* of each place in the tree */
    size_t filled = 2;

    node_at[1] = 1;
    for (size_t place = 0; place < filled; place++) {
        const struct node *node = &nodes[node_at[place]];
        struct packed *packed = &tree[place];

        *packed = (struct packed){.children = (uint16_t)filled, .rule = node->rule};
        for (unsigned letter = 0; letter < LETTERS; letter++) {
            uint16_t child = find(node->child, letter);
            if (child == 0)
                continue;
            packed->letters |= (uint32_t)1 << letter;
            node_at[filled++] = child;
        }
    }
}

static unsigned
count_bits(uint32_t bits)
{
    bits -= bits >> 1 & 0x55555555;
    bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F;
    return bits * 0x01010101 >> 24;
}

static bool
is_prefix(enum kzsi_stem_list list, const char *text, size_t length)
{
    const char *const *prefix = list == KZSI_STEMS_EN ? prefixes_en : prefixes_ru;

    for (; *prefix != NULL; prefix++)
        if (strlen(*prefix) == length && memcmp(text, *prefix, length) == 0)
            return true;
    return false;
}

/* May the first `rest` bytes of the form stand before what matched? */
static bool
may_stand_before(enum kzsi_stem_list list, char mark, const char *form, size_t rest)
{
    switch (mark) {
    case '-':
        return rest >= (list == KZSI_STEMS_EN ? 2 : 4);
    case '~':
        return rest == 0 || is_prefix(list, form, rest);
    case '+':
        return is_prefix(list, form, rest);
    default:
        return rest == 0;
    }
}

static const struct kzsi_rule *
longest_match(enum kzsi_stem_list list, const char *form, size_t length)
{
    const struct kzsi_rule *best = NULL;
    const char *end = form + length;
    const struct packed *at = &tree[list];

    while (end > form) {
        size_t bytes;
        unsigned letter = letter_before(list, form, end, &bytes);
        uint32_t bit;

        if (letter == LETTERS)
            break;
        bit = (uint32_t)1 << letter;
        if ((at->letters & bit) == 0)
            break;
        at = &tree[at->children + count_bits(at->letters & (bit - 1))];
        end -= bytes;
        for (uint16_t rule = at->rule; rule != 0; rule = next_rule[rule])
            if (may_stand_before(list, rules[rule].before, form, (size_t)(end - form))) {
                best = &rules[rule];
                break;
            }
    }
    return best;
}

enum kzsi_rewriting
kzsi_rewrite(enum kzsi_stem_list list, const char *form, size_t length,
             char out[KZSI_REWRITTEN_MAX], size_t *out_length)
{
    const struct kzsi_rule *rule = longest_match(list, form, length);

    if (rule == NULL)
        return KZSI_REWRITE_NONE;
    length -= rule->cut;
    memcpy(out, form, length);
    memcpy(out + length, rule->to.at, rule->to.length);
    length += rule->to.length;
    memcpy(out + length, rule->ending.at, rule->ending.length);
    *out_length = length + rule->ending.length;
    return rule->stem ? KZSI_REWRITE_STEM : KZSI_REWRITE_FORM;
}

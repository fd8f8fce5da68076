/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of rewrites as a trie over the letters of a form, read from its end.
 *
 *     -ует = -овать      т - е - у - *   the rest of the form, then -овать
 *     ~дует = ~дуть              \ д - *   longer, so it wins: надует, but требует
 *
 * Everything lies in static memory and points into the text of the lists: reading them cannot
 * fail, and takes about a millisecond once in a process.
 */
#include <pthread.h>
#include <string.h>

#include "analysis/rewrite.h"

#define LETTERS   32
#define RULES_MAX 16000
#define NODES_MAX 48000
#define SETS_MAX  24
#define SET_MAX   32 /* endings in a set */

static const char *const lines_en[] = {
#include "analysis/stems_en.inc"
    NULL,
};
static const char *const lines_ru[] = {
#include "analysis/stems_ru.inc"
    NULL,
};
/* Longer ones first, where one begins with another. */
static const char *const prefixes_en[] = {"un",  "re",   "mis",  "over", "under",
                                          "out", "fore", "with", "be",   NULL};
static const char *const prefixes_ru[] = {
    "воссоз", "соз",   "в",     "во",  "вз",  "взо",  "вос",  "воз",  "вы",  "до",   "за",
    "из",     "изо",   "ис",    "на",  "над", "надо", "не",   "недо", "ни",  "низ",  "об",
    "обо",    "объ",   "о",     "от",  "ото", "отъ",  "пере", "по",   "под", "подо", "подъ",
    "пред",   "предо", "преду", "пре", "при", "про",  "раз",  "разо", "рас", "разъ", "с",
    "со",     "съ",    "у",     "въ",  "изъ", "взъ",  NULL};

struct text {
    const char *at;
    size_t length;
};

struct rule {
    struct text to, ending; /* what takes the place of the matched letters */
    uint16_t next;          /* another rule about the same letters */
    uint8_t cut;            /* bytes of the match that go */
    uint8_t before;         /* what may stand before the match: one of the marks, or 0 */
    bool stem;
};

struct node {
    uint16_t sibling, child, rule;
    uint8_t letter;
};

struct list {
    const char *const *lines, *const *prefixes;
    uint16_t first[LETTERS]; /* by the last letter */
    const char *problem;
};

struct set {
    struct text name;
    struct text items[SET_MAX];
    size_t count;
};

static struct list lists[] = {
    [KZSI_REWRITES_EN] = {.lines = lines_en, .prefixes = prefixes_en},
    [KZSI_REWRITES_RU] = {.lines = lines_ru, .prefixes = prefixes_ru},
};
/* The first of each stands for none. */
static struct rule rules[RULES_MAX];
static struct node nodes[NODES_MAX];
static size_t rule_count = 1, node_count = 1;

/* ---- letters ---- */

/* The number of the letter that ends at `end`; its bytes in *bytes. LETTERS: no such letter.
 */
static unsigned
letter_before(enum kzsi_rewrites list, const char *begin, const char *end, size_t *bytes)
{
    unsigned code;

    if (list == KZSI_REWRITES_EN) {
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
find_sibling(uint16_t node, unsigned letter)
{
    while (node != 0 && nodes[node].letter != letter)
        node = nodes[node].sibling;
    return node;
}

/* ---- reading the lists ---- */

static struct text
next_word(const char **at)
{
    struct text word;

    while (**at == ' ')
        ++*at;
    word.at = *at;
    while (**at != '\0' && **at != ' ')
        ++*at;
    word.length = (size_t)(*at - word.at);
    return word;
}

/* Cut the word at the first of a character; what is behind it, or a length of 0. */
static struct text
split(struct text *word, char mark)
{
    const char *found = memchr(word->at, mark, word->length);
    struct text behind = {word->at + word->length, 0};

    if (found != NULL) {
        behind.at = found + 1;
        behind.length = (size_t)(word->at + word->length - found - 1);
        word->length = (size_t)(found - word->at);
    }
    return behind;
}

static bool
is_mark(char c)
{
    return c == '-' || c == '~' || c == '+';
}

/* The node of some letters under a chain of siblings, made if need be; NULL when full. */
static struct node *
descend(uint16_t *chain, unsigned letter)
{
    uint16_t found = find_sibling(*chain, letter);

    if (found == 0) {
        if (node_count == NODES_MAX)
            return NULL;
        found = (uint16_t)node_count++;
        nodes[found].letter = (uint8_t)letter;
        nodes[found].sibling = *chain;
        *chain = found;
    }
    return &nodes[found];
}

static struct node *
find_or_make(enum kzsi_rewrites list, struct node *node, struct text letters)
{
    const char *end = letters.at + letters.length;

    while (end > letters.at) {
        size_t bytes;
        unsigned letter = letter_before(list, letters.at, end, &bytes);

        if (letter == LETTERS)
            return NULL;
        node = descend(node != NULL ? &node->child : &lists[list].first[letter], letter);
        if (node == NULL)
            return NULL;
        end -= bytes;
    }
    return node;
}

/* One rule: `base` and then `ending` are matched. False when something is wrong with it. */
static bool
add(enum kzsi_rewrites list, struct text base, struct text ending, struct rule rule)
{
    struct node *node = find_or_make(list, NULL, ending);

    node = find_or_make(list, node, base);
    if (node == NULL || rule_count == RULES_MAX)
        return false;
    for (uint16_t other = node->rule; other != 0; other = rules[other].next)
        if (rules[other].before == rule.before)
            return false;
    rule.next = node->rule;
    node->rule = (uint16_t)rule_count;
    rules[rule_count++] = rule;
    return true;
}

static const struct set *
find_set(const struct set *sets, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (sets[i].name.length == name.length &&
            memcmp(sets[i].name.at, name.at, name.length) == 0)
            return &sets[i];
    return NULL;
}

/* What stands before `=`, once for each ending of its set. */
static bool
add_all(enum kzsi_rewrites list, const struct set *sets, size_t count, struct text from,
        const struct text *to)
{
    struct rule rule = {.before = 0};
    struct text set_name = split(&from, '%'), to_set = {NULL, 0}, behind, base, bar;
    const struct set *set = NULL;
    bool has_bar = memchr(from.at, '|', from.length) != NULL;

    if (set_name.length > 0 && (set = find_set(sets, count, set_name)) == NULL)
        return false;
    if (from.length > 0 && is_mark(*from.at)) {
        rule.before = (uint8_t)*from.at;
        from.at++;
        from.length--;
    }
    if (to != NULL) {
        rule.to = *to;
        to_set = split(&rule.to, '%');
        if (rule.to.length > 0 && is_mark(*rule.to.at)) {
            rule.to.at++;
            rule.to.length--;
        }
        if (rule.to.length > 0 && rule.to.at[rule.to.length - 1] == '|') {
            rule.stem = true;
            rule.to.length--;
        }
    }
    /* канал|, музе|й: the letters behind the bar go */
    base = from;
    behind = (struct text){NULL, 0};
    if (has_bar) {
        if (to != NULL)
            return false;
        bar = split(&base, '|');
        behind = bar;
        rule.stem = true;
    } else if (to == NULL) {
        return false;
    }
    for (size_t i = 0; i < (set != NULL ? set->count : 1); i++) {
        struct text ending = set != NULL ? set->items[i] : behind;
        size_t matched = base.length + ending.length;

        if (has_bar && set != NULL && behind.length > 0)
            return false;
        rule.cut = (uint8_t)(has_bar ? ending.length : matched);
        if (to_set.length > 0)
            rule.ending = ending;
        if (matched > UINT8_MAX || !add(list, base, ending, rule))
            return false;
    }
    return true;
}

static bool
read_set(struct set *set, const char *line)
{
    struct text word = next_word(&line);

    set->count = 0;
    set->name = (struct text){word.at + 1, word.length - 1};
    word = next_word(&line);
    if (word.length != 1 || *word.at != '=')
        return false;
    for (word = next_word(&line); word.length > 0; word = next_word(&line)) {
        if (set->count == SET_MAX)
            return false;
        if (word.length == 1 && *word.at == '0') /* no ending */
            word.length = 0;
        set->items[set->count++] = word;
    }
    return true;
}

static bool
read_line(enum kzsi_rewrites list, const struct set *sets, size_t count, const char *line)
{
    const char *equals = strstr(line, " = "), *at = line;
    struct text to, word;

    if (equals != NULL) {
        at = equals + 3;
        to = next_word(&at);
        if (to.length == 0 || next_word(&at).length > 0)
            return false;
        at = line;
    }
    for (word = next_word(&at); word.length > 0; word = next_word(&at)) {
        if (equals != NULL && word.at > equals)
            break;
        if (!add_all(list, sets, count, word, equals != NULL ? &to : NULL))
            return false;
    }
    return true;
}

static void
read_list(enum kzsi_rewrites list)
{
    static struct set sets[SETS_MAX];
    size_t count = 0;

    for (const char *const *line = lists[list].lines; *line != NULL; line++) {
        bool good;
        if (**line == '%')
            good = count < SETS_MAX && read_set(&sets[count++], *line);
        else
            good = read_line(list, sets, count, *line);
        if (!good && lists[list].problem == NULL)
            lists[list].problem = *line;
    }
}

static void
read_lists(void)
{
    read_list(KZSI_REWRITES_EN);
    read_list(KZSI_REWRITES_RU);
}

void
kzsi_rewrites_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, read_lists);
}

const char *
kzsi_rewrites_problem(enum kzsi_rewrites list)
{
    return lists[list].problem;
}

/* ---- looking up ---- */

/* Is this nothing but prefixes of verbs, at most three? */
static bool
is_prefixes(const char *const *all, const char *text, size_t length, unsigned most)
{
    if (length == 0)
        return true;
    if (most == 0)
        return false;
    for (const char *const *one = all; *one != NULL; one++) {
        size_t n = strlen(*one);
        if (n <= length && memcmp(text, *one, n) == 0 &&
            is_prefixes(all, text + n, length - n, most - 1))
            return true;
    }
    return false;
}

static bool
may_stand_before(enum kzsi_rewrites list, uint8_t mark, const char *form, size_t rest)
{
    const char *const *prefixes = lists[list].prefixes;

    switch (mark) {
    case '-':
        return rest >= (list == KZSI_REWRITES_EN ? 2 : 4);
    case '~':
        return is_prefixes(prefixes, form, rest, 3);
    case '+':
        return rest > 0 && is_prefixes(prefixes, form, rest, 3);
    default:
        return rest == 0;
    }
}

enum kzsi_rewriting
kzsi_rewrite(enum kzsi_rewrites list, const char *form, size_t length,
             char out[KZSI_REWRITTEN_MAX], size_t *out_length)
{
    const struct rule *best = NULL;
    const char *end = form + length;
    uint16_t node = 0;

    while (end > form) {
        size_t bytes;
        unsigned letter = letter_before(list, form, end, &bytes);

        if (letter == LETTERS)
            break;
        node = end == form + length ? lists[list].first[letter]
                                    : find_sibling(nodes[node].child, letter);
        if (node == 0)
            break;
        end -= bytes;
        for (uint16_t rule = nodes[node].rule; rule != 0; rule = rules[rule].next)
            if (may_stand_before(list, rules[rule].before, form, (size_t)(end - form))) {
                best = &rules[rule];
                break;
            }
    }
    if (best == NULL)
        return KZSI_REWRITE_NONE;

    length -= best->cut;
    memcpy(out, form, length);
    memcpy(out + length, best->to.at, best->to.length);
    length += best->to.length;
    memcpy(out + length, best->ending.at, best->ending.length);
    *out_length = length + best->ending.length;
    return best->stem ? KZSI_REWRITE_STEM : KZSI_REWRITE_FORM;
}

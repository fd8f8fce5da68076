/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tree as query text: what was understood, in the words of the language. Where nothing was
 * repaired the text has the same plan again.
 */
#include <string.h>

#include "query/query.h"

/* Number with a point, as `^2.5` is read, without zeros at its end. */
static void
put_boost(struct kzsi_buf *out, double boost)
{
    uint64_t thousandths = (uint64_t)(boost * 1000 + 0.5), rest = thousandths % 1000;
    char digits[4];

    kzsi_buf_printf(out, "^%llu", (unsigned long long)(thousandths / 1000));
    if (rest == 0)
        return;
    for (int i = 2; i >= 0; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    digits[3] = '\0';
    for (int i = 2; digits[i] == '0'; i--)
        digits[i] = '\0';
    kzsi_buf_printf(out, ".%s", digits);
}

/* NEAR/5, ADJ/12 */
static bool
is_like_near(const struct kzsi_node *node)
{
    static const char *const begins[] = {"NEAR/", "ADJ/"};
    size_t digits = 0;
    bool near = false; /* by at least one word */

    for (; digits < node->length && node->text[node->length - 1 - digits] >= '0' &&
           node->text[node->length - 1 - digits] <= '9';
         digits++)
        near |= node->text[node->length - 1 - digits] != '0';
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (near && digits <= 3 && node->length == strlen(begins[i]) + digits &&
            memcmp(node->text, begins[i], node->length - digits) == 0)
            return true;
    return false;
}

/* A word that stands where an operator would be read. */
static bool
is_like_operator(const struct kzsi_node *node)
{
    static const char *const operators[] = {"AND", "OR", "NOT", "NEAR", "ADJ", "И", "ИЛИ", "НЕ"};

    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (node->length == strlen(operators[i]) &&
            memcmp(node->text, operators[i], node->length) == 0)
            return true;
    return is_like_near(node);
}

/* In small letters an operator is a word. All its letters have their small ones 32 above. */
static void
put_small(struct kzsi_buf *out, const struct kzsi_node *node)
{
    const char *at = node->text, *end = at + node->length;

    while (at < end) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        kzsi_buf_char(out, c >= 'A' ? c + 32 : c);
    }
}

static void
put_leaf(struct kzsi_buf *out, const struct kzsi_node *node, const struct kzs_query *query)
{
    if (node->bound != KZSI_BOUND_NONE)
        kzsi_buf_str(out, node->bound == KZSI_BOUND_SINCE ? "since:" : "until:");
    else if (node->field != NULL)
        kzsi_buf_printf(out, "%s:", node->field->name);
    if (node->kind == KZSI_NODE_PHRASE) {
        if (node->exact)
            kzsi_buf_byte(out, '=');
        /* With its own quotes: others may stand inside. The closing one is as long. */
        const char *open = node->text;
        uint32_t mark;
        do
            open--;
        while (((unsigned char)*open & 0xC0) == 0x80);
        kzsi_buf_add(out, open, (size_t)(node->text - open) + node->length);
        kzsi_utf8_decode(node->text + node->length, query->text + query->length, &mark);
        kzsi_buf_char(out, mark);
        if (node->distance > 0)
            kzsi_buf_printf(out, "~%u", node->distance);
    } else if (node->field == NULL && node->boost == 1 && is_like_operator(node)) {
        put_small(out, node);
    } else {
        kzsi_buf_add(out, node->text, node->length);
    }
    if (node->kind == KZSI_NODE_FUZZY)
        kzsi_buf_printf(out, "~%u", node->edits);
    /* A sign alone finds nothing; with something behind it it would be no word. */
    if (node->boost != 1 && !(node->length == 1 && (*node->text == '+' || *node->text == '-')))
        put_boost(out, node->boost);
}

static void put_node(struct kzsi_buf *out, const struct kzsi_node *node,
                     const struct kzs_query *query);

/* A child of a group with its sign. `-` in front of another sign would be no sign. */
static void
put_child(struct kzsi_buf *out, const struct kzsi_node *node, const struct kzs_query *query)
{
    size_t before;

    if (node->mode != ' ')
        kzsi_buf_byte(out, node->mode);
    before = out->length;
    put_node(out, node, query);
    if (node->mode == '-' && !out->failed && (out->data[before] == '-' || out->data[before] == '+')) {
        struct kzsi_buf text = {0};
        kzsi_buf_add(&text, out->data + before, out->length - before);
        out->length = before - 1;
        kzsi_buf_str(out, "NOT ");
        kzsi_buf_add(out, text.data, text.length);
        out->failed |= text.failed;
        kzsi_buf_free(&text);
    }
}

/* The word that the text of a node ends with; NULL if none. */
static const struct kzsi_node *
last_word(const struct kzsi_node *node)
{
    while (node->children != NULL && node->kind != KZSI_NODE_GROUP && node->boost == 1) {
        node = node->children;
        while (node->next != NULL)
            node = node->next;
    }
    return node->kind == KZSI_NODE_WORD && node->boost == 1 ? node : NULL;
}

/*
 * Would a word be read as another one with this text behind it? `1 000` is one number, and one
 * space more makes two of it.
 */
static bool
grows_together(const struct kzsi_node *word, const char *behind, size_t length)
{
    struct kzsi_buf both = {0};
    bool other;

    kzsi_buf_add(&both, word->text, word->length);
    kzsi_buf_byte(&both, ' ');
    kzsi_buf_add(&both, behind, length);
    other = !both.failed && kzsi_spaced_word(word->text, word->text + word->length) !=
                                kzsi_spaced_word(both.data, both.data + both.length);
    kzsi_buf_free(&both);
    return other;
}

static void
put_group(struct kzsi_buf *out, const struct kzsi_node *group, const struct kzs_query *query)
{
    for (const struct kzsi_node *child = group->children; child != NULL; child = child->next) {
        const struct kzsi_node *word = last_word(child);
        struct kzsi_buf next = {0};

        if (child == group->children)
            put_child(out, child, query);
        if (child->next == NULL)
            break;
        put_child(&next, child->next, query);
        kzsi_buf_byte(out, ' ');
        if (word != NULL && !next.failed && grows_together(word, next.data, next.length))
            kzsi_buf_byte(out, ' ');
        kzsi_buf_add(out, next.data, next.length);
        out->failed |= next.failed;
        kzsi_buf_free(&next);
    }
}

/* NEAR and ADJ add up their distances: all but the first are given as 1. */
static void
put_near(struct kzsi_buf *out, const struct kzsi_node *node, const struct kzs_query *query)
{
    const char *name = node->kind == KZSI_NODE_NEAR ? "NEAR" : "ADJ";
    unsigned distance = node->distance + 1;

    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next)
        distance--;
    if (node->boost != 1)
        kzsi_buf_byte(out, '(');
    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next) {
        put_node(out, child, query);
        if (child->next != NULL)
            kzsi_buf_printf(out, " %s/%u ", name, child == node->children ? distance + 1 : 1);
    }
    if (node->boost != 1) {
        kzsi_buf_byte(out, ')');
        put_boost(out, node->boost);
    }
}

static void
put_node(struct kzsi_buf *out, const struct kzsi_node *node, const struct kzs_query *query)
{
    const struct kzsi_node *child = node->children;

    switch (node->kind) {
    case KZSI_NODE_GROUP:
        kzsi_buf_byte(out, '(');
        put_group(out, node, query);
        kzsi_buf_byte(out, ')');
        break;
    case KZSI_NODE_NOT:
        kzsi_buf_str(out, "NOT ");
        put_node(out, child, query);
        break;
    case KZSI_NODE_AND:
    case KZSI_NODE_OR:
        for (; child != NULL; child = child->next) {
            put_node(out, child, query);
            if (child->next != NULL)
                kzsi_buf_str(out, node->kind == KZSI_NODE_AND ? " AND " : " OR ");
        }
        break;
    case KZSI_NODE_NEAR:
    case KZSI_NODE_ADJ:
        put_near(out, node, query);
        break;
    default:
        put_leaf(out, node, query);
    }
}

void
kzsi_canonical(const struct kzs_query *query, const struct kzsi_node *root, struct kzsi_buf *out)
{
    if (root != NULL)
        put_group(out, root, query);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The grammar, by recursive descent. Operators bind tighter than standing side by side:
 * `a b OR c d` is a (b OR c) d.
 *
 *     group   = { ["+" | "-" | NOT] either }
 *     either  = both { OR ["-" | NOT] both }
 *     both    = close { AND ["-" | NOT] close }
 *     close   = operand { (NEAR | ADJ) operand }
 *     operand = WORD | PHRASE | "(" group ")" | FIELD operand
 *
 * Every text has a tree: what does not fit is complained about and left out, an operator
 * without its operands is read as a word.
 */
#include "query/query.h"

struct parser {
    struct kzsi_lexer lexer;
    struct kzsi_lexeme now;
    struct kzsi_arena *arena;
    struct kzsi_warnings *warnings;
    const struct kzsi_schema *schema;
    const struct kzsi_field *field; /* that leaves belong to */
    enum kzsi_bound bound;
    unsigned depth, leaves;
    bool too_deep;   /* that parentheses were left out has been said */
    size_t left_out; /* so many, whose ends are still to come */
};

static struct kzsi_node *parse_group(struct parser *parser);

static void
advance(struct parser *parser)
{
    parser->now = kzsi_lex(&parser->lexer);
}

static struct kzsi_node *
new_node(struct parser *parser, enum kzsi_node_kind kind)
{
    struct kzsi_node *node = kzsi_arena_alloc(parser->arena, sizeof *node);

    if (node != NULL) {
        node->kind = kind;
        node->mode = ' ';
        node->boost = 1;
        node->offset = parser->now.offset;
    }
    return node;
}

static struct kzsi_node *
parse_leaf(struct parser *parser)
{
    struct kzsi_node *node = NULL;
    const struct kzsi_lexeme *now = &parser->now;

    if (parser->leaves == KZSI_LEAVES_MAX) {
        kzsi_warn(parser->warnings, now->offset,
                  "more than %d words: the rest is left out", KZSI_LEAVES_MAX);
        parser->leaves++;
    } else if (parser->leaves < KZSI_LEAVES_MAX) {
        parser->leaves++;
        node = new_node(parser,
                        now->kind == KZSI_LEX_PHRASE ? KZSI_NODE_PHRASE : KZSI_NODE_WORD);
    }
    if (node != NULL) {
        node->field = parser->field;
        node->bound = parser->bound;
        node->text = now->text;
        node->length = now->length;
        node->boost = now->boost;
        node->exact = now->exact;
        node->distance = now->kind == KZSI_LEX_PHRASE ? now->distance : 0;
        if (now->kind != KZSI_LEX_PHRASE && now->length == 1 && *now->text == '*' &&
            parser->field == NULL)
            node->kind = KZSI_NODE_ALL;
        kzsi_read_wild(node, parser->warnings);
    }
    advance(parser);
    return node;
}

/* `(a b)^2`: each of what is inside counts so much more. */
static void
boost(struct kzsi_node *node, double factor)
{
    for (; node != NULL; node = node->next) {
        node->boost *= factor;
        if (node->kind != KZSI_NODE_NEAR && node->kind != KZSI_NODE_ADJ)
            boost(node->children, factor);
    }
}

/* "(" group ")"; beyond the bound of depth the parentheses are left out. */
static struct kzsi_node *
parse_parentheses(struct parser *parser)
{
    size_t offset = parser->now.offset;
    struct kzsi_node *node;

    advance(parser);
    parser->depth++;
    node = parse_group(parser);
    parser->depth--;
    if (parser->now.kind == KZSI_LEX_CLOSE) {
        if (parser->now.boost != 1)
            boost(node, parser->now.boost);
        advance(parser);
    } else {
        kzsi_warn(parser->warnings, offset, "this parenthesis is not closed: closed at the end");
    }
    return node;
}

static void
set_field(struct parser *parser)
{
    const struct kzsi_lexeme *now = &parser->now;

    parser->field = kzsi_schema_find(parser->schema, now->text, now->length);
    parser->bound = KZSI_BOUND_NONE;
    if (parser->field == NULL) {
        parser->field = parser->schema->date;
        parser->bound = *now->text == 's' ? KZSI_BOUND_SINCE : KZSI_BOUND_UNTIL;
    }
}

static struct kzsi_node *
parse_operand(struct parser *parser)
{
    switch (parser->now.kind) {
    case KZSI_LEX_FIELD: {
        const struct kzsi_field *outer = parser->field;
        enum kzsi_bound outer_bound = parser->bound;
        struct kzsi_node *node;
        set_field(parser);
        advance(parser);
        node = parse_operand(parser);
        parser->field = outer;
        parser->bound = outer_bound;
        return node;
    }
    case KZSI_LEX_OPEN:
        if (parser->depth < KZSI_DEPTH_MAX)
            return parse_parentheses(parser);
        if (!parser->too_deep)
            kzsi_warn(parser->warnings, parser->now.offset,
                      "parentheses deeper than %d: left out", KZSI_DEPTH_MAX);
        parser->too_deep = true;
        for (; parser->now.kind == KZSI_LEX_OPEN; advance(parser))
            parser->left_out++;
        return parser->now.kind == KZSI_LEX_CLOSE || parser->now.kind == KZSI_LEX_END
                   ? NULL
                   : parse_operand(parser);
    case KZSI_LEX_CLOSE:
    case KZSI_LEX_END:
        return NULL;
    case KZSI_LEX_AND:
    case KZSI_LEX_OR:
    case KZSI_LEX_NOT:
    case KZSI_LEX_NEAR:
    case KZSI_LEX_ADJ:
        kzsi_warn(parser->warnings, parser->now.offset,
                  "the operator '%.*s' has nothing to work on: searching for it as a word",
                  (int)parser->now.length, parser->now.text);
        return parse_leaf(parser);
    case KZSI_LEX_PLUS:
    case KZSI_LEX_MINUS:
        /* Only behind a field whose value was left out: `title:" +x`. */
        advance(parser);
        return parse_operand(parser);
    default:
        return parse_leaf(parser);
    }
}

/* Can an operand begin here? Else an operator in front of it dangles. */
static bool
begins_operand(enum kzsi_lexeme_kind kind)
{
    switch (kind) {
    case KZSI_LEX_END:
    case KZSI_LEX_CLOSE:
    case KZSI_LEX_AND:
    case KZSI_LEX_OR:
    case KZSI_LEX_NEAR:
    case KZSI_LEX_ADJ:
        return false;
    default:
        return true;
    }
}

static struct kzsi_node *
wrap(struct parser *parser, enum kzsi_node_kind kind, struct kzsi_node *child)
{
    struct kzsi_node *node = child != NULL ? new_node(parser, kind) : NULL;

    if (node != NULL)
        node->children = child;
    return node;
}

/* An operator was read into `sign`. Has it nothing to work on behind it? */
static bool
right_is_missing(struct parser *parser, const struct kzsi_lexeme *sign)
{
    if (begins_operand(parser->now.kind))
        return false;
    kzsi_warn(parser->warnings, sign->offset,
              "the operator '%.*s' has nothing behind it: left out", (int)sign->length,
              sign->text);
    return true;
}

/* NOT and - behind an operator: is what follows excluded? A + there says nothing new. */
static bool
parse_negation(struct parser *parser)
{
    bool negate = false;

    for (;; advance(parser)) {
        if (parser->now.kind == KZSI_LEX_NOT)
            negate = !negate;
        else if (parser->now.kind == KZSI_LEX_MINUS)
            negate = true;
        else if (parser->now.kind != KZSI_LEX_PLUS)
            return negate;
    }
}

/*
 * `a NEAR/5 b NEAR/3 c` is one node, within 5 + 3 words; NEAR and ADJ side by side nest, which
 * near.c will complain about.
 */
static struct kzsi_node *
parse_close(struct parser *parser)
{
    struct kzsi_node *first = parse_operand(parser), *last = first, *all = NULL;

    while (parser->now.kind == KZSI_LEX_NEAR || parser->now.kind == KZSI_LEX_ADJ) {
        struct kzsi_lexeme sign = parser->now;
        enum kzsi_node_kind kind =
            sign.kind == KZSI_LEX_NEAR ? KZSI_NODE_NEAR : KZSI_NODE_ADJ;
        struct kzsi_node *next;

        advance(parser);
        if (parse_negation(parser))
            kzsi_warn(parser->warnings, sign.offset,
                      "nothing can be near to what is excluded: NOT is left out");
        if (right_is_missing(parser, &sign))
            continue;
        next = parse_operand(parser);
        if (next == NULL)
            continue;
        if (first == NULL) {
            first = last = next;
            continue;
        }
        if (all == NULL || all->kind != kind) {
            all = wrap(parser, kind, all != NULL ? all : first);
            if (all == NULL)
                return first;
            all->offset = sign.offset;
            last = all->children;
            first = all;
        }
        all->distance += sign.distance;
        last->next = next;
        last = next;
    }
    return first;
}

static struct kzsi_node *
parse_both(struct parser *parser)
{
    struct kzsi_node *first = parse_close(parser), *last = first, *all = NULL;

    while (parser->now.kind == KZSI_LEX_AND) {
        struct kzsi_lexeme sign = parser->now;
        struct kzsi_node *next;
        bool negate;

        advance(parser);
        negate = parse_negation(parser);
        if (right_is_missing(parser, &sign))
            continue;
        next = parse_close(parser);
        if (negate)
            next = wrap(parser, KZSI_NODE_NOT, next);
        if (next == NULL)
            continue;
        if (first == NULL) {
            first = last = next;
            continue;
        }
        if (all == NULL && (all = wrap(parser, KZSI_NODE_AND, first)) == NULL)
            return first;
        last->next = next;
        last = next;
    }
    return all != NULL ? all : first;
}

static struct kzsi_node *
parse_either(struct parser *parser)
{
    struct kzsi_node *first = parse_both(parser), *last = first, *any = NULL;

    while (parser->now.kind == KZSI_LEX_OR) {
        struct kzsi_lexeme sign = parser->now;
        struct kzsi_node *next;
        bool negate;

        advance(parser);
        negate = parse_negation(parser);
        if (right_is_missing(parser, &sign))
            continue;
        next = parse_both(parser);
        if (negate)
            next = wrap(parser, KZSI_NODE_NOT, next);
        if (next == NULL)
            continue;
        if (first == NULL) {
            first = last = next;
            continue;
        }
        if (any == NULL && (any = wrap(parser, KZSI_NODE_OR, first)) == NULL)
            return first;
        last->next = next;
        last = next;
    }
    return any != NULL ? any : first;
}

/* +, - and NOT in front of a child. NOT is the same as - when something follows. */
static char
parse_mode(struct parser *parser)
{
    char mode = ' ';

    for (;;) {
        struct kzsi_lexer ahead = parser->lexer;
        struct kzsi_warnings silent = {.arena = parser->arena, .stopped = true};
        struct kzsi_lexeme next;

        switch (parser->now.kind) {
        case KZSI_LEX_PLUS:
            mode = '+';
            break;
        case KZSI_LEX_MINUS:
            mode = '-';
            break;
        case KZSI_LEX_NOT:
            ahead.warnings = &silent;
            next = kzsi_lex(&ahead);
            if (!begins_operand(next.kind))
                return mode; /* parse_operand() will read it as a word */
            mode = mode == '-' ? ' ' : '-';
            break;
        default:
            return mode;
        }
        advance(parser);
    }
}

static struct kzsi_node *
parse_group(struct parser *parser)
{
    struct kzsi_node *group = new_node(parser, KZSI_NODE_GROUP), **tail;

    if (group == NULL)
        return NULL;
    tail = &group->children;
    while (!parser->warnings->stopped && !parser->arena->failed) {
        struct kzsi_node *child;
        char mode;

        if (parser->now.kind == KZSI_LEX_END)
            break;
        if (parser->now.kind == KZSI_LEX_CLOSE) {
            if (parser->depth > 0)
                break;
            if (parser->left_out > 0)
                parser->left_out--;
            else
                kzsi_warn(parser->warnings, parser->now.offset,
                          "this parenthesis closes nothing: left out");
            advance(parser);
            continue;
        }
        mode = parse_mode(parser);
        child = parse_either(parser);
        if (child == NULL)
            continue;
        child->mode = mode;
        *tail = child;
        tail = &child->next;
    }
    return group->children != NULL ? group : NULL;
}

struct kzsi_node *
kzsi_parse(const char *text, size_t length, const struct kzsi_schema *schema,
           struct kzsi_arena *arena, struct kzsi_warnings *warnings)
{
    struct parser parser = {
        .lexer = {.text = text,
                  .at = text,
                  .end = text + length,
                  .schema = schema,
                  .warnings = warnings},
        .arena = arena,
        .warnings = warnings,
        .schema = schema,
    };

    advance(&parser);
    return parse_group(&parser);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hits by a layout: it is read piece by piece, each piece a name or a character. */
#include "layout.h"

#include <stdio.h>
#include <string.h>

#include "support/message.h"
#include "support/terminal.h"

enum { NAME_MOST = 32 }; /* of a field */

enum piece_kind { PIECE_END, PIECE_TEXT, PIECE_NAME, PIECE_BAD };

struct piece {
    enum piece_kind kind;
    char name[NAME_MOST + 1];
    const char *text;
    size_t length;
};

static bool
is_name(const char *text, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

    if (length == 0 || length > NAME_MOST || strchr(letters, text[0]) == NULL)
        return false;
    for (size_t i = 0; i < length; i++)
        if (strchr(letters, text[i]) == NULL && strchr("0123456789_", text[i]) == NULL)
            return false;
    return true;
}

/* The piece at *at, which moves behind it. */
static struct piece
next_piece(const char **at)
{
    const char *text = *at;
    struct piece piece = {.kind = PIECE_TEXT, .text = text};

    if (*text == '\0') {
        piece.kind = PIECE_END;
    } else if (*text == '{' && text[1] != '{') {
        piece.length = strcspn(text, "}");
        piece.kind = text[piece.length] == '}' && is_name(text + 1, piece.length - 1) ? PIECE_NAME
                                                                                      : PIECE_BAD;
        piece.length += text[piece.length] == '}';
        if (piece.kind == PIECE_NAME)
            memcpy(piece.name, text + 1, piece.length - 2);
        *at += piece.length;
    } else if (*text == '{' || (*text == '}' && text[1] == '}')) {
        piece.length = 1;
        *at += 2;
    } else if (*text == '\\' && (text[1] == 't' || text[1] == 'n')) {
        piece.text = text[1] == 't' ? "\t" : "\n";
        piece.length = 1;
        *at += 2;
    } else if (*text == '}') {
        piece.kind = PIECE_BAD;
        piece.length = 1;
        *at += 1;
    } else {
        piece.length = 1 + strcspn(text + 1, "{}\\");
        *at += piece.length;
    }
    return piece;
}

bool
layout_check(const char *layout)
{
    const char *at = layout;
    struct piece piece;

    do {
        piece = next_piece(&at);
        if (piece.kind == PIECE_BAD) {
            complain("--format: '%.*s' is no name of a field in braces, such as {title}; write {{ "
                     "and }} for braces",
                     (int)(piece.length < 60 ? piece.length : 60), piece.text);
            return false;
        }
    } while (piece.kind != PIECE_END);
    return true;
}

bool
layout_has(const char *layout, const char *name)
{
    struct piece piece;

    do {
        piece = next_piece(&layout);
        if (piece.kind == PIECE_NAME && strcmp(piece.name, name) == 0)
            return true;
    } while (piece.kind != PIECE_END);
    return false;
}

static void
print_why(const kzs_results *page, size_t hit)
{
    const char *reason;

    for (size_t n = 0; (reason = kzs_results_why(page, hit, n)) != NULL; n++)
        printf("%s%s", n > 0 ? " " : "", reason);
}

static bool
print_snippet(const kzs_results *page, size_t hit, size_t characters)
{
    char *snippet;
    kzs_error err;

    if (kzs_results_snippet(page, hit, NULL, KZS_PLAIN, characters, &snippet, &err) != KZS_OK) {
        complain("%s", err.message);
        return false;
    }
    print_safe(stdout, snippet, strlen(snippet), PRINT_LINE);
    kzs_free(snippet);
    return true;
}

/* All values of a field, with commas between them. */
static void
print_field(const kzs_doc *doc, const char *name)
{
    const char *value;
    size_t length;

    for (size_t n = 0; (value = kzs_doc_get(doc, name, n, &length)) != NULL; n++) {
        fputs(n > 0 ? ", " : "", stdout);
        print_safe(stdout, value, length, PRINT_LINE);
    }
}

static bool
print_name(const kzs_results *page, size_t i, const kzs_hit *hit, const char *name,
           size_t characters)
{
    if (strcmp(name, "id") == 0)
        print_safe(stdout, hit->id, hit->id_length, PRINT_LINE);
    else if (strcmp(name, "rank") == 0)
        printf("%llu", (unsigned long long)hit->rank);
    else if (strcmp(name, "score") == 0)
        printf("%.4f", hit->score);
    else if (strcmp(name, "percent") == 0)
        printf("%d", hit->percent);
    else if (strcmp(name, "why") == 0)
        print_why(page, i);
    else if (strcmp(name, "snippet") == 0)
        return print_snippet(page, i, characters);
    else
        print_field(kzs_results_doc(page, i), name);
    return true;
}

static bool
print_line(const kzs_results *page, size_t i, const char *layout, size_t characters)
{
    kzs_hit hit = {.size = sizeof hit};
    struct piece piece;

    if (kzs_results_hit(page, i, &hit) != KZS_OK)
        return false;
    while ((piece = next_piece(&layout)).kind != PIECE_END) {
        if (piece.kind == PIECE_TEXT)
            print_safe(stdout, piece.text, piece.length, PRINT_TEXT);
        else if (!print_name(page, i, &hit, piece.name, characters))
            return false;
    }
    putchar('\n');
    return true;
}

/* A slip in a name would otherwise be nothing but a gap in every line. */
static void
warn_of_missing(const kzs_results *page, const char *layout)
{
    static const char *const known[] = {"id", "rank", "score", "percent", "why", "snippet"};
    size_t count = kzs_results_count(page);
    struct piece piece;

    while ((piece = next_piece(&layout)).kind != PIECE_END) {
        bool found = piece.kind != PIECE_NAME || count == 0;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found |= strcmp(piece.name, known[i]) == 0;
        for (size_t i = 0; i < count && !found; i++)
            found = kzs_doc_get(kzs_results_doc(page, i), piece.name, 0, NULL) != NULL;
        if (!found)
            complain("warning: --format: none of these documents has a field '%s'", piece.name);
    }
}

bool
layout_print(const kzs_results *page, const char *layout, size_t characters)
{
    for (size_t i = 0; i < kzs_results_count(page) && !ferror(stdout); i++)
        if (!print_line(page, i, layout, characters))
            return false;
    warn_of_missing(page, layout);
    return true;
}

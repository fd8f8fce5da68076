/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cursors: the place behind the last hit of a page as a piece of text.
 *
 *     version (1 byte) | index (8) | query (8) | varint commit | varint hits so far |
 *     varint document | sort key | hash of all before (8)       in base64url (RFC 4648, 5)
 *
 * The next page holds what sorts behind key and document. Both depend on nothing but the
 * document where hits are sorted by fields, so such a cursor stays right whatever is committed.
 * Scores depend on the whole index: with relevance among the keys another commit is refused.
 */
#include <string.h>

#include "base/hash.h"
#include "match/match.h"

#define CURSOR_VERSION 1

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void
add_u64(struct kzsi_buf *out, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        kzsi_buf_byte(out, (char)(number >> (8 * i)));
}

static bool
take_u64(const char **at, const char *end, uint64_t *number)
{
    if (end - *at < 8)
        return false;
    *number = 0;
    for (int i = 0; i < 8; i++)
        *number |= (uint64_t)(unsigned char)*(*at)++ << (8 * i);
    return true;
}

uint64_t
kzsi_cursor_query(const struct kzs_query *query, const struct kzsi_plan *plan)
{
    struct kzsi_buf all = {0};
    uint64_t hash;

    kzsi_buf_printf(&all, "%.17g %.17g", query->k1, query->b);
    for (size_t i = 0; i < query->sort_count; i++)
        kzsi_buf_printf(&all, " %d%s", query->sort[i].reverse, query->sort[i].field);
    for (size_t i = 0; i < plan->step_count; i++) {
        const struct kzsi_step *step = &plan->steps[i];
        kzsi_buf_printf(&all, "\n%d %zu %u %.17g %u %zu %zu ", (int)step->op, step->count,
                        step->window, step->factor, step->slot, step->low_length,
                        step->high != NULL ? step->high_length : SIZE_MAX);
        kzsi_buf_add(&all, step->low, step->low_length);
        if (step->high != NULL)
            kzsi_buf_add(&all, step->high, step->high_length);
    }
    /* Out of memory: a number that no cursor has. */
    hash = all.failed ? 0 : kzsi_hash(all.data, all.length) | 1;
    kzsi_buf_free(&all);
    return hash;
}

void
kzsi_cursor_write(const struct kzsi_cursor *cursor, struct kzsi_buf *out)
{
    struct kzsi_buf raw = {0};

    kzsi_buf_byte(&raw, CURSOR_VERSION);
    add_u64(&raw, cursor->index);
    add_u64(&raw, cursor->query);
    kzsi_buf_varint(&raw, cursor->revision);
    kzsi_buf_varint(&raw, cursor->rank);
    kzsi_buf_varint(&raw, cursor->document);
    kzsi_buf_add(&raw, cursor->key, cursor->key_length);
    if (!raw.failed)
        add_u64(&raw, kzsi_hash(raw.data, raw.length));
    for (size_t i = 0; i < raw.length && !raw.failed; i += 3) {
        uint32_t three = 0;
        for (size_t b = 0; b < 3; b++)
            three = three << 8 | (i + b < raw.length ? (unsigned char)raw.data[i + b] : 0);
        for (size_t d = 0; d < 4 && i + d <= raw.length; d++)
            kzsi_buf_byte(out, digits[three >> (18 - 6 * d) & 63]);
    }
    out->failed |= raw.failed;
    kzsi_buf_free(&raw);
}

/* The bytes that a text stands for. False when it is none such. */
static bool
decode(const char *text, size_t length, struct kzsi_buf *out)
{
    uint32_t bits = 0, count = 0;

    for (size_t i = 0; i < length; i++) {
        const char *digit = text[i] != '\0' ? strchr(digits, text[i]) : NULL;
        if (digit == NULL)
            return false;
        bits = bits << 6 | (uint32_t)(digit - digits);
        count += 6;
        if (count >= 8) {
            count -= 8;
            kzsi_buf_byte(out, (char)(bits >> count));
        }
    }
    return count < 6 && (bits & ((1u << count) - 1)) == 0;
}

bool
kzsi_cursor_read(const char *text, size_t length, struct kzsi_buf *memory,
                 struct kzsi_cursor *out)
{
    const char *at, *end, *tail;
    uint64_t hash, document;

    memory->length = 0;
    *out = (struct kzsi_cursor){0};
    if (!decode(text, length, memory) || memory->failed || memory->length < 9)
        return false;
    at = memory->data;
    tail = end = at + memory->length - 8;
    take_u64(&tail, end + 8, &hash);
    if (hash != kzsi_hash(at, (size_t)(end - at)) || *at++ != CURSOR_VERSION ||
        !take_u64(&at, end, &out->index) || !take_u64(&at, end, &out->query) ||
        !kzsi_varint_read(&at, end, &out->revision) ||
        !kzsi_varint_read(&at, end, &out->rank) || !kzsi_varint_read(&at, end, &document) ||
        document > UINT32_MAX)
        return false;
    out->document = (uint32_t)document;
    out->key = at;
    out->key_length = (size_t)(end - at);
    return true;
}

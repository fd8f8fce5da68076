/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terms of a document, for deleting and replacing it:
 *
 *     varint length of the document | varint terms
 *     first: length (1 byte) | bytes | varint wdf
 *     then each, which shares r bytes with the one before, whose length is P:
 *         (wdf + 1) * (P + 1) + r, if that fits a byte | length of the rest | rest
 *         else  r | length of the rest | rest | varint wdf
 *
 * and the slots that its values are in, each as a varint of the gap to the one before.
 */
#include <string.h>

#include "bulk/glass.h"

static size_t
shared(const struct kzsi_listed *a, const struct kzsi_listed *b)
{
    size_t n = 0, most = a->length < b->length ? a->length : b->length;

    while (n < most && a->text[n] == b->text[n])
        n++;
    return n;
}

void
kzsi_pack_term_list(struct kzsi_buf *out, uint32_t document_length,
                    const struct kzsi_listed *terms, size_t count)
{
    if (count == 0)
        return;
    kzsi_buf_varint(out, document_length);
    kzsi_buf_varint(out, count);
    kzsi_buf_byte(out, (char)terms[0].length);
    kzsi_buf_add(out, terms[0].text, terms[0].length);
    kzsi_buf_varint(out, terms[0].wdf);
    for (size_t i = 1; i < count; i++) {
        const struct kzsi_listed *term = &terms[i], *before = &terms[i - 1];
        size_t same = shared(before, term), rest = term->length - same;
        size_t both = ((size_t)term->wdf + 1) * (before->length + 1) + same;
        bool fits = term->wdf < 127 && both < 256;

        if (!kzsi_buf_reserve(out, 2 + rest))
            return;
        char *at = out->data + out->length;
        *at++ = (char)(fits ? both : same);
        *at++ = (char)rest;
        memcpy(at, term->text + same, rest);
        out->length += 2 + rest;
        if (!fits)
            kzsi_buf_varint(out, term->wdf);
    }
}

void
kzsi_pack_slots(struct kzsi_buf *out, const struct kzsi_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kzsi_buf_varint(out,
                        i == 0 ? values[0].slot : values[i].slot - values[i - 1].slot - 1);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of terms. Every bound here keeps a term within KZSI_TERM_MAX, whatever comes in. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "schema/schema.h"

/* With the longest prefix (K, 32 bytes of name, a colon) this stays below the limit. */
#define KEYWORD_MAX 200

/* Ids are kept as they are up to here; see design: longer ones are hashed. */
#define ID_MAX 200

static void
prefix(struct kzsi_buf *out, char kind, const struct kzsi_field *field)
{
    kzsi_buf_byte(out, kind);
    for (const char *c = field->name; *c != '\0'; c++)
        kzsi_buf_byte(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
    kzsi_buf_byte(out, ':');
}

void
kzsi_term_word(struct kzsi_buf *out, const struct kzsi_field *field, const char *term,
               size_t length)
{
    if (field != NULL)
        prefix(out, 'X', field);
    kzsi_buf_add(out, term, length);
}

void
kzsi_keyword(struct kzsi_buf *out, const char *value, size_t length)
{
    kzsi_normalize_keyword(value, length, KEYWORD_MAX, out);
}

void
kzsi_term_form(struct kzsi_buf *out, const struct kzsi_field *field, const char *form,
               size_t length)
{
    if (field != NULL)
        prefix(out, 'X', field);
    kzsi_buf_byte(out, 'F');
    kzsi_buf_add(out, form, length);
}

void
kzsi_term_keyword(struct kzsi_buf *out, const struct kzsi_field *field, const char *value,
                  size_t length)
{
    prefix(out, 'K', field);
    kzsi_keyword(out, value, length);
}

void
kzsi_term_date(struct kzsi_buf *out, const struct kzsi_field *field, const char *digits,
               size_t length)
{
    prefix(out, 'D', field);
    kzsi_buf_add(out, digits, length);
}

void
kzsi_term_title(struct kzsi_buf *out, const struct kzsi_field *field, const char *title,
                size_t length)
{
    prefix(out, 'T', field);
    kzsi_keyword(out, title, length);
}

void
kzsi_term_band(struct kzsi_buf *out, size_t band, unsigned value)
{
    kzsi_buf_printf(out, "B%c%04x", (int)('a' + band), value & 0xFFFF);
}

bool
kzsi_term_id_hashed(const char *id, size_t length)
{
    /* Xapian escapes each NUL into two bytes. */
    return length > ID_MAX || memchr(id, '\0', length) != NULL;
}

void
kzsi_term_id(struct kzsi_buf *out, const char *id, size_t length)
{
    if (!kzsi_term_id_hashed(id, length)) {
        kzsi_buf_byte(out, 'Q');
        kzsi_buf_add(out, id, length);
        return;
    }
    /*
     * Two halves hashed apart and the length; kzs_put() compares the stored id as well. The
     * letter is another one: a short id can be spelled in any way.
     */
    size_t half = length / 2;
    kzsi_buf_printf(out, "H%016llx%016llx.%zu", (unsigned long long)kzsi_hash(id, half),
                    (unsigned long long)kzsi_hash(id + half, length - half), length);
}

void
kzsi_number_sortable(double number, char out[8])
{
    uint64_t bits;

    if (number == 0)
        number = 0; /* -0 equals 0 */
    memcpy(&bits, &number, 8);
    /* IEEE 754 doubles sort as integers once negatives are flipped. */
    bits = bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
    for (int i = 7; i >= 0; i--, bits >>= 8)
        out[i] = (char)(bits & 0xFF);
}

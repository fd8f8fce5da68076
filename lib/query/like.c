/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is a word like another: has it the form of a pattern, or is it spelled nearly the same? */
#include <string.h>

#include "query/query.h"

static size_t
step(const char *at, const char *end)
{
    uint32_t c;

    return kzsi_utf8_decode(at, end, &c);
}

/*
 * * is any letters, ? is one. When letters do not fit, the last * takes one more of them: those
 * before it need not be looked at again.
 */
static bool
fits(const char *pattern, size_t pattern_length, const char *form, size_t length)
{
    const char *p = pattern, *p_end = pattern + pattern_length;
    const char *f = form, *f_end = form + length, *star = NULL, *taken = NULL;

    while (f < f_end) {
        if (p < p_end && *p == '*') {
            star = ++p;
            taken = f;
        } else if (p < p_end && *p == '?') {
            p++;
            f += step(f, f_end);
        } else if (p < p_end && *p == *f) {
            p++;
            f++;
        } else if (star != NULL) {
            p = star;
            taken += step(taken, f_end);
            /* Nowhere but where the letter behind the * is. */
            if (p < p_end && *p != '*' && *p != '?')
                taken = memchr(taken, *p, (size_t)(f_end - taken));
            if (taken == NULL)
                return false;
            f = taken;
        } else {
            return false;
        }
    }
    while (p < p_end && *p == '*')
        p++;
    return p == p_end;
}

static bool
has_digit(const char *form, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (form[i] >= '0' && form[i] <= '9')
            return true;
    return false;
}

void
kzsi_like_begin(struct kzsi_like *like, const char *text, size_t length, unsigned edits)
{
    like->text = text;
    like->length = length;
    like->edits = edits;
    if (edits > 0 && !kzsi_edits_begin(&like->distance, text, length))
        like->edits = 0; /* so long a word is like itself alone; it has no signs */
}

unsigned
kzsi_like(const struct kzsi_like *like, const char *form, size_t length)
{
    unsigned edits;

    if (like->edits == 0)
        return fits(like->text, like->length, form, length) ? 0 : KZSI_UNLIKE;
    edits = kzsi_edits_to(&like->distance, form, length, like->edits);
    return edits > like->edits || has_digit(form, length) ? KZSI_UNLIKE : edits;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The JSON that nearly all lines are made of: one object, whose values are strings, whole
 * numbers, true, false, null and lists of these. Read in one pass and without a tree.
 */
#ifndef FLAT_JSON_H
#define FLAT_JSON_H

#include "support/buffer.h"
#include "support/span.h"

struct flat_member {
    struct span key, value; /* the value of a number as it is written */
    bool is_string;
    bool listed; /* one of a list; each has a member of its own */
};

/* Zero-initialise; keep it for many lines. */
struct flat_json {
    struct flat_member *members; /* in order; nulls are left out */
    size_t count, capacity;
    struct buffer text; /* keys and values lie in it until the next line */
};

/*
 * Read a line, which must be valid UTF-8. False when it is anything else: an object in an
 * object, a fraction, a key that comes twice, an error. Somebody else must read it then.
 */
bool flat_json_read(struct flat_json *json, struct span line);
void flat_json_free(struct flat_json *json);

#endif

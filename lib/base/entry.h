/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A document as an index keeps it: what lib/index makes, and what either lib/shim hands to
 * Xapian or lib/bulk writes itself. Everything is borrowed.
 */
#ifndef KZSI_ENTRY_H
#define KZSI_ENTRY_H

#include <stddef.h>
#include <stdint.h>

struct kzsi_term {
    const char *text;
    size_t length;
    uint32_t wdf;              /* within-document frequency; 0 for terms that only filter */
    const uint32_t *positions; /* ascending, without duplicates */
    size_t position_count;
    uint32_t number; /* in the entry's `numbering`, if there is one */
};

struct kzsi_value {
    uint32_t slot;
    const char *data; /* an empty value is none */
    size_t length;
};

struct kzsi_entry {
    const struct kzsi_term *terms; /* in any order, each once */
    size_t term_count;
    const struct kzsi_value *values; /* in any order, one for a slot */
    size_t value_count;
    const char *record;
    size_t record_length;
    const struct kzsi_intern *numbering; /* of the terms; NULL: they have no numbers */
};

#endif

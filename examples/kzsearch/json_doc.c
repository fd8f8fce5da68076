/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "json_doc.h"

static void
add_value(json_t *object, const char *name, json_t *value)
{
    json_t *there = json_object_get(object, name), *list;

    if (there == NULL) {
        json_object_set_new(object, name, value);
    } else if (json_is_array(there)) {
        json_array_append_new(there, value);
    } else {
        list = json_array();
        json_array_append(list, there);
        json_array_append_new(list, value);
        json_object_set_new(object, name, list);
    }
}

json_t *
json_document(struct span id, const kzs_doc *doc, const struct words *only)
{
    json_t *object = json_pack("{so}", "id", json_text(id.text, id.length));
    const char *name, *value;
    size_t length;

    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        value = kzs_doc_value(doc, i, &name, &length);
        if (only->count == 0 || words_have(only, name))
            add_value(object, name, json_text(value, length));
    }
    return object;
}

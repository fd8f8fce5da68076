/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversion by iconv() with nothing lost at a bad byte: it becomes U+FFFD and reading goes
 * on behind it. libxml2 could convert as well, but ends the page where a byte is wrong.
 */
#include "import/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "support/utf8.h"

enum { LOOK_FOR_CHARSET = 4096, CHARSET_LONGEST = 40, CHUNK = 16 * 1024 };

struct span
charset_declared(struct span page)
{
    static const char name[] = "charset";
    size_t end = page.length < LOOK_FOR_CHARSET ? page.length : LOOK_FOR_CHARSET, at, length;
    struct span none = {page.text, 0};

    for (at = 0; at + sizeof name <= end; at++)
        if (strncasecmp(page.text + at, name, sizeof name - 1) == 0)
            break;
    if (at + sizeof name > end)
        return none;
    for (at += sizeof name - 1; at < end && strchr(" =\"'", page.text[at]) != NULL; at++)
        ;
    for (length = 0; at + length < end && length <= CHARSET_LONGEST; length++) {
        char c = page.text[at + length];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            strchr("-_.:", c) == NULL)
            break;
    }
    return length <= CHARSET_LONGEST ? (struct span){page.text + at, length} : none;
}

static void
convert(iconv_t converter, struct span text, struct buffer *out)
{
    char *from = (char *)text.text, *to;
    size_t left = text.length, room;

    while (left > 0 && buffer_reserve(out, CHUNK)) {
        to = out->data + out->length;
        room = CHUNK;
        if (iconv(converter, &from, &left, &to, &room) == (size_t)-1 && errno != E2BIG) {
            out->length += CHUNK - room;
            buffer_code(out, UTF8_REPLACEMENT);
            from++;
            left--;
        } else
            out->length += CHUNK - room;
    }
    if (!out->failed)
        buffer_byte(out, '\n'); /* a NUL behind the bytes that were written directly */
}

bool
charset_to_utf8(struct span *text, struct span charset, struct buffer *store)
{
    char name[CHARSET_LONGEST + 1];
    iconv_t converter = (iconv_t)-1;

    if (!utf8_valid(text->text, text->length)) {
        snprintf(name, sizeof name, "%.*s", (int)charset.length, charset.text);
        if (charset.length > 0 && !span_is(charset, "utf-8") && !span_is(charset, "utf8"))
            converter = iconv_open("UTF-8", name);
        if (converter != (iconv_t)-1) {
            convert(converter, *text, store);
            iconv_close(converter);
        } else
            utf8_repair(store, text->text, text->length);
    } else if (memchr(text->text, '\0', text->length) != NULL) {
        buffer_add(store, text->text, text->length);
    } else
        return true;
    for (size_t i = 0; i < store->length; i++)
        if (store->data[i] == '\0')
            store->data[i] = ' ';
    *text = (struct span){buffer_string(store), store->length};
    return !store->failed;
}

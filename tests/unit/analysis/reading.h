/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts as kzsi_next_word() reads them:
 *
 *     read_of("$5bn in quasi-states")   "5{5000000000usd $5bn} billion in quasi- states"
 *
 * In braces the second term and the text it stands for, which is empty where that is the word
 * itself; `-` when joined to the next. The strings are good until the next call.
 */
#ifndef READING_H
#define READING_H

#include "analysis/scan.h"
#include "tests/unit/unit.h"

struct reading {
    const char *text, *want;
};

static inline const char *
read_of_bytes(const char *text, size_t length)
{
    static struct kzsi_buf buf;
    char *block = exact(text, length);
    struct kzsi_reader reader;
    struct kzsi_word word;

    buf.length = 0;
    kzsi_chars_init();
    kzsi_reader_begin(&reader, block, length);
    while (kzsi_next_word(&reader, &word)) {
        if (buf.length > 0)
            kzsi_buf_byte(&buf, ' ');
        kzsi_buf_add(&buf, word.form, word.length);
        if (word.also_length > 0) {
            kzsi_buf_byte(&buf, '{');
            kzsi_buf_add(&buf, word.also, word.also_length);
            if (word.also_end > word.end) {
                kzsi_buf_byte(&buf, ' ');
                kzsi_buf_add(&buf, word.start, (size_t)(word.also_end - word.start));
            }
            kzsi_buf_byte(&buf, '}');
        }
        if (word.joined)
            kzsi_buf_byte(&buf, '-');
    }
    free(block);
    kzsi_buf_byte(&buf, '\0');
    return buf.data;
}

static inline const char *
read_of(const char *text)
{
    return read_of_bytes(text, strlen(text));
}

/* A text as the name of a test: on one line. */
static inline const char *
shown(const char *text)
{
    static char name[400];
    size_t length = 0;

    for (; *text != '\0' && length < sizeof name - 1; text++)
        name[length++] = *text == '\n' || *text == '\r' ? '|' : *text;
    name[length] = '\0';
    return name;
}

static inline void
check_readings(const struct reading *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        is_string(read_of(rows[i].text), rows[i].want, "'%s'", shown(rows[i].text));
}

#define CHECK_READINGS(rows) check_readings(rows, sizeof(rows) / sizeof *(rows))

static inline bool
has_also(const char *text, const char *term)
{
    const char *read = read_of(text);
    size_t length = strlen(term);

    for (const char *at = read; (at = strchr(at, '{')) != NULL;) {
        at++;
        if (strncmp(at, term, length) == 0 && (at[length] == ' ' || at[length] == '}'))
            return true;
    }
    return false;
}

/* Does each of these, up to NULL, have the second term somewhere in it? */
static inline void
all_have(const char *term, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        if (!ok(has_also(*texts, term), "'%s' is %s", shown(*texts), term))
            printf("#      have '%s'\n", read_of(*texts));
}

/* And these nowhere. */
static inline void
none_has(const char *term, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        ok(!has_also(*texts, term), "'%s' is not %s", shown(*texts), term);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif

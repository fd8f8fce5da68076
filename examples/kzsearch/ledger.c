/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and writing notes about files. A note that cannot be understood is none: the file is
 * read again then, and documents that are as they were are not written.
 */
#include "ledger.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { KEY_SIZE = 128, HEAD_SIZE = 300, FRESH_SECONDS = 2 };

static void
hash_text(const char *text, char out[SHA256_HEX])
{
    struct sha256 s;

    sha256_begin(&s);
    sha256_add(&s, text, strlen(text));
    sha256_end(&s, out);
}

bool
ledger_look(const char *path, struct ledger_entry *out)
{
    struct stat entry;

    *out = (struct ledger_entry){0};
    if (stat(path, &entry) != 0 || !S_ISREG(entry.st_mode))
        return false;
    hash_text(path, out->key);
    out->size = (uint64_t)entry.st_size;
    /* A file that was changed just now may be changed again within a tick of its clock. */
    if (entry.st_mtim.tv_sec + FRESH_SECONDS < time(NULL))
        out->mtime = (int64_t)entry.st_mtim.tv_sec * 1000000000 + entry.st_mtim.tv_nsec;
    return true;
}

bool
ledger_hash(const char *path, char out[SHA256_HEX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char bytes[64 * 1024];
    struct sha256 s;
    ssize_t got;

    sha256_begin(&s);
    if (fd < 0)
        return false;
    while ((got = read(fd, bytes, sizeof bytes)) > 0)
        sha256_add(&s, bytes, (size_t)got);
    close(fd);
    sha256_end(&s, out);
    return got == 0;
}

/* The path behind the numbers, or NULL when it is no such note. */
static const char *
read_note(const char *key, const char *value, struct ledger_entry *out)
{
    int whole = 0, at = 0;

    *out = (struct ledger_entry){0};
    if (strlen(key) != SHA256_HEX - 1 ||
        sscanf(value, "%" SCNu64 " %" SCNd64 " %" SCNu64 " %64s %" SCNu64 " %" SCNu64 " %d %n",
               &out->size, &out->mtime, &out->recipe, out->content, &out->lines, &out->chunks,
               &whole, &at) != 7 ||
        at == 0)
        return NULL;
    memcpy(out->key, key, SHA256_HEX);
    out->whole = whole != 0;
    return value + at;
}

bool
ledger_get(kzs_index *index, const char *key, struct ledger_entry *out)
{
    char name[KEY_SIZE], *value;
    bool good;

    snprintf(name, sizeof name, "file/%s", key);
    if (kzs_note_get(index, name, &value, NULL, NULL) != KZS_OK)
        return false;
    good = read_note(key, value, out) != NULL;
    kzs_free(value);
    return good;
}

kzs_status
ledger_put(struct target *target, const struct ledger_entry *e, const char *path, kzs_error *err)
{
    char name[KEY_SIZE], head[HEAD_SIZE];
    struct buffer value = {0};
    kzs_status st = KZS_ERR_NOMEM;

    snprintf(name, sizeof name, "file/%s", e->key);
    snprintf(head, sizeof head, "%" PRIu64 " %" PRId64 " %" PRIu64 " %s %" PRIu64 " %" PRIu64
             " %d ", e->size, e->mtime, e->recipe, e->content[0] != '\0' ? e->content : "-",
             e->lines, e->chunks, e->whole ? 1 : 0);
    buffer_text(&value, head);
    buffer_text(&value, path);
    if (!value.failed)
        st = target_note(target, name, value.data, value.length, err);
    else
        snprintf(err->message, sizeof err->message, "out of memory");
    buffer_free(&value);
    return st;
}

static void
name_chunk(const struct ledger_entry *e, uint64_t n, char name[KEY_SIZE])
{
    snprintf(name, KEY_SIZE, "ids/%s/%06" PRIu64, e->key, n);
}

kzs_status
ledger_forget(struct target *target, const struct ledger_entry *e, kzs_error *err)
{
    kzs_status st = KZS_OK;
    char name[KEY_SIZE];

    for (uint64_t i = 0; st == KZS_OK && i < e->chunks; i++) {
        name_chunk(e, i, name);
        st = target_note(target, name, NULL, 0, err);
    }
    snprintf(name, sizeof name, "file/%s", e->key);
    return st == KZS_OK ? target_note(target, name, NULL, 0, err) : st;
}

void
ledger_add_id(struct buffer *ids, const char *id, size_t length)
{
    char number[32];

    snprintf(number, sizeof number, "%zu:", length);
    buffer_text(ids, number);
    buffer_add(ids, id, length);
}

bool
ledger_next_id(struct span list, size_t *at, struct span *id)
{
    struct span rest = span_from(list, *at);
    size_t colon = span_find(rest, ':'), length = 0;

    if (colon == rest.length || colon > 10)
        return false;
    for (size_t i = 0; i < colon; i++) {
        if (rest.text[i] < '0' || rest.text[i] > '9')
            return false;
        length = length * 10 + (size_t)(rest.text[i] - '0');
    }
    if (length > rest.length - colon - 1)
        return false;
    *id = (struct span){rest.text + colon + 1, length};
    *at += colon + 1 + length;
    return true;
}

kzs_status
ledger_put_ids(struct target *target, struct ledger_entry *e, struct buffer *ids, kzs_error *err)
{
    char name[KEY_SIZE];
    kzs_status st;

    name_chunk(e, e->chunks++, name);
    st = target_note(target, name, ids->data, ids->length, err);
    ids->length = 0;
    return st;
}

bool
ledger_get_ids(kzs_index *index, const struct ledger_entry *e, struct buffer *ids)
{
    char name[KEY_SIZE], *value;
    size_t length;

    for (uint64_t i = 0; i < e->chunks; i++) {
        name_chunk(e, i, name);
        if (kzs_note_get(index, name, &value, &length, NULL) != KZS_OK)
            return false;
        buffer_add(ids, value, length);
        kzs_free(value);
    }
    return !ids->failed;
}

struct listing {
    ledger_visit visit;
    void *user;
};

static int
take_note(void *user, const char *key, const char *value, size_t length)
{
    const struct listing *listing = user;
    struct ledger_entry entry;
    const char *path = read_note(key + strlen("file/"), value, &entry);

    (void)length;
    return path != NULL ? listing->visit(listing->user, &entry, path) : 0;
}

kzs_status
ledger_all(kzs_index *index, ledger_visit visit, void *user, kzs_error *err)
{
    struct listing listing = {visit, user};

    return kzs_notes(index, "file/", take_note, &listing, err);
}

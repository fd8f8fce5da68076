/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opening, building and replacing indexes. Where there is none yet, or it is to be replaced,
 * kzs_bulk is many times faster than putting one by one.
 */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import/input.h"
#include "options.h"
#include "support/interrupt.h"
#include "support/message.h"

bool
target_read_schema(const char *path, struct buffer *text)
{
    enum { SCHEMA_LONGEST = 1024 * 1024 };
    struct reason why;
    struct input *in;
    bool done;

    if (path == NULL)
        return true;
    in = input_open(path, false, &why);
    done = in != NULL && input_read_all(in, SCHEMA_LONGEST, text, &why);
    input_close(in);
    if (!done)
        complain("%s: %s", path, why.text);
    return done;
}

static uint64_t
processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > 64 ? 64 : (uint64_t)n;
}

static void
cancel(void *bulk)
{
    kzs_bulk_cancel(bulk);
}

static kzs_status
begin(struct target *t, const struct target_plan *plan, kzs_error *err)
{
    char options[200];
    kzs_status st;

    snprintf(options, sizeof options, "threads=%llu memory=%lluM method=%s replace=%s %s",
             (unsigned long long)(plan->jobs > 0 ? plan->jobs : processors()),
             (unsigned long long)plan->memory, plan->method != NULL ? plan->method : "auto",
             plan->replace ? "yes" : "no", plan->lock);
    st = kzs_bulk_new(plan->path, plan->schema, options, &t->bulk, err);
    t->replaces = st == KZS_OK && plan->replace;
    /* Ctrl-C keeps what is whole of a new index, but nothing of a replacement. */
    if (t->replaces)
        interrupt_call(cancel, t->bulk);
    return st;
}

/* There is something: add to it. */
static bool
open_index(struct target *t, const struct target_plan *plan)
{
    kzs_error err;
    kzs_status st =
        kzs_index_open(t->path, KZS_WRITE | KZS_CREATE, plan->lock, &t->index, &err);

    if (st) {
        options_lock_failed(&err);
        return false;
    }
    if (plan->schema != NULL)
        complain("%s: an index has its schema for good; to build it anew with another one "
                 "add --replace",
                 t->path);
    else if (plan->method != NULL && strcmp(plan->method, "direct") == 0)
        complain("%s: documents are added to an index through Xapian; --method direct needs "
                 "a new one, or --replace",
                 t->path);
    else
        return true;
    target_abandon(t);
    return false;
}

bool
target_open(struct target *t, const struct target_plan *plan)
{
    kzs_error err;
    kzs_status st;

    *t = (struct target){.path = plan->path, .lock = plan->lock};
    st = begin(t, plan, &err);
    if (st == KZS_ERR_EXISTS && !plan->replace)
        return open_index(t, plan);
    if (st)
        options_lock_failed(&err);
    return st == KZS_OK;
}

kzs_status
target_put(struct target *t, const char *id, size_t length, kzs_doc *doc, kzs_error *err)
{
    return t->bulk != NULL ? kzs_bulk_put(t->bulk, id, length, doc, err)
                           : kzs_put(t->index, id, length, doc, err);
}

/* A note of what is built waits in a file: key, length, value. */
struct waiting_note {
    size_t key_length, length;
};

kzs_status
target_note(struct target *t, const char *key, const char *value, size_t length, kzs_error *err)
{
    struct waiting_note head = {strlen(key), value != NULL ? length : 0};

    if (t->index != NULL)
        return kzs_note_set(t->index, key, value, length, err);
    if (t->notes == NULL)
        t->notes = tmpfile();
    /* Without them files are read again the next time; nothing else is lost. */
    if (t->notes != NULL && (fwrite(&head, sizeof head, 1, t->notes) != 1 ||
                             fwrite(key, 1, head.key_length, t->notes) != head.key_length ||
                             fwrite(value != NULL ? value : "", 1, head.length, t->notes) !=
                                 head.length)) {
        fclose(t->notes);
        t->notes = NULL;
    }
    return KZS_OK;
}

/* Put the notes that wait into the index that was built. */
static void
keep_notes(struct target *t)
{
    char key[KZS_NOTE_KEY_MAX + 1], *value = malloc(KZS_NOTE_MAX);
    struct waiting_note head;
    kzs_index *index = NULL;
    kzs_error err;
    kzs_status st = kzs_index_open(t->path, KZS_WRITE, t->lock, &index, &err);

    rewind(t->notes);
    while (st == KZS_OK && value != NULL && fread(&head, sizeof head, 1, t->notes) == 1 &&
           head.key_length < sizeof key && head.length <= KZS_NOTE_MAX &&
           fread(key, 1, head.key_length, t->notes) == head.key_length &&
           fread(value, 1, head.length, t->notes) == head.length) {
        key[head.key_length] = '\0';
        st = kzs_note_set(index, key, value, head.length, &err);
    }
    if (st == KZS_OK)
        st = kzs_commit(index, &err);
    if (st != KZS_OK)
        complain("%s: which files were read is not noted: %s", t->path, err.message);
    kzs_index_close(index, NULL);
    free(value);
}

kzs_status
target_commit(struct target *t, kzs_error *err)
{
    return t->bulk != NULL ? KZS_OK : kzs_commit(t->index, err);
}

bool
target_finish(struct target *t)
{
    kzs_status st;
    kzs_error err;

    if (t->bulk != NULL) {
        st = kzs_bulk_finish(t->bulk, &err);
        if (kzs_bulk_warning(t->bulk) != NULL)
            complain("%s: built through Xapian, which is slower: %s", t->path,
                     kzs_bulk_warning(t->bulk));
        if (st == KZS_OK && t->notes != NULL)
            keep_notes(t);
    } else {
        st = kzs_index_close(t->index, &err);
        t->index = NULL;
    }
    if (st == KZS_ERR_CANCELLED)
        complain("interrupted: nothing was replaced; the index is as it was");
    else if (st)
        complain("%s", err.message);
    target_abandon(t);
    return st == KZS_OK;
}

void
target_abandon(struct target *t)
{
    interrupt_call(NULL, NULL);
    kzs_index_close(t->index, NULL);
    kzs_bulk_free(t->bulk);
    if (t->notes != NULL)
        fclose(t->notes);
    t->index = NULL;
    t->bulk = NULL;
    t->notes = NULL;
}

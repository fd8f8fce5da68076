/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents on their way into a database that is built at once. A load is some megabytes of
 * consecutive documents; workers invert loads side by side, and append them in their order:
 *
 *     kzsi_loader_add --> load --> load --> ...     a bounded queue
 *                          |        |
 *                        worker   worker            analyse, invert, sort
 *                          \________/
 *                     one at a time, by turn: kzsi_bulk_append
 */
#include <stdlib.h>
#include <string.h>

#include "index/index.h"
#include "index/load.h"

#define LOAD_LEAST ((size_t)128 << 10)
#define LOAD_MOST  ((size_t)4 << 20)

struct item {
    kzs_doc *doc; /* owned */
    char *id;     /* owned */
    size_t id_length;
};

struct load {
    struct load *next;
    uint64_t turn;
    uint32_t first;
    struct item *items;
    size_t count, capacity, bytes;
};

struct kzsi_loader {
    kzsi_bulk *bulk;
    const struct kzsi_schema *schema;
    struct kzsi_bulk_options options;
    size_t load_bytes;
    uint32_t next;     /* document */
    struct load *open; /* being filled */

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    struct load *queue, **queue_end;
    size_t under_way;     /* loads in the queue or with a worker */
    uint64_t given, turn; /* loads so far; whose turn it is to append */
    bool closing;
    kzs_status status; /* the first failure; sticks */
    kzs_error err;
    pthread_t *workers;
    size_t worker_count;
};

static void
free_load(struct load *load)
{
    if (load == NULL)
        return;
    for (size_t i = 0; i < load->count; i++) {
        kzs_doc_free(load->items[i].doc);
        free(load->items[i].id);
    }
    free(load->items);
    free(load);
}

/* What a worker keeps from load to load. */
struct tools {
    struct kzsi_analyzer *analyzer;
    struct kzsi_inversion *inversion;
    kzsi_batch *batch;
};

static bool
take_tools(const struct kzsi_loader *loader, struct tools *tools)
{
    tools->analyzer = kzsi_analyzer_new(loader->schema->names);
    tools->inversion = kzsi_inversion_new();
    tools->batch = kzsi_batch_new(&loader->options);
    if (tools->analyzer == NULL || tools->inversion == NULL || tools->batch == NULL ||
        !kzsi_analyzer_note(tools->analyzer))
        return false;
    kzsi_inversion_number(tools->inversion, kzsi_batch_terms(tools->batch));
    return true;
}

static void
drop_tools(struct tools *tools)
{
    kzsi_analyzer_free(tools->analyzer);
    kzsi_inversion_free(tools->inversion);
    kzsi_batch_free(tools->batch);
}

static kzs_status
invert_load(struct kzsi_loader *loader, struct tools *tools, const struct load *load,
            kzs_error *err)
{
    const atomic_bool *cancelled = loader->options.cancelled;
    kzs_status st = KZS_OK;

    kzsi_batch_begin(tools->batch, load->first);
    for (size_t i = 0; i < load->count && st == KZS_OK; i++) {
        const struct item *item = &load->items[i];
        struct kzsi_entry entry;
        if (cancelled != NULL && atomic_load(cancelled))
            return kzsi_fail(err, KZS_ERR_CANCELLED, "cancelled");
        st = kzsi_invert(tools->inversion, loader->schema, tools->analyzer, item->doc,
                         item->id, item->id_length, &entry, err);
        if (st == KZS_OK)
            st = kzsi_batch_add(tools->batch, &entry, err);
    }
    return st == KZS_OK ? kzsi_batch_close(tools->batch, err) : st;
}

static void
fail(struct kzsi_loader *loader, kzs_status st, const kzs_error *err)
{
    if (loader->status == KZS_OK) {
        loader->status = st;
        loader->err = *err;
    }
}

/* Append a load when all before it are; whatever went wrong, its turn passes. */
static void
append_load(struct kzsi_loader *loader, struct tools *tools, struct load *load, kzs_status st,
            kzs_error *err)
{
    pthread_mutex_lock(&loader->lock);
    while (loader->turn != load->turn)
        pthread_cond_wait(&loader->changed, &loader->lock);
    if (st != KZS_OK)
        fail(loader, st, err);
    bool sound = loader->status == KZS_OK;
    pthread_mutex_unlock(&loader->lock);

    if (sound)
        st = kzsi_bulk_append(loader->bulk, tools->batch, err);
    pthread_mutex_lock(&loader->lock);
    if (sound && st != KZS_OK)
        fail(loader, st, err);
    loader->turn++;
    loader->under_way--;
    pthread_cond_broadcast(&loader->changed);
    pthread_mutex_unlock(&loader->lock);
    free_load(load);
}

static void *
work(void *user)
{
    struct kzsi_loader *loader = user;
    struct tools tools = {NULL, NULL, NULL};
    bool ready = take_tools(loader, &tools);

    for (;;) {
        pthread_mutex_lock(&loader->lock);
        while (loader->queue == NULL && !loader->closing)
            pthread_cond_wait(&loader->changed, &loader->lock);
        struct load *load = loader->queue;
        bool sound = loader->status == KZS_OK;
        if (load != NULL) {
            loader->queue = load->next;
            if (loader->queue == NULL)
                loader->queue_end = &loader->queue;
        }
        pthread_mutex_unlock(&loader->lock);
        if (load == NULL)
            break;

        kzs_error err;
        kzs_status st = ready ? KZS_OK : kzsi_fail_nomem(&err);
        if (st == KZS_OK && sound)
            st = invert_load(loader, &tools, load, &err);
        append_load(loader, &tools, load, st, &err);
    }
    drop_tools(&tools);
    return NULL;
}

struct kzsi_loader *
kzsi_loader_new(kzsi_bulk *bulk, const struct kzsi_schema *schema,
                const struct kzsi_bulk_options *options, size_t memory, unsigned threads)
{
    struct kzsi_loader *loader = kzsi_alloc(sizeof *loader);

    if (loader == NULL)
        return NULL;
    loader->bulk = bulk;
    loader->schema = schema;
    loader->options = *options;
    loader->next = 1;
    loader->queue_end = &loader->queue;
    /* A load takes some ten times its text while it is inverted. */
    loader->load_bytes = memory / (32 * (size_t)threads);
    if (loader->load_bytes < LOAD_LEAST)
        loader->load_bytes = LOAD_LEAST;
    if (loader->load_bytes > LOAD_MOST)
        loader->load_bytes = LOAD_MOST;
    pthread_mutex_init(&loader->lock, NULL);
    pthread_cond_init(&loader->changed, NULL);
    loader->workers = kzsi_alloc(threads * sizeof *loader->workers);
    while (loader->workers != NULL && loader->worker_count < threads &&
           pthread_create(&loader->workers[loader->worker_count], NULL, work, loader) == 0)
        loader->worker_count++;
    if (loader->worker_count == 0) {
        kzsi_loader_free(loader);
        return NULL;
    }
    return loader;
}

static void
join(struct kzsi_loader *loader)
{
    pthread_mutex_lock(&loader->lock);
    loader->closing = true;
    pthread_cond_broadcast(&loader->changed);
    pthread_mutex_unlock(&loader->lock);
    for (size_t i = 0; i < loader->worker_count; i++)
        pthread_join(loader->workers[i], NULL);
    loader->worker_count = 0;
}

void
kzsi_loader_free(struct kzsi_loader *loader)
{
    kzs_error err;

    if (loader == NULL)
        return;
    /* What is queued need not be done any more. */
    pthread_mutex_lock(&loader->lock);
    fail(loader, kzsi_fail(&err, KZS_ERR_STATE, "given up"), &err);
    pthread_mutex_unlock(&loader->lock);
    join(loader);
    free_load(loader->open);
    free(loader->workers);
    pthread_mutex_destroy(&loader->lock);
    pthread_cond_destroy(&loader->changed);
    free(loader);
}

/* Give the open load to the workers, when they are not too far behind. */
static kzs_status
give(struct kzsi_loader *loader, kzs_error *err)
{
    kzs_status st;

    pthread_mutex_lock(&loader->lock);
    while (loader->under_way > 2 * loader->worker_count)
        pthread_cond_wait(&loader->changed, &loader->lock);
    st = loader->status;
    if (st != KZS_OK) {
        if (err != NULL)
            *err = loader->err;
    } else if (loader->open != NULL) {
        loader->open->turn = loader->given++;
        *loader->queue_end = loader->open;
        loader->queue_end = &loader->open->next;
        loader->open = NULL;
        loader->under_way++;
        pthread_cond_broadcast(&loader->changed);
    }
    pthread_mutex_unlock(&loader->lock);
    return st;
}

kzs_status
kzsi_loader_add(struct kzsi_loader *loader, const char *id, size_t id_length,
                const kzs_doc *doc, uint32_t *number, kzs_error *err)
{
    struct load *load = loader->open;
    struct item item = {NULL, NULL, id_length};
    size_t bytes = id_length;

    if (loader->next == UINT32_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "too many documents for one index");
    if (load == NULL) {
        load = loader->open = kzsi_alloc(sizeof *load);
        if (load == NULL)
            return kzsi_fail_nomem(err);
        load->first = loader->next;
    }
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        size_t length;
        kzs_doc_value(doc, i, NULL, &length);
        bytes += length;
    }
    item.doc = kzsi_doc_copy(doc);
    item.id = kzsi_strndup(id, id_length);
    if (item.doc == NULL || item.id == NULL ||
        !kzsi_grow(&load->items, &load->capacity, load->count, sizeof *load->items)) {
        kzs_doc_free(item.doc);
        free(item.id);
        return kzsi_fail_nomem(err);
    }
    load->items[load->count++] = item;
    load->bytes += bytes;
    *number = loader->next++;
    return load->bytes >= loader->load_bytes ? give(loader, err) : KZS_OK;
}

kzs_status
kzsi_loader_finish(struct kzsi_loader *loader, kzs_error *err)
{
    kzs_status st = give(loader, err);

    join(loader);
    if (st == KZS_OK && loader->status != KZS_OK) {
        st = loader->status;
        if (err != NULL)
            *err = loader->err;
    }
    return st;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All documents of an index. Only their records are read, so that a damaged index gives all
 * that are whole. Where reading one ends the helper it is begun again behind it.
 */
#include <stdio.h>

#include "upkeep/upkeep.h"

/* So many documents in one read; one by one where the helper died. */
#define STEP 64

struct pass {
    struct kzsi_salvage *salvage;
    uint64_t next; /* document; 0 before the first */
};

static kzs_status
take_record(struct kzsi_salvage *salvage, const char *record, size_t length, kzs_error *err)
{
    kzs_doc *doc = NULL;
    const char *id;
    size_t id_length;
    kzs_status st = kzsi_record_decode(record, length, &doc, &id, &id_length, err);

    if (st == KZS_ERR_CORRUPT) {
        salvage->lost++;
        return KZS_OK;
    }
    if (st == KZS_OK && salvage->document != NULL)
        st = salvage->document(salvage->user, id, id_length, doc, err);
    if (st == KZS_OK)
        salvage->whole++;
    kzs_doc_free(doc);
    return st;
}

static kzs_status
take_frame(void *user, enum kzsi_frame_kind kind, const char *data, size_t length,
           kzs_error *err)
{
    struct pass *pass = user;
    struct kzsi_salvage *salvage = pass->salvage;
    const char *end = data + length;
    uint64_t one, two;

    if (!kzsi_varint_read(&data, end, &one))
        return kzsi_fail(err, KZS_ERR_INTERNAL, "the helper wrote what is no number");
    switch (kind) {
    case KZSI_FRAME_DOUBT:
        salvage->doubtful = true;
        return KZS_OK;
    case KZSI_FRAME_NEXT:
        pass->next = one;
        return KZS_OK;
    case KZSI_FRAME_COUNT:
        if (salvage->whole + salvage->lost < one)
            salvage->lost = one - salvage->whole;
        return KZS_OK;
    case KZSI_FRAME_RECORD:
        return take_record(salvage, data, (size_t)(end - data), err);
    case KZSI_FRAME_PROGRESS:
        if (!kzsi_varint_read(&data, end, &two))
            two = 0;
        return kzsi_tell(salvage->progress, salvage->progress_user, salvage->phase, one, two,
                         err);
    default:
        return KZS_OK;
    }
}

kzs_status
kzsi_salvage(const char *path, struct kzsi_salvage *salvage, kzs_error *err)
{
    uint64_t first = 1, step = STEP;

    salvage->whole = salvage->lost = 0;
    salvage->doubtful = false;
    for (;;) {
        char from[24], wide[24];
        const char *words[] = {"records", path, from, wide, NULL};
        struct pass pass = {salvage, 0};
        bool crashed;
        kzs_status st;

        snprintf(from, sizeof from, "%llu", (unsigned long long)first);
        snprintf(wide, sizeof wide, "%llu", (unsigned long long)step);
        st = kzsi_help(words, take_frame, &pass, &crashed, err);
        if (!crashed || pass.next == 0)
            return st;
        first = pass.next;
        if (step == 1) {
            salvage->lost++;
            first++;
        }
        step = 1;
    }
}

struct export {
    kzs_document_fn document;
    void *user;
};

static kzs_status
hand_over(void *user, const char *id, size_t id_length, kzs_doc *doc, kzs_error *err)
{
    struct export *export = user;

    if (export->document(export->user, id, id_length, doc) == 0)
        return KZS_OK;
    return kzsi_fail(err, KZS_ERR_CANCELLED, "exporting was stopped by the caller");
}

kzs_status
kzs_export(const char *path, kzs_document_fn document, kzs_progress_fn progress, void *user,
           kzs_error *err)
{
    struct export export = {document, user};
    struct kzsi_salvage salvage = {.document = hand_over,
                                   .progress = progress,
                                   .user = &export,
                                   .progress_user = user,
                                   .phase = "exporting"};
    kzs_status st;

    if (path == NULL || *path == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index was given");
    if (document == NULL)
        return kzsi_fail_null(err, "document");
    st = kzsi_salvage(path, &salvage, err);
    if (st == KZS_OK && salvage.lost > 0)
        st = kzsi_fail(err, KZS_ERR_CORRUPT,
                       "%llu of %llu documents of '%s' are damaged and were left out",
                       (unsigned long long)salvage.lost,
                       (unsigned long long)(salvage.lost + salvage.whole), path);
    else if (st == KZS_OK && salvage.doubtful)
        st = kzsi_fail(err, KZS_ERR_CORRUPT, KZSI_DOUBT_TEXT, path);
    return st;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is damaged in an index, what that means to its users, and what to do about it. */
#include <string.h>

#include "upkeep/upkeep.h"

static const struct meaning {
    const char *part, *lost, *advice;
} meanings[] = {
    {"iamglass", "the index cannot be opened",
     "restore it from a backup, or index its sources again"},
    {"postlist", "searches may miss documents or find wrong ones",
     "rebuild the index: its texts are kept apart from this"},
    {"termlist", "documents can no longer be replaced or deleted reliably",
     "rebuild the index: its texts are kept apart from this"},
    {"position", "phrases and words near each other may be missed or wrongly found",
     "rebuild the index: its texts are kept apart from this"},
    {"docdata", "the texts of some documents are lost",
     "restore a backup, or rebuild with salvage=yes and index the lost documents again"},
    {"records", "the texts of some documents are lost",
     "restore a backup, or rebuild with salvage=yes and index the lost documents again"},
    {"", "the index may not open; what else is damaged is not known",
     "restore a backup, or rebuild the index"},
};

struct checking {
    kzs_finding_fn finding;
    kzs_progress_fn progress;
    void *user;
    uint64_t found;
};

static kzs_status
report(struct checking *c, const char *part, const char *what, kzs_error *err)
{
    const struct meaning *meaning = meanings;
    kzs_finding finding = {.size = sizeof finding, .part = part, .what = what};

    while (meaning->part[0] != '\0' && strcmp(meaning->part, part) != 0)
        meaning++;
    finding.lost = meaning->lost;
    finding.advice = meaning->advice;
    c->found++;
    if (c->finding == NULL || c->finding(c->user, &finding) == 0)
        return KZS_OK;
    return kzsi_fail(err, KZS_ERR_CANCELLED, "checking was stopped by the caller");
}

static kzs_status
take_frame(void *user, enum kzsi_frame_kind kind, const char *data, size_t length,
           kzs_error *err)
{
    struct checking *c = user;
    const char *at = data, *end = data + length;
    uint64_t done, total;

    if (kind == KZSI_FRAME_FINDING) {
        size_t part = strnlen(data, length);
        return report(c, data, part < length ? data + part + 1 : "", err);
    }
    if (kind == KZSI_FRAME_PROGRESS && kzsi_varint_read(&at, end, &done) &&
        kzsi_varint_read(&at, end, &total))
        return kzsi_tell(c->progress, c->user, "checking", done, total, err);
    return KZS_OK;
}

static kzs_status
check_records(struct checking *c, const char *path, kzs_error *err)
{
    struct kzsi_salvage salvage = {
        .progress = c->progress, .progress_user = c->user, .phase = "reading"};
    struct kzsi_buf what = {0};
    kzs_status st = kzsi_salvage(path, &salvage, err);

    /* That it cannot even be opened the check of the tables has said. */
    if (st == KZS_ERR_CORRUPT && c->found > 0)
        return KZS_OK;
    if (st != KZS_OK || salvage.lost == 0)
        return st == KZS_ERR_CORRUPT ? report(c, "records", "they cannot be read", err) : st;
    kzsi_buf_printf(&what, "%llu of %llu documents cannot be read",
                    (unsigned long long)salvage.lost,
                    (unsigned long long)(salvage.lost + salvage.whole));
    kzsi_buf_byte(&what, '\0');
    st = what.failed ? kzsi_fail_nomem(err) : report(c, "records", what.data, err);
    kzsi_buf_free(&what);
    return st;
}

kzs_status
kzs_check(const char *path, kzs_finding_fn finding, kzs_progress_fn progress, void *user,
          kzs_error *err)
{
    struct checking c = {finding, progress, user, 0};
    const char *words[] = {"check", path, NULL};
    bool crashed;
    kzs_status st;

    if (path == NULL || *path == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index was given");
    st = kzsi_help(words, take_frame, &c, &crashed, err);
    if (crashed)
        st = report(&c, "", "the damage ended the process that looked for it", err);
    if (st == KZS_OK)
        st = check_records(&c, path, err);
    if (st == KZS_OK && c.found > 0)
        st = kzsi_fail(err, KZS_ERR_CORRUPT, "the index '%s' is damaged: %llu finding%s", path,
                       (unsigned long long)c.found, c.found == 1 ? "" : "s");
    return st;
}

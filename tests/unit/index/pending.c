/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Noting changes and getting them back, from memory and from the file. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "index/index.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

enum { CHANGES = 400, BYTES_MAX = 120000 };

/* What was noted, and where the replay is in it. */
static struct kzsi_change noted[CHANGES];
static size_t at, wrong, stop_at;
static kzs_error err;

static char *
random_bytes(size_t length)
{
    char *bytes = malloc(length + 1);

    if (bytes == NULL)
        exit(99);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)random_below(256);
    return bytes;
}

static kzs_status
compare(void *user, const struct kzsi_change *change, kzs_error *e)
{
    const struct kzsi_change *want = &noted[at++];

    (void)user;
    if (at == stop_at)
        return kzsi_fail(e, KZS_ERR_IO, "stopped");
    wrong += change->kind != want->kind || change->id_length != want->id_length ||
             memcmp(change->id, want->id, want->id_length) != 0 ||
             change->record_length != want->record_length ||
             memcmp(change->record, want->record, want->record_length) != 0;
    return KZS_OK;
}

static kzs_status
replay(const struct kzsi_pending *pending)
{
    at = wrong = 0;
    return kzsi_pending_replay(pending, compare, NULL, &err);
}

static void
any_changes(void)
{
    struct kzsi_pending pending = {.count = 0};
    size_t count = 0, undone = 0, bytes = 0;

    random_begin("pending changes");
    is_number(replay(&pending), KZS_OK, "nothing pending is nothing to do");
    is_number(at, 0, "and nothing is done");
    while (count < CHANGES) {
        struct kzsi_change *change = &noted[count];
        size_t length = random_below(20) == 0 ? random_below(BYTES_MAX) : random_below(2000);
        change->kind = random_below(3) == 0 ? KZSI_CHANGE_DELETE : KZSI_CHANGE_PUT;
        change->id_length = 1 + random_below(300);
        change->record_length = change->kind == KZSI_CHANGE_PUT ? length : 0;
        if (random_below(50) == 0)
            change->record_length = KZSI_PENDING_MEMORY / 3;
        change->bytes = change->record_length;
        change->id = random_bytes(change->id_length);
        change->record = random_bytes(change->record_length);
        must(kzsi_pending_add(&pending, in_folder(""), change, &err), &err, "noting");
        if (random_below(8) == 0) {
            kzsi_pending_undo(&pending);
            free((char *)change->id);
            free((char *)change->record);
            undone++;
        } else {
            bytes += change->bytes;
            count++;
        }
    }
    ok(pending.file_open && undone > 0, "%d changes, some in a file, %zu others undone",
       CHANGES, undone);
    ok(pending.memory.capacity < 3 * KZSI_PENDING_MEMORY, "memory is bounded");
    is_number(pending.count, CHANGES, "they are counted");
    is_number(pending.bytes, bytes, "and their bytes");
    is_number(replay(&pending), KZS_OK, "they can be read back");
    ok(at == CHANGES && wrong == 0, "each as it was, in their order");
    is_number(replay(&pending), KZS_OK, "as often as one likes");
    ok(at == CHANGES && wrong == 0, "with the same outcome");
    for (stop_at = 1; stop_at <= CHANGES; stop_at += 133) {
        is_number(replay(&pending), KZS_ERR_IO, "the first failure ends it");
        is_number(at, stop_at, "at change %zu", stop_at);
    }
    stop_at = 0;
    kzsi_pending_clear(&pending);
    replay(&pending);
    ok(at == 0 && pending.count == 0 && pending.bytes == 0 && pending.file_length == 0,
       "they can be forgotten");
    must(kzsi_pending_add(&pending, in_folder(""), &noted[0], &err), &err, "noting");
    replay(&pending);
    ok(at == 1 && wrong == 0, "and new ones noted");
    kzsi_pending_free(&pending);
    for (size_t i = 0; i < CHANGES; i++) {
        free((char *)noted[i].id);
        free((char *)noted[i].record);
    }
}

static void
no_room(void)
{
    struct kzsi_pending pending = {.count = 0};
    struct kzsi_change change = {.kind = KZSI_CHANGE_PUT, .id = "a", .id_length = 1};
    struct rlimit unlimited, small;
    kzs_status st = KZS_OK;
    size_t count = 0;
    char *record = calloc(1, 1000000);

    change.record = record;
    change.record_length = 1000000;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &unlimited);
    small = unlimited;
    small.rlim_cur = 9000000;
    setrlimit(RLIMIT_FSIZE, &small);
    while (count < 100 &&
           (st = kzsi_pending_add(&pending, in_folder(""), &change, &err)) == KZS_OK)
        noted[count++] = change;
    setrlimit(RLIMIT_FSIZE, &unlimited);
    ok(st == KZS_ERR_IO && err.system == EFBIG, "no room for a change is said: %s",
       err.message);
    is_number(pending.count, count, "it is not counted");
    replay(&pending);
    ok(at == count && wrong == 0, "those before it are whole");
    must(kzsi_pending_add(&pending, in_folder(""), &change, &err), &err, "noting");
    noted[count++] = change;
    replay(&pending);
    ok(at == count && wrong == 0, "when there is room again it goes on");
    kzsi_pending_free(&pending);

    for (st = KZS_OK, count = 0; count < 10 && st == KZS_OK; count++)
        st = kzsi_pending_add(&pending, in_folder("missing"), &change, &err);
    is_number(st, KZS_ERR_IO, "without a directory there is no file");
    contains(err.message, in_folder("missing"), "the message names it");
    contains(err.message, "kzs_commit", "and says what to do");
    kzsi_pending_free(&pending);
    free(record);
}

int
main(void)
{
    any_changes();
    no_room();
    return tap_done();
}

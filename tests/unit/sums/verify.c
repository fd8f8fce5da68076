/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything at once: each damaged block is told, and the caller can stop. */
#include "tests/unit/sums/summed.h"

static unsigned found, told;

static kzs_status
count(void *user, const char *table, const char *what, uint64_t done, uint64_t total)
{
    (void)table;
    told++;
    found += what != NULL && done <= total + 1;
    return *(kzs_status *)user;
}

int
main(void)
{
    const char *path = make_summed("index", 400);
    struct kzsi_known *known = known_of(path);
    uint32_t root = known->version.tables[KZSI_DOCDATA].root;
    kzs_status go_on = KZS_OK, stop = KZS_ERR_CANCELLED;
    kzs_error err;

    is_number(kzsi_verify_all(path, NULL, count, &go_on, &err), KZS_OK, "a whole index");
    is_number(found, 0, "nothing is found in it");
    flip(path, "docdata.glass", (off_t)(root == 1 ? 2 : 1) * 8192 + 4000);
    flip(path, "docdata.glass", (off_t)(root == 3 ? 4 : 3) * 8192 + 4000);
    is_number(kzsi_verify_all(path, NULL, NULL, NULL, &err), KZS_ERR_CORRUPT,
              "damage is an error");
    is_number(kzsi_verify_all(path, NULL, count, &go_on, &err), KZS_OK, "or told");
    ok(found >= 1 && found <= 2, "block by block (%u)", found);
    is_number(kzsi_verify_all(path, NULL, count, &stop, &err), KZS_ERR_CANCELLED,
              "and the caller can stop");
    kzsi_known_release(known);
    return tap_done();
}

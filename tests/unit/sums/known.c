/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sums of a commit: held to the version file and the roots, shared, inherited. */
#include "tests/unit/sums/summed.h"

static kzs_status
status_of(const char *path)
{
    struct kzsi_known *known;
    kzs_status st = kzsi_known_read(path, &known, NULL);

    kzsi_known_release(known);
    return st;
}

static unsigned
count_seen(const struct kzsi_known *known)
{
    unsigned seen = 0;

    for (int t = 0; t < KZSI_TABLES; t++)
        for (size_t b = 0; b < known->seen_count[t]; b++)
            seen += known->seen[t][b];
    return seen;
}

static void
test_version_file(const char *path)
{
    off_t size = size_of(path, "iamglass");
    unsigned passed = 0;

    is_number(status_of(path), KZS_OK, "an index that is whole");
    for (off_t at = 0; at < size; at++) {
        flip(path, "iamglass", at);
        passed += status_of(path) == KZS_OK;
        flip(path, "iamglass", at);
    }
    is_number(passed, 2, "no flipped bit of the version file passes but in the two bytes of its "
                         "format, which Xapian refuses");
    is_number(status_of(in_folder("nowhere")), KZS_ERR_NOT_FOUND, "there is none");
}

static void
test_sharing(const char *path)
{
    struct kzsi_proof *proof = kzsi_proof_new(path);
    struct kzsi_known *one, *two;
    kzs_index *index;
    kzs_error err;
    unsigned seen;

    must(kzsi_proof_take(proof, &one, &err), &err, "taking");
    must(kzsi_proof_take(proof, &two, &err), &err, "taking");
    ok(one == two, "all share the newest");
    kzsi_known_release(two);
    must(kzsi_verify_all(path, proof, NULL, NULL, &err), &err, "verifying");
    seen = count_seen(one);
    index = open_index("index", KZS_WRITE);
    put(index, "more", "body", "one more", NULL);
    commit(index);
    kzs_index_close(index, NULL);
    must(kzsi_proof_take(proof, &two, &err), &err, "taking");
    ok(two != one && kzsi_known_revision(two) == kzsi_known_revision(one) + 1 &&
           kzsi_known_summed(two) == kzsi_known_revision(two),
       "after a commit there are new ones");
    ok(count_seen(two) > seen / 2 && count_seen(two) < seen + 8,
       "what was seen and has not changed counts (%u of %u)", count_seen(two), seen);
    kzsi_known_release(one);
    kzsi_known_release(two);
    kzsi_proof_free(proof);
}

int
main(void)
{
    const char *path = make_summed("index", 300);

    test_version_file(path);
    test_sharing(path);
    kzsi_known_release(NULL);
    kzsi_proof_free(NULL);
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sums of commits: whatever is changed, they are those of what is there. */
#include "tests/unit/sums/summed.h"
#include "tests/unit/unit.h"

static void
test_commits(void)
{
    kzs_index *index = new_index("changes", NULL);
    unsigned good = 0;
    kzs_error err;

    random_begin("commits");
    for (unsigned c = 0; c < 60; c++) {
        for (size_t n = 1 + random_below(c % 10 == 0 ? 150 : 6); n > 0; n--) {
            char id[20], body[300];
            snprintf(id, sizeof id, "id%zu", random_below(400));
            snprintf(body, sizeof body, "every word%zu слово%zu edition%u", random_below(3000),
                     random_below(3000), c);
            if (random_below(4) == 0)
                kzs_delete(index, id, KZS_NUL, NULL);
            else
                put(index, id, "title", body, "body", body, NULL);
        }
        commit(index);
        good += kzsi_verify_all(in_folder("changes"), NULL, NULL, NULL, &err) == KZS_OK;
    }
    is_number(good, 60, "after each commit all blocks have their sums");
    must(kzs_index_close(index, &err), &err, "closing");
}

/* As if the writer had died between its commit and its sums. */
static void
test_behind(void)
{
    const char *path = make_summed("behind", 250);
    off_t size = size_of(path, "checksums");
    int file = open_part(path, "checksums", O_RDWR);
    struct kzsi_known *known;
    kzs_index *index;
    kzs_error err;

    if (ftruncate(file, size - 1) != 0)
        exit(99);
    close(file);
    known = known_of(path);
    ok(kzsi_known_summed(known) + 1 == kzsi_known_revision(known),
       "sums that lack the last commit are no damage");
    kzsi_known_release(known);
    is_number(kzsi_verify_all(path, NULL, NULL, NULL, &err), KZS_OK, "all can be read");
    index = open_index("behind", KZS_WRITE);
    kzs_index_close(index, NULL);
    known = known_of(path);
    ok(kzsi_known_summed(known) == kzsi_known_revision(known), "the next writer adds them up");
    kzsi_known_release(known);
}

static void
test_damaged_list(void)
{
    const char *path = make_summed("odd", 50);
    struct kzsi_known *known = known_of(path);
    kzs_error err;

    flip(path, "postlist.glass", (off_t)known->version.tables[KZSI_POSTLIST].root * 8192 + 4);
    kzsi_known_release(known);
    is_number(kzsi_sums_write(path, NULL, true, false, NULL, &err), KZS_ERR_CORRUPT,
              "no sums of a block of the wrong level");
    is_number(kzsi_sums_write(in_folder("nowhere"), NULL, true, false, NULL, &err), KZS_ERR_IO,
              "none of nothing");
}

int
main(void)
{
    test_commits();
    test_behind();
    test_damaged_list();
    return tap_done();
}

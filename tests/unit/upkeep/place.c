/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index that another takes the place of. */
#include "tests/unit/upkeep/upkept.h"

int
main(void)
{
    struct kzsi_place place, other;
    char path[400];
    struct stat info;
    kzs_index *index;
    kzs_error err;

    snprintf(path, sizeof path, "%s", many("old", 3));
    ok(kzsi_revision(path) > 0, "an index has a commit number");
    is_number((long)kzsi_revision(in_folder("none")), 0, "what is none has none");
    ok(kzsi_place_begin(path, 0, &place, &err) == KZS_OK, "its place is taken hold of");
    ok(kzsi_place_begin(path, 20, &other, &err) == KZS_ERR_LOCKED, "by one at a time");
    kzsi_place_end(&other);
    ok(kzs_index_open(path, KZS_WRITE, NULL, &index, &err) == KZS_ERR_LOCKED,
       "and no writer gets in");
    ok(stat(place.building, &info) == 0 && (info.st_mode & 0777) == 0700,
       "the other grows where only its owner sees it");
    ok(kzsi_place_finish(&place, &err) != KZS_OK, "nothing built, nothing exchanged");
    kzsi_place_end(&place);
    is_number(found(path, "*"), 3, "the index is as it was");

    chmod(path, 0755);
    ok(kzsi_place_begin(path, 0, &place, &err) == KZS_OK, "once more");
    ok(kzs_backup(many("other", 5), place.building, NULL, NULL, &err) == KZS_OK, "built");
    ok(kzsi_place_finish(&place, &err) == KZS_OK, "exchanged");
    is_number(found(path, "*"), 5, "the new one is there");
    ok(kzsi_revision(path) == place.revision + 1, "with a higher commit number");
    kzsi_place_end(&place);
    ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0755, "for the same people");
    is_number(rests(), 0, "the old one is gone");
    ok(kzsi_is_index_file("postlist.glass") && kzsi_is_index_file("iamglass") &&
           !kzsi_is_index_file("notes.txt") && !kzsi_is_index_file(".glass"),
       "other people's files are none of an index");
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of an index as a folder: names, modes, moves, removal. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/folder.h"
#include "tests/support/folder.h"
#include "tests/support/tap.h"

static void
touch(const char *folder, const char *name)
{
    char path[600];
    int file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = open(path, O_WRONLY | O_CREAT, 0600);
    if (file < 0)
        exit(99);
    close(file);
}

static unsigned
mode_of(const char *folder, const char *name)
{
    char path[600];
    struct stat info;

    snprintf(path, sizeof path, "%s%s%s", folder, *name != '\0' ? "/" : "", name);
    return stat(path, &info) == 0 ? info.st_mode & 0777 : 0;
}

static void
names(void)
{
    const char *name;
    char *parent;

    ok(kzsi_is_index_file("docdata.glass") && kzsi_is_index_file("iamglass"), "what is copied");
    ok(!kzsi_is_index_file("flintlock") && kzsi_is_index_entry("flintlock"),
       "the lock belongs to an index but is not copied");
    ok(!kzsi_is_index_entry(".glass") && !kzsi_is_index_entry("notes.txt"),
       "other people's files are none of it");
    parent = kzsi_folder_parent("a/b/c", &name);
    is_string(parent, "a/b", "the parent of a path");
    is_string(name, "c", "and the name in there");
    free(parent);
    parent = kzsi_folder_parent("c", &name);
    is_string(parent, ".", "of a bare name");
    free(parent);
    parent = kzsi_folder_parent("/c", &name);
    is_string(parent, "/", "of one at the root");
    free(parent);
}

int
main(void)
{
    char one[500], other[500];
    kzs_error err;

    names();
    snprintf(one, sizeof one, "%s", in_folder("one"));
    snprintf(other, sizeof other, "%s", in_folder("other"));
    mkdir(one, 0700);
    mkdir(other, 0700);
    chmod(other, 0750);
    touch(one, "iamglass");
    touch(one, "flintlock");
    touch(one, "notes.txt");
    is_number(kzsi_folder_alike(one, other, &err), KZS_OK, "for the same people");
    is_number(mode_of(one, ""), 0750, "the folder has the other's mode");
    is_number(kzsi_folder_settle(one, &err), KZS_OK, "settled");
    is_number(mode_of(one, "iamglass"), 0640, "its files follow");
    is_number(mode_of(one, "notes.txt"), 0600, "files of others do not");
    is_number(kzsi_folder_exchange(one, other), 0, "exchanged");
    ok(mode_of(other, "iamglass") != 0 && mode_of(one, "iamglass") == 0, "each has the other's files");
    is_number(kzsi_folder_exchange(in_folder("none"), other), ENOENT, "with nothing: an errno");
    is_number(kzsi_folder_sync_parent(other, &err), KZS_OK, "durable");
    kzsi_folder_empty(other);
    ok(mode_of(other, "iamglass") == 0 && mode_of(other, "flintlock") == 0, "its files are removed");
    ok(mode_of(other, "notes.txt") != 0, "what is not an index's stays");
    is_number(kzsi_folder_settle(in_folder("none"), &err), KZS_ERR_IO, "nothing to settle");
    contains(err.message, "none", "the message names it");
    is_number(kzsi_folder_alike(one, in_folder("none"), &err), KZS_ERR_IO, "nothing to be like");
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may read what a writer makes: the directory decides, not the umask. */
#include "tests/unit/shim/store.h"

static const char *const files[] = {"iamglass",       "postlist.glass", "docdata.glass",
                                    "termlist.glass", "position.glass", "flintlock"};

/* How many of the files are there with this mode; all others are printed. */
static size_t
of_mode(const char *name, mode_t mode)
{
    size_t count = 0;

    for (size_t i = 0; i < ROWS(files); i++) {
        struct stat info;
        char path[100];
        snprintf(path, sizeof path, "%s/%s", name, files[i]);
        if (stat(in_folder(path), &info) == 0 && (info.st_mode & 07777) == mode)
            count++;
        else
            printf("# %s: %o\n", path, (unsigned)info.st_mode & 07777);
    }
    return count;
}

static void
commit_one(kzsi_writer *writer, const char *id)
{
    store_put(writer, id, "some words", "record");
    store_commit(writer);
}

int
main(void)
{
    static const mode_t umasks[] = {0, 022, 0777};
    struct stat info;
    kzsi_writer *writer;
    char name[20];

    for (size_t i = 0; i < ROWS(umasks); i++) {
        snprintf(name, sizeof name, "umask-%zu", i);
        in_folder(name); /* the folder itself needs none of this */
        umask(umasks[i]);
        writer = store_new(name);
        commit_one(writer, "Q1");
        commit_one(writer, "Q2");
        kzsi_writer_close(writer);
        umask(022);
        ok(stat(in_folder(name), &info) == 0 && (info.st_mode & 07777) == 0700,
           "with umask %o a new directory is its owner's", (unsigned)umasks[i]);
        is_number(of_mode(name, 0600), ROWS(files), "so is every file");
    }

    mkdir(in_folder("shared"), 0755);
    chmod(in_folder("shared"), 02750);
    umask(077);
    writer = store_new("shared");
    commit_one(writer, "Q1");
    is_number(of_mode("shared", 0640), ROWS(files), "files may be read as the directory is");
    chmod(in_folder("shared/iamglass"), 0600);
    shell(in_folder("shared"), "chmod 600 *.glass flintlock");
    commit_one(writer, "Q2");
    kzsi_writer_close(writer);
    is_number(of_mode("shared", 0600), ROWS(files), "an owner's chmod lasts");
    writer = store_open("shared", false);
    commit_one(writer, "Q3");
    kzsi_writer_close(writer);
    is_number(of_mode("shared", 0600), ROWS(files), "also when it is opened again");

    if (geteuid() == 0) {
        mkdir(in_folder("group"), 0770);
        if (chown(in_folder("group"), 0, 12345) != 0)
            exit(99);
        writer = store_new("group");
        commit_one(writer, "Q1");
        kzsi_writer_close(writer);
        size_t good = 0;
        for (size_t i = 0; i < ROWS(files); i++) {
            char path[100];
            snprintf(path, sizeof path, "group/%s", files[i]);
            good += stat(in_folder(path), &info) == 0 && info.st_gid == 12345;
        }
        is_number(good, ROWS(files), "files get the directory's group");
    } else {
        skip("files get the directory's group: only root can choose one");
    }

    /* What a crash left behind is no obstacle. */
    writer = store_open("umask-0", false);
    shell(in_folder("umask-0"), "echo rest >v.tmp");
    commit_one(writer, "Q4");
    kzsi_writer_close(writer);
    is_number(documents("umask-0"), 3, "a rest of a version file is replaced");
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder in which an index grows: found again when its builder died, moved in one step. */
#include <sys/stat.h>
#include <sys/wait.h>

#include "index/site.c"
#include "tests/support/folder.h"
#include "tests/support/tap.h"

static kzs_error error;
static char at[500];

static const char *
status(kzs_status st)
{
    return kzs_status_name(st);
}

static void
touch(const char *folder, const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CREAT, 0600);

    if (file < 0)
        exit(99);
    close(file);
}

static bool
there(const char *folder, const char *name)
{
    char path[600];

    snprintf(path, sizeof path, "%s%s%s", folder, name[0] == '.' ? "" : "/", name);
    return access(path, F_OK) == 0;
}

static void
moved(void)
{
    struct kzsi_site place, other;

    snprintf(at, sizeof at, "%s", in_folder("new"));
    is_string(status(kzsi_site_begin(&place, at, false, &error)), "KZS_OK", "a folder beside");
    touch(place.building, "iamglass");
    is_string(status(kzsi_site_begin(&other, at, false, &error)), "KZS_ERR_LOCKED",
              "one build at a time");
    kzsi_site_end(&other);
    ok(there(place.building, "iamglass"), "the first is not disturbed");
    is_string(status(kzsi_site_another(&other, &place, false, &error)), "KZS_OK",
              "but one build may have several folders");
    kzsi_site_end(&other);
    is_string(status(kzsi_site_take(&place, false, &error)), "KZS_OK", "moved");
    kzsi_site_end(&place);
    ok(there(at, "iamglass") && !there(at, KZSI_SITE_MARK), "it is there, without the mark");
}

static void
replaced(void)
{
    struct kzsi_site place;
    struct stat info;
    char *other;

    chmod(at, 0750);
    touch(at, "docdata.glass");
    ok(kzsi_site_is_index(at, &other) && other == NULL, "files of an index alone");
    kzsi_site_begin(&place, at, true, &error);
    touch(place.building, "iamglass");
    touch(place.building, "position.glass");
    is_string(status(kzsi_site_take(&place, false, &error)), "KZS_ERR_EXISTS",
              "what is there stays, unless it is to be replaced");
    is_string(status(kzsi_site_take(&place, true, &error)), "KZS_OK", "replaced");
    kzsi_site_end(&place);
    ok(there(at, "position.glass") && !there(at, "docdata.glass") && !there(at, KZSI_SITE_MARK),
       "the new one is there");
    ok(!there(at, BESIDE), "nothing is left");
    ok(stat(at, &info) == 0 && (info.st_mode & 0777) == 0750, "for whom the old one was");
    touch(at, "notes.txt");
    ok(!kzsi_site_is_index(at, &other), "a folder with something else");
    is_string(other, "notes.txt", "which is named");
    free(other);
}

/* Build in a child that dies. */
static void
die_building(const char *path, bool replace)
{
    int state;
    pid_t child = fork();

    if (child == 0) {
        struct kzsi_site place;
        if (kzsi_site_begin(&place, path, replace, &error) != KZS_OK)
            _exit(1);
        touch(place.building, "iamglass");
        touch(place.building, "streams.tmp");
        kill(getpid(), SIGKILL);
    }
    if (child < 0 || waitpid(child, &state, 0) != child || !WIFSIGNALED(state))
        exit(99);
    snprintf(at, sizeof at, "%s" BESIDE "%ld", path, (long)child);
}

static void
orphans(void)
{
    struct kzsi_site place;
    char path[400], mine[500];

    snprintf(path, sizeof path, "%s", in_folder("killed"));
    die_building(path, false);
    ok(there(at, "iamglass"), "who is killed leaves something");
    snprintf(mine, sizeof mine, "%s" BESIDE "2024", path);
    mkdir(mine, 0700);
    touch(mine, "iamglass");
    kzsi_site_begin(&place, path, false, &error);
    ok(!there(at, "iamglass") && access(at, F_OK) != 0, "the next one removes it");
    ok(there(mine, "iamglass"), "but not what only has such a name");
    kzsi_site_end(&place);
    ok(access(path, F_OK) != 0, "given up: nothing is there");
    is_string(status(kzsi_site_begin(&place, in_folder("none/such"), false, &error)),
              "KZS_ERR_IO", "no folder to make it in");
    kzsi_site_end(&place);
}

int
main(void)
{
    moved();
    replaced();
    orphans();
    return tap_done();
}

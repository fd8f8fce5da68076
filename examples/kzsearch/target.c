/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opening, replacing and removing indexes as folders. The exchange of old and new is one
 * system call where the file system can do that, so that there is an index at INDEX at every
 * moment; elsewhere it is two renames.
 */
#include "target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/input.h"
#include "options.h"
#include "support/message.h"

bool
target_read_schema(const char *path, struct buffer *text)
{
    enum { SCHEMA_LONGEST = 1024 * 1024 };
    struct reason why;
    struct input *in;
    bool done;

    if (path == NULL)
        return true;
    in = input_open(path, false, &why);
    done = in != NULL && input_read_all(in, SCHEMA_LONGEST, text, &why);
    input_close(in);
    if (!done)
        complain("%s: %s", path, why.text);
    return done;
}

/* The path without trailing slashes and, where it exists, without symbolic links. Owned. */
static char *
resolve(const char *path)
{
    char *real = realpath(path, NULL), *copy;
    size_t length = strlen(path);

    if (real != NULL)
        return real;
    while (length > 1 && path[length - 1] == '/')
        length--;
    copy = need(strndup(path, length));
    return copy;
}

/* Whether a name is one of those that the files of a Xapian glass database have. */
static bool
is_index_file(const char *name)
{
    size_t length = strlen(name);

    return strcmp(name, "iamglass") == 0 || strcmp(name, "flintlock") == 0 ||
           (length > 6 && strcmp(name + length - 6, ".glass") == 0);
}

/* Whether there is nothing at all, an empty folder or, if that will do, a damaged index. */
static bool
may_be_replaced(const char *path, bool damaged)
{
    struct dirent *entry;
    bool marked = false, others = false;
    DIR *folder = opendir(path);

    if (folder == NULL)
        return errno == ENOENT;
    while ((entry = readdir(folder)) != NULL) {
        marked = marked || strcmp(entry->d_name, "iamglass") == 0;
        others = others || (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0);
    }
    closedir(folder);
    return (marked && damaged) || !others;
}

/* Remove an index: its files, then the folder, if nothing else was in there. */
static bool
remove_index(const char *path)
{
    int at = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = at >= 0 ? fdopendir(at) : NULL;
    struct dirent *entry;

    if (folder == NULL) {
        if (at >= 0)
            close(at);
        return false;
    }
    while ((entry = readdir(folder)) != NULL)
        if (is_index_file(entry->d_name))
            unlinkat(at, entry->d_name, 0);
    closedir(folder);
    return rmdir(path) == 0;
}

/* Make the renames themselves durable. */
static void
sync_parent(const char *path)
{
    char *parent = need(strdup(path)), *slash = strrchr(parent, '/');
    int at;

    if (slash != NULL)
        slash[slash == parent ? 1 : 0] = '\0';
    at = open(slash != NULL ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at >= 0) {
        fsync(at);
        close(at);
    }
    free(parent);
}

/* ---- opening ---- */

static bool
open_plain(struct target *t, const struct target_plan *plan)
{
    kzs_error err;
    kzs_status st;

    if (plan->schema == NULL)
        st = kzs_index_open(t->path, KZS_WRITE | KZS_CREATE, plan->options, &t->index, &err);
    else
        st = kzs_index_create(t->path, plan->schema, plan->options, &t->index, &err);
    if (st == KZS_ERR_EXISTS)
        complain("%s: an index has its schema for good; to build it anew with another one "
                 "add --replace",
                 plan->path);
    else if (st)
        options_lock_failed(&err);
    return st == KZS_OK;
}

/* Lock what is there. A damaged or newer index may be replaced too: that is the cure. */
static bool
open_old(struct target *t, const struct target_plan *plan)
{
    kzs_error err;
    kzs_status st = kzs_index_open(t->path, KZS_WRITE, plan->options, &t->old, &err);

    if (st == KZS_OK)
        return true;
    /* KZS_ERR_INVALID may be somebody else's Xapian database: that is not touched. */
    if ((st == KZS_ERR_NOT_FOUND || st == KZS_ERR_INVALID) && may_be_replaced(t->path, false))
        return true;
    if ((st == KZS_ERR_CORRUPT || st == KZS_ERR_VERSION) && may_be_replaced(t->path, true))
        return true;
    options_lock_failed(&err);
    return false;
}

/* Make the folder for the replacement: who may see the old index may see the new one. */
static bool
make_alike(const char *path, const char *old)
{
    struct stat entry;

    if (stat(old, &entry) != 0 || !S_ISDIR(entry.st_mode))
        return true; /* the library makes it */
    if (mkdir(path, 0700) != 0) {
        complain("%s: %s", path, strerror(errno));
        return false;
    }
    /* Only a member of the group, or root, may give it away. */
    if (chown(path, (uid_t)-1, entry.st_gid) != 0)
        entry.st_mode &= 0700;
    if (chmod(path, entry.st_mode & 07777) == 0)
        return true;
    complain("%s: %s", path, strerror(errno));
    rmdir(path);
    return false;
}

static bool
open_replacement(struct target *t, const struct target_plan *plan)
{
    const char *schema = plan->schema;
    size_t size = strlen(t->path) + 32;
    kzs_error err;

    if (!open_old(t, plan))
        return false;
    if (schema == NULL && t->old != NULL)
        schema = kzs_index_schema(t->old);
    t->building = need(malloc(size));
    snprintf(t->building, size, "%s.new-%ld", t->path, (long)getpid());
    if (!make_alike(t->building, t->path)) {
        free(t->building);
        t->building = NULL;
        return false;
    }
    if (kzs_index_create(t->building, schema, plan->options, &t->index, &err)) {
        complain("%s", err.message);
        /* What could not be created is not ours to remove, but for the empty folder. */
        rmdir(t->building);
        free(t->building);
        t->building = NULL;
        return false;
    }
    return true;
}

bool
target_open(struct target *t, const struct target_plan *plan)
{
    bool opened;

    *t = (struct target){.path = resolve(plan->path)};
    opened = plan->replace ? open_replacement(t, plan) : open_plain(t, plan);
    if (!opened)
        target_abandon(t);
    return opened;
}

/* ---- closing ---- */

/* Old and new change places; the old one is at `building` then, if there was one. */
static bool
exchange(const struct target *t)
{
    size_t size = strlen(t->path) + 32;
    char *aside;
    bool done;

    if (renameat2(AT_FDCWD, t->building, AT_FDCWD, t->path, RENAME_EXCHANGE) == 0)
        return true;
    if (rename(t->building, t->path) == 0) /* nothing there, or an empty folder */
        return true;
    aside = need(malloc(size));
    snprintf(aside, size, "%s.old-%ld", t->path, (long)getpid());
    done = rename(t->path, aside) == 0;
    if (done && rename(t->building, t->path) != 0) {
        done = false;
        if (rename(aside, t->path) != 0)
            complain("%s: the old index is now at %s", t->path, aside);
    }
    if (done)
        done = rename(aside, t->building) == 0;
    free(aside);
    return done;
}

bool
target_finish(struct target *t)
{
    kzs_error err;
    bool done = true;

    if (kzs_index_close(t->index, &err)) {
        complain("%s", err.message);
        done = false;
    }
    t->index = NULL;
    if (done && t->building != NULL && !exchange(t)) {
        complain("%s: cannot put the new index into place: %s", t->path, strerror(errno));
        done = false;
    }
    if (done)
        sync_parent(t->path);
    target_abandon(t); /* removes whichever of the two is at `building` */
    return done;
}

void
target_abandon(struct target *t)
{
    struct stat entry;

    kzs_index_close(t->index, NULL);
    kzs_index_close(t->old, NULL);
    if (t->building != NULL && !remove_index(t->building) && lstat(t->building, &entry) == 0)
        complain("%s: not removed, for it holds more than an index", t->building);
    free(t->building);
    free(t->path);
    *t = (struct target){0};
}

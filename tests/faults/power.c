/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Power cuts. What a writer does to its files is recorded; then, for a cut at any moment, the
 * disk is made up as it may look afterwards:
 *
 *   contents     what was written before the file's last sync is there; of what was written
 *                since each write may be there, be missing or be torn at a sector
 *   directories  what was done before the directory's last sync is there. Of what was done
 *                since, by the model "ordered", the first so many steps are there, as on a
 * file system with a journal; by the model "unordered" each step or not.
 *
 * The index must then be that of the last acknowledged commit, or of the one under way.
 */
#include "tests/faults/faults.h"

enum { OBJECTS = 2000, NAMES = 2000, SECTOR = 512, COMMITS = 12 };

/* A file, whatever its names were. */
struct object {
    uint64_t inode;
    size_t length, capacity;
    char *data;
};

/* One step in a directory: names that come and go together. */
struct step {
    char gone[256], made[256]; /* "": none */
    int object;                /* -1: a directory */
    size_t entry;
};

static const struct log_entry *entries;
static size_t entry_count;
static struct object objects[OBJECTS];
static int object_count;
static struct step steps[NAMES];
static size_t step_count;
static int object_of_entry[20000]; /* which object an entry is about */

/* ---- reading the record ---- */

static int
object_of(uint64_t inode)
{
    for (int i = object_count - 1; i >= 0; i--) /* numbers are used again: the newest */
        if (objects[i].inode == inode)
            return i;
    return -1;
}

/* The object that a name stands for after all steps so far; -1 if none. */
static int
object_named(const char *name)
{
    for (size_t i = step_count; i-- > 0;) {
        if (strcmp(steps[i].made, name) == 0)
            return steps[i].object;
        if (strcmp(steps[i].gone, name) == 0)
            return -1;
    }
    return -1;
}

static void
add_step(size_t entry, const char *gone, const char *made, int object)
{
    struct step *step = &steps[step_count++];

    if (step_count == NAMES)
        exit(99);
    snprintf(step->gone, sizeof step->gone, "%s", gone);
    snprintf(step->made, sizeof step->made, "%s", made);
    step->object = object;
    step->entry = entry;
}

static void
read_record(void)
{
    while (object_count > 0)
        free(objects[--object_count].data);
    step_count = 0;
    for (size_t i = 0; i < entry_count; i++) {
        const struct log_entry *e = &entries[i];
        object_of_entry[i] = -1;
        switch (e->kind) {
        case LOG_CREATE:
            objects[object_count] = (struct object){.inode = e->inode};
            add_step(i, "", e->name, object_count++);
            break;
        case LOG_RENAME:
            add_step(i, e->name, e->to, object_named(e->name));
            break;
        case LOG_UNLINK:
            add_step(i, e->name, "", -1);
            break;
        case LOG_MKDIR:
            add_step(i, "", e->name, -1);
            break;
        case LOG_WRITE:
        case LOG_TRUNCATE:
        case LOG_SYNC:
            object_of_entry[i] = object_of(e->inode);
            break;
        default:
            break;
        }
    }
}

/* ---- making up a disk ---- */

static void
extend(struct object *object, size_t length)
{
    if (length > object->capacity) {
        object->data = realloc(object->data, length * 2);
        if (object->data == NULL)
            exit(99);
        object->capacity = length * 2;
    }
    if (length > object->length)
        memset(object->data + object->length, 0, length - object->length);
    object->length = length;
}

static void
apply(struct object *object, const struct log_entry *e, size_t length)
{
    if (e->kind == LOG_TRUNCATE) {
        extend(object, (size_t)e->offset);
        return;
    }
    if (e->offset + length > object->length)
        extend(object, (size_t)e->offset + length);
    memcpy(object->data + e->offset, e->data, length);
}

static void
make_contents(size_t cut)
{
    for (int o = 0; o < object_count; o++) {
        size_t synced = 0, part;
        objects[o].length = 0;
        for (size_t i = 0; i < cut; i++)
            if (object_of_entry[i] == o && entries[i].kind == LOG_SYNC)
                synced = i;
        for (size_t i = 0; i < cut; i++) {
            const struct log_entry *e = &entries[i];
            if (object_of_entry[i] != o || e->kind == LOG_SYNC)
                continue;
            part = e->length;
            if (i > synced && any(4) == 0 && part > SECTOR)
                part = any(part / SECTOR) * SECTOR;
            if (i < synced || any(2) == 0)
                apply(&objects[o], e, part);
        }
    }
}

static bool
is_parent(const char *directory, const char *name)
{
    const char *slash = strrchr(name, '/');
    size_t length = slash != NULL ? (size_t)(slash - name) : 0;

    return strlen(directory) == length && memcmp(directory, name, length) == 0;
}

static bool
is_synced(const struct step *step, size_t cut)
{
    const char *name = step->made[0] != '\0' ? step->made : step->gone;

    for (size_t i = step->entry + 1; i < cut; i++) {
        char directory[256];
        if (entries[i].kind != LOG_SYNC_DIR)
            continue;
        /* Through "index/..", too. */
        snprintf(directory, sizeof directory, "%s", entries[i].name);
        if (is_parent(directory, name))
            return true;
    }
    return false;
}

static void
write_object(const char *path, const struct object *object)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd < 0)
        return; /* its directory is not there */
    if (write(fd, object->data, object->length) != (ssize_t)object->length)
        exit(99);
    close(fd);
}

static void
make_disk(const char *where, size_t cut, bool ordered)
{
    char path[700];
    bool stopped = false;

    make_contents(cut);
    snprintf(path, sizeof path, "%s/index", where);
    remove_folder(path);
    for (size_t i = 0; i < step_count && steps[i].entry < cut; i++) {
        const struct step *step = &steps[i];
        if (!is_synced(step, cut)) {
            bool here = any(2) == 0;
            if (ordered && !here)
                stopped = true;
            if (ordered ? stopped : !here)
                continue;
        }
        if (step->gone[0] != '\0') {
            snprintf(path, sizeof path, "%s/%s", where, step->gone);
            unlink(path);
        }
        if (step->made[0] == '\0')
            continue;
        snprintf(path, sizeof path, "%s/%s", where, step->made);
        if (step->object < 0)
            mkdir(path, 0700);
        else
            write_object(path, &objects[step->object]);
    }
}

/* ---- the writer ---- */

static void
write_model(const char *options)
{
    const struct fault none = {.calls = FAULT_FILES};
    kzs_index *index;
    kzs_error err;

    remove_folder(in_folder("index"));
    log_begin();
    fault_arm(&none);
    must(kzs_index_open(in_folder("index"), KZS_WRITE | KZS_CREATE, options, &index, &err),
         &err, "opening");
    log_mark(0);
    for (unsigned g = 1; g <= COMMITS; g++) {
        must(model_change(index, g, &err), &err, "changing");
        must(kzs_commit(index, &err), &err, "committing");
        log_mark(g);
        if (g == COMMITS / 2) { /* a second writer goes on */
            must(kzs_index_close(index, &err), &err, "closing");
            must(kzs_index_open(in_folder("index"), KZS_WRITE, options, &index, &err), &err,
                 "opening");
        }
    }
    must(kzs_index_close(index, &err), &err, "closing");
    fault_disarm();
    entries = log_end(&entry_count);
    if (entry_count > 20000)
        exit(99);
    read_record();
}

static bool say_why;

/* Verified in a child: damage that is none of ours to survive is a failed test, not a crash.
 */
static int
verify(void *user)
{
    if (!say_why && freopen("/dev/null", "w", stdout) == NULL)
        return 1;
    shared->number = model_verify(user, true);
    return 0;
}

/* How many of so many cuts leave something else than they may. */
static unsigned
cut_power(unsigned cuts, bool ordered, bool say)
{
    char where[400], index[420];
    unsigned bad = 0, early = 0;
    size_t first = 0;

    say_why = say;
    snprintf(where, sizeof where, "%s", in_folder("disk"));
    mkdir(where, 0700);
    snprintf(index, sizeof index, "%s/index", where);
    while (entries[first].kind != LOG_MARK)
        first++; /* there is an index only when opening it returned */
    for (unsigned i = 0; i < cuts; i++) {
        size_t cut = first + 1 + any(entry_count - first);
        long acknowledged = 0;
        for (size_t n = 0; n < cut; n++)
            if (entries[n].kind == LOG_MARK)
                acknowledged = (long)entries[n].number;
        make_disk(where, cut, ordered);
        shared->number = -1;
        if (in_child(verify, index) != 0)
            shared->number = -1;
        /*
         * Where a file system may lose one of two names and keep the other, the first commit
         * to a new index is not safe until it returned: its version file can be there
         * without a table that was new. Nothing acknowledged is lost. doc/reliability.md.
         */
        if (!ordered && acknowledged == 0 && shared->number == -1) {
            early++;
            continue;
        }
        if (shared->number != acknowledged && shared->number != acknowledged + 1) {
            bad++;
            if (say)
                printf("# cut at %zu of %zu: generation %ld, acknowledged %ld\n", cut,
                       entry_count, shared->number, acknowledged);
        }
    }
    if (say && early > 0)
        printf("# %u cuts within the first commit\n", early);
    return bad;
}

int
main(void)
{
    unsigned cuts = long_form() ? 3000 : 250, without;

    faults_begin();
    write_model(NULL);
    is_number(cut_power(cuts, true, true), 0,
              "%u cuts of power, directories ordered: %zu steps of %d commits", cuts,
              entry_count, COMMITS);
    is_number(cut_power(cuts, false, true), 0, "%u cuts of power, directories unordered",
              cuts);

    /* That the models can see a fault: the same without the directory's sync. */
    write_model("durability=commit");
    without = cut_power(cuts / 2, false, false);
    ok(without > 0, "without the directory's sync %u of %u such cuts are bad", without,
       cuts / 2);
    return tap_done();
}

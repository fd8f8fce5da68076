/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of an index that rot. Each is damaged in each of some ways; then a child, which stands
 * for the host, reads, checks, writes and compacts. Nothing may be wrong without a word: what
 * is answered with KZS_OK is what the whole index answers. And the child may not die.
 *
 * Before that: Xapian never reads a block that the library has not read, and so added up,
 * before it. That is what all of this rests on.
 */
#include <dlfcn.h>

#include "tests/faults/faults.h"

enum { DOCUMENTS = 300, WORDS = 400, SHORT_RUNS = 56, LONG_RUNS = 500 };

static const char *const files[] = {"iamglass",       "postlist.glass", "docdata.glass",
                                    "termlist.glass", "position.glass", "checksums",
                                    "flintlock"};

static char whole[400], old[400], path[400], other[400];

/* ---- an index ---- */

static void
put_one(kzs_index *index, unsigned n, unsigned edition)
{
    static const char *const tags[] = {"economy", "elections", "выборы", "media"};
    char body[3000] = "every opinion on Kazakhstan", id[20], text[100];
    size_t length = strlen(body);
    kzs_doc *doc = kzs_doc_new();
    kzs_error err;

    for (unsigned w = 0; w < 60; w++)
        length += (size_t)snprintf(body + length, sizeof body - length, " word%u слово%u",
                                   (n * 7 + w * w + edition) % WORDS,
                                   (n * 3 + w * 11 + edition * 5) % WORDS);
    snprintf(id, sizeof id, "id%u", n);
    snprintf(text, sizeof text, "Title %u of edition%u", n, edition);
    kzs_doc_set(doc, "title", text, KZS_NUL, NULL);
    kzs_doc_set(doc, "body", body, KZS_NUL, NULL);
    kzs_doc_add(doc, "tags", tags[n % 4], KZS_NUL, NULL);
    kzs_doc_add(doc, "author", n % 3 == 0 ? "Aigul Serik" : "Иван Петров", KZS_NUL, NULL);
    snprintf(text, sizeof text, "%u-%02u-%02u", 2015 + n % 9, 1 + n % 12, 1 + n % 28);
    kzs_doc_set(doc, "date", text, KZS_NUL, NULL);
    must(kzs_put(index, id, KZS_NUL, doc, &err), &err, id);
    kzs_doc_free(doc);
}

/* Three commits, with replaced and deleted documents; `old` is the second. */
static void
build(void)
{
    kzs_index *index;
    kzs_error err;

    must(kzs_index_open(whole, KZS_WRITE | KZS_CREATE, NULL, &index, &err), &err, whole);
    for (unsigned n = 0; n < DOCUMENTS; n++)
        put_one(index, n, 1);
    commit(index);
    for (unsigned n = 0; n < DOCUMENTS; n += 5)
        put_one(index, n, 2);
    commit(index);
    copy_index(whole, old);
    for (unsigned n = 0; n < DOCUMENTS; n += 7)
        put_one(index, n, 3);
    for (unsigned n = 3; n < DOCUMENTS; n += 31) {
        char id[20];
        snprintf(id, sizeof id, "id%u", n);
        must(kzs_delete(index, id, KZS_NUL, &err), &err, id);
    }
    commit(index);
    must(kzs_index_close(index, &err), &err, "closing");
}

/* ---- what it answers ---- */

static const struct question {
    const char *query, *options, *facet, *timeline;
} questions[] = {
    {"every", "exact_total=yes limit=20", "tags", "date"},
    {"Kazakhstan word17", "limit=10", NULL, NULL},
    {"\"opinion on Kazakhstan\" слово33", "exact_total=yes", "author", NULL},
    {"word1 NEAR/5 слово30", "exact_total=yes", NULL, NULL},
    {"word2*", "exact_total=yes", NULL, NULL},
    {"ворд3~ word39~", "exact_total=yes", NULL, NULL},
    {"date:2019..2021 слово7", "exact_total=yes sort=-date,author limit=30", NULL, NULL},
    {"tag:выборы", "exact_total=yes sort=date limit=30", "tags", NULL},
    {"title:edition3 OR edition2", "exact_total=yes explain=yes collapse=yes", NULL, NULL},
    {"-word5 слово5", "exact_total=yes", NULL, NULL},
    {"*", "exact_total=yes offset=200 limit=50 sort=author", NULL, "date"},
    {"=\"word9 слово11\"", "exact_total=yes", NULL, NULL},
};

/* All of an answer, or its status, as text. Documents by their ids: numbers may change. */
static kzs_status
ask(kzs_index *index, const struct question *q, char *out, size_t size)
{
    kzs_query *query = new_query(q->query, q->options);
    kzs_summary summary = {.size = sizeof summary};
    kzs_results *page = NULL;
    size_t length = 0;
    kzs_error err;
    kzs_status st;

    if (q->facet != NULL)
        kzs_query_facet(query, q->facet, 10, NULL);
    if (q->timeline != NULL)
        kzs_query_timeline(query, q->timeline, "year", NULL);
    st = kzs_search(index, query, &page, &err);
    kzs_query_free(query);
    if (st != KZS_OK) {
        snprintf(out, size, "%s", err.message);
        return st;
    }
    kzs_results_summary(page, &summary);
    length += (size_t)snprintf(out, size, "%llu:", (unsigned long long)summary.total);
    for (size_t i = 0; i < kzs_results_count(page) && length < size; i++) {
        kzs_hit hit = {.size = sizeof hit};
        const char *title;
        kzs_results_hit(page, i, &hit);
        title = kzs_doc_get(kzs_results_doc(page, i), "title", 0, NULL);
        length += (size_t)snprintf(out + length, size - length, " %s=%s (%.4f)", hit.id,
                                   title != NULL ? title : "", hit.score);
    }
    for (size_t i = 0; q->facet != NULL && i < 10 && length < size; i++) {
        kzs_facet_value value = {.size = sizeof value};
        if (kzs_results_facet_value(page, 0, i, &value) != KZS_OK)
            break;
        length += (size_t)snprintf(out + length, size - length, " %s:%llu", value.value,
                                   (unsigned long long)value.count);
    }
    for (size_t i = 0; q->timeline != NULL && length < size; i++) {
        kzs_bucket bucket = {.size = sizeof bucket};
        if (kzs_results_bucket(page, i, &bucket) != KZS_OK)
            break;
        length += (size_t)snprintf(out + length, size - length, " %s:%llu/%llu", bucket.date,
                                   (unsigned long long)bucket.count,
                                   (unsigned long long)bucket.documents);
    }
    kzs_results_free(page);
    return KZS_OK;
}

static kzs_status
fetch(kzs_index *index, unsigned n, char *out, size_t size)
{
    char id[20];
    kzs_doc *doc;
    kzs_error err;
    kzs_status st;

    snprintf(id, sizeof id, "id%u", n);
    st = kzs_get(index, id, KZS_NUL, &doc, &err);
    snprintf(out, size, "%s", st == KZS_OK ? kzs_doc_get(doc, "body", 0, NULL) : "none");
    if (st == KZS_OK)
        kzs_doc_free(doc);
    return st == KZS_ERR_NOT_FOUND ? KZS_OK : st;
}

enum { ANSWERS = ROWS(questions) + 20, ANSWER = 8000 };

static char (*right)[ANSWER], (*right_after)[ANSWER]; /* shared with the children */

static kzs_status
answer(kzs_index *index, size_t n, char *out)
{
    return n < ROWS(questions) ? ask(index, &questions[n], out, ANSWER)
                               : fetch(index, (unsigned)(n - ROWS(questions)) * 13, out, ANSWER);
}

static void
learn(const char *where, char (*answers)[ANSWER])
{
    kzs_index *index;
    kzs_error err;

    must(kzs_index_open(where, KZS_READ, NULL, &index, &err), &err, where);
    for (size_t n = 0; n < ANSWERS; n++)
        if (answer(index, n, answers[n]) != KZS_OK) {
            printf("Bail out! %s\n", answers[n]);
            exit(99);
        }
    kzs_index_close(index, NULL);
}

/* What became of an operation. */
enum { REFUSED = 1, RIGHT, WRONG, CRASHED };

static int
compare(const char *where, char (*answers)[ANSWER])
{
    static char have[ANSWER];
    int outcome = RIGHT;
    kzs_index *index;
    kzs_error err;

    if (kzs_index_open(where, KZS_READ, NULL, &index, &err) != KZS_OK)
        return REFUSED;
    for (size_t n = 0; n < ANSWERS && outcome != WRONG; n++) {
        kzs_status st = answer(index, n, have);
        if (st != KZS_OK)
            outcome = REFUSED;
        else if (strcmp(have, answers[n]) != 0) {
            printf("# answer %zu is\n#   %.300s\n# not\n#   %.300s\n", n, have, answers[n]);
            outcome = WRONG;
        }
    }
    kzs_index_close(index, NULL);
    return outcome;
}

static kzs_status
change(const char *where, kzs_error *err)
{
    kzs_index *index = NULL;
    kzs_status st = kzs_index_open(where, KZS_WRITE, NULL, &index, err);

    for (unsigned n = 0; n < 12 && st == KZS_OK; n++) {
        kzs_doc *doc = kzs_doc_new();
        char id[20];
        snprintf(id, sizeof id, n < 8 ? "id%u" : "new%u", n * 26);
        kzs_doc_set(doc, "title", "Title of a change", KZS_NUL, NULL);
        kzs_doc_set(doc, "body", "every word1 word2 слово3 слово4 changed", KZS_NUL, NULL);
        kzs_doc_set(doc, "date", "2020-02-02", KZS_NUL, NULL);
        st = n % 3 == 2 ? kzs_delete(index, id, KZS_NUL, err)
                        : kzs_put(index, id, KZS_NUL, doc, err);
        if (st == KZS_ERR_NOT_FOUND)
            st = KZS_OK;
        kzs_doc_free(doc);
    }
    if (st == KZS_OK)
        st = kzs_commit(index, err);
    kzs_index_close(index, NULL);
    return st;
}

/* ---- what Xapian reads ---- */

enum { BLOCKS = 4096, INODES = 16 };

static ino_t inodes[INODES];
static unsigned char proved[INODES][BLOCKS];
static unsigned long xapian_reads, unproved;

static int
number_of(int fd)
{
    struct stat info;

    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return -1;
    for (int i = 0; i < INODES; i++) {
        if (inodes[i] == 0)
            inodes[i] = info.st_ino;
        if (inodes[i] == info.st_ino)
            return i;
    }
    return -1;
}

static void
on_read(int fd, int64_t offset, size_t length, const void *caller)
{
    int64_t block = offset / 8192;
    int file = number_of(fd);
    Dl_info library;

    if (file < 0 || block >= BLOCKS || (caller != NULL && dladdr(caller, &library) == 0))
        return;
    if (caller == NULL) {
        proved[file][block] = 1; /* its own writing it may read again */
        return;
    }
    if (strstr(library.dli_fname, "libxapian") != NULL) {
        xapian_reads++;
        if (!proved[file][block]) {
            char name[64], target[600];
            ssize_t n;
            snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
            n = readlink(name, target, sizeof target - 1);
            if (unproved++ < 10)
                printf("# unproved: block %ld of %.*s\n", (long)block, n > 0 ? (int)n : 0,
                       target);
        }
    } else if (length >= 8192) {
        proved[file][block] = 1;
    }
}

static void
forget_reads(void)
{
    memset(inodes, 0, sizeof inodes);
    memset(proved, 0, sizeof proved);
    xapian_reads = unproved = 0;
}

/* Everything anew for each question, so that nothing is known from the one before. */
static void
test_reads(const char *where, const char *what)
{
    static char have[ANSWER];
    unsigned long bad = 0, reads = 0;
    kzs_index *index;
    kzs_error err;

    for (size_t n = 0; n < ANSWERS; n++) {
        forget_reads();
        watch_reads(on_read);
        must(kzs_index_open(where, KZS_READ, NULL, &index, &err), &err, where);
        answer(index, n, have);
        kzs_index_close(index, NULL);
        watch_reads(NULL);
        if (unproved > 0)
            printf("# answer %zu\n", n);
        bad += unproved;
        reads += xapian_reads;
    }
    ok(reads > 100 && bad == 0,
       "%s: all of %lu blocks that Xapian reads to answer were proved (%lu not)", what, reads,
       bad);
}

static void
test_writes(void)
{
    kzs_error err;

    copy_index(whole, path);
    forget_reads();
    watch_reads(on_read);
    must(change(path, &err), &err, "changing");
    watch_reads(NULL);
    ok(xapian_reads > 50 && unproved == 0,
       "writing: all of %lu blocks that Xapian reads were proved (%lu not)", xapian_reads,
       unproved);
}

/* ---- damage ---- */

struct bytes {
    char *data;
    size_t length;
};

static struct bytes
load(const char *folder, const char *name)
{
    char full[600];
    struct bytes file = {NULL, 0};
    struct stat info;
    int fd;

    snprintf(full, sizeof full, "%s/%s", folder, name);
    fd = open(full, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0)
        exit(99);
    file.length = (size_t)info.st_size;
    file.data = malloc(file.length * 2 + 20000);
    if (file.data == NULL || read(fd, file.data, file.length) != (ssize_t)file.length)
        exit(99);
    close(fd);
    return file;
}

static void
store(const char *folder, const char *name, const struct bytes *file)
{
    char full[600];
    int fd;

    snprintf(full, sizeof full, "%s/%s", folder, name);
    fd = open(full, O_WRONLY | O_TRUNC);
    if (fd < 0 || write(fd, file->data, file->length) != (ssize_t)file->length)
        exit(99);
    close(fd);
}

static const char *const kinds[] = {"a bit flipped", "a block zeroed",       "blocks swapped",
                                    "truncated",     "extended",             "an older block",
                                    "random bytes",  "the file is not there"};

/* Where in a file of blocks; small files are one block. */
static size_t
any_block(const struct bytes *file, size_t *size)
{
    *size = file->length >= 2 * 8192 ? 8192 : file->length;
    return *size == 8192 ? any(file->length / 8192) * 8192 : 0;
}

static void
apply(struct bytes *file, size_t kind, const char *name)
{
    size_t size, at = any_block(file, &size), to = any_block(file, &size);
    struct bytes older;
    char block[8192];

    switch (kind) {
    case 0:
        if (file->length > 0)
            file->data[any(file->length)] ^= (char)(1 << any(8));
        break;
    case 1:
        memset(file->data + at, 0, size);
        break;
    case 2:
        if (size == 8192) {
            memcpy(block, file->data + at, size);
            memcpy(file->data + at, file->data + to, size);
            memcpy(file->data + to, block, size);
        } else if (size > 8) {
            memmove(file->data, file->data + size / 2, size / 2);
        }
        break;
    case 3:
        file->length = file->length > 0 ? any(file->length) : 0;
        break;
    case 4:
        size = 1 + any(10000);
        memset(file->data + file->length, (int)any(256), size);
        file->length += size;
        break;
    case 5:
        older = load(old, name);
        if (size == 8192 && at + size <= older.length) {
            memcpy(file->data + at, older.data + at, size);
        } else if (size != 8192) {
            memcpy(file->data, older.data, older.length);
            file->length = older.length;
        }
        free(older.data);
        break;
    case 6:
        size = file->length > 0 ? 1 + any(file->length < 400 ? file->length : 400) : 0;
        at = size > 0 ? any(file->length - size + 1) : 0;
        for (size_t i = 0; i < size; i++)
            file->data[at + i] = (char)any(256);
        break;
    }
}

static void
damage(const char *folder, const char *name, size_t kind)
{
    char full[600];
    struct bytes file;

    if (kind == ROWS(kinds) - 1) {
        snprintf(full, sizeof full, "%s/%s", folder, name);
        unlink(full);
        return;
    }
    file = load(folder, name);
    apply(&file, kind, name);
    store(folder, name, &file);
    free(file.data);
}

/* ---- operations, each in a child ---- */

static int
op_read(void *user)
{
    (void)user;
    return compare(path, right);
}

/* What the check takes for whole must be. */
static int
op_check(void *user)
{
    kzs_error err;

    (void)user;
    if (kzs_check(path, NULL, NULL, NULL, &err) != KZS_OK)
        return REFUSED;
    return compare(path, right) == RIGHT ? RIGHT : WRONG;
}

static int
op_write(void *user)
{
    kzs_error err;

    (void)user;
    if (change(path, &err) != KZS_OK)
        return REFUSED;
    return compare(path, right_after);
}

static int
op_compact(void *user)
{
    kzs_error err;

    (void)user;
    if (kzs_compact(path, NULL, NULL, NULL, &err) != KZS_OK)
        return REFUSED;
    return compare(path, right);
}

static int
op_backup(void *user)
{
    kzs_error err;

    (void)user;
    remove_folder(other);
    if (kzs_backup(path, other, NULL, NULL, &err) != KZS_OK)
        return REFUSED;
    return compare(other, right);
}

static const struct {
    const char *name;
    int (*work)(void *user);
} operations[] = {{"read", op_read},
                  {"check", op_check},
                  {"write", op_write},
                  {"compact", op_compact},
                  {"backup", op_backup}};

static void
test_damage(unsigned runs)
{
    unsigned outcomes[CRASHED + 1] = {0}, tried = 0;
    const char *one = getenv("KZS_DAMAGE"); /* one run of those that a seed makes */

    for (unsigned run = 0; run < runs; run++) {
        size_t name = run % ROWS(files), kind = run / ROWS(files) % ROWS(kinds);
        unsigned long long draws = random_state;
        for (size_t op = 0; op < ROWS(operations); op++) {
            int outcome;
            if (!long_form() && op != (run + run / ROWS(files)) % ROWS(operations))
                continue;
            random_state = draws; /* each operation meets the same */
            copy_index(whole, path);
            damage(path, files[name], kind);
            if (one != NULL && (unsigned)atoi(one) != run)
                continue;
            outcome = in_child(operations[op].work, NULL);
            if (outcome < 0)
                outcome = CRASHED;
            tried++;
            outcomes[outcome <= CRASHED ? outcome : WRONG]++;
            if (outcome >= WRONG)
                printf("# run %u: %s in %s, %s: %s\n", run, kinds[kind], files[name],
                       operations[op].name, outcome == CRASHED ? "crashed" : "wrong");
        }
    }
    printf("# %u damages, %u operations: %u refused, %u not affected\n", runs, tried,
           outcomes[REFUSED], outcomes[RIGHT]);
    ok(outcomes[REFUSED] > 0 && outcomes[RIGHT] > 0, "some are refused, some not affected");
    is_number(outcomes[WRONG], 0, "nothing is wrong without a word");
    is_number(outcomes[CRASHED], 0, "no host dies");
}

/* What is wrong with the sums alone does not keep anybody from the index for good. */
static void
test_mending(void)
{
    kzs_error err;
    char full[600];
    struct bytes file;

    copy_index(whole, path);
    snprintf(full, sizeof full, "%s/checksums", path);
    unlink(full);
    ok(compare(path, right) == RIGHT, "an index without checksums is read as it is");
    must(change(path, &err), &err, "changing");
    ok(access(full, F_OK) == 0 && compare(path, right_after) == RIGHT,
       "the next commit adds it up");
    file = load(path, "postlist.glass");
    for (size_t i = 0; i < file.length; i += 8192)
        file.data[i + 4000] ^= 1;
    store(path, "postlist.glass", &file);
    ok(compare(path, right_after) == REFUSED, "and damage after that is found");
    free(file.data);
}

int
main(void)
{
    kzs_error err;

    faults_begin();
    snprintf(whole, sizeof whole, "%s", in_folder("whole"));
    snprintf(old, sizeof old, "%s", in_folder("old"));
    snprintf(path, sizeof path, "%s", in_folder("index"));
    snprintf(other, sizeof other, "%s", in_folder("backup"));
    right = mmap(NULL, 2 * ANSWERS * sizeof *right, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (right == MAP_FAILED)
        return 99;
    right_after = right + ANSWERS;
    build();
    learn(whole, right);
    copy_index(whole, path);
    must(change(path, &err), &err, "changing");
    learn(path, right_after);

    test_reads(whole, "reading");
    must(kzs_compact(path, NULL, NULL, NULL, &err), &err, "compacting");
    test_reads(path, "reading a compacted index");
    test_writes();
    test_damage(long_form() ? LONG_RUNS : SHORT_RUNS);
    test_mending();
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The calls themselves. Real work is done by bare system calls and by glibc's own allocator,
 * so that nothing here depends on the functions that it replaces.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tests/faults/interpose.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_ALLOCATOR 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                    \
    __has_feature(memory_sanitizer)
#define OWN_ALLOCATOR 0
#endif
#endif
#ifndef OWN_ALLOCATOR
#define OWN_ALLOCATOR 1
#endif

enum { FDS = 4096 };

static char below[256];
static size_t below_length;
static bool watched[FDS]; /* descriptors of files below */

static struct fault armed;
static __thread bool here; /* this thread armed it */
static uint64_t seen;
static bool happened, logging;

/* What a call is to do. */
enum verdict { GO, FAIL, HALF, DIE, DIE_HALF };

static enum verdict
count_call(unsigned call)
{
    static const enum verdict verdicts[] = {GO, FAIL, HALF, DIE, DIE_HALF};

    uint64_t now;

    if (!(here || armed.all_threads) || (armed.calls & call) == 0)
        return GO;
    now = __atomic_add_fetch(&seen, 1, __ATOMIC_RELAXED);
    if (armed.at == 0 || now < armed.at || (now > armed.at && !armed.forever))
        return GO;
    happened = true;
    return verdicts[armed.action];
}

static void
die(void)
{
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    for (;;)
        ;
}

/* Before a call that is no write: false when it has to fail, errno is set then. */
static bool
may_go(unsigned call, enum verdict *verdict)
{
    *verdict = count_call(call);
    if (*verdict == DIE)
        die();
    if (*verdict == FAIL)
        errno = armed.number;
    return *verdict != FAIL;
}

/* After it. */
static void
went(enum verdict verdict)
{
    if (verdict == DIE_HALF)
        die();
}

void
faults_below(const char *folder)
{
    below_length = strlen(folder);
    memcpy(below, folder, below_length + 1);
    while (below_length > 0 && below[below_length - 1] == '/')
        below[--below_length] = '\0';
}

void
fault_arm(const struct fault *fault)
{
    armed = *fault;
    seen = 0;
    happened = false;
    here = true;
}

uint64_t
fault_disarm(void)
{
    here = armed.all_threads = false;
    armed.calls = 0;
    return seen;
}

void
fault_pause(void)
{
    here = false;
}

void
fault_go_on(void)
{
    here = true;
}

bool
fault_happened(void)
{
    return happened;
}

/* ---- the record ---- */

enum { LOG_MAX = 100000 };
static const size_t arena_size = (size_t)1 << 30; /* address space, not memory */
static struct log_entry *entries;
static size_t entry_count;
static char *arena;
static size_t arena_used;

static struct log_entry *
log_add(enum log_kind kind)
{
    struct log_entry *entry;

    if (!logging || !here)
        return NULL;
    if (entry_count == LOG_MAX)
        die();
    entry = &entries[entry_count++];
    memset(entry, 0, sizeof *entry);
    entry->kind = kind;
    return entry;
}

/* The path below the folder; NULL for one that is elsewhere. */
static const char *
inside(const char *path)
{
    if (below_length == 0 || strncmp(path, below, below_length) != 0)
        return NULL;
    if (path[below_length] == '\0')
        return "";
    return path[below_length] == '/' ? path + below_length + 1 : NULL;
}

/* A path that *at() functions were given, made whole. */
static const char *
whole_path(int dir, const char *path, char *out, size_t size)
{
    char link[40];
    ssize_t n;

    if (path[0] == '/' || dir == AT_FDCWD)
        return path;
    snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    n = syscall(SYS_readlinkat, AT_FDCWD, link, out, size);
    if (n <= 0 || (size_t)n + 1 + strlen(path) >= size)
        return path;
    out[n] = '/';
    strcpy(out + n + 1, path);
    return out;
}

static void
log_name(enum log_kind kind, const char *path, const char *to)
{
    struct log_entry *entry = log_add(kind);

    if (entry == NULL)
        return;
    snprintf(entry->name, sizeof entry->name, "%s",
             inside(path) != NULL ? inside(path) : "..");
    if (to != NULL)
        snprintf(entry->to, sizeof entry->to, "%s", inside(to) != NULL ? inside(to) : "..");
}

static uint64_t
inode_of(int fd)
{
    struct stat info = {0};

    fstat(fd, &info);
    return info.st_ino;
}

static void
log_inode(enum log_kind kind, int fd, uint64_t offset, const void *data, size_t length)
{
    struct log_entry *entry = log_add(kind);

    if (entry == NULL)
        return;
    entry->inode = inode_of(fd);
    entry->offset = offset;
    entry->length = length;
    if (data != NULL) {
        if (length > arena_size - arena_used)
            die();
        entry->data = arena + arena_used;
        memcpy(entry->data, data, length);
        arena_used += length;
    }
}

void
log_begin(void)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

    if (entries == NULL) {
        entries = mmap(NULL, LOG_MAX * sizeof *entries, PROT_READ | PROT_WRITE, flags, -1, 0);
        arena = mmap(NULL, arena_size, PROT_READ | PROT_WRITE, flags, -1, 0);
    }
    if (entries == MAP_FAILED || arena == MAP_FAILED)
        die();
    entry_count = arena_used = 0;
    logging = here = true;
}

void
log_mark(uint64_t number)
{
    struct log_entry *entry = log_add(LOG_MARK);

    if (entry != NULL)
        entry->number = number;
}

const struct log_entry *
log_end(size_t *count)
{
    logging = false;
    *count = entry_count;
    return entries;
}

/* ---- opening and closing ---- */

static int
open_any(int dir, const char *path, int flags, unsigned mode)
{
    char buffer[600];
    const char *whole = whole_path(dir, path, buffer, sizeof buffer);
    bool mine = inside(whole) != NULL, makes = (flags & O_CREAT) != 0 && mine;
    enum verdict verdict = GO;
    struct stat info;
    int fd;

    if (mine && !may_go(FAULT_OPEN, &verdict))
        return -1;
    makes = makes && fstatat(AT_FDCWD, whole, &info, AT_SYMLINK_NOFOLLOW) != 0;
    fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && fd < FDS)
        watched[fd] = mine;
    if (fd >= 0 && mine && makes) {
        struct log_entry *entry;
        log_name(LOG_CREATE, whole, NULL);
        entry = logging && here ? &entries[entry_count - 1] : NULL;
        if (entry != NULL)
            entry->inode = inode_of(fd);
    } else if (fd >= 0 && mine && (flags & O_TRUNC) != 0) {
        log_inode(LOG_TRUNCATE, fd, 0, NULL, 0);
    }
    went(verdict);
    return fd;
}

#define OPEN_ARGUMENTS(flags, mode)                                                           \
    unsigned mode = 0;                                                                        \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {                                               \
        va_list args;                                                                         \
        va_start(args, flags);                                                                \
        mode = va_arg(args, unsigned);                                                        \
        va_end(args);                                                                         \
    }

/* Some have no prototype: glibc's headers call them where a call is checked. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

int
open(const char *path, int flags, ...)
{
    OPEN_ARGUMENTS(flags, mode)
    return open_any(AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
    OPEN_ARGUMENTS(flags, mode)
    return open_any(AT_FDCWD, path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
    OPEN_ARGUMENTS(flags, mode)
    return open_any(dir, path, flags, mode);
}

int
openat64(int dir, const char *path, int flags, ...)
{
    OPEN_ARGUMENTS(flags, mode)
    return open_any(dir, path, flags, mode);
}

int
__open_2(const char *path, int flags)
{
    return open_any(AT_FDCWD, path, flags, 0);
}

int
__open64_2(const char *path, int flags)
{
    return open_any(AT_FDCWD, path, flags, 0);
}

int
close(int fd)
{
    if (fd >= 0 && fd < FDS)
        watched[fd] = false;
    return (int)syscall(SYS_close, fd);
}

static bool
is_watched(int fd)
{
    return fd >= 0 && fd < FDS && watched[fd];
}

/* ---- reading and writing ---- */

static read_fn watcher;

void
watch_reads(read_fn function)
{
    watcher = function;
}

static ssize_t
write_any(int fd, const void *data, size_t length, off_t offset, bool placed)
{
    enum verdict verdict = is_watched(fd) ? count_call(FAULT_WRITE) : GO;
    off_t at = placed ? offset : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
    ssize_t n;

    if (placed && watcher != NULL)
        watcher(fd, offset, length, NULL);

    if (verdict == DIE)
        die();
    if (verdict == FAIL) {
        errno = armed.number;
        return -1;
    }
    if (verdict == HALF || verdict == DIE_HALF)
        length = (length + 1) / 2;
    n = placed ? syscall(SYS_pwrite64, fd, data, length, offset)
               : syscall(SYS_write, fd, data, length);
    if (n > 0 && is_watched(fd))
        log_inode(LOG_WRITE, fd, (uint64_t)at, data, (size_t)n);
    went(verdict);
    return n;
}

ssize_t
write(int fd, const void *data, size_t length)
{
    return write_any(fd, data, length, 0, false);
}

ssize_t
pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return write_any(fd, data, length, offset, true);
}

ssize_t
pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    return write_any(fd, data, length, offset, true);
}

static ssize_t
read_any(int fd, void *data, size_t length, off_t offset, bool placed)
{
    enum verdict verdict = GO;

    if (is_watched(fd) && !may_go(FAULT_READ, &verdict))
        return -1;
    return placed ? syscall(SYS_pread64, fd, data, length, offset)
                  : syscall(SYS_read, fd, data, length);
}

ssize_t __read_chk(int fd, void *data, size_t length, size_t room);
ssize_t __pread_chk(int fd, void *data, size_t length, off_t offset, size_t room);
ssize_t __pread64_chk(int fd, void *data, size_t length, off64_t offset, size_t room);

ssize_t
read(int fd, void *data, size_t length)
{
    return read_any(fd, data, length, 0, false);
}

ssize_t
pread(int fd, void *data, size_t length, off_t offset)
{
    if (watcher != NULL)
        watcher(fd, offset, length, __builtin_return_address(0));
    return read_any(fd, data, length, offset, true);
}

ssize_t
pread64(int fd, void *data, size_t length, off64_t offset)
{
    if (watcher != NULL)
        watcher(fd, offset, length, __builtin_return_address(0));
    return read_any(fd, data, length, offset, true);
}

ssize_t
__read_chk(int fd, void *data, size_t length, size_t room)
{
    return read_any(fd, data, length < room ? length : room, 0, false);
}

ssize_t
__pread_chk(int fd, void *data, size_t length, off_t offset, size_t room)
{
    return read_any(fd, data, length < room ? length : room, offset, true);
}

ssize_t
__pread64_chk(int fd, void *data, size_t length, off64_t offset, size_t room)
{
    return read_any(fd, data, length < room ? length : room, offset, true);
}

/* ---- the rest ---- */

static int
sync_any(int fd, long call)
{
    enum verdict verdict = GO;
    struct stat info = {0};
    char link[40], path[600];
    int result;

    if (!is_watched(fd))
        return (int)syscall(call, fd);
    if (!may_go(FAULT_SYNC, &verdict))
        return -1;
    /* The disk itself is not at stake here, and waiting for it would take most of the time. */
    result = 0;
    if (fstat(fd, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            ssize_t n;
            snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
            n = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
            path[n > 0 ? n : 0] = '\0';
            log_name(LOG_SYNC_DIR, path, NULL);
        } else {
            log_inode(LOG_SYNC, fd, 0, NULL, 0);
        }
    }
    went(verdict);
    return result;
}

int
fsync(int fd)
{
    return sync_any(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
    return sync_any(fd, SYS_fdatasync);
}

/* In one step, perhaps exchanging the two: paths alone, as the library has them. */
int
renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    enum verdict verdict = GO;
    bool mine = inside(from) != NULL || inside(to) != NULL;
    int result;

    if (mine && !may_go(FAULT_RENAME, &verdict))
        return -1;
    result = (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
    went(verdict);
    return result;
}

int
rename(const char *from, const char *to)
{
    enum verdict verdict = GO;
    bool mine = inside(from) != NULL || inside(to) != NULL;
    int result;

    if (mine && !may_go(FAULT_RENAME, &verdict))
        return -1;
    result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (mine && result == 0)
        log_name(LOG_RENAME, from, to);
    went(verdict);
    return result;
}

static int
unlink_any(int dir, const char *path, int flags)
{
    char buffer[600];
    const char *whole = whole_path(dir, path, buffer, sizeof buffer);
    enum verdict verdict = GO;
    bool mine = inside(whole) != NULL;
    int result;

    if (mine && !may_go(FAULT_UNLINK, &verdict))
        return -1;
    result = (int)syscall(SYS_unlinkat, dir, path, flags);
    if (mine && result == 0)
        log_name(LOG_UNLINK, whole, NULL);
    went(verdict);
    return result;
}

int
unlink(const char *path)
{
    return unlink_any(AT_FDCWD, path, 0);
}

int
unlinkat(int dir, const char *path, int flags)
{
    return unlink_any(dir, path, flags);
}

static int
truncate_any(int fd, off_t length)
{
    enum verdict verdict = GO;
    int result;

    if (is_watched(fd) && !may_go(FAULT_TRUNCATE, &verdict))
        return -1;
    result = (int)syscall(SYS_ftruncate, fd, length);
    if (is_watched(fd) && result == 0)
        log_inode(LOG_TRUNCATE, fd, (uint64_t)length, NULL, 0);
    went(verdict);
    return result;
}

int
ftruncate(int fd, off_t length)
{
    return truncate_any(fd, length);
}

int
ftruncate64(int fd, off64_t length)
{
    return truncate_any(fd, length);
}

int
mkdir(const char *path, mode_t mode)
{
    enum verdict verdict = GO;
    bool mine = inside(path) != NULL;
    int result;

    if (mine && !may_go(FAULT_MKDIR, &verdict))
        return -1;
    result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (mine && result == 0)
        log_name(LOG_MKDIR, path, NULL);
    went(verdict);
    return result;
}

int
chmod(const char *path, mode_t mode)
{
    enum verdict verdict = GO;

    if (inside(path) != NULL && !may_go(FAULT_MODE, &verdict))
        return -1;
    return (int)syscall(SYS_fchmodat, AT_FDCWD, path, mode);
}

int
fchmodat(int dir, const char *path, mode_t mode, int flags)
{
    char buffer[600];
    enum verdict verdict = GO;

    (void)flags;
    if (inside(whole_path(dir, path, buffer, sizeof buffer)) != NULL &&
        !may_go(FAULT_MODE, &verdict))
        return -1;
    return (int)syscall(SYS_fchmodat, dir, path, mode);
}

/* ---- memory ---- */

bool
memory_can_fail(void)
{
    return OWN_ALLOCATOR;
}

#if OWN_ALLOCATOR

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static int64_t live;

int64_t
memory_live(void)
{
    return __atomic_load_n(&live, __ATOMIC_RELAXED);
}

static bool
may_allocate(void)
{
    if (count_call(FAULT_MEMORY) == GO)
        return true;
    errno = ENOMEM;
    return false;
}

static void *
counted(void *memory)
{
    if (memory != NULL)
        __atomic_add_fetch(&live, 1, __ATOMIC_RELAXED);
    return memory;
}

void *
malloc(size_t bytes)
{
    return may_allocate() ? counted(__libc_malloc(bytes)) : NULL;
}

void *
calloc(size_t count, size_t bytes)
{
    return may_allocate() ? counted(__libc_calloc(count, bytes)) : NULL;
}

void *
realloc(void *memory, size_t bytes)
{
    void *moved;

    if (!may_allocate())
        return NULL;
    moved = __libc_realloc(memory, bytes);
    return memory == NULL ? counted(moved) : moved;
}

void
free(void *memory)
{
    if (memory != NULL)
        __atomic_sub_fetch(&live, 1, __ATOMIC_RELAXED);
    __libc_free(memory);
}

void *
memalign(size_t alignment, size_t bytes)
{
    return may_allocate() ? counted(__libc_memalign(alignment, bytes)) : NULL;
}

void *
aligned_alloc(size_t alignment, size_t bytes)
{
    return memalign(alignment, bytes);
}

int
posix_memalign(void **out, size_t alignment, size_t bytes)
{
    *out = memalign(alignment, bytes);
    return *out != NULL ? 0 : ENOMEM;
}

#else

int64_t
memory_live(void)
{
    return 0;
}

#endif

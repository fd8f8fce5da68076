/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Faults on demand. interpose.c defines open(), pwrite(), fsync(), malloc() and the like; a
 * test program that links it thereby puts itself between every library it uses and the C
 * library. Nothing happens until something is asked for:
 *
 *     faults_below(folder);                              only files below it count
 *     fault_arm(&(struct fault){.calls = FAULT_WRITE | FAULT_SYNC, .at = 7,
 *                               .action = FAULT_FAIL, .number = ENOSPC});
 *     ... what is tested: its 7th write or sync fails ...
 *     fault_disarm();                                    how many such calls there were
 *
 * Without an `at`, fault_arm() only counts: the way to learn how many points there are.
 * Memory and files are faulted in the thread that armed alone.
 */
#ifndef INTERPOSE_H
#define INTERPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FAULT_OPEN = 1 << 0,
    FAULT_WRITE = 1 << 1,
    FAULT_READ = 1 << 2,
    FAULT_SYNC = 1 << 3,
    FAULT_RENAME = 1 << 4,
    FAULT_UNLINK = 1 << 5,
    FAULT_TRUNCATE = 1 << 6,
    FAULT_MKDIR = 1 << 7,
    FAULT_MODE = 1 << 8, /* chmod and chown */
    FAULT_FILES = (1 << 9) - 1,
    FAULT_MEMORY = 1 << 9 /* malloc, calloc, realloc and so operator new */
};

enum fault_action {
    FAULT_NONE,     /* count only */
    FAULT_FAIL,     /* the call fails with `number` (memory: always for want of it) */
    FAULT_SHORT,    /* a write writes half; other calls are made as usual */
    FAULT_KILL,     /* kill -9 instead of the call */
    FAULT_KILL_HALF /* kill -9 when half of a write was written; else after the call */
};

struct fault {
    unsigned calls;
    uint64_t at; /* from 1 */
    enum fault_action action;
    int number;
    bool forever; /* every call from `at` on */
    bool all_threads; /* not of the one that armed alone; before others begin. No memory then */
};

/* Which files count; calls on others are never touched. */
void faults_below(const char *folder);

void fault_arm(const struct fault *fault);

/* Back to normal. Returns how many calls of the kinds asked for there were. */
uint64_t fault_disarm(void);

/* Nothing counts or fails between the two. */
void fault_pause(void);
void fault_go_on(void);

/* Did the fault come to pass since it was armed? */
bool fault_happened(void);

/* Blocks of memory that are allocated now; 0 where allocation is not interposed. */
int64_t memory_live(void);

/* False where a sanitizer has its own allocator, which is left alone. */
bool memory_can_fail(void);

/*
 * Called for each read at a place of a file, with who asked for it: where in memory its code
 * is; and for each write, with NULL. NULL: nobody is.
 */
typedef void (*read_fn)(int fd, int64_t offset, size_t length, const void *caller);
void watch_reads(read_fn watcher);

/* ---- a record of what was done to files, for power cuts ---- */

enum log_kind {
    LOG_CREATE,   /* name -> inode */
    LOG_WRITE,    /* inode, offset, data */
    LOG_TRUNCATE, /* inode, offset = new length */
    LOG_SYNC,     /* inode */
    LOG_SYNC_DIR, /* name = the directory */
    LOG_RENAME,   /* name, to */
    LOG_UNLINK,   /* name */
    LOG_MKDIR,    /* name */
    LOG_MARK      /* number = what the test said */
};

struct log_entry {
    enum log_kind kind;
    uint64_t inode, offset, number;
    size_t length;
    char *data;
    char name[256], to[256]; /* relative to the folder of faults_below(); "" is itself */
};

void log_begin(void);
void log_mark(uint64_t number);
const struct log_entry *log_end(size_t *count); /* valid until the next log_begin() */

#endif

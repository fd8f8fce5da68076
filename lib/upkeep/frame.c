/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages through a pipe: kind (1 byte) | length (4 bytes, of this machine) | data. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "upkeep/upkeep.h"


#define HEAD_LENGTH (1 + sizeof(uint32_t))

static bool
write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

/* How many bytes there were, at most `length`. */
static size_t
read_all(int fd, char *data, size_t length)
{
    size_t done = 0;

    while (done < length) {
        ssize_t n = read(fd, data + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    return done;
}

bool
kzsi_frame_write(int fd, enum kzsi_frame_kind kind, const char *data, size_t length)
{
    char head[HEAD_LENGTH] = {(char)kind};
    uint32_t size = (uint32_t)length;

    if (length > KZSI_FRAME_MAX)
        return false;
    memcpy(head + 1, &size, sizeof size);
    return write_all(fd, head, sizeof head) && write_all(fd, data, length);
}

int
kzsi_frame_read(int fd, enum kzsi_frame_kind *kind, struct kzsi_buf *out)
{
    char head[HEAD_LENGTH];
    size_t n = read_all(fd, head, sizeof head);
    uint32_t size;

    out->length = 0;
    if (n != sizeof head)
        return n == 0 ? 0 : -1;
    memcpy(&size, head + 1, sizeof size);
    if (size > KZSI_FRAME_MAX || !kzsi_buf_reserve(out, size + (size_t)1))
        return -1;
    if (read_all(fd, out->data, size) != size)
        return -1;
    out->length = size;
    out->data[size] = '\0';
    *kind = (enum kzsi_frame_kind)head[0];
    return 1;
}

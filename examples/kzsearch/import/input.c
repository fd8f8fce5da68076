/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and decompressing:
 *
 *     read() -> raw bytes -> inflate() when gzip -> chunk -> iconv() when asked for
 *                                                      |-> whole file | line by line
 *
 * Several gzip members behind each other are one file, as gzip itself has it. A read that a
 * signal broke off ends the input when the signal was Ctrl-C.
 */
#include "import/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "import/charset.h"
#include "support/interrupt.h"

enum { CHUNK = 64 * 1024, MEGABYTE = 1024 * 1024 };

struct input {
    int fd;
    bool gzip;
    bool ended;         /* no more bytes come out of this */
    z_stream z;
    size_t raw_at;      /* unread bytes are raw[raw_at … raw_end) */
    size_t raw_end;
    const char *piece;  /* the chunk, or what it is in UTF-8 */
    size_t piece_at;    /* unread bytes are piece[piece_at … piece_end) */
    size_t piece_end;
    bool decoding;
    struct decoder decoder;
    struct buffer decoded;
    struct buffer line; /* the beginning of a line that did not end in its chunk */
    unsigned char raw[CHUNK];
    char chunk[CHUNK];
};

/* Make sure that some raw bytes are there; raw_at == raw_end afterwards means the end. */
static bool
fill_raw(struct input *in, struct reason *why)
{
    ssize_t got;

    if (in->raw_at < in->raw_end)
        return true;
    in->raw_at = in->raw_end = 0;
    do {
        got = read(in->fd, in->raw, sizeof in->raw);
    } while (got < 0 && errno == EINTR && !interrupt_seen());
    if (got < 0)
        return because(why, "%s", errno == EINTR ? "interrupted" : strerror(errno));
    in->raw_end = (size_t)got;
    return true;
}

/* Look at the first two bytes; a pipe may deliver them one by one. */
static bool
detect_gzip(struct input *in, struct reason *why)
{
    ssize_t got;

    if (!fill_raw(in, why))
        return false;
    if (in->raw_end == 1) {
        got = read(in->fd, in->raw + 1, sizeof in->raw - 1);
        if (got > 0)
            in->raw_end += (size_t)got;
    }
    in->gzip = in->raw_end >= 2 && in->raw[0] == 0x1F && in->raw[1] == 0x8B;
    if (in->gzip && inflateInit2(&in->z, 15 + 16) != Z_OK) {
        in->gzip = false;
        return because(why, "out of memory");
    }
    return true;
}

struct input *
input_open_file(int fd, bool gzip, struct reason *why)
{
    struct input *in = calloc(1, sizeof *in);

    if (in == NULL) {
        because(why, "out of memory");
        close(fd);
        return NULL;
    }
    in->fd = fd;
    if (!detect_gzip(in, why))
        goto failed;
    if (gzip && !in->gzip) {
        because(why, "the name ends in .gz but the content is not in gzip format");
        goto failed;
    }
    return in;

failed:
    input_close(in);
    return NULL;
}

struct input *
input_open(const char *path, bool gzip, struct reason *why)
{
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;

    if (fd >= 0)
        return input_open_file(fd, gzip, why);
    because(why, "%s", strerror(errno));
    return NULL;
}

void
input_close(struct input *in)
{
    if (in == NULL)
        return;
    if (in->gzip)
        inflateEnd(&in->z);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    if (in->decoding)
        decoder_close(&in->decoder);
    buffer_free(&in->decoded);
    buffer_free(&in->line);
    free(in);
}

/* A gzip member is over: go on with the next one, or end. What else follows is ignored. */
static bool
next_member(struct input *in, struct reason *why)
{
    if (!fill_raw(in, why))
        return false;
    if (in->raw_at == in->raw_end || in->raw[in->raw_at] != 0x1F)
        in->ended = true;
    else
        inflateReset(&in->z);
    return true;
}

/* Decompress at most `room` bytes. *got may be 0 though there is more: see in->ended. */
static bool
inflate_some(struct input *in, char *to, size_t room, size_t *got, struct reason *why)
{
    int result;

    if (!fill_raw(in, why))
        return false;
    if (in->raw_at == in->raw_end)
        return because(why, "the compressed data ends too early");
    in->z.next_in = in->raw + in->raw_at;
    in->z.avail_in = (uInt)(in->raw_end - in->raw_at);
    in->z.next_out = (unsigned char *)to;
    in->z.avail_out = (uInt)room;
    result = inflate(&in->z, Z_NO_FLUSH);
    in->raw_at = in->raw_end - in->z.avail_in;
    *got = room - in->z.avail_out;
    if (result == Z_STREAM_END)
        return next_member(in, why);
    if (result == Z_MEM_ERROR)
        return because(why, "out of memory");
    if (result != Z_OK && result != Z_BUF_ERROR)
        return because(why, "the compressed data is damaged (%s)",
                       in->z.msg != NULL ? in->z.msg : "unknown format");
    return true;
}

/* Read at most `room` (at most CHUNK) bytes; *got 0 means the end. */
static bool
read_some(struct input *in, char *to, size_t room, size_t *got, struct reason *why)
{
    *got = 0;
    if (in->gzip) {
        while (*got == 0 && !in->ended)
            if (!inflate_some(in, to, room, got, why))
                return false;
        return true;
    }
    if (!fill_raw(in, why))
        return false;
    *got = in->raw_end - in->raw_at < room ? in->raw_end - in->raw_at : room;
    memcpy(to, in->raw + in->raw_at, *got);
    in->raw_at += *got;
    return true;
}

bool
input_read_all(struct input *in, size_t limit, struct buffer *out, struct reason *why)
{
    size_t got;

    for (;;) {
        if (!buffer_reserve(out, CHUNK))
            return because(why, "out of memory");
        if (!read_some(in, out->data + out->length, CHUNK, &got, why))
            return false;
        out->length += got;
        out->data[out->length] = '\0';
        if (got == 0)
            return true;
        if (out->length > limit)
            return because(why, "%slarger than %zu MB", in->gzip ? "expands to something " : "",
                           limit / MEGABYTE);
    }
}

/* Turn what is left of the piece into UTF-8. */
static bool
decode_piece(struct input *in, bool last, struct reason *why)
{
    struct span raw = {in->piece + in->piece_at, in->piece_end - in->piece_at};

    in->decoded.length = 0;
    decoder_feed(&in->decoder, raw, last, &in->decoded);
    in->piece = buffer_string(&in->decoded);
    in->piece_at = 0;
    in->piece_end = in->decoded.length;
    return !in->decoded.failed || because(why, "out of memory");
}

/* Make sure that there is a piece to read from; false at the end and on failure. */
static bool
fill_piece(struct input *in, enum input_status *status, struct reason *why)
{
    size_t got = 1;

    *status = INPUT_END;
    while (in->piece_at == in->piece_end && got > 0) {
        if (!read_some(in, in->chunk, sizeof in->chunk, &got, why)) {
            *status = INPUT_BROKEN;
            return false;
        }
        in->piece = in->chunk;
        in->piece_at = 0;
        in->piece_end = got;
        if (in->decoding && !decode_piece(in, got == 0, why)) {
            *status = INPUT_BROKEN;
            return false;
        }
    }
    return in->piece_at < in->piece_end;
}

bool
input_peek(struct input *in, struct span *beginning, struct reason *why)
{
    enum input_status status;
    bool any = fill_piece(in, &status, why);

    *beginning = (struct span){any ? in->piece + in->piece_at : "",
                               any ? in->piece_end - in->piece_at : 0};
    return any || status != INPUT_BROKEN;
}

bool
input_set_charset(struct input *in, const char *charset, struct reason *why)
{
    if (!decoder_open(&in->decoder, charset))
        return because(why, "there is no charset %s", charset);
    in->decoding = true;
    return in->piece_at == in->piece_end || decode_piece(in, false, why);
}

enum input_status
input_line(struct input *in, size_t limit, struct span *line, struct reason *why)
{
    enum input_status status = INPUT_END;
    struct span piece;
    bool whole = false, any = false, too_long = false;

    in->line.length = 0;
    while (!whole && fill_piece(in, &status, why)) {
        any = true;
        piece = (struct span){in->piece + in->piece_at, in->piece_end - in->piece_at};
        piece.length = span_find(piece, '\n');
        in->piece_at += piece.length;
        whole = in->piece_at < in->piece_end;
        in->piece_at += whole ? 1 : 0;
        too_long = too_long || in->line.length + piece.length > limit;
        if (whole && !too_long && in->line.length == 0) {
            *line = piece; /* most lines lie in one chunk and need no copy */
            return INPUT_LINE;
        }
        if (!too_long)
            buffer_add(&in->line, piece.text, piece.length);
    }
    if (in->line.failed) {
        because(why, "out of memory");
        return INPUT_BROKEN;
    }
    if (status == INPUT_BROKEN || !any)
        return status;
    *line = (struct span){buffer_string(&in->line), in->line.length};
    return too_long ? INPUT_LONG : INPUT_LINE;
}

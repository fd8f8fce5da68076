/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/base.h"
#include "tests/unit/unit.h"

static void
everything_is_appended_in_order(void)
{
    struct kzsi_buf buf = {0};
    char *text;

    kzsi_buf_str(&buf, "Токаев");
    kzsi_buf_byte(&buf, ' ');
    kzsi_buf_add(&buf, "2.0, and more", 3);
    kzsi_buf_add(&buf, NULL, 0);
    kzsi_buf_str(&buf, "");
    kzsi_buf_char(&buf, ' ');
    kzsi_buf_char(&buf, 0x49B);
    kzsi_buf_char(&buf, 0x20AC);
    kzsi_buf_char(&buf, 0x1F1F0);
    kzsi_buf_printf(&buf, " %s=%d", "views", 42);
    kzsi_buf_printf(&buf, "%s", "");
    is_number(buf.length, 12 + 1 + 3 + 1 + 2 + 3 + 4 + 9, "the length counts bytes");
    text = kzsi_buf_take(&buf);
    is_string(text, "Токаев 2.0 қ€\U0001F1F0 views=42", "strings, bytes, characters, numbers");
    ok(buf.data == NULL && buf.length == 0 && buf.capacity == 0,
       "the buffer is empty once it was taken");
    free(text);
    kzsi_buf_str(&buf, "again");
    text = kzsi_buf_take(&buf);
    is_string(text, "again", "and can be used again");
    free(text);
    text = kzsi_buf_take(&buf);
    is_string(text, "", "an empty buffer gives the empty string");
    free(text);
}

static void
nuls_are_kept(void)
{
    struct kzsi_buf buf = {0};

    kzsi_buf_add(&buf, "a\0b", 3);
    kzsi_buf_byte(&buf, '\0');
    kzsi_buf_char(&buf, 0);
    ok(buf.length == 5 && memcmp(buf.data, "a\0b\0", 5) == 0, "NULs are bytes like any other");
    kzsi_buf_free(&buf);
}

static void
growing_keeps_the_bytes(void)
{
    struct kzsi_buf buf = {0};
    bool same = true;

    for (unsigned i = 0; i < 300000; i++)
        kzsi_buf_byte(&buf, (char)(i % 253));
    for (unsigned i = 0; i < 300000 && buf.length == 300000; i++)
        same &= buf.data[i] == (char)(i % 253);
    ok(buf.length == 300000 && same, "300,000 single bytes");
    kzsi_buf_free(&buf);

    for (int width = 0; width < 400; width++) {
        kzsi_buf_printf(&buf, "%*s|", width, "x");
        same &= buf.data[buf.length - 1] == '|' && buf.length < buf.capacity;
    }
    ok(same, "printf of every length grows the buffer as needed");
    kzsi_buf_free(&buf);
}

static void
reserved_room_is_not_moved(void)
{
    bool stays = true, spare = true;

    for (size_t more = 0; more < 300; more++) {
        struct kzsi_buf buf = {0};
        kzsi_buf_str(&buf, "begin");
        if (!kzsi_buf_reserve(&buf, more))
            stays = false;
        char *before = buf.data;
        size_t capacity = buf.capacity;
        for (size_t i = 0; i < more; i++)
            kzsi_buf_byte(&buf, 'x');
        stays &= buf.data == before && buf.capacity == capacity;
        spare &= buf.length < buf.capacity;
        kzsi_buf_free(&buf);
    }
    ok(stays, "bytes that were reserved are appended in place");
    ok(spare, "there is always room for a final NUL");
}

static void
failure_sticks(void)
{
    struct kzsi_buf buf = {0};

    kzsi_buf_str(&buf, "before");
    ok(!kzsi_buf_reserve(&buf, SIZE_MAX), "reserving all of memory is refused");
    ok(buf.failed, "that is remembered");
    kzsi_buf_str(&buf, "x");
    kzsi_buf_byte(&buf, 'x');
    kzsi_buf_char(&buf, 'x');
    kzsi_buf_varint(&buf, 1);
    kzsi_buf_printf(&buf, "%d", 1);
    kzsi_buf_add(&buf, "x", 1);
    ok(buf.length == 6 && memcmp(buf.data, "before", 6) == 0, "nothing is appended afterwards");
    ok(!kzsi_buf_reserve(&buf, 0), "nor reserved");
    ok(kzsi_buf_take(&buf) == NULL, "taking gives NULL");
    ok(buf.data == NULL && buf.length == 0, "and leaves the buffer empty");

    struct kzsi_buf fresh = {0};
    kzsi_buf_add(&fresh, "x", SIZE_MAX / 2);
    ok(fresh.failed && fresh.data == NULL, "appending half of memory is refused unread");
    kzsi_buf_free(&fresh);
    ok(!fresh.failed, "freeing makes a buffer usable again");
}

static void
varints_survive_a_round_trip(void)
{
    static const struct {
        uint64_t number;
        size_t bytes;
    } rows[] = {
        {0, 1},
        {1, 1},
        {127, 1},
        {128, 2},
        {300, 2},
        {16383, 2},
        {16384, 3},
        {UINT32_MAX, 5},
        {(uint64_t)1 << 62, 9},
        {(uint64_t)1 << 63, 10},
        {UINT64_MAX - 1, 10},
        {UINT64_MAX, 10},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kzsi_buf buf = {0};
        uint64_t back = 0;
        kzsi_buf_varint(&buf, rows[i].number);
        char *block = exact(buf.data, buf.length);
        const char *at = block;
        bool read = kzsi_varint_read(&at, block + buf.length, &back);
        ok(buf.length == rows[i].bytes && read && back == rows[i].number &&
               at == block + buf.length,
           "%llu takes %zu bytes and comes back", (unsigned long long)rows[i].number,
           rows[i].bytes);
        bool refused = true;
        for (size_t cut = 0; cut < buf.length; cut++) {
            char *part = exact(block, cut);
            at = part;
            refused &= !kzsi_varint_read(&at, part + cut, &back);
            free(part);
        }
        ok(refused, "%llu is refused wherever it is cut", (unsigned long long)rows[i].number);
        free(block);
        kzsi_buf_free(&buf);
    }

    random_begin("varints");
    struct kzsi_buf buf = {0};
    uint64_t numbers[2000];
    for (size_t i = 0; i < 2000; i++)
        kzsi_buf_varint(&buf, numbers[i] = random_next() >> random_below(64));
    const char *at = buf.data;
    size_t same = 0;
    for (uint64_t back; same < 2000 && kzsi_varint_read(&at, buf.data + buf.length, &back) &&
                        back == numbers[same];)
        same++;
    ok(same == 2000 && at == buf.data + buf.length, "2,000 numbers in a row");
    kzsi_buf_free(&buf);
}

static void
bad_varints_are_refused(void)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } rows[] = {
        {"", 0, "no byte"},
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10, "65 bits"},
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 10, "70 bits"},
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x81\x00", 11, "eleven bytes"},
        {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11, "eleven bytes of zero bits"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *block = exact(rows[i].bytes, rows[i].length);
        const char *at = block;
        uint64_t number;
        ok(!kzsi_varint_read(&at, block + rows[i].length, &number), "refused: %s",
           rows[i].name);
        ok(at >= block && at <= block + rows[i].length, "read within bounds: %s", rows[i].name);
        free(block);
    }
}

int
main(void)
{
    everything_is_appended_in_order();
    nuls_are_kept();
    growing_keeps_the_bytes();
    reserved_room_is_not_moved();
    failure_sticks();
    varints_survive_a_round_trip();
    bad_varints_are_refused();
    return tap_done();
}

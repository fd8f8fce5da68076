/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of positions, read back by a decoder that is written from the same description. */
#include "bulk/glass.h"
#include "tests/unit/unit.h"

struct reader {
    const unsigned char *at;
    uint64_t bit, bits;
};

static uint64_t
take(struct reader *r, unsigned count)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < count; i++, r->bit++)
        if (r->bit < r->bits && (r->at[r->bit / 8] >> (r->bit % 8) & 1) != 0)
            value |= (uint64_t)1 << i;
    return value;
}

static uint32_t
take_of(struct reader *r, uint64_t n)
{
    unsigned width = 0;
    uint64_t value, spare, middle;

    while (((uint64_t)1 << width) < n)
        width++;
    spare = ((uint64_t)1 << width) - n;
    if (spare == 0)
        return (uint32_t)take(r, width);
    middle = (n - spare) / 2;
    value = take(r, width - 1);
    if (value < middle && take(r, 1) != 0)
        value += middle + spare;
    return (uint32_t)value;
}

static void
fill(struct reader *r, uint32_t *p, size_t j, size_t k)
{
    if (j + 1 >= k)
        return;
    size_t m = j + (k - j) / 2;
    p[m] = p[j] + (uint32_t)(m - j) + take_of(r, (uint64_t)p[k] - p[j] - (k - j) + 1);
    fill(r, p, j, m);
    fill(r, p, m, k);
}

static bool
comes_back(const uint32_t *positions, size_t count)
{
    static uint32_t back[20000];
    struct kzsi_buf out = {0};
    bool same;

    kzsi_pack_positions(&out, positions, count);
    const char *at = out.data, *end = out.data + out.length;
    uint64_t last = 0;
    same = kzsi_varint_read(&at, end, &last) && last == positions[count - 1];
    if (same && count > 1) {
        struct reader r = {(const unsigned char *)at, 0, (uint64_t)(end - at) * 8};
        back[0] = take_of(&r, last);
        size_t found = take_of(&r, last - back[0]) + 2;
        same = found == count;
        if (same) {
            back[count - 1] = (uint32_t)last;
            fill(&r, back, 0, count - 1);
            same = memcmp(back, positions, count * sizeof *back) == 0 && r.bit <= r.bits &&
                   r.bits - r.bit < 8;
        }
    } else {
        same = same && at == end;
    }
    kzsi_buf_free(&out);
    return same;
}

int
main(void)
{
    static const uint32_t one[] = {7}, zero[] = {0}, pair[] = {0, 1},
                          far[] = {0, 1, 4294967294u, 4294967295u}, row[] = {5, 6, 7, 8, 9};
    static uint32_t many[20000];
    bool same = true;

    ok(comes_back(one, 1) && comes_back(zero, 1), "a single position");
    ok(comes_back(pair, 2), "the two smallest");
    ok(comes_back(far, 4), "the largest beside the smallest");
    ok(comes_back(row, 5), "positions in a row, which need no bits");
    random_begin("random lists");
    for (int i = 0; i < 3000; i++) {
        size_t count = 1 + random_below(i < 10 ? 20000 : 60), gap = 1 + random_below(2000);
        many[0] = (uint32_t)random_below(3);
        for (size_t n = 1; n < count; n++)
            many[n] = many[n - 1] + 1 + (uint32_t)random_below(gap);
        same = same && comes_back(many, count);
    }
    ok(same, "random lists come back as they were, to the last bit");
    return tap_done();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"
#include "tests/unit/unit.h"

static int
by_value(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

static void
equal_bytes_hash_alike(void)
{
    char room[80];
    const char *text = "независимость и территориальная";
    bool same = true;

    for (size_t length = 0; length <= strlen(text); length++) {
        char *block = exact(text, length);
        uint64_t want = kzsi_hash(block, length);
        for (size_t shift = 0; shift < 16; shift++) {
            memset(room, (int)shift, sizeof room);
            memcpy(room + shift, text, length);
            same &= kzsi_hash(room + shift, length) == want;
        }
        free(block);
    }
    ok(same, "the hash depends on the bytes alone, not on where they lie");
}

static void
different_bytes_hash_apart(void)
{
    enum { KEYS = 300000 };
    uint64_t *hashes = calloc(KEYS, sizeof *hashes);
    unsigned buckets[1 << 10] = {0}, most = 0;
    size_t equal = 0, n = 0;

    if (hashes == NULL)
        exit(99);
    /* Short, alike and sequential, as words and ids are. */
    for (unsigned i = 0; i < KEYS / 3; i++) {
        char key[64];
        size_t length = (size_t)snprintf(key, sizeof key, "%u", i);
        hashes[n++] = kzsi_hash(key, length);
        length = (size_t)snprintf(key, sizeof key, "https://news.example/2022/11/%u.html", i);
        hashes[n++] = kzsi_hash(key, length);
        memset(key, 0, sizeof key);
        memcpy(key + i % 16, &i, sizeof i);
        key[30] = (char)(i % 16);
        hashes[n++] = kzsi_hash(key, 40);
    }
    for (size_t i = 0; i < n; i++)
        buckets[hashes[i] >> 54]++;
    for (size_t i = 0; i < 1 << 10; i++)
        most = buckets[i] > most ? buckets[i] : most;
    qsort(hashes, n, sizeof *hashes, by_value);
    for (size_t i = 1; i < n; i++)
        equal += hashes[i] == hashes[i - 1];
    is_number(equal, 0, "300,000 similar keys have different hashes");
    ok(most < 2 * n / (1 << 10), "the top bits spread them: fullest of 1,024 buckets has %u",
       most);
    free(hashes);
}

static void
lengths_count(void)
{
    static const char zeros[64] = {0};
    uint64_t seen[64];
    bool apart = true;

    for (size_t i = 0; i < 64; i++) {
        seen[i] = kzsi_hash(zeros, i);
        for (size_t j = 0; j < i; j++)
            apart &= seen[i] != seen[j];
    }
    ok(apart, "NULs at the end make a difference");
    ok(kzsi_hash("ab", 2) != kzsi_hash("ba", 2), "order makes a difference");
}

/* Terms of long words and long ids are made of it, so it is part of the index format. */
static void
values_never_change(void)
{
    static const struct {
        const char *text;
        unsigned long long want;
    } rows[] = {
        {"", 0},
        {"a", 0xDBD7917A950DA7B6},
        {"Kazakhs", 0x035B11B930BDD45A},
        {"Kazakhst", 0x052213644B648F24},
        {"Kazakhstan", 0xEA5FE6753274AD7A},
        {"Қазақстан Республикасы", 0xA0E03C20B268F0DE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned long long have = kzsi_hash(rows[i].text, strlen(rows[i].text));
        if (!ok(have == rows[i].want, "hash of '%s' is what indexes hold", rows[i].text))
            printf("#      have 0x%llx\n", have);
    }
}

int
main(void)
{
    equal_bytes_hash_alike();
    different_bytes_hash_apart();
    lengths_count();
    values_never_change();
    return tap_done();
}

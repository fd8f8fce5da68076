// SPDX-License-Identifier: GPL-2.0-or-later
//
// The version file of a glass database, `iamglass`, looked at before Xapian opens it: Xapian
// believes what it says about the tables, and a damaged depth or block size crashes it. What
// is checked here is only what would crash; everything else Xapian finds out by itself.
//
//     magic (14 bytes) | format (2) | UUID (16) | varint revision
//     six tables, each: varints root block, flags, entries, block size / 2048, least length to
//         compress; then the free list: varint length, and within it varints revision, number
//         of blocks, two places (block, offset / 4)
//     eight varints of statistics
#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

#include "shim/guard.hh"
#include "shim/reader.hh"

namespace {

const char MAGIC[] = "\x0f\x0dXapian Glass";
const size_t MAGIC_LENGTH = sizeof MAGIC - 1;
const size_t UUID_LENGTH = 16;

// Written by all of Xapian 1.4. Xapian itself has a message for others.
const unsigned char FORMAT[] = {0x04, 0x6e};

const int TABLES = 6;
const int STATISTICS = 8;
const size_t FILE_MAX = 256;

// Xapian keeps one cursor per level in an array.
const uint64_t LEVELS_MAX = 10;

bool
numbers(const char **at, const char *end, uint64_t *out, int count)
{
    for (int i = 0; i < count; i++)
        if (!kzsi_varint_read(at, end, &out[i]))
            return false;
    return true;
}

bool
sound_table(const char **at, const char *end, uint64_t *block_units)
{
    uint64_t root[5], length, list[6];

    if (!numbers(at, end, root, 5) || !numbers(at, end, &length, 1) ||
        length > static_cast<uint64_t>(end - *at))
        return false;
    const char *free_list = *at;
    *at += length;

    const uint64_t level = root[1] >> 2, units = root[3];
    if (level >= LEVELS_MAX || root[0] > UINT32_MAX)
        return false;
    // 2 to 64 KiB, a power of two, the same for all tables.
    if (units == 0 || units > 32 || (units & (units - 1)) != 0)
        return false;
    if (*block_units == 0)
        *block_units = units;
    if (units != *block_units)
        return false;
    if (length == 0)
        return true; // a table without a file
    if (!numbers(&free_list, *at, list, 6))
        return false;
    const uint64_t offsets = units * 2048 / 4;
    return root[0] < std::max<uint64_t>(list[1], 1) && list[3] <= offsets &&
           list[5] <= offsets;
}

bool
sound(const char *data, size_t length)
{
    const size_t head = MAGIC_LENGTH + sizeof FORMAT + UUID_LENGTH;
    const char *at = data + head, *end = data + length;
    uint64_t revision, statistics[STATISTICS], block_units = 0;

    if (length < head || length > FILE_MAX || std::memcmp(data, MAGIC, MAGIC_LENGTH) != 0)
        return false;
    if (std::memcmp(data + MAGIC_LENGTH, FORMAT, sizeof FORMAT) != 0)
        return true;
    if (!numbers(&at, end, &revision, 1))
        return false;
    for (int i = 0; i < TABLES; i++)
        if (!sound_table(&at, end, &block_units))
            return false;
    return numbers(&at, end, statistics, STATISTICS) && at == end;
}

} // namespace

kzs_status
kzsi::check_version_file(const char *path, kzs_error *err)
{
    const std::string name = std::string(path) + "/iamglass";
    char data[FILE_MAX + 1];

    // It is small and replaced by renaming: one read gets all of one version.
    int fd = open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t length = fd < 0 ? -1 : read(fd, data, sizeof data);
    int number = errno;
    if (fd >= 0)
        close(fd);
    if (length < 0)
        return kzsi_fail_errno(err, number, "cannot open the index '%s'", path);
    if (!sound(data, static_cast<size_t>(length)))
        return kzsi_fail(
            err, KZS_ERR_CORRUPT,
            "the index '%s' is damaged: its file 'iamglass' is not whole; restore "
            "it from a backup or build it again from its sources",
            path);
    return KZS_OK;
}

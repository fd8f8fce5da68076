// SPDX-License-Identifier: GPL-2.0-or-later
//
// Who may read the files of an index. Xapian makes them by the umask; here they follow the
// directory, which is made for its owner alone: who may enter it may read them (0700: 0600,
// 0750: 0640), and they belong to its group. The version file is made anew at each commit and
// keeps the mode that it had, so that an owner's chmod lasts.
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/modes.hh"

namespace
{

const char VERSION_FILE[] = "iamglass";
const char NEXT_VERSION_FILE[] = "v.tmp";

const char *const TABLES[] = {"postlist.glass", "docdata.glass",  "termlist.glass",
                              "position.glass", "spelling.glass", "synonym.glass",
                              "flintlock",      VERSION_FILE};

struct directory {
    int fd;
    explicit directory(const char *path) : fd(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
    }
    ~directory()
    {
        if (fd >= 0)
            close(fd);
    }
    directory(const directory &) = delete;
    directory &operator=(const directory &) = delete;
};

kzs_status
failed(kzs_error *err, int number, const char *path, const char *name)
{
    return kzsi_fail_errno(err, number, "cannot make the file '%s/%s'", path, name);
}

// By name: opening and closing the lock file could give up its lock. The group where that may
// be had: the owner may not be in it.
bool
give(int dir, const char *name, mode_t mode, gid_t group)
{
    struct stat info;
    if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (info.st_gid != group &&
        fchownat(dir, name, static_cast<uid_t>(-1), group, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno != EPERM && errno != EINVAL)
        return false;
    return (info.st_mode & 0777) == mode || fchmodat(dir, name, mode, 0) == 0;
}

} // namespace

kzs_status
kzsi::prepare_version_file(const char *path, kzs_error *err)
{
    directory dir(path);
    struct stat of_directory, of_version;

    if (dir.fd < 0 || fstat(dir.fd, &of_directory) != 0)
        return failed(err, errno, path, NEXT_VERSION_FILE);
    mode_t mode = of_directory.st_mode & 0666;
    if (fstatat(dir.fd, VERSION_FILE, &of_version, AT_SYMLINK_NOFOLLOW) == 0)
        mode = of_version.st_mode & 0777;
    // One that a crash left behind.
    if (unlinkat(dir.fd, NEXT_VERSION_FILE, 0) != 0 && errno != ENOENT)
        return failed(err, errno, path, NEXT_VERSION_FILE);
    int fd = openat(dir.fd, NEXT_VERSION_FILE,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed(err, errno, path, NEXT_VERSION_FILE);
    close(fd);
    if (!give(dir.fd, NEXT_VERSION_FILE, mode, of_directory.st_gid))
        return failed(err, errno, path, NEXT_VERSION_FILE);
    return KZS_OK;
}

kzs_status
kzsi::settle_tables(const char *path, bool fresh, unsigned *seen, kzs_error *err)
{
    directory dir(path);
    struct stat info;
    bool first = *seen == 0 && !fresh;

    if (dir.fd < 0 || fstat(dir.fd, &info) != 0)
        return failed(err, errno, path, ".");
    const mode_t mode = info.st_mode & 0666;
    const gid_t group = info.st_gid;
    for (unsigned i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        const unsigned bit = 1u << i;
        if ((*seen & bit) != 0 ||
            fstatat(dir.fd, TABLES[i], &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(info.st_mode))
            continue;
        *seen |= bit;
        if (!first && !give(dir.fd, TABLES[i], mode, group))
            return failed(err, errno, path, TABLES[i]);
    }
    return KZS_OK;
}

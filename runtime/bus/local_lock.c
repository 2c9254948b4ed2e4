/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_lock.c: makes the data folder, refuses network file systems, and holds writer.lock, which
 * names the process that writes. Next: local_env.c.
 */
#include "bus/local_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/fs.h"

/* LMDB's lock table is mapped: its room is taken before, for a full disk would be a SIGBUS. */
#define LOCK_TABLE_BYTES (64 << 10)

static const char *network_fs(const char *dir)
{
    struct statfs fs;
    if (statfs(dir, &fs)) {
        return NULL;
    }
    switch ((unsigned long)fs.f_type & 0xffffffffu) {
    case 0x6969:
        return "NFS";
    case 0xff534d42:
    case 0xfe534d42:
        return "SMB";
    default:
        return NULL;
    }
}

static enum weir_verdict held_by(const char *dir, int fd, struct weir_err *err)
{
    char pid[16] = "";
    ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);
    pid[n > 0 ? strcspn(pid, "\n") : 0] = 0;
    return weir_err_set(err, WEIR_BAD_CONFIG, "the log in %s is written by process %s already", dir,
                        pid[0] ? pid : "(unknown)");
}

static int reserve_lock_table(int dir_fd)
{
    int fd = openat(dir_fd, "lock.mdb", O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) {
        return errno;
    }
    int rc = posix_fallocate(fd, 0, LOCK_TABLE_BYTES);
    close(fd);
    return rc;
}

static enum weir_verdict lock_file(const char *dir, int dir_fd, int *lock_fd, struct weir_err *err)
{
    int fd = openat(dir_fd, "writer.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "cannot write in %s: %s", dir, strerror(errno));
    }
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        enum weir_verdict class = held_by(dir, fd, err);
        close(fd);
        return class;
    }
    int rc = reserve_lock_table(dir_fd);
    if (rc) {
        close(fd);
        return weir_err_set(err, WEIR_RETRY, "cannot open the log in %s: %s", dir, strerror(rc));
    }
    char pid[16];
    int n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) || pwrite(fd, pid, (size_t)n, 0) != n) {
        /* The number is for people; the lock holds without it. */
        errno = 0;
    }
    fsync(dir_fd);
    *lock_fd = fd;
    return WEIR_OK;
}

enum weir_verdict local_lock_dir(const char *dir, bool read_only, int *fd, struct weir_err *err)
{
    enum weir_verdict class = read_only ? WEIR_OK : fs_make_folders(dir, err);
    if (class != WEIR_OK) {
        return class;
    }
    int dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir_fd < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "cannot open the data folder %s: %s", dir,
                            strerror(errno));
    }
    const char *network = network_fs(dir);
    if (network) {
        class = weir_err_set(err, WEIR_BAD_CONFIG,
                             "%s is on %s: the embedded log needs a disk of this machine", dir,
                             network);
    } else if (!read_only) {
        class = lock_file(dir, dir_fd, fd, err);
    }
    close(dir_fd);
    return class;
}

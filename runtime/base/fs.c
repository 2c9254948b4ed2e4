/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fs.c: reads and replaces whole files.
 */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <weir/mem.h>

static enum weir_verdict failed(struct weir_err *err, const char *what, const char *path)
{
    int code = errno;
    bool passing = code == ENOSPC || code == EDQUOT || code == EIO || code == EINTR;
    weir_err_set(err, passing ? WEIR_RETRY : WEIR_BAD_CONFIG, "cannot %s %s: %s", what, path,
                 strerrordesc_np(code));
    err->code = code;
    return err->class;
}

static enum weir_verdict read_all(int fd, const char *path, size_t max, struct weir_buf *buf,
                                  struct weir_err *err)
{
    for (;;) {
        char *to = weir_buf_reserve(buf, 4096);
        if (!to) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "%s is larger than %zu bytes", path, max);
        }
        ssize_t n = read(fd, to, 4096);
        if (n == 0) {
            return WEIR_OK;
        }
        if (n < 0 && errno != EINTR) {
            return failed(err, "read", path);
        }
        buf->n += n > 0 ? (size_t)n : 0;
    }
}

enum weir_verdict fs_read(const char *path, size_t max, struct weir_arena *arena,
                          struct weir_str *out, struct weir_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return failed(err, "open", path);
    }
    struct weir_buf buf;
    weir_buf_init(&buf, max + 4096);
    enum weir_verdict rc = read_all(fd, path, max, &buf, err);
    if (rc == WEIR_OK) {
        *out = weir_arena_str(arena, weir_buf_view(&buf));
    }
    weir_buf_free(&buf);
    close(fd);
    return rc;
}

static bool write_all(int fd, struct weir_str content)
{
    while (content.n > 0) {
        ssize_t n = write(fd, content.p, content.n);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        content = weir_str_from(content, n > 0 ? (size_t)n : 0);
    }
    return fsync(fd) == 0;
}

/* The folder's entry of a file that was renamed into it. */
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == path ? weir_xstrdup("/")
                   : slash       ? weir_xstrndup(path, (size_t)(slash - path))
                                 : weir_xstrdup(".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return good;
}

enum weir_verdict fs_replace(const char *path, struct weir_str content, struct weir_err *err)
{
    char *temp = weir_xprintf("%s.new", path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write_all(fd, content) && rename(temp, path) == 0 && sync_folder(path);
    enum weir_verdict rc = good ? WEIR_OK : failed(err, "write", path);
    if (fd >= 0) {
        close(fd);
    }
    if (!good) {
        unlink(temp);
    }
    free(temp);
    return rc;
}

enum weir_verdict fs_make_folders(const char *path, struct weir_err *err)
{
    char *copy = weir_xstrdup(path);
    enum weir_verdict rc = WEIR_OK;
    for (char *at = *copy ? copy : NULL; rc == WEIR_OK && at;) {
        at = strchr(at + 1, '/');
        if (at) {
            *at = 0;
        }
        if (mkdir(copy, 0700) != 0 && errno != EEXIST) {
            rc = failed(err, "create the folder", copy);
        }
        if (at) {
            *at = '/';
        }
    }
    free(copy);
    return rc;
}

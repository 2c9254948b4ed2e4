/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_file.c: the history as a file with a record a line, and the one that is kept nowhere:
 * the latter in memory, for as long as the task lives.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/mem.h>

#include "history_store.h"

#define MEMORY_MAX ((size_t)256 << 20)

struct file_store {
    struct history_store store;
    char *path;
};

static enum weir_verdict refused(const struct file_store *file, const char *what,
                                 struct weir_err *err)
{
    char reason[128] = "";
    const char *text = strerror_r(errno, reason, sizeof(reason));
    return weir_err_set(err, WEIR_FATAL, "the schema history file %s cannot be %s: %s", file->path,
                        what, text);
}

static enum weir_verdict file_read(struct history_store *store, history_each *each, void *self,
                                   struct weir_err *err)
{
    struct file_store *file = (struct file_store *)store;
    FILE *in = fopen(file->path, "re");
    enum weir_verdict verdict = WEIR_OK;
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    if (!in) {
        return errno == ENOENT ? WEIR_OK : refused(file, "read", err);
    }
    while (verdict == WEIR_OK && (n = getline(&line, &size, in)) >= 0) {
        struct weir_str json = weir_str_trim(weir_str_n(line, (size_t)n));
        verdict = json.n > 0 ? each(self, json, err) : WEIR_OK;
    }
    if (verdict == WEIR_OK && ferror(in)) {
        verdict = refused(file, "read", err);
    }
    free(line);
    (void)fclose(in);
    return verdict;
}

static enum weir_verdict found(void *self, struct weir_str json, struct weir_err *err)
{
    (void)json;
    *(bool *)self = true;
    return weir_err_set(err, WEIR_WOKEN, "the first record is enough");
}

static enum weir_verdict file_exists(struct history_store *store, bool *exists,
                                     struct weir_err *err)
{
    *exists = false;
    enum weir_verdict verdict = store->read(store, found, exists, err);
    return *exists ? WEIR_OK : verdict;
}

static enum weir_verdict write_all(const struct file_store *file, int fd, struct weir_str text,
                                   struct weir_err *err)
{
    while (text.n > 0) {
        ssize_t n = write(fd, text.p, text.n);
        if (n < 0 && errno != EINTR) {
            return refused(file, "written", err);
        }
        text = weir_str_from(text, n > 0 ? (size_t)n : 0);
    }
    return fsync(fd) == 0 ? WEIR_OK : refused(file, "written", err);
}

static enum weir_verdict file_append(struct history_store *store, struct weir_str json,
                                     struct weir_err *err)
{
    struct file_store *file = (struct file_store *)store;
    int fd = open(file->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        return refused(file, "opened", err);
    }
    char *line = weir_xprintf("%.*s\n", WEIR_STR_ARG(json));
    enum weir_verdict verdict = write_all(file, fd, weir_str_n(line, json.n + 1), err);
    free(line);
    (void)close(fd);
    return verdict;
}

static enum weir_verdict file_ensure(struct history_store *store, struct weir_err *err)
{
    struct file_store *file = (struct file_store *)store;
    int fd = open(file->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        return refused(file, "created", err);
    }
    (void)close(fd);
    return WEIR_OK;
}

static void file_close(struct history_store *store)
{
    free(((struct file_store *)store)->path);
    free(store);
}

enum weir_verdict history_file_open(const struct mariadb_conf *conf, struct history_store **store,
                                    struct weir_err *err)
{
    if (conf->history_file.n == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "schema.history.internal.file.filename says no file");
    }
    struct file_store *file = weir_xcalloc(1, sizeof(*file));
    file->store = (struct history_store){.exists = file_exists,
                                         .ensure = file_ensure,
                                         .read = file_read,
                                         .append = file_append,
                                         .close = file_close};
    file->path = weir_xstrndup(conf->history_file.p, conf->history_file.n);
    *store = &file->store;
    return WEIR_OK;
}

/* ---- memory ---- */

struct memory_store {
    struct history_store store;
    struct weir_buf lines;
};

static enum weir_verdict memory_read(struct history_store *store, history_each *each, void *self,
                                     struct weir_err *err)
{
    struct weir_str rest = weir_buf_view(&((struct memory_store *)store)->lines);
    struct weir_str line;
    enum weir_verdict verdict = WEIR_OK;
    while (verdict == WEIR_OK && weir_str_split(&rest, '\n', &line)) {
        verdict = each(self, line, err);
    }
    return verdict;
}

static enum weir_verdict memory_ensure(struct history_store *store, struct weir_err *err)
{
    (void)store;
    (void)err;
    return WEIR_OK;
}

static enum weir_verdict memory_append(struct history_store *store, struct weir_str json,
                                       struct weir_err *err)
{
    struct memory_store *memory = (struct memory_store *)store;
    weir_buf_str(&memory->lines, json);
    weir_buf_char(&memory->lines, '\n');
    return weir_buf_check(&memory->lines, WEIR_FATAL, "the schema history in memory", err);
}

static void memory_close(struct history_store *store)
{
    weir_buf_free(&((struct memory_store *)store)->lines);
    free(store);
}

struct history_store *history_memory_open(void)
{
    struct memory_store *memory = weir_xcalloc(1, sizeof(*memory));
    memory->store = (struct history_store){.exists = file_exists,
                                           .ensure = memory_ensure,
                                           .read = memory_read,
                                           .append = memory_append,
                                           .close = memory_close};
    weir_buf_init(&memory->lines, MEMORY_MAX);
    return &memory->store;
}

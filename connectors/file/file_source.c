/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_source.c: the lines of a file come in, records go out. A block is read at a time; each poll
 * copies complete lines to its batch at once and the records point into that copy. An unfinished
 * last line waits for its end.
 *
 * The stored position counts bytes. Connect's own task counts characters but skips bytes, so that
 * after text beyond ASCII it starts too early; from such a position we repeat what it would have
 * repeated, from ours neither repeats anything.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "common/java_text.h"
#include "file.h"

#define BLOCK_BYTES    ((size_t)256 * 1024)
#define LINE_MAX_BYTES ((size_t)64 * 1024 * 1024)
#define LINES_AT_ONCE  512

struct source {
    struct weir_task *task;
    const struct file_source_conf *conf;
    int fd;       /* -1: not open yet */
    int wake_fd;  /* eventfd */
    int watch_fd; /* readable when there may be more to read; -1: nothing to watch */
    bool is_stdin;
    bool warned;      /* that the file is missing */
    int64_t position; /* in the file, of the block's byte `at` */
    struct weir_buf block;
    size_t at;            /* what lies before has been handed on */
    size_t seen;          /* bytes after `at` known to hold no line end */
    struct weir_buf text; /* partition and offset, being written */
    struct weir_str partition;
};

static void source_close(void *self)
{
    struct source *source = self;
    if (source->fd > STDIN_FILENO) {
        close(source->fd);
    }
    if (source->watch_fd > STDIN_FILENO) {
        close(source->watch_fd);
    }
    if (source->wake_fd >= 0) {
        close(source->wake_fd);
    }
    weir_buf_free(&source->block);
    weir_buf_free(&source->text);
    free(source);
}

static enum weir_verdict source_open(struct weir_task *task, const void *conf, void **self,
                                     struct weir_err *err)
{
    struct source *source = weir_xcalloc(1, sizeof(*source));
    source->task = task;
    source->conf = conf;
    source->is_stdin = source->conf->file.n == 0;
    source->fd = source->is_stdin ? STDIN_FILENO : -1;
    source->watch_fd = source->fd;
    source->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    weir_buf_init(&source->block, LINE_MAX_BYTES);
    weir_buf_init(&source->text, 64 * 1024);
    if (source->wake_fd < 0) {
        int code = errno;
        source_close(source);
        return weir_err_set(err, WEIR_RETRY, "cannot make an eventfd: %s", strerror(code));
    }
    file_partition_text(&source->text, source->conf->file);
    source->partition = weir_arena_str(weir_task_arena(task), weir_buf_view(&source->text));
    *self = source;
    return WEIR_OK;
}

static void source_wake(void *self)
{
    const struct source *source = self;
    (void)!write(source->wake_fd, &(uint64_t){1}, sizeof(uint64_t));
}

/* Waits for more to read, for wake, or until wait_ms have passed. */
static void wait_for_more(struct source *source, int64_t wait_ms)
{
    struct pollfd fds[] = {{.fd = source->wake_fd, .events = POLLIN},
                           {.fd = source->watch_fd, .events = POLLIN}};
    char events[4096];
    if (poll(fds, 2, wait_ms > 1000 ? 1000 : (int)wait_ms) <= 0) {
        return;
    }
    if (fds[0].revents) {
        (void)!read(source->wake_fd, events, sizeof(uint64_t));
    }
    if (fds[1].revents && !source->is_stdin) {
        (void)!read(source->watch_fd, events, sizeof(events));
    }
}

static enum weir_verdict seek_to_stored(struct source *source, struct weir_err *err)
{
    struct stat is;
    if (file_stored_position(source->task, source->partition, &source->position, err) != WEIR_OK) {
        return err->class;
    }
    if (source->position > 0 && lseek(source->fd, source->position, SEEK_SET) < 0) {
        return weir_err_set(err, WEIR_FATAL, "cannot seek to position %lld of %s: %s",
                            (long long)source->position, source->conf->file.p, strerror(errno));
    }
    if (fstat(source->fd, &is) == 0 && S_ISREG(is.st_mode) && is.st_size < source->position) {
        weir_warn(weir_task_log(source->task),
                  "%s has %lld bytes, fewer than the stored position %lld: waiting for it to grow "
                  "past that; if it was replaced, reset the connector's offsets",
                  source->conf->file.p, (long long)is.st_size, (long long)source->position);
    }
    return WEIR_OK;
}

/* Opens the file where the last task left off; fd stays -1 while there is no such file. */
static enum weir_verdict open_file(struct source *source, struct weir_err *err)
{
    const char *path = source->conf->file.p;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        if (!source->warned) {
            weir_warn(weir_task_log(source->task),
                      "Couldn't find file %s for FileStreamSourceTask, sleeping to wait for it to "
                      "be created",
                      path);
        }
        source->warned = true;
        return WEIR_OK;
    }
    if (fd < 0) {
        return weir_err_set(err, file_errno_class(errno), "cannot open file %s: %s", path,
                            strerror(errno));
    }
    source->fd = fd;
    if (seek_to_stored(source, err) != WEIR_OK) {
        close(fd);
        source->fd = -1;
        return err->class;
    }
    source->watch_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (source->watch_fd >= 0) {
        inotify_add_watch(source->watch_fd, path, IN_MODIFY);
    }
    return WEIR_OK;
}

static bool readable(const struct source *source)
{
    struct pollfd fd = {.fd = source->fd, .events = POLLIN};
    return !source->is_stdin || (source->watch_fd >= 0 && poll(&fd, 1, 0) > 0);
}

/* Reads on behind what is left of the block; *got = 0: nothing more at present. */
static enum weir_verdict read_block(struct source *source, size_t *got, struct weir_err *err)
{
    struct weir_buf *block = &source->block;
    *got = 0;
    if (!readable(source)) {
        return WEIR_OK;
    }
    block->n -= source->at;
    if (block->n == 0) {
        weir_buf_shrink(block, 2 * BLOCK_BYTES);
    } else if (source->at) {
        memmove(block->p, block->p + source->at, block->n);
    }
    source->at = 0;
    char *to = weir_buf_reserve(block, BLOCK_BYTES);
    if (!to) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "line at position %lld of %s is longer than %zu bytes",
                            (long long)source->position,
                            source->is_stdin ? "stdin" : source->conf->file.p, block->n);
    }
    ssize_t n = read(source->fd, to, BLOCK_BYTES);
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        return weir_err_set(err, file_errno_class(errno), "cannot read %s: %s",
                            source->is_stdin ? "stdin" : source->conf->file.p, strerror(errno));
    }
    if (n == 0 && source->is_stdin) {
        source->watch_fd = -1; /* it has ended: no more waiting for it */
    }
    *got = n > 0 ? (size_t)n : 0;
    block->n += *got;
    return WEIR_OK;
}

/* Hands complete lines of the block to the batch, at most LINES_AT_ONCE; returns how many. */
static size_t add_lines(struct source *source, struct weir_batch *batch, size_t max)
{
    struct weir_str lines[LINES_AT_ONCE];
    struct weir_str text = weir_str_from(weir_buf_view(&source->block), source->at);
    size_t used;
    size_t n = file_lines_split(text, source->seen, lines,
                                max < LINES_AT_ONCE ? max : LINES_AT_ONCE, &used);
    /* The last byte is looked at again: it may be the \r of a \r\n. */
    source->seen = n || !text.n ? 0 : text.n - 1;
    if (!n) {
        return 0;
    }
    source->at += used;
    source->position += (int64_t)used;
    if (!source->is_stdin) {
        weir_buf_reset(&source->text);
        file_offset_text(&source->text, source->position);
        weir_batch_offset(batch, source->partition, weir_buf_view(&source->text));
    }
    char *copy = weir_arena_bytes(&batch->arena, used);
    memcpy(copy, text.p, used);
    struct weir_str topic = weir_arena_str(&batch->arena, source->conf->topic);
    int64_t now_ms = weir_clock_wall_ms();
    for (size_t i = 0; i < n; i++) {
        struct weir_str line = weir_str_n(copy + (lines[i].p - text.p), lines[i].n);
        struct weir_record *rec = weir_batch_add(batch);
        rec->topic = topic;
        rec->timestamp = now_ms;
        rec->value_schema = weir_schema_plain(WEIR_STRING, false);
        rec->value = weir_string(java_text_utf8(&batch->arena, line));
    }
    return n;
}

static enum weir_verdict source_poll(void *self, struct weir_batch **batch, int64_t wait_ms,
                                     struct weir_err *err)
{
    struct source *source = self;
    size_t max = source->conf->batch_size > 0 ? (size_t)source->conf->batch_size : 1;
    max = max < (*batch)->records_max ? max : (*batch)->records_max;
    if (source->fd < 0 && open_file(source, err) != WEIR_OK) {
        return err->class;
    }
    while (source->fd >= 0 && (*batch)->n < max && !weir_batch_full(*batch)) {
        size_t got = 0;
        if (add_lines(source, *batch, max - (*batch)->n) > 0) {
            continue;
        }
        if (read_block(source, &got, err) != WEIR_OK) {
            /* What the batch holds goes first; the error will be there the next time. */
            return (*batch)->n ? WEIR_OK : err->class;
        }
        if (!got) {
            break;
        }
    }
    if ((*batch)->n == 0) {
        wait_for_more(source, wait_ms);
    }
    return WEIR_OK;
}

static bool source_exactly_once(const void *conf)
{
    const struct file_source_conf *source_conf = conf;
    return source_conf->file.n > 0; /* standard input cannot be read again */
}

const struct weir_source_ops file_source_ops = {
    .size = sizeof(struct weir_source_ops),
    .connector = {.alter_offsets = file_alter_source_offsets},
    .exactly_once_support = source_exactly_once,
    .open = source_open,
    .poll = source_poll,
    .wake = source_wake,
    .close = source_close,
};

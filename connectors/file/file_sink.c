/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_sink.c: records come in, their values go out as lines of a file. A put takes its whole batch
 * into a buffer or none of it, and writes the buffer with as few calls as possible; what a full
 * disk leaves over is written first the next time. So a batch that comes again after RETRY was
 * never begun, and no line is doubled.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/mem.h>

#include "common/java_text.h"
#include "file.h"

#define PENDING_MAX_BYTES  ((size_t)256 * 1024 * 1024)
#define PENDING_KEEP_BYTES ((size_t)1024 * 1024)

struct sink {
    struct weir_task *task;
    const char *name; /* for people */
    int fd;
    struct weir_buf pending;
    size_t written; /* of pending, already in the file */
};

static enum weir_verdict sink_open(struct weir_task *task, const void *conf, void **self,
                                   struct weir_err *err)
{
    const struct file_sink_conf *sink_conf = conf;
    int fd = STDOUT_FILENO;
    if (sink_conf->file.n) {
        fd = open(sink_conf->file.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    }
    if (fd < 0) {
        return weir_err_set(err, file_errno_class(errno),
                            "Couldn't find or create file '%s' for FileStreamSinkTask: %s",
                            sink_conf->file.p, strerror(errno));
    }
    struct sink *sink = weir_xcalloc(1, sizeof(*sink));
    sink->task = task;
    sink->name = sink_conf->file.n ? sink_conf->file.p : "stdout";
    sink->fd = fd;
    weir_buf_init(&sink->pending, PENDING_MAX_BYTES);
    *self = sink;
    return WEIR_OK;
}

static void sink_close(void *self)
{
    struct sink *sink = self;
    if (sink->fd != STDOUT_FILENO) {
        close(sink->fd);
    }
    weir_buf_free(&sink->pending);
    free(sink);
}

/* Writes all that is pending; after an error the rest stays for the next call. */
static enum weir_verdict write_pending(struct sink *sink, struct weir_err *err)
{
    while (sink->written < sink->pending.n) {
        ssize_t n =
            write(sink->fd, sink->pending.p + sink->written, sink->pending.n - sink->written);
        if (n < 0 && errno != EINTR) {
            return weir_err_set(err, file_errno_class(errno), "cannot write to %s: %s", sink->name,
                                strerror(errno));
        }
        sink->written += n > 0 ? (size_t)n : 0;
    }
    sink->written = 0;
    weir_buf_shrink(&sink->pending, PENDING_KEEP_BYTES);
    return WEIR_OK;
}

static enum weir_verdict sink_put(void *self, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    struct sink *sink = self;
    (void)verdicts;
    if (write_pending(sink, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        if (rec->state == WEIR_REC_LIVE) {
            java_text_value(&sink->pending, rec->value_schema, rec->value);
            weir_buf_char(&sink->pending, '\n');
        }
    }
    if (weir_buf_check(&sink->pending, WEIR_FATAL, "the text of one batch", err) != WEIR_OK) {
        weir_buf_reset(&sink->pending);
        return err->class;
    }
    /* The batch is ours now: trouble that may pass is the next put's or flush's. */
    enum weir_verdict got = write_pending(sink, err);
    if (got == WEIR_RETRY) {
        weir_warn(weir_task_log(sink->task), "%s; %zu bytes wait", err->text,
                  sink->pending.n - sink->written);
        return WEIR_OK;
    }
    return got;
}

static enum weir_verdict sink_flush(void *self, struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err)
{
    struct sink *sink = self;
    (void)offsets;
    (void)n;
    if (write_pending(sink, err) != WEIR_OK) {
        return err->class;
    }
    weir_buf_shrink(&sink->pending, 0);
    if (fdatasync(sink->fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) {
        return weir_err_set(err, file_errno_class(errno), "cannot sync %s: %s", sink->name,
                            strerror(errno));
    }
    return WEIR_OK;
}

/* Every task appends to the same file: whole lines, in blocks. */
static enum weir_verdict sink_task_configs(const struct weir_connector *connector, const void *conf,
                                           int max, struct weir_task_configs *configs,
                                           struct weir_err *err)
{
    (void)connector;
    (void)conf;
    (void)err;
    for (int i = 0; i < max; i++) {
        weir_task_configs_add(configs);
    }
    return WEIR_OK;
}

/* No offsets are kept outside Kafka, so there is nothing to refuse. */
static enum weir_verdict sink_alter_offsets(const struct weir_connector *connector,
                                            const void *conf,
                                            const struct weir_offset_change *changes, size_t n,
                                            bool *handled, struct weir_err *err)
{
    (void)connector;
    (void)conf;
    (void)changes;
    (void)n;
    (void)err;
    *handled = true;
    return WEIR_OK;
}

const struct weir_sink_ops file_sink_ops = {
    .size = sizeof(struct weir_sink_ops),
    .connector = {.task_configs = sink_task_configs, .alter_offsets = sink_alter_offsets},
    .open = sink_open,
    .put = sink_put,
    .flush = sink_flush,
    .close = sink_close,
};

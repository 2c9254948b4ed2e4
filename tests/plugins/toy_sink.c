/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toy_sink.c: a sink that writes each record exactly once, since it keeps its offsets with its
 * output: a line says where its record stood. When a partition is assigned, it goes on behind the
 * last complete line of it. Every so many-th record it rejects. It writes in flush, not in put: only
 * then are the dead letters of what was put durable, which the own offsets would leave behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/plugin.h>

#define LINES_FLUSH_BYTES ((size_t)1024 * 1024)

struct sink_conf {
    struct weir_str file;
    int64_t reject_every;
};

struct sink {
    struct weir_task *task;
    const struct sink_conf *conf;
    int fd;
    struct weir_buf lines;
};

static void sink_close(void *self)
{
    struct sink *sink = self;
    if (sink->fd >= 0) {
        close(sink->fd);
    }
    weir_buf_free(&sink->lines);
    free(sink);
}

static enum weir_verdict fail(const struct sink *sink, const char *what, struct weir_err *err)
{
    return weir_err_set(err, WEIR_FATAL, "cannot %s %s: %s", what, sink->conf->file.p,
                        strerror(errno));
}

/* What a kill left of the last line is taken away. */
static enum weir_verdict mend(const struct sink *sink, struct weir_err *err)
{
    off_t n = lseek(sink->fd, 0, SEEK_END);
    char last = '\n';
    while (n > 0 && pread(sink->fd, &last, 1, n - 1) == 1 && last != '\n') {
        n--;
    }
    if (n < 0 || ftruncate(sink->fd, n) != 0 || lseek(sink->fd, n, SEEK_SET) < 0) {
        return fail(sink, "mend", err);
    }
    return WEIR_OK;
}

static enum weir_verdict sink_open(struct weir_task *task, const void *conf, void **self,
                                   struct weir_err *err)
{
    struct sink *sink = weir_xcalloc(1, sizeof(*sink));
    sink->task = task;
    sink->conf = conf;
    weir_buf_init(&sink->lines, 64 * 1024 * 1024);
    sink->fd = open(sink->conf->file.p, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    enum weir_verdict verdict = sink->fd < 0 ? fail(sink, "open", err) : mend(sink, err);
    if (verdict != WEIR_OK) {
        sink_close(sink);
        return verdict;
    }
    *self = sink;
    return WEIR_OK;
}

/* The offset behind the last line of this partition; -1: there is none. */
static int64_t own_offset(const struct sink *sink, const struct weir_topic_partition *part)
{
    char line[512], head[256];
    int64_t next = -1, offset;
    FILE *file = fopen(sink->conf->file.p, "re");
    int n = snprintf(head, sizeof(head), "%.*s-%d@", WEIR_STR_ARG(part->topic), part->partition);
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, head, (size_t)n) == 0 && sscanf(line + n, "%" SCNd64, &offset) == 1) {
            next = offset + 1;
        }
    }
    if (file) {
        fclose(file);
    }
    return next;
}

static enum weir_verdict sink_assigned(void *self, const struct weir_topic_partition *parts,
                                       size_t n, struct weir_err *err)
{
    struct sink *sink = self;
    for (size_t i = 0; i < n; i++) {
        int64_t next = own_offset(sink, &parts[i]);
        if (next <= parts[i].offset) {
            continue;
        }
        weir_info(weir_task_log(sink->task), "goes on at its own offset %" PRId64 " of %.*s-%d",
                  next, WEIR_STR_ARG(parts[i].topic), parts[i].partition);
        if (weir_task_seek(sink->task, parts[i].topic, parts[i].partition, next, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict sink_put(void *self, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    struct sink *sink = self;
    int64_t every = sink->conf->reject_every;
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        if (rec->state != WEIR_REC_LIVE) {
            continue;
        }
        if (every > 0 && rec->log_offset % every == every - 1) {
            weir_verdict_set(verdicts, i, WEIR_BAD_DATA, "rejected");
            continue;
        }
        weir_buf_printf(&sink->lines, "%.*s-%d@%" PRId64 " %.*s\n", WEIR_STR_ARG(rec->log_topic),
                        rec->log_partition, rec->log_offset,
                        WEIR_STR_ARG(weir_value_str(rec->value)));
    }
    if (sink->lines.n > LINES_FLUSH_BYTES) {
        weir_task_request_commit(sink->task);
    }
    return weir_buf_check(&sink->lines, WEIR_FATAL, "what is to be written", err);
}

static enum weir_verdict sink_flush(void *self, struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err)
{
    struct sink *sink = self;
    struct weir_str left = weir_buf_view(&sink->lines);
    (void)offsets;
    (void)n;
    while (left.n > 0) {
        ssize_t written = write(sink->fd, left.p, left.n < 1000 ? left.n : 1000);
        if (written < 0) {
            return fail(sink, "write", err);
        }
        left = weir_str_from(left, (size_t)written);
    }
    weir_buf_reset(&sink->lines);
    return fdatasync(sink->fd) == 0 ? WEIR_OK : fail(sink, "sync", err);
}

static const struct weir_conf_key keys[] = {
    {.name = "file", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct sink_conf, file),
     .flags = WEIR_KEY_REQUIRED, .doc = "<topic>-<partition>@<offset> <value>, a line a record."},
    {.name = "reject.every", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct sink_conf, reject_every),
     .def = "0", .doc = "The last of so many offsets is rejected; 0: none is."},
    WEIR_CONF_END,
};

static const struct weir_sink_ops ops = {
    .size = sizeof(ops),
    .open = sink_open,
    .assigned = sink_assigned,
    .put = sink_put,
    .flush = sink_flush,
    .close = sink_close,
};

static const struct weir_component sink_component = {
    .size = sizeof(sink_component),
    .kind = WEIR_SINK,
    .class_name = "test.ToySink",
    .doc = "Exactly once into a file.",
    .keys = keys,
    .conf_size = sizeof(struct sink_conf),
    .ops = &ops,
};

static const struct weir_component *const components[] = {&sink_component, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "toy-sink",
    .version = "1",
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toy_trouble.c: a source and a sink that hang or fail where their configuration says. The source
 * counts; the sink appends what it is given to a file. What they do wrong is steered from outside by
 * files: a hang lasts as long as its file is there, and deaf to wake and stop; each failure is noted
 * in a file, so that it is known how often it has happened, whatever was restarted in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/plugin.h>

#define WAIT_MS 20

struct trouble_conf {
    struct weir_str topic;
    struct weir_str file;
    int64_t count;
    int32_t tasks;
    struct weir_str hang_in;
    struct weir_str hang_file;
    struct weir_str fail_in;
    int fail_verdict;
    int64_t fail_at;
    int64_t fail_times;
    struct weir_str fail_file;
    struct weir_str down_file;
};

struct trouble {
    struct weir_task *task;
    const struct trouble_conf *conf;
    int64_t next; /* source */
    int fd;       /* sink */
};

static const char *const verdicts[] = {"OK", "RETRY", "BAD_DATA", "BAD_CONFIG", "FATAL", NULL};

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static bool is_there(struct weir_str file)
{
    struct stat st;
    return file.n && stat(file.p, &st) == 0;
}

/* Lasts as long as the file is there. What has hung says so in FILE.hung, and after it FILE.back. */
static void hang(const struct trouble_conf *conf, const char *where)
{
    char note[4096];
    if (!weir_str_is(conf->hang_in, where) || !is_there(conf->hang_file)) {
        return;
    }
    snprintf(note, sizeof(note), "%s.hung", conf->hang_file.p);
    close(open(note, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    while (is_there(conf->hang_file)) {
        sleep_ms(WAIT_MS);
    }
    snprintf(note, sizeof(note), "%s.back", conf->hang_file.p);
    close(open(note, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

/* A byte a failure. */
static bool fails(const struct trouble_conf *conf)
{
    struct stat st = {0};
    if (stat(conf->fail_file.p, &st) == 0 && st.st_size >= conf->fail_times) {
        return false;
    }
    int fd = open(conf->fail_file.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    bool noted = fd >= 0 && write(fd, "x", 1) == 1;
    close(fd);
    return noted;
}

static enum weir_verdict fail_call(const struct trouble_conf *conf, const char *where,
                                   struct weir_err *err)
{
    if (!weir_str_is(conf->fail_in, where) || !fails(conf)) {
        return WEIR_OK;
    }
    return weir_err_set(err, (enum weir_verdict)conf->fail_verdict, "trouble in %s", where);
}

static enum weir_verdict at_call(const struct trouble_conf *conf, const char *where,
                                 struct weir_err *err)
{
    hang(conf, where);
    return fail_call(conf, where, err);
}

/* ---- the connectors ---- */

static enum weir_verdict trouble_task_configs(const struct weir_connector *connector,
                                              const void *conf, int max,
                                              struct weir_task_configs *configs,
                                              struct weir_err *err)
{
    const struct trouble_conf *trouble_conf = conf;
    (void)connector;
    if (at_call(conf, "task_configs", err) != WEIR_OK) {
        return err->class;
    }
    for (int i = 0; i < max && i < trouble_conf->tasks; i++) {
        weir_task_configs_add(configs);
    }
    return WEIR_OK;
}

static void trouble_validate(const struct weir_connector *connector, const void *conf,
                             int64_t deadline_ms, struct weir_report *report)
{
    (void)connector;
    (void)deadline_ms;
    struct weir_err err;
    if (at_call(conf, "validate", &err) != WEIR_OK) {
        weir_report_error(report, "fail.in", "%s", err.text);
    }
}

static enum weir_verdict trouble_alter_offsets(const struct weir_connector *connector,
                                               const void *conf,
                                               const struct weir_offset_change *changes, size_t n,
                                               bool *handled, struct weir_err *err)
{
    (void)connector;
    (void)changes;
    (void)n;
    *handled = false;
    return at_call(conf, "alter_offsets", err);
}

static void trouble_close(void *self)
{
    struct trouble *trouble = self;
    hang(trouble->conf, "close");
    if (trouble->fd >= 0) {
        close(trouble->fd);
    }
    free(trouble);
}

static struct trouble *make(struct weir_task *task, const void *conf)
{
    struct trouble *trouble = weir_xcalloc(1, sizeof(*trouble));
    trouble->task = task;
    trouble->conf = conf;
    trouble->fd = -1;
    return trouble;
}

/* ---- the source: {"trouble":"<connector>"} -> {"next":n} ---- */

static enum weir_verdict source_open(struct weir_task *task, const void *conf, void **self,
                                     struct weir_err *err)
{
    struct weir_str offset;
    if (at_call(conf, "open", err) != WEIR_OK ||
        weir_task_offset(task, WEIR_STR("{\"trouble\":\"source\"}"), &offset, err) != WEIR_OK) {
        return err->class;
    }
    struct trouble *trouble = make(task, conf);
    if (offset.p && sscanf(offset.p, "{\"next\":%" SCNd64 "}", &trouble->next) != 1) {
        trouble_close(trouble);
        return weir_err_set(err, WEIR_FATAL, "offset %.*s is not one of ours",
                            WEIR_STR_ARG(offset));
    }
    *self = trouble;
    return WEIR_OK;
}

static void add_number(struct trouble *trouble, struct weir_batch *batch)
{
    char text[64];
    int64_t number = trouble->next++;
    snprintf(text, sizeof(text), "{\"next\":%lld}", (long long)trouble->next);
    weir_batch_offset(batch, WEIR_STR("{\"trouble\":\"source\"}"), weir_str_of(text));
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_arena_str(&batch->arena, trouble->conf->topic);
    rec->value_schema = weir_schema_plain(WEIR_STRING, false);
    snprintf(text, sizeof(text), "record %lld", (long long)number);
    rec->value = weir_string(weir_arena_str(&batch->arena, weir_str_of(text)));
}

static enum weir_verdict source_poll(void *self, struct weir_batch **batch, int64_t wait_ms,
                                     struct weir_err *err)
{
    struct trouble *trouble = self;
    const struct trouble_conf *conf = trouble->conf;
    hang(conf, "poll");
    bool fails_here = weir_str_is(conf->fail_in, "poll");
    while (trouble->next < conf->count && (*batch)->n < 100) {
        if (fails_here && trouble->next == conf->fail_at) {
            if ((*batch)->n) {
                break;
            }
            if (fail_call(conf, "poll", err) != WEIR_OK) {
                return err->class;
            }
        }
        add_number(trouble, *batch);
    }
    if (!(*batch)->n) {
        sleep_ms(wait_ms < WAIT_MS ? (long)wait_ms : WAIT_MS);
    }
    return WEIR_OK;
}

/* ---- the sink ---- */

static enum weir_verdict sink_open(struct weir_task *task, const void *conf, void **self,
                                   struct weir_err *err)
{
    const struct trouble_conf *trouble_conf = conf;
    if (at_call(conf, "open", err) != WEIR_OK) {
        return err->class;
    }
    int fd = open(trouble_conf->file.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "cannot open %s: %s", trouble_conf->file.p,
                            strerror(errno));
    }
    struct trouble *trouble = make(task, conf);
    trouble->fd = fd;
    *self = trouble;
    return WEIR_OK;
}

static enum weir_verdict sink_assigned(void *self, const struct weir_topic_partition *partitions,
                                       size_t n, struct weir_err *err)
{
    (void)partitions;
    (void)n;
    return at_call(((struct trouble *)self)->conf, "assigned", err);
}

static enum weir_verdict append(const struct trouble *trouble, struct weir_str text,
                                struct weir_err *err)
{
    const struct iovec line[] = {{(void *)(uintptr_t)text.p, text.n}, {"\n", 1}};
    if (writev(trouble->fd, line, 2) != (ssize_t)text.n + 1) {
        return weir_err_set(err, WEIR_FATAL, "cannot write: %s", strerror(errno));
    }
    return WEIR_OK;
}

static enum weir_verdict put_one(const struct trouble *trouble, const struct weir_batch *batch,
                                 uint32_t i, struct weir_verdicts *said, struct weir_err *err)
{
    const struct trouble_conf *conf = trouble->conf;
    const struct weir_record *rec = &batch->recs[i];
    if (weir_str_is(conf->fail_in, "put") && rec->log_offset == conf->fail_at && fails(conf)) {
        enum weir_verdict verdict = (enum weir_verdict)conf->fail_verdict;
        return verdict == WEIR_BAD_DATA
                   ? weir_verdict_set(said, i, verdict, "trouble with a record")
                   : weir_err_set(err, verdict, "trouble in put");
    }
    return append(trouble, weir_value_str(rec->value), err);
}

/* What is written before a failure stays written: a batch that comes again is there twice. */
static enum weir_verdict sink_put(void *self, struct weir_batch *batch,
                                  struct weir_verdicts *said, struct weir_err *err)
{
    const struct trouble *trouble = self;
    hang(trouble->conf, "put");
    if (is_there(trouble->conf->down_file)) {
        return weir_err_set(err, WEIR_RETRY, "the target is down");
    }
    for (uint32_t i = 0; i < batch->n; i++) {
        if (batch->recs[i].state != WEIR_REC_LIVE) {
            continue;
        }
        enum weir_verdict verdict = put_one(trouble, batch, i, said, err);
        if (verdict != WEIR_OK && verdict != WEIR_BAD_DATA) {
            return verdict;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict sink_flush(void *self, struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err)
{
    (void)offsets;
    (void)n;
    return at_call(((struct trouble *)self)->conf, "flush", err);
}

/* ---- what this .so offers ---- */

#define COMMON_KEYS                                                                                \
    {.name = "tasks", .type = WEIR_CONF_INT, .at = WEIR_AT(struct trouble_conf, tasks),            \
     .def = "1", .doc = "How many tasks."},                                                        \
    {.name = "hang.in", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct trouble_conf, hang_in),     \
     .def = "", .doc = "The callback that hangs."},                                                \
    {.name = "hang.file", .type = WEIR_CONF_STRING,                                                \
     .at = WEIR_AT(struct trouble_conf, hang_file), .def = "",                                     \
     .doc = "It hangs while this file is there."},                                                 \
    {.name = "fail.in", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct trouble_conf, fail_in),     \
     .def = "", .doc = "The callback that fails."},                                                \
    {.name = "fail.verdict", .type = WEIR_CONF_ENUM,                                               \
     .at = WEIR_AT(struct trouble_conf, fail_verdict), .def = "RETRY", .values = verdicts,         \
     .doc = "How it fails."},                                                                      \
    {.name = "fail.at", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct trouble_conf, fail_at),       \
     .def = "0", .doc = "The record poll or put fails at."},                                       \
    {.name = "fail.times", .type = WEIR_CONF_LONG,                                                 \
     .at = WEIR_AT(struct trouble_conf, fail_times), .def = "1000000", .doc = "How often."},       \
    {.name = "fail.file", .type = WEIR_CONF_STRING,                                                \
     .at = WEIR_AT(struct trouble_conf, fail_file), .def = "",                                     \
     .doc = "Grows by a byte with each failure."}

static const struct weir_conf_key source_keys[] = {
    {.name = "topic", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct trouble_conf, topic),
     .flags = WEIR_KEY_REQUIRED, .doc = "Where the numbers go."},
    {.name = "count", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct trouble_conf, count),
     .def = "1000", .doc = "How many numbers."},
    COMMON_KEYS,
    WEIR_CONF_END,
};

static const struct weir_conf_key sink_keys[] = {
    {.name = "file", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct trouble_conf, file),
     .flags = WEIR_KEY_REQUIRED, .doc = "Where the values are appended."},
    {.name = "down.file", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct trouble_conf, down_file),
     .def = "", .doc = "The target is down while this file is there."},
    COMMON_KEYS,
    WEIR_CONF_END,
};

#define CONNECTOR                                                                                  \
    {.task_configs = trouble_task_configs,                                                         \
     .validate = trouble_validate,                                                                 \
     .alter_offsets = trouble_alter_offsets}

static const struct weir_source_ops source_ops = {
    .size = sizeof(source_ops),
    .connector = CONNECTOR,
    .open = source_open,
    .poll = source_poll,
    .close = trouble_close,
};

static const struct weir_sink_ops sink_ops = {
    .size = sizeof(sink_ops),
    .connector = CONNECTOR,
    .open = sink_open,
    .assigned = sink_assigned,
    .put = sink_put,
    .flush = sink_flush,
    .close = trouble_close,
};

static const struct weir_component source = {
    .size = sizeof(source),
    .kind = WEIR_SOURCE,
    .class_name = "test.TroubleSource",
    .doc = "Counts, and hangs or fails as told.",
    .keys = source_keys,
    .conf_size = sizeof(struct trouble_conf),
    .ops = &source_ops,
};

static const struct weir_component sink = {
    .size = sizeof(sink),
    .kind = WEIR_SINK,
    .class_name = "test.TroubleSink",
    .doc = "Appends values to a file, and hangs or fails as told.",
    .keys = sink_keys,
    .conf_size = sizeof(struct trouble_conf),
    .ops = &sink_ops,
};

static const struct weir_component *const components[] = {&source, &sink, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "toy-trouble",
    .version = "1",
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toy_cdc.c: a change data capture source without a database, with all that a real one asks of the
 * worker. A snapshot of every table is read by a helper thread of its own; then the first task
 * streams numbered events in transactions. Schema changes go to a history topic before the events
 * that need them; a signal asks for new task configurations. Of tables there are as many as the
 * tables file says.
 */
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/plugin.h>

#define TABLES_MAX 8
#define QUEUE_MAX 256
#define EVENTS_A_TXN 3
#define EVENTS_A_SCHEMA 100
#define STREAM "{\"stream\":\"main\"}"

struct cdc_conf {
    struct weir_str prefix;
    struct weir_str history;
    struct weir_str signals;
    struct weir_str tables_file;
    struct weir_conf_list tables; /* a task's */
    int64_t rows;
    int64_t events;
    int64_t pause_ms;
    int64_t abort_every;
};

struct cdc;

/* Reads one table. */
struct helper {
    struct cdc *cdc;
    pthread_t thread;
    struct weir_str table;
    struct weir_str partition;
    int64_t next;
};

struct cdc {
    struct weir_task *task;
    const struct cdc_conf *conf;
    struct weir_topic *history, *signals;
    int64_t schemas; /* in the history */
    bool streams;
    int64_t next;      /* event */
    int64_t doomed;    /* the last event whose transaction was given up once */
    int64_t committed; /* event */
    int64_t snapshot_done, snapshot_total;
    int wake_fd;
    atomic_bool closing;
    struct helper helpers[TABLES_MAX];
    size_t n_helpers;
    pthread_mutex_t lock;
    struct weir_batch *queue[QUEUE_MAX]; /* under lock */
    size_t n_queue, n_running;           /* under lock */
};

/* ---- the connector ---- */

static int count_tables(const struct cdc_conf *conf)
{
    int n = 0;
    FILE *file = fopen(conf->tables_file.p, "re");
    if (file && fscanf(file, "%d", &n) != 1) {
        n = 0;
    }
    if (file) {
        fclose(file);
    }
    return n > TABLES_MAX ? TABLES_MAX : n;
}

/* Table i is task i modulo tasks'. */
static enum weir_verdict cdc_task_configs(const struct weir_connector *connector, const void *conf,
                                          int max, struct weir_task_configs *configs,
                                          struct weir_err *err)
{
    int n_tables = count_tables(conf);
    int n_tasks = max < n_tables ? max : n_tables;
    if (n_tables == 0) {
        return weir_err_set(err, WEIR_RETRY, "there are no tables yet");
    }
    for (int t = 0; t < n_tasks; t++) {
        char list[64] = "";
        for (int i = t; i < n_tables; i += n_tasks) {
            size_t n = strlen(list);
            snprintf(list + n, sizeof(list) - n, "%s%d", n ? "," : "", i);
        }
        weir_props_set_c(weir_task_configs_add(configs), "tables", list);
    }
    weir_info(connector->log, "%d tables, %d tasks", n_tables, n_tasks);
    return WEIR_OK;
}

static bool exactly_once(const void *conf)
{
    (void)conf;
    return true;
}

/* ---- records ---- */

static struct weir_record *add(struct weir_batch *batch, struct weir_str topic, const char *what,
                               int64_t number)
{
    char text[64];
    int n = snprintf(text, sizeof(text), "%s %" PRId64, what, number);
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_arena_str(&batch->arena, topic);
    rec->partition = 0;
    rec->value_schema = weir_schema_plain(WEIR_STRING, false);
    rec->value = weir_string(weir_arena_str(&batch->arena, weir_str_n(text, (size_t)n)));
    return rec;
}

static void place(struct weir_batch *batch, struct weir_str partition, const char *name,
                  int64_t next)
{
    char text[64];
    snprintf(text, sizeof(text), "{\"%s\":%" PRId64 "}", name, next);
    weir_batch_offset(batch, partition, weir_str_of(text));
}

static enum weir_verdict stored(struct weir_task *task, struct weir_str partition,
                                const char *format, int64_t *next, struct weir_err *err)
{
    struct weir_str offset;
    if (weir_task_offset(task, partition, &offset, err) != WEIR_OK) {
        return err->class;
    }
    *next = 0;
    if (offset.p && sscanf(offset.p, format, next) != 1) {
        return weir_err_set(err, WEIR_FATAL, "offset %.*s is not one of ours",
                            WEIR_STR_ARG(offset));
    }
    return WEIR_OK;
}

/* ---- the snapshot: helper threads ---- */

static void nudge(const struct cdc *cdc)
{
    (void)!write(cdc->wake_fd, &(uint64_t){1}, sizeof(uint64_t));
}

static void fill(struct helper *helper, struct weir_batch *batch)
{
    struct cdc *cdc = helper->cdc;
    struct weir_str topic = weir_str_of(weir_arena_printf(
        &batch->arena, "%s.table%.*s", cdc->conf->prefix.p, WEIR_STR_ARG(helper->table)));
    struct weir_record *rec = NULL;
    while (helper->next < cdc->conf->rows && batch->n < 50 && !weir_batch_full(batch)) {
        place(batch, helper->partition, "row", helper->next + 1);
        rec = add(batch, topic, "row", helper->next++);
    }
    if (rec) {
        rec->txn = WEIR_TXN_COMMIT;
    }
}

/* False: there is no room, and the task ends. */
static bool hand_over(struct cdc *cdc, struct weir_batch *batch)
{
    bool room = false;
    while (!room && !atomic_load(&cdc->closing)) {
        pthread_mutex_lock(&cdc->lock);
        room = cdc->n_queue < QUEUE_MAX;
        if (room) {
            cdc->queue[cdc->n_queue++] = batch;
        }
        pthread_mutex_unlock(&cdc->lock);
        nudge(cdc);
        if (!room) {
            weir_task_batch_wait(cdc->task, 10);
        }
    }
    return room;
}

static void *read_table(void *self)
{
    struct helper *helper = self;
    struct cdc *cdc = helper->cdc;
    while (helper->next < cdc->conf->rows && !atomic_load(&cdc->closing)) {
        struct weir_batch *batch = weir_task_batch_get(cdc->task);
        if (!batch) {
            weir_task_batch_wait(cdc->task, 100);
            continue;
        }
        fill(helper, batch);
        if (!hand_over(cdc, batch)) {
            weir_task_batch_drop(cdc->task, batch);
        }
    }
    pthread_mutex_lock(&cdc->lock);
    cdc->n_running--;
    pthread_mutex_unlock(&cdc->lock);
    nudge(cdc);
    return NULL;
}

static enum weir_verdict begin_table(struct cdc *cdc, struct weir_str table, struct weir_err *err)
{
    struct helper *helper = &cdc->helpers[cdc->n_helpers];
    helper->cdc = cdc;
    helper->table = table;
    helper->partition = weir_str_of(weir_arena_printf(
        weir_task_arena(cdc->task), "{\"table\":\"%.*s\"}", WEIR_STR_ARG(table)));
    if (stored(cdc->task, helper->partition, "{\"row\":%" SCNd64 "}", &helper->next, err) !=
        WEIR_OK) {
        return err->class;
    }
    cdc->snapshot_done += helper->next;
    cdc->snapshot_total += cdc->conf->rows;
    pthread_mutex_lock(&cdc->lock);
    cdc->n_running++;
    pthread_mutex_unlock(&cdc->lock);
    if (pthread_create(&helper->thread, NULL, read_table, helper) != 0) {
        return weir_err_set(err, WEIR_RETRY, "cannot start a helper");
    }
    cdc->n_helpers++;
    return WEIR_OK;
}

/* ---- history and signals ---- */

static enum weir_verdict recover(void *self, const struct weir_topic_message *message,
                                 struct weir_err *err)
{
    struct cdc *cdc = self;
    char want[64];
    int n = snprintf(want, sizeof(want), "schema %" PRId64, cdc->schemas);
    if (!weir_str_eq(message->value, weir_str_n(want, (size_t)n))) {
        return weir_err_set(err, WEIR_FATAL, "the history has '%.*s' where '%s' belongs",
                            WEIR_STR_ARG(message->value), want);
    }
    cdc->schemas++;
    return WEIR_OK;
}

static enum weir_verdict open_history(struct cdc *cdc, struct weir_err *err)
{
    const struct weir_prop for_ever = {WEIR_STR("retention.ms"), WEIR_STR("-1")};
    struct weir_topic_spec spec = {.name = cdc->conf->history,
                                   .partitions = 1,
                                   .replication_factor = -1,
                                   .configs = &for_ever,
                                   .n_configs = 1};
    bool created;
    int64_t needed = (cdc->next + EVENTS_A_SCHEMA - 1) / EVENTS_A_SCHEMA;
    if (weir_topic_open(cdc->task, cdc->conf->history, NULL, &cdc->history, err) != WEIR_OK ||
        weir_topic_ensure(cdc->history, &spec, &created, err) != WEIR_OK ||
        weir_topic_read(cdc->history, recover, cdc, err) != WEIR_OK) {
        return err->class;
    }
    if (cdc->schemas < needed) {
        return weir_err_set(err, WEIR_FATAL, "the history has %" PRId64 " schemas, event %" PRId64
                            " needs %" PRId64, cdc->schemas, cdc->next, needed);
    }
    return WEIR_OK;
}

static enum weir_verdict take_signal(void *self, const struct weir_topic_message *message,
                                     struct weir_err *err)
{
    const struct cdc *cdc = self;
    (void)err;
    weir_info(weir_task_log(cdc->task), "signal: %.*s", WEIR_STR_ARG(message->value));
    if (weir_str_is(message->value, "reconfigure")) {
        weir_task_request_reconfigure(cdc->task);
    }
    return WEIR_OK;
}

static enum weir_verdict open_signals(struct cdc *cdc, struct weir_err *err)
{
    struct weir_topic_spec spec = {
        .name = cdc->conf->signals, .partitions = 1, .replication_factor = -1};
    bool created;
    if (weir_topic_open(cdc->task, cdc->conf->signals, NULL, &cdc->signals, err) != WEIR_OK) {
        return err->class;
    }
    return weir_topic_ensure(cdc->signals, &spec, &created, err);
}

/* ---- the stream ---- */

/* The schema that event n needs is in the history before the event goes anywhere. */
static enum weir_verdict keep_schema(struct cdc *cdc, struct weir_err *err)
{
    char text[64];
    int64_t version = cdc->next / EVENTS_A_SCHEMA;
    if (version < cdc->schemas) {
        return WEIR_OK;
    }
    int n = snprintf(text, sizeof(text), "schema %" PRId64, version);
    struct weir_topic_message message = {.value = weir_str_n(text, (size_t)n)};
    if (weir_topic_append(cdc->history, &message, err) != WEIR_OK) {
        return err->class;
    }
    cdc->schemas++;
    return WEIR_OK;
}

static bool is_doomed(struct cdc *cdc)
{
    int64_t every = cdc->conf->abort_every;
    bool doomed = every > 0 && cdc->next > 0 && cdc->next % every == 0 && cdc->doomed != cdc->next;
    cdc->doomed = doomed ? cdc->next : cdc->doomed;
    return doomed;
}

/* One transaction; first perhaps another, which is given up. */
static enum weir_verdict stream_txn(struct cdc *cdc, struct weir_batch *batch, struct weir_str topic,
                                    struct weir_err *err)
{
    if (is_doomed(cdc)) {
        add(batch, topic, "doomed", cdc->next);
        add(batch, topic, "doomed", cdc->next)->txn = WEIR_TXN_ABORT;
    }
    for (int i = 0; i < EVENTS_A_TXN; i++) {
        if (keep_schema(cdc, err) != WEIR_OK) {
            return err->class;
        }
        place(batch, WEIR_STR(STREAM), "event", cdc->next + 1);
        struct weir_record *rec = add(batch, topic, "event", cdc->next++);
        rec->txn = i == EVENTS_A_TXN - 1 ? WEIR_TXN_COMMIT : 0;
    }
    return WEIR_OK;
}

static void wait_awhile(const struct cdc *cdc, int64_t ms)
{
    uint64_t count;
    struct pollfd fd = {.fd = cdc->wake_fd, .events = POLLIN};
    if (poll(&fd, 1, (int)ms) > 0) {
        (void)!read(cdc->wake_fd, &count, sizeof(count));
    }
}

static enum weir_verdict stream(struct cdc *cdc, struct weir_batch *batch, int64_t wait_ms,
                                struct weir_err *err)
{
    if (cdc->next >= cdc->conf->events) {
        wait_awhile(cdc, wait_ms);
        return WEIR_OK;
    }
    struct weir_str topic =
        weir_str_of(weir_arena_printf(&batch->arena, "%s.stream", cdc->conf->prefix.p));
    while (cdc->next < cdc->conf->events && batch->n < 30) {
        if (stream_txn(cdc, batch, topic, err) != WEIR_OK) {
            return err->class;
        }
    }
    weir_task_progress(cdc->task, "stream", cdc->next, cdc->conf->events);
    if (cdc->conf->pause_ms > 0) {
        wait_awhile(cdc, cdc->conf->pause_ms);
    }
    return WEIR_OK;
}

/* ---- the task ---- */

/* NULL: there is none; *reading: there will be. */
static struct weir_batch *next_of_snapshot(struct cdc *cdc, bool *reading)
{
    struct weir_batch *batch = NULL;
    pthread_mutex_lock(&cdc->lock);
    if (cdc->n_queue > 0) {
        batch = cdc->queue[0];
        memmove(cdc->queue, cdc->queue + 1, --cdc->n_queue * sizeof(cdc->queue[0]));
    }
    *reading = cdc->n_running > 0;
    pthread_mutex_unlock(&cdc->lock);
    return batch;
}

static enum weir_verdict cdc_poll(void *self, struct weir_batch **batch, int64_t wait_ms,
                                  struct weir_err *err)
{
    struct cdc *cdc = self;
    bool reading;
    if (cdc->signals && weir_topic_follow(cdc->signals, weir_str_of(weir_task_connector(cdc->task)),
                                         take_signal, cdc, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_batch *filled = next_of_snapshot(cdc, &reading);
    if (filled) {
        cdc->snapshot_done += filled->n;
        weir_task_progress(cdc->task, "snapshot", cdc->snapshot_done, cdc->snapshot_total);
        *batch = filled;
    } else if (reading || !cdc->streams) {
        wait_awhile(cdc, wait_ms < 100 ? wait_ms : 100);
    } else {
        return stream(cdc, *batch, wait_ms < 100 ? wait_ms : 100, err);
    }
    return WEIR_OK;
}

static void cdc_committed(void *self, const struct weir_offset *offset)
{
    struct cdc *cdc = self;
    int64_t next;
    if (!weir_str_is(offset->partition, STREAM) ||
        sscanf(offset->offset.p, "{\"event\":%" SCNd64 "}", &next) != 1) {
        return;
    }
    if (next < cdc->committed || next > cdc->next) {
        weir_error(weir_task_log(cdc->task), "committed out of order: %" PRId64 " after %" PRId64,
                   next, cdc->committed);
    }
    cdc->committed = next;
    weir_task_metric(cdc->task, "committed", (double)next);
}

static void cdc_wake(void *self)
{
    nudge(self);
}

static void cdc_close(void *self)
{
    struct cdc *cdc = self;
    atomic_store(&cdc->closing, true);
    for (size_t i = 0; i < cdc->n_helpers; i++) {
        pthread_join(cdc->helpers[i].thread, NULL);
    }
    for (size_t i = 0; i < cdc->n_queue; i++) {
        weir_task_batch_drop(cdc->task, cdc->queue[i]);
    }
    pthread_mutex_destroy(&cdc->lock);
    close(cdc->wake_fd);
    free(cdc);
}

static enum weir_verdict begin(struct cdc *cdc, struct weir_err *err)
{
    const struct cdc_conf *conf = cdc->conf;
    cdc->streams = weir_task_id(cdc->task) == 0;
    if (cdc->streams &&
        (stored(cdc->task, WEIR_STR(STREAM), "{\"event\":%" SCNd64 "}", &cdc->next, err) !=
             WEIR_OK ||
         open_history(cdc, err) != WEIR_OK || open_signals(cdc, err) != WEIR_OK)) {
        return err->class;
    }
    for (size_t i = 0; i < conf->tables.n && i < TABLES_MAX; i++) {
        if (begin_table(cdc, conf->tables.items[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict cdc_open(struct weir_task *task, const void *conf, void **self,
                                  struct weir_err *err)
{
    struct cdc *cdc = weir_xcalloc(1, sizeof(*cdc));
    cdc->task = task;
    cdc->conf = conf;
    cdc->doomed = -1;
    cdc->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&cdc->lock, NULL);
    if (begin(cdc, err) != WEIR_OK) {
        cdc_close(cdc);
        return err->class;
    }
    *self = cdc;
    return WEIR_OK;
}

/* ---- what this .so offers ---- */

static const struct weir_conf_key keys[] = {
    {.name = "topic.prefix", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct cdc_conf, prefix),
     .flags = WEIR_KEY_REQUIRED, .doc = "Topics are <prefix>.table<n> and <prefix>.stream."},
    {.name = "history.topic", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct cdc_conf, history),
     .flags = WEIR_KEY_REQUIRED, .doc = "Where schemas are kept."},
    {.name = "signal.topic", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct cdc_conf, signals),
     .flags = WEIR_KEY_REQUIRED, .doc = "Where signals are read."},
    {.name = "tables.file", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct cdc_conf, tables_file),
     .flags = WEIR_KEY_REQUIRED, .doc = "Says how many tables there are."},
    {.name = "tables", .type = WEIR_CONF_LIST, .at = WEIR_AT(struct cdc_conf, tables), .def = "",
     .flags = WEIR_KEY_INTERNAL, .doc = "Those of a task."},
    {.name = "rows", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct cdc_conf, rows), .def = "1000",
     .doc = "Rows of a table."},
    {.name = "events", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct cdc_conf, events),
     .def = "3000", .doc = "Events of the stream; a multiple of three."},
    {.name = "pause.ms", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct cdc_conf, pause_ms),
     .def = "0", .doc = "How long to wait after each batch of events."},
    {.name = "abort.every", .type = WEIR_CONF_LONG, .at = WEIR_AT(struct cdc_conf, abort_every),
     .def = "0", .doc = "A transaction is given up before each multiple of this; 0: none."},
    WEIR_CONF_END,
};

static const struct weir_source_ops ops = {
    .size = sizeof(ops),
    .connector = {.task_configs = cdc_task_configs},
    .exactly_once_support = exactly_once,
    .defines_transactions = exactly_once,
    .open = cdc_open,
    .poll = cdc_poll,
    .committed = cdc_committed,
    .wake = cdc_wake,
    .close = cdc_close,
};

static const struct weir_component source = {
    .size = sizeof(source),
    .kind = WEIR_SOURCE,
    .class_name = "test.ToyCdc",
    .doc = "Change data capture without a database.",
    .keys = keys,
    .conf_size = sizeof(struct cdc_conf),
    .ops = &ops,
};

static const struct weir_component *const components[] = {&source, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "toy-cdc",
    .version = "1",
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}

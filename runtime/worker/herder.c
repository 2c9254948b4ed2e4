/* SPDX-License-Identifier: Apache-2.0 */
/*
 * herder.c: the thread that owns the control state. It takes what arrives, lets timers fire, and
 * never waits for anything else. Requests go to op.c, records to herder_records.c.
 */
#include <stdlib.h>

#include "base/thread.h"
#include "worker/boot.h"
#include "worker/connector.h"
#include "worker/leading.h"
#include "worker/op.h"

#define STATUS_RETRY_MS 1000
#define FLUSH_MS 2000
/* What is left of the time for stopping when the tasks have ended, or had to. */
#define CLOSE_MS 1000
/* A worker that is not ready yet may wait for a bus that is not there. */
#define BOOT_END_MS 2000

/* ---- names ---- */

bool herder_on_kafka(const struct herder *herder)
{
    return herder->options.worker->bus == WORKER_BUS_KAFKA;
}

const char *herder_client_id(const struct herder *herder, struct weir_arena *arena,
                             const char *what)
{
    const struct worker_conf *worker = herder->options.worker;
    struct weir_str id =
        worker->props ? weir_props_get(worker->props, "client.id") : WEIR_STR_NULL;
    return weir_arena_printf(arena, "%.*s%s%.*s-%s",
                             WEIR_STR_ARG(worker->group_id.n ? worker->group_id : WEIR_STR("weir")),
                             id.n ? "-" : "", WEIR_STR_ARG(id), what);
}

/* ---- failing to start ---- */

void herder_fail(struct herder *herder, const struct weir_err *err)
{
    weir_error(&herder->log, "the worker cannot start: %s", err->text);
    herder->failure = *err;
    herder->phase = PHASE_FAILED;
    stage_set(&herder->stage, "unable to start: %s", err->text);
    ops_wake(&herder->held, WEIR_OK);
    if (herder->options.failed) {
        herder->options.failed(herder->options.self, err);
    }
}

/* ---- membership ---- */

struct member_news {
    struct inbox_item item; /* first */
    struct herder *herder;
};

static void member_changed(struct inbox_item *item)
{
    struct herder *herder = ((struct member_news *)item)->herder;
    free(item);
    if (herder->membership) {
        leading_look(herder);
    }
}

/* Membership's thread. */
static void tell_member_changed(void *self)
{
    struct herder *herder = self;
    struct member_news *news = weir_xcalloc(1, sizeof(*news));
    news->item.run = member_changed;
    news->herder = herder;
    inbox_post(&herder->inbox, &news->item);
}

static enum weir_verdict join_group(struct herder *herder, struct weir_err *err)
{
    struct membership_conf conf = {
        .bus = herder->options.bus,
        .worker = herder->options.worker,
        .worker_id = herder->options.worker_id,
        .worker_url = herder->options.worker_url,
        .changed = tell_member_changed,
        .self = herder,
    };
    return membership_start(&conf, &herder->membership, err);
}

/* ---- the topics have been read ---- */

static void open_writers(struct herder *herder)
{
    const struct worker_conf *worker = herder->options.worker;
    struct weir_arena arena;
    weir_arena_init(&arena, 512);
    const char *id = herder_on_kafka(herder)
                         ? weir_arena_printf(&arena, "connect-cluster-%.*s",
                                             WEIR_STR_ARG(worker->group_id))
                         : NULL;
    herder->writer = config_writer_new(herder->options.bus, &herder->inbox, herder->reader,
                                       herder->config_feed, worker->config_topic,
                                       herder_client_id(herder, &arena, "configs"), id);
    status_store_writable(herder->statuses, herder->producer);
    weir_arena_free(&arena);
}

static void retry_statuses(struct timer *timer)
{
    struct herder *herder =
        (struct herder *)((char *)timer - offsetof(struct herder, retry_timer));
    status_store_retry(herder->statuses);
}

/* What could not be written waits for its next attempt. */
static void watch_statuses(struct herder *herder)
{
    if (status_store_waiting(herder->statuses) && herder->producer && !herder->retry_timer.set) {
        timer_set(&herder->timers, &herder->retry_timer, weir_clock_mono_ms() + STATUS_RETRY_MS,
                  retry_statuses);
    }
}

static void take_over(struct herder *herder, struct boot *boot)
{
    herder->reader = boot->reader;
    herder->config_feed = boot->config_feed;
    herder->producer = boot->producer;
    herder->offsets = boot->offsets;
    herder->cluster_id = boot->cluster_id;
    herder->pipeline = (struct pipeline){.bus = herder->options.bus,
                                         .worker = herder->options.worker,
                                         .registry = herder->options.registry,
                                         .offsets = herder->offsets,
                                         .memory = &herder->memory,
                                         .worker_id = herder->options.worker_id};
}

static void ready(struct herder *herder)
{
    struct weir_err err;
    open_writers(herder);
    herder->phase = PHASE_READY;
    stage_ready(&herder->stage);
    if (join_group(herder, &err) != WEIR_OK) {
        herder_fail(herder, &err);
        return;
    }
    weir_info(&herder->log, "the worker is ready, %zu connectors are known",
              config_store_count(herder->configs));
    leading_look(herder);
}

void herder_booted(struct inbox_item *item)
{
    struct boot *boot = (struct boot *)item;
    struct herder *herder = boot->herder;
    take_over(herder, boot);
    if (herder->phase != PHASE_LOADING) {
        return;
    }
    if (boot->verdict == WEIR_OK) {
        ready(herder);
    } else {
        herder_fail(herder, &boot->err);
    }
}

/* ---- stopping ---- */

struct stop_order {
    struct inbox_item item; /* first */
    struct herder *herder;
    int64_t tasks_end_ms;
};

static bool all_idle(const struct herder *herder)
{
    const struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&herder->connectors, &at));) {
        const struct connector *connector = entry->value;
        if (!connector_idle(connector)) {
            return false;
        }
    }
    return true;
}

static void begin_stop(struct inbox_item *item)
{
    const struct stop_order *order = (struct stop_order *)item;
    struct herder *herder = order->herder;
    herder->tasks_end_ms = order->tasks_end_ms;
    free(item);
    bool led = herder_leads(herder);
    herder->phase = PHASE_STOPPING;
    stage_set(&herder->stage, "shutting down");
    ops_refuse(herder);
    timer_cancel(&herder->timers, &herder->claim_timer);
    struct map_entry *entry;
    for (size_t at = 0; led && (entry = map_next(&herder->connectors, &at));) {
        connector_down(entry->value);
    }
}

/* What is still in the inbox is settled too: acknowledgements, records. */
static void run_items(struct herder *herder, int64_t deadline_ms)
{
    struct inbox_item *item = inbox_take(&herder->inbox, deadline_ms);
    while (item) {
        struct inbox_item *next = item->next;
        item->run(item);
        item = next;
    }
}

static void flush_statuses(struct herder *herder)
{
    struct weir_err err;
    if (herder->producer && bus_producer_flush(herder->producer, FLUSH_MS, &err) != WEIR_OK) {
        weir_warn(&herder->log, "the last statuses may be missing: %s", err.text);
    }
    if (herder->producer) {
        bus_producer_close(herder->producer, 0);
    }
    run_items(herder, 0);
}

static void free_connectors(struct herder *herder)
{
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&herder->connectors, &at));) {
        connector_free(entry->value);
    }
    map_free(&herder->connectors);
}

/* From the outside in: who may still call whom decides the order. */
static void close_all(struct herder *herder)
{
    if (!boot_join(herder->boot, weir_clock_mono_ms() + BOOT_END_MS)) {
        herder->left_behind++; /* nothing else has been opened yet */
        return;
    }
    run_items(herder, 0);
    if (herder->membership) {
        membership_stop(herder->membership);
        herder->membership = NULL; /* its last news come to nothing */
    }
    config_writer_close(herder->writer);
    flush_statuses(herder);
    topic_reader_close(herder->reader);
    run_items(herder, 0);
    free_connectors(herder);
    offset_store_close(herder->offsets);
    run_items(herder, 0);
}

static void *run(void *self)
{
    struct herder *herder = self;
    while (herder->phase != PHASE_STOPPING || !all_idle(herder)) {
        run_items(herder, timers_next_ms(&herder->timers));
        timers_run(&herder->timers, weir_clock_mono_ms());
        watch_statuses(herder);
    }
    close_all(herder);
    pthread_mutex_lock(&herder->lock);
    herder->over = true;
    pthread_cond_signal(&herder->changed);
    pthread_mutex_unlock(&herder->lock);
    return NULL;
}

/* ---- beginning and end ---- */

static void herder_free(struct herder *herder)
{
    checkers_close(&herder->checkers);
    if (herder->boot) {
        boot_free(herder->boot);
    }
    config_store_free(herder->configs);
    task_memory_free(&herder->memory);
    status_store_free(herder->statuses);
    providers_close(herder->providers);
    stage_destroy(&herder->stage);
    pthread_cond_destroy(&herder->changed);
    pthread_mutex_destroy(&herder->lock);
    inbox_destroy(&herder->inbox);
    free(herder->leader_url);
    free((char *)herder->options.worker_id);
    free((char *)herder->options.worker_url);
    free(herder);
}

static struct herder *make(const struct herder_options *options)
{
    struct herder *herder = weir_xcalloc(1, sizeof(*herder));
    herder->options = *options;
    herder->options.worker_id = weir_xstrdup(options->worker_id);
    herder->options.worker_url = weir_xstrdup(options->worker_url);
    weir_log_init(&herder->log, "org.apache.kafka.connect.runtime.distributed.DistributedHerder",
                  "", -1, "");
    inbox_init(&herder->inbox);
    pthread_mutex_init(&herder->lock, NULL);
    weir_clock_cond_init(&herder->changed);
    stage_init(&herder->stage);
    task_memory_init(&herder->memory, options->worker->buffer_memory);
    herder->configs = config_store_new();
    herder->statuses = status_store_new(&herder->inbox, options->worker->status_topic);
    herder->epoch = (uint64_t)weir_clock_wall_ms();
    return herder;
}

enum weir_verdict herder_start(const struct herder_options *options, struct herder **out,
                               struct weir_err *err)
{
    struct herder *herder = make(options);
    struct weir_props none = {.n = 0};
    const struct weir_props *props = options->worker->props ? options->worker->props : &none;
    enum weir_verdict verdict = providers_open(props, &herder->providers, err);
    if (verdict == WEIR_OK) {
        verdict = boot_start(herder, err);
    }
    if (verdict == WEIR_OK) {
        verdict = thread_start(&herder->thread, "herder", run, herder, err);
        if (verdict != WEIR_OK) {
            boot_join(herder->boot, INT64_MAX);
        }
    }
    if (verdict != WEIR_OK) {
        herder_free(herder);
        return verdict;
    }
    *out = herder;
    return WEIR_OK;
}

void herder_submit(struct herder *herder, struct herder_request *request)
{
    op_begin(herder, request);
}

struct weir_str herder_stage(struct herder *herder, struct weir_arena *arena, bool *is_ready)
{
    return stage_show(&herder->stage, arena, is_ready);
}

/* False: time is up. Whatever it waits for then, a bus that does not answer or a connector, it is
 * left alone with it. */
static bool await_end(struct herder *herder, int64_t deadline_ms)
{
    pthread_mutex_lock(&herder->lock);
    while (!herder->over && weir_clock_wait(&herder->changed, &herder->lock, deadline_ms)) {
    }
    bool over = herder->over;
    pthread_mutex_unlock(&herder->lock);
    return over;
}

bool herder_stop(struct herder *herder)
{
    int64_t tasks_ms = herder->options.worker->task_shutdown_timeout_ms;
    struct stop_order *order = weir_xcalloc(1, sizeof(*order));
    *order = (struct stop_order){.item = {.run = begin_stop}, .herder = herder};
    order->tasks_end_ms =
        weir_clock_mono_ms() + (tasks_ms > 2 * CLOSE_MS ? tasks_ms - CLOSE_MS : tasks_ms);
    int64_t deadline_ms = order->tasks_end_ms + CLOSE_MS;
    inbox_post(&herder->inbox, &order->item);
    if (!await_end(herder, deadline_ms)) {
        weir_warn(&herder->log, "the worker could not be closed within "
                  "task.shutdown.graceful.timeout.ms and ends as it is");
        pthread_detach(herder->thread);
        return false;
    }
    pthread_join(herder->thread, NULL);
    /* Requests that came in last. */
    run_items(herder, 0);
    bool clean = herder->left_behind == 0 && jobs_hanging() == 0;
    if (clean) {
        herder_free(herder);
    }
    return clean;
}

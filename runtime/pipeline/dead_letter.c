/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dead_letter.c: records that cannot be processed come in, and go to the dead-letter topic as they
 * were: key, value, headers, timestamp; on wish with Connect's context headers behind. They are
 * collected while a batch is worked on and sent together before its offsets can be committed.
 */
#include "pipeline/dead_letter.h"

#include <stdlib.h>

#include <weir/mem.h>

#define SEND_TIMEOUT_MS 30000
#define CLOSE_MS        1000
#define ARENA_CHUNK     8192
#define N_CONTEXT       10

struct dead_letter {
    struct task *task;
    const struct sink_conf *conf;
    struct bus_producer *producer;
    struct weir_arena arena; /* of what is queued */
    struct bus_record *recs;
    size_t n, cap;
};

/* ---- opening ---- */

static enum weir_verdict make_topic(const struct dead_letter *dlq, struct weir_err *err)
{
    struct bus *bus = dlq->task->pipeline->bus;
    struct bus_topic_info info = {0};
    enum weir_verdict verdict = bus_topic_info(bus, dlq->conf->dlq_topic, &info, err);
    if (verdict != WEIR_OK || info.partitions > 0) {
        return verdict;
    }
    const struct weir_topic_spec spec = {
        .name = dlq->conf->dlq_topic,
        .partitions = 1,
        .replication_factor = dlq->conf->dlq_replication,
    };
    bool created = false;
    verdict = bus_topic_create(bus, &spec, &created, err);
    return verdict == WEIR_OK
               ? verdict
               : weir_err_wrap(err, "Could not initialize dead letter queue with topic=%.*s",
                               WEIR_STR_ARG(dlq->conf->dlq_topic));
}

static enum weir_verdict open_producer(struct dead_letter *dlq, struct weir_err *err)
{
    const struct bus_producer_conf conf = {
        .props = task_client_props(dlq->task, "producer"),
        .client_id = task_client_id(dlq->task, "dlq-producer"),
        .shared = true,
    };
    return bus_producer_open(dlq->task->pipeline->bus, &conf, &dlq->producer, err);
}

enum weir_verdict dead_letter_open(struct task *task, const struct sink_conf *conf,
                                   struct dead_letter **out, struct weir_err *err)
{
    *out = NULL;
    if (!conf->dlq_topic.n) {
        return WEIR_OK;
    }
    struct dead_letter *dlq = weir_xcalloc(1, sizeof(*dlq));
    dlq->task = task;
    dlq->conf = conf;
    weir_arena_init(&dlq->arena, ARENA_CHUNK);
    *out = dlq;
    enum weir_verdict verdict = task_may(task, err);
    if (verdict == WEIR_OK) {
        verdict = make_topic(dlq, err);
    }
    return verdict == WEIR_OK ? open_producer(dlq, err) : verdict;
}

void dead_letter_close(struct dead_letter *dlq)
{
    if (!dlq) {
        return;
    }
    if (dlq->producer) {
        bus_producer_close(dlq->producer, CLOSE_MS);
    }
    weir_arena_free(&dlq->arena);
    free(dlq->recs);
    free(dlq);
}

/* ---- a record ---- */

static void set(struct weir_raw_header *header, const char *name, const char *value)
{
    header->name = weir_str_of(name);
    header->value = weir_str_of(value);
}

static void add_context(struct dead_letter *dlq, const struct error_context *context,
                        struct weir_raw_header *to)
{
    struct weir_arena *arena = &dlq->arena;
    const struct weir_record *rec = context->rec;
    const struct weir_err *why = context->why;
    const char *class_name = error_class_name(context->stage, why);
    to[0].name = WEIR_STR("__connect.errors.topic");
    to[0].value = rec->log_topic;
    set(&to[1], "__connect.errors.partition", weir_arena_printf(arena, "%d", rec->log_partition));
    set(&to[2], "__connect.errors.offset",
        weir_arena_printf(arena, "%lld", (long long)rec->log_offset));
    set(&to[3], "__connect.errors.connector.name", dlq->task->api.connector);
    set(&to[4], "__connect.errors.task.id", weir_arena_printf(arena, "%d", dlq->task->api.id));
    set(&to[5], "__connect.errors.stage", error_stage_name(context->stage));
    set(&to[6], "__connect.errors.class.name", context->class_name);
    set(&to[7], "__connect.errors.exception.class.name", class_name);
    set(&to[8], "__connect.errors.exception.message", weir_arena_cstr(arena, why->text));
    set(&to[9], "__connect.errors.exception.stacktrace",
        weir_arena_printf(arena, "%s: %s\n", class_name, why->text));
}

static struct bus_record *next_slot(struct dead_letter *dlq)
{
    if (dlq->n == dlq->cap) {
        dlq->cap = dlq->cap ? dlq->cap * 2 : 16;
        dlq->recs = weir_xrealloc(dlq->recs, dlq->cap, sizeof(*dlq->recs));
    }
    return &dlq->recs[dlq->n++];
}

void dead_letter_add(struct dead_letter *dlq, const struct error_context *context)
{
    const struct weir_record *rec = context->rec;
    bool with_context = dlq->conf->dlq_context_headers;
    struct weir_raw_header *headers =
        WEIR_NEW_ARRAY(&dlq->arena, struct weir_raw_header, rec->n_raw_headers + (size_t)N_CONTEXT);
    for (uint32_t h = 0; h < rec->n_raw_headers; h++) {
        headers[h] = rec->raw_headers[h];
    }
    if (with_context) {
        add_context(dlq, context, headers + rec->n_raw_headers);
    }
    *next_slot(dlq) = (struct bus_record){
        .topic = dlq->conf->dlq_topic,
        .partition = WEIR_NO_PARTITION,
        .timestamp = rec->timestamp,
        .key = rec->raw_key,
        .value = rec->raw_value,
        .headers = headers,
        .n_headers = rec->n_raw_headers + (with_context ? N_CONTEXT : 0),
    };
}

/* ---- sending ---- */

static enum weir_verdict try_send(struct dead_letter *dlq, struct weir_err *err)
{
    enum weir_verdict verdict = task_may(dlq->task, err);
    return verdict == WEIR_OK
               ? bus_append_wait(dlq->producer, dlq->recs, dlq->n, SEND_TIMEOUT_MS, err)
               : verdict;
}

static void forget(struct dead_letter *dlq)
{
    dlq->n = 0;
    weir_arena_reset(&dlq->arena);
}

enum weir_verdict dead_letter_send(struct dead_letter *dlq, struct error_policy *policy,
                                   struct weir_err *err)
{
    if (!dlq || !dlq->n) {
        return WEIR_OK;
    }
    struct task_metrics *metrics = dlq->task->metrics;
    atomic_fetch_add(&metrics->dlq_requests, (int64_t)dlq->n);
    for (int attempt = 0;; attempt++) {
        enum weir_verdict verdict = try_send(dlq, err);
        if (verdict == WEIR_OK) {
            forget(dlq);
            return verdict;
        }
        atomic_fetch_add(&metrics->dlq_failures, (int64_t)dlq->n);
        weir_warn(&dlq->task->api.log, "Could not produce message to dead letter queue: %s",
                  err->text);
        if (verdict == WEIR_RETRY) {
            verdict = task_sleep(dlq->task, error_policy_backoff_ms(policy, attempt), err);
        }
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
}

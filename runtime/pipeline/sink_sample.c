/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_sample.c: a topic's name comes in; its newest records go to the visitor, read and transformed
 * with the connector's own converters and transformations, by a task that has no thread, no plugin
 * and no group.
 */
#include "pipeline/sink_sample.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "conf/conf_apply.h"
#include "pipeline/sink_task.h"

#define SAMPLE_RECORDS 100 /* of all partitions */
#define SAMPLE_BYTES   (8u << 20)
#define SAMPLE_MS      5000
#define POLL_MS        200

static void hear(void *self, enum task_event event, struct weir_str topic,
                 const struct weir_err *err, const char *at)
{
    (void)self;
    (void)event;
    (void)topic;
    (void)err;
    (void)at;
}

/* ---- which offsets ---- */

/* The last ones of each partition, empty ones left out. */
static enum weir_verdict choose(struct sink_task *task, struct weir_str topic,
                                struct weir_topic_partition **out, size_t *n, uint32_t *wanted,
                                struct weir_err *err)
{
    struct bus *bus = task->task.pipeline->bus;
    struct bus_topic_info info = {0};
    if (bus_topic_info(bus, topic, &info, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_topic_partition *parts =
        WEIR_NEW_ARRAY(&task->task.arena, struct weir_topic_partition, info.partitions + 1);
    int64_t each = SAMPLE_RECORDS / (info.partitions > 0 ? info.partitions : 1) + 1;
    *out = parts;
    for (int32_t i = 0; i < info.partitions; i++) {
        int64_t low = 0, high = 0;
        if (bus_watermarks(bus, topic, i, &low, &high, err) != WEIR_OK) {
            return err->class;
        }
        if (high > low) {
            *wanted += (uint32_t)(high - low > each ? each : high - low);
            parts[(*n)++] = (struct weir_topic_partition){
                .topic = topic, .partition = i, .offset = high - low > each ? high - each : low};
        }
    }
    return WEIR_OK;
}

/* ---- reading ---- */

static void hold(struct sink_task *task, const struct bus_messages *messages)
{
    task->held = weir_xrealloc(task->held, task->n_held + 1, sizeof(*task->held));
    task->held[task->n_held++] = *messages;
    for (size_t i = 0; i < messages->n && task->batch->n < SAMPLE_RECORDS; i++) {
        sink_batch_fill(task->batch, &messages->items[i]);
    }
}

static bool is_over(const struct sink_task *task, const struct connector_sample *sample,
                    uint32_t wanted, int64_t deadline_ms)
{
    return task->batch->n >= SAMPLE_RECORDS || task->batch->n >= wanted || weir_clock_mono_ms() >= deadline_ms ||
           __atomic_load_n(sample->cancelled, __ATOMIC_RELAXED);
}

/* Until all are there, or nothing more for a moment: offsets may hold no record. */
static enum weir_verdict read(struct sink_task *task, const struct connector_sample *sample,
                              uint32_t wanted, struct weir_err *err)
{
    int64_t deadline_ms = weir_clock_mono_ms() + SAMPLE_MS;
    enum weir_verdict verdict = WEIR_OK;
    deadline_ms = sample->deadline_ms < deadline_ms ? sample->deadline_ms : deadline_ms;
    while (verdict == WEIR_OK && !is_over(task, sample, wanted, deadline_ms)) {
        struct bus_messages messages = {0};
        verdict = bus_consumer_poll(task->consumer, SAMPLE_RECORDS, SAMPLE_BYTES, POLL_MS,
                                    &messages, err);
        bool ended = verdict == WEIR_OK && !messages.n && task->batch->n;
        if (messages.n || messages.hold) {
            hold(task, &messages);
        }
        if (ended) {
            break;
        }
    }
    return verdict;
}

static enum weir_verdict consume(struct sink_task *task, const struct connector_sample *sample,
                                 struct weir_err *err)
{
    struct weir_topic_partition *parts = NULL;
    size_t n = 0;
    uint32_t wanted = 0;
    const struct bus_consumer_conf conf = {
        .props = task_client_props(&task->task, "consumer"),
        .client_id = task_client_id(&task->task, "consumer"),
        .reset = BUS_RESET_EARLIEST,
        .read_committed = true,
    };
    if (choose(task, sample->topic, &parts, &n, &wanted, err) != WEIR_OK || n == 0) {
        return n == 0 && parts ? WEIR_OK : err->class;
    }
    task->batch = weir_batch_new(SAMPLE_RECORDS, SAMPLE_BYTES, 1);
    enum weir_verdict verdict =
        bus_consumer_open(task->task.pipeline->bus, &conf, &task->consumer, err);
    if (verdict == WEIR_OK) {
        verdict = bus_consumer_assign(task->consumer, parts, n, err);
    }
    return verdict == WEIR_OK ? read(task, sample, wanted, err) : verdict;
}

/* ---- the fields that transformations name ---- */

static struct sample_field *find_field(struct sample_fields *fields, struct weir_str alias,
                                       struct weir_str name)
{
    for (struct sample_field *at = fields->first; at; at = at->next) {
        if (weir_str_eq(at->alias, alias) && weir_str_eq(at->name, name)) {
            return at;
        }
    }
    struct sample_field *field = WEIR_NEW(fields->arena, struct sample_field);
    *field = (struct sample_field){.next = fields->first,
                                   .alias = weir_arena_str(fields->arena, alias),
                                   .name = weir_arena_str(fields->arena, name)};
    return fields->first = field;
}

static void look(void *looker, const struct transform_stage *stage, const struct weir_batch *batch,
                 const bool *run)
{
    const struct connector_sample *sample = looker;
    for (uint32_t r = 0; r < batch->n && stage->ops->has_field; r++) {
        struct weir_str name = WEIR_STR("");
        bool gets = batch->recs[r].state == WEIR_REC_LIVE && (!run || run[r]);
        for (size_t i = 0; gets && name.p; i++) {
            bool has = stage->ops->has_field(stage->component.self, i, &batch->recs[r], &name);
            if (name.p) {
                find_field(sample->fields, stage->alias, name)->seen |= has;
            }
        }
    }
}

/* ---- all of it ---- */

static enum weir_verdict open(struct sink_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    enum weir_verdict verdict =
        conf_apply(connector_keys, &base->props, &task->conf, &base->arena, err);
    task->conf.common.errors_tolerance_all = true; /* what cannot be read is left out */
    task->conf.common.errors_log = false;
    error_policy_init(&task->policy, base, &task->conf.common, NULL);
    error_policy_begin(&task->policy);
    if (verdict == WEIR_OK) {
        verdict = converters_open(&task->converters, base, err);
    }
    return verdict == WEIR_OK
               ? transform_chain_open(&task->chain, base, &task->conf.common, true, err)
               : verdict;
}

static enum weir_verdict sample_all(struct sink_task *task, const struct connector_sample *sample,
                                    struct weir_err *err)
{
    enum weir_verdict verdict = open(task, err);
    if (verdict == WEIR_OK) {
        verdict = consume(task, sample, err);
    }
    if (verdict != WEIR_OK || !task->batch || !task->batch->n) {
        return verdict;
    }
    verdict = sink_convert(task, err);
    task->chain.look = look;
    task->chain.looker = (void *)sample;
    if (verdict == WEIR_OK) {
        verdict = transform_chain_apply(&task->chain, &task->policy, task->batch, err);
    }
    if (verdict == WEIR_OK) {
        sample->visit(sample->visitor, task->batch);
    }
    return verdict;
}

static void close(struct sink_task *task)
{
    if (task->consumer) {
        sink_consume_release(task);
        bus_consumer_close(task->consumer);
    }
    transform_chain_close(&task->chain);
    converters_close(&task->converters);
    weir_batch_free(task->batch);
    free(task->held);
}

static enum weir_verdict sample_topic(void *self, const struct connector_sample *sample,
                                      struct weir_err *err)
{
    const struct pipeline *pipeline = self;
    if (!pipeline->bus) {
        return WEIR_OK;
    }
    struct task_metrics *metrics = task_metrics_new();
    const struct task_spec spec = {
        .pipeline = pipeline,
        .connector = sample->connector,
        .entry = sample->entry,
        .props = sample->props,
        .metrics = metrics,
        .event = hear,
    };
    struct task *base = task_make(&spec);
    struct sink_task *task = (struct sink_task *)base;
    enum weir_verdict verdict = sample_all(task, sample, err);
    close(task);
    task_free(base);
    task_metrics_unref(metrics);
    return verdict;
}

static enum weir_verdict match_topics(void *self, const struct weir_regex *regex,
                                      struct weir_arena *arena, struct weir_str **topics, size_t *n,
                                      struct weir_err *err)
{
    const struct pipeline *pipeline = self;
    return pipeline->bus ? sink_topics_matching(pipeline->bus, regex, arena, topics, n, err)
                         : WEIR_OK;
}

struct connector_sampler sink_sampler(struct pipeline *pipeline)
{
    return (struct connector_sampler){
        .read = sample_topic, .topics = match_topics, .self = pipeline};
}

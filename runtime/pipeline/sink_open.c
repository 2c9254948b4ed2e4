/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_open.c: a sink task's texts come in; its configuration, converters, transformations, dead
 * letters, plugin and consumer are open when it goes on to consume. Closing is the way back, and
 * commits what was put.
 */
#include <stdlib.h>

#include <weir/time.h>

#include "conf/conf_apply.h"
#include "pipeline/sink_task.h"

static enum weir_verdict read_conf(struct sink_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    enum weir_verdict verdict =
        conf_apply(connector_keys, &base->props, &task->conf, &base->arena, err);
    if (verdict == WEIR_OK) {
        verdict = conf_apply(sink_keys, &base->props, &task->conf, &base->arena, err);
    }
    return verdict == WEIR_OK ? task_plugin_conf(base, &task->plugin_conf, err) : verdict;
}

/* ---- consumer ---- */

static enum bus_reset reset_of(const struct weir_props *props)
{
    struct weir_str reset = weir_props_get(props, "auto.offset.reset");
    return weir_str_is(reset, "latest") ? BUS_RESET_LATEST
           : weir_str_is(reset, "none") ? BUS_RESET_NONE
                                        : BUS_RESET_EARLIEST;
}

static void set_limits(struct sink_task *task, const struct weir_props *props)
{
    const struct worker_conf *worker = task->task.pipeline->worker;
    int64_t asked = 0;
    bool is_asked = weir_str_to_i64(weir_props_get(props, "max.poll.records"), &asked) && asked > 0;
    task->records_max = is_asked ? (size_t)asked : (size_t)worker->batch_records_max;
    task->bytes_max = (size_t)worker->batch_bytes_max;
}

static enum weir_verdict open_consumer(struct sink_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    const struct weir_props *props = task_client_props(base, "consumer");
    const struct bus_consumer_conf conf = {
        .props = props,
        .client_id = task_client_id(base, "consumer"),
        .group = sink_group_id(&task->task.arena, weir_props_get(props, "group.id"),
                               weir_str_of(task->task.api.connector)).p,
        .member = task_client_id(base, "sink"),
        .reset = reset_of(props),
        .read_committed =
            !weir_str_is(weir_props_get(props, "isolation.level"), "read_uncommitted"),
        .assigned = sink_assigned,
        .revoked = sink_revoked,
        .prefetch_bytes = task_memory_part(&base->memory),
        .self = task,
    };
    set_limits(task, props);
    task->batch = sink_batch_new(task);
    enum weir_verdict verdict = task_may(base, err);
    if (verdict == WEIR_OK) {
        verdict = bus_consumer_open(base->pipeline->bus, &conf, &task->consumer, err);
    }
    if (verdict == WEIR_OK) {
        task_set_consumer(base, task->consumer);
        verdict = sink_subscribe(task, err);
    }
    return verdict;
}

/* ---- all of it ---- */

static enum weir_verdict open_plugin(struct sink_task *task, struct weir_err *err)
{
    void *self = NULL;
    task_enter(&task->task, "open");
    enum weir_verdict verdict = task->ops->open(&task->task.api, task->plugin_conf, &self, err);
    task_leave(&task->task);
    if (verdict == WEIR_OK) {
        task->is_open = true;
        task_set_plugin(&task->task, self, task->ops->wake);
    }
    return verdict;
}

enum weir_verdict sink_open(struct sink_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    task->ops = base->entry->component->ops;
    task->put.retry_after_ms = -1;
    verdicts_init(&task->verdicts);
    enum weir_verdict verdict = read_conf(task, err);
    if (verdict == WEIR_OK) {
        verdict = dead_letter_open(base, &task->conf, &task->dlq, err);
    }
    error_policy_init(&task->policy, base, &task->conf.common, task->dlq);
    if (verdict == WEIR_OK) {
        verdict = converters_open(&task->converters, base, err);
    }
    if (verdict == WEIR_OK) {
        verdict = transform_chain_open(&task->chain, base, &task->conf.common, true, err);
    }
    if (verdict == WEIR_OK) {
        verdict = open_plugin(task, err);
    }
    if (verdict == WEIR_OK) {
        verdict = open_consumer(task, err);
    }
    task->next_commit_ms = weir_clock_mono_ms() + base->pipeline->worker->offset_flush_interval_ms;
    return verdict;
}

static void close_plugin(struct sink_task *task)
{
    if (task->is_open) {
        void *self = task->task.self;
        task->is_open = false;
        task_set_plugin(&task->task, NULL, NULL);
        task_enter(&task->task, "close");
        task->ops->close(self);
        task_leave(&task->task);
    }
}

enum weir_verdict sink_close(struct sink_task *task, enum weir_verdict ended, struct weir_err *err)
{
    if (task->consumer) {
        struct weir_err why;
        enum weir_verdict verdict = sink_rebalance_end(task, &why);
        if (verdict != WEIR_OK && ended == WEIR_OK) {
            *err = why;
            ended = verdict;
        }
        sink_consume_release(task);
    }
    close_plugin(task);
    if (task->consumer) {
        task_set_consumer(&task->task, NULL);
        bus_consumer_close(task->consumer);
    }
    dead_letter_close(task->dlq);
    transform_chain_close(&task->chain);
    converters_close(&task->converters);
    verdicts_free(&task->verdicts);
    sink_partitions_free(&task->parts);
    weir_batch_free(task->batch);
    free(task->topics);
    free(task->held);
    return ended;
}

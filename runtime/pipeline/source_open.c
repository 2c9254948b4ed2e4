/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_open.c: a source task's texts come in; its configuration, converters, transformations,
 * producer and plugin are open when it goes on to poll. Closing is the way back.
 */
#include <weir/time.h>

#include "conf/conf_apply.h"
#include "pipeline/source_task.h"

#define CLOSE_TIMEOUT_MS 1000
#define ARENA_CHUNK      4096

static enum weir_verdict read_conf(struct source_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    enum weir_verdict verdict =
        conf_apply(connector_keys, &base->props, &task->conf, &base->arena, err);
    if (verdict == WEIR_OK) {
        verdict = conf_apply(source_keys, &base->props, &task->conf, &base->arena, err);
    }
    return verdict == WEIR_OK ? task_plugin_conf(base, &task->plugin_conf, err) : verdict;
}

static void set_guarantee(struct source_task *task)
{
    const struct worker_conf *worker = task->task.pipeline->worker;
    task->atomic_offsets = bus_features(task->task.pipeline->bus) & BUS_ATOMIC_APPEND;
    task->transactional = !task->atomic_offsets && worker->eos == EOS_ENABLED;
    task->task.api.exactly_once = task->atomic_offsets || task->transactional;
    task->txn.boundary = (enum txn_boundary)task->conf.transaction_boundary;
    task->txn.interval_ms = task->conf.transaction_interval_ms > 0
                                ? task->conf.transaction_interval_ms
                                : worker->offset_flush_interval_ms;
    weir_arena_init(&task->txn.arena, ARENA_CHUNK);
}

static enum weir_verdict open_producer(struct source_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    const struct worker_conf *worker = base->pipeline->worker;
    const struct bus_producer_conf conf = {
        .props = task_client_props(base, "producer"),
        .client_id = task_client_id(base, "producer"),
        .transactional_id =
            task->transactional
                ? weir_arena_printf(&base->arena, "%.*s-%s-%d", WEIR_STR_ARG(worker->group_id),
                                    base->api.connector, base->api.id)
                : NULL,
        .shared = !task->transactional,
    };
    enum weir_verdict verdict = task_may(base, err);
    if (verdict == WEIR_OK) {
        verdict = bus_producer_open(base->pipeline->bus, &conf, &task->producer, err);
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    task_set_producer(base, task->producer);
    return task->transactional ? bus_txn_init(task->producer, worker->offset_flush_timeout_ms, err)
                               : WEIR_OK;
}

static enum weir_verdict open_plugin(struct source_task *task, struct weir_err *err)
{
    void *self = NULL;
    task_enter(&task->task, "open");
    enum weir_verdict verdict = task->ops->open(&task->task.api, task->plugin_conf, &self, err);
    task_leave(&task->task);
    if (verdict == WEIR_OK) {
        task_set_plugin(&task->task, self, task->ops->wake);
    }
    return verdict;
}

enum weir_verdict source_open(struct source_task *task, struct weir_err *err)
{
    struct task *base = &task->task;
    task->ops = base->entry->component->ops;
    batch_pool_init(&task->pool, base);
    enum weir_verdict verdict = read_conf(task, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    set_guarantee(task);
    error_policy_init(&task->policy, base, &task->conf.common, NULL);
    verdict = converters_open(&task->converters, base, err);
    if (verdict == WEIR_OK) {
        verdict = transform_chain_open(&task->chain, base, &task->conf.common, false, err);
    }
    if (verdict == WEIR_OK) {
        verdict = topic_create_open(&task->create, base, &task->conf, err);
    }
    if (verdict == WEIR_OK) {
        verdict = open_producer(task, err);
    }
    if (verdict == WEIR_OK) {
        verdict = open_plugin(task, err);
    }
    task->next_commit_ms = weir_clock_mono_ms() + base->pipeline->worker->offset_flush_interval_ms;
    return verdict;
}

static void close_plugin(struct source_task *task)
{
    void *self = task->task.self;
    if (self) {
        task_set_plugin(&task->task, NULL, NULL);
        task_enter(&task->task, "close");
        task->ops->close(self);
        task_leave(&task->task);
    }
}

/* The producer goes before the batches whose bytes it may still hold. */
void source_close(struct source_task *task)
{
    close_plugin(task);
    if (task->producer) {
        task_set_producer(&task->task, NULL);
        bus_producer_close(task->producer, CLOSE_TIMEOUT_MS);
        task->producer = NULL;
    }
    transform_chain_close(&task->chain);
    converters_close(&task->converters);
    batch_pool_free(&task->pool);
    offset_map_free(&task->offsets);
    weir_arena_free(&task->txn.arena);
}

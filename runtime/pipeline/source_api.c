/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_api.c: what a source plugin asks of its task: its stored offsets, batches for its helper
 * threads, topics of its own.
 */
#include "pipeline/source_task.h"
#include "pipeline/task_topic.h"

static struct source_task *of(struct weir_task *api)
{
    return (struct source_task *)api;
}

static enum weir_verdict offset(struct weir_task *api, struct weir_str partition,
                                struct weir_str *out, struct weir_err *err)
{
    struct task *task = task_of(api);
    enum weir_verdict verdict = task_may(task, err);
    return verdict == WEIR_OK
               ? offset_store_get(task->pipeline->offsets, weir_str_of(api->connector), partition,
                                  &task->arena, out, err)
               : verdict;
}

static enum weir_verdict offsets(struct weir_task *api, const struct weir_offset **out, size_t *n,
                                 struct weir_err *err)
{
    struct task *task = task_of(api);
    struct weir_offset *list = NULL;
    enum weir_verdict verdict = task_may(task, err);
    if (verdict == WEIR_OK) {
        verdict = offset_store_list(task->pipeline->offsets, weir_str_of(api->connector),
                                    &task->arena, &list, n, err);
    }
    *out = list;
    return verdict;
}

static struct weir_batch *batch_get(struct weir_task *api)
{
    struct source_batch *slot = batch_pool_get(&of(api)->pool);
    return slot ? slot->batch : NULL;
}

static void batch_wait(struct weir_task *api, int64_t wait_ms)
{
    batch_pool_wait(&of(api)->pool, wait_ms);
}

static void batch_drop(struct weir_task *api, struct weir_batch *batch)
{
    struct source_batch *slot = batch_pool_find(&of(api)->pool, batch);
    if (slot && !slot->own) {
        batch_pool_drop(&of(api)->pool, slot);
    }
}

static void request_commit(struct weir_task *api)
{
    of(api)->commit_wanted = true;
}

const struct weir_task_ops source_task_ops = {
    .offset = offset,
    .offsets = offsets,
    .batch_get = batch_get,
    .batch_wait = batch_wait,
    .batch_drop = batch_drop,
    .request_commit = request_commit,
    .request_reconfigure = task_api_reconfigure,
    .metric = task_api_metric,
    .progress = task_api_progress,
    .topic_open = task_topic_open,
};

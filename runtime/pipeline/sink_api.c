/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_api.c: what a sink plugin asks of its task: to read from elsewhere, to hold a partition, to
 * commit soon, to take a record that turned out bad, topics of its own.
 */
#include "pipeline/sink_task.h"
#include "pipeline/task_topic.h"

static struct sink_task *of(struct weir_task *api)
{
    return (struct sink_task *)api;
}

static enum weir_verdict seek(struct weir_task *api, struct weir_str topic, int32_t partition,
                              int64_t offset, struct weir_err *err)
{
    struct sink_partition *part = sink_partitions_find(&of(api)->parts, topic, partition);
    if (!part || offset < 0) {
        return weir_err_set(err, WEIR_FATAL, "cannot seek in %.*s-%d to %lld%s",
                            WEIR_STR_ARG(topic), partition, (long long)offset,
                            part ? "" : ", which is not assigned to this task");
    }
    part->seek = part->next = offset;
    return WEIR_OK;
}

static void pause(struct weir_task *api, struct weir_str topic, int32_t partition, bool paused)
{
    struct sink_partition *part = sink_partitions_find(&of(api)->parts, topic, partition);
    if (part) {
        part->held = paused;
    }
}

static void request_commit(struct weir_task *api)
{
    of(api)->commit_wanted = true;
}

static void retry_after(struct weir_task *api, int64_t wait_ms)
{
    of(api)->put.retry_after_ms = wait_ms;
}

static enum weir_verdict report(struct weir_task *api, const struct weir_record *rec,
                                const struct weir_err *why, struct weir_err *err)
{
    struct sink_task *task = of(api);
    const struct weir_batch *batch = task->put.current;
    if (!batch || rec < batch->recs || rec >= batch->recs + batch->n) {
        return weir_err_set(err, WEIR_FATAL, "the reported record is not of the current put");
    }
    error_policy_record(&task->policy, STAGE_TASK_PUT, task->task.entry->class_name, task->batch,
                        (uint32_t)(rec - batch->recs), why);
    return error_policy_end(&task->policy, err);
}

const struct weir_task_ops sink_task_ops = {
    .seek = seek,
    .pause = pause,
    .request_commit = request_commit,
    .retry_after = retry_after,
    .report = report,
    .request_reconfigure = task_api_reconfigure,
    .metric = task_api_metric,
    .progress = task_api_progress,
    .topic_open = task_topic_open,
};

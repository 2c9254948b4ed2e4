/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task.h: all that a plugin can do to the worker. A plugin never sleeps to retry, never counts
 * attempts and never commits: it reports, and the runtime decides.
 */
#ifndef WEIR_TASK_H
#define WEIR_TASK_H

#include <weir/batch.h>
#include <weir/log.h>
#include <weir/topic.h>

struct weir_task;

/* ---- who am I (any thread) ---- */
WEIR_EXPORT const char *weir_task_connector(const struct weir_task *task);
WEIR_EXPORT int weir_task_id(const struct weir_task *task);
/* Grows with every start of the connector's tasks: what an older one still does can be told apart
 * and refused by the target. */
WEIR_EXPORT uint64_t weir_task_epoch(const struct weir_task *task);
WEIR_EXPORT const struct weir_log *weir_task_log(const struct weir_task *task);
WEIR_EXPORT const struct weir_props *weir_task_props(const struct weir_task *task);
/* Lives from before open to after close. Task's thread only. */
WEIR_EXPORT struct weir_arena *weir_task_arena(struct weir_task *task);
/* Whether the task shall end; long work asks this often. */
WEIR_EXPORT bool weir_task_stopping(const struct weir_task *task);

/* ---- source ---- */
/* The stored offset of this partition (both canonical JSON); *offset has p NULL when there is
 * none. The text lives in the task's arena. Task's thread. */
WEIR_EXPORT enum weir_verdict weir_task_offset(struct weir_task *task, struct weir_str partition,
                                               struct weir_str *offset, struct weir_err *err);
/* Every stored partition of this connector. */
WEIR_EXPORT enum weir_verdict weir_task_offsets(struct weir_task *task,
                                                const struct weir_offset **offsets, size_t *n,
                                                struct weir_err *err);
/* Whether records and offsets travel in one transaction. */
WEIR_EXPORT bool weir_task_exactly_once(const struct weir_task *task);
/*
 * An empty batch for a helper thread to fill, NULL when as many as allowed are in flight (wait for
 * weir_task_batch_wait) or the task is stopping. Any thread. poll() returns it by pointing *batch
 * at it; weir_task_batch_drop gives an unneeded one back.
 */
WEIR_EXPORT struct weir_batch *weir_task_batch_get(struct weir_task *task);
/* Waits until one may be free, the task is stopping, or wait_ms have passed. Any thread. */
WEIR_EXPORT void weir_task_batch_wait(struct weir_task *task, int64_t wait_ms);
WEIR_EXPORT void weir_task_batch_drop(struct weir_task *task, struct weir_batch *batch);

/* ---- sink (task's thread) ---- */
struct weir_topic_partition {
    struct weir_str topic;
    int32_t partition;
    int64_t offset; /* of the next record to read; -1: unknown */
    struct weir_str metadata; /* of the group's commit; p NULL: it has committed nothing */
};
/* The next put begins there. Only for assigned partitions; takes effect before the next poll. */
WEIR_EXPORT enum weir_verdict weir_task_seek(struct weir_task *task, struct weir_str topic,
                                             int32_t partition, int64_t offset,
                                             struct weir_err *err);
WEIR_EXPORT void weir_task_pause(struct weir_task *task, struct weir_str topic, int32_t partition);
WEIR_EXPORT void weir_task_resume(struct weir_task *task, struct weir_str topic, int32_t partition);
/* What is done is committed now, not at the next interval. From a source's poll: the offsets of the
 * batch that it returns, or of the next one, once the bus has them and all before. */
WEIR_EXPORT void weir_task_request_commit(struct weir_task *task);
/* How long to wait before a put that returned RETRY is called again; the policy's else. */
WEIR_EXPORT void weir_task_retry_after(struct weir_task *task, int64_t wait_ms);
/* A record found bad after its put: it goes through tolerance and dead letters (Connect's
 * ErrantRecordReporter). rec must belong to the batch of the current put. */
WEIR_EXPORT enum weir_verdict weir_task_report(struct weir_task *task,
                                               const struct weir_record *rec,
                                               const struct weir_err *why, struct weir_err *err);

/* ---- both (any thread) ---- */
/* The connector's task_configs are asked for again, and its tasks restarted if they changed. */
WEIR_EXPORT void weir_task_request_reconfigure(struct weir_task *task);
/* A gauge of this task, in /metrics as weir_plugin_gauge{name=...}; name must be a literal. */
WEIR_EXPORT void weir_task_metric(struct weir_task *task, const char *name, double value);
/* "snapshot of shop.orders": done of total (-1: unknown), shown in status, log and metrics
 * until the next; "" when it is over. */
WEIR_EXPORT void weir_task_progress(struct weir_task *task, const char *what, int64_t done,
                                    int64_t total);

#endif

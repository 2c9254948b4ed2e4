/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_rebalance.c: partitions come and go. What goes is flushed, committed and taken from the
 * plugin while the group waits; what comes is only noted, and the plugin is told after the poll,
 * when it may seek.
 */
#include <weir/time.h>

#include "pipeline/sink_task.h"

static enum weir_verdict
call(struct sink_task *task, const char *name,
     enum weir_verdict (*op)(void *self, const struct weir_topic_partition *partitions, size_t n,
                             struct weir_err *err),
     const struct weir_topic_partition *partitions, size_t n, struct weir_err *err)
{
    if (!op || !n || !task->is_open) {
        return WEIR_OK;
    }
    task_enter(&task->task, name);
    enum weir_verdict verdict = op(task->task.self, partitions, n, err);
    task_leave(&task->task);
    return verdict == WEIR_OK ? verdict : weir_err_wrap(err, "%s", name);
}

static void count(struct sink_task *task)
{
    atomic_store(&task->task.metrics->partitions, (int64_t)task->parts.n);
}

/* ---- coming ---- */

void sink_assigned(void *self, const struct weir_topic_partition *partitions, size_t n)
{
    struct sink_task *task = self;
    for (size_t i = 0; i < n; i++) {
        sink_partitions_add(&task->parts, partitions[i].topic, partitions[i].partition);
    }
    task->assign_ms = 0;
    task->assign_attempt = 0;
    count(task);
}

static size_t list_fresh(struct sink_task *task, struct weir_arena *arena,
                         struct weir_topic_partition **out)
{
    *out = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, task->parts.n);
    size_t n = 0;
    for (size_t i = 0; i < task->parts.n; i++) {
        const struct sink_partition *part = &task->parts.items[i];
        if (part->fresh) {
            (*out)[n++] = (struct weir_topic_partition){
                .topic = sink_partition_topic(part), .partition = part->partition, .offset = -1};
        }
    }
    return n;
}

/* Where the group has committed nothing, reading begins at the start. */
static void fill_starts(struct sink_task *task, struct weir_topic_partition *fresh, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t low = 0;
        int64_t high = 0;
        struct weir_err ignored;
        if (fresh[i].offset < 0 &&
            bus_watermarks(task->task.pipeline->bus, fresh[i].topic, fresh[i].partition, &low,
                           &high, &ignored) == WEIR_OK) {
            fresh[i].offset = low;
        }
    }
}

static enum weir_verdict tell_fresh(struct sink_task *task, struct weir_arena *arena,
                                    struct weir_topic_partition *fresh, size_t n,
                                    struct weir_err *err)
{
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_consumer_committed(task->consumer, arena, fresh, n, err);
    }
    for (size_t i = 0; i < n && verdict == WEIR_OK; i++) {
        struct sink_partition *part =
            sink_partitions_find(&task->parts, fresh[i].topic, fresh[i].partition);
        part->committed = fresh[i].offset;
        if (fresh[i].offset >= 0 && !fresh[i].metadata.p) {
            fresh[i].metadata = WEIR_STR(""); /* a commit without a mark is one all the same */
        }
    }
    if (verdict == WEIR_OK && task->ops->assigned) {
        fill_starts(task, fresh, n);
        verdict = call(task, "assigned", task->ops->assigned, fresh, n, err);
    }
    for (size_t i = 0; i < n && verdict == WEIR_OK; i++) {
        sink_partitions_find(&task->parts, fresh[i].topic, fresh[i].partition)->fresh = false;
    }
    return verdict;
}

enum weir_verdict sink_rebalance_finish(struct sink_task *task, struct weir_err *err)
{
    if (task->rebalance != WEIR_OK) {
        *err = task->rebalance_err;
        return task->rebalance;
    }
    if (weir_clock_mono_ms() < task->assign_ms) {
        return WEIR_OK;
    }
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_topic_partition *fresh = NULL;
    size_t n = list_fresh(task, &arena, &fresh);
    enum weir_verdict verdict = n ? tell_fresh(task, &arena, fresh, n, err) : WEIR_OK;
    weir_arena_free(&arena);
    if (verdict == WEIR_RETRY) {
        weir_warn(&task->task.api.log, "new partitions will be opened later: %s", err->text);
        task->assign_ms =
            weir_clock_mono_ms() + error_policy_backoff_ms(&task->policy, task->assign_attempt++);
        return WEIR_OK;
    }
    return verdict;
}

/* ---- going ---- */

static bool is_among(const struct weir_topic_partition *partitions, size_t n,
                     const struct weir_record *rec)
{
    for (size_t i = 0; i < n; i++) {
        if (partitions[i].partition == rec->log_partition &&
            weir_str_eq(partitions[i].topic, rec->log_topic)) {
            return true;
        }
    }
    return false;
}

/*
 * A batch that waits to be put again: whoever has the partitions now reads these records. They are of
 * no partition any more, or one that comes back meanwhile would go on behind them.
 */
static void forget_records(struct sink_task *task, const struct weir_topic_partition *partitions,
                           size_t n)
{
    for (uint32_t i = 0; i < task->batch->n; i++) {
        struct weir_record *rec = &task->batch->recs[i];
        if (is_among(partitions, n, rec)) {
            rec->state = rec->state == WEIR_REC_LIVE ? WEIR_REC_FILTERED : rec->state;
            rec->log_partition = -1;
        }
    }
}

/* Those of them the plugin knows of. */
static size_t list_known(struct sink_task *task, struct weir_arena *arena,
                         const struct weir_topic_partition *partitions, size_t n,
                         struct weir_topic_partition **out)
{
    *out = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, n);
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        const struct sink_partition *part =
            sink_partitions_find(&task->parts, partitions[i].topic, partitions[i].partition);
        if (part && !part->fresh) {
            (*out)[known] = partitions[i];
            (*out)[known++].offset = part->next;
        }
    }
    return known;
}

static enum weir_verdict let_go(struct sink_task *task,
                                const struct weir_topic_partition *partitions, size_t n, bool lost,
                                struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_topic_partition *known = NULL;
    size_t n_known = list_known(task, &arena, partitions, n, &known);
    enum weir_verdict verdict = WEIR_OK;
    if (!lost && n_known) {
        verdict = sink_commit(task, known, n_known, false, err);
    }
    if (verdict == WEIR_RETRY) { /* what is not committed is read again by whoever comes next */
        weir_warn(&task->task.api.log, "partitions go uncommitted: %s", err->text);
        verdict = WEIR_OK;
    }
    /* The plugin is told in any case: it may hold something for them. */
    struct weir_err why;
    enum weir_verdict told = call(task, "revoked", task->ops->revoked, known, n_known, &why);
    weir_arena_free(&arena);
    if (verdict == WEIR_OK && told != WEIR_OK) {
        *err = why;
        return told;
    }
    return verdict;
}

void sink_revoked(void *self, const struct weir_topic_partition *partitions, size_t n, bool lost)
{
    struct sink_task *task = self;
    struct weir_err err;
    enum weir_verdict verdict = let_go(task, partitions, n, lost, &err);
    if (verdict != WEIR_OK && task->rebalance == WEIR_OK) {
        task->rebalance = verdict;
        task->rebalance_err = err;
    }
    forget_records(task, partitions, n);
    for (size_t i = 0; i < n; i++) {
        sink_partitions_remove(&task->parts, partitions[i].topic, partitions[i].partition);
    }
    count(task);
}

enum weir_verdict sink_rebalance_end(struct sink_task *task, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_topic_partition *all =
        WEIR_NEW_ARRAY(&arena, struct weir_topic_partition, task->parts.n);
    size_t n = task->parts.n;
    for (size_t i = 0; i < n; i++) {
        const struct sink_partition *part = &task->parts.items[i];
        all[i] = (struct weir_topic_partition){
            .topic = weir_arena_str(&arena, sink_partition_topic(part)),
            .partition = part->partition,
            .offset = part->next,
        };
    }
    enum weir_verdict verdict = let_go(task, all, n, false, err);
    sink_partitions_free(&task->parts);
    count(task);
    weir_arena_free(&arena);
    return verdict;
}

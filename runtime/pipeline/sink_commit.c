/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_commit.c: positions up to which records were put come in; the plugin's flush lowers them to
 * what is durable, and the group commits that, marked with the task's epoch. At an interval, on
 * request, when partitions go, and at the end.
 */
#include <weir/time.h>

#include "pipeline/sink_task.h"

static bool is_wanted(const struct sink_partition *part, const struct weir_topic_partition *only,
                      size_t n_only)
{
    for (size_t i = 0; i < n_only; i++) {
        if (only[i].partition == part->partition &&
            weir_str_eq(only[i].topic, sink_partition_topic(part))) {
            return true;
        }
    }
    return !only;
}

static size_t list_put(const struct sink_task *task, struct weir_arena *arena,
                       const struct weir_topic_partition *only, size_t n_only, bool *news,
                       struct weir_topic_partition **out)
{
    struct weir_str mark =
        weir_str_of(weir_arena_printf(arena, "weir:%llu", (unsigned long long)task->task.epoch));
    *out = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, task->parts.n);
    size_t n = 0;
    *news = false;
    for (size_t i = 0; i < task->parts.n; i++) {
        const struct sink_partition *part = &task->parts.items[i];
        if (part->next < 0 || !is_wanted(part, only, n_only)) {
            continue;
        }
        *news = *news || part->next != part->committed;
        (*out)[n++] = (struct weir_topic_partition){
            .topic = sink_partition_topic(part),
            .partition = part->partition,
            .offset = part->next,
            .metadata = mark,
        };
    }
    return n;
}

static enum weir_verdict flush(struct sink_task *task, struct weir_topic_partition *offsets,
                               size_t n, struct weir_err *err)
{
    if (!task->ops->flush || !task->is_open) {
        return WEIR_OK;
    }
    task_enter(&task->task, "flush");
    enum weir_verdict verdict = task->ops->flush(task->task.self, offsets, n, err);
    task_leave(&task->task);
    return verdict == WEIR_OK ? verdict : weir_err_wrap(err, "flush");
}

/* What the plugin held back, what it claims beyond what it was given, and what is known already. */
static size_t keep_safe(struct sink_task *task, struct weir_topic_partition *offsets, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const struct sink_partition *part =
            sink_partitions_find(&task->parts, offsets[i].topic, offsets[i].partition);
        if (part && offsets[i].offset >= 0 && offsets[i].offset != part->committed) {
            offsets[kept] = offsets[i];
            offsets[kept].offset = offsets[i].offset < part->next ? offsets[i].offset : part->next;
            kept++;
        }
    }
    return kept;
}

static void note_committed(struct sink_task *task, const struct weir_topic_partition *offsets,
                           size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sink_partitions_find(&task->parts, offsets[i].topic, offsets[i].partition)->committed =
            offsets[i].offset;
    }
}

static enum weir_verdict flush_and_commit(struct sink_task *task,
                                          struct weir_topic_partition *offsets, size_t n,
                                          bool async, struct weir_err *err)
{
    enum weir_verdict verdict = flush(task, offsets, n, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    size_t kept = keep_safe(task, offsets, n);
    if (!kept) {
        return WEIR_OK;
    }
    verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_consumer_commit(task->consumer, offsets, kept, async, err);
    }
    if (verdict == WEIR_OK) {
        note_committed(task, offsets, kept);
        atomic_fetch_add(&task->task.metrics->commit_seq, 1);
    }
    return verdict;
}

enum weir_verdict sink_commit(struct sink_task *task, const struct weir_topic_partition *only,
                              size_t n_only, bool async, struct weir_err *err)
{
    struct task_metrics *metrics = task->task.metrics;
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_topic_partition *offsets = NULL;
    bool news = false;
    size_t n = list_put(task, &arena, only, n_only, &news, &offsets);
    enum weir_verdict verdict = WEIR_OK;
    if (news) {
        int64_t begun_ns = weir_clock_mono_ns();
        verdict = flush_and_commit(task, offsets, n, async, err);
        task_timing_add(&metrics->commit, (weir_clock_mono_ns() - begun_ns) / 1000);
        atomic_fetch_add(verdict == WEIR_OK ? &metrics->commits_ok : &metrics->commits_failed, 1);
    }
    weir_arena_free(&arena);
    return verdict;
}

/* The group has moved on without us, or the bus is away: nothing that the next commit cannot mend,
 * and partitions that were taken are announced by the next poll. */
static bool comes_again(enum weir_verdict verdict)
{
    return verdict == WEIR_RETRY || verdict == WEIR_WOKEN;
}

enum weir_verdict sink_commit_due(struct sink_task *task, struct weir_err *err)
{
    int64_t now = weir_clock_mono_ms();
    if (now < task->next_commit_ms && !task->commit_wanted) {
        return WEIR_OK;
    }
    task->commit_wanted = false;
    task->next_commit_ms = now + task->task.pipeline->worker->offset_flush_interval_ms;
    enum weir_verdict verdict = sink_commit(task, NULL, 0, true, err);
    if (comes_again(verdict)) {
        weir_warn(&task->task.api.log, "Commit of offsets failed, it comes again: %s", err->text);
        return WEIR_OK;
    }
    return verdict;
}

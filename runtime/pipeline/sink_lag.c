/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_lag.c: how many records a sink is behind, for metrics. The ends of a few partitions are
 * asked for at a time, so that a task with many of them is never held up by it.
 */
#include <weir/time.h>

#include "pipeline/sink_task.h"

#define INTERVAL_MS 2000
#define ASK_AT_ONCE 8

static void ask(struct sink_task *task, struct sink_partition *part)
{
    int64_t low = 0;
    struct weir_err ignored;
    if (task_may(&task->task, &ignored) != WEIR_OK ||
        bus_watermarks(task->task.pipeline->bus, sink_partition_topic(part), part->partition, &low,
                       &part->end, &ignored) != WEIR_OK) {
        part->end = -1;
    }
}

static int64_t place_of(const struct sink_task *task, const struct sink_partition *part)
{
    if (part->next >= 0) {
        return part->next;
    }
    if (part->committed >= 0 || part->first >= 0) {
        return part->committed >= 0 ? part->committed : part->first;
    }
    return bus_consumer_position(task->consumer, sink_partition_topic(part), part->partition);
}

/* -1 as long as one of them is not known. */
static int64_t sum(const struct sink_task *task)
{
    int64_t lag = 0;
    for (size_t i = 0; i < task->parts.n; i++) {
        const struct sink_partition *part = &task->parts.items[i];
        int64_t at = place_of(task, part);
        if (part->end < 0 || at < 0) {
            return -1;
        }
        lag += part->end > at ? part->end - at : 0;
    }
    return lag;
}

void sink_lag_due(struct sink_task *task)
{
    int64_t now = weir_clock_mono_ms();
    if (now < task->next_lag_ms) {
        return;
    }
    task->next_lag_ms = now + INTERVAL_MS;
    for (size_t i = 0; i < task->parts.n && i < ASK_AT_ONCE; i++) {
        ask(task, &task->parts.items[task->lag_at++ % task->parts.n]);
    }
    atomic_store(&task->task.metrics->lag, sum(task));
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_consume.c: polls the bus and fills the task's batch with raw records, which point into the
 * messages until the batch is released. Next is conversion. A task that is paused, or has a batch
 * to put again, polls too, with its partitions paused: that keeps its place in the group.
 */
#include <weir/mem.h>
#include <weir/time.h>

#include "pipeline/sink_task.h"

#define WAIT_MAX_MS 1000
#define WIRE_MAX    1 /* a sink's batch makes no bytes */
#define PARTS       2 /* its memory, as a multiple of the bytes polled: values, what is sent */

/* ---- pausing ---- */

static void apply_pauses(struct sink_task *task, bool all)
{
    for (size_t i = 0; i < task->parts.n; i++) {
        struct sink_partition *part = &task->parts.items[i];
        bool want = all || part->held || part->fresh;
        if (want == part->paused) {
            continue;
        }
        part->paused = want;
        if (want) {
            bus_consumer_pause(task->consumer, sink_partition_topic(part), part->partition);
        } else {
            bus_consumer_resume(task->consumer, sink_partition_topic(part), part->partition);
        }
    }
}

/* ---- seeking ---- */

static enum weir_verdict apply_seeks(struct sink_task *task, struct weir_err *err)
{
    for (size_t i = 0; i < task->parts.n; i++) {
        struct sink_partition *part = &task->parts.items[i];
        if (part->seek < 0) {
            continue;
        }
        enum weir_verdict verdict = task_may(&task->task, err);
        if (verdict == WEIR_OK) {
            verdict = bus_consumer_seek(task->consumer, sink_partition_topic(part), part->partition,
                                        part->seek, err);
        }
        if (verdict == WEIR_OK) {
            part->seek = -1;
        } else if (verdict != WEIR_RETRY) {
            return verdict;
        }
    }
    return WEIR_OK;
}

/* ---- how much ---- */

/* While a batch is at hand, what was drawn for it stays. */
static void draw(struct sink_task *task)
{
    if (task->batch->n == 0) {
        size_t bytes = task_memory_draw(&task->task.memory, PARTS * task->bytes_want) / PARTS;
        task->bytes_now = bytes < task->bytes_max ? bytes : task->bytes_max;
    }
}

/* Twice what it had, as it may have ended for want of room. */
static void learn_size(struct sink_task *task, const struct bus_messages *messages)
{
    size_t bytes = 0;
    for (size_t i = 0; i < messages->n; i++) {
        const struct bus_message *message = &messages->items[i];
        bytes += sizeof(*message) + message->key.n + message->value.n;
    }
    task->bytes_want = bytes < task->bytes_max / 2 ? 2 * bytes : task->bytes_max;
}

/* ---- polling ---- */

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t wait_ms(const struct sink_task *task)
{
    int64_t now = weir_clock_mono_ms();
    int64_t due = earlier(now + WAIT_MAX_MS, task->next_commit_ms);
    if (task->commit_wanted) {
        due = now;
    }
    if (task->put.again) {
        due = earlier(due, task->put.next_ms);
    }
    if (task->conf.topics_regex) {
        due = earlier(due, task->next_refresh_ms);
    }
    return due < now ? 0 : due - now;
}

static enum weir_verdict poll(struct sink_task *task, struct bus_messages *messages,
                              struct weir_err *err)
{
    if (!task->subscribed) {
        task_wait(&task->task, weir_clock_mono_ms() + wait_ms(task));
        return WEIR_OK;
    }
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        draw(task);
        verdict = bus_consumer_poll(task->consumer, task->records_max, task->bytes_now,
                                    wait_ms(task), messages, err);
    }
    if (verdict == WEIR_RETRY) {
        weir_warn(&task->task.api.log, "nothing can be read at present: %s", err->text);
        verdict = task_sleep(&task->task, error_policy_backoff_ms(&task->policy, 0), err);
    }
    return verdict == WEIR_WOKEN ? WEIR_OK : verdict;
}

/* They are released in the order in which they came. */
static void hold(struct sink_task *task, const struct bus_messages *messages)
{
    if (task->n_held == task->cap_held) {
        task->cap_held = task->cap_held ? task->cap_held * 2 : 4;
        task->held = weir_xrealloc(task->held, task->cap_held, sizeof(*task->held));
    }
    task->held[task->n_held++] = *messages;
}

void sink_consume_release(struct sink_task *task)
{
    weir_batch_reset(task->batch);
    for (size_t i = 0; i < task->n_held; i++) {
        bus_messages_release(task->consumer, &task->held[i]);
    }
    task->n_held = 0;
}

static void rest(struct sink_task *task)
{
    if (task_may_rest(&task->task)) {
        task->commit_wanted = true; /* a plugin that was ahead of its target catches up */
        weir_batch_free(task->batch);
        task->batch = sink_batch_new(task);
        bus_consumer_shrink(task->consumer);
        task_trim();
    }
}

/* ---- filling ---- */

struct weir_batch *sink_batch_new(const struct sink_task *task)
{
    return weir_batch_new((uint32_t)task->records_max, task->bytes_max, WIRE_MAX);
}

void sink_batch_fill(struct weir_batch *batch, const struct bus_message *message)
{
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = rec->log_topic = message->topic;
    rec->partition = rec->log_partition = message->partition;
    rec->log_offset = message->offset;
    rec->timestamp = message->timestamp;
    rec->timestamp_type = message->timestamp_type;
    rec->raw_key = message->key;
    rec->raw_value = message->value;
    rec->raw_headers = message->headers;
    rec->n_raw_headers = message->n_headers;
}

/* Not now: it shall come again. The first of its partition that is met decides. */
static void send_back(struct sink_partition *part, const struct bus_message *message)
{
    if (part->seek < 0) {
        part->seek = message->offset;
    }
}

static void take(struct sink_task *task, const struct bus_messages *messages, bool wanted)
{
    for (size_t i = 0; i < messages->n; i++) {
        const struct bus_message *message = &messages->items[i];
        struct sink_partition *part =
            sink_partitions_find(&task->parts, message->topic, message->partition);
        if (!part || part->seek >= 0) {
            continue; /* gone in a rebalance, or about to be read from elsewhere */
        }
        if (!wanted || part->fresh || part->held) {
            send_back(part, message);
            continue;
        }
        part->first = part->first < 0 ? message->offset : part->first;
        sink_batch_fill(task->batch, message);
    }
}

static void count(struct sink_task *task)
{
    struct task_metrics *metrics = task->task.metrics;
    atomic_fetch_add(&metrics->records_in, task->batch->n);
    atomic_store(&metrics->active, task->batch->n);
    atomic_fetch_add(&metrics->batches, 1);
    if (task->batch->n > atomic_load(&metrics->batch_max)) {
        atomic_store(&metrics->batch_max, task->batch->n);
    }
}

enum weir_verdict sink_consume(struct sink_task *task, struct weir_err *err)
{
    bool wanted = !task->put.again && !task_pause_wanted(&task->task);
    struct bus_messages messages = {0};
    apply_pauses(task, !wanted);
    enum weir_verdict verdict = apply_seeks(task, err);
    if (verdict == WEIR_OK) {
        verdict = poll(task, &messages, err);
    }
    if (verdict == WEIR_OK) {
        verdict = sink_rebalance_finish(task, err);
    }
    if (verdict == WEIR_OK) {
        take(task, &messages, wanted);
    }
    if (messages.n || messages.hold) {
        hold(task, &messages);
    }
    if (verdict != WEIR_OK || !wanted) {
        return verdict;
    }
    learn_size(task, &messages);
    if (task->batch->n) {
        task_busy(&task->task);
        count(task);
    } else {
        sink_consume_release(task);
        rest(task);
    }
    return verdict;
}

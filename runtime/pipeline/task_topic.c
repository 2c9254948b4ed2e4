/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_topic.c: a plugin's own topics (schema history, signals) on the worker's bus. A handle opens
 * a producer or a consumer when it first needs one; all of them are closed with the task.
 */
#include "pipeline/task_topic.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define CALL_TIMEOUT_MS 30000
#define CLOSE_MS        1000
#define READ_WAIT_MS    200
#define POLL_RECORDS    1000
#define POLL_BYTES      (1u << 20)

struct task_topic {
    struct weir_topic api; /* first */
    struct task *task;
    struct weir_str name;
    struct weir_props *client; /* NULL: the worker's own */
    struct bus_producer *producer;
    struct task_follower follower; /* consumer NULL: none */
    bool grouped;                  /* the follower commits where it is, and is known to the task */
};

static struct task_topic *of(struct weir_topic *topic)
{
    return (struct task_topic *)topic;
}

static const char *client_id(const struct task_topic *topic, const char *what)
{
    return weir_arena_printf(&topic->task->arena, "connector-%s-%s-%d-%.*s", what,
                             topic->task->api.connector, topic->task->api.id,
                             WEIR_STR_ARG(topic->name));
}

/* ---- the topic itself ---- */

static enum weir_verdict ensure(struct weir_topic *api, const struct weir_topic_spec *spec,
                                bool *created, struct weir_err *err)
{
    struct task_topic *topic = of(api);
    struct weir_topic_spec named = *spec;
    named.name = topic->name;
    enum weir_verdict verdict = task_may(topic->task, err);
    return verdict == WEIR_OK ? bus_topic_create(topic->task->pipeline->bus, &named, created, err)
                              : verdict;
}

static enum weir_verdict exists(struct weir_topic *api, bool *there, struct weir_err *err)
{
    struct task_topic *topic = of(api);
    struct bus_topic_info info = {0};
    enum weir_verdict verdict = task_may(topic->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_topic_info(topic->task->pipeline->bus, topic->name, &info, err);
    }
    *there = verdict == WEIR_OK && info.partitions > 0;
    return verdict;
}

/* ---- append ---- */

static enum weir_verdict open_producer(struct task_topic *topic, struct weir_err *err)
{
    const struct bus_producer_conf conf = {
        .props = topic->client,
        .client_id = client_id(topic, "producer"),
        .shared = true,
    };
    return topic->producer
               ? WEIR_OK
               : bus_producer_open(topic->task->pipeline->bus, &conf, &topic->producer, err);
}

static enum weir_verdict append(struct weir_topic *api, const struct weir_topic_message *message,
                                struct weir_err *err)
{
    struct task_topic *topic = of(api);
    const struct bus_record rec = {
        .topic = topic->name,
        .partition = message->partition,
        /* Left out, it must not mean 1970: retention would take the message at once. */
        .timestamp = message->timestamp > 0 ? message->timestamp : WEIR_NO_TIMESTAMP,
        .key = message->key,
        .value = message->value,
        .headers = message->headers,
        .n_headers = message->n_headers,
    };
    enum weir_verdict verdict = task_may(topic->task, err);
    if (verdict == WEIR_OK) {
        verdict = open_producer(topic, err);
    }
    return verdict == WEIR_OK ? bus_append_wait(topic->producer, &rec, 1, CALL_TIMEOUT_MS, err)
                              : verdict;
}

/* ---- read ---- */

typedef enum weir_verdict on_message(void *self, const struct weir_topic_message *message,
                                     struct weir_err *err);

static enum weir_verdict hand_over(const struct bus_message *message, on_message *fn, void *self,
                                   struct weir_err *err)
{
    const struct weir_topic_message out = {
        .partition = message->partition,
        .offset = message->offset,
        .timestamp = message->timestamp,
        .key = message->key,
        .value = message->value,
        .headers = message->headers,
        .n_headers = message->n_headers,
    };
    return fn(self, &out, err);
}

static enum weir_verdict open_consumer(struct task_topic *topic, const char *group,
                                       struct bus_consumer **consumer, struct weir_err *err)
{
    const struct bus_consumer_conf conf = {
        .props = topic->client,
        .client_id = client_id(topic, "consumer"),
        .group = group,
        .reset = group ? BUS_RESET_LATEST : BUS_RESET_EARLIEST,
        .read_committed = true,
    };
    return bus_consumer_open(topic->task->pipeline->bus, &conf, consumer, err);
}

/* The ends as they are now; a partition without records is left out. */
static enum weir_verdict find_ends(struct task_topic *topic, struct weir_arena *arena,
                                   struct weir_topic_partition **parts, size_t *n,
                                   struct weir_err *err)
{
    struct bus *bus = topic->task->pipeline->bus;
    struct bus_topic_info info = {0};
    enum weir_verdict verdict = bus_topic_info(bus, topic->name, &info, err);
    *parts = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, (size_t)info.partitions);
    *n = 0;
    for (int32_t p = 0; p < info.partitions && verdict == WEIR_OK; p++) {
        int64_t low = 0;
        int64_t high = 0;
        verdict = bus_watermarks(bus, topic->name, p, &low, &high, err);
        if (high > low) {
            (*parts)[(*n)++] =
                (struct weir_topic_partition){.topic = topic->name, .partition = p, .offset = high};
        }
    }
    return verdict;
}

static enum weir_verdict assign_from_start(struct bus_consumer *consumer, struct weir_arena *arena,
                                           const struct weir_topic_partition *ends, size_t n,
                                           struct weir_err *err)
{
    struct weir_topic_partition *from = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, n);
    for (size_t i = 0; i < n; i++) {
        from[i] = ends[i];
        from[i].offset = BUS_BEGINNING;
    }
    return bus_consumer_assign(consumer, from, n, err);
}

static bool all_read(struct bus_consumer *consumer, const struct weir_topic_partition *ends,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bus_consumer_position(consumer, ends[i].topic, ends[i].partition) < ends[i].offset) {
            return false;
        }
    }
    return true;
}

static int64_t end_of(const struct weir_topic_partition *ends, size_t n, int32_t partition)
{
    for (size_t i = 0; i < n; i++) {
        if (ends[i].partition == partition) {
            return ends[i].offset;
        }
    }
    return -1;
}

/* ends NULL: everything there is; else only what was there when they were asked for. */
static enum weir_verdict poll_once(struct task_topic *topic, struct bus_consumer *consumer,
                                   int64_t wait_ms, const struct weir_topic_partition *ends,
                                   size_t n_ends, on_message *fn, void *self, size_t *n,
                                   struct weir_err *err)
{
    struct bus_messages messages = {0};
    enum weir_verdict verdict = task_may(topic->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_consumer_poll(consumer, POLL_RECORDS, POLL_BYTES, wait_ms, &messages, err);
    }
    *n = 0;
    if (verdict != WEIR_OK) {
        return verdict == WEIR_WOKEN && !task_stopping(topic->task) ? WEIR_OK : verdict;
    }
    for (size_t i = 0; i < messages.n && verdict == WEIR_OK; i++) {
        const struct bus_message *message = &messages.items[i];
        if (!ends || message->offset < end_of(ends, n_ends, message->partition)) {
            verdict = hand_over(message, fn, self, err);
        }
    }
    *n = messages.n;
    bus_messages_release(consumer, &messages);
    return verdict;
}

static enum weir_verdict read_to_ends(struct task_topic *topic, struct bus_consumer *consumer,
                                      struct weir_arena *arena,
                                      const struct weir_topic_partition *ends, size_t n_ends,
                                      on_message *fn, void *self, struct weir_err *err)
{
    enum weir_verdict verdict = assign_from_start(consumer, arena, ends, n_ends, err);
    int64_t deadline_ms = weir_clock_mono_ms() + CALL_TIMEOUT_MS;
    while (verdict == WEIR_OK && !all_read(consumer, ends, n_ends)) {
        size_t n = 0;
        verdict = poll_once(topic, consumer, READ_WAIT_MS, ends, n_ends, fn, self, &n, err);
        deadline_ms = n ? weir_clock_mono_ms() + CALL_TIMEOUT_MS : deadline_ms;
        if (verdict == WEIR_OK && weir_clock_mono_ms() >= deadline_ms) {
            verdict = weir_err_set(err, WEIR_RETRY, "reading the topic %.*s makes no progress",
                                   WEIR_STR_ARG(topic->name));
        }
    }
    return verdict;
}

static enum weir_verdict read_all(struct weir_topic *api, on_message *fn, void *self,
                                  struct weir_err *err)
{
    struct task_topic *topic = of(api);
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_topic_partition *ends = NULL;
    size_t n_ends = 0;
    struct bus_consumer *consumer = NULL;
    enum weir_verdict verdict = task_may(topic->task, err);
    if (verdict == WEIR_OK) {
        verdict = find_ends(topic, &arena, &ends, &n_ends, err);
    }
    if (verdict == WEIR_OK && n_ends) {
        verdict = open_consumer(topic, NULL, &consumer, err);
    }
    if (consumer) {
        verdict = read_to_ends(topic, consumer, &arena, ends, n_ends, fn, self, err);
        bus_consumer_close(consumer);
    }
    weir_arena_free(&arena);
    return verdict;
}

/* ---- follow ---- */

static enum weir_verdict assign_ends(struct task_topic *topic, struct weir_err *err)
{
    struct bus_topic_info info = {0};
    enum weir_verdict verdict = bus_topic_info(topic->task->pipeline->bus, topic->name, &info, err);
    if (verdict != WEIR_OK || info.partitions <= 0) {
        return verdict;
    }
    struct weir_topic_partition *from =
        weir_xcalloc((size_t)info.partitions, sizeof(struct weir_topic_partition));
    for (int32_t p = 0; p < info.partitions; p++) {
        from[p] =
            (struct weir_topic_partition){.topic = topic->name, .partition = p, .offset = BUS_END};
    }
    verdict = bus_consumer_assign(topic->follower.consumer, from, (size_t)info.partitions, err);
    free(from);
    return verdict;
}

static enum weir_verdict open_follower(struct task_topic *topic, struct weir_str group,
                                       struct weir_err *err)
{
    const char *name = group.n ? weir_arena_str(&topic->task->arena, group).p : NULL;
    enum weir_verdict verdict = open_consumer(topic, name, &topic->follower.consumer, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    topic->grouped = name;
    if (!name) {
        return assign_ends(topic, err);
    }
    task_add_follower(topic->task, &topic->follower);
    return bus_consumer_subscribe(topic->follower.consumer, &topic->name, 1, err);
}

struct follower_step {
    struct task_topic *topic;
    on_message *fn;
    void *self;
};

/* With a group each message is committed once fn has had it. */
static enum weir_verdict step(void *self, const struct weir_topic_message *message,
                              struct weir_err *err)
{
    const struct follower_step *follower = self;
    enum weir_verdict verdict = follower->fn(follower->self, message, err);
    if (verdict != WEIR_OK || !follower->topic->grouped) {
        return verdict;
    }
    const struct weir_topic_partition at = {.topic = follower->topic->name,
                                            .partition = message->partition,
                                            .offset = message->offset + 1};
    return bus_consumer_commit(follower->topic->follower.consumer, &at, 1, true, err);
}

static enum weir_verdict follow(struct weir_topic *api, struct weir_str group, on_message *fn,
                                void *self, struct weir_err *err)
{
    struct task_topic *topic = of(api);
    struct follower_step follower = {.topic = topic, .fn = fn, .self = self};
    enum weir_verdict verdict = task_may(topic->task, err);
    if (verdict == WEIR_OK && !topic->follower.consumer) {
        verdict = open_follower(topic, group, err);
    }
    for (size_t n = 1; verdict == WEIR_OK && n > 0;) {
        verdict = poll_once(topic, topic->follower.consumer, 0, NULL, 0, step, &follower, &n, err);
    }
    return verdict;
}

/* ---- opening and closing ---- */

static void close_handles(struct task_topic *topic)
{
    if (topic->follower.consumer) {
        if (topic->grouped) {
            task_remove_follower(topic->task, &topic->follower);
        }
        bus_consumer_close(topic->follower.consumer);
        topic->follower.consumer = NULL;
    }
    if (topic->producer) {
        bus_producer_close(topic->producer, CLOSE_MS);
        topic->producer = NULL;
    }
}

static void close_topic(struct weir_topic *api)
{
    close_handles(of(api));
}

/* From the task's arena: a plugin need not close, and may do so twice. */
static void at_end(void *p)
{
    close_handles(p);
}

static const struct weir_topic_ops ops = {
    .ensure = ensure,
    .exists = exists,
    .append = append,
    .read = read_all,
    .follow = follow,
    .close = close_topic,
};

enum weir_verdict task_topic_open(struct weir_task *api, struct weir_str name,
                                  const struct weir_props *client, struct weir_topic **out,
                                  struct weir_err *err)
{
    struct task *task = task_of(api);
    enum weir_verdict verdict = task_may(task, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    struct task_topic *topic = WEIR_NEW(&task->arena, struct task_topic);
    topic->api.ops = &ops;
    topic->task = task;
    topic->name = weir_arena_str(&task->arena, name);
    if (client) {
        topic->client = WEIR_NEW(&task->arena, struct weir_props);
        weir_props_init(topic->client, &task->arena);
        weir_props_copy(topic->client, client);
    }
    weir_arena_hook(&task->arena, at_end, topic);
    *out = &topic->api;
    return WEIR_OK;
}

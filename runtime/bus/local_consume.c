/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_consume.c: a consumer polls its partitions in turn and waits, without polling, for the
 * writer to ring. Next: local_decode.c fills what a poll gives out, local_member.c keeps to the
 * group.
 */
#include "bus/local_consume.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/local_offsets.h"

#define LOOK_MS 50 /* for what another process commits, for a deleted topic to be made anew */

/* ---- the bell ---- */

void local_ring(struct local_consumer *consumer)
{
    pthread_mutex_lock(&consumer->bell);
    consumer->rung = true;
    pthread_cond_signal(&consumer->ringing);
    pthread_mutex_unlock(&consumer->bell);
}

void local_consumer_wake(struct bus_consumer *handle)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    pthread_mutex_lock(&consumer->bell);
    consumer->woken = true;
    pthread_cond_signal(&consumer->ringing);
    pthread_mutex_unlock(&consumer->bell);
}

void local_consumer_evict(struct bus_consumer *handle)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    local_group_evict(consumer->bus, consumer);
    local_ring(consumer);
}

static bool take_wake(struct local_consumer *consumer)
{
    pthread_mutex_lock(&consumer->bell);
    bool woken = consumer->woken;
    consumer->woken = false;
    pthread_mutex_unlock(&consumer->bell);
    return woken;
}

/* False at the deadline. look: something is awaited that does not ring. */
static bool wait_for_ring(struct local_consumer *consumer, int64_t deadline_ms, bool look)
{
    int64_t look_ms = look ? weir_clock_mono_ms() + LOOK_MS : INT64_MAX;
    int64_t until_ms = look_ms < deadline_ms ? look_ms : deadline_ms;
    bool waited = true;
    pthread_mutex_lock(&consumer->bell);
    while (!consumer->rung && !consumer->woken && waited) {
        waited = weir_clock_wait(&consumer->ringing, &consumer->bell, until_ms);
    }
    bool rung = consumer->rung || consumer->woken;
    consumer->rung = false;
    pthread_mutex_unlock(&consumer->bell);
    return rung || until_ms < deadline_ms;
}

/* ---- polling ---- */

static bool has_more(const struct local_reading *reading)
{
    return !reading->paused && !atomic_load(&reading->part->topic->dropped) &&
           reading->offset != atomic_load(&reading->part->next);
}

/* The one whose batches are at hand goes on; then the others in turn. */
static struct local_reading *next_reading(struct local_consumer *consumer)
{
    if (consumer->cursor.raw) {
        return consumer->cursor.reading;
    }
    for (size_t i = 0; i < consumer->n_readings; i++) {
        struct local_reading *reading =
            consumer->readings[(consumer->turn + i) % consumer->n_readings];
        if (has_more(reading)) {
            consumer->turn = (consumer->turn + i + 1) % consumer->n_readings;
            return reading;
        }
    }
    return NULL;
}

/* *moved: some position passed a gap though no record came. An error waits for the next poll if
 * there are records. */
static enum weir_verdict fill(struct local_consumer *consumer, struct local_hold *hold,
                              struct local_limits *limits, bool *moved, struct weir_err *err)
{
    while (limits->records > 0 && limits->bytes > 0) {
        struct local_reading *reading = next_reading(consumer);
        if (!reading) {
            return WEIR_OK;
        }
        enum weir_verdict class = WEIR_OK;
        if (!consumer->cursor.raw) {
            class = local_reading_check(consumer, reading, err);
        }
        if (class == WEIR_OK) {
            class = local_decode(consumer, reading, hold, limits, err);
            *moved = true;
        }
        if (class != WEIR_OK) {
            return hold->n_msgs > 0 ? WEIR_OK : class;
        }
    }
    return WEIR_OK;
}

static int64_t deadline_after(int64_t wait_ms)
{
    int64_t now_ms = weir_clock_mono_ms();
    return wait_ms > INT64_MAX - now_ms ? INT64_MAX : now_ms + wait_ms;
}

static enum weir_verdict poll_into(struct local_consumer *consumer, struct local_hold *hold,
                                   struct local_limits limits, int64_t wait_ms,
                                   struct weir_err *err)
{
    int64_t deadline_ms = deadline_after(wait_ms);
    bool moved = false;
    for (;;) {
        if (take_wake(consumer)) {
            return weir_err_set(err, WEIR_WOKEN, "woken");
        }
        if (atomic_load(&consumer->evicted)) {
            return weir_err_set(err, WEIR_FATAL, "the consumer was put out of its group");
        }
        enum weir_verdict class = local_topics_refresh(consumer->bus, err);
        bool look = local_readings_rebind(consumer) || consumer->bus->env.read_only;
        if (class == WEIR_OK) {
            class = local_member_step(consumer, err);
        }
        if (class == WEIR_OK) {
            class = fill(consumer, hold, &limits, &moved, err);
        }
        if (class != WEIR_OK || moved || wait_ms <= 0 ||
            !wait_for_ring(consumer, deadline_ms, look)) {
            return class;
        }
    }
}

enum weir_verdict local_poll(struct bus_consumer *handle, size_t max_records, size_t max_bytes,
                             int64_t wait_ms, struct bus_messages *out, struct weir_err *err)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    struct local_limits limits = {.records = max_records ? max_records : 1,
                                  .bytes = max_bytes ? max_bytes : 1};
    struct local_hold *hold = local_hold_take(consumer);
    enum weir_verdict class = poll_into(consumer, hold, limits, wait_ms, err);
    *out = (struct bus_messages){.items = hold->msgs, .n = hold->n_msgs, .hold = hold};
    if (class != WEIR_OK || hold->n_msgs == 0) {
        local_hold_give(consumer, hold);
        *out = (struct bus_messages){0};
    }
    return class;
}

void local_release(struct bus_consumer *handle, struct bus_messages *messages)
{
    if (messages->hold) {
        local_hold_give(local_consumer_of(handle), messages->hold);
    }
    *messages = (struct bus_messages){0};
}

/* ---- commits ---- */

static enum weir_verdict check_owned(struct local_consumer *consumer,
                                     const struct weir_topic_partition *offsets, size_t n,
                                     struct weir_err *err)
{
    for (size_t i = 0; i < n && consumer->joined; i++) {
        struct local_part *part = NULL;
        enum weir_verdict class =
            local_part_find(consumer->bus, offsets[i].topic, offsets[i].partition, &part, err);
        if (class != WEIR_OK) {
            return class;
        }
        if (!local_group_owns(consumer->bus, consumer, part)) {
            weir_err_set(err, WEIR_FATAL, "topic %.*s partition %d is not this consumer's now",
                         WEIR_STR_ARG(offsets[i].topic), offsets[i].partition);
            err->code = LOCAL_ILLEGAL_GENERATION;
            return err->class;
        }
    }
    return WEIR_OK;
}

enum weir_verdict local_commit(struct bus_consumer *handle,
                               const struct weir_topic_partition *offsets, size_t n, bool async,
                               struct weir_err *err)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    if (!consumer->group.p) {
        return weir_err_set(err, WEIR_FATAL, "a consumer without a group cannot commit");
    }
    enum weir_verdict class = check_owned(consumer, offsets, n, err);
    return class == WEIR_OK
               ? local_offsets_put(consumer->bus, consumer->group, offsets, n, async, err)
               : class;
}

enum weir_verdict local_committed(struct bus_consumer *handle, struct weir_arena *arena,
                                  struct weir_topic_partition *partitions, size_t n,
                                  struct weir_err *err)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    if (!consumer->group.p) {
        return weir_err_set(err, WEIR_FATAL, "a consumer without a group has no commits");
    }
    return local_offsets_get(consumer->bus, consumer->group, arena, partitions, n, err);
}

/* ---- the consumer's life ---- */

enum weir_verdict local_consumer_open(struct bus *handle, const struct bus_consumer_conf *conf,
                                      struct bus_consumer **out, struct weir_err *err)
{
    if (conf->group && strlen(conf->group) > LOCAL_GROUP_MAX) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "group.id %s is longer than %u bytes",
                            conf->group, LOCAL_GROUP_MAX);
    }
    struct local_consumer *consumer = weir_xcalloc(1, sizeof(*consumer));
    consumer->handle.engine = &local_engine;
    consumer->bus = local_bus_of(handle);
    consumer->conf = *conf;
    consumer->group_text = conf->group ? weir_xstrdup(conf->group) : NULL;
    consumer->group = weir_str_of(consumer->group_text);
    weir_arena_init(&consumer->wishes, 1024);
    pthread_mutex_init(&consumer->bell, NULL);
    weir_clock_cond_init(&consumer->ringing);
    *out = &consumer->handle;
    return WEIR_OK;
}

void local_consumer_shrink(struct bus_consumer *handle)
{
    local_spares_free(local_consumer_of(handle));
}

void local_consumer_close(struct bus_consumer *handle)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    local_member_leave(consumer);
    local_readings_clear(consumer);
    local_cursor_drop(consumer);
    local_spares_free(consumer);
    weir_arena_free(&consumer->wishes);
    pthread_cond_destroy(&consumer->ringing);
    pthread_mutex_destroy(&consumer->bell);
    free(consumer->readings);
    free(consumer->group_text);
    free(consumer);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_readings.c: the partitions that a consumer reads and where it stands in each: assigned,
 * sought, paused, reset when what they point at is gone. Next: local_consume.c polls them.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_consume.h"
#include "bus/local_offsets.h"

/* ---- who is rung ---- */

static void follow(struct local_consumer *consumer, struct local_reading *reading)
{
    struct local_part *part = reading->part;
    struct local_follower *follower = &reading->follower;
    pthread_mutex_lock(&consumer->bus->follow_lock);
    follower->consumer = consumer;
    follower->next = part->followers;
    follower->here = &part->followers;
    if (follower->next) {
        follower->next->here = &follower->next;
    }
    part->followers = follower;
    pthread_mutex_unlock(&consumer->bus->follow_lock);
}

static void unfollow(struct local_consumer *consumer, struct local_reading *reading)
{
    struct local_follower *follower = &reading->follower;
    pthread_mutex_lock(&consumer->bus->follow_lock);
    *follower->here = follower->next;
    if (follower->next) {
        follower->next->here = follower->here;
    }
    pthread_mutex_unlock(&consumer->bus->follow_lock);
}

void local_followers_ring(struct local_bus *bus, struct local_part *part)
{
    pthread_mutex_lock(&bus->follow_lock);
    for (struct local_follower *at = part->followers; at; at = at->next) {
        local_ring(at->consumer);
    }
    pthread_mutex_unlock(&bus->follow_lock);
}

/* ---- the set ---- */

struct local_reading *local_reading_find(const struct local_consumer *consumer,
                                         const struct local_part *part)
{
    for (size_t i = 0; i < consumer->n_readings; i++) {
        if (consumer->readings[i]->part == part) {
            return consumer->readings[i];
        }
    }
    return NULL;
}

static void end_reading(struct local_consumer *consumer, struct local_reading *reading)
{
    if (consumer->cursor.reading == reading) {
        local_cursor_drop(consumer);
    }
    unfollow(consumer, reading);
    free(reading);
}

void local_reading_remove(struct local_consumer *consumer, const struct local_part *part)
{
    for (size_t i = 0; i < consumer->n_readings; i++) {
        if (consumer->readings[i]->part == part) {
            end_reading(consumer, consumer->readings[i]);
            consumer->readings[i] = consumer->readings[--consumer->n_readings];
            return;
        }
    }
}

void local_readings_clear(struct local_consumer *consumer)
{
    for (size_t i = 0; i < consumer->n_readings; i++) {
        end_reading(consumer, consumer->readings[i]);
    }
    consumer->n_readings = 0;
}

static void add(struct local_consumer *consumer, struct local_part *part, int64_t offset)
{
    if (consumer->n_readings == consumer->cap_readings) {
        consumer->cap_readings = consumer->cap_readings ? consumer->cap_readings * 2 : 8;
        consumer->readings = weir_xrealloc(consumer->readings, consumer->cap_readings,
                                           sizeof(struct local_reading *));
    }
    struct local_reading *reading = weir_xcalloc(1, sizeof(*reading));
    reading->part = part;
    reading->offset = offset;
    consumer->readings[consumer->n_readings++] = reading;
    follow(consumer, reading);
}

static bool rebind(struct local_consumer *consumer, struct local_reading *reading)
{
    struct local_topic *topic = local_topic_find(consumer->bus, reading->part->topic->name);
    if (!topic || reading->part->number >= topic->n_parts) {
        return false;
    }
    if (consumer->cursor.reading == reading) {
        local_cursor_drop(consumer);
    }
    unfollow(consumer, reading);
    reading->part = &topic->parts[reading->part->number];
    reading->offset = atomic_load(&reading->part->low);
    follow(consumer, reading);
    return true;
}

bool local_readings_rebind(struct local_consumer *consumer)
{
    bool missing = false;
    for (size_t i = 0; i < consumer->n_readings && !consumer->joined; i++) {
        struct local_reading *reading = consumer->readings[i];
        missing |= atomic_load(&reading->part->topic->dropped) && !rebind(consumer, reading);
    }
    return missing;
}

/* ---- where to begin ---- */

static int64_t reset_offset(const struct local_consumer *consumer, const struct local_part *part)
{
    switch (consumer->conf.reset) {
    case BUS_RESET_EARLIEST:
        return atomic_load(&part->low);
    case BUS_RESET_LATEST:
        /* A topic younger than the wish to read it was made to be read from its beginning. */
        return consumer->joined && part->topic->born > consumer->subscribed_at
                   ? atomic_load(&part->low)
                   : atomic_load(&part->next);
    case BUS_RESET_NONE:
        break;
    }
    return -1;
}

static int64_t start_offset(const struct local_consumer *consumer, const struct local_part *part,
                            int64_t offset)
{
    switch (offset) {
    case BUS_BEGINNING:
        return atomic_load(&part->low);
    case BUS_END:
        return atomic_load(&part->next);
    case BUS_STORED:
        return reset_offset(consumer, part);
    default:
        return offset;
    }
}

/* Puts the group's commits in the place of BUS_STORED, where there are any. */
static enum weir_verdict look_up_stored(struct local_consumer *consumer,
                                        struct weir_topic_partition *partitions, size_t n,
                                        struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    enum weir_verdict class = WEIR_OK;
    for (size_t i = 0; i < n && class == WEIR_OK && consumer->group.p; i++) {
        struct weir_topic_partition stored = partitions[i];
        if (partitions[i].offset == BUS_STORED) {
            class = local_offsets_get(consumer->bus, consumer->group, &arena, &stored, 1, err);
            partitions[i].offset = stored.offset >= 0 ? stored.offset : BUS_STORED;
        }
    }
    weir_arena_free(&arena);
    return class;
}

enum weir_verdict local_readings_add(struct local_consumer *consumer,
                                     struct weir_topic_partition *partitions,
                                     struct local_part *const *parts, size_t n,
                                     struct weir_err *err)
{
    enum weir_verdict class = look_up_stored(consumer, partitions, n, err);
    for (size_t i = 0; i < n && class == WEIR_OK; i++) {
        partitions[i].offset = start_offset(consumer, parts[i], partitions[i].offset);
        add(consumer, parts[i], partitions[i].offset);
    }
    return class;
}

enum weir_verdict local_reading_check(struct local_consumer *consumer,
                                      struct local_reading *reading, struct weir_err *err)
{
    struct local_part *part = reading->part;
    int64_t low = atomic_load(&part->low);
    int64_t next = atomic_load(&part->next);
    if (reading->offset >= low && reading->offset <= next) {
        return WEIR_OK;
    }
    int64_t reset = reset_offset(consumer, part);
    if (reset < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "topic %.*s partition %d: offset %lld is not there (%lld to %lld), "
                            "and auto.offset.reset is none",
                            WEIR_STR_ARG(part->topic->name), part->number,
                            (long long)reading->offset, (long long)low, (long long)next);
    }
    reading->offset = reset;
    return WEIR_OK;
}

/* ---- the engine's calls ---- */

static enum weir_verdict find_all(struct local_bus *bus,
                                  const struct weir_topic_partition *partitions,
                                  struct local_part **parts, size_t n, struct weir_err *err)
{
    enum weir_verdict class = local_topics_refresh(bus, err);
    for (size_t i = 0; i < n && class == WEIR_OK; i++) {
        class = local_part_find(bus, partitions[i].topic, partitions[i].partition, &parts[i], err);
    }
    return class;
}

enum weir_verdict local_assign(struct bus_consumer *handle,
                               const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    if (consumer->joined) {
        return weir_err_set(err, WEIR_FATAL, "the consumer has subscribed already");
    }
    struct weir_topic_partition *wanted = weir_xcalloc(n, sizeof(*wanted));
    struct local_part **parts = weir_xcalloc(n, sizeof(*parts));
    enum weir_verdict class = find_all(consumer->bus, partitions, parts, n, err);
    if (class == WEIR_OK && n) {
        memcpy(wanted, partitions, n * sizeof(*wanted));
    }
    if (class == WEIR_OK) {
        local_readings_clear(consumer);
        class = local_readings_add(consumer, wanted, parts, n, err);
    }
    free(wanted);
    free(parts);
    return class;
}

static struct local_reading *find_named(struct local_consumer *consumer, struct weir_str topic,
                                        int32_t partition)
{
    for (size_t i = 0; i < consumer->n_readings; i++) {
        struct local_part *part = consumer->readings[i]->part;
        if (part->number == partition && weir_str_eq(part->topic->name, topic)) {
            return consumer->readings[i];
        }
    }
    return NULL;
}

enum weir_verdict local_seek_to(struct bus_consumer *handle, struct weir_str topic,
                                int32_t partition, int64_t offset, struct weir_err *err)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    struct local_reading *reading = find_named(consumer, topic, partition);
    if (!reading) {
        return weir_err_set(err, WEIR_FATAL, "topic %.*s partition %d is not assigned",
                            WEIR_STR_ARG(topic), partition);
    }
    struct weir_topic_partition to = {.topic = topic, .partition = partition, .offset = offset};
    enum weir_verdict class = look_up_stored(consumer, &to, 1, err);
    if (class == WEIR_OK) {
        reading->offset = start_offset(consumer, reading->part, to.offset);
        if (consumer->cursor.reading == reading) {
            local_cursor_drop(consumer);
        }
    }
    return class;
}

int64_t local_position(struct bus_consumer *handle, struct weir_str topic, int32_t partition)
{
    struct local_reading *reading = find_named(local_consumer_of(handle), topic, partition);
    return reading ? reading->offset : -1;
}

void local_pause(struct bus_consumer *handle, struct weir_str topic, int32_t partition, bool paused)
{
    struct local_consumer *consumer = local_consumer_of(handle);
    struct local_reading *reading = find_named(consumer, topic, partition);
    if (reading) {
        reading->paused = paused;
        if (paused && consumer->cursor.reading == reading) {
            local_cursor_drop(consumer);
        }
    }
}

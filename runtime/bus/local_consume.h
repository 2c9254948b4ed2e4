/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_consume.h: consumers of the embedded log. A consumer belongs to one thread, but for its
 * bell, which the writer, groups and wake ring.
 */
#ifndef LOCAL_CONSUME_H
#define LOCAL_CONSUME_H

#include "bus/local_bus.h"

struct local_consumer;

/* One consumer on one partition's list of those to wake. */
struct local_follower {
    struct local_consumer *consumer;
    struct local_follower *next;
    struct local_follower **here; /* what points to this one */
};

/* Fetched bytes, shared by the polls that gave out views into them. */
struct local_raw {
    struct local_raw *next; /* in the spares */
    uint32_t users;
    struct weir_buf buf;
    struct weir_buf joined; /* values that are put together again; does not move */
    struct weir_arena headers;
};

/* What one poll gave out, until it is released. */
struct local_hold {
    struct local_hold *next; /* in the spares */
    struct bus_message *msgs;
    size_t n_msgs;
    size_t cap_msgs;
    struct local_raw **raws;
    size_t n_raws;
    size_t cap_raws;
};

/* A partition that the consumer reads. */
struct local_reading {
    struct local_part *part;
    int64_t offset; /* of the next record given out; -1: there is no commit and no reset */
    bool paused;
    struct local_follower follower;
};

/* The batches at hand: they belong to one reading and are used up before another's turn. */
struct local_cursor {
    struct local_reading *reading;
    struct local_raw *raw; /* NULL: nothing at hand */
    size_t at;             /* of the next segment */
    int64_t end;
    struct local_records records; /* of the batch */
    int64_t next;                 /* offset of the next record of the batch */
    uint32_t left;                /* records of the batch */
    struct weir_raw_header *headers;
};

struct local_consumer {
    struct bus_consumer handle;
    struct local_bus *bus;
    struct bus_consumer_conf conf;
    struct weir_str group; /* p NULL: none */
    char *group_text;
    _Atomic bool evicted;

    pthread_mutex_t bell; /* guards the next three */
    pthread_cond_t ringing;
    bool rung;
    bool woken;
    _Atomic bool shared_out; /* the group has partitions to take or to give for it */

    /* Its thread's own. */
    bool joined; /* has subscribed */
    struct local_reading **readings;
    size_t n_readings;
    size_t cap_readings;
    size_t turn;
    struct local_cursor cursor;
    struct local_hold *spare_holds;
    struct local_raw *spare_raws;

    /* groups.lock */
    struct local_consumer *next_member;
    struct local_group *member_of; /* NULL: not yet, or not any more */
    struct weir_arena wishes;
    struct weir_str *topics; /* subscribed, sorted; in wishes */
    size_t n_topics;
    size_t load;            /* partitions, while they are shared out */
    uint64_t subscribed_at; /* topics.births then: younger topics are read from their beginning */
};

static inline struct local_consumer *local_consumer_of(struct bus_consumer *handle)
{
    return (struct local_consumer *)handle;
}

/* Any thread. */
void local_ring(struct local_consumer *consumer);
void local_followers_ring(struct local_bus *bus, struct local_part *part);

/* ---- readings (local_readings.c), the consumer's thread ---- */

struct local_reading *local_reading_find(const struct local_consumer *consumer,
                                         const struct local_part *part);
/* Starts to read n partitions, from ->offset or what a special one stands for. */
enum weir_verdict local_readings_add(struct local_consumer *consumer,
                                     struct weir_topic_partition *partitions,
                                     struct local_part *const *parts, size_t n,
                                     struct weir_err *err);
void local_reading_remove(struct local_consumer *consumer, const struct local_part *part);
void local_readings_clear(struct local_consumer *consumer);
/* Assigned partitions of a topic that was deleted and made anew are read from its beginning. True
 * while there is one that was not. */
bool local_readings_rebind(struct local_consumer *consumer);
/* OK, or why this one cannot be read from where it stands. Applies the reset to what is gone. */
enum weir_verdict local_reading_check(struct local_consumer *consumer,
                                      struct local_reading *reading, struct weir_err *err);

/* ---- decoding (local_decode.c), the consumer's thread ---- */

struct local_limits {
    size_t records;
    size_t bytes;
};
/* Adds what there is of one reading to hold, as far as limits go; takes it off limits. */
enum weir_verdict local_decode(struct local_consumer *consumer, struct local_reading *reading,
                               struct local_hold *hold, struct local_limits *limits,
                               struct weir_err *err);
void local_cursor_drop(struct local_consumer *consumer);
struct local_hold *local_hold_take(struct local_consumer *consumer);
void local_hold_give(struct local_consumer *consumer, struct local_hold *hold);
void local_spares_free(struct local_consumer *consumer);

/* ---- the group's part in a poll (local_member.c), the consumer's thread ---- */

enum weir_verdict local_member_step(struct local_consumer *consumer, struct weir_err *err);
void local_member_leave(struct local_consumer *consumer);

/* ---- the engine's calls ---- */

enum weir_verdict local_consumer_open(struct bus *handle, const struct bus_consumer_conf *conf,
                                      struct bus_consumer **consumer, struct weir_err *err);
enum weir_verdict local_subscribe(struct bus_consumer *handle, const struct weir_str *topics,
                                  size_t n, struct weir_err *err);
enum weir_verdict local_assign(struct bus_consumer *handle,
                               const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err);
enum weir_verdict local_poll(struct bus_consumer *handle, size_t max_records, size_t max_bytes,
                             int64_t wait_ms, struct bus_messages *out, struct weir_err *err);
void local_release(struct bus_consumer *handle, struct bus_messages *messages);
int64_t local_position(struct bus_consumer *handle, struct weir_str topic, int32_t partition);
enum weir_verdict local_seek_to(struct bus_consumer *handle, struct weir_str topic,
                                int32_t partition, int64_t offset, struct weir_err *err);
void local_pause(struct bus_consumer *handle, struct weir_str topic, int32_t partition,
                 bool paused);
enum weir_verdict local_commit(struct bus_consumer *handle,
                               const struct weir_topic_partition *offsets, size_t n, bool async,
                               struct weir_err *err);
enum weir_verdict local_committed(struct bus_consumer *handle, struct weir_arena *arena,
                                  struct weir_topic_partition *partitions, size_t n,
                                  struct weir_err *err);
void local_consumer_wake(struct bus_consumer *handle);
void local_consumer_evict(struct bus_consumer *handle);
void local_consumer_shrink(struct bus_consumer *handle);
void local_consumer_close(struct bus_consumer *handle);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus.h: what carries records between sources and sinks, and keeps the worker's own topics. Two
 * engines stand behind it: Kafka (kafka_*.c, librdkafka) and the embedded log (local_*.c, LMDB).
 * Who calls: stores, pipeline, task topics, `weir cat`. Client properties are always in Java's
 * names; the engine translates them.
 */
#ifndef BUS_H
#define BUS_H

#include <stdatomic.h>

#include <weir/err.h>
#include <weir/log.h>
#include <weir/props.h>
#include <weir/record.h>
#include <weir/task.h>

struct bus;
struct bus_producer;
struct bus_consumer;

/* ---- opening (any thread; one bus a worker) ---- */

/* props: the worker's client properties (bootstrap.servers, security.protocol, sasl.*, ssl.*). */
enum weir_verdict bus_open_kafka(const struct weir_props *props, struct bus **bus,
                                 struct weir_err *err) WEIR_MUST_CHECK;

struct bus_local_options {
    const char *data_dir;
    int64_t map_bytes;       /* LMDB's map size; sparse */
    int32_t partitions;      /* of a topic that is created by a first record */
    int64_t retention_ms;    /* default of new topics; -1: for ever */
    int64_t retention_bytes; /* a partition; -1: no limit */
    bool read_only;          /* another process may be writing */
};
enum weir_verdict bus_open_local(const struct bus_local_options *options, struct bus **bus,
                                 struct weir_err *err) WEIR_MUST_CHECK;

void bus_close(struct bus *bus); /* producers and consumers must be closed before */

/* Numbers of Kafka's protocol, in the code of a record's error. */
enum {
    BUS_MESSAGE_TOO_LARGE = 10,
    BUS_INVALID_TIMESTAMP = 32,
    BUS_INVALID_RECORD = 87,
};

enum {
    BUS_ATOMIC_APPEND = 1, /* one bus_append is one transaction, over several topics */
};
int bus_features(const struct bus *bus);
const char *bus_cluster_id(struct bus *bus); /* "" when it cannot be had; lives with the bus */
/* What a user calls it: "Kafka at localhost:9092" or "the embedded log in /var/lib/weir". */
const char *bus_describe(const struct bus *bus);

/* ---- topics (any thread; these block up to about timeout_ms) ---- */

struct bus_topic_info {
    struct weir_str name;
    int32_t partitions;
    int32_t replication_factor;
    bool internal;
};

/* Every topic, sorted by name, in arena. */
enum weir_verdict bus_topics(struct bus *bus, struct weir_arena *arena,
                             const struct bus_topic_info **topics, size_t *n,
                             struct weir_err *err);
/* info->partitions = 0 when there is no such topic (and nothing is created by asking). */
enum weir_verdict bus_topic_info(struct bus *bus, struct weir_str topic,
                                 struct bus_topic_info *info, struct weir_err *err);
/* The topic's configs (cleanup.policy, retention.ms ...); RETRY or FATAL with code set when refused. */
enum weir_verdict bus_topic_configs(struct bus *bus, struct weir_str topic,
                                    struct weir_props *configs, struct weir_err *err);
/* *created = false and OK when it was there already. */
enum weir_verdict bus_topic_create(struct bus *bus, const struct weir_topic_spec *spec,
                                   bool *created, struct weir_err *err);
enum weir_verdict bus_topic_delete(struct bus *bus, struct weir_str topic, struct weir_err *err);
/* First offset there, and the offset the next record will get. */
enum weir_verdict bus_watermarks(struct bus *bus, struct weir_str topic, int32_t partition,
                                 int64_t *low, int64_t *high, struct weir_err *err);
/* The same of the topic's partitions 0 to n - 1, in as few requests as the bus can. */
enum weir_verdict bus_topic_watermarks(struct bus *bus, struct weir_str topic, int32_t n,
                                       int64_t *low, int64_t *high, struct weir_err *err);
/* The first offset whose timestamp is not before timestamp_ms; the end if there is none. */
enum weir_verdict bus_offset_at(struct bus *bus, struct weir_str topic, int32_t partition,
                                int64_t timestamp_ms, int64_t *offset, struct weir_err *err);

/* ---- producing ---- */

struct bus_record {
    struct weir_str topic;
    int32_t partition;  /* WEIR_NO_PARTITION: murmur2 of the key; no key: any */
    int64_t timestamp;  /* WEIR_NO_TIMESTAMP: now */
    struct weir_str key; /* p NULL: null */
    struct weir_str value;
    const struct weir_raw_header *headers;
    uint32_t n_headers;
};

/*
 * The caller's, untouched until done is called: exactly once, from a thread of the bus (or from
 * within bus_append), after every record has been settled. It may not call into the bus.
 */
struct bus_ack {
    void (*done)(struct bus_ack *ack);
    uint8_t *results;     /* NULL, or n bytes: enum weir_verdict of each record */
    int64_t *offsets;     /* NULL, or n: the offset each record got, -1 if it failed */
    int32_t *partitions;  /* NULL, or n */
    uint32_t n_failed;
    uint32_t first_failed; /* index, when n_failed */
    struct weir_err err;   /* of that one: BAD_DATA (too large), RETRY (timed out), FATAL */
    _Atomic uint32_t left; /* the bus's */
};

struct bus_producer_conf {
    const struct weir_props *props; /* Java producer properties that override the worker's; NULL */
    const char *client_id;
    const char *transactional_id;   /* NULL: no transactions */
    bool shared; /* may be one object with another of equal settings (never with transactions) */
};

enum weir_verdict bus_producer_open(struct bus *bus, const struct bus_producer_conf *conf,
                                    struct bus_producer **producer, struct weir_err *err)
    WEIR_MUST_CHECK;
/*
 * Takes n records in order. Their bytes stay untouched until ack->done. Blocks while the queue is
 * full, until there is room or bus_producer_wake. Order per partition is kept, also over retries.
 * OK: done will be called. Otherwise nothing was taken and done will not be called.
 * BUS_ATOMIC_APPEND: a record that is at fault is refused by done within the call, as BAD_DATA, the
 * others of the append as RETRY. An append that fails later fails those queued behind it, and the
 * next call says so once, with RETRY: nothing is stored behind a gap. Failed with RETRY (the disk
 * is full) means that nothing of it is stored, and that it may be sent again as it is.
 */
enum weir_verdict bus_append(struct bus_producer *producer, const struct bus_record *recs, size_t n,
                             struct bus_ack *ack, struct weir_err *err);
/* Waits until all that was appended by this caller is settled; RETRY at the deadline. A failure is
 * known by then, and not told by the next append. */
enum weir_verdict bus_producer_flush(struct bus_producer *producer, int64_t timeout_ms,
                                     struct weir_err *err);
void bus_producer_wake(struct bus_producer *producer); /* any thread: a blocked append gives up (WOKEN) */
/* Gives back what is kept for the next appends; the caller's thread. */
void bus_producer_shrink(struct bus_producer *producer);
/* What is not acknowledged by then is failed (done is called with FATAL). */
void bus_producer_close(struct bus_producer *producer, int64_t timeout_ms);

/* Convenience: append and wait; for stores, dead letters, history. */
enum weir_verdict bus_append_wait(struct bus_producer *producer, const struct bus_record *recs,
                                  size_t n, int64_t timeout_ms, struct weir_err *err);

/* Transactions: init once (fences an older owner of the id), then begin ... commit or abort. A
 * producer that was fenced gives FATAL; ABORT_TXN means abort and send again. */
enum weir_verdict bus_txn_init(struct bus_producer *producer, int64_t timeout_ms,
                               struct weir_err *err);
enum weir_verdict bus_txn_begin(struct bus_producer *producer, struct weir_err *err);
enum weir_verdict bus_txn_commit(struct bus_producer *producer, int64_t timeout_ms,
                                 struct weir_err *err);
enum weir_verdict bus_txn_abort(struct bus_producer *producer, int64_t timeout_ms,
                                struct weir_err *err);

/* ---- consuming: a consumer belongs to one thread, but for wake ---- */

struct bus_message {
    struct weir_str topic;
    int32_t partition;
    uint8_t timestamp_type; /* 0 CreateTime, 1 LogAppendTime */
    int64_t offset;
    int64_t timestamp;
    struct weir_str key;
    struct weir_str value;
    const struct weir_raw_header *headers;
    uint32_t n_headers;
};

struct bus_messages {
    const struct bus_message *items;
    size_t n;
    void *hold; /* the engine's */
};

/* Special offsets of bus_consumer_assign and seek. */
#define BUS_BEGINNING (-2)
#define BUS_END (-1)
#define BUS_STORED (-1000) /* the group's commit, else auto_offset_reset */

enum bus_reset { BUS_RESET_EARLIEST, BUS_RESET_LATEST, BUS_RESET_NONE };

struct bus_consumer_conf {
    const struct weir_props *props; /* Java consumer properties that override the worker's; NULL */
    const char *client_id;
    const char *group; /* NULL: no group, bus_consumer_assign only */
    /* What of this process it is: whoever is killed and comes back has its place in the group at once.
     * NULL: the group waits for the session timeout of one that died. */
    const char *member;
    enum bus_reset reset;
    bool read_committed;
    int64_t session_timeout_ms; /* 0: the default */
    size_t prefetch_bytes;      /* read ahead no more, unless props say so; 0: the default */
    /* Group membership changed. Called within bus_consumer_poll or close, on its thread. lost: the
     * partitions belong to another already, commits are pointless. */
    void (*assigned)(void *self, const struct weir_topic_partition *partitions, size_t n);
    void (*revoked)(void *self, const struct weir_topic_partition *partitions, size_t n, bool lost);
    void *self;
};

enum weir_verdict bus_consumer_open(struct bus *bus, const struct bus_consumer_conf *conf,
                                    struct bus_consumer **consumer, struct weir_err *err)
    WEIR_MUST_CHECK;
/* Replaces the subscription; literal names; topics that do not exist yet are fine. */
enum weir_verdict bus_consumer_subscribe(struct bus_consumer *consumer,
                                         const struct weir_str *topics, size_t n,
                                         struct weir_err *err);
/* Without a group: reads exactly these, from ->offset (or a special one). Replaces the last set. */
enum weir_verdict bus_consumer_assign(struct bus_consumer *consumer,
                                      const struct weir_topic_partition *partitions, size_t n,
                                      struct weir_err *err);
/*
 * Up to max_records or about max_bytes, as soon as there is anything, else after wait_ms with
 * n = 0. The messages are good until released; release them in the order of the polls. WOKEN
 * after bus_consumer_wake.
 */
enum weir_verdict bus_consumer_poll(struct bus_consumer *consumer, size_t max_records,
                                    size_t max_bytes, int64_t wait_ms, struct bus_messages *out,
                                    struct weir_err *err);
void bus_messages_release(struct bus_consumer *consumer, struct bus_messages *messages);
/*
 * The offset that polling goes on at. It passes gaps and transaction markers too, so that at the
 * end of the partition it is what bus_watermarks gives as high, even when the last offsets hold no
 * record. -1: nothing is known yet.
 */
int64_t bus_consumer_position(struct bus_consumer *consumer, struct weir_str topic,
                              int32_t partition);
enum weir_verdict bus_consumer_seek(struct bus_consumer *consumer, struct weir_str topic,
                                    int32_t partition, int64_t offset, struct weir_err *err);
void bus_consumer_pause(struct bus_consumer *consumer, struct weir_str topic, int32_t partition);
void bus_consumer_resume(struct bus_consumer *consumer, struct weir_str topic, int32_t partition);
/* ->offset is the next to read. Synchronous unless async. FATAL code set when fenced off. */
enum weir_verdict bus_consumer_commit(struct bus_consumer *consumer,
                                      const struct weir_topic_partition *offsets, size_t n,
                                      bool async, struct weir_err *err);
/* Fills ->offset (-1: none) and ->metadata (in arena) of each. */
enum weir_verdict bus_consumer_committed(struct bus_consumer *consumer, struct weir_arena *arena,
                                         struct weir_topic_partition *partitions, size_t n,
                                         struct weir_err *err);
void bus_consumer_wake(struct bus_consumer *consumer); /* any thread */
/*
 * Any thread, before the owner closes it: takes it out of its group as if it had died, without its
 * callbacks, and does not wait for that. What the owner still asks is refused with FATAL.
 */
void bus_consumer_evict(struct bus_consumer *consumer);
void bus_consumer_shrink(struct bus_consumer *consumer); /* gives back what is kept for polls */
void bus_consumer_close(struct bus_consumer *consumer);

/* ---- groups' offsets from outside (any thread) ---- */

/* All commits of the group, in arena; n = 0 when it is not known. */
enum weir_verdict bus_group_offsets(struct bus *bus, struct weir_str group,
                                    struct weir_arena *arena, struct weir_topic_partition **offsets,
                                    size_t *n, struct weir_err *err);
/* ->offset -1 deletes that partition's commit. RETRY with "still active" while it has members. */
enum weir_verdict bus_group_alter(struct bus *bus, struct weir_str group,
                                  const struct weir_topic_partition *offsets, size_t n,
                                  struct weir_err *err);
/* How many members it has; 0 when it is not known. */
enum weir_verdict bus_group_members(struct bus *bus, struct weir_str group, int32_t *n,
                                    struct weir_err *err);
enum weir_verdict bus_group_delete(struct bus *bus, struct weir_str group, struct weir_err *err);

/* Java's default partitioner: (murmur2(key) & 0x7fffffff) % partitions. */
int32_t bus_murmur2_partition(struct weir_str key, int32_t partitions);

#endif

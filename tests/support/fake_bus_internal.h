/* SPDX-License-Identifier: Apache-2.0 */
/* fake_bus_internal.h: what the fake bus's files share. One lock, one condition. */
#ifndef FAKE_BUS_INTERNAL_H
#define FAKE_BUS_INTERNAL_H

#include <pthread.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/bus_engine.h"
#include "fake_bus.h"

enum fake_state { FAKE_COMMITTED, FAKE_OPEN, FAKE_ABORTED };

struct fake_stored {
    char *block; /* key, value, headers */
    struct weir_str key, value;
    struct weir_raw_header *headers;
    uint32_t n_headers;
    int64_t timestamp;
    enum fake_state state;
    const struct fake_producer *owner; /* while its transaction is open */
};

struct fake_partition {
    struct fake_stored **recs;
    size_t n, cap;
};

struct fake_topic {
    struct fake_topic *next;
    char *name;
    int32_t n;
    struct fake_partition *parts;
    struct weir_arena arena;
    struct weir_props configs;
};

struct fake_commit {
    struct fake_commit *next;
    char *group, *topic, *metadata;
    int32_t partition;
    int64_t offset;
    void *owner; /* the consumer that has it */
    bool taken;  /* kept for a member of the test's own */
    bool revoke; /* its owner shall give it up */
    bool lost;
};

struct fake_pending {
    struct fake_pending *next;
    struct fake_producer *producer;
    const struct bus_record *recs;
    size_t n;
    uint64_t sum; /* of the caller's bytes */
    struct bus_ack *ack;
    int64_t *offsets;
    int32_t *partitions;
    uint8_t *results;
    struct weir_err err;
    uint32_t n_failed, first_failed;
};

struct fake_bus {
    struct bus api; /* first */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct fake_topic *topics;
    struct fake_commit *commits;
    int32_t partitions;
    enum fake_acks acks;
    struct fake_pending *pending;
    size_t n_pending;
    pthread_t thread;
    bool thread_runs, closing;
    int fail_in;
    enum weir_verdict fail_class;
    bool failed;
    char failed_call[32];
    const char *fail_only;
    char *refused_key;
    int fence; /* handles of an older fence are fenced off */
    size_t polls;
    struct fake_consumer *consumers;
    struct fake_producer *producers;
};

struct fake_producer {
    struct bus_producer api; /* first */
    struct fake_bus *bus;
    struct fake_producer *next;
    char *transactional_id;
    bool ready, open, fenced, must_abort, woken;
    bool broken; /* a record was lost: the next would leave a gap */
    bool quiet;  /* the rig's own: it may have gaps */
    int in_hand; /* taken off the queue, being acknowledged */
    int fence;
};

static inline struct fake_bus *fake_of(struct bus *bus)
{
    return (struct fake_bus *)bus;
}

extern const struct bus_engine fake_engine;

/* All under lock. */
struct fake_topic *fake_topic_find(struct fake_bus *fake, struct weir_str name);
struct fake_topic *fake_topic_make(struct fake_bus *fake, struct weir_str name, int32_t partitions);
int64_t fake_store(struct fake_bus *fake, const struct bus_record *rec, int32_t *partition,
                   const struct fake_producer *txn);
/* Whether this step of call is the one to fail; err is set then. */
bool fake_step(struct fake_bus *fake, const char *call, struct weir_err *err);
struct fake_commit *fake_commit_of(struct fake_bus *fake, const char *group, struct weir_str topic,
                                   int32_t partition, bool make);
/* What can be read: a record of an open transaction hides all behind it. */
size_t fake_stable_end(const struct fake_partition *part);
void fake_die(const char *why);

/* fake_producer.c */
enum weir_verdict fake_producer_open(struct bus *, const struct bus_producer_conf *,
                                     struct bus_producer **, struct weir_err *);
enum weir_verdict fake_append(struct bus_producer *, const struct bus_record *, size_t,
                              struct bus_ack *, struct weir_err *);
enum weir_verdict fake_flush(struct bus_producer *, int64_t, struct weir_err *);
void fake_producer_wake(struct bus_producer *);
void fake_producer_close(struct bus_producer *, int64_t);
enum weir_verdict fake_txn_init(struct bus_producer *, int64_t, struct weir_err *);
enum weir_verdict fake_txn_begin(struct bus_producer *, struct weir_err *);
enum weir_verdict fake_txn_commit(struct bus_producer *, int64_t, struct weir_err *);
enum weir_verdict fake_txn_abort(struct bus_producer *, int64_t, struct weir_err *);
void *fake_ack_thread(void *);

/* fake_consumer.c */
enum weir_verdict fake_consumer_open(struct bus *, const struct bus_consumer_conf *,
                                     struct bus_consumer **, struct weir_err *);
enum weir_verdict fake_subscribe(struct bus_consumer *, const struct weir_str *, size_t,
                                 struct weir_err *);
enum weir_verdict fake_assign(struct bus_consumer *, const struct weir_topic_partition *, size_t,
                              struct weir_err *);
enum weir_verdict fake_poll(struct bus_consumer *, size_t, size_t, int64_t, struct bus_messages *,
                            struct weir_err *);
void fake_release(struct bus_consumer *, struct bus_messages *);
int64_t fake_position(struct bus_consumer *, struct weir_str, int32_t);
enum weir_verdict fake_seek(struct bus_consumer *, struct weir_str, int32_t, int64_t,
                            struct weir_err *);
void fake_pause(struct bus_consumer *, struct weir_str, int32_t, bool);
enum weir_verdict fake_commit(struct bus_consumer *, const struct weir_topic_partition *, size_t,
                              bool, struct weir_err *);
enum weir_verdict fake_committed(struct bus_consumer *, struct weir_arena *,
                                 struct weir_topic_partition *, size_t, struct weir_err *);
void fake_consumer_wake(struct bus_consumer *);
void fake_consumer_evict(struct bus_consumer *);
void fake_consumer_shrink(struct bus_consumer *);
void fake_producer_shrink(struct bus_producer *);
void fake_consumer_close(struct bus_consumer *);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_produce.h: producers of the embedded log: they encode in their caller's thread and queue
 * for the writer.
 *
 * An append is atomic: all its records are stored or none, over all its topics. If one record is
 * at fault it alone is BAD_DATA in ack->results and the others are RETRY. When an append fails,
 * those queued behind it fail with it, and the next bus_append is refused once with the same error
 * (unless bus_producer_flush came between): so nothing overtakes what has to be sent again. Inside
 * a transaction done is called from bus_append and offsets are -1: they are given at the commit.
 */
#ifndef LOCAL_PRODUCE_H
#define LOCAL_PRODUCE_H

#include "bus/bus_engine.h"
#include "bus/local_format.h"
#include "bus/local_writer.h"

#define LOCAL_QUEUE_MAX  ((size_t)4 << 20) /* a producer with more waiting blocks */
#define LOCAL_FLIGHT_MAX 1024u             /* nor has it more appends than these waiting */
#define LOCAL_BUCKETS    256u

/* One batch of an append. */
struct local_stored {
    struct local_part *part;
    struct local_batch batch;
    char *bytes;
    size_t n_bytes;
    char *to;             /* while encoding: where the next record goes */
    struct weir_str last; /* while planning: the newest value */
    uint32_t older;       /* while planning: the next in its bucket, as index + 1 */
    bool tombstone;
    struct weir_str key; /* compacted topics: the one record's, in bytes */
    int64_t base;        /* the writer gives it */
    int64_t next;        /* while offsets are told: of the batch's next record */
};

struct local_commit; /* local_txn.c */

/* A request with its batches and their bytes behind it, in one allocation. */
struct local_append {
    struct local_request req;
    struct local_append *more; /* of the same transaction; in the spares: the next */
    struct local_commit *commit;
    struct bus_ack *ack;
    size_t n_recs;
    struct local_stored *batches;
    size_t n_batches;
    uint32_t *batch_of; /* of each record; NULL: nobody asks for offsets */
    size_t cap;
};

struct local_producer {
    struct bus_producer handle;
    struct local_bus *bus;

    /* queue.lock */
    pthread_cond_t cond; /* something was settled, or wake */
    struct local_request *head;
    struct local_request **end;
    struct local_producer *ring_next;
    bool in_ring;
    bool woken;
    bool failed;         /* and the caller has not been told yet */
    _Atomic bool fenced; /* a newer producer has its transactional id */
    size_t waiting_bytes;
    uint32_t in_flight;
    struct weir_err failure;
    struct local_append *spares; /* settled, their memory is used again */
    uint32_t n_spares;
    struct local_producer *next_transactional;
    char *transactional_id;

    /* The writer's own: its commit in which everything fails, and that which failed first. */
    uint64_t failing;
    uint64_t failed_in;

    /* The caller's. */
    struct local_topic *topic; /* of the last record */
    uint32_t sticky;           /* where records without a key go, moves with every append */
    uint32_t *batch_of;        /* of each record of the append at hand */
    uint32_t *shared;          /* and what its value shares with the one before */
    size_t cap_recs;           /* of these two */
    struct local_stored *plan;
    size_t n_plan;
    size_t cap_plan;
    uint32_t buckets[LOCAL_BUCKETS]; /* newest batch by partition id, as index + 1 */
    bool in_txn;
    struct local_append *txn;
    struct local_append **txn_end;
    size_t txn_bytes;
};

static inline struct local_producer *local_producer_of(struct bus_producer *handle)
{
    return (struct local_producer *)handle;
}

enum weir_verdict local_producer_open(struct bus *handle, const struct bus_producer_conf *conf,
                                      struct bus_producer **producer, struct weir_err *err);
enum weir_verdict local_append(struct bus_producer *handle, const struct bus_record *recs, size_t n,
                               struct bus_ack *ack, struct weir_err *err);
enum weir_verdict local_flush(struct bus_producer *handle, int64_t timeout_ms,
                              struct weir_err *err);
void local_producer_wake(struct bus_producer *handle);
void local_producer_shrink(struct bus_producer *handle);
void local_producer_close(struct bus_producer *handle, int64_t timeout_ms);

/* ---- between produce, encode and txn ---- */

/* Plans and encodes; BAD_DATA and *at, when record *at is at fault (local_encode.c). */
enum weir_verdict local_encode(struct local_producer *producer, const struct bus_record *recs,
                               size_t n, bool want_offsets, struct local_append **append,
                               size_t *at, struct weir_err *err);
/* Memory for an append of size bytes behind the struct; any thread. */
struct local_append *local_append_take(struct local_producer *producer, size_t size);
void local_append_give(struct local_producer *producer, struct local_append *append);
/* Waits for room and queues. */
enum weir_verdict local_submit(struct local_producer *producer, struct local_append *append,
                               struct weir_err *err);
/* Tells the ack about all n records; stored: append's batches have their offsets. */
void local_ack(struct local_append *append, struct bus_ack *ack, size_t n, bool stored,
               enum weir_verdict class, const struct weir_err *err);

/* The writer's: stores an append's batches (local_store.c). */
int local_store(struct local_bus *bus, struct local_request *req, MDB_txn *txn);

enum weir_verdict local_txn_init(struct bus_producer *handle, int64_t timeout_ms,
                                 struct weir_err *err);
enum weir_verdict local_txn_begin(struct bus_producer *handle, struct weir_err *err);
enum weir_verdict local_txn_commit(struct bus_producer *handle, int64_t timeout_ms,
                                   struct weir_err *err);
enum weir_verdict local_txn_abort(struct bus_producer *handle, int64_t timeout_ms,
                                  struct weir_err *err);
/* An append inside a transaction: takes it in any case. */
enum weir_verdict local_txn_append(struct local_producer *producer, struct local_append *append,
                                   struct bus_ack *ack, struct weir_err *err);
/* Before the producer is closed. */
void local_txn_forget(struct local_producer *producer);
/* Writer's thread, queue.lock held. */
void local_txn_settled(struct local_commit *commit, enum weir_verdict class,
                       const struct weir_err *err);

#endif

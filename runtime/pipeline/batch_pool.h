/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch_pool.h: a source task's batches, each with what its sending needs. A batch is free, held
 * by a helper thread or by poll, or sent; those that were sent form a queue, oldest first, until
 * the bus has settled them. The pool's limit is the only back-pressure there is.
 */
#ifndef BATCH_POOL_H
#define BATCH_POOL_H

#include <weir/batch.h>

#include "pipeline/task.h"

enum source_batch_state { BATCH_FREE, BATCH_HELD, BATCH_SENT };

struct source_batch {
    struct weir_batch *batch; /* NULL: free, and its memory was given back */
    struct task *task; /* to nudge when the bus is done */
    enum source_batch_state state;
    bool own;                  /* held by poll, not by a helper */
    bool in_hand;              /* on its way from poll to the bus: not given back before that ends */
    struct source_batch *next; /* in the queue */

    struct bus_ack ack;
    atomic_bool settled;    /* the bus is done with what was appended last */
    bool complete;          /* its last piece was appended */
    bool checked;           /* its failures have been looked at */
    uint32_t upto;          /* its records before this one are done, once it is settled */
    bool offsets_taken;     /* they are on their way to the store, or stored */
    bool in_txn;            /* may have to be sent again */
    bool store_soon;        /* its offsets do not wait for the interval */
    size_t bytes;           /* the largest it was meant for since it was made */
    struct bus_record *out; /* what was appended last */
    uint32_t *out_rec;      /* the record each of them was made from */
    uint8_t *results;
    uint32_t n_out, n_records, cap_out; /* n_records: of n_out; the rest are offsets */
};

struct batch_pool {
    struct task *task;
    uint32_t records_max;
    size_t bytes_max, wire_max;
    atomic_uint records_now; /* as many make a batch of a good size on the wire, or are allowed */
    atomic_size_t bytes_now; /* of its arena */
    uint32_t in_flight_max;
    struct source_batch **slots; /* these and their states under the task's lock */
    uint32_t n_slots;
    uint32_t n_held; /* by helpers */
    uint32_t n_sent;
    struct source_batch *head, *tail; /* sent; the task's thread only */
};

void batch_pool_init(struct batch_pool *pool, struct task *task);
/* No batch may be sent or held by then. */
void batch_pool_free(struct batch_pool *pool);

/* ---- any thread ---- */
/* A free batch, held by the caller; NULL at the limit or when the task is stopping. */
struct source_batch *batch_pool_get(struct batch_pool *pool);
void batch_pool_wait(struct batch_pool *pool, int64_t wait_ms);
void batch_pool_drop(struct batch_pool *pool, struct source_batch *slot); /* resets it */
struct source_batch *batch_pool_find(struct batch_pool *pool, const struct weir_batch *batch);

/* ---- the task's thread ---- */
/* One for poll itself to fill, whatever helpers hold; NULL when as many as allowed are sent. */
struct source_batch *batch_pool_get_own(struct batch_pool *pool);
void batch_pool_sent(struct batch_pool *pool, struct source_batch *slot); /* to the queue's end */
void batch_pool_pop(struct batch_pool *pool);                             /* its head is free */
void batch_pool_shrink(struct batch_pool *pool); /* gives the memory of free ones back */
/* Room for n records on their way to the bus. */
void source_batch_reserve(struct source_batch *slot, uint32_t n);
/* Makes slot->ack ready for an append; done settles the slot and nudges the task. */
void source_batch_arm(struct source_batch *slot);

#endif

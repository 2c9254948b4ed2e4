/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_queue.h: requests to the writer of the embedded log, and how it is chosen which of them go
 * into a commit.
 */
#ifndef LOCAL_QUEUE_H
#define LOCAL_QUEUE_H

#include <pthread.h>

#include "bus/local_env.h"

#define LOCAL_COMMIT_BYTES (512u << 10) /* above it no more requests go into the commit */

struct local_bus;
struct local_producer;

struct local_request {
    struct local_request *next;
    struct local_producer *producer; /* NULL: control, which goes first */
    size_t bytes;
    /*
     * Writer's thread, inside the transaction; possibly again in a second one when the first was
     * spoilt. 0 or LMDB's error, which spoils the transaction. What cannot be done without that
     * calls local_refuse() before it has written anything, and returns 0.
     */
    int (*apply)(struct local_bus *bus, struct local_request *req, MDB_txn *txn);
    /* Writer's thread, after commit or failure (err is set unless OK): ends the request. */
    void (*settle)(struct local_bus *bus, struct local_request *req, enum weir_verdict class,
                   const struct weir_err *err);
    struct weir_err *refused;
};

/* A request that its caller waits for, on its stack. */
struct local_call {
    struct local_request req; /* apply is the caller's */
    /* After the commit, before the caller goes on; NULL: nothing to do. */
    void (*committed)(struct local_bus *bus, struct local_call *call);
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool done;
    enum weir_verdict class;
    struct weir_err *err;
};

struct local_queue {
    pthread_mutex_t lock;
    pthread_cond_t work;
    bool stop;
    struct local_request *control;
    struct local_request **control_end;
    struct local_producer *ring; /* producers with requests, in turn */
    struct local_producer **ring_end;
    struct local_producer *transactional; /* producers with a transactional.id */
    bool was_small;                       /* the last choice left the large ones waiting */
};

/* What goes into one commit, in order. */
struct local_choice {
    struct local_request *first;
    struct local_request **end;
    size_t bytes;
    size_t n;
    bool small; /* the large ones wait for the next commit */
    bool erase; /* retention goes along */
};

void local_queue_init(struct local_queue *queue);
void local_queue_free(struct local_queue *queue);
/* The writer: waits for requests, until deadline_ms, and takes some. False: it shall end. */
bool local_queue_take(struct local_queue *queue, int64_t deadline_ms, struct local_choice *choice);
bool local_queue_busy(struct local_queue *queue);
/* What waits is still done; then take gives false. */
void local_queue_stop(struct local_queue *queue);

/* Blocks until settled. Any thread but the writer's. */
enum weir_verdict local_call(struct local_bus *bus, struct local_call *call, struct weir_err *err);
/* A control request that nobody waits for. */
void local_post(struct local_bus *bus, struct local_request *req);
/* A producer's; the caller holds queue.lock. */
void local_enqueue(struct local_bus *bus, struct local_producer *producer,
                   struct local_request *req);
/* All that the producer has queued, taken back; the caller holds queue.lock. */
struct local_request *local_dequeue_all(struct local_bus *bus, struct local_producer *producer);
void local_refuse(struct local_request *req, enum weir_verdict class, const char *fmt, ...)
    WEIR_PRINTF(3, 4);

#endif

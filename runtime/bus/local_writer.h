/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_writer.h: the one thread that writes the embedded log, and the requests it is handed.
 */
#ifndef LOCAL_WRITER_H
#define LOCAL_WRITER_H

#include <pthread.h>

#include "bus/local_topics.h"

#define LOCAL_COMMIT_BYTES (512u << 10) /* above it no more requests go into the commit */

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

struct local_writer {
    pthread_t thread;
    bool started;
    bool stop; /* queue_lock, as are the next five */
    pthread_cond_t work;
    struct local_request *control;
    struct local_request **control_end;
    struct local_producer *ring; /* producers with requests, in turn */
    struct local_producer **ring_end;
    /* The writer's own. */
    struct local_part *dirty;
    uint64_t commits;
    size_t rows;    /* batches stored in the open transaction */
    bool was_small; /* the last commit held small requests alone */
    int64_t next_sweep_ms;
    int64_t next_readers_ms;
};

enum weir_verdict local_writer_start(struct local_bus *bus, struct weir_err *err);
void local_writer_stop(struct local_bus *bus); /* what waits is done first */

/* Blocks until settled. Any thread but the writer's. */
enum weir_verdict local_call(struct local_bus *bus, struct local_call *call, struct weir_err *err);
/* A control request that nobody waits for. */
void local_post(struct local_bus *bus, struct local_request *req);
/* A producer's; the caller holds queue_lock. */
void local_enqueue(struct local_bus *bus, struct local_producer *producer,
                   struct local_request *req);
/* All that the producer has queued, taken back; the caller holds queue_lock. */
struct local_request *local_dequeue_all(struct local_bus *bus, struct local_producer *producer);
void local_refuse(struct local_request *req, enum weir_verdict class, const char *fmt, ...)
    WEIR_PRINTF(3, 4);

/* Writer's thread: the partition's row has changed in this transaction. */
void local_part_dirty(struct local_bus *bus, struct local_part *part);
/* Writer's thread: one transaction of the writer's own (retention). */
enum weir_verdict local_writer_own(struct local_bus *bus,
                                   int (*fn)(struct local_bus *bus, MDB_txn *txn, void *self),
                                   void *self, struct weir_err *err);

#endif

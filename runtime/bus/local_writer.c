/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_writer.c: the thread that writes. It takes what waits, small requests first and producers
 * in turn, at most about LOCAL_COMMIT_BYTES, commits it as one LMDB transaction, settles the
 * requests and wakes the partitions' readers; between commits it sweeps what retention lets go.
 * Next: local_store.c (records), local_retain.c.
 */
#include "bus/local_writer.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/thread.h"
#include "bus/local_bus.h"
#include "bus/local_consume.h"
#include "bus/local_produce.h"
#include "bus/local_retain.h"

#define SWEEP_MS      1000
#define TOUCHED_BYTES (256u << 10) /* of the map by a usual commit */
#define READERS_MS    30000

/* ---- committing ---- */

void local_part_dirty(struct local_bus *bus, struct local_part *part)
{
    if (!part->dirty) {
        part->dirty = true;
        part->dirty_next = bus->writer.dirty;
        bus->writer.dirty = part;
    }
}

static int put_rows(struct local_bus *bus, MDB_txn *txn)
{
    int rc = 0;
    for (struct local_part *part = bus->writer.dirty; part && rc == 0; part = part->dirty_next) {
        rc = part->topic->dropped ? 0 : local_part_put(&bus->env, txn, part);
    }
    return rc;
}

static void publish(struct local_bus *bus)
{
    struct local_part *part = bus->writer.dirty;
    bus->writer.dirty = NULL;
    while (part) {
        struct local_part *next = part->dirty_next;
        bool grown = part->row.next != part->committed.next;
        part->dirty = false;
        part->committed = part->row;
        atomic_store(&part->low, part->row.low);
        atomic_store(&part->next, part->row.next);
        if (grown) {
            local_followers_ring(bus, part);
        }
        part = next;
    }
}

static void roll_back(struct local_bus *bus)
{
    for (struct local_part *part = bus->writer.dirty; part; part = part->dirty_next) {
        part->dirty = false;
        part->row = part->committed;
        part->oldest_ms = INT64_MIN;
    }
    bus->writer.dirty = NULL;
}

static enum weir_verdict finish(struct local_bus *bus, MDB_txn *txn, int rc, struct weir_err *err)
{
    if (rc == 0) {
        rc = put_rows(bus, txn);
    }
    if (rc == 0) {
        rc = mdb_txn_commit(txn);
    } else {
        mdb_txn_abort(txn);
    }
    if (rc) {
        roll_back(bus);
        return local_env_error(&bus->env, rc, err);
    }
    publish(bus);
    local_env_touched(&bus->env, TOUCHED_BYTES);
    return WEIR_OK;
}

enum weir_verdict local_writer_own(struct local_bus *bus,
                                   int (*fn)(struct local_bus *bus, MDB_txn *txn, void *self),
                                   void *self, struct weir_err *err)
{
    MDB_txn *txn = NULL;
    int rc = mdb_txn_begin(bus->env.mdb, NULL, 0, &txn);
    if (rc) {
        return local_env_error(&bus->env, rc, err);
    }
    return finish(bus, txn, fn(bus, txn, self), err);
}

static int apply(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    free(req->refused);
    req->refused = NULL;
    if (req->producer && req->producer->failing == bus->writer.commits) {
        local_refuse(req, WEIR_RETRY, "an earlier append failed");
        return 0;
    }
    int rc = req->apply(bus, req, txn);
    if (req->refused && req->producer) {
        req->producer->failing = bus->writer.commits;
    }
    return rc;
}

static int apply_all(struct local_bus *bus, MDB_txn *txn, void *self)
{
    int rc = 0;
    for (struct local_request *req = self; req && rc == 0; req = req->next) {
        rc = apply(bus, req, txn);
    }
    return rc;
}

/* ---- settling ---- */

/*
 * What its producer queued behind a failed append fails with it: nothing may overtake. *why becomes
 * the first failure of this commit, of which the others are consequences.
 */
static struct local_request *fail_producer(struct local_bus *bus, struct local_producer *producer,
                                           struct weir_err *why)
{
    producer->failing = bus->writer.commits;
    pthread_mutex_lock(&bus->queue.lock);
    if (producer->failed_in != bus->writer.commits) {
        producer->failed_in = bus->writer.commits;
        producer->failure = *why;
    }
    *why = producer->failure;
    producer->failed = true;
    struct local_request *behind = local_dequeue_all(bus, producer);
    pthread_mutex_unlock(&bus->queue.lock);
    return behind;
}

static void settle(struct local_bus *bus, struct local_request *req, enum weir_verdict class,
                   const struct weir_err *err)
{
    struct local_request *behind = NULL;
    const struct weir_err *told = NULL;
    struct weir_err why;
    if (class != WEIR_OK || req->refused) {
        why = class == WEIR_OK ? *req->refused : *err;
        free(req->refused);
        req->refused = NULL;
        behind = req->producer ? fail_producer(bus, req->producer, &why) : NULL;
        class = why.class;
        told = &why;
    }
    /* With its last request settled the producer may be closed: it is not touched again. */
    req->settle(bus, req, class, told);
    while (behind) {
        struct local_request *next = behind->next;
        behind->settle(bus, behind, class, told);
        behind = next;
    }
}

static void settle_all(struct local_bus *bus, struct local_request *req, enum weir_verdict class,
                       const struct weir_err *err)
{
    while (req) {
        struct local_request *next = req->next;
        settle(bus, req, class, err);
        req = next;
    }
}

/* After a spoilt transaction each request gets one of its own: one too large harms no other. */
static void commit_singly(struct local_bus *bus, struct local_request *req)
{
    bus->writer.commits++;
    while (req) {
        struct local_request *next = req->next;
        struct weir_err err;
        req->next = NULL;
        enum weir_verdict class = local_writer_own(bus, apply_all, req, &err);
        settle(bus, req, class, &err);
        req = next;
    }
}

static int apply_and_erase(struct local_bus *bus, MDB_txn *txn, void *self)
{
    struct local_choice *choice = self;
    bus->writer.rows = 0;
    int rc = apply_all(bus, txn, choice->first);
    return rc || !choice->erase ? rc
                                : local_retain_along(bus, txn, bus->writer.rows, choice->bytes);
}

static void commit(struct local_bus *bus, struct local_choice *choice)
{
    struct weir_err err;
    bus->writer.commits++;
    choice->erase = !choice->small && bus->retain.behind && local_retain_may_join(bus);
    enum weir_verdict class = local_writer_own(bus, apply_and_erase, choice, &err);
    if (class != WEIR_OK && choice->erase) {
        local_retain_failed(bus, &err);
    }
    if (class != WEIR_OK && (choice->n > 1 || choice->erase)) {
        commit_singly(bus, choice->first);
    } else {
        settle_all(bus, choice->first, class, &err);
    }
}

/* ---- the thread ---- */

/* Between commits. While requests wait, what retention lets go is erased along with them. */
static void housekeep(struct local_bus *bus, bool busy)
{
    int64_t now_ms = weir_clock_mono_ms();
    if (now_ms >= bus->writer.next_readers_ms) {
        bus->writer.next_readers_ms = now_ms + READERS_MS;
        local_env_clear_readers(&bus->env);
    }
    bool alone = bus->retain.behind && !(busy && local_retain_may_join(bus));
    if (alone || now_ms >= bus->writer.next_sweep_ms) {
        bus->writer.next_sweep_ms = now_ms + SWEEP_MS;
        local_retain_step(bus);
    }
}

static void *run(void *self)
{
    struct local_bus *bus = self;
    struct local_choice choice;
    while (local_queue_take(&bus->queue, bus->retain.behind ? 0 : bus->writer.next_sweep_ms,
                            &choice)) {
        if (choice.first) {
            commit(bus, &choice);
        }
        housekeep(bus, local_queue_busy(&bus->queue));
    }
    return NULL;
}

enum weir_verdict local_writer_start(struct local_bus *bus, struct weir_err *err)
{
    enum weir_verdict class = thread_start(&bus->writer.thread, "log-writer", run, bus, err);
    bus->writer.started = class == WEIR_OK;
    return class;
}

void local_writer_stop(struct local_bus *bus)
{
    if (bus->writer.started) {
        local_queue_stop(&bus->queue);
        pthread_join(bus->writer.thread, NULL);
    }
}

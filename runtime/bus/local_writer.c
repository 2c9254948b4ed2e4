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

#define SMALL_BYTES   (16u << 10) /* a request that needs no turn */
#define CONTROLS_MAX  64          /* control requests in one commit */
#define REQUESTS_MAX  512
#define SWEEP_MS      1000
#define TOUCHED_BYTES (256u << 10) /* of the map by a usual commit */
#define READERS_MS    30000

/* What goes into one commit, in order. */
struct group {
    struct local_request *first;
    struct local_request **end;
    size_t bytes;
    size_t n;
    bool small; /* the large ones wait for the next commit */
    bool erase; /* retention goes along */
};

/* ---- queueing ---- */

static void ring_push(struct local_writer *writer, struct local_producer *producer)
{
    producer->in_ring = true;
    producer->ring_next = NULL;
    *writer->ring_end = producer;
    writer->ring_end = &producer->ring_next;
}

void local_enqueue(struct local_bus *bus, struct local_producer *producer,
                   struct local_request *req)
{
    req->producer = producer;
    req->next = NULL;
    *producer->end = req;
    producer->end = &req->next;
    if (!producer->in_ring) {
        ring_push(&bus->writer, producer);
    }
    pthread_cond_signal(&bus->writer.work);
}

void local_post(struct local_bus *bus, struct local_request *req)
{
    pthread_mutex_lock(&bus->queue_lock);
    req->next = NULL;
    *bus->writer.control_end = req;
    bus->writer.control_end = &req->next;
    pthread_cond_signal(&bus->writer.work);
    pthread_mutex_unlock(&bus->queue_lock);
}

static void settle_call(struct local_bus *bus, struct local_request *req, enum weir_verdict class,
                        const struct weir_err *err)
{
    struct local_call *call = (struct local_call *)req;
    if (class == WEIR_OK && call->committed) {
        call->committed(bus, call);
    }
    pthread_mutex_lock(&call->lock);
    if (class != WEIR_OK) {
        *call->err = *err;
    }
    call->class = class;
    call->done = true;
    pthread_cond_signal(&call->cond);
    pthread_mutex_unlock(&call->lock);
}

enum weir_verdict local_call(struct local_bus *bus, struct local_call *call, struct weir_err *err)
{
    call->err = err;
    call->done = false;
    call->req.settle = settle_call;
    pthread_mutex_init(&call->lock, NULL);
    pthread_cond_init(&call->cond, NULL);
    local_post(bus, &call->req);
    pthread_mutex_lock(&call->lock);
    while (!call->done) {
        pthread_cond_wait(&call->cond, &call->lock);
    }
    pthread_mutex_unlock(&call->lock);
    pthread_cond_destroy(&call->cond);
    pthread_mutex_destroy(&call->lock);
    return call->class;
}

void local_refuse(struct local_request *req, enum weir_verdict class, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    req->refused = weir_xmalloc(sizeof(*req->refused));
    weir_err_setv(req->refused, class, fmt, args);
    va_end(args);
}

/* ---- choosing (queue_lock is held) ---- */

static void add(struct group *group, struct local_request *req)
{
    req->next = NULL;
    *group->end = req;
    group->end = &req->next;
    group->bytes += req->bytes;
    group->n++;
}

static void take_controls(struct local_writer *writer, struct group *group)
{
    while (writer->control && group->n < CONTROLS_MAX) {
        struct local_request *req = writer->control;
        writer->control = req->next;
        add(group, req);
    }
    if (!writer->control) {
        writer->control_end = &writer->control;
    }
}

static struct local_producer *ring_pop(struct local_writer *writer)
{
    struct local_producer *producer = writer->ring;
    writer->ring = producer->ring_next;
    if (!writer->ring) {
        writer->ring_end = &writer->ring;
    }
    producer->in_ring = false;
    return producer;
}

static void take_first(struct group *group, struct local_producer *producer)
{
    struct local_request *req = producer->head;
    producer->head = req->next;
    if (!producer->head) {
        producer->end = &producer->head;
    }
    add(group, req);
}

/* One round: each producer's small first request, whatever else is taken. */
static void take_small(struct local_writer *writer, struct group *group)
{
    struct local_producer *last = NULL;
    for (struct local_producer *at = writer->ring; at; at = at->ring_next) {
        last = at;
    }
    struct local_producer *producer = NULL;
    while (producer != last && group->n < REQUESTS_MAX) {
        producer = ring_pop(writer);
        if (producer->head->bytes <= SMALL_BYTES) {
            take_first(group, producer);
        }
        if (producer->head) {
            ring_push(writer, producer);
        }
    }
}

static void take_in_turn(struct local_writer *writer, struct group *group)
{
    while (writer->ring && group->bytes < LOCAL_COMMIT_BYTES && group->n < REQUESTS_MAX) {
        struct local_producer *producer = ring_pop(writer);
        take_first(group, producer);
        if (producer->head) {
            ring_push(writer, producer);
        }
    }
}

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

struct local_request *local_dequeue_all(struct local_bus *bus, struct local_producer *producer)
{
    struct local_request *first = producer->head;
    producer->head = NULL;
    producer->end = &producer->head;
    struct local_producer **at = &bus->writer.ring;
    while (*at && *at != producer) {
        at = &(*at)->ring_next;
    }
    if (*at) {
        *at = producer->ring_next;
        producer->in_ring = false;
        bus->writer.ring_end = *at ? bus->writer.ring_end : at;
    }
    return first;
}

/*
 * What its producer queued behind a failed append fails with it: nothing may overtake. *why becomes
 * the first failure of this commit, of which the others are consequences.
 */
static struct local_request *fail_producer(struct local_bus *bus, struct local_producer *producer,
                                           struct weir_err *why)
{
    producer->failing = bus->writer.commits;
    pthread_mutex_lock(&bus->queue_lock);
    if (producer->failed_in != bus->writer.commits) {
        producer->failed_in = bus->writer.commits;
        producer->failure = *why;
    }
    *why = producer->failure;
    producer->failed = true;
    struct local_request *behind = local_dequeue_all(bus, producer);
    pthread_mutex_unlock(&bus->queue_lock);
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
    struct group *group = self;
    bus->writer.rows = 0;
    int rc = apply_all(bus, txn, group->first);
    return rc || !group->erase ? rc : local_retain_along(bus, txn, bus->writer.rows, group->bytes);
}

static void commit(struct local_bus *bus, struct group *group)
{
    struct weir_err err;
    bus->writer.commits++;
    group->erase = !group->small && bus->retain.behind && local_retain_may_join(bus);
    enum weir_verdict class = local_writer_own(bus, apply_and_erase, group, &err);
    if (class != WEIR_OK && group->erase) {
        local_retain_failed(bus, &err);
    }
    if (class != WEIR_OK && (group->n > 1 || group->erase)) {
        commit_singly(bus, group->first);
    } else {
        settle_all(bus, group->first, class, &err);
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

/* Every second time those that are small go without waiting for a large one. */
static void choose(struct local_writer *writer, struct group *group)
{
    take_controls(writer, group);
    take_small(writer, group);
    group->small = group->n > 0 && writer->ring && !writer->was_small;
    if (!group->small) {
        take_in_turn(writer, group);
    }
    writer->was_small = group->small;
}

static bool is_busy(struct local_bus *bus)
{
    pthread_mutex_lock(&bus->queue_lock);
    bool busy = bus->writer.control || bus->writer.ring;
    pthread_mutex_unlock(&bus->queue_lock);
    return busy;
}

/* False when it shall end and nothing waits. */
static bool wait_for_work(struct local_bus *bus, struct group *group)
{
    struct local_writer *writer = &bus->writer;
    pthread_mutex_lock(&bus->queue_lock);
    bool waited = !bus->retain.behind;
    while (!writer->control && !writer->ring && !writer->stop && waited) {
        waited = weir_clock_wait(&writer->work, &bus->queue_lock, writer->next_sweep_ms);
    }
    choose(writer, group);
    bool go_on = group->n > 0 || !writer->stop;
    pthread_mutex_unlock(&bus->queue_lock);
    return go_on;
}

static void *run(void *self)
{
    struct local_bus *bus = self;
    for (;;) {
        struct group group = {0};
        group.end = &group.first;
        if (!wait_for_work(bus, &group)) {
            return NULL;
        }
        if (group.first) {
            commit(bus, &group);
        }
        housekeep(bus, is_busy(bus));
    }
}

enum weir_verdict local_writer_start(struct local_bus *bus, struct weir_err *err)
{
    struct local_writer *writer = &bus->writer;
    writer->control_end = &writer->control;
    writer->ring_end = &writer->ring;
    weir_clock_cond_init(&writer->work);
    enum weir_verdict class = thread_start(&writer->thread, "log-writer", run, bus, err);
    writer->started = class == WEIR_OK;
    return class;
}

void local_writer_stop(struct local_bus *bus)
{
    if (bus->writer.started) {
        pthread_mutex_lock(&bus->queue_lock);
        bus->writer.stop = true;
        pthread_cond_signal(&bus->writer.work);
        pthread_mutex_unlock(&bus->queue_lock);
        pthread_join(bus->writer.thread, NULL);
        pthread_cond_destroy(&bus->writer.work);
    }
}

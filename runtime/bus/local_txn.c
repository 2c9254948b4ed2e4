/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_txn.c: transactions: appends are kept encoded until the commit, which hands them to the
 * writer as one append. A newer producer with the same transactional.id fences the older one.
 * Next: local_writer.c.
 */
#include <stdlib.h>

#include <weir/time.h>

#include "bus/local_bus.h"
#include "bus/local_produce.h"

/* A commit that its caller waits for; the writer's answer. queue.lock. */
struct local_commit {
    bool done;
    enum weir_verdict class;
    struct weir_err *err;
};

static void clear(struct local_producer *producer)
{
    producer->txn = NULL;
    producer->txn_end = &producer->txn;
    producer->txn_bytes = 0;
    producer->in_txn = false;
}

static void drop_appends(struct local_producer *producer)
{
    for (struct local_append *append = producer->txn; append;) {
        struct local_append *more = append->more;
        local_append_give(producer, append);
        append = more;
    }
    clear(producer);
}

enum weir_verdict local_txn_append(struct local_producer *producer, struct local_append *append,
                                   struct bus_ack *ack, struct weir_err *err)
{
    if (producer->txn_bytes + append->req.bytes > LOCAL_APPEND_MAX) {
        local_append_give(producer, append);
        return weir_err_set(err, WEIR_FATAL,
                            "a transaction of more than %zu bytes: let it end more often "
                            "(transaction.boundary)",
                            LOCAL_APPEND_MAX);
    }
    producer->txn_bytes += append->req.bytes;
    *producer->txn_end = append;
    producer->txn_end = &append->more;
    local_ack(append, ack, append->n_recs, false, WEIR_OK, NULL);
    return WEIR_OK;
}

/* ---- fencing ---- */

static struct local_producer **find(struct local_bus *bus, const struct local_producer *producer)
{
    struct local_producer **at = &bus->queue.transactional;
    while (*at && *at != producer) {
        at = &(*at)->next_transactional;
    }
    return at;
}

static int nothing(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    (void)bus;
    (void)req;
    (void)txn;
    return 0;
}

enum weir_verdict local_txn_init(struct bus_producer *handle, int64_t timeout_ms,
                                 struct weir_err *err)
{
    (void)timeout_ms;
    struct local_producer *producer = local_producer_of(handle);
    struct local_bus *bus = producer->bus;
    if (!producer->transactional_id) {
        return weir_err_set(err, WEIR_FATAL, "this producer has no transactional.id");
    }
    pthread_mutex_lock(&bus->queue.lock);
    for (struct local_producer *at = bus->queue.transactional; at; at = at->next_transactional) {
        at->fenced |=
            at != producer && strcmp(at->transactional_id, producer->transactional_id) == 0;
    }
    if (!*find(bus, producer)) {
        producer->next_transactional = bus->queue.transactional;
        bus->queue.transactional = producer;
    }
    pthread_mutex_unlock(&bus->queue.lock);
    /* What the fenced one has in the writer's hands is done when a request comes back. */
    struct local_call call = {.req.apply = nothing};
    return local_call(bus, &call, err);
}

void local_txn_forget(struct local_producer *producer)
{
    struct local_bus *bus = producer->bus;
    drop_appends(producer);
    pthread_mutex_lock(&bus->queue.lock);
    struct local_producer **at = find(bus, producer);
    if (*at) {
        *at = producer->next_transactional;
    }
    pthread_mutex_unlock(&bus->queue.lock);
}

/* ---- begin, commit, abort ---- */

enum weir_verdict local_txn_begin(struct bus_producer *handle, struct weir_err *err)
{
    struct local_producer *producer = local_producer_of(handle);
    if (producer->in_txn || !producer->transactional_id) {
        return weir_err_set(err, WEIR_FATAL, "%s",
                            producer->in_txn ? "a transaction is open already"
                                             : "this producer has no transactional.id");
    }
    producer->in_txn = true;
    return WEIR_OK;
}

void local_txn_settled(struct local_commit *commit, enum weir_verdict class,
                       const struct weir_err *err)
{
    commit->done = true;
    commit->class = class;
    if (class != WEIR_OK) {
        *commit->err = *err;
    }
}

/* The transaction's appends as one request: the first, with the others behind it. */
static enum weir_verdict submit(struct local_producer *producer, struct local_commit *commit,
                                struct weir_err *err)
{
    struct local_append *first = producer->txn;
    first->commit = commit;
    first->req.bytes = producer->txn_bytes;
    enum weir_verdict class = local_submit(producer, first, err);
    if (class == WEIR_OK) {
        clear(producer);
    }
    return class;
}

/* There is no giving up: a commit in the writer's hands ends, one way or the other, soon. */
enum weir_verdict local_txn_commit(struct bus_producer *handle, int64_t timeout_ms,
                                   struct weir_err *err)
{
    (void)timeout_ms;
    struct local_producer *producer = local_producer_of(handle);
    struct local_commit commit = {.err = err};
    if (!producer->in_txn) {
        return weir_err_set(err, WEIR_FATAL, "no transaction is open");
    }
    if (!producer->txn) {
        clear(producer);
        return WEIR_OK;
    }
    enum weir_verdict class = submit(producer, &commit, err);
    if (class == WEIR_WOKEN) {
        return class; /* still open */
    }
    if (class == WEIR_OK) {
        pthread_mutex_lock(&producer->bus->queue.lock);
        while (!commit.done) {
            pthread_cond_wait(&producer->cond, &producer->bus->queue.lock);
        }
        producer->failed = false;
        pthread_mutex_unlock(&producer->bus->queue.lock);
        class = commit.class;
    }
    if (class == WEIR_RETRY) {
        class = err->class = WEIR_ABORT_TXN;
    }
    producer->in_txn = class == WEIR_ABORT_TXN;
    return class;
}

enum weir_verdict local_txn_abort(struct bus_producer *handle, int64_t timeout_ms,
                                  struct weir_err *err)
{
    (void)timeout_ms;
    (void)err;
    drop_appends(local_producer_of(handle));
    return WEIR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_produce.c: a producer's appends wait for room, are queued, and are acknowledged by the
 * writer. Next: local_writer.c takes them, local_store.c stores them.
 */
#include "bus/local_produce.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/local_bus.h"

#define SPARES_MAX  4
#define SPARE_BYTES ((size_t)2 << 20) /* larger memory is given back */
#define SPARE_MOST  4                 /* times what is needed: else it makes way for smaller */

/* ---- memory of appends ---- */

struct local_append *local_append_take(struct local_producer *producer, size_t size)
{
    pthread_mutex_lock(&producer->bus->queue.lock);
    struct local_append **at = &producer->spares;
    while (*at && ((*at)->cap < size || (*at)->cap / SPARE_MOST > size)) {
        at = &(*at)->more;
    }
    struct local_append *append = *at;
    if (append) {
        *at = append->more;
        producer->n_spares--;
    }
    pthread_mutex_unlock(&producer->bus->queue.lock);
    size_t cap = append ? append->cap : size;
    if (!append) {
        append = weir_xmalloc(sizeof(*append) + size);
    }
    *append = (struct local_append){.cap = cap};
    return append;
}

/* queue.lock is held. The oldest spare, which may be too small by now, makes way. */
static void keep_spare(struct local_producer *producer, struct local_append *append)
{
    if (append->cap > SPARE_BYTES) {
        free(append);
        return;
    }
    if (producer->n_spares == SPARES_MAX) {
        struct local_append **at = &producer->spares;
        while ((*at)->more) {
            at = &(*at)->more;
        }
        free(*at);
        *at = NULL;
        producer->n_spares--;
    }
    append->more = producer->spares;
    producer->spares = append;
    producer->n_spares++;
}

void local_append_give(struct local_producer *producer, struct local_append *append)
{
    pthread_mutex_lock(&producer->bus->queue.lock);
    keep_spare(producer, append);
    pthread_mutex_unlock(&producer->bus->queue.lock);
}

/* ---- acknowledging ---- */

static void tell_offsets(struct local_append *append, struct bus_ack *ack, bool stored)
{
    for (size_t i = 0; append && i < append->n_batches; i++) {
        append->batches[i].next = append->batches[i].base;
    }
    for (size_t i = 0; append && append->batch_of && i < append->n_recs; i++) {
        struct local_stored *batch = &append->batches[append->batch_of[i]];
        if (ack->offsets) {
            ack->offsets[i] = stored ? batch->next++ : -1;
        }
        if (ack->partitions) {
            ack->partitions[i] = batch->part->number;
        }
    }
}

void local_ack(struct local_append *append, struct bus_ack *ack, size_t n, bool stored,
               enum weir_verdict class, const struct weir_err *err)
{
    if (ack->results) {
        memset(ack->results, class, n);
    }
    tell_offsets(append, ack, stored);
    ack->n_failed = class == WEIR_OK ? 0 : (uint32_t)n;
    ack->first_failed = 0;
    if (class != WEIR_OK) {
        ack->err = *err;
    }
    ack->done(ack);
}

/* One record is at fault: none was taken, and the others may be sent again without it. */
static void ack_bad(struct bus_ack *ack, size_t n, size_t at, const struct weir_err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (ack->results) {
            ack->results[i] = i == at ? (uint8_t)err->class : WEIR_RETRY;
        }
        if (ack->offsets) {
            ack->offsets[i] = -1;
        }
        if (ack->partitions) {
            ack->partitions[i] = -1;
        }
    }
    ack->n_failed = (uint32_t)n;
    ack->first_failed = (uint32_t)at;
    ack->err = *err;
    ack->done(ack);
}

static void settle_append(struct local_bus *bus, struct local_request *req, enum weir_verdict class,
                          const struct weir_err *err)
{
    struct local_append *append = (struct local_append *)req;
    struct local_producer *producer = req->producer;
    size_t bytes = req->bytes;
    if (append->ack) {
        local_ack(append, append->ack, append->n_recs, class == WEIR_OK, class, err);
    }
    pthread_mutex_lock(&bus->queue.lock);
    if (append->commit) {
        local_txn_settled(append->commit, class, err);
    }
    while (append) {
        struct local_append *more = append->more;
        keep_spare(producer, append);
        append = more;
    }
    producer->waiting_bytes -= bytes;
    producer->in_flight--;
    pthread_cond_broadcast(&producer->cond);
    pthread_mutex_unlock(&bus->queue.lock);
}

/* ---- appending ---- */

/* queue.lock is held. A failure is told once, but for as long as others still have to fail. */
static enum weir_verdict tell_failure(struct local_producer *producer, struct weir_err *err)
{
    producer->failed = producer->in_flight > 0;
    *err = producer->failure;
    return weir_err_wrap(err, "after a failed append");
}

static bool is_full(const struct local_producer *producer, size_t bytes)
{
    return producer->in_flight > 0 && (producer->in_flight >= LOCAL_FLIGHT_MAX ||
                                       producer->waiting_bytes + bytes > LOCAL_QUEUE_MAX);
}

static enum weir_verdict wait_for_room(struct local_producer *producer, size_t bytes,
                                       struct weir_err *err)
{
    while (!producer->failed && !producer->woken && is_full(producer, bytes)) {
        pthread_cond_wait(&producer->cond, &producer->bus->queue.lock);
    }
    if (producer->failed) {
        return tell_failure(producer, err);
    }
    if (producer->fenced) {
        return weir_err_set(err, WEIR_FATAL, "a newer producer has transactional.id %s",
                            producer->transactional_id);
    }
    if (is_full(producer, bytes)) {
        producer->woken = false;
        return weir_err_set(err, WEIR_WOKEN, "woken while waiting for room");
    }
    return WEIR_OK;
}

enum weir_verdict local_submit(struct local_producer *producer, struct local_append *append,
                               struct weir_err *err)
{
    struct local_bus *bus = producer->bus;
    append->req.apply = local_store;
    append->req.settle = settle_append;
    pthread_mutex_lock(&bus->queue.lock);
    enum weir_verdict class = wait_for_room(producer, append->req.bytes, err);
    if (class == WEIR_OK) {
        producer->waiting_bytes += append->req.bytes;
        producer->in_flight++;
        local_enqueue(bus, producer, &append->req);
    }
    pthread_mutex_unlock(&bus->queue.lock);
    return class;
}

static bool is_records_fault(enum weir_verdict class)
{
    return class == WEIR_BAD_DATA || class == WEIR_BAD_CONFIG;
}

enum weir_verdict local_append(struct bus_producer *handle, const struct bus_record *recs, size_t n,
                               struct bus_ack *ack, struct weir_err *err)
{
    struct local_producer *producer = local_producer_of(handle);
    if (producer->bus->env.read_only) {
        return weir_err_set(err, WEIR_FATAL, "the log in %s is open for reading only",
                            producer->bus->env.dir);
    }
    if (n == 0) {
        local_ack(NULL, ack, 0, true, WEIR_OK, NULL);
        return WEIR_OK;
    }
    struct local_append *append = NULL;
    size_t at = 0;
    enum weir_verdict class =
        local_encode(producer, recs, n, ack->offsets || ack->partitions, &append, &at, err);
    if (is_records_fault(class)) {
        ack_bad(ack, n, at, err);
        return WEIR_OK;
    }
    if (class != WEIR_OK) {
        return class;
    }
    if (producer->in_txn) {
        return local_txn_append(producer, append, ack, err);
    }
    append->ack = ack;
    class = local_submit(producer, append, err);
    if (class != WEIR_OK) {
        local_append_give(producer, append);
    }
    return class;
}

/* ---- the producer's life ---- */

enum weir_verdict local_producer_open(struct bus *handle, const struct bus_producer_conf *conf,
                                      struct bus_producer **out, struct weir_err *err)
{
    (void)err;
    struct local_producer *producer = weir_xcalloc(1, sizeof(*producer));
    producer->handle.engine = &local_engine;
    producer->bus = local_bus_of(handle);
    producer->end = &producer->head;
    producer->txn_end = &producer->txn;
    producer->transactional_id =
        conf->transactional_id ? weir_xstrdup(conf->transactional_id) : NULL;
    weir_clock_cond_init(&producer->cond);
    *out = &producer->handle;
    return WEIR_OK;
}

/* queue.lock is held. */
static bool wait_settled(struct local_producer *producer, int64_t timeout_ms)
{
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    bool waited = true;
    while (producer->in_flight > 0 && waited) {
        waited = weir_clock_wait(&producer->cond, &producer->bus->queue.lock, deadline_ms);
    }
    return producer->in_flight == 0;
}

enum weir_verdict local_flush(struct bus_producer *handle, int64_t timeout_ms, struct weir_err *err)
{
    struct local_producer *producer = local_producer_of(handle);
    pthread_mutex_lock(&producer->bus->queue.lock);
    bool settled = wait_settled(producer, timeout_ms);
    uint32_t left = producer->in_flight;
    producer->failed = producer->failed && !settled;
    pthread_mutex_unlock(&producer->bus->queue.lock);
    return settled ? WEIR_OK
                   : weir_err_set(err, WEIR_RETRY, "%u appends are not stored after %lld ms", left,
                                  (long long)timeout_ms);
}

void local_producer_wake(struct bus_producer *handle)
{
    struct local_producer *producer = local_producer_of(handle);
    pthread_mutex_lock(&producer->bus->queue.lock);
    producer->woken = true;
    pthread_cond_broadcast(&producer->cond);
    pthread_mutex_unlock(&producer->bus->queue.lock);
}

static void fail_waiting(struct local_producer *producer, struct local_request *req)
{
    struct weir_err err;
    weir_err_set(&err, WEIR_FATAL, "the producer was closed");
    while (req) {
        struct local_request *next = req->next;
        req->settle(producer->bus, req, err.class, &err);
        req = next;
    }
}

void local_producer_shrink(struct bus_producer *handle)
{
    struct local_producer *producer = local_producer_of(handle);
    pthread_mutex_lock(&producer->bus->queue.lock);
    struct local_append *spare = producer->spares;
    producer->spares = NULL;
    producer->n_spares = 0;
    pthread_mutex_unlock(&producer->bus->queue.lock);
    while (spare) {
        struct local_append *more = spare->more;
        free(spare);
        spare = more;
    }
}

void local_producer_close(struct bus_producer *handle, int64_t timeout_ms)
{
    struct local_producer *producer = local_producer_of(handle);
    struct local_bus *bus = producer->bus;
    local_txn_forget(producer);
    pthread_mutex_lock(&bus->queue.lock);
    wait_settled(producer, timeout_ms);
    struct local_request *waiting = local_dequeue_all(bus, producer);
    pthread_mutex_unlock(&bus->queue.lock);
    fail_waiting(producer, waiting);
    /* What the writer has in its hands it settles soon. */
    pthread_mutex_lock(&bus->queue.lock);
    while (producer->in_flight > 0) {
        pthread_cond_wait(&producer->cond, &bus->queue.lock);
    }
    pthread_mutex_unlock(&bus->queue.lock);
    local_producer_shrink(handle);
    pthread_cond_destroy(&producer->cond);
    free(producer->transactional_id);
    free(producer->batch_of);
    free(producer->shared);
    free(producer->plan);
    free(producer);
}

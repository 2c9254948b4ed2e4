/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_queue.c: requests wait here, producers in a ring, and the next commit is chosen: control
 * requests and small ones first, then the producers in turn, at most about LOCAL_COMMIT_BYTES.
 * Next: local_writer.c commits what was chosen.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/local_bus.h"
#include "bus/local_produce.h"

#define SMALL_BYTES  (16u << 10) /* a request that needs no turn */
#define CONTROLS_MAX 64          /* control requests in one commit */
#define REQUESTS_MAX 512

void local_queue_init(struct local_queue *queue)
{
    pthread_mutex_init(&queue->lock, NULL);
    weir_clock_cond_init(&queue->work);
    queue->control_end = &queue->control;
    queue->ring_end = &queue->ring;
}

void local_queue_free(struct local_queue *queue)
{
    pthread_cond_destroy(&queue->work);
    pthread_mutex_destroy(&queue->lock);
}

/* ---- queueing ---- */

static void ring_push(struct local_queue *queue, struct local_producer *producer)
{
    producer->in_ring = true;
    producer->ring_next = NULL;
    *queue->ring_end = producer;
    queue->ring_end = &producer->ring_next;
}

void local_enqueue(struct local_bus *bus, struct local_producer *producer,
                   struct local_request *req)
{
    req->producer = producer;
    req->next = NULL;
    *producer->end = req;
    producer->end = &req->next;
    if (!producer->in_ring) {
        ring_push(&bus->queue, producer);
    }
    pthread_cond_signal(&bus->queue.work);
}

void local_post(struct local_bus *bus, struct local_request *req)
{
    pthread_mutex_lock(&bus->queue.lock);
    req->next = NULL;
    *bus->queue.control_end = req;
    bus->queue.control_end = &req->next;
    pthread_cond_signal(&bus->queue.work);
    pthread_mutex_unlock(&bus->queue.lock);
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

struct local_request *local_dequeue_all(struct local_bus *bus, struct local_producer *producer)
{
    struct local_request *first = producer->head;
    producer->head = NULL;
    producer->end = &producer->head;
    struct local_producer **at = &bus->queue.ring;
    while (*at && *at != producer) {
        at = &(*at)->ring_next;
    }
    if (*at) {
        *at = producer->ring_next;
        producer->in_ring = false;
        bus->queue.ring_end = *at ? bus->queue.ring_end : at;
    }
    return first;
}

/* ---- choosing (queue.lock is held) ---- */

static void add(struct local_choice *choice, struct local_request *req)
{
    req->next = NULL;
    *choice->end = req;
    choice->end = &req->next;
    choice->bytes += req->bytes;
    choice->n++;
}

static void take_controls(struct local_queue *queue, struct local_choice *choice)
{
    while (queue->control && choice->n < CONTROLS_MAX) {
        struct local_request *req = queue->control;
        queue->control = req->next;
        add(choice, req);
    }
    if (!queue->control) {
        queue->control_end = &queue->control;
    }
}

static struct local_producer *ring_pop(struct local_queue *queue)
{
    struct local_producer *producer = queue->ring;
    queue->ring = producer->ring_next;
    if (!queue->ring) {
        queue->ring_end = &queue->ring;
    }
    producer->in_ring = false;
    return producer;
}

static void take_first(struct local_choice *choice, struct local_producer *producer)
{
    struct local_request *req = producer->head;
    producer->head = req->next;
    if (!producer->head) {
        producer->end = &producer->head;
    }
    add(choice, req);
}

/* One round: each producer's small first request, whatever else is taken. */
static void take_small(struct local_queue *queue, struct local_choice *choice)
{
    struct local_producer *last = NULL;
    for (struct local_producer *at = queue->ring; at; at = at->ring_next) {
        last = at;
    }
    struct local_producer *producer = NULL;
    while (producer != last && choice->n < REQUESTS_MAX) {
        producer = ring_pop(queue);
        if (producer->head->bytes <= SMALL_BYTES) {
            take_first(choice, producer);
        }
        if (producer->head) {
            ring_push(queue, producer);
        }
    }
}

static void take_in_turn(struct local_queue *queue, struct local_choice *choice)
{
    while (queue->ring && choice->bytes < LOCAL_COMMIT_BYTES && choice->n < REQUESTS_MAX) {
        struct local_producer *producer = ring_pop(queue);
        take_first(choice, producer);
        if (producer->head) {
            ring_push(queue, producer);
        }
    }
}

/* Every second time those that are small go without waiting for a large one. */
static void choose(struct local_queue *queue, struct local_choice *choice)
{
    take_controls(queue, choice);
    take_small(queue, choice);
    choice->small = choice->n > 0 && queue->ring && !queue->was_small;
    if (!choice->small) {
        take_in_turn(queue, choice);
    }
    queue->was_small = choice->small;
}

static bool waits(const struct local_queue *queue)
{
    return queue->control || queue->ring;
}

bool local_queue_take(struct local_queue *queue, int64_t deadline_ms, struct local_choice *choice)
{
    bool waited = true;
    *choice = (struct local_choice){0};
    choice->end = &choice->first;
    pthread_mutex_lock(&queue->lock);
    while (!waits(queue) && !queue->stop && waited) {
        waited = weir_clock_wait(&queue->work, &queue->lock, deadline_ms);
    }
    choose(queue, choice);
    bool go_on = choice->n > 0 || !queue->stop;
    pthread_mutex_unlock(&queue->lock);
    return go_on;
}

bool local_queue_busy(struct local_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    bool busy = waits(queue);
    pthread_mutex_unlock(&queue->lock);
    return busy;
}

void local_queue_stop(struct local_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->stop = true;
    pthread_cond_signal(&queue->work);
    pthread_mutex_unlock(&queue->lock);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue.c: a ring under a lock, with one condition for room and one for items.
 */
#include "base/queue.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t has_room, has_items;
    void **ring;
    size_t max, first, count;
    bool closed;
};

struct queue *queue_new(size_t max)
{
    struct queue *queue = weir_xcalloc(1, sizeof(*queue));
    queue->ring = weir_xcalloc(max, sizeof(*queue->ring));
    queue->max = max;
    pthread_mutex_init(&queue->lock, NULL);
    weir_clock_cond_init(&queue->has_room);
    weir_clock_cond_init(&queue->has_items);
    return queue;
}

void queue_free(struct queue *queue)
{
    if (queue) {
        pthread_cond_destroy(&queue->has_items);
        pthread_cond_destroy(&queue->has_room);
        pthread_mutex_destroy(&queue->lock);
        free(queue->ring);
        free(queue);
    }
}

bool queue_push(struct queue *queue, void *item, int64_t deadline_ms)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->count == queue->max && !queue->closed &&
           weir_clock_wait(&queue->has_room, &queue->lock, deadline_ms)) {
    }
    bool taken = queue->count < queue->max && !queue->closed;
    if (taken) {
        queue->ring[(queue->first + queue->count++) % queue->max] = item;
        pthread_cond_signal(&queue->has_items);
    }
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

void *queue_pop(struct queue *queue, int64_t deadline_ms)
{
    void *item = NULL;
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !queue->closed &&
           weir_clock_wait(&queue->has_items, &queue->lock, deadline_ms)) {
    }
    if (queue->count > 0) {
        item = queue->ring[queue->first];
        queue->first = (queue->first + 1) % queue->max;
        queue->count--;
        pthread_cond_signal(&queue->has_room);
    }
    pthread_mutex_unlock(&queue->lock);
    return item;
}

size_t queue_count(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t count = queue->count;
    pthread_mutex_unlock(&queue->lock);
    return count;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->has_items);
    pthread_cond_broadcast(&queue->has_room);
    pthread_mutex_unlock(&queue->lock);
}

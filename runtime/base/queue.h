/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue.h: a bounded queue of pointers between threads, with deadlines and a way to wake everybody
 * for good.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/abi.h>

struct queue;

WEIR_EXPORT struct queue *queue_new(size_t max);
WEIR_EXPORT void queue_free(struct queue *queue);
/* False: full at the deadline, or closed; the item is still the caller's. */
WEIR_EXPORT bool queue_push(struct queue *queue, void *item, int64_t deadline_ms);
/* NULL: empty at the deadline, or closed and empty. */
WEIR_EXPORT void *queue_pop(struct queue *queue, int64_t deadline_ms);
WEIR_EXPORT size_t queue_count(struct queue *queue);
/* No more pushes; what is there can still be popped. */
WEIR_EXPORT void queue_close(struct queue *queue);

#endif

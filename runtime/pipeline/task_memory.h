/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_memory.h: one limit for the buffers of all tasks of a worker. Before a task fills a batch it
 * draws what the batches it has under way will take; those that want much share what there is
 * evenly, and each may always take a little, so that nothing stops. Any thread.
 */
#ifndef TASK_MEMORY_H
#define TASK_MEMORY_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TASK_MEMORY_LEAST ((size_t)1 << 20) /* so much any task may take, whatever is left */

struct task_memory {
    size_t limit;
    pthread_mutex_t lock;
    size_t drawn; /* by all tasks */
    uint32_t n_hungry; /* tasks that want more than the least */
};

/* A task's part in it. */
struct task_share {
    struct task_memory *memory; /* NULL: no limit */
    size_t drawn;
    bool is_hungry;
};

/* limit < 0: a third of what the process may use. */
void task_memory_init(struct task_memory *memory, int64_t limit);
void task_memory_free(struct task_memory *memory);

/* In place of what it has drawn before; gives how much it may take. want 0: it has nothing under
 * way. One thread at a time. */
size_t task_memory_draw(struct task_share *share, size_t want);

/* What a task may keep all the time without drawing it, for a library that wants to know at its
 * start. 0: no limit. */
size_t task_memory_part(const struct task_share *share);

#endif

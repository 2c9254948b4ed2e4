/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_memory.c: keeps the account of what tasks have drawn. What a task is given holds until it
 * draws again, which a source does with each batch and a sink when its batch is through.
 */
#include "pipeline/task_memory.h"

#include "base/machine.h"

#define PARTS_OF_MACHINE 3 /* the other two are for connections, schemas, what malloc keeps */
#define PARTS_KEPT 256     /* what is read ahead is held four times over, by up to 64 tasks */

void task_memory_init(struct task_memory *memory, int64_t limit)
{
    *memory = (struct task_memory){0};
    memory->limit = (size_t)limit;
    if (limit < 0) {
        int64_t all = machine_memory("");
        memory->limit = all ? (size_t)all / PARTS_OF_MACHINE : SIZE_MAX;
    }
    pthread_mutex_init(&memory->lock, NULL);
}

void task_memory_free(struct task_memory *memory)
{
    pthread_mutex_destroy(&memory->lock);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t task_memory_part(const struct task_share *share)
{
    return share->memory ? share->memory->limit / PARTS_KEPT : 0;
}

size_t task_memory_draw(struct task_share *share, size_t want)
{
    struct task_memory *memory = share->memory;
    if (!memory) {
        return want > TASK_MEMORY_LEAST ? want : TASK_MEMORY_LEAST;
    }
    pthread_mutex_lock(&memory->lock);
    memory->drawn -= share->drawn;
    memory->n_hungry -= share->is_hungry;
    share->is_hungry = want > TASK_MEMORY_LEAST;
    memory->n_hungry += share->is_hungry;
    size_t even = memory->limit / (memory->n_hungry ? memory->n_hungry : 1);
    size_t left = memory->limit > memory->drawn ? memory->limit - memory->drawn : 0;
    share->drawn = least(want, least(even, left));
    memory->drawn += share->drawn;
    pthread_mutex_unlock(&memory->lock);
    return share->drawn > TASK_MEMORY_LEAST ? share->drawn : TASK_MEMORY_LEAST;
}

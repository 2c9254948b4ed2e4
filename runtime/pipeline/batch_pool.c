/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch_pool.c: batches go out empty to poll and to a plugin's helper threads, and come back to be
 * sent or dropped; the bus gives back what it has settled.
 */
#include "pipeline/batch_pool.h"

#include <stddef.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#define WIRE_FACTOR 8           /* JSON with schemas is that much longer than values */
#define WIRE_MIN    (64u << 20) /* and a single large record must fit */
#define WIRE_AIM    (840u << 10) /* what a batch shall become: one request to Kafka */
#define WIRE_KEEP   (1u << 20)  /* which is a buffer of this size */
#define RECORDS_MIN 64u
#define RECORDS_FIRST 128u /* until it is known how large they are */

/* Those in flight, each with room to spare and with what the bus makes of it, as is measured. */
static size_t parts_of(const struct batch_pool *pool)
{
    return 3 * (size_t)pool->in_flight_max;
}

/* ---- how large ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void begin_small(struct batch_pool *pool)
{
    size_t bytes = task_memory_draw(&pool->task->memory, 0) / parts_of(pool);
    atomic_store(&pool->records_now, (uint32_t)least(RECORDS_FIRST, pool->records_max));
    atomic_store(&pool->bytes_now, least(bytes, pool->bytes_max));
}

/* Large records: fewer of them to a batch. And not more than the task is given the memory for. */
static void learn_size(struct batch_pool *pool, const struct weir_batch *batch)
{
    if (batch->n == 0 || batch->wire.n == 0) {
        return;
    }
    size_t arena = weir_arena_used(&batch->arena) / batch->n + sizeof(struct weir_record);
    size_t wire = batch->wire.n / batch->n + 1;
    size_t fit = WIRE_AIM / wire < RECORDS_MIN ? RECORDS_MIN : WIRE_AIM / wire;
    fit = least(least(fit, pool->bytes_max / arena + 1), pool->records_max);
    size_t want = least(fit, 2 * (size_t)batch->n) * (arena + wire);
    size_t bytes = task_memory_draw(&pool->task->memory, want * parts_of(pool)) / parts_of(pool);
    size_t allowed = least(fit, bytes / (arena + wire));
    atomic_store(&pool->records_now, (uint32_t)(allowed ? allowed : 1));
    atomic_store(&pool->bytes_now, least(bytes, pool->bytes_max));
}

/* ---- its life ---- */

void batch_pool_init(struct batch_pool *pool, struct task *task)
{
    const struct worker_conf *worker = task->pipeline->worker;
    *pool = (struct batch_pool){
        .task = task,
        .records_max = (uint32_t)worker->batch_records_max,
        .bytes_max = (size_t)worker->batch_bytes_max,
        .in_flight_max = (uint32_t)worker->batches_in_flight_max,
    };
    pool->wire_max = pool->bytes_max * WIRE_FACTOR;
    pool->wire_max = pool->wire_max < WIRE_MIN ? WIRE_MIN : pool->wire_max;
    begin_small(pool);
}

static void free_memory(struct source_batch *slot)
{
    weir_batch_free(slot->batch);
    slot->bytes = 0;
    free(slot->out);
    free(slot->out_rec);
    free(slot->results);
    slot->batch = NULL;
    slot->out = NULL;
    slot->out_rec = NULL;
    slot->results = NULL;
    slot->cap_out = 0;
}

void batch_pool_free(struct batch_pool *pool)
{
    /* The last done() may have been seen before it let go of the lock. */
    pthread_mutex_lock(&pool->task->lock);
    pthread_mutex_unlock(&pool->task->lock);
    for (uint32_t i = 0; i < pool->n_slots; i++) {
        free_memory(pool->slots[i]);
        free(pool->slots[i]);
    }
    free(pool->slots);
    *pool = (struct batch_pool){0};
}

static struct source_batch *add_slot(struct batch_pool *pool)
{
    struct source_batch *slot = weir_xcalloc(1, sizeof(*slot));
    slot->task = pool->task;
    slot->upto = UINT32_MAX;
    pool->slots = weir_xrealloc(pool->slots, pool->n_slots + 1, sizeof(struct source_batch *));
    pool->slots[pool->n_slots++] = slot;
    return slot;
}

/* ---- under the task's lock ---- */

static struct source_batch *hold_one(struct batch_pool *pool, bool own)
{
    struct source_batch *slot = NULL;
    for (uint32_t i = 0; i < pool->n_slots && !slot; i++) {
        slot = pool->slots[i]->state == BATCH_FREE ? pool->slots[i] : NULL;
    }
    slot = slot ? slot : add_slot(pool);
    if (!slot->batch) {
        slot->batch = weir_batch_new(pool->records_max, pool->bytes_max, pool->wire_max);
    }
    slot->batch->records_max = atomic_load(&pool->records_now);
    slot->batch->bytes_max = atomic_load(&pool->bytes_now);
    slot->bytes = slot->batch->bytes_max > slot->bytes ? slot->batch->bytes_max : slot->bytes;
    slot->state = BATCH_HELD;
    slot->own = own;
    pool->n_held += !own;
    return slot;
}

static bool has_room(const struct batch_pool *pool)
{
    return pool->n_held + pool->n_sent < pool->in_flight_max && !task_stopping(pool->task);
}

static void leave_state(struct batch_pool *pool, struct source_batch *slot)
{
    pool->n_held -= slot->state == BATCH_HELD && !slot->own;
    pool->n_sent -= slot->state == BATCH_SENT;
}

static void release(struct batch_pool *pool, struct source_batch *slot)
{
    leave_state(pool, slot);
    slot->state = BATCH_FREE;
    pthread_cond_broadcast(&pool->task->changed);
}

/* ---- any thread ---- */

struct source_batch *batch_pool_get(struct batch_pool *pool)
{
    pthread_mutex_lock(&pool->task->lock);
    struct source_batch *slot = has_room(pool) ? hold_one(pool, false) : NULL;
    pthread_mutex_unlock(&pool->task->lock);
    return slot;
}

void batch_pool_wait(struct batch_pool *pool, int64_t wait_ms)
{
    struct task *task = pool->task;
    int64_t deadline_ms = weir_clock_mono_ms() + wait_ms;
    pthread_mutex_lock(&task->lock);
    while (!has_room(pool) && !task_stopping(task) && weir_clock_mono_ms() < deadline_ms) {
        weir_clock_wait(&task->changed, &task->lock, deadline_ms);
    }
    pthread_mutex_unlock(&task->lock);
}

static void reset(struct batch_pool *pool, struct source_batch *slot)
{
    learn_size(pool, slot->batch);
    weir_buf_shrink(&slot->batch->wire, WIRE_KEEP);
    weir_batch_reset(slot->batch);
    if (atomic_load(&pool->bytes_now) < slot->bytes / 4) {
        free_memory(slot);
    }
    slot->n_out = slot->n_records = 0;
    slot->complete = slot->checked = slot->offsets_taken = slot->in_txn = slot->store_soon = false;
    slot->upto = UINT32_MAX;
}

void batch_pool_drop(struct batch_pool *pool, struct source_batch *slot)
{
    reset(pool, slot);
    pthread_mutex_lock(&pool->task->lock);
    release(pool, slot);
    pthread_mutex_unlock(&pool->task->lock);
}

struct source_batch *batch_pool_find(struct batch_pool *pool, const struct weir_batch *batch)
{
    struct source_batch *slot = NULL;
    pthread_mutex_lock(&pool->task->lock);
    for (uint32_t i = 0; i < pool->n_slots && !slot; i++) {
        bool same = pool->slots[i]->batch == batch && pool->slots[i]->state == BATCH_HELD;
        slot = same ? pool->slots[i] : NULL;
    }
    pthread_mutex_unlock(&pool->task->lock);
    return slot;
}

/* ---- the task's thread ---- */

struct source_batch *batch_pool_get_own(struct batch_pool *pool)
{
    pthread_mutex_lock(&pool->task->lock);
    bool room = pool->n_sent < pool->in_flight_max;
    struct source_batch *slot = room ? hold_one(pool, true) : NULL;
    pthread_mutex_unlock(&pool->task->lock);
    return slot;
}

void batch_pool_sent(struct batch_pool *pool, struct source_batch *slot)
{
    pthread_mutex_lock(&pool->task->lock);
    leave_state(pool, slot);
    slot->state = BATCH_SENT;
    pool->n_sent++;
    pthread_mutex_unlock(&pool->task->lock);
    slot->next = NULL;
    if (pool->tail) {
        pool->tail->next = slot;
    } else {
        pool->head = slot;
    }
    pool->tail = slot;
}

void batch_pool_pop(struct batch_pool *pool)
{
    struct source_batch *slot = pool->head;
    pool->head = slot->next;
    pool->tail = pool->head ? pool->tail : NULL;
    batch_pool_drop(pool, slot);
}

void batch_pool_shrink(struct batch_pool *pool)
{
    pthread_mutex_lock(&pool->task->lock);
    for (uint32_t i = 0; i < pool->n_slots; i++) {
        if (pool->slots[i]->state == BATCH_FREE) {
            free_memory(pool->slots[i]);
        }
    }
    begin_small(pool);
    pthread_mutex_unlock(&pool->task->lock);
}

void source_batch_reserve(struct source_batch *slot, uint32_t n)
{
    if (n > slot->cap_out) {
        uint32_t cap = n > slot->batch->cap ? n : slot->batch->cap;
        slot->out = weir_xrealloc(slot->out, cap, sizeof(*slot->out));
        slot->out_rec = weir_xrealloc(slot->out_rec, cap, sizeof(*slot->out_rec));
        slot->results = weir_xrealloc(slot->results, cap, sizeof(*slot->results));
        slot->cap_out = cap;
    }
}

/* A thread of the bus, or our own within bus_append. */
static void done(struct bus_ack *ack)
{
    struct source_batch *slot =
        (struct source_batch *)((char *)ack - offsetof(struct source_batch, ack));
    struct task *task = slot->task;
    pthread_mutex_lock(&task->lock);
    atomic_store(&slot->settled, true);
    task->nudged = true;
    pthread_cond_broadcast(&task->changed);
    pthread_mutex_unlock(&task->lock);
}

void source_batch_arm(struct source_batch *slot)
{
    slot->ack = (struct bus_ack){.done = done, .results = slot->results};
    slot->checked = false;
    atomic_store(&slot->settled, false);
}

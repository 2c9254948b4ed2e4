/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_cache.c: a schema comes in, its plan goes out, made at the first sight of it. When there are
 * too many all go at once; what batches still need of them they hold themselves.
 */
#include "plan_cache.h"

#include <stdlib.h>

#include <weir/mem.h>

#define ARENA_CHUNK 1024

void plan_cache_init(struct plan_cache *cache, size_t size, plan_make *make, void *self)
{
    *cache = (struct plan_cache){.make = make, .self = self, .size = size};
}

static void free_plan(struct plan *plan)
{
    while (plan->n_made) {
        weir_schema_unref(plan->made[--plan->n_made]);
    }
    free(plan->made);
    weir_schema_unref(plan->from);
    weir_arena_free(&plan->arena);
    free(plan);
}

void plan_cache_free(struct plan_cache *cache)
{
    for (size_t b = 0; b < PLAN_BUCKETS; b++) {
        for (struct plan *plan = cache->buckets[b], *next; plan; plan = next) {
            next = plan->next;
            free_plan(plan);
        }
        cache->buckets[b] = NULL;
    }
    cache->n = 0;
    cache->last = NULL;
}

const struct weir_schema *plan_own(struct plan *plan, const struct weir_schema *sch)
{
    if (sch) {
        if (plan->n_made == plan->cap_made) {
            plan->cap_made = plan->cap_made ? 2 * plan->cap_made : 4;
            plan->made = weir_xrealloc(plan->made, plan->cap_made, sizeof(*plan->made));
        }
        plan->made[plan->n_made++] = sch;
    }
    return sch;
}

static struct plan *make_plan(struct plan_cache *cache, const struct weir_schema *sch,
                              struct weir_err *err)
{
    struct plan *plan = weir_xcalloc(1, cache->size);
    weir_arena_init(&plan->arena, ARENA_CHUNK);
    plan->from = weir_schema_ref(sch);
    if (cache->make(cache->self, plan, err) != WEIR_OK) {
        free_plan(plan);
        return NULL;
    }
    if (cache->n == PLANS_MAX) {
        plan_cache_free(cache);
    }
    struct plan **bucket = &cache->buckets[sch->serial % PLAN_BUCKETS];
    plan->next = *bucket;
    *bucket = plan;
    cache->n++;
    return plan;
}

struct plan *plan_cache_find(struct plan_cache *cache, struct weir_batch *batch,
                             const struct weir_schema *sch, struct weir_err *err)
{
    struct plan *plan = cache->buckets[sch->serial % PLAN_BUCKETS];
    while (plan && plan->from != sch) {
        plan = plan->next;
    }
    plan = plan ? plan : make_plan(cache, sch, err);
    if (!plan) {
        return NULL;
    }
    for (uint32_t i = 0; i < plan->n_made && plan->held != cache->apply; i++) {
        weir_batch_hold(batch, plan->made[i]);
    }
    plan->held = cache->apply;
    cache->last = plan;
    return plan;
}

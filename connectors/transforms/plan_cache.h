/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan_cache.h: what a transform knows of each schema it meets: places of fields, the schema it
 * makes of it. Worked out once a schema, kept by the schema's serial with a reference held; the
 * schemas made are given into a batch's care once in each apply. Belongs to one transform.
 */
#ifndef PLAN_CACHE_H
#define PLAN_CACHE_H

#include <weir/batch.h>

#define PLAN_BUCKETS 256
#define PLANS_MAX    2048

/* The first member of a transform's own plan, which begins as zeros. */
struct plan {
    const struct weir_schema *from;
    struct weir_arena arena; /* ends with the plan: nothing of it may get into a record */
    const struct weir_schema **made;
    uint32_t n_made;
    uint32_t cap_made;
    uint64_t held; /* the apply whose batch holds what was made */
    struct plan *next;
};

/* Fills a plan for plan->from. An error is the record's; the plan is thrown away. */
typedef enum weir_verdict plan_make(void *self, struct plan *plan, struct weir_err *err);

struct plan_cache {
    plan_make *make;
    void *self;
    size_t size; /* of a plan */
    uint64_t apply;
    struct plan *last;
    uint32_t n;
    struct plan *buckets[PLAN_BUCKETS];
};

void plan_cache_init(struct plan_cache *cache, size_t size, plan_make *make, void *self);
void plan_cache_free(struct plan_cache *cache);

/* At the beginning of apply, for each batch. */
static inline void plan_cache_begin(struct plan_cache *cache)
{
    cache->apply++;
}

struct plan *plan_cache_find(struct plan_cache *cache, struct weir_batch *batch,
                             const struct weir_schema *sch, struct weir_err *err);

/* The plan of sch, NULL on an error. Good until the next call. */
static inline struct plan *plan_cache_get(struct plan_cache *cache, struct weir_batch *batch,
                                          const struct weir_schema *sch, struct weir_err *err)
{
    struct plan *last = cache->last;
    return last && last->from == sch && last->held == cache->apply
               ? last
               : plan_cache_find(cache, batch, sch, err);
}

/* Makes the plan own a schema, whose reference is used up; returns it. NULL is fine. */
const struct weir_schema *plan_own(struct plan *plan, const struct weir_schema *sch);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_cache.h: what a router made of each topic it has seen, so that a regular expression runs
 * once a topic and not once a record. Belongs to one transform.
 */
#ifndef TOPIC_CACHE_H
#define TOPIC_CACHE_H

#include <weir/batch.h>

#define TOPIC_CACHE_MAX 1024

struct topic_entry {
    struct weir_str from;
    struct weir_str to;     /* p NULL: stays as it is */
    struct weir_str placed; /* `to`, in the arena of the batch at hand */
    uint64_t apply;         /* the apply that `placed` belongs to */
    uint64_t hash;
    struct topic_entry *next;
};

/* What becomes of topic: WEIR_OK with out left empty and *keep set when it is not touched. */
typedef enum weir_verdict topic_make(void *self, struct weir_str topic, struct weir_buf *out,
                                     bool *keep, struct weir_err *err);

struct topic_cache {
    topic_make *make;
    void *self;
    uint64_t apply;
    struct topic_entry *last;
    struct weir_str last_seen; /* the view of the topic that last stands for */
    struct weir_arena arena;
    struct weir_buf buf;
    uint32_t n;
    struct topic_entry *buckets[256];
};

void topic_cache_init(struct topic_cache *cache, topic_make *make, void *self);
void topic_cache_free(struct topic_cache *cache);
/* At the beginning of apply, for each batch. */
void topic_cache_begin(struct topic_cache *cache);
/* *to has p NULL when the topic stays; else it lives in the batch. */
enum weir_verdict topic_cache_get(struct topic_cache *cache, struct weir_batch *batch,
                                  struct weir_str topic, struct weir_str *to, struct weir_err *err);

#endif

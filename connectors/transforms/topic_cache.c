/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_cache.c: a topic comes in, the topic a router made of it goes out. When there are too many
 * all are forgotten.
 */
#include "topic_cache.h"

#define TOPIC_MAX ((size_t)64 << 10)
#define BUCKETS   (sizeof(((struct topic_cache *)0)->buckets) / sizeof(struct topic_entry *))

void topic_cache_init(struct topic_cache *cache, topic_make *make, void *self)
{
    *cache = (struct topic_cache){.make = make, .self = self};
    weir_arena_init(&cache->arena, 4096);
    weir_buf_init(&cache->buf, TOPIC_MAX);
}

void topic_cache_free(struct topic_cache *cache)
{
    weir_arena_free(&cache->arena);
    weir_buf_free(&cache->buf);
}

void topic_cache_begin(struct topic_cache *cache)
{
    cache->apply++;
    cache->last_seen = WEIR_STR_NULL;
}

static struct topic_entry *find(struct topic_cache *cache, struct weir_str topic, uint64_t hash)
{
    struct topic_entry *entry = cache->buckets[hash % BUCKETS];
    while (entry && (entry->hash != hash || !weir_str_eq(entry->from, topic))) {
        entry = entry->next;
    }
    return entry;
}

static struct topic_entry *add(struct topic_cache *cache, struct weir_str topic, uint64_t hash,
                               struct weir_err *err)
{
    bool keep = false;
    weir_buf_reset(&cache->buf);
    if (cache->make(cache->self, topic, &cache->buf, &keep, err) != WEIR_OK ||
        weir_buf_check(&cache->buf, WEIR_BAD_DATA, "the new topic", err) != WEIR_OK) {
        return NULL;
    }
    if (cache->n == TOPIC_CACHE_MAX) {
        weir_arena_reset(&cache->arena);
        memset(cache->buckets, 0, sizeof(cache->buckets));
        cache->n = 0;
    }
    struct topic_entry *entry = WEIR_NEW(&cache->arena, struct topic_entry);
    entry->from = weir_arena_str(&cache->arena, topic);
    entry->to = keep ? WEIR_STR_NULL : weir_arena_str(&cache->arena, weir_buf_view(&cache->buf));
    entry->hash = hash;
    entry->next = cache->buckets[hash % BUCKETS];
    cache->buckets[hash % BUCKETS] = entry;
    cache->n++;
    return entry;
}

enum weir_verdict topic_cache_get(struct topic_cache *cache, struct weir_batch *batch,
                                  struct weir_str topic, struct weir_str *to, struct weir_err *err)
{
    struct topic_entry *entry = cache->last;
    bool same = entry && cache->last_seen.p == topic.p && cache->last_seen.n == topic.n;
    if (!same) {
        uint64_t hash = weir_str_hash(topic);
        entry = find(cache, topic, hash);
        entry = entry ? entry : add(cache, topic, hash, err);
        if (!entry) {
            return err->class;
        }
        cache->last = entry;
        cache->last_seen = topic;
    }
    if (entry->apply != cache->apply && entry->to.p) {
        entry->placed = weir_arena_str(&batch->arena, entry->to);
        entry->apply = cache->apply;
    }
    *to = entry->to.p ? entry->placed : WEIR_STR_NULL;
    return WEIR_OK;
}

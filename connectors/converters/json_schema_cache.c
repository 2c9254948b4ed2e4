/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_schema_cache.c: remembers the schema texts that came with records, newest first, by topic.
 * json_converter.c asks before it parses; a record whose schema is known costs one memcmp of it.
 */
#include "json_schema.h"

#include <stdlib.h>

#include <weir/mem.h>

struct entry {
    struct entry *next;
    const struct weir_schema *sch;
    size_t n;
    char text[];
};

struct topic {
    struct topic *next;
    struct entry *newest;
    size_t n_entries;
    size_t n;
    char name[];
};

struct json_schema_cache {
    struct topic *newest; /* the topic used last comes first */
    size_t n_entries;
    size_t max;
};

struct json_schema_cache *json_schema_cache_new(size_t max)
{
    struct json_schema_cache *cache = weir_xcalloc(1, sizeof(*cache));
    cache->max = max ? max : 1;
    return cache;
}

/* Drops the entry that was used longest ago. */
static void drop_oldest(struct json_schema_cache *cache, struct topic *topic)
{
    struct entry **at = &topic->newest;
    while ((*at)->next) {
        at = &(*at)->next;
    }
    weir_schema_unref((*at)->sch);
    free(*at);
    *at = NULL;
    topic->n_entries--;
    cache->n_entries--;
}

static void drop_topic(struct json_schema_cache *cache, struct topic **at)
{
    struct topic *topic = *at;
    while (topic->newest) {
        drop_oldest(cache, topic);
    }
    *at = topic->next;
    free(topic);
}

void json_schema_cache_free(struct json_schema_cache *cache)
{
    while (cache->newest) {
        drop_topic(cache, &cache->newest);
    }
    free(cache);
}

static bool is_topic(const struct topic *topic, struct weir_str name)
{
    return topic->n == name.n && (name.n == 0 || memcmp(topic->name, name.p, name.n) == 0);
}

/* The topic, now in front; NULL: unknown. */
static struct topic *find_topic(struct json_schema_cache *cache, struct weir_str name)
{
    struct topic **at = &cache->newest;
    while (*at && !is_topic(*at, name)) {
        at = &(*at)->next;
    }
    struct topic *topic = *at;
    if (topic && topic != cache->newest) {
        *at = topic->next;
        topic->next = cache->newest;
        cache->newest = topic;
    }
    return topic;
}

const struct weir_schema *json_schema_cache_find(struct json_schema_cache *cache,
                                                 struct weir_str topic_name, struct weir_str at,
                                                 size_t *n)
{
    struct topic *topic = find_topic(cache, topic_name);
    if (!topic) {
        return NULL;
    }
    struct entry **link = &topic->newest;
    while (*link && ((*link)->n > at.n || memcmp((*link)->text, at.p, (*link)->n) != 0)) {
        link = &(*link)->next;
    }
    struct entry *entry = *link;
    if (!entry) {
        return NULL;
    }
    *link = entry->next;
    entry->next = topic->newest;
    topic->newest = entry;
    *n = entry->n;
    return entry->sch;
}

static struct topic *add_topic(struct json_schema_cache *cache, struct weir_str name)
{
    struct topic *topic = weir_xcalloc(1, sizeof(*topic) + name.n);
    topic->n = name.n;
    if (name.n) {
        memcpy(topic->name, name.p, name.n);
    }
    topic->next = cache->newest;
    cache->newest = topic;
    return topic;
}

/* Room for one more: from a topic that has its share, else from the one used longest ago. */
static void make_room(struct json_schema_cache *cache, struct topic *topic)
{
    if (topic->n_entries == JSON_SCHEMAS_A_TOPIC) {
        drop_oldest(cache, topic);
    }
    while (cache->n_entries >= cache->max) {
        struct topic **at = &cache->newest;
        while ((*at)->next) {
            at = &(*at)->next;
        }
        if (*at == topic) {
            drop_oldest(cache, topic);
        } else {
            drop_topic(cache, at);
        }
    }
}

void json_schema_cache_add(struct json_schema_cache *cache, struct weir_str topic_name,
                           struct weir_str text, const struct weir_schema *sch)
{
    struct topic *topic = find_topic(cache, topic_name);
    if (!topic) {
        topic = add_topic(cache, topic_name);
    }
    make_room(cache, topic);
    struct entry *entry = weir_xmalloc(sizeof(*entry) + text.n);
    *entry = (struct entry){.next = topic->newest, .sch = sch, .n = text.n};
    memcpy(entry->text, text.p, text.n);
    topic->newest = entry;
    topic->n_entries++;
    cache->n_entries++;
}

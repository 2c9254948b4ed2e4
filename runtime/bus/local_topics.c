/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_topics.c: the table of topics: loaded at open, added to and dropped from by the writer
 * after its commits, looked up by everybody. Next: local_topic_admin.c, which changes
 * it, and local_topic_rows.c, which stores it.
 */
#include "bus/local_topics.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_bus.h"

/* Where the name is, or would be. */
static size_t find_at(const struct local_topics *topics, struct weir_str name, bool *found)
{
    size_t low = 0;
    size_t high = topics->n;
    *found = false;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = weir_str_cmp(topics->items[mid]->name, name);
        if (order == 0) {
            *found = true;
            return mid;
        }
        low = order < 0 ? mid + 1 : low;
        high = order < 0 ? high : mid;
    }
    return low;
}

struct local_topic *local_topic_find(struct local_bus *bus, struct weir_str name)
{
    bool found = false;
    pthread_rwlock_rdlock(&bus->topics.lock);
    size_t at = find_at(&bus->topics, name, &found);
    struct local_topic *topic = found ? bus->topics.items[at] : NULL;
    pthread_rwlock_unlock(&bus->topics.lock);
    return topic;
}

enum weir_verdict local_part_find(struct local_bus *bus, struct weir_str name, int32_t partition,
                                  struct local_part **part, struct weir_err *err)
{
    struct local_topic *topic = local_topic_find(bus, name);
    if (!topic) {
        return weir_err_set(err, WEIR_RETRY, "there is no topic %.*s", WEIR_STR_ARG(name));
    }
    if (partition < 0 || partition >= topic->n_parts) {
        return weir_err_set(err, WEIR_FATAL, "topic %.*s has no partition %d, only %d",
                            WEIR_STR_ARG(name), partition, topic->n_parts);
    }
    *part = &topic->parts[partition];
    return WEIR_OK;
}

/* ---- a topic in memory ---- */

enum weir_verdict local_topic_new(struct local_bus *bus, struct weir_str name, int32_t n_parts,
                                  const struct weir_prop *configs, size_t n_configs,
                                  struct local_topic **topic, struct weir_err *err)
{
    struct local_topic *made = weir_xcalloc(1, sizeof(*made));
    weir_arena_init(&made->arena, 512);
    weir_props_init(&made->configs, &made->arena);
    made->name = weir_arena_str(&made->arena, name);
    for (size_t i = 0; i < n_configs; i++) {
        weir_props_set(&made->configs, configs[i].name, configs[i].value);
    }
    made->n_parts = n_parts;
    made->parts = weir_xcalloc((size_t)n_parts, sizeof(*made->parts));
    for (int32_t i = 0; i < n_parts; i++) {
        made->parts[i].topic = made;
        made->parts[i].number = i;
        made->parts[i].oldest_ms = INT64_MIN;
        made->parts[i].row.top_ms = INT64_MIN;
        made->parts[i].committed.top_ms = INT64_MIN;
    }
    enum weir_verdict class = local_topic_conf(bus, made, err);
    if (class != WEIR_OK) {
        local_topic_free(made);
        return class;
    }
    *topic = made;
    return WEIR_OK;
}

void local_topic_free(struct local_topic *topic)
{
    free(topic->parts);
    weir_arena_free(&topic->arena);
    free(topic);
}

void local_topic_number(struct local_topic *topic, uint32_t id, uint32_t first_part)
{
    topic->id = id;
    topic->first_part = first_part;
    for (int32_t i = 0; i < topic->n_parts; i++) {
        topic->parts[i].id = first_part + (uint32_t)i;
    }
}

/* ---- changes, by the writer (or by the refresh of a reading process) ---- */

void local_topics_add(struct local_bus *bus, struct local_topic *topic)
{
    struct local_topics *topics = &bus->topics;
    pthread_rwlock_wrlock(&topics->lock);
    if (topics->n == topics->cap) {
        topics->cap = topics->cap ? topics->cap * 2 : 16;
        topics->items = weir_xrealloc(topics->items, topics->cap, sizeof(struct local_topic *));
    }
    bool found = false;
    struct local_topic **slot = topics->items + find_at(topics, topic->name, &found);
    memmove(slot + 1, slot, (size_t)(topics->items + topics->n - slot) * sizeof(*slot));
    *slot = topic;
    topics->n++;
    topic->born = ++topics->births;
    pthread_rwlock_unlock(&topics->lock);
}

void local_topics_drop(struct local_bus *bus, struct local_topic *topic)
{
    struct local_topics *topics = &bus->topics;
    pthread_rwlock_wrlock(&topics->lock);
    bool found = false;
    size_t at = find_at(topics, topic->name, &found);
    if (found && topics->items[at] == topic) {
        topics->n--;
        memmove(topics->items + at, topics->items + at + 1,
                (topics->n - at) * sizeof(struct local_topic *));
        topic->older = topics->graveyard;
        topics->graveyard = topic;
        atomic_store(&topic->dropped, true);
    }
    pthread_rwlock_unlock(&topics->lock);
}

void local_topics_free(struct local_bus *bus)
{
    struct local_topics *topics = &bus->topics;
    for (size_t i = 0; i < topics->n; i++) {
        local_topic_free(topics->items[i]);
    }
    for (struct local_topic *topic = topics->graveyard; topic;) {
        struct local_topic *older = topic->older;
        local_topic_free(topic);
        topic = older;
    }
    free(topics->items);
    pthread_rwlock_destroy(&topics->lock);
}

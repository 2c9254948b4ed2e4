/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.c: an open-addressing index over an array that keeps the order of insertion.
 */
#include "base/map.h"

#include <stdlib.h>

#include <weir/mem.h>

void map_free(struct map *map)
{
    for (size_t i = 0; i < map->n_entries; i++) {
        free((char *)(uintptr_t)map->entries[i].key.p);
    }
    free(map->entries);
    free(map->slots);
    *map = (struct map){0};
}

/* The slot that holds key, or the free one where it would go. A removed entry keeps its slot. */
static uint32_t *find_slot(const struct map *map, struct weir_str key, uint64_t hash)
{
    for (size_t at = hash & (map->n_slots - 1);; at = (at + 1) & (map->n_slots - 1)) {
        uint32_t *slot = &map->slots[at];
        const struct map_entry *entry = *slot ? &map->entries[*slot - 1] : NULL;
        if (!entry || (entry->hash == hash && entry->key.p && weir_str_eq(entry->key, key))) {
            return slot;
        }
    }
}

static void rebuild(struct map *map)
{
    size_t live = 0;
    for (size_t i = 0; i < map->n_entries; i++) {
        if (map->entries[i].key.p) {
            map->entries[live++] = map->entries[i];
        }
    }
    map->n_entries = live;
    while (map->cap < live * 2 || map->cap < 8) {
        map->cap = map->cap ? map->cap * 2 : 8;
    }
    map->entries = weir_xrealloc(map->entries, map->cap, sizeof(*map->entries));
    map->n_slots = map->cap * 2;
    free(map->slots);
    map->slots = weir_xcalloc(map->n_slots, sizeof(*map->slots));
    for (size_t i = 0; i < live; i++) {
        *find_slot(map, map->entries[i].key, map->entries[i].hash) = (uint32_t)i + 1;
    }
}

void *map_get(const struct map *map, struct weir_str key)
{
    if (map->count == 0) {
        return NULL;
    }
    uint32_t slot = *find_slot(map, key, weir_str_hash(key));
    return slot ? map->entries[slot - 1].value : NULL;
}

void *map_set(struct map *map, struct weir_str key, void *value)
{
    if (map->n_entries == map->cap) {
        rebuild(map);
    }
    uint64_t hash = weir_str_hash(key);
    uint32_t *slot = find_slot(map, key, hash);
    if (*slot) {
        void *old = map->entries[*slot - 1].value;
        map->entries[*slot - 1].value = value;
        return old;
    }
    map->entries[map->n_entries++] = (struct map_entry){
        .key = {.p = weir_xstrndup(key.p ? key.p : "", key.n), .n = key.n},
        .value = value,
        .hash = hash,
    };
    *slot = (uint32_t)map->n_entries;
    map->count++;
    return NULL;
}

void *map_remove(struct map *map, struct weir_str key)
{
    uint32_t slot = map->count ? *find_slot(map, key, weir_str_hash(key)) : 0;
    if (!slot) {
        return NULL;
    }
    struct map_entry *entry = &map->entries[slot - 1];
    void *old = entry->value;
    free((char *)(uintptr_t)entry->key.p);
    entry->key = WEIR_STR_NULL;
    entry->value = NULL;
    map->count--;
    return old;
}

struct map_entry *map_next(const struct map *map, size_t *at)
{
    while (*at < map->n_entries) {
        struct map_entry *entry = &map->entries[(*at)++];
        if (entry->key.p) {
            return entry;
        }
    }
    return NULL;
}

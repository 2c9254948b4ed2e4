/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.h: texts -> pointers. Keys are copied; values are the caller's. Iteration is in the order of
 * insertion. Not thread-safe.
 */
#ifndef MAP_H
#define MAP_H

#include <weir/str.h>

struct map_entry {
    struct weir_str key; /* NUL follows */
    void *value;
    uint64_t hash;
};

struct map {
    struct map_entry *entries; /* in order; a removed one has key.p NULL */
    uint32_t *slots;           /* index + 1 into entries; 0: free */
    size_t n_entries, cap;     /* used part and size of entries, removed ones included */
    size_t n_slots;            /* a power of two */
    size_t count;              /* live entries */
};

/* A zeroed struct map is an empty map. */
WEIR_EXPORT void map_free(struct map *map);
WEIR_EXPORT void *map_get(const struct map *map, struct weir_str key); /* NULL: not there */
/* Returns the value that was there before, or NULL. value must not be NULL. */
WEIR_EXPORT void *map_set(struct map *map, struct weir_str key, void *value);
WEIR_EXPORT void *map_remove(struct map *map, struct weir_str key); /* what was there, or NULL */
/* for (size_t at = 0; (entry = map_next(map, &at));) — removing the entry just seen is fine. */
WEIR_EXPORT struct map_entry *map_next(const struct map *map, size_t *at);

#endif

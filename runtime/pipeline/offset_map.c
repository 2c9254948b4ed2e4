/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offset_map.c: offsets come in as their records are done, a commit takes what is new since the
 * last one.
 */
#include "pipeline/offset_map.h"

#include <stdlib.h>

#include <weir/mem.h>

#define OFFSET_TEXT_MAX (1u << 20)

struct offset_slot {
    struct weir_buf offset;
    bool dirty;
};

static struct offset_slot *add(struct offset_map *map, struct weir_str partition)
{
    struct offset_slot *slot = weir_xcalloc(1, sizeof(*slot));
    weir_buf_init(&slot->offset, OFFSET_TEXT_MAX);
    map_set(&map->map, partition, slot);
    return slot;
}

void offset_map_put(struct offset_map *map, const struct weir_offset *offset)
{
    struct offset_slot *slot = map_get(&map->map, offset->partition);
    slot = slot ? slot : add(map, offset->partition);
    weir_buf_reset(&slot->offset);
    weir_buf_str(&slot->offset, offset->offset);
    map->n_dirty += !slot->dirty;
    slot->dirty = true;
}

size_t offset_map_dirty(const struct offset_map *map, struct weir_arena *arena,
                        struct weir_offset **offsets)
{
    *offsets = WEIR_NEW_ARRAY(arena, struct weir_offset, map->n_dirty);
    size_t n = 0;
    const struct map_entry *entry = NULL;
    for (size_t at = 0; (entry = map_next(&map->map, &at));) {
        const struct offset_slot *slot = entry->value;
        if (slot->dirty) {
            (*offsets)[n++] = (struct weir_offset){.partition = entry->key,
                                                   .offset = weir_buf_view(&slot->offset)};
        }
    }
    return n;
}

void offset_map_stored(struct offset_map *map)
{
    const struct map_entry *entry = NULL;
    for (size_t at = 0; map->n_dirty && (entry = map_next(&map->map, &at));) {
        struct offset_slot *slot = entry->value;
        map->n_dirty -= slot->dirty;
        slot->dirty = false;
    }
}

void offset_map_free(struct offset_map *map)
{
    const struct map_entry *entry = NULL;
    for (size_t at = 0; (entry = map_next(&map->map, &at));) {
        struct offset_slot *slot = entry->value;
        weir_buf_free(&slot->offset);
        free(slot);
    }
    map_free(&map->map);
    map->n_dirty = 0;
}

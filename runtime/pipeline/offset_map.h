/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offset_map.h: the newest offset of each source partition that may be stored, and whether it is
 * stored already. Task's thread.
 */
#ifndef OFFSET_MAP_H
#define OFFSET_MAP_H

#include <weir/batch.h>

#include "base/map.h"

struct offset_map {
    struct map map; /* partition -> struct offset_slot */
    size_t n_dirty;
};

void offset_map_put(struct offset_map *map, const struct weir_offset *offset);
/* Those not stored yet; the texts are the map's and good until the next put. */
size_t offset_map_dirty(const struct offset_map *map, struct weir_arena *arena,
                        struct weir_offset **offsets);
void offset_map_stored(struct offset_map *map); /* all of them */
void offset_map_free(struct offset_map *map);

#endif

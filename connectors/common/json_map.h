/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_map.h: a map holds a key once; of several, the last value counts, at the first's place.
 */
#ifndef JSON_MAP_H
#define JSON_MAP_H

#include <weir/value.h>

/* items: n keys and values in turn. Returns how many entries are left. */
size_t json_map_unique(struct weir_arena *arena, struct weir_value *items, size_t n);

#endif

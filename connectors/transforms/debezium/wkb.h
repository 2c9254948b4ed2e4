/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wkb.h: geometries as bytes: well-known binary, and the extended form, which has the spatial
 * reference identifier in it. What is made lives in the arena; false: the bytes are no geometry.
 */
#ifndef WKB_H
#define WKB_H

#include <weir/arena.h>

bool wkb_is_extended(struct weir_str wkb);
bool wkb_extend(struct weir_arena *arena, struct weir_str wkb, int32_t srid, struct weir_str *out);
bool wkb_shorten(struct weir_arena *arena, struct weir_str wkb, struct weir_str *out);
/* x and y change places, all through. */
bool wkb_swap(struct weir_arena *arena, struct weir_str wkb, struct weir_str *out);

#endif

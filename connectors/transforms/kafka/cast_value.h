/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cast_value.h: one value cast to another type, by Java's rules for numbers and texts.
 */
#ifndef CAST_VALUE_H
#define CAST_VALUE_H

#include <weir/schema.h>

/*
 * A null stays null. sch is the value's schema, NULL without one. A text that comes out lives in
 * the arena; scratch is for texts on the way. BAD_DATA in Cast's words.
 */
enum weir_verdict cast_value(struct weir_arena *arena, struct weir_buf *scratch,
                             const struct weir_schema *sch, struct weir_value val,
                             enum weir_type to, struct weir_value *out, struct weir_err *err);

#define CAST_TEXT_MAX ((size_t)64 << 20) /* of scratch */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_text.h: a value as Java's toString() would say it, and bytes as Java's String(bytes, UTF_8)
 * would read them. For plugins that must produce the same text as Connect's own.
 */
#ifndef JAVA_TEXT_H
#define JAVA_TEXT_H

#include <weir/schema.h>

/*
 * Appends String.valueOf(val): null, 1.0E7, [1, 2], {k=v}, Struct{a=1,b=x} (unset fields left out),
 * 12.50, Thu Jan 01 00:00:00 UTC 1970. sch may be NULL; a struct without one has no names to show.
 * Bytes, which Java shows as an address, are base64.
 */
void java_text_value(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val);

/* java.util.Date.toString() in UTC, with Julian days before 15 October 1582. */
void java_text_date(struct weir_buf *out, int64_t ms);

/* The text itself, or a copy in which what is malformed is U+FFFD, as many as Java makes of it. */
struct weir_str java_text_utf8(struct weir_arena *arena, struct weir_str bytes);

#endif

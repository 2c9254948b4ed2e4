/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset.h: Java character sets other than UTF-8, by iconv. What has no place in the other set
 * becomes '?' on writing and U+FFFD on reading, as Java's String does it.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include <weir/arena.h>
#include <weir/buf.h>

struct charset; /* of one thread at a time */

/* NULL: no such set here. */
struct charset *charset_open(struct weir_str name);
void charset_close(struct charset *set); /* NULL is fine */
bool charset_is_utf8(struct weir_str name);

void charset_encode(struct charset *set, struct weir_str utf8, struct weir_buf *out);
struct weir_str charset_decode(struct charset *set, struct weir_arena *arena,
                               struct weir_str bytes);

/* JSON as Jackson takes it: without its byte order mark, UTF-16 and UTF-32 recognised. */
struct weir_str charset_json_utf8(struct weir_arena *arena, struct weir_str bytes);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_charset.h: what bytes of a column in some character set are in UTF-8, by the server's own
 * tables: latin1 is cp1252 with its five holes filled, and what has no meaning becomes '?', as a
 * SELECT would show it.
 */
#ifndef WEIR_MY_CHARSET_H
#define WEIR_MY_CHARSET_H

#include <weir/arena.h>

struct my_charset;

/* By the server's name, any case; NULL: it is not known. Lives for ever. */
const struct my_charset *my_charset_find(struct weir_str name);
const struct my_charset *my_charset_utf8(void);
bool my_charset_is_binary(const struct my_charset *charset);
/* Always a copy in arena, always valid UTF-8. Any thread. */
struct weir_str my_charset_decode(const struct my_charset *charset, struct weir_str bytes,
                                  struct weir_arena *arena);

#endif

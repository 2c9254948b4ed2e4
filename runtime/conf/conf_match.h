/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_match.h: names that are patterns: "column.mask.with.{n}.chars", "database.*". A capture
 * takes at least one character and ends where the text after it first occurs; the last one, and
 * the star, take all that is left.
 */
#ifndef CONF_MATCH_H
#define CONF_MATCH_H

#include <weir/conf.h>

#define CONF_CAPTURES_MAX 8

/* captures (room for CONF_CAPTURES_MAX) point into name; NULL when they are not wanted. */
bool conf_match(const char *pattern, struct weir_str name, struct weir_str *captures, size_t *n);

/* name with its captures shown as "***". */
WEIR_EXPORT struct weir_str conf_match_hide(const char *pattern, struct weir_str name,
                                            struct weir_arena *arena);

#endif

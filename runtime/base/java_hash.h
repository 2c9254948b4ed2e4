/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_hash.h: the order in which a java.util.HashMap hands out its keys, for the places where it
 * shows in bytes (the members of an offset's partition).
 */
#ifndef JAVA_HASH_H
#define JAVA_HASH_H

#include <weir/str.h>

WEIR_EXPORT int32_t java_string_hash(struct weir_str utf8); /* String.hashCode */
/* Sorts a few distinct keys, given in the order of insertion, into HashMap's order; order[i] is an
 * index into keys. */
WEIR_EXPORT void java_map_order(const struct weir_str *keys, size_t n, size_t *order);

#endif

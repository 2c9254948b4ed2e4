/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alias.h: Java's short names of a class. For registry.c.
 */
#ifndef ALIAS_H
#define ALIAS_H

#include <weir/plugin.h>

/* How close a name is to a class: the full name wins over an alias. */
enum alias_fit { ALIAS_NONE, ALIAS_SHORT, ALIAS_FULL };

/*
 * "org.apache.kafka.connect.file.FileStreamSourceConnector" is also FileStreamSourceConnector
 * (simple name) and FileStreamSource (without what its kind is called). A class within another,
 * ...Cast$Key, has no short name that would be its own.
 */
enum alias_fit alias_fits(enum weir_kind kind, const char *class_name, struct weir_str name);
bool alias_is_kafkas(const char *class_name);
struct weir_str alias_simple(const char *class_name);
struct weir_str alias_pruned(enum weir_kind kind, const char *class_name);

#endif

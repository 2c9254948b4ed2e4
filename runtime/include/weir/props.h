/* SPDX-License-Identifier: Apache-2.0 */
/*
 * props.h: a configuration as people write it: names and texts, in order, in an arena.
 */
#ifndef WEIR_PROPS_H
#define WEIR_PROPS_H

#include <weir/arena.h>

struct weir_prop {
    struct weir_str name;
    struct weir_str value; /* p NULL: an explicit null */
};

struct weir_props {
    struct weir_arena *arena;
    struct weir_prop *items; /* to be looked at; changed only by what follows */
    size_t n;
    size_t cap;
};

WEIR_EXPORT void weir_props_init(struct weir_props *props, struct weir_arena *arena);
/* Adds, or replaces at its old place; texts are copied into the arena. */
WEIR_EXPORT void weir_props_set(struct weir_props *props, struct weir_str name,
                                struct weir_str value);
WEIR_EXPORT void weir_props_set_c(struct weir_props *props, const char *name, const char *value);
WEIR_EXPORT bool weir_props_remove(struct weir_props *props, struct weir_str name);
WEIR_EXPORT bool weir_props_has(const struct weir_props *props, const char *name);
/* The value, p NULL when absent or null. */
WEIR_EXPORT struct weir_str weir_props_get(const struct weir_props *props, const char *name);
WEIR_EXPORT struct weir_str weir_props_get_s(const struct weir_props *props, struct weir_str name);
WEIR_EXPORT void weir_props_copy(struct weir_props *to, const struct weir_props *from);
/* Those that begin with prefix, without it. */
WEIR_EXPORT void weir_props_sub(struct weir_props *to, const struct weir_props *from,
                                const char *prefix);
/* Same names with same values, whatever the order. */
WEIR_EXPORT bool weir_props_equal(const struct weir_props *a, const struct weir_props *b);

#endif

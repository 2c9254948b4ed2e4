/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_apply.h: key table + texts -> typed struct. The runtime walks the table before a component
 * is opened; the first error ends it. Any thread.
 */
#ifndef CONF_APPLY_H
#define CONF_APPLY_H

#include <weir/conf.h>

/* conf: zeroed memory of the component's conf_size; texts and lists live in arena. */
WEIR_EXPORT enum weir_verdict conf_apply(const struct weir_conf_key *keys,
                                         const struct weir_props *props, void *conf,
                                         struct weir_arena *arena, struct weir_err *err)
    WEIR_MUST_CHECK;
/* Whether this key is of the table: by name, alias or pattern. */
WEIR_EXPORT const struct weir_conf_key *conf_find(const struct weir_conf_key *keys,
                                                  struct weir_str name);
/* The value as it may be shown: "[hidden]" for secrets. */
WEIR_EXPORT struct weir_str conf_shown(const struct weir_conf_key *key, struct weir_str value);
/* The text given for this key under its name or its second name; p NULL: none. */
struct weir_str conf_given(const struct weir_conf_key *key, const struct weir_props *props);
/* "Missing required configuration ..." */
enum weir_verdict conf_missing(const struct weir_conf_key *key, struct weir_err *err);
/* As REST shows it: BOOLEAN STRING INT SHORT LONG DOUBLE LIST CLASS PASSWORD. */
WEIR_EXPORT const char *conf_type_name(const struct weir_conf_key *key);

#endif

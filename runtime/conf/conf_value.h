/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_value.h: one text -> one typed member, with ConfigDef's rules: trimmed, parsed, then
 * checked. Used where a struct is filled (conf_apply) and where all errors are collected
 * (conf_report).
 */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include <weir/conf.h>

#define CONF_UNPARSED 1 /* err->code: not of its type, as against refused by a check */

/*
 * text.p NULL: nothing given and no default; the member is left zeroed. at NULL: only checked. The
 * error is Java's whole sentence, secrets hidden. Not for WEIR_CONF_MATCHES.
 */
WEIR_EXPORT enum weir_verdict conf_value_read(const struct weir_conf_key *key,
                                              struct weir_str text, void *at,
                                              struct weir_arena *arena, struct weir_err *err)
    WEIR_MUST_CHECK;
/* What ConfigDef's checks say of null, as is a required or misread value; OK: nothing. */
enum weir_verdict conf_value_null(const struct weir_conf_key *key, struct weir_err *err);
/* A good value as REST shows it: trimmed, numbers and lists in their usual form, secrets hidden. */
struct weir_str conf_value_shown(const struct weir_conf_key *key, struct weir_str text,
                                 struct weir_arena *arena);

/* conf_shown.c: BOOLEAN, INT ... as Connect names it; a whole number, which may have a plus. */
const char *conf_type_of(enum weir_conf_type type);
bool conf_integer(struct weir_str text, int64_t min, int64_t max, int64_t *out);

/* "Invalid value <shown> for configuration <name>: <reason>"; a long value is shortened. */
enum weir_verdict conf_value_invalid(const char *name, struct weir_str shown, struct weir_err *err,
                                     const char *fmt, ...) WEIR_PRINTF(4, 5);

/* "a, b ,c" -> {"a", "b", "c"}; nothing from a blank text. */
WEIR_EXPORT struct weir_conf_list conf_list_split(struct weir_str text, struct weir_arena *arena);

#endif

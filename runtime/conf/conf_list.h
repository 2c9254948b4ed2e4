/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_list.h: the values that hold several: lists, lists of regular expressions, maps. For
 * conf_value.c, which hands over the trimmed text.
 */
#ifndef CONF_LIST_H
#define CONF_LIST_H

#include <weir/conf.h>

enum weir_verdict conf_list_read(const struct weir_conf_key *key, struct weir_str text,
                                 struct weir_conf_list *at, struct weir_arena *arena,
                                 struct weir_err *err);
/* What only validation refuses: an element that is there twice, which reading drops. */
enum weir_verdict conf_list_check(const struct weir_conf_key *key, struct weir_str text,
                                  struct weir_arena *arena, struct weir_err *err);
enum weir_verdict conf_regexes_read(const struct weir_conf_key *key, struct weir_str text,
                                    struct weir_conf_regexes *at, struct weir_arena *arena,
                                    struct weir_err *err);
enum weir_verdict conf_map_read(const struct weir_conf_key *key, struct weir_str text,
                                struct weir_conf_map *at, struct weir_arena *arena,
                                struct weir_err *err);
/* conf_value.c's: one expression, freed with the arena. */
enum weir_verdict conf_regex_read(const struct weir_conf_key *key, struct weir_str text,
                                  struct weir_regex **at, struct weir_arena *arena,
                                  struct weir_err *err);
/* "a ,b" with sep "," gives "a,b". */
struct weir_str conf_list_join(struct weir_str text, const char *sep, struct weir_arena *arena);

#endif

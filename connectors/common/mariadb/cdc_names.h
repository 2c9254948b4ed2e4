/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_names.h: topics of tables by topic.naming.strategy, and names bent to what topics and Avro
 * allow. All of it when a table is made, nothing for a row.
 */
#ifndef WEIR_CDC_NAMES_H
#define WEIR_CDC_NAMES_H

#include "mariadb_conf.h"

/* The topic of a table's events. BAD_CONFIG: topic.replacement is not right. */
enum weir_verdict cdc_names_topic(const struct mariadb_conf *conf, struct weir_str db,
                                  struct weir_str table, struct weir_arena *arena,
                                  struct weir_str *topic, struct weir_err *err);
/* What the regex strategies put into the key, to tell tables of one topic apart; p NULL: nothing. */
enum weir_verdict cdc_names_identity(const struct mariadb_conf *conf, struct weir_str db,
                                     struct weir_str table, struct weir_arena *arena,
                                     struct weir_str *identity, struct weir_err *err);
/* <prefix><delimiter><topic.transaction> and so on. */
struct weir_str cdc_names_transaction(const struct mariadb_conf *conf, struct weir_arena *arena);
struct weir_str cdc_names_heartbeat(const struct mariadb_conf *conf, struct weir_arena *arena);

/* By schema.name.adjustment.mode and field.name.adjustment.mode. */
struct weir_str cdc_names_schema(const struct mariadb_conf *conf, struct weir_str name,
                                 struct weir_arena *arena);
struct weir_str cdc_names_field(const struct mariadb_conf *conf, struct weir_str name,
                                struct weir_arena *arena);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* cdc_filter.h: which databases and tables are captured. Any thread. */
#ifndef WEIR_CDC_FILTER_H
#define WEIR_CDC_FILTER_H

#include "mariadb_conf.h"

/* The server's own: mysql, information_schema ... */
bool cdc_filter_is_builtin(struct weir_str db);
bool cdc_filter_database(const struct mariadb_conf *conf, struct weir_str db);
bool cdc_filter_table(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name);
/* signal.data.collection: captured whatever the lists say. */
bool cdc_filter_is_signal(const struct mariadb_conf *conf, struct weir_str db,
                          struct weir_str name);
/* snapshot.include.collection.list, of captured tables. */
bool cdc_filter_snapshot(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name);
/* The place of the first expression of list that matches "db.name"; list->n: none does. */
size_t cdc_filter_match(const struct weir_conf_regexes *list, struct weir_str db,
                        struct weir_str name);
/* For a statement that is told: its table is captured, or its database where it names no table. */
bool cdc_filter_ddl(const struct mariadb_conf *conf, struct weir_str db, struct weir_str name);

#endif

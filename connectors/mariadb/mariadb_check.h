/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_check.h: checks of single keys (for the key table) and of a whole configuration. They run
 * on the connector's thread, before any task.
 */
#ifndef WEIR_MARIADB_CHECK_H
#define WEIR_MARIADB_CHECK_H

#include <weir/plugin.h>

#include "common/mariadb/mariadb_conf.h"

/* BAD_CONFIG with the reason, as weir_conf_key.check. */
enum weir_verdict mariadb_check_prefix(struct weir_str value, struct weir_err *err);
enum weir_verdict mariadb_check_key_columns(struct weir_str value, struct weir_err *err);
enum weir_verdict mariadb_check_operations(struct weir_str value, struct weir_err *err);

/* weir_connector_ops */
void mariadb_validate(const struct weir_connector *connector, const void *conf, int64_t deadline_ms,
                      struct weir_report *report);
enum weir_verdict mariadb_task_configs(const struct weir_connector *connector, const void *conf,
                                       int max, struct weir_task_configs *configs,
                                       struct weir_err *err);
enum weir_verdict mariadb_alter_offsets(const struct weir_connector *connector, const void *conf,
                                        const struct weir_offset_change *changes, size_t n,
                                        bool *handled, struct weir_err *err);

#endif

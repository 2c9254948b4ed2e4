/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_rules.h: which columns are in a row, masked, cut short, described by parameters, or the key:
 * the column properties, compiled once a task.
 */
#ifndef WEIR_CDC_RULES_H
#define WEIR_CDC_RULES_H

#include "cdc_column.h"
#include "cdc_field.h"
#include "cdc_mask.h"

enum weir_verdict cdc_rules_make(const struct mariadb_conf *conf, struct weir_arena *arena,
                                 const struct cdc_rules **rules, struct weir_err *err);
/* name: db.table.column. */
bool cdc_rules_includes(const struct mariadb_conf *conf, struct weir_str name);
/* Adds the parameters of the value's field; the mask, in arena, or NULL. */
const struct cdc_mask *cdc_rules_apply(const struct cdc_maker *maker, struct weir_str name,
                                       struct weir_str table_id, const struct my_column *column,
                                       struct weir_arena *arena, struct cdc_field *field);
/* By message.key.columns: the columns' numbers; returns how many, 0 where no rule is for it. */
uint32_t cdc_rules_key(const struct cdc_rules *rules, const struct cdc_column *columns,
                       uint32_t n_columns, uint32_t *key);

#endif

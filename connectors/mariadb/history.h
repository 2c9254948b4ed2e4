/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history.h: the schema history's topic (or file), in Debezium's own form. The source task recovers
 * the tables from it at a start and appends each change before any event that needs it. Task's
 * thread only; RETRY where the bus is away.
 */
#ifndef WEIR_HISTORY_H
#define WEIR_HISTORY_H

#include <weir/task.h>

#include "cdc_offset.h"
#include "cdc_schema.h"
#include "common/mariadb/mariadb_conf.h"

struct history;

/* Picks topic, file or memory by conf->history_class; creates nothing. conf and task outlive it. */
enum weir_verdict history_open(struct weir_task *task, const struct mariadb_conf *conf,
                               struct history **history, struct weir_err *err);
void history_close(struct history *history); /* NULL is fine */

/* Whether there is a topic (file) with at least one record. */
enum weir_verdict history_exists(struct history *history, bool *exists, struct weir_err *err);
/* Creates what is not there; warns where the topic's settings would lose records. */
enum weir_verdict history_ensure(struct history *history, struct weir_err *err);

/* Whether a statement from the binlog is neither parsed nor kept (ddl.filter). TRUNCATE passes. */
bool history_drops(const struct history *history, struct weir_str sql);

/* Applies every record of ours at or before reached to schema. captured as in cdc_schema_apply. */
enum weir_verdict history_recover(struct history *history, const struct cdc_offset *reached,
                                  struct cdc_schema *schema,
                                  bool (*captured)(void *self, struct weir_str db,
                                                   struct weir_str name),
                                  void *self, struct weir_err *err);

/* Appends one record for the change; durable when it returns OK. What store.only.captured.* leaves
 * out is the caller's business. */
enum weir_verdict history_append(struct history *history, const struct cdc_offset *position,
                                 int64_t ts_ms, const struct ddl_change *change,
                                 struct weir_err *err);

#endif

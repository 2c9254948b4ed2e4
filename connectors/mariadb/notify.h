/* SPDX-License-Identifier: Apache-2.0 */
/* notify.h: what becomes of snapshots, told to the channels of notification.enabled.channels. */
#ifndef WEIR_NOTIFY_H
#define WEIR_NOTIFY_H

#include "incremental.h"

/* type: STARTED, PAUSED ..., of an incremental snapshot; tables: "db.a,db.b", p NULL: none told. */
enum weir_verdict notify(struct source *source, const char *type, struct weir_str tables,
                         struct weir_batch *batch, struct weir_err *err);
/* IN_PROGRESS: a chunk was read. Keys as JSON arrays of SQL literals; empty: not known. */
enum weir_verdict notify_progress(struct source *source, struct weir_str maximum,
                                  struct weir_str last, struct weir_batch *batch,
                                  struct weir_err *err);
/* The same of initial and blocking ones. */
enum weir_verdict notify_initial(struct source *source, const char *type,
                                 struct weir_batch *batch, struct weir_err *err);
/* Of one table of an initial one, all of which are all: IN_PROGRESS, TABLE_SCAN_COMPLETED. */
enum weir_verdict notify_initial_begun(struct source *source, struct weir_str table,
                                       struct weir_str all, struct weir_batch *batch,
                                       struct weir_err *err);
enum weir_verdict notify_initial_table(struct source *source, struct weir_str table,
                                       struct weir_str all, int64_t rows,
                                       struct weir_batch *batch, struct weir_err *err);
/* TABLE_SCAN_COMPLETED of an incremental one. */
enum weir_verdict notify_table(struct source *source, const struct incremental_table *table,
                               int64_t rows, const char *status, struct weir_batch *batch,
                               struct weir_err *err);

#endif

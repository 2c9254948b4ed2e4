/* SPDX-License-Identifier: Apache-2.0 */
/* notify.h: what becomes of snapshots, told to the channels of notification.enabled.channels. */
#ifndef WEIR_NOTIFY_H
#define WEIR_NOTIFY_H

#include "incremental.h"

/* type: STARTED, PAUSED ...; id p NULL: a new one. Of incremental snapshots. */
enum weir_verdict notify(struct source *source, const char *type, struct weir_str id,
                         const struct weir_param *data, size_t n, struct weir_batch *batch,
                         struct weir_err *err);
/* The same of initial and blocking ones. */
enum weir_verdict notify_initial(struct source *source, const char *type,
                                 struct weir_batch *batch, struct weir_err *err);
/* TABLE_SCAN_COMPLETED of one table, of an initial one. */
enum weir_verdict notify_initial_table(struct source *source, struct weir_str db,
                                       struct weir_str name, int64_t rows,
                                       struct weir_batch *batch, struct weir_err *err);
/* The same of an incremental one. */
enum weir_verdict notify_table(struct source *source, const struct incremental_table *table,
                               int64_t rows, const char *status, struct weir_str id,
                               struct weir_batch *batch, struct weir_err *err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_row.h: rows of a SELECT become rows of a binary COPY: by the source's own conversion of
 * cells, the sink's transformations where they matter, the sink's own binary forms. One thread.
 */
#ifndef MIGRATE_ROW_H
#define MIGRATE_ROW_H

#include "migrate.h"

struct migrate_rows;

/* cells come in the order of cdc_table_select's list. */
enum weir_verdict migrate_rows_open(struct migrate *migrate, struct migrate_table *table,
                                    struct migrate_rows **out, struct weir_err *err);
/* Appends what the row becomes, now or with a later one. BAD_DATA names table and column. */
enum weir_verdict migrate_rows_add(struct migrate_rows *rows, const struct weir_str *cells,
                                   struct weir_buf *out, struct weir_err *err);
/* Appends what is still on its way: at the end. */
enum weir_verdict migrate_rows_flush(struct migrate_rows *rows, struct weir_buf *out,
                                     struct weir_err *err);
int64_t migrate_rows_written(const struct migrate_rows *rows);
/* Texts that had U+0000 in them. */
int64_t migrate_rows_nul(const struct migrate_rows *rows);
void migrate_rows_close(struct migrate_rows *rows); /* NULL is fine */

/* COPY can take what the sink's encoder writes as it is: no cast is due. */
bool migrate_copies(const struct sink_bind *bind);

#endif

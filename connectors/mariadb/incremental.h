/* SPDX-License-Identifier: Apache-2.0 */
/*
 * incremental.h: rows of tables are read while the stream goes on, a chunk at a time in the order
 * of the key. A chunk is read at a place of the binlog and goes out when the stream has come that
 * far, without the rows that were changed meanwhile. Nothing is written to the server. How far it
 * has come travels in every offset. Task's thread only.
 */
#ifndef WEIR_INCREMENTAL_H
#define WEIR_INCREMENTAL_H

#include "source.h"

struct incremental;

/* One table to read; texts are copied. */
struct incremental_table {
    struct weir_str db, name;
    struct weir_str filter;    /* SQL; p NULL: none */
    struct weir_str surrogate; /* a column to go by in place of the key; p NULL: none */
    bool is_new; /* it joined the include list: it is known when it is read */
};

void incremental_close(struct source *source);
/* From the offset's members after a restart. */
enum weir_verdict incremental_restore(struct source *source, struct weir_err *err);
/* Adds a table to the end of the queue, unless it is there. */
void incremental_add(struct source *source, const struct incremental_table *table,
                     struct weir_str correlation_id);
/* Takes tables off that match, or all (patterns NULL). */
void incremental_stop(struct source *source, bool (*matches)(void *self, struct weir_str id),
                      void *self);
void incremental_pause(struct source *source, bool pause);
bool incremental_active(const struct source *source);
/* "db.a,db.b": those that are not read yet. The caller frees it. */
void incremental_tables(const struct source *source, struct weir_buf *out);
/* The signal that began it; p NULL: none did. */
struct weir_str incremental_signal(const struct source *source);

/* Between two transactions: reads the next chunk or sends what may go. *busy: call again at once. */
enum weir_verdict incremental_step(struct source *source, struct weir_batch *batch, bool *busy,
                                   struct weir_err *err);
/* The stream has sent a change of table: rows of the chunk with these keys are out of date. */
void incremental_changed(struct source *source, const struct source_table *table,
                         const struct cdc_change *change);
/* The table's definition has changed. */
void incremental_forget(struct source *source, struct weir_str db, struct weir_str name);
/* The stream is opened anew: a chunk that waits is read again. */
void incremental_reopened(struct source *source);

#endif

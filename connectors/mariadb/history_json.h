/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_json.h: a record of the schema history as JSON text, to and from. Texts come out as
 * Debezium writes them, byte for byte; those of every version and form go in.
 */
#ifndef WEIR_HISTORY_JSON_H
#define WEIR_HISTORY_JSON_H

#include "cdc_offset.h"
#include "cdc_schema.h"

/* One record, compact, as a line of a history file. */
void history_write(struct weir_buf *out, struct weir_str server, const struct cdc_offset *position,
                   int64_t ts_ms, const struct ddl_change *change);
/* A table change by itself, as in the record's tableChanges. */
void history_write_change(struct weir_buf *out, const struct ddl_change *change);
/* JSON text as Jackson's default printer lays it out. */
void history_pretty(struct weir_buf *out, struct weir_str json);

/* "db"."name", as ids of tables are written. */
void history_write_id(struct weir_buf *out, struct weir_str db, struct weir_str name);

struct history_change {
    enum ddl_change_type type;
    struct weir_str db, name;
    struct weir_str old_db, old_name; /* p NULL: no previousId */
    struct my_table *table;           /* NULL for DROP; the reader's caller takes it over */
};

/* What a record says; texts live in the JSON text or the arena. */
struct history_record {
    struct weir_str server;       /* of source; p NULL: not there */
    struct weir_str position;     /* JSON text; p NULL: not there */
    struct weir_str db;           /* p NULL: not there */
    struct weir_str ddl;          /* p NULL: not there */
    struct weir_str changes;      /* JSON text that begins with tableChanges' array; p NULL: none or
                                     empty */
};

enum weir_verdict history_read(struct weir_arena *arena, struct weir_str json,
                               struct history_record *rec, struct weir_err *err);
/* Calls fn for each of rec->changes; a table that fn does not want it frees. */
enum weir_verdict history_read_changes(struct weir_arena *arena, struct weir_str changes,
                                       void (*fn)(void *self, const struct history_change *change),
                                       void *self, struct weir_err *err);

#endif

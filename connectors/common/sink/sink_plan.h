/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_plan.h: what records of one shape mean to a table: its name, its columns, which of them are
 * the key, and the SQL that creates it. The sink keeps plans for its records, migrate makes one a
 * table.
 */
#ifndef SINK_PLAN_H
#define SINK_PLAN_H

#include <weir/record.h>

#include "sink_conf.h"
#include "sink_type.h"

struct pg_table;
struct sink_write;

enum sink_side { SIDE_KEY, SIDE_VALUE, SIDE_HEADERS, SIDE_PLACE, SIDE_COUNT };

struct sink_column {
    struct weir_str field; /* the record's name */
    struct weir_str name;  /* the table's */
    const struct weir_schema *schema;
    uint8_t side; /* enum sink_side: which values it is taken from */
    uint16_t at;
    int16_t per_us; /* a number that is a moment, by timestamp.fields.list: so many a microsecond */
};

struct sink_plan {
    struct weir_str topic;
    const struct weir_schema *key_schema;
    const struct weir_schema *value_schema;
    const struct weir_schema *body_schema; /* value_schema, or that of a CloudEvent's data */
    const struct weir_schema *row_schema; /* what a row is made of; NULL: a tombstone's plan */
    bool ignored;                         /* a schema change event */
    bool envelope;
    bool is_text; /* the value is one column */
    int data_at; /* of a CloudEvent's data in the value; -1: it is none */
    int op_at, before_at, after_at, source_at; /* in the body */
    struct sink_column *columns; /* the key's first */
    uint32_t n_columns, n_keys;
    const char *refused; /* why such records cannot be written; NULL: they can */
    struct sink_write *writes; /* one a table; nearly always one at all */
    uint64_t hash;
    struct sink_plan *next;
};

/* ---- sink_shape.c: a record's schemas become a plan ---- */
/* In arena, with a reference of each schema that is the caller's to give back. */
struct sink_plan *sink_shape(const struct sink_conf *conf, const struct weir_record *rec,
                             struct weir_arena *arena);

/* The value, or the data of the CloudEvent that it is. */
static inline struct weir_value sink_body(const struct sink_plan *plan, const struct weir_record *rec)
{
    bool opens = plan->data_at >= 0 && rec->value.type == WEIR_STRUCT;
    return opens ? rec->value.items[plan->data_at] : rec->value;
}

struct sink_type sink_column_type(const struct sink_conf *conf, const struct sink_column *column);

/* ---- sink_name.c ---- */
/* What the target's table is called for this record; false: the format asks for what is not there. */
bool sink_table_name(const struct sink_conf *conf, const struct weir_record *rec,
                     const struct sink_plan *plan, struct weir_buf *buf);
bool sink_table_by_record(const struct sink_conf *conf); /* it depends on more than the topic */
struct weir_str sink_fold(const struct sink_conf *conf, struct weir_str name,
                          struct weir_arena *arena);
/* "table", "schema.table" or "database.schema.table", folded; schema->p NULL: none was named. */
void sink_name_split(const struct sink_conf *conf, struct weir_str full, struct weir_arena *arena,
                     struct weir_str *schema, struct weir_str *table);
/* "schema"."table", for SQL and people. */
struct weir_str sink_name_words(struct weir_str schema, struct weir_str table,
                                struct weir_arena *arena);

/* ---- sink_columns.c ---- */
/* "name" type [DEFAULT d] NULL|NOT NULL. BAD_DATA, naming table: there is no type for the field. */
enum weir_verdict sink_column_sql(const struct sink_conf *conf, const struct sink_column *column,
                                  bool is_key, struct weir_str table, struct weir_buf *buf,
                                  struct weir_err *err);
/* CREATE TABLE table (...): columns, and the key where with_key. */
enum weir_verdict sink_create_sql(const struct sink_conf *conf, const struct sink_plan *plan,
                                  struct weir_str table, bool with_key, struct weir_buf *buf,
                                  struct weir_err *err);
bool sink_lacks_columns(const struct sink_conf *conf, const struct sink_plan *plan,
                        const struct pg_table *table);
/* ALTER TABLE words ADD COLUMN ..., all that lack. BAD_DATA: a required one has no default. */
enum weir_verdict sink_alter_sql(const struct sink_conf *conf, const struct sink_plan *plan,
                                 const struct pg_table *table, struct weir_str words,
                                 struct weir_buf *buf, struct weir_err *err);

#endif

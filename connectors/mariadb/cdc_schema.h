/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_schema.h: all tables of a server as the schema history tells them. DDL statements and history
 * records go in; tables and a list of what changed come out. One thread.
 */
#ifndef WEIR_CDC_SCHEMA_H
#define WEIR_CDC_SCHEMA_H

#include "common/mysql/ddl.h"

struct cdc_schema; /* db.table -> struct my_table, refcounted tables */

struct cdc_schema *cdc_schema_new(void);
/* Names match in either case: lower_case_table_names is 1 or 2. Before the first table. */
void cdc_schema_nocase(struct cdc_schema *schema);
/* Comments of columns and tables are not kept. Before the first table. */
void cdc_schema_no_comments(struct cdc_schema *schema);
bool cdc_schema_has_comments(const struct cdc_schema *schema);
void cdc_schema_free(struct cdc_schema *schema);
/* NULL: unknown. Lives until the table changes. db, name as the server writes them. */
const struct my_table *cdc_schema_table(const struct cdc_schema *schema, struct weir_str db,
                                        struct weir_str name);
void cdc_schema_put(struct cdc_schema *schema, const struct my_table *table); /* takes it over */
void cdc_schema_drop(struct cdc_schema *schema, struct weir_str db, struct weir_str name);
/* What a table of the database that names none gets; p NULL: never said. */
struct weir_str cdc_schema_charset(const struct cdc_schema *schema, struct weir_str db);
/* Names in order; for "every captured table". */
size_t cdc_schema_list(const struct cdc_schema *schema, struct weir_arena *arena,
                       const struct my_table ***tables);

/*
 * Applies one query event's text, which may hold several statements. default_db is the event's.
 * captured says whether what cannot be followed matters: then BAD_DATA names table and statement;
 * for any other table it changes nothing and is OK. Changes live in arena.
 */
enum weir_verdict cdc_schema_apply(struct cdc_schema *schema, struct weir_str default_db,
                                   struct weir_str sql,
                                   bool (*captured)(void *self, struct weir_str db,
                                                    struct weir_str name),
                                   void *self, struct weir_arena *arena,
                                   struct ddl_changes *changes, struct weir_err *err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_parse.h: what the parsers of single statements share. Used by the ddl_* files alone. */
#ifndef WEIR_DDL_PARSE_H
#define WEIR_DDL_PARSE_H

#include "ddl.h"
#include "ddl_cursor.h"
#include "my_edit.h"

struct ddl_parse {
    struct ddl_cursor cur;
    const struct ddl_token *start; /* of the statement */
    const struct ddl_token *end;   /* its DDL_END or ; */
    struct my_catalog *catalog;
    struct weir_str db; /* the current database */
    bool (*captured)(void *self, struct weir_str db, struct weir_str name);
    void *self;
    struct weir_str lost_db, lost_name; /* the table that could not be followed; p NULL: none */
    struct ddl_change *changes;
    size_t n, cap;
    struct weir_err *err;
};

/* A name's database, or the current one where the text says none. */
struct weir_str ddl_db(const struct ddl_parse *parse, struct weir_str said);
struct weir_str ddl_statement_text(const struct ddl_parse *parse);

/* A new piece, everything but type, names and text unset. */
struct ddl_change *ddl_add(struct ddl_parse *parse, enum ddl_change_type type, struct weir_str db,
                           struct weir_str name, struct weir_str ddl);
/* The change tells of this table, and the catalog has it from now on: it takes it over. */
void ddl_tell(struct ddl_parse *parse, struct ddl_change *change, const struct my_table *table);
/* The statement cannot be followed for this table: BAD_DATA, or OK where it does not matter. */
enum weir_verdict ddl_lost(struct ddl_parse *parse, struct weir_str db, struct weir_str name,
                           const char *why);

/* ---- parts of CREATE and ALTER TABLE ---- */

struct ddl_period {
    struct weir_str name, from, to;
};

/*
 * One item of a definition list: a column, a key, anything else. False: a column without a type.
 */
bool ddl_item(struct ddl_cursor *cur, struct my_edit *edit, const struct ddl_period *period);
/* Whether the item is a key, a check, a period: no column. */
bool ddl_at_constraint(const struct ddl_cursor *cur);
/* (item, item): false where one is wrong. */
bool ddl_items(struct ddl_cursor *cur, struct my_edit *edit);
/* The columns that make a unique index: the key of events, if there is none yet and all of them
 * are known and never null. False: not all are known. */
bool ddl_promote(struct ddl_cursor *cur, struct my_edit *edit);
/* One option of a table; false: nothing taken. */
bool ddl_option(struct ddl_cursor *cur, struct my_edit *edit);

/* Statements; the cursor stands after the words that choose them. */
enum weir_verdict ddl_create_table(struct ddl_parse *parse, bool replace, bool temporary);
enum weir_verdict ddl_alter_table(struct ddl_parse *parse);
enum weir_verdict ddl_create_index(struct ddl_parse *parse);
enum weir_verdict ddl_drop_table(struct ddl_parse *parse);
enum weir_verdict ddl_rename_table(struct ddl_parse *parse);
enum weir_verdict ddl_truncate(struct ddl_parse *parse);
enum weir_verdict ddl_create_database(struct ddl_parse *parse);
enum weir_verdict ddl_alter_database(struct ddl_parse *parse);
enum weir_verdict ddl_drop_database(struct ddl_parse *parse);
enum weir_verdict ddl_use(struct ddl_parse *parse);
enum weir_verdict ddl_set(struct ddl_parse *parse);

#endif

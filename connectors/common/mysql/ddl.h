/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl.h: what SQL statements do to tables. The parser is tolerant: it takes what it must know of a
 * table and passes over the rest, so that a word nobody has heard of stops nothing. What a
 * statement did comes out in the pieces in which the schema history and the schema-change
 * topic tell it.
 */
#ifndef WEIR_DDL_H
#define WEIR_DDL_H

#include "my_catalog.h"

enum ddl_change_type { DDL_CREATE, DDL_ALTER, DDL_DROP };

/* One piece of a statement, as the history and the schema-change topic tell it. */
struct ddl_change {
    enum ddl_change_type type;
    bool has_table_change;   /* false: database-level, index, SET: tableChanges is empty */
    bool is_other;           /* of an index, a grant, ALTER DATABASE: the text as a whole */
    bool is_truncate;        /* TRUNCATE TABLE: an event for data, nothing for the history */
    bool unsure;             /* db.name is not known from the text alone (CREATE ... SELECT, ALTER
                                of a table never seen): ask SHOW CREATE TABLE before its rows */
    struct weir_str db;      /* databaseName */
    struct weir_str name;    /* "" where none */
    struct weir_str old_db;  /* RENAME TABLE: previousId; p NULL: none */
    struct weir_str old_name;
    struct weir_str ddl;     /* this piece's text */
    const struct my_table *table; /* after it; NULL for DROP. Held until the arena goes */
};

struct ddl_changes {
    const struct ddl_change *items;
    size_t n;
};

/*
 * Applies a text, which may hold several statements; default_db is what names without a database
 * mean. Changes live in arena, their texts there or in sql. BAD_DATA, naming table and statement:
 * a table's definition could not be followed, although captured (called at most once a piece)
 * says that it matters; changes then hold the text as a whole, for who goes on nevertheless. What
 * cannot be followed of any other table forgets that table and is OK.
 */
enum weir_verdict ddl_apply(struct my_catalog *catalog, struct weir_str default_db,
                            struct weir_str sql,
                            bool (*captured)(void *self, struct weir_str db, struct weir_str name),
                            void *self, struct weir_arena *arena, struct ddl_changes *changes,
                            struct weir_err *err);

/*
 * A table from the text of SHOW CREATE TABLE, which names no database; charset is the database's
 * own; comments: they are kept. BAD_DATA: not a CREATE TABLE with columns (it may be a view). The
 * caller frees it.
 */
enum weir_verdict ddl_table_of(struct weir_str db, struct weir_str charset, struct weir_str sql,
                               bool comments, struct my_table **table, struct weir_err *err);

#endif

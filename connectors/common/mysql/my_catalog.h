/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_catalog.h: all tables of a server by database and name, and the character sets that databases
 * and server give to tables that name none. One thread.
 */
#ifndef WEIR_MY_CATALOG_H
#define WEIR_MY_CATALOG_H

#include "my_table.h"

struct my_catalog;

struct my_catalog *my_catalog_new(void);
void my_catalog_free(struct my_catalog *catalog); /* NULL is fine */
/* Letters of names match in either case (lower_case_table_names 1 and 2). Before the first table. */
void my_catalog_nocase(struct my_catalog *catalog);

/* Comments of columns and tables are not kept. Before the first table. */
void my_catalog_no_comments(struct my_catalog *catalog);
bool my_catalog_has_comments(const struct my_catalog *catalog);

/* NULL: unknown. Lives until the table changes; hold it to keep it. */
const struct my_table *my_catalog_find(const struct my_catalog *catalog, struct weir_str db,
                                       struct weir_str name);
void my_catalog_put(struct my_catalog *catalog, const struct my_table *table); /* takes it over */
bool my_catalog_drop(struct my_catalog *catalog, struct weir_str db, struct weir_str name);
void my_catalog_drop_db(struct my_catalog *catalog, struct weir_str db);
/* By database and name, in order. */
size_t my_catalog_list(const struct my_catalog *catalog, struct weir_arena *arena,
                       const struct my_table ***tables);

/* The database's, else the server's; p NULL: never said. */
struct weir_str my_catalog_charset(const struct my_catalog *catalog, struct weir_str db);
/* db.p NULL: the server's. */
void my_catalog_set_charset(struct my_catalog *catalog, struct weir_str db,
                            struct weir_str charset);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_column.h: a column's definition: its type and all that may follow, default included. */
#ifndef WEIR_DDL_COLUMN_H
#define WEIR_DDL_COLUMN_H

#include "ddl_cursor.h"
#include "my_edit.h"

/*
 * Takes the definition after the column's name into *column, up to the item's end or ALTER's FIRST
 * and AFTER, and makes the column the key of edit where it says so. False: no type stands there.
 */
bool ddl_column(struct ddl_cursor *cur, struct my_edit *edit, struct my_column *column);

/*
 * ADD (a, b, c): the history tells of the last column as nullable, unless its default stands behind
 * its NOT NULL. definition is the token after its name.
 */
bool ddl_last_is_optional(const struct ddl_token *definition);

/* After the word DEFAULT: takes the value into column. */
void ddl_default(struct ddl_cursor *cur, struct my_column *column);

/* NOT NULL DEFAULT NULL in the history's sense: a nullable column has a default, null. */
void ddl_optional(struct my_column *column, bool optional);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_type.h: a column's type as SQL declares it, in the schema history's terms. */
#ifndef WEIR_DDL_TYPE_H
#define WEIR_DDL_TYPE_H

#include "ddl_cursor.h"
#include "my_table.h"

/*
 * Takes the type and sets type name and expression, JDBC type, length, scale, members and the
 * character set it names (p NULL: the table's). False where no type's name stands. *serial: the
 * type says NOT NULL AUTO_INCREMENT UNIQUE too.
 */
bool ddl_type(struct ddl_cursor *cur, struct my_column *column, bool *serial);

#endif

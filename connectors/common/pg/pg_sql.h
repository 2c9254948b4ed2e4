/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_sql.h: names and texts as SQL writes them.
 */
#ifndef PG_SQL_H
#define PG_SQL_H

#include <weir/buf.h>

void pg_sql_name(struct weir_buf *buf, struct weir_str name);    /* "na""me" */
void pg_sql_literal(struct weir_buf *buf, struct weir_str text); /* 'it''s', E'a\\b' */

#endif

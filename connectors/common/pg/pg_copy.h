/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_copy.h: COPY ... FROM STDIN (FORMAT binary): begin, put rows, end. Its transaction is the
 * caller's. A row is its number of columns in two bytes, then each value as pg_binary.h writes it.
 */
#ifndef PG_COPY_H
#define PG_COPY_H

#include "common/pg/pg_session.h"

/* sql: the COPY statement. */
enum weir_verdict pg_copy_begin(struct pg_session *session, const char *sql, struct weir_err *err);
/* Whole rows, or pieces of them; returns once they have left for the server. */
enum weir_verdict pg_copy_put(struct pg_session *session, struct weir_str bytes,
                              struct weir_err *err);
/* The server's verdict on all of it. */
enum weir_verdict pg_copy_end(struct pg_session *session, struct weir_err *err);
/* Gives the COPY up: the transaction can only be rolled back then. */
void pg_copy_cancel(struct pg_session *session);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_pipe.h: many statements on their way at once (libpq's pipeline mode): begin, send what there
 * is, flush, finish. After a failed statement the server skips the rest.
 */
#ifndef PG_PIPE_H
#define PG_PIPE_H

#include "common/pg/pg_session.h"

/* A statement with binary parameters, prepared at its first use in a connection. sql, types and
 * n_params stay the caller's. */
struct pg_statement {
    const char *sql;
    const uint32_t *types; /* OIDs */
    uint32_t n_params;
    uint64_t prepared; /* the session's; 0 at first */
};

struct pg_param {
    const char *p; /* NULL: SQL's NULL */
    size_t n;
};

enum weir_verdict pg_pipe_begin(struct pg_session *session, struct weir_err *err);
/* params are copied. tag says which statement it was when it fails. */
enum weir_verdict pg_pipe_send(struct pg_session *session, struct pg_statement *statement,
                               const struct pg_param *params, int tag, struct weir_err *err);
/* Without parameters. */
enum weir_verdict pg_pipe_exec(struct pg_session *session, const char *sql, int tag,
                               struct weir_err *err);
/* Pushes everything out; the server works from now on. */
enum weir_verdict pg_pipe_flush(struct pg_session *session, struct weir_err *err);
/*
 * Waits for the answers and leaves pipeline mode. *failed_tag: the first that failed, -1: none did.
 * After an error the rest was skipped, and an open transaction waits to be rolled back.
 */
enum weir_verdict pg_pipe_finish(struct pg_session *session, int *failed_tag, struct weir_err *err);

#endif

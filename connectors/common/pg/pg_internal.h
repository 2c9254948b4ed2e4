/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_internal.h: a session as its own files see it: pg_session.c (making), pg_wait.c (waiting),
 * pg_query.c (single statements), pg_pipe.c (many at once), pg_copy.c (streams).
 */
#ifndef PG_INTERNAL_H
#define PG_INTERNAL_H

#include <libpq-fe.h>
#include <stdatomic.h>

#include "common/pg/pg_pipe.h"
#include "common/pg/pg_url.h"

struct pg_args { /* a statement's parameters as libpq wants them */
    const char **values;
    int *lengths;
    int *formats;
    uint32_t cap;
};

struct pg_session {
    struct pg_url url;
    struct weir_arena *arena;
    const struct weir_log *log;
    const char *set_up; /* SQL that begins a connection */
    PGconn *conn;    /* NULL: not connected */
    uint64_t serial; /* of the connection */
    uint64_t token;  /* as random: no other connection, of any process, has it */
    int wake_fd;
    int wake_grace_ms;
    int64_t grace_until_ms; /* 0: not woken */
    bool prepare;    /* named statements are used */
    uint64_t n_prepared;
    uint64_t prepared_epoch; /* statements prepared before it are forgotten */
    bool forget;             /* DEALLOCATE ALL is due */
    struct pg_error error;
    struct {
        int *tags; /* of what was sent and not answered, in order */
        size_t n, cap;
    } sent;
    struct pg_args args;
};

/* ---- pg_wait.c ---- */
/* Waits until the socket is ready for events; deadline_ms (monotonic) 0: for ever. */
enum weir_verdict pg_wait(struct pg_session *session, short events, int64_t deadline_ms,
                          struct weir_err *err);
/* Until all that was sent has left. */
enum weir_verdict pg_wait_sent(struct pg_session *session, struct weir_err *err);
/* The next result, which is the caller's; NULL between two commands. */
enum weir_verdict pg_wait_result(struct pg_session *session, PGresult **result,
                                 struct weir_err *err);

/* ---- pg_error.c ---- */
/* Keeps what the result says and turns it into an error. */
enum weir_verdict pg_error_of_result(struct pg_session *session, const PGresult *result,
                                     struct weir_err *err);
/* The connection is at fault: it is dropped. */
enum weir_verdict pg_error_of_connection(struct pg_session *session, const char *doing,
                                         struct weir_err *err);

#endif

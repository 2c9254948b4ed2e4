/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_session.h: one connection to PostgreSQL, made again when it was lost. Every call belongs to
 * the thread that owns the session, except pg_session_wake. An error's class is what the server's
 * SQLSTATE means for the caller: again (RETRY), the row (BAD_DATA), a person (BAD_CONFIG).
 */
#ifndef PG_SESSION_H
#define PG_SESSION_H

#include <weir/arena.h>
#include <weir/log.h>

struct pg_session;

struct pg_session_conf {
    struct weir_str url;
    struct weir_str user;     /* p NULL: the URL's */
    struct weir_str password; /* p NULL: the URL's */
    const char *application;  /* unless the URL has a name */
    struct weir_str time_zone; /* of the session; p NULL: UTC */
    const struct weir_log *log;
    struct weir_arena *arena; /* outlives the session */
    int wake_grace_ms; /* so long a wake still lets answers come to what was sent; 0: not at all */
};

/* What the server said about the call that failed last. Names only, never values. */
struct pg_error {
    char sqlstate[6]; /* "": it was not the server */
    char schema[64];
    char table[64];
    char column[64];
    char constraint[64];
    char type[64];
};

/* Reads the URL; does not connect. */
enum weir_verdict pg_session_new(const struct pg_session_conf *conf, struct pg_session **out,
                                 struct weir_err *err);
void pg_session_free(struct pg_session *session);
/* Connects if it is not; RETRY when nobody is there, BAD_CONFIG when one is refused. */
enum weir_verdict pg_session_connect(struct pg_session *session, struct weir_err *err);
bool pg_session_is_connected(const struct pg_session *session);
/* Gives the connection up; what it had not committed is rolled back by the server. */
void pg_session_drop(struct pg_session *session);
/* The call that waits now, or the next that would, returns WOKEN and drops the connection, unless
 * the answer comes within the grace. ANY thread; async-signal-safe. */
void pg_session_wake(struct pg_session *session);

/* currentSchema of the URL; p NULL: the server's search_path counts. */
struct weir_str pg_session_search_path(const struct pg_session *session);
/* 1, 2, ...: which connection this is; what was prepared in another is gone. */
uint64_t pg_session_serial(const struct pg_session *session);
const struct pg_error *pg_session_error(const struct pg_session *session);
/* Puts it back after calls that were only made to recover. */
void pg_session_restore_error(struct pg_session *session, const struct pg_error *error);
/* Of a SQLSTATE: RETRY, BAD_DATA, BAD_CONFIG or FATAL. */
enum weir_verdict pg_state_class(const char *sqlstate);

/* ---- single statements, outside a pipeline ---- */

struct pg_rows;
/* Runs one statement with text arguments (p NULL: SQL's NULL) and gives its rows as texts. */
enum weir_verdict pg_query(struct pg_session *session, const char *sql, const struct weir_str *args,
                           size_t n_args, struct pg_rows **rows, struct weir_err *err);
size_t pg_rows_count(const struct pg_rows *rows);
struct weir_str pg_rows_get(const struct pg_rows *rows, size_t row, int column); /* p NULL: NULL */
bool pg_rows_true(const struct pg_rows *rows, size_t row, int column);
int64_t pg_rows_int(const struct pg_rows *rows, size_t row, int column);
void pg_rows_free(struct pg_rows *rows);
/* One or several statements without arguments or rows. */
enum weir_verdict pg_exec(struct pg_session *session, const char *sql, struct weir_err *err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_session.h: one connection to a MariaDB or MySQL server, over libmariadb. Statements, SELECTs
 * read row by row, and raw replication packets (my_packet.h). A session belongs to one thread;
 * only my_session_wake may come from another.
 *
 * Verdicts: RETRY = the connection is lost or the server says try again; BAD_CONFIG = refused by
 * rights, password or TLS; BAD_DATA = the statement is wrong. The error names host, port and user
 * where connecting failed, never the password; err->code is the server's error number.
 */
#ifndef WEIR_MY_SESSION_H
#define WEIR_MY_SESSION_H

#include <weir/arena.h>
#include <weir/log.h>

enum my_tls { MY_TLS_OFF, MY_TLS_PREFERRED, MY_TLS_REQUIRED, MY_TLS_VERIFY_CA, MY_TLS_VERIFY_FULL };

struct my_conf {
    struct weir_str host;
    int32_t port;
    struct weir_str user;
    struct weir_str password;
    enum my_tls tls;
    /* Files, PEM or PKCS12; p NULL: none. cert may hold the key too. JKS is refused in a sentence. */
    struct weir_str ca, cert, key;
    struct weir_str ca_password, key_password; /* key_password also opens a PKCS12 cert */
    int64_t connect_timeout_ms;
    int64_t query_timeout_ms; /* of reading an answer; 0: none */
    struct weir_str initial_statements; /* ';' separates, ';;' is one; p NULL: none */
};

enum my_flavour { MY_MARIADB, MY_MYSQL };

struct my_session;

/* Always over TCP. Session state afterwards: utf8mb4, time_zone '+00:00', autocommit on, sql_mode ''. */
enum weir_verdict my_session_open(const struct my_conf *conf, struct my_session **session,
                                  struct weir_err *err);
void my_session_close(struct my_session *session); /* NULL is fine */
/* Makes a blocked call return RETRY soon; the session is useless then. ANY thread. */
void my_session_wake(struct my_session *session);

enum my_flavour my_session_flavour(const struct my_session *session);
int my_session_version(const struct my_session *session); /* 101119 for 10.11.19 */

/* A statement whose rows do not matter. */
enum weir_verdict my_session_run(struct my_session *session, const char *sql, struct weir_err *err);

/* A small result, whole: cells row by row, p NULL for NULL; all of it in arena. */
struct my_rows {
    const struct weir_str *cells;
    const struct weir_str *names;
    uint32_t n_columns;
    uint32_t n_rows;
};
enum weir_verdict my_session_rows(struct my_session *session, const char *sql,
                                  struct weir_arena *arena, struct my_rows *rows,
                                  struct weir_err *err);

/* A large result, streamed: memory does not grow with it. One at a time a session. */
struct my_select;
enum weir_verdict my_select_open(struct my_session *session, const char *sql,
                                 struct my_select **select, uint32_t *n_columns,
                                 struct weir_err *err);
/* cells[n_columns], p NULL for NULL, good until the next call; *more = false at the end. */
enum weir_verdict my_select_next(struct my_select *select, struct weir_str *cells, bool *more,
                                 struct weir_err *err);
void my_select_close(struct my_select *select); /* reads what is left, or drops the connection */

/* Appends `name` in backticks, and 'text' quoted for the session's sql_mode. */
void my_quote_name(struct weir_buf *out, struct weir_str name);
void my_quote_text(struct weir_buf *out, struct weir_str text);

#endif

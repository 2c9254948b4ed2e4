/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_session.c: connecting by a configuration, and statements with small answers. Large answers
 * are my_select.c's, the replication stream binlog_stream's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <errmsg.h>

#include <weir/mem.h>

#include "my_handle.h"

#define PARSE_ERROR 1064

/* A reader of a snapshot may pause for as long as the sink of its records needs. */
#define SESSION_STATE                                                                              \
    "SET time_zone='+00:00', autocommit=1, sql_mode='', net_write_timeout=86400, "                 \
    "wait_timeout=86400"

static void start_library(void)
{
    mysql_library_init(0, NULL, NULL);
}

static unsigned seconds(int64_t ms)
{
    return ms <= 0 ? 0 : ms / 1000 >= 86400 ? 86400 : (unsigned)((ms + 999) / 1000);
}

static void set_options(MYSQL *mysql, const struct my_conf *conf)
{
    unsigned connect_s = seconds(conf->connect_timeout_ms);
    unsigned answer_s = seconds(conf->query_timeout_ms);
    unsigned protocol = MYSQL_PROTOCOL_TCP;
    my_bool reconnect = 0;
    mysql_optionsv(mysql, MYSQL_OPT_PROTOCOL, &protocol);
    mysql_optionsv(mysql, MYSQL_OPT_RECONNECT, &reconnect);
    mysql_optionsv(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_optionsv(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "weir");
    if (connect_s) {
        mysql_optionsv(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    }
    if (answer_s) {
        mysql_optionsv(mysql, MYSQL_OPT_READ_TIMEOUT, &answer_s);
        mysql_optionsv(mysql, MYSQL_OPT_WRITE_TIMEOUT, &answer_s);
    }
}

static enum weir_verdict connect_error(MYSQL *mysql, const struct my_conf *conf,
                                       struct weir_err *err)
{
    char what[512];
    snprintf(what, sizeof(what), "cannot connect to the database at %.*s:%d as user '%.*s'",
             WEIR_STR_ARG(conf->host), conf->port, WEIR_STR_ARG(conf->user));
    return my_error_of(mysql, what, err);
}

static enum weir_verdict connect_with(struct my_session *session, const struct my_conf *conf,
                                      enum my_tls mode, struct weir_err *err)
{
    struct my_tls_files files = {{-1, -1, -1}};
    session->mysql = mysql_init(NULL);
    set_options(session->mysql, conf);
    if (my_tls_apply(session->mysql, conf, mode, &files, err) != WEIR_OK) {
        my_tls_files_close(&files);
        return err->class;
    }
    char *host = weir_xstrndup(conf->host.p, conf->host.n);
    char *user = weir_xstrndup(conf->user.p ? conf->user.p : "", conf->user.n);
    char *password = weir_xstrndup(conf->password.p ? conf->password.p : "", conf->password.n);
    const MYSQL *done = mysql_real_connect(session->mysql, host, user, password, NULL,
                                           (unsigned)conf->port, NULL, 0);
    explicit_bzero(password, conf->password.n);
    free(password);
    free(user);
    free(host);
    my_tls_files_close(&files);
    return done ? WEIR_OK : connect_error(session->mysql, conf, err);
}

/* libmariadb 3.3 goes on in the clear where a server has no TLS, whatever it was told. */
static enum weir_verdict check_tls(MYSQL *mysql, const struct my_conf *conf, struct weir_err *err)
{
    if (conf->tls < MY_TLS_REQUIRED || mysql_get_ssl_cipher(mysql)) {
        return WEIR_OK;
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "the database at %.*s:%d does not offer TLS, which is required",
                        WEIR_STR_ARG(conf->host), conf->port);
}

/* PREFERRED is TLS without checks where the server has it, and none where it has not. */
static enum weir_verdict connect_by_mode(struct my_session *session, const struct my_conf *conf,
                                         struct weir_err *err)
{
    enum weir_verdict verdict = connect_with(session, conf, conf->tls, err);
    bool without = verdict != WEIR_OK && conf->tls == MY_TLS_PREFERRED &&
                   err->code == CR_SSL_CONNECTION_ERROR &&
                   !(session->mysql->server_capabilities & CLIENT_SSL);
    if (without) {
        mysql_close(session->mysql);
        verdict = connect_with(session, conf, MY_TLS_OFF, err);
    }
    return verdict == WEIR_OK ? check_tls(session->mysql, conf, err) : verdict;
}

/* Takes the next statement off *rest: ';' separates, ';;' is one. */
static bool next_statement(struct weir_str *rest, struct weir_buf *sql)
{
    weir_buf_reset(sql);
    size_t i = 0;
    while (i < rest->n) {
        char c = rest->p[i++];
        if (c == ';') {
            if (i == rest->n || rest->p[i] != ';') {
                break;
            }
            i++;
        }
        weir_buf_char(sql, c);
    }
    *rest = weir_str_from(*rest, i);
    return i > 0;
}

/* The statements may hold secrets, which the server repeats when it cannot parse them. */
static enum weir_verdict initial_refused(int n, struct weir_err *err)
{
    int code = err->code;
    err->class = err->class == WEIR_RETRY ? WEIR_RETRY : WEIR_BAD_CONFIG;
    if (code == PARSE_ERROR) {
        weir_err_set(err, WEIR_BAD_CONFIG, "the server cannot parse it (error %d)", code);
        err->code = code;
    }
    return weir_err_wrap(err, "initial statement %d", n);
}

static enum weir_verdict run_initial(struct my_session *session, struct weir_str rest,
                                     struct weir_err *err)
{
    struct weir_buf sql;
    enum weir_verdict verdict = WEIR_OK;
    weir_buf_init(&sql, rest.n + 1);
    for (int n = 1; verdict == WEIR_OK && next_statement(&rest, &sql); n++) {
        if (weir_str_trim(weir_buf_view(&sql)).n == 0) {
            continue;
        }
        verdict = my_session_run(session, weir_buf_cstr(&sql), err);
        if (verdict != WEIR_OK) {
            verdict = initial_refused(n, err);
        }
    }
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict open_on(struct my_session *session, const struct my_conf *conf,
                                 struct weir_err *err)
{
    if (connect_by_mode(session, conf, err) != WEIR_OK) {
        return err->class;
    }
    MYSQL *mysql = session->mysql;
    session->fd = mysql_get_socket(mysql);
    session->flavour = mariadb_connection(mysql) ? MY_MARIADB : MY_MYSQL;
    session->version = (int)mysql_get_server_version(mysql);
    if (my_session_run(session, SESSION_STATE, err) != WEIR_OK) {
        return weir_err_wrap(err, "cannot set up the session");
    }
    return conf->initial_statements.p ? run_initial(session, conf->initial_statements, err)
                                      : WEIR_OK;
}

enum weir_verdict my_session_open(const struct my_conf *conf, struct my_session **session,
                                  struct weir_err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_library);
    struct my_session *opened = weir_xcalloc(1, sizeof(*opened));
    opened->answer_timeout_ms = conf->query_timeout_ms;
    opened->fd = -1;
    *session = NULL;
    if (open_on(opened, conf, err) != WEIR_OK) {
        my_session_close(opened);
        return err->class;
    }
    *session = opened;
    return WEIR_OK;
}

void my_session_close(struct my_session *session)
{
    if (session) {
        mysql_close(session->mysql);
        free(session->wire.p);
        free(session);
    }
}

void my_session_wake(struct my_session *session)
{
    shutdown(session->fd, SHUT_RDWR);
}

enum my_flavour my_session_flavour(const struct my_session *session)
{
    return session->flavour;
}

int my_session_version(const struct my_session *session)
{
    return session->version;
}

enum weir_verdict my_session_run(struct my_session *session, const char *sql, struct weir_err *err)
{
    MYSQL *mysql = session->mysql;
    if (mysql_real_query(mysql, sql, strlen(sql))) {
        return my_error_of(mysql, "statement refused", err);
    }
    do {
        MYSQL_RES *result = mysql_use_result(mysql);
        mysql_free_result(result);
    } while (mysql_next_result(mysql) == 0);
    return mysql_errno(mysql) ? my_error_of(mysql, "statement refused", err) : WEIR_OK;
}

static void copy_rows(MYSQL_RES *result, struct weir_arena *arena, struct my_rows *rows)
{
    size_t n_columns = mysql_num_fields(result);
    size_t n_rows = mysql_num_rows(result);
    const MYSQL_FIELD *fields = mysql_fetch_fields(result);
    struct weir_str *names = WEIR_NEW_ARRAY(arena, struct weir_str, n_columns);
    struct weir_str *cells = WEIR_NEW_ARRAY(arena, struct weir_str, n_columns * n_rows);
    for (size_t i = 0; i < n_columns; i++) {
        names[i] = weir_arena_str(arena, weir_str_n(fields[i].name, fields[i].name_length));
    }
    *rows = (struct my_rows){.cells = cells, .names = names, .n_columns = (uint32_t)n_columns,
                             .n_rows = (uint32_t)n_rows};
    for (MYSQL_ROW row; (row = mysql_fetch_row(result)); cells += n_columns) {
        const unsigned long *lengths = mysql_fetch_lengths(result);
        for (size_t i = 0; i < n_columns; i++) {
            cells[i] = row[i] ? weir_arena_str(arena, weir_str_n(row[i], lengths[i]))
                              : WEIR_STR_NULL;
        }
    }
}

enum weir_verdict my_session_rows(struct my_session *session, const char *sql,
                                  struct weir_arena *arena, struct my_rows *rows,
                                  struct weir_err *err)
{
    MYSQL *mysql = session->mysql;
    *rows = (struct my_rows){0};
    if (mysql_real_query(mysql, sql, strlen(sql))) {
        return my_error_of(mysql, "statement refused", err);
    }
    MYSQL_RES *result = mysql_store_result(mysql);
    if (!result) {
        return mysql_errno(mysql) ? my_error_of(mysql, "statement refused", err) : WEIR_OK;
    }
    copy_rows(result, arena, rows);
    mysql_free_result(result);
    return WEIR_OK;
}

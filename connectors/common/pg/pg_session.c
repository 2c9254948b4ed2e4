/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_session.c: a URL and credentials come in, a connection stands when it is needed. Statements
 * go over it by pg_query.c and pg_pipe.c.
 */
#include "common/pg/pg_session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "common/pg/pg_internal.h"
#include "common/pg/pg_sql.h"

#define CONNECT_TIMEOUT_MS 10000 /* the Java driver's */

/* ---- making ---- */

static void complete_url(struct pg_session *session, const struct pg_session_conf *conf)
{
    struct pg_url *url = &session->url;
    pg_url_set(url, "user", conf->user, conf->arena);
    pg_url_set(url, "password", conf->password, conf->arena);
    if (!pg_url_get(url, "application_name")) {
        pg_url_set(url, "fallback_application_name", weir_str_of(conf->application), conf->arena);
    }
    pg_url_set(url, "client_encoding", WEIR_STR("UTF8"), conf->arena);
    if (url->ignored.n) {
        weir_warn(conf->log, "parameters of the connection's URL without a meaning here: %.*s",
                  WEIR_STR_ARG(url->ignored));
    }
}

static void write_set_up(struct pg_session *session, const struct pg_session_conf *conf)
{
    struct weir_buf sql;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SET datestyle = 'ISO, YMD'; SET timezone = ");
    pg_sql_literal(&sql, conf->time_zone.p ? conf->time_zone : WEIR_STR("UTC"));
    session->set_up = weir_arena_cstr(conf->arena, weir_buf_cstr(&sql));
    weir_buf_free(&sql);
}

enum weir_verdict pg_session_new(const struct pg_session_conf *conf, struct pg_session **out,
                                 struct weir_err *err)
{
    struct pg_session *session = weir_xcalloc(1, sizeof(*session));
    session->arena = conf->arena;
    session->log = conf->log;
    session->wake_grace_ms = conf->wake_grace_ms;
    session->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (session->wake_fd < 0) {
        int code = errno;
        free(session);
        return weir_err_set(err, WEIR_RETRY, "cannot make an eventfd: %s", strerror(code));
    }
    enum weir_verdict verdict = pg_url_parse(conf->arena, conf->url, &session->url, err);
    if (verdict != WEIR_OK) {
        pg_session_free(session);
        return verdict;
    }
    complete_url(session, conf);
    write_set_up(session, conf);
    session->prepare = session->url.prepare;
    *out = session;
    return WEIR_OK;
}

void pg_session_drop(struct pg_session *session)
{
    if (session->conn) {
        PQfinish(session->conn);
    }
    session->conn = NULL;
    session->sent.n = 0;
    session->forget = false;
}

void pg_session_free(struct pg_session *session)
{
    if (!session) {
        return;
    }
    pg_session_drop(session);
    if (session->wake_fd >= 0) {
        close(session->wake_fd);
    }
    free(session->sent.tags);
    free(session->args.values);
    free(session->args.lengths);
    free(session->args.formats);
    free(session);
}

/* ---- connecting ---- */

static int64_t timeout_ms(const struct pg_session *session)
{
    const char *text = pg_url_get(&session->url, "connect_timeout");
    int64_t seconds = 0;
    bool given = text && weir_str_to_i64(weir_str_of(text), &seconds) && seconds > 0;
    return given ? seconds * 1000 : CONNECT_TIMEOUT_MS;
}

static enum weir_verdict shake_hands(struct pg_session *session, struct weir_err *err)
{
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms(session);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        enum weir_verdict verdict = pg_wait(session, events, deadline_ms, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
        state = PQconnectPoll(session->conn);
    }
    return WEIR_OK;
}

/* libpq gives no SQLSTATE of a refused connection; what a person must mend is known by words. */
static enum weir_verdict refused(struct pg_session *session, struct weir_err *err)
{
    static const char *const for_people[] = {
        "authentication failed", "no password supplied", "does not exist", "no pg_hba.conf entry",
        "permission denied for database", "invalid connection option", "missing \"=\"",
        "invalid sslmode value", "invalid port number", "certificate verify failed",
        "is not permitted to log in", "could not read root certificate", "invalid URI",
    };
    struct weir_str said = weir_str_trim(weir_str_of(PQerrorMessage(session->conn)));
    enum weir_verdict class = WEIR_RETRY;
    for (size_t i = 0; i < sizeof(for_people) / sizeof(for_people[0]); i++) {
        class = weir_str_find(said, weir_str_of(for_people[i])) >= 0 ? WEIR_BAD_CONFIG : class;
    }
    weir_err_set(err, class, "cannot connect to PostgreSQL: %.*s", WEIR_STR_ARG(said));
    pg_session_drop(session);
    return class;
}

static void say_notice(void *log, const PGresult *result)
{
    const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    weir_debug((const struct weir_log *)log, "PostgreSQL: %s", said ? said : "");
}

static uint64_t new_token(void)
{
    uint64_t token;
    if (getrandom(&token, sizeof(token), 0) != (ssize_t)sizeof(token)) {
        token = (uint64_t)weir_clock_wall_ns() ^ (uint64_t)getpid() << 48;
    }
    return token;
}

enum weir_verdict pg_session_connect(struct pg_session *session, struct weir_err *err)
{
    if (session->conn && PQstatus(session->conn) == CONNECTION_OK) {
        return WEIR_OK;
    }
    pg_session_drop(session);
    session->conn = PQconnectStartParams(session->url.keywords, session->url.values, 1);
    if (!session->conn) {
        return weir_err_set(err, WEIR_RETRY, "no memory for a connection to PostgreSQL");
    }
    if (PQstatus(session->conn) == CONNECTION_BAD) {
        return refused(session, err);
    }
    enum weir_verdict verdict = shake_hands(session, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    if (PQstatus(session->conn) != CONNECTION_OK) {
        return refused(session, err);
    }
    PQsetNoticeReceiver(session->conn, say_notice, (void *)session->log);
    PQsetnonblocking(session->conn, 1);
    session->serial++;
    session->token = new_token();
    session->prepared_epoch = ++session->n_prepared;
    return pg_exec(session, session->set_up, err);
}

bool pg_session_is_connected(const struct pg_session *session)
{
    return session->conn && PQstatus(session->conn) == CONNECTION_OK;
}

/* ---- asking ---- */

struct weir_str pg_session_search_path(const struct pg_session *session)
{
    return session->url.search_path;
}

uint64_t pg_session_serial(const struct pg_session *session)
{
    return session->serial;
}

const struct pg_error *pg_session_error(const struct pg_session *session)
{
    return &session->error;
}

void pg_session_restore_error(struct pg_session *session, const struct pg_error *error)
{
    session->error = *error;
}

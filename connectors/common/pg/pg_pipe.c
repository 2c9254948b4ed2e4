/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_pipe.c: statements go out without waiting for answers, then the answers are taken in the
 * order in which the statements went. What was sent is remembered by a tag for each answer.
 */
#include "common/pg/pg_pipe.h"

#include <stdio.h>

#include <weir/mem.h>

#include "common/pg/pg_internal.h"

#define NO_TAG    (-1)
#define NAME_SIZE 48

static void note(struct pg_session *session, int tag)
{
    if (session->sent.n == session->sent.cap) {
        session->sent.cap = session->sent.cap ? 2 * session->sent.cap : 32;
        session->sent.tags =
            weir_xrealloc(session->sent.tags, session->sent.cap, sizeof(*session->sent.tags));
    }
    session->sent.tags[session->sent.n++] = tag;
}

enum weir_verdict pg_pipe_begin(struct pg_session *session, struct weir_err *err)
{
    enum weir_verdict verdict = pg_session_connect(session, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    session->sent.n = 0;
    if (session->forget) {
        session->forget = false;
        verdict = pg_exec(session, "DEALLOCATE ALL", err);
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    return PQenterPipelineMode(session->conn)
               ? WEIR_OK
               : pg_error_of_connection(session, "begin a pipeline", err);
}

/* A pooler may give our connection to the server to another client and back: with a name of its
 * own a statement is at worst not there, and never somebody else's. */
static void name_of(const struct pg_session *session, const struct pg_statement *statement,
                    char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "weir_%016llx_%llu", (unsigned long long)session->token,
             (unsigned long long)statement->prepared);
}

static enum weir_verdict prepare(struct pg_session *session, struct pg_statement *statement,
                                 int tag, struct weir_err *err)
{
    char name[NAME_SIZE];
    statement->prepared = ++session->n_prepared;
    name_of(session, statement, name);
    if (!PQsendPrepare(session->conn, name, statement->sql, (int)statement->n_params,
                       statement->types)) {
        return pg_error_of_connection(session, "prepare", err);
    }
    note(session, tag);
    return WEIR_OK;
}

static void fill_args(struct pg_args *args, const struct pg_param *params, uint32_t n)
{
    if (n > args->cap) {
        args->cap = n;
        args->values = weir_xrealloc(args->values, n, sizeof(*args->values));
        args->lengths = weir_xrealloc(args->lengths, n, sizeof(*args->lengths));
        args->formats = weir_xrealloc(args->formats, n, sizeof(*args->formats));
    }
    for (uint32_t i = 0; i < n; i++) {
        args->values[i] = params[i].p;
        args->lengths[i] = (int)params[i].n;
        args->formats[i] = 1;
    }
}

enum weir_verdict pg_pipe_send(struct pg_session *session, struct pg_statement *statement,
                               const struct pg_param *params, int tag, struct weir_err *err)
{
    int n = (int)statement->n_params;
    struct pg_args *args = &session->args;
    char name[NAME_SIZE];
    int sent = 0;
    fill_args(args, params, statement->n_params);
    if (session->prepare && statement->prepared <= session->prepared_epoch &&
        prepare(session, statement, tag, err) != WEIR_OK) {
        return err->class;
    }
    if (session->prepare) {
        name_of(session, statement, name);
        sent = PQsendQueryPrepared(session->conn, name, n, args->values, args->lengths,
                                   args->formats, 1);
    } else {
        sent = PQsendQueryParams(session->conn, statement->sql, n, statement->types, args->values,
                                 args->lengths, args->formats, 1);
    }
    note(session, tag);
    return sent ? WEIR_OK : pg_error_of_connection(session, "send", err);
}

enum weir_verdict pg_pipe_exec(struct pg_session *session, const char *sql, int tag,
                               struct weir_err *err)
{
    int sent = PQsendQueryParams(session->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
    note(session, tag);
    return sent ? WEIR_OK : pg_error_of_connection(session, "send", err);
}

enum weir_verdict pg_pipe_flush(struct pg_session *session, struct weir_err *err)
{
    if (!PQpipelineSync(session->conn)) {
        return pg_error_of_connection(session, "send", err);
    }
    return pg_wait_sent(session, err);
}

/* One statement's answer, with the NULL that ends it. */
static enum weir_verdict take(struct pg_session *session, bool *failed, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    struct weir_err why;
    *failed = false;
    for (;;) {
        PGresult *result = NULL;
        if (pg_wait_result(session, &result, &why) != WEIR_OK) {
            *err = why;
            return why.class;
        }
        if (!result) {
            return verdict;
        }
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_FATAL_ERROR && verdict == WEIR_OK) {
            verdict = pg_error_of_result(session, result, err);
            *failed = true;
        }
        PQclear(result);
        if (!session->conn) {
            return verdict;
        }
    }
}

static enum weir_verdict take_sync(struct pg_session *session, struct weir_err *err)
{
    PGresult *result = NULL;
    enum weir_verdict verdict = pg_wait_result(session, &result, err);
    if (verdict == WEIR_OK && (!result || PQresultStatus(result) != PGRES_PIPELINE_SYNC)) {
        verdict = pg_error_of_connection(session, "end a pipeline", err);
    }
    PQclear(result);
    return verdict;
}

/* A pooler handed us another server connection, or another client's: named statements do not do. */
static enum weir_verdict without_names(struct pg_session *session, struct weir_err *err)
{
    bool is_name = strcmp(session->error.sqlstate, "26000") == 0 ||
                   strcmp(session->error.sqlstate, "42P05") == 0;
    if (!is_name || !session->prepare) {
        return err->class;
    }
    weir_info(session->log, "a pooler seems to stand before PostgreSQL: statements are no longer "
                            "prepared by name (prepareThreshold=0 says so from the start)");
    session->prepare = false;
    err->class = WEIR_RETRY;
    return WEIR_RETRY;
}

enum weir_verdict pg_pipe_finish(struct pg_session *session, int *failed_tag, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    struct weir_err why;
    struct pg_error kept = {0};
    *failed_tag = NO_TAG;
    for (size_t i = 0; i < session->sent.n && session->conn; i++) {
        bool failed;
        int tag = session->sent.tags[i];
        enum weir_verdict got = take(session, &failed, &why);
        if (got != WEIR_OK && verdict == WEIR_OK) {
            verdict = got;
            *err = why;
            *failed_tag = failed ? tag : NO_TAG;
            kept = session->error;
        }
    }
    session->sent.n = 0;
    if (session->conn && take_sync(session, &why) == WEIR_OK) {
        PQexitPipelineMode(session->conn);
    }
    if (verdict == WEIR_OK) {
        return session->conn ? WEIR_OK : (*err = why, why.class);
    }
    session->error = kept;
    session->prepared_epoch = ++session->n_prepared; /* which of them were is not known */
    session->forget = session->prepare;
    return without_names(session, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_copy.c: rows in COPY's binary form go to the server as they come. What does not leave at once
 * is waited for, so that nothing piles up in memory.
 */
#include "common/pg/pg_copy.h"

#include "common/pg/pg_internal.h"

/* Signature, flags, no extension. */
static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
#define HEAD_BYTES 19

static enum weir_verdict failed(struct pg_session *session, const char *doing, struct weir_err *err)
{
    PGresult *result = NULL;
    enum weir_verdict verdict = pg_wait_result(session, &result, err);
    if (verdict == WEIR_OK && result && PQresultStatus(result) == PGRES_FATAL_ERROR) {
        verdict = pg_error_of_result(session, result, err);
    } else if (verdict == WEIR_OK) {
        verdict = pg_error_of_connection(session, doing, err);
    }
    PQclear(result);
    return verdict;
}

static enum weir_verdict put(struct pg_session *session, const char *p, size_t n,
                             struct weir_err *err)
{
    if (PQputCopyData(session->conn, p, (int)n) != 1) {
        return failed(session, "write", err);
    }
    return pg_wait_sent(session, err);
}

enum weir_verdict pg_copy_begin(struct pg_session *session, const char *sql, struct weir_err *err)
{
    PGresult *result = NULL;
    if (!PQsendQuery(session->conn, sql)) {
        return pg_error_of_connection(session, "send", err);
    }
    if (pg_wait_sent(session, err) != WEIR_OK || pg_wait_result(session, &result, err) != WEIR_OK) {
        return err->class;
    }
    if (!result) {
        return pg_error_of_connection(session, "no answer to COPY", err);
    }
    enum weir_verdict verdict = WEIR_OK;
    if (PQresultStatus(result) != PGRES_COPY_IN) {
        verdict = pg_error_of_result(session, result, err);
    }
    PQclear(result);
    return verdict == WEIR_OK ? put(session, head, HEAD_BYTES, err) : verdict;
}

enum weir_verdict pg_copy_put(struct pg_session *session, struct weir_str bytes,
                              struct weir_err *err)
{
    return put(session, bytes.p, bytes.n, err);
}

/* All results of the COPY; the first that failed counts. */
static enum weir_verdict take_results(struct pg_session *session, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    struct weir_err why;
    for (;;) {
        PGresult *result = NULL;
        if (pg_wait_result(session, &result, &why) != WEIR_OK) {
            *err = why;
            return why.class;
        }
        if (!result) {
            return verdict;
        }
        if (PQresultStatus(result) == PGRES_FATAL_ERROR && verdict == WEIR_OK) {
            verdict = pg_error_of_result(session, result, err);
        }
        PQclear(result);
        if (!session->conn) {
            return verdict;
        }
    }
}

enum weir_verdict pg_copy_end(struct pg_session *session, struct weir_err *err)
{
    if (put(session, "\377\377", 2, err) != WEIR_OK) {
        return err->class;
    }
    if (PQputCopyEnd(session->conn, NULL) != 1) {
        return failed(session, "end COPY", err);
    }
    if (pg_wait_sent(session, err) != WEIR_OK) {
        return err->class;
    }
    return take_results(session, err);
}

void pg_copy_cancel(struct pg_session *session)
{
    struct weir_err err;
    if (!pg_session_is_connected(session)) {
        return;
    }
    if (PQputCopyEnd(session->conn, "given up") != 1 || pg_wait_sent(session, &err) != WEIR_OK) {
        pg_session_drop(session);
        return;
    }
    take_results(session, &err);
}

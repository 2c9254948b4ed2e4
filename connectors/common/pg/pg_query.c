/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_query.c: one statement and its rows as texts, for catalogues and DDL. The data's way is
 * pg_pipe.c.
 */
#include "common/pg/pg_internal.h"

#define ARGS_MAX 16

static bool is_fine(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

/* Takes all results of what was sent; keeps the last, or the first that failed. */
static enum weir_verdict collect(struct pg_session *session, PGresult **kept, struct weir_err *err)
{
    enum weir_verdict verdict = pg_wait_sent(session, err);
    *kept = NULL;
    while (verdict == WEIR_OK) {
        PGresult *result = NULL;
        verdict = pg_wait_result(session, &result, err);
        if (verdict != WEIR_OK || !result) {
            break;
        }
        if (*kept && !is_fine(*kept)) {
            PQclear(result);
            continue;
        }
        PQclear(*kept);
        *kept = result;
    }
    if (verdict == WEIR_OK && *kept && !is_fine(*kept)) {
        verdict = pg_error_of_result(session, *kept, err);
    } else if (verdict == WEIR_OK && !*kept) {
        verdict = pg_error_of_connection(session, "no result", err);
    }
    if (verdict != WEIR_OK) {
        PQclear(*kept);
        *kept = NULL;
    }
    return verdict;
}

enum weir_verdict pg_query(struct pg_session *session, const char *sql, const struct weir_str *args,
                           size_t n_args, struct pg_rows **rows, struct weir_err *err)
{
    const char *values[ARGS_MAX];
    PGresult *result = NULL;
    if (n_args > ARGS_MAX) {
        return weir_err_set(err, WEIR_FATAL, "too many arguments of a query");
    }
    enum weir_verdict verdict = pg_session_connect(session, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    struct weir_arena texts;
    weir_arena_init(&texts, 1024);
    for (size_t i = 0; i < n_args; i++) {
        values[i] = args[i].p ? weir_arena_str(&texts, args[i]).p : NULL;
    }
    int sent = PQsendQueryParams(session->conn, sql, (int)n_args, NULL, values, NULL, NULL, 0);
    weir_arena_free(&texts);
    verdict = sent ? collect(session, &result, err) : pg_error_of_connection(session, "send", err);
    *rows = (struct pg_rows *)result;
    return verdict;
}

enum weir_verdict pg_exec(struct pg_session *session, const char *sql, struct weir_err *err)
{
    PGresult *result = NULL;
    enum weir_verdict verdict = pg_session_connect(session, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    if (!PQsendQuery(session->conn, sql)) {
        return pg_error_of_connection(session, "send", err);
    }
    verdict = collect(session, &result, err);
    PQclear(result);
    return verdict;
}

size_t pg_rows_count(const struct pg_rows *rows)
{
    return (size_t)PQntuples((const PGresult *)rows);
}

struct weir_str pg_rows_get(const struct pg_rows *rows, size_t row, int column)
{
    const PGresult *result = (const PGresult *)rows;
    if (PQgetisnull(result, (int)row, column)) {
        return WEIR_STR_NULL;
    }
    return weir_str_n(PQgetvalue(result, (int)row, column),
                      (size_t)PQgetlength(result, (int)row, column));
}

bool pg_rows_true(const struct pg_rows *rows, size_t row, int column)
{
    return weir_str_is(pg_rows_get(rows, row, column), "t");
}

int64_t pg_rows_int(const struct pg_rows *rows, size_t row, int column)
{
    int64_t number = 0;
    return weir_str_to_i64(pg_rows_get(rows, row, column), &number) ? number : 0;
}

void pg_rows_free(struct pg_rows *rows)
{
    PQclear((PGresult *)rows);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_blame.c: a row that PostgreSQL refused by itself comes in; the table, the column, both types
 * and the value's length go out as its record's error, never the value. Which column it was the
 * server does not say of data errors: each value is cast by itself until one is refused. A column
 * for which there is no cast at all is not the row's fault yet: it may be null in all of them.
 */
#include "common/pg/pg_type.h"
#include "sink.h"

#include <stdio.h>

#define NO_CAST "42846"

/* ---- what can be seen from here ---- */

static size_t characters(struct weir_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        n += ((uint8_t)text.p[i] & 0xc0) != 0x80;
    }
    return n;
}

static bool is_too_long(const struct sink_bind *bind, struct weir_value val)
{
    bool textual = bind->column->base == PG_VARCHAR || bind->column->base == PG_BPCHAR;
    return textual && bind->column->length >= 0 && val.type == WEIR_STRING &&
           characters(weir_value_str(val)) > (size_t)bind->column->length;
}

/* ---- what the server must be asked ---- */

static enum weir_verdict try_cast(struct sink *sink, const struct sink_group *group, uint32_t i,
                                  bool *refused, bool *castless, struct weir_err *err)
{
    const struct sink_bind *bind = &group->write->binds[i];
    const char *sql = weir_arena_printf(
        &sink->batch->arena, "SELECT (u.c%s)::%.*s FROM unnest($1) AS u(c)", bind->cast,
        WEIR_STR_ARG(bind->column->type_name));
    const uint32_t type = pg_type_array(bind->wire);
    struct pg_statement probe = {.sql = sql, .types = &type, .n_params = 1};
    int failed;
    enum weir_verdict verdict = pg_pipe_begin(sink->session, err);
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_exec(sink->session, "SAVEPOINT weir", -2, err);
    }
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_send(sink->session, &probe, &sink->params[group->params + i], 0, err);
    }
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_flush(sink->session, err);
    }
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_finish(sink->session, &failed, err);
    }
    *refused = verdict == WEIR_BAD_DATA || verdict == WEIR_BAD_CONFIG;
    *castless = *refused && bind->wire != PG_TEXT &&
                strcmp(pg_session_error(sink->session)->sqlstate, NO_CAST) == 0;
    if (!pg_session_is_connected(sink->session)) {
        return verdict;
    }
    return pg_exec(sink->session, "ROLLBACK TO SAVEPOINT weir", err);
}

/* The column at fault, n_columns: it is not to be found. The row is bound as the only group. */
static enum weir_verdict find_column(struct sink *sink, const struct sink_row *row, uint32_t *found,
                                     bool *castless, struct weir_err *err)
{
    const struct sink_write *write = row->write;
    uint32_t n = row->op == OP_DELETE ? write->plan->n_keys : write->plan->n_columns;
    *castless = false;
    for (*found = 0; *found < n; ++*found) {
        const struct sink_column *column = &write->plan->columns[*found];
        if (is_too_long(&write->binds[*found], row->sides[column->side][column->at])) {
            return WEIR_OK;
        }
    }
    for (*found = 0; *found < n && sink->n_groups == 1; ++*found) {
        bool refused = false;
        if (try_cast(sink, &sink->groups[0], *found, &refused, castless, err) != WEIR_OK) {
            return err->class;
        }
        if (refused) {
            return WEIR_OK;
        }
    }
    *found = write->plan->n_columns;
    return WEIR_OK;
}

/* ---- words ---- */

static void say_column(struct sink *sink, struct sink_row *row, uint32_t i, const char *why)
{
    const struct sink_column *column = &row->write->plan->columns[i];
    const struct sink_bind *bind = &row->write->binds[i];
    struct weir_value val = row->sides[column->side][column->at];
    bool sized = val.type == WEIR_STRING || val.type == WEIR_BYTES || val.type == WEIR_DECIMAL;
    char length[32] = "";
    struct weir_buf words;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, bind->schema);
    if (sized) {
        snprintf(length, sizeof(length), " of %u bytes", val.n);
    }
    sink_row_bad(sink, row,
                 "table %.*s, column %.*s: a value%s of type %.*s cannot be stored as %.*s: %s",
                 WEIR_STR_ARG(row->write->target->words), WEIR_STR_ARG(bind->column->name), length,
                 WEIR_STR_ARG(weir_buf_view(&words)), WEIR_STR_ARG(bind->column->type_name), why);
    weir_buf_free(&words);
}

static const char *hint(const char *sqlstate)
{
    if (strcmp(sqlstate, "42P10") == 0) {
        return "; an upsert needs a primary key or unique index on exactly the key's columns";
    }
    if (strcmp(sqlstate, "23503") == 0) {
        return "; the order of rows holds within a topic's partition only: restart the task once the "
               "other row is there, or drop this foreign key, which the source has checked";
    }
    return "";
}

static void take_nulls_only(struct sink *sink, struct sink_write *write, uint32_t column)
{
    sink_bind_nulls_only(&write->binds[column], &sink->plan_arena);
    for (size_t op = 0; op < OP_SKIP; op++) {
        write->statements[op] = (struct pg_statement){0};
    }
}

enum weir_verdict sink_blame(struct sink *sink, struct sink_row *row, bool *again,
                             struct weir_err *err)
{
    const struct pg_error error = *pg_session_error(sink->session);
    const struct weir_err why = *err;
    uint32_t column = row->write->plan->n_columns;
    bool by_value = strncmp(error.sqlstate, "22", 2) == 0 || strcmp(error.sqlstate, NO_CAST) == 0;
    *again = false;
    if (by_value && find_column(sink, row, &column, again, err) != WEIR_OK) {
        return err->class;
    }
    if (*again) {
        take_nulls_only(sink, row->write, column);
    } else if (column < row->write->plan->n_columns) {
        say_column(sink, row, column, why.text);
    } else {
        sink_row_bad(sink, row, "table %.*s: %s%s", WEIR_STR_ARG(row->write->target->words),
                     why.text, hint(error.sqlstate));
    }
    return WEIR_OK;
}

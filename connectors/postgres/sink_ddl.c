/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_ddl.c: a plan and what the catalogue knows of its table come in; with
 * schema.evolution=basic the table is created or gets the columns it lacks, in a transaction of
 * its own before the data.
 */
#include <stdio.h>

#include <weir/decimal.h>
#include <weir/time.h>

#include "common/pg/pg_sql.h"
#include "sink.h"

#define SQL_MAX ((size_t)1024 * 1024)

/* ---- defaults ---- */

static void put_instant(struct weir_buf *buf, const struct sink_type *type, int64_t at)
{
    int64_t us = type->per_us < 0 ? at * -(int64_t)type->per_us : at / type->per_us;
    struct weir_civil civil;
    int64_t seconds = us / 1000000 - (us % 1000000 < 0);
    weir_civil_from_ms(seconds * 1000, &civil);
    weir_buf_char(buf, '\'');
    if (type->kind == KIND_TIMESTAMP) {
        weir_buf_printf(buf, "%04d-%02d-%02d ", civil.year, civil.month, civil.day);
    }
    weir_buf_printf(buf, "%02d:%02d:%02d", civil.hour, civil.minute, civil.second);
    int micros = (int)(us - seconds * 1000000);
    if (micros) {
        weir_buf_printf(buf, ".%06d", micros);
    }
    weir_buf_char(buf, '\'');
}

static void put_bytes(struct weir_buf *buf, struct weir_str bytes)
{
    weir_buf_text(buf, "'\\x");
    for (size_t i = 0; i < bytes.n; i++) {
        weir_buf_printf(buf, "%02x", (uint8_t)bytes.p[i]);
    }
    weir_buf_char(buf, '\'');
}

static void put_date(struct weir_buf *buf, int64_t days)
{
    weir_buf_char(buf, '\'');
    weir_time_date(buf, days);
    weir_buf_char(buf, '\'');
}

/* false: such a default is not written (bits, json, geometry, containers). */
static bool put_default(struct weir_buf *buf, const struct sink_type *type, struct weir_value val)
{
    char number[40];
    switch (val.type) {
    case WEIR_BOOLEAN:
        weir_buf_text(buf, val.b ? "TRUE" : "FALSE");
        return true;
    case WEIR_FLOAT32:
        weir_buf_text(buf, (snprintf(number, sizeof(number), "%.9g", (double)val.f32), number));
        return true;
    case WEIR_FLOAT64:
        weir_buf_text(buf, (snprintf(number, sizeof(number), "%.17g", val.f64), number));
        return true;
    case WEIR_STRING:
        pg_sql_literal(buf, weir_value_str(val));
        return true;
    case WEIR_BYTES:
        put_bytes(buf, weir_value_str(val));
        return true;
    case WEIR_DECIMAL:
        weir_decimal_plain(buf, weir_value_str(val), val.scale);
        return true;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    default:
        return false;
    }
    if (type->kind == KIND_DATE) {
        put_date(buf, val.i);
    } else if (type->kind == KIND_TIME || type->kind == KIND_TIMESTAMP) {
        put_instant(buf, type, val.i);
    } else {
        weir_buf_i64(buf, val.i);
    }
    return true;
}

static bool has_default(const struct weir_schema *sch, const struct sink_type *type)
{
    return sch->has_default && sch->def.type != WEIR_NULL && type->kind != KIND_BITS &&
           type->kind != KIND_JSON && type->kind != KIND_UUID && type->kind != KIND_XML;
}

/* ---- columns ---- */

/* "name" type [DEFAULT d] NULL|NOT NULL; false: there is no type for it. */
static bool put_column(struct sink *sink, struct weir_buf *buf, const struct sink_column *column,
                       bool is_key)
{
    const struct sink_conf *conf = sink->conf;
    struct sink_type type = sink_type_of(column->schema, conf->plain_types);
    pg_sql_name(buf, column->name);
    weir_buf_char(buf, ' ');
    if (!sink_type_column(buf, column->schema, conf->plain_types, conf->geometry_schema)) {
        return false;
    }
    size_t before = buf->n;
    if (has_default(column->schema, &type)) {
        weir_buf_text(buf, " DEFAULT ");
        if (!put_default(buf, &type, column->schema->def)) {
            buf->n = before;
        }
    }
    weir_buf_text(buf, is_key || !column->schema->optional ? " NOT NULL" : " NULL");
    return true;
}

static enum weir_verdict no_type(const struct sink_target *target, const struct sink_column *column,
                                 struct weir_err *err)
{
    struct weir_buf words;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, column->schema);
    weir_err_set(err, WEIR_BAD_DATA, "table %.*s: there is no column type for the field %.*s of %.*s",
                 WEIR_STR_ARG(target->words), WEIR_STR_ARG(column->field),
                 WEIR_STR_ARG(weir_buf_view(&words)));
    weir_buf_free(&words);
    return WEIR_BAD_DATA;
}

/* ---- statements ---- */

static enum weir_verdict create_sql(struct sink *sink, const struct sink_plan *plan,
                                    const struct sink_target *target, struct weir_buf *buf,
                                    struct weir_err *err)
{
    weir_buf_printf(buf, "CREATE TABLE %.*s (", WEIR_STR_ARG(target->words));
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        weir_buf_text(buf, i ? ", " : "");
        if (!put_column(sink, buf, &plan->columns[i], i < plan->n_keys)) {
            return no_type(target, &plan->columns[i], err);
        }
    }
    for (uint32_t i = 0; i < plan->n_keys; i++) {
        weir_buf_text(buf, i ? ", " : ", PRIMARY KEY(");
        pg_sql_name(buf, plan->columns[i].name);
    }
    weir_buf_text(buf, plan->n_keys ? "))" : ")");
    return weir_buf_check(buf, WEIR_BAD_DATA, "CREATE TABLE", err);
}

static bool is_missing(const struct sink *sink, const struct sink_target *target,
                       const struct sink_column *column)
{
    return pg_table_column(target->table, column->name, !sink->conf->quote) < 0;
}

static enum weir_verdict alter_sql(struct sink *sink, const struct sink_plan *plan,
                                   const struct sink_target *target, struct weir_buf *buf,
                                   struct weir_err *err)
{
    const char *sep = "";
    weir_buf_printf(buf, "ALTER TABLE %.*s ", WEIR_STR_ARG(target->words));
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        const struct sink_column *column = &plan->columns[i];
        if (!is_missing(sink, target, column)) {
            continue;
        }
        if (!column->schema->optional && !column->schema->has_default) {
            return weir_err_set(err, WEIR_BAD_DATA,
                                "table %.*s: the field %.*s is required and has no default, so its "
                                "column cannot be added to a table that exists",
                                WEIR_STR_ARG(target->words), WEIR_STR_ARG(column->field));
        }
        weir_buf_printf(buf, "%sADD COLUMN ", sep);
        sep = ", ";
        if (!put_column(sink, buf, column, false)) {
            return no_type(target, column, err);
        }
    }
    return weir_buf_check(buf, WEIR_BAD_DATA, "ALTER TABLE", err);
}

/* ---- running them ---- */

/* Another task may have been quicker; what the catalogue says afterwards decides. */
static enum weir_verdict run(struct sink *sink, struct sink_target *target, struct weir_buf *sql,
                             struct weir_err *err)
{
    struct weir_buf all;
    weir_buf_init(&all, SQL_MAX + 1024);
    struct weir_str path = pg_session_search_path(sink->session);
    if (path.p) {
        weir_buf_printf(&all, "SET LOCAL search_path = %.*s; ", WEIR_STR_ARG(path));
    }
    weir_buf_str(&all, weir_buf_view(sql));
    weir_info(sink->log, "%s", weir_buf_cstr(sql));
    enum weir_verdict verdict = pg_exec(sink->session, weir_buf_cstr(&all), err);
    weir_buf_free(&all);
    if (verdict == WEIR_RETRY || verdict == WEIR_WOKEN) {
        return verdict;
    }
    struct weir_err why;
    enum weir_verdict got = sink_target_read(sink, target, &why);
    if (got != WEIR_OK) {
        *err = why;
        return got;
    }
    if (verdict != WEIR_OK) {
        weir_warn(sink->log, "refused: %s", err->text);
    }
    return verdict;
}

static bool lacks_any(const struct sink *sink, const struct sink_plan *plan,
                      const struct sink_target *target)
{
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        if (is_missing(sink, target, &plan->columns[i])) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict create(struct sink *sink, const struct sink_plan *plan,
                                struct sink_target *target, struct weir_buf *sql,
                                struct weir_err *err)
{
    if (!plan->row_schema) { /* a tombstone: no table, nothing to delete */
        return WEIR_OK;
    }
    if (!sink->conf->auto_create) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "table %.*s does not exist and cannot be created, since %s",
                            WEIR_STR_ARG(target->words),
                            sink->conf->flat_only ? "auto.create is false"
                                                  : "schema.evolution is none");
    }
    enum weir_verdict verdict = create_sql(sink, plan, target, sql, err);
    if (verdict == WEIR_OK) {
        verdict = run(sink, target, sql, err);
    }
    bool is_there = verdict != WEIR_RETRY && verdict != WEIR_WOKEN && target->table;
    return is_there ? WEIR_OK : verdict;
}

static enum weir_verdict alter(struct sink *sink, const struct sink_plan *plan,
                               struct sink_target *target, struct weir_buf *sql,
                               struct weir_err *err)
{
    if (!sink->conf->auto_evolve) {
        for (uint32_t i = 0; i < plan->n_columns; i++) {
            if (is_missing(sink, target, &plan->columns[i])) {
                return weir_err_set(err, WEIR_BAD_DATA,
                                    "table %.*s has no column %.*s and none can be added, since %s",
                                    WEIR_STR_ARG(target->words),
                                    WEIR_STR_ARG(plan->columns[i].name),
                                    sink->conf->flat_only ? "auto.evolve is false"
                                                          : "schema.evolution is none");
            }
        }
    }
    enum weir_verdict verdict = alter_sql(sink, plan, target, sql, err);
    if (verdict == WEIR_OK) {
        verdict = run(sink, target, sql, err);
    }
    bool complete = verdict != WEIR_RETRY && verdict != WEIR_WOKEN && target->table &&
                    !lacks_any(sink, plan, target);
    return complete ? WEIR_OK : verdict;
}

enum weir_verdict sink_ddl_ensure(struct sink *sink, const struct sink_plan *plan,
                                  struct sink_target *target, struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = WEIR_OK;
    if (!target->table) {
        verdict = create(sink, plan, target, &sql, err);
    }
    weir_buf_reset(&sql);
    bool lacks = verdict == WEIR_OK && target->table && lacks_any(sink, plan, target);
    if (lacks && sink_target_read(sink, target, err) != WEIR_OK) { /* somebody may have added them */
        verdict = err->class;
    } else if (lacks && target->table && lacks_any(sink, plan, target)) {
        verdict = alter(sink, plan, target, &sql, err);
    }
    weir_buf_free(&sql);
    return verdict;
}

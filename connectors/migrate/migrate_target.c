/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_target.c: target tables: looked at, created as the sink would create them (without a
 * key while they are loaded) or emptied where that is asked for. Who creates one marks it with a
 * comment, which goes when migrate_finish.c has completed it: however a run ended, the next one
 * knows which tables are half made.
 */
#include <stdio.h>

#include "common/pg/pg_sql.h"
#include "migrate.h"
#include "migrate_row.h"

#define SQL_MAX ((size_t)1 << 20)

static enum weir_verdict exec(struct pg_session *pg, struct weir_buf *sql, struct weir_err *err)
{
    return weir_buf_check(sql, WEIR_BAD_DATA, "a statement", err) == WEIR_OK
               ? pg_exec(pg, weir_buf_cstr(sql), err)
               : err->class;
}

/* ---- what is there ---- */

static enum weir_verdict has_rows(struct migrate *migrate, const struct migrate_table *table,
                                  bool *has, struct weir_err *err)
{
    struct weir_buf sql;
    struct pg_rows *rows = NULL;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "SELECT EXISTS (SELECT 1 FROM %.*s)", WEIR_STR_ARG(table->words));
    enum weir_verdict verdict = pg_query(migrate->pg, weir_buf_cstr(&sql), NULL, 0, &rows, err);
    weir_buf_free(&sql);
    if (verdict == WEIR_OK) {
        *has = pg_rows_true(rows, 0, 0);
        pg_rows_free(rows);
    }
    return verdict;
}

#define MARK "weir migrate has not finished this table"

/* The key's columns, all of them and no others, in any order. */
static bool is_key(const struct migrate_table *table, const struct pg_key *key, bool fold)
{
    uint32_t n = table->plan->n_keys;
    uint32_t n_found = 0;
    for (uint32_t i = 0; i < n; i++) {
        int at = pg_table_column(table->existing, table->plan->columns[i].name, fold);
        for (uint32_t j = 0; j < key->n; j++) {
            n_found += at >= 0 && key->columns[j] == (uint32_t)at;
        }
    }
    return key->n == n && n_found == n;
}

static enum weir_verdict look_closer(struct migrate *migrate, struct migrate_table *table,
                                     struct weir_err *err)
{
    const struct pg_table *existing = table->existing;
    struct pg_rows *rows = NULL;
    char oid[16];
    snprintf(oid, sizeof(oid), "%u", existing->oid);
    const struct weir_str args[] = {weir_str_of(oid), WEIR_STR(MARK)};
    if (pg_query(migrate->pg,
                 "SELECT relpersistence = 'u', obj_description(oid, 'pg_class') = $2 FROM "
                 "pg_catalog.pg_class WHERE oid = $1::oid",
                 args, 2, &rows, err) != WEIR_OK) {
        return err->class;
    }
    table->unlogged = pg_rows_true(rows, 0, 0);
    table->created = pg_rows_true(rows, 0, 1);
    pg_rows_free(rows);
    table->keyed = false;
    for (uint32_t i = 0; i < existing->n_keys; i++) {
        table->keyed = table->keyed || is_key(table, &existing->keys[i], !migrate->config.sink.quote);
    }
    return WEIR_OK;
}

static enum weir_verdict look(struct migrate *migrate, struct migrate_table *table,
                              struct weir_err *err)
{
    if (pg_table_read(migrate->pg, table->schema, table->target, !migrate->config.sink.quote,
                      &migrate->arena, &table->existing, err) != WEIR_OK) {
        return err->class;
    }
    if (table->existing) { /* it may be written with other letters, as the sink finds it too */
        table->words =
            sink_name_words(table->existing->schema, table->existing->name, &migrate->arena);
        return look_closer(migrate, table, err);
    }
    return WEIR_OK;
}

enum weir_verdict migrate_target_check(struct migrate *migrate, struct migrate_table *table,
                                       struct weir_err *err)
{
    if (look(migrate, table, err) != WEIR_OK) {
        return err->class;
    }
    if (!table->existing) {
        return WEIR_OK;
    }
    if (has_rows(migrate, table, &table->has_rows, err) != WEIR_OK) {
        return err->class;
    }
    if (table->has_rows && !migrate->options.resume && !migrate->options.replace) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "%.*s has rows already: --resume goes on with an interrupted copy, "
                            "--replace empties it first",
                            WEIR_STR_ARG(table->words));
    }
    return WEIR_OK;
}

bool migrate_target_lacks_key(const struct migrate *migrate, const struct migrate_table *table)
{
    bool is_table = table->existing->kind == 'r' || table->existing->kind == 'p';
    bool due = table->created || migrate->config.sink.insert_mode == SINK_UPSERT;
    return is_table && due && table->plan->n_keys && !table->keyed;
}

/* ---- making it ---- */

enum weir_verdict migrate_target_sql(const struct migrate *migrate,
                                     const struct migrate_table *table, struct weir_buf *sql,
                                     struct weir_err *err)
{
    return sink_create_sql(&migrate->config.sink, table->plan, table->words, false, sql, err);
}

enum weir_verdict migrate_target_schema(struct migrate *migrate, const struct migrate_table *table,
                                        struct weir_err *err)
{
    struct pg_rows *rows = NULL;
    if (!table->schema.p) {
        return WEIR_OK;
    }
    if (pg_query(migrate->pg, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1",
                 &table->schema, 1, &rows, err) != WEIR_OK) {
        return err->class;
    }
    bool is_there = pg_rows_count(rows) > 0;
    pg_rows_free(rows);
    if (is_there) {
        return WEIR_OK;
    }
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "CREATE SCHEMA ");
    pg_sql_name(&sql, table->schema);
    enum weir_verdict verdict = exec(migrate->pg, &sql, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict create_sql(const struct migrate *migrate,
                                    const struct migrate_table *table, struct weir_buf *sql,
                                    struct weir_err *err)
{
    struct weir_str path = pg_session_search_path(migrate->pg);
    weir_buf_text(sql, "BEGIN; ");
    if (path.p) {
        weir_buf_printf(sql, "SET LOCAL search_path = %.*s; ", WEIR_STR_ARG(path));
    }
    if (table->existing) {
        weir_buf_printf(sql, "DROP TABLE %.*s; ", WEIR_STR_ARG(table->words));
    }
    enum weir_verdict verdict = migrate_target_sql(migrate, table, sql, err);
    weir_buf_printf(sql, "; COMMENT ON TABLE %.*s IS '" MARK "'", WEIR_STR_ARG(table->words));
    if (migrate->options.unlogged) {
        weir_buf_printf(sql, "; ALTER TABLE %.*s SET UNLOGGED", WEIR_STR_ARG(table->words));
    }
    weir_buf_text(sql, "; COMMIT");
    return verdict;
}

static enum weir_verdict create(struct migrate *migrate, struct migrate_table *table,
                                struct weir_err *err)
{
    struct weir_buf sql;
    if (migrate_target_schema(migrate, table, err) != WEIR_OK) {
        return err->class;
    }
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = create_sql(migrate, table, &sql, err);
    verdict = verdict == WEIR_OK ? exec(migrate->pg, &sql, err) : verdict;
    weir_buf_free(&sql);
    if (verdict != WEIR_OK) { /* without the session its lock on the database's name would go */
        struct weir_err why;
        pg_exec(migrate->pg, "ROLLBACK", &why);
        return verdict;
    }
    return look(migrate, table, err);
}

static enum weir_verdict empty(struct migrate *migrate, const struct migrate_table *table,
                               struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "TRUNCATE %.*s", WEIR_STR_ARG(table->words));
    enum weir_verdict verdict = exec(migrate->pg, &sql, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict bind_column(struct migrate *migrate, struct migrate_table *table,
                                     uint32_t i, struct weir_err *err)
{
    const struct sink_conf *conf = &migrate->config.sink;
    const struct sink_column *column = &table->plan->columns[i];
    struct sink_bind *bind = &table->fields[i].bind;
    int at = pg_table_column(table->existing, column->name, !conf->quote);
    const char *why = NULL;
    if (at < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s has no column %.*s: add it, or drop the table "
                            "so that it is created",
                            WEIR_STR_ARG(table->words), WEIR_STR_ARG(column->name));
    }
    if (!sink_bind_choose(conf, column, &table->existing->columns[at], NULL, &migrate->arena, bind,
                          &why)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s, column %.*s: it cannot be stored as %.*s%s%s",
                            WEIR_STR_ARG(table->words), WEIR_STR_ARG(column->name),
                            WEIR_STR_ARG(table->existing->columns[at].type_name), why ? ": " : "",
                            why ? why : "");
    }
    if (!table->through_chain) {
        const struct migrate_field *field = &table->fields[i];
        const struct weir_schema *from =
            field->in_key ? table->cdc->key_schema : table->cdc->row_schema;
        const struct sink_column own = {.schema = from->fields[field->at].schema};
        if (own.schema != column->schema) { /* a number that the sink's Cast makes a truth */
            sink_bind_choose(conf, &own, &table->existing->columns[at], NULL, &migrate->arena, bind,
                             &why);
        }
    }
    bind->null_default = bind->null_default || migrate->nulls_become_defaults;
    table->staged = table->staged || !migrate_copies(bind);
    return WEIR_OK;
}

/* A key that is missing is made in the end; that needs a table without a primary one. */
static enum weir_verdict check_key(const struct migrate *migrate, const struct migrate_table *table,
                                   struct weir_err *err)
{
    const struct pg_table *existing = table->existing;
    if (migrate_target_lacks_key(migrate, table) && existing->n_keys && existing->keys[0].primary) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "%.*s has another primary key than the sink's: its upserts need a unique "
                            "index on exactly their key's columns",
                            WEIR_STR_ARG(table->words));
    }
    return WEIR_OK;
}

static enum weir_verdict forget(struct migrate *migrate, const struct migrate_table *table,
                                struct weir_err *err)
{
    return table->resumed ? WEIR_OK : migrate_state_forget(migrate, table, err);
}

enum weir_verdict migrate_target_make(struct migrate *migrate, struct migrate_table *table,
                                      struct weir_err *err)
{
    if (table->done && !migrate->options.verify) {
        return WEIR_OK;
    }
    bool creates = !table->existing || (table->created && !table->resumed);
    if (creates && (forget(migrate, table, err) != WEIR_OK || create(migrate, table, err) != WEIR_OK)) {
        return weir_err_wrap(err, "%.*s cannot be created", WEIR_STR_ARG(table->words));
    }
    if (check_key(migrate, table, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < table->plan->n_columns; i++) {
        if (bind_column(migrate, table, i, err) != WEIR_OK) {
            return err->class;
        }
    }
    table->merged = table->resumed && table->keyed;
    table->staged = table->staged || table->merged;
    if (!creates && forget(migrate, table, err) != WEIR_OK) {
        return err->class;
    }
    if (migrate->options.replace && empty(migrate, table, err) != WEIR_OK) {
        return weir_err_wrap(err, "%.*s cannot be emptied", WEIR_STR_ARG(table->words));
    }
    return WEIR_OK;
}

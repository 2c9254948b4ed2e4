/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_target.c: target tables: looked at, created as the sink would create them (without a
 * key while they are loaded), emptied where that is asked for, and finished. SET LOGGED writes each
 * row anew and one by one, which costs more than COPY saves in an UNLOGGED table: such tables are
 * only for who asks for them.
 */
#include "common/pg/pg_sql.h"
#include "common/pg/pg_type.h"
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

static enum weir_verdict create(struct migrate *migrate, struct migrate_table *table,
                                struct weir_err *err)
{
    struct weir_buf sql;
    struct weir_str path = pg_session_search_path(migrate->pg);
    if (migrate_target_schema(migrate, table, err) != WEIR_OK) {
        return err->class;
    }
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_text(&sql, "BEGIN; ");
    if (path.p) {
        weir_buf_printf(&sql, "SET LOCAL search_path = %.*s; ", WEIR_STR_ARG(path));
    }
    enum weir_verdict verdict = migrate_target_sql(migrate, table, &sql, err);
    if (verdict == WEIR_OK) {
        if (migrate->options.unlogged) {
            weir_buf_printf(&sql, "; ALTER TABLE %.*s SET UNLOGGED", WEIR_STR_ARG(table->words));
        }
        weir_buf_text(&sql, "; COMMIT");
        verdict = exec(migrate->pg, &sql, err);
    }
    weir_buf_free(&sql);
    table->created = verdict == WEIR_OK;
    if (verdict != WEIR_OK) {
        pg_session_drop(migrate->pg);
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

enum weir_verdict migrate_target_make(struct migrate *migrate, struct migrate_table *table,
                                      struct weir_err *err)
{
    if (!table->existing) {
        if (create(migrate, table, err) != WEIR_OK) {
            return weir_err_wrap(err, "%.*s cannot be created", WEIR_STR_ARG(table->words));
        }
    } else if (migrate->options.replace && empty(migrate, table, err) != WEIR_OK) {
        return weir_err_wrap(err, "%.*s cannot be emptied", WEIR_STR_ARG(table->words));
    }
    for (uint32_t i = 0; i < table->plan->n_columns; i++) {
        if (bind_column(migrate, table, i, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- finishing it ---- */

static void key_list(const struct migrate_table *table, struct weir_buf *sql)
{
    for (uint32_t i = 0; i < table->plan->n_keys; i++) {
        weir_buf_text(sql, i ? ", " : "");
        pg_sql_name(sql, table->plan->columns[i].name);
    }
}

/* Chunks of two runs were read at two places: a row that went from one to the other is there twice,
 * and the later one counts. */
static enum weir_verdict drop_doubles(const struct migrate_table *table, struct pg_session *pg,
                                      struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql,
                    "DELETE FROM %.*s WHERE ctid IN (SELECT ctid FROM (SELECT ctid, row_number() "
                    "OVER (PARTITION BY ",
                    WEIR_STR_ARG(table->words));
    key_list(table, &sql);
    weir_buf_text(&sql, " ORDER BY xmin::text::bigint DESC) AS n FROM ");
    weir_buf_str(&sql, table->words);
    weir_buf_text(&sql, ") AS doubles WHERE n > 1)");
    enum weir_verdict verdict = exec(pg, &sql, err);
    weir_buf_free(&sql);
    return verdict;
}

static enum weir_verdict complete(struct migrate *migrate, const struct migrate_table *table,
                                  struct pg_session *pg, struct weir_err *err)
{
    struct weir_buf sql;
    enum weir_verdict verdict = pg_exec(pg, "BEGIN", err);
    bool has_key = table->plan->n_keys > 0;
    if (verdict == WEIR_OK && has_key && migrate->options.resume) {
        verdict = drop_doubles(table, pg, err);
    }
    weir_buf_init(&sql, SQL_MAX);
    weir_buf_printf(&sql, "ALTER TABLE %.*s SET LOGGED", WEIR_STR_ARG(table->words)); /* if it is not */
    if (has_key) {
        weir_buf_text(&sql, ", ADD PRIMARY KEY (");
        key_list(table, &sql);
        weir_buf_char(&sql, ')');
    }
    verdict = verdict == WEIR_OK ? exec(pg, &sql, err) : verdict;
    verdict = verdict == WEIR_OK ? migrate_state_done(migrate, pg, table, err) : verdict;
    verdict = verdict == WEIR_OK ? pg_exec(pg, "COMMIT", err) : verdict;
    weir_buf_free(&sql);
    if (verdict != WEIR_OK) {
        pg_session_drop(pg);
    }
    return verdict;
}

enum weir_verdict migrate_target_finish(struct migrate *migrate, struct migrate_table *table,
                                        struct pg_session *pg, struct weir_err *err)
{
    enum weir_verdict verdict = table->created ? complete(migrate, table, pg, err)
                                               : migrate_state_done(migrate, pg, table, err);
    if (verdict != WEIR_OK) {
        return weir_err_wrap(err, "%.*s cannot be finished", WEIR_STR_ARG(table->words));
    }
    return WEIR_OK;
}

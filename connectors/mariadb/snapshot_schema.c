/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot_schema.c: the definitions of all tables become the statements that the schema history
 * begins with, in Debezium's order: character set, drops, databases, tables. Under the lock they
 * are only gathered; telling them comes afterwards.
 */
#include "common/mariadb/cdc_filter.h"
#include "common/mariadb/server.h"
#include "snapshot_parts.h"

#define SQL_MAX ((size_t)16 << 20)

static void add(struct source_snapshot *snapshot, struct weir_str db, struct weir_str sql)
{
    if (snapshot->n_ddl == snapshot->cap_ddl) {
        struct snapshot_ddl *old = snapshot->ddl;
        snapshot->cap_ddl = snapshot->cap_ddl ? 2 * snapshot->cap_ddl : 64;
        snapshot->ddl = WEIR_NEW_ARRAY(&snapshot->arena, struct snapshot_ddl, snapshot->cap_ddl);
        if (snapshot->n_ddl) {
            memcpy(snapshot->ddl, old, snapshot->n_ddl * sizeof(*old));
        }
    }
    snapshot->ddl[snapshot->n_ddl++] = (struct snapshot_ddl){db, sql};
}

struct weir_str snapshot_quoted(struct source_snapshot *snapshot, const char *head,
                                struct weir_str db, struct weir_str name)
{
    struct weir_buf sql;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, head);
    my_quote_name(&sql, db);
    if (name.p) {
        weir_buf_char(&sql, '.');
        my_quote_name(&sql, name);
    }
    struct weir_str text = weir_arena_str(&snapshot->arena, weir_buf_view(&sql));
    weir_buf_free(&sql);
    return text;
}

/* ---- which tables ---- */

static bool wanted(const struct source *source, const struct server_table *table)
{
    const struct mariadb_conf *conf = source->conf;
    if (cdc_filter_table(conf, table->db, table->name)) {
        return true;
    }
    bool builtin = conf->ignore_builtin && cdc_filter_is_builtin(table->db);
    return !builtin && !conf->history_captured_tables_only &&
           (!conf->history_captured_dbs_only || cdc_filter_database(conf, table->db));
}

/* ---- statements ---- */

static enum weir_verdict add_character_set(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct my_rows rows;
    if (my_session_rows(snapshot->source->session,
                        "SELECT @@global.character_set_server, @@global.collation_server",
                        &snapshot->arena, &rows, err) != WEIR_OK) {
        return err->class;
    }
    add(snapshot, WEIR_STR(""),
        weir_str_of(weir_arena_printf(&snapshot->arena,
                                      "SET character_set_server=%.*s, collation_server=%.*s",
                                      WEIR_STR_ARG(rows.cells[0]), WEIR_STR_ARG(rows.cells[1]))));
    return WEIR_OK;
}

static enum weir_verdict add_database(struct source_snapshot *snapshot, struct weir_str db,
                                      struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM "
                        "information_schema.SCHEMATA WHERE SCHEMA_NAME=");
    my_quote_text(&sql, db);
    enum weir_verdict verdict = my_session_rows(snapshot->source->session, weir_buf_cstr(&sql),
                                                &snapshot->arena, &rows, err);
    weir_buf_free(&sql);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    struct weir_str create = snapshot_quoted(snapshot, "CREATE DATABASE ", db, WEIR_STR_NULL);
    if (rows.n_rows) {
        create = weir_str_of(weir_arena_printf(&snapshot->arena, "%s CHARSET %.*s COLLATE %.*s",
                                               create.p, WEIR_STR_ARG(rows.cells[0]),
                                               WEIR_STR_ARG(rows.cells[1])));
    }
    add(snapshot, db, snapshot_quoted(snapshot, "DROP DATABASE IF EXISTS ", db, WEIR_STR_NULL));
    add(snapshot, db, create);
    add(snapshot, db, snapshot_quoted(snapshot, "USE ", db, WEIR_STR_NULL));
    return WEIR_OK;
}

static enum weir_verdict add_table(struct source_snapshot *snapshot,
                                   const struct server_table *table, struct weir_err *err)
{
    struct source *source = snapshot->source;
    struct my_rows rows;
    struct weir_str show = snapshot_quoted(snapshot, "SHOW CREATE TABLE ", table->db, table->name);
    if (my_session_rows(source->session, show.p, &snapshot->arena, &rows, err) == WEIR_OK &&
        rows.n_rows && rows.n_columns > 1) {
        add(snapshot, table->db, rows.cells[1]);
        return WEIR_OK;
    }
    if (cdc_filter_table(source->conf, table->db, table->name) || err->class == WEIR_RETRY) {
        return weir_err_wrap(err, "the definition of %.*s.%.*s", WEIR_STR_ARG(table->db),
                             WEIR_STR_ARG(table->name));
    }
    weir_debug(source->log, "the definition of %.*s.%.*s is not to be had: %s",
               WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name), err->text);
    return WEIR_OK;
}

static enum weir_verdict add_database_with_tables(struct source_snapshot *snapshot,
                                                  const struct server_tables *list,
                                                  struct weir_str db, struct weir_err *err)
{
    bool begun = false;
    for (size_t i = 0; i < list->n; i++) {
        const struct server_table *table = &list->items[i];
        if (!weir_str_eq(table->db, db) || !wanted(snapshot->source, table)) {
            continue;
        }
        if (!begun && add_database(snapshot, db, err) != WEIR_OK) {
            return err->class;
        }
        begun = true;
        if (add_table(snapshot, table, err) != WEIR_OK) {
            return err->class;
        }
    }
    if (!begun && cdc_filter_database(snapshot->source->conf, db)) {
        return add_database(snapshot, db, err);
    }
    return WEIR_OK;
}

enum weir_verdict snapshot_schema(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct source *source = snapshot->source;
    struct server_tables list;
    if (add_character_set(snapshot, err) != WEIR_OK ||
        server_tables(source->session, &snapshot->arena, &list, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < list.n; i++) {
        if (wanted(source, &list.items[i])) {
            add(snapshot, list.items[i].db,
                snapshot_quoted(snapshot, "DROP TABLE IF EXISTS ",
                                                   list.items[i].db, list.items[i].name));
        }
    }
    for (size_t i = 0; i < list.n_databases; i++) {
        if (add_database_with_tables(snapshot, &list, list.databases[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- telling ---- */

static enum weir_verdict tell_one(struct source_snapshot *snapshot, const struct snapshot_ddl *ddl,
                                  struct weir_batch *batch, struct weir_err *err)
{
    struct source *source = snapshot->source;
    struct ddl_changes changes = {0};
    bool is_last = !snapshot->plan.data && snapshot->next_ddl + 1 == snapshot->n_ddl;
    struct cdc_origin origin = {
        .ts_us = snapshot->offset.ts_sec * 1000000,
        .snapshot = is_last ? CDC_SNAPSHOT_LAST : CDC_SNAPSHOT_TRUE,
        .file = snapshot->offset.file,
        .pos = (uint64_t)snapshot->offset.pos,
        .thread = -1,
    };
    enum weir_verdict verdict = cdc_schema_apply(source->schema, ddl->db, ddl->sql, source_captured,
                                                 source, &batch->arena, &changes, err);
    if (verdict == WEIR_BAD_DATA && source->conf->history_skip_unparseable) {
        weir_warn(source->log, "a definition is passed over: %s", err->text);
        return WEIR_OK;
    }
    const struct cdc_offset *position =
        snapshot->plan.keep_offset ? &snapshot->stored : &snapshot->offset;
    for (size_t i = 0; verdict == WEIR_OK && i < changes.n; i++) {
        verdict =
            source_ddl_tell(source, &changes.items[i], &changes, position, &origin, batch, err);
    }
    return verdict == WEIR_BAD_DATA ? (err->class = WEIR_FATAL) : verdict;
}

enum weir_verdict snapshot_tell(struct source_snapshot *snapshot, struct weir_batch *batch,
                                bool *more, struct weir_err *err)
{
    while (snapshot->next_ddl < snapshot->n_ddl && !weir_batch_full(batch)) {
        if (weir_task_stopping(snapshot->source->task)) {
            return weir_err_set(err, WEIR_WOKEN, "the task shall end");
        }
        if (tell_one(snapshot, &snapshot->ddl[snapshot->next_ddl], batch, err) != WEIR_OK) {
            return err->class;
        }
        snapshot->next_ddl++;
    }
    *more = snapshot->next_ddl < snapshot->n_ddl;
    return WEIR_OK;
}

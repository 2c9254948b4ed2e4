/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_heal.c: rows of a captured table come whose definition we do not know, or know otherwise.
 * The server is asked what the table is now; where that is proven to be what it was when the
 * rows were written, it is taken, and written to the schema history.
 */
#include <weir/time.h>

#include "cdc_fit.h"
#include "common/mariadb/server.h"
#include "source.h"

#define EVENTS_MAX 20000 /* of the binlog looked through for later statements */

static enum weir_verdict ask(struct source *source, struct weir_arena *arena, struct weir_buf *sql,
                             struct my_rows *rows, struct weir_err *err)
{
    const char *text = weir_buf_cstr(sql);
    if (!text) {
        return weir_buf_check(sql, WEIR_BAD_DATA, "a statement", err);
    }
    enum weir_verdict verdict = my_session_rows(source->session, text, arena, rows, err);
    weir_buf_reset(sql);
    return verdict;
}

static enum weir_verdict show_create(struct source *source, const struct binlog_table_map *map,
                                     struct weir_arena *arena, struct weir_str *text,
                                     struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SHOW CREATE TABLE ");
    my_quote_name(&sql, map->db);
    weir_buf_char(&sql, '.');
    my_quote_name(&sql, map->name);
    enum weir_verdict verdict = ask(source, arena, &sql, &rows, err);
    weir_buf_free(&sql);
    if (verdict == WEIR_OK && (rows.n_rows == 0 || rows.n_columns < 2)) {
        return weir_err_set(err, WEIR_BAD_DATA, "the server shows no definition");
    }
    *text = verdict == WEIR_OK ? rows.cells[1] : WEIR_STR_NULL;
    return verdict;
}

static bool is_statement(struct weir_str type, struct weir_str info)
{
    return weir_str_starts(type, WEIR_STR("Query")) && !weir_str_is(info, "BEGIN") &&
           !weir_str_is(info, "COMMIT");
}

/*
 * Whether the binlog, from the event at hand to its end, has no statement that names the table;
 * only asked within the file at hand.
 */
static bool unchanged_since(struct source *source, const struct binlog_table_map *map,
                            struct weir_arena *arena)
{
    struct weir_buf sql;
    struct my_rows rows = {.n_rows = 0};
    struct server_place end;
    struct weir_err ignored;
    struct weir_str file = weir_buf_view(&source->place.file);
    if (server_place(source->session, arena, &end, &ignored) != WEIR_OK ||
        !weir_str_eq(end.file, file)) {
        return false;
    }
    weir_buf_init(&sql, 4096);
    weir_buf_printf(&sql, "SHOW BINLOG EVENTS IN '%.*s' FROM %llu LIMIT %d", WEIR_STR_ARG(file),
                    (unsigned long long)source->place.next_pos, EVENTS_MAX);
    enum weir_verdict verdict = ask(source, arena, &sql, &rows, &ignored);
    weir_buf_free(&sql);
    bool none = verdict == WEIR_OK && rows.n_rows < EVENTS_MAX && rows.n_columns >= 6;
    for (uint32_t i = 0; none && i < rows.n_rows; i++) {
        const struct weir_str *row = &rows.cells[(size_t)i * rows.n_columns];
        none = !is_statement(row[2], row[5]) || weir_str_find(row[5], map->name) < 0;
    }
    return none;
}

static enum weir_verdict keep(struct source *source, const struct my_table *table,
                              struct weir_str text, struct weir_err *err)
{
    const struct ddl_change change = {.type = DDL_CREATE,
                                      .has_table_change = true,
                                      .db = table->db,
                                      .name = table->name,
                                      .old_db = WEIR_STR_NULL,
                                      .old_name = WEIR_STR_NULL,
                                      .ddl = text,
                                      .table = table};
    struct cdc_offset position;
    source_place_offset(&source->place, &position);
    enum weir_verdict verdict =
        history_append(source->history, &position, weir_clock_wall_ms(), &change, err);
    if (verdict != WEIR_OK) {
        my_table_free(table);
        return verdict;
    }
    weir_warn(source->log, "the definition of %.*s.%.*s is taken from SHOW CREATE TABLE",
              WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name));
    source_table_forget(source, table->db, table->name);
    cdc_schema_put(source->schema, table);
    return WEIR_OK;
}

/*
 * Without a primary key the server has the first unique one that is never null, where Debezium, and
 * so the events, may have another or none: by its rules for the statements, which stand.
 */
static bool only_promoted(struct source *source, const struct binlog_table_map *map,
                          struct weir_str show)
{
    const struct my_table *known = cdc_schema_table(source->schema, map->db, map->name);
    uint32_t hidden = 0;
    struct weir_err ignored;
    return known && cdc_fit(known, map, &hidden, &ignored) == CDC_KEY_DIFFERS &&
           weir_str_find(show, WEIR_STR("\n  PRIMARY KEY (")) < 0;
}

enum weir_verdict source_heal(struct source *source, const struct binlog_table_map *map,
                              struct weir_err *err)
{
    struct weir_arena arena;
    struct weir_str text;
    struct my_table *table = NULL;
    if (source_session(source, err) != WEIR_OK) {
        return err->class;
    }
    weir_arena_init(&arena, 16384);
    enum weir_verdict verdict = show_create(source, map, &arena, &text, err);
    bool stays = verdict == WEIR_OK && only_promoted(source, map, text);
    if (verdict == WEIR_OK && !stays) {
        bool unchanged = !map->has_names && unchanged_since(source, map, &arena);
        verdict = cdc_fit_heal(text, cdc_schema_charset(source->schema, map->db),
                               cdc_schema_has_comments(source->schema), map, unchanged, &table,
                               err);
    }
    if (verdict == WEIR_OK && !stays) {
        verdict = keep(source, table, text, err);
    }
    weir_arena_free(&arena);
    return verdict;
}

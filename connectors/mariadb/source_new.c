/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_new.c: tables that joined the include list since the last start. What is known of them
 * from the history stays true; the definition of any other is asked of the server, and holds from
 * the place where the stream comes to what the server said. Their rows are read beside the stream,
 * where the configuration wants rows.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "common/mariadb/cdc_filter.h"
#include "incremental.h"
#include "known.h"
#include "common/mariadb/server.h"
#include "source.h"

/* A definition, and the place from which on it holds. */
struct source_adopted {
    struct source_table *table;
    char *sql, *file;
    int64_t pos;
    struct cdc_gtids *gtids;
    bool read; /* its rows are read then */
    struct source_adopted *next;
};

static struct weir_str db_of(const struct source_table *table)
{
    return weir_str_n(table->id.p, table->n_db);
}

static struct weir_str name_of(const struct source_table *table)
{
    return weir_str_from(table->id, table->n_db + 1);
}

static void joined(struct source *source, struct weir_str db, struct weir_str name, bool read)
{
    if (!read) {
        known_add(source, db, name);
        return;
    }
    weir_info(source->log, "%.*s.%.*s is newly captured: its rows are read beside the stream",
              WEIR_STR_ARG(db), WEIR_STR_ARG(name));
    struct incremental_table entry = {.db = db, .name = name, .is_new = true};
    incremental_add(source, &entry, WEIR_STR_NULL);
}

/* ---- a definition that the history lacks ---- */

static void free_adopted(struct source_adopted *adopted)
{
    cdc_gtids_free(adopted->gtids);
    free(adopted->sql);
    free(adopted->file);
    free(adopted);
}

void source_new_close(struct source *source)
{
    while (source->adopted) {
        struct source_adopted *adopted = source->adopted;
        source->adopted = adopted->next;
        free_adopted(adopted);
    }
}

/* Reading from the table keeps its definition as it is until the commit. */
static enum weir_verdict ask(struct source *source, struct source_table *table,
                             struct weir_arena *arena, struct my_rows *create,
                             struct server_place *place, struct weir_err *err)
{
    struct my_session *session = source->session;
    struct my_rows ignored;
    struct weir_buf name;
    weir_buf_init(&name, 4096);
    my_quote_name(&name, db_of(table));
    weir_buf_char(&name, '.');
    my_quote_name(&name, name_of(table));
    char *select = weir_arena_printf(arena, "SELECT 1 FROM %s LIMIT 1", weir_buf_cstr(&name));
    char *show = weir_arena_printf(arena, "SHOW CREATE TABLE %s", weir_buf_cstr(&name));
    weir_buf_free(&name);
    enum weir_verdict verdict = my_session_run(session, "START TRANSACTION", err);
    if (verdict == WEIR_OK && my_session_rows(session, select, arena, &ignored, err) == WEIR_OK &&
        my_session_rows(session, show, arena, create, err) == WEIR_OK &&
        server_place(session, arena, place, err) == WEIR_OK) {
        return my_session_run(session, "COMMIT", err);
    }
    verdict = err->class;
    source_session_close(source);
    return verdict;
}

static enum weir_verdict adopt(struct source *source, struct source_table *table, bool read,
                               struct weir_arena *arena, struct weir_err *err)
{
    struct my_rows create;
    struct server_place place;
    if (source_session(source, err) != WEIR_OK ||
        ask(source, table, arena, &create, &place, err) != WEIR_OK) {
        return weir_err_wrap(err, "the definition of %s", table->id.p);
    }
    struct source_adopted *adopted = weir_xcalloc(1, sizeof(*adopted));
    adopted->table = table;
    adopted->sql = weir_xstrndup(create.cells[1].p, create.cells[1].n);
    adopted->file = weir_xstrndup(place.file.p, place.file.n);
    adopted->pos = place.pos;
    adopted->gtids = cdc_gtids_new();
    adopted->read = read;
    adopted->next = source->adopted;
    source->adopted = adopted;
    table->pending = true;
    return cdc_gtids_read(adopted->gtids, place.gtids, err);
}

static bool is_reached(const struct source *source, const struct source_adopted *adopted)
{
    const struct source_place *place = &source->place;
    if (!cdc_gtids_empty(adopted->gtids) && cdc_gtids_contains(place->gtids, adopted->gtids)) {
        return true;
    }
    return cdc_offset_compare_files(weir_buf_view(&place->file), (int64_t)place->next_pos,
                                    weir_str_of(adopted->file), adopted->pos) >= 0;
}

static enum weir_verdict define(struct source *source, struct source_adopted *adopted,
                                struct weir_batch *batch, struct weir_err *err)
{
    struct source_table *table = adopted->table;
    struct my_table *made = NULL;
    struct cdc_offset position;
    struct cdc_origin origin = {.ts_us = source->place.ts_sec * 1000000,
                                .server_id = source->place.server_id,
                                .file = weir_buf_view(&source->place.file),
                                .pos = source->place.next_pos,
                                .thread = -1};
    if (ddl_table_of(db_of(table), WEIR_STR_NULL, weir_str_of(adopted->sql),
                     cdc_schema_has_comments(source->schema), &made, err) != WEIR_OK) {
        return weir_err_wrap(err, "the definition of %s", table->id.p);
    }
    cdc_schema_put(source->schema, made);
    source_table_forget(source, db_of(table), name_of(table));
    table->pending = false;
    source_place_offset(&source->place, &position);
    struct ddl_change change = {
        .type = DDL_CREATE,
        .has_table_change = true,
        .db = db_of(table),
        .name = name_of(table),
        .ddl = weir_str_of(adopted->sql),
        .table = cdc_schema_table(source->schema, db_of(table), name_of(table)),
    };
    joined(source, db_of(table), name_of(table), adopted->read);
    const struct ddl_changes statement = {&change, 1};
    return source_ddl_tell(source, &change, &statement, &position, &origin, batch, err);
}

enum weir_verdict source_new_step(struct source *source, struct weir_batch *batch,
                                  struct weir_err *err)
{
    for (struct source_adopted **at = &source->adopted; *at;) {
        struct source_adopted *adopted = *at;
        if (!is_reached(source, adopted)) {
            at = &adopted->next;
            continue;
        }
        enum weir_verdict verdict = define(source, adopted, batch, err);
        *at = adopted->next;
        free_adopted(adopted);
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
    return WEIR_OK;
}

/* ---- at a start ---- */

static enum weir_verdict look_at_server(struct source *source, bool read, struct weir_arena *arena,
                                        struct weir_err *err)
{
    struct server_tables list;
    if (server_tables(source->session, arena, &list, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < list.n; i++) {
        const struct server_table *at = &list.items[i];
        if (known_has(source, at->db, at->name) ||
            cdc_schema_table(source->schema, at->db, at->name)) {
            continue;
        }
        struct source_table *table = source_table_find(source, at->db, at->name);
        if (table && adopt(source, table, read, arena, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static void look_at_schema(struct source *source, bool read, struct weir_arena *arena)
{
    const struct my_table **tables;
    size_t n = cdc_schema_list(source->schema, arena, &tables);
    for (size_t i = 0; i < n; i++) {
        const struct my_table *table = tables[i];
        if (cdc_filter_table(source->conf, table->db, table->name) &&
            !known_has(source, table->db, table->name)) {
            bool is_signal = cdc_filter_is_signal(source->conf, table->db, table->name);
            joined(source, table->db, table->name, read && !is_signal);
        }
    }
}

enum weir_verdict source_new_tables(struct source *source, bool read, struct weir_err *err)
{
    struct weir_arena arena;
    bool found = false;
    enum weir_verdict verdict = WEIR_OK;
    if (incremental_restore(source, err) != WEIR_OK || known_load(source, &found, err) != WEIR_OK) {
        return err->class;
    }
    if (!found) { /* the first time, or after Debezium: all there is counts as known */
        known_add_all(source);
        return WEIR_OK;
    }
    weir_arena_init(&arena, (size_t)16 << 10);
    if (source->conf->history_captured_tables_only || source->conf->history_captured_dbs_only) {
        verdict = look_at_server(source, read, &arena, err);
    }
    look_at_schema(source, read, &arena);
    weir_arena_free(&arena);
    return verdict;
}

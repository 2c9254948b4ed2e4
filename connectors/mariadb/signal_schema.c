/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal_schema.c: schema-changes brings definitions of tables as the schema history writes them.
 * They hold from the next place between two transactions on, and go where those of statements go.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "history_json.h"
#include "signal.h"

#define TEXT_MAX ((size_t)16 << 20)

void signal_schema_changes(struct signal *signal)
{
    struct signal_state *signals = signal->source->signals;
    const struct weir_json *list = signal->data ? weir_json_get(signal->data, "changes") : NULL;
    if (!list || list->type != WEIR_JT_ARRAY || !list->count) {
        weir_warn(signal->source->log, "signal %.*s has no changes", WEIR_STR_ARG(signal->id));
        return;
    }
    struct weir_buf text;
    weir_buf_init(&text, TEXT_MAX);
    weir_json_write(&text, list);
    if (!text.full) {
        signals->changes = weir_xrealloc(signals->changes, signals->n_changes + 1,
                                         sizeof(*signals->changes));
        signals->changes[signals->n_changes++] = weir_xstrndup(text.p, text.n);
    }
    weir_buf_free(&text);
}

struct telling {
    struct source *source;
    struct weir_batch *batch;
    enum weir_verdict verdict;
    struct weir_err *err;
};

/* The schema takes the table over. */
static void put(struct source *source, const struct history_change *change)
{
    if (change->old_name.p) {
        cdc_schema_drop(source->schema, change->old_db, change->old_name);
        source_table_forget(source, change->old_db, change->old_name);
    }
    source_table_forget(source, change->db, change->name);
    if (change->table) {
        cdc_schema_put(source->schema, change->table);
    } else {
        cdc_schema_drop(source->schema, change->db, change->name);
    }
}

static void take(void *self, const struct history_change *change)
{
    struct telling *telling = self;
    struct source *source = telling->source;
    struct cdc_offset position;
    struct cdc_origin origin = {
        .ts_us = source->place.ts_sec * 1000000,
        .server_id = source->place.server_id,
        .file = weir_buf_view(&source->place.file),
        .pos = source->place.pos,
        .thread = -1,
    };
    const struct ddl_change told = {.type = change->type,
                                    .has_table_change = true,
                                    .db = change->db,
                                    .name = change->name,
                                    .old_db = change->old_db,
                                    .old_name = change->old_name,
                                    .ddl = WEIR_STR(""),
                                    .table = change->table};
    if (telling->verdict != WEIR_OK || !source_captured(source, change->db, change->name)) {
        my_table_free(change->table);
        return;
    }
    put(source, change);
    source_place_offset(&source->place, &position);
    const struct ddl_changes statement = {&told, 1};
    telling->verdict = source_ddl_tell(source, &told, &statement, &position, &origin,
                                       telling->batch, telling->err);
}

static enum weir_verdict apply(struct source *source, const char *text, struct weir_batch *batch,
                               struct weir_err *err)
{
    struct telling telling = {.source = source, .batch = batch, .err = err};
    struct weir_arena arena;
    struct weir_err why;
    weir_arena_init(&arena, 16384);
    if (history_read_changes(&arena, weir_str_of(text), take, &telling, &why) != WEIR_OK) {
        weir_warn(source->log, "a schema-changes signal is passed over: %s", why.text);
    }
    weir_arena_free(&arena);
    return telling.verdict;
}

enum weir_verdict signal_schema_apply(struct source *source, struct weir_batch *batch,
                                      struct weir_err *err)
{
    struct signal_state *signals = source->signals;
    enum weir_verdict verdict = WEIR_OK;
    for (size_t i = 0; i < signals->n_changes; i++) {
        if (verdict == WEIR_OK) {
            verdict = apply(source, signals->changes[i], batch, err);
        }
        free(signals->changes[i]);
    }
    signals->n_changes = 0;
    return verdict;
}

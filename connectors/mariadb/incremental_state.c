/* SPDX-License-Identifier: Apache-2.0 */
/*
 * incremental_state.c: the queue of tables and the last key sent become members of the offset:
 * Debezium's own, from which it begins the table under way again, and one of ours, from which we
 * go on in its middle.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "incremental_parts.h"
#include "signal.h"

#define TEXT_MAX ((size_t)256 << 10)

struct incremental *incremental_of(struct source *source)
{
    if (!source->incremental) {
        struct incremental *inc = weir_xcalloc(1, sizeof(*inc));
        inc->source = source;
        weir_arena_init(&inc->arena, (size_t)64 << 10);
        weir_buf_init(&inc->last, TEXT_MAX);
        weir_buf_init(&inc->upto, TEXT_MAX);
        weir_buf_init(&inc->maximum, TEXT_MAX);
        weir_buf_init(&inc->collections, TEXT_MAX);
        weir_buf_init(&inc->state, TEXT_MAX);
        inc->high_gtids = cdc_gtids_new();
        source->incremental = inc;
    }
    return source->incremental;
}

void incremental_close(struct source *source)
{
    struct incremental *inc = source->incremental;
    if (!inc) {
        return;
    }
    source->incremental = NULL;
    while (inc->queue) {
        struct incremental_entry *entry = inc->queue;
        inc->queue = entry->next;
        free(entry);
    }
    cdc_table_free(inc->cdc);
    cdc_gtids_free(inc->high_gtids);
    weir_arena_free(&inc->arena);
    weir_buf_free(&inc->last);
    weir_buf_free(&inc->upto);
    weir_buf_free(&inc->maximum);
    weir_buf_free(&inc->collections);
    weir_buf_free(&inc->state);
    free((char *)inc->correlation_id.p);
    free(inc);
}

void incremental_tables(const struct source *source, struct weir_buf *out)
{
    const struct incremental *inc = source->incremental;
    weir_buf_init(out, TEXT_MAX);
    for (const struct incremental_entry *at = inc ? inc->queue : NULL; at; at = at->next) {
        weir_buf_printf(out, "%s%.*s.%.*s", out->n ? "," : "", WEIR_STR_ARG(at->table.db),
                        WEIR_STR_ARG(at->table.name));
    }
}

struct weir_str incremental_signal(const struct source *source)
{
    return source->incremental ? source->incremental->correlation_id : WEIR_STR_NULL;
}

/* ---- writing ---- */

static void write_collection(const struct incremental_table *table, struct weir_buf *out)
{
    struct weir_buf id;
    weir_buf_init(&id, 4096);
    weir_buf_printf(&id, "\"%.*s\".\"%.*s\"", WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name));
    weir_buf_text(out, "{\"incremental_snapshot_collections_id\":");
    weir_json_string(out, weir_buf_view(&id));
    weir_buf_text(out, ",\"incremental_snapshot_collections_additional_condition\":");
    if (table->filter.p) {
        weir_json_string(out, table->filter);
    } else {
        weir_buf_text(out, "null");
    }
    weir_buf_text(out, ",\"incremental_snapshot_collections_surrogate_key\":");
    if (table->surrogate.p) {
        weir_json_string(out, table->surrogate);
    } else {
        weir_buf_text(out, "null");
    }
    weir_buf_text(out, table->is_new ? ",\"weir_new\":true}" : "}");
    weir_buf_free(&id);
}

void incremental_tell(struct incremental *inc)
{
    struct cdc_offset_incremental *to = &inc->source->place.more.incremental;
    *to = (struct cdc_offset_incremental){0};
    source_place_changed(&inc->source->place);
    if (!inc->queue) {
        return;
    }
    weir_buf_reset(&inc->collections);
    weir_buf_char(&inc->collections, '[');
    for (const struct incremental_entry *at = inc->queue; at; at = at->next) {
        weir_buf_text(&inc->collections, at == inc->queue ? "" : ",");
        write_collection(&at->table, &inc->collections);
    }
    weir_buf_char(&inc->collections, ']');
    weir_buf_reset(&inc->state);
    weir_buf_text(&inc->state, "{\"last\":");
    weir_buf_str(&inc->state, inc->last.n ? weir_buf_view(&inc->last) : WEIR_STR("null"));
    weir_buf_printf(&inc->state, ",\"rows\":%lld,\"paused\":%s}", (long long)inc->rows_sent,
                    inc->paused ? "true" : "false");
    to->collections = weir_buf_view(&inc->collections);
    to->correlation_id = inc->correlation_id;
    to->state = weir_buf_view(&inc->state);
}

/* ---- reading ---- */

/* "db"."table" */
static bool split_id(struct weir_str id, struct weir_str *db, struct weir_str *name)
{
    ptrdiff_t at = weir_str_find(id, WEIR_STR("\".\""));
    if (at < 1 || id.n < (size_t)at + 4) {
        return false;
    }
    *db = weir_str_n(id.p + 1, (size_t)at - 1);
    *name = weir_str_n(id.p + at + 3, id.n - (size_t)at - 4);
    return true;
}

static struct weir_str text_or_null(const struct weir_json *doc, const char *name)
{
    return weir_json_get_str(doc, name);
}

static void restore_tables(struct source *source, const struct weir_json *list,
                           struct weir_str correlation_id)
{
    for (const struct weir_json *at = list->first; at; at = at->next) {
        const struct weir_json *is_new = weir_json_get(at, "weir_new");
        struct incremental_table table = {
            .filter = text_or_null(at, "incremental_snapshot_collections_additional_condition"),
            .surrogate = text_or_null(at, "incremental_snapshot_collections_surrogate_key"),
            .is_new = is_new && is_new->truth,
        };
        if (split_id(weir_json_get_str(at, "incremental_snapshot_collections_id"), &table.db,
                     &table.name)) {
            incremental_add(source, &table, correlation_id);
        }
    }
}

static enum weir_verdict restore_state(struct incremental *inc, struct weir_arena *arena,
                                       struct weir_str state, struct weir_err *err)
{
    struct weir_json *doc = NULL;
    if (weir_json_parse(arena, state, &doc, err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_json *last = weir_json_get(doc, "last");
    const struct weir_json *paused = weir_json_get(doc, "paused");
    if (last && last->type == WEIR_JT_ARRAY) {
        weir_json_write(&inc->last, last);
    }
    inc->paused = paused && paused->truth;
    return weir_json_get_i64(doc, "rows", &inc->rows_sent) ? WEIR_OK : WEIR_OK;
}

enum weir_verdict incremental_restore(struct source *source, struct weir_err *err)
{
    struct cdc_offset_incremental from = source->place.more.incremental;
    struct weir_arena arena;
    struct weir_json *list = NULL;
    enum weir_verdict verdict = WEIR_OK;
    if (!from.collections.p) {
        return WEIR_OK;
    }
    weir_arena_init(&arena, 4096);
    verdict = weir_json_parse(&arena, from.collections, &list, err);
    if (verdict == WEIR_OK && list->type == WEIR_JT_ARRAY) {
        restore_tables(source, list, from.correlation_id);
        if (incremental_active(source) && from.state.p) {
            verdict = restore_state(source->incremental, &arena, from.state, err);
        }
    }
    weir_arena_free(&arena);
    if (verdict == WEIR_OK && source->incremental) {
        incremental_tell(source->incremental);
    }
    return verdict == WEIR_OK ? verdict
                              : weir_err_wrap(err, "the incremental snapshot in the stored offset");
}

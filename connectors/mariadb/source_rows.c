/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_rows.c: a rows event comes in, its rows go out as changes, each with the offset behind it.
 * An event may hold more rows than a batch: it is gone on with in the next one.
 */
#include "incremental.h"
#include "signal.h"
#include "source.h"

#define TEXT_EACH_ROW 512 /* a longer offset is not written for every row of an event */

static enum weir_verdict unknown_table(struct source *source, const struct source_table *table,
                                       struct weir_err *err)
{
    weir_err_set(err, WEIR_FATAL,
                 "Encountered change event for table %s whose schema isn't known to this connector: "
                 "take a new snapshot, or set snapshot.mode=recovery if it has not changed since",
                 table->id.p);
    switch ((enum mariadb_failure_mode)source->conf->inconsistent_schema) {
    case FAILURE_FAIL:
        return err->class;
    case FAILURE_WARN:
        weir_warn(source->log, "%s; the event is left out", err->text);
        break;
    case FAILURE_SKIP:
    case FAILURE_IGNORE:
        break;
    }
    return WEIR_OK;
}

enum weir_verdict source_rows_begin(struct source *source, const struct binlog_event *event,
                                    struct weir_err *err)
{
    struct source_rows *rows = &source->rows;
    struct source_map *map = source_table_by_id(source, event->rows.table_id);
    struct source_table *table = map ? map->table : NULL;
    if (!table || table->pending || source_place_skips(&source->place) || source->txn.filtered) {
        return WEIR_OK;
    }
    if (!table->cdc) {
        return unknown_table(source, table, err);
    }
    if (!binlog_rows_full(&event->rows)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "rows of %s lack columns: run SET GLOBAL binlog_row_image=FULL, set it in "
                            "the configuration, and take a new snapshot of what was changed meanwhile",
                            table->id.p);
    }
    *rows = (struct source_rows){
        .active = true,
        .event = *event,
        .map = map,
        .skip = source_place_skipped_rows(&source->place),
        .origin = {.ts_us = source_place_event_us(&source->place, event),
                   .server_id = event->server_id,
                   .pos = event->said_pos,
                   .thread = source->txn.thread},
    };
    binlog_cursor_init(&rows->cursor, &map->map, &rows->event.rows);
    return WEIR_OK;
}

/* ---- one row ---- */

static enum weir_verdict cut_image(struct source *source, bool after, struct weir_str *cells,
                                   struct weir_err *err)
{
    return binlog_cursor_image(&source->rows.cursor, after, cells, err) == WEIR_OK
               ? WEIR_OK
               : weir_err_wrap(err, "a row of %s", source->rows.map->table->id.p);
}

static enum weir_verdict image(struct source *source, bool after, struct weir_batch *batch,
                               struct weir_value *row, struct weir_value *key, struct weir_err *err)
{
    const struct cdc_table *cdc = source->rows.map->table->cdc;
    if (cut_image(source, after, source->cells, err) != WEIR_OK) {
        return err->class;
    }
    return batch ? cdc_table_row(cdc, source->cells, &batch->arena, row, key, err) : WEIR_OK;
}

static enum weir_verdict image_after(struct source *source, struct weir_batch *batch,
                                     struct cdc_change *change, struct weir_err *err)
{
    const struct cdc_table *cdc = source->rows.map->table->cdc;
    struct weir_str *cells = source->cells + BINLOG_COLUMNS_MAX;
    if (cut_image(source, true, cells, err) != WEIR_OK) {
        return err->class;
    }
    return batch ? cdc_table_row_after(cdc, cells, source->cells, change->before, &batch->arena,
                                       &change->after, &change->key, err)
                 : WEIR_OK;
}

/* batch NULL: the row is passed over. */
static enum weir_verdict read_row(struct source *source, struct weir_batch *batch,
                                  struct cdc_change *change, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    switch (source->rows.event.rows.op) {
    case BINLOG_INSERT:
        change->op = CDC_CREATE;
        return image(source, true, batch, &change->after, &change->key, err);
    case BINLOG_DELETE:
        change->op = CDC_DELETE;
        return image(source, false, batch, &change->before, &change->key, err);
    case BINLOG_UPDATE:
        change->op = CDC_UPDATE;
        verdict = image(source, false, batch, &change->before, &change->old_key, err);
        return verdict == WEIR_OK ? image_after(source, batch, change, err) : verdict;
    }
    return verdict;
}

/* The texts are this batch's, and go with it. */
static void keep_origin(struct source *source, struct weir_batch *batch)
{
    struct source_rows *rows = &source->rows;
    const struct source_txn *txn = &source->txn;
    rows->origin.file = weir_buf_view(&source->place.file);
    rows->origin.gtid = txn->gtid.n ? weir_buf_view(&txn->gtid) : WEIR_STR_NULL;
    rows->origin.query = txn->query.n ? weir_buf_view(&txn->query) : WEIR_STR_NULL;
    cdc_origin_keep(&rows->origin, batch);
}

static uint32_t offset_for_row(struct source *source, struct weir_batch *batch)
{
    bool last = !binlog_cursor_more(&source->rows.cursor);
    if (batch->n_offsets && !last && source->place.head > TEXT_EACH_ROW) {
        source->moved = true;
        return batch->n_offsets - 1;
    }
    return source_offset_of_row(source, batch);
}

static enum weir_verdict send_row(struct source *source, struct weir_batch *batch,
                                  struct weir_err *err)
{
    struct source_rows *rows = &source->rows;
    struct source_table *table = rows->map->table;
    struct cdc_change change = {0};
    struct cdc_txn_block block;
    if (read_row(source, batch, &change, err) != WEIR_OK) {
        return err->class;
    }
    rows->origin.row = (int32_t)rows->k;
    source_place_row(&source->place, rows->k);
    incremental_changed(source, table, &change);
    if (table->is_signal && change.op == CDC_CREATE) {
        signal_row(source, &change.after);
    }
    if (!table->is_data) {
        source->moved = true;
        return WEIR_OK;
    }
    source_txn_block(source, table, &change, &block);
    if (block.id.p) {
        block.id = weir_arena_str(&batch->arena, block.id);
    }
    change.now_ns = source->wall_ns;
    return cdc_envelope_add(table->cdc, &rows->origin, &block, &change,
                            offset_for_row(source, batch), batch, err);
}

static bool is_full(const struct source *source, const struct weir_batch *batch)
{
    return weir_batch_full(batch) || batch->n >= (uint32_t)source->conf->max_batch_size;
}

enum weir_verdict source_rows_add(struct source *source, struct weir_batch *batch,
                                  struct weir_err *err)
{
    struct source_rows *rows = &source->rows;
    keep_origin(source, batch);
    while (binlog_cursor_more(&rows->cursor)) {
        if (is_full(source, batch)) {
            if (source->moved) {
                source_offset(source, batch);
            }
            return WEIR_OK;
        }
        struct cdc_change passed;
        bool send = rows->k >= rows->skip;
        if ((send ? send_row(source, batch, err) : read_row(source, NULL, &passed, err)) !=
            WEIR_OK) {
            return err->class;
        }
        rows->k++;
    }
    rows->active = false;
    return WEIR_OK;
}

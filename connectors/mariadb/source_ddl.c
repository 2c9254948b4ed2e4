/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_ddl.c: a statement of the binlog changes the tables we know. Each piece of it is in the
 * schema history before any event that needs it, then in the schema-change topic. A TRUNCATE is a
 * change of data.
 */
#include <weir/time.h>

#include "common/mariadb/cdc_filter.h"
#include "known.h"
#include "source.h"

/* ---- telling ---- */

static bool wants_history(const struct mariadb_conf *conf, const struct ddl_change *change)
{
    bool is_set = change->db.n == 0;
    if (conf->history_captured_tables_only && !is_set) {
        return change->name.n &&
               (cdc_filter_table(conf, change->db, change->name) ||
                (change->old_name.p && cdc_filter_table(conf, change->old_db, change->old_name)));
    }
    return !conf->history_captured_dbs_only || is_set || cdc_filter_database(conf, change->db);
}

static bool wants_topic(const struct mariadb_conf *conf, const struct ddl_change *change)
{
    if (!conf->include_schema_changes) {
        return false;
    }
    if (!conf->history_captured_tables_only) {
        return wants_history(conf, change);
    }
    return !(change->is_other && change->db.n) && cdc_filter_ddl(conf, change->db, change->name);
}

enum weir_verdict source_ddl_tell(struct source *source, const struct ddl_change *change,
                                  const struct ddl_changes *statement,
                                  const struct cdc_offset *position, struct cdc_origin *origin,
                                  struct weir_batch *batch, struct weir_err *err)
{
    const struct mariadb_conf *conf = source->conf;
    int64_t now_ms = weir_clock_wall_ms();
    if (wants_history(conf, change) &&
        history_append(source->history, position, now_ms, change, err) != WEIR_OK) {
        return err->class;
    }
    if (!wants_topic(conf, change)) {
        return WEIR_OK;
    }
    cdc_origin_keep(origin, batch);
    return cdc_meta_schema_change(source->maker, origin, change, statement, now_ms,
                                  source_offset(source, batch), batch, err);
}

static enum weir_verdict truncate(struct source *source, const struct ddl_change *change,
                                  struct cdc_origin *origin, struct weir_batch *batch,
                                  struct weir_err *err)
{
    struct source_table *table = source_table_find(source, change->db, change->name);
    struct cdc_change data = {.op = CDC_TRUNCATE, .now_ns = weir_clock_wall_ns()};
    struct cdc_txn_block block;
    if (!table || !table->is_data) {
        return WEIR_OK;
    }
    if (source_table_make(source, table, err) != WEIR_OK) {
        return err->class;
    }
    if (!table->cdc) {
        return WEIR_OK;
    }
    cdc_origin_keep(origin, batch);
    source_txn_block(source, table, &data, &block);
    if (block.id.p) {
        block.id = weir_arena_str(&batch->arena, block.id);
    }
    return cdc_envelope_add(table->cdc, origin, &block, &data, source_offset(source, batch), batch,
                            err);
}

static enum weir_verdict tell_all(struct source *source, const struct ddl_changes *changes,
                                  const struct cdc_offset *position, struct cdc_origin *origin,
                                  struct weir_batch *batch, struct weir_err *err)
{
    for (size_t i = 0; i < changes->n; i++) {
        const struct ddl_change *change = &changes->items[i];
        enum weir_verdict verdict =
            change->is_truncate
                ? truncate(source, change, origin, batch, err)
                : source_ddl_tell(source, change, changes, position, origin, batch, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
    return WEIR_OK;
}

/* ---- applying ---- */

static void forget(struct source *source, const struct ddl_changes *changes)
{
    for (size_t i = 0; i < changes->n; i++) {
        const struct ddl_change *change = &changes->items[i];
        if (change->has_table_change || change->unsure) {
            source_table_forget(source, change->db, change->name);
        }
        bool is_new = change->type == DDL_CREATE || change->old_name.p;
        if (is_new && change->table && cdc_filter_table(source->conf, change->db, change->name)) {
            known_add(source, change->db, change->name); /* all of it was seen */
        }
        if (change->old_name.p) {
            source_table_forget(source, change->old_db, change->old_name);
        }
    }
}

/* What cannot be followed of a captured table makes its definition unknown: when rows of it come it
 * is healed, or inconsistent.schema.handling.mode decides. */
static enum weir_verdict apply(struct source *source, const struct binlog_event *event,
                               struct weir_arena *arena, struct ddl_changes *changes,
                               struct weir_err *err)
{
    enum weir_verdict verdict =
        cdc_schema_apply(source->schema, event->query.db, event->query.sql, source_captured, source,
                         arena, changes, err);
    if (verdict == WEIR_BAD_DATA) {
        weir_warn(source->log, "a statement is passed over: %s", err->text);
        return WEIR_OK;
    }
    return verdict;
}

/* The transaction's own GTID stands for the statement when nothing else belongs to it. */
static bool stands_alone(const struct source *source)
{
    const struct source_place *place = &source->place;
    return !place->in_txn || (place->has_gtid && !place->gtid.is_mysql && place->gtid.standalone);
}

/* Of the statement itself: MySQL has no BEGIN before it, which names a transaction. */
static struct weir_str own_gtid(struct source *source)
{
    weir_buf_reset(&source->txn.gtid);
    if (!source->place.has_gtid) {
        return WEIR_STR_NULL;
    }
    cdc_gtid_write(&source->place.gtid, &source->txn.gtid);
    return weir_buf_view(&source->txn.gtid);
}

enum weir_verdict source_ddl(struct source *source, const struct binlog_event *event,
                             struct weir_batch *batch, struct weir_err *err)
{
    struct ddl_changes changes = {0};
    struct cdc_offset position;
    struct cdc_origin origin = {
        /* in milliseconds, as Debezium has it */
        .ts_us = source_place_event_us(&source->place, event) / 1000 * 1000,
        .server_id = event->server_id,
        .file = weir_buf_view(&source->place.file),
        .gtid = own_gtid(source),
        .pos = event->said_pos,
        .row = source->rows.origin.row, /* of the rows before, as Debezium has it */
        .thread = source->txn.thread,
    };
    if (source_place_skips(&source->place)) {
        return WEIR_OK; /* the history has it */
    }
    if (history_drops(source->history, event->query.sql)) {
        if (stands_alone(source)) {
            source_place_commit(&source->place);
        }
        return WEIR_OK;
    }
    if (apply(source, event, &batch->arena, &changes, err) != WEIR_OK) {
        return err->class;
    }
    forget(source, &changes);
    source_place_offset(&source->place, &position);
    position.file = weir_arena_str(&batch->arena, position.file);
    position.gtids = position.gtids.p ? weir_arena_str(&batch->arena, position.gtids)
                                      : WEIR_STR_NULL;
    if (stands_alone(source)) {
        source_place_commit(&source->place);
    }
    return tell_all(source, &changes, &position, &origin, batch, err);
}

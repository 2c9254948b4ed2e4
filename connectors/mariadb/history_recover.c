/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_recover.c: which records of a history count and what they do: those of this source up to
 * the place that was reached; whole tables where a record has them, else its statements.
 */
#include "history_recover.h"

#include "history_json.h"

static void apply_change(void *self, const struct history_change *change)
{
    struct history_recover *recover = self;
    if (change->old_name.p) {
        cdc_schema_drop(recover->schema, change->old_db, change->old_name);
    }
    if (change->table) {
        cdc_schema_put(recover->schema, change->table);
    } else {
        cdc_schema_drop(recover->schema, change->db, change->name);
    }
}

static enum weir_verdict apply_ddl(struct history_recover *recover,
                                   const struct history_record *rec, struct weir_err *err)
{
    struct ddl_changes changes;
    if (!rec->ddl.p || history_filter_drops(recover->filter, rec->ddl)) {
        return WEIR_OK;
    }
    enum weir_verdict verdict =
        cdc_schema_apply(recover->schema, rec->db.p ? rec->db : WEIR_STR(""), rec->ddl,
                         recover->captured, recover->self, &recover->arena, &changes, err);
    if (verdict == WEIR_BAD_DATA) {
        weir_warn(recover->log, "a statement in the schema history is passed over: %s", err->text);
        return WEIR_OK;
    }
    return verdict;
}

static bool counts(struct history_recover *recover, const struct history_record *rec)
{
    struct weir_err err;
    struct cdc_offset position;
    if (!rec->position.p || !rec->server.p || !weir_str_eq(rec->server, recover->conf->prefix)) {
        recover->n_foreign++;
        return false;
    }
    if (cdc_offset_read(&recover->arena, rec->position, &position, &err) != WEIR_OK) {
        weir_warn(recover->log, "a record of the schema history is passed over: %s", err.text);
        return false;
    }
    bool filtered = recover->conf->gtid_includes.n > 0 || recover->conf->gtid_excludes.n > 0;
    bool known = cdc_offset_is_at_or_before(&position, recover->reached,
                                            filtered ? &recover->conf->gtid_includes : NULL,
                                            filtered ? &recover->conf->gtid_excludes : NULL);
    recover->n_later += !known;
    return known;
}

enum weir_verdict history_recover_one(void *self, struct weir_str json, struct weir_err *err)
{
    struct history_recover *recover = self;
    struct history_record rec;
    weir_arena_reset(&recover->arena);
    recover->n_read++;
    if (history_read(&recover->arena, json, &rec, err) != WEIR_OK) {
        weir_warn(recover->log, "a record of the schema history is passed over: %s", err->text);
        return WEIR_OK;
    }
    if (!counts(recover, &rec)) {
        return WEIR_OK;
    }
    recover->n_applied++;
    if (!rec.changes.p || recover->conf->history_prefer_ddl) {
        return apply_ddl(recover, &rec, err);
    }
    if (history_read_changes(&recover->arena, rec.changes, apply_change, recover, err)) {
        weir_warn(recover->log, "a table of the schema history is passed over: %s", err->text);
    }
    return WEIR_OK;
}

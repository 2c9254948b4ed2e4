/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_plan.c: a batch comes in, rows go out: each live record's operation, its table, and where
 * its fields lie. Plans are kept by topic and schemas, so that a record costs a comparison or two.
 * Next is sink_reduce.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "sink.h"

#define PLANS_MAX   1024
#define PLAN_SLOTS  256
#define NAME_MAX_BYTES ((size_t)1024)

/* ---- plans ---- */

void sink_plans_init(struct sink *sink)
{
    weir_arena_init(&sink->plan_arena, 16 * 1024);
    sink->plans = weir_xcalloc(PLAN_SLOTS, sizeof(*sink->plans));
}

static void release_schemas(struct sink *sink)
{
    for (size_t i = 0; i < PLAN_SLOTS; i++) {
        for (struct sink_plan *plan = sink->plans[i]; plan; plan = plan->next) {
            weir_schema_unref(plan->key_schema);
            weir_schema_unref(plan->value_schema);
        }
    }
}

void sink_plans_free(struct sink *sink)
{
    release_schemas(sink);
    free(sink->plans);
    weir_arena_free(&sink->plan_arena);
}

/* Between batches: shapes that come and go for ever must not fill the memory. */
static void forget_plans(struct sink *sink)
{
    release_schemas(sink);
    memset(sink->plans, 0, PLAN_SLOTS * sizeof(*sink->plans));
    weir_arena_reset(&sink->plan_arena);
    sink->n_plans = 0;
    sink->last_plan = NULL;
}

static uint64_t serial(const struct weir_schema *sch)
{
    return sch ? sch->serial : 0;
}

static bool fits(const struct sink_plan *plan, const struct weir_record *rec)
{
    return plan->key_schema == rec->key_schema && plan->value_schema == rec->value_schema &&
           weir_str_eq(plan->topic, rec->topic);
}

static struct sink_plan *find_plan(struct sink *sink, const struct weir_record *rec)
{
    if (sink->last_plan && fits(sink->last_plan, rec)) {
        return sink->last_plan;
    }
    uint64_t hash = weir_str_hash(rec->topic) ^ serial(rec->key_schema) * 31 ^
                    serial(rec->value_schema) * 0x9e3779b97f4a7c15u;
    struct sink_plan **slot = &sink->plans[hash % PLAN_SLOTS];
    struct sink_plan *plan = *slot;
    while (plan && !fits(plan, rec)) {
        plan = plan->next;
    }
    if (!plan) {
        plan = sink_shape(sink->conf, rec, &sink->plan_arena);
        plan->next = *slot;
        *slot = plan;
        sink->n_plans++;
    }
    sink->last_plan = plan;
    return plan;
}

/* ---- bad ones ---- */

void sink_row_bad(struct sink *sink, struct sink_row *row, const char *fmt, ...)
{
    char text[1024];
    struct weir_err why;
    va_list args;
    row->bad = true;
    if (sink_catch_up(sink, &why) != WEIR_OK) { /* it fails this put before long */
        return;
    }
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    weir_verdict_set(sink->verdicts, row->rec, WEIR_BAD_DATA, "%s", text);
    sink->n_bad++;
    if (row->rec < sink->first_bad) {
        sink->first_bad = row->rec;
    }
    if (sink->stop_at_bad && row < sink->rows + sink->n_rows) {
        sink->n_rows = (uint32_t)(row - sink->rows); /* what comes behind it is not written */
    }
}

/* ---- operations ---- */

static char letter_of_envelope(const struct sink_plan *plan, struct weir_value body)
{
    const struct weir_value *items = body.items;
    bool has = plan->op_at >= 0 && items[plan->op_at].type == WEIR_STRING && items[plan->op_at].n;
    return has ? items[plan->op_at].p[0] : 'u';
}

static enum sink_op op_of_letter(const struct sink_conf *conf, char op)
{
    switch (op) {
    case 'd':
        return conf->delete_enabled ? OP_DELETE : OP_SKIP;
    case 't':
        return conf->truncate_enabled ? OP_TRUNCATE : OP_SKIP;
    case 'm':
        return OP_SKIP;
    default:
        return OP_WRITE;
    }
}

static void take_op(const struct sink_conf *conf, const struct sink_plan *plan,
                    const struct weir_record *rec, struct sink_row *row)
{
    struct weir_value body = sink_body(plan, rec);
    row->op = OP_WRITE;
    if (rec->value.type == WEIR_NULL) {
        row->op = conf->delete_enabled ? OP_DELETE : OP_SKIP;
    } else if (plan->envelope && body.type == WEIR_STRUCT) {
        char op = letter_of_envelope(plan, body);
        row->op = (uint8_t)op_of_letter(conf, op);
        row->changes = op == 'u';
    }
}

/* ---- where the fields lie ---- */

/* By name, whatever order the headers come in. */
static bool take_headers(struct sink *sink, const struct sink_plan *plan,
                         const struct weir_record *rec, struct sink_row *row)
{
    struct weir_value *values = WEIR_NEW_ARRAY(&sink->batch->arena, struct weir_value, plan->n_keys);
    for (uint32_t i = 0; i < plan->n_keys; i++) {
        uint32_t at = 0;
        while (at < rec->n_headers &&
               (!weir_str_eq(rec->headers[at].name, plan->columns[i].field) ||
                rec->headers[at].schema != plan->columns[i].schema)) {
            at++;
        }
        if (at == rec->n_headers) {
            sink_row_bad(sink, row, "the record has no header %.*s for the primary key",
                         WEIR_STR_ARG(plan->columns[i].field));
            return false;
        }
        values[i] = rec->headers[at].value;
    }
    row->sides[SIDE_HEADERS] = values;
    return true;
}

static void take_place(struct sink *sink, const struct weir_record *rec, struct sink_row *row)
{
    struct weir_value *values = WEIR_NEW_ARRAY(&sink->batch->arena, struct weir_value, 3);
    values[0] = weir_string(rec->log_topic);
    values[1] = weir_int(WEIR_INT32, rec->log_partition);
    values[2] = weir_int(WEIR_INT64, rec->log_offset);
    row->sides[SIDE_PLACE] = values;
}

static bool take_sides(struct sink *sink, const struct sink_plan *plan,
                       const struct weir_record *rec, struct sink_row *row)
{
    if (plan->key_schema) {
        row->sides[SIDE_KEY] = rec->key.type == WEIR_STRUCT ? rec->key.items : &rec->key;
    }
    if (sink->conf->key_mode == SINK_KEY_RECORD_KEY && rec->key.type == WEIR_NULL) {
        sink_row_bad(sink, row, "the record has no key");
        return false;
    }
    if (row->op == OP_WRITE) {
        struct weir_value val = sink_body(plan, rec);
        val = plan->envelope && val.type == WEIR_STRUCT ? val.items[plan->after_at] : val;
        if (val.type != WEIR_STRUCT && !plan->is_text) {
            sink_row_bad(sink, row, "the record has no row to write");
            return false;
        }
        row->sides[SIDE_VALUE] = plan->is_text ? &rec->value : val.items;
    }
    if (sink->conf->key_mode == SINK_KEY_KAFKA) {
        take_place(sink, rec, row);
    }
    return sink->conf->key_mode != SINK_KEY_RECORD_HEADER || take_headers(sink, plan, rec, row);
}

/* ---- tables ---- */

static enum weir_verdict find_target(struct sink *sink, const struct sink_plan *plan,
                                     const struct weir_record *rec, struct sink_row *row,
                                     struct sink_target **target, struct weir_err *err)
{
    struct weir_buf name;
    weir_buf_init(&name, NAME_MAX_BYTES);
    bool named = sink_table_name(sink->conf, rec, plan, &name) && !name.full && name.n;
    enum weir_verdict verdict = WEIR_OK;
    if (named) {
        verdict = sink_target_find(sink, weir_buf_view(&name), target, err);
    } else if (rec->value.type != WEIR_NULL) { /* a tombstone has no source: its delete went before it */
        sink_row_bad(sink, row, "the record lacks a field that collection.name.format %.*s names",
                     WEIR_STR_ARG(sink->conf->table_format));
    }
    weir_buf_free(&name);
    return verdict;
}

/* A refusal of the shape is each of its records' own. */
static enum weir_verdict find_write(struct sink *sink, struct sink_plan *plan,
                                    const struct weir_record *rec, struct sink_row *row,
                                    struct weir_err *err)
{
    struct sink_target *target = NULL;
    bool known = plan->writes && !sink_table_by_record(sink->conf);
    enum weir_verdict verdict = WEIR_OK;
    if (known) {
        target = plan->writes->target;
    } else {
        verdict = find_target(sink, plan, rec, row, &target, err);
    }
    if (verdict == WEIR_OK && target) {
        verdict = sink_write_find(sink, plan, target, &row->write, err);
    }
    if (verdict == WEIR_BAD_DATA) {
        sink_row_bad(sink, row, "%s", err->text);
        return WEIR_OK;
    }
    if (verdict == WEIR_OK && row->op != OP_TRUNCATE && row->write && row->write->refused) {
        sink_row_bad(sink, row, "%s", row->write->refused);
    }
    return verdict;
}

/* ---- rows ---- */

static enum weir_verdict plan_row(struct sink *sink, uint32_t i, struct weir_err *err)
{
    const struct weir_record *rec = &sink->batch->recs[i];
    struct sink_plan *plan = find_plan(sink, rec);
    if (plan->ignored) {
        return WEIR_OK;
    }
    struct sink_row *row = &sink->rows[sink->n_rows];
    *row = (struct sink_row){.rec = i, .next = NO_ROW};
    take_op(sink->conf, plan, rec, row);
    if (plan->refused && (row->op == OP_WRITE || row->op == OP_DELETE)) {
        sink_row_bad(sink, row, "%s", plan->refused);
        return WEIR_OK;
    }
    if (row->op == OP_SKIP && sink->conf->flat_only) {
        sink_row_bad(sink, row, "the record has no value, and delete.enabled is false");
    }
    if (row->op == OP_SKIP || (row->op != OP_TRUNCATE && !take_sides(sink, plan, rec, row))) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = find_write(sink, plan, rec, row, err);
    if (verdict == WEIR_OK && !row->bad && row->write && row->write->target->table) {
        sink->n_rows++;
    }
    return verdict;
}

/* A table that was read again, for a later record's new fields, is another to the ways into it that
 * were chosen before: their columns are gone. Each round has made a column or a bad row. */
static enum weir_verdict renew_writes(struct sink *sink, struct weir_err *err)
{
    for (bool again = sink->targets_changed; again;) {
        again = false;
        for (uint32_t i = 0; i < sink->n_rows; i++) {
            struct sink_row *row = &sink->rows[i];
            if (row->bad || row->write->version == row->write->target->version) {
                continue;
            }
            again = true;
            if (find_write(sink, row->write->plan, &sink->batch->recs[row->rec], row, err) !=
                WEIR_OK) {
                return err->class;
            }
            row->bad = row->bad || !row->write->target->table; /* dropped: nothing to delete in */
        }
    }
    return WEIR_OK;
}

enum weir_verdict sink_plan_batch(struct sink *sink, struct weir_err *err)
{
    const struct weir_batch *batch = sink->batch;
    if (sink->n_plans > PLANS_MAX) {
        forget_plans(sink);
    }
    sink->rows = WEIR_NEW_ARRAY(&sink->batch->arena, struct sink_row, batch->n);
    sink->n_batches++;
    sink->n_rows = 0;
    sink->n_bad = 0;
    sink->first_bad = NO_ROW;
    for (uint32_t i = 0; i < batch->n; i++) {
        if (batch->recs[i].state != WEIR_REC_LIVE) {
            continue;
        }
        if (plan_row(sink, i, err) != WEIR_OK) {
            return err->class;
        }
        if (sink->stop_at_bad && sink->n_bad) {
            break;
        }
    }
    return renew_writes(sink, err);
}

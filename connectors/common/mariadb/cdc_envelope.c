/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_envelope.c: a change comes in, its records go to the batch: one, or a delete with its
 * tombstone, or for a key that changed a delete, a tombstone and a create. What does not change
 * from row to row stands in the table already.
 */
#include "cdc_envelope.h"

#include "cdc_source.h"

enum field { BEFORE, AFTER, SOURCE, TRANSACTION, OP, TS_MS, TS_US, TS_NS, FIELDS };

/* What all records of a change share. */
struct change_records {
    struct cdc_table *cdc;
    struct weir_batch *batch;
    const struct cdc_change *change;
    struct weir_value source;
    const struct cdc_txn_block *txn; /* NULL: none */
    int nth;                         /* event of the change */
    uint32_t offset;
};

static struct weir_value op_text(enum cdc_op op)
{
    static const char letters[] = "rcudt";
    return weir_string(weir_str_n(letters + op, 1));
}

static struct weir_value txn_block(const struct cdc_txn_block *txn, int nth,
                                   struct weir_arena *arena)
{
    if (!txn || !txn->id.p) {
        return weir_null();
    }
    struct weir_value *fields = weir_arena_alloc(arena, 3 * sizeof(*fields));
    fields[0] = weir_string(txn->id);
    fields[1] = weir_int(WEIR_INT64, txn->total_order + nth);
    fields[2] = weir_int(WEIR_INT64, txn->collection_order + nth);
    return weir_items(WEIR_STRUCT, fields, 3);
}

static struct weir_value envelope(const struct change_records *records, enum cdc_op op,
                                  struct weir_value before, struct weir_value after)
{
    int64_t now_ns = records->change->now_ns;
    struct weir_value *fields =
        weir_arena_alloc(&records->batch->arena, FIELDS * sizeof(*fields));
    fields[BEFORE] = before;
    fields[AFTER] = after;
    fields[SOURCE] = records->source;
    fields[TRANSACTION] = txn_block(records->txn, records->nth, &records->batch->arena);
    fields[OP] = op_text(op);
    fields[TS_MS] = weir_int(WEIR_INT64, now_ns / 1000000);
    fields[TS_US] = weir_int(WEIR_INT64, now_ns / 1000);
    fields[TS_NS] = weir_int(WEIR_INT64, now_ns);
    return weir_items(WEIR_STRUCT, fields, FIELDS);
}

static struct weir_record *add_record(const struct change_records *records, struct weir_value key)
{
    const struct cdc_table *cdc = records->cdc;
    struct weir_record *rec = weir_batch_add(records->batch);
    rec->topic = cdc->topic;
    if (cdc->key_schema && key.type != WEIR_NULL) {
        rec->key_schema = cdc->key_schema;
        rec->key = key;
    }
    rec->headers = cdc->maker->headers;
    rec->n_headers = cdc->maker->n_headers;
    rec->offset = records->offset;
    return rec;
}

static struct weir_record *add_event(const struct change_records *records, struct weir_value key,
                                     enum cdc_op op, struct weir_value before,
                                     struct weir_value after)
{
    struct weir_value value = envelope(records, op, before, after);
    struct weir_record *rec = add_record(records, key);
    rec->value_schema = records->cdc->envelope_schema;
    rec->value = value;
    return rec;
}

/* ---- an update of the key ---- */

/* The context headers after one that tells the other key. */
static void tell_key(const struct change_records *records, struct weir_record *rec,
                     struct weir_str name, struct weir_value key)
{
    const struct cdc_maker *maker = records->cdc->maker;
    struct weir_header *headers =
        weir_arena_alloc(&records->batch->arena, (maker->n_headers + 1) * sizeof(*headers));
    headers[0] = (struct weir_header){name, records->cdc->key_schema, key};
    memcpy(headers + 1, maker->headers, maker->n_headers * sizeof(*headers));
    rec->headers = headers;
    rec->n_headers = maker->n_headers + 1;
}

/* Like the delete before it, which is told by its headers. */
static void add_tombstone(const struct change_records *records, struct weir_value key,
                          struct weir_header *headers, uint32_t n_headers)
{
    if (records->cdc->maker->conf->tombstones) {
        struct weir_record *rec = add_record(records, key);
        rec->headers = headers;
        rec->n_headers = n_headers;
    }
}

static void add_delete(const struct change_records *records, struct weir_value key)
{
    const struct cdc_maker *maker = records->cdc->maker;
    add_event(records, key, CDC_DELETE, records->change->before, weir_null());
    add_tombstone(records, key, records->cdc->maker->headers, maker->n_headers);
}

static void add_move(const struct change_records *records)
{
    const struct cdc_change *change = records->change;
    struct weir_record *rec =
        add_event(records, change->old_key, CDC_DELETE, change->before, weir_null());
    tell_key(records, rec, WEIR_STR("__debezium.newkey"), change->key);
    add_tombstone(records, change->old_key, rec->headers, rec->n_headers);
    struct change_records second = *records;
    second.nth = 1;
    rec = add_event(&second, change->key, CDC_CREATE, weir_null(), change->after);
    tell_key(&second, rec, WEIR_STR("__debezium.oldkey"), change->old_key);
}

/* ---- */

/* An update of the key is a delete and a create. */
static bool moves(const struct cdc_table *cdc, const struct cdc_change *change)
{
    return change->op == CDC_UPDATE && cdc->key_schema &&
           !weir_value_equal(change->key, change->old_key);
}

static void add_all(const struct change_records *records)
{
    const struct cdc_change *change = records->change;
    if (change->op == CDC_DELETE) {
        add_delete(records, change->key);
        return;
    }
    if (moves(records->cdc, change)) {
        add_move(records);
        return;
    }
    add_event(records, change->op == CDC_TRUNCATE ? weir_null() : change->key, change->op,
              change->before, change->after);
}

static bool is_skipped(const struct cdc_table *cdc, const struct cdc_change *change)
{
    return cdc->maker->skips[change->op] ||
           (change->op == CDC_UPDATE && cdc->maker->conf->skip_unchanged &&
            weir_value_equal(change->before, change->after));
}

uint32_t cdc_envelope_events(const struct cdc_table *cdc, const struct cdc_change *change)
{
    return is_skipped(cdc, change) ? 0 : 1 + moves(cdc, change);
}

enum weir_verdict cdc_envelope_add(struct cdc_table *cdc, const struct cdc_origin *origin,
                                   const struct cdc_txn_block *txn, const struct cdc_change *change,
                                   uint32_t offset, struct weir_batch *batch, struct weir_err *err)
{
    (void)err;
    if (is_skipped(cdc, change)) {
        return WEIR_OK;
    }
    cdc_table_keep(cdc, batch);
    struct change_records records = {
        .cdc = cdc,
        .batch = batch,
        .change = change,
        .source = cdc_source_block(cdc->source, origin, &batch->arena),
        .txn = txn,
        .offset = offset,
    };
    add_all(&records);
    return WEIR_OK;
}

static void keep(struct weir_str *text, struct weir_batch *batch)
{
    if (text->p) {
        *text = weir_arena_str(&batch->arena, *text);
    }
}

void cdc_origin_keep(struct cdc_origin *origin, struct weir_batch *batch)
{
    keep(&origin->gtid, batch);
    keep(&origin->file, batch);
    keep(&origin->query, batch);
}

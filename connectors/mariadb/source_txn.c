/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_txn.c: with provide.transaction.metadata each transaction's begin and end are told, and
 * its events are numbered, over all and by table. The numbers travel in the offset, so that they go
 * on after a restart in the middle.
 */
#include <weir/mem.h>
#include <weir/time.h>

#include "source.h"

static void put(struct weir_buf *buf, struct weir_str text)
{
    weir_buf_reset(buf);
    weir_buf_str(buf, text);
}

static void set_ids(struct source *source, const struct binlog_event *event)
{
    struct source_txn *txn = &source->txn;
    weir_buf_reset(&txn->gtid);
    weir_buf_reset(&txn->id);
    if (source->place.has_gtid) {
        cdc_gtid_write(&source->place.gtid, &txn->gtid);
    }
    if (!source->conf->transaction_metadata) {
        return;
    }
    if (source->place.has_gtid) {
        put(&txn->id, weir_buf_view(&txn->gtid));
    } else {
        weir_buf_printf(&txn->id, "file=%.*s,pos=%llu",
                        WEIR_STR_ARG(weir_buf_view(&source->place.file)),
                        (unsigned long long)event->pos);
    }
}

static void number_from_one(struct source *source)
{
    for (struct source_table *table = source->tables.first; table; table = table->next) {
        table->txn_count = 0;
    }
    source->txn.total = 0;
}

static void store(struct source *source)
{
    struct source_txn *txn = &source->txn;
    size_t n = 0;
    for (struct source_table *table = source->tables.first; table; table = table->next) {
        if (table->txn_count == 0) {
            continue;
        }
        if (n == txn->cap_orders) {
            txn->cap_orders = txn->cap_orders ? 2 * txn->cap_orders : 8;
            txn->orders = weir_xrealloc(txn->orders, txn->cap_orders, sizeof(*txn->orders));
        }
        txn->orders[n++] = (struct cdc_offset_order){table->id, table->txn_count};
    }
    source->place.more.orders = txn->orders;
    source->place.more.n_orders = n;
    source->place.more.transaction_id = txn->id.n ? weir_buf_view(&txn->id) : WEIR_STR_NULL;
    source_place_changed(&source->place);
}

void source_txn_restore(struct source *source)
{
    const struct cdc_offset *more = &source->place.more;
    for (size_t i = 0; i < more->n_orders; i++) {
        struct weir_str id = more->orders[i].table;
        ptrdiff_t dot = weir_str_chr(id, '.');
        struct source_table *table =
            dot < 0 ? NULL
                    : source_table_find(source, weir_str_n(id.p, (size_t)dot),
                                        weir_str_from(id, (size_t)dot + 1));
        if (table) {
            table->txn_count = more->orders[i].count;
            source->txn.total += table->txn_count;
        }
    }
    put(&source->txn.id, more->transaction_id);
    source->place.more.has_transaction = source->conf->transaction_metadata;
    store(source);
}

/* The transaction that was under way at the last restart comes again. */
static bool comes_again(const struct source *source)
{
    return source->place.done_event > 0 && source->txn.total > 0;
}

enum weir_verdict source_txn_begin(struct source *source, const struct binlog_event *event,
                                   struct weir_batch *batch, struct weir_err *err)
{
    struct source_txn *txn = &source->txn;
    txn->thread = event->kind == BINLOG_QUERY ? (int64_t)event->query.thread : -1;
    weir_buf_reset(&txn->query);
    set_ids(source, event);
    if (!source->conf->transaction_metadata || comes_again(source)) {
        return WEIR_OK;
    }
    number_from_one(source);
    store(source);
    if (source->place.done_event > 0) {
        return WEIR_OK;
    }
    txn->told = true;
    return cdc_meta_begin(source->maker, weir_buf_view(&txn->id), event->ts_sec * 1000,
                          source_offset(source, batch), batch, err);
}

void source_txn_begin_untold(struct source *source, const struct binlog_event *event)
{
    source->txn.thread = -1;
    weir_buf_reset(&source->txn.query);
    set_ids(source, event);
    weir_buf_reset(&source->txn.id);
}

enum weir_verdict source_txn_end(struct source *source, struct weir_batch *batch,
                                 struct weir_err *err)
{
    struct source_txn *txn = &source->txn;
    enum weir_verdict verdict = WEIR_OK;
    if (source->conf->transaction_metadata && txn->id.n) {
        size_t n = source->place.more.n_orders;
        struct cdc_meta_count *counts = WEIR_NEW_ARRAY(&batch->arena, struct cdc_meta_count, n);
        for (size_t i = 0; i < n; i++) {
            counts[i] = (struct cdc_meta_count){txn->orders[i].table, txn->orders[i].count};
        }
        struct weir_str id = weir_arena_str(&batch->arena, weir_buf_view(&txn->id));
        number_from_one(source);
        weir_buf_reset(&txn->id);
        store(source);
        verdict = cdc_meta_end(source->maker, id, source->place.ts_sec * 1000, counts, n,
                               source_offset(source, batch), batch, err);
    }
    weir_buf_reset(&txn->id);
    weir_buf_reset(&txn->gtid);
    weir_buf_reset(&txn->query);
    txn->thread = -1;
    txn->told = false;
    return verdict;
}

void source_txn_block(struct source *source, struct source_table *table,
                      const struct cdc_change *change, struct cdc_txn_block *block)
{
    *block = (struct cdc_txn_block){0};
    if (source->conf->transaction_metadata && source->txn.id.n) {
        uint32_t n = cdc_envelope_events(table->cdc, change);
        block->id = weir_buf_view(&source->txn.id);
        block->total_order = source->txn.total + 1;
        block->collection_order = table->txn_count + 1;
        source->txn.total += n;
        table->txn_count += n;
        store(source);
    }
}

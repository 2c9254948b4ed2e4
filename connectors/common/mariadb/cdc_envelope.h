/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_envelope.h: a change becomes records of a batch: envelope, key, tombstone, headers, offset.
 * The last stage before the batch; nothing here talks to a server.
 */
#ifndef WEIR_CDC_ENVELOPE_H
#define WEIR_CDC_ENVELOPE_H

#include "cdc_table.h"

enum cdc_op { CDC_READ, CDC_CREATE, CDC_UPDATE, CDC_DELETE, CDC_TRUNCATE };

/* Of source.snapshot, in Debezium's words; FALSE is "no snapshot". */
enum cdc_snapshot {
    CDC_SNAPSHOT_FALSE,
    CDC_SNAPSHOT_TRUE,
    CDC_SNAPSHOT_FIRST,
    CDC_SNAPSHOT_FIRST_IN_COLLECTION,
    CDC_SNAPSHOT_LAST_IN_COLLECTION,
    CDC_SNAPSHOT_LAST,
    CDC_SNAPSHOT_INCREMENTAL,
};

/* The source block's varying part. Its texts, and the transaction block's id, are not copied: they
 * live as long as the batch (cdc_origin_keep). */
struct cdc_origin {
    int64_t ts_us;
    enum cdc_snapshot snapshot;
    uint32_t server_id;
    struct weir_str gtid; /* p NULL: null */
    struct weir_str file;
    uint64_t pos;
    int32_t row;
    int64_t thread; /* -1: null */
    struct weir_str query; /* p NULL: null */
};

/* The transaction block of a change's first event; id.p NULL, or no block at all: none. */
struct cdc_txn_block {
    struct weir_str id;
    int64_t total_order;
    int64_t collection_order;
};

struct cdc_change {
    enum cdc_op op;
    struct weir_value before; /* NULL type: absent */
    struct weir_value after;
    struct weir_value key;     /* of after; of before for a delete */
    struct weir_value old_key; /* UPDATE: of before */
    int64_t now_ns; /* ts_ns; ts_ms and ts_us follow */
};

/*
 * Appends the change's records (an update of the key is three) to batch; offset is the index into
 * batch->offsets that they carry. skipped.operations and skip.messages.without.change are applied.
 */
enum weir_verdict cdc_envelope_add(struct cdc_table *cdc, const struct cdc_origin *origin,
                                   const struct cdc_txn_block *txn, const struct cdc_change *change,
                                   uint32_t offset, struct weir_batch *batch, struct weir_err *err);
/* How many events, tombstones aside, the change is: none where it is skipped, two where its key
 * changes. */
uint32_t cdc_envelope_events(const struct cdc_table *cdc, const struct cdc_change *change);
/* Puts origin's texts into batch's arena: once an event and batch. */
void cdc_origin_keep(struct cdc_origin *origin, struct weir_batch *batch);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_meta.h: the records beside the data: heartbeats, transactions' begin and end, schema changes,
 * notifications. Each appends to batch and carries the offset of that index; WEIR_NO_OFFSET: none.
 */
#ifndef WEIR_CDC_META_H
#define WEIR_CDC_META_H

#include "common/mariadb/cdc_envelope.h"
#include "cdc_schema.h"

enum weir_verdict cdc_meta_heartbeat(struct cdc_maker *maker, int64_t ts_ms, uint32_t offset,
                                     struct weir_batch *batch, struct weir_err *err);

/* "db.table" and how many events of it there were. */
struct cdc_meta_count {
    struct weir_str collection;
    int64_t count;
};
enum weir_verdict cdc_meta_begin(struct cdc_maker *maker, struct weir_str id, int64_t ts_ms,
                                 uint32_t offset, struct weir_batch *batch, struct weir_err *err);
enum weir_verdict cdc_meta_end(struct cdc_maker *maker, struct weir_str id, int64_t ts_ms,
                               const struct cdc_meta_count *counts, size_t n, uint32_t offset,
                               struct weir_batch *batch, struct weir_err *err);

/* One message of the schema-change topic: a change, and the whole statement that it is a piece of,
 * whose tables the source block names. */
enum weir_verdict cdc_meta_schema_change(struct cdc_maker *maker, const struct cdc_origin *origin,
                                         const struct ddl_change *change,
                                         const struct ddl_changes *statement, int64_t ts_ms,
                                         uint32_t offset, struct weir_batch *batch,
                                         struct weir_err *err);

/* data: names and texts of additional_data. */
enum weir_verdict cdc_meta_notification(struct cdc_maker *maker, struct weir_str id,
                                        struct weir_str aggregate_type, struct weir_str type,
                                        const struct weir_param *data, size_t n, int64_t ts_ms,
                                        uint32_t offset, struct weir_batch *batch,
                                        struct weir_err *err);

#endif

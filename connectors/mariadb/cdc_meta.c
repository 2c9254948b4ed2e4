/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_meta.c: heartbeats, the begin and end of transactions, and notifications become records.
 * They are rare: texts are copied to the batch, schemas stand in the maker.
 */
#include "cdc_meta.h"

#include "common/mariadb/cdc_meta_schema.h"
#include "common/mariadb/cdc_names.h"

static struct weir_value text(struct weir_batch *batch, struct weir_str s)
{
    return s.p ? weir_string(weir_arena_str(&batch->arena, s)) : weir_null();
}

static struct weir_value items(struct weir_batch *batch, enum weir_type type,
                               const struct weir_value *values, size_t n, size_t n_values)
{
    struct weir_value *to = weir_arena_alloc(&batch->arena, (n_values + 1) * sizeof(*to));
    memcpy(to, values, n_values * sizeof(*to));
    return weir_items(type, to, n);
}

static struct weir_record *add(struct weir_batch *batch, struct weir_str topic, uint32_t offset,
                               const struct weir_schema *key_schema, struct weir_str key,
                               const struct weir_schema *value_schema, struct weir_value value)
{
    struct weir_value key_text = text(batch, key);
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_arena_str(&batch->arena, topic);
    rec->offset = offset;
    rec->key_schema = weir_batch_hold(batch, key_schema);
    rec->key = items(batch, WEIR_STRUCT, &key_text, 1, 1);
    rec->value_schema = weir_batch_hold(batch, value_schema);
    rec->value = value;
    return rec;
}

enum weir_verdict cdc_meta_heartbeat(struct cdc_maker *maker, int64_t ts_ms, uint32_t offset,
                                     struct weir_batch *batch, struct weir_err *err)
{
    const struct cdc_meta_schemas *schemas = &maker->meta;
    struct weir_value value = weir_int(WEIR_INT64, ts_ms);
    struct weir_record *rec =
        add(batch, cdc_names_heartbeat(maker->conf, &batch->arena), offset, schemas->server_key,
            maker->prefix, schemas->heartbeat, items(batch, WEIR_STRUCT, &value, 1, 1));
    (void)err;
    rec->partition = 0;
    return WEIR_OK;
}

/* ---- transactions ---- */

static void add_txn(struct cdc_maker *maker, const char *status, struct weir_str id, int64_t ts_ms,
                    struct weir_value count, struct weir_value collections, uint32_t offset,
                    struct weir_batch *batch)
{
    struct weir_value fields[] = {weir_string(weir_str_of(status)), text(batch, id), count,
                                  collections, weir_int(WEIR_INT64, ts_ms)};
    add(batch, cdc_names_transaction(maker->conf, &batch->arena), offset, maker->meta.txn_key, id,
        maker->meta.txn_value, items(batch, WEIR_STRUCT, fields, 5, 5));
}

enum weir_verdict cdc_meta_begin(struct cdc_maker *maker, struct weir_str id, int64_t ts_ms,
                                 uint32_t offset, struct weir_batch *batch, struct weir_err *err)
{
    (void)err;
    add_txn(maker, "BEGIN", id, ts_ms, weir_null(), weir_null(), offset, batch);
    return WEIR_OK;
}

enum weir_verdict cdc_meta_end(struct cdc_maker *maker, struct weir_str id, int64_t ts_ms,
                               const struct cdc_meta_count *counts, size_t n, uint32_t offset,
                               struct weir_batch *batch, struct weir_err *err)
{
    int64_t total = 0;
    struct weir_value *list = weir_arena_alloc(&batch->arena, (n + 1) * sizeof(*list));
    (void)err;
    for (size_t i = 0; i < n; i++) {
        struct weir_value fields[] = {text(batch, counts[i].collection),
                                      weir_int(WEIR_INT64, counts[i].count)};
        list[i] = items(batch, WEIR_STRUCT, fields, 2, 2);
        total += counts[i].count;
    }
    add_txn(maker, "END", id, ts_ms, weir_int(WEIR_INT64, total), weir_items(WEIR_ARRAY, list, n),
            offset, batch);
    return WEIR_OK;
}

/* ---- notifications ---- */

enum weir_verdict cdc_meta_notification(struct cdc_maker *maker, struct weir_str id,
                                        struct weir_str aggregate_type, struct weir_str type,
                                        const struct weir_param *data, size_t n, int64_t ts_ms,
                                        uint32_t offset, struct weir_batch *batch,
                                        struct weir_err *err)
{
    struct weir_value *pairs = weir_arena_alloc(&batch->arena, (2 * n + 1) * sizeof(*pairs));
    (void)err;
    for (size_t i = 0; i < n; i++) {
        pairs[2 * i] = text(batch, data[i].key);
        pairs[2 * i + 1] = text(batch, data[i].value);
    }
    struct weir_value fields[] = {text(batch, id), text(batch, type), text(batch, aggregate_type),
                                  weir_items(WEIR_MAP, pairs, n), weir_int(WEIR_INT64, ts_ms)};
    add(batch, maker->conf->notification_topic, offset, maker->meta.notification_key, id,
        maker->meta.notification, items(batch, WEIR_STRUCT, fields, 5, 5));
    return WEIR_OK;
}

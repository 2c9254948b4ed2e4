/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.c: records being gathered, with the places they come from and the schemas they need held.
 * A reset gives the references back and keeps the memory of an ordinary batch.
 */
#include <weir/batch.h>

#include <stdlib.h>

#include <weir/mem.h>

#include "base/asan.h"

#define CHUNK_MIN     ((size_t)16 << 10)
#define CHUNK_MAX     ((size_t)256 << 10)
#define FIRST_RECORDS 64u
#define HOLD_SEARCH   32u
#define OFFSET_MAX    ((size_t)16 << 20)

struct weir_batch *weir_batch_new(uint32_t records_max, size_t bytes_max, size_t wire_max)
{
    struct weir_batch *batch = weir_xcalloc(1, sizeof(*batch));
    size_t chunk = bytes_max / 8;
    chunk = chunk < CHUNK_MIN ? CHUNK_MIN : chunk > CHUNK_MAX ? CHUNK_MAX : chunk;
    weir_arena_init(&batch->arena, chunk);
    weir_buf_init(&batch->wire, wire_max);
    batch->records_max = records_max;
    batch->bytes_max = bytes_max;
    return batch;
}

static void drop_schemas(struct weir_batch *batch)
{
    while (batch->n_schemas) {
        weir_schema_unref(batch->schemas[--batch->n_schemas]);
    }
}

void weir_batch_free(struct weir_batch *batch)
{
    if (!batch) {
        return;
    }
    drop_schemas(batch);
    weir_arena_free(&batch->arena);
    weir_buf_free(&batch->wire);
    free(batch->recs);
    free(batch->offsets);
    free(batch->places);
    free(batch->schemas);
    free(batch);
}

void weir_batch_reset(struct weir_batch *batch)
{
    drop_schemas(batch);
    weir_arena_reset(&batch->arena);
    weir_buf_shrink(&batch->wire, ASAN_WATCHES ? 0 : batch->wire.max);
    batch->n = 0;
    batch->n_offsets = 0;
}

static uint32_t grown(uint32_t cap, uint32_t first)
{
    return cap ? cap + cap / 2 + 1 : first;
}

struct weir_record *weir_batch_add(struct weir_batch *batch)
{
    if (batch->n == batch->cap) {
        batch->cap = grown(batch->cap, FIRST_RECORDS);
        batch->recs = weir_xrealloc(batch->recs, batch->cap, sizeof(*batch->recs));
    }
    uint32_t i = batch->n++;
    batch->recs[i] = (struct weir_record){
        .partition = WEIR_NO_PARTITION,
        .timestamp = WEIR_NO_TIMESTAMP,
        .offset = batch->n_offsets ? batch->n_offsets - 1 : WEIR_NO_OFFSET,
        .origin = i,
    };
    return &batch->recs[i];
}

bool weir_batch_full(const struct weir_batch *batch)
{
    return batch->n >= batch->records_max || weir_arena_used(&batch->arena) >= batch->bytes_max;
}

/* Whether no record uses the newest entry yet: records take it in turn, so the last one tells. */
static bool newest_unused(const struct weir_batch *batch)
{
    return batch->n == 0 || batch->recs[batch->n - 1].offset != batch->n_offsets - 1;
}

static struct weir_offset *append_offset(struct weir_batch *batch)
{
    if (batch->n_offsets == batch->cap_offsets) {
        batch->cap_offsets = grown(batch->cap_offsets, 4);
        batch->offsets = weir_xrealloc(batch->offsets, batch->cap_offsets, sizeof(*batch->offsets));
        batch->places = weir_xrealloc(batch->places, batch->cap_offsets, sizeof(*batch->places));
    }
    struct weir_offset *entry = &batch->offsets[batch->n_offsets++];
    *entry = (struct weir_offset){0};
    return entry;
}

/* The entry of the records to come, without its text. */
static struct weir_offset *next_offset(struct weir_batch *batch, struct weir_str partition)
{
    struct weir_offset *newest = batch->n_offsets ? &batch->offsets[batch->n_offsets - 1] : NULL;
    struct weir_str kept = WEIR_STR_NULL;
    if (newest && weir_str_eq(newest->partition, partition)) {
        kept = newest->partition;
    }
    if (!kept.p || !newest_unused(batch)) {
        newest = append_offset(batch);
        newest->partition = kept.p ? kept : weir_arena_str(&batch->arena, partition);
    }
    batch->places[batch->n_offsets - 1] = NULL;
    return newest;
}

void weir_batch_offset(struct weir_batch *batch, struct weir_str partition, struct weir_str offset)
{
    next_offset(batch, partition)->offset = weir_arena_str(&batch->arena, offset);
}

void weir_batch_offset_later(struct weir_batch *batch, struct weir_str partition,
                             weir_offset_write *write, const void *place)
{
    next_offset(batch, partition)->offset = WEIR_STR_NULL;
    batch->places[batch->n_offsets - 1] = place;
    batch->write_offset = write;
}

const struct weir_offset *weir_batch_offset_at(struct weir_batch *batch, uint32_t i)
{
    if (i >= batch->n_offsets) {
        return NULL;
    }
    struct weir_offset *entry = &batch->offsets[i];
    if (!entry->offset.p && batch->places[i]) {
        struct weir_buf text;
        weir_buf_init(&text, OFFSET_MAX);
        batch->write_offset(batch->places[i], &text);
        entry->offset = weir_arena_str(&batch->arena, weir_buf_view(&text));
        weir_buf_free(&text);
    }
    return entry;
}

const struct weir_schema *weir_batch_hold(struct weir_batch *batch, const struct weir_schema *sch)
{
    if (!sch) {
        return sch;
    }
    uint32_t oldest = batch->n_schemas > HOLD_SEARCH ? batch->n_schemas - HOLD_SEARCH : 0;
    for (uint32_t i = batch->n_schemas; i > oldest; i--) {
        if (batch->schemas[i - 1] == sch) {
            return sch;
        }
    }
    if (batch->n_schemas == batch->cap_schemas) {
        batch->cap_schemas = grown(batch->cap_schemas, 8);
        batch->schemas = weir_xrealloc(batch->schemas, batch->cap_schemas, sizeof(*batch->schemas));
    }
    batch->schemas[batch->n_schemas++] = weir_schema_ref(sch);
    return sch;
}

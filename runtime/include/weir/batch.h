/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.h: the unit that travels. A batch owns one arena and the bytes its records become, holds
 * the references of their schemas, and is recycled whole: a source batch when the bus has
 * acknowledged it, a sink batch when put returns. One thread at a time owns a batch.
 */
#ifndef WEIR_BATCH_H
#define WEIR_BATCH_H

#include <weir/record.h>

/* Both as the canonical JSON text that Connect's offsets topic stores. */
struct weir_offset {
    struct weir_str partition; /* {"server":"shop"} */
    struct weir_str offset;    /* {"file":"binlog.000003","pos":4711} */
};

/* An offset's text, of what weir_batch_offset_later was given. */
typedef void weir_offset_write(const void *place, struct weir_buf *out);

struct weir_batch {
    struct weir_arena arena;
    struct weir_record *recs;
    uint32_t n;
    uint32_t cap;
    struct weir_offset *offsets;
    uint32_t n_offsets;
    uint32_t cap_offsets;
    const struct weir_schema **schemas; /* references held until reset */
    uint32_t n_schemas;
    uint32_t cap_schemas;
    struct weir_buf wire; /* keys and values as bytes, made by the converters */
    uint32_t records_max;
    size_t bytes_max; /* of the arena; a single larger record still fits */

    /* Of weir_batch_offset_later: beside each of offsets, where its text is yet to be written. */
    const void **places;
    weir_offset_write *write_offset;
};

WEIR_EXPORT struct weir_batch *weir_batch_new(uint32_t records_max, size_t bytes_max,
                                              size_t wire_max);
WEIR_EXPORT void weir_batch_free(struct weir_batch *batch);
WEIR_EXPORT void weir_batch_reset(struct weir_batch *batch);

/*
 * A new record: no key, no value, no partition, no timestamp, live, its own origin. The pointer
 * is good until the next add. The record's offset is the batch's newest (see weir_batch_offset).
 */
WEIR_EXPORT struct weir_record *weir_batch_add(struct weir_batch *batch);
/* Time to return from poll: the records or the bytes have reached their limit. */
WEIR_EXPORT bool weir_batch_full(const struct weir_batch *batch);

/*
 * Records added from now on come from this place; until it is called they have no offset. Texts
 * are copied. With the same partition as the newest entry and no record using that entry yet, the
 * entry is replaced. To move an offset on without a record, call it after the last record.
 */
WEIR_EXPORT void weir_batch_offset(struct weir_batch *batch, struct weir_str partition,
                                   struct weir_str offset);
#define WEIR_NO_OFFSET UINT32_MAX
/*
 * The same with a text that is written when it is asked for, which it is for few records of many.
 * place stays as it is until the batch is reset; one write function a batch.
 */
WEIR_EXPORT void weir_batch_offset_later(struct weir_batch *batch, struct weir_str partition,
                                         weir_offset_write *write, const void *place);
/* Entry i with its text; NULL: there is none. Others read `offsets` for partitions only. */
WEIR_EXPORT const struct weir_offset *weir_batch_offset_at(struct weir_batch *batch, uint32_t i);

/* Holds the schema for as long as the batch; cheap when it is the newest held already. */
WEIR_EXPORT const struct weir_schema *weir_batch_hold(struct weir_batch *batch,
                                                      const struct weir_schema *sch);

/* A verdict for every record of a call, all OK at first. */
struct weir_verdicts;
WEIR_EXPORT enum weir_verdict weir_verdict_set(struct weir_verdicts *verdicts, uint32_t i,
                                               enum weir_verdict class, const char *fmt, ...)
    WEIR_PRINTF(4, 5);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_format.h: a record batch as the embedded log stores it, between bus_record and bus_message.
 * Pure functions, any thread. The layout is the table above local_format.c.
 */
#ifndef LOCAL_FORMAT_H
#define LOCAL_FORMAT_H

#include <weir/reader.h>

#include "bus/bus.h"

#define LOCAL_BATCH_HEAD 40u                /* bytes before the first record */
#define LOCAL_BATCH_MAX  (256u << 10)       /* a batch of several records is not larger */
#define LOCAL_APPEND_MAX ((size_t)64 << 20) /* nor is an append or a transaction than that */

struct local_batch {
    uint32_t count;     /* of records; their offsets follow each other */
    uint32_t n_headers; /* of all records together */
    bool log_append_time;
    int64_t top_ms; /* greatest timestamp of the partition up to here */
    int64_t first_ms;
    int64_t max_ms;
};

/* ---- building: sum the sizes, write the records, seal ---- */

/* delta_ms: the record's timestamp minus the batch's first. */
size_t local_record_size(const struct bus_record *rec, int64_t delta_ms);
/* Of that, the bytes behind the key. */
size_t local_record_tail_size(const struct bus_record *rec);
/* Writes exactly local_record_size() bytes; returns where the next record goes. */
char *local_record_write(char *to, const struct bus_record *rec, int64_t delta_ms);
/* Fills the head in front of the n - LOCAL_BATCH_HEAD bytes of records, checksum included. */
void local_batch_seal(char *bytes, size_t n, const struct local_batch *batch);
/* The writer knows top_ms only when it commits; the checksum does not cover it. */
void local_batch_set_top(char *bytes, int64_t top_ms);

/* ---- reading ---- */

/* Only the head, unchecked but for its length: for time queries and retention. */
bool local_batch_peek(struct weir_str bytes, struct local_batch *batch);
/* Checks format and checksum; FATAL tells which is wrong. */
enum weir_verdict local_batch_check(struct weir_str bytes, struct local_batch *batch,
                                    struct weir_err *err);
/*
 * The next record of a checked batch: timestamp, key, value and headers of *msg, as views. headers
 * has room for *n_left, from which the record's are taken. False when the bytes are not a record.
 */
bool local_record_read(struct weir_reader *rd, const struct local_batch *batch,
                       struct bus_message *msg, struct weir_raw_header *headers, uint32_t *n_left);

/* Passes over the next record; only its timestamp. */
bool local_record_skip(struct weir_reader *rd, const struct local_batch *batch,
                       int64_t *timestamp_ms);

#endif

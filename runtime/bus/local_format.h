/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_format.h: a record batch as the embedded log stores it, between bus_record and bus_message.
 * Pure functions, any thread. The layout is the table above local_format.c.
 */
#ifndef LOCAL_FORMAT_H
#define LOCAL_FORMAT_H

#include <weir/reader.h>

#include "bus/bus.h"

#define LOCAL_BATCH_HEAD 44u                /* bytes before the first record */
#define LOCAL_BATCH_MAX  (256u << 10)       /* a batch of several records is not larger */
#define LOCAL_JOINED_MAX (512u << 10)       /* nor are its values that are put together again */
#define LOCAL_APPEND_MAX ((size_t)64 << 20) /* nor is an append or a transaction than that */

struct local_batch {
    uint32_t count;     /* of records; their offsets follow each other */
    uint32_t n_headers; /* of all records together */
    uint32_t n_joined;  /* bytes of all values that begin with what is shared */
    bool log_append_time;
    int64_t top_ms; /* greatest timestamp of the partition up to here */
    int64_t first_ms;
    int64_t max_ms;
};

/* ---- building: sum the sizes, write the records, seal ---- */

/*
 * How many bytes at its beginning a value shares with the last one before it in the batch (p NULL:
 * none), and is stored without; 0 unless that is worth it. Such a value counts in n_joined.
 */
uint32_t local_value_shared(struct weir_str last, struct weir_str value);
/* delta_ms: the record's timestamp minus the batch's first. */
size_t local_record_size(const struct bus_record *rec, uint32_t shared, int64_t delta_ms);
/* Of that, the bytes behind the key; of a record that shares nothing. */
size_t local_record_tail_size(const struct bus_record *rec);
/* Writes exactly local_record_size() bytes; returns where the next record goes. */
char *local_record_write(char *to, const struct bus_record *rec, uint32_t shared,
                         int64_t delta_ms);
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
/* The records of a batch, one after the other. */
struct local_records {
    struct weir_reader rd;
    struct local_batch batch;
    bool shares;          /* the version of the batch lets values share something */
    struct weir_str last; /* newest value before the next record */
    char *room;           /* for values that share something; NULL: there is none */
    uint32_t n_room;      /* bytes of it that are left */
    uint32_t n_headers;   /* that are left */
};

/* Of a batch that was looked at; room is for batch->n_joined bytes and outlives the values. */
struct local_records local_records_of(struct weir_str bytes, const struct local_batch *batch,
                                      char *room);
/*
 * The next record of a checked batch: timestamp, key, value and headers of *msg, as views of the
 * bytes or the room. headers has room for all that are left. False: the bytes are not a record.
 */
bool local_record_read(struct local_records *records, struct bus_message *msg,
                       struct weir_raw_header *headers);

/* Only the next record's key; p NULL: it has none, or there is no record. Not mixed with reading. */
struct weir_str local_record_key(struct local_records *records);
/* Passes over the next record; only its timestamp. Not mixed with reading. */
bool local_record_skip(struct local_records *records, int64_t *timestamp_ms);

#endif

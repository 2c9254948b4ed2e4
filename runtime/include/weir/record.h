/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h: one record on its way, source or sink. All it points to belongs to its batch.
 */
#ifndef WEIR_RECORD_H
#define WEIR_RECORD_H

#include <weir/schema.h>

#define WEIR_NO_TIMESTAMP INT64_MIN
#define WEIR_NO_PARTITION (-1)

struct weir_header {
    struct weir_str name;
    const struct weir_schema *schema; /* NULL: schemaless */
    struct weir_value value;
};

/* What became of it. A record that failed or was filtered is marked, never removed. */
enum weir_record_state {
    WEIR_REC_LIVE,
    WEIR_REC_FILTERED, /* dropped on purpose; counts as done */
    WEIR_REC_FAILED,   /* tolerated error; counts as done, and went to the dead letters if any */
};

/* Marks of a connector that defines its own transaction boundaries. */
enum {
    WEIR_TXN_COMMIT = 1, /* the last of its transaction: a restart goes on at its offset */
    WEIR_TXN_ABORT = 2,  /* the open transaction is given up, this record included */
};

struct weir_record {
    struct weir_str topic;
    int32_t partition; /* WEIR_NO_PARTITION: the partitioner decides */
    uint8_t state;     /* enum weir_record_state */
    uint8_t txn;
    uint8_t timestamp_type; /* sink: 0 CreateTime, 1 LogAppendTime */
    uint8_t spare;
    int64_t timestamp;
    const struct weir_schema *key_schema; /* NULL: schemaless */
    const struct weir_schema *value_schema;
    struct weir_value key;
    struct weir_value value;
    struct weir_header *headers;
    uint32_t n_headers;
    uint32_t offset; /* source: index into the batch's offsets */
    uint32_t origin; /* index of the record this one was split from; its own index if not */

    /* As bytes. Source: what the converters made. Sink: what was consumed, kept to the end. */
    struct weir_str raw_key; /* p NULL: Kafka null */
    struct weir_str raw_value;
    const struct weir_raw_header *raw_headers;
    uint32_t n_raw_headers;

    /* Sink: where it stands in the log, whatever transforms made of topic and partition. */
    int32_t log_partition;
    struct weir_str log_topic;
    int64_t log_offset;
};

struct weir_raw_header {
    struct weir_str name;
    struct weir_str value; /* p NULL: null */
};

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_offset.h: the place a source has reached, in Debezium's own JSON: what the offsets topic
 * stores and the schema history calls "position". Reads every version's form, writes the newest.
 */
#ifndef WEIR_CDC_OFFSET_H
#define WEIR_CDC_OFFSET_H

#include <weir/json.h>

enum cdc_offset_snapshot {
    CDC_OFFSET_STREAMING, /* no snapshot under way */
    CDC_OFFSET_INITIAL,
    CDC_OFFSET_BLOCKING,
};

/* transaction_data_collection_order_<table> */
struct cdc_offset_order {
    struct weir_str table;
    int64_t count;
};

/* An incremental snapshot under way. collections is JSON text; p NULL everywhere: none. */
struct cdc_offset_incremental {
    struct weir_str collections;
    struct weir_str correlation_id;
    struct weir_str primary_key; /* hex of a serialised Java Object[] */
    struct weir_str maximum_key;
    struct weir_str state; /* weir_incremental: our own place in it, which Debezium passes over */
};

struct cdc_offset {
    struct weir_str file; /* p NULL: nothing known */
    int64_t pos;
    struct weir_str gtids; /* completed before the restart point; p NULL: none known */
    int64_t server_id;     /* 0: not written */
    int64_t ts_sec;        /* 0: not written */
    int64_t event;         /* events done of the transaction at pos, its start included */
    int64_t row;           /* rows sent of the next rows event */
    enum cdc_offset_snapshot snapshot;
    bool seeded; /* weir_seeded: put there from outside, no schema history goes with it */
    bool has_transaction; /* transaction metadata is on */
    struct weir_str transaction_id; /* p NULL: outside a transaction */
    const struct cdc_offset_order *orders;
    size_t n_orders;
    struct cdc_offset_incremental incremental;
};

/* Texts live in text or arena. FATAL when there is no file, or a member is of the wrong type. */
enum weir_verdict cdc_offset_read(struct weir_arena *arena, struct weir_str text,
                                  struct cdc_offset *offset, struct weir_err *err);
/* The same from a tree, as a history record holds it. */
enum weir_verdict cdc_offset_of_json(struct weir_arena *arena, const struct weir_json *doc,
                                     struct cdc_offset *offset, struct weir_err *err);
/* One JSON object; event and row come last. */
void cdc_offset_write(const struct cdc_offset *offset, struct weir_buf *out);
/* The object without "event" and "row" and the closing brace; cdc_offset_write_tail ends it. */
void cdc_offset_write_head(const struct cdc_offset *offset, struct weir_buf *out);
void cdc_offset_write_tail(int64_t event, int64_t row, struct weir_buf *out);

/*
 * Whether what was recorded at `recorded` is known at `reached`: Debezium's history comparator.
 * The lists are the GTID source filters; NULL: all sources count.
 */
struct weir_conf_regexes;
bool cdc_offset_is_at_or_before(const struct cdc_offset *recorded, const struct cdc_offset *reached,
                                const struct weir_conf_regexes *includes,
                                const struct weir_conf_regexes *excludes);
/* By the numbers at the files' ends, then pos: two places of one server's binlog. */
int cdc_offset_compare_files(struct weir_str a_file, int64_t a_pos, struct weir_str b_file,
                             int64_t b_pos);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_read.h: stored batches copied out of snapshots, and questions about a partition. Any
 * thread.
 */
#ifndef LOCAL_READ_H
#define LOCAL_READ_H

#include "bus/local_bus.h"

#define LOCAL_FETCH_BYTES (256u << 10) /* of one fetch, unless a single batch is larger */

/* In front of each batch in fetched bytes. */
struct local_segment {
    int64_t base;
    size_t n_bytes;
};

/*
 * Copies the published batches from the one that holds offset (or the first behind it) on, each
 * behind its segment, into buf. *joined: the room that their values need which share something.
 * *end: where reading goes on when they are used up.
 */
enum weir_verdict local_fetch(struct local_part *part, struct local_bus *bus, int64_t offset,
                              struct weir_buf *buf, size_t *joined, int64_t *end,
                              struct weir_err *err);

enum weir_verdict local_watermarks(struct bus *handle, struct weir_str topic, int32_t partition,
                                   int64_t *low, int64_t *high, struct weir_err *err);
enum weir_verdict local_offset_at(struct bus *handle, struct weir_str topic, int32_t partition,
                                  int64_t timestamp_ms, int64_t *offset, struct weir_err *err);

/* ---- used with a cursor on the log ---- */

/* The batch that holds offset, or else the first behind it; MDB_NOTFOUND: none. */
int local_seek(MDB_cursor *cursor, uint32_t part_id, int64_t offset, int64_t *base, MDB_val *val);
/* The batch behind the cursor's. */
int local_step(MDB_cursor *cursor, uint32_t part_id, int64_t *base, MDB_val *val);

#endif

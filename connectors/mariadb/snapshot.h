/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.h: reads definitions and rows of tables as they are at one place of the binlog, before
 * the stream goes on from there. The task's thread locks, plans and hands batches on; helper
 * threads read rows.
 */
#ifndef WEIR_SNAPSHOT_H
#define WEIR_SNAPSHOT_H

#include "source.h"

/* A table of a blocking snapshot. */
struct snapshot_only {
    struct weir_str db, name;
    struct weir_str select; /* p NULL: all rows */
};

/* What one is to do. */
struct snapshot_plan {
    bool schema;   /* definitions go into the history */
    bool data;     /* rows are read */
    bool stream;   /* streaming follows */
    bool keep_offset; /* streaming goes on from the stored offset, not from here (recovery) */
    bool resume;   /* of one that was interrupted, with keep_offset; `state` says what it has read */
    struct weir_str state;
    const struct snapshot_only *only; /* of these tables alone, with keep_offset; NULL: of all */
    size_t n_only;
};

/* How one that was interrupted at this place can be gone on with; state.p NULL: not at all. */
enum weir_verdict snapshot_state_find(struct source *source, const struct cdc_offset *place,
                                      struct weir_str *state, struct weir_err *err);
/* Begins one; the phase becomes SOURCE_SNAPSHOT. plan and stored are copied. */
void snapshot_begin(struct source *source, const struct snapshot_plan *plan,
                    const struct cdc_offset *stored);
/* Goes on with it; at its end sets the phase. */
enum weir_verdict snapshot_poll(struct source *source, struct weir_batch **batch, int64_t wait_ms,
                                struct weir_err *err);
void snapshot_close(struct source *source);
void snapshot_wake(struct source_snapshot *snapshot); /* ANY thread, under wake_lock */

#endif

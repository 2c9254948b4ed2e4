/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_retain.h: what the log lets go of, in small steps of the writer's thread: batches past
 * their topic's retention, tombstones past theirs, and the records of deleted topics.
 */
#ifndef LOCAL_RETAIN_H
#define LOCAL_RETAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct local_bus;

struct local_retain {
    bool dropped;         /* a deleted topic may have records left */
    int64_t next_tomb_ms; /* wall time when the next tombstone is due, or may be */
    size_t topic;         /* where the sweep over all partitions goes on */
    int32_t part;
    size_t rows; /* of a step; few after a step that found no room to erase in */
};

/* One step, one commit at most. True when there is more to do at once. */
bool local_retain_step(struct local_bus *bus);

#endif

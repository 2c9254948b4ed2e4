/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_retain.h: what the log lets go of, in small steps of the writer's thread: batches past
 * their topic's retention, tombstones past theirs, and the records of deleted topics.
 */
#ifndef LOCAL_RETAIN_H
#define LOCAL_RETAIN_H

#include <lmdb.h>

#include <weir/err.h>

struct local_bus;

struct local_retain {
    bool dropped;         /* a deleted topic may have records left */
    int64_t next_tomb_ms; /* wall time when the next tombstone is due, or may be */
    size_t topic;         /* where the sweep over all partitions goes on */
    int32_t part;
    size_t rows; /* of a step; few after a step that found no room to erase in */
    bool behind; /* there is more to do at once */
};

void local_retain_init(struct local_bus *bus);
/* One step in a transaction of its own, if there is anything to do. */
void local_retain_step(struct local_bus *bus);
/* A step within a commit that adds about so many rows and bytes: it erases twice as fast. */
int local_retain_along(struct local_bus *bus, MDB_txn *txn, size_t rows, size_t bytes);
/* A transaction that erased failed: the next step is a small one of its own. */
void local_retain_failed(struct local_bus *bus, const struct weir_err *err);
/* Whether steps within commits are fine: the last one did not fail. */
bool local_retain_may_join(const struct local_bus *bus);

#endif

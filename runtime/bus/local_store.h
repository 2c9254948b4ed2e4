/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_store.h: what the writer does to the log database. All in the writer's thread, inside its
 * transaction; 0 or LMDB's error.
 */
#ifndef LOCAL_STORE_H
#define LOCAL_STORE_H

#include "bus/local_produce.h"

/* A compacted topic's record replaces the last with its key, whose place the index knows. */
int local_compact(struct local_bus *bus, MDB_txn *txn, const struct local_stored *stored);
/* Takes the record out of the index, before it is erased. */
int local_compact_forget(struct local_bus *bus, MDB_txn *txn, const struct local_part *part,
                         int64_t offset, MDB_val record);
/* Erases tombstones whose time has come, at most *rows, which is counted down. */
int local_compact_tombs(struct local_bus *bus, MDB_txn *txn, size_t *rows);

/* Takes the batch at offset out of the log, if it is there, and out of the partition's count. */
int local_erase(struct local_bus *bus, MDB_txn *txn, struct local_part *part, int64_t offset);

#endif

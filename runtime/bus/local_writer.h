/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_writer.h: the one thread that writes the embedded log.
 */
#ifndef LOCAL_WRITER_H
#define LOCAL_WRITER_H

#include <pthread.h>

#include "bus/local_queue.h"
#include "bus/local_topics.h"

/* All its own. */
struct local_writer {
    pthread_t thread;
    bool started;
    struct local_part *dirty;
    uint64_t commits;
    size_t rows; /* batches stored in the open transaction */
    int64_t next_sweep_ms;
    int64_t next_readers_ms;
};

enum weir_verdict local_writer_start(struct local_bus *bus, struct weir_err *err);
void local_writer_stop(struct local_bus *bus); /* what waits is done first */

/* Writer's thread: the partition's row has changed in this transaction. */
void local_part_dirty(struct local_bus *bus, struct local_part *part);
/* Writer's thread: one transaction of the writer's own (retention). */
enum weir_verdict local_writer_own(struct local_bus *bus,
                                   int (*fn)(struct local_bus *bus, MDB_txn *txn, void *self),
                                   void *self, struct weir_err *err);

#endif

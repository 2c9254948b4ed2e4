/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_offsets.h: the committed offsets of consumer groups, in the groups database.
 */
#ifndef LOCAL_OFFSETS_H
#define LOCAL_OFFSETS_H

#include "bus/local_bus.h"

enum weir_verdict local_offsets_get(struct local_bus *bus, struct weir_str group,
                                    struct weir_arena *arena,
                                    struct weir_topic_partition *partitions, size_t n,
                                    struct weir_err *err);
/* ->offset -1 deletes. async: returns when it is queued; a failure is logged. */
enum weir_verdict local_offsets_put(struct local_bus *bus, struct weir_str group,
                                    const struct weir_topic_partition *partitions, size_t n,
                                    bool async, struct weir_err *err);
/* The writer's: commits of a deleted topic go with it. */
int local_offsets_forget_topic(struct local_bus *bus, MDB_txn *txn, struct weir_str topic);

enum weir_verdict local_group_offsets(struct bus *handle, struct weir_str group,
                                      struct weir_arena *arena,
                                      struct weir_topic_partition **offsets, size_t *n,
                                      struct weir_err *err);
enum weir_verdict local_group_alter(struct bus *handle, struct weir_str group,
                                    const struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err);
enum weir_verdict local_group_members(struct bus *handle, struct weir_str group, int32_t *n,
                                      struct weir_err *err);
enum weir_verdict local_group_delete(struct bus *handle, struct weir_str group,
                                     struct weir_err *err);

#endif

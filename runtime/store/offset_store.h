/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offset_store.h: source offsets, in the offsets topic's exact format (key ["name",{partition}],
 * value {offset}). Read from the topic into memory once, kept current by following it. Keys are
 * parsed, not compared as bytes. Any thread.
 */
#ifndef OFFSET_STORE_H
#define OFFSET_STORE_H

#include "bus/bus.h"
#include "store/internal_topic.h"
#include "store/topic_reader.h"

struct offset_store;

/* topic: the worker's, which is there already, with so many partitions; its settings are those of
 * connectors' own topics too. The texts live as long as the store. Does not read yet. */
enum weir_verdict offset_store_open(struct bus *bus, struct topic_reader *reader,
                                    const struct internal_topic *topic, int32_t partitions,
                                    const char *client_id, struct offset_store **store,
                                    struct weir_err *err) WEIR_MUST_CHECK;
/* After the reader was closed. */
void offset_store_close(struct offset_store *store);
/* Reads to the end of the worker's topic. Blocks. */
enum weir_verdict offset_store_load(struct offset_store *store, int64_t timeout_ms,
                                    struct weir_err *err);

/*
 * This connector keeps its offsets in a topic of its own too (offsets.storage.topic), made if it is
 * missing: it is written first, and wins where both are read. Blocks: a connector's thread, before
 * its tasks start. topic.n 0: from now on the worker's topic alone.
 */
enum weir_verdict offset_store_own_topic(struct offset_store *store, struct weir_str connector,
                                         struct weir_str topic, struct weir_err *err);
/* The newest offset of this partition; p NULL: none. Reads to the end of the topic first. */
enum weir_verdict offset_store_get(struct offset_store *store, struct weir_str connector,
                                   struct weir_str partition, struct weir_arena *arena,
                                   struct weir_str *offset, struct weir_err *err);
enum weir_verdict offset_store_list(struct offset_store *store, struct weir_str connector,
                                    struct weir_arena *arena, struct weir_offset **offsets,
                                    size_t *n, struct weir_err *err);
/* Durable when it returns; a p NULL offset writes a tombstone. */
enum weir_verdict offset_store_put(struct offset_store *store, struct weir_str connector,
                                   const struct weir_offset *offsets, size_t n, int64_t timeout_ms,
                                   struct weir_err *err);
/* The record that says the same, for a producer that sends it inside a transaction: to the
 * connector's own topic if it has one. */
void offset_store_record(const struct offset_store *store, struct weir_str connector,
                         const struct weir_offset *offset, struct weir_arena *arena,
                         struct bus_record *rec);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_chain.h: the sink's transformations, run here on the records that the source would have
 * made. One thread; each worker opens its own.
 */
#ifndef MIGRATE_CHAIN_H
#define MIGRATE_CHAIN_H

#include <weir/plugin.h>

struct migrate_chain;

enum weir_verdict migrate_chain_open(const struct weir_props *sink, const struct weir_log *log,
                                     struct migrate_chain **out, struct weir_err *err);
void migrate_chain_close(struct migrate_chain *chain); /* NULL is fine */
/* Changes the batch's records; BAD_DATA for the first that cannot be changed. */
enum weir_verdict migrate_chain_apply(struct migrate_chain *chain, struct weir_batch *batch,
                                      struct weir_err *err);
/* Whatever it does to topics and schemas, a field keeps its value, unless its schema changes. */
bool migrate_chain_keeps_values(const struct migrate_chain *chain);

#endif

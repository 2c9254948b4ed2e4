/* SPDX-License-Identifier: Apache-2.0 */
/*
 * known.h: the captured tables whose rows were read, or that were there at the first registration.
 * A table that joins the include list later is not among them. They are kept in an offset of their
 * own, {"server": ..., "weir": "tables"}, which Debezium never asks for. Task's thread only.
 */
#ifndef WEIR_KNOWN_H
#define WEIR_KNOWN_H

#include "source.h"

/* Reads what is stored; *found = false: nothing is. What is no longer captured is left out. */
enum weir_verdict known_load(struct source *source, bool *found, struct weir_err *err);
bool known_has(const struct source *source, struct weir_str db, struct weir_str name);
void known_add(struct source *source, struct weir_str db, struct weir_str name);
/* All captured tables of the schema. */
void known_add_all(struct source *source);
/* Stores the list with this batch, if it has changed. */
void known_tell(struct source *source, struct weir_batch *batch);
void known_close(struct source *source);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* schema_name.h: names of schemas made fit for Avro, as Debezium's schema.name.adjustment.mode. */
#ifndef SCHEMA_NAME_H
#define SCHEMA_NAME_H

#include <weir/arena.h>

enum schema_name_mode { SCHEMA_NAME_NONE, SCHEMA_NAME_AVRO, SCHEMA_NAME_AVRO_UNICODE };
extern const char *const schema_name_modes[]; /* for a key table */

/* The name itself, or a new one in the arena. */
struct weir_str schema_name_adjust(struct weir_arena *arena, struct weir_str name,
                                   enum schema_name_mode mode);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_from_connect.h: a Connect schema's Avro schema, as Confluent's AvroData makes it: the same
 * nodes, properties and order, so that its text is the one that Java registers.
 */
#ifndef AVRO_FROM_CONNECT_H
#define AVRO_FROM_CONNECT_H

#include "avro_names.h"
#include "avro_schema.h"

/* sch NULL: that of schemaless data. What it points to lives in arena. BAD_DATA: Avro has no such
 * name or type. */
enum weir_verdict avro_from_connect(struct weir_arena *arena, const struct avro_options *options,
                                    const struct weir_schema *sch, const struct avro_schema **out,
                                    struct weir_err *err);

/* BAD_DATA when two types of it have one name and differ: such a schema has no text. */
enum weir_verdict avro_check_names(struct weir_arena *arena, const struct avro_schema *avro,
                                   struct weir_err *err);

/* A value as a default's JSON. NULL with *err set when it does not fit the schema. */
struct weir_json *avro_default(struct weir_arena *arena, const struct avro_options *options,
                               const struct weir_schema *sch, struct weir_value val,
                               struct weir_err *err);
/* Whether Avro takes this as the default of a field of that type. */
bool avro_default_fits(const struct avro_schema *avro, const struct weir_json *def);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_to_connect.h: an Avro schema's Connect schema, as Confluent's AvroData makes it.
 */
#ifndef AVRO_TO_CONNECT_H
#define AVRO_TO_CONNECT_H

#include "avro_names.h"
#include "avro_schema.h"

struct avro_connecting {
    const struct avro_options *options;
    int32_t version;  /* the subject's, for a schema that says none; 0: unknown */
    unsigned *unions; /* how many generalized unions were named so far */
    struct weir_err *err;
};

/* The caller owns a reference. NULL with BAD_DATA: Connect has no such type, or the schema is
 * recursive, which a Connect schema here cannot be. */
const struct weir_schema *avro_to_connect(const struct avro_connecting *in,
                                          const struct avro_schema *avro);

/* The schema of data without a schema: its values have none in Connect. */
bool avro_is_anything(const struct avro_schema *avro);
/* An array of the records that stand for a map's entries. */
bool avro_is_entries(const struct avro_schema *avro);
/* A union that is only T or null: T's place; else -1. */
int avro_nullable(const struct avro_schema *avro);
/* What the field is called that stands for a branch. Lives in arena or as long as avro. */
struct weir_str avro_branch_name(struct weir_arena *arena, const struct avro_options *options,
                                 const struct avro_schema *avro, size_t branch);

/* ---- defaults ---- */

/*
 * A default's JSON as a value of sch, which was made from avro; what it points to lives in arena.
 * of_field: it stands at the field in Avro's own way, else it is a "connect.default". false: it
 * does not fit.
 */
bool avro_default_value(struct weir_arena *arena, const struct avro_options *options,
                        const struct weir_schema *sch, const struct avro_schema *avro,
                        const struct weir_json *def, bool of_field, struct weir_value *val);

#endif

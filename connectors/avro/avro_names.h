/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_names.h: what Connect's converter calls things, and how a Connect name becomes an Avro one.
 */
#ifndef AVRO_NAMES_H
#define AVRO_NAMES_H

#include <weir/schema.h>

#include "avro_options.h"

#define AVRO_NAMESPACE         "io.confluent.connect.avro"
#define AVRO_DEFAULT_NAME      "ConnectDefault"
#define AVRO_MAP_ENTRY         "MapEntry"
#define AVRO_ANYTHING          "Anything"
#define AVRO_UNION_NAME        AVRO_NAMESPACE ".Union"
#define AVRO_ENUM_PARAM        AVRO_NAMESPACE ".Enum"
#define AVRO_RECORD_DOC        AVRO_NAMESPACE ".record.doc"
#define AVRO_ENUM_DOC          AVRO_NAMESPACE ".enum.doc."
#define AVRO_ENUM_DEFAULT      AVRO_NAMESPACE ".enum.default."
#define AVRO_FIELD_DOC         AVRO_NAMESPACE ".field.doc."
#define AVRO_FIELD_DEFAULT     AVRO_NAMESPACE ".field.default"
#define AVRO_FIXED_SIZE        "connect.fixed.size"
#define AVRO_PRECISION         "connect.decimal.precision"
#define AVRO_PRECISION_DEFAULT 64
#define AVRO_SUM_UNION         "org.apache.kafka.connect.data.Union"
#define AVRO_SUM_ENUM          "org.apache.kafka.connect.data.Enum"
#define AVRO_SUM_PREFIX        "connect_union_"

struct avro_name {
    struct weir_str space; /* n 0: none */
    struct weir_str name;
};

/* At the last dot, each part scrubbed if that is asked for. Lives in arena or as long as full. */
struct avro_name avro_split(struct weir_arena *arena, const struct avro_options *options,
                            struct weir_str full);
/* The name with what Avro does not allow as _, when scrub.invalid.names says so. */
struct weir_str avro_scrub(struct weir_arena *arena, const struct avro_options *options,
                           struct weir_str name);
/* BAD_DATA in Avro's words when it cannot be a name in Avro. */
enum weir_verdict avro_check_name(struct weir_str name, struct weir_err *err);

bool avro_is_union(const struct weir_schema *sch);
bool avro_is_enum(const struct weir_schema *sch);
bool avro_is_fixed(const struct weir_schema *sch);
/* A map that Avro can hold as a map, not as an array of entries. */
bool avro_is_plain_map(const struct avro_options *options, const struct weir_schema *sch);
/* Connect's logical names in any case, as Confluent's converter compares them. */
enum weir_logical avro_logical(const struct weir_schema *sch);

#endif

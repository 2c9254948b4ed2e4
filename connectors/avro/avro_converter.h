/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_converter.h: the keys of Confluent's AvroConverter as a struct, and the two ways between
 * values and bytes, each with what it remembers by schema.
 */
#ifndef AVRO_CONVERTER_H
#define AVRO_CONVERTER_H

#include <weir/plugin.h>

#include "avro_options.h"
#include "common/registry/registry.h"

enum avro_strategy { AVRO_BY_TOPIC, AVRO_BY_RECORD, AVRO_BY_TOPIC_AND_RECORD };

struct avro_conf {
    struct registry_conf registry;
    struct avro_options options;
    int key_strategy; /* enum avro_strategy */
    int value_strategy;
    int32_t cache_size;
    int32_t use_schema_id;
    int32_t latest_cache_ttl_s;
    bool auto_register;
    bool normalize;
    bool use_latest;
    bool latest_strict;
    bool id_strict;
};

/* What the two ways share. */
struct avro_converter {
    const struct avro_conf *conf;
    struct registry *registry;
    bool is_key;
    struct avro_writers *writers;
    struct avro_readers *readers;
};

struct avro_schema;

/* The registry's name for a topic's keys or values. BAD_DATA: it goes by a record's name, and avro
 * is none. */
enum weir_verdict avro_subject(const struct avro_converter *converter, struct weir_arena *arena,
                               struct weir_str topic, const struct avro_schema *avro,
                               struct weir_str *subject, struct weir_err *err);

/* The schema of a registry's answer, with those that it refers to. What it points to lives in arena. */
enum weir_verdict avro_parse_found(const struct avro_converter *converter, struct weir_arena *arena,
                                   const struct registry_schema *found,
                                   const struct avro_schema **out, struct weir_err *err);

/* BAD_DATA: found has a rule of a data contract, perhaps one that encrypts, and none is run here. */
enum weir_verdict avro_check_rules(const struct registry_schema *found, bool writing,
                                   struct weir_err *err);

/* Whether asking the registry again would change nothing: the schema itself is what is wrong. */
bool avro_is_lasting(const struct weir_err *err);
const struct weir_err *avro_err_copy(struct weir_arena *arena, const struct weir_err *err);

/* ---- writing ---- */

struct avro_writer; /* of a schema and a topic: the registry's id, and how values are written */

struct avro_writers *avro_writers_new(const struct avro_converter *converter);
void avro_writers_free(struct avro_writers *writers);
/* From memory, or by asking the registry. sch NULL: schemaless data. Good until the next call. */
enum weir_verdict avro_writers_get(struct avro_writers *writers, const struct weir_schema *sch,
                                   struct weir_str topic, const struct avro_writer **out,
                                   struct weir_err *err);
/* Appends the whole message. */
enum weir_verdict avro_writer_put(const struct avro_writer *writer, struct weir_value val,
                                  struct weir_buf *out, struct weir_err *err);

/* ---- reading ---- */

struct avro_readers *avro_readers_new(const struct avro_converter *converter);
void avro_readers_free(struct avro_readers *readers);
/* bytes: the whole message. The value may point into it; the batch holds the schema. */
enum weir_verdict avro_readers_read(struct avro_readers *readers, struct weir_str topic,
                                    struct weir_str bytes, struct weir_batch *batch,
                                    const struct weir_schema **sch, struct weir_value *val,
                                    struct weir_err *err);

extern const struct weir_converter_ops avro_converter_ops;

#endif

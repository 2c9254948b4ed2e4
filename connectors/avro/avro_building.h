/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_building.h: a Connect schema while avro_to_connect.c makes it from an Avro schema: its type
 * first, then what the Avro schema says beside the type.
 */
#ifndef AVRO_BUILDING_H
#define AVRO_BUILDING_H

#include "avro_to_connect.h"

/* A Connect schema that is being put together. */
struct avro_building {
    struct weir_arena arena;
    struct weir_schema_spec spec;
    int32_t version;
    bool has_version;
    struct weir_param *params;
    size_t cap_params;
    struct weir_field *fields;
};

/* Records around the one that is being read: if it is one of them, it has no end. */
struct avro_around {
    const struct avro_around *outer;
    const struct avro_schema *avro;
};

/* What the field, at whose type we are, says about it. */
struct avro_place {
    const struct avro_connecting *in;
    const struct avro_around *around;
    bool optional;
    const struct weir_json *def; /* NULL: none */
    struct weir_str doc;         /* p NULL: none */
    int32_t version;             /* 0: none */
};

/* Returns false, with BAD_DATA in *at->in->err. */
bool avro_building_refuse(const struct avro_place *at, const char *what);
/* As Java's LinkedHashMap: a new value of an old key stays at the old place. */
void avro_building_param(struct avro_building *to, struct weir_str key, struct weir_str value);
/* A number property as Java's intValue() has it; false: it is none. */
bool avro_building_int(const struct avro_schema *avro, const char *name, int64_t *out);
/* Documentation, version, parameters, default and name, once the type is known. */
bool avro_building_beside(struct avro_building *to, const struct avro_place *at,
                          const struct avro_schema *avro);
/* The schema as far as it is; the caller owns a reference. */
const struct weir_schema *avro_building_made(struct avro_building *to);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.h: immutable, interned, reference-counted. The same schema is the same pointer, so that
 * equality is ==; its serial is never used again, so that what converters and transforms derive
 * can be kept by serial. Making and releasing take a lock and are for set-up and changes of
 * schema, not for every record. A batch holds the references, not the record.
 */
#ifndef WEIR_SCHEMA_H
#define WEIR_SCHEMA_H

#include <weir/value.h>

enum weir_logical {
    WEIR_LOGICAL_NONE,
    WEIR_LOGICAL_DECIMAL, /* org.apache.kafka.connect.data.Decimal and so on */
    WEIR_LOGICAL_DATE,
    WEIR_LOGICAL_TIME,
    WEIR_LOGICAL_TIMESTAMP,
};

struct weir_schema;

struct weir_field {
    struct weir_str name;
    const struct weir_schema *schema;
};

struct weir_param {
    struct weir_str key;
    struct weir_str value;
};

struct weir_schema {
    uint64_t serial;
    uint8_t type;    /* enum weir_type, BOOLEAN to STRUCT */
    uint8_t logical; /* enum weir_logical, from the name */
    bool optional;
    bool has_version;
    bool has_default;
    int32_t version;
    int32_t scale;       /* of a Decimal */
    struct weir_str name; /* p NULL: none */
    struct weir_str doc;
    struct weir_value def; /* when has_default */
    const struct weir_param *params;
    uint32_t n_params;
    uint32_t n_fields;
    const struct weir_field *fields;        /* STRUCT */
    const struct weir_schema *key_schema;   /* MAP */
    const struct weir_schema *value_schema; /* MAP, ARRAY */
};

/* ---- making ---- */

/* A plan of a schema, on the caller's stack; texts and defaults are copied when it is interned. */
struct weir_schema_spec {
    enum weir_type type;
    bool optional;
    struct weir_str name;
    const int32_t *version; /* NULL: none */
    struct weir_str doc;
    const struct weir_value *def; /* NULL, or a null: none */
    const struct weir_param *params;
    size_t n_params;
    const struct weir_field *fields;
    size_t n_fields;
    const struct weir_schema *key_schema;
    const struct weir_schema *value_schema;
};

/* Finds or makes it; the caller owns one reference. The parts' references are taken, not used up. */
WEIR_EXPORT const struct weir_schema *weir_schema_make(const struct weir_schema_spec *spec);
WEIR_EXPORT struct weir_schema_spec weir_schema_spec_of(const struct weir_schema *sch);
WEIR_EXPORT const struct weir_schema *weir_schema_ref(const struct weir_schema *sch);
WEIR_EXPORT void weir_schema_unref(const struct weir_schema *sch); /* NULL is fine */

/* The plain types and Connect's logical ones. They live for ever: no reference is counted. */
WEIR_EXPORT const struct weir_schema *weir_schema_plain(enum weir_type type, bool optional);
WEIR_EXPORT const struct weir_schema *weir_schema_date(bool optional);
WEIR_EXPORT const struct weir_schema *weir_schema_time(bool optional);
WEIR_EXPORT const struct weir_schema *weir_schema_timestamp(bool optional);

/* ---- asking ---- */

/* The field's place, -1 if there is none. Linear; look it up once a schema. */
WEIR_EXPORT int weir_schema_field(const struct weir_schema *sch, struct weir_str name);
WEIR_EXPORT struct weir_str weir_schema_param(const struct weir_schema *sch, const char *key);
/* The JSON text as JsonConverter writes it (decimal defaults in base64), made once; lives as long
 * as the schema. */
WEIR_EXPORT struct weir_str weir_schema_json(const struct weir_schema *sch);
/* Whether val may stand where sch says; the error names the field, in Java's words. Deep. A null
 * may stand where a default does. */
WEIR_EXPORT enum weir_verdict weir_schema_check(const struct weir_schema *sch,
                                                struct weir_value val, struct weir_err *err);

#endif

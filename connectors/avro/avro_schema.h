/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_schema.h: an Avro schema as a tree in an arena, with everything a registry's text can say:
 * names, docs, defaults, properties in their order. Made from text (avro_parse.c) or from a Connect
 * schema (avro_from_connect.c), written as Java's Schema.toString() does (avro_text.c). A named
 * type that is used twice is the same node twice.
 */
#ifndef AVRO_SCHEMA_H
#define AVRO_SCHEMA_H

#include <weir/json.h>

enum avro_type {
    AVRO_NULL,
    AVRO_BOOLEAN,
    AVRO_INT,
    AVRO_LONG,
    AVRO_FLOAT,
    AVRO_DOUBLE,
    AVRO_BYTES,
    AVRO_STRING,
    AVRO_RECORD,
    AVRO_ENUM,
    AVRO_ARRAY,
    AVRO_MAP,
    AVRO_UNION,
    AVRO_FIXED,
};

/* Deeper schemas, and data of such schemas, are refused. */
#define AVRO_DEPTH_MAX 64
/* The text of a schema, as sent and as received. */
#define AVRO_TEXT_MAX ((size_t)16 * 1024 * 1024)

struct avro_schema;

struct avro_field {
    struct weir_str name;
    struct weir_str doc; /* p NULL: none */
    const struct avro_schema *type;
    struct weir_json *def;     /* NULL: none; a JSON null is one */
    struct weir_json *props;   /* an object; NULL: none */
    struct weir_json *aliases; /* an array; NULL: none */
    struct weir_str order;     /* p NULL: ascending */
};

struct avro_schema {
    enum avro_type type;
    struct weir_str name;      /* RECORD, ENUM, FIXED: without its namespace */
    struct weir_str space;     /* n 0: none */
    struct weir_str doc;       /* p NULL: none */
    struct weir_json *props;   /* an object; NULL: none */
    struct weir_json *aliases; /* an array; NULL: none */
    bool is_error;             /* a RECORD that calls itself "error" */
    struct avro_field *fields; /* RECORD */
    size_t n_fields;
    struct weir_str *symbols; /* ENUM */
    size_t n_symbols;
    struct weir_str enum_default;        /* ENUM; p NULL: none */
    const struct avro_schema **branches; /* UNION */
    size_t n_branches;
    const struct avro_schema *items; /* ARRAY; the values of a MAP */
    uint32_t size;                   /* FIXED: bytes */
};

const char *avro_type_name(enum avro_type type); /* "int" */

static inline bool avro_is_named(const struct avro_schema *avro)
{
    return avro->type == AVRO_RECORD || avro->type == AVRO_ENUM || avro->type == AVRO_FIXED;
}

/* "a.b.Name"; of what has no name its type's. Lives in arena, or as long as avro. */
struct weir_str avro_full_name(struct weir_arena *arena, const struct avro_schema *avro);
bool avro_same_name(const struct avro_schema *a, const struct avro_schema *b);

struct avro_schema *avro_new(struct weir_arena *arena, enum avro_type type);
/* Adds the property at the end, unless there is one of that name. */
void avro_add_prop(struct weir_arena *arena, struct avro_schema *avro, const char *name,
                   struct weir_json *value);
/* NULL: no such property. */
const struct weir_json *avro_prop(const struct avro_schema *avro, const char *name);
/* The property when it is a text; p NULL otherwise. */
struct weir_str avro_prop_text(const struct avro_schema *avro, const char *name);

/* Branch of a union that is null, or -1. */
int avro_null_branch(const struct avro_schema *avro);
/* The field's place, or -1. */
int avro_field_at(const struct avro_schema *avro, struct weir_str name);

/* ---- text ---- */

/* As Java's Schema.toString(): the text that Java's converter registers. */
void avro_text(struct weir_buf *buf, const struct avro_schema *avro);

/* Reads a schema's text. BAD_DATA with what is wrong; what it points to lives in arena. */
enum weir_verdict avro_parse(struct weir_arena *arena, struct weir_str text,
                             const struct avro_schema **out, struct weir_err *err);

/* The same for texts of which a later one uses the names of those before; begins as {arena}. */
struct avro_names {
    struct weir_arena *arena;
    struct avro_named *known;
};
bool avro_names_have(const struct avro_names *names, struct weir_str full);
enum weir_verdict avro_parse_next(struct avro_names *names, struct weir_str text,
                                  const struct avro_schema **out, struct weir_err *err);

#endif

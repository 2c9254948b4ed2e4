/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_read.h: how Avro's bytes of one schema become Connect's values: a tree of steps, made once a
 * schema. Values point into the bytes and the batch's arena; nothing is allocated besides.
 */
#ifndef AVRO_READ_H
#define AVRO_READ_H

#include "avro_to_connect.h"

enum avro_get {
    AVRO_GET_BOOLEAN,
    AVRO_GET_INT, /* int and long */
    AVRO_GET_FLOAT,
    AVRO_GET_DOUBLE,
    AVRO_GET_BYTES,
    AVRO_GET_RAW, /* bytes at the top: all that is left */
    AVRO_GET_FIXED,
    AVRO_GET_STRING,
    AVRO_GET_SYMBOL,
    AVRO_GET_ARRAY,
    AVRO_GET_MAP,
    AVRO_GET_ENTRIES, /* an array of key and value: a map */
    AVRO_GET_RECORD,
    AVRO_GET_NULLABLE, /* null or the one child */
    AVRO_GET_SINGLE,   /* a union of one branch, which is the child */
    AVRO_GET_BRANCHES, /* any other union: a struct with one field set */
    AVRO_GET_NULL,     /* a branch of those */
    AVRO_GET_ANYTHING,
};

struct avro_steps {
    const struct weir_schema *sch; /* NULL: schemaless */
    enum avro_get how;
    uint32_t n;           /* children; bytes of a fixed */
    uint32_t null_branch; /* of NULLABLE */
    uint32_t field;       /* of a branch: its place in the struct */
    const struct avro_steps *children;
    const struct avro_schema *symbols; /* of an enum */
};

/* sch: what avro_to_connect made of avro; NULL: schemaless. All live as long as the steps. */
const struct avro_steps *avro_steps(struct weir_arena *arena, const struct avro_options *options,
                                    const struct weir_schema *sch, const struct avro_schema *avro);

/* BAD_DATA with what is wrong. What is behind the value in bytes is not looked at, as in Java. */
enum weir_verdict avro_read(const struct avro_steps *steps, struct weir_str bytes,
                            struct weir_arena *arena, struct weir_value *val, struct weir_err *err);

#endif

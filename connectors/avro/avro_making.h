/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_making.h: an Avro schema while avro_from_connect.c makes it from a Connect schema: its type
 * first, then the properties that say what only Connect knows.
 */
#ifndef AVRO_MAKING_H
#define AVRO_MAKING_H

#include "avro_from_connect.h"

/* A schema that was translated: where it comes again, its type is the same node. */
struct avro_seen {
    struct avro_seen *next;
    const struct weir_schema *sch; /* not optional */
    const struct avro_schema *avro;
};

struct avro_making {
    struct weir_arena *arena;
    const struct avro_options *options;
    struct weir_err *err;
    struct avro_seen *done;
    int unnamed; /* structs so far */
    int depth;
};

/* Returns NULL, with BAD_DATA in *to->err. */
struct avro_schema *avro_making_refuse(struct avro_making *to, const char *what);
/* The number in a parameter; false with *err set in Java's words when it is none. */
bool avro_making_number(struct avro_making *to, const struct weir_schema *sch, const char *key,
                        int64_t *out);
/* A decimal's precision and scale. */
bool avro_making_digits(struct avro_making *to, const struct weir_schema *sch, int64_t *precision,
                        int64_t *scale);
/* All that stands beside the type, in Java's order. */
bool avro_making_props(struct avro_making *to, struct avro_schema *avro,
                       const struct weir_schema *sch);

#endif

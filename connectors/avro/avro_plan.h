/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_plan.h: what writing a Connect schema's values in Avro needs, found once a schema: which
 * branch of each union, which field stands where. Writing a value walks the plan beside it and
 * appends bytes; nothing is allocated and no tree is built.
 */
#ifndef AVRO_PLAN_H
#define AVRO_PLAN_H

#include "avro_from_connect.h"

enum avro_how {
    AVRO_PUT_INT, /* int and long: the same bytes */
    AVRO_PUT_FLOAT,
    AVRO_PUT_DOUBLE,
    AVRO_PUT_BOOLEAN,
    AVRO_PUT_TEXT, /* string, bytes: its length before it */
    AVRO_PUT_RAW,  /* bytes at the top: as they are */
    AVRO_PUT_FIXED,
    AVRO_PUT_SYMBOL,
    AVRO_PUT_ARRAY,
    AVRO_PUT_MAP,
    AVRO_PUT_ENTRIES, /* a map as an array of key and value */
    AVRO_PUT_RECORD,
    AVRO_PUT_BRANCHES, /* a struct that stands for a union */
    AVRO_PUT_CONSTANT, /* a field that Connect's schema does not have: its default's bytes */
    AVRO_PUT_ANYTHING, /* a value without a schema */
};

struct avro_plan {
    const struct weir_schema *sch; /* NULL: none */
    enum avro_how how;
    enum weir_logical logical;
    bool use_default;    /* an unset field gets its schema's default */
    int32_t null_branch; /* of the union it stands in; -1: a null cannot be written */
    int32_t branch;      /* of the union; -1: it stands in none */
    uint32_t field;      /* of a record's part: its place in the Connect struct */
    uint32_t n;          /* children; bytes of a fixed */
    const struct avro_plan *children;
    const struct avro_schema *symbols; /* of an enum */
    struct weir_str constant;
};

struct avro_planning {
    struct weir_arena *arena;
    const struct avro_options *options;
    bool strict; /* every value of the schema must fit, not only those that come */
    struct weir_err *err;
};

/*
 * From sch and its own Avro schema to the one that is to be written, which may be another version.
 * sch NULL: values without a schema. All three live as long as the plan. NULL with BAD_DATA: that
 * schema cannot hold what sch describes.
 */
const struct avro_plan *avro_plan(const struct avro_planning *in, const struct weir_schema *sch,
                                  const struct avro_schema *own, const struct avro_schema *target);

/* Appends the value. BAD_DATA in Java's words; a full buffer shows in out. */
enum weir_verdict avro_write(const struct avro_plan *plan, struct weir_value val,
                             struct weir_buf *out, struct weir_err *err);

/* A default of that type as bytes; false: it is none. */
bool avro_write_default(struct weir_buf *out, const struct avro_schema *avro,
                        const struct weir_json *def);

/* ---- Avro's numbers ---- */

#define AVRO_LONG_MAX 10 /* bytes */

static inline char *avro_put_long(char *to, int64_t x)
{
    uint64_t z = ((uint64_t)x << 1) ^ (uint64_t)(x >> 63);
    while (z > 0x7f) {
        *to++ = (char)(z | 0x80);
        z >>= 7;
    }
    *to++ = (char)z;
    return to;
}

static inline void avro_long(struct weir_buf *out, int64_t x)
{
    char *to = weir_buf_reserve(out, AVRO_LONG_MAX);
    if (to) {
        out->n += (size_t)(avro_put_long(to, x) - to);
    }
}

#endif

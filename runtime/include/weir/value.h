/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.h: one value of a record, 16 bytes. Long text, bytes, decimals and containers point into
 * the batch's arena (or anything that lives as long). A value says by itself what it is; its
 * schema, which travels beside it, says what it is called.
 */
#ifndef WEIR_VALUE_H
#define WEIR_VALUE_H

#include <weir/arena.h>
#include <weir/buf.h>

enum weir_type {
    WEIR_NULL,
    WEIR_BOOLEAN,
    WEIR_INT8,
    WEIR_INT16,
    WEIR_INT32,
    WEIR_INT64,
    WEIR_FLOAT32,
    WEIR_FLOAT64,
    WEIR_STRING, /* UTF-8 */
    WEIR_BYTES,
    WEIR_ARRAY,
    WEIR_MAP,
    WEIR_STRUCT,
    /* Connect's logical types, as Java holds them: only values have these tags; their schemas are
     * BYTES, INT32, INT32 and INT64 with a logical name. */
    WEIR_DECIMAL,   /* unscaled bytes, and the scale */
    WEIR_DATE,      /* i: days since 1970 */
    WEIR_TIME,      /* i: milliseconds of the day */
    WEIR_TIMESTAMP, /* i: milliseconds since 1970 */
};

struct weir_value {
    uint8_t type; /* enum weir_type */
    uint8_t spare;
    int16_t scale; /* DECIMAL */
    uint32_t n;    /* bytes of a text; items of an array; entries of a map; fields of a struct */
    union {
        bool b;
        int64_t i; /* all integer types, sign-extended */
        double f64;
        float f32;
        const char *p;                  /* STRING, BYTES, DECIMAL */
        const struct weir_value *items; /* ARRAY: n; STRUCT: n, in the schema's order;
                                           MAP: 2n, key and value in turn */
    };
};

_Static_assert(sizeof(struct weir_value) == 16, "a value is 16 bytes");

static inline struct weir_value weir_null(void)
{
    return (struct weir_value){.type = WEIR_NULL};
}

static inline struct weir_value weir_bool(bool b)
{
    return (struct weir_value){.type = WEIR_BOOLEAN, .b = b};
}

static inline struct weir_value weir_int(enum weir_type type, int64_t i)
{
    return (struct weir_value){.type = (uint8_t)type, .i = i};
}

static inline struct weir_value weir_f32(float x)
{
    return (struct weir_value){.type = WEIR_FLOAT32, .f32 = x};
}

static inline struct weir_value weir_f64(double x)
{
    return (struct weir_value){.type = WEIR_FLOAT64, .f64 = x};
}

static inline struct weir_value weir_string(struct weir_str s)
{
    return (struct weir_value){.type = WEIR_STRING, .n = (uint32_t)s.n, .p = s.p};
}

static inline struct weir_value weir_bytes(struct weir_str s)
{
    return (struct weir_value){.type = WEIR_BYTES, .n = (uint32_t)s.n, .p = s.p};
}

static inline struct weir_value weir_decimal(struct weir_str unscaled, int scale)
{
    return (struct weir_value){.type = WEIR_DECIMAL,
                               .scale = (int16_t)scale,
                               .n = (uint32_t)unscaled.n,
                               .p = unscaled.p};
}

/* type: ARRAY (n items), STRUCT (n fields) or MAP (n entries = 2n values). */
static inline struct weir_value weir_items(enum weir_type type, const struct weir_value *items,
                                           size_t n)
{
    return (struct weir_value){.type = (uint8_t)type, .n = (uint32_t)n, .items = items};
}

static inline struct weir_str weir_value_str(struct weir_value val)
{
    return (struct weir_str){.p = val.p, .n = val.n};
}

/* Deep copy: nothing of the result points into val's memory. */
WEIR_EXPORT struct weir_value weir_value_copy(struct weir_arena *arena, struct weir_value val);
WEIR_EXPORT bool weir_value_equal(struct weir_value a, struct weir_value b);
WEIR_EXPORT const char *weir_type_name(enum weir_type type); /* Connect's, upper case: INT64 */

#endif

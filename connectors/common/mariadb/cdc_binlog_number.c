/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_number.c: integers, floats, bits and years as the binlog has them, little-endian but
 * for BIT. What each column needs was chosen by cdc_column_bind.
 */
#include "cdc_decode.h"

#include "cdc_number.h"

enum cdc_decoded cdc_broken(const struct cdc_column *col, struct weir_str cell,
                            struct weir_err *err)
{
    weir_err_set(err, WEIR_BAD_DATA, "%.*s: a cell of %zu bytes is no %.*s",
                 WEIR_STR_ARG(col->name), cell.n, WEIR_STR_ARG(col->column->type_name));
    return CDC_BROKEN;
}

static inline uint32_t le16(const char *p)
{
    const uint8_t *u = (const uint8_t *)p;
    return (uint32_t)(u[0] | u[1] << 8);
}

static inline uint32_t le24(const char *p)
{
    const uint8_t *u = (const uint8_t *)p;
    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16;
}

static inline uint32_t le32(const char *p)
{
    return le24(p) | (uint32_t)(uint8_t)p[3] << 24;
}

static inline uint64_t le64(const char *p)
{
    return le32(p) | (uint64_t)le32(p + 4) << 32;
}

#define INTEGER(name, width, read)                                                                 \
    enum cdc_decoded name(const struct cdc_column *col, struct weir_str cell,                      \
                          struct weir_arena *arena, struct weir_value *val, struct weir_err *err)  \
    {                                                                                              \
        (void)arena;                                                                               \
        if (cell.n != (width)) {                                                                   \
            return cdc_broken(col, cell, err);                                                     \
        }                                                                                          \
        *val = weir_int((enum weir_type)col->type, (read));                                        \
        return CDC_GOOD;                                                                           \
    }

INTEGER(cdc_binlog_int1, 1, (int8_t)cell.p[0])
INTEGER(cdc_binlog_int2, 2, (int16_t)le16(cell.p))
INTEGER(cdc_binlog_int3, 3, (int32_t)(le24(cell.p) << 8) >> 8)
INTEGER(cdc_binlog_int4, 4, (int32_t)le32(cell.p))
INTEGER(cdc_binlog_int8, 8, (int64_t)le64(cell.p))
INTEGER(cdc_binlog_uint1, 1, (uint8_t)cell.p[0])
INTEGER(cdc_binlog_uint2, 2, le16(cell.p))
INTEGER(cdc_binlog_uint3, 3, le24(cell.p))
INTEGER(cdc_binlog_uint4, 4, le32(cell.p))
INTEGER(cdc_binlog_year, 1, cell.p[0] ? 1900 + (uint8_t)cell.p[0] : 0)

enum cdc_decoded cdc_binlog_uint8_precise(const struct cdc_column *col, struct weir_str cell,
                                          struct weir_arena *arena, struct weir_value *val,
                                          struct weir_err *err)
{
    if (cell.n != 8) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_decimal(cdc_number_bytes_u64(le64(cell.p), arena), 0);
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_boolean(const struct cdc_column *col, struct weir_str cell,
                                    struct weir_arena *arena, struct weir_value *val,
                                    struct weir_err *err)
{
    (void)arena;
    if (cell.n != 1) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_bool(cell.p[0] != 0);
    return CDC_GOOD;
}

static struct weir_value real(const struct cdc_column *col, double x)
{
    return col->type == WEIR_FLOAT32 ? weir_f32((float)x) : weir_f64(x);
}

enum cdc_decoded cdc_binlog_float(const struct cdc_column *col, struct weir_str cell,
                                  struct weir_arena *arena, struct weir_value *val,
                                  struct weir_err *err)
{
    (void)arena;
    if (cell.n != 4) {
        return cdc_broken(col, cell, err);
    }
    uint32_t bits = le32(cell.p);
    float x;
    memcpy(&x, &bits, sizeof(x));
    *val = real(col, x);
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_double(const struct cdc_column *col, struct weir_str cell,
                                   struct weir_arena *arena, struct weir_value *val,
                                   struct weir_err *err)
{
    (void)arena;
    if (cell.n != 8) {
        return cdc_broken(col, cell, err);
    }
    uint64_t bits = le64(cell.p);
    double x;
    memcpy(&x, &bits, sizeof(x));
    *val = real(col, x);
    return CDC_GOOD;
}

/* ---- BIT: big-endian, in the binlog and in a SELECT ---- */

enum cdc_decoded cdc_binlog_bit(const struct cdc_column *col, struct weir_str cell,
                                struct weir_arena *arena, struct weir_value *val,
                                struct weir_err *err)
{
    (void)arena;
    if (cell.n != 1) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_bool(cell.p[0] != 0);
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_bits(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    if (cell.n != col->width) {
        return cdc_broken(col, cell, err);
    }
    char *to = weir_arena_bytes(arena, cell.n);
    for (size_t i = 0; i < cell.n; i++) {
        to[i] = cell.p[cell.n - 1 - i];
    }
    *val = weir_bytes(weir_str_n(to, cell.n));
    return CDC_GOOD;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_geometry.c: spatial values, the SRID in four bytes and then WKB, and vectors of floats; the
 * binlog and a SELECT have the same bytes.
 */
#include "cdc_decode.h"

#include <weir/reader.h>

#define WKB_POINT       1
#define WKB_POINT_BYTES 21

static struct weir_value copied(struct weir_str bytes, struct weir_arena *arena)
{
    char *to = weir_arena_bytes(arena, bytes.n + 1);
    memcpy(to, bytes.p, bytes.n);
    return weir_bytes(weir_str_n(to, bytes.n));
}

static struct weir_value srid_of(struct weir_reader *rd)
{
    uint32_t srid = (uint32_t)weir_reader_le(rd, 4);
    return srid ? weir_int(WEIR_INT32, (int32_t)srid) : weir_null();
}

enum cdc_decoded cdc_geometry(const struct cdc_column *col, struct weir_str cell,
                              struct weir_arena *arena, struct weir_value *val,
                              struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(cell);
    struct weir_value *fields = weir_arena_alloc(arena, 2 * sizeof(*fields));
    fields[1] = srid_of(&rd);
    if (rd.failed) {
        return cdc_broken(col, cell, err);
    }
    fields[0] = copied(weir_str_from(cell, 4), arena);
    *val = weir_items(WEIR_STRUCT, fields, 2);
    return CDC_GOOD;
}

static struct weir_value coordinate(struct weir_reader *rd, bool little)
{
    uint64_t bits = little ? weir_reader_le(rd, 8) : weir_reader_be(rd, 8);
    double x;
    memcpy(&x, &bits, sizeof(x));
    return weir_f64(x);
}

enum cdc_decoded cdc_point(const struct cdc_column *col, struct weir_str cell,
                           struct weir_arena *arena, struct weir_value *val, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(cell);
    struct weir_value *fields = weir_arena_alloc(arena, 4 * sizeof(*fields));
    fields[3] = srid_of(&rd);
    bool little = weir_reader_u8(&rd) != 0;
    uint64_t kind = little ? weir_reader_le(&rd, 4) : weir_reader_be(&rd, 4);
    fields[0] = coordinate(&rd, little);
    fields[1] = coordinate(&rd, little);
    if (rd.failed || kind != WKB_POINT || cell.n != 4 + WKB_POINT_BYTES) {
        weir_err_set(err, WEIR_BAD_DATA, "%.*s: the value is not a point",
                     WEIR_STR_ARG(col->name));
        return CDC_UNFIT;
    }
    fields[2] = copied(weir_str_from(cell, 4), arena);
    *val = weir_items(WEIR_STRUCT, fields, 4);
    return CDC_GOOD;
}

enum cdc_decoded cdc_vector(const struct cdc_column *col, struct weir_str cell,
                            struct weir_arena *arena, struct weir_value *val,
                            struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(cell);
    if (cell.n % sizeof(float) != 0) {
        return cdc_broken(col, cell, err);
    }
    size_t n = cell.n / sizeof(float);
    struct weir_value *items = weir_arena_alloc(arena, (n + 1) * sizeof(*items));
    for (size_t i = 0; i < n; i++) {
        uint32_t bits = (uint32_t)weir_reader_le(&rd, sizeof(bits));
        float x;
        memcpy(&x, &bits, sizeof(x));
        items[i] = weir_f32(x);
    }
    *val = weir_items(WEIR_ARRAY, items, n);
    return CDC_GOOD;
}

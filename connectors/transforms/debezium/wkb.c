/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wkb.c: a geometry's bytes come in, the same geometry goes out with its axes swapped, or with or
 * without its reference identifier. Each part of a collection says its own byte order; what is
 * written is in the order of the whole.
 */
#include "wkb.h"

#include <weir/reader.h>

#define HAS_Z     0x80000000u
#define HAS_M     0x40000000u
#define HAS_SRID  0x20000000u
#define TYPE_MASK 0xffu
#define DEPTH_MAX 32

enum { POINT = 1, LINE, POLYGON, POINTS, LINES, POLYGONS, COLLECTION };

struct walk {
    struct weir_reader rd;
    bool little; /* of the part that is read */
    bool little_out;
    uint8_t *out; /* as long as what comes in */
    size_t n;
};

/* ---- numbers ---- */

static uint64_t take(struct walk *walk, size_t size)
{
    return walk->little ? weir_reader_le(&walk->rd, size) : weir_reader_be(&walk->rd, size);
}

static void put(struct walk *walk, uint64_t x, size_t size)
{
    for (size_t i = 0; i < size && !walk->rd.failed; i++) {
        size_t shift = 8 * (walk->little_out ? i : size - 1 - i);
        walk->out[walk->n++] = (uint8_t)(x >> shift);
    }
}

static uint32_t pass_u32(struct walk *walk)
{
    uint32_t x = (uint32_t)take(walk, 4);
    put(walk, x, 4);
    return x;
}

static void pass_order(struct walk *walk)
{
    uint8_t order = weir_reader_u8(&walk->rd);
    walk->little = order == 1;
    put(walk, order, 1);
}

/* ---- shapes ---- */

static void pass_point(struct walk *walk, int stride)
{
    uint64_t x = take(walk, 8);
    uint64_t y = take(walk, 8);
    put(walk, y, 8);
    put(walk, x, 8);
    for (int i = 2; i < stride; i++) {
        put(walk, take(walk, 8), 8);
    }
}

/* A count is Java's int: below zero there are none. */
static void pass_line(struct walk *walk, int stride)
{
    int32_t n = (int32_t)pass_u32(walk);
    for (int32_t i = 0; i < n && !walk->rd.failed; i++) {
        pass_point(walk, stride);
    }
}

static void pass_polygon(struct walk *walk, int stride)
{
    int32_t n = (int32_t)pass_u32(walk);
    for (int32_t i = 0; i < n && !walk->rd.failed; i++) {
        pass_line(walk, stride);
    }
}

static void pass_simple(struct walk *walk, uint32_t type, int stride)
{
    if (type == POINT) {
        pass_point(walk, stride);
    } else if (type == LINE) {
        pass_line(walk, stride);
    } else {
        pass_polygon(walk, stride);
    }
}

static void pass_geometry(struct walk *walk, int depth);

/* Points, lines and polygons of the kind the whole says, or geometries of any. */
static void pass_parts(struct walk *walk, uint32_t type, int stride, int depth)
{
    bool little = walk->little;
    int32_t n = (int32_t)pass_u32(walk);
    for (int32_t i = 0; i < n && !walk->rd.failed; i++) {
        pass_order(walk);
        if (type == COLLECTION) {
            pass_geometry(walk, depth + 1);
        } else {
            (void)pass_u32(walk);
            pass_simple(walk, type - POINTS + POINT, stride);
        }
        walk->little = little;
    }
}

static void pass_geometry(struct walk *walk, int depth)
{
    uint32_t type = pass_u32(walk);
    int stride = 2 + ((type & HAS_Z) != 0) + ((type & HAS_M) != 0);
    uint32_t base = type & TYPE_MASK;
    walk->rd.failed = walk->rd.failed || base < POINT || base > COLLECTION || depth > DEPTH_MAX;
    if (type & HAS_SRID) {
        (void)pass_u32(walk);
    }
    if (base < POINTS) {
        pass_simple(walk, base, stride);
    } else {
        pass_parts(walk, base, stride, depth);
    }
}

bool wkb_swap(struct weir_arena *arena, struct weir_str wkb, struct weir_str *out)
{
    struct walk walk = {.rd = weir_reader_of(wkb),
                        .out = (uint8_t *)weir_arena_bytes(arena, wkb.n + 1)};
    pass_order(&walk);
    walk.little_out = walk.little;
    pass_geometry(&walk, 0);
    *out = weir_str_n(walk.out, walk.n);
    return !walk.rd.failed;
}

/* ---- the reference identifier ---- */

bool wkb_is_extended(struct weir_str wkb)
{
    struct walk walk = {.rd = weir_reader_of(wkb)};
    walk.little = weir_reader_u8(&walk.rd) == 1;
    return (take(&walk, 4) & HAS_SRID) != 0 && !walk.rd.failed;
}

/* Order and type with another flag; then the rest of what walk reads. */
static void begin(struct walk *walk, struct weir_arena *arena, struct weir_str wkb)
{
    *walk = (struct walk){.rd = weir_reader_of(wkb),
                          .out = (uint8_t *)weir_arena_bytes(arena, wkb.n + 5)};
    pass_order(walk);
    walk->little_out = walk->little;
}

static bool end(struct walk *walk, struct weir_str *out)
{
    size_t left = weir_reader_left(&walk->rd);
    const uint8_t *rest = weir_reader_take(&walk->rd, left);
    if (left && rest) {
        memcpy(walk->out + walk->n, rest, left);
    }
    *out = weir_str_n(walk->out, walk->n + left);
    return !walk->rd.failed;
}

bool wkb_extend(struct weir_arena *arena, struct weir_str wkb, int32_t srid, struct weir_str *out)
{
    struct walk walk;
    begin(&walk, arena, wkb);
    put(&walk, take(&walk, 4) | HAS_SRID, 4);
    put(&walk, (uint32_t)srid, 4);
    return end(&walk, out);
}

bool wkb_shorten(struct weir_arena *arena, struct weir_str wkb, struct weir_str *out)
{
    struct walk walk;
    begin(&walk, arena, wkb);
    put(&walk, take(&walk, 4) & ~(uint64_t)HAS_SRID, 4);
    (void)take(&walk, 4);
    return end(&walk, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gen.c: numbers, texts and JSON at random, with a liking for the edges. Schemas and their values
 * are in gen_data.c.
 */
#include "gen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/decimal.h>
#include <weir/time.h>

void gen_seed(struct gen *gen, uint64_t seed)
{
    gen->state = seed;
}

void gen_open(struct gen *gen)
{
    static bool told;
    static uint64_t seed;
    if (!told) {
        const char *given = getenv("GEN_SEED");
        seed = given ? strtoull(given, NULL, 10) : (uint64_t)weir_clock_wall_ns();
        printf("GEN_SEED=%llu repeats this run\n", (unsigned long long)seed);
        told = true;
    }
    gen_seed(gen, seed);
}

int gen_runs(int n)
{
    const char *times = getenv("GEN_RUNS");
    return times ? n * atoi(times) : n;
}

/* splitmix64 */
uint64_t gen_u64(struct gen *gen)
{
    uint64_t x = gen->state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint64_t gen_below(struct gen *gen, uint64_t bound)
{
    return bound ? gen_u64(gen) % bound : 0;
}

bool gen_chance(struct gen *gen, unsigned percent)
{
    return gen_below(gen, 100) < percent;
}

int64_t gen_i64(struct gen *gen)
{
    uint64_t x = 0;
    switch (gen_below(gen, 4)) {
    case 0:
        x = gen_below(gen, 300);
        break;
    case 1:
        x = ((uint64_t)1 << gen_below(gen, 64)) + gen_below(gen, 3) - 1;
        break;
    case 2:
        x = 1;
        for (uint64_t n = gen_below(gen, 19); n > 0; n--) {
            x *= 10;
        }
        x += gen_below(gen, 3) - 1;
        break;
    default:
        x = gen_u64(gen) >> gen_below(gen, 64);
        break;
    }
    return (int64_t)(gen_chance(gen, 50) ? x : 0 - x);
}

double gen_double(struct gen *gen)
{
    uint64_t bits = gen_u64(gen);
    double x = 0;
    if (gen_chance(gen, 30)) {
        return (double)gen_i64(gen) / pow(10, (double)gen_below(gen, 20));
    }
    if (gen_chance(gen, 20)) {
        bits &= 0xfff0000000000000u; /* powers of two: the uneven spacing */
    }
    memcpy(&x, &bits, sizeof(x));
    return isfinite(x) ? x : 0.0;
}

static uint32_t point(struct gen *gen)
{
    static const uint32_t edges[] = {0,      1,      0x1f,   '"',     '\\',    '/',
                                     0x7f,   0x80,   0x7ff,  0x800,   0x2028,  0xd7ff,
                                     0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff};
    switch (gen_below(gen, 8)) {
    case 0:
        return edges[gen_below(gen, sizeof(edges) / sizeof(edges[0]))];
    case 1:
        return (uint32_t)gen_below(gen, 0x800);
    default:
        return (uint32_t)(' ' + gen_below(gen, 95));
    }
}

struct weir_str gen_text(struct gen *gen, struct weir_arena *arena, size_t points)
{
    size_t count = gen_below(gen, points + 1);
    char *p = weir_arena_bytes(arena, count * 4 + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += weir_utf8_put(p + n, point(gen));
    }
    return weir_str_n(p, n);
}

struct weir_str gen_bytes(struct gen *gen, struct weir_arena *arena, size_t n)
{
    char *p = weir_arena_bytes(arena, n + 1);
    for (size_t i = 0; i < n; i++) {
        p[i] = (char)gen_u64(gen);
    }
    return weir_str_n(p, n);
}

struct weir_str gen_number_text(struct gen *gen, struct weir_arena *arena)
{
    struct weir_buf buf;
    weir_buf_init(&buf, 4096);
    weir_buf_text(&buf, gen_chance(gen, 30) ? "-" : "");
    weir_buf_printf(&buf, "%llu", (unsigned long long)(gen_u64(gen) >> gen_below(gen, 64)));
    if (gen_chance(gen, 40)) {
        weir_buf_printf(&buf, ".%0*u", 1 + (int)gen_below(gen, 40),
                        (unsigned)gen_below(gen, 100000));
    }
    if (gen_chance(gen, 30)) {
        weir_buf_printf(&buf, "%c%s%u", gen_chance(gen, 50) ? 'e' : 'E',
                        gen_chance(gen, 50) ? "-" : "+", (unsigned)gen_below(gen, 350));
    }
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return text;
}

static struct weir_json *gen_scalar(struct gen *gen, struct weir_arena *arena)
{
    struct weir_json *node = NULL;
    switch (gen_below(gen, 4)) {
    case 0:
        return weir_json_new_str(arena, WEIR_STR_NULL);
    case 1:
        return weir_json_new_bool(arena, gen_chance(gen, 50));
    case 2:
        node = weir_json_new_i64(arena, 0);
        node->text = gen_number_text(gen, arena);
        return node;
    default:
        return weir_json_new_str(arena, gen_text(gen, arena, 20));
    }
}

struct weir_json *gen_json(struct gen *gen, struct weir_arena *arena, unsigned depth)
{
    if (depth == 0 || gen_chance(gen, 40)) {
        return gen_scalar(gen, arena);
    }
    bool object = gen_chance(gen, 60);
    struct weir_json *node = object ? weir_json_new_object(arena) : weir_json_new_array(arena);
    size_t n = gen_below(gen, gen_chance(gen, 5) ? 40 : 6);
    for (size_t i = 0; i < n; i++) {
        struct weir_str name = WEIR_STR_NULL;
        if (object) { /* no name twice */
            struct weir_str text = gen_text(gen, arena, 8);
            name = weir_str_of(weir_arena_printf(arena, "%zu.%.*s", i, WEIR_STR_ARG(text)));
        }
        weir_json_add_n(node, name, gen_json(gen, arena, depth - 1));
    }
    return node;
}

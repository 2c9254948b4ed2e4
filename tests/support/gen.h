/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gen.h: random things for property tests. The seed is printed; GEN_SEED=<seed> repeats a run,
 * GEN_RUNS=<n> makes it n times as long.
 */
#ifndef GEN_H
#define GEN_H

#include <weir/json.h>
#include <weir/schema.h>

struct gen {
    uint64_t state;
};

void gen_open(struct gen *gen); /* the run's seed; prints it the first time */
void gen_seed(struct gen *gen, uint64_t seed);
int gen_runs(int n); /* n times GEN_RUNS */

uint64_t gen_u64(struct gen *gen);
uint64_t gen_below(struct gen *gen, uint64_t bound); /* 0 for a bound of 0 */
bool gen_chance(struct gen *gen, unsigned percent);
int64_t gen_i64(struct gen *gen);   /* small ones, powers of two and ten, limits */
double gen_double(struct gen *gen); /* any bits, short decimals, limits; finite */
struct weir_str gen_text(struct gen *gen, struct weir_arena *arena, size_t points); /* UTF-8 */
struct weir_str gen_bytes(struct gen *gen, struct weir_arena *arena, size_t n);
struct weir_str gen_number_text(struct gen *gen, struct weir_arena *arena); /* as in JSON */

struct weir_json *gen_json(struct gen *gen, struct weir_arena *arena, unsigned depth);
/* The caller owns a reference. */
const struct weir_schema *gen_schema(struct gen *gen, struct weir_arena *arena, unsigned depth);
/* One that weir_schema_check() accepts. */
struct weir_value gen_value(struct gen *gen, struct weir_arena *arena,
                            const struct weir_schema *sch);

#endif

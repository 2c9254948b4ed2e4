/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values and schemas: a copy equals and stands alone; the same plan gives the same schema, also to
 * threads at once; a batch's records keep the place they were given.
 */
#include "unit.h"

#include <pthread.h>
#include <stdlib.h>

#include <weir/batch.h>

#include "gen.h"

static void prop_copies_stand_alone(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_arena from;
    struct weir_arena to;
    gen_open(&gen);
    weir_arena_init(&from, 1 << 12);
    weir_arena_init(&to, 1 << 12);
    for (int i = gen_runs(3000); i > 0; i--) {
        struct weir_err err;
        const struct weir_schema *sch = gen_schema(&gen, &from, 4);
        struct weir_value val = gen_value(&gen, &from, sch);
        assert_int_equal(WEIR_OK, weir_schema_check(sch, val, &err));
        struct weir_value once = weir_value_copy(&to, val);
        assert_true(weir_value_equal(val, once));
        weir_arena_free(&from); /* a sanitizer sees what still points there */
        struct weir_value twice = weir_value_copy(&to, once);
        assert_true(weir_value_equal(once, twice));
        assert_int_equal(WEIR_OK, weir_schema_check(sch, twice, &err));
        weir_schema_unref(sch);
        weir_arena_reset(&to);
    }
    weir_arena_free(&from);
    weir_arena_free(&to);
}

static void prop_the_same_plan_is_the_same_schema(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_arena arena;
    gen_open(&gen);
    weir_arena_init(&arena, 1 << 16);
    for (int i = gen_runs(3000); i > 0; i--) {
        struct gen twin = gen;
        const struct weir_schema *a = gen_schema(&gen, &arena, 4);
        const struct weir_schema *b = gen_schema(&twin, &arena, 4);
        struct weir_schema_spec spec = weir_schema_spec_of(a);
        const struct weir_schema *c = weir_schema_make(&spec);
        struct weir_json *doc = NULL;
        struct weir_err err;
        assert_ptr_equal(a, b);
        assert_ptr_equal(a, c);
        assert_int_equal(WEIR_OK, weir_json_parse(&arena, weir_schema_json(a), &doc, &err));
        weir_schema_unref(a);
        weir_schema_unref(b);
        weir_schema_unref(c);
        weir_arena_reset(&arena);
    }
    weir_arena_free(&arena);
}

#define THREADS 4
#define SLOTS   32

/* What the threads hold at the moment, by plan: all must hold the same pointer. */
static struct {
    pthread_mutex_t lock;
    const struct weir_schema *sch;
    int holders;
} slots[SLOTS];

static void hold(size_t plan, const struct weir_schema *sch)
{
    pthread_mutex_lock(&slots[plan].lock);
    assert_true(slots[plan].holders == 0 || slots[plan].sch == sch);
    slots[plan].sch = sch;
    slots[plan].holders++;
    pthread_mutex_unlock(&slots[plan].lock);
}

static void let_go(size_t plan)
{
    pthread_mutex_lock(&slots[plan].lock);
    slots[plan].holders--;
    pthread_mutex_unlock(&slots[plan].lock);
}

static void *intern(void *arg)
{
    struct gen mine;
    struct weir_arena arena;
    gen_seed(&mine, (uint64_t)(uintptr_t)arg);
    weir_arena_init(&arena, 1 << 14);
    for (int i = gen_runs(2000); i > 0; i--) {
        size_t plan = gen_below(&mine, SLOTS);
        struct gen gen;
        gen_seed(&gen, plan);
        const struct weir_schema *sch = gen_schema(&gen, &arena, 3);
        hold(plan, sch);
        assert_non_null(weir_schema_json(sch).p);
        const struct weir_schema *again = weir_schema_ref(sch);
        let_go(plan);
        weir_schema_unref(sch);
        weir_schema_unref(again);
        weir_arena_reset(&arena);
    }
    weir_arena_free(&arena);
    return NULL;
}

static void prop_threads_share_schemas(void **state)
{
    (void)state;
    struct gen gen;
    pthread_t threads[THREADS];
    gen_open(&gen);
    for (size_t i = 0; i < SLOTS; i++) {
        pthread_mutex_init(&slots[i].lock, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(
            0, pthread_create(&threads[i], NULL, intern, (void *)(uintptr_t)gen_u64(&gen)));
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

#define RECORDS_MAX 64

/* Every record points at the newest place that was told before it, and the last place is kept. */
static void prop_records_keep_their_place(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_batch *batch = weir_batch_new(RECORDS_MAX, 1 << 20, 0);
    gen_open(&gen);
    for (int i = gen_runs(3000); i > 0; i--) {
        int places[RECORDS_MAX]; /* what each record must have; -1: none */
        int place = -1;
        int calls = 0;
        while (!weir_batch_full(batch) && gen_chance(&gen, 97)) {
            if (gen_chance(&gen, 40)) {
                char partition[16];
                char offset[16];
                place = calls++;
                snprintf(partition, sizeof(partition), "p%d", (int)gen_below(&gen, 2));
                snprintf(offset, sizeof(offset), "%d", place);
                weir_batch_offset(batch, weir_str_of(partition), weir_str_of(offset));
            } else {
                places[batch->n] = place;
                weir_batch_add(batch);
            }
        }
        for (uint32_t k = 0; k < batch->n; k++) {
            uint32_t at = batch->recs[k].offset;
            assert_int_equal(places[k] >= 0, at != WEIR_NO_OFFSET);
            assert_int_equal(k, batch->recs[k].origin);
            if (at != WEIR_NO_OFFSET) {
                assert_int_equal(places[k], atoi(batch->offsets[at].offset.p));
                assert_true(k == 0 || batch->recs[k - 1].offset == WEIR_NO_OFFSET ||
                            batch->recs[k - 1].offset <= at);
            }
        }
        assert_true(place < 0 || atoi(batch->offsets[batch->n_offsets - 1].offset.p) == place);
        weir_batch_reset(batch);
    }
    weir_batch_free(batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prop_copies_stand_alone),
        cmocka_unit_test(prop_the_same_plan_is_the_same_schema),
        cmocka_unit_test(prop_threads_share_schemas),
        cmocka_unit_test(prop_records_keep_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

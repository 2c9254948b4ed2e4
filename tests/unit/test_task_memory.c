/* SPDX-License-Identifier: Apache-2.0 */
/* One limit for all tasks: who is given how much of it. */
#include "unit.h"

#include "pipeline/task_memory.h"

#define MIB   ((size_t)1 << 20)
#define TASKS 20

static void test_alone_it_gets_all(void **state)
{
    (void)state;
    struct task_memory memory;
    task_memory_init(&memory, 100 * MIB);
    struct task_share share = {.memory = &memory};
    assert_int_equal(task_memory_draw(&share, 30 * MIB), 30 * MIB);
    assert_int_equal(task_memory_draw(&share, 300 * MIB), 100 * MIB);
    assert_int_equal(memory.drawn, 100 * MIB);
    assert_int_equal(task_memory_draw(&share, 0), TASK_MEMORY_LEAST);
    assert_int_equal(memory.drawn, 0);
    task_memory_free(&memory);
}

static void test_without_a_limit(void **state)
{
    (void)state;
    struct task_share share = {0};
    assert_int_equal(task_memory_draw(&share, 300 * MIB), 300 * MIB);
    assert_int_equal(task_memory_draw(&share, 1), TASK_MEMORY_LEAST);
}

/* Those that were there first give way with their next draw. */
static void test_many_share_evenly(void **state)
{
    (void)state;
    struct task_memory memory;
    task_memory_init(&memory, 100 * MIB);
    struct task_share shares[TASKS];
    for (int i = 0; i < TASKS; i++) {
        shares[i] = (struct task_share){.memory = &memory};
        size_t got = task_memory_draw(&shares[i], 80 * MIB);
        assert_int_equal(got, i == 0 ? 80 * MIB : i == 1 ? 20 * MIB : TASK_MEMORY_LEAST);
        assert_true(memory.drawn <= memory.limit);
    }
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < TASKS; i++) {
            task_memory_draw(&shares[i], 80 * MIB);
            assert_true(memory.drawn <= memory.limit);
        }
    }
    for (int i = 0; i < TASKS; i++) {
        assert_int_equal(shares[i].drawn, 5 * MIB);
    }
    /* What the others give back is there for the one. */
    for (int i = 1; i < TASKS; i++) {
        task_memory_draw(&shares[i], 0);
    }
    assert_int_equal(task_memory_draw(&shares[0], 80 * MIB), 80 * MIB);
    task_memory_free(&memory);
}

/* Those with little to do do not count among those that share. */
static void test_a_trickle_takes_little(void **state)
{
    (void)state;
    struct task_memory memory;
    task_memory_init(&memory, 100 * MIB);
    struct task_share shares[TASKS];
    for (int i = 0; i < TASKS; i++) {
        shares[i] = (struct task_share){.memory = &memory};
        task_memory_draw(&shares[i], MIB / 4);
    }
    assert_int_equal(task_memory_draw(&shares[0], 80 * MIB), 80 * MIB);
    task_memory_free(&memory);
}

static void test_no_limit_is_below_the_least(void **state)
{
    (void)state;
    struct task_memory memory;
    task_memory_init(&memory, 0);
    assert_true(memory.limit == 0);
    struct task_share share = {.memory = &memory};
    assert_int_equal(task_memory_draw(&share, 80 * MIB), TASK_MEMORY_LEAST);
    task_memory_free(&memory);
    task_memory_init(&memory, -1);
    assert_true(memory.limit > MIB);
    task_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alone_it_gets_all),
        cmocka_unit_test(test_without_a_limit),
        cmocka_unit_test(test_many_share_evenly),
        cmocka_unit_test(test_a_trickle_takes_little),
        cmocka_unit_test(test_no_limit_is_below_the_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/asan.h"
#include "unit.h"

#include <weir/arena.h>

static void test_pieces_do_not_overlap(void **state)
{
    (void)state;
    struct weir_arena arena;
    weir_arena_init(&arena, 128);
    struct {
        uint8_t *p;
        size_t n;
    } pieces[200];
    for (size_t i = 0; i < 200; i++) {
        pieces[i].n = i * 7 % 300;
        pieces[i].p = i % 3 ? weir_arena_alloc(&arena, pieces[i].n)
                            : (uint8_t *)weir_arena_bytes(&arena, pieces[i].n);
        memset(pieces[i].p, (int)i, pieces[i].n);
        if (i % 3) {
            assert_int_equal(0, (uintptr_t)pieces[i].p % 8);
        }
    }
    size_t sum = 0;
    for (size_t i = 0; i < 200; i++) {
        sum += pieces[i].n;
        for (size_t k = 0; k < pieces[i].n; k++) {
            assert_int_equal((uint8_t)i, pieces[i].p[k]);
        }
    }
    assert_true(weir_arena_used(&arena) >= sum);
    weir_arena_reset(&arena);
    assert_int_equal(0, weir_arena_used(&arena));
    weir_arena_free(&arena);
}

static void test_large_first_piece(void **state)
{
    (void)state;
    struct weir_arena arena;
    weir_arena_init(&arena, 64);
    memset(weir_arena_alloc(&arena, 1000), 1, 1000);
    memset(weir_arena_alloc(&arena, 60), 2, 60);
    assert_true(weir_arena_used(&arena) >= 1060);
    weir_arena_reset(&arena);
    void *first = weir_arena_alloc(&arena, 60);
    weir_arena_reset(&arena);
    void *again = weir_arena_alloc(&arena, 60);
    assert_true(ASAN_WATCHES || first == again);
    weir_arena_free(&arena);
}

static int order[3];
static int ran;

static void note(void *p)
{
    order[ran++] = *(int *)p;
}

static void test_hooks_run_newest_first_and_once(void **state)
{
    (void)state;
    static int numbers[] = {1, 2, 3};
    struct weir_arena arena;
    weir_arena_init(&arena, 64);
    for (int i = 0; i < 3; i++) {
        weir_arena_hook(&arena, note, &numbers[i]);
    }
    weir_arena_reset(&arena);
    weir_arena_free(&arena);
    assert_int_equal(3, ran);
    assert_int_equal(3, order[0]);
    assert_int_equal(1, order[2]);
}

static void test_texts(void **state)
{
    (void)state;
    struct weir_arena arena;
    weir_arena_init(&arena, 64);
    assert_null(weir_arena_str(&arena, WEIR_STR_NULL).p);
    assert_null(weir_arena_cstr(&arena, NULL));
    assert_string_equal("ab", weir_arena_str(&arena, weir_str_n("abc", 2)).p);
    assert_string_equal("n=7", weir_arena_printf(&arena, "n=%d", 7));
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_do_not_overlap),
        cmocka_unit_test(test_large_first_piece),
        cmocka_unit_test(test_hooks_run_newest_first_and_once),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

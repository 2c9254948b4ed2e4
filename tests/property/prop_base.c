/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader stays within its bytes, the map is a map, base64 and dates come back.
 */
#include "unit.h"

#include <stdlib.h>

#include <weir/reader.h>
#include <weir/time.h>

#include "base/map.h"
#include "gen.h"

static void prop_reader_stays_within(void **state)
{
    (void)state;
    struct gen gen;
    gen_open(&gen);
    for (int i = gen_runs(20000); i > 0; i--) {
        size_t n = gen_below(&gen, 40);
        char *bytes = malloc(n ? n : 1); /* of exactly this size, for the sanitizer */
        memset(bytes, (int)gen_below(&gen, 256), n);
        struct weir_reader rd = weir_reader_of(weir_str_n(bytes, n));
        while (!rd.failed) {
            size_t left = weir_reader_left(&rd);
            size_t want = 1 + gen_below(&gen, 8);
            switch (gen_below(&gen, 4)) {
            case 0:
                weir_reader_le(&rd, want);
                break;
            case 1:
                weir_reader_be(&rd, want);
                break;
            case 2:
                want = gen_chance(&gen, 5) ? SIZE_MAX - gen_below(&gen, 4) : want;
                assert_true((weir_reader_str(&rd, want).p == NULL) == (want > left));
                break;
            default:
                weir_reader_varint(&rd);
                want = 1;
                break;
            }
            assert_true(rd.failed || weir_reader_left(&rd) + want <= left);
            assert_true(!rd.failed || weir_reader_left(&rd) == 0);
        }
        free(bytes);
    }
}

#define KEYS 50

static void prop_map_is_a_map(void **state)
{
    (void)state;
    struct gen gen;
    struct map map = {0};
    void *model[KEYS] = {0};
    static int values[100];
    gen_open(&gen);
    for (int i = gen_runs(100000); i > 0; i--) {
        size_t k = gen_below(&gen, KEYS);
        char text[16];
        struct weir_str key = weir_str_n(text, (size_t)snprintf(text, sizeof(text), "k%zu", k));
        if (gen_chance(&gen, 50)) {
            void *value = &values[gen_below(&gen, 100)];
            assert_ptr_equal(model[k], map_set(&map, key, value));
            model[k] = value;
        } else if (gen_chance(&gen, 70)) {
            assert_ptr_equal(model[k], map_remove(&map, key));
            model[k] = NULL;
        } else {
            assert_ptr_equal(model[k], map_get(&map, key));
        }
    }
    size_t live = 0;
    for (size_t k = 0; k < KEYS; k++) {
        live += model[k] != NULL;
    }
    assert_int_equal(live, map.count);
    map_free(&map);
}

static void prop_base64_comes_back(void **state)
{
    (void)state;
    struct gen gen;
    struct weir_arena arena;
    struct weir_buf text;
    struct weir_buf back;
    gen_open(&gen);
    weir_arena_init(&arena, 1 << 12);
    weir_buf_init(&text, 1000);
    weir_buf_init(&back, 1000);
    for (int i = gen_runs(20000); i > 0; i--) {
        struct weir_str bytes = gen_bytes(&gen, &arena, gen_below(&gen, 100));
        weir_buf_base64(&text, bytes.p, bytes.n);
        assert_true(weir_buf_unbase64(&back, weir_buf_view(&text)));
        assert_true(weir_str_eq(bytes, weir_buf_view(&back)));
        weir_buf_reset(&text);
        weir_buf_reset(&back);
        weir_arena_reset(&arena);
    }
    weir_buf_free(&text);
    weir_buf_free(&back);
    weir_arena_free(&arena);
}

static void prop_dates_come_back(void **state)
{
    (void)state;
    struct gen gen;
    gen_open(&gen);
    for (int i = gen_runs(200000); i > 0; i--) {
        int64_t days = (int64_t)(int32_t)gen_i64(&gen);
        struct weir_civil at;
        weir_civil_from_days(days, &at);
        assert_in_range(at.month, 1, 12);
        assert_in_range(at.day, 1, 31);
        assert_true(weir_civil_to_days(at.year, at.month, at.day) == days);
        int64_t ms = days * 86400000 + (int64_t)gen_below(&gen, 86400000);
        struct weir_civil of_ms;
        weir_civil_from_ms(ms, &of_ms);
        int64_t of_day =
            ((of_ms.hour * 60 + of_ms.minute) * 60 + of_ms.second) * 1000LL + of_ms.nanos / 1000000;
        assert_true(weir_civil_to_days(of_ms.year, of_ms.month, of_ms.day) * 86400000 + of_day ==
                    ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prop_reader_stays_within),
        cmocka_unit_test(prop_map_is_a_map),
        cmocka_unit_test(prop_base64_comes_back),
        cmocka_unit_test(prop_dates_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_cdc_decimal.c: DECIMALs as the servers write them, of every precision and scale. */
#include "unit.h"

#include <stdlib.h>

#include <weir/arena.h>
#include <weir/decimal.h>

#include "common/mariadb/cdc_decode.h"

#define GROUP 9

static const uint8_t group_bytes[GROUP + 1] = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

static void put_group(uint8_t *cell, size_t *n, uint32_t x, unsigned digits)
{
    for (unsigned i = group_bytes[digits]; i > 0; i--) {
        cell[(*n)++] = (uint8_t)(x >> 8 * (i - 1));
    }
}

/* The digits from `from` to `until` as one number. */
static uint32_t number(const char *digits, unsigned from, unsigned until)
{
    uint32_t x = 0;
    for (unsigned i = from; i < until; i++) {
        x = 10 * x + (uint32_t)(digits[i] - '0');
    }
    return x;
}

/* As the server does: outer groups first and last, the sign in the first bit, inverted when negative. */
static size_t encode(const char *digits, unsigned precision, unsigned scale, bool negative,
                     uint8_t cell[32])
{
    unsigned whole = precision - scale;
    size_t n = 0;
    unsigned at = whole % GROUP;
    put_group(cell, &n, number(digits, 0, at), at);
    for (; at + GROUP <= whole; at += GROUP) {
        put_group(cell, &n, number(digits, at, at + GROUP), GROUP);
    }
    for (; at + GROUP <= precision; at += GROUP) {
        put_group(cell, &n, number(digits, at, at + GROUP), GROUP);
    }
    put_group(cell, &n, number(digits, at, precision), precision - at);
    cell[0] ^= 0x80;
    for (size_t i = 0; negative && i < n; i++) {
        cell[i] = (uint8_t)~cell[i];
    }
    return n;
}

static struct cdc_column column(unsigned precision, unsigned scale)
{
    static const struct my_column declared = {.type_name = WEIR_STR("DECIMAL")};
    struct cdc_column col = {.column = &declared,
                             .type = WEIR_DECIMAL,
                             .precision = (uint16_t)precision,
                             .scale = (uint16_t)scale,
                             .width = cdc_binlog_decimal_width(precision, scale),
                             .name = WEIR_STR("shop.t.px")};
    cdc_binlog_decimal_bind(&col);
    return col;
}

static void check(const char *digits, unsigned precision, unsigned scale, bool negative,
                  struct weir_arena *arena)
{
    const struct cdc_column col = column(precision, scale);
    uint8_t cell[32];
    size_t n = encode(digits, precision, scale, negative, cell);
    struct weir_err err;
    struct weir_value val;
    char *exact = weir_arena_bytes(arena, n); /* a sanitizer sees what is read beyond */
    memcpy(exact, cell, n);
    assert_int_equal(col.width, n);
    assert_int_equal(CDC_GOOD, cdc_binlog_decimal(&col, weir_str_n(exact, n), arena, &val, &err));
    int64_t want = strtoll(digits, NULL, 10);
    int64_t got;
    assert_true(weir_decimal_to_i64(weir_value_str(val), &got));
    assert_int_equal(negative ? -want : want, got);
    assert_int_equal(scale, val.scale);
}

static void test_every_precision_and_scale(void **state)
{
    (void)state;
    static const char *const patterns[] = {"0000000000000000000", "9999999999999999999",
                                           "1203456789012345678", "0000000000000000001",
                                           "5000000000000000000"};
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    for (unsigned precision = 1; precision <= CDC_SMALL_DIGITS; precision++) {
        for (unsigned scale = 0; scale <= precision; scale++) {
            for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
                char digits[CDC_SMALL_DIGITS + 1] = "";
                memcpy(digits, patterns[i], precision);
                check(digits, precision, scale, false, &arena);
                check(digits, precision, scale, true, &arena);
            }
            weir_arena_reset(&arena);
        }
    }
    weir_arena_free(&arena);
}

static void test_refuses_digits_that_are_none(void **state)
{
    (void)state;
    const struct cdc_column col = column(10, 2); /* 8 digits of up to 0xffffffff - 0x80000000 */
    struct weir_arena arena;
    struct weir_err err;
    struct weir_value val;
    weir_arena_init(&arena, 1024);
    assert_int_equal(CDC_BROKEN, cdc_binlog_decimal(&col, WEIR_STR("\xff\xff\xff\xff\x01"), &arena,
                                                    &val, &err));
    assert_int_equal(CDC_BROKEN, cdc_binlog_decimal(&col, WEIR_STR("\x80\x00\x00\x00\x64"), &arena,
                                                    &val, &err));
    assert_int_equal(CDC_BROKEN,
                     cdc_binlog_decimal(&col, WEIR_STR("\x80\x01"), &arena, &val, &err));
    weir_arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_precision_and_scale),
        cmocka_unit_test(test_refuses_digits_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

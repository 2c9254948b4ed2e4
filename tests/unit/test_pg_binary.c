/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/decimal.h>

#include "common/pg/pg_binary.h"
#include "common/pg/pg_session.h"
#include "common/pg/pg_sql.h"
#include "common/pg/pg_type.h"

static struct weir_buf buf;

static int set_up(void **state)
{
    (void)state;
    weir_buf_init(&buf, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    weir_buf_free(&buf);
    return 0;
}

/* The bytes in hexadecimal, and the buffer empty again. */
static const char *hex(void)
{
    static char out[1024];
    for (size_t i = 0; i < buf.n; i++) {
        snprintf(out + 2 * i, 3, "%02x", (uint8_t)buf.p[i]);
    }
    out[2 * buf.n] = 0;
    weir_buf_reset(&buf);
    return out;
}

/* As `SELECT numeric_send(...)` of PostgreSQL 15 says. */
static void test_numeric(void **state)
{
    static const struct {
        const char *text;
        const char *bytes; /* digits, weight, sign, scale, then the digits */
    } cases[] = {
        {"0", "0000ffff00000000"},
        {"1", "00010000000000000001"},
        {"-1", "00010000400000000001"},
        {"10000", "00010001000000000001"},
        {"0.1", "0001ffff0000000103e8"},
        {"0.00001", "0001fffe0000000503e8"},
        {"1.50", "000200000000000200011388"},
        {"-1234567890.12345678", "0005000240000008000c0d801ed204d2162e"},
        {"99999999999999999999", "0005000400000000270f270f270f270f270f"},
        {"12345678901234567890123456789.125", "0009000700000003000109291a85007b11d722c509291a8504e2"},
    };
    (void)state;
    struct weir_buf unscaled;
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        int32_t scale;
        char want[256];
        weir_buf_init(&unscaled, 1024);
        assert_true(weir_decimal_parse(weir_str_of(cases[i].text), NULL, &unscaled, &scale));
        assert_true(pg_put_numeric(&buf, weir_buf_view(&unscaled), scale));
        snprintf(want, sizeof(want), "%08x", (unsigned)(strlen(cases[i].bytes) / 2));
        strcat(want, cases[i].bytes);
        assert_string_equal(want, hex());
        weir_buf_free(&unscaled);
    }
}

static void test_moments(void **state)
{
    (void)state;
    assert_true(pg_put_timestamp(&buf, INT64_C(946684800000001)));
    assert_string_equal("000000080000000000000001", hex());
    assert_true(pg_put_timestamp(&buf, INT64_MAX));
    assert_string_equal("000000087fffffffffffffff", hex());
    assert_false(pg_put_timestamp(&buf, INT64_MIN + 1));
    assert_true(pg_put_date(&buf, 10957));
    assert_string_equal("0000000400000000", hex());
    assert_false(pg_put_date(&buf, INT32_MAX));
    assert_false(pg_put_date(&buf, INT32_MIN));
}

static void test_bits(void **state)
{
    (void)state;
    pg_put_bits(&buf, WEIR_STR("\x05\x02"), 10); /* 1000000101 */
    assert_string_equal("000000060000000a8140", hex());
    pg_put_bits(&buf, WEIR_STR("\x01"), 1);
    assert_string_equal("000000050000000180", hex());
    pg_put_bits(&buf, WEIR_STR(""), 4);
    assert_string_equal("000000050000000400", hex());
}

static void test_array(void **state)
{
    (void)state;
    size_t at = pg_array_begin(&buf, PG_INT2);
    pg_put_int2(&buf, -2);
    pg_put_null(&buf);
    pg_array_end(&buf, at, 2, true);
    assert_string_equal("00000001" "00000001" "00000015" "00000002" "00000001" "00000002fffe" "ffffffff",
                        hex());
}

static void test_sql(void **state)
{
    (void)state;
    pg_sql_name(&buf, WEIR_STR("a\"b"));
    pg_sql_literal(&buf, WEIR_STR("it's"));
    pg_sql_literal(&buf, WEIR_STR("a\\b'"));
    assert_string_equal("\"a\"\"b\"'it''s'E'a\\\\b'''", weir_buf_cstr(&buf));
}

static void test_states(void **state)
{
    (void)state;
    static const struct {
        const char *sqlstate;
        enum weir_verdict class;
    } cases[] = {
        {"40001", WEIR_RETRY},    {"40P01", WEIR_RETRY},      {"53100", WEIR_RETRY},
        {"57P01", WEIR_RETRY},    {"08006", WEIR_RETRY},      {"25006", WEIR_RETRY},
        {"22P02", WEIR_BAD_DATA}, {"23505", WEIR_BAD_DATA},   {"42501", WEIR_BAD_CONFIG},
        {"28P01", WEIR_BAD_CONFIG}, {"21000", WEIR_BAD_DATA}, {"P0001", WEIR_BAD_DATA},
        {"P0002", WEIR_BAD_DATA}, {"45000", WEIR_BAD_DATA},   {"38000", WEIR_BAD_DATA},
        {"55000", WEIR_BAD_CONFIG}, {"55P03", WEIR_RETRY},    {"24000", WEIR_FATAL},
        {"HV00N", WEIR_RETRY},    {"", WEIR_RETRY},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        assert_int_equal(cases[i].class, pg_state_class(cases[i].sqlstate));
    }
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_numeric), CASE(test_moments), CASE(test_bits),
        CASE(test_array),   CASE(test_sql),     CASE(test_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_binlog_crc.c: known answers, and any length at any place against the definition, bit by bit. */
#include "unit.h"

#include "binlog_crc.h"

static uint32_t by_definition(struct weir_str bytes)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < bytes.n; i++) {
        crc ^= (uint8_t)bytes.p[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        }
    }
    return ~crc;
}

static void test_known_answers(void **state)
{
    (void)state;
    assert_int_equal(binlog_crc(WEIR_STR("")), 0);
    assert_int_equal(binlog_crc(WEIR_STR("123456789")), 0xcbf43926);
    assert_int_equal(binlog_crc(WEIR_STR("The quick brown fox jumps over the lazy dog")), 0x414fa339);
}

static void test_every_length(void **state)
{
    static char bytes[700];
    uint32_t x = 1;
    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (char)(x >> 24);
    }
    for (size_t from = 0; from < 17; from++) {
        for (size_t n = 0; n < 600; n++) {
            struct weir_str part = weir_str_n(bytes + from, n);
            assert_int_equal(binlog_crc(part), by_definition(part));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_every_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/buf.h>
#include <weir/reader.h>

static void assert_buf(const struct weir_buf *buf, const char *text)
{
    assert_int_equal(strlen(text), buf->n);
    assert_memory_equal(text, weir_buf_view(buf).p, buf->n);
}

static void test_fills_to_its_maximum_and_no_further(void **state)
{
    (void)state;
    struct weir_buf buf;
    weir_buf_init(&buf, 10);
    weir_buf_text(&buf, "12345");
    weir_buf_printf(&buf, "%d", 67890);
    assert_false(buf.full);
    assert_buf(&buf, "1234567890");
    assert_string_equal("1234567890", weir_buf_cstr(&buf));
    weir_buf_char(&buf, 'x');
    assert_true(buf.full);
    weir_buf_text(&buf, "");
    assert_buf(&buf, "1234567890");
    struct weir_err err;
    assert_int_equal(WEIR_BAD_DATA, weir_buf_check(&buf, WEIR_BAD_DATA, "a name", &err));
    assert_string_equal("a name is larger than 10 bytes", err.text);
    weir_buf_reset(&buf);
    assert_int_equal(WEIR_OK, weir_buf_check(&buf, WEIR_BAD_DATA, "a name", &err));
    weir_buf_text(&buf, "1234567");
    weir_buf_text(&buf, "wide");
    assert_buf(&buf, "1234567");
    weir_buf_free(&buf);
}

static void test_empty_buffers(void **state)
{
    (void)state;
    struct weir_buf buf;
    weir_buf_init(&buf, 0);
    weir_buf_add(&buf, NULL, 0);
    assert_false(buf.full);
    assert_string_equal("", weir_buf_cstr(&buf));
    assert_int_equal(0, weir_buf_view(&buf).n);
    weir_buf_char(&buf, 'x');
    assert_true(buf.full);
    weir_buf_free(&buf);
}

static void test_shrinks(void **state)
{
    (void)state;
    struct weir_buf buf;
    weir_buf_init(&buf, 1 << 20);
    weir_buf_printf(&buf, "%5000d", 1);
    weir_buf_shrink(&buf, 8192);
    assert_true(buf.cap >= 5000);
    weir_buf_shrink(&buf, 100);
    assert_int_equal(0, buf.cap);
    weir_buf_text(&buf, "again");
    assert_buf(&buf, "again");
    weir_buf_free(&buf);
}

static void test_numbers_read_back(void **state)
{
    (void)state;
    static const uint64_t values[] = {0, 1, 127, 128, 300, 65535, 1ull << 63, UINT64_MAX};
    for (size_t i = 0; i < UNIT_COUNT(values); i++) {
        uint64_t x = values[i];
        struct weir_buf buf;
        weir_buf_init(&buf, 100);
        weir_buf_be16(&buf, (uint16_t)x);
        weir_buf_be32(&buf, (uint32_t)x);
        weir_buf_be64(&buf, x);
        weir_buf_varint(&buf, x);
        struct weir_reader rd = weir_reader_of(weir_buf_view(&buf));
        assert_int_equal((uint16_t)x, weir_reader_be(&rd, 2));
        assert_int_equal((uint32_t)x, weir_reader_be(&rd, 4));
        assert_true(x == weir_reader_be(&rd, 8));
        assert_true(x == weir_reader_varint(&rd));
        assert_false(rd.failed);
        assert_int_equal(0, weir_reader_left(&rd));
        weir_buf_free(&buf);
    }
}

static void test_integer_texts(void **state)
{
    (void)state;
    struct weir_buf buf;
    weir_buf_init(&buf, 100);
    uint64_t power = 1;
    for (int digits = 1; digits <= 19; digits++, power *= 10) {
        static const int near[] = {-1, 0, 1};
        for (size_t i = 0; i < 3; i++) {
            int64_t x = (int64_t)power + near[i];
            char want[32];
            weir_buf_reset(&buf);
            weir_buf_i64(&buf, -x);
            snprintf(want, sizeof(want), "%lld", (long long)-x);
            assert_buf(&buf, want);
        }
    }
    weir_buf_reset(&buf);
    weir_buf_i64(&buf, INT64_MIN);
    assert_buf(&buf, "-9223372036854775808");
    uint64_t x = UINT64_MAX;
    for (int i = 0; i < 100000; i++) {
        char want[32];
        weir_buf_reset(&buf);
        weir_buf_u64(&buf, x >> i % 64);
        snprintf(want, sizeof(want), "%llu", (unsigned long long)(x >> i % 64));
        assert_buf(&buf, want);
        x = x * 6364136223846793005u + 1442695040888963407u;
    }
    weir_buf_free(&buf);
}

static void test_base64(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
        {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
        {"09", "MDk="},  {"\x9c", "nA=="},     {"\xfb\xff\xfe", "+//+"},
    };
    struct weir_buf buf;
    weir_buf_init(&buf, 100);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        weir_buf_reset(&buf);
        weir_buf_base64(&buf, rows[i][0], strlen(rows[i][0]));
        assert_buf(&buf, rows[i][1]);
        weir_buf_reset(&buf);
        assert_true(weir_buf_unbase64(&buf, weir_str_of(rows[i][1])));
        assert_buf(&buf, rows[i][0]);
    }
    weir_buf_reset(&buf);
    assert_true(weir_buf_unbase64(&buf, WEIR_STR("Zm9vYg")));
    assert_buf(&buf, "foob");
    static const char *const bad[] = {
        "Z", "Zg=", "Zm9v=", "Z===", "====", "Zm 9v", "Zm-v", "Zg==Zg=="};
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        assert_false(weir_buf_unbase64(&buf, weir_str_of(bad[i])));
        assert_buf(&buf, "foob");
    }
    weir_buf_free(&buf);
}

static void test_reader_never_passes_the_end(void **state)
{
    (void)state;
    struct weir_reader rd = weir_reader_of(WEIR_STR("\x01\x02\x03"));
    assert_int_equal(0x0201, weir_reader_le(&rd, 2));
    assert_int_equal(0, weir_reader_be(&rd, 2));
    assert_true(rd.failed);
    assert_int_equal(0, weir_reader_u8(&rd));
    assert_null(weir_reader_str(&rd, 1).p);
    assert_int_equal(0, weir_reader_left(&rd));
}

static void test_varints_that_are_none(void **state)
{
    (void)state;
    static const char *const rows[] = {"", "\x80", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",
                                       "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"};
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct weir_reader rd = weir_reader_of(weir_str_of(rows[i]));
        assert_true(weir_reader_varint(&rd) == 0);
        assert_true(rd.failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fills_to_its_maximum_and_no_further),
        cmocka_unit_test(test_empty_buffers),
        cmocka_unit_test(test_shrinks),
        cmocka_unit_test(test_numbers_read_back),
        cmocka_unit_test(test_integer_texts),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_reader_never_passes_the_end),
        cmocka_unit_test(test_varints_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

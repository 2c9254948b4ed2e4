/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "rest/address.h"

static struct listener parsed(const char *text)
{
    struct listener listener = {0};
    struct weir_err err;
    assert_int_equal(address_parse(weir_str_of(text), &listener, &err), WEIR_OK);
    return listener;
}

static void test_loopback(void **state)
{
    static const struct {
        const char *text;
        bool loopback;
    } rows[] = {
        {"http://127.0.0.1:8083", true},  {"http://127.1.2.3:8083", true},
        {"http://[::1]:8083", true},      {"http://localhost:8083", true},
        {"http://:8083", false},          {"http://[::]:8083", false},
        {"http://0.0.0.0:8083", false},   {"http://127.example.com:8083", false},
        {"http://127.0.0.1.nip.io:8083", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct listener listener = parsed(rows[i].text);
        assert_int_equal(address_is_loopback(&listener), rows[i].loopback);
    }
}

/* Which of the two depends on the machine; that both spellings give the same does not. */
static void test_everywhere(void **state)
{
    struct listener empty = parsed("http://:8083"), colons = parsed("http://[::]:8083");
    struct sockaddr_storage a, b;
    struct weir_err err;
    (void)state;
    assert_int_equal(address_resolve(&empty, &a, &err), WEIR_OK);
    assert_int_equal(address_resolve(&colons, &b, &err), WEIR_OK);
    assert_int_equal(a.ss_family, b.ss_family);
    struct listener one = parsed("http://[::1]:8083");
    assert_false(address_is_everywhere(&one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loopback),
        cmocka_unit_test(test_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

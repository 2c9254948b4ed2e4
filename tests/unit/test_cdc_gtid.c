/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "cdc_gtid.h"

#define U1 "3e11fa47-71ca-11e1-9e33-c80aa9429562"
#define U2 "4e11fa47-71ca-11e1-9e33-c80aa9429562"

static struct cdc_gtids *set_of(const char *text)
{
    struct weir_err err;
    struct cdc_gtids *set = cdc_gtids_new();
    assert_int_equal(cdc_gtids_read(set, weir_str_of(text), &err), WEIR_OK);
    return set;
}

static void assert_writes(const struct cdc_gtids *set, const char *want)
{
    struct weir_buf buf;
    weir_buf_init(&buf, 4096);
    cdc_gtids_write(set, &buf);
    assert_string_equal(weir_buf_cstr(&buf), want);
    weir_buf_free(&buf);
}

static void reads_and_writes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"", ""},
        {"0-1-5", "0-1-5"},
        {"7-3-9,0-1-5", "0-1-5,7-3-9"},
        {" 0-1-5 ,\n1-2-3", "0-1-5,1-2-3"},
        {"0-1-5,0-2-9", "0-2-9"},
        {"0-2-9,0-1-5", "0-2-9"},
        {U1 ":1-5", U1 ":1-5"},
        {U1 ":1-5:6-7", U1 ":1-7"},
        {U1 ":3", U1 ":3"},
        {U2 ":1," U1 ":8:1-5:10-12", U1 ":1-5:8:10-12," U2 ":1"},
        {"3E11FA47-71CA-11E1-9E33-C80AA9429562:1-2", U1 ":1-2"},
        {U1 ":1-2:tag:1-9", U1 ":1-2," U1 ":tag:1-9"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct cdc_gtids *set = set_of(cases[i].text);
        assert_writes(set, cases[i].want);
        cdc_gtids_free(set);
    }
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"0-1",   "0-1-x",     "0-1-2-3", "nonsense", "-1-1-1",
                                        U1 ":1-x", U1 ":5-3:1", ":1-5",    "4294967296-1-1"};
    for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
        struct weir_err err;
        struct cdc_gtids *set = cdc_gtids_new();
        assert_int_equal(cdc_gtids_read(set, weir_str_of(texts[i]), &err), WEIR_BAD_DATA);
        cdc_gtids_free(set);
    }
}

static void knows_what_contains_what(void **state)
{
    (void)state;
    static const struct {
        const char *set, *part;
        bool want;
    } cases[] = {
        {"0-1-5", "0-1-5", true},
        {"0-1-5", "0-2-4", true},
        {"0-1-5", "0-1-6", false},
        {"0-1-5", "1-1-1", false},
        {"0-1-5,1-1-1", "1-1-1", true},
        {"0-1-5", "", true},
        {U1 ":1-10", U1 ":3-4", true},
        {U1 ":1-3:5-10", U1 ":3-5", false},
        {U1 ":1-3", U2 ":1", false},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct cdc_gtids *set = set_of(cases[i].set);
        struct cdc_gtids *part = set_of(cases[i].part);
        assert_int_equal(cdc_gtids_contains(set, part), cases[i].want);
        cdc_gtids_free(set);
        cdc_gtids_free(part);
    }
}

static void grows_by_transactions(void **state)
{
    (void)state;
    struct cdc_gtids *set = set_of("0-1-5");
    cdc_gtids_add(set, &(struct binlog_gtid){.domain = 0, .server = 2, .seq = 6});
    cdc_gtids_add(set, &(struct binlog_gtid){.domain = 3, .server = 2, .seq = 1});
    assert_writes(set, "0-2-6,3-2-1");
    cdc_gtids_free(set);
    set = set_of(U1 ":1-5");
    struct binlog_gtid gtid = {.is_mysql = true,
                               .uuid = {0x3e, 0x11, 0xfa, 0x47, 0x71, 0xca, 0x11, 0xe1, 0x9e, 0x33,
                                        0xc8, 0x0a, 0xa9, 0x42, 0x95, 0x62},
                               .seq = 7};
    cdc_gtids_add(set, &gtid);
    assert_writes(set, U1 ":1-5:7");
    gtid.seq = 6;
    cdc_gtids_add(set, &gtid);
    assert_writes(set, U1 ":1-7");
    cdc_gtids_free(set);
}

static void merges_what_is_new(void **state)
{
    (void)state;
    struct cdc_gtids *set = set_of("0-1-5");
    struct cdc_gtids *server = set_of("0-1-9,1-1-4");
    cdc_gtids_merge_new(set, server);
    assert_writes(set, "0-1-5,1-1-4");
    cdc_gtids_free(set);
    cdc_gtids_free(server);
}

static void filters_sources(void **state)
{
    (void)state;
    struct weir_err err;
    struct weir_regex *one = weir_regex_new(WEIR_STR("0-.*"), WEIR_REGEX_NOCASE, &err);
    struct weir_regex *const items[] = {one};
    struct weir_conf_regexes list = {.items = items, .n = 1};
    struct weir_conf_regexes none = {0};
    struct cdc_gtids *set = set_of("0-1-5,1-1-4");
    cdc_gtids_filter(set, &list, &none);
    assert_writes(set, "0-1-5");
    cdc_gtids_free(set);
    set = set_of("0-1-5,1-1-4");
    cdc_gtids_filter(set, &none, &list);
    assert_writes(set, "1-1-4");
    cdc_gtids_free(set);
    assert_true(cdc_gtid_passes(&(struct binlog_gtid){.domain = 0, .server = 4}, &list, &none));
    assert_false(cdc_gtid_passes(&(struct binlog_gtid){.domain = 0, .server = 4}, &none, &list));
    assert_true(cdc_gtid_passes(&(struct binlog_gtid){.domain = 1}, &none, &none));
    weir_regex_free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes),      cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(knows_what_contains_what), cmocka_unit_test(grows_by_transactions),
        cmocka_unit_test(merges_what_is_new),    cmocka_unit_test(filters_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

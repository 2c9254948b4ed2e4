/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_zone.c: names of zones, rules at the ends of their files, and where clocks jump. That the
 * offsets are java.time's is seen in test_transform_golden.c (timezone_converter).
 */
#include "unit.h"

#include "common/zone_parts.h"

static void test_names(void **state)
{
    static const char *const good[] = {"UTC", "Europe/Berlin", "+08:00", "-03:30:15", "Etc/GMT+5"};
    static const char *const bad[] = {"",          "Nowhere",    "../UTC", "/etc/passwd", "Europe",
                                      "Europe/..", "tzdata.zi",  "+8:00",  "+19:00",      "+18:30",
                                      "+08:60",    "+08:00:60x", "08:00",  "zone.tab"};
    struct weir_arena arena;
    struct weir_err err;
    (void)state;
    weir_arena_init(&arena, 4096);
    for (size_t i = 0; i < UNIT_COUNT(good); i++) {
        assert_non_null(zone_open(&arena, weir_str_of(good[i]), &err));
    }
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        assert_null(zone_open(&arena, weir_str_of(bad[i]), &err));
        assert_int_equal(err.class, WEIR_BAD_CONFIG);
    }
    weir_arena_free(&arena);
}

static void test_jumps(void **state)
{
    /* Berlin, 31 March and 27 October 2024 and 2090, which only the rule knows. */
    static const struct {
        int64_t at;
        bool local;
        int32_t offset;
    } rows[] = {
        {1711846799, false, 3600}, {1711846800, false, 7200}, /* 01:00 UTC */
        {1711850399, true, 3600},  {1711850400, true, 3600},  /* 02:00 does not exist */
        {1711853999, true, 3600},  {1711854000, true, 7200},  /* 03:00 */
        {1729990799, false, 7200}, {1729990800, false, 3600}, /* 01:00 UTC */
        {1729994400, true, 7200},  {1729997999, true, 7200},  /* 02:00 exists twice */
        {1729998000, true, 3600},  {3794173200, false, 7200}, /* 26 March 2090, 01:00 UTC */
        {3794173199, false, 3600}, {-3000000000, true, 3208}, /* before zones there was the sun */
    };
    struct weir_arena arena;
    struct weir_err err;
    (void)state;
    weir_arena_init(&arena, 4096);
    const struct zone *zone = zone_open(&arena, WEIR_STR("Europe/Berlin"), &err);
    assert_non_null(zone);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        int32_t got =
            rows[i].local ? zone_offset_of_local(zone, rows[i].at) : zone_offset(zone, rows[i].at);
        if (got != rows[i].offset) {
            print_error("row %zu: %d\n", i, got);
        }
        assert_int_equal(got, rows[i].offset);
    }
    weir_arena_free(&arena);
}

static void test_rules(void **state)
{
    /* 2024: leap; 1 January a Monday. */
    static const struct {
        const char *rule;
        int64_t at;
        int32_t offset;
    } rows[] = {
        {"UTC0", 1700000000, 0},
        {"<+0330>-3:30", 1700000000, 12600},
        {"<-03>3", 1700000000, -10800},
        {"EST5EDT,M3.2.0,M11.1.0", 1710054000, -14400}, /* 10 March, 02:00 */
        {"EST5EDT,M3.2.0,M11.1.0", 1710053999, -18000},
        {"EST5EDT,M3.2.0,M11.1.0", 1730613600, -18000}, /* 3 November, 02:00 */
        {"EST5EDT,M3.2.0,M11.1.0", 1730613599, -14400},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 1729990800, 0}, /* winter is the exception in Dublin */
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 1729990799, 3600},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1711846800, -3600},
        {"AAA0BBB,J60,J300", 1709258400, 3600}, /* 1 March, whatever the year */
        {"AAA0BBB,J60,J300", 1709258399, 0},
        {"AAA0BBB,59,300", 1709172000, 3600}, /* day 59 from 0: 29 February */
        {"AAA0BBB,59,300", 1709171999, 0},
        {"AAA-10BBB-10:30,M10.1.0,M4.1.0", 1704067200, 37800}, /* the south's summer */
        {"AAA-10BBB-10:30,M10.1.0,M4.1.0", 1719792000, 36000},
    };
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct zone_rule rule;
        assert_true(zone_rule_parse(weir_str_of(rows[i].rule), &rule));
        int32_t got = zone_rule_offset(&rule, rows[i].at, false);
        if (got != rows[i].offset) {
            print_error("%s at %lld: %d\n", rows[i].rule, (long long)rows[i].at, got);
        }
        assert_int_equal(got, rows[i].offset);
    }
}

static void test_broken_rules(void **state)
{
    static const char *const rules[] = {"",
                                        "UTC",
                                        "5",
                                        "<+03-3",
                                        "EST5EDT",
                                        "EST5EDT,M3.2.0",
                                        "EST5EDT,M13.2.0,M11.1.0",
                                        "EST5EDT,M3.6.0,M11.1.0",
                                        "EST5EDT,M3.2.7,M11.1.0",
                                        "EST5EDT,M3.2.0,M11.1.0x",
                                        "EST5EDT,J0,J365",
                                        "EST5EDT,J1,J366",
                                        "EST168",
                                        "EST5:60",
                                        "EST99999999999999999999",
                                        "EST5EDT,M3.2.0/x,M11.1.0"};
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(rules); i++) {
        struct zone_rule rule;
        if (zone_rule_parse(weir_str_of(rules[i]), &rule)) {
            print_error("%s\n", rules[i]);
        }
        assert_false(zone_rule_parse(weir_str_of(rules[i]), &rule));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_jumps),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_broken_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

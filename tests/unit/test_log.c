/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/time.h>

#include "base/secrets.h"
#include "base/log_setup.h"

struct lines {
    char text[64][512];
    size_t n;
};

static void take(void *self, struct weir_str line)
{
    struct lines *lines = self;
    if (lines->n < 64) {
        snprintf(lines->text[lines->n++], 512, "%.*s", WEIR_STR_ARG(line));
    }
}

static void test_text_and_json(void **state)
{
    (void)state;
    static struct lines lines;
    lines.n = 0;
    weir_clock_fake(1709215141250);
    log_sink(take, &lines);
    struct weir_log log;
    weir_log_init(&log, "io.weir.test", "shop", 0, "poll");
    weir_info(&log, "took %d", 7);
    assert_string_equal("[2024-02-29T13:59:01.250Z] INFO [shop|task-0|poll] took 7 (io.weir.test)",
                        lines.text[0]);
    weir_debug(&log, "not said");
    log_setup(true, 2);
    weir_log_init(&log, "io.weir.test", "shop", -1, "");
    weir_warn(&log, "a \"quote\"\n");
    assert_string_equal("{\"time\":\"2024-02-29T13:59:01.250Z\",\"level\":\"WARN\",\"logger\":"
                        "\"io.weir.test\",\"connector\":\"shop\",\"message\":\"a "
                        "\\\"quote\\\"\\n\"}",
                        lines.text[1]);
    assert_int_equal(2, lines.n);
    log_setup(false, 2);
    log_sink(NULL, NULL);
    weir_clock_real();
}

static void test_levels_are_inherited(void **state)
{
    (void)state;
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    struct weir_log parent, child, other;
    weir_log_init(&parent, "io.tree", "", -1, "");
    weir_log_init(&child, "io.tree.leaf", "", -1, "");
    weir_log_init(&other, "io.treehouse", "", -1, "");
    const struct weir_str *names = NULL;
    assert_int_equal(2, log_set(WEIR_STR("io.tree"), WEIR_DEBUG, 42, &arena, &names));
    assert_true(weir_str_is(names[0], "io.tree"));
    assert_true(weir_str_is(names[1], "io.tree.leaf"));
    assert_true(weir_log_on(&child, WEIR_DEBUG));
    assert_false(weir_log_on(&other, WEIR_DEBUG));
    struct weir_log later;
    weir_log_init(&later, "io.tree.leaf.bud", "", -1, "");
    assert_true(weir_log_on(&later, WEIR_DEBUG));
    struct logger_info info;
    assert_true(log_get(WEIR_STR("io.tree.leaf"), &arena, &info));
    assert_string_equal("DEBUG", info.level);
    assert_int_equal(42, info.last_modified_ms);
    assert_true(log_get(WEIR_STR("root"), &arena, &info));
    assert_int_equal(-1, info.last_modified_ms);
    assert_false(log_get(WEIR_STR("io.nobody"), &arena, &info));
    weir_arena_free(&arena);
}

static void test_level_names(void **state)
{
    (void)state;
    enum weir_level level;
    assert_true(log_level_parse(WEIR_STR("warn"), &level));
    assert_int_equal(WEIR_WARN, level);
    assert_true(log_level_parse(WEIR_STR("ALL"), &level));
    assert_int_equal(WEIR_ALL, level);
    assert_string_equal("ALL", log_level_name(level));
    assert_false(log_level_parse(WEIR_STR("BOGUS"), &level));
}

static void test_repeats_are_counted(void **state)
{
    (void)state;
    static struct lines lines;
    lines.n = 0;
    weir_clock_fake(0);
    log_sink(take, &lines);
    struct weir_log log, other;
    weir_log_init(&log, "io.repeat", "a", 0, "");
    weir_log_init(&other, "io.repeat", "b", 0, "");
    for (int i = 0; i < 422; i++) {
        weir_error(&log, "no route to %d", i);
    }
    weir_error(&other, "no route to %d", 1);
    assert_int_equal(6, lines.n);
    weir_clock_fake_advance(59000);
    weir_info(&other, "well");
    assert_int_equal(7, lines.n);
    weir_clock_fake_advance(1000);
    weir_info(&other, "well"); /* any line after the window tells */
    assert_int_equal(9, lines.n);
    assert_non_null(
        strstr(lines.text[7], "[a|task-0] no route to 4 (repeated 417 times in 60 s) ("));
    for (int i = 10; i < 17; i++) {
        weir_error(&log, "no route to %d", i);
    }
    assert_int_equal(14, lines.n);
    assert_non_null(strstr(lines.text[9], "no route to 10 ("));
    log_flush();
    assert_int_equal(15, lines.n);
    assert_non_null(strstr(lines.text[14], "no route to 14 (repeated 2 times in 0 s)"));
    log_flush();
    assert_int_equal(15, lines.n);
    log_sink(NULL, NULL);
    weir_clock_real();
}

static void test_secrets_are_hidden(void **state)
{
    (void)state;
    static struct lines lines;
    lines.n = 0;
    secrets_add(WEIR_STR("topsecret"), WEIR_STR("${env:A}"));
    secrets_add(WEIR_STR("topsecret2"), WEIR_STR("${env:B}"));
    secrets_add(WEIR_STR("no"), WEIR_STR("${env:C}")); /* too short to be looked for */
    log_sink(take, &lines);
    struct weir_log log;
    weir_log_init(&log, "io.hide", "", -1, "");
    weir_info(&log, "no %s, xtopsecretx", "topsecret2");
    assert_non_null(strstr(lines.text[0], "no ${env:B}, x${env:A}x"));
    log_sink(NULL, NULL);
}

static void assert_shown(const char *text, const char *shown)
{
    char out[200];
    secrets_redact_to(out, sizeof(out), text, NULL);
    assert_string_equal(shown, out);
}

static void test_secrets_in_other_forms(void **state)
{
    (void)state;
    secrets_add(WEIR_STR("hunter2a, hunter2b,id"), WEIR_STR("${env:LIST}"));
    secrets_add(WEIR_STR("secret"), WEIR_STR("${env:SECRET}"));
    assert_shown("[hunter2a, hunter2b]", "[${env:LIST}, ${env:LIST}]");
    assert_shown("hunter2a, hunter2b,id", "${env:LIST}");
    assert_shown("an id", "an id"); /* too short an item */
    assert_shown("Schema.Type.HUNTER2A", "Schema.Type.${env:LIST}");
    assert_shown("${env:SECRET} is Secret $", "${env:SECRET} is ${env:SECRET} $");

    struct weir_arena arena;
    struct weir_props written;
    char out[200];
    weir_arena_init(&arena, 1024);
    weir_props_init(&written, &arena);
    weir_props_set_c(&written, "a", "x${env:SECRET}");
    secrets_redact_to(out, sizeof(out), "hunter2a and secret", &written);
    assert_string_equal("hunter2a and ${env:SECRET}", out); /* the other is said openly */
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_json),       cmocka_unit_test(test_levels_are_inherited),
        cmocka_unit_test(test_level_names),         cmocka_unit_test(test_secrets_are_hidden),
        cmocka_unit_test(test_repeats_are_counted),
        cmocka_unit_test(test_secrets_in_other_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

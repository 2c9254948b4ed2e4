/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds our regular expressions against what java.util.regex did: tests/golden/regex.jsonl, or the
 * file named in REGEX_GOLDEN.
 */
#include "unit.h"

#include <stdlib.h>

#include <weir/json.h>
#include <weir/regex.h>

static struct weir_arena arena;
static struct weir_json *texts;
static int rows;
static int wrong;

static void differs(const struct weir_json *row, const char *what, const char *got)
{
    struct weir_buf buf;
    weir_buf_init(&buf, 1 << 16);
    weir_json_write(&buf, row);
    print_error("%s %s\n    in %s\n", what, got, weir_buf_cstr(&buf));
    weir_buf_free(&buf);
    wrong++;
}

/* Java could compile it: then its answers are ours, unless we say that we cannot. */
static void compare_pattern(const struct weir_json *row, const struct weir_regex *regex)
{
    char matches[100] = "";
    char finds[100] = "";
    size_t n = 0;
    for (struct weir_json *text = texts->first; text; text = text->next, n++) {
        matches[n] = weir_regex_matches(regex, text->text) ? '1' : '0';
        finds[n] = weir_regex_finds(regex, text->text) ? '1' : '0';
    }
    if (!weir_str_is(weir_json_get_str(row, "matches"), matches)) {
        differs(row, "matches", matches);
    }
    if (!weir_str_is(weir_json_get_str(row, "finds"), finds)) {
        differs(row, "finds", finds);
    }
}

static void compare_replacement(const struct weir_json *row, const struct weir_regex *regex)
{
    static const char *const kinds[] = {"first", "all"};
    struct weir_str text = weir_json_get_str(row, "text");
    for (int all = 0; all < 2; all++) {
        struct weir_buf out;
        struct weir_err err;
        weir_buf_init(&out, 1 << 16);
        enum weir_verdict rc =
            weir_regex_replace(regex, text, weir_json_get_str(row, "replacement"), all, &out, &err);
        struct weir_str want = weir_json_get_str(row, rc == WEIR_OK ? kinds[all] : "error");
        const char *got = rc == WEIR_OK ? weir_buf_cstr(&out) : err.text;
        if (!weir_str_is(want, got)) {
            differs(row, kinds[all], got);
        }
        weir_buf_free(&out);
    }
}

static void compare_row(const struct weir_json *row)
{
    struct weir_err err = {.class = WEIR_OK};
    struct weir_str error = weir_json_get_str(row, "error");
    bool replaces = weir_json_get(row, "replacement") != NULL;
    struct weir_regex *regex = weir_regex_new(weir_json_get_str(row, "pattern"), 0, &err);
    if (!regex && (replaces || !weir_str_is(error, err.text))) {
        differs(row, "refused:", err.text);
    } else if (regex && replaces) {
        compare_replacement(row, regex);
    } else if (regex && error.p) {
        differs(row, "not refused", "");
    } else if (regex) {
        compare_pattern(row, regex);
    }
    weir_regex_free(regex);
}

static void test_as_java(void **state)
{
    (void)state;
    char path[1024];
    const char *other = getenv("REGEX_GOLDEN");
    snprintf(path, sizeof(path), "%s", other ? other : TEST_SOURCE_DIR "/tests/golden/regex.jsonl");
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    char line[8192];
    while (fgets(line, sizeof(line), in)) {
        struct weir_json *row = NULL;
        struct weir_err err;
        assert_int_equal(WEIR_OK, weir_json_parse(&arena, weir_str_of(line), &row, &err));
        if (weir_json_get(row, "texts")) {
            texts = weir_json_get(row, "texts");
        } else {
            compare_row(row);
            rows++;
        }
    }
    fclose(in);
    assert_true(rows > 300);
    assert_int_equal(0, wrong);
}

static void test_nocase(void **state)
{
    (void)state;
    struct weir_err err;
    struct weir_regex *regex = weir_regex_new(WEIR_STR("SHOP\\.orders"), WEIR_REGEX_NOCASE, &err);
    assert_true(weir_regex_matches(regex, WEIR_STR("shop.Orders")));
    weir_regex_free(regex);
}

/* Bytes that are no UTF-8 match nothing, and are passed through by a replacement. */
static void test_bytes_that_are_no_text(void **state)
{
    (void)state;
    struct weir_err err;
    struct weir_buf out;
    struct weir_regex *regex = weir_regex_new(WEIR_STR("b"), 0, &err);
    weir_buf_init(&out, 100);
    assert_int_equal(WEIR_OK, weir_regex_replace(regex,
                                                 WEIR_STR("\xff"
                                                          "b\x80"),
                                                 WEIR_STR("c"), true, &out, &err));
    assert_string_equal("\xff"
                        "c\x80",
                        weir_buf_cstr(&out));
    weir_buf_free(&out);
    weir_regex_free(regex);
}

/* Java tries each length between two bounds; here the refusal says what to write instead. */
static void test_look_behind_of_several_lengths(void **state)
{
    static const char *const patterns[] = {"(?<=a{1,3})b", "(?<!x?)y", "(?<=a(b|cd))e"};
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(patterns); i++) {
        struct weir_err err;
        assert_null(weir_regex_new(weir_str_of(patterns[i]), 0, &err));
        assert_int_equal(WEIR_BAD_CONFIG, err.class);
        assert_non_null(strstr(err.text, "A look-behind of texts of different lengths is not "
                                         "supported, write one for each length"));
        assert_non_null(strstr(err.text, patterns[i]));
    }
    struct weir_err err;
    struct weir_regex *regex = weir_regex_new(WEIR_STR("(?:(?<=a)|(?<=bc))d"), 0, &err);
    assert_true(weir_regex_finds(regex, WEIR_STR("bcd")));
    weir_regex_free(regex);
}

/* A pattern that backtracks without end gives up. */
static void test_gives_up(void **state)
{
    (void)state;
    struct weir_err err;
    struct weir_regex *regex = weir_regex_new(WEIR_STR("(a*)*\\1(a*)*(a*)*c"), 0, &err);
    char text[2000];
    memset(text, 'a', sizeof(text));
    assert_false(weir_regex_matches(regex, weir_str_n(text, sizeof(text))));
    weir_regex_free(regex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_java),
        cmocka_unit_test(test_nocase),
        cmocka_unit_test(test_bytes_that_are_no_text),
        cmocka_unit_test(test_look_behind_of_several_lengths),
        cmocka_unit_test(test_gives_up),
    };
    weir_arena_init(&arena, 1 << 16);
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    weir_arena_free(&arena);
    return rc;
}

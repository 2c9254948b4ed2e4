/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/regex.h>

static void test_matches(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        int flags;
        bool matches, finds;
    } cases[] = {
        {"abc", "abc", 0, true, true},
        {"abc", "xabcx", 0, false, true},
        {"a|ab", "ab", 0, true, true}, /* whole match: the second branch is tried */
        {"", "", 0, true, true},
        {"shop\\..*", "shop.orders", 0, true, true},
        {"SHOP\\.orders", "shop.Orders", WEIR_REGEX_NOCASE, true, true},
        {"(?!tmp).*", "tmp1", 0, false, true},
        {"\\Qa.b\\E", "a.b", 0, true, true},
        {"\\Qa.b\\E", "axb", 0, false, false},
        {"\\p{L}+", "\xc3\xa9t\xc3\xa9", 0, true, true},
        {"a++b", "aaab", 0, true, true},
        {"^abc$", "abc\n", 0, false, false},
        {".", "\xf0\x9f\x98\x80", 0, true, true},
        {"(?<n>a)\\k<n>", "aa", 0, true, true},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct weir_err err;
        struct weir_regex *regex =
            weir_regex_new(weir_str_of(cases[i].pattern), cases[i].flags, &err);
        assert_non_null(regex);
        bool matches = weir_regex_matches(regex, weir_str_of(cases[i].text));
        bool finds = weir_regex_finds(regex, weir_str_of(cases[i].text));
        weir_regex_free(regex);
        if (matches != cases[i].matches || finds != cases[i].finds) {
            fail_msg("%s on %s: matches %d, finds %d", cases[i].pattern, cases[i].text, matches,
                     finds);
        }
    }
}

static void test_refuses_in_javas_words(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
    } cases[] = {
        {"[", "Unclosed character class near index 0\n[\n^"},
        {"(a", "Unclosed group near index 1\n(a\n ^"},
        {"*a", "Dangling meta character '*' near index 0\n*a\n^"},
        {"[a-z&&[def]]", "Intersections of character classes (&&) are not supported near index "
                         "4\n[a-z&&[def]]; write the wanted characters out"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct weir_err err;
        assert_null(weir_regex_new(weir_str_of(cases[i].pattern), 0, &err));
        assert_int_equal(WEIR_BAD_CONFIG, err.class);
        assert_string_equal(cases[i].text, err.text);
    }
}

static void test_replaces(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text, *replacement;
        bool all;
        const char *want; /* NULL: error, whose text is in replacement's place */
        const char *error;
    } cases[] = {
        {"([^.]+)\\.([^.]+)\\.([^.]+)", "a.b.c", "x-$3-$1", false, "x-c-a", NULL},
        {"a", "aaa", "b", false, "baa", NULL},
        {"a", "aaa", "b", true, "bbb", NULL},
        {"(a)(b)?", "a", "[$2]", false, "[]", NULL},
        {"(a)", "a", "$12", false, "a2", NULL}, /* as many digits as there are groups for */
        {"(?<who>\\w+)", "joe", "<${who}>", false, "<joe>", NULL},
        {"a", "a", "\\$1\\\\", false, "$1\\", NULL},
        {"x*", "ab", "-", true, "-a-b-", NULL},
        {"x", "ab", "$9", false, "ab", NULL}, /* no match: the replacement is not looked at */
        {"a", "a", "$", false, NULL, "Illegal group reference: group index is missing"},
        {"a", "a", "$x", false, NULL, "Illegal group reference"},
        {"a", "a", "$1", false, NULL, "No group 1"},
        {"a", "a", "${n}", false, NULL, "No group with name {n}"},
        {"a", "a", "\\", false, NULL, "character to be escaped is missing"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct weir_err err;
        struct weir_buf out;
        weir_buf_init(&out, 1024);
        struct weir_regex *regex = weir_regex_new(weir_str_of(cases[i].pattern), 0, &err);
        enum weir_verdict rc =
            weir_regex_replace(regex, weir_str_of(cases[i].text), weir_str_of(cases[i].replacement),
                               cases[i].all, &out, &err);
        if (cases[i].want) {
            assert_int_equal(WEIR_OK, rc);
            assert_string_equal(cases[i].want, weir_buf_cstr(&out));
        } else {
            assert_int_equal(WEIR_BAD_DATA, rc);
            assert_string_equal(cases[i].error, err.text);
        }
        weir_regex_free(regex);
        weir_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_refuses_in_javas_words),
        cmocka_unit_test(test_replaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

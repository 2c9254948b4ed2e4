/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_transform_expr.c: what the expressions of Filter and ContentBasedRouter refuse, and that the
 * refusal names it. What they understand is held against Groovy in test_transform_golden.c.
 */
#include "unit.h"

#include "transform_rig.h"

static enum weir_verdict try(const char *language, const char *expression, struct weir_err *err)
{
    struct weir_json text = {
        .type = WEIR_JT_STRING, .name = WEIR_STR("condition"), .text = weir_str_of(expression)};
    struct weir_json first = {.type = WEIR_JT_STRING,
                              .name = WEIR_STR("language"),
                              .text = weir_str_of(language),
                              .next = &text};
    struct weir_json config = {.type = WEIR_JT_OBJECT, .first = &first};
    struct transform_rig rig;
    enum weir_verdict verdict =
        transform_rig_open(&rig, "io.debezium.transforms.Filter", &config, false, err);
    if (verdict == WEIR_OK) {
        transform_rig_close(&rig);
    }
    return verdict;
}

static const struct {
    const char *expression, *says;
} refused[] = {
    {"import java.io.File", "import is not supported"},
    {"new File('/etc/passwd').text", "new is not supported"},
    {"System.exit(1)", "System is not supported"},
    {"java.lang.Runtime.getRuntime()", "java is not supported"},
    {"value.op = 'x'", "the expression uses `=` at position 9, which is not supported"},
    {"for (;;) {}", "for is not supported"},
    {"def x = 1; x == 1", "def is not supported"},
    {"{ it -> it }", "the expression uses `{` at position 0, which is not supported"},
    {"value.op == 'u' &&", "the expression ends too early"},
    {"'abc", "a text does not end at position 0"},
    {"value.op == 'u' ? 'a'", "a : is missing"},
    {"(value.op", "a ) is missing"},
    {"value.", "a name is missing"},
    {"value.op.execute()", "the function execute() is not supported"},
    {"topic.getClass()", "the function getClass() is not supported"},
    {"value.op.startsWith()", "startsWith() is not supported with so many arguments"},
    {"2 ** 3 == 8", "the expression uses `**`"},
    {"value.after.collect { it }", "the expression uses `{`"},
    {"value.op instanceof String", "instanceof is not supported at position 9"},
    {"value.op as int", "as is not supported"},
    {"value.a >> 1",
     "the expression uses `>>` at position 8, which is not supported: there are no"},
    {"value.a << 1", "the expression uses `<<`"},
    {"value.a >>> 1", "the expression uses `>>>`"},
    {"value.a >>= 1", "the expression uses `>>=`"},
    {"value.a++", "the expression uses `++`"},
    {"--value.a == 1", "the expression uses `--`"},
    {"value.a += 1", "the expression uses `+=`"},
    {"1 <=> 2", "the expression uses `<=>` at position 2, which is not supported: compare with <"},
    {"value.list.any { it == 1 }", "the expression uses `{`"},
    {"(x) => x", "x is not supported; there are key, value"},
    {"() -> 1", "`)` cannot stand at position 1"},
    {"value.list*.id", "the expression uses `*.`"},
    {"value.&op", "the expression uses `.&`"},
    {"value.@op", "the expression uses `.@`"},
    {"String::valueOf", "String is not supported; there are key, value"},
    {"value::op", "the expression uses `::`"},
    {"value.a & 1", "the expression uses `&` at position 8, which is not supported: && is"},
    {"value.a | 1", "the expression uses `|`"},
    {"value.a ^ 1", "the expression uses `^`"},
    {"~value.a", "the expression uses `~`"},
    {"value.a ?? 1", "the expression uses `??`"},
    {"`${topic}` == 'x'", "the expression uses ``` at position 0"},
    {"$/x/$ == 'x'", "the expression uses `$` at position 0"},
    {"value.op ?= 'c'", "the expression uses `?=`"},
    {"value?.",
     "`?.` needs the name of a field or function behind it; one is missing at position 7"},
    {"value?.[0]", "`?.` needs the name"},
    {"value?.(1)", "`?.` needs the name"},
    {"?.op == 'c'", "`?.` cannot stand at position 0"},
    {"value.op?.?.length()", "`?.` needs the name"},
    {"value.op == == 'c'", "`==` cannot stand at position 12"},
    {"value.op 'c'", "`'c'` cannot stand at position 9"},
    {"'''abc''' == 'abc'", "a text of several lines is not supported at position 0"},
    {"topic.matches('[')", "Unclosed character class"},
    {"topic.matches(value.op)", "a pattern must be a text that stands there"},
    {"\"$\" == 'a'", "a $ in a text leads nowhere"},
    {"'a' 'b'", "`'b'` cannot stand at position 4"},
    {"[1,2", "a , or the end of a list is missing"},
    {"010 == 8", "the expression uses the number `010` at position 0, which is not supported"},
    {"1.5L == 1", "the expression uses the number `1.5L`"},
    {"0x10 == 16", "the expression uses the number `0x10`"},
    {"1e3 == 1000", "the expression uses the number `1e3`"},
    {"1_000 == 1000", "the expression uses the number `1_000`"},
    {"'a\\.b'", "this escape in a text is not supported at position 2"},
    {"'a\\ud83d'", "this escape in a text is not supported"},
    {"'a\\u12'", "this escape in a text is not supported"},
    {"value.op === 'c'",
     "the expression uses `===` at position 9, which is not supported: it asks"},
    {"value.op !== 'c'", "the expression uses `!==`"},
    {"topic.class", "class is not supported of a text"},
    {"value.after.class.name", "class is not supported of what stands there"},
    {"topic.length", "length is not supported of a text"},
    {"topic.last()", "last() is not supported of a text"},
    {"[1, 2].length()", "length() is not supported of a list"},
    {"valueSchema.ordinal", "ordinal is not supported of what stands there"},
    {"header.a.key", "key is not supported of what stands there"},
    {"'a' / 2", "`/` is not supported of a text"},
    {"-'a' == 1", "`-` is not supported of a text"},
    {"[1] / 1", "`/` is not supported of a list"},
    {"1..3", "`..` is not supported but between [ ] and behind in"},
    {"1 in 1.5..3", "`..` is not supported"},
    {"1 in 'a'..'c'", "`..` is not supported of"},
    {"topic[0L..1L]", "`[from..to] of longs` is not supported of a text"},
    {"1[0]", "`[]` is not supported of a number"},
    {"[\"${topic}\"]", "a \"${...}\" in a list or map is not supported"},
    {"['a' + 'b': 1]", "a key of a map is a name, a text, a number or in ( )"},
    {"['a': 1, 'b']", "a : is missing"},
    {"['a': 1 'b': 2]", "a , or the end of a map is missing"},
    {"value.\"a${topic}\"", "a name with ${...} in it is not supported"},
    {"true /* always", "a comment does not end at position 5"},
    {"'a'\n+ 'b'", "a line cannot begin with + or -"},
    {"[1]\n[0]", "a line cannot begin with ["},
    {"value.op in /c", "a /pattern/ does not end"},
    {"value.op; value.op", "value is not supported at position 10"},
    {"1 \x7f", "a character that is no part of an expression at position 2"},
};

static void test_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(refused); i++) {
        struct weir_err err = {0};
        assert_int_equal(try("jsr223.groovy", refused[i].expression, &err), WEIR_BAD_CONFIG);
        if (!strstr(err.text, refused[i].says)) {
            print_error("%s: %s\n", refused[i].expression, err.text);
        }
        assert_non_null(strstr(err.text, refused[i].says));
        assert_non_null(strstr(err.text, "Failed to parse expression '"));
    }
}

static void test_languages(void **state)
{
    struct weir_err err = {0};
    (void)state;
    assert_int_equal(try("jsr223.graal.js", "value.op === 'u' || value.op !== 'c'", &err), WEIR_OK);
    assert_int_equal(try("jsr223.Groovy", "value.op in ['u'] // and no others", &err), WEIR_OK);
    assert_int_equal(try("jsr223.GROOVY", "true", &err), WEIR_BAD_CONFIG);
    assert_int_equal(try("jsr223.graal.js", "topic.length > 3 && value.id % 2 == 0", &err),
                     WEIR_OK);
    assert_int_equal(try("jsr223.graal.js", "topic.replace('a', 'b') == 'x'", &err),
                     WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "the function replace() is not supported under jsr223"));
    assert_int_equal(try("jsr223.graal.js", "['a': 1].a == 1", &err), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "a map is Groovy's"));
    assert_int_equal(try("jsr223.graal.js", "value.id / 2 > 1", &err), WEIR_BAD_CONFIG);
    assert_int_equal(try("jsr223.graal.js", "value.op ==~ 'u'", &err), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "the expression uses `==~`"));
    assert_int_equal(try("wasm.chicory", "file.wasm", &err), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "Invalid value wasm.chicory for configuration language"));
}

/* Whatever is nested is nested to a limit. */
static void test_depth(void **state)
{
    static const struct {
        const char *head, *core, *tail;
    } nests[] = {{"(", "1", ")"},          {"!", "true", ""},  {"[", "1", "]"},
                 {"true ? ", "1", " : 2"}, {"-", "1", ""},     {"", "1", " + 1"},
                 {"", "value", ".op"},     {"1 ?: ", "1", ""}, {"[a: ", "1", "]"},
                 {"", "1", " * 1"},        {"1 in ", "1", ""}};
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(nests); i++) {
        struct weir_err err;
        struct weir_buf buf;
        weir_buf_init(&buf, 1 << 20);
        for (int depth = 0; depth < 900; depth++) {
            weir_buf_text(&buf, nests[i].head);
        }
        weir_buf_text(&buf, nests[i].core);
        for (int depth = 0; depth < 900; depth++) {
            weir_buf_text(&buf, nests[i].tail);
        }
        assert_int_equal(try("jsr223.groovy", weir_buf_cstr(&buf), &err), WEIR_BAD_CONFIG);
        weir_buf_free(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_by_name),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

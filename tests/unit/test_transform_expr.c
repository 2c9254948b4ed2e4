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
    {"value.op = 'x'", "the operator = is not supported at position 9"},
    {"for (;;) {}", "for is not supported"},
    {"def x = 1; x == 1", "def is not supported"},
    {"{ it -> it }", "the operator { is not supported at position 0"},
    {"value.op == 'u' &&", "the expression ends too early"},
    {"'abc", "a text does not end at position 0"},
    {"value.op == 'u' ? 'a'", "a : is missing"},
    {"(value.op", "a ) is missing"},
    {"value.", "a name is missing"},
    {"value.op.execute()", "the function execute() is not supported"},
    {"topic.getClass()", "the function getClass() is not supported"},
    {"value.op.startsWith()", "startsWith() is not supported with so many arguments"},
    {"value.op * 2", "the operator * is not supported at position 9"},
    {"value.op / 2", "the operator / is not supported"},
    {"value.after.collect { it }", "the operator { is not supported"},
    {"value.op instanceof String", "instanceof is not supported at position 9"},
    {"value.op as int", "as is not supported"},
    {"1 <=> 2", "not understood"},
    {"topic.matches('[')", "Unclosed character class"},
    {"topic.matches(value.op)", "a pattern must be a text that stands there"},
    {"\"$\" == 'a'", "a $ in a text leads nowhere"},
    {"'a' 'b'", "not understood"},
    {"[1,2", "a , or the end of a list is missing"},
    {"010 == 8", "this number is not supported at position 0"},
    {"1.5L == 1", "this number is not supported"},
    {"0x10 == 16", "this number is not supported"},
    {"'a\\.b'", "this escape in a text is not supported at position 2"},
    {"'a\\ud83d'", "this escape in a text is not supported"},
    {"'a\\u12'", "this escape in a text is not supported"},
    {"valueSchema.fields().size() == 8", "the function fields() is not supported"},
    {"value.op; value.op", "value is not supported at position 10"},
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
    assert_int_equal(try("wasm.chicory", "file.wasm", &err), WEIR_BAD_CONFIG);
    assert_non_null(strstr(err.text, "Invalid value wasm.chicory for configuration language"));
}

/* Whatever is nested is nested to a limit. */
static void test_depth(void **state)
{
    static const struct {
        const char *head, *core, *tail;
    } nests[] = {{"(", "1", ")"}, {"!", "true", ""}, {"[", "1", "]"},      {"true ? ", "1", " : 2"},
                 {"-", "1", ""},  {"", "1", " + 1"}, {"", "value", ".op"}, {"1 ?: ", "1", ""}};
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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_converter_edges.c: what the golden answers of Java's converters do not cover: opening,
 * configuration, and many schemas and topics.
 */
#include "unit.h"

#include <stdlib.h>

#include "plugin_host.h"

#define JSON   "org.apache.kafka.connect.json.JsonConverter"
#define STRING "org.apache.kafka.connect.storage.StringConverter"

struct fixture {
    struct weir_arena arena;
    struct weir_batch *batch;
    struct weir_err err;
    const struct weir_converter_ops *ops;
    void *self;
    const struct weir_schema *sch;
    struct weir_value val;
};

static int set_up(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    weir_arena_init(&fix->arena, 4096);
    fix->batch = weir_batch_new(1, 1 << 20, 1 << 20);
    *state = fix;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fix = *state;
    if (fix->self && fix->ops->close) {
        fix->ops->close(fix->self);
    }
    weir_batch_free(fix->batch);
    weir_arena_free(&fix->arena);
    free(fix);
    return 0;
}

/* What the key table or open says of these settings. */
static enum weir_verdict start(struct fixture *fix, enum weir_kind kind, const char *class_name,
                               const char *const *pairs)
{
    const struct weir_component *component = plugin_host_find("converters", kind, class_name);
    struct weir_open open = {.conf = plugin_host_conf(component, &fix->arena, pairs, &fix->err)};
    fix->ops = component->ops;
    return open.conf ? fix->ops->open(&open, &fix->self, &fix->err) : fix->err.class;
}

static void start_json(struct fixture *fix, const char *name, const char *value)
{
    const char *pairs[] = {"converter.type", "value", name, value, NULL};
    assert_int_equal(WEIR_OK, start(fix, WEIR_CONVERTER, JSON, pairs));
}

static enum weir_verdict read_from(struct fixture *fix, const char *topic, const char *text)
{
    struct weir_convert at = {.topic = weir_str_of(topic), .header = WEIR_STR("h")};
    weir_batch_reset(fix->batch);
    return fix->ops->from_bytes(fix->self, &at, weir_str_of(text), fix->batch, &fix->sch, &fix->val,
                                &fix->err);
}

static void test_settings(void **state)
{
    struct fixture *fix = *state;
    static const struct {
        const char *class_name, *name, *value, *error;
    } rows[] = {
        {JSON, "decimal.format", "nope",
         "Invalid value nope for configuration decimal.format: String must be one of "
         "(case insensitive): BASE64, NUMERIC"},
        {JSON, "schemas.cache.size", "x",
         "Invalid value x for configuration schemas.cache.size: Not a number of type INT"},
        {JSON, "converter.type", "wrong",
         "Invalid value wrong for configuration converter.type: String must be one of: key, value, "
         "header"},
        {JSON, "schema.content", "{\"type\":\"int33\"}",
         "Failed to parse schema in converter config due to serialization error: Unknown schema "
         "type: int33"},
        {JSON, "schema.content", "{", NULL},
        {STRING, "converter.encoding", "no-such-set",
         "Invalid value no-such-set for configuration converter.encoding: no such character set"},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        const char *pairs[] = {"converter.type", "value", rows[i].name, rows[i].value, NULL};
        assert_int_equal(WEIR_BAD_CONFIG, start(fix, WEIR_CONVERTER, rows[i].class_name, pairs));
        if (rows[i].error) {
            assert_string_equal(rows[i].error, fix->err.text);
        }
    }
}

static void test_decimal_format_in_any_case(void **state)
{
    struct fixture *fix = *state;
    struct weir_convert at = {.topic = WEIR_STR("t")};
    struct weir_buf out;
    bool is_null;
    start_json(fix, "decimal.format", "Numeric");
    assert_int_equal(WEIR_OK, read_from(fix, "t",
                                        "{\"schema\":{\"type\":\"bytes\",\"name\":"
                                        "\"org.apache.kafka.connect.data.Decimal\","
                                        "\"version\":1,\"parameters\":{\"scale\":\"2\"}},"
                                        "\"payload\":1.50}"));
    weir_buf_init(&out, 4096);
    assert_int_equal(
        WEIR_OK, fix->ops->to_bytes(fix->self, &at, fix->sch, fix->val, &out, &is_null, &fix->err));
    assert_true(weir_str_ends(weir_buf_view(&out), WEIR_STR(",\"payload\":1.50}")));
    weir_buf_free(&out);
}

/* What was appended before stays, and nothing of the bad value follows. */
static void test_a_bad_value_leaves_no_bytes(void **state)
{
    struct fixture *fix = *state;
    struct weir_convert at = {.topic = WEIR_STR("t")};
    struct weir_buf out;
    bool is_null;
    struct weir_value items[] = {weir_bool(true), weir_int(WEIR_DATE, 1)};
    start_json(fix, "schemas.enable", "true");
    weir_buf_init(&out, 4096);
    weir_buf_text(&out, "before");
    assert_int_equal(WEIR_BAD_DATA,
                     fix->ops->to_bytes(fix->self, &at, NULL, weir_items(WEIR_ARRAY, items, 2),
                                        &out, &is_null, &fix->err));
    assert_true(weir_str_is(weir_buf_view(&out), "before"));
    weir_buf_free(&out);
}

static void expect_written(struct fixture *fix, const struct weir_schema *sch,
                           struct weir_value val, const char *want)
{
    struct weir_convert at = {.topic = WEIR_STR("t")};
    struct weir_buf out;
    bool is_null;
    weir_buf_init(&out, 4096);
    assert_int_equal(WEIR_OK,
                     fix->ops->to_bytes(fix->self, &at, sch, val, &out, &is_null, &fix->err));
    if (!weir_str_ends(weir_buf_view(&out), weir_str_of(want))) {
        fail_msg("%s is not the end of %s", want, weir_buf_cstr(&out));
    }
    weir_buf_free(&out);
}

/* What a field was in the record before is kept, and is not taken for something else. */
static void test_fields_that_stay_and_change(void **state)
{
    struct fixture *fix = *state;
    static const struct {
        const char *text;
        int64_t number;
        const char *want;
    } rows[] = {
        {"", 0, "{\"s\":\"\",\"n\":0}"},
        {"a", 0, "{\"s\":\"a\",\"n\":0}"},
        {"a", -7, "{\"s\":\"a\",\"n\":-7}"},
        {"abc", -7, "{\"s\":\"abc\",\"n\":-7}"},
        {"axc", -7, "{\"s\":\"axc\",\"n\":-7}"},
        {NULL, -7, "{\"s\":null,\"n\":-7}"},
        {"axcde", 12345678, "{\"s\":\"axcde\",\"n\":12345678}"},
        {"axcdf", 12345678, "{\"s\":\"axcdf\",\"n\":12345678}"},
        {"0123456789abcde\"12345678", 1, "{\"s\":\"0123456789abcde\\\"12345678\",\"n\":1}"},
        {"0123456789abcdex12345678", 1, "{\"s\":\"0123456789abcdex12345678\",\"n\":1}"},
        {"0123456789abcdex12345678", 1, "{\"s\":\"0123456789abcdex12345678\",\"n\":1}"},
        {"0123456789abcdefx12345678", 1, "{\"s\":\"0123456789abcdefx12345678\",\"n\":1}"},
        {"0123456789abcdefx12345679", 1, "{\"s\":\"0123456789abcdefx12345679\",\"n\":1}"},
    };
    const struct weir_field fields[] = {
        {WEIR_STR("s"), weir_schema_make(&(struct weir_schema_spec){.type = WEIR_STRING,
                                                                    .optional = true})},
        {WEIR_STR("n"), weir_schema_make(&(struct weir_schema_spec){.type = WEIR_INT64})}};
    const struct weir_schema *sch = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_STRUCT, .fields = fields, .n_fields = 2});
    start_json(fix, "schemas.enable", "false");
    for (size_t k = 0; k < 100 * UNIT_COUNT(rows); k++) {
        size_t i = k / 2 % UNIT_COUNT(rows); /* each twice */
        struct weir_value items[] = {rows[i].text ? weir_string(weir_str_of(rows[i].text))
                                                  : weir_null(),
                                     weir_int(WEIR_INT64, rows[i].number)};
        expect_written(fix, sch, weir_items(WEIR_STRUCT, items, 2), rows[i].want);
    }
    weir_schema_unref(sch);
    weir_schema_unref(fields[0].schema);
    weir_schema_unref(fields[1].schema);
}

/* A schema's own default has its nulls as they are; a record's become the field's default. */
static void test_nulls_of_a_default(void **state)
{
    struct fixture *fix = *state;
    struct weir_value text = weir_string(WEIR_STR("x"));
    struct weir_value null = weir_null();
    struct weir_value def = weir_items(WEIR_STRUCT, &null, 1);
    const struct weir_field field = {
        WEIR_STR("a"), weir_schema_make(&(struct weir_schema_spec){
                           .type = WEIR_STRING, .optional = true, .def = &text})};
    const struct weir_schema *sch = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRUCT, .fields = &field, .n_fields = 1, .def = &def});
    start_json(fix, "decimal.format", "NUMERIC");
    expect_written(fix, sch, def, "\"payload\":{\"a\":\"x\"}}");
    expect_written(fix, sch, def, "\"payload\":{\"a\":\"x\"}}");
    weir_schema_unref(sch);
    weir_schema_unref(field.schema);
}

static void test_a_syntax_error_comes_before_a_data_error(void **state)
{
    struct fixture *fix = *state;
    start_json(fix, "schemas.enable", "true");
    assert_int_equal(WEIR_BAD_DATA,
                     read_from(fix, "t", "{\"schema\":{\"type\":\"int33\"},\"payload\":nul}"));
    assert_string_equal("Converting byte[] to Kafka Connect data failed due to serialization "
                        "error: unknown word at line 1, column 38",
                        fix->err.text);
    assert_int_equal(
        WEIR_BAD_DATA,
        read_from(fix, "t", "{\"schema\":{\"type\":\"int8\"},\"payload\":null,\"x\":}"));
    assert_non_null(strstr(fix->err.text, "serialization error"));
}

static void test_members_in_any_order(void **state)
{
    struct fixture *fix = *state;
    static const char *const texts[] = {
        "{\"payload\":7,\"schema\":{\"type\":\"int16\"}}",
        "{\"schema\":{\"type\":\"int8\"},\"payload\":7,\"schema\":{\"type\":\"int16\"}}",
        "{\"schema\":{\"type\":\"int16\"},\"payload\":6,\"payload\":7}",
        "{\"schema\": {\"type\":\"int16\"}, \"payload\": 7}",
        "{\"\\u0073chema\":{\"type\":\"int16\"},\"payload\":7}",
    };
    start_json(fix, "schemas.enable", "true");
    for (size_t i = 0; i < 2 * UNIT_COUNT(texts); i++) {
        assert_int_equal(WEIR_OK, read_from(fix, "t", texts[i % UNIT_COUNT(texts)]));
        assert_ptr_equal(weir_schema_plain(WEIR_INT16, false), fix->sch);
        assert_int_equal(WEIR_INT16, fix->val.type);
        assert_int_equal(7, fix->val.i);
    }
}

/* More schemas and topics than are remembered. */
static void test_many_schemas(void **state)
{
    struct fixture *fix = *state;
    start_json(fix, "schemas.cache.size", "100");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 400; i++) {
            char text[256];
            char topic[16];
            snprintf(topic, sizeof(topic), "t%d", i % 7 + round);
            snprintf(text, sizeof(text),
                     "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":"
                     "\"f%d\"}]},\"payload\":{\"f%d\":%d}}",
                     i % 90, i % 90, i);
            assert_int_equal(WEIR_OK, read_from(fix, topic, text));
            assert_int_equal(i, fix->val.items[0].i);
            assert_int_equal(atoi(fix->sch->fields[0].name.p + 1), i % 90);
        }
    }
}

static void test_a_schema_lives_with_its_batch(void **state)
{
    struct fixture *fix = *state;
    start_json(fix, "schemas.cache.size", "1");
    assert_int_equal(WEIR_OK, read_from(fix, "t",
                                        "{\"schema\":{\"type\":\"string\",\"optional\":"
                                        "true,\"default\":\"kept\",\"doc\":\"once\"},"
                                        "\"payload\":null}"));
    const struct weir_schema *sch = fix->sch;
    struct weir_convert at = {.topic = WEIR_STR("t")};
    const struct weir_schema *other;
    struct weir_value val;
    assert_int_equal(
        WEIR_OK, fix->ops->from_bytes(fix->self, &at,
                                      WEIR_STR("{\"schema\":{\"type\":\"int8\"},\"payload\":1}"),
                                      fix->batch, &other, &val, &fix->err));
    assert_true(weir_str_is(sch->doc, "once"));
    assert_true(weir_str_is(weir_value_str(fix->val), "kept"));
}

static void test_a_header_nested_too_deeply_is_bytes(void **state)
{
    struct fixture *fix = *state;
    static char text[5000];
    memset(text, '[', sizeof(text) - 1);
    assert_int_equal(WEIR_OK, start(fix, WEIR_HEADER_CONVERTER,
                                    "org.apache.kafka.connect.storage.SimpleHeaderConverter",
                                    (const char *[]){NULL}));
    assert_int_equal(WEIR_OK, read_from(fix, "t", text));
    assert_ptr_equal(weir_schema_plain(WEIR_BYTES, false), fix->sch);
    text[500] = 0;
    assert_int_equal(WEIR_OK, read_from(fix, "t", text));
    assert_ptr_equal(weir_schema_plain(WEIR_STRING, false), fix->sch);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_settings),
        CASE(test_decimal_format_in_any_case),
        CASE(test_a_bad_value_leaves_no_bytes),
        CASE(test_fields_that_stay_and_change),
        CASE(test_nulls_of_a_default),
        CASE(test_a_syntax_error_comes_before_a_data_error),
        CASE(test_members_in_any_order),
        CASE(test_many_schemas),
        CASE(test_a_schema_lives_with_its_batch),
        CASE(test_a_header_nested_too_deeply_is_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

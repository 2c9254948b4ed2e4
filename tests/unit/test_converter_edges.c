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
        {WEIR_STR("s"),
         weir_schema_make(&(struct weir_schema_spec){.type = WEIR_STRING, .optional = true})},
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

/* ---- values at random, told by a converter that has seen others and by one that has not ---- */

#define ODD_FIELDS 9

static uint32_t roll(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % n;
}

static struct weir_str odd_text(uint32_t *seed)
{
    static const char text[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ\"\n\x01\xc3\xa9";
    static const uint8_t lengths[] = {0, 1, 3, 4, 7, 8, 16, 17, 31, 32, 33, 46};
    size_t from = roll(seed, 8) ? 0 : 16;
    size_t n = lengths[roll(seed, sizeof(lengths))];
    return weir_str_n(text + from, n < sizeof(text) - 1 - from ? n : sizeof(text) - 1 - from);
}

static const struct weir_schema *odd_schema(void)
{
    static const struct weir_param scale = {WEIR_STR("scale"), WEIR_STR("2")};
    static const enum weir_type types[] = {WEIR_STRING,  WEIR_INT64, WEIR_FLOAT64,
                                           WEIR_BOOLEAN, WEIR_BYTES, WEIR_INT32};
    struct weir_field fields[ODD_FIELDS];
    static const char *const names[ODD_FIELDS] = {
        "text",    "long",   "double",
        "boolean", "bytes",  "int",
        "decimal", "struct", "an array whose name is long"};
    for (size_t i = 0; i < 6; i++) {
        fields[i].schema =
            weir_schema_make(&(struct weir_schema_spec){.type = types[i], .optional = true});
    }
    fields[6].schema = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_BYTES,
                                   .name = WEIR_STR("org.apache.kafka.connect.data.Decimal"),
                                   .params = &scale,
                                   .n_params = 1,
                                   .optional = true});
    const struct weir_field parts[] = {{WEIR_STR("a"), weir_schema_ref(fields[0].schema)},
                                       {WEIR_STR("b"), weir_schema_ref(fields[1].schema)}};
    fields[7].schema = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRUCT, .fields = parts, .n_fields = 2, .optional = true});
    fields[8].schema = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_ARRAY, .value_schema = fields[5].schema, .optional = true});
    for (size_t i = 0; i < ODD_FIELDS; i++) {
        fields[i].name = weir_str_of(names[i]);
    }
    const struct weir_schema *sch = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_STRUCT, .fields = fields, .n_fields = ODD_FIELDS});
    for (size_t i = 0; i < ODD_FIELDS; i++) {
        weir_schema_unref(fields[i].schema);
    }
    weir_schema_unref(parts[0].schema);
    weir_schema_unref(parts[1].schema);
    return sch;
}

/* parts: of the struct, then of the array. */
static struct weir_value odd_value(uint32_t *seed, size_t i, struct weir_value *parts)
{
    int64_t number = roll(seed, 3) ? roll(seed, 3) : roll(seed, 100000) * INT64_C(100000007);
    if (roll(seed, 8) == 0) {
        return weir_null();
    }
    switch (i) {
    case 0:
        return weir_string(odd_text(seed));
    case 1:
        return roll(seed, 300) ? weir_int(WEIR_INT64, -number) : weir_bool(true); /* a wrong one */
    case 2:
        return weir_f64((double)number / 8);
    case 3:
        return weir_bool(number & 1);
    case 4:
        return weir_bytes(odd_text(seed));
    case 5:
        return weir_int(WEIR_INT32, number & 0xffff);
    case 6:
        return weir_decimal(weir_str_n("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e",
                                       roll(seed, 14) + 1),
                            2);
    case 7:
        parts[0] = weir_string(odd_text(seed));
        parts[1] = weir_int(WEIR_INT64, number);
        return weir_items(WEIR_STRUCT, parts, 2);
    default:
        parts[2] = weir_int(WEIR_INT32, number & 1);
        return weir_items(WEIR_ARRAY, parts + 2, roll(seed, 2));
    }
}

static enum weir_verdict write_odd(struct fixture *fix, const struct weir_schema *sch,
                                   struct weir_value val, struct weir_buf *out)
{
    struct weir_convert at = {.topic = WEIR_STR("t")};
    bool is_null;
    return fix->ops->to_bytes(fix->self, &at, sch, val, out, &is_null, &fix->err);
}

/* What a field was in the record before is not taken for what it is, whatever became of that record:
 * it was told, or it was wrong, or there was no room for it. */
static void test_fields_at_random(void **state)
{
    struct fixture *fix = *state;
    struct weir_value items[ODD_FIELDS] = {{0}};
    struct weir_value parts[3];
    const struct weir_schema *sch = odd_schema();
    uint32_t seed = 1;
    start_json(fix, "schemas.enable", "false");
    for (size_t k = 0; k < 5000; k++) {
        struct fixture fresh = *fix;
        struct weir_buf got, want;
        for (size_t i = 0; i < ODD_FIELDS; i++) {
            items[i] = roll(&seed, 3) ? items[i] : odd_value(&seed, i, parts);
        }
        weir_buf_init(&got, roll(&seed, 4) ? 4096 : roll(&seed, 800));
        weir_buf_init(&want, 4096);
        start_json(&fresh, "schemas.enable", "false");
        struct weir_value val = weir_items(WEIR_STRUCT, items, ODD_FIELDS);
        enum weir_verdict verdict = write_odd(&fresh, sch, val, &want);
        assert_true(write_odd(fix, sch, val, &got) == verdict || got.full);
        if (!got.full) {
            assert_true(weir_str_eq(weir_buf_view(&want), weir_buf_view(&got)));
        }
        items[1] = verdict == WEIR_OK ? items[1] : weir_null();
        weir_buf_free(&got);
        weir_buf_free(&want);
        fresh.ops->close(fresh.self);
    }
    weir_schema_unref(sch);
}

/* A schema's own default has its nulls as they are; a record's become the field's default. */
static void test_nulls_of_a_default(void **state)
{
    struct fixture *fix = *state;
    struct weir_value text = weir_string(WEIR_STR("x"));
    struct weir_value nulls[] = {weir_null(), weir_null()};
    struct weir_value def = weir_items(WEIR_STRUCT, nulls, 2);
    const struct weir_schema *sch = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_STRING, .optional = true, .def = &text});
    const struct weir_field fields[] = {{WEIR_STR("a"), sch}, {WEIR_STR("b"), sch}};
    const struct weir_schema *both = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRUCT, .fields = fields, .n_fields = 2, .def = &def});
    start_json(fix, "decimal.format", "NUMERIC");
    expect_written(fix, both, def, "\"payload\":{\"a\":\"x\",\"b\":\"x\"}}");
    expect_written(fix, both, def, "\"payload\":{\"a\":\"x\",\"b\":\"x\"}}");
    weir_schema_unref(both);
    weir_schema_unref(sch);
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

/* Jackson is told to take them, in a schema as in a payload. */
static void test_numbers_that_begin_with_zeros(void **state)
{
    struct fixture *fix = *state;
    start_json(fix, "schemas.enable", "true");
    assert_int_equal(WEIR_OK, read_from(fix, "t",
                                        "{\"schema\":{\"type\":\"int16\",\"version\":007,"
                                        "\"default\":012,\"x\":00.5},\"payload\":null}"));
    assert_int_equal(7, fix->sch->version);
    assert_int_equal(12, fix->val.i);
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
        CASE(test_fields_at_random),
        CASE(test_nulls_of_a_default),
        CASE(test_a_syntax_error_comes_before_a_data_error),
        CASE(test_members_in_any_order),
        CASE(test_numbers_that_begin_with_zeros),
        CASE(test_many_schemas),
        CASE(test_a_schema_lives_with_its_batch),
        CASE(test_a_header_nested_too_deeply_is_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/schema.h>

static const struct weir_schema *make_row(const char *name, bool second_optional)
{
    struct weir_field fields[] = {
        {WEIR_STR("id"), weir_schema_plain(WEIR_INT64, false)},
        {WEIR_STR("name"), weir_schema_plain(WEIR_STRING, second_optional)},
    };
    return weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRUCT, .name = weir_str_of(name), .fields = fields, .n_fields = 2});
}

static void test_the_same_is_the_same_pointer(void **state)
{
    (void)state;
    char name[] = "a.B";
    const struct weir_schema *a = make_row(name, true);
    name[0] = 'x';
    const struct weir_schema *b = make_row("a.B", true);
    const struct weir_schema *c = make_row("a.B", false);
    const struct weir_schema *d = make_row(NULL, true);
    assert_ptr_equal(a, b);
    assert_ptr_not_equal(a, c);
    assert_ptr_not_equal(a, d);
    assert_int_equal(1, weir_schema_field(a, WEIR_STR("name")));
    assert_int_equal(-1, weir_schema_field(a, WEIR_STR("Name")));
    weir_schema_unref(a);
    weir_schema_unref(b);
    weir_schema_unref(c);
    weir_schema_unref(d);
}

static void test_serials_never_come_again(void **state)
{
    (void)state;
    const struct weir_schema *a = make_row("s", true);
    uint64_t serial = a->serial;
    weir_schema_unref(a);
    a = make_row("s", true);
    assert_true(a->serial > serial);
    weir_schema_unref(a);
}

static void test_parts_are_held(void **state)
{
    (void)state;
    const struct weir_schema *row = make_row("part", true);
    uint64_t serial = row->serial;
    const struct weir_schema *list = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_ARRAY, .value_schema = row, .optional = true});
    weir_schema_unref(row);
    row = make_row("part", true);
    assert_true(row->serial == serial);
    weir_schema_unref(row);
    weir_schema_unref(list);
    row = make_row("part", true);
    assert_true(row->serial != serial);
    weir_schema_unref(row);
}

static void test_plain_ones_are_in_the_table(void **state)
{
    (void)state;
    for (enum weir_type type = WEIR_BOOLEAN; type <= WEIR_BYTES; type++) {
        for (int optional = 0; optional < 2; optional++) {
            const struct weir_schema *plain = weir_schema_plain(type, optional);
            assert_int_equal(type, plain->type);
            assert_int_equal(optional, plain->optional);
            assert_ptr_equal(plain, weir_schema_make(&(struct weir_schema_spec){
                                        .type = type, .optional = optional}));
            weir_schema_unref(plain);
        }
    }
    const int32_t one = 1;
    const struct weir_schema *date = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_INT32,
                                   .version = &one,
                                   .name = WEIR_STR("org.apache.kafka.connect.data.Date")});
    assert_ptr_equal(weir_schema_date(false), date);
    assert_int_equal(WEIR_LOGICAL_DATE, date->logical);
    assert_int_equal(WEIR_LOGICAL_TIME, weir_schema_time(true)->logical);
    assert_int_equal(WEIR_INT64, weir_schema_timestamp(true)->type);
    assert_true(weir_schema_timestamp(true)->optional);
}

static void test_every_part_counts(void **state)
{
    (void)state;
    const int32_t versions[] = {1, 2};
    const struct weir_value defs[] = {weir_int(WEIR_INT32, 1), weir_int(WEIR_INT32, 2)};
    const struct weir_param params[] = {{WEIR_STR("scale"), WEIR_STR("2")},
                                        {WEIR_STR("scale"), WEIR_STR("3")}};
    const struct weir_schema_spec specs[] = {
        {.type = WEIR_INT32, .version = &versions[0]},
        {.type = WEIR_INT32, .version = &versions[1]},
        {.type = WEIR_INT32, .doc = WEIR_STR("doc")},
        {.type = WEIR_INT32, .doc = WEIR_STR("")},
        {.type = WEIR_INT32, .name = WEIR_STR("")},
        {.type = WEIR_INT32, .def = &defs[0]},
        {.type = WEIR_INT32, .def = &defs[1]},
        {.type = WEIR_INT32, .params = &params[0], .n_params = 1},
        {.type = WEIR_INT32, .params = &params[1], .n_params = 1},
    };
    enum { N = UNIT_COUNT(specs) };
    const struct weir_schema *made[N];
    for (size_t i = 0; i < N; i++) {
        made[i] = weir_schema_make(&specs[i]);
        struct weir_schema_spec again = weir_schema_spec_of(made[i]);
        assert_ptr_equal(made[i], weir_schema_make(&again));
        weir_schema_unref(made[i]);
        for (size_t k = 0; k < i; k++) {
            assert_ptr_not_equal(made[i], made[k]);
        }
    }
    for (size_t i = 0; i < N; i++) {
        weir_schema_unref(made[i]);
    }
}

static void test_decimal_has_its_scale(void **state)
{
    (void)state;
    const int32_t one = 1;
    const struct weir_param scale = {WEIR_STR("scale"), WEIR_STR("-3")};
    const struct weir_schema *sch = weir_schema_make(
        &(struct weir_schema_spec){.type = WEIR_BYTES,
                                   .version = &one,
                                   .name = WEIR_STR("org.apache.kafka.connect.data.Decimal"),
                                   .params = &scale,
                                   .n_params = 1});
    assert_int_equal(WEIR_LOGICAL_DECIMAL, sch->logical);
    assert_int_equal(-3, sch->scale);
    assert_true(weir_str_is(weir_schema_param(sch, "scale"), "-3"));
    assert_null(weir_schema_param(sch, "precision").p);
    weir_schema_unref(sch);
}

/* The example of a schema with everything in it. */
static const struct weir_schema *make_wide(void)
{
    const int32_t one = 1;
    const struct weir_value dflt = weir_f64(1.5);
    const struct weir_param params[] = {{WEIR_STR("scale"), WEIR_STR("2")},
                                        {WEIR_STR("connect.decimal.precision"), WEIR_STR("10")}};
    const struct weir_param p1 = {WEIR_STR("p1"), WEIR_STR("v1")};
    const struct weir_schema *string = weir_schema_plain(WEIR_STRING, false);
    const struct weir_schema *parts[] = {
        weir_schema_make(&(struct weir_schema_spec){.type = WEIR_FLOAT64, .def = &dflt}),
        weir_schema_make(&(struct weir_schema_spec){
            .type = WEIR_ARRAY, .optional = true, .value_schema = string}),
        weir_schema_make(
            &(struct weir_schema_spec){.type = WEIR_MAP,
                                       .key_schema = string,
                                       .value_schema = weir_schema_plain(WEIR_INT64, false)}),
        weir_schema_make(
            &(struct weir_schema_spec){.type = WEIR_BYTES,
                                       .optional = true,
                                       .version = &one,
                                       .name = WEIR_STR("org.apache.kafka.connect.data.Decimal"),
                                       .params = params,
                                       .n_params = 2}),
    };
    const struct weir_field fields[] = {{WEIR_STR("i8"), weir_schema_plain(WEIR_INT8, false)},
                                        {WEIR_STR("f64"), parts[0]},
                                        {WEIR_STR("arr"), parts[1]},
                                        {WEIR_STR("m"), parts[2]},
                                        {WEIR_STR("dec"), parts[3]}};
    const struct weir_schema *sch = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRUCT,
        .name = WEIR_STR("a.B"),
        .version = &one,
        .doc = WEIR_STR("doc"),
        .params = &p1,
        .n_params = 1,
        .fields = fields,
        .n_fields = UNIT_COUNT(fields),
    });
    for (size_t i = 0; i < UNIT_COUNT(parts); i++) {
        weir_schema_unref(parts[i]);
    }
    return sch;
}

static void test_json(void **state)
{
    (void)state;
    const struct weir_schema *sch = make_wide();
    struct weir_str json = weir_schema_json(sch);
    assert_string_equal(
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"int8\",\"optional\":false,"
        "\"field\":\"i8\"},{\"type\":\"double\",\"optional\":false,\"default\":1.5,"
        "\"field\":\"f64\"},{\"type\":\"array\",\"items\":{\"type\":\"string\","
        "\"optional\":false},\"optional\":true,\"field\":\"arr\"},{\"type\":\"map\","
        "\"keys\":{\"type\":\"string\",\"optional\":false},\"values\":{\"type\":"
        "\"int64\",\"optional\":false},\"optional\":false,\"field\":\"m\"},{\"type\":"
        "\"bytes\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Decimal\","
        "\"version\":1,\"parameters\":{\"scale\":\"2\","
        "\"connect.decimal.precision\":\"10\"},\"field\":\"dec\"}],\"optional\":false,"
        "\"name\":\"a.B\",\"version\":1,\"doc\":\"doc\","
        "\"parameters\":{\"p1\":\"v1\"}}",
        json.p);
    assert_int_equal(strlen(json.p), json.n);
    assert_ptr_equal(json.p, weir_schema_json(sch).p);
    weir_schema_unref(sch);
    assert_string_equal("{\"type\":\"int32\",\"optional\":true,"
                        "\"name\":\"org.apache.kafka.connect.data.Date\",\"version\":1}",
                        weir_schema_json(weir_schema_date(true)).p);
}

static void assert_json_of_default(const struct weir_schema_spec *plan, struct weir_value dflt,
                                   const char *want)
{
    struct weir_schema_spec spec = *plan;
    spec.def = &dflt;
    const struct weir_schema *sch = weir_schema_make(&spec);
    const char *json = weir_schema_json(sch).p;
    const char *at = strstr(json, want);
    assert_non_null(at);
    assert_string_equal("}", at + strlen(want));
    weir_schema_unref(sch);
}

static void test_json_of_defaults(void **state)
{
    (void)state;
    const struct weir_schema *int32 = weir_schema_plain(WEIR_INT32, false);
    const struct weir_value list[] = {weir_int(WEIR_INT32, 1), weir_int(WEIR_INT32, 2)};
    const struct weir_value map[] = {weir_string(WEIR_STR("a")), weir_int(WEIR_INT32, 1)};
    const struct weir_field field = {WEIR_STR("f"), int32};
    assert_json_of_default(&(struct weir_schema_spec){.type = WEIR_BYTES},
                           weir_bytes(WEIR_STR("\1")), ",\"default\":\"AQ==\"");
    assert_json_of_default(&(struct weir_schema_spec){.type = WEIR_ARRAY, .value_schema = int32},
                           weir_items(WEIR_ARRAY, list, 2), ",\"default\":[1,2]");
    assert_json_of_default(
        &(struct weir_schema_spec){.type = WEIR_MAP,
                                   .key_schema = weir_schema_plain(WEIR_STRING, false),
                                   .value_schema = int32},
        weir_items(WEIR_MAP, map, 1), ",\"default\":{\"a\":1}");
    assert_json_of_default(
        &(struct weir_schema_spec){.type = WEIR_MAP, .key_schema = int32, .value_schema = int32},
        weir_items(WEIR_MAP, list, 1), ",\"default\":[[1,2]]");
    assert_json_of_default(
        &(struct weir_schema_spec){.type = WEIR_STRUCT, .fields = &field, .n_fields = 1},
        weir_items(WEIR_STRUCT, list, 1), ",\"default\":{\"f\":1}");
    assert_json_of_default(&(struct weir_schema_spec){.type = WEIR_INT32, .optional = true},
                           weir_null(), "\"optional\":true");
}

static void test_checks_values(void **state)
{
    (void)state;
    const struct weir_schema *sch = make_wide();
    const struct weir_value strings[] = {weir_string(WEIR_STR("x")), weir_null()};
    struct weir_value fields[] = {weir_int(WEIR_INT8, 1), weir_null(), weir_null(),
                                  weir_items(WEIR_MAP, NULL, 0), weir_decimal(WEIR_STR("\1"), 2)};
    const struct weir_value row = weir_items(WEIR_STRUCT, fields, 5);
    struct weir_err err;
    assert_int_equal(WEIR_OK, weir_schema_check(sch, row, &err));
    fields[4] = weir_bytes(WEIR_STR("\1"));
    assert_int_equal(WEIR_BAD_DATA, weir_schema_check(sch, row, &err));
    assert_string_equal("Invalid Java object for schema "
                        "\"org.apache.kafka.connect.data.Decimal\" with type BYTES: class [B "
                        "for field: \"dec\"",
                        err.text);
    fields[2] = weir_items(WEIR_ARRAY, strings, 2);
    assert_int_equal(WEIR_BAD_DATA, weir_schema_check(sch, row, &err));
    assert_string_equal("Invalid value: null used for required field: \"null\", "
                        "schema type: STRING",
                        err.text);
    fields[0] = weir_null();
    assert_int_equal(WEIR_BAD_DATA, weir_schema_check(sch, row, &err));
    assert_string_equal("Invalid value: null used for required field: \"i8\", schema type: INT8",
                        err.text);
    assert_int_equal(WEIR_BAD_DATA,
                     weir_schema_check(sch, weir_items(WEIR_STRUCT, fields, 4), &err));
    assert_string_equal("Struct schemas do not match.", err.text);
    weir_schema_unref(sch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_is_the_same_pointer),
        cmocka_unit_test(test_serials_never_come_again),
        cmocka_unit_test(test_parts_are_held),
        cmocka_unit_test(test_plain_ones_are_in_the_table),
        cmocka_unit_test(test_every_part_counts),
        cmocka_unit_test(test_decimal_has_its_scale),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_of_defaults),
        cmocka_unit_test(test_checks_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

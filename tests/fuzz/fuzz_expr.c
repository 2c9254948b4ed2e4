/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An expression, as Debezium's Filter and ContentBasedRouter take them: it is refused in words or
 * understood, and then it answers or fails for a change event, a map and a tombstone.
 */
#include "transform_rig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct weir_schema *row_schema(void)
{
    static const struct weir_schema *sch;
    struct weir_field fields[] = {
        {WEIR_STR("id"), weir_schema_plain(WEIR_INT32, false)},
        {WEIR_STR("name"), weir_schema_plain(WEIR_STRING, true)},
    };
    struct weir_schema_spec spec = {
        .type = WEIR_STRUCT, .optional = true, .fields = fields, .n_fields = 2};
    sch = sch ? sch : weir_schema_make(&spec);
    return sch;
}

static const struct weir_schema *event_schema(void)
{
    static const struct weir_schema *sch;
    struct weir_field fields[] = {
        {WEIR_STR("after"), row_schema()},
        {WEIR_STR("op"), weir_schema_plain(WEIR_STRING, false)},
        {WEIR_STR("ts_ms"), weir_schema_plain(WEIR_INT64, true)},
    };
    struct weir_schema_spec spec = {
        .type = WEIR_STRUCT, .name = WEIR_STR("a.Envelope"), .fields = fields, .n_fields = 3};
    sch = sch ? sch : weir_schema_make(&spec);
    return sch;
}

static void add_records(struct weir_batch *batch)
{
    static struct weir_value row[2];
    static struct weir_value event[3];
    static struct weir_value entry[2];
    static struct weir_header header;
    row[0] = weir_int(WEIR_INT32, 5);
    row[1] = weir_string(WEIR_STR("a name"));
    event[0] = weir_items(WEIR_STRUCT, row, 2);
    event[1] = weir_string(WEIR_STR("c"));
    event[2] = weir_int(WEIR_INT64, 1700000000000);
    entry[0] = weir_string(WEIR_STR("op"));
    entry[1] = weir_f64(1.5);
    header = (struct weir_header){.name = WEIR_STR("h"), .value = weir_string(WEIR_STR("v"))};
    for (int i = 0; i < 3; i++) {
        struct weir_record *rec = weir_batch_add(batch);
        rec->topic = WEIR_STR("shop.orders");
        rec->headers = &header;
        rec->n_headers = 1;
        rec->value_schema = i == 0 ? event_schema() : NULL;
        rec->value = i == 0   ? weir_items(WEIR_STRUCT, event, 3)
                     : i == 1 ? weir_items(WEIR_MAP, entry, 1)
                              : weir_null();
    }
}

static void run(const char *class_name, const char *language_name, const char *key,
                struct weir_str expression)
{
    struct weir_json nulls = {.type = WEIR_JT_STRING,
                              .name = WEIR_STR("null.handling.mode"),
                              .text = WEIR_STR("evaluate")};
    struct weir_json text = {
        .type = WEIR_JT_STRING, .name = weir_str_of(key), .text = expression, .next = &nulls};
    struct weir_json language = {.type = WEIR_JT_STRING,
                                 .name = WEIR_STR("language"),
                                 .text = weir_str_of(language_name),
                                 .next = &text};
    struct weir_json config = {.type = WEIR_JT_OBJECT, .first = &language};
    struct transform_rig rig;
    struct weir_err err;
    if (transform_rig_open(&rig, class_name, &config, false, &err) != WEIR_OK) {
        return;
    }
    struct weir_batch *batch = weir_batch_new(8, 1 << 20, 1 << 20);
    struct weir_verdicts verdicts;
    verdicts_init(&verdicts);
    add_records(batch);
    (void)transform_rig_apply(&rig, batch, &verdicts, &err);
    verdicts_free(&verdicts);
    weir_batch_free(batch);
    transform_rig_close(&rig);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str expression = weir_str_n(data, size);
    if (size == 0 || size > 4096 || memchr(data, 0, size) || !weir_utf8_valid(expression)) {
        return 0;
    }
    run("io.debezium.transforms.Filter", "jsr223.groovy", "condition", expression);
    run("io.debezium.transforms.ContentBasedRouter", "jsr223.groovy", "topic.expression",
        expression);
    run("io.debezium.transforms.Filter", "jsr223.graal.js", "condition", expression);
    return 0;
}

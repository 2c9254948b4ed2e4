/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AvroConverter as the worker opens it, against a small registry of our own: what it asks, how
 * often, as whom, and what it makes of the answers.
 */
#include "unit.h"

#include <stdlib.h>

#include <weir/batch.h>
#include <weir/time.h>

#include "fake_registry.h"
#include "plugin_host.h"

static struct fake_registry *registry;
static struct weir_arena arena;
static struct weir_err err;
static struct weir_batch *batch;
static struct weir_buf out;
static const struct weir_converter_ops *ops;
static void *self;
static bool cancelled;

static const struct weir_schema *row; /* shop.Row: id int32, name optional string */

static const struct weir_schema *make_row(const char *name, bool with_name)
{
    const struct weir_field fields[] = {
        {WEIR_STR("id"), weir_schema_plain(WEIR_INT32, false)},
        {WEIR_STR("name"), weir_schema_plain(WEIR_STRING, true)},
    };
    const struct weir_schema_spec spec = {.type = WEIR_STRUCT,
                                          .name = weir_str_of(name),
                                          .fields = fields,
                                          .n_fields = with_name ? 2 : 1};
    return weir_schema_make(&spec);
}

static struct weir_value row_value(int id, const char *name)
{
    struct weir_value *items = WEIR_NEW_ARRAY(&arena, struct weir_value, 2);
    items[0] = weir_int(WEIR_INT32, id);
    items[1] = name ? weir_string(weir_str_of(name)) : weir_null();
    return weir_items(WEIR_STRUCT, items, 2);
}

static int begin(void **state)
{
    (void)state;
    registry = fake_registry_start();
    weir_arena_init(&arena, 4096);
    weir_buf_init(&out, 1 << 20);
    batch = weir_batch_new(10, 1 << 20, 1 << 20);
    row = make_row("shop.Row", true);
    cancelled = false;
    return 0;
}

static void close_converter(void)
{
    if (ops) {
        ops->close(self);
        ops = NULL;
    }
}

static int end(void **state)
{
    (void)state;
    close_converter();
    weir_schema_unref(row);
    weir_batch_free(batch);
    weir_buf_free(&out);
    weir_arena_free(&arena);
    fake_registry_stop(registry);
    return 0;
}

/* pairs: name, value, ..., NULL beside the registry's address. */
static enum weir_verdict open_with(const char *url, bool is_key, const char *const *pairs)
{
    const char *all[40] = {"converter.type",      is_key ? "key" : "value",
                           "schema.registry.url", url,
                           "retries.wait.ms",     "1",
                           "retries.max.wait.ms", "2"};
    size_t n = 8;
    for (; pairs && *pairs; pairs++) {
        all[n++] = *pairs;
    }
    const struct weir_component *component =
        plugin_host_find("avro", WEIR_CONVERTER, "io.confluent.connect.avro.AvroConverter");
    const void *conf = plugin_host_conf(component, &arena, all, &err);
    if (!conf) {
        return err.class;
    }
    const struct weir_open open = {
        .conf = conf, .arena = &arena, .is_key = is_key, .cancelled = &cancelled};
    close_converter();
    ops = component->ops;
    enum weir_verdict verdict = ops->open(&open, &self, &err);
    ops = verdict == WEIR_OK ? ops : NULL;
    return verdict;
}

#define OPEN(...)                                                                                  \
    assert_int_equal(WEIR_OK, open_with(fake_registry_url(registry), false,                        \
                                        (const char *const[]){__VA_ARGS__, NULL}))

static enum weir_verdict write_to(const char *topic, const struct weir_schema *sch,
                                  struct weir_value val, bool *is_null)
{
    const struct weir_convert at = {.topic = weir_str_of(topic)};
    weir_buf_reset(&out);
    return ops->to_bytes(self, &at, sch, val, &out, is_null, &err);
}

/* Writes and returns the id. */
static int write_id(const char *topic, const struct weir_schema *sch, struct weir_value val)
{
    bool is_null = true;
    if (write_to(topic, sch, val, &is_null) != WEIR_OK) {
        fail_msg("%s", err.text);
    }
    assert_false(is_null);
    assert_true(out.n >= 5);
    assert_int_equal(0, out.p[0]);
    return (unsigned char)out.p[3] << 8 | (unsigned char)out.p[4];
}

static enum weir_verdict read_from(const char *topic, struct weir_str bytes,
                                   const struct weir_schema **sch, struct weir_value *val)
{
    const struct weir_convert at = {.topic = weir_str_of(topic)};
    weir_batch_reset(batch);
    return ops->from_bytes(self, &at, bytes, batch, sch, val, &err);
}

static void assert_asked(const char *piece)
{
    if (!strstr(fake_registry_asked(registry), piece)) {
        fail_msg("no \"%s\" in: %s", piece, fake_registry_asked(registry));
    }
}

static void assert_error(enum weir_verdict want, enum weir_verdict got, const char *piece)
{
    if (want != got || !strstr(err.text, piece)) {
        fail_msg("%s, not %s with \"%s\": %s", weir_verdict_name(got), weir_verdict_name(want),
                 piece, err.text);
    }
}

/* ---- writing ---- */

static void test_asks_once_a_schema_and_topic(void **state)
{
    (void)state;
    OPEN(NULL);
    assert_int_equal(1, write_id("t", row, row_value(7, "x")));
    assert_int_equal(9, out.n);
    assert_memory_equal("\x0e\x02\x02x", out.p + 5, 4);
    assert_asked("POST /subjects/t-value/versions HTTP");
    assert_asked("{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Row\\\",\\\"namespace\\\":\\\"shop"
                 "\\\"");
    assert_asked("Content-Type: application/vnd.schemaregistry.v1+json");
    assert_int_equal(1, fake_registry_requests(registry));
    for (int i = 0; i < 100; i++) {
        assert_int_equal(1, write_id("t", row, row_value(i, NULL)));
    }
    assert_int_equal(1, fake_registry_requests(registry));
    assert_int_equal(1, write_id("other", row, row_value(1, NULL)));
    const struct weir_schema *narrow = make_row("shop.Row", false);
    struct weir_value narrow_value = row_value(1, NULL);
    narrow_value.n = 1;
    assert_int_equal(2, write_id("t", narrow, narrow_value));
    weir_schema_unref(narrow);
    assert_int_equal(3, fake_registry_requests(registry));
}

static void test_nulls(void **state)
{
    (void)state;
    bool is_null = false;
    OPEN(NULL);
    assert_int_equal(WEIR_OK, write_to("t", NULL, weir_null(), &is_null));
    assert_true(is_null);
    assert_error(WEIR_BAD_DATA, write_to("t", row, weir_null(), &is_null),
                 "Found null value for non-optional schema");
    assert_int_equal(0, fake_registry_requests(registry));
}

static void test_subjects(void **state)
{
    (void)state;
#define SUBJECT "io.confluent.kafka.serializers.subject."
    OPEN("value.subject.name.strategy", SUBJECT "RecordNameStrategy");
    write_id("t", row, row_value(1, NULL));
    assert_asked("POST /subjects/shop.Row/versions HTTP");
    bool is_null;
    assert_error(
        WEIR_BAD_DATA,
        write_to("t", weir_schema_plain(WEIR_INT32, false), weir_int(WEIR_INT32, 1), &is_null),
        "In configuration value.subject.name.strategy = " SUBJECT
        "RecordNameStrategy, the message value must only be a record schema");
    OPEN("value.subject.name.strategy", SUBJECT "TopicRecordNameStrategy");
    write_id("a/b", row, row_value(1, NULL));
    assert_asked("POST /subjects/a%2Fb-shop.Row/versions HTTP");
    assert_int_equal(WEIR_OK, open_with(fake_registry_url(registry), true, NULL));
    write_id("t", row, row_value(1, NULL));
    assert_asked("POST /subjects/t-key/versions HTTP");
    OPEN("normalize.schemas", "true");
    write_id("t", row, row_value(1, NULL));
    assert_asked("POST /subjects/t-value/versions?normalize=true HTTP");
}

static void test_only_looks_up(void **state)
{
    (void)state;
    bool is_null;
    OPEN("auto.register.schemas", "false");
    assert_error(
        WEIR_BAD_DATA, write_to("t", row, row_value(1, NULL), &is_null),
        "Failed to serialize Avro data from topic t: Error retrieving Avro schema{\"type\"");
    assert_non_null(strstr(err.text, "Schema not found; error code: 40403"));
    OPEN(NULL);
    int id = write_id("t", row, row_value(1, NULL));
    OPEN("auto.register.schemas", "false");
    assert_int_equal(id, write_id("t", row, row_value(1, NULL)));
    assert_asked("POST /subjects/t-value?normalize=false&deleted=false HTTP");
}

static void test_latest_version(void **state)
{
    (void)state;
    const struct weir_schema *sch;
    struct weir_value val;
    bool is_null;
    int id = fake_registry_add(
        registry, "t-value",
        "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
        "{\"name\":\"extra\",\"type\":{\"type\":\"array\",\"items\":\"int\"},\"default\":[5]},"
        "{\"name\":\"name\",\"type\":[\"string\",\"null\"]},{\"name\":\"id\",\"type\":\"long\"}]}");
    OPEN("auto.register.schemas", "false", "use.latest.version", "true");
    assert_int_equal(id, write_id("t", row, row_value(-1, "n")));
    assert_memory_equal("\x02\x0a\x00\x00\x02n\x01", out.p + 5, 7);
    assert_int_equal(WEIR_OK, read_from("t", weir_buf_view(&out), &sch, &val));
    assert_int_equal(3, val.n);
    assert_int_equal(-1, val.items[2].i);
    fake_registry_add(
        registry, "u-value",
        "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
        "{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":\"string\"}]}");
    assert_error(WEIR_BAD_DATA, write_to("u", row, row_value(1, "x"), &is_null),
                 "Failed to serialize Avro data from topic u: Error serializing Avro message: "
                 "Incompatible schema of type 'AVRO'. Set latest.compatibility.strict=false to "
                 "disable this check");
    OPEN("auto.register.schemas", "false", "use.latest.version", "true",
         "latest.compatibility.strict", "false");
    write_id("u", row, row_value(1, "x"));
    assert_error(WEIR_BAD_DATA, write_to("u", row, row_value(1, NULL), &is_null),
                 "Failed to serialize Avro data from topic u: Error serializing Avro message: ");
}

/* What Avro's resolution takes for the same: numbers that fit, fields and records of older names. */
static void test_latest_version_takes_more(void **state)
{
    (void)state;
    fake_registry_add(registry, "t-value",
                      "{\"type\":\"record\",\"name\":\"Line\",\"namespace\":\"shop\","
                      "\"aliases\":[\"shop.Row\"],\"fields\":["
                      "{\"name\":\"label\",\"type\":[\"null\",\"string\"],\"aliases\":"
                      "[\"xname\",\"name\"]},{\"name\":\"id\",\"type\":\"double\"}]}");
    OPEN("auto.register.schemas", "false", "use.latest.version", "true");
    write_id("t", row, row_value(-2, "n"));
    assert_memory_equal("\x02\x02n\x00\x00\x00\x00\x00\x00\x00\xc0", out.p + 5, 11);
    fake_registry_add(registry, "u-value",
                      "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
                      "{\"name\":\"id\",\"type\":\"float\"}]}");
    write_id("u", row, row_value(3, "n"));
    assert_memory_equal("\x00\x00\x40\x40", out.p + 5, 4);
}

#define ROW_OF_WRITE_RULE                                                                          \
    "{\"id\":9,\"version\":1,\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Row\\\","  \
    "\\\"fields\\\":[]}\",\"ruleSet\":{\"domainRules\":[{\"name\":\"old\",\"mode\":\"WRITEREAD\"," \
    "\"disabled\":true},{\"name\":\"hide\",\"mode\":\"%s\",\"type\":\"ENCRYPT\"}]}}"

/* Nobody here encrypts: a schema that wants it is not written as if it did not. */
static void test_rules_are_refused(void **state)
{
    (void)state;
    const struct weir_schema *sch;
    struct weir_value val;
    bool is_null;
    OPEN("auto.register.schemas", "false", "use.latest.version", "true");
    fake_registry_say(registry, weir_arena_printf(&arena, ROW_OF_WRITE_RULE, "WRITE"));
    assert_error(WEIR_BAD_DATA, write_to("t", row, row_value(1, NULL), &is_null),
                 "Failed to serialize Avro data from topic t: Rule failed: hide");
    fake_registry_say(registry, weir_arena_printf(&arena, ROW_OF_WRITE_RULE, "READ"));
    write_id("u", row, row_value(1, NULL));
    fake_registry_say(registry, weir_arena_printf(&arena, ROW_OF_WRITE_RULE, "WRITEREAD"));
    assert_error(WEIR_BAD_DATA, read_from("t", WEIR_STR("\0\0\0\0\x09"), &sch, &val),
                 "Rule failed: hide");
}

/* A schema that cannot be used is asked for once, not for each record. */
static void test_remembers_what_is_wrong(void **state)
{
    (void)state;
    const struct weir_schema *sch;
    struct weir_value val;
    bool is_null;
    fake_registry_add(registry, "t-value", "\"string\"");
    fake_registry_add(registry, "u-value", "{\"type\":\"nonsense\"}");
    OPEN("auto.register.schemas", "false", "use.latest.version", "true");
    for (int i = 0; i < 3; i++) {
        assert_error(WEIR_BAD_DATA, write_to("t", row, row_value(1, NULL), &is_null),
                     "Set latest.compatibility.strict=false to disable this check");
        assert_error(WEIR_BAD_DATA, read_from("u", WEIR_STR("\0\0\0\0\x02"), &sch, &val),
                     "Failed to deserialize data for topic u to Avro: ");
    }
    assert_int_equal(2, fake_registry_requests(registry));
    for (int i = 0; i < 2; i++) { /* what the registry itself refuses may change */
        assert_error(WEIR_BAD_DATA, read_from("u", WEIR_STR("\0\0\0\0\x07"), &sch, &val),
                     "error code: 40403");
    }
    assert_int_equal(4, fake_registry_requests(registry));
}

/* An id that is none is not written: its readers would look for another schema. */
static void test_ids_that_are_none(void **state)
{
    static const char *const bad[] = {"{}",          "{\"id\":null}", "{\"id\":99999999999}",
                                      "{\"id\":-1}", "{\"id\":1.5}",  "{\"id\":\"x\"}"};
    (void)state;
    bool is_null;
    OPEN("max.retries", "0");
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        fake_registry_say(registry, bad[i]);
        assert_error(WEIR_RETRY, write_to("t", row, row_value(1, NULL), &is_null),
                     "the schema registry's answer has no id");
    }
    fake_registry_say(registry, "{\"id\":\"5\"}");
    assert_int_equal(5, write_id("t", row, row_value(1, NULL)));
}

#define TREE_FIELD(name, type) "{\"name\":\"" name "\",\"type\":" type ",\"default\":null}"

/* A record that contains itself: written by a schema that ends, read by none. */
static void test_recursive_schemas(void **state)
{
    static const char *const selves[] = {
        TREE_FIELD("parent", "[\"null\",\"Row\"]"),
        TREE_FIELD("parts", "[\"null\",{\"type\":\"array\",\"items\":\"Row\"}]"),
        TREE_FIELD("by", "[\"null\",{\"type\":\"map\",\"values\":[\"null\",\"Row\"]}]"),
        TREE_FIELD("box", "[\"null\",{\"type\":\"record\",\"name\":\"Box\",\"fields\":["
                          "{\"name\":\"row\",\"type\":\"Row\"}]}]"),
        TREE_FIELD("one", "[\"null\",\"Row\",\"int\"]"),
    };
    const struct weir_schema *sch;
    struct weir_value val;
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(selves); i++) {
        const char *topic = weir_arena_printf(&arena, "tree%zu", i);
        const char *subject = weir_arena_printf(&arena, "%s-value", topic);
        const char *text = weir_arena_printf(
            &arena,
            "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
            "{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"name\",\"type\":[\"null\","
            "\"string\"],\"default\":null},%s]}",
            selves[i]);
        fake_registry_add(registry, subject, text);
        OPEN("auto.register.schemas", "false", "use.latest.version", "true");
        write_id(topic, row, row_value(-1, "n"));
        assert_memory_equal("\x01\x02\x02n\x00", out.p + 5, 5);
        assert_error(WEIR_BAD_DATA, read_from(topic, weir_buf_view(&out), &sch, &val),
                     "the Avro record Row contains itself, which a Connect schema cannot here");
    }
}

static void test_schema_id(void **state)
{
    (void)state;
    bool is_null;
    fake_registry_add(registry, "x", "\"string\"");
    int id = fake_registry_add(registry, "y",
                               "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\","
                               "\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}");
    OPEN("auto.register.schemas", "false", "use.schema.id", id == 2 ? "2" : "");
    assert_int_equal(id, write_id("t", row, row_value(4, "dropped")));
    assert_int_equal(6, out.n);
    OPEN("auto.register.schemas", "false", "use.schema.id", "1");
    assert_error(WEIR_BAD_DATA, write_to("t", row, row_value(4, NULL), &is_null),
                 "Set id.compatibility.strict=false to disable this check");
}

/* ---- reading ---- */

static void test_reads_back(void **state)
{
    (void)state;
    const struct weir_schema *sch;
    struct weir_value val;
    struct weir_value want = row_value(12, "t\xc3\xa9");
    fake_registry_add(registry, "t-value", "\"int\"");
    OPEN(NULL);
    write_id("t", row, want);
    int before = fake_registry_requests(registry);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(WEIR_OK, read_from("t", weir_buf_view(&out), &sch, &val));
        assert_true(weir_value_equal(want, val));
    }
    assert_int_equal(before + 2, fake_registry_requests(registry));
    assert_true(weir_str_is(sch->name, "shop.Row"));
    assert_int_equal(2, sch->version); /* the registry's, since the schema says none */
    /* Under a subject that the registry does not know there is no version, and that is all. */
    assert_int_equal(WEIR_OK, read_from("elsewhere", weir_buf_view(&out), &sch, &val));
    assert_false(sch->has_version);
}

static void test_bad_messages(void **state)
{
    (void)state;
    const struct weir_schema *sch;
    struct weir_value val;
    OPEN(NULL);
    assert_int_equal(WEIR_OK, read_from("t", WEIR_STR_NULL, &sch, &val));
    assert_int_equal(WEIR_NULL, val.type);
    assert_error(WEIR_BAD_DATA, read_from("t", WEIR_STR("{\"a\":1}"), &sch, &val),
                 "Failed to deserialize data for topic t to Avro: Error deserializing schema ID: "
                 "Unknown magic byte!");
    assert_error(WEIR_BAD_DATA, read_from("t", WEIR_STR("\0\0\0"), &sch, &val), "magic byte");
    assert_error(WEIR_BAD_DATA, read_from("t", WEIR_STR("\0\0\0\0\x63zz"), &sch, &val),
                 "Failed to deserialize data for topic t to Avro: Error retrieving Avro value "
                 "schema for id 99: Schema not found; error code: 40403");
    int id = write_id("t", row, row_value(1, "name"));
    assert_error(WEIR_BAD_DATA, read_from("t", weir_str_n(out.p, out.n - 1), &sch, &val),
                 "Failed to deserialize data for topic t to Avro: Error deserializing Avro message "
                 "for id 1: the message ends within a value");
    assert_int_equal(1, id);
}

static void test_references(void **state)
{
    (void)state;
    const struct weir_schema *sch;
    struct weir_value val;
    fake_registry_add(registry, "leaf",
                      "{\"type\":\"enum\",\"name\":\"n.Leaf\",\"symbols\":[\"L\"]}");
    fake_registry_add(registry, "part",
                      "{\"type\":\"record\",\"name\":\"n.Part\",\"fields\":["
                      "{\"name\":\"leaf\",\"type\":\"n.Leaf\"}]}");
    fake_registry_refer(registry, "[{\"name\":\"n.Leaf\",\"subject\":\"leaf\",\"version\":1}]");
    int id = fake_registry_add(registry, "t-value",
                               "{\"type\":\"record\",\"name\":\"n.All\",\"fields\":["
                               "{\"name\":\"leaf\",\"type\":\"Leaf\"},{\"name\":\"part\",\"type\":"
                               "[\"null\",\"Part\"]}]}");
    fake_registry_refer(registry, "[{\"name\":\"n.Part\",\"subject\":\"part\",\"version\":1},"
                                  "{\"name\":\"n.Leaf\",\"subject\":\"leaf\",\"version\":1}]");
    assert_int_equal(3, id);
    OPEN(NULL);
    if (read_from("t", weir_str_n("\0\0\0\0\3\0\2\0", 8), &sch, &val) != WEIR_OK) {
        fail_msg("%s", err.text);
    }
    assert_true(weir_str_is(weir_value_str(val.items[0]), "L"));
    assert_true(weir_str_is(weir_value_str(val.items[1].items[0]), "L"));
    assert_int_equal(1, sch->version);
    assert_asked("\"references\":[{\"name\":\"n.Part\",\"subject\":\"part\",\"version\":1}");
    fake_registry_refer(registry, "[{\"name\":\"n.X\",\"subject\":\"t-value\",\"version\":1}]");
    assert_error(WEIR_BAD_DATA, read_from("u", weir_str_n("\0\0\0\0\3\0\0", 7), &sch, &val),
                 "references have no end");
}

static void test_forgets_when_full(void **state)
{
    (void)state;
    OPEN("schemas.cache.config", "2");
    const char *topics[] = {"a", "b", "c", "a"};
    for (size_t i = 0; i < UNIT_COUNT(topics); i++) {
        write_id(topics[i], row, row_value(1, NULL));
    }
    assert_int_equal(4, fake_registry_requests(registry));
    write_id("a", row, row_value(1, NULL));
    assert_int_equal(4, fake_registry_requests(registry));
}

/* ---- the registry's client ---- */

static void test_tries_again(void **state)
{
    (void)state;
    bool is_null;
    OPEN(NULL);
    fake_registry_fail(registry, 3, 503, 50301, "not now");
    write_id("t", row, row_value(1, NULL));
    assert_int_equal(4, fake_registry_requests(registry));
    fake_registry_fail(registry, 100, 500, 50001, "never");
    assert_error(WEIR_RETRY, write_to("u", row, row_value(1, NULL), &is_null),
                 "Failed to serialize Avro data from topic u: Error registering Avro schema{");
    assert_non_null(strstr(err.text, "never; error code: 50001"));
    assert_int_equal(8, fake_registry_requests(registry));
    cancelled = true;
    assert_int_equal(WEIR_WOKEN, write_to("u", row, row_value(1, NULL), &is_null));
    cancelled = false;
    fake_registry_fail(registry, 0, 0, 0, "");
    write_id("u", row, row_value(1, NULL));
}

static void test_refusals_are_final(void **state)
{
    (void)state;
    bool is_null;
    OPEN(NULL);
    fake_registry_fail(registry, 1, 409, 409, "Schema being registered is incompatible");
    assert_error(WEIR_BAD_DATA, write_to("t", row, row_value(1, NULL), &is_null),
                 "Schema being registered is incompatible; error code: 409");
    assert_int_equal(1, fake_registry_requests(registry));
    fake_registry_fail(registry, 1, 401, 40101, "Unauthorized");
    assert_error(WEIR_BAD_CONFIG, write_to("t", row, row_value(1, NULL), &is_null),
                 "Unauthorized; error code: 40101");
    write_id("t", row, row_value(1, NULL));
}

static void test_other_addresses(void **state)
{
    (void)state;
    /* Port 1 refuses at once. */
    const char *urls =
        weir_arena_printf(&arena, "http://127.0.0.1:1, %s/", fake_registry_url(registry));
    assert_int_equal(WEIR_OK, open_with(urls, false, NULL));
    assert_int_equal(1, write_id("t", row, row_value(1, NULL)));
    bool is_null;
    assert_int_equal(WEIR_OK, open_with("http://127.0.0.1:1", false, NULL));
    assert_error(WEIR_RETRY, write_to("t", row, row_value(1, NULL), &is_null), "127.0.0.1");
}

static void test_who_asks(void **state)
{
    (void)state;
    OPEN("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "user:pass:word");
    write_id("t", row, row_value(1, NULL));
    assert_asked("Authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\n");
    const char *url = weir_arena_printf(&arena, "http://us%%40er:p@%s",
                                        fake_registry_url(registry) + strlen("http://"));
    assert_int_equal(WEIR_OK, open_with(url, false, NULL));
    write_id("t", row, row_value(1, NULL));
    assert_asked("Authorization: Basic dXNAZXI6cA==\r\n");
    OPEN("basic.auth.credentials.source", "SASL_INHERIT", "sasl.jaas.config",
         "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"user\" "
         "password=\"pa\\\"ss\";");
    write_id("t", row, row_value(1, NULL));
    assert_asked("Authorization: Basic dXNlcjpwYSJzcw==\r\n");
    OPEN("bearer.auth.token", "secret-token", "bearer.auth.logical.cluster", "lsrc-1",
         "request.header.X-Team", "blue");
    write_id("t", row, row_value(1, NULL));
    assert_asked("Authorization: Bearer secret-token\r\n");
    assert_asked("target-sr-cluster: lsrc-1\r\n");
    assert_asked("X-Team: blue\r\n");
}

/* A token is fetched once, again when the registry refuses it, and again before it ends. */
static void test_tokens(void **state)
{
    (void)state;
    const char *url = weir_arena_printf(&arena, "%s/token", fake_registry_url(registry));
    weir_clock_fake(1700000000000);
    OPEN("bearer.auth.credentials.source", "OAUTHBEARER", "bearer.auth.issuer.endpoint.url", url,
         "bearer.auth.client.id", "me", "bearer.auth.client.secret", "s3cret", "bearer.auth.scope",
         "schema registry", "bearer.auth.logical.cluster", "lsrc-1");
    write_id("a", row, row_value(1, NULL));
    assert_asked("Authorization: Bearer token-1\r\n");
    assert_asked("target-sr-cluster: lsrc-1\r\n");
    assert_non_null(
        strstr(fake_registry_token_asked(registry), "Authorization: Basic bWU6czNjcmV0"));
    assert_non_null(strstr(fake_registry_token_asked(registry),
                           "\r\n\r\ngrant_type=client_credentials&scope=schema%20registry"));
    weir_clock_fake_advance(299 * 1000);
    write_id("b", row, row_value(1, NULL));
    assert_asked("Authorization: Bearer token-1\r\n");
    fake_registry_fail(registry, 1, 401, 40101, "Unauthorized");
    write_id("c", row, row_value(1, NULL));
    assert_asked("Authorization: Bearer token-2\r\n");
    weir_clock_fake_advance(301 * 1000);
    write_id("d", row, row_value(1, NULL));
    assert_asked("Authorization: Bearer token-3\r\n");
    const char *jaas = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule "
                       "required clientId=\"you\" clientSecret=\"x\";";
    OPEN("bearer.auth.credentials.source", "SASL_OAUTHBEARER_INHERIT", "sasl.jaas.config", jaas,
         "sasl.oauthbearer.token.endpoint.url", url);
    write_id("e", row, row_value(1, NULL));
    assert_asked("Authorization: Bearer token-4\r\n");
    assert_non_null(strstr(fake_registry_token_asked(registry), "Authorization: Basic eW91Ong="));
}

static void test_refused_tokens(void **state)
{
    bool is_null;
    (void)state;
    const char *url = weir_arena_printf(&arena, "%s/nowhere", fake_registry_url(registry));
    OPEN("bearer.auth.credentials.source", "OAUTHBEARER", "bearer.auth.issuer.endpoint.url", url,
         "bearer.auth.client.id", "me", "bearer.auth.client.secret", "s3cret");
    assert_error(WEIR_BAD_CONFIG, write_to("a", row, row_value(1, NULL), &is_null),
                 "no token for the schema registry: the token endpoint answered 404");
    assert_null(strstr(err.text, "s3cret"));
}

static void test_wrong_settings(void **state)
{
    (void)state;
    const char *url = fake_registry_url(registry);
#define WRONG(url_, piece, ...)                                                                    \
    assert_error(WEIR_BAD_CONFIG,                                                                  \
                 open_with(url_, false, (const char *const[]){__VA_ARGS__, NULL}), piece)
    WRONG("ftp://x", "has to begin with http:// or https://", NULL);
    WRONG("", "schema.registry.url", NULL);
    WRONG(url, "basic.auth.user.info must be provided", "basic.auth.credentials.source",
          "USER_INFO");
    WRONG(url, "SASL_INHERIT needs sasl.jaas.config", "basic.auth.credentials.source",
          "SASL_INHERIT");
    WRONG(url, "Only one of", "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info",
          "a:b", "bearer.auth.token", "t");
    WRONG(url, "OAUTHBEARER needs bearer.auth.client.id", "bearer.auth.credentials.source",
          "OAUTHBEARER", "bearer.auth.issuer.endpoint.url", url);
    WRONG(url, "SASL_OAUTHBEARER_INHERIT needs", "bearer.auth.credentials.source",
          "SASL_OAUTHBEARER_INHERIT", "bearer.auth.issuer.endpoint.url", url);
    WRONG(url, "bearer.auth.credentials.source", "bearer.auth.credentials.source", "CUSTOM");
    WRONG(url, "schema.registry.ssl.truststore.location: cannot open /nowhere",
          "schema.registry.ssl.truststore.location", "/nowhere");
    WRONG(url, "proxy.host needs proxy.port", "proxy.host", "127.0.0.1");
    WRONG(url, "value.subject.name.strategy", "value.subject.name.strategy", "my.Strategy");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_asks_once_a_schema_and_topic),
        TEST(test_nulls),
        TEST(test_subjects),
        TEST(test_only_looks_up),
        TEST(test_latest_version),
        TEST(test_latest_version_takes_more),
        TEST(test_rules_are_refused),
        TEST(test_remembers_what_is_wrong),
        TEST(test_ids_that_are_none),
        TEST(test_recursive_schemas),
        TEST(test_schema_id),
        TEST(test_reads_back),
        TEST(test_bad_messages),
        TEST(test_references),
        TEST(test_forgets_when_full),
        TEST(test_tries_again),
        TEST(test_refusals_are_final),
        TEST(test_other_addresses),
        TEST(test_who_asks),
        TEST(test_wrong_settings),
        TEST(test_refused_tokens),
        TEST(test_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

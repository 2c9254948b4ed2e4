/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_converter.c: what a record costs in JsonConverter and in AvroConverter: a change event of
 * about 500 bytes of JSON, as Debezium makes them, written and read. Prints nanoseconds a record;
 * with --text the event, with its schema and without, for others to measure.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weir/json.h>
#include <weir/time.h>

#include "fake_registry.h"
#include "plugin_host.h"

#define RECORDS 200000
#define ROUNDS  5

static const char event[] =
    "{\"before\":null,\"after\":{\"id\":1004,\"first_name\":\"Anne-Marie\",\"last_name\":"
    "\"Kretchmar\",\"email\":\"annek@noanswer.example.org\",\"balance\":\"AfQB\",\"active\":true,"
    "\"created\":1732101123456,\"score\":87.25},\"source\":{\"version\":\"3.0.0.Final\","
    "\"connector\":\"mariadb\",\"name\":\"shop\",\"ts_ms\":1732101123000,\"snapshot\":\"false\","
    "\"db\":\"inventory\",\"sequence\":null,\"ts_us\":1732101123000000,\"table\":\"customers\","
    "\"server_id\":223344,\"gtid\":null,\"file\":\"mariadb-bin.000003\",\"pos\":484,\"row\":0,"
    "\"thread\":7},\"op\":\"c\",\"ts_ms\":1732101123500,\"ts_us\":1732101123500123,"
    "\"transaction\":null}";

/* clang-format off */
#define FIELD(type, name) "{\"type\":\"" type "\",\"optional\":true,\"field\":\"" name "\"}"
#define ROW                                                                                        \
    FIELD("int32", "id") "," FIELD("string", "first_name") "," FIELD("string", "last_name") ","    \
    FIELD("string", "email") ",{\"type\":\"bytes\",\"optional\":true,\"name\":"                    \
    "\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":{\"scale\":\"2\"},"    \
    "\"field\":\"balance\"}," FIELD("boolean", "active") "," FIELD("int64", "created") ","         \
    FIELD("double", "score")
static const char schema[] =
    "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"fields\":[" ROW "],\"optional\":true,"
    "\"name\":\"shop.inventory.customers.Value\",\"field\":\"before\"},{\"type\":\"struct\","
    "\"fields\":[" ROW "],\"optional\":true,\"name\":\"shop.inventory.customers.Value\",\"field\":"
    "\"after\"},{\"type\":\"struct\",\"fields\":[" FIELD("string", "version") ","
    FIELD("string", "connector") "," FIELD("string", "name") "," FIELD("int64", "ts_ms") ","
    FIELD("string", "snapshot") "," FIELD("string", "db") "," FIELD("string", "sequence") ","
    FIELD("int64", "ts_us") "," FIELD("string", "table") "," FIELD("int64", "server_id") ","
    FIELD("string", "gtid") "," FIELD("string", "file") "," FIELD("int64", "pos") ","
    FIELD("int32", "row") "," FIELD("int64", "thread") "],\"optional\":false,\"name\":"
    "\"io.debezium.connector.mysql.Source\",\"field\":\"source\"}," FIELD("string", "op") ","
    FIELD("int64", "ts_ms") "," FIELD("int64", "ts_us") "," FIELD("string", "transaction") "],"
    "\"optional\":false,\"name\":\"shop.inventory.customers.Envelope\"}";
/* clang-format on */

struct bench {
    struct weir_arena arena;
    struct weir_batch *batch;
    const struct weir_converter_ops *ops;
    void *self;
};

static void check(bool good, const struct weir_err *err)
{
    if (!good) {
        fprintf(stderr, "%s\n", err->text);
        exit(1);
    }
}

/* A converter and the one key that matters. */
struct kind {
    const char *name, *plugin, *class_name, *key, *value;
};

static void open_converter(struct bench *bench, const struct kind *kind)
{
    struct weir_err err = {.text = "the keys are wrong"};
    const char *pairs[] = {"converter.type", "value", kind->key, kind->value, NULL};
    const struct weir_component *component =
        plugin_host_find(kind->plugin, WEIR_CONVERTER, kind->class_name);
    weir_arena_init(&bench->arena, 1 << 16);
    bench->batch = weir_batch_new(1000, 64 << 20, 64 << 20);
    struct weir_open open = {.conf = plugin_host_conf(component, &bench->arena, pairs, &err),
                             .arena = &bench->arena};
    check(open.conf != NULL, &err);
    bench->ops = component->ops;
    check(bench->ops->open(&open, &bench->self, &err) == WEIR_OK, &err);
}

static void close_converter(struct bench *bench)
{
    bench->ops->close(bench->self);
    weir_batch_free(bench->batch);
    weir_arena_free(&bench->arena);
}

static void read_one(struct bench *bench, struct weir_str bytes, const struct weir_schema **sch,
                     struct weir_value *val)
{
    static const struct weir_convert at = {.topic = {.p = "shop.inventory.customers", .n = 24}};
    struct weir_err err;
    check(bench->ops->from_bytes(bench->self, &at, bytes, bench->batch, sch, val, &err) == WEIR_OK,
          &err);
}

static double read_ns(struct bench *bench, struct weir_str bytes)
{
    const struct weir_schema *sch;
    struct weir_value val;
    int64_t begun_ns = weir_clock_mono_ns();
    for (int i = 0; i < RECORDS; i++) {
        if (i % 1000 == 0) {
            weir_batch_reset(bench->batch);
        }
        read_one(bench, bytes, &sch, &val);
    }
    return (double)(weir_clock_mono_ns() - begun_ns) / RECORDS;
}

static double write_ns(struct bench *bench, const struct weir_schema *sch, struct weir_value val,
                       struct weir_buf *out)
{
    static const struct weir_convert at = {.topic = {.p = "shop.inventory.customers", .n = 24}};
    struct weir_err err;
    bool is_null;
    int64_t begun_ns = weir_clock_mono_ns();
    for (int i = 0; i < RECORDS; i++) {
        if (i % 1000 == 0) {
            weir_buf_reset(out);
        }
        check(bench->ops->to_bytes(bench->self, &at, sch, val, out, &is_null, &err) == WEIR_OK,
              &err);
    }
    return (double)(weir_clock_mono_ns() - begun_ns) / RECORDS;
}

/* The message that writing makes, for the reader. */
static struct weir_str write_once(struct bench *bench, const struct weir_schema *sch,
                                  struct weir_value val)
{
    static const struct weir_convert at = {.topic = {.p = "shop.inventory.customers", .n = 24}};
    struct weir_err err;
    struct weir_buf out;
    bool is_null;
    weir_buf_init(&out, 1 << 20);
    check(bench->ops->to_bytes(bench->self, &at, sch, val, &out, &is_null, &err) == WEIR_OK, &err);
    struct weir_str bytes = weir_arena_str(&bench->arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return bytes;
}

static void run(const struct kind *kind, const struct weir_schema *sch, struct weir_value val)
{
    struct bench bench;
    struct weir_buf out;
    double best_write = 1e9;
    double best_read = 1e9;
    weir_buf_init(&out, 64 << 20);
    open_converter(&bench, kind);
    struct weir_str bytes = write_once(&bench, sch, val);
    for (int i = 0; i < ROUNDS; i++) {
        double write = write_ns(&bench, sch, val, &out);
        double read = read_ns(&bench, bytes);
        best_write = write < best_write ? write : best_write;
        best_read = read < best_read ? read : best_read;
    }
    printf("%-22s %5zu bytes  write %6.0f ns  read %6.0f ns\n", kind->name, bytes.n, best_write,
           best_read);
    weir_buf_free(&out);
    close_converter(&bench);
}

#define JSON "converters", "org.apache.kafka.connect.json.JsonConverter"

int main(int argc, char **argv)
{
    struct bench reader;
    struct weir_buf text;
    const struct weir_schema *sch;
    struct weir_value val;
    weir_buf_init(&text, 1 << 20);
    weir_buf_printf(&text, "{\"schema\":%s,\"payload\":%s}", schema, event);
    if (argc > 1 && strcmp(argv[1], "--text") == 0) {
        printf("%.*s\n%s\n", (int)text.n, text.p, event);
        return 0;
    }
    struct fake_registry *registry = fake_registry_start();
    const struct kind kinds[] = {
        {"schemas.enable=true", JSON, "schemas.enable", "true"},
        {"schemas.enable=false", JSON, "schemas.enable", "false"},
        {"Avro", "avro", "io.confluent.connect.avro.AvroConverter", "schema.registry.url",
         fake_registry_url(registry)},
    };
    open_converter(&reader, &kinds[0]);
    read_one(&reader, weir_buf_view(&text), &sch, &val);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        run(&kinds[i], sch, val);
    }
    close_converter(&reader);
    fake_registry_stop(registry);
    weir_buf_free(&text);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chain over a batch does what it does over its records one by one, for random chains with
 * predicates and random records: the same records come out, the same fail in the same words. And
 * what comes out fits its schema.
 */
#include "unit.h"

#include <stdlib.h>

#include "gen.h"
#include "plugin_host.h"
#include "transform_rig.h"

#define RUNS        400
#define RECORDS_MAX 40
#define SCHEMAS_MAX 8
#define STAGES_MAX  6

/* ---- what chains are made of ---- */

#define KAFKA    "org.apache.kafka.connect.transforms."
#define DEBEZIUM "io.debezium.transforms."
#define JDBC     "io.debezium.connector.jdbc.transforms."

struct kind {
    const char *class_name;
    const char *config;
};

static const struct kind kinds[] = {
    {KAFKA "Cast$Value", "{\"spec\":\"id:string,f1:int32,f2:float64,ts_ms:int8\"}"},
    {KAFKA "Cast$Value", "{\"spec\":\"string\"}"},
    {KAFKA "Cast$Key", "{\"spec\":\"f0:string\",\"replace.null.with.default\":\"false\"}"},
    {KAFKA "DropHeaders", "{\"headers\":\"h1,__op\"}"},
    {KAFKA "ExtractField$Value", "{\"field\":\"after\"}"},
    {KAFKA "ExtractField$Value", "{\"field\":\"after.f0\",\"field.syntax.version\":\"V2\"}"},
    {KAFKA "ExtractField$Key", "{\"field\":\"id\"}"},
    {KAFKA "Filter", "{}"},
    {KAFKA "Flatten$Value", "{\"delimiter\":\"_\"}"},
    {KAFKA "Flatten$Key", "{}"},
    {KAFKA "HeaderFrom$Value",
     "{\"fields\":\"op,id\",\"headers\":\"h1,h9\",\"operation\":\"move\"}"},
    {KAFKA "HeaderFrom$Value", "{\"fields\":\"id\",\"headers\":\"h1\",\"operation\":\"copy\"}"},
    {KAFKA "HoistField$Value", "{\"field\":\"line\"}"},
    {KAFKA "HoistField$Key", "{\"field\":\"id\"}"},
    {KAFKA "InsertField$Value", "{\"topic.field\":\"t\",\"timestamp.field\":\"at\","
                                "\"static.field\":\"s\",\"static.value\":\"v\"}"},
    {KAFKA "InsertField$Key", "{\"partition.field\":\"p?\"}"},
    {KAFKA "InsertHeader", "{\"header\":\"h1\",\"value.literal\":\"5\"}"},
    {KAFKA "MaskField$Value", "{\"fields\":\"id,f0,f1,op\"}"},
    {KAFKA "MaskField$Value", "{\"fields\":\"id,f1,op\",\"replacement\":\"7\"}"},
    {KAFKA "RegexRouter", "{\"regex\":\"shop\\\\.(.*)\",\"replacement\":\"$1\"}"},
    {KAFKA "ReplaceField$Value", "{\"exclude\":\"before,f2\",\"renames\":\"after:now,id:nr\"}"},
    {KAFKA "ReplaceField$Key", "{\"include\":\"id\"}"},
    {KAFKA "SetSchemaMetadata$Value", "{\"schema.name\":\"n.Envelope\",\"schema.version\":\"3\"}"},
    {KAFKA "TimestampConverter$Value", "{\"field\":\"ts_ms\",\"target.type\":\"string\","
                                       "\"format\":\"yyyy-MM-dd HH:mm:ss.SSS\"}"},
    {KAFKA "TimestampConverter$Value", "{\"field\":\"f1\",\"target.type\":\"Timestamp\"}"},
    {KAFKA "TimestampRouter", "{}"},
    {KAFKA "ValueToKey", "{\"fields\":\"id,op\"}"},
    {DEBEZIUM "ByLogicalTableRouter",
     "{\"topic.regex\":\"(.*)orders_.*\",\"topic.replacement\":\"$1orders\"}"},
    {DEBEZIUM "ContentBasedRouter", "{\"language\":\"jsr223.groovy\",\"topic.expression\":\"value."
                                    "op == 'u' ? 'updates' : null\"}"},
    {DEBEZIUM "ExtractChangedRecordState",
     "{\"header.changed.name\":\"h1\",\"header.unchanged.name\":\"same\"}"},
    {DEBEZIUM "ExtractNewRecordState", "{\"add.fields\":\"op,table,source.ts_ms\"}"},
    {DEBEZIUM "ExtractNewRecordState", "{\"delete.tombstone.handling.mode\":\"rewrite\","
                                       "\"add.headers\":\"op,id\",\"add.fields\":\"op\"}"},
    {DEBEZIUM "ExtractNewRecordState",
     "{\"delete.tombstone.handling.mode\":\"delete-to-tombstone\","
     "\"drop.fields.header.name\":\"same\"}"},
    {DEBEZIUM "Filter", "{\"language\":\"jsr223.groovy\",\"condition\":"
                        "\"value.op != 'd' && topic.startsWith('shop.')\"}"},
    {DEBEZIUM "HeaderToValue",
     "{\"headers\":\"h1,h2\",\"fields\":\"x1,source.x2\",\"operation\":\"move\"}"},
    {DEBEZIUM "outbox.EventRouter",
     "{\"table.field.event.key\":\"id\","
     "\"table.field.event.payload\":\"f0\",\"route.by.field\":\"f1\"}"},
    {DEBEZIUM "partitions.PartitionRouting",
     "{\"partition.payload.fields\":\"change.id,source.table,op\",\"partition.topic.num\":\"8\"}"},
    {DEBEZIUM "SchemaChangeEventFilter", "{\"schema.change.event.exclude.list\":\"ALTER\"}"},
    {DEBEZIUM "EnforceRecordSize", "{\"max.bytes\":\"900\",\"min.field.size\":\"3\"}"},
    {DEBEZIUM "GeometryFormatTransformer", "{}"},
    {DEBEZIUM "SwapGeometryCoordinates", "{}"},
    {DEBEZIUM "VectorToJsonConverter", "{}"},
    {"io.debezium.connector.mysql.transforms.ReadToInsertEvent", "{}"},
    {"io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent", "{}"},
    {JDBC "CollectionNameTransformation", "{\"collection.naming.prefix\":\"p_\"}"},
    {JDBC "FieldNameTransformation", "{\"column.naming.style\":\"UPPER_CASE\"}"},
    {DEBEZIUM "ExtractSchemaToNewRecord", "{}"},
    {DEBEZIUM "ToLogicalTopicRouter",
     "{\"topic.regex\":\"(.*)orders(.*)\",\"topic.replacement\":\"$1all\"}"},
    {DEBEZIUM "openlineage.OpenLineage", "{}"},
    {DEBEZIUM "tracing.ActivateTracingSpan", "{}"},
    {DEBEZIUM "TimezoneConverter", "{\"converted.timezone\":\"Europe/Berlin\"}"},
};

static const struct kind predicates[] = {
    {KAFKA "predicates.TopicNameMatches", "{\"pattern\":\".*orders.*\"}"},
    {KAFKA "predicates.HasHeaderKey", "{\"name\":\"h1\"}"},
    {KAFKA "predicates.RecordIsTombstone", "{}"},
};

struct stage {
    const struct kind *kind;
    const struct kind *predicate; /* NULL: none */
    bool negate;
    struct transform_rig rig;
    struct transform_rig asks;
};

struct chain {
    struct stage stages[STAGES_MAX];
    size_t n;
};

static void open_rig(struct transform_rig *rig, const struct kind *kind)
{
    struct weir_arena arena;
    struct weir_json *config;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    assert_int_equal(WEIR_OK, weir_json_parse(&arena, weir_str_of(kind->config), &config, &err));
    if (transform_rig_open(rig, kind->class_name, config, false, &err) != WEIR_OK) {
        fail_msg("%s: %s", kind->class_name, err.text);
    }
    weir_arena_free(&arena);
}

static void pick_chain(struct gen *gen, struct chain *chain)
{
    chain->n = 1 + gen_below(gen, STAGES_MAX);
    for (size_t i = 0; i < chain->n; i++) {
        struct stage *stage = &chain->stages[i];
        *stage = (struct stage){.kind = &kinds[gen_below(gen, UNIT_COUNT(kinds))]};
        if (gen_chance(gen, 30)) {
            stage->predicate = &predicates[gen_below(gen, UNIT_COUNT(predicates))];
            stage->negate = gen_chance(gen, 50);
        }
    }
}

static void open_chain(struct chain *chain)
{
    for (size_t i = 0; i < chain->n; i++) {
        open_rig(&chain->stages[i].rig, chain->stages[i].kind);
        if (chain->stages[i].predicate) {
            open_rig(&chain->stages[i].asks, chain->stages[i].predicate);
        }
    }
}

static void close_chain(struct chain *chain)
{
    for (size_t i = 0; i < chain->n; i++) {
        transform_rig_close(&chain->stages[i].rig);
        transform_rig_close(&chain->stages[i].asks);
    }
}

/* What each record failed with, if it did. */
struct failures {
    const char *texts[RECORDS_MAX];
};

static void run_stage(struct stage *stage, struct weir_batch *batch, struct failures *failures)
{
    struct weir_err err;
    struct weir_verdicts verdicts;
    bool run[RECORDS_MAX];
    const struct weir_transform_ops *ops = stage->rig.component->ops;
    verdicts_init(&verdicts);
    for (uint32_t i = 0; i < batch->n; i++) {
        run[i] = !stage->predicate || transform_rig_test(&stage->asks, batch, i) != stage->negate;
    }
    assert_int_equal(WEIR_OK, ops->apply(stage->rig.self, batch, run, &verdicts, &err));
    verdicts_sort(&verdicts);
    for (uint32_t v = 0; v < verdicts.n; v++) {
        uint32_t i = verdicts.items[v].i;
        assert_int_equal(batch->recs[i].state, WEIR_REC_LIVE);
        batch->recs[i].state = WEIR_REC_FAILED;
        failures->texts[i] = weir_arena_cstr(&batch->arena, verdicts.items[v].text);
    }
    verdicts_free(&verdicts);
}

static void run_chain(struct chain *chain, struct weir_batch *batch, struct failures *failures)
{
    memset(failures, 0, sizeof(*failures));
    for (size_t i = 0; i < chain->n; i++) {
        run_stage(&chain->stages[i], batch, failures);
    }
}

/* ---- records ---- */

struct world {
    struct gen *gen;
    struct weir_arena arena;
    const struct weir_schema *events[SCHEMAS_MAX];
    const struct weir_schema *others[SCHEMAS_MAX];
    size_t n;
    struct weir_record recs[RECORDS_MAX];
    uint32_t n_recs;
};

static const struct weir_schema *struct_of(const char *name, bool optional,
                                           const struct weir_field *fields, size_t n)
{
    struct weir_schema_spec spec = {.type = WEIR_STRUCT,
                                    .optional = optional,
                                    .name = weir_str_of(name),
                                    .fields = fields,
                                    .n_fields = n};
    return weir_schema_make(&spec);
}

#define FIELD(name_, type_, optional_)                                                             \
    {                                                                                              \
        .name = WEIR_STR(name_), .schema = weir_schema_plain((type_), (optional_))                 \
    }

static const struct weir_schema *row_schema(struct world *world)
{
    struct weir_field fields[5] = {FIELD("id", WEIR_INT32, false)};
    size_t n = 1 + gen_below(world->gen, 4);
    for (size_t i = 1; i < n; i++) {
        fields[i].name = weir_str_of(weir_arena_printf(&world->arena, "f%zu", i - 1));
        fields[i].schema = gen_schema(world->gen, &world->arena, 1);
    }
    const struct weir_schema *sch = struct_of("shop.Value", true, fields, n);
    for (size_t i = 1; i < n; i++) {
        weir_schema_unref(fields[i].schema);
    }
    return sch;
}

static const struct weir_schema *event_schema(struct world *world)
{
    const struct weir_schema *row = row_schema(world);
    const struct weir_field in_source[] = {FIELD("ts_ms", WEIR_INT64, false),
                                           FIELD("table", WEIR_STRING, true)};
    const struct weir_schema *source = struct_of("Source", false, in_source, 2);
    const struct weir_field in_txn[] = {FIELD("id", WEIR_STRING, false)};
    const struct weir_schema *txn = struct_of("event.block", true, in_txn, 1);
    const struct weir_field fields[] = {
        {WEIR_STR("before"), row},        {WEIR_STR("after"), row},
        {WEIR_STR("source"), source},     FIELD("op", WEIR_STRING, false),
        FIELD("ts_ms", WEIR_INT64, true), {WEIR_STR("transaction"), txn}};
    const struct weir_schema *sch =
        struct_of("shop.Envelope", false, fields, 5 + gen_below(world->gen, 2));
    weir_schema_unref(row);
    weir_schema_unref(source);
    weir_schema_unref(txn);
    return sch;
}

static struct weir_value event(struct world *world, const struct weir_schema *sch)
{
    static const char *const ops[] = {"c", "u", "d", "r", "t"};
    const char *op = ops[gen_below(world->gen, UNIT_COUNT(ops))];
    struct weir_value val = gen_value(world->gen, &world->arena, sch);
    struct weir_value *items = WEIR_NEW_ARRAY(&world->arena, struct weir_value, val.n);
    memcpy(items, val.items, val.n * sizeof(*items));
    items[3] = weir_string(weir_str_of(op));
    if (strchr("crt", op[0])) {
        items[0] = weir_null();
    }
    if (strchr("dt", op[0])) {
        items[1] = weir_null();
    }
    return weir_items(WEIR_STRUCT, items, val.n);
}

/* A map without a schema. */
static struct weir_value map(struct world *world)
{
    static const char *const names[] = {"id", "op", "f0", "f1", "after", "ts_ms"};
    struct weir_value *items = WEIR_NEW_ARRAY(&world->arena, struct weir_value, 12);
    uint32_t n = 0;
    for (size_t i = 0; i < UNIT_COUNT(names); i++) {
        if (gen_chance(world->gen, 60)) {
            items[2 * n] = weir_string(weir_str_of(names[i]));
            items[2 * n++ + 1] = gen_chance(world->gen, 50)
                                     ? weir_int(WEIR_INT64, gen_i64(world->gen))
                                     : weir_string(gen_text(world->gen, &world->arena, 6));
        }
    }
    return weir_items(WEIR_MAP, items, n);
}

static void add_side(struct world *world, const struct weir_schema **sch, struct weir_value *val)
{
    size_t which = gen_below(world->gen, world->n);
    *sch = NULL;
    *val = weir_null();
    switch (gen_below(world->gen, 10)) {
    case 0:
        break;
    case 1:
        *sch = world->events[which];
        break;
    case 2:
        *val = map(world);
        break;
    case 3:
    case 4:
        *sch = world->others[which];
        *val = gen_value(world->gen, &world->arena, *sch);
        break;
    default:
        *sch = world->events[which];
        *val = event(world, *sch);
    }
}

static void add_headers(struct world *world, struct weir_record *rec)
{
    static const char *const names[] = {"h1", "h2", "same", "h1"};
    rec->n_headers = (uint32_t)gen_below(world->gen, 4);
    rec->headers = WEIR_NEW_ARRAY(&world->arena, struct weir_header, rec->n_headers);
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        const struct weir_schema *sch = world->others[gen_below(world->gen, world->n)];
        rec->headers[i] = (struct weir_header){
            .name = weir_str_of(names[gen_below(world->gen, UNIT_COUNT(names))]),
            .schema = sch,
            .value = gen_value(world->gen, &world->arena, sch)};
    }
}

static void open_world(struct world *world, struct gen *gen)
{
    static const char *const topics[] = {"shop.orders_1", "shop.orders_2", "shop.lines", "other"};
    *world = (struct world){.gen = gen, .n = 1 + gen_below(gen, SCHEMAS_MAX)};
    weir_arena_init(&world->arena, 1 << 14);
    for (size_t i = 0; i < world->n; i++) {
        world->events[i] = event_schema(world);
        world->others[i] = gen_schema(gen, &world->arena, 2);
    }
    world->n_recs = (uint32_t)gen_below(gen, RECORDS_MAX + 1);
    for (uint32_t i = 0; i < world->n_recs; i++) {
        struct weir_record *rec = &world->recs[i];
        rec->topic = weir_str_of(topics[gen_below(gen, UNIT_COUNT(topics))]);
        rec->partition = (int32_t)gen_below(gen, 3) - 1;
        rec->timestamp = gen_chance(gen, 20) ? WEIR_NO_TIMESTAMP : gen_i64(gen);
        add_side(world, &rec->key_schema, &rec->key);
        add_side(world, &rec->value_schema, &rec->value);
        add_headers(world, rec);
    }
}

static void close_world(struct world *world)
{
    for (size_t i = 0; i < world->n; i++) {
        weir_schema_unref(world->events[i]);
        weir_schema_unref(world->others[i]);
    }
    weir_arena_free(&world->arena);
}

static void add_record(struct weir_batch *batch, const struct weir_record *from)
{
    struct weir_record *rec = weir_batch_add(batch);
    uint32_t origin = rec->origin;
    *rec = *from;
    rec->origin = origin;
    rec->headers = WEIR_NEW_ARRAY(&batch->arena, struct weir_header, from->n_headers);
    if (from->n_headers) {
        memcpy(rec->headers, from->headers, from->n_headers * sizeof(*from->headers));
    }
}

/* ---- the property ---- */

static bool same_side(const struct weir_schema *sch_a, struct weir_value a,
                      const struct weir_schema *sch_b, struct weir_value b)
{
    return sch_a == sch_b && weir_value_equal(a, b);
}

static bool same_record(const struct weir_record *a, const struct weir_record *b)
{
    bool same = a->state == b->state && weir_str_eq(a->topic, b->topic) &&
                a->partition == b->partition && a->timestamp == b->timestamp &&
                same_side(a->key_schema, a->key, b->key_schema, b->key) &&
                same_side(a->value_schema, a->value, b->value_schema, b->value) &&
                a->n_headers == b->n_headers;
    for (uint32_t i = 0; same && i < a->n_headers; i++) {
        same = weir_str_eq(a->headers[i].name, b->headers[i].name) &&
               same_side(a->headers[i].schema, a->headers[i].value, b->headers[i].schema,
                         b->headers[i].value);
    }
    return same;
}

static void fits(const struct weir_schema *sch, struct weir_value val, const char *what)
{
    struct weir_err err;
    if (sch && val.type != WEIR_NULL && weir_schema_check(sch, val, &err) != WEIR_OK) {
        fail_msg("%s does not fit its schema: %s", what, err.text);
    }
}

static void check_record(const struct weir_record *many, const char *many_failed,
                         const struct weir_record *one, const char *one_failed)
{
    if (!many_failed != !one_failed || (many_failed && strcmp(many_failed, one_failed) != 0)) {
        fail_msg("in a batch: %s; alone: %s", many_failed ? many_failed : "good",
                 one_failed ? one_failed : "good");
    }
    assert_true(same_record(many, one));
    if (many->state == WEIR_REC_LIVE) {
        fits(many->key_schema, many->key, "key");
        fits(many->value_schema, many->value, "value");
        for (uint32_t i = 0; i < many->n_headers; i++) {
            fits(many->headers[i].schema, many->headers[i].value, "header");
        }
    }
}

static void print_chain(const struct chain *chain)
{
    for (size_t i = 0; i < chain->n; i++) {
        const struct stage *stage = &chain->stages[i];
        print_error("  %s %s%s%s\n", stage->kind->class_name, stage->kind->config,
                    stage->predicate ? (stage->negate ? " unless " : " if ") : "",
                    stage->predicate ? stage->predicate->class_name : "");
    }
}

static void run_once(struct gen *gen, struct world *world, struct chain *chain)
{
    struct chain single = *chain;
    struct failures in_batch, alone;
    struct weir_batch *batch = weir_batch_new(RECORDS_MAX, 1 << 20, 1 << 20);
    struct weir_batch *one = weir_batch_new(1, 1 << 20, 1 << 20);
    (void)gen;
    open_chain(chain);
    open_chain(&single);
    for (uint32_t i = 0; i < world->n_recs; i++) {
        add_record(batch, &world->recs[i]);
    }
    run_chain(chain, batch, &in_batch);
    for (uint32_t i = 0; i < world->n_recs; i++) {
        weir_batch_reset(one);
        add_record(one, &world->recs[i]);
        run_chain(&single, one, &alone);
        check_record(&batch->recs[i], in_batch.texts[i], &one->recs[0], alone.texts[0]);
    }
    close_chain(chain);
    close_chain(&single);
    weir_batch_free(batch);
    weir_batch_free(one);
}

static struct chain *running;

static int say_chain(void **state)
{
    (void)state;
    if (running) {
        print_chain(running);
    }
    return 0;
}

static void test_batch_is_its_records(void **state)
{
    struct gen gen;
    (void)state;
    gen_open(&gen);
    for (int i = 0; i < gen_runs(RUNS); i++) {
        struct world world;
        struct chain chain;
        open_world(&world, &gen);
        pick_chain(&gen, &chain);
        running = &chain;
        run_once(&gen, &world, &chain);
        running = NULL;
        close_world(&world);
    }
}

/* $Key and $Value are one class here. */
static bool is_tried(const char *class_name)
{
    size_t n = strcspn(class_name, "$");
    for (size_t i = 0; i < UNIT_COUNT(kinds); i++) {
        if (strncmp(kinds[i].class_name, class_name, n) == 0 &&
            (kinds[i].class_name[n] == 0 || kinds[i].class_name[n] == '$')) {
            return true;
        }
    }
    return false;
}

static void test_every_class_is_tried(void **state)
{
    (void)state;
    const struct weir_component *const *components = plugin_host_components("transforms");
    for (size_t i = 0; components[i]; i++) {
        if (components[i]->kind == WEIR_TRANSFORMATION && !is_tried(components[i]->class_name)) {
            fail_msg("no chain has %s", components[i]->class_name);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_class_is_tried),
        cmocka_unit_test_teardown(test_batch_is_its_records, say_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

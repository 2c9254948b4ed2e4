/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_transform.c: what a record costs in a chain of transforms: batches of 1000 change events of
 * a table with eight columns go through the chains below. Prints nanoseconds and calls of malloc
 * a record, the best of many passes, for each stage and for the whole chain. With the number of a
 * chain and how many batches: they go through it once, to be counted by test_budget.py.
 */
#include <stdio.h>
#include <stdlib.h>

#include <weir/time.h>

#include "transform_rig.h"

#define RECORDS    1000
#define ROUNDS     5
#define PASSES     200
#define STAGES_MAX 8

/* ---- calls of malloc, the plugin's too ---- */

static uint64_t allocations;

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
    allocations++;
    return __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    allocations++;
    return __libc_realloc(p, n);
}

/* ---- events ---- */

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

#define FIELD(name_, type_)                                                                        \
    {                                                                                              \
        .name = WEIR_STR(name_), .schema = weir_schema_plain((type_), true)                        \
    }

static const struct weir_schema *row_schema(void)
{
    const struct weir_field fields[] = {
        FIELD("id", WEIR_INT32),         FIELD("first_name", WEIR_STRING),
        FIELD("last_name", WEIR_STRING), FIELD("email", WEIR_STRING),
        FIELD("balance", WEIR_FLOAT64),  FIELD("active", WEIR_INT16),
        FIELD("created", WEIR_INT64),    FIELD("score", WEIR_FLOAT64),
    };
    return struct_of("shop.inventory.customers.Value", true, fields, 8);
}

static const struct weir_schema *source_schema(void)
{
    const struct weir_field fields[] = {
        FIELD("name", WEIR_STRING), FIELD("ts_ms", WEIR_INT64),    FIELD("db", WEIR_STRING),
        FIELD("gtid", WEIR_STRING), FIELD("table", WEIR_STRING),   FIELD("file", WEIR_STRING),
        FIELD("pos", WEIR_INT64),   FIELD("server_id", WEIR_INT64)};
    return struct_of("io.debezium.connector.mysql.Source", false, fields, 8);
}

static const struct weir_schema *event_schema(void)
{
    const struct weir_schema *row = row_schema();
    const struct weir_field fields[] = {
        {.name = WEIR_STR("before"), .schema = row},
        {.name = WEIR_STR("after"), .schema = row},
        {.name = WEIR_STR("source"), .schema = source_schema()},
        FIELD("op", WEIR_STRING),
        FIELD("ts_ms", WEIR_INT64),
    };
    return struct_of("shop.inventory.customers.Envelope", false, fields, 5);
}

static const struct weir_schema *key_schema(void)
{
    const struct weir_field fields[] = {FIELD("id", WEIR_INT32)};
    return struct_of("shop.inventory.customers.Key", false, fields, 1);
}

#define TEXT(s) weir_string(WEIR_STR(s))

static struct weir_value row[8], source[8], event[5], key[1];

static void fill_event(void)
{
    const struct weir_value a_row[] = {
        weir_int(WEIR_INT32, 1004),          TEXT("Anne-Marie"), TEXT("Kretchmar"),
        TEXT("annek@noanswer.example.org"),  weir_f64(1285.15),  weir_int(WEIR_INT16, 1),
        weir_int(WEIR_INT64, 1732101123456), weir_f64(87.25)};
    const struct weir_value a_source[] = {TEXT("shop"),
                                          weir_int(WEIR_INT64, 1732101123000),
                                          TEXT("inventory"),
                                          weir_null(),
                                          TEXT("customers"),
                                          TEXT("mariadb-bin.000003"),
                                          weir_int(WEIR_INT64, 484),
                                          weir_int(WEIR_INT64, 223344)};
    const struct weir_value an_event[] = {weir_null(), weir_items(WEIR_STRUCT, row, 8),
                                          weir_items(WEIR_STRUCT, source, 8), TEXT("c"),
                                          weir_int(WEIR_INT64, 1732101123500)};
    memcpy(row, a_row, sizeof(row));
    memcpy(source, a_source, sizeof(source));
    memcpy(event, an_event, sizeof(event));
    key[0] = a_row[0];
}

static void fill(struct weir_batch *batch, const struct weir_schema *sch,
                 const struct weir_schema *key_sch)
{
    weir_batch_reset(batch);
    weir_batch_hold(batch, sch);
    weir_batch_hold(batch, key_sch);
    for (int i = 0; i < RECORDS; i++) {
        struct weir_record *rec = weir_batch_add(batch);
        rec->topic = WEIR_STR("shop.inventory.customers");
        rec->timestamp = 1732101123500;
        rec->key_schema = key_sch;
        rec->value_schema = sch;
        rec->key = weir_items(WEIR_STRUCT, key, 1);
        rec->value = weir_items(WEIR_STRUCT, event, 5);
    }
}

/* ---- chains ---- */

struct stage {
    const char *class_name;
    const char *config; /* a JSON object */
};

#define KAFKA    "org.apache.kafka.connect.transforms."
#define DEBEZIUM "io.debezium.transforms."
#define UNWRAP                                                                                     \
    {                                                                                              \
        DEBEZIUM "ExtractNewRecordState", "{\"add.fields\":\"op,table,source.ts_ms\"}"             \
    }

static const struct {
    const char *name;
    struct stage stages[STAGES_MAX];
} chains[] = {
    {"unwrap, rename, cast, insert, route",
     {UNWRAP,
      {KAFKA "ReplaceField$Value", "{\"exclude\":\"email\",\"renames\":\"id:customer_id\"}"},
      {KAFKA "Cast$Value", "{\"spec\":\"active:boolean,score:float32\"}"},
      {KAFKA "InsertField$Value", "{\"static.field\":\"origin\",\"static.value\":\"shop\"}"},
      {KAFKA "RegexRouter",
       "{\"regex\":\"([^.]+)\\\\.([^.]+)\\\\.([^.]+)\",\"replacement\":\"$3\"}"}}},
    {"filter, unwrap, mask, key, header",
     {{DEBEZIUM "Filter",
       "{\"language\":\"jsr223.groovy\",\"condition\":\"value.op == 'c' && value.after.id > 5\"}"},
      UNWRAP,
      {KAFKA "MaskField$Value", "{\"fields\":\"email,last_name\"}"},
      {KAFKA "ValueToKey", "{\"fields\":\"id,first_name\"}"},
      {KAFKA "InsertHeader", "{\"header\":\"from\",\"value.literal\":\"weir\"}"}}},
    {"changed, partition, zone, logical topic, drop headers",
     {{DEBEZIUM "ExtractChangedRecordState", "{\"header.changed.name\":\"changed\"}"},
      {DEBEZIUM "partitions.PartitionRouting",
       "{\"partition.payload.fields\":\"change.id,source.table\",\"partition.topic.num\":\"8\"}"},
      {DEBEZIUM "TimezoneConverter",
       "{\"converted.timezone\":\"Europe/"
       "Berlin\",\"include.list\":\"source:customers:source.ts_ms\"}"},
      {DEBEZIUM "ByLogicalTableRouter",
       "{\"topic.regex\":\"(.*)customers\",\"topic.replacement\":\"$1people\"}"},
      {KAFKA "DropHeaders", "{\"headers\":\"changed\"}"}}},
    {"flatten, extract, timestamp, hoist, route by time",
     {{KAFKA "Flatten$Value", "{\"delimiter\":\"_\"}"},
      {KAFKA "ExtractField$Key", "{\"field\":\"id\"}"},
      {KAFKA "TimestampConverter$Value", "{\"field\":\"ts_ms\",\"target.type\":\"Timestamp\"}"},
      {KAFKA "HoistField$Value", "{\"field\":\"line\"}"},
      {KAFKA "TimestampRouter", "{\"topic.format\":\"${topic}-${timestamp}\"}"}}},
};

static void check(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

static void open_stage(struct transform_rig *rig, const struct stage *stage)
{
    struct weir_arena arena;
    struct weir_json *config;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    check(weir_json_parse(&arena, weir_str_of(stage->config), &config, &err) == WEIR_OK, err.text);
    check(transform_rig_open(rig, stage->class_name, config, false, &err) == WEIR_OK, err.text);
    weir_arena_free(&arena);
}

/* Adds what each stage took to ns[]. */
static void run_once(struct transform_rig *rigs, size_t n, struct weir_batch *batch,
                     struct weir_verdicts *verdicts, double *ns)
{
    struct weir_err err;
    for (size_t s = 0; s < n; s++) {
        int64_t begun_ns = weir_clock_mono_ns();
        check(transform_rig_apply(&rigs[s], batch, verdicts, &err) == WEIR_OK, err.text);
        ns[s] += (double)(weir_clock_mono_ns() - begun_ns);
        check(verdicts->n == 0, verdicts->n ? verdicts->items[0].text : "");
    }
}

static void measure(struct transform_rig *rigs, size_t n, double *best, double *calls)
{
    struct weir_batch *batch = weir_batch_new(RECORDS, 64 << 20, 64 << 20);
    struct weir_verdicts verdicts;
    const struct weir_schema *sch = event_schema();
    const struct weir_schema *key_sch = key_schema();
    verdicts_init(&verdicts);
    for (int pass = 0; pass < PASSES; pass++) {
        double ns[STAGES_MAX] = {0};
        uint64_t in_chain = 0;
        for (int round = 0; round < ROUNDS; round++) {
            fill(batch, sch, key_sch);
            uint64_t before = allocations;
            run_once(rigs, n, batch, &verdicts, ns);
            in_chain += allocations - before;
        }
        *calls = (double)in_chain / RECORDS / ROUNDS;
        for (size_t s = 0; s < n; s++) {
            ns[s] /= RECORDS * ROUNDS;
            best[s] = pass == 0 || ns[s] < best[s] ? ns[s] : best[s];
        }
    }
    verdicts_free(&verdicts);
    weir_batch_free(batch);
    weir_schema_unref(sch);
    weir_schema_unref(key_sch);
}

static size_t open_chain(struct transform_rig *rigs, const struct stage *stages)
{
    size_t n = 0;
    for (; n < STAGES_MAX && stages[n].class_name; n++) {
        open_stage(&rigs[n], &stages[n]);
    }
    return n;
}

static void time_chain(const struct stage *stages)
{
    struct transform_rig rigs[STAGES_MAX];
    double ns[STAGES_MAX] = {0};
    double calls = 0;
    double sum_ns = 0;
    size_t n = open_chain(rigs, stages);
    measure(rigs, n, ns, &calls);
    for (size_t s = 0; s < n; s++) {
        sum_ns += ns[s];
        printf("  %6.1f ns  %s\n", ns[s], strrchr(stages[s].class_name, '.') + 1);
        transform_rig_close(&rigs[s]);
    }
    printf("  %6.1f ns, %.3f calls of malloc\n", sum_ns, calls);
}

static void count_chain(const struct stage *stages, int batches)
{
    struct transform_rig rigs[STAGES_MAX];
    double ns[STAGES_MAX] = {0};
    struct weir_batch *batch = weir_batch_new(RECORDS, 64 << 20, 64 << 20);
    struct weir_verdicts verdicts;
    const struct weir_schema *sch = event_schema();
    const struct weir_schema *key_sch = key_schema();
    size_t n = open_chain(rigs, stages);
    verdicts_init(&verdicts);
    for (int i = 0; i < batches; i++) {
        fill(batch, sch, key_sch);
        run_once(rigs, n, batch, &verdicts, ns);
    }
    printf("%d records in all\n", batches * RECORDS);
}

int main(int argc, char **argv)
{
    size_t n = sizeof(chains) / sizeof(chains[0]);
    fill_event();
    if (argc == 3) {
        size_t chain = strtoul(argv[1], NULL, 10);
        check(chain < n, "there is no such chain");
        count_chain(chains[chain].stages, atoi(argv[2]));
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        printf("%s\n", chains[i].name);
        time_chain(chains[i].stages);
    }
    return 0;
}

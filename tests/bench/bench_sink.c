/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_sink.c [FILE [BATCHES]]: the sink's own way on one core, from JSON with schemas to the
 * binary parameters of its statement: JsonConverter for key and value, plan, reduction, SQL, bind;
 * no server. FILE has a key and a value of the table below, which become records of as many ids.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weir/time.h>

#include "common/pg/pg_type.h"
#include "plugin/task_ops.h"
#include "plugin_host.h"
#include "sink.h"

#define BATCH   2000
#define BATCHES 500
#define ROUNDS  3
#define ID_AT   "\"id\":20001"

struct bench {
    struct weir_task task;
    struct weir_arena arena;
    struct sink_conf conf;
    struct sink sink;
    struct weir_batch *batch;
    struct pg_table table;
    struct sink_target target;
    const struct weir_converter_ops *json;
    void *key_json, *value_json;
    char *key[BATCH], *value[BATCH];
    struct weir_err err;
};

static const struct weir_task_ops no_ops;

static const struct {
    const char *name, *type;
    uint32_t oid;
} columns[] = {
    {"id", "bigint", PG_INT8},          {"user_id", "integer", PG_INT4},
    {"symbol", "text", PG_TEXT},        {"side", "text", PG_TEXT},
    {"qty", "numeric", PG_NUMERIC},     {"price", "numeric", PG_NUMERIC},
    {"fee", "double precision", PG_FLOAT8}, {"active", "boolean", PG_BOOL},
    {"note", "text", PG_TEXT},          {"created_at", "timestamp without time zone", PG_TIMESTAMP},
    {"updated_at", "timestamp with time zone", PG_TIMESTAMPTZ},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void check(const struct bench *bench, bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s: %s\n", what, bench->err.text);
        exit(1);
    }
}

/* A target that is known already: nobody asks a server. */
static void know_target(struct bench *bench)
{
    static struct pg_column known[COLUMNS];
    static const uint32_t key_columns[] = {0};
    static struct pg_key key = {.columns = key_columns, .n = 1, .primary = true};
    for (size_t i = 0; i < COLUMNS; i++) {
        known[i] = (struct pg_column){.name = weir_str_of(columns[i].name),
                                      .type = columns[i].oid,
                                      .base = columns[i].oid,
                                      .type_name = weir_str_of(columns[i].type),
                                      .cast_name = weir_str_of(columns[i].type),
                                      .length = -1};
    }
    bench->table = (struct pg_table){.oid = 1,
                                     .schema = WEIR_STR("public"),
                                     .name = WEIR_STR("trades"),
                                     .kind = 'r',
                                     .columns = known,
                                     .n_columns = COLUMNS,
                                     .keys = &key,
                                     .n_keys = 1};
    bench->target = (struct sink_target){.name = WEIR_STR("trades"),
                                         .words = WEIR_STR("\"public\".\"trades\""),
                                         .table = &bench->table,
                                         .version = 1};
    bench->sink.targets = &bench->target;
}

static void *open_json(struct bench *bench, const char *what)
{
    const struct weir_component *component = plugin_host_find(
        "converters", WEIR_CONVERTER, "org.apache.kafka.connect.json.JsonConverter");
    const char *const pairs[] = {"converter.type", what, "schemas.enable", "true", NULL};
    struct weir_open open = {
        .conf = plugin_host_conf(component, &bench->arena, pairs, &bench->err),
        .arena = &bench->arena};
    void *self = NULL;
    bench->json = component->ops;
    check(bench, open.conf && bench->json->open(&open, &self, &bench->err) == WEIR_OK, what);
    return self;
}

/* The line with other ids in it. */
static void vary(char **out, const char *line)
{
    for (int i = 0; i < BATCH; i++) {
        char id[sizeof(ID_AT)];
        out[i] = strdup(line);
        snprintf(id, sizeof(id), "\"id\":%d", 20001 + i);
        char *at = strstr(out[i], ID_AT);
        if (!at) {
            fprintf(stderr, "no %s in %.40s...\n", ID_AT, line);
            exit(1);
        }
        memcpy(at, id, strlen(id));
    }
}

static void read_lines(struct bench *bench, const char *path)
{
    static char line[1 << 16];
    FILE *in = fopen(path, "r");
    char **const outs[] = {bench->key, bench->value};
    for (int i = 0; i < 2; i++) {
        if (!in || !fgets(line, sizeof(line), in)) {
            perror(path);
            exit(1);
        }
        line[strcspn(line, "\n")] = 0;
        vary(outs[i], line);
    }
    fclose(in);
}

static void open_sink(struct bench *bench, const char *path)
{
    weir_arena_init(&bench->arena, 1 << 16);
    bench->task = (struct weir_task){.ops = &no_ops, .connector = "bench", .arena = &bench->arena};
    weir_log_init(&bench->task.log, "bench", "bench", 0, "put");
    bench->conf = (struct sink_conf){.insert_mode = SINK_UPSERT,
                                     .key_mode = SINK_KEY_RECORD_KEY,
                                     .delete_enabled = true,
                                     .table_format = WEIR_STR("trades"),
                                     .naming = SINK_NAMING_AS_IS};
    bench->sink =
        (struct sink){.task = &bench->task, .log = &bench->task.log, .conf = &bench->conf};
    weir_buf_init(&bench->sink.wire, 64 << 20);
    sink_plans_init(&bench->sink);
    know_target(bench);
    bench->batch = weir_batch_new(BATCH, 64 << 20, 64 << 20);
    bench->key_json = open_json(bench, "key");
    bench->value_json = open_json(bench, "value");
    read_lines(bench, path);
}

static void convert(struct bench *bench, int i)
{
    static const struct weir_convert at = {.topic = {.p = "bench.shop.trades", .n = 17}};
    struct weir_record *rec = weir_batch_add(bench->batch);
    struct weir_batch *batch = bench->batch;
    rec->topic = rec->log_topic = at.topic;
    check(bench,
          bench->json->from_bytes(bench->key_json, &at, weir_str_of(bench->key[i]), batch,
                                  &rec->key_schema, &rec->key, &bench->err) == WEIR_OK &&
              bench->json->from_bytes(bench->value_json, &at, weir_str_of(bench->value[i]), batch,
                                      &rec->value_schema, &rec->value, &bench->err) == WEIR_OK,
          "JsonConverter");
}

static void run(struct bench *bench, int batches)
{
    struct sink *sink = &bench->sink;
    for (int n = 0; n < batches; n++) {
        weir_batch_reset(bench->batch);
        sink->batch = bench->batch;
        for (int i = 0; i < BATCH; i++) {
            convert(bench, i);
        }
        check(bench, sink_plan_batch(sink, &bench->err) == WEIR_OK, "plan");
        sink_reduce(sink, 0, sink->n_rows);
        sink_sql(sink);
        check(bench, sink_bind(sink, &bench->err) == WEIR_OK, "bind");
    }
    check(bench, sink->n_rows == BATCH && sink->n_bad == 0 && sink->n_params > 0, "rows");
}

int main(int argc, char **argv)
{
    static struct bench bench;
    int batches = argc > 2 ? atoi(argv[2]) : BATCHES;
    double best_s = 1e9;
    open_sink(&bench, argc > 1 ? argv[1] : "tests/bench/trades.json");
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from_ns = weir_clock_mono_ns();
        run(&bench, batches);
        double s = (double)(weir_clock_mono_ns() - from_ns) / 1e9;
        best_s = s < best_s ? s : best_s;
    }
    printf("sink, JSON with schemas to parameters: %.2f million records/s, %zu bytes of them\n",
           (double)batches * BATCH / best_s / 1e6, bench.sink.wire.n);
    printf("%d records in all\n", batches * BATCH * ROUNDS);
    return 0;
}

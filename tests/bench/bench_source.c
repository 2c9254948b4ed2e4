/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_source.c [FILE [CHANGES [off|on]]]: the source's own way on one core, from a binlog in memory to the JSON that
 * goes to the bus: checksums, events, rows, envelopes, offsets, JsonConverter for key and value; no
 * server, no bus. FILE is a binlog of the table below, one change a transaction as it is kept here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <weir/mem.h>

#include "binlog_frame.h"
#include "binlog_wire.h"
#include "cdc_rig.h"
#include "plugin/task_ops.h"
#include "signal.h"
#include "source.h"

#define CHANGES 300000 /* about */
#define LIMIT   ((size_t)1 << 30)
#define ROUNDS  3

static const char trades[] =
    "CREATE TABLE trades (id BIGINT PRIMARY KEY, user_id INT NOT NULL, symbol VARCHAR(16) NOT NULL, "
    "side ENUM('BUY','SELL') NOT NULL, qty DECIMAL(18,8) NOT NULL, price DECIMAL(18,8) NOT NULL, "
    "fee DOUBLE NOT NULL, active BIT(1) NOT NULL, note VARCHAR(64) NULL, created_at DATETIME(3) NOT "
    "NULL, updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3))";

/* ---- a binlog stream of a file, in place of the server's; the linker takes these ---- */

struct binlog_stream {
    struct weir_str file;
    size_t at;
    int64_t left; /* times to read it */
    struct binlog_place place;
    struct binlog_inflate *inf;
};

bool binlog_stream_ready(const struct binlog_stream *stream)
{
    return stream->left > 0;
}

enum my_flavour binlog_stream_flavour(const struct binlog_stream *stream)
{
    (void)stream;
    return MY_MARIADB;
}

struct weir_str binlog_stream_file(const struct binlog_stream *stream)
{
    return weir_str_of(stream->place.file);
}

enum weir_verdict binlog_stream_open(const struct my_conf *conf, const struct binlog_start *start,
                                     const struct weir_log *log, struct binlog_stream **stream,
                                     struct weir_err *err)
{
    (void)conf;
    (void)start;
    (void)log;
    (void)stream;
    return weir_err_set(err, WEIR_FATAL, "there is no server");
}

void binlog_stream_wake(struct binlog_stream *stream)
{
    (void)stream;
}

void binlog_stream_close(struct binlog_stream *stream)
{
    (void)stream;
}

static void rewind_file(struct binlog_stream *stream)
{
    stream->left--;
    stream->at = stream->place.pos = 4;
}

enum weir_verdict binlog_stream_next(struct binlog_stream *stream, int64_t wait_ms,
                                     struct binlog_event *event, bool *got, struct weir_err *err)
{
    struct binlog_frame frame;
    (void)wait_ms;
    *got = stream->left > 0;
    if (!*got) {
        return WEIR_OK;
    }
    struct weir_reader rd = weir_reader_of(weir_str_n(stream->file.p + stream->at + 9, 4));
    size_t n = weir_reader_le(&rd, 4);
    if (binlog_frame_read(&stream->place, weir_str_n(stream->file.p + stream->at, n), &frame, err) !=
            WEIR_OK ||
        binlog_event_read(frame.bytes, stream->inf, event, err) != WEIR_OK) {
        return err->class;
    }
    event->pos = frame.pos;
    event->next_pos = frame.next_pos;
    event->said_pos = frame.said_pos;
    stream->at += n;
    if (stream->at + BINLOG_HEADER > stream->file.n) {
        rewind_file(stream);
    }
    return WEIR_OK;
}

/* ---- a source on it ---- */

struct bench {
    struct cdc_rig rig;
    struct weir_task task;
    struct binlog_stream stream;
    struct source source;
    struct weir_buf wire;
    const struct weir_converter_ops *json;
    int64_t n_records, n_bytes;
};

static int64_t n_in_all;

static struct weir_str slurp(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *p = malloc(LIMIT);
    if (!in || !p) {
        perror(path);
        exit(1);
    }
    size_t n = fread(p, 1, LIMIT, in);
    fclose(in);
    return weir_str_n(p, n);
}

static void open_source(struct bench *bench, const char *path, bool schemas)
{
    static const struct weir_task_ops no_ops;
    static const struct cdc_offset start = {.file = WEIR_STR("mariadb-bin.000002"), .pos = 4};
    struct source *source = &bench->source;
    struct ddl_changes changes;
    struct weir_err *err = &bench->rig.err;
    cdc_rig_open(&bench->rig, NULL, schemas);
    weir_buf_init(&bench->wire, 64 << 20);
    bench->task = (struct weir_task){.ops = &no_ops, .log = bench->rig.log};
    bench->stream = (struct binlog_stream){.file = slurp(path), .inf = binlog_inflate_new(LIMIT)};
    *source = (struct source){.task = &bench->task,
                              .log = &bench->rig.log,
                              .conf = bench->rig.conf,
                              .partition = WEIR_STR("{\"server\":\"xchange_trading\"}"),
                              .maker = bench->rig.maker,
                              .schema = cdc_schema_new(),
                              .phase = SOURCE_STREAM,
                              .binlog = &bench->stream,
                              .cells = weir_xcalloc((size_t)2 * BINLOG_COLUMNS_MAX,
                                                     sizeof(struct weir_str))};
    source->txn.thread = -1;
    weir_buf_init(&source->txn.gtid, 1024);
    weir_buf_init(&source->txn.id, 4096);
    weir_buf_init(&source->txn.query, 1 << 20);
    cdc_rig_check(signal_open(source, err) == WEIR_OK, "signals", err);
    cdc_rig_check(source_place_init(&source->place, &start, err) == WEIR_OK, "place", err);
    cdc_rig_check(cdc_schema_apply(source->schema, WEIR_STR("shop"), weir_str_of(trades), NULL, NULL,
                                   &bench->rig.arena, &changes, err) == WEIR_OK,
                  "table", err);
}

static void to_json(struct bench *bench, const struct weir_schema *sch, struct weir_value val,
                    struct weir_str topic)
{
    const struct weir_convert at = {.topic = topic};
    bool is_null;
    cdc_rig_check(bench->rig.json->to_bytes(bench->rig.json_self, &at, sch, val, &bench->wire,
                                            &is_null, &bench->rig.err) == WEIR_OK,
                  "JsonConverter", &bench->rig.err);
}

static void convert(struct bench *bench)
{
    const struct weir_batch *batch = bench->rig.batch;
    weir_buf_reset(&bench->wire);
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        to_json(bench, rec->key_schema, rec->key, rec->topic);
        to_json(bench, rec->value_schema, rec->value, rec->topic);
    }
    bench->n_records += batch->n;
    bench->n_bytes += (int64_t)bench->wire.n;
}

static void run(struct bench *bench, int64_t times)
{
    struct weir_batch *batch = bench->rig.batch;
    bench->stream.left = times + 1;
    rewind_file(&bench->stream);
    bench->n_records = bench->n_bytes = 0;
    while (bench->stream.left > 0) {
        weir_batch_reset(batch);
        cdc_rig_check(source_stream_poll(&bench->source, batch, 0, &bench->rig.err) == WEIR_OK,
                      "poll", &bench->rig.err);
        convert(bench);
    }
    n_in_all += bench->n_records;
}

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void measure(const char *path, bool schemas, int64_t changes)
{
    static struct bench bench;
    double best_s = 1e9;
    open_source(&bench, path, schemas);
    run(&bench, 1);
    int64_t each = bench.n_records;
    int64_t times = each ? changes / each + 1 : 1;
    for (int i = 0; i < ROUNDS; i++) {
        double began_s = cpu_s();
        run(&bench, times);
        double s = cpu_s() - began_s;
        best_s = s < best_s ? s : best_s;
    }
    printf("source, schemas.enable=%-5s: %.2f million records/s, %.2f CPU s a million, %.0f bytes "
           "each\n",
           schemas ? "true" : "false", (double)bench.n_records / best_s / 1e6,
           best_s * 1e6 / (double)bench.n_records,
           (double)bench.n_bytes / (double)bench.n_records);
    free((void *)(uintptr_t)bench.stream.file.p);
    binlog_inflate_free(bench.stream.inf);
    signal_close(&bench.source);
    source_tables_free(&bench.source);
    cdc_schema_free(bench.source.schema);
    source_place_free(&bench.source.place);
    weir_buf_free(&bench.source.txn.gtid);
    weir_buf_free(&bench.source.txn.id);
    weir_buf_free(&bench.source.txn.query);
    weir_buf_free(&bench.wire);
    free(bench.source.cells);
    bench.rig.cdc = NULL;
    cdc_rig_close(&bench.rig);
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "tests/bench/trades.binlog";
    int64_t changes = argc > 2 ? atoll(argv[2]) : CHANGES;
    const char *which = argc > 3 ? argv[3] : "both"; /* off, on: schemas.enable */
    if (strcmp(which, "on") != 0) {
        measure(path, false, changes);
    }
    if (strcmp(which, "off") != 0) {
        measure(path, true, changes);
    }
    printf("%lld records in all\n", (long long)n_in_all);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_binlog.c [FILE]: how fast a binlog file in memory is decoded on one core, from checksums
 * to cells, as the source does it but for making values of them. Without FILE a golden one.
 */
#include <stdio.h>
#include <stdlib.h>

#include <weir/time.h>

#include "binlog_frame.h"
#include "binlog_payload.h"
#include "binlog_row.h"
#include "binlog_wire.h"

#define BYTES  ((size_t)2 << 30) /* read in all */
#define LIMIT  ((size_t)1 << 30)
#define TABLES 64

struct bench {
    struct binlog_place place;
    struct binlog_inflate *inf;
    struct binlog_payload *payload;
    struct weir_arena arenas[TABLES];
    struct binlog_table_map maps[TABLES];
    size_t n_maps;
    const struct binlog_table_map *last;
    bool is_mysql;
    uint64_t n_events, n_rows, n_cells;
    struct weir_err err;
};

static void stop(const struct bench *bench)
{
    fprintf(stderr, "%s\n", bench->err.text);
    exit(1);
}

/* As the source keeps them: the same bytes mean the same table. */
static void table(struct bench *bench, struct weir_str body)
{
    for (size_t i = 0; i < bench->n_maps; i++) {
        if (weir_str_eq(bench->maps[i].body, body)) {
            bench->last = &bench->maps[i];
            return;
        }
    }
    size_t i = bench->n_maps < TABLES ? bench->n_maps++ : TABLES - 1;
    weir_arena_reset(&bench->arenas[i]);
    bench->last = &bench->maps[i];
    if (binlog_table_map_read(body, bench->is_mysql, &bench->arenas[i], &bench->maps[i],
                              &bench->err) != WEIR_OK) {
        stop(bench);
    }
}

static void rows(struct bench *bench, const struct binlog_rows *event)
{
    static struct weir_str cells[BINLOG_COLUMNS_MAX];
    struct binlog_cursor cursor;
    binlog_cursor_init(&cursor, bench->last, event);
    while (binlog_cursor_more(&cursor)) {
        bool after = event->op == BINLOG_INSERT || (event->op == BINLOG_UPDATE && cursor.row % 2);
        if (binlog_cursor_image(&cursor, after, cells, &bench->err) != WEIR_OK) {
            stop(bench);
        }
        bench->n_rows += after || event->op == BINLOG_DELETE;
        bench->n_cells += bench->last->n_columns;
    }
}

static void one_event(struct bench *bench, struct weir_str bytes)
{
    struct binlog_event event;
    if (binlog_event_read(bytes, bench->inf, &event, &bench->err) != WEIR_OK) {
        stop(bench);
    }
    bench->n_events++;
    if (event.kind == BINLOG_TABLE_MAP) {
        table(bench, event.table_map);
    } else if (event.kind == BINLOG_ROWS) {
        rows(bench, &event.rows);
    }
}

static void payload(struct bench *bench, struct weir_str body)
{
    struct weir_str bytes;
    bool more = true;
    if (binlog_payload_start(bench->payload, body, &bench->err) != WEIR_OK) {
        stop(bench);
    }
    for (;;) {
        if (binlog_payload_next(bench->payload, &bytes, &more, &bench->err) != WEIR_OK) {
            stop(bench);
        }
        if (!more) {
            return;
        }
        one_event(bench, bytes);
    }
}

static void read_file(struct bench *bench, struct weir_str file)
{
    struct binlog_frame frame;
    bench->place.pos = 4;
    for (size_t at = 4; at + BINLOG_HEADER <= file.n;) {
        struct weir_reader rd = weir_reader_of(weir_str_n(file.p + at + 9, 4));
        size_t n = weir_reader_le(&rd, 4);
        n = n < BINLOG_HEADER || n > file.n - at ? file.n - at : n;
        if (binlog_frame_read(&bench->place, weir_str_n(file.p + at, n), &frame, &bench->err) !=
            WEIR_OK) {
            stop(bench);
        }
        if ((uint8_t)frame.bytes.p[4] == EVENT_TRANSACTION_PAYLOAD) {
            payload(bench, weir_str_from(frame.bytes, BINLOG_HEADER));
        } else {
            one_event(bench, frame.bytes);
        }
        at += n;
    }
}

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

int main(int argc, char **argv)
{
    static struct bench bench;
    const char *path = argc > 1 ? argv[1] : "tests/golden/binlog/mariadb-11.4.bin";
    struct weir_str file = slurp(path);
    bench.inf = binlog_inflate_new(LIMIT);
    bench.payload = binlog_payload_new(LIMIT);
    bench.is_mysql = strstr(path, "mysql") != NULL;
    for (size_t i = 0; i < TABLES; i++) {
        weir_arena_init(&bench.arenas[i], 4096);
    }
    size_t times = BYTES / file.n + 1;
    int64_t began_ns = weir_clock_mono_ns();
    for (size_t i = 0; i < times; i++) {
        read_file(&bench, file);
    }
    double s = (double)(weir_clock_mono_ns() - began_ns) / 1e9;
    printf("binlog %s: %.2f million events/s, %.2f million rows/s, %.1f million cells/s, "
           "%.0f MB/s\n",
           path, (double)bench.n_events / s / 1e6, (double)bench.n_rows / s / 1e6,
           (double)bench.n_cells / s / 1e6, (double)file.n * (double)times / s / 1e6);
    for (size_t i = 0; i < TABLES; i++) {
        weir_arena_free(&bench.arenas[i]);
    }
    binlog_payload_free(bench.payload);
    binlog_inflate_free(bench.inf);
    free((void *)(uintptr_t)file.p);
    return 0;
}

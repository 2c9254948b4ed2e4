/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of any bytes, one after another as in a binlog file; the first byte says whose. Sizes in
 * headers are put right and checksums are off, or nothing behind them would be reached. Whatever
 * is handed out must lie inside what was given in.
 */
#include <stdlib.h>

#include "binlog_frame.h"
#include "binlog_gtid.h"
#include "binlog_payload.h"
#include "binlog_row.h"
#include "binlog_wire.h"

#define EVENT_MAX ((size_t)1 << 20)
#define TABLES    8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
    struct binlog_place place;
    struct binlog_inflate *inf;
    struct binlog_payload *payload;
    struct weir_arena arena;
    struct binlog_table_map maps[TABLES];
    size_t n_maps;
    bool is_mysql;
    struct weir_err err;
    size_t sum; /* of all bytes that were handed out: they are read */
};

static void touch(struct fuzz *fuzz, struct weir_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        fuzz->sum += (uint8_t)s.p[i];
    }
}

static void table(struct fuzz *fuzz, struct weir_str body)
{
    struct binlog_table_map *map = &fuzz->maps[fuzz->n_maps % TABLES];
    if (binlog_table_map_read(body, fuzz->is_mysql, &fuzz->arena, map, &fuzz->err) != WEIR_OK) {
        memset(map, 0, sizeof(*map));
        return;
    }
    fuzz->n_maps++;
    touch(fuzz, map->db);
    touch(fuzz, map->name);
    for (uint32_t i = 0; i < map->n_columns; i++) {
        touch(fuzz, map->has_names ? map->names[i] : WEIR_STR_NULL);
        for (uint32_t k = 0; k < map->n_members[i]; k++) {
            touch(fuzz, map->members[i][k]);
        }
    }
    for (uint32_t i = 0; i < map->n_key; i++) {
        fuzz->sum += map->key[i] < map->n_columns ? 1 : (abort(), 0);
    }
}

static void rows(struct fuzz *fuzz, const struct binlog_rows *event)
{
    static struct weir_str cells[BINLOG_COLUMNS_MAX];
    struct binlog_cursor cursor;
    if (fuzz->n_maps == 0) {
        return;
    }
    const struct binlog_table_map *map = &fuzz->maps[(fuzz->n_maps - 1) % TABLES];
    fuzz->sum += binlog_rows_full(event);
    binlog_cursor_init(&cursor, map, event);
    while (binlog_cursor_more(&cursor)) {
        const uint8_t *before = cursor.rd.p;
        if (binlog_cursor_image(&cursor, event->op == BINLOG_UPDATE && cursor.row % 2, cells,
                                &fuzz->err) != WEIR_OK) {
            return;
        }
        if (cursor.rd.p == before) {
            abort(); /* would never end */
        }
        for (uint32_t i = 0; i < map->n_columns; i++) {
            touch(fuzz, cells[i]);
        }
    }
}

static void gtid_list(struct fuzz *fuzz, struct weir_str body)
{
    struct weir_buf text;
    struct weir_buf again;
    weir_buf_init(&text, EVENT_MAX);
    weir_buf_init(&again, EVENT_MAX);
    if (binlog_gtids_of_list(body, fuzz->is_mysql, &text, &fuzz->err) == WEIR_OK) {
        (void)binlog_gtids_encode(weir_buf_view(&text), &again, &fuzz->err);
    }
    weir_buf_free(&text);
    weir_buf_free(&again);
}

static void one_event(struct fuzz *fuzz, struct weir_str bytes)
{
    struct binlog_event event;
    if (binlog_event_read(bytes, fuzz->inf, &event, &fuzz->err) != WEIR_OK) {
        return;
    }
    switch (event.kind) {
    case BINLOG_TABLE_MAP:
        table(fuzz, event.table_map);
        break;
    case BINLOG_ROWS:
        rows(fuzz, &event.rows);
        break;
    case BINLOG_GTID_LIST:
        gtid_list(fuzz, event.gtid_list);
        break;
    case BINLOG_QUERY:
        touch(fuzz, event.query.db);
        touch(fuzz, event.query.sql);
        touch(fuzz, event.query.charset_client);
        break;
    case BINLOG_ANNOTATE:
        touch(fuzz, event.text);
        break;
    case BINLOG_ROTATE:
        touch(fuzz, event.rotate.file);
        break;
    case BINLOG_IGNORED:
    case BINLOG_FORMAT:
    case BINLOG_GTID:
    case BINLOG_XID:
    case BINLOG_XA_PREPARE:
    case BINLOG_HEARTBEAT:
    case BINLOG_INCIDENT:
        break;
    }
}

static void payload(struct fuzz *fuzz, struct weir_str body)
{
    struct weir_str bytes;
    bool more = true;
    if (binlog_payload_start(fuzz->payload, body, &fuzz->err) != WEIR_OK) {
        return;
    }
    for (int i = 0; i < 1000; i++) {
        if (binlog_payload_next(fuzz->payload, &bytes, &more, &fuzz->err) != WEIR_OK || !more) {
            return;
        }
        one_event(fuzz, bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz fuzz = {.is_mysql = size && data[0] & 1};
    fuzz.inf = binlog_inflate_new(EVENT_MAX);
    fuzz.payload = binlog_payload_new(EVENT_MAX);
    weir_arena_init(&fuzz.arena, 4096);
    for (size_t at = 1; at + BINLOG_HEADER <= size;) {
        struct weir_reader rd = weir_reader_of(weir_str_n(data + at + 9, 4));
        size_t n = weir_reader_le(&rd, 4);
        struct binlog_frame frame;
        n = n < BINLOG_HEADER || n > size - at ? size - at : n;
        /* A copy of just its size, so that reading past its end is seen. */
        char *event = malloc(n);
        memcpy(event, data + at, n);
        for (size_t i = 0; i < 4; i++) {
            event[9 + i] = (char)(n >> (8 * i));
        }
        if (binlog_frame_read(&fuzz.place, weir_str_n(event, n), &frame, &fuzz.err) == WEIR_OK) {
            struct weir_str body = weir_str_from(frame.bytes, BINLOG_HEADER);
            if ((uint8_t)event[4] == EVENT_TRANSACTION_PAYLOAD) {
                payload(&fuzz, body);
            } else {
                one_event(&fuzz, frame.bytes);
            }
        }
        fuzz.place.checksums = false; /* or hardly any event would fit its own */
        free(event);
        at += n;
    }
    weir_arena_free(&fuzz.arena);
    binlog_payload_free(fuzz.payload);
    binlog_inflate_free(fuzz.inf);
    return 0;
}

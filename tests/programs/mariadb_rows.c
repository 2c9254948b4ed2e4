/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_rows.c: a table of a real server both ways, as JSON lines for a test to compare: its rows
 * by a SELECT, then its rows events of a piece of the binlog. The definition is what SHOW CREATE
 * TABLE says.
 *
 *   mariadb_rows PORT DATABASE TABLE FILE FROM TO [property=value ...]
 */
#include <inttypes.h>

#include <weir/json.h>

#include "binlog_row.h"
#include "binlog_stream.h"
#include "cdc_rig.h"
#include "common/mysql/ddl.h"

#define CELLS_MAX 4096

struct both_ways {
    struct cdc_rig rig;
    struct my_session *session;
    struct my_conf conf;
    const char *db;
    const char *name;
    uint64_t end;
    struct weir_err err;
};

static void check(enum weir_verdict got, const char *what, const struct weir_err *err)
{
    if (got != WEIR_OK) {
        fprintf(stderr, "%s: %s\n", what, err->text);
        exit(1);
    }
}

static void print_line(struct both_ways *ways, const char *phase, struct weir_value row,
                       struct weir_value key)
{
    struct cdc_rig *rig = &ways->rig;
    struct weir_str value = cdc_rig_json(rig, rig->cdc->row_schema, row);
    struct weir_str name = cdc_rig_json(rig, rig->cdc->key_schema, key);
    printf("{\"phase\":\"%s\",\"key\":%.*s,\"value\":%.*s}\n", phase, WEIR_STR_ARG(name),
           WEIR_STR_ARG(value));
}

static void read_definition(struct both_ways *ways)
{
    struct my_rows rows;
    struct my_table *table;
    struct cdc_rig *rig = &ways->rig;
    const char *sql =
        weir_arena_printf(&rig->arena, "SHOW CREATE TABLE `%s`.`%s`", ways->db, ways->name);
    check(my_session_rows(ways->session, sql, &rig->arena, &rows, &ways->err), "SHOW", &ways->err);
    check(ddl_table_of(weir_str_of(ways->db), WEIR_STR("utf8mb4"), rows.cells[1], true, &table,
                       &ways->err),
          "DDL", &ways->err);
    check(cdc_table_make(rig->maker, table, &rig->cdc, &ways->err), "table", &ways->err);
    printf("{\"schema\":%.*s}\n", WEIR_STR_ARG(weir_schema_json(rig->cdc->row_schema)));
}

static void print_snapshot(struct both_ways *ways)
{
    struct cdc_rig *rig = &ways->rig;
    struct weir_buf sql;
    struct my_select *select;
    static struct weir_str cells[CELLS_MAX];
    uint32_t n;
    bool more = true;
    weir_buf_init(&sql, 1 << 20);
    weir_buf_text(&sql, "SELECT ");
    cdc_table_select(rig->cdc, &sql);
    weir_buf_printf(&sql, " FROM `%s`.`%s`", ways->db, ways->name);
    check(my_select_open(ways->session, weir_buf_cstr(&sql), &select, &n, &ways->err), sql.p,
          &ways->err);
    while (check(my_select_next(select, cells, &more, &ways->err), "row", &ways->err), more) {
        struct weir_value row, key;
        weir_batch_reset(rig->batch);
        check(cdc_table_row_of_text(rig->cdc, cells, &rig->batch->arena, &row, &key, &ways->err),
              "row", &ways->err);
        print_line(ways, "snapshot", row, key);
    }
    my_select_close(select);
    weir_buf_free(&sql);
}

static void print_rows(struct both_ways *ways, const struct binlog_table_map *map,
                       const struct binlog_rows *rows)
{
    static struct weir_str cells[CELLS_MAX];
    struct cdc_rig *rig = &ways->rig;
    struct binlog_cursor cursor;
    binlog_cursor_init(&cursor, map, rows);
    for (bool after = rows->op == BINLOG_INSERT; binlog_cursor_more(&cursor);
         after = rows->op == BINLOG_UPDATE ? !after : after) {
        struct weir_value row, key;
        weir_batch_reset(rig->batch);
        check(binlog_cursor_image(&cursor, after, cells, &ways->err), "image", &ways->err);
        check(cdc_table_row(rig->cdc, cells, &rig->batch->arena, &row, &key, &ways->err), "row",
              &ways->err);
        print_line(ways, rows->op == BINLOG_DELETE ? "delete" : after ? "stream" : "before", row,
                   key);
    }
}

static void print_stream(struct both_ways *ways, const char *file, uint64_t from)
{
    struct binlog_start start = {
        .server_id = 4242, .file = weir_str_of(file), .pos = from, .heartbeat_ms = 1000};
    struct binlog_stream *stream;
    struct binlog_table_map map = {0};
    struct binlog_event event = {0};
    bool ours = false;
    check(binlog_stream_open(&ways->conf, &start, &ways->rig.log, &stream, &ways->err), "dump", &ways->err);
    while (event.next_pos < ways->end || event.kind == BINLOG_ROTATE) {
        bool got;
        check(binlog_stream_next(stream, 10000, &event, &got, &ways->err), "event", &ways->err);
        if (!got) {
            fprintf(stderr, "no event within 10 s\n");
            exit(1);
        }
        if (event.kind == BINLOG_TABLE_MAP) {
            check(binlog_table_map_read(event.table_map, my_session_flavour(ways->session) == MY_MYSQL,
                                        &ways->rig.arena, &map, &ways->err),
                  "map",
                  &ways->err);
            ours = weir_str_is(map.db, ways->db) && weir_str_is(map.name, ways->name);
            if (ours) {
                check(cdc_table_bind(ways->rig.cdc, &map, &ways->err), "bind", &ways->err);
            }
        } else if (event.kind == BINLOG_ROWS && ours) {
            print_rows(ways, &map, &event.rows);
        }
    }
    binlog_stream_close(stream);
}

int main(int argc, char **argv)
{
    static const char *pairs[64];
    static struct both_ways ways;
    if (argc < 7) {
        fprintf(stderr, "mariadb_rows PORT DATABASE TABLE FILE FROM TO [property=value ...]\n");
        return 2;
    }
    for (int i = 7; i < argc && i < 7 + 31; i++) {
        char *value = strchr(argv[i], '=');
        *value = '\0';
        pairs[2 * (i - 7)] = argv[i];
        pairs[2 * (i - 7) + 1] = value + 1;
    }
    ways.db = argv[2];
    ways.name = argv[3];
    ways.end = strtoull(argv[6], NULL, 10);
    ways.conf = (struct my_conf){.host = WEIR_STR("127.0.0.1"),
                                 .port = atoi(argv[1]),
                                 .user = WEIR_STR("cdc"),
                                 .password = WEIR_STR("cdc"),
                                 .tls = MY_TLS_PREFERRED,
                                 .connect_timeout_ms = 10000};
    cdc_rig_open(&ways.rig, pairs, false);
    check(my_session_open(&ways.conf, &ways.session, &ways.err), "session", &ways.err);
    read_definition(&ways);
    print_snapshot(&ways);
    print_stream(&ways, argv[4], strtoull(argv[5], NULL, 10));
    my_session_close(ways.session);
    cdc_rig_close(&ways.rig);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_gtids.c: a file of the binlog and a position in it become the GTIDs done before. MariaDB
 * is asked for them; for MySQL they are read off the file's events, up to the position.
 */
#include <stdlib.h>

#include "server.h"

#define EVENT_COLUMNS 6 /* Log_name, Pos, Event_type, Server_id, End_log_pos, Info */
#define GTIDS_MAX     ((size_t)1 << 20)

/* GTIDs of one source in a row, which are told as one. */
struct run {
    struct weir_buf source;
    int64_t first, last;
};

static void put_run(struct run *run, struct weir_buf *gtids)
{
    if (run->first) {
        weir_buf_printf(gtids, "%s%.*s:%lld-%lld", gtids->n ? "," : "",
                        WEIR_STR_ARG(weir_buf_view(&run->source)), (long long)run->first,
                        (long long)run->last);
    }
    run->first = 0;
}

/* SET @@SESSION.GTID_NEXT= 'uuid:5' */
static void take_gtid(struct run *run, struct weir_str info, struct weir_buf *gtids)
{
    ptrdiff_t from = weir_str_chr(info, '\'');
    struct weir_str text = from >= 0 ? weir_str_from(info, (size_t)from + 1) : WEIR_STR("");
    ptrdiff_t colon = weir_str_chr(text, ':');
    if (colon < 0) {
        return; /* ANONYMOUS */
    }
    struct weir_str source = weir_str_n(text.p, (size_t)colon);
    int64_t number = 0;
    for (size_t i = (size_t)colon + 1; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++) {
        number = number * 10 + (text.p[i] - '0');
    }
    if (!run->first || number != run->last + 1 ||
        !weir_str_eq(weir_buf_view(&run->source), source)) {
        put_run(run, gtids);
        run->first = number;
        weir_buf_reset(&run->source);
        weir_buf_str(&run->source, source);
    }
    run->last = number;
}

static void take_set(struct weir_str info, struct weir_buf *gtids)
{
    for (size_t i = 0; i < info.n; i++) {
        if (info.p[i] != '\n' && info.p[i] != ' ') {
            weir_buf_char(gtids, info.p[i]);
        }
    }
}

static enum weir_verdict read_events(struct my_select *select, int64_t pos, struct weir_buf *gtids,
                                     struct weir_err *err)
{
    struct weir_str cells[EVENT_COLUMNS];
    struct run run = {.first = 0};
    bool more = true;
    enum weir_verdict verdict = WEIR_OK;
    weir_buf_init(&run.source, 256);
    while ((verdict = my_select_next(select, cells, &more, err)) == WEIR_OK && more &&
           strtoll(cells[1].p, NULL, 10) < pos) {
        if (weir_str_is(cells[2], "Previous_gtids")) {
            take_set(cells[5], gtids);
        } else if (weir_str_is(cells[2], "Gtid")) {
            take_gtid(&run, cells[5], gtids);
        }
    }
    put_run(&run, gtids);
    weir_buf_free(&run.source);
    return verdict;
}

static void show_events(struct weir_buf *sql, struct weir_str file)
{
    weir_buf_text(sql, "SHOW BINLOG EVENTS IN ");
    my_quote_text(sql, file);
}

static enum weir_verdict of_mysql(struct my_session *session, struct weir_str file, int64_t pos,
                                  struct weir_arena *arena, struct weir_str *text,
                                  struct weir_err *err)
{
    struct weir_buf sql, gtids;
    struct my_select *select = NULL;
    uint32_t n_columns = 0;
    weir_buf_init(&sql, 4096);
    weir_buf_init(&gtids, GTIDS_MAX);
    show_events(&sql, file);
    enum weir_verdict verdict =
        my_select_open(session, weir_buf_cstr(&sql), &select, &n_columns, err);
    if (verdict == WEIR_OK && n_columns == EVENT_COLUMNS) {
        verdict = read_events(select, pos, &gtids, err);
    }
    my_select_close(select);
    if (verdict == WEIR_OK) {
        verdict = weir_buf_check(&gtids, WEIR_BAD_DATA, "a set of GTIDs", err);
    }
    *text = gtids.n ? weir_arena_str(arena, weir_buf_view(&gtids)) : WEIR_STR_NULL;
    weir_buf_free(&sql);
    weir_buf_free(&gtids);
    return verdict;
}

static enum weir_verdict of_mariadb(struct my_session *session, struct weir_str file, int64_t pos,
                                    struct weir_arena *arena, struct weir_str *text,
                                    struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows = {.n_rows = 0};
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SELECT BINLOG_GTID_POS(");
    my_quote_text(&sql, file);
    weir_buf_printf(&sql, ", %lld)", (long long)pos);
    enum weir_verdict verdict = my_session_rows(session, weir_buf_cstr(&sql), arena, &rows, err);
    weir_buf_free(&sql);
    *text = rows.n_rows && rows.cells[0].n ? rows.cells[0] : WEIR_STR_NULL;
    return verdict;
}

/* What stands at a place where no transaction is under way. */
static bool is_between(struct weir_str type)
{
    static const char *const types[] = {"Gtid",           "Anonymous_Gtid", "Format_desc",
                                        "Previous_gtids", "Gtid_list",      "Binlog_checkpoint",
                                        "Rotate",         "Stop",           "Start_encryption"};
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (weir_str_is(type, types[i])) {
            return true;
        }
    }
    return false;
}

/* The server itself refuses a position where no event begins. */
static enum weir_verdict check(struct my_session *session, struct weir_str file, int64_t pos,
                               struct weir_arena *arena, struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows = {.n_rows = 0};
    weir_buf_init(&sql, 4096);
    show_events(&sql, file);
    weir_buf_printf(&sql, " FROM %lld LIMIT 1", (long long)pos);
    enum weir_verdict verdict = my_session_rows(session, weir_buf_cstr(&sql), arena, &rows, err);
    weir_buf_free(&sql);
    if (verdict == WEIR_OK && rows.n_rows && rows.n_columns == EVENT_COLUMNS &&
        !is_between(rows.cells[2])) {
        return weir_err_set(err, WEIR_BAD_DATA, "%.*s:%lld lies within a transaction",
                            WEIR_STR_ARG(file), (long long)pos);
    }
    return verdict;
}

enum weir_verdict server_gtids_at(struct my_session *session, struct weir_str file, int64_t pos,
                                  struct weir_arena *arena, struct weir_str *gtids,
                                  struct weir_err *err)
{
    if (check(session, file, pos, arena, err) != WEIR_OK) {
        return err->class;
    }
    return my_session_flavour(session) == MY_MYSQL
               ? of_mysql(session, file, pos, arena, gtids, err)
               : of_mariadb(session, file, pos, arena, gtids, err);
}

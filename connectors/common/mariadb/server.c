/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.c: questions to a MariaDB or MySQL server about its binlog and its tables. What is wrong
 * with the answers is said in one sentence each, with what to run.
 */
#include "server.h"

#include <stdio.h>

static bool is_mysql(const struct my_session *session)
{
    return my_session_flavour(session) == MY_MYSQL;
}

bool server_is_denied(const struct weir_err *err)
{
    return err->code == 1044 || err->code == 1045 || err->code == 1142 || err->code == 1227 ||
           err->code == 1370;
}

static struct weir_str cell(const struct my_rows *rows, uint32_t row, uint32_t column)
{
    return row < rows->n_rows && column < rows->n_columns
               ? rows->cells[(size_t)row * rows->n_columns + column]
               : WEIR_STR_NULL;
}

static int64_t number(struct weir_str text)
{
    int64_t x = 0;
    return text.p && weir_str_to_i64(text, &x) ? x : 0;
}

static struct weir_str first_line(struct weir_arena *arena, struct weir_str text)
{
    struct weir_buf out;
    weir_buf_init(&out, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\n' && text.p[i] != '\r') {
            weir_buf_char(&out, text.p[i]);
        }
    }
    struct weir_str joined = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return joined;
}

/* The second column of the one row of SHOW ... LIKE. */
static enum weir_verdict show_one(struct my_session *session, const char *sql,
                                  struct weir_arena *arena, struct weir_str *value,
                                  struct weir_err *err)
{
    struct my_rows rows;
    *value = WEIR_STR_NULL;
    if (my_session_rows(session, sql, arena, &rows, err) != WEIR_OK) {
        return err->class;
    }
    *value = cell(&rows, 0, 1);
    return WEIR_OK;
}

/* ---- how the binlog is written ---- */

static bool is_on(struct weir_str value)
{
    return weir_str_eq_nocase(value, WEIR_STR("ON")) || weir_str_is(value, "1");
}

enum weir_verdict server_check_binlog(struct my_session *session, struct weir_arena *arena,
                                      struct weir_err *err)
{
    struct weir_str log_bin;
    struct weir_str format;
    struct weir_str image;
    if (show_one(session, "SHOW GLOBAL VARIABLES LIKE 'log_bin'", arena, &log_bin, err) !=
            WEIR_OK ||
        show_one(session, "SHOW GLOBAL VARIABLES LIKE 'binlog_format'", arena, &format, err) !=
            WEIR_OK ||
        show_one(session, "SHOW GLOBAL VARIABLES LIKE 'binlog_row_image'", arena, &image, err) !=
            WEIR_OK) {
        return err->class;
    }
    if (!is_on(log_bin)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the server writes no binlog: set log_bin in its configuration and "
                            "restart it");
    }
    if (format.p && !weir_str_eq_nocase(format, WEIR_STR("ROW"))) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "The MySQL server is not configured to use a ROW binlog_format but %.*s: "
                            "run SET GLOBAL binlog_format=ROW, and set it in the configuration",
                            WEIR_STR_ARG(format));
    }
    if (image.p && !weir_str_eq_nocase(image, WEIR_STR("FULL"))) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "The MySQL server is not configured to use a FULL binlog_row_image but "
                            "%.*s: run SET GLOBAL binlog_row_image=FULL, and set it in the "
                            "configuration",
                            WEIR_STR_ARG(image));
    }
    return WEIR_OK;
}

/* ---- where it stands ---- */

static const char *show_status(const struct my_session *session)
{
    return is_mysql(session) && my_session_version(session) >= 80200 ? "SHOW BINARY LOG STATUS"
                                                                     : "SHOW MASTER STATUS";
}

static enum weir_verdict needs_grant(const struct my_session *session, struct weir_err *err)
{
    if (server_is_denied(err)) {
        weir_err_wrap(err, "the place of the binlog cannot be asked: GRANT %s ON *.* to the user",
                      is_mysql(session) ? "REPLICATION CLIENT, REPLICATION SLAVE"
                                        : "BINLOG MONITOR, REPLICATION SLAVE");
    }
    return err->class;
}

static enum weir_verdict server_gtids(struct my_session *session, const struct my_rows *status,
                                      struct weir_arena *arena, struct weir_str *gtids,
                                      struct weir_err *err)
{
    struct my_rows rows;
    *gtids = WEIR_STR_NULL;
    if (is_mysql(session)) {
        *gtids = cell(status, 0, 4);
    } else if (my_session_rows(session, "SELECT @@global.gtid_binlog_pos", arena, &rows, err) !=
               WEIR_OK) {
        return err->class;
    } else {
        *gtids = cell(&rows, 0, 0);
    }
    *gtids = gtids->n ? first_line(arena, *gtids) : WEIR_STR_NULL;
    return WEIR_OK;
}

enum weir_verdict server_place(struct my_session *session, struct weir_arena *arena,
                               struct server_place *place, struct weir_err *err)
{
    struct my_rows status;
    struct my_rows now;
    if (my_session_rows(session, show_status(session), arena, &status, err) != WEIR_OK) {
        return needs_grant(session, err);
    }
    if (status.n_rows == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "the server writes no binlog: set log_bin in its "
                                                  "configuration and restart it");
    }
    *place = (struct server_place){.file = cell(&status, 0, 0), .pos = number(cell(&status, 0, 1))};
    if (server_gtids(session, &status, arena, &place->gtids, err) != WEIR_OK ||
        my_session_rows(session, "SELECT UNIX_TIMESTAMP()", arena, &now, err) != WEIR_OK) {
        return err->class;
    }
    place->now_sec = number(cell(&now, 0, 0));
    return WEIR_OK;
}

enum weir_verdict server_view_place(struct my_session *session, struct weir_arena *arena,
                                    struct server_place *place, bool *known, struct weir_err *err)
{
    struct my_rows rows;
    *place = (struct server_place){0};
    *known = false;
    if (is_mysql(session)) {
        return WEIR_OK;
    }
    if (my_session_rows(session, "SHOW STATUS LIKE 'binlog_snapshot_%'", arena, &rows, err) !=
        WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < rows.n_rows; i++) {
        struct weir_str name = cell(&rows, i, 0);
        struct weir_str value = cell(&rows, i, 1);
        if (weir_str_eq_nocase(name, WEIR_STR("binlog_snapshot_file"))) {
            place->file = value;
        } else if (weir_str_eq_nocase(name, WEIR_STR("binlog_snapshot_position"))) {
            place->pos = number(value);
        }
    }
    *known = place->file.n > 0 && place->pos > 0;
    return WEIR_OK;
}

/* ---- which places are still there ---- */

static enum weir_verdict binary_logs(struct my_session *session, struct weir_arena *arena,
                                     struct my_rows *rows, struct weir_err *err)
{
    return my_session_rows(session, "SHOW BINARY LOGS", arena, rows, err) == WEIR_OK
               ? WEIR_OK
               : needs_grant(session, err);
}

static enum weir_verdict purged_gtids(struct my_session *session, struct weir_str oldest,
                                      struct weir_arena *arena, struct weir_str *gtids,
                                      struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, 4096);
    if (is_mysql(session)) {
        weir_buf_text(&sql, "SELECT @@global.gtid_purged");
    } else {
        weir_buf_text(&sql, "SELECT BINLOG_GTID_POS(");
        my_quote_text(&sql, oldest);
        weir_buf_text(&sql, ", 4)");
    }
    enum weir_verdict verdict = my_session_rows(session, weir_buf_cstr(&sql), arena, &rows, err);
    weir_buf_free(&sql);
    if (verdict == WEIR_OK) {
        *gtids = first_line(arena, cell(&rows, 0, 0));
    }
    return verdict;
}

enum weir_verdict server_oldest(struct my_session *session, struct weir_arena *arena,
                                struct server_place *place, struct weir_err *err)
{
    struct my_rows rows;
    if (binary_logs(session, arena, &rows, err) != WEIR_OK) {
        return err->class;
    }
    *place = (struct server_place){.file = cell(&rows, 0, 0), .pos = 4};
    return purged_gtids(session, place->file, arena, &place->gtids, err);
}

enum weir_verdict server_has_file(struct my_session *session, struct weir_str file, int64_t pos,
                                  struct weir_arena *arena, bool *has, struct weir_err *err)
{
    struct my_rows rows;
    *has = false;
    if (binary_logs(session, arena, &rows, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < rows.n_rows; i++) {
        *has = *has || (weir_str_eq(cell(&rows, i, 0), file) && pos <= number(cell(&rows, i, 1)));
    }
    return WEIR_OK;
}

/* ---- tables ---- */

static bool is_base(struct weir_str type)
{
    return weir_str_is(type, "BASE TABLE") || weir_str_is(type, "SYSTEM VERSIONED");
}

static enum weir_verdict add_tables(struct my_session *session, struct weir_arena *arena,
                                    struct weir_str db, struct server_tables *list, size_t *cap,
                                    struct weir_err *err)
{
    struct weir_buf sql;
    struct my_rows rows;
    weir_buf_init(&sql, 4096);
    weir_buf_text(&sql, "SHOW FULL TABLES IN ");
    my_quote_name(&sql, db);
    enum weir_verdict verdict = my_session_rows(session, weir_buf_cstr(&sql), arena, &rows, err);
    weir_buf_free(&sql);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    for (uint32_t i = 0; i < rows.n_rows; i++) {
        if (!is_base(cell(&rows, i, 1))) {
            continue;
        }
        if (list->n == *cap) {
            struct server_table *old = list->items;
            *cap = *cap ? 2 * *cap : 64;
            list->items = WEIR_NEW_ARRAY(arena, struct server_table, *cap);
            if (list->n) {
                memcpy(list->items, old, list->n * sizeof(*old));
            }
        }
        list->items[list->n++] = (struct server_table){.db = db, .name = cell(&rows, i, 0)};
    }
    return WEIR_OK;
}

enum weir_verdict server_tables(struct my_session *session, struct weir_arena *arena,
                                struct server_tables *list, struct weir_err *err)
{
    struct my_rows rows;
    size_t cap = 0;
    *list = (struct server_tables){0};
    if (my_session_rows(session, "SHOW DATABASES", arena, &rows, err) != WEIR_OK) {
        return err->class;
    }
    list->databases = WEIR_NEW_ARRAY(arena, struct weir_str, rows.n_rows);
    for (uint32_t i = 0; i < rows.n_rows; i++) {
        struct weir_str db = cell(&rows, i, 0);
        list->databases[list->n_databases++] = db;
        if (weir_str_eq_nocase(db, WEIR_STR("information_schema")) ||
            weir_str_eq_nocase(db, WEIR_STR("performance_schema"))) {
            continue;
        }
        if (add_tables(session, arena, db, list, &cap, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_select.c: a large result, row by row. The statement and the columns' description go through
 * libmariadb; the rows' packets come from my_packet and are cut into cells where they lie.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/reader.h>

#include "my_handle.h"
#include "my_packet.h"

#define ROW_MAX       ((size_t)1 << 30) /* the servers' own limit of a packet */
#define CLOSE_READ    ((size_t)4 << 20) /* more than this left: the connection is dropped */
#define STATUS_LENGTH 5

struct my_select {
    struct my_session *session;
    uint32_t n_columns;
    bool done;
};

enum weir_verdict my_select_open(struct my_session *session, const char *sql,
                                 struct my_select **select, uint32_t *n_columns,
                                 struct weir_err *err)
{
    MYSQL *mysql = session->mysql;
    *select = NULL;
    if (session->select) {
        return weir_err_set(err, WEIR_FATAL, "another SELECT is open on this session");
    }
    if (mysql_real_query(mysql, sql, strlen(sql))) {
        return my_error_of(mysql, "SELECT", err);
    }
    *n_columns = mysql_field_count(mysql);
    if (!*n_columns) {
        return weir_err_set(err, WEIR_FATAL, "the statement gives no rows: %.80s", sql);
    }
    my_packet_limit(session, ROW_MAX);
    session->wire.ours = false;
    *select = weir_xcalloc(1, sizeof(**select));
    **select = (struct my_select){.session = session, .n_columns = *n_columns};
    session->select = *select;
    return WEIR_OK;
}

/* A length before a text; false for NULL. */
static bool cell_length(struct weir_reader *rd, uint64_t *n)
{
    uint8_t first = weir_reader_u8(rd);
    switch (first) {
    case 0xfb:
        return false;
    case 0xfc:
        *n = weir_reader_le(rd, 2);
        return true;
    case 0xfd:
        *n = weir_reader_le(rd, 3);
        return true;
    case 0xfe:
        *n = weir_reader_le(rd, 8);
        return true;
    default:
        *n = first;
        return true;
    }
}

static enum weir_verdict cut_row(struct weir_str packet, uint32_t n_columns,
                                 struct weir_str *cells, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(packet);
    for (uint32_t i = 0; i < n_columns; i++) {
        uint64_t n;
        cells[i] = cell_length(&rd, &n) ? weir_reader_str(&rd, n) : WEIR_STR_NULL;
    }
    if (rd.failed || weir_reader_left(&rd)) {
        return weir_err_set(err, WEIR_RETRY, "a row of %zu bytes does not hold its %u columns",
                            packet.n, n_columns);
    }
    return WEIR_OK;
}

/* The session takes statements again. */
static void finish(struct my_select *select)
{
    select->done = true;
    select->session->wire.ours = false;
    select->session->mysql->status = MYSQL_STATUS_READY;
}

enum weir_verdict my_select_next(struct my_select *select, struct weir_str *cells, bool *more,
                                 struct weir_err *err)
{
    struct weir_str packet;
    bool got;
    *more = false;
    if (select->done) {
        return WEIR_OK;
    }
    if (my_packet_next(select->session, -1, -1, &packet, &got, err) != WEIR_OK) {
        return err->class;
    }
    uint8_t first = packet.n ? (uint8_t)packet.p[0] : 0;
    if (first == MY_PACKET_ERROR) {
        finish(select);
        return my_packet_error(packet, "SELECT", err);
    }
    if (first == MY_PACKET_EOF && packet.n <= STATUS_LENGTH) {
        finish(select);
        return WEIR_OK;
    }
    *more = true;
    return cut_row(packet, select->n_columns, cells, err);
}

void my_select_close(struct my_select *select)
{
    if (!select) {
        return;
    }
    struct my_session *session = select->session;
    struct weir_str packet;
    struct weir_err err;
    size_t left = 0;
    bool got = true;
    while (!select->done && got && left < CLOSE_READ &&
           my_packet_next(session, -1, -1, &packet, &got, &err) == WEIR_OK) {
        left += packet.n + 1;
        uint8_t first = packet.n ? (uint8_t)packet.p[0] : 0;
        if (first == MY_PACKET_ERROR || (first == MY_PACKET_EOF && packet.n <= STATUS_LENGTH)) {
            finish(select);
        }
    }
    if (!select->done) {
        my_session_wake(session);
        session->mysql->status = MYSQL_STATUS_READY;
    }
    session->select = NULL;
    free(select);
}

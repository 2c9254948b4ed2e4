/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_dump.c: user variables tell the server what we understand and where to start, a command
 * registers us as a replica, another asks for the events: three ways, of file and position, of
 * MariaDB's GTIDs (a variable) and of MySQL's (in the command).
 */
#include "binlog_dump.h"

#include "binlog_gtid.h"
#include "common/mysql/my_packet.h"

#define TEXT_MAX      ((size_t)16 << 20)
#define SEND_ANNOTATE 2 /* MariaDB */
#define THROUGH_GTID  4 /* MySQL */
#define FILE_START    4 /* the first event's position */

#define NO_POSITIONS_SINCE 110400 /* MariaDB's version that may leave them out */

static void put_le(struct weir_buf *out, uint64_t x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        weir_buf_char(out, (char)(x >> (8 * i)));
    }
}

static enum weir_verdict run(struct my_session *session, struct weir_buf *sql,
                             struct weir_err *err)
{
    enum weir_verdict verdict = weir_buf_check(sql, WEIR_BAD_CONFIG, "the GTID set", err);
    if (verdict == WEIR_OK) {
        verdict = my_session_run(session, weir_buf_cstr(sql), err);
    }
    weir_buf_reset(sql);
    return verdict;
}

/* MySQL 8.0.26 renamed the variables and reads the old names too; 5.7 knows only those. */
static void put_variables(struct weir_buf *sql, const struct my_session *session,
                          const struct binlog_start *start)
{
    weir_buf_text(sql, "SET @master_binlog_checksum=@@global.binlog_checksum");
    if (start->heartbeat_ms > 0) {
        weir_buf_printf(sql, ", @master_heartbeat_period=%lld000000",
                        (long long)start->heartbeat_ms);
    }
    if (my_session_flavour(session) == MY_MARIADB) {
        weir_buf_text(sql, ", @mariadb_slave_capability=4");
        if (start->gtids.p) {
            weir_buf_text(sql, ", @slave_gtid_strict_mode=0, @slave_gtid_ignore_duplicates=0, "
                               "@slave_connect_state=");
            my_quote_text(sql, start->gtids);
        }
    }
    if (start->net_read_timeout_s > 0) {
        weir_buf_printf(sql, ", net_read_timeout=%d", start->net_read_timeout_s);
    }
    if (start->net_write_timeout_s > 0) {
        weir_buf_printf(sql, ", net_write_timeout=%d", start->net_write_timeout_s);
    }
}

/* Shows us in SHOW REPLICA HOSTS. The empty texts are host, user and password. */
static enum weir_verdict register_replica(struct my_session *session, uint32_t server_id,
                                          struct weir_buf *body, struct weir_err *err)
{
    struct weir_str packet;
    bool got;
    put_le(body, server_id, 4);
    put_le(body, 0, 3);
    put_le(body, 0, 2); /* port */
    put_le(body, 0, 4); /* rank */
    put_le(body, 0, 4); /* source's id */
    if (my_packet_command(session, MY_COM_REGISTER_SLAVE, weir_buf_view(body), err) != WEIR_OK ||
        my_packet_next(session, -1, -1, &packet, &got, err) != WEIR_OK) {
        return err->class;
    }
    weir_buf_reset(body);
    if (packet.n && (uint8_t)packet.p[0] == MY_PACKET_ERROR) {
        return my_packet_error(packet,
                               "the user may not read the binlog, run GRANT REPLICATION SLAVE ON "
                               "*.* TO it", err);
    }
    return WEIR_OK;
}

/*
 * Statements' texts are often half of all bytes. Where the server writes no positions they are
 * counted, and that needs every event.
 */
static bool wants_annotations(const struct my_session *session, const struct binlog_start *start)
{
    return my_session_flavour(session) == MY_MARIADB &&
           (start->annotate || my_session_version(session) >= NO_POSITIONS_SINCE);
}

static enum weir_verdict dump_by_file(struct my_session *session, const struct binlog_start *start,
                                      struct weir_buf *body, struct weir_err *err)
{
    put_le(body, start->pos < FILE_START ? FILE_START : start->pos, 4);
    put_le(body, wants_annotations(session, start) ? SEND_ANNOTATE : 0, 2);
    put_le(body, start->server_id, 4);
    weir_buf_str(body, start->file);
    return my_packet_command(session, MY_COM_BINLOG_DUMP, weir_buf_view(body), err);
}

static enum weir_verdict dump_by_gtids(struct my_session *session,
                                       const struct binlog_start *start, struct weir_buf *body,
                                       struct weir_err *err)
{
    struct weir_buf set;
    weir_buf_init(&set, TEXT_MAX);
    enum weir_verdict verdict = binlog_gtids_encode(start->gtids, &set, err);
    if (verdict == WEIR_OK) {
        put_le(body, THROUGH_GTID, 2);
        put_le(body, start->server_id, 4);
        put_le(body, 0, 4); /* no file */
        put_le(body, FILE_START, 8);
        put_le(body, set.n, 4);
        weir_buf_str(body, weir_buf_view(&set));
        verdict = my_packet_command(session, MY_COM_BINLOG_DUMP_GTID, weir_buf_view(body), err);
    }
    weir_buf_free(&set);
    return verdict;
}

static enum weir_verdict dump(struct my_session *session, const struct binlog_start *start,
                              struct weir_buf *text, struct weir_err *err)
{
    bool by_gtids = start->gtids.p && my_session_flavour(session) == MY_MYSQL;
    put_variables(text, session, start);
    if (run(session, text, err) != WEIR_OK ||
        register_replica(session, start->server_id, text, err) != WEIR_OK) {
        return err->class;
    }
    return by_gtids ? dump_by_gtids(session, start, text, err)
                    : dump_by_file(session, start, text, err);
}

enum weir_verdict binlog_dump(struct my_session *session, const struct binlog_start *start,
                              struct weir_err *err)
{
    struct weir_buf text;
    weir_buf_init(&text, TEXT_MAX);
    enum weir_verdict verdict = dump(session, start, &text, err);
    weir_buf_free(&text);
    return verdict;
}

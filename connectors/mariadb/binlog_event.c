/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_event.c: an event's bytes, without checksum, become a typed body. Rows and table maps are
 * only opened as far as their heads; binlog_row.c and binlog_table_map.c read on.
 */
#include "binlog_event.h"

#include "binlog_charset.h"
#include "binlog_inflate.h"
#include "binlog_wire.h"

/* How an event's body is read. */
typedef void body_reader(struct weir_reader *rd, struct binlog_event *event);

static void read_rotate(struct weir_reader *rd, struct binlog_event *event)
{
    event->rotate.pos = weir_reader_le(rd, 8);
    event->rotate.file = weir_reader_str(rd, weir_reader_left(rd));
    event->rotate.artificial = event->ts_sec == 0 || (event->flags & BINLOG_FLAG_ARTIFICIAL);
}

/*
 * The character set of the client that sent a statement, out of the status variables before it.
 * The codes come in a fixed order and those up to charset's have known sizes.
 */
static struct weir_str status_charset(struct weir_str vars)
{
    struct weir_reader rd = weir_reader_of(vars);
    while (!rd.failed && weir_reader_left(&rd)) {
        switch (weir_reader_u8(&rd)) {
        case 0: /* flags */
        case 3: /* auto_increment */
            weir_reader_skip(&rd, 4);
            break;
        case 1: /* sql_mode */
            weir_reader_skip(&rd, 8);
            break;
        case 2: /* catalog, with a NUL */
            weir_reader_skip(&rd, (size_t)weir_reader_u8(&rd) + 1);
            break;
        case 6: /* catalog */
            weir_reader_skip(&rd, weir_reader_u8(&rd));
            break;
        case 4:
            return binlog_charset_name((uint16_t)weir_reader_le(&rd, 2));
        default:
            return WEIR_STR_NULL;
        }
    }
    return WEIR_STR_NULL;
}

/* Everything but the statement itself, which may be compressed. */
static void read_query(struct weir_reader *rd, struct binlog_event *event)
{
    event->query.thread = (uint32_t)weir_reader_le(rd, 4);
    weir_reader_skip(rd, 4); /* execution time */
    size_t db_length = weir_reader_u8(rd);
    event->query.error = (uint16_t)weir_reader_le(rd, 2);
    size_t vars_length = weir_reader_le(rd, 2);
    event->query.charset_client = status_charset(weir_reader_str(rd, vars_length));
    event->query.db = weir_reader_str(rd, db_length);
    weir_reader_skip(rd, 1);
    event->query.sql = weir_reader_str(rd, weir_reader_left(rd));
}

static void read_mariadb_gtid(struct weir_reader *rd, struct binlog_event *event)
{
    event->gtid = (struct binlog_gtid){0};
    event->gtid.seq = weir_reader_le(rd, 8);
    event->gtid.domain = (uint32_t)weir_reader_le(rd, 4);
    event->gtid.flags = weir_reader_u8(rd);
    event->gtid.server = event->server_id;
    event->gtid.standalone = event->gtid.flags & 1;
    event->gtid.is_ddl = event->gtid.flags & 32;
}

/* Flags, source, number, then since 5.7 a logical clock and since 8.0 the time of the commit. */
static void read_mysql_gtid(struct weir_reader *rd, struct binlog_event *event)
{
    event->gtid = (struct binlog_gtid){.is_mysql = true};
    event->gtid.is_anonymous = event->type == EVENT_ANONYMOUS_GTID;
    event->gtid.flags = weir_reader_u8(rd);
    const uint8_t *uuid = weir_reader_take(rd, sizeof(event->gtid.uuid));
    event->gtid.seq = weir_reader_le(rd, 8);
    if (uuid) {
        memcpy(event->gtid.uuid, uuid, sizeof(event->gtid.uuid));
    }
    if (weir_reader_left(rd) >= 17 + 7 && weir_reader_u8(rd) == 2) {
        weir_reader_skip(rd, 16);
        event->gtid.commit_us = (int64_t)(weir_reader_le(rd, 7) & ~((uint64_t)1 << 55));
    }
}

static enum binlog_op rows_op(uint8_t type)
{
    switch (type) {
    case EVENT_WRITE_ROWS_V1:
    case EVENT_WRITE_ROWS:
    case EVENT_WRITE_ROWS_COMPRESSED_V1:
    case EVENT_WRITE_ROWS_COMPRESSED:
        return BINLOG_INSERT;
    case EVENT_DELETE_ROWS_V1:
    case EVENT_DELETE_ROWS:
    case EVENT_DELETE_ROWS_COMPRESSED_V1:
    case EVENT_DELETE_ROWS_COMPRESSED:
        return BINLOG_DELETE;
    default:
        return BINLOG_UPDATE;
    }
}

/* Version 2 has room for more between head and bitmaps, which nobody needs here. */
static bool rows_have_extra(uint8_t type)
{
    return (type >= EVENT_WRITE_ROWS && type <= EVENT_DELETE_ROWS) ||
           type == EVENT_PARTIAL_UPDATE_ROWS ||
           (type >= EVENT_WRITE_ROWS_COMPRESSED && type <= EVENT_DELETE_ROWS_COMPRESSED);
}

static void read_rows(struct weir_reader *rd, struct binlog_event *event)
{
    struct binlog_rows *rows = &event->rows;
    rows->op = rows_op(event->type);
    rows->is_partial = event->type == EVENT_PARTIAL_UPDATE_ROWS;
    rows->table_id = weir_reader_le(rd, 6);
    rows->last_of_statement = weir_reader_le(rd, 2) & 1;
    if (rows_have_extra(event->type)) {
        size_t n = weir_reader_le(rd, 2);
        weir_reader_skip(rd, n >= 2 ? n - 2 : 0);
    }
    uint64_t n_columns = binlog_packed(rd);
    size_t n_bytes = (size_t)((n_columns + 7) / 8);
    rows->n_columns = (uint32_t)n_columns;
    rows->present_before = weir_reader_str(rd, n_columns > UINT16_MAX ? SIZE_MAX : n_bytes);
    rows->present_after = rows->op == BINLOG_UPDATE ? weir_reader_str(rd, n_bytes)
                                                    : rows->present_before;
    rows->body = weir_reader_str(rd, weir_reader_left(rd));
}

static void read_text(struct weir_reader *rd, struct binlog_event *event)
{
    if (event->type == EVENT_ROWS_QUERY) {
        weir_reader_skip(rd, 1); /* a length that does not matter */
    }
    event->text = weir_reader_str(rd, weir_reader_left(rd));
}

static void read_table_map(struct weir_reader *rd, struct binlog_event *event)
{
    event->table_map = weir_reader_str(rd, weir_reader_left(rd));
}

static void read_gtid_list(struct weir_reader *rd, struct binlog_event *event)
{
    event->gtid_list = weir_reader_str(rd, weir_reader_left(rd));
}

static const struct {
    const char *name;
    body_reader *read; /* NULL: nothing of its body is needed */
    uint8_t kind;
} types[256] = {
    [EVENT_QUERY] = {"query", read_query, BINLOG_QUERY},
    [EVENT_STOP] = {"stop", NULL, BINLOG_IGNORED},
    [EVENT_ROTATE] = {"rotate", read_rotate, BINLOG_ROTATE},
    [EVENT_FORMAT] = {"format description", NULL, BINLOG_FORMAT},
    [EVENT_XID] = {"commit", NULL, BINLOG_XID},
    [EVENT_TABLE_MAP] = {"table map", read_table_map, BINLOG_TABLE_MAP},
    [EVENT_WRITE_ROWS_V1] = {"write rows", read_rows, BINLOG_ROWS},
    [EVENT_UPDATE_ROWS_V1] = {"update rows", read_rows, BINLOG_ROWS},
    [EVENT_DELETE_ROWS_V1] = {"delete rows", read_rows, BINLOG_ROWS},
    [EVENT_INCIDENT] = {"incident", NULL, BINLOG_INCIDENT},
    [EVENT_HEARTBEAT] = {"heartbeat", NULL, BINLOG_HEARTBEAT},
    [EVENT_HEARTBEAT_V2] = {"heartbeat", NULL, BINLOG_HEARTBEAT},
    [EVENT_ROWS_QUERY] = {"rows query", read_text, BINLOG_ANNOTATE},
    [EVENT_WRITE_ROWS] = {"write rows", read_rows, BINLOG_ROWS},
    [EVENT_UPDATE_ROWS] = {"update rows", read_rows, BINLOG_ROWS},
    [EVENT_DELETE_ROWS] = {"delete rows", read_rows, BINLOG_ROWS},
    [EVENT_GTID] = {"GTID", read_mysql_gtid, BINLOG_GTID},
    [EVENT_ANONYMOUS_GTID] = {"anonymous GTID", read_mysql_gtid, BINLOG_GTID},
    [EVENT_PREVIOUS_GTIDS] = {"previous GTIDs", read_gtid_list, BINLOG_GTID_LIST},
    [EVENT_XA_PREPARE] = {"XA prepare", NULL, BINLOG_XA_PREPARE},
    [EVENT_PARTIAL_UPDATE_ROWS] = {"partial update rows", read_rows, BINLOG_ROWS},
    [EVENT_TRANSACTION_PAYLOAD] = {"transaction payload", NULL, BINLOG_IGNORED},
    [EVENT_GTID_TAGGED] = {"tagged GTID", NULL, BINLOG_IGNORED},
    [EVENT_BINLOG_CHECKPOINT] = {"binlog checkpoint", NULL, BINLOG_IGNORED},
    [EVENT_ANNOTATE_ROWS] = {"annotate rows", read_text, BINLOG_ANNOTATE},
    [EVENT_MARIADB_GTID] = {"GTID", read_mariadb_gtid, BINLOG_GTID},
    [EVENT_MARIADB_GTID_LIST] = {"GTID list", read_gtid_list, BINLOG_GTID_LIST},
    [EVENT_START_ENCRYPTION] = {"start encryption", NULL, BINLOG_IGNORED},
    [EVENT_QUERY_COMPRESSED] = {"compressed query", read_query, BINLOG_QUERY},
    [EVENT_WRITE_ROWS_COMPRESSED_V1] = {"compressed write rows", read_rows, BINLOG_ROWS},
    [EVENT_UPDATE_ROWS_COMPRESSED_V1] = {"compressed update rows", read_rows, BINLOG_ROWS},
    [EVENT_DELETE_ROWS_COMPRESSED_V1] = {"compressed delete rows", read_rows, BINLOG_ROWS},
    [EVENT_WRITE_ROWS_COMPRESSED] = {"compressed write rows", read_rows, BINLOG_ROWS},
    [EVENT_UPDATE_ROWS_COMPRESSED] = {"compressed update rows", read_rows, BINLOG_ROWS},
    [EVENT_DELETE_ROWS_COMPRESSED] = {"compressed delete rows", read_rows, BINLOG_ROWS},
};

const char *binlog_type_name(uint8_t type)
{
    return types[type].name ? types[type].name : "unknown";
}

/* Size and end position are the stream's. */
static void read_header(struct weir_reader *rd, struct binlog_event *event)
{
    const uint8_t *head = weir_reader_take(rd, BINLOG_HEADER);
    if (head) {
        event->ts_sec = binlog_le32(head);
        event->type = head[4];
        event->server_id = binlog_le32(head + 5);
        event->flags = binlog_le16(head + 17);
    }
    event->kind = types[event->type].kind;
}

/* The one text of a compressed event is replaced by what it was. */
static enum weir_verdict uncompress(struct binlog_event *event, struct binlog_inflate *inf,
                                    struct weir_err *err)
{
    struct weir_str *body = NULL;
    if (event->type == EVENT_QUERY_COMPRESSED) {
        body = &event->query.sql;
    } else if (event->type >= EVENT_WRITE_ROWS_COMPRESSED_V1 &&
               event->type <= EVENT_DELETE_ROWS_COMPRESSED) {
        body = &event->rows.body;
    }
    return body ? binlog_inflate_body(inf, *body, body, err) : WEIR_OK;
}

enum weir_verdict binlog_event_read(struct weir_str bytes, struct binlog_inflate *inf,
                                    struct binlog_event *event, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(bytes);
    memset(event, 0, offsetof(struct binlog_event, gtid)); /* a body's reader sets all of it */
    read_header(&rd, event);
    if (types[event->type].read && !rd.failed) {
        types[event->type].read(&rd, event);
    }
    if (rd.failed) {
        return weir_err_set(err, WEIR_BAD_DATA, "a %s event of %zu bytes ends too early",
                            binlog_type_name(event->type), bytes.n);
    }
    if (uncompress(event, inf, err) != WEIR_OK) {
        return weir_err_wrap(err, "a %s event", binlog_type_name(event->type));
    }
    return WEIR_OK;
}

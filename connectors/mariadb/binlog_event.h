/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_event.h: the server's replication stream as events with typed bodies, whatever the server
 * (MariaDB 10.x-11.x, MySQL 5.7-8.x), checksum or compression. Comes from binlog_stream, goes to
 * the source task. A body's texts are views into the event's bytes, good until the next event.
 */
#ifndef WEIR_BINLOG_EVENT_H
#define WEIR_BINLOG_EVENT_H

#include <weir/err.h>
#include <weir/reader.h>

enum binlog_kind {
    BINLOG_IGNORED, /* counts as an event, means nothing to us */
    BINLOG_FORMAT,
    BINLOG_ROTATE,    /* real or artificial (then nothing was written: not counted) */
    BINLOG_GTID,      /* begins a transaction, MariaDB or MySQL */
    BINLOG_GTID_LIST, /* MariaDB's at the head of a file, MySQL's previous GTIDs */
    BINLOG_QUERY,     /* BEGIN, COMMIT, ROLLBACK, XA ..., DDL */
    BINLOG_XID,       /* commit */
    BINLOG_XA_PREPARE,
    BINLOG_TABLE_MAP,
    BINLOG_ROWS,
    BINLOG_ANNOTATE, /* the statement's text; MySQL: rows query */
    BINLOG_HEARTBEAT,
    BINLOG_INCIDENT,
};

enum binlog_op { BINLOG_INSERT, BINLOG_UPDATE, BINLOG_DELETE };

struct binlog_gtid {
    bool is_mysql;
    bool is_anonymous; /* MySQL without GTIDs: begins a transaction all the same; seq is 0 */
    uint32_t domain;  /* MariaDB */
    uint32_t server;  /* MariaDB: of the event's header */
    uint8_t uuid[16]; /* MySQL */
    uint64_t seq;
    bool standalone; /* MariaDB: no transaction follows, one event (DDL) */
    bool is_ddl;     /* MariaDB says so of some DDL; false tells nothing */
    uint8_t flags;   /* as on the wire */
    int64_t commit_us; /* MySQL 8: commit time; 0: not said */
};

struct binlog_rows {
    enum binlog_op op;
    uint64_t table_id;
    uint32_t n_columns;
    struct weir_str present_before; /* bitmaps: which columns the image has */
    struct weir_str present_after;
    bool last_of_statement;
    bool is_partial; /* MySQL's partial JSON updates: the cursor refuses them */
    struct weir_str body; /* the rows, uncompressed: binlog_row.h walks them */
};

struct binlog_event {
    enum binlog_kind kind;
    uint8_t type; /* as on the wire */
    uint16_t flags;
    uint32_t server_id;
    int64_t ts_sec;
    /*
     * Where it begins in the file, and where the next one does; computed where the server writes 0.
     * Of events inside a compressed transaction (MySQL): of the whole of it. Of what is in no file
     * (heartbeats, artificial events): both where the next real event begins.
     */
    uint64_t pos;
    uint64_t next_pos;
    uint64_t said_pos; /* the same as Debezium has it: where the server writes 0, of the last that
                          had more */
    bool packed; /* came out of a compressed transaction (MySQL) */
    union {
        struct binlog_gtid gtid;
        struct binlog_rows rows;
        struct {
            struct weir_str db;
            struct weir_str sql; /* uncompressed */
            uint32_t thread;
            struct weir_str charset_client; /* name; p NULL: utf8mb4 */
            uint16_t error;
        } query;
        struct {
            struct weir_str file;
            uint64_t pos;
            bool artificial;
        } rotate;
        struct weir_str text;      /* ANNOTATE: the statement */
        struct weir_str table_map; /* TABLE_MAP: body, for binlog_table_map.h */
        struct weir_str gtid_list; /* GTID_LIST: body */
    };
};

#define BINLOG_HEADER 19

/* Flags of the header that matter to us. */
#define BINLOG_FLAG_ARTIFICIAL 0x20

struct binlog_inflate; /* reused memory for compressed bodies */
struct binlog_inflate *binlog_inflate_new(size_t max); /* a larger body is refused */
void binlog_inflate_free(struct binlog_inflate *inf); /* NULL is fine */

/*
 * Decodes one event: header and body without checksum. pos and next_pos are left to the caller.
 * Compressed bodies go through inf. BAD_DATA when it is cut short or breaks its own layout.
 */
enum weir_verdict binlog_event_read(struct weir_str bytes, struct binlog_inflate *inf,
                                    struct binlog_event *event, struct weir_err *err);
/* "query", "write rows": what an event's type is called, for errors. */
const char *binlog_type_name(uint8_t type);

#endif

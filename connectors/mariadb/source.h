/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source.h: the inside of the source task: one struct, and what its files offer each other. All of
 * it belongs to the task's thread, but for what says otherwise.
 */
#ifndef WEIR_SOURCE_H
#define WEIR_SOURCE_H

#include <pthread.h>

#include <weir/task.h>

#include "binlog_row.h"
#include "binlog_stream.h"
#include "common/mariadb/cdc_envelope.h"
#include "cdc_meta.h"
#include "cdc_schema.h"
#include "history.h"
#include "common/mariadb/mariadb_conf.h"
#include "source_place.h"

/* A captured table. */
struct source_table {
    struct weir_str id; /* db.table; NUL follows */
    size_t n_db;        /* bytes of the db in it */
    struct cdc_table *cdc; /* NULL: its definition is not known */
    bool is_signal;
    bool is_data;      /* its rows become events */
    bool pending;      /* its definition holds from a place that the stream has not reached */
    int64_t txn_count; /* events of the transaction under way */
    struct source_table *next;
};

/* What a table id means until a new table map comes. */
struct source_map {
    uint64_t id;
    uint64_t used; /* counts up: the lowest gives way */
    bool live;
    struct weir_arena arena;
    struct weir_str body;
    struct binlog_table_map map;
    struct source_table *table; /* NULL: not captured */
};

#define SOURCE_MAPS 1024

struct source_tables {
    struct source_table *first;
    struct source_map maps[SOURCE_MAPS];
    uint64_t clock;
};

/* A rows event that is being handed on. */
struct source_rows {
    bool active;
    struct binlog_event event;
    struct source_map *map;
    struct binlog_cursor cursor;
    struct cdc_origin origin;
    int64_t k;      /* the next row */
    int64_t skip;   /* rows sent before the last restart */
};

struct source_txn {
    struct weir_buf gtid, id, query;
    int64_t thread; /* -1: none */
    bool filtered;  /* of a GTID source that does not count */
    bool told;      /* BEGIN was written */
    int64_t total;
    struct cdc_offset_order *orders;
    size_t cap_orders;
};

/* Captured tables that need no snapshot: known.h. */
struct source_known {
    struct weir_str *ids; /* "db.table", in order */
    size_t n, cap;
    bool changed;
};

enum source_phase { SOURCE_START, SOURCE_SNAPSHOT, SOURCE_STREAM, SOURCE_IDLE };

struct source_snapshot; /* snapshot.h */
struct signal_state;    /* signal.h */
struct incremental;     /* incremental.h */

struct source {
    struct weir_task *task;
    const struct weir_log *log;
    const struct mariadb_conf *conf;
    struct my_conf my;
    struct weir_str partition;  /* {"server":"<prefix>"} */
    struct weir_str own_state;  /* {"server":"<prefix>","weir":"tables"} */
    struct cdc_maker *maker;
    struct cdc_schema *schema;
    struct history *history;
    enum source_phase phase;
    bool started; /* the place is known: START only has to open the stream there */
    struct weir_err pending; /* of the last poll, whose records went first */
    bool has_pending;
    int32_t retries;

    struct source_place place;
    struct source_tables tables;
    struct source_rows rows;
    struct source_txn txn;
    struct source_snapshot *snapshot; /* NULL: none under way */
    struct signal_state *signals;
    struct incremental *incremental; /* NULL: none yet */
    struct source_known known;
    struct source_adopted *adopted; /* source_new.c */
    int64_t now_ms;    /* of the stream's clock, which is not looked at for every event */
    int64_t wall_ns;   /* the same, for what events say of themselves */
    uint32_t unclocked; /* events since it was */
    int64_t beside_ms; /* when signals and chunks were last looked at */
    struct weir_str *cells; /* twice BINLOG_COLUMNS_MAX: before and after an update */

    int64_t heartbeat_seen_ms; /* now_ms when it was last looked whether one is due */
    int64_t heartbeat_ms;      /* of the last heartbeat */
    int64_t told_offset_ms;    /* when an offset last went out */
    bool moved;                /* since then */

    pthread_mutex_t wake_lock; /* of the three below, and `snapshot`: wake may come at any time */
    pthread_cond_t woken;
    struct my_session *session;
    struct binlog_stream *binlog;
};

/* ---- source_session.c: connections, and their end by wake ---- */
enum weir_verdict source_session(struct source *source, struct weir_err *err); /* opens one */
void source_session_close(struct source *source);
enum weir_verdict source_binlog_open(struct source *source, struct weir_err *err);
void source_binlog_close(struct source *source);
void source_wake(struct source *source); /* ANY thread */

/* ---- source_start.c ---- */

/* An empty catalog, with comments of tables where the configuration wants them. */
struct cdc_schema *source_schema_new(const struct mariadb_conf *conf);
/* From the stored offset and the server to a snapshot or the stream; sets the phase. */
enum weir_verdict source_start(struct source *source, struct weir_err *err);
/* Leaves the stream, to go on at another place of the same server, which has it. The offset's texts
 * are not the place's own. */
enum weir_verdict source_start_at(struct source *source, const struct cdc_offset *offset,
                                  struct weir_err *err);

/* Nothing is streamed: waits. */
enum weir_verdict source_idle(struct source *source, struct weir_batch *batch, int64_t wait_ms,
                              struct weir_err *err);

/* ---- source_stream.c ---- */
enum weir_verdict source_stream_poll(struct source *source, struct weir_batch *batch,
                                     int64_t wait_ms, struct weir_err *err);

/* ---- source_table.c ---- */
bool source_captured(void *source, struct weir_str db, struct weir_str name);
struct source_table *source_table_find(struct source *source, struct weir_str db,
                                       struct weir_str name); /* NULL: not captured */
/* Its definition has changed: what was derived from it is made anew at its next use. */
void source_table_forget(struct source *source, struct weir_str db, struct weir_str name);
/* With its cdc made, where the definition is known. */
enum weir_verdict source_table_make(struct source *source, struct source_table *table,
                                    struct weir_err *err);
enum weir_verdict source_table_map(struct source *source, struct weir_str body,
                                   struct weir_err *err);
struct source_map *source_table_by_id(struct source *source, uint64_t id); /* NULL: no map came */
void source_tables_free(struct source *source);

/* ---- source_heal.c ---- */
/*
 * The definition of a captured table that we do not know, or that the map contradicts, as the
 * server has it now, where that is proven to be what the rows are of. BAD_DATA with the reason else.
 */
enum weir_verdict source_heal(struct source *source, const struct binlog_table_map *map,
                              struct weir_err *err);

/* ---- source_rows.c ---- */
enum weir_verdict source_rows_begin(struct source *source, const struct binlog_event *event,
                                    struct weir_err *err);
/* Until the event is at its end (rows.active is false) or the batch full. */
enum weir_verdict source_rows_add(struct source *source, struct weir_batch *batch,
                                  struct weir_err *err);

/* ---- source_ddl.c ---- */
enum weir_verdict source_ddl(struct source *source, const struct binlog_event *event,
                             struct weir_batch *batch, struct weir_err *err);
/* Writes one change of a statement to the history and to the schema-change topic, where they want
 * it. */
enum weir_verdict source_ddl_tell(struct source *source, const struct ddl_change *change,
                                  const struct ddl_changes *statement,
                                  const struct cdc_offset *position, struct cdc_origin *origin,
                                  struct weir_batch *batch, struct weir_err *err);

/* ---- source_txn.c ---- */
enum weir_verdict source_txn_begin(struct source *source, const struct binlog_event *event,
                                   struct weir_batch *batch, struct weir_err *err);
/* MySQL's XA START: of such a transaction nothing is told, nor numbered, as Debezium has it. */
void source_txn_begin_untold(struct source *source, const struct binlog_event *event);
enum weir_verdict source_txn_end(struct source *source, struct weir_batch *batch,
                                 struct weir_err *err);
/* The block of the next event of table; id.p NULL where metadata is off. */
void source_txn_block(struct source *source, struct source_table *table,
                      const struct cdc_change *change, struct cdc_txn_block *block);
void source_txn_restore(struct source *source);

/* ---- source_new.c ---- */
/* At a start: which captured tables are not known yet; read: their rows are wanted. */
enum weir_verdict source_new_tables(struct source *source, bool read, struct weir_err *err);
/* Between two transactions. */
enum weir_verdict source_new_step(struct source *source, struct weir_batch *batch,
                                  struct weir_err *err);
void source_new_close(struct source *source);

/* ---- source_offset.c: what goes out without a change ---- */
/* The place as of now is the batch's newest offset; its index. */
uint32_t source_offset(struct source *source, struct weir_batch *batch);
/* The same for one of many, whose text is hardly ever needed. */
uint32_t source_offset_of_row(struct source *source, struct weir_batch *batch);
/* A heartbeat when one is due, and an offset that only moved on when it has for long. */
enum weir_verdict source_heartbeat(struct source *source, struct weir_batch *batch,
                                   struct weir_err *err);
/* The same at once, whatever the time. */
enum weir_verdict source_heartbeat_now(struct source *source, struct weir_batch *batch,
                                       struct weir_err *err);

#endif

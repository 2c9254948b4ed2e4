/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot_parts.h: what the files of a snapshot share: _lock, _schema, _chunks, _read, _resume. */
#ifndef WEIR_SNAPSHOT_PARTS_H
#define WEIR_SNAPSHOT_PARTS_H

#include <stdatomic.h>

#include <weir/json.h>

#include "snapshot.h"

#define SNAPSHOT_READERS 64
#define SNAPSHOT_QUEUE   256
#define SNAPSHOT_CHUNKS  100000 /* of a table */

/* A table whose rows are read. */
struct snapshot_table {
    struct weir_str db, name;
    struct weir_str id; /* db.name */
    const struct my_table *table;
    struct weir_str select; /* a statement of the user's; p NULL: the whole table */
    int64_t estimate;       /* rows; -1: unknown */
    size_t order;           /* place in the include list */
    atomic_llong rows;
    atomic_int chunks_left;
    size_t first_chunk, n_chunks; /* all of its chunks, also those that are done */
    size_t n_done;                /* of them */
    bool begun;                   /* told as a notification */
    int64_t low;                  /* where they are cut */
    uint64_t step;
};

/* Rows that one thread reads in one go. */
struct snapshot_chunk {
    struct snapshot_table *table;
    struct cdc_table *cdc;
    struct weir_str where; /* p NULL: all rows */
    bool first;            /* of its table */
    bool done;             /* all its rows are handed over: the task's thread says so */
    int64_t rows;
};

struct snapshot_reader {
    struct source_snapshot *snapshot;
    struct my_session *session; /* changed under source->wake_lock */
    pthread_t thread;
    bool running;
};

/* A batch that a reader has filled; NULL: the chunk that ended had no rows left. */
struct snapshot_filled {
    struct weir_batch *batch;
    struct snapshot_chunk *chunk;
    bool ended; /* with this batch */
};

/* One statement that makes the history. */
struct snapshot_ddl {
    struct weir_str db, sql;
};

enum snapshot_step { SNAPSHOT_LOCK, SNAPSHOT_TELL, SNAPSHOT_ROWS, SNAPSHOT_END };

struct source_snapshot {
    struct source *source;
    struct snapshot_plan plan;
    enum snapshot_step step;
    struct weir_arena arena;
    struct cdc_offset offset; /* where the rows are read, snapshot INITIAL */
    struct weir_str offset_text, final_text;
    struct cdc_offset stored; /* with keep_offset */
    bool table_locks;         /* held until the rows are read */
    bool told_start;          /* as a notification */
    struct weir_str names;    /* "db.a,db.b", of the tables */
    int64_t told_ms;          /* when it was last told which chunks are done */

    struct snapshot_ddl *ddl;
    size_t n_ddl, cap_ddl, next_ddl;

    struct snapshot_table *tables;
    size_t n_tables;
    struct snapshot_chunk *chunks;
    size_t n_chunks, cap_chunks;
    atomic_size_t next_chunk;

    struct snapshot_reader readers[SNAPSHOT_READERS];
    size_t n_readers;
    atomic_bool closing, starved;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct snapshot_filled queue[SNAPSHOT_QUEUE]; /* under lock */
    size_t n_queue, n_running;                    /* under lock */
    struct weir_err failure;                      /* of a reader; under lock */
    bool failed;                                  /* under lock */
    struct snapshot_filled held; /* the newest, handed on when another comes */
    int64_t begun_ms;
};

/* ---- snapshot_lock.c ---- */
enum weir_verdict snapshot_open_readers(struct source_snapshot *snapshot, struct weir_err *err);
/* Locks, begins a consistent view on every connection and learns its place. */
enum weir_verdict snapshot_lock(struct source_snapshot *snapshot, struct weir_err *err);
void snapshot_unlock(struct source_snapshot *snapshot, bool all);

/* ---- snapshot_schema.c ---- */
/* The statements that make the history, and the tables to read. */
enum weir_verdict snapshot_schema(struct source_snapshot *snapshot, struct weir_err *err);
/* Tells the next of them, until the batch is full; *more = false when all are told. */
enum weir_verdict snapshot_tell(struct source_snapshot *snapshot, struct weir_batch *batch,
                                bool *more, struct weir_err *err);

/* "<head>`db`.`name`"; name may be NULL. In the snapshot's arena. */
struct weir_str snapshot_quoted(struct source_snapshot *snapshot, const char *head,
                                struct weir_str db, struct weir_str name);

/* ---- snapshot_chunks.c ---- */
enum weir_verdict snapshot_chunks(struct source_snapshot *snapshot, struct weir_err *err);

/* ---- snapshot_read.c ---- */
enum weir_verdict snapshot_start_readers(struct source_snapshot *snapshot, struct weir_err *err);
void snapshot_join_readers(struct source_snapshot *snapshot);

/* ---- snapshot_resume.c ---- */
/* The definitions are all in the history, rows come: from here on it can be gone on with. */
void snapshot_state_begin(struct source_snapshot *snapshot, struct weir_batch *batch);
/* The chunk is done once the batch is; told now or with a later one. */
void snapshot_state_tell(struct source_snapshot *snapshot, struct snapshot_chunk *ended,
                         struct weir_batch *batch);
/* A list of the table's chunks that are done, with low, step, n_chunks and rows set; NULL: none. */
const struct weir_json *snapshot_state_table(struct source_snapshot *snapshot,
                                             struct snapshot_table *table);
/* Whether the server has all captured tables as we know them. */
enum weir_verdict snapshot_same_definitions(struct source_snapshot *snapshot, bool *same,
                                            struct weir_err *err);
/* What an error of the snapshot means: RETRY where a table was altered since its view began. */
enum weir_verdict snapshot_altered(struct source_snapshot *snapshot, struct weir_err *err);

/* ---- snapshot_read.c ---- */
/* Marks the batch's last record. */
void snapshot_mark_last(struct weir_batch *batch, enum cdc_snapshot mark);

#endif

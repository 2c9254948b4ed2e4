/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate.h: `weir migrate` copies tables of MariaDB or MySQL into the tables that the database's
 * sink writes to. A run goes through one file after another:
 * options -> config -> table (what, and what its target is called) -> chunk -> snapshot -> target
 * (created) -> work (copy, a chunk at a time) -> finish (keys, LOGGED, verify) -> report -> seed.
 * The main thread plans, shows progress and reports; worker threads copy.
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include <pthread.h>
#include <stdatomic.h>

#include <weir/plugin.h>

#include "common/mariadb/cdc_table.h"
#include "common/mariadb/mariadb_conf.h"
#include "common/mariadb/server.h"
#include "common/pg/pg_session.h"
#include "common/sink/sink_bind.h"

struct migrate_chain;    /* migrate_chain.c */
struct migrate_progress; /* migrate_progress.c */

/* Exit codes, as of every subcommand, and the shell's for an interrupt. */
enum { MIGRATE_OK = 0, MIGRATE_FAILED = 1, MIGRATE_USAGE = 2, MIGRATE_INTERRUPTED = 130 };

struct migrate_options {
    struct weir_str database; /* "trading": the name in configs/databases.json */
    struct weir_str tables;   /* "all" or a list */
    struct weir_str config;   /* the folder with sources/mariadb and sinks/postgres */
    struct weir_str env_file;
    int32_t max_workers;   /* tables at a time */
    int32_t chunk_workers; /* chunks of a table at a time */
    int64_t batch_size;    /* rows a chunk aims at */
    int64_t threshold;     /* tables with more rows are cut into chunks */
    bool dry_run, resume, replace, verify, seed;
    bool unlogged; /* tables that are created are UNLOGGED until they are loaded */
};

/* Fills options from argv; returns -1 to go on, else the exit code. */
int migrate_options_read(int argc, char **argv, struct migrate_options *options);

/* ---- what the configuration says ---- */

struct migrate_config {
    struct weir_props env; /* .env and what need not be said there */
    struct weir_str source_name, sink_name;
    struct weir_props source_props, sink_props; /* variables filled in */
    const struct mariadb_conf *source;
    struct sink_conf sink;
    struct weir_str worker_url; /* DEBEZIUM_URL */
};

enum weir_verdict migrate_config_read(const struct migrate_options *options,
                                      struct weir_arena *arena, struct migrate_config *config,
                                      struct weir_err *err);

/* The rows of databases.json, each with a name; NULL: there is none. */
const struct weir_json *migrate_config_databases(const struct migrate_options *options,
                                                 struct weir_arena *arena);

/* ---- tables ---- */

/* One column of the target: the field it is made of, and how. */
struct migrate_field {
    struct sink_bind bind; /* n_nul is each worker's own */
    bool in_key; /* of the record's key, else of its row */
    uint16_t at;
    int origin; /* the source's field that it is, unchanged; -1: made on the way */
};

enum migrate_chunk_state { CHUNK_PLANNED, CHUNK_LOADED };

struct migrate_chunk {
    struct weir_str where; /* p NULL: all rows */
    enum migrate_chunk_state state;
    int64_t rows, bytes;
};

enum migrate_table_state {
    TABLE_PLANNED,
    TABLE_LOADING,
    TABLE_FINISHING, /* all chunks are there: keys, LOGGED, checksum */
    TABLE_DONE,
    TABLE_FAILED,
};

/* EQUAL_NOT_YET: they differ, but rows of a run before are among them, and the source was written
 * since: streaming from that run's place is still to come. */
enum migrate_equal { EQUAL_UNKNOWN, EQUAL_YES, EQUAL_NOT_YET, EQUAL_NO };

struct migrate_table {
    struct weir_str db, name;
    struct weir_str id; /* db.name */
    const struct my_table *definition;
    bool transactional; /* its engine keeps to a consistent view */
    int64_t estimate;   /* rows; -1: unknown */
    struct cdc_table *cdc;

    struct weir_str schema, target; /* schema.p NULL: along the search path */
    struct weir_str words;          /* "mp_cdc"."orders" */
    struct sink_plan *plan;
    bool through_chain; /* rows go through the sink's transformations one by one */
    struct pg_table *existing; /* as it is in the target; NULL: to be created */
    bool has_rows;             /* it had some before this run */
    struct migrate_field *fields;
    bool staged;  /* COPY goes to a table beside: some column needs a cast, or rows are merged */
    bool merged;  /* resumed under its key: a row may be there from a chunk that it was in before */
    bool created; /* by this run, or one before that did not finish it */
    bool unlogged;
    bool keyed;   /* it has a unique index on exactly the key */
    bool resumed; /* its chunks are those of the run before */
    bool done;    /* the run before finished it */

    struct migrate_chunk *chunks;
    uint32_t n_chunks;

    /* the run's; under migrate->lock where not atomic */
    enum migrate_table_state state;
    uint32_t next_chunk, n_active, n_loaded;
    int64_t started_ms, loaded_ms, ended_ms; /* loaded: its last chunk was */
    atomic_llong rows, bytes, n_nul;
    enum migrate_equal equal;
    struct weir_str not_compared; /* columns; p NULL: none */
    struct weir_str trouble;      /* why it failed */
};

/* ---- where the rows are read ---- */

struct migrate_place {
    struct weir_str file;
    int64_t pos;
    struct weir_str gtids; /* p NULL: none */
    int64_t now_sec;
    bool consistent;        /* all sessions see the tables there */
    struct weir_str doubts; /* what is not; p NULL: nothing */
};

struct migrate_worker {
    struct migrate *migrate;
    pthread_t thread;
    bool running;
    bool lost; /* its session, and with it the view, is gone; under lock */
    struct my_session *my;
    struct pg_session *pg;
    struct weir_arena pg_arena;
};

struct migrate {
    struct migrate_options options;
    struct migrate_config config;
    struct weir_log log;
    struct weir_arena arena; /* main thread's, and under lock */
    struct cdc_maker *maker;
    bool nulls_become_defaults; /* on the way through the converters of the pipeline */
    struct my_session *my; /* main thread's */
    struct pg_session *pg;
    struct migrate_table *tables;
    size_t n_tables;
    struct migrate_place place;       /* where this run reads */
    struct migrate_place first_place; /* where the run that is resumed began; file.p NULL: none */
    struct weir_str state_words; /* the table that remembers the run */
    struct migrate_worker *workers;
    size_t n_workers;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t n_running;
    atomic_bool stop;  /* nothing new is begun: interrupted, or something failed */
    bool failed;       /* under lock */
    int64_t started_ms;
    struct migrate_progress *progress;
};

/* ---- migrate_table.c: which tables, and what becomes of them ---- */
enum weir_verdict migrate_tables_find(struct migrate *migrate, struct weir_err *err);
void migrate_tables_free(struct migrate *migrate);
/* A table that the sink could not write, or the target not hold, is no reason to leave the others. */
void migrate_table_leave_out(struct migrate *migrate, struct migrate_table *table,
                             const struct weir_err *err);

/* What the sink makes of a table's rows, and in which table: plan, schema, target and words are set. */
enum weir_verdict migrate_table_target(struct migrate *migrate, struct migrate_table *table,
                                       struct migrate_chain *chain, struct weir_batch *batch,
                                       struct weir_err *err);

/* ---- migrate_others.c ---- */
/* BAD_CONFIG: another database's pipeline, as configured, writes to one of the targets too. */
enum weir_verdict migrate_others_check(struct migrate *migrate, struct weir_err *err);

/* ---- migrate_target.c: tables of PostgreSQL ---- */
/* What is there already, and whether it may be written to. */
enum weir_verdict migrate_target_check(struct migrate *migrate, struct migrate_table *table,
                                       struct weir_err *err);
/* CREATE TABLE of the target, as the sink would make it, without its key. */
enum weir_verdict migrate_target_sql(const struct migrate *migrate,
                                     const struct migrate_table *table, struct weir_buf *sql,
                                     struct weir_err *err);
/* Its schema is there afterwards. */
enum weir_verdict migrate_target_schema(struct migrate *migrate, const struct migrate_table *table,
                                        struct weir_err *err);
/* Makes or empties it; afterwards fields are bound to its columns. One that a run created and did
 * not finish is made anew, unless it is resumed. */
enum weir_verdict migrate_target_make(struct migrate *migrate, struct migrate_table *table,
                                      struct weir_err *err);
/* Its key is to be made: an insert goes without one into a table that is not ours. */
bool migrate_target_lacks_key(const struct migrate *migrate, const struct migrate_table *table);

/* ---- migrate_finish.c ---- */
/* Once all chunks are there: LOGGED, and with the key that the sink needs. */
enum weir_verdict migrate_target_finish(struct migrate *migrate, struct migrate_table *table,
                                        struct pg_session *pg, struct weir_err *err);

/* ---- migrate_chunk.c ---- */
enum weir_verdict migrate_chunks_plan(struct migrate *migrate, struct migrate_table *table,
                                      struct weir_err *err);

/* ---- migrate_state.c: the run, as the target remembers it ---- */
enum weir_verdict migrate_state_open(struct migrate *migrate, struct weir_err *err);
/* For --resume: chunks as they were planned; those whose rows are still there are loaded. */
enum weir_verdict migrate_state_load(struct migrate *migrate, struct weir_err *err);
/* Before its target is made or emptied: what was remembered of it is no longer so. */
enum weir_verdict migrate_state_forget(struct migrate *migrate, const struct migrate_table *table,
                                       struct weir_err *err);
enum weir_verdict migrate_state_plan(struct migrate *migrate, struct weir_err *err);
/* Within the transaction that loads it. */
enum weir_verdict migrate_state_chunk(struct migrate *migrate, struct pg_session *pg,
                                      const struct migrate_table *table, uint32_t chunk,
                                      int64_t rows, int64_t bytes, struct weir_err *err);
enum weir_verdict migrate_state_done(struct migrate *migrate, struct pg_session *pg,
                                     const struct migrate_table *table, struct weir_err *err);

/* ---- migrate_snapshot.c: all workers' sessions at one place ---- */
enum weir_verdict migrate_snapshot_open(struct migrate *migrate, size_t n, struct weir_err *err);
void migrate_snapshot_close(struct migrate *migrate);

/* ---- migrate_copy.c: one chunk ---- */
enum weir_verdict migrate_copy(struct migrate_worker *worker, struct migrate_table *table,
                               uint32_t chunk, struct weir_err *err);

/* ---- migrate_work.c ---- */
/* All chunks of all tables; returns when they are done or the run was stopped. */
enum weir_verdict migrate_work(struct migrate *migrate, struct weir_err *err);
struct pg_session *migrate_pg_open(struct migrate *migrate, struct weir_arena *arena,
                                   struct weir_err *err);

/* ---- migrate_verify.c ---- */
/* Sets table->equal by texts that both servers render. */
enum weir_verdict migrate_verify(struct migrate_worker *worker, struct migrate_table *table,
                                 struct weir_err *err);

/* ---- migrate_progress.c ---- */
struct migrate_progress *migrate_progress_new(struct migrate *migrate);
/* Main thread, several times a second; under lock. */
void migrate_progress_show(struct migrate_progress *progress);
void migrate_progress_end(struct migrate_progress *progress);

/* ---- migrate_report.c ---- */
void migrate_report_plan(const struct migrate *migrate);
void migrate_report_place(const struct migrate *migrate);
void migrate_report(const struct migrate *migrate);

/* ---- migrate_seed.c ---- */
/* Without --seed: waits until the source connector has an offset, warns where it has none. */
void migrate_seed_await(struct migrate *migrate);
/* Before anything is written: the worker answers, and has no such connector yet. */
enum weir_verdict migrate_seed_check(struct migrate *migrate, struct weir_err *err);
enum weir_verdict migrate_seed(struct migrate *migrate, struct weir_err *err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_main.c: the sequence of a run and nothing else; see migrate.h.
 */
#include "migrate_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "common/mariadb/mariadb_connect.h"
#include "migrate.h"

/* A null with a default leaves the pipeline's converters as the default, unless both say no. */
static bool keeps_nulls(const struct weir_props *props)
{
    return weir_str_eq_nocase(weir_props_get(props, "value.converter.replace.null.with.default"),
                              WEIR_STR("false"));
}

static enum weir_verdict connect(struct migrate *migrate, struct weir_err *err)
{
    struct my_conf conf;
    mariadb_connect_conf(migrate->config.source, &conf);
    conf.query_timeout_ms = 0;
    if (my_session_open(&conf, &migrate->my, err) != WEIR_OK) {
        return weir_err_wrap(err, "the source");
    }
    migrate->pg = migrate_pg_open(migrate, &migrate->arena, err);
    return migrate->pg ? WEIR_OK : weir_err_wrap(err, "the target");
}

static enum weir_verdict plan(struct migrate *migrate, struct weir_err *err)
{
    migrate->nulls_become_defaults = !keeps_nulls(&migrate->config.source_props) ||
                                     !keeps_nulls(&migrate->config.sink_props);
    if (cdc_maker_new(migrate->config.source, 0, &migrate->log, &migrate->maker, err) != WEIR_OK ||
        migrate_tables_find(migrate, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < migrate->n_tables; i++) {
        if (migrate->tables[i].state != TABLE_FAILED &&
            migrate_target_check(migrate, &migrate->tables[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* With --resume chunks are as they were planned then; else, or for what is new, they are cut now. */
static enum weir_verdict cut(struct migrate *migrate, struct weir_err *err)
{
    if (migrate->options.resume && migrate_state_load(migrate, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < migrate->n_tables; i++) {
        struct migrate_table *table = &migrate->tables[i];
        if (table->resumed || table->state == TABLE_FAILED) {
            continue;
        }
        if (migrate->options.resume && table->has_rows) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "%.*s has rows, and nothing is known of an interrupted copy: --replace "
                                "empties it and begins anew",
                                WEIR_STR_ARG(table->words));
        }
        if (migrate_chunks_plan(migrate, table, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* As many as can have something to do. */
static size_t count_workers(const struct migrate *migrate)
{
    size_t most = (size_t)migrate->options.max_workers * (size_t)migrate->options.chunk_workers;
    size_t n = 0;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        const struct migrate_table *table = &migrate->tables[i];
        n += table->state >= TABLE_DONE ? 0 : table->n_chunks;
    }
    return n > most ? most : n ? n : 1;
}

static enum weir_verdict make_targets(struct migrate *migrate, struct weir_err *err)
{
    size_t n_good = 0;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        struct migrate_table *table = &migrate->tables[i];
        if (table->state == TABLE_FAILED) {
            continue;
        }
        enum weir_verdict verdict = migrate_target_make(migrate, table, err);
        if (verdict == WEIR_BAD_CONFIG || verdict == WEIR_BAD_DATA) {
            migrate_table_leave_out(migrate, table, err);
        } else if (verdict != WEIR_OK) {
            return verdict;
        }
        n_good += verdict == WEIR_OK;
    }
    return n_good ? migrate_state_plan(migrate, err)
                  : weir_err_set(err, WEIR_BAD_CONFIG, "no table can be copied");
}

static enum weir_verdict copy(struct migrate *migrate, struct weir_err *err)
{
    migrate->started_ms = weir_clock_mono_ms();
    if (migrate_state_open(migrate, err) != WEIR_OK || cut(migrate, err) != WEIR_OK ||
        migrate_snapshot_open(migrate, count_workers(migrate), err) != WEIR_OK) {
        return err->class;
    }
    migrate_report_place(migrate);
    if (make_targets(migrate, err) != WEIR_OK) {
        return err->class;
    }
    migrate->progress = migrate_progress_new(migrate);
    enum weir_verdict verdict = migrate_work(migrate, err);
    migrate_progress_end(migrate->progress);
    migrate_report(migrate);
    return verdict;
}

static enum migrate_equal worst(const struct migrate *migrate)
{
    enum migrate_equal found = EQUAL_UNKNOWN;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        found = migrate->tables[i].equal > found ? migrate->tables[i].equal : found;
    }
    return found;
}

/* What streaming will make equal is no reason against the stream's beginning there. */
static enum weir_verdict end(struct migrate *migrate, struct weir_err *err)
{
    enum migrate_equal equal = worst(migrate);
    if (migrate->failed || equal == EQUAL_NO) {
        return weir_err_set(err, WEIR_BAD_DATA, "%s",
                            migrate->failed ? "not every table was copied"
                                            : "the checksums of some table differ");
    }
    if (migrate->options.seed && migrate_seed(migrate, err) != WEIR_OK) {
        return err->class;
    }
    return equal == EQUAL_NOT_YET
               ? weir_err_set(err, WEIR_BAD_DATA,
                              "all is copied, but whether it is equal cannot be told before streaming "
                              "has caught up")
               : WEIR_OK;
}

static enum weir_verdict run(struct migrate *migrate, struct weir_err *err)
{
    if (migrate_config_read(&migrate->options, &migrate->arena, &migrate->config, err) != WEIR_OK ||
        (migrate->options.seed && migrate_seed_check(migrate, err) != WEIR_OK) ||
        connect(migrate, err) != WEIR_OK || plan(migrate, err) != WEIR_OK) {
        return err->class;
    }
    if (migrate->options.dry_run) {
        if (cut(migrate, err) != WEIR_OK) {
            return err->class;
        }
        migrate_report_plan(migrate);
        return migrate->failed ? weir_err_set(err, WEIR_BAD_CONFIG, "not every table can be copied")
                               : WEIR_OK;
    }
    if (!migrate->options.seed) {
        migrate_seed_await(migrate);
    }
    return copy(migrate, err) == WEIR_OK ? end(migrate, err) : err->class;
}

static void let_go(struct migrate *migrate)
{
    migrate_snapshot_close(migrate);
    migrate_tables_free(migrate);
    cdc_maker_free(migrate->maker);
    my_session_close(migrate->my);
    pg_session_free(migrate->pg);
    pthread_cond_destroy(&migrate->changed);
    pthread_mutex_destroy(&migrate->lock);
    weir_arena_free(&migrate->arena);
    free(migrate);
}

int migrate_main(int argc, char **argv)
{
    struct migrate_options options;
    int code = migrate_options_read(argc, argv, &options);
    if (code >= 0) {
        return code;
    }
    struct migrate *migrate = weir_xcalloc(1, sizeof(*migrate));
    struct weir_err err;
    migrate->options = options;
    signal(SIGPIPE, SIG_IGN);
    weir_arena_init(&migrate->arena, (size_t)64 * 1024);
    weir_log_init(&migrate->log, "weir.migrate", "", -1, "");
    pthread_mutex_init(&migrate->lock, NULL);
    weir_clock_cond_init(&migrate->changed);
    enum weir_verdict verdict = run(migrate, &err);
    if (verdict != WEIR_OK) {
        fprintf(stderr, "weir migrate: %s\n", err.text);
    }
    let_go(migrate);
    return verdict == WEIR_OK           ? MIGRATE_OK
           : verdict == WEIR_WOKEN      ? MIGRATE_INTERRUPTED
           : verdict == WEIR_BAD_CONFIG ? MIGRATE_USAGE
                                        : MIGRATE_FAILED;
}

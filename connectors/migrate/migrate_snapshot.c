/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_snapshot.c: the workers' sessions are opened, and all of them see the tables as they are
 * at one place of the binlog: a global read lock holds the server still while their views begin.
 * Without the right to it the views are begun until they happen to be at the same place; what is
 * not consistent is said.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "common/mariadb/mariadb_connect.h"
#include "migrate.h"

#define VIEW "START TRANSACTION WITH CONSISTENT SNAPSHOT"
#define TRIES 20

static enum weir_verdict run_all(struct migrate *migrate, const char *sql, struct weir_err *err)
{
    for (size_t i = 0; i < migrate->n_workers; i++) {
        if (my_session_run(migrate->workers[i].my, sql, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict open_sessions(struct migrate *migrate, size_t n, struct weir_err *err)
{
    struct my_conf conf;
    mariadb_connect_conf(migrate->config.source, &conf);
    conf.query_timeout_ms = 0; /* a large chunk may take its time */
    migrate->workers = weir_xcalloc(n, sizeof(*migrate->workers));
    for (size_t i = 0; i < n; i++) {
        struct migrate_worker *worker = &migrate->workers[i];
        if (my_session_open(&conf, &worker->my, err) != WEIR_OK) {
            return weir_err_wrap(err, "connection %zu to the source", i + 1);
        }
        migrate->n_workers++;
        worker->migrate = migrate;
        weir_arena_init(&worker->pg_arena, 4096);
        worker->pg = migrate_pg_open(migrate, &worker->pg_arena, err);
        if (!worker->pg) {
            return err->class;
        }
    }
    /* a target that is slow for a while must not cost the view */
    if (run_all(migrate, "SET SESSION net_write_timeout=3600, wait_timeout=86400", err) != WEIR_OK) {
        return err->class;
    }
    return run_all(migrate, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", err);
}

/* ---- the place ---- */

static void take_place(struct migrate *migrate, const struct server_place *place, bool consistent)
{
    migrate->place = (struct migrate_place){.file = place->file,
                                            .pos = place->pos,
                                            .gtids = place->gtids,
                                            .now_sec = place->now_sec,
                                            .consistent = consistent};
}

static enum weir_verdict under_lock(struct migrate *migrate, struct weir_err *err)
{
    struct server_place place;
    struct weir_err why;
    enum weir_verdict verdict = run_all(migrate, VIEW, err);
    if (verdict == WEIR_OK) {
        verdict = server_place(migrate->my, &migrate->arena, &place, err);
    }
    if (my_session_run(migrate->my, "UNLOCK TABLES", &why) != WEIR_OK && verdict == WEIR_OK) {
        *err = why;
        verdict = why.class;
    }
    if (verdict == WEIR_OK) {
        take_place(migrate, &place, true);
    }
    return verdict;
}

/* Whether all views are at one place, as far as the server tells. */
static enum weir_verdict same_place(struct migrate *migrate, bool *same, struct server_place *place,
                                    struct weir_err *err)
{
    *same = true;
    for (size_t i = 0; i < migrate->n_workers; i++) {
        struct server_place own;
        bool known;
        if (server_view_place(migrate->workers[i].my, &migrate->arena, &own, &known, err) !=
            WEIR_OK) {
            return err->class;
        }
        if (i == 0) {
            *place = own;
        }
        *same = *same && known && weir_str_eq(own.file, place->file) && own.pos == place->pos;
    }
    return WEIR_OK;
}

/* The place is asked before the views begin: what they lack comes after it. */
static enum weir_verdict without_lock(struct migrate *migrate, struct weir_err *err)
{
    struct server_place before = {0}, view = {0};
    bool same = false;
    for (int i = 0; i < TRIES && !same; i++) {
        if (server_place(migrate->my, &migrate->arena, &before, err) != WEIR_OK ||
            run_all(migrate, VIEW, err) != WEIR_OK ||
            same_place(migrate, &same, &view, err) != WEIR_OK) {
            return err->class;
        }
    }
    take_place(migrate, &before, same);
    if (same) {
        migrate->place.file = view.file;
        migrate->place.pos = view.pos;
        if (view.pos != before.pos || !weir_str_eq(view.file, before.file)) {
            migrate->place.gtids = WEIR_STR_NULL; /* they are of the place before */
        }
        return WEIR_OK;
    }
    migrate->place.doubts =
        WEIR_STR("there is no right to FLUSH TABLES WITH READ LOCK (GRANT RELOAD ON *.*), and the "
                 "server is busy: chunks and tables were read at slightly different places, none "
                 "before the one above; streaming from it makes them equal");
    return WEIR_OK;
}

static enum weir_verdict views(struct migrate *migrate, struct weir_err *err)
{
    if (my_session_run(migrate->my, "SET SESSION lock_wait_timeout=60", err) != WEIR_OK) {
        return err->class;
    }
    if (my_session_run(migrate->my, "FLUSH TABLES WITH READ LOCK", err) == WEIR_OK) {
        return under_lock(migrate, err);
    }
    return server_is_denied(err)
               ? without_lock(migrate, err)
               : weir_err_wrap(err, "the copy waits for the global read lock");
}

/* Tables that keep to no view are never at one place. */
static void doubt_engines(struct migrate *migrate)
{
    struct weir_buf text;
    weir_buf_init(&text, (size_t)64 * 1024);
    for (size_t i = 0; i < migrate->n_tables; i++) {
        if (!migrate->tables[i].transactional && migrate->tables[i].state != TABLE_FAILED) {
            weir_buf_text(&text, text.n ? ", " : "");
            weir_buf_str(&text, migrate->tables[i].id);
        }
    }
    if (text.n) {
        const char *before = migrate->place.doubts.p ? migrate->place.doubts.p : "";
        migrate->place.doubts = weir_str_of(weir_arena_printf(
            &migrate->arena, "%s%s%.*s: not InnoDB, read as they are while they are read", before,
            *before ? "; " : "", WEIR_STR_ARG(weir_buf_view(&text))));
    }
    weir_buf_free(&text);
}

enum weir_verdict migrate_snapshot_open(struct migrate *migrate, size_t n, struct weir_err *err)
{
    if (open_sessions(migrate, n, err) != WEIR_OK || views(migrate, err) != WEIR_OK) {
        return err->class;
    }
    doubt_engines(migrate);
    return WEIR_OK;
}

void migrate_snapshot_close(struct migrate *migrate)
{
    for (size_t i = 0; i < migrate->n_workers; i++) {
        struct migrate_worker *worker = &migrate->workers[i];
        my_session_close(worker->my);
        pg_session_free(worker->pg);
        weir_arena_free(&worker->pg_arena);
    }
    free(migrate->workers);
}

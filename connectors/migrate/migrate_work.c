/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_work.c: worker threads take chunks, a few of a table and of a few tables at a time; who
 * loads a table's last chunk finishes it. The main thread shows how far it is and, when the run is
 * interrupted, wakes whoever waits for a server.
 */
#include <signal.h>
#include <stdlib.h>

#include <weir/time.h>

#include "migrate.h"

#define SHOW_MS 200

static atomic_int interrupted;

static void note_signal(int signal)
{
    atomic_store(&interrupted, signal);
}

/* ---- what is next; under lock ---- */

static bool is_active(const struct migrate_table *table)
{
    return table->state == TABLE_LOADING || table->state == TABLE_FINISHING;
}

static int32_t count_active(const struct migrate *migrate)
{
    int32_t n = 0;
    for (size_t i = 0; i < migrate->n_tables; i++) {
        n += is_active(&migrate->tables[i]);
    }
    return n;
}

static bool has_chunk(struct migrate_table *table)
{
    while (table->next_chunk < table->n_chunks &&
           table->chunks[table->next_chunk].state == CHUNK_LOADED) {
        table->next_chunk++;
    }
    return table->next_chunk < table->n_chunks;
}

/* A table that a worker can do something for: a chunk, or a beginning; tables begun come first. */
static struct migrate_table *choose(struct migrate *migrate)
{
    int32_t n_active = count_active(migrate);
    for (size_t i = 0; i < migrate->n_tables; i++) {
        struct migrate_table *table = &migrate->tables[i];
        if (table->state == TABLE_LOADING && has_chunk(table) &&
            table->n_active < (uint32_t)migrate->options.chunk_workers) {
            return table;
        }
    }
    for (size_t i = 0; n_active < migrate->options.max_workers && i < migrate->n_tables; i++) {
        if (migrate->tables[i].state == TABLE_PLANNED) {
            return &migrate->tables[i];
        }
    }
    return NULL;
}

static bool all_over(const struct migrate *migrate)
{
    for (size_t i = 0; i < migrate->n_tables; i++) {
        if (migrate->tables[i].state < TABLE_DONE) {
            return false;
        }
    }
    return true;
}

static void table_fails(struct migrate *migrate, struct migrate_table *table,
                        const struct weir_err *err)
{
    if (atomic_load(&migrate->stop) && atomic_load(&interrupted)) {
        return; /* it was woken, nothing is wrong with it */
    }
    if (table->state != TABLE_FAILED) {
        table->trouble = weir_arena_str(&migrate->arena, weir_str_of(err->text));
    }
    table->state = TABLE_FAILED;
    table->ended_ms = weir_clock_mono_ms();
    migrate->failed = true;
}

/* ---- one step; lock is held outside of the work ---- */

static void finish_table(struct migrate_worker *worker, struct migrate_table *table)
{
    struct migrate *migrate = worker->migrate;
    struct weir_err err;
    table->state = TABLE_FINISHING;
    table->loaded_ms = weir_clock_mono_ms();
    pthread_mutex_unlock(&migrate->lock);
    enum weir_verdict verdict = migrate_target_finish(migrate, table, worker->pg, &err);
    if (verdict == WEIR_OK && migrate->options.verify) {
        verdict = migrate_verify(worker, table, &err);
    }
    pthread_mutex_lock(&migrate->lock);
    if (verdict != WEIR_OK) {
        table_fails(migrate, table, &err);
        return;
    }
    table->state = TABLE_DONE;
    table->ended_ms = weir_clock_mono_ms();
}

static void load_chunk(struct migrate_worker *worker, struct migrate_table *table)
{
    struct migrate *migrate = worker->migrate;
    struct weir_err err;
    uint32_t chunk = table->next_chunk++;
    table->n_active++;
    pthread_mutex_unlock(&migrate->lock);
    enum weir_verdict verdict = migrate_copy(worker, table, chunk, &err);
    pthread_mutex_lock(&migrate->lock);
    table->n_active--;
    if (verdict != WEIR_OK) {
        struct weir_err why;
        worker->lost = my_session_run(worker->my, "DO 1", &why) != WEIR_OK;
        table_fails(migrate, table, &err);
    } else if (++table->n_loaded == table->n_chunks && table->state == TABLE_LOADING) {
        finish_table(worker, table);
    }
}

static void step(struct migrate_worker *worker, struct migrate_table *table)
{
    if (table->state == TABLE_PLANNED) {
        table->state = TABLE_LOADING;
        table->started_ms = weir_clock_mono_ms();
    }
    if (has_chunk(table)) {
        load_chunk(worker, table);
    } else if (table->n_loaded == table->n_chunks) { /* resumed between its last chunk and its key */
        finish_table(worker, table);
    }
}

static void *work(void *arg)
{
    struct migrate_worker *worker = arg;
    struct migrate *migrate = worker->migrate;
    pthread_mutex_lock(&migrate->lock);
    while (!atomic_load(&migrate->stop) && !worker->lost && !all_over(migrate)) {
        struct migrate_table *table = choose(migrate);
        if (table) {
            step(worker, table);
            pthread_cond_broadcast(&migrate->changed);
        } else {
            weir_clock_wait(&migrate->changed, &migrate->lock, weir_clock_mono_ms() + 1000);
        }
    }
    migrate->n_running--;
    pthread_cond_broadcast(&migrate->changed);
    pthread_mutex_unlock(&migrate->lock);
    return NULL;
}

/* ---- all of it ---- */

static enum weir_verdict start(struct migrate *migrate, struct weir_err *err)
{
    for (size_t i = 0; i < migrate->n_workers; i++) {
        struct migrate_worker *worker = &migrate->workers[i];
        pthread_mutex_lock(&migrate->lock);
        migrate->n_running++;
        pthread_mutex_unlock(&migrate->lock);
        if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
            pthread_mutex_lock(&migrate->lock);
            migrate->n_running--;
            pthread_mutex_unlock(&migrate->lock);
            atomic_store(&migrate->stop, true);
            return weir_err_set(err, WEIR_FATAL, "no thread can be started");
        }
        worker->running = true;
    }
    return WEIR_OK;
}

/* Tables that nobody is left to copy. */
static void fail_rest(struct migrate *migrate)
{
    struct weir_err err;
    weir_err_set(&err, WEIR_RETRY, "no session with the view of the source is left: --resume goes on");
    pthread_mutex_lock(&migrate->lock);
    for (size_t i = 0; i < migrate->n_tables; i++) {
        if (migrate->tables[i].state < TABLE_DONE) {
            table_fails(migrate, &migrate->tables[i], &err);
        }
    }
    pthread_mutex_unlock(&migrate->lock);
}

static void wake_all(struct migrate *migrate)
{
    for (size_t i = 0; i < migrate->n_workers; i++) {
        my_session_wake(migrate->workers[i].my);
        pg_session_wake(migrate->workers[i].pg);
    }
}

static void watch(struct migrate *migrate)
{
    bool woken = false;
    pthread_mutex_lock(&migrate->lock);
    while (migrate->n_running) {
        weir_clock_wait(&migrate->changed, &migrate->lock, weir_clock_mono_ms() + SHOW_MS);
        migrate_progress_show(migrate->progress);
        if (atomic_load(&interrupted) && !woken) {
            atomic_store(&migrate->stop, true);
            wake_all(migrate);
            woken = true;
        }
    }
    pthread_mutex_unlock(&migrate->lock);
}

enum weir_verdict migrate_work(struct migrate *migrate, struct weir_err *err)
{
    struct sigaction action = {.sa_handler = note_signal};
    struct sigaction old_int, old_term;
    sigaction(SIGINT, &action, &old_int);
    sigaction(SIGTERM, &action, &old_term);
    enum weir_verdict verdict = start(migrate, err);
    watch(migrate);
    for (size_t i = 0; i < migrate->n_workers; i++) {
        if (migrate->workers[i].running) {
            pthread_join(migrate->workers[i].thread, NULL);
        }
    }
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGTERM, &old_term, NULL);
    fail_rest(migrate);
    if (verdict == WEIR_OK && atomic_load(&interrupted)) {
        verdict = weir_err_set(err, WEIR_WOKEN, "interrupted: the chunks that are loaded stay, "
                                                "--resume goes on with the others");
    }
    return verdict;
}

struct pg_session *migrate_pg_open(struct migrate *migrate, struct weir_arena *arena,
                                   struct weir_err *err)
{
    const struct sink_conf *sink = &migrate->config.sink;
    const struct pg_session_conf conf = {
        .url = sink->url,
        .user = sink->user,
        .password = sink->password,
        .application = "weir migrate",
        .time_zone = sink->time_zone.n ? sink->time_zone : WEIR_STR("UTC"),
        .log = &migrate->log,
        .arena = arena,
    };
    struct pg_session *pg = NULL;
    if (pg_session_new(&conf, &pg, err) != WEIR_OK) {
        return NULL;
    }
    if (pg_session_connect(pg, err) != WEIR_OK) {
        pg_session_free(pg);
        return NULL;
    }
    return pg;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot_lock.c: every connection sees the tables as they are at one place of the binlog. A
 * global read lock holds the server still while the views begin and the place is read; where the
 * right to it is missing, the captured tables are locked instead, until their rows are read.
 */
#include <inttypes.h>

#include "common/mariadb/cdc_filter.h"
#include "common/mariadb/server.h"
#include "snapshot_parts.h"

#define SQL_MAX ((size_t)16 << 20)

static enum weir_verdict run_all(struct source_snapshot *snapshot, const char *sql,
                                 struct weir_err *err)
{
    if (my_session_run(snapshot->source->session, sql, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < snapshot->n_readers; i++) {
        if (my_session_run(snapshot->readers[i].session, sql, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

enum weir_verdict snapshot_open_readers(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct source *source = snapshot->source;
    size_t n = snapshot->plan.data ? (size_t)source->conf->snapshot_threads : 0;
    for (; snapshot->n_readers < n; snapshot->n_readers++) {
        struct my_session *session = NULL;
        if (my_session_open(&source->my, &session, err) != WEIR_OK) {
            return weir_err_wrap(err, "connection %zu of the snapshot", snapshot->n_readers + 1);
        }
        pthread_mutex_lock(&source->wake_lock);
        snapshot->readers[snapshot->n_readers].snapshot = snapshot;
        snapshot->readers[snapshot->n_readers].session = session;
        pthread_mutex_unlock(&source->wake_lock);
    }
    return WEIR_OK;
}

/* ---- locks ---- */

static enum weir_verdict lock_tables(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct source *source = snapshot->source;
    struct weir_buf sql;
    struct server_tables list;
    weir_buf_init(&sql, SQL_MAX);
    enum weir_verdict verdict = server_tables(source->session, &snapshot->arena, &list, err);
    for (size_t i = 0; verdict == WEIR_OK && i < list.n; i++) {
        const struct server_table *table = &list.items[i];
        if (cdc_filter_table(source->conf, table->db, table->name)) {
            weir_buf_text(&sql, sql.n ? "," : "FLUSH TABLES ");
            my_quote_name(&sql, table->db);
            weir_buf_char(&sql, '.');
            my_quote_name(&sql, table->name);
        }
    }
    if (verdict == WEIR_OK && sql.n) {
        weir_buf_text(&sql, " WITH READ LOCK");
        verdict = my_session_run(source->session, weir_buf_cstr(&sql), err);
    }
    weir_buf_free(&sql);
    snapshot->table_locks = verdict == WEIR_OK;
    return verdict == WEIR_OK
               ? WEIR_OK
               : weir_err_wrap(err, "the snapshot can lock nothing: GRANT RELOAD ON *.* or LOCK "
                                    "TABLES to the user, or set snapshot.locking.mode=none");
}

static enum weir_verdict lock(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct source *source = snapshot->source;
    if (source->conf->lock_mode == LOCK_NONE) {
        return WEIR_OK;
    }
    if (my_session_run(source->session, "FLUSH TABLES WITH READ LOCK", err) == WEIR_OK) {
        return WEIR_OK;
    }
    if (!server_is_denied(err)) {
        return weir_err_wrap(err, "the snapshot waits for the global read lock");
    }
    weir_info(source->log, "no right to the global read lock (RELOAD): locking the tables");
    return lock_tables(snapshot, err);
}

void snapshot_unlock(struct source_snapshot *snapshot, bool all)
{
    struct source *source = snapshot->source;
    struct weir_err err;
    bool keep = !all && (snapshot->table_locks || source->conf->lock_mode == LOCK_EXTENDED);
    if (source->session && !keep &&
        my_session_run(source->session, "UNLOCK TABLES", &err) != WEIR_OK) {
        weir_warn(source->log, "UNLOCK TABLES: %s", err.text);
        source_session_close(source);
    }
}

/* ---- the place ---- */

static enum weir_verdict set_times(struct source_snapshot *snapshot, struct weir_err *err)
{
    int64_t seconds = (snapshot->source->conf->lock_timeout_ms + 999) / 1000;
    const char *sql = weir_arena_printf(
        &snapshot->arena,
        "SET SESSION lock_wait_timeout=%" PRId64 ", innodb_lock_wait_timeout=%" PRId64,
        seconds > 0 ? seconds : 1, seconds > 0 ? seconds : 1);
    if (run_all(snapshot, sql, err) != WEIR_OK) {
        return err->class;
    }
    return run_all(snapshot, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", err);
}

enum weir_verdict snapshot_lock(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct source *source = snapshot->source;
    if (set_times(snapshot, err) != WEIR_OK || lock(snapshot, err) != WEIR_OK ||
        run_all(snapshot, "START TRANSACTION WITH CONSISTENT SNAPSHOT", err) != WEIR_OK) {
        return err->class;
    }
    struct server_place place;
    if (server_place(source->session, &snapshot->arena, &place, err) != WEIR_OK) {
        return err->class;
    }
    snapshot->offset = (struct cdc_offset){
        .file = place.file,
        .pos = place.pos,
        .gtids = place.gtids,
        .ts_sec = place.now_sec,
        .snapshot = CDC_OFFSET_INITIAL,
        .has_transaction = source->conf->transaction_metadata,
    };
    return WEIR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snapshot.c: the sequence of a snapshot: connections, lock, definitions, unlock, history, rows,
 * the last offset; then the stream begins where the rows were read.
 */
#include "snapshot.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "known.h"
#include "notify.h"
#include "signal.h"
#include "snapshot_parts.h"

#define NAMES_MAX ((size_t)1 << 20)

static struct weir_str offset_text(struct source_snapshot *snapshot, enum cdc_offset_snapshot mark)
{
    struct weir_buf text;
    struct cdc_offset offset = snapshot->offset;
    offset.snapshot = mark;
    weir_buf_init(&text, (size_t)2 << 20);
    cdc_offset_write(&offset, &text);
    struct weir_str kept = weir_arena_str(&snapshot->arena, weir_buf_view(&text));
    weir_buf_free(&text);
    return kept;
}

static void copy_offset(struct weir_arena *arena, struct cdc_offset *to,
                        const struct cdc_offset *from)
{
    *to = *from;
    to->file = weir_arena_str(arena, from->file);
    to->gtids = from->gtids.p ? weir_arena_str(arena, from->gtids) : WEIR_STR_NULL;
}

static void copy_only(struct source_snapshot *snapshot)
{
    struct snapshot_plan *plan = &snapshot->plan;
    struct weir_arena *arena = &snapshot->arena;
    struct snapshot_only *only = WEIR_NEW_ARRAY(arena, struct snapshot_only, plan->n_only);
    for (size_t i = 0; i < plan->n_only; i++) {
        const struct snapshot_only *from = &plan->only[i];
        only[i] = (struct snapshot_only){
            .db = weir_arena_str(arena, from->db),
            .name = weir_arena_str(arena, from->name),
            .select = from->select.p ? weir_arena_str(arena, from->select) : WEIR_STR_NULL};
    }
    plan->only = only;
}

void snapshot_begin(struct source *source, const struct snapshot_plan *plan,
                    const struct cdc_offset *stored)
{
    struct source_snapshot *snapshot = weir_xcalloc(1, sizeof(*snapshot));
    snapshot->source = source;
    snapshot->plan = *plan;
    snapshot->begun_ms = weir_clock_mono_ms();
    weir_arena_init(&snapshot->arena, (size_t)16 << 10);
    pthread_mutex_init(&snapshot->lock, NULL);
    weir_clock_cond_init(&snapshot->changed);
    if (plan->keep_offset) {
        copy_offset(&snapshot->arena, &snapshot->stored, stored);
    }
    if (plan->only) {
        copy_only(snapshot);
    }
    pthread_mutex_lock(&source->wake_lock);
    source->snapshot = snapshot;
    pthread_mutex_unlock(&source->wake_lock);
    source->phase = SOURCE_SNAPSHOT;
    weir_info(source->log, "snapshot begins:%s%s", plan->schema ? " definitions" : "",
              plan->data ? " rows" : "");
}

static void close_readers(struct source_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->n_readers; i++) {
        pthread_mutex_lock(&snapshot->source->wake_lock);
        struct my_session *session = snapshot->readers[i].session;
        snapshot->readers[i].session = NULL;
        pthread_mutex_unlock(&snapshot->source->wake_lock);
        my_session_close(session);
    }
}

void snapshot_close(struct source *source)
{
    struct source_snapshot *snapshot = source->snapshot;
    if (!snapshot) {
        return;
    }
    atomic_store(&snapshot->closing, true);
    snapshot_wake(snapshot);
    snapshot_join_readers(snapshot);
    close_readers(snapshot);
    pthread_mutex_lock(&source->wake_lock);
    source->snapshot = NULL;
    pthread_mutex_unlock(&source->wake_lock);
    for (size_t i = 0; i < snapshot->n_queue; i++) {
        if (snapshot->queue[i].batch) {
            weir_task_batch_drop(source->task, snapshot->queue[i].batch);
        }
    }
    if (snapshot->held.batch) {
        weir_task_batch_drop(source->task, snapshot->held.batch);
    }
    for (size_t i = 0; i < snapshot->n_chunks; i++) {
        cdc_table_free(snapshot->chunks[i].cdc);
    }
    free(snapshot->chunks);
    weir_task_progress(source->task, "", 0, -1);
    pthread_cond_destroy(&snapshot->changed);
    pthread_mutex_destroy(&snapshot->lock);
    weir_arena_free(&snapshot->arena);
    free(snapshot);
}

/* Readers in the middle of a SELECT return; only for the end, as their sessions are lost. */
void snapshot_wake(struct source_snapshot *snapshot)
{
    pthread_cond_broadcast(&snapshot->changed);
    if (!atomic_load(&snapshot->closing) && !weir_task_stopping(snapshot->source->task)) {
        return;
    }
    for (size_t i = 0; i < snapshot->n_readers; i++) {
        if (snapshot->readers[i].session) {
            my_session_wake(snapshot->readers[i].session);
        }
    }
}

/* ---- steps ---- */

/* Goes on with an interrupted one at its place, or as if there had been none. */
static enum weir_verdict resume(struct source_snapshot *snapshot, struct weir_err *err)
{
    bool same = false;
    if (snapshot_same_definitions(snapshot, &same, err) != WEIR_OK) {
        return err->class;
    }
    if (same) {
        snapshot->offset = snapshot->stored;
        snapshot->offset.snapshot = CDC_OFFSET_INITIAL;
        return WEIR_OK;
    }
    weir_info(snapshot->source->log, "definitions have changed since: the snapshot begins again");
    snapshot->plan.resume = snapshot->plan.keep_offset = false;
    snapshot->plan.schema = true;
    return WEIR_OK;
}

static enum weir_verdict lock_and_look(struct source_snapshot *snapshot, struct weir_err *err)
{
    struct source *source = snapshot->source;
    if (source_session(source, err) != WEIR_OK ||
        snapshot_open_readers(snapshot, err) != WEIR_OK) {
        return err->class;
    }
    enum weir_verdict verdict = snapshot_lock(snapshot, err);
    if (verdict == WEIR_OK && snapshot->plan.resume) {
        verdict = resume(snapshot, err);
    }
    if (verdict == WEIR_OK && snapshot->plan.schema) {
        verdict = snapshot_schema(snapshot, err);
    }
    if (verdict != WEIR_OK) {
        source_session_close(source); /* and with it every lock */
        return verdict;
    }
    snapshot_unlock(snapshot, false);
    if (snapshot->plan.only) { /* a kill in the middle is a kill while streaming */
        snapshot->offset = snapshot->stored;
    }
    snapshot->offset_text = offset_text(snapshot, snapshot->plan.only ? CDC_OFFSET_BLOCKING
                                                                      : CDC_OFFSET_INITIAL);
    snapshot->final_text = offset_text(snapshot, CDC_OFFSET_STREAMING);
    const struct cdc_offset *from =
        snapshot->plan.keep_offset ? &snapshot->stored : &snapshot->offset;
    if (source_place_init(&source->place, from, err) != WEIR_OK) {
        return err->class;
    }
    weir_info(source->log, "the snapshot's place is %.*s", WEIR_STR_ARG(snapshot->final_text));
    snapshot->step = SNAPSHOT_TELL;
    return WEIR_OK;
}

static enum weir_verdict tell(struct source_snapshot *snapshot, struct weir_batch *batch,
                              struct weir_err *err)
{
    struct source *source = snapshot->source;
    bool more = false;
    if (snapshot->plan.schema && snapshot->next_ddl == 0) {
        if (history_ensure(source->history, err) != WEIR_OK) {
            return err->class;
        }
        cdc_schema_free(source->schema);
        source->schema = source_schema_new(source->conf);
    }
    if (!snapshot->told_start && notify_initial(source, "STARTED", batch, err) != WEIR_OK) {
        return err->class;
    }
    snapshot->told_start = true;
    if (snapshot_tell(snapshot, batch, &more, err) != WEIR_OK) {
        return err->class;
    }
    if (more) {
        return WEIR_OK;
    }
    if (!snapshot->plan.data) {
        snapshot->step = SNAPSHOT_END;
        return WEIR_OK;
    }
    if (snapshot_chunks(snapshot, err) != WEIR_OK ||
        snapshot_start_readers(snapshot, err) != WEIR_OK) {
        return err->class;
    }
    if (!snapshot->plan.only) {
        snapshot_state_begin(snapshot, batch);
    }
    snapshot->step = SNAPSHOT_ROWS;
    return WEIR_OK;
}

/* ---- rows ---- */

/* Takes the oldest filled batch; *running: there will be more. */
static struct snapshot_filled take(struct source_snapshot *snapshot, int64_t wait_ms, bool *running)
{
    struct snapshot_filled filled = {0};
    int64_t until_ms = weir_clock_mono_ms() + wait_ms;
    pthread_mutex_lock(&snapshot->lock);
    while (!snapshot->n_queue && snapshot->n_running && !atomic_load(&snapshot->starved) &&
           !weir_task_stopping(snapshot->source->task) &&
           weir_clock_wait(&snapshot->changed, &snapshot->lock, until_ms)) {
    }
    if (snapshot->n_queue) {
        filled = snapshot->queue[0];
        memmove(snapshot->queue, snapshot->queue + 1,
                --snapshot->n_queue * sizeof(snapshot->queue[0]));
        pthread_cond_broadcast(&snapshot->changed);
    }
    *running = snapshot->n_running > 0 || snapshot->n_queue > 0;
    pthread_mutex_unlock(&snapshot->lock);
    return filled;
}

static enum weir_verdict check_readers(struct source_snapshot *snapshot, struct weir_err *err)
{
    pthread_mutex_lock(&snapshot->lock);
    bool failed = snapshot->failed;
    if (failed) {
        *err = snapshot->failure;
    }
    pthread_mutex_unlock(&snapshot->lock);
    return failed ? err->class : WEIR_OK;
}

static struct weir_str names(struct source_snapshot *snapshot)
{
    struct weir_buf text;
    if (!snapshot->names.p) {
        weir_buf_init(&text, NAMES_MAX);
        for (size_t i = 0; i < snapshot->n_tables; i++) {
            weir_buf_text(&text, i ? "," : "");
            weir_buf_str(&text, snapshot->tables[i].id);
        }
        snapshot->names = weir_arena_str(&snapshot->arena, weir_buf_view(&text));
        weir_buf_free(&text);
    }
    return snapshot->names;
}

static enum weir_verdict begun(struct source_snapshot *snapshot, struct snapshot_table *table,
                               struct weir_batch *batch, struct weir_err *err)
{
    if (table->begun) {
        return WEIR_OK;
    }
    table->begun = true;
    return notify_initial_begun(snapshot->source, table->id, names(snapshot), batch, err);
}

static enum weir_verdict chunk_is_done(struct source_snapshot *snapshot,
                                       struct snapshot_chunk *chunk, struct weir_batch *batch,
                                       struct weir_err *err)
{
    struct snapshot_table *table = chunk->table;
    if (++table->n_done == table->n_chunks &&
        notify_initial_table(snapshot->source, table->id, names(snapshot),
                             atomic_load(&table->rows), batch, err) != WEIR_OK) {
        return err->class;
    }
    if (!snapshot->plan.only) {
        snapshot_state_tell(snapshot, chunk, batch);
    }
    return WEIR_OK;
}

static enum weir_verdict hand_on(struct source_snapshot *snapshot, struct weir_batch **batch,
                                 bool last, struct weir_err *err)
{
    struct snapshot_filled held = snapshot->held;
    if (!held.batch) {
        return WEIR_OK;
    }
    *batch = held.batch;
    snapshot->held = (struct snapshot_filled){0};
    if (last) {
        snapshot_mark_last(held.batch, CDC_SNAPSHOT_LAST);
    }
    if (begun(snapshot, held.chunk->table, held.batch, err) != WEIR_OK) {
        return err->class;
    }
    return held.ended ? chunk_is_done(snapshot, held.chunk, held.batch, err) : WEIR_OK;
}

/* One is held back until the next is there: whoever comes last is marked as the last. */
static enum weir_verdict rows(struct source_snapshot *snapshot, struct weir_batch **batch,
                              int64_t wait_ms, struct weir_err *err)
{
    bool running = true;
    if (check_readers(snapshot, err) != WEIR_OK) {
        return err->class;
    }
    struct snapshot_filled filled = take(snapshot, wait_ms, &running);
    if (filled.ended && !filled.batch) { /* without rows: the last record is one of those before */
        return begun(snapshot, filled.chunk->table, *batch, err) == WEIR_OK
                   ? chunk_is_done(snapshot, filled.chunk, *batch, err)
                   : err->class;
    }
    if (filled.batch) {
        enum weir_verdict verdict = hand_on(snapshot, batch, false, err);
        snapshot->held = filled;
        return verdict;
    }
    if (atomic_exchange(&snapshot->starved, false) && running) {
        return hand_on(snapshot, batch, false, err);
    }
    if (!running && check_readers(snapshot, err) == WEIR_OK) {
        snapshot->step = SNAPSHOT_END;
    }
    return WEIR_OK;
}

/* ---- the end ---- */

static void end_views(struct source_snapshot *snapshot)
{
    struct weir_err ignored;
    struct source *source = snapshot->source;
    snapshot_unlock(snapshot, true);
    if (source->session && my_session_run(source->session, "COMMIT", &ignored) != WEIR_OK) {
        source_session_close(source);
    }
}

static enum weir_verdict end(struct source_snapshot *snapshot, struct weir_batch **batch,
                             struct weir_err *err)
{
    struct source *source = snapshot->source;
    bool streams = snapshot->plan.stream;
    if (hand_on(snapshot, batch, true, err) != WEIR_OK) {
        return err->class;
    }
    source->place.more.snapshot = CDC_OFFSET_STREAMING;
    source_place_changed(&source->place);
    source_offset(source, *batch);
    if (!snapshot->plan.only) {
        known_add_all(source);
        source->known.changed = true; /* what was told of chunks goes */
    }
    known_tell(source, *batch);
    if (notify_initial(source, "COMPLETED", *batch, err) != WEIR_OK) {
        return err->class;
    }
    end_views(snapshot);
    weir_info(source->log, "the snapshot is complete after %lld ms",
              (long long)(weir_clock_mono_ms() - snapshot->begun_ms));
    weir_task_request_commit(source->task); /* where the stream begins must outlive a crash */
    snapshot_close(source);
    source->phase = streams ? SOURCE_START : SOURCE_IDLE;
    source->started = true;
    return source_heartbeat_now(source, *batch, err);
}

/* A lost connection takes the consistent view with it: all begins again. */
static enum weir_verdict after(struct source *source, enum weir_verdict verdict,
                               struct weir_err *err)
{
    if (verdict != WEIR_OK) {
        verdict = snapshot_altered(source->snapshot, err);
        if (verdict == WEIR_RETRY && source->snapshot->plan.only) {
            signal_blocking_again(source, &source->snapshot->plan);
        }
        snapshot_close(source);
        source_session_close(source);
        source->phase = SOURCE_START;
    }
    return verdict;
}

enum weir_verdict snapshot_poll(struct source *source, struct weir_batch **batch, int64_t wait_ms,
                                struct weir_err *err)
{
    struct source_snapshot *snapshot = source->snapshot;
    enum weir_verdict verdict = WEIR_OK;
    switch (snapshot->step) {
    case SNAPSHOT_LOCK:
        verdict = lock_and_look(snapshot, err);
        break;
    case SNAPSHOT_TELL:
        verdict = tell(snapshot, *batch, err);
        break;
    case SNAPSHOT_ROWS:
        verdict = rows(snapshot, batch, wait_ms, err);
        break;
    case SNAPSHOT_END:
        verdict = end(snapshot, batch, err);
        break;
    }
    return after(source, verdict, err);
}

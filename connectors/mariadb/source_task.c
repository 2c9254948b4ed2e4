/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_task.c: the sequence of the source and nothing else:
 * start -> snapshot -> binlog stream -> events -> rows -> envelope -> batch.
 */
#include "source_task.h"

#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "incremental.h"
#include "known.h"
#include "common/mariadb/mariadb_connect.h"
#include "signal.h"
#include "snapshot.h"
#include "source.h"

static enum weir_verdict poll_phase(struct source *source, struct weir_batch **batch,
                                    int64_t wait_ms, struct weir_err *err)
{
    switch (source->phase) {
    case SOURCE_START:
        return source_start(source, err);
    case SOURCE_SNAPSHOT:
        return snapshot_poll(source, batch, wait_ms, err);
    case SOURCE_STREAM:
        return source_stream_poll(source, *batch, wait_ms, err);
    case SOURCE_IDLE:
        return source_idle(source, *batch, wait_ms, err);
    }
    return WEIR_OK;
}

enum weir_verdict source_task_poll(void *self, struct weir_batch **batch, int64_t wait_ms,
                                   struct weir_err *err)
{
    struct source *source = self;
    if (source->has_pending) {
        source->has_pending = false;
        *err = source->pending;
        return err->class;
    }
    enum weir_verdict verdict = poll_phase(source, batch, wait_ms, err);
    return verdict != WEIR_OK && weir_task_stopping(source->task) ? WEIR_WOKEN : verdict;
}

void source_task_wake(void *self)
{
    source_wake(self);
}

static void init_texts(struct source *source)
{
    struct weir_arena *arena = weir_task_arena(source->task);
    struct weir_buf text;
    weir_buf_init(&text, 4096);
    weir_buf_text(&text, "{\"server\":");
    weir_json_string(&text, source->conf->prefix);
    weir_buf_char(&text, '}');
    source->partition = weir_arena_str(arena, weir_buf_view(&text));
    text.n--;
    weir_buf_text(&text, ",\"weir\":\"tables\"}");
    source->own_state = weir_arena_str(arena, weir_buf_view(&text));
    weir_buf_free(&text);
    weir_buf_init(&source->txn.gtid, 1024);
    weir_buf_init(&source->txn.id, 4096);
    weir_buf_init(&source->txn.query, (size_t)16 << 20);
}

enum weir_verdict source_task_open(struct weir_task *task, const void *conf, void **self,
                                   struct weir_err *err)
{
    struct source *source = weir_xcalloc(1, sizeof(*source));
    source->task = task;
    source->conf = conf;
    source->log = weir_task_log(task);
    source->cells = weir_xcalloc((size_t)2 * BINLOG_COLUMNS_MAX, sizeof(*source->cells));
    source->txn.thread = -1;
    source->told_offset_ms = source->heartbeat_ms = weir_clock_mono_ms();
    pthread_mutex_init(&source->wake_lock, NULL);
    weir_clock_cond_init(&source->woken);
    mariadb_connect_conf(source->conf, &source->my);
    init_texts(source);
    if (cdc_maker_new(source->conf, weir_task_id(task), source->log, &source->maker, err) !=
            WEIR_OK ||
        history_open(task, source->conf, &source->history, err) != WEIR_OK ||
        signal_open(source, err) != WEIR_OK) {
        source_task_close(source);
        return err->class;
    }
    *self = source;
    return WEIR_OK;
}

void source_task_close(void *self)
{
    struct source *source = self;
    snapshot_close(source);
    signal_close(source);
    incremental_close(source);
    known_close(source);
    source_new_close(source);
    source_binlog_close(source);
    source_session_close(source);
    history_close(source->history);
    source_tables_free(source);
    cdc_schema_free(source->schema);
    cdc_maker_free(source->maker);
    source_place_free(&source->place);
    weir_buf_free(&source->txn.gtid);
    weir_buf_free(&source->txn.id);
    weir_buf_free(&source->txn.query);
    free(source->txn.orders);
    free(source->cells);
    pthread_cond_destroy(&source->woken);
    pthread_mutex_destroy(&source->wake_lock);
    free(source);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_session.c: the task's two connections, one for statements and one for the binlog. They are
 * opened when they are needed; a wake from another thread reaches whichever is waiting.
 */
#include "source.h"

#include "incremental.h"
#include "snapshot.h"

#define HEARTBEAT_MAX_MS 60000

static void set_session(struct source *source, struct my_session *session)
{
    pthread_mutex_lock(&source->wake_lock);
    source->session = session;
    pthread_mutex_unlock(&source->wake_lock);
}

static void set_binlog(struct source *source, struct binlog_stream *binlog)
{
    pthread_mutex_lock(&source->wake_lock);
    source->binlog = binlog;
    pthread_mutex_unlock(&source->wake_lock);
}

enum weir_verdict source_session(struct source *source, struct weir_err *err)
{
    struct my_session *session = NULL;
    if (source->session) {
        return WEIR_OK;
    }
    if (my_session_open(&source->my, &session, err) != WEIR_OK) {
        return err->class;
    }
    set_session(source, session);
    return WEIR_OK;
}

void source_session_close(struct source *source)
{
    struct my_session *session = source->session;
    set_session(source, NULL);
    my_session_close(session);
}

/* The server says something at least that often, so that silence means a dead connection. */
static int64_t heartbeat_ms(const struct mariadb_conf *conf)
{
    int64_t ms = conf->keep_alive && conf->keep_alive_interval_ms > 0
                     ? conf->keep_alive_interval_ms * 8 / 10
                     : HEARTBEAT_MAX_MS;
    if (conf->heartbeat_interval_ms > 0 && conf->heartbeat_interval_ms < ms) {
        ms = conf->heartbeat_interval_ms;
    }
    return ms < 1000 ? 1000 : ms;
}

enum weir_verdict source_binlog_open(struct source *source, struct weir_err *err)
{
    const struct mariadb_conf *conf = source->conf;
    struct binlog_stream *binlog = NULL;
    struct cdc_offset from;
    source_place_offset(&source->place, &from);
    struct binlog_start start = {
        .server_id = (uint32_t)conf->server_id,
        .file = from.file,
        .pos = (uint64_t)from.pos,
        .gtids = conf->gtid_ignore ? WEIR_STR_NULL : from.gtids,
        .annotate = conf->include_query,
        .heartbeat_ms = heartbeat_ms(conf),
        .net_read_timeout_s = conf->net_read_timeout_s,
        .net_write_timeout_s = conf->net_write_timeout_s,
    };
    if (binlog_stream_open(&source->my, &start, source->log, &binlog, err) != WEIR_OK) {
        return err->class;
    }
    source_place_reopen(&source->place);
    source->rows.active = false;
    incremental_reopened(source);
    set_binlog(source, binlog);
    weir_info(source->log, "reading the binlog from %s%.*s%s%.*s:%lld", start.gtids.p ? "gtids " : "",
              WEIR_STR_ARG(start.gtids), start.gtids.p ? ", " : "", WEIR_STR_ARG(from.file),
              (long long)from.pos);
    return WEIR_OK;
}

void source_binlog_close(struct source *source)
{
    struct binlog_stream *binlog = source->binlog;
    set_binlog(source, NULL);
    source->rows.active = false;
    if (binlog) {
        binlog_stream_close(binlog);
    }
}

/* A session cannot go on after its wake, so it is only for the end. */
void source_wake(struct source *source)
{
    pthread_mutex_lock(&source->wake_lock);
    pthread_cond_broadcast(&source->woken);
    if (source->binlog) {
        binlog_stream_wake(source->binlog);
    }
    if (source->session && weir_task_stopping(source->task)) {
        my_session_wake(source->session);
    }
    if (source->snapshot) {
        snapshot_wake(source->snapshot);
    }
    pthread_mutex_unlock(&source->wake_lock);
}

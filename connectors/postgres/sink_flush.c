/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_flush.c: exactly once, where offsets meet the worker: a flush commits the transaction that
 * waited for dead letters and stores what was filtered too; a request over REST moves the stored
 * offsets.
 */
#include <inttypes.h>

#include <weir/json.h>

#include "sink_places.h"

#define CAREFUL_BATCHES 4 /* are waited for after one that was not has failed */

/* ---- flush ---- */

static void take_offsets(struct sink *sink, const struct weir_topic_partition *offsets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct sink_place *place = sink_place_find(sink, offsets[i].topic, offsets[i].partition);
        if (place && offsets[i].offset > place->next) {
            place->next = offsets[i].offset;
        }
    }
}

/* Commits what waits, with offsets that lead past filtered and rejected records. */
static enum weir_verdict commit_offsets(struct sink *sink, struct weir_err *err)
{
    struct weir_batch nothing = {0};
    sink->batch = &nothing;
    weir_arena_init(&nothing.arena, 1024);
    enum weir_verdict verdict = sink_commit(sink, err);
    weir_arena_free(&nothing.arena);
    return verdict;
}

enum weir_verdict sink_flush(void *self, struct weir_topic_partition *offsets, size_t n,
                             struct weir_err *err)
{
    struct sink *sink = self;
    bool waiting = sink->held || sink->ahead;
    enum weir_verdict verdict = sink_land(sink, err);
    if (verdict == WEIR_OK) {
        take_offsets(sink, offsets, n);
        if (sink->held || (sink->conf->exactly_once && sink_offsets_due(sink))) {
            verdict = commit_offsets(sink, err);
        }
    }
    if (verdict == WEIR_OK) {
        sink->held = false;
        sink_offsets_stored(sink);
        return WEIR_OK;
    }
    struct weir_err why;
    sink_offsets_retreat(sink);
    if (waiting && sink_rewind(sink, &why) != WEIR_OK) {
        *err = why;
        return why.class;
    }
    if (waiting) {
        err->class = WEIR_RETRY; /* what was last written is read again, and judged there */
    }
    return err->class;
}

enum weir_verdict sink_rewind(struct sink *sink, struct weir_err *err)
{
    sink->held = sink->ahead = false;
    sink->careful = CAREFUL_BATCHES;
    sink_offsets_retreat(sink);
    for (size_t i = 0; i < sink->n_places; i++) {
        const struct sink_place *place = &sink->places[i];
        if (weir_task_seek(sink->task, weir_str_of(place->topic), place->partition, place->stored,
                           err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- PATCH and DELETE .../offsets ---- */

static enum weir_verdict read_partition(struct weir_arena *arena, struct weir_str text,
                                        struct weir_str args[], struct weir_err *err)
{
    struct weir_json *doc = NULL;
    int64_t partition;
    if (weir_json_parse(arena, text, &doc, err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_json *topic = weir_json_get(doc, "kafka_topic");
    if (!topic || topic->type != WEIR_JT_STRING ||
        !weir_json_get_i64(doc, "kafka_partition", &partition)) {
        return weir_err_set(err, WEIR_FATAL,
                            "a partition must have kafka_topic and kafka_partition");
    }
    args[1] = topic->text;
    args[2] = weir_str_of(weir_arena_printf(arena, "%" PRId64, partition));
    return WEIR_OK;
}

static enum weir_verdict change(struct pg_session *session, const struct weir_connector *connector,
                                const char *table, const struct weir_offset_change *asked,
                                struct weir_err *err)
{
    struct weir_arena *arena = connector->arena;
    struct weir_str args[4] = {weir_str_of(connector->name)};
    struct weir_json *doc = NULL;
    struct pg_rows *rows = NULL;
    int64_t offset = 0;
    if (read_partition(arena, asked->partition, args, err) != WEIR_OK) {
        return err->class;
    }
    if (asked->offset.p && weir_json_parse(arena, asked->offset, &doc, err) != WEIR_OK) {
        return err->class;
    }
    if (doc && (!weir_json_get_i64(doc, "kafka_offset", &offset) || offset < 0)) {
        return weir_err_set(err, WEIR_FATAL, "an offset must have a kafka_offset of 0 or more");
    }
    args[3] = weir_str_of(weir_arena_printf(arena, "%" PRId64, offset));
    const char *sql =
        doc ? weir_arena_printf(arena,
                                "INSERT INTO %s (connector, topic, partition, next_offset, epoch) "
                                "VALUES ($1, $2, $3::int, $4::bigint, 0) ON CONFLICT (connector, "
                                "topic, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset",
                                table)
            : weir_arena_printf(arena,
                                "DELETE FROM %s WHERE connector = $1 AND topic = $2 AND partition "
                                "= $3::int",
                                table);
    enum weir_verdict verdict = pg_query(session, sql, args, doc ? 4 : 3, &rows, err);
    pg_rows_free(rows);
    return verdict;
}

static enum weir_verdict change_all(struct pg_session *session,
                                    const struct weir_connector *connector,
                                    const struct sink_conf *conf,
                                    const struct weir_offset_change *changes, size_t n,
                                    struct weir_err *err)
{
    struct weir_buf words;
    weir_buf_init(&words, 1024);
    sink_offsets_table(conf->offsets_table, &words);
    const char *table = weir_arena_cstr(connector->arena, weir_buf_cstr(&words));
    weir_buf_free(&words);
    enum weir_verdict verdict = sink_offsets_create(session, table, err);
    if (verdict == WEIR_OK) {
        verdict = pg_exec(session, "BEGIN", err);
    }
    for (size_t i = 0; i < n && verdict == WEIR_OK; i++) {
        verdict = change(session, connector, table, &changes[i], err);
    }
    return verdict == WEIR_OK ? pg_exec(session, "COMMIT", err) : verdict;
}

enum weir_verdict sink_alter_offsets(const struct weir_connector *connector, const void *conf,
                                     const struct weir_offset_change *changes, size_t n,
                                     bool *handled, struct weir_err *err)
{
    const struct sink_conf *sink_conf = conf;
    *handled = true;
    if (!sink_conf->exactly_once) {
        return WEIR_OK;
    }
    const struct pg_session_conf session_conf = {
        .url = sink_conf->url,
        .user = sink_conf->user,
        .password = sink_conf->password,
        .application = "weir offsets",
        .log = connector->log,
        .arena = connector->arena,
    };
    struct pg_session *session = NULL;
    enum weir_verdict verdict = pg_session_new(&session_conf, &session, err);
    if (verdict == WEIR_OK) {
        verdict = change_all(session, connector, sink_conf, changes, n, err);
    }
    pg_session_free(session);
    return verdict;
}

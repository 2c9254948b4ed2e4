/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_offsets.c: exactly once. The offsets that a batch leads to are written to a table of the
 * target in the batch's own transaction, which fails when another task has moved them. When
 * partitions come, the table says where to go on, unless somebody other than a worker of this kind
 * has moved the group since.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "common/pg/pg_binary.h"
#include "common/pg/pg_sql.h"
#include "common/pg/pg_type.h"
#include "sink_places.h"

/* ---- places ---- */

struct sink_place *sink_place_find(struct sink *sink, struct weir_str topic, int32_t partition)
{
    for (size_t i = 0; i < sink->n_places; i++) {
        struct sink_place *place = &sink->places[i];
        if (place->partition == partition && weir_str_is(topic, place->topic)) {
            return place;
        }
    }
    return NULL;
}

static void keep(struct sink *sink, struct weir_str topic, int32_t partition, int64_t next)
{
    struct sink_place *place = sink_place_find(sink, topic, partition);
    if (!place) {
        sink->places = weir_xrealloc(sink->places, sink->n_places + 1, sizeof(*sink->places));
        place = &sink->places[sink->n_places++];
        place->topic = weir_xstrndup(topic.p, topic.n);
        place->partition = partition;
    }
    place->stored = place->next = next;
}

static void forget(struct sink *sink, struct weir_str topic, int32_t partition)
{
    struct sink_place *place = sink_place_find(sink, topic, partition);
    if (place) {
        free(place->topic);
        *place = sink->places[--sink->n_places];
    }
}

void sink_offsets_free(struct sink *sink)
{
    for (size_t i = 0; i < sink->n_places; i++) {
        free(sink->places[i].topic);
    }
    free(sink->places);
    weir_buf_free(&sink->offsets_sql);
}

/* ---- the table ---- */

void sink_offsets_table(struct weir_str full, struct weir_buf *words)
{
    struct weir_str part;
    const char *sep = "";
    while (weir_str_split(&full, '.', &part)) {
        weir_buf_text(words, sep);
        pg_sql_name(words, part);
        sep = ".";
    }
}

enum weir_verdict sink_offsets_create(struct pg_session *session, const char *words,
                                      struct weir_err *err)
{
    struct weir_buf sql;
    weir_buf_init(&sql, 4096);
    weir_buf_printf(&sql,
                    "CREATE TABLE IF NOT EXISTS %s (connector text NOT NULL, topic text NOT NULL, "
                    "partition integer NOT NULL, next_offset bigint NOT NULL, epoch bigint NOT "
                    "NULL, PRIMARY KEY (connector, topic, partition))",
                    words);
    enum weir_verdict verdict = pg_exec(session, weir_buf_cstr(&sql), err);
    if (verdict == WEIR_BAD_DATA) { /* two tasks at once: unique_violation in the catalogue */
        verdict = pg_exec(session, weir_buf_cstr(&sql), err);
    }
    weir_buf_free(&sql);
    return verdict == WEIR_OK ? verdict : weir_err_wrap(err, "the table of offsets");
}

static const char *table_of(struct sink *sink)
{
    if (!sink->offsets_table) {
        struct weir_buf words;
        weir_buf_init(&words, 1024);
        sink_offsets_table(sink->conf->offsets_table, &words);
        sink->offsets_table = weir_arena_cstr(weir_task_arena(sink->task), weir_buf_cstr(&words));
        weir_buf_free(&words);
    }
    return sink->offsets_table;
}

/* ---- partitions come and go ---- */

/* The row is ours from now on: older tasks are refused. *next: what it says, -1: there was none. */
static enum weir_verdict claim(struct sink *sink, const struct weir_topic_partition *part,
                               int64_t *next, struct weir_err *err)
{
    struct weir_arena *arena = weir_task_arena(sink->task);
    char partition[16], epoch[24], offset[24];
    snprintf(partition, sizeof(partition), "%d", part->partition);
    snprintf(epoch, sizeof(epoch), "%" PRIu64, weir_task_epoch(sink->task));
    snprintf(offset, sizeof(offset), "%" PRId64, part->offset);
    const struct weir_str args[] = {weir_str_of(weir_task_connector(sink->task)), part->topic,
                                    weir_str_of(partition), weir_str_of(epoch),
                                    weir_str_of(offset)};
    const char *sql = weir_arena_printf(
        arena,
        "INSERT INTO %s AS o (connector, topic, partition, next_offset, epoch) VALUES ($1, $2, "
        "$3::int, $5::bigint, $4::bigint) ON CONFLICT (connector, topic, partition) DO UPDATE SET "
        "epoch = EXCLUDED.epoch WHERE o.epoch <= EXCLUDED.epoch RETURNING next_offset",
        table_of(sink));
    struct pg_rows *rows = NULL;
    enum weir_verdict verdict = pg_query(sink->session, sql, args, 5, &rows, err);
    if (verdict == WEIR_OK && pg_rows_count(rows) == 1) {
        *next = pg_rows_int(rows, 0, 0);
    } else if (verdict == WEIR_OK) {
        verdict = weir_err_set(err, WEIR_FATAL, "%.*s-%d in %s belongs to a newer task",
                               WEIR_STR_ARG(part->topic), part->partition, sink->offsets_table);
    }
    pg_rows_free(rows);
    return verdict;
}

static enum weir_verdict store(struct sink *sink, const struct weir_topic_partition *part,
                               struct weir_err *err)
{
    char offset[24], partition[16];
    snprintf(offset, sizeof(offset), "%" PRId64, part->offset);
    snprintf(partition, sizeof(partition), "%d", part->partition);
    const struct weir_str args[] = {weir_str_of(weir_task_connector(sink->task)), part->topic,
                                    weir_str_of(partition), weir_str_of(offset)};
    const char *sql =
        weir_arena_printf(weir_task_arena(sink->task),
                          "UPDATE %s SET next_offset = $4::bigint WHERE connector = $1 AND topic = "
                          "$2 AND partition = $3::int",
                          table_of(sink));
    struct pg_rows *rows = NULL;
    enum weir_verdict verdict = pg_query(sink->session, sql, args, 4, &rows, err);
    pg_rows_free(rows);
    return verdict;
}

/* Whether the group's commit is somebody else's: Java's, or an operator's. */
static bool is_foreign(const struct weir_topic_partition *part)
{
    return part->metadata.p && !weir_str_starts(part->metadata, WEIR_STR("weir:"));
}

static enum weir_verdict settle(struct sink *sink, const struct weir_topic_partition *part,
                                struct weir_err *err)
{
    int64_t next = -1;
    if (claim(sink, part, &next, err) != WEIR_OK) {
        return err->class;
    }
    if (next != part->offset && is_foreign(part)) {
        weir_info(sink->log,
                  "%.*s-%d: the group was moved to %" PRId64 " by another worker, which counts; "
                  "%s said %" PRId64,
                  WEIR_STR_ARG(part->topic), part->partition, part->offset, table_of(sink), next);
        if (store(sink, part, err) != WEIR_OK) {
            return err->class;
        }
        next = part->offset;
    } else if (next != part->offset) {
        weir_info(sink->log, "%.*s-%d: goes on at %" PRId64 ", as %s says; the group is at %" PRId64,
                  WEIR_STR_ARG(part->topic), part->partition, next, table_of(sink), part->offset);
        if (weir_task_seek(sink->task, part->topic, part->partition, next, err) != WEIR_OK) {
            return err->class;
        }
    }
    keep(sink, part->topic, part->partition, next);
    return WEIR_OK;
}

enum weir_verdict sink_assigned(void *self, const struct weir_topic_partition *partitions, size_t n,
                                struct weir_err *err)
{
    struct sink *sink = self;
    for (size_t i = 0; i < n && !sink->conf->exactly_once; i++) {
        keep(sink, partitions[i].topic, partitions[i].partition, partitions[i].offset);
    }
    if (!sink->conf->exactly_once) {
        return WEIR_OK;
    }
    if (sink_land(sink, err) != WEIR_OK) {
        return err->class == WEIR_RETRY ? err->class : sink_rewind(sink, err);
    }
    enum weir_verdict verdict = sink_offsets_create(sink->session, table_of(sink), err);
    for (size_t i = 0; i < n && verdict == WEIR_OK; i++) {
        verdict = settle(sink, &partitions[i], err);
    }
    return verdict;
}

enum weir_verdict sink_offsets_check(struct sink *sink, bool *moved, struct weir_err *err)
{
    if (pg_session_connect(sink->session, err) != WEIR_OK) {
        return err->class;
    }
    uint64_t serial = pg_session_serial(sink->session);
    *moved = false;
    for (size_t i = 0; i < sink->n_places && serial != sink->places_serial; i++) {
        struct sink_place *place = &sink->places[i];
        const struct weir_topic_partition part = {.topic = weir_str_of(place->topic),
                                                  .partition = place->partition,
                                                  .offset = place->stored};
        int64_t next = -1;
        if (claim(sink, &part, &next, err) != WEIR_OK) {
            return err->class;
        }
        *moved = *moved || next != place->stored;
        place->stored = place->next = next;
    }
    sink->places_serial = serial;
    return WEIR_OK;
}

enum weir_verdict sink_revoked(void *self, const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err)
{
    struct sink *sink = self;
    if (sink_land(sink, err) != WEIR_OK) {
        weir_warn(sink->log, "what was last sent will be read again: %s", err->text);
    }
    if (sink->in_txn) { /* what was not flushed is read again by whoever comes next */
        sink_roll_back(sink);
    }
    for (size_t i = 0; i < n; i++) {
        forget(sink, partitions[i].topic, partitions[i].partition);
    }
    return WEIR_OK;
}

/* ---- a batch ---- */

void sink_offsets_advance(struct sink *sink)
{
    const struct weir_batch *batch = sink->batch;
    struct sink_place *place = NULL;
    const struct weir_record *before = NULL;
    for (uint32_t i = 0; i < batch->n && (!sink->stop_at_bad || i < sink->first_bad); i++) {
        const struct weir_record *rec = &batch->recs[i];
        if (rec->state != WEIR_REC_LIVE) {
            continue; /* flush tells of these */
        }
        if (!before || before->log_partition != rec->log_partition ||
            before->log_topic.p != rec->log_topic.p) {
            place = sink_place_find(sink, rec->log_topic, rec->log_partition);
        }
        before = rec;
        if (place && rec->log_offset >= place->next) {
            place->next = rec->log_offset + 1;
        }
    }
}

void sink_offsets_retreat(struct sink *sink)
{
    for (size_t i = 0; i < sink->n_places; i++) {
        sink->places[i].next = sink->places[i].stored;
    }
}

void sink_offsets_stored(struct sink *sink)
{
    for (size_t i = 0; i < sink->n_places; i++) {
        sink->places[i].stored = sink->places[i].next;
    }
}

bool sink_offsets_due(const struct sink *sink)
{
    for (size_t i = 0; i < sink->n_places; i++) {
        if (sink->places[i].stored != sink->places[i].next) {
            return true;
        }
    }
    return false;
}

enum { P_CONNECTOR, P_EPOCH, P_TOPICS, P_PARTITIONS, P_STORED, P_NEXT, P_COUNT };
static const uint32_t types[P_COUNT] = {PG_TEXT, PG_INT8, 1009, 1007, 1016, 1016};

static void prepare(struct sink *sink)
{
    if (sink->offsets_update.sql) {
        return;
    }
    weir_buf_init(&sink->offsets_sql, 4096);
    weir_buf_printf(&sink->offsets_sql,
                    "WITH moved AS (UPDATE %s AS o SET next_offset = u.next, epoch = $2 FROM "
                    "unnest($3, $4, $5, $6) AS u(topic, partition, stored, next) WHERE o.connector "
                    "= $1 AND o.topic = u.topic AND o.partition = u.partition AND o.next_offset = "
                    "u.stored AND o.epoch <= $2 RETURNING 1) SELECT 1 / CASE WHEN count(*) = "
                    "cardinality($3) THEN 1 ELSE 0 END FROM moved",
                    table_of(sink));
    sink->offsets_update = (struct pg_statement){
        .sql = weir_buf_cstr(&sink->offsets_sql), .types = types, .n_params = P_COUNT};
}

/* One array of what has moved. */
static size_t bind(const struct sink *sink, struct weir_buf *buf, int which)
{
    static const uint32_t elements[P_COUNT] = {0, 0, PG_TEXT, PG_INT4, PG_INT8, PG_INT8};
    size_t at = pg_array_begin(buf, elements[which]);
    uint32_t n = 0;
    for (size_t i = 0; i < sink->n_places; i++) {
        const struct sink_place *place = &sink->places[i];
        if (place->stored == place->next) {
            continue;
        }
        n++;
        switch (which) {
        case P_TOPICS:
            pg_put_bytes(buf, weir_str_of(place->topic));
            break;
        case P_PARTITIONS:
            pg_put_int4(buf, place->partition);
            break;
        default:
            pg_put_int8(buf, which == P_STORED ? place->stored : place->next);
        }
    }
    pg_array_end(buf, at, n, false);
    return at;
}

enum weir_verdict sink_offsets_send(struct sink *sink, int tag, struct weir_err *err)
{
    struct pg_param params[P_COUNT];
    struct weir_buf buf;
    size_t at[P_COUNT + 1];
    uint64_t epoch = weir_task_epoch(sink->task);
    if (!sink->conf->exactly_once || !sink_offsets_due(sink)) {
        return WEIR_OK;
    }
    prepare(sink);
    weir_buf_init(&buf, (size_t)16 * 1024 * 1024);
    for (int i = P_TOPICS; i < P_COUNT; i++) {
        at[i] = bind(sink, &buf, i);
    }
    at[P_COUNT] = buf.n;
    weir_buf_be64(&buf, epoch);
    for (int i = P_TOPICS; i < P_COUNT; i++) {
        params[i] = (struct pg_param){.p = buf.p + at[i], .n = at[i + 1] - at[i]};
    }
    params[P_EPOCH] = (struct pg_param){.p = buf.p + at[P_COUNT], .n = 8};
    const char *connector = weir_task_connector(sink->task);
    params[P_CONNECTOR] = (struct pg_param){.p = connector, .n = strlen(connector)};
    enum weir_verdict verdict = weir_buf_check(&buf, WEIR_FATAL, "the list of offsets", err);
    if (verdict == WEIR_OK) {
        verdict = pg_pipe_send(sink->session, &sink->offsets_update, params, tag, err);
    }
    weir_buf_free(&buf);
    return verdict;
}

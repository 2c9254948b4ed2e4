/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_start.c: what is checked before anything is read, in Debezium's order, and what follows
 * from the stored offset and snapshot.mode: a snapshot, the stream, or a refusal in one sentence.
 */
#include <weir/time.h>

#include "common/mariadb/cdc_filter.h"
#include "server_check.h"
#include "snapshot.h"
#include "source.h"

#define NO_HISTORY                                                                                 \
    "The db history topic is missing. You may attempt to recover it by reconfiguring the "         \
    "connector to recovery."

/* What a snapshot mode asks for. */
struct mode {
    bool schema_always, data_always; /* at every start */
    bool schema_first, data_first;   /* without an offset, or after an interrupted snapshot */
    bool stream;
    bool on_schema_error, on_data_error;
    bool keep_offset; /* definitions are read, streaming goes on from the stored offset */
};

static struct mode mode_of(const struct mariadb_conf *conf)
{
    switch ((enum mariadb_snapshot_mode)conf->snapshot_mode) {
    case SNAPSHOT_ALWAYS:
        return (struct mode){.schema_always = true, .data_always = true, .stream = true};
    case SNAPSHOT_INITIAL:
        return (struct mode){.schema_first = true, .data_first = true, .stream = true};
    case SNAPSHOT_INITIAL_ONLY:
        return (struct mode){.schema_first = true, .data_first = true};
    case SNAPSHOT_NO_DATA:
    case SNAPSHOT_SCHEMA_ONLY:
        return (struct mode){.schema_first = true, .stream = true};
    case SNAPSHOT_RECOVERY:
    case SNAPSHOT_SCHEMA_ONLY_RECOVERY:
        return (struct mode){
            .schema_always = true, .stream = true, .on_schema_error = true, .keep_offset = true};
    case SNAPSHOT_WHEN_NEEDED:
        return (struct mode){.schema_first = true,
                             .data_first = true,
                             .stream = true,
                             .on_schema_error = true,
                             .on_data_error = true};
    case SNAPSHOT_CUSTOM: /* when_needed_no_data */
        return (struct mode){.schema_first = true,
                             .stream = true,
                             .on_schema_error = true,
                             .on_data_error = true};
    case SNAPSHOT_CONFIGURATION_BASED:
        break;
    }
    return (struct mode){.schema_always = conf->based_schema,
                         .data_always = conf->based_data,
                         .stream = conf->based_stream,
                         .on_schema_error = conf->based_on_schema_error,
                         .on_data_error = conf->based_on_data_error};
}

/* ---- the stored offset ---- */

struct found {
    bool has_offset, in_progress, has_history;
    struct cdc_offset offset;
};

static enum weir_verdict look(struct source *source, struct found *found, struct weir_err *err)
{
    struct weir_str text;
    *found = (struct found){0};
    if (weir_task_offset(source->task, source->partition, &text, err) != WEIR_OK) {
        return err->class;
    }
    if (text.p) {
        if (cdc_offset_read(weir_task_arena(source->task), text, &found->offset, err) != WEIR_OK) {
            return err->class;
        }
        found->has_offset = true;
        found->in_progress = found->offset.snapshot == CDC_OFFSET_INITIAL;
    }
    return history_exists(source->history, &found->has_history, err);
}

/* ---- decisions ---- */

static void plan_first(const struct mode *mode, struct snapshot_plan *plan)
{
    *plan = (struct snapshot_plan){.schema = mode->schema_first || mode->schema_always,
                                   .data = mode->data_first || mode->data_always,
                                   .stream = mode->stream};
}

static void warn_old_binlog(struct source *source, const struct mode *mode,
                            struct weir_arena *arena)
{
    struct server_place oldest;
    struct weir_err err;
    if (!mode->data_first && !mode->data_always &&
        server_oldest(source->session, arena, &oldest, &err) == WEIR_OK &&
        !weir_str_ends(oldest.file, WEIR_STR("000001"))) {
        weir_warn(source->log,
                  "the oldest binlog of the server is %.*s: rows from before it will not be seen, "
                  "as snapshot.mode reads none",
                  WEIR_STR_ARG(oldest.file));
    }
}

static enum weir_verdict without_offset(struct source *source, const struct mode *mode,
                                        struct weir_arena *arena, struct weir_err *err)
{
    struct snapshot_plan plan;
    if (mode->keep_offset) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Could not find existing redo log information while attempting schema "
                            "only recovery snapshot: there is no stored offset");
    }
    warn_old_binlog(source, mode, arena);
    plan_first(mode, &plan);
    snapshot_begin(source, &plan, NULL);
    return WEIR_OK;
}

static enum weir_verdict without_history(struct source *source, const struct mode *mode,
                                         const struct found *found, struct weir_err *err)
{
    if (!mode->on_schema_error && !mode->schema_always) {
        return weir_err_set(err, WEIR_BAD_CONFIG, NO_HISTORY);
    }
    struct snapshot_plan plan = {
        .schema = true, .data = mode->data_always, .stream = mode->stream};
    plan.keep_offset = !plan.data;
    weir_warn(source->log, "the schema history is missing: reading the definitions anew");
    snapshot_begin(source, &plan, &found->offset);
    return WEIR_OK;
}

/* The offset is where a copy of the tables was read: definitions as they are now belong to it. */
static enum weir_verdict seeded(struct source *source, const struct mode *mode,
                                const struct found *found, struct weir_arena *arena,
                                struct weir_err *err)
{
    const struct snapshot_plan plan = {.schema = true, .stream = mode->stream, .keep_offset = true};
    if (server_check_offset(source->session, source->conf, &found->offset, arena, err) != WEIR_OK) {
        return err->class;
    }
    weir_info(source->log, "the offset was seeded: reading the definitions, streaming from there");
    snapshot_begin(source, &plan, &found->offset);
    return WEIR_OK;
}

/* Debezium's two connectors have comments by different properties. */
struct cdc_schema *source_schema_new(const struct mariadb_conf *conf)
{
    struct cdc_schema *schema = cdc_schema_new();
    if (conf->is_mysql ? !conf->schema_comments : !conf->include_schema_changes) {
        cdc_schema_no_comments(schema);
    }
    return schema;
}

static enum weir_verdict recover(struct source *source, const struct found *found,
                                 struct weir_err *err)
{
    int64_t begun_ms = weir_clock_mono_ms();
    cdc_schema_free(source->schema);
    source->schema = source_schema_new(source->conf);
    if (history_recover(source->history, &found->offset, source->schema, source_captured, source,
                        err) != WEIR_OK) {
        return weir_err_wrap(err, "the schema history");
    }
    weir_info(source->log, "the schema history is read in %lld ms",
              (long long)(weir_clock_mono_ms() - begun_ms));
    return WEIR_OK;
}

static enum weir_verdict with_offset(struct source *source, const struct mode *mode,
                                     const struct found *found, struct weir_arena *arena,
                                     struct weir_err *err)
{
    struct snapshot_plan plan;
    if (found->offset.seeded) {
        return seeded(source, mode, found, arena, err);
    }
    if (!found->has_history) {
        return without_history(source, mode, found, err);
    }
    enum weir_verdict verdict =
        server_check_offset(source->session, source->conf, &found->offset, arena, err);
    if (verdict == WEIR_BAD_CONFIG && mode->on_data_error) {
        weir_warn(source->log, "%s: taking a new snapshot", err->text);
        plan_first(mode, &plan);
        snapshot_begin(source, &plan, NULL);
        return WEIR_OK;
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    if (mode->schema_always || mode->data_always) {
        plan = (struct snapshot_plan){.schema = mode->schema_always,
                                      .data = mode->data_always,
                                      .stream = mode->stream,
                                      .keep_offset = mode->keep_offset};
        if (!plan.schema && recover(source, found, err) != WEIR_OK) {
            return err->class;
        }
        snapshot_begin(source, &plan, &found->offset);
        return WEIR_OK;
    }
    if (recover(source, found, err) != WEIR_OK ||
        source_place_init(&source->place, &found->offset, err) != WEIR_OK) {
        return err->class;
    }
    bool read = mode->data_first || mode->data_always || source->conf->snapshot_new_tables;
    source_txn_restore(source);
    if (source_new_tables(source, read, err) != WEIR_OK) {
        return err->class;
    }
    source->started = true;
    source->phase = mode->stream ? SOURCE_START : SOURCE_IDLE;
    return WEIR_OK;
}

enum weir_verdict source_start_at(struct source *source, const struct cdc_offset *offset,
                                  struct weir_err *err)
{
    const struct found found = {.offset = *offset};
    source_binlog_close(source);
    source_tables_free(source);
    source->tables = (struct source_tables){0};
    source->phase = SOURCE_START;
    source->started = false; /* what fails in the middle begins again from the stored offset */
    if (recover(source, &found, err) != WEIR_OK ||
        source_place_init(&source->place, offset, err) != WEIR_OK) {
        return err->class;
    }
    source_txn_restore(source);
    source->started = true;
    return WEIR_OK;
}

/* *plan resumes where that is possible: some chunks were read, and the binlog is there. */
static enum weir_verdict plan_resume(struct source *source, const struct found *found,
                                     struct weir_arena *arena, struct snapshot_plan *plan,
                                     struct weir_err *err)
{
    struct weir_str state;
    if (snapshot_state_find(source, &found->offset, &state, err) != WEIR_OK) {
        return err->class;
    }
    if (!state.p || !plan->data || !plan->stream || !found->has_history) {
        return WEIR_OK;
    }
    enum weir_verdict verdict =
        server_check_offset(source->session, source->conf, &found->offset, arena, err);
    if (verdict == WEIR_BAD_CONFIG) {
        weir_info(source->log, "%s", err->text);
        return WEIR_OK;
    }
    if (verdict != WEIR_OK || recover(source, found, err) != WEIR_OK) {
        return err->class;
    }
    *plan = (struct snapshot_plan){
        .data = true, .stream = true, .keep_offset = true, .resume = true, .state = state};
    return WEIR_OK;
}

static enum weir_verdict in_progress(struct source *source, const struct mode *mode,
                                     const struct found *found, struct weir_arena *arena,
                                     struct weir_err *err)
{
    struct snapshot_plan plan;
    if (!mode->schema_first && !mode->schema_always && !mode->data_always) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "The connector was interrupted in a snapshot, which snapshot.mode "
                            "forbids: set it to initial, or delete the connector's offsets");
    }
    plan_first(mode, &plan);
    if (plan_resume(source, found, arena, &plan, err) != WEIR_OK) {
        return err->class;
    }
    weir_info(source->log, "a snapshot was interrupted: it %s",
              plan.resume ? "goes on" : "begins again");
    warn_old_binlog(source, mode, arena);
    snapshot_begin(source, &plan, &found->offset);
    return WEIR_OK;
}

static enum weir_verdict decide(struct source *source, struct weir_arena *arena,
                                struct weir_err *err)
{
    struct found found;
    struct mode mode = mode_of(source->conf);
    if (server_check_binlog(source->session, arena, err) != WEIR_OK ||
        look(source, &found, err) != WEIR_OK) {
        return err->class;
    }
    if (!found.has_offset) {
        return without_offset(source, &mode, arena, err);
    }
    return found.in_progress ? in_progress(source, &mode, &found, arena, err)
                             : with_offset(source, &mode, &found, arena, err);
}

/* ---- the stream, at first and after each loss of its connection ---- */

static enum weir_verdict start_stream(struct source *source, struct weir_arena *arena,
                                      struct weir_err *err)
{
    struct cdc_offset offset;
    source_place_offset(&source->place, &offset);
    enum weir_verdict verdict =
        server_check_offset(source->session, source->conf, &offset, arena, err);
    if (verdict == WEIR_BAD_CONFIG && mode_of(source->conf).on_data_error) {
        source->started = false;
        return WEIR_OK; /* the whole start decides */
    }
    if (verdict != WEIR_OK || source_binlog_open(source, err) != WEIR_OK) {
        return err->class;
    }
    source->phase = SOURCE_STREAM;
    return WEIR_OK;
}

enum weir_verdict source_start(struct source *source, struct weir_err *err)
{
    struct weir_arena arena;
    if (source_session(source, err) != WEIR_OK) {
        return err->class;
    }
    weir_arena_init(&arena, (size_t)16 << 10);
    enum weir_verdict verdict =
        source->started ? start_stream(source, &arena, err) : decide(source, &arena, err);
    weir_arena_free(&arena);
    if (verdict == WEIR_RETRY) {
        source_session_close(source);
    }
    return verdict;
}

enum weir_verdict source_idle(struct source *source, struct weir_batch *batch, int64_t wait_ms,
                              struct weir_err *err)
{
    int64_t until_ms = weir_clock_mono_ms() + wait_ms;
    pthread_mutex_lock(&source->wake_lock);
    while (!weir_task_stopping(source->task) &&
           weir_clock_wait(&source->woken, &source->wake_lock, until_ms)) {
    }
    pthread_mutex_unlock(&source->wake_lock);
    source->now_ms = weir_clock_mono_ms();
    return source_heartbeat(source, batch, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offsets_work.c: the part of an offsets request that runs on the connector's thread: variables are
 * resolved, the connector is asked, a source's offsets are read and written in its topics. Sinks are
 * in offsets_sink.c.
 */
#include <weir/json.h>

#include "base/secrets.h"
#include "worker/offsets_request.h"
#include "worker/task_configs.h"

#define PUT_MS 30000

enum weir_verdict offsets_refuse(struct offsets_job *ask, int status, struct weir_err *err,
                                 const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    weir_err_setv(err, WEIR_FATAL, fmt, args);
    va_end(args);
    ask->status = status;
    return WEIR_FATAL;
}

enum weir_verdict offsets_call(struct offsets_job *ask, const struct weir_props *resolved,
                               const void *conf, const struct weir_offset_change *changes,
                               size_t n, struct weir_err *err)
{
    const struct weir_connector_ops *ops = connector_ops(ask->entry);
    if (!ops->alter_offsets) {
        return WEIR_OK;
    }
    struct weir_log log;
    weir_log_init(&log, ask->entry->class_name, ask->name, -1, "");
    struct weir_connector connector = {.name = ask->name,
                                       .props = resolved,
                                       .log = &log,
                                       .arena = &ask->job.arena,
                                       .cancelled = &ask->job.cancelled};
    enum weir_verdict verdict =
        ops->alter_offsets(&connector, conf, changes, n, &ask->handled, err);
    ask->status = 500;
    if (verdict == WEIR_OK && __atomic_load_n(&ask->job.cancelled, __ATOMIC_RELAXED)) {
        return offsets_refuse(ask, 500, err, "the request's time is up");
    }
    return verdict;
}

/* ---- sources ---- */

static enum weir_verdict list(struct offsets_job *ask, struct weir_err *err)
{
    struct weir_offset *found = NULL;
    enum weir_verdict verdict = offset_store_list(ask->offsets, weir_str_of(ask->name),
                                                  &ask->job.arena, &found, &ask->n, err);
    ask->found = found;
    return verdict;
}

/* What of an offset's member is no primitive; NULL: it is one. */
static const char *not_primitive(const struct weir_json *val)
{
    int64_t number;
    switch (val->type) {
    case WEIR_JT_ARRAY:
        return "ARRAY";
    case WEIR_JT_OBJECT:
        return "MAP";
    case WEIR_JT_NUMBER:
        return strpbrk(val->text.p, ".eE") || weir_str_to_i64(val->text, &number)
                   ? NULL
                   : "an integer of more than 64 bits";
    case WEIR_JT_NULL:
    case WEIR_JT_BOOL:
    case WEIR_JT_STRING:
        break;
    }
    return NULL;
}

/* Connect's offsets hold nothing but primitives. */
static enum weir_verdict check_flat(struct offsets_job *ask, struct weir_str text,
                                    struct weir_err *err)
{
    struct weir_json *root = NULL;
    if (weir_json_parse(&ask->job.arena, text, &root, err) != WEIR_OK ||
        root->type != WEIR_JT_OBJECT) {
        return offsets_refuse(ask, 400, err, "Partitions and offsets must be JSON objects");
    }
    for (const struct weir_json *val = root->first; val; val = val->next) {
        const char *what = not_primitive(val);
        if (what) {
            return offsets_refuse(ask, 500, err,
                                  "Offsets may only contain primitive types as values, but field "
                                  "%.*s contains %s", WEIR_STR_ARG(val->name), what);
        }
    }
    return WEIR_OK;
}

/* A partition that is missing is the connector's to judge: it sees a null. */
static enum weir_verdict check_changes(struct offsets_job *ask, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    for (size_t i = 0; i < ask->n_changes && verdict == WEIR_OK; i++) {
        struct weir_offset_change *change = &ask->changes[i];
        if (change->partition.p) {
            verdict = check_flat(ask, change->partition, err);
        } else {
            change->partition = WEIR_STR("null");
        }
        if (verdict == WEIR_OK && change->offset.p) {
            verdict = check_flat(ask, change->offset, err);
        }
    }
    return verdict;
}

static void forget_all(struct offsets_job *ask)
{
    ask->n_changes = ask->n;
    ask->changes = WEIR_NEW_ARRAY(&ask->job.arena, struct weir_offset_change, ask->n + 1);
    for (size_t i = 0; i < ask->n; i++) {
        ask->changes[i].partition = ask->found[i].partition;
    }
}

static enum weir_verdict write_changes(struct offsets_job *ask, struct weir_err *err)
{
    struct weir_offset *offsets =
        WEIR_NEW_ARRAY(&ask->job.arena, struct weir_offset, ask->n_changes + 1);
    size_t n = 0;
    for (size_t i = 0; i < ask->n_changes; i++) {
        if (!weir_str_is(ask->changes[i].partition, "null")) {
            offsets[n++] = (struct weir_offset){ask->changes[i].partition, ask->changes[i].offset};
        }
    }
    enum weir_verdict verdict =
        n ? offset_store_put(ask->offsets, weir_str_of(ask->name), offsets, n, PUT_MS, err)
          : WEIR_OK;
    if (verdict != WEIR_OK) {
        weir_err_wrap(err, "Failed to modify offsets for source connector %s", ask->name);
    }
    return verdict;
}

enum weir_verdict offsets_of_source(struct offsets_job *ask, const struct weir_props *resolved,
                                    const void *conf, struct weir_err *err)
{
    struct weir_str own = weir_props_get(resolved, "offsets.storage.topic");
    enum weir_verdict verdict = offset_store_own_topic(
        ask->offsets, weir_str_of(ask->name), own.p ? own : WEIR_STR(""), err);
    /* Read to the end in any case: known partitions keep the bytes of their keys. */
    verdict = verdict == WEIR_OK ? list(ask, err) : verdict;
    if (verdict != WEIR_OK || ask->action == OFFSETS_SHOW) {
        return verdict;
    }
    if (ask->action == OFFSETS_RESET) {
        forget_all(ask);
    } else {
        verdict = check_changes(ask, err);
    }
    if (verdict == WEIR_OK) {
        verdict = offsets_call(ask, resolved, conf, ask->changes, ask->n_changes, err);
    }
    return verdict == WEIR_OK ? write_changes(ask, err) : verdict;
}

/* ---- the job ---- */

void offsets_work(struct job *job)
{
    struct offsets_job *ask = (struct offsets_job *)job;
    struct weir_props resolved;
    const void *conf = NULL;
    ask->status = 500;
    weir_props_init(&resolved, &job->arena);
    job->verdict = providers_resolve(ask->providers, &ask->raw, &resolved, &job->err);
    if (job->verdict == WEIR_OK && ask->action != OFFSETS_SHOW) {
        job->verdict = connector_typed_conf(ask->entry, &resolved, &job->arena, &conf, &job->err);
    }
    if (job->verdict == WEIR_OK) {
        job->verdict = ask->is_sink ? offsets_of_sink(ask, &resolved, conf, &job->err)
                                    : offsets_of_source(ask, &resolved, conf, &job->err);
    }
    if (job->verdict != WEIR_OK) {
        secrets_redact_to(job->err.text, sizeof(job->err.text), job->err.text, &ask->raw);
    }
}

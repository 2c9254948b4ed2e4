/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error_policy.c: an operation's or a record's error comes in; the decision goes out: try again,
 * skip the record, or cut the batch before it and end the task. Connectors, converters and
 * transformations only report.
 */
#include "pipeline/error_policy.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/time.h>

#include "bus/bus.h"
#include "pipeline/dead_letter.h"
#include "pipeline/error_log.h"

#define BACKOFF_MIN_MS 300

void error_policy_init(struct error_policy *policy, struct task *task,
                       const struct connector_conf *conf, struct dead_letter *dlq)
{
    *policy = (struct error_policy){.task = task, .conf = conf, .dlq = dlq, .cut = ERROR_NO_CUT};
    backoff_init(&policy->random, 1, 1, (uint64_t)weir_clock_mono_ns() ^ (uintptr_t)policy);
    error_log_init(&policy->log, task);
}

/* ---- again? ---- */

int64_t error_policy_backoff_ms(struct error_policy *policy, int attempt)
{
    int64_t max = policy->conf->errors_retry_delay_max_ms;
    int64_t ms = (int64_t)BACKOFF_MIN_MS << (attempt > 30 ? 30 : attempt);
    return ms <= max ? ms : max > 0 ? (int64_t)backoff_random(&policy->random, (uint64_t)max) : 0;
}

enum weir_verdict error_policy_again(struct error_policy *policy, struct error_retry *retry,
                                     struct weir_err *err)
{
    int64_t now = weir_clock_mono_ms();
    if (retry->attempt == 0) {
        retry->since_ms = now;
    }
    atomic_fetch_add(&policy->task->metrics->failures, 1);
    int64_t timeout = policy->conf->errors_retry_timeout_ms;
    int64_t left = timeout < 0 ? INT64_MAX : retry->since_ms + timeout - now;
    if (left <= 0) {
        return err->class;
    }
    int64_t ms = error_policy_backoff_ms(policy, retry->attempt++);
    atomic_fetch_add(&policy->task->metrics->retries, 1);
    return task_sleep(policy->task, ms < left ? ms : left, err);
}

/* ---- skip or end? ---- */

static void count_failure(struct error_policy *policy)
{
    struct task_metrics *metrics = policy->task->metrics;
    atomic_fetch_add(&metrics->failures, 1);
    atomic_fetch_add(&metrics->errors, 1);
    atomic_store(&metrics->last_error_ms, weir_clock_wall_ms());
}

/* Java calls a stage's own errors tolerable; a put or send only when it can be laid to a record. */
static bool tolerable(const struct error_context *context)
{
    return context->why->class == WEIR_BAD_DATA || context->why->class == WEIR_RETRY;
}

static void doom(struct error_policy *policy, const struct error_context *context)
{
    const struct weir_err *why = context->why;
    const char *head = context->stage == STAGE_KAFKA_PRODUCE
                           ? "Unrecoverable exception from producer send callback"
                       : tolerable(context) ? "Tolerance exceeded in error handler"
                                            : "Unhandled exception in error handler";
    error_context_at(context, policy->doom_at, sizeof(policy->doom_at));
    weir_err_set(&policy->doom, why->class, "%s%s%s\nCaused by: %s: %s", head,
                 policy->doom_at[0] ? " at " : "", policy->doom_at,
                 error_class_name(context->stage, why), why->text);
    policy->doom.code = why->code;
}

bool error_policy_tolerates(struct error_policy *policy, const struct error_context *context)
{
    count_failure(policy);
    if (policy->conf->errors_log) {
        error_log_line(&policy->log, policy->task, context, policy->conf->errors_log_messages);
        atomic_fetch_add(&policy->task->metrics->logged, 1);
    }
    if (!policy->conf->errors_tolerance_all || !tolerable(context)) {
        doom(policy, context);
        return false;
    }
    if (policy->dlq) {
        dead_letter_add(policy->dlq, context);
    }
    atomic_fetch_add(&policy->task->metrics->skipped, 1);
    return true;
}

/* Nothing from the record on goes further; later stages pass it over. */
static void cut(struct error_policy *policy, struct weir_batch *batch, uint32_t at)
{
    policy->cut = at;
    for (uint32_t i = 0; i < batch->n; i++) {
        if (batch->recs[i].origin >= at && batch->recs[i].state == WEIR_REC_LIVE) {
            batch->recs[i].state = WEIR_REC_FILTERED;
        }
    }
}

void error_policy_record(struct error_policy *policy, enum error_stage stage,
                         const char *class_name, struct weir_batch *batch, uint32_t i,
                         const struct weir_err *why)
{
    struct weir_record *rec = &batch->recs[i];
    if (rec->state != WEIR_REC_LIVE || rec->origin >= policy->cut) {
        return;
    }
    const struct error_context context = {
        .stage = stage,
        .class_name = class_name,
        .rec = rec,
        .offset = weir_batch_offset_at(batch, rec->offset),
        .why = why,
    };
    if (error_policy_tolerates(policy, &context)) {
        rec->state = WEIR_REC_FAILED;
    } else {
        cut(policy, batch, rec->origin);
    }
}

void error_policy_begin(struct error_policy *policy)
{
    policy->cut = ERROR_NO_CUT;
}

enum weir_verdict error_policy_end(struct error_policy *policy, struct weir_err *err)
{
    if (policy->cut == ERROR_NO_CUT) {
        return WEIR_OK;
    }
    *err = policy->doom;
    task_failed_at(policy->task, "%s", policy->doom_at);
    return err->class;
}

/* ---- names ---- */

const char *error_stage_name(enum error_stage stage)
{
    switch (stage) {
    case STAGE_TRANSFORMATION:
        return "TRANSFORMATION";
    case STAGE_KEY_CONVERTER:
        return "KEY_CONVERTER";
    case STAGE_VALUE_CONVERTER:
        return "VALUE_CONVERTER";
    case STAGE_HEADER_CONVERTER:
        return "HEADER_CONVERTER";
    case STAGE_TASK_PUT:
        return "TASK_PUT";
    case STAGE_TASK_POLL:
        return "TASK_POLL";
    case STAGE_KAFKA_PRODUCE:
        return "KAFKA_PRODUCE";
    case STAGE_KAFKA_CONSUME:
        return "KAFKA_CONSUME";
    }
    return "?";
}

/* By the number of the refusal in Kafka's protocol, which the embedded log uses too. */
static const char *refused_name(int code)
{
    return code == BUS_MESSAGE_TOO_LARGE ? "org.apache.kafka.common.errors.RecordTooLargeException"
           : code == BUS_INVALID_TIMESTAMP
               ? "org.apache.kafka.common.errors.InvalidTimestampException"
               : "org.apache.kafka.common.InvalidRecordException";
}

const char *error_class_name(enum error_stage stage, const struct weir_err *why)
{
    switch (why->class) {
    case WEIR_BAD_DATA:
        return stage == STAGE_KAFKA_PRODUCE ? refused_name(why->code)
                                            : "org.apache.kafka.connect.errors.DataException";
    case WEIR_RETRY:
        return "org.apache.kafka.connect.errors.RetriableException";
    case WEIR_BAD_CONFIG:
        return "org.apache.kafka.common.config.ConfigException";
    case WEIR_OK:
    case WEIR_FATAL:
    case WEIR_ABORT_TXN:
    case WEIR_WOKEN:
        break;
    }
    return "org.apache.kafka.connect.errors.ConnectException";
}

void error_context_at(const struct error_context *context, char *out, size_t n)
{
    const struct weir_record *rec = context->rec;
    out[0] = 0;
    if (context->offset) {
        snprintf(out, n, "%.*s", WEIR_STR_ARG(context->offset->offset));
    } else if (rec && rec->log_topic.p) {
        snprintf(out, n, "%.*s-%d@%lld", WEIR_STR_ARG(rec->log_topic), rec->log_partition,
                 (long long)rec->log_offset);
    }
}

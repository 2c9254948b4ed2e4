/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error_policy.h: the only place that decides what an error means: again after a pause, skip the
 * record (and log it, and hand it to the dead letters), or end the task. Task's thread only.
 */
#ifndef ERROR_POLICY_H
#define ERROR_POLICY_H

#include "base/backoff.h"
#include "data/verdicts.h"
#include "pipeline/task.h"

enum error_stage {
    STAGE_TRANSFORMATION,
    STAGE_KEY_CONVERTER,
    STAGE_VALUE_CONVERTER,
    STAGE_HEADER_CONVERTER,
    STAGE_TASK_PUT,
    STAGE_TASK_POLL,
    STAGE_KAFKA_PRODUCE,
    STAGE_KAFKA_CONSUME,
};
const char *error_stage_name(enum error_stage stage); /* "VALUE_CONVERTER" */

/* The Java class that a user of Connect would see for an error of this class. */
const char *error_class_name(enum error_stage stage, const struct weir_err *why);

/* A record's failure on its way to the log line and the dead letters. */
struct error_context {
    enum error_stage stage;
    const char *class_name; /* of the converter, transformation or connector that failed */
    const struct weir_record *rec;
    const struct weir_offset *offset; /* source: of the record; NULL: none */
    const struct weir_err *why;
};

struct dead_letter;

struct error_policy {
    struct task *task;
    const struct connector_conf *conf;
    struct dead_letter *dlq; /* NULL: none */
    struct weir_log log;     /* the reporter's */
    struct backoff random;
    /* Tolerance none: the batch at hand ends before record cut, and then the task fails. */
    uint32_t cut;
    struct weir_err doom;
    char doom_at[256];
};

#define ERROR_NO_CUT UINT32_MAX

void error_policy_init(struct error_policy *policy, struct task *task,
                       const struct connector_conf *conf, struct dead_letter *dlq);

/* ---- again? ---- */

struct error_retry {
    int64_t since_ms; /* of the first failure; 0: none yet */
    int attempt;
};
/*
 * After a RETRY of an operation that errors.retry.timeout limits: waits the backoff and returns OK
 * to try again; the error itself when the time is up; WOKEN when the task shall end.
 */
enum weir_verdict error_policy_again(struct error_policy *policy, struct error_retry *retry,
                                     struct weir_err *err);
/* 300 ms, doubled each attempt; beyond errors.retry.delay.max.ms a random time below it. */
int64_t error_policy_backoff_ms(struct error_policy *policy, int attempt);

/* ---- skip or end? ---- */

/*
 * Record i of the batch cannot go on. Tolerated: it is marked failed, counted, logged, queued for
 * the dead letters. Not tolerated: the batch is cut before it, and policy->doom says why.
 */
void error_policy_record(struct error_policy *policy, enum error_stage stage,
                         const char *class_name, struct weir_batch *batch, uint32_t i,
                         const struct weir_err *why);
/* The same without a mark on the record; whether it is tolerated. doom says why not. */
bool error_policy_tolerates(struct error_policy *policy, const struct error_context *context);
/* A new batch: no cut. */
void error_policy_begin(struct error_policy *policy);
/* OK, or the error that ends the task after the batch was cut. */
enum weir_verdict error_policy_end(struct error_policy *policy, struct weir_err *err);

/* "topic-0@17" of a sink's record, the source offset's text of a source's; "" when it has none. */
void error_context_at(const struct error_context *context, char *out, size_t n);

#endif

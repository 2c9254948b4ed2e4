/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_convert.c: the bytes of each record come in, its key, value and headers go out as values,
 * in that order, as Java does it. A record that cannot be read goes to error_policy, the others on
 * to the transform chain.
 */
#include "pipeline/sink_task.h"

static enum weir_verdict read_headers(const struct converter *converter, struct weir_convert at,
                                      struct weir_batch *batch, struct weir_record *rec,
                                      struct weir_err *err)
{
    rec->headers = WEIR_NEW_ARRAY(&batch->arena, struct weir_header, rec->n_raw_headers);
    rec->n_headers = rec->n_raw_headers;
    for (uint32_t h = 0; h < rec->n_raw_headers; h++) {
        struct weir_header *header = &rec->headers[h];
        header->name = at.header = rec->raw_headers[h].name;
        enum weir_verdict verdict =
            converter->ops->from_bytes(converter->component.self, &at, rec->raw_headers[h].value,
                                       batch, &header->schema, &header->value, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict read_record(const struct converters *converters, struct weir_batch *batch,
                                     struct weir_record *rec, const struct converter **failed,
                                     enum error_stage *stage, struct weir_err *err)
{
    const struct weir_convert at = {.topic = rec->topic, .rec = rec};
    *stage = STAGE_KEY_CONVERTER;
    *failed = &converters->key;
    enum weir_verdict verdict = converters->key.ops->from_bytes(
        converters->key.component.self, &at, rec->raw_key, batch, &rec->key_schema, &rec->key, err);
    if (verdict == WEIR_OK) {
        *stage = STAGE_VALUE_CONVERTER;
        *failed = &converters->value;
        verdict =
            converters->value.ops->from_bytes(converters->value.component.self, &at, rec->raw_value,
                                              batch, &rec->value_schema, &rec->value, err);
    }
    if (verdict == WEIR_OK && rec->n_raw_headers) {
        *stage = STAGE_HEADER_CONVERTER;
        *failed = &converters->header;
        verdict = read_headers(&converters->header, at, batch, rec, err);
    }
    return verdict;
}

/* A topic is in use once a record of it could be read. */
static void note_topic(struct sink_task *task, struct weir_str topic)
{
    if (topic_set_add(&task->task.topics, topic) && topic_set_tell(&task->task.topics, topic)) {
        task_tell_topic(&task->task, topic);
    }
}

static enum weir_verdict convert_one(struct sink_task *task, uint32_t i, struct weir_err *err)
{
    struct weir_batch *batch = task->batch;
    struct error_retry retry = {0};
    for (;;) {
        enum error_stage stage = STAGE_VALUE_CONVERTER;
        const struct converter *failed = NULL;
        enum weir_verdict verdict =
            read_record(&task->converters, batch, &batch->recs[i], &failed, &stage, err);
        if (verdict == WEIR_OK) {
            note_topic(task, batch->recs[i].log_topic);
            return verdict;
        }
        if (verdict == WEIR_RETRY) {
            verdict = error_policy_again(&task->policy, &retry, err);
        }
        if (verdict == WEIR_WOKEN) {
            return verdict;
        }
        if (verdict != WEIR_OK) {
            error_policy_record(&task->policy, stage, failed->class_name, batch, i, err);
            return WEIR_OK;
        }
    }
}

enum weir_verdict sink_convert(struct sink_task *task, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    task_enter(&task->task, "converter");
    for (uint32_t i = 0; i < task->batch->n && verdict == WEIR_OK; i++) {
        if (task->batch->recs[i].state == WEIR_REC_LIVE) {
            verdict = convert_one(task, i, err);
        }
    }
    task_leave(&task->task);
    return verdict;
}

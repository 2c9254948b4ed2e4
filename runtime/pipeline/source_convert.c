/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source_convert.c: values come in, the bytes that the bus carries go out: headers, key and value
 * of each record, one behind the other in the batch's wire buffer. That buffer moves while it
 * grows, so places are written down first and become pointers at the end. Headers that a connector
 * gives all its records stand there once.
 */
#include "pipeline/source_task.h"

/* A place in the buffer, plus one, so that NULL stays NULL. */
static const char *place(size_t at)
{
    return (const char *)(uintptr_t)(at + 1);
}

static void fix(struct weir_str *raw, const char *wire)
{
    if (raw->p) {
        raw->p = wire + ((uintptr_t)raw->p - 1);
    }
}

static enum weir_verdict to_wire(const struct converter *converter, const struct weir_convert *at,
                                 const struct weir_schema *sch, struct weir_value val,
                                 struct weir_buf *wire, struct weir_str *raw, struct weir_err *err)
{
    size_t start = wire->n;
    bool is_null = false;
    enum weir_verdict verdict =
        converter->ops->to_bytes(converter->component.self, at, sch, val, wire, &is_null, err);
    wire->n = is_null ? start : wire->n;
    *raw = weir_str_n(is_null ? NULL : place(start), wire->n - start);
    return verdict;
}

/* The record before, if it has the very same headers in the same topic, converted. */
static bool has_headers_of(const struct weir_record *rec, const struct weir_record *before)
{
    return before && rec->headers == before->headers && rec->n_headers == before->n_headers &&
           weir_str_eq(rec->topic, before->topic);
}

static enum weir_verdict headers_to_wire(const struct converter *converter, struct weir_convert at,
                                         struct weir_batch *batch, struct weir_record *rec,
                                         struct weir_err *err)
{
    struct weir_raw_header *raw =
        WEIR_NEW_ARRAY(&batch->arena, struct weir_raw_header, rec->n_headers);
    rec->raw_headers = raw;
    rec->n_raw_headers = rec->n_headers;
    for (uint32_t h = 0; h < rec->n_headers; h++) {
        const struct weir_header *header = &rec->headers[h];
        raw[h].name = header->name;
        at.header = header->name;
        enum weir_verdict verdict = to_wire(converter, &at, header->schema, header->value,
                                            &batch->wire, &raw[h].value, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict record_to_wire(const struct converters *converters,
                                        struct weir_batch *batch, struct weir_record *rec,
                                        const struct weir_record *before, enum error_stage *stage,
                                        struct weir_err *err)
{
    const struct weir_convert at = {.topic = rec->topic, .rec = rec};
    enum weir_verdict verdict = WEIR_OK;
    if (has_headers_of(rec, before)) {
        rec->raw_headers = before->raw_headers;
        rec->n_raw_headers = before->n_raw_headers;
    } else if (rec->n_headers) {
        *stage = STAGE_HEADER_CONVERTER;
        verdict = headers_to_wire(&converters->header, at, batch, rec, err);
    }
    if (verdict == WEIR_OK) {
        *stage = STAGE_KEY_CONVERTER;
        verdict = to_wire(&converters->key, &at, rec->key_schema, rec->key, &batch->wire,
                          &rec->raw_key, err);
    }
    if (verdict == WEIR_OK) {
        *stage = STAGE_VALUE_CONVERTER;
        verdict = to_wire(&converters->value, &at, rec->value_schema, rec->value, &batch->wire,
                          &rec->raw_value, err);
    }
    return verdict;
}

static const char *class_of(const struct converters *converters, enum error_stage stage)
{
    return stage == STAGE_HEADER_CONVERTER ? converters->header.class_name
           : stage == STAGE_KEY_CONVERTER  ? converters->key.class_name
                                           : converters->value.class_name;
}

/*
 * before: the last one that is in the buffer, or NULL. *full: it did not fit behind the others, and
 * is as if it had not been tried.
 */
static enum weir_verdict convert_one(struct source_task *task, struct weir_batch *batch, uint32_t i,
                                     const struct weir_record **before, bool *full,
                                     struct weir_err *err)
{
    struct weir_buf *wire = &batch->wire;
    struct weir_record *rec = &batch->recs[i];
    size_t start = wire->n;
    struct error_retry retry = {0};
    for (;;) {
        enum error_stage stage = STAGE_VALUE_CONVERTER;
        enum weir_verdict verdict =
            record_to_wire(&task->converters, batch, rec, *before, &stage, err);
        if (verdict == WEIR_OK && !wire->full) {
            *before = rec;
            return WEIR_OK;
        }
        *full = wire->full && start > 0;
        if (wire->full && !*full) {
            verdict = weir_buf_check(wire, WEIR_BAD_DATA, "the record", err);
        }
        wire->n = start;
        wire->full = false;
        if (*full) {
            return WEIR_OK;
        }
        if (verdict == WEIR_RETRY) {
            verdict = error_policy_again(&task->policy, &retry, err);
        }
        if (verdict == WEIR_WOKEN) {
            return verdict;
        }
        if (verdict != WEIR_OK) {
            error_policy_record(&task->policy, stage, class_of(&task->converters, stage), batch, i,
                                err);
            return WEIR_OK;
        }
    }
}

static void fix_all(struct weir_batch *batch, uint32_t from, uint32_t to)
{
    const char *wire = weir_buf_view(&batch->wire).p;
    const struct weir_raw_header *fixed = NULL;
    for (uint32_t i = from; i < to; i++) {
        struct weir_record *rec = &batch->recs[i];
        if (rec->state != WEIR_REC_LIVE) {
            continue;
        }
        fix(&rec->raw_key, wire);
        fix(&rec->raw_value, wire);
        for (uint32_t h = 0; h < rec->n_raw_headers && rec->raw_headers != fixed; h++) {
            fix((struct weir_str *)&rec->raw_headers[h].value, wire);
        }
        fixed = rec->raw_headers;
    }
}

enum weir_verdict source_convert(struct source_task *task, struct weir_batch *batch, uint32_t from,
                                 uint32_t *to, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    const struct weir_record *before = NULL;
    bool full = false;
    uint32_t i = from;
    task_enter(&task->task, "converter");
    weir_buf_reset(&batch->wire);
    while (i < batch->n && verdict == WEIR_OK && !full) {
        if (batch->recs[i].state == WEIR_REC_LIVE) {
            verdict = convert_one(task, batch, i, &before, &full, err);
        }
        i += !full;
    }
    task_leave(&task->task);
    fix_all(batch, from, i);
    *to = i;
    return verdict;
}

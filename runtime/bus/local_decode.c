/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_decode.c: batches at hand become messages, as views into bytes that live until the last
 * poll that points into them is released. Nothing is allocated for a record. Next: local_consume.c
 * returns them.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/local_consume.h"
#include "bus/local_read.h"

#define SPARE_BYTES    ((size_t)512 << 10)
#define SPARE_MESSAGES 8192
#define HEADERS_CHUNK  4096

/* ---- fetched bytes ---- */

static struct local_raw *raw_take(struct local_consumer *consumer)
{
    struct local_raw *raw = consumer->spare_raws;
    if (raw) {
        consumer->spare_raws = raw->next;
    } else {
        raw = weir_xcalloc(1, sizeof(*raw));
        weir_buf_init(&raw->buf, 2 * LOCAL_APPEND_MAX);
        weir_buf_init(&raw->joined, LOCAL_APPEND_MAX);
        weir_arena_init(&raw->headers, HEADERS_CHUNK);
    }
    raw->users = 1;
    return raw;
}

static void raw_free(struct local_raw *raw)
{
    weir_buf_free(&raw->buf);
    weir_buf_free(&raw->joined);
    weir_arena_free(&raw->headers);
    free(raw);
}

static void raw_give(struct local_consumer *consumer, struct local_raw *raw)
{
    if (--raw->users > 0) {
        return;
    }
    weir_arena_reset(&raw->headers);
    weir_buf_shrink(&raw->buf, SPARE_BYTES);
    weir_buf_shrink(&raw->joined, SPARE_BYTES);
    if (consumer->spare_raws && consumer->spare_raws->next) {
        raw_free(raw);
        return;
    }
    raw->next = consumer->spare_raws;
    consumer->spare_raws = raw;
}

/* ---- what a poll gives out ---- */

struct local_hold *local_hold_take(struct local_consumer *consumer)
{
    struct local_hold *hold = consumer->spare_holds;
    if (hold) {
        consumer->spare_holds = hold->next;
    } else {
        hold = weir_xcalloc(1, sizeof(*hold));
    }
    return hold;
}

static void hold_free(struct local_hold *hold)
{
    free(hold->msgs);
    free(hold->raws);
    free(hold);
}

void local_hold_give(struct local_consumer *consumer, struct local_hold *hold)
{
    for (size_t i = 0; i < hold->n_raws; i++) {
        raw_give(consumer, hold->raws[i]);
    }
    hold->n_raws = 0;
    hold->n_msgs = 0;
    if (hold->cap_msgs > SPARE_MESSAGES || (consumer->spare_holds && consumer->spare_holds->next)) {
        hold_free(hold);
        return;
    }
    hold->next = consumer->spare_holds;
    consumer->spare_holds = hold;
}

static void hold_raw(struct local_hold *hold, struct local_raw *raw)
{
    if (hold->n_raws > 0 && hold->raws[hold->n_raws - 1] == raw) {
        return;
    }
    if (hold->n_raws == hold->cap_raws) {
        hold->cap_raws = hold->cap_raws ? hold->cap_raws * 2 : 4;
        hold->raws = weir_xrealloc(hold->raws, hold->cap_raws, sizeof(struct local_raw *));
    }
    hold->raws[hold->n_raws++] = raw;
    raw->users++;
}

static struct bus_message *hold_message(struct local_hold *hold)
{
    if (hold->n_msgs == hold->cap_msgs) {
        hold->cap_msgs = hold->cap_msgs ? hold->cap_msgs * 2 : 64;
        hold->msgs = weir_xrealloc(hold->msgs, hold->cap_msgs, sizeof(*hold->msgs));
    }
    return &hold->msgs[hold->n_msgs];
}

void local_spares_free(struct local_consumer *consumer)
{
    while (consumer->spare_holds) {
        struct local_hold *hold = consumer->spare_holds;
        consumer->spare_holds = hold->next;
        hold_free(hold);
    }
    while (consumer->spare_raws) {
        struct local_raw *raw = consumer->spare_raws;
        consumer->spare_raws = raw->next;
        raw_free(raw);
    }
}

/* ---- the cursor ---- */

void local_cursor_drop(struct local_consumer *consumer)
{
    if (consumer->cursor.raw) {
        raw_give(consumer, consumer->cursor.raw);
    }
    consumer->cursor = (struct local_cursor){0};
}

static enum weir_verdict damaged(const struct local_reading *reading, int64_t offset,
                                 struct weir_err *err)
{
    return weir_err_wrap(err, "topic %.*s partition %d offset %lld",
                         WEIR_STR_ARG(reading->part->topic->name), reading->part->number,
                         (long long)offset);
}

static enum weir_verdict fetch(struct local_consumer *consumer, struct local_reading *reading,
                               struct weir_err *err)
{
    struct local_cursor *cursor = &consumer->cursor;
    size_t joined = 0;
    local_cursor_drop(consumer);
    cursor->reading = reading;
    cursor->raw = raw_take(consumer);
    enum weir_verdict class = local_fetch(reading->part, consumer->bus, reading->offset,
                                          &cursor->raw->buf, &joined, &cursor->end, err);
    if (class == WEIR_OK && joined) {
        (void)weir_buf_reserve(&cursor->raw->joined, joined);
    }
    return class;
}

/* The next batch of the bytes at hand; *any is false when there is none. */
static enum weir_verdict open_segment(struct local_consumer *consumer, bool *any,
                                      struct weir_err *err)
{
    struct local_cursor *cursor = &consumer->cursor;
    const struct weir_buf *buf = &cursor->raw->buf;
    struct local_segment segment;
    struct local_batch batch;
    *any = cursor->at < buf->n;
    if (!*any) {
        return WEIR_OK;
    }
    memcpy(&segment, buf->p + cursor->at, sizeof(segment));
    struct weir_str bytes = weir_str_n(buf->p + cursor->at + sizeof(segment), segment.n_bytes);
    enum weir_verdict class = local_batch_check(bytes, &batch, err);
    if (class != WEIR_OK) {
        return damaged(cursor->reading, segment.base, err);
    }
    cursor->at += sizeof(segment) + segment.n_bytes;
    struct weir_buf *joined = &cursor->raw->joined;
    cursor->records = local_records_of(bytes, &batch, weir_buf_reserve(joined, batch.n_joined));
    joined->n += cursor->records.n_room;
    cursor->next = segment.base;
    cursor->left = batch.count;
    cursor->headers =
        WEIR_NEW_ARRAY(&cursor->raw->headers, struct weir_raw_header, batch.n_headers);
    return WEIR_OK;
}

static enum weir_verdict next_record(struct local_cursor *cursor, struct bus_message *msg,
                                     struct weir_err *err)
{
    struct local_part *part = cursor->reading->part;
    if (!local_record_read(&cursor->records, msg, cursor->headers)) {
        weir_err_set(err, WEIR_FATAL, "the record cannot be read");
        return damaged(cursor->reading, cursor->next, err);
    }
    cursor->headers += msg->n_headers;
    msg->topic = part->topic->name;
    msg->partition = part->number;
    msg->offset = cursor->next++;
    cursor->left--;
    return WEIR_OK;
}

static size_t message_bytes(const struct bus_message *msg)
{
    return sizeof(*msg) + msg->key.n + msg->value.n + msg->n_headers * sizeof(*msg->headers);
}

/* The records of the open batch, from where the reading stands. */
static enum weir_verdict drain(struct local_consumer *consumer, struct local_hold *hold,
                               struct local_limits *limits, struct weir_err *err)
{
    struct local_cursor *cursor = &consumer->cursor;
    while (cursor->left > 0 && limits->records > 0 && limits->bytes > 0) {
        struct bus_message *msg = hold_message(hold);
        enum weir_verdict class = next_record(cursor, msg, err);
        if (class != WEIR_OK) {
            return class;
        }
        if (msg->offset < cursor->reading->offset) {
            continue; /* the batch begins before the offset asked for */
        }
        size_t bytes = message_bytes(msg);
        limits->bytes -= bytes < limits->bytes ? bytes : limits->bytes;
        limits->records--;
        hold->n_msgs++;
        cursor->reading->offset = cursor->next;
        hold_raw(hold, cursor->raw);
    }
    return WEIR_OK;
}

static enum weir_verdict decode(struct local_consumer *consumer, struct local_reading *reading,
                                struct local_hold *hold, struct local_limits *limits,
                                struct weir_err *err)
{
    struct local_cursor *cursor = &consumer->cursor;
    enum weir_verdict class = WEIR_OK;
    bool any = true;
    if (cursor->reading != reading || !cursor->raw) {
        class = fetch(consumer, reading, err);
    }
    while (class == WEIR_OK && any && limits->records > 0 && limits->bytes > 0) {
        if (cursor->left > 0) {
            class = drain(consumer, hold, limits, err);
        } else {
            class = open_segment(consumer, &any, err);
        }
    }
    if (class == WEIR_OK && cursor->left == 0 && cursor->at >= cursor->raw->buf.n) {
        reading->offset = cursor->end > reading->offset ? cursor->end : reading->offset;
        local_cursor_drop(consumer);
    }
    return class;
}

enum weir_verdict local_decode(struct local_consumer *consumer, struct local_reading *reading,
                               struct local_hold *hold, struct local_limits *limits,
                               struct weir_err *err)
{
    enum weir_verdict class = decode(consumer, reading, hold, limits, err);
    if (class != WEIR_OK) {
        local_cursor_drop(consumer);
    }
    return class;
}

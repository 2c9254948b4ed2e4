/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_payload.c: fields of type, length and value, a mark that ends them, then the events, zstd
 * or plain. The events are uncompressed into a buffer only as far as the next one needs.
 */
#include "binlog_payload.h"

#include <stdlib.h>

#include <zstd.h>

#include <weir/buf.h>
#include <weir/mem.h>

#include "binlog_event.h"
#include "binlog_wire.h"

#define STEP ((size_t)64 * 1024)

enum { FIELD_END = 0, FIELD_SIZE = 1, FIELD_METHOD = 2 };
enum { METHOD_ZSTD = 0, METHOD_NONE = 255 };

struct binlog_payload {
    ZSTD_DCtx *zstd;
    ZSTD_inBuffer in;
    struct weir_buf out; /* uncompressed, not yet handed out from `at` on */
    size_t at;
    bool plain;
    bool ended; /* the compressed text is */
};

struct binlog_payload *binlog_payload_new(size_t event_max)
{
    struct binlog_payload *payload = weir_xcalloc(1, sizeof(*payload));
    weir_buf_init(&payload->out, event_max + 2 * STEP);
    return payload;
}

void binlog_payload_free(struct binlog_payload *payload)
{
    if (payload) {
        ZSTD_freeDCtx(payload->zstd);
        weir_buf_free(&payload->out);
        free(payload);
    }
}

/* Reads the fields up to the mark; what follows is the text. */
static enum weir_verdict read_fields(struct weir_reader *rd, uint64_t *method,
                                     struct weir_err *err)
{
    for (;;) {
        uint64_t type = binlog_packed(rd);
        if (rd->failed) {
            return weir_err_set(err, WEIR_BAD_DATA, "a transaction payload ends in its head");
        }
        if (type == FIELD_END) {
            return WEIR_OK;
        }
        struct weir_reader field = weir_reader_of(weir_reader_str(rd, binlog_packed(rd)));
        if (type == FIELD_METHOD) {
            *method = binlog_packed(&field);
        }
    }
}

enum weir_verdict binlog_payload_start(struct binlog_payload *payload, struct weir_str body,
                                       struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(body);
    uint64_t method = METHOD_NONE;
    if (read_fields(&rd, &method, err) != WEIR_OK) {
        return err->class;
    }
    if (method != METHOD_ZSTD && method != METHOD_NONE) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "a transaction payload is compressed by the unknown method %llu",
                            (unsigned long long)method);
    }
    if (!payload->zstd) {
        payload->zstd = ZSTD_createDCtx();
    }
    if (!payload->zstd) {
        return weir_err_set(err, WEIR_RETRY, "no memory for a zstd context");
    }
    ZSTD_DCtx_reset(payload->zstd, ZSTD_reset_session_only);
    payload->in = (ZSTD_inBuffer){.src = rd.p, .size = weir_reader_left(&rd)};
    payload->plain = method == METHOD_NONE;
    payload->ended = false;
    payload->at = 0;
    weir_buf_shrink(&payload->out, 2 * STEP);
    return WEIR_OK;
}

/* What was handed out makes room. */
static void drop_used(struct binlog_payload *payload)
{
    struct weir_buf *out = &payload->out;
    if (payload->at) {
        memmove(out->p, out->p + payload->at, out->n - payload->at);
        out->n -= payload->at;
        payload->at = 0;
    }
}

/* At least n bytes from `at` on, or all that are left. */
static enum weir_verdict fill(struct binlog_payload *payload, size_t n, struct weir_err *err)
{
    struct weir_buf *out = &payload->out;
    while (out->n - payload->at < n && !payload->ended) {
        drop_used(payload);
        char *to = weir_buf_reserve(out, n - out->n > STEP ? n - out->n : STEP);
        if (!to) {
            return weir_err_set(err, WEIR_BAD_DATA,
                                "an event of %zu bytes in a transaction payload is larger than "
                                "the limit of %zu", n, out->max - 2 * STEP);
        }
        ZSTD_outBuffer room = {.dst = to, .size = out->cap - out->n};
        size_t left = ZSTD_decompressStream(payload->zstd, &room, &payload->in);
        if (ZSTD_isError(left)) {
            return weir_err_set(err, WEIR_BAD_DATA, "a transaction payload is damaged: %s",
                                ZSTD_getErrorName(left));
        }
        out->n += room.pos;
        payload->ended = payload->in.pos == payload->in.size && room.pos < room.size;
    }
    return WEIR_OK;
}

/* The size in the header that begins at p, of which n bytes are there. */
static size_t event_size(const char *p, size_t n)
{
    struct weir_reader rd = weir_reader_of(weir_str_n(p, n));
    weir_reader_skip(&rd, 9);
    return weir_reader_le(&rd, 4);
}

static enum weir_verdict cut_short(struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "a transaction payload ends inside an event");
}

static enum weir_verdict next_plain(struct binlog_payload *payload, struct weir_str *bytes,
                                    bool *more, struct weir_err *err)
{
    const char *p = (const char *)payload->in.src + payload->in.pos;
    size_t left = payload->in.size - payload->in.pos;
    size_t n = event_size(p, left);
    *more = left > 0;
    if (left == 0) {
        return WEIR_OK;
    }
    if (n < BINLOG_HEADER || n > left) {
        return cut_short(err);
    }
    *bytes = weir_str_n(p, n);
    payload->in.pos += n;
    return WEIR_OK;
}

enum weir_verdict binlog_payload_next(struct binlog_payload *payload, struct weir_str *bytes,
                                      bool *more, struct weir_err *err)
{
    struct weir_buf *out = &payload->out;
    if (payload->plain) {
        return next_plain(payload, bytes, more, err);
    }
    if (fill(payload, BINLOG_HEADER, err) != WEIR_OK) {
        return err->class;
    }
    *more = out->n > payload->at;
    if (!*more) {
        return WEIR_OK;
    }
    size_t n = event_size(out->p + payload->at, out->n - payload->at);
    if (n < BINLOG_HEADER) {
        return cut_short(err);
    }
    if (fill(payload, n, err) != WEIR_OK) {
        return err->class;
    }
    if (out->n - payload->at < n) {
        return cut_short(err);
    }
    *bytes = weir_str_n(out->p + payload->at, n);
    payload->at += n;
    return WEIR_OK;
}

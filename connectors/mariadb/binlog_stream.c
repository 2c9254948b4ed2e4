/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_stream.c: packets of a server that takes us for a replica become events, one a call.
 * binlog_dump.c asks for them, binlog_frame.c checks each, binlog_event.c reads it; here files
 * change, compressed transactions are opened and a server's refusal becomes a sentence.
 */
#include "binlog_stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <weir/mem.h>

#include "binlog_dump.h"
#include "binlog_frame.h"
#include "binlog_payload.h"
#include "binlog_wire.h"
#include "common/mysql/my_packet.h"

#define EVENT_MAX  ((size_t)1 << 30)
#define EOF_LENGTH   9

struct binlog_stream {
    struct my_session *session;
    struct weir_log log;
    struct binlog_place place;
    struct binlog_inflate *inf;
    struct binlog_payload *payload;
    struct binlog_frame outer; /* the event that the open payload came in */
    bool in_payload;
    bool annotate;
    uint32_t server_id;
    int wake_fd;
    size_t event_max;
};

void binlog_stream_close(struct binlog_stream *stream)
{
    if (!stream) {
        return;
    }
    my_session_close(stream->session);
    binlog_inflate_free(stream->inf);
    binlog_payload_free(stream->payload);
    if (stream->wake_fd >= 0) {
        close(stream->wake_fd);
    }
    free(stream);
}

static enum weir_verdict open_session(const struct my_conf *conf, const struct binlog_start *start,
                                      struct binlog_stream *stream, struct weir_err *err)
{
    struct my_conf plain = *conf;
    plain.initial_statements = WEIR_STR_NULL; /* those are for statements' sessions */
    if (my_session_open(&plain, &stream->session, err) != WEIR_OK) {
        return err->class;
    }
    my_packet_limit(stream->session, stream->event_max + 1);
    return binlog_dump(stream->session, start, err);
}

enum weir_verdict binlog_stream_open(const struct my_conf *conf, const struct binlog_start *start,
                                     const struct weir_log *log, struct binlog_stream **stream,
                                     struct weir_err *err)
{
    struct binlog_stream *opened = weir_xcalloc(1, sizeof(*opened));
    opened->log = *log;
    opened->annotate = start->annotate;
    opened->server_id = start->server_id;
    opened->event_max = start->event_max ? start->event_max : EVENT_MAX;
    opened->inf = binlog_inflate_new(opened->event_max);
    opened->payload = binlog_payload_new(opened->event_max);
    opened->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    opened->place.pos = opened->place.said_pos = start->pos;
    *stream = NULL;
    if (start->file.p) {
        snprintf(opened->place.file, sizeof(opened->place.file), "%.*s", WEIR_STR_ARG(start->file));
    }
    enum weir_verdict verdict =
        opened->wake_fd < 0 || !opened->inf
            ? weir_err_set(err, WEIR_RETRY, "cannot open a binlog stream: %s", strerror(errno))
            : open_session(conf, start, opened, err);
    if (verdict != WEIR_OK) {
        binlog_stream_close(opened);
        return verdict;
    }
    *stream = opened;
    return WEIR_OK;
}

enum my_flavour binlog_stream_flavour(const struct binlog_stream *stream)
{
    return my_session_flavour(stream->session);
}

struct weir_str binlog_stream_file(const struct binlog_stream *stream)
{
    return weir_str_of(stream->place.file);
}

void binlog_stream_wake(struct binlog_stream *stream)
{
    (void)!write(stream->wake_fd, &(uint64_t){1}, sizeof(uint64_t));
}

bool binlog_stream_ready(const struct binlog_stream *stream)
{
    return stream->in_payload || my_packet_ready(stream->session);
}

/* MariaDB has a number of its own for a clash of server ids, MySQL only words. */
static bool is_clash(const struct weir_err *err)
{
    return err->code == BINLOG_SAME_ID ||
           (err->code == BINLOG_NOT_THERE && strstr(err->text, "same server_uuid/server_id"));
}

/* The server's last words. Whatever is no passing trouble waits for a person. */
static enum weir_verdict refused(const struct binlog_stream *stream, struct weir_str packet,
                                 struct weir_err *err)
{
    char what[BINLOG_FILE_MAX + 64];
    snprintf(what, sizeof(what), "the server ended the binlog stream after %s:%llu",
             stream->place.file, (unsigned long long)stream->place.pos);
    my_packet_error(packet, what, err);
    if (err->class != WEIR_RETRY) {
        err->class = WEIR_BAD_CONFIG;
    }
    if (is_clash(err)) {
        err->code = BINLOG_SAME_ID;
        weir_err_wrap(err, "another replica has connected with server id %u, give each its own",
                      stream->server_id);
    }
    return err->class;
}

/* The next packet that is an event, without the byte before it. */
static enum weir_verdict next_packet(struct binlog_stream *stream, int64_t wait_ms,
                                     struct weir_str *packet, bool *got, struct weir_err *err)
{
    enum weir_verdict verdict =
        my_packet_next(stream->session, wait_ms, stream->wake_fd, packet, got, err);
    if (verdict != WEIR_OK) {
        return verdict == WEIR_BAD_DATA
                   ? weir_err_wrap(err, "an event after %s:%llu", stream->place.file,
                                   (unsigned long long)stream->place.pos)
                   : verdict;
    }
    if (!*got) {
        return WEIR_OK;
    }
    uint8_t first = packet->n ? (uint8_t)packet->p[0] : MY_PACKET_EOF;
    if (first == MY_PACKET_ERROR) {
        return refused(stream, *packet, err);
    }
    if (first == MY_PACKET_EOF && packet->n < EOF_LENGTH) {
        return weir_err_set(err, WEIR_RETRY, "the server ended the binlog stream after %s:%llu",
                            stream->place.file, (unsigned long long)stream->place.pos);
    }
    *packet = weir_str_from(*packet, 1);
    return WEIR_OK;
}

static void enter_file(struct binlog_stream *stream, const struct binlog_event *event)
{
    struct binlog_place *place = &stream->place;
    snprintf(place->file, sizeof(place->file), "%.*s", WEIR_STR_ARG(event->rotate.file));
    place->pos = event->rotate.pos;
}

static enum weir_verdict at_place(const struct binlog_stream *stream, const struct binlog_frame *at,
                                  struct weir_err *err)
{
    return weir_err_wrap(err, "at %s:%llu", stream->place.file, (unsigned long long)at->pos);
}

/* Reads one event, from the wire or out of a payload. *got = false: it is not for the caller. */
static enum weir_verdict read_event(struct binlog_stream *stream, const struct binlog_frame *frame,
                                    struct binlog_event *event, bool *got, struct weir_err *err)
{
    if (binlog_event_read(frame->bytes, stream->inf, event, err) != WEIR_OK) {
        return at_place(stream, frame, err);
    }
    event->pos = frame->pos;
    event->next_pos = frame->next_pos;
    event->said_pos = frame->said_pos;
    *got = event->kind != BINLOG_ANNOTATE || stream->annotate;
    if (event->type == EVENT_GTID_TAGGED) {
        weir_err_set(err, WEIR_BAD_CONFIG,
                     "transactions with tagged GTIDs (uuid:tag:number) cannot be followed");
        return at_place(stream, frame, err);
    }
    if (event->kind == BINLOG_ROTATE) {
        enter_file(stream, event);
        event->pos = event->rotate.artificial ? stream->place.pos : event->pos;
        event->next_pos = event->rotate.artificial ? stream->place.pos : event->next_pos;
    }
    return WEIR_OK;
}

/* The next event of the open payload; *got = false at its end. */
static enum weir_verdict from_payload(struct binlog_stream *stream, struct binlog_event *event,
                                      bool *got, struct weir_err *err)
{
    struct binlog_frame inner = stream->outer;
    if (binlog_payload_next(stream->payload, &inner.bytes, &stream->in_payload, err) != WEIR_OK) {
        return at_place(stream, &inner, err);
    }
    if (!stream->in_payload) {
        *got = false;
        return WEIR_OK;
    }
    enum weir_verdict verdict = read_event(stream, &inner, event, got, err);
    event->packed = true;
    return verdict;
}

static enum weir_verdict from_wire(struct binlog_stream *stream, struct weir_str packet,
                                   struct binlog_event *event, bool *got, struct weir_err *err)
{
    struct binlog_frame frame;
    if (binlog_frame_read(&stream->place, packet, &frame, err) != WEIR_OK) {
        return err->class;
    }
    if ((uint8_t)frame.bytes.p[4] != EVENT_TRANSACTION_PAYLOAD) {
        return read_event(stream, &frame, event, got, err);
    }
    *got = false;
    stream->outer = frame;
    if (binlog_payload_start(stream->payload, weir_str_from(frame.bytes, BINLOG_HEADER), err) !=
        WEIR_OK) {
        return at_place(stream, &frame, err);
    }
    stream->in_payload = true;
    return WEIR_OK;
}

enum weir_verdict binlog_stream_next(struct binlog_stream *stream, int64_t wait_ms,
                                     struct binlog_event *event, bool *got, struct weir_err *err)
{
    struct weir_str packet;
    enum weir_verdict verdict;
    do {
        if (stream->in_payload) {
            verdict = from_payload(stream, event, got, err);
            continue;
        }
        verdict = next_packet(stream, wait_ms, &packet, got, err);
        if (verdict != WEIR_OK || !*got) {
            return verdict;
        }
        verdict = from_wire(stream, packet, event, got, err);
    } while (verdict == WEIR_OK && !*got);
    return verdict;
}

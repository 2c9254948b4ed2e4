/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_stream.h: asks a server for its binlog from a position and gives event after event. It is
 * a replica to the server: register, dump, heartbeats. One thread; only wake comes from another.
 */
#ifndef WEIR_BINLOG_STREAM_H
#define WEIR_BINLOG_STREAM_H

#include "binlog_event.h"
#include "common/mysql/my_session.h"

struct binlog_start {
    uint32_t server_id; /* ours */
    struct weir_str file; /* file and pos are used where gtids.p is NULL */
    uint64_t pos;
    struct weir_str gtids; /* as the offset stores them: "0-1-9182" or uuid:1-7,... */
    bool annotate;         /* ask for the statements' text */
    int64_t heartbeat_ms;
    int32_t net_read_timeout_s, net_write_timeout_s; /* 0: leave */
    size_t event_max; /* a larger event is refused by place; 0: 1 GiB, the servers' own limit */
};

struct binlog_stream;

enum weir_verdict binlog_stream_open(const struct my_conf *conf, const struct binlog_start *start,
                                     const struct weir_log *log, struct binlog_stream **stream,
                                     struct weir_err *err);
/*
 * The next event, waiting at most wait_ms for it; *got = false when none came in time. RETRY: the
 * connection is lost, open again from the last position. BAD_CONFIG with err->code 1236: the server
 * refuses (purged, server id clash), its words in the text. A file's artificial events, events
 * inside a compressed transaction and the fragments of one are resolved here.
 */
enum weir_verdict binlog_stream_next(struct binlog_stream *stream, int64_t wait_ms,
                                     struct binlog_event *event, bool *got, struct weir_err *err);
/* Whether an event is there that needs no waiting for the network. */
bool binlog_stream_ready(const struct binlog_stream *stream);
enum my_flavour binlog_stream_flavour(const struct binlog_stream *stream);
struct weir_str binlog_stream_file(const struct binlog_stream *stream);
void binlog_stream_wake(struct binlog_stream *stream); /* ANY thread: next returns got = false */
void binlog_stream_close(struct binlog_stream *stream);

#endif

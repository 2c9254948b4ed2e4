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
/* err->code of refusals, always BAD_CONFIG. */
#define BINLOG_NOT_THERE 1236 /* file, position or GTIDs are not there (any more) */
#define BINLOG_SAME_ID   4052 /* another replica has our server id */

/*
 * The next event, waiting at most wait_ms for it; *got = false when none came in time, or at
 * wake. RETRY: the connection is lost, open again from the last position. BAD_CONFIG: the server
 * refuses, its words in the text. BAD_DATA: the event is damaged or too large. A file's artificial
 * events and those inside a compressed transaction are resolved here.
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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_packet.h: a session's packets, past libmariadb: commands go out, packets come in as views of
 * one buffer. What binlog_stream and my_select read through. On the session's thread.
 */
#ifndef WEIR_MY_PACKET_H
#define WEIR_MY_PACKET_H

#include "common/mysql/my_session.h"

enum my_command {
    MY_COM_BINLOG_DUMP = 18,
    MY_COM_REGISTER_SLAVE = 21,
    MY_COM_BINLOG_DUMP_GTID = 30,
};

#define MY_PACKET_ERROR 0xff
#define MY_PACKET_EOF   0xfe

/* Sends a command; the answer is read with my_packet_next. */
enum weir_verdict my_packet_command(struct my_session *session, enum my_command command,
                                    struct weir_str body, struct weir_err *err);
/* A packet may have max bytes; BAD_DATA for a larger one. */
void my_packet_limit(struct my_session *session, size_t max);
/*
 * The next packet, a view good until the next call; waits at most wait_ms (-1: as long as an answer
 * may take, RETRY then) or until wake_fd (-1: none) is readable: *got = false. Packets of 16 MiB
 * and more come whole.
 */
enum weir_verdict my_packet_next(struct my_session *session, int64_t wait_ms, int wake_fd,
                                 struct weir_str *packet, bool *got, struct weir_err *err);
/* Whether a whole packet is in the buffer. */
bool my_packet_ready(const struct my_session *session);
/* An error packet as an error: the server's words, number and class. */
enum weir_verdict my_packet_error(struct weir_str packet, const char *what, struct weir_err *err);

#endif

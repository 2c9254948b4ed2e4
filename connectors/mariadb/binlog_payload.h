/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_payload.h: MySQL 8's TRANSACTION_PAYLOAD, a whole transaction in one event, uncompressed
 * event by event: memory is that of the largest event in it, not of the transaction.
 */
#ifndef WEIR_BINLOG_PAYLOAD_H
#define WEIR_BINLOG_PAYLOAD_H

#include <weir/err.h>
#include <weir/str.h>

struct binlog_payload;

struct binlog_payload *binlog_payload_new(size_t event_max);
void binlog_payload_free(struct binlog_payload *payload); /* NULL is fine */
/* Begins another: body has to stay until the last event is read. */
enum weir_verdict binlog_payload_start(struct binlog_payload *payload, struct weir_str body,
                                       struct weir_err *err);
/* The next event's bytes, without checksum, good until the next call; *more = false at the end. */
enum weir_verdict binlog_payload_next(struct binlog_payload *payload, struct weir_str *bytes,
                                      bool *more, struct weir_err *err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_call.h: one admin request, waited for. begin, then librdkafka's request function with
 * ->options and ->queue, then wait, then end (also after an error of wait). For kafka_admin.c and
 * kafka_groups.c.
 */
#ifndef KAFKA_CALL_H
#define KAFKA_CALL_H

#include "bus/kafka_engine.h"

struct kafka_call {
    struct kafka_client *client;
    rd_kafka_AdminOptions_t *options;
    rd_kafka_queue_t *queue;
    rd_kafka_event_t *event; /* the answer */
};

enum weir_verdict kafka_call_begin(struct kafka_call *call, struct bus *bus, rd_kafka_admin_op_t op,
                                   struct weir_err *err) WEIR_MUST_CHECK;
/* what: "create topic x", for the error's text. */
enum weir_verdict kafka_call_wait(struct kafka_call *call, const char *what, struct weir_str name,
                                  struct weir_err *err) WEIR_MUST_CHECK;
void kafka_call_end(struct kafka_call *call);

#endif

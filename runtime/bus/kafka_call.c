/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_call.c: the frame of an admin request: client, options and queue before it, its answer or
 * its error after it.
 */
#include "bus/kafka_call.h"

enum weir_verdict kafka_call_begin(struct kafka_call *call, struct bus *bus, rd_kafka_admin_op_t op,
                                   struct weir_err *err)
{
    *call = (struct kafka_call){0};
    enum weir_verdict verdict = kafka_client_admin((struct kafka_bus *)bus, &call->client, err);
    if (verdict) {
        return verdict;
    }
    verdict = kafka_reach(call->client, err);
    if (verdict) {
        kafka_client_close(call->client);
        return verdict;
    }
    char why[256];
    call->options = rd_kafka_AdminOptions_new(call->client->rk, op);
    call->queue = rd_kafka_queue_new(call->client->rk);
    rd_kafka_AdminOptions_set_request_timeout(call->options, call->client->conf.request_ms, why,
                                              sizeof(why));
    return WEIR_OK;
}

enum weir_verdict kafka_call_wait(struct kafka_call *call, const char *what, struct weir_str name,
                                  struct weir_err *err)
{
    call->event = rd_kafka_queue_poll(call->queue, -1); /* ends at the request's timeout */
    rd_kafka_resp_err_t code = rd_kafka_event_error(call->event);
    if (!code) {
        return WEIR_OK;
    }
    kafka_error(call->client, err, code, rd_kafka_event_error_string(call->event), "cannot %s %.*s",
                what, WEIR_STR_ARG(name));
    kafka_trouble(call->client, err); /* the cause, if it is known */
    return err->class;
}

void kafka_call_end(struct kafka_call *call)
{
    if (call->event) {
        rd_kafka_event_destroy(call->event);
    }
    rd_kafka_queue_destroy(call->queue);
    rd_kafka_AdminOptions_destroy(call->options);
    kafka_client_close(call->client);
}

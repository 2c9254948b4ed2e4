/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_conf_roles.h: what follows from a client's being a producer or a consumer, once the user's
 * keys are in conf->rd. own: the client's Java properties, trimmed. For kafka_conf.c.
 */
#ifndef KAFKA_CONF_ROLES_H
#define KAFKA_CONF_ROLES_H

#include "bus/kafka_conf.h"

enum weir_verdict kafka_settle_producer(struct kafka_conf *conf, const struct kafka_ask *ask,
                                        const struct weir_props *own,
                                        struct weir_err *err) WEIR_MUST_CHECK;
enum weir_verdict kafka_settle_consumer(struct kafka_conf *conf, const struct kafka_ask *ask,
                                        const struct weir_props *own,
                                        struct weir_err *err) WEIR_MUST_CHECK;

void kafka_set_number(struct weir_props *props, const char *name, int64_t number);
/* absent when it is not there. */
int64_t kafka_get_number(const struct weir_props *props, const char *name, int64_t absent);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * client_keys.h: what Kafka's Java clients can be told, for the check of producer.override.*,
 * consumer.override.* and admin.override.*.
 */
#ifndef CLIENT_KEYS_H
#define CLIENT_KEYS_H

#include <weir/conf.h>

enum client_role { CLIENT_PRODUCER, CLIENT_CONSUMER, CLIENT_ADMIN };
#define CLIENT_ROLES 3

WEIR_EXPORT const char *client_prefix(enum client_role role); /* "producer.override." */
/* Fills *key (texts are static); false: the client knows no such setting. */
WEIR_EXPORT bool client_key_find(enum client_role role, struct weir_str name,
                                 struct weir_conf_key *key);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_env.h: variables that Connect's scripts hand to Java. They reach no Java here, and who set
 * one in the belief that it works must hear of it.
 */
#ifndef JAVA_ENV_H
#define JAVA_ENV_H

#include <stdbool.h>

#include <weir/buf.h>

/* False, and nothing said: none is set. Else a sentence with their names, never a value, and what to
 * set instead where what is lost matters to Kafka's clients. */
WEIR_EXPORT bool java_env_say(const char *const *environment, struct weir_buf *said);

#endif

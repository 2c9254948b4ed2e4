/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dead_letter.h: where a sink's bad records go: the original key, value and headers, untouched,
 * and on wish headers that tell what happened. Task's thread only.
 */
#ifndef DEAD_LETTER_H
#define DEAD_LETTER_H

#include "pipeline/error_policy.h"

/* Makes the topic if it is not there. *dlq NULL when none is configured. */
enum weir_verdict dead_letter_open(struct task *task, const struct sink_conf *conf,
                                   struct dead_letter **dlq, struct weir_err *err);
/* Queued until dead_letter_send; the record's bytes must live until then. */
void dead_letter_add(struct dead_letter *dlq, const struct error_context *context);
/* All that is queued is durable when it returns OK; before the batch goes and before commits. */
enum weir_verdict dead_letter_send(struct dead_letter *dlq, struct error_policy *policy,
                                   struct weir_err *err);
void dead_letter_close(struct dead_letter *dlq); /* NULL is fine */

#endif

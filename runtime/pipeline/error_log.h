/* SPDX-License-Identifier: Apache-2.0 */
/* error_log.h: the line of errors.log.enable. */
#ifndef ERROR_LOG_H
#define ERROR_LOG_H

#include "pipeline/error_policy.h"

void error_log_init(struct weir_log *log, const struct task *task);
/* messages: errors.log.include.messages, which also shows the record. */
void error_log_line(const struct weir_log *log, const struct task *task,
                    const struct error_context *context, bool messages);

#endif

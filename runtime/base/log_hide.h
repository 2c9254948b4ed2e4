/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_hide.h: texts that no log line may show, whoever writes it: what the variables of
 * configurations stand for. Any thread.
 */
#ifndef LOG_HIDE_H
#define LOG_HIDE_H

#include <weir/buf.h>

/* From now on shown ("${env:X}") stands in lines wherever secret would. Both are copied. */
WEIR_EXPORT void log_hide(struct weir_str secret, struct weir_str shown);
/* The message as it may be written. */
WEIR_EXPORT void log_hidden(struct weir_str message, struct weir_buf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secrets.h: texts that nobody may read: what the variables of configurations stand for. Log lines,
 * errors, states and reports go through here. Any thread.
 */
#ifndef SECRETS_H
#define SECRETS_H

#include <weir/buf.h>

/* From now on shown ("${env:X}") stands wherever secret, or an item of it as a list, would, in
 * capitals or not. Both are copied. */
WEIR_EXPORT void secrets_add(struct weir_str secret, struct weir_str shown);
/* The text as it may be shown. */
WEIR_EXPORT void secrets_redact(struct weir_str text, struct weir_buf *out);
/* The same into size bytes, which may be those of text; what does not fit is cut. */
WEIR_EXPORT void secrets_redact_to(char *out, size_t size, const char *text);

#endif

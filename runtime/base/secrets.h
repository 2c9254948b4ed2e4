/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secrets.h: texts that nobody may read: what the variables of configurations stand for. Log lines,
 * errors, states and reports go through here. Any thread.
 */
#ifndef SECRETS_H
#define SECRETS_H

#include <weir/buf.h>
#include <weir/props.h>

/* From now on shown ("${env:X}") stands wherever secret, or an item of it as a list, would, in
 * capitals or not. Both are copied. */
WEIR_EXPORT void secrets_add(struct weir_str secret, struct weir_str shown);
/* The text as it may be shown; with written, a configuration, only what its variables stand for is
 * hidden: what it says openly may be said again. */
WEIR_EXPORT void secrets_redact(struct weir_str text, const struct weir_props *written,
                                struct weir_buf *out);
/* The same into size bytes, which may be those of text; what does not fit is cut. */
WEIR_EXPORT void secrets_redact_to(char *out, size_t size, const char *text,
                                   const struct weir_props *written);

#endif

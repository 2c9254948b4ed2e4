/* SPDX-License-Identifier: Apache-2.0 */
/*
 * provider.h: ${env:NAME}, ${file:/path:key}, ${dir:/path:name} in the worker's and connectors'
 * configurations (facts: an unknown provider or key leaves the text as it is). Resolved at
 * validation and at start, never stored, never shown: base/secrets.h hides them.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <weir/props.h>

struct providers;

/* From config.providers and config.providers.<alias>.*; any thread may use the result. */
WEIR_EXPORT enum weir_verdict providers_open(const struct weir_props *worker,
                                             struct providers **providers, struct weir_err *err)
    WEIR_MUST_CHECK;
WEIR_EXPORT void providers_close(struct providers *providers);
WEIR_EXPORT enum weir_verdict providers_resolve(const struct providers *providers,
                                                const struct weir_props *raw,
                                                struct weir_props *resolved, struct weir_err *err);
/* Task configs hold variables again: a value equal to a resolved one becomes the raw text. */
WEIR_EXPORT void providers_restore(const struct weir_props *raw, const struct weir_props *resolved,
                                   struct weir_props *task);

#endif

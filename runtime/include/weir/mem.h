/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.h: small control-plane allocations, which abort the process when memory is gone (there is
 * nothing better to do then). The data plane lives in arenas and bounded buffers instead.
 */
#ifndef WEIR_MEM_H
#define WEIR_MEM_H

#include <stddef.h>

#include <weir/abi.h>

WEIR_EXPORT void *weir_xmalloc(size_t size);
WEIR_EXPORT void *weir_xcalloc(size_t count, size_t size); /* zeroed; checks the product */
WEIR_EXPORT void *weir_xrealloc(void *p, size_t count, size_t size);
WEIR_EXPORT char *weir_xstrdup(const char *s);
WEIR_EXPORT char *weir_xstrndup(const char *s, size_t n);
WEIR_EXPORT char *weir_xprintf(const char *fmt, ...) WEIR_PRINTF(1, 2);

#endif

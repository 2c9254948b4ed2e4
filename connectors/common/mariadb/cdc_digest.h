/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_digest.h: hash algorithms by Java's names (SHA-256, MD5), over OpenSSL.
 */
#ifndef WEIR_CDC_DIGEST_H
#define WEIR_CDC_DIGEST_H

#include <weir/arena.h>

#define CDC_DIGEST_MAX 64

/* NULL: there is no such algorithm. Lives as long as the arena. */
const void *cdc_digest_find(struct weir_arena *arena, struct weir_str name);
/* The hash's bytes to out; how many, 0 when OpenSSL refused. Any thread. */
size_t cdc_digest_of(const void *digest, struct weir_str input, uint8_t out[CDC_DIGEST_MAX]);

#endif

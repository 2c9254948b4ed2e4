/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_digest.c: an algorithm's name or an input comes in, the algorithm or the hash goes out.
 */
#include "cdc_digest.h"

#include <openssl/evp.h>

_Static_assert(EVP_MAX_MD_SIZE <= CDC_DIGEST_MAX, "every hash fits");

static void let_go(void *digest)
{
    EVP_MD_free(digest);
}

const void *cdc_digest_find(struct weir_arena *arena, struct weir_str name)
{
    EVP_MD *digest = EVP_MD_fetch(NULL, weir_arena_str(arena, name).p, NULL);
    if (digest) {
        weir_arena_hook(arena, let_go, digest);
    }
    return digest;
}

size_t cdc_digest_of(const void *digest, struct weir_str input, uint8_t out[CDC_DIGEST_MAX])
{
    unsigned n = 0;
    return EVP_Digest(input.p, input.n, out, &n, digest, NULL) == 1 ? n : 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A geometry's bytes from a database: refused, or then swapped to as many bytes at most; what has
 * its reference identifier put in and taken out again is as it was.
 */
#include <assert.h>

#include "debezium/wkb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str wkb = weir_str_n(data, size);
    struct weir_str out, back;
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    if (wkb_swap(&arena, wkb, &out)) {
        assert(out.n <= size);
        assert(wkb_is_extended(out) == wkb_is_extended(wkb));
    }
    if (!wkb_is_extended(wkb) && wkb_extend(&arena, wkb, 4326, &out)) {
        assert(out.n == size + 4 && wkb_is_extended(out));
        assert(wkb_shorten(&arena, out, &back) && weir_str_eq(back, wkb));
    }
    weir_arena_free(&arena);
    return 0;
}

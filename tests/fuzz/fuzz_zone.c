/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zone file's bytes, as tzdata brings them: refused, or then there is an offset for every moment,
 * never more than two days.
 */
#include <assert.h>
#include <stddef.h>

#include "common/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int32_t offset_s)
{
    assert(offset_s >= -14 * 86400 && offset_s <= 14 * 86400);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t moments[] = {INT64_MIN / 1000, -5000000000, -1,         0,
                                      1711846800,       1729990800,  7258118400, INT64_MAX / 1000};
    struct weir_arena arena;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    const struct zone *zone = zone_read(&arena, weir_str_n(data, size), &err);
    for (size_t i = 0; zone && i < sizeof(moments) / sizeof(moments[0]); i++) {
        check(zone_offset(zone, moments[i]));
        check(zone_offset_of_local(zone, moments[i]));
    }
    weir_arena_free(&arena);
    return 0;
}

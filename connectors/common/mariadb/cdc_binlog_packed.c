/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_packed.c: cells of MariaDB's COMPRESSED columns are unpacked and go to what reads the
 * plain ones.
 */
#include "cdc_decode.h"

#include <zlib.h>

#include <weir/reader.h>

#define METHOD_ZLIB   8
#define UNPACKED_MAX  ((uint64_t)1 << 30)
#define NO_HEADER     8 /* flag: raw deflate, without zlib's own head */

static bool inflated(struct weir_str packed, bool raw, char *to, size_t n)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.p,
                       .avail_in = (uInt)packed.n,
                       .next_out = (Bytef *)to,
                       .avail_out = (uInt)n};
    if (inflateInit2(&stream, raw ? -MAX_WBITS : MAX_WBITS) != Z_OK) {
        return false;
    }
    int got = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    return got == Z_STREAM_END && stream.total_out == n;
}

enum cdc_decoded cdc_binlog_compressed(const struct cdc_column *col, struct weir_str cell,
                                       struct weir_arena *arena, struct weir_value *val,
                                       struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(cell);
    if (cell.n == 0) {
        return col->inner(col, cell, arena, val, err);
    }
    uint8_t head = weir_reader_u8(&rd);
    if (head >> 4 == 0) {
        return col->inner(col, weir_str_from(cell, 1), arena, val, err);
    }
    uint64_t n = weir_reader_be(&rd, head & 7);
    if (rd.failed || head >> 4 != METHOD_ZLIB || n > UNPACKED_MAX) {
        return cdc_broken(col, cell, err);
    }
    char *to = weir_arena_bytes(arena, (size_t)n + 1);
    if (!inflated(weir_str_n(rd.p, weir_reader_left(&rd)), head & NO_HEADER, to, (size_t)n)) {
        return cdc_broken(col, cell, err);
    }
    return col->inner(col, weir_str_n(to, (size_t)n), arena, val, err);
}

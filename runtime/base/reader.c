/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.c: the one read of a bounded reader that is too long to be inline.
 */
#include <weir/reader.h>

uint64_t weir_reader_varint(struct weir_reader *rd)
{
    uint64_t x = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = weir_reader_u8(rd);
        uint64_t part = byte & 0x7f;
        if (part << shift >> shift != part) {
            break; /* the tenth byte holds one bit */
        }
        x |= part << shift;
        if (!(byte & 0x80)) {
            return rd->failed ? 0 : x;
        }
    }
    rd->p = rd->end;
    rd->failed = true;
    return 0;
}

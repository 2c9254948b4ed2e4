/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h: a bounded cursor over wire bytes. On shortage a read returns zero or the empty view
 * and sets a sticky flag, so that a layout reads as straight lines and is checked once (loops test
 * the flag too). The check is `n > end - p`, never an addition.
 */
#ifndef WEIR_READER_H
#define WEIR_READER_H

#include <weir/str.h>

struct weir_reader {
    const uint8_t *p;
    const uint8_t *end;
    bool failed;
};

static inline struct weir_reader weir_reader_of(struct weir_str s)
{
    const uint8_t *p = (const uint8_t *)(s.p ? s.p : ""); /* no pointer, no arithmetic */
    return (struct weir_reader){.p = p, .end = p + s.n, .failed = false};
}

static inline size_t weir_reader_left(const struct weir_reader *rd)
{
    return (size_t)(rd->end - rd->p);
}

/* The next n bytes, or NULL with the flag set and the cursor at the end. */
static inline const uint8_t *weir_reader_take(struct weir_reader *rd, size_t n)
{
    if (n > (size_t)(rd->end - rd->p)) {
        rd->p = rd->end;
        rd->failed = true;
        return NULL;
    }
    const uint8_t *at = rd->p;
    rd->p += n;
    return at;
}

static inline struct weir_str weir_reader_str(struct weir_reader *rd, size_t n)
{
    const uint8_t *at = weir_reader_take(rd, n);
    return at ? weir_str_n(at, n) : WEIR_STR_NULL;
}

static inline void weir_reader_skip(struct weir_reader *rd, size_t n)
{
    (void)weir_reader_take(rd, n);
}

static inline uint8_t weir_reader_u8(struct weir_reader *rd)
{
    const uint8_t *at = weir_reader_take(rd, 1);
    return at ? at[0] : 0;
}

/* Little-endian and big-endian unsigned integers of 1 to 8 bytes. */
static inline uint64_t weir_reader_le(struct weir_reader *rd, size_t n)
{
    const uint8_t *at = weir_reader_take(rd, n);
    uint64_t x = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (__builtin_constant_p(n)) {
        if (at) {
            memcpy(&x, at, n < sizeof(x) ? n : sizeof(x)); /* one load */
        }
        return x;
    }
#endif
    for (size_t i = at ? n : 0; i > 0; i--) {
        x = x << 8 | at[i - 1];
    }
    return x;
}

static inline uint64_t weir_reader_be(struct weir_reader *rd, size_t n)
{
    const uint8_t *at = weir_reader_take(rd, n);
    uint64_t x = 0;
    for (size_t i = 0; at && i < n; i++) {
        x = x << 8 | at[i];
    }
    return x;
}

WEIR_EXPORT uint64_t weir_reader_varint(struct weir_reader *rd); /* LEB128, at most 10 bytes */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h: bytes being built. The maximum is given at init and is not optional; what would pass it
 * sets a sticky flag and is left out, so that a long row of appends is checked once, at its end.
 */
#ifndef WEIR_BUF_H
#define WEIR_BUF_H

#include <weir/err.h>
#include <weir/str.h>

struct weir_buf {
    char *p;
    size_t n;
    size_t cap; /* one byte more is always there, for a NUL */
    size_t max;
    bool full; /* sticky: something did not fit */
};

WEIR_EXPORT void weir_buf_init(struct weir_buf *buf, size_t max); /* allocates nothing yet */
WEIR_EXPORT void weir_buf_free(struct weir_buf *buf);
WEIR_EXPORT void weir_buf_reset(struct weir_buf *buf);            /* empty, memory kept */
WEIR_EXPORT void weir_buf_shrink(struct weir_buf *buf, size_t keep); /* empty; give memory above keep back */
/* Room for n more bytes, or NULL with the flag set. Advance buf->n by what was written. */
WEIR_EXPORT char *weir_buf_reserve_slow(struct weir_buf *buf, size_t n);
WEIR_EXPORT void weir_buf_printf(struct weir_buf *buf, const char *fmt, ...) WEIR_PRINTF(2, 3);
/* WEIR_OK, or class with "<what> is larger than <max> bytes". */
WEIR_EXPORT enum weir_verdict weir_buf_check(const struct weir_buf *buf, enum weir_verdict class,
                                             const char *what, struct weir_err *err);

static inline char *weir_buf_reserve(struct weir_buf *buf, size_t n)
{
    return n < buf->cap - buf->n && !buf->full ? buf->p + buf->n : weir_buf_reserve_slow(buf, n);
}

static inline void weir_buf_add(struct weir_buf *buf, const void *p, size_t n)
{
    char *to = n ? weir_buf_reserve(buf, n) : NULL;
    if (to) {
        memcpy(to, p, n);
        buf->n += n;
    }
}

static inline void weir_buf_str(struct weir_buf *buf, struct weir_str s)
{
    weir_buf_add(buf, s.p, s.n);
}

static inline void weir_buf_text(struct weir_buf *buf, const char *s)
{
    weir_buf_add(buf, s, strlen(s));
}

static inline void weir_buf_char(struct weir_buf *buf, char c)
{
    char *to = weir_buf_reserve(buf, 1);
    if (to) {
        *to = c;
        buf->n++;
    }
}

static inline struct weir_str weir_buf_view(const struct weir_buf *buf)
{
    return (struct weir_str){.p = buf->p ? buf->p : "", .n = buf->n};
}

WEIR_EXPORT void weir_buf_be16(struct weir_buf *buf, uint16_t x);
WEIR_EXPORT void weir_buf_be32(struct weir_buf *buf, uint32_t x);
WEIR_EXPORT void weir_buf_be64(struct weir_buf *buf, uint64_t x);
WEIR_EXPORT void weir_buf_varint(struct weir_buf *buf, uint64_t x); /* LEB128, unsigned */
WEIR_EXPORT void weir_buf_i64(struct weir_buf *buf, int64_t x);     /* decimal text */
WEIR_EXPORT void weir_buf_u64(struct weir_buf *buf, uint64_t x);    /* decimal text */
WEIR_EXPORT void weir_buf_base64(struct weir_buf *buf, const void *p, size_t n);
/* Where there is room for four letters each three bytes; returns where they end. */
WEIR_EXPORT char *weir_base64_put(char *to, const void *p, size_t n);
/* Standard alphabet, padding optional at the end; false, with nothing added, if it is not base64. */
WEIR_EXPORT bool weir_buf_unbase64(struct weir_buf *buf, struct weir_str text) WEIR_MUST_CHECK;
/* Adds a NUL that is not counted and returns the text; NULL when full. */
WEIR_EXPORT const char *weir_buf_cstr(struct weir_buf *buf);

#endif

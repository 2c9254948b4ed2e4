/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.c: growable bytes with a maximum. Growth doubles; what would pass the maximum sets the
 * sticky flag and leaves the bytes as they were.
 */
#include <weir/buf.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "base/digits.h"

#define FIRST_BYTES 256

void weir_buf_init(struct weir_buf *buf, size_t max)
{
    *buf = (struct weir_buf){.max = max};
}

void weir_buf_free(struct weir_buf *buf)
{
    free(buf->p);
    weir_buf_init(buf, buf->max);
}

void weir_buf_reset(struct weir_buf *buf)
{
    buf->n = 0;
    buf->full = false;
}

void weir_buf_shrink(struct weir_buf *buf, size_t keep)
{
    if (buf->cap > keep) {
        weir_buf_free(buf);
    }
    weir_buf_reset(buf);
}

static void grow(struct weir_buf *buf, size_t need)
{
    size_t want = buf->cap ? buf->cap : FIRST_BYTES;
    while (want < need) {
        want = want > buf->max / 2 ? buf->max : want * 2;
    }
    want = want > buf->max ? buf->max : want;
    buf->p = weir_xrealloc(buf->p, want + 1, 1);
    buf->cap = want;
}

char *weir_buf_reserve_slow(struct weir_buf *buf, size_t n)
{
    if (buf->full || n > buf->max - buf->n) {
        buf->full = true;
        return NULL;
    }
    if (!buf->p || n > buf->cap - buf->n) {
        grow(buf, buf->n + n);
    }
    return buf->p + buf->n;
}

void weir_buf_printf(struct weir_buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *to = n < 0 ? NULL : weir_buf_reserve(buf, (size_t)n);
    if (to) {
        vsnprintf(to, (size_t)n + 1, fmt, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

enum weir_verdict weir_buf_check(const struct weir_buf *buf, enum weir_verdict class,
                                 const char *what, struct weir_err *err)
{
    return buf->full ? weir_err_set(err, class, "%s is larger than %zu bytes", what, buf->max)
                     : WEIR_OK;
}

void weir_buf_be16(struct weir_buf *buf, uint16_t x)
{
    x = __builtin_bswap16(x);
    weir_buf_add(buf, &x, sizeof(x));
}

void weir_buf_be32(struct weir_buf *buf, uint32_t x)
{
    x = __builtin_bswap32(x);
    weir_buf_add(buf, &x, sizeof(x));
}

void weir_buf_be64(struct weir_buf *buf, uint64_t x)
{
    x = __builtin_bswap64(x);
    weir_buf_add(buf, &x, sizeof(x));
}

void weir_buf_varint(struct weir_buf *buf, uint64_t x)
{
    char bytes[10];
    size_t n = 0;
    do {
        bytes[n++] = (char)((x & 0x7f) | (x > 0x7f ? 0x80 : 0));
        x >>= 7;
    } while (x);
    weir_buf_add(buf, bytes, n);
}

void weir_buf_i64(struct weir_buf *buf, int64_t x)
{
    char digits[I64_TEXT_MAX];
    if (!buf->full && buf->cap - buf->n > sizeof(digits)) {
        buf->n += i64_text(buf->p + buf->n, x);
    } else {
        weir_buf_add(buf, digits, i64_text(digits, x));
    }
}

void weir_buf_u64(struct weir_buf *buf, uint64_t x)
{
    char digits[I64_TEXT_MAX];
    weir_buf_add(buf, digits, u64_text(digits, x));
}

const char *weir_buf_cstr(struct weir_buf *buf)
{
    char *to = weir_buf_reserve(buf, 0);
    if (!to) {
        return NULL;
    }
    *to = 0;
    return buf->p;
}

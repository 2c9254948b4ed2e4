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

char *weir_buf_reserve_slow(struct weir_buf *buf, size_t n)
{
    if (buf->full || n > buf->max - buf->n) {
        buf->full = true;
        return NULL;
    }
    if (n > buf->cap - buf->n) {
        size_t want = buf->cap ? buf->cap : FIRST_BYTES;
        while (want < buf->n + n) {
            want *= 2;
        }
        want = want > buf->max ? buf->max : want;
        buf->p = weir_xrealloc(buf->p, want, 1);
        buf->cap = want;
    }
    return buf->p ? buf->p + buf->n : weir_buf_reserve_slow(buf, 1);
}

void weir_buf_printf(struct weir_buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    /* vsnprintf needs a byte for its NUL, which is not counted. */
    char *to = n < 0 ? NULL : weir_buf_reserve(buf, (size_t)n + 1);
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
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t left = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (x < 0) {
        digits[--at] = '-';
    }
    weir_buf_add(buf, digits + at, sizeof(digits) - at);
}

void weir_buf_base64(struct weir_buf *buf, const void *p, size_t n)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const uint8_t *in = p;
    char *to = n > SIZE_MAX / 2 ? NULL : weir_buf_reserve(buf, (n + 2) / 3 * 4);
    if (!to) {
        return;
    }
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i;
        uint32_t x = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
                     (left > 2 ? in[i + 2] : 0);
        *to++ = letters[x >> 18];
        *to++ = letters[x >> 12 & 63];
        *to++ = left > 1 ? letters[x >> 6 & 63] : '=';
        *to++ = left > 2 ? letters[x & 63] : '=';
    }
    buf->n += (n + 2) / 3 * 4;
}

const char *weir_buf_cstr(struct weir_buf *buf)
{
    char *to = weir_buf_reserve(buf, 1);
    if (!to) {
        return NULL;
    }
    *to = 0;
    return buf->p;
}

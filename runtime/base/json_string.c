/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_string.c: a text as a JSON string with Jackson's escapes: the short ones, upper-case hex for
 * other controls, a surrogate pair for what is beyond the BMP, all else as it is.
 */
#include <weir/json.h>

#include "base/json_scan.h"

#define PLAIN      0
#define FOUR_BYTES 'u' /* a lead byte of four: escaped as two units */
#define CONTROL    'x'

/* What follows the backslash, or a class of the above. */
static char escape_of(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\f':
        return 'f';
    case '\r':
        return 'r';
    default:
        return c < 0x20 ? CONTROL : c >= 0xf0 ? FOUR_BYTES : PLAIN;
    }
}

/* Copies plain bytes to `to` until one needs a look; returns how many. */
static size_t copy_plain(char *to, const char *p, size_t n)
{
    size_t i = 0;
    json_mask high = 0;
    for (; n - i >= JSON_BLOCK; i += JSON_BLOCK) {
        json_mask mask = json_specials(p + i, &high);
        mask |= high ? json_beyond(p + i) : 0;
        memcpy(to + i, p + i, JSON_BLOCK);
        if (mask) {
            return i + json_first(mask);
        }
    }
    if (json_copy_short(to + i, p + i, n - i)) {
        return n;
    }
    for (; i < n && escape_of((unsigned char)p[i]) == PLAIN; i++) {
        to[i] = p[i];
    }
    return i;
}

static void unit(struct weir_buf *buf, unsigned x)
{
    static const char hex[] = "0123456789ABCDEF";
    char text[6] = {'\\', 'u', hex[x >> 12 & 15], hex[x >> 8 & 15], hex[x >> 4 & 15], hex[x & 15]};
    weir_buf_add(buf, text, sizeof(text));
}

/* Returns how many bytes it took; bytes that are no UTF-8 become U+FFFD, as Java reads them. */
static size_t four_bytes(struct weir_buf *buf, const unsigned char *p, size_t n)
{
    bool good = n >= 4 && p[0] <= 0xf4 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 &&
                (p[3] & 0xc0) == 0x80;
    unsigned code =
        good ? (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u) : 0;
    if (code < 0x10000 || code > 0x10ffff) {
        weir_buf_text(buf, "\xef\xbf\xbd");
        return 1;
    }
    unit(buf, 0xd800 + ((code - 0x10000) >> 10));
    unit(buf, 0xdc00 + ((code - 0x10000) & 0x3ff));
    return 4;
}

static size_t escape(struct weir_buf *buf, const unsigned char *p, size_t n)
{
    char what = escape_of(*p);
    if (what == FOUR_BYTES && *p >= 0xf0) {
        return four_bytes(buf, p, n);
    }
    if (what == CONTROL) {
        unit(buf, *p);
    } else {
        char two[2] = {'\\', what};
        weir_buf_add(buf, two, 2);
    }
    return 1;
}

static __attribute__((noinline)) void long_or_escaped(struct weir_buf *buf, struct weir_str s)
{
    weir_buf_char(buf, '"');
    for (size_t i = 0; i < s.n;) {
        char *to = weir_buf_reserve(buf, s.n - i);
        if (!to) {
            return;
        }
        size_t n = copy_plain(to, s.p + i, s.n - i);
        buf->n += n;
        i += n;
        if (i < s.n) {
            i += escape(buf, (const unsigned char *)s.p + i, s.n - i);
        }
    }
    weir_buf_char(buf, '"');
}

char *weir_json_short(char *to, struct weir_str s)
{
    if (s.n > WEIR_JSON_SHORT || !json_copy_short(to + 1, s.p, s.n)) {
        return NULL;
    }
    to[0] = '"';
    to[s.n + 1] = '"';
    return to + s.n + 2;
}

void weir_json_string(struct weir_buf *buf, struct weir_str s)
{
    char *to = s.n <= WEIR_JSON_SHORT ? weir_buf_reserve(buf, s.n + 2) : NULL;
    char *end = to ? weir_json_short(to, s) : NULL; /* as most are */
    if (end) {
        buf->n = (size_t)(end - buf->p);
        return;
    }
    long_or_escaped(buf, s);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_string.c: a text as a JSON string with Jackson's escapes: the short ones, upper-case hex for
 * other controls, a surrogate pair for what is beyond the BMP, all else as it is.
 */
#include <weir/json.h>

#define PLAIN 0
#define FOUR_BYTES 'u' /* a lead byte of four: escaped as two units */
#define CONTROL 'x'

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

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Whether any of eight bytes needs a look: below 0x20, quote, backslash, or 0xf0 and above. */
static inline bool eight_need_look(uint64_t x)
{
    uint64_t low = (x - ONES * 0x20) & ~x;
    uint64_t quote = x ^ ONES * '"', slash = x ^ ONES * '\\';
    uint64_t hit = low | ((quote - ONES) & ~quote) | ((slash - ONES) & ~slash);
    uint64_t high = x & (x << 1) & (x << 2) & (x << 3);
    return ((hit | high) & HIGHS) != 0;
}

static size_t plain_run(const char *p, size_t n)
{
    size_t i = 0;
    for (uint64_t x; n - i >= 8; i += 8) {
        memcpy(&x, p + i, 8);
        if (eight_need_look(x)) {
            break;
        }
    }
    while (i < n && escape_of((unsigned char)p[i]) == PLAIN) {
        i++;
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
    unsigned code = good ? (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u)
                         : 0;
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

/* Up to seven bytes: four at the front and four at the end, or one by one. */
static bool copy_short(char *to, const char *p, size_t n)
{
    if (n >= 4) {
        uint32_t front, back;
        memcpy(&front, p, 4);
        memcpy(&back, p + n - 4, 4);
        memcpy(to, &front, 4);
        memcpy(to + n - 4, &back, 4);
        return !eight_need_look((uint64_t)front << 32 | back);
    }
    for (size_t i = 0; i < n; i++) {
        to[i] = p[i];
        if (escape_of((unsigned char)p[i]) != PLAIN) {
            return false;
        }
    }
    return true;
}

/* Copies a text that has nothing to escape, eight bytes at a time; false: it has. */
static bool copy_plain(char *to, const char *p, size_t n)
{
    uint64_t x;
    if (n < 8) {
        return copy_short(to, p, n);
    }
    for (size_t i = 0; i + 8 < n; i += 8) {
        memcpy(&x, p + i, 8);
        if (eight_need_look(x)) {
            return false;
        }
        memcpy(to + i, &x, 8);
    }
    memcpy(&x, p + n - 8, 8); /* the last eight, some of them again */
    memcpy(to + n - 8, &x, 8);
    return !eight_need_look(x);
}

void weir_json_string(struct weir_buf *buf, struct weir_str s)
{
    char *to = s.n < SIZE_MAX / 2 ? weir_buf_reserve(buf, s.n + 2) : NULL;
    if (to && copy_plain(to + 1, s.p, s.n)) {
        to[0] = to[s.n + 1] = '"';
        buf->n += s.n + 2;
        return;
    }
    weir_buf_char(buf, '"');
    for (size_t i = 0; i < s.n;) {
        size_t run = plain_run(s.p + i, s.n - i);
        weir_buf_add(buf, s.p + i, run);
        i += run;
        if (i < s.n) {
            i += escape(buf, (const unsigned char *)s.p + i, s.n - i);
        }
    }
    weir_buf_char(buf, '"');
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_charset.c: bytes in a character set come in, UTF-8 goes out: UTF-8 as it is, sets of one byte
 * a character by a table, the East Asian ones by my_charset_multi.c, Unicode's other forms by rule.
 */
#include "my_charset_parts.h"

static const struct my_charset plain[] = {
    {"utf8mb4", MY_CHARSET_UTF8},    {"utf8mb3", MY_CHARSET_UTF8}, {"utf8", MY_CHARSET_UTF8},
    {"binary", MY_CHARSET_BINARY},   {"ascii", MY_CHARSET_ASCII},  {"latin1", MY_CHARSET_LATIN1},
    {"ucs2", MY_CHARSET_UTF16},      {"utf16", MY_CHARSET_UTF16},  {"utf16be", MY_CHARSET_UTF16},
    {"utf16le", MY_CHARSET_UTF16LE}, {"utf32", MY_CHARSET_UTF32},
};

const struct my_charset *my_charset_find(struct weir_str name)
{
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        if (weir_str_eq_nocase(name, weir_str_of(plain[i].name))) {
            return &plain[i];
        }
    }
    for (const struct my_charset_single *at = my_charset_singles; at->base.name; at++) {
        if (weir_str_eq_nocase(name, weir_str_of(at->base.name))) {
            return &at->base;
        }
    }
    const struct my_charset_multi *multi = my_charset_multi_find(name);
    return multi ? &multi->base : NULL;
}

const struct my_charset *my_charset_utf8(void)
{
    return &plain[0];
}

bool my_charset_is_binary(const struct my_charset *charset)
{
    return charset->form == MY_CHARSET_BINARY;
}

/* ---- UTF-8 ---- */

static struct weir_str copy(struct weir_str bytes, struct weir_arena *arena)
{
    char *to = weir_arena_bytes(arena, bytes.n + 1);
    memcpy(to, bytes.p, bytes.n);
    return weir_str_n(to, bytes.n);
}

/* Every byte that begins no whole character becomes '?'. */
static struct weir_str mended(struct weir_str bytes, struct weir_arena *arena)
{
    char *to = weir_arena_bytes(arena, bytes.n + 1);
    size_t n = 0;
    while (n < bytes.n) {
        size_t left = bytes.n - n;
        size_t len = 1;
        while (len <= 4 && len <= left && !weir_utf8_valid(weir_str_n(bytes.p + n, len))) {
            len++;
        }
        bool good = len <= 4 && len <= left;
        memcpy(to + n, good ? bytes.p + n : "?", good ? len : 1);
        n += good ? len : 1;
    }
    return weir_str_n(to, n);
}

/* Whether all bytes are below 0x80; eight at a time. */
static bool is_ascii(struct weir_str bytes)
{
    uint64_t any = 0;
    size_t i = 0;
    for (; i + 8 <= bytes.n; i += 8) {
        uint64_t x;
        memcpy(&x, bytes.p + i, 8);
        any |= x;
    }
    for (; i < bytes.n; i++) {
        any |= (uint8_t)bytes.p[i];
    }
    return !(any & UINT64_C(0x8080808080808080));
}

/* ---- one byte a character ---- */

/* cp1252, whose five holes are control characters to the servers. */
static uint32_t latin1_point(uint8_t c)
{
    static const uint16_t high[32] = {
        0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};
    return c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c;
}

/* Swedish letters stand where ASCII has brackets. */
static uint32_t swe7_point(uint8_t c)
{
    static const char from[] = "@[\\]^`{|}~\x7f";
    static const uint16_t to[] = {0xc9, 0xc4, 0xd6, 0xc5, 0xdc, 0xe9, 0xe4, 0xf6, 0xe5, 0xfc, 0};
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : c;
}

static uint32_t single_point(const struct my_charset *charset, uint8_t c)
{
    switch (charset->form) {
    case MY_CHARSET_LATIN1:
        return latin1_point(c);
    case MY_CHARSET_SWE7:
        return swe7_point(c);
    default:
        return c < 0x80 ? c : ((const struct my_charset_single *)charset)->high[c - 0x80];
    }
}

/* ---- UTF-16 and UTF-32 ---- */

static uint32_t unit16(const uint8_t *p, bool little)
{
    return little ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[0] << 8 | p[1]);
}

static uint32_t utf16_next(struct weir_str bytes, bool little, size_t *n)
{
    const uint8_t *p = (const uint8_t *)bytes.p;
    *n = bytes.n < 2 ? 1 : 2;
    uint32_t unit = bytes.n < 2 ? 0xd800 : unit16(p, little);
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    uint32_t low = bytes.n >= 4 ? unit16(p + 2, little) : 0;
    if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) {
        return '?';
    }
    *n = 4;
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

static uint32_t utf32_next(struct weir_str bytes, size_t *n)
{
    const uint8_t *p = (const uint8_t *)bytes.p;
    *n = bytes.n < 4 ? bytes.n : 4;
    uint32_t point = bytes.n < 4 ? UINT32_MAX
                                 : (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
                                       (uint32_t)p[2] << 8 | p[3];
    return point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? '?' : point;
}

/* ---- ---- */

/* The next character, its length to *n; what is none is '?', as a SELECT shows it. */
static uint32_t next_point(const struct my_charset *charset, struct weir_str bytes, size_t *n)
{
    uint8_t first = (uint8_t)bytes.p[0];
    uint32_t point;
    switch (charset->form) {
    case MY_CHARSET_UTF16:
    case MY_CHARSET_UTF16LE:
        return utf16_next(bytes, charset->form == MY_CHARSET_UTF16LE, n);
    case MY_CHARSET_UTF32:
        return utf32_next(bytes, n);
    case MY_CHARSET_MULTI:
        point = my_charset_multi_next((const struct my_charset_multi *)charset, bytes, n);
        break;
    default:
        *n = 1;
        point = single_point(charset, first);
        break;
    }
    return point || first == 0 ? point : '?';
}

static struct weir_str converted(const struct my_charset *charset, struct weir_str bytes,
                                 struct weir_arena *arena)
{
    char *text = weir_arena_bytes(arena, 3 * bytes.n + 4); /* no set needs more a byte */
    char *to = text;
    while (bytes.n) {
        char point[4];
        size_t n;
        size_t width = weir_utf8_put(point, next_point(charset, bytes, &n));
        memcpy(to, point, width);
        to += width;
        bytes = weir_str_from(bytes, n);
    }
    return weir_str_n(text, (size_t)(to - text));
}

struct weir_str my_charset_decode(const struct my_charset *charset, struct weir_str bytes,
                                  struct weir_arena *arena)
{
    if (bytes.n == 0) {
        return WEIR_STR("");
    }
    switch (charset->form) {
    case MY_CHARSET_UTF8:
    case MY_CHARSET_BINARY:
    case MY_CHARSET_ASCII:
        return is_ascii(bytes) || weir_utf8_valid(bytes) ? copy(bytes, arena)
                                                         : mended(bytes, arena);
    case MY_CHARSET_LATIN1:
    case MY_CHARSET_SINGLE:
    case MY_CHARSET_MULTI:
        return is_ascii(bytes) ? copy(bytes, arena) : converted(charset, bytes, arena);
    case MY_CHARSET_SWE7:
    case MY_CHARSET_UTF16:
    case MY_CHARSET_UTF16LE:
    case MY_CHARSET_UTF32:
        break;
    }
    return converted(charset, bytes, arena);
}

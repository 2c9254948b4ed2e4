/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_unescape.c: a string or name as it stands between its quotes in, its text out. The reader
 * has seen to it that every escape is whole.
 */
#include "base/json_token.h"

/* The code point of the \u escape at *p, with its second half if it has one; *p moves past it. */
static uint32_t take_point(const char **p, const char *end)
{
    uint32_t unit = (uint32_t)json_hex_unit(*p + 2);
    *p += 6;
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    if (unit < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        uint32_t low = (uint32_t)json_hex_unit(*p + 2);
        if (low >= 0xdc00 && low <= 0xdfff) {
            *p += 6;
            return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return 0xfffd;
}

static char short_escape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

struct weir_str weir_json_unescape(struct weir_arena *arena, const struct weir_json_reader *jr)
{
    if (!jr->escaped) {
        return jr->text;
    }
    const char *p = jr->text.p;
    const char *end = p + jr->text.n;
    char *first = weir_arena_bytes(arena, jr->text.n);
    char *to = first;
    while (p < end) {
        const char *slash = memchr(p, '\\', (size_t)(end - p));
        size_t plain = (size_t)((slash ? slash : end) - p);
        memcpy(to, p, plain);
        to += plain;
        p += plain;
        if (slash && p[1] == 'u') {
            to += weir_utf8_put(to, take_point(&p, end));
        } else if (slash) {
            *to++ = short_escape(p[1]);
            p += 2;
        }
    }
    return weir_str_n(first, (size_t)(to - first));
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_charset.c: UTF-8 as it is, single-byte sets by a table, the rest by iconv.
 */
#include "my_charset.h"

struct my_charset {
    const char *name;
    enum { UTF8, BINARY, LATIN1, ASCII } form;
};

static const struct my_charset charsets[] = {
    {"utf8mb4", UTF8},   {"utf8mb3", UTF8}, {"utf8", UTF8},   {"binary", BINARY},
    {"latin1", LATIN1}, {"ascii", ASCII},
};

const struct my_charset *my_charset_find(struct weir_str name)
{
    for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++) {
        if (weir_str_eq_nocase(name, weir_str_of(charsets[i].name))) {
            return &charsets[i];
        }
    }
    return NULL;
}

const struct my_charset *my_charset_utf8(void)
{
    return &charsets[0];
}

bool my_charset_is_binary(const struct my_charset *charset)
{
    return charset->form == BINARY;
}

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

/* cp1252, whose five holes are control characters to the servers. */
static struct weir_str of_latin1(struct weir_str bytes, struct weir_arena *arena)
{
    static const uint16_t high[32] = {
        0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};
    char *text = weir_arena_bytes(arena, 3 * bytes.n + 1);
    char *to = text;
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = (uint8_t)bytes.p[i];
        char point[4];
        size_t n = weir_utf8_put(point, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
        memcpy(to, point, n);
        to += n;
    }
    return weir_str_n(text, (size_t)(to - text));
}

static bool is_ascii(struct weir_str bytes)
{
    uint8_t any = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        any |= (uint8_t)bytes.p[i];
    }
    return any < 0x80;
}

struct weir_str my_charset_decode(const struct my_charset *charset, struct weir_str bytes,
                                  struct weir_arena *arena)
{
    if (bytes.n == 0) {
        return WEIR_STR("");
    }
    switch (charset->form) {
    case LATIN1:
        return is_ascii(bytes) ? copy(bytes, arena) : of_latin1(bytes, arena);
    case UTF8:
    case BINARY:
    case ASCII:
        break;
    }
    return is_ascii(bytes) || weir_utf8_valid(bytes) ? copy(bytes, arena) : mended(bytes, arena);
}

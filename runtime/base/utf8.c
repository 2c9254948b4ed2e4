/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.c: whether bytes are UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF), where a cut
 * one ends, and one code point written. Plain ASCII is passed eight bytes at a time.
 */
#include <weir/str.h>

#define HIGH_BITS 0x8080808080808080u

static size_t ascii_length(const uint8_t *p, size_t n)
{
    size_t i = 0;
    uint64_t word = 0;
    for (; i + sizeof(word) <= n; i += sizeof(word)) {
        memcpy(&word, p + i, sizeof(word));
        if (word & HIGH_BITS) {
            break;
        }
    }
    while (i < n && p[i] < 0x80) {
        i++;
    }
    return i;
}

static bool follows(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The length of the well-formed sequence of two to four bytes at p, 0 if there is none. */
static size_t sequence_length(const uint8_t *p, size_t n)
{
    if (p[0] >= 0xc2 && p[0] <= 0xdf) {
        return n >= 2 && follows(p[1]) ? 2 : 0;
    }
    if ((p[0] & 0xf0) == 0xe0 && n >= 3) {
        uint8_t low = p[0] == 0xe0 ? 0xa0 : 0x80;
        uint8_t high = p[0] == 0xed ? 0x9f : 0xbf;
        return p[1] >= low && p[1] <= high && follows(p[2]) ? 3 : 0;
    }
    if (p[0] >= 0xf0 && p[0] <= 0xf4 && n >= 4) {
        uint8_t low = p[0] == 0xf0 ? 0x90 : 0x80;
        uint8_t high = p[0] == 0xf4 ? 0x8f : 0xbf;
        return p[1] >= low && p[1] <= high && follows(p[2]) && follows(p[3]) ? 4 : 0;
    }
    return 0;
}

bool weir_utf8_valid(struct weir_str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    size_t n = s.n;
    while (n) {
        size_t step = ascii_length(p, n);
        if (step == 0) {
            step = sequence_length(p, n);
            if (step == 0) {
                return false;
            }
        }
        p += step;
        n -= step;
    }
    return true;
}

struct weir_str weir_utf8_whole(struct weir_str s)
{
    size_t tail = 0; /* the bytes from the last lead on */
    while (tail < 4 && tail < s.n) {
        uint8_t byte = (uint8_t)s.p[s.n - ++tail];
        if (follows(byte)) {
            continue;
        }
        size_t want = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        s.n -= tail < want ? tail : 0;
        break;
    }
    return s;
}

size_t weir_utf8_put(char to[4], uint32_t point)
{
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xc0 | point >> 6);
        to[1] = (char)(0x80 | (point & 63));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (char)(0xe0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 63));
        to[2] = (char)(0x80 | (point & 63));
        return 3;
    }
    to[0] = (char)(0xf0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 63));
    to[2] = (char)(0x80 | (point >> 6 & 63));
    to[3] = (char)(0x80 | (point & 63));
    return 4;
}

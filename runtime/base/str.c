/* SPDX-License-Identifier: Apache-2.0 */
/*
 * str.c: comparing, searching and cutting views of text, and their hash. Nothing here allocates
 * or looks past the view.
 */
#include <weir/str.h>

int weir_str_cmp(struct weir_str a, struct weir_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int diff = n ? memcmp(a.p, b.p, n) : 0;
    return diff ? diff : (a.n > b.n) - (a.n < b.n);
}

static uint8_t lower(char c)
{
    return (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool weir_str_eq_nocase(struct weir_str a, struct weir_str b)
{
    if (a.n != b.n || !a.p != !b.p) {
        return false;
    }
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i])) {
            return false;
        }
    }
    return true;
}

struct weir_str weir_str_trim(struct weir_str s)
{
    while (s.n && (uint8_t)s.p[0] <= ' ') {
        s = weir_str_from(s, 1);
    }
    while (s.n && (uint8_t)s.p[s.n - 1] <= ' ') {
        s.n--;
    }
    return s;
}

ptrdiff_t weir_str_find(struct weir_str s, struct weir_str what)
{
    if (what.n == 0) {
        return 0;
    }
    const char *at = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
    return at ? at - s.p : -1;
}

ptrdiff_t weir_str_chr(struct weir_str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? at - s.p : -1;
}

static uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load(const char *p, size_t n)
{
    uint64_t word = 0;
    memcpy(&word, p, n);
    return word;
}

uint64_t weir_str_hash(struct weir_str s)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u; /* the golden ratio's fraction, and pi's */
    uint64_t hash = 0x243f6a8885a308d3u ^ s.n;
    size_t at = 0;
    for (; s.n - at >= 8; at += 8) {
        hash = fold(hash ^ load(s.p + at, 8), odd);
    }
    if (at < s.n) {
        hash = fold(hash ^ load(s.p + at, s.n - at), odd);
    }
    return fold(hash ^ odd, 0xd1b54a32d192ed03u);
}

bool weir_str_split(struct weir_str *rest, char sep, struct weir_str *part)
{
    if (rest->n == 0) {
        return false;
    }
    ptrdiff_t at = weir_str_chr(*rest, sep);
    *part = weir_str_n(rest->p, at < 0 ? rest->n : (size_t)at);
    *rest = weir_str_from(*rest, at < 0 ? rest->n : (size_t)at + 1);
    return true;
}

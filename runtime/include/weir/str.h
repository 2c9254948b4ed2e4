/* SPDX-License-Identifier: Apache-2.0 */
/*
 * str.h: a view of bytes that somebody else owns. p == NULL is "no text" (Connect's null), which
 * is not the same as the empty text.
 */
#ifndef WEIR_STR_H
#define WEIR_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <weir/abi.h>

struct weir_str {
    const char *p;
    size_t n;
};

#define WEIR_STR(lit) ((struct weir_str){.p = (lit), .n = sizeof(lit) - 1})
#define WEIR_STR_NULL ((struct weir_str){.p = NULL, .n = 0})
/* For printf's "%.*s". */
#define WEIR_STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

static inline struct weir_str weir_str_of(const char *s)
{
    return (struct weir_str){.p = s, .n = s ? strlen(s) : 0};
}

static inline struct weir_str weir_str_n(const void *p, size_t n)
{
    return (struct weir_str){.p = p, .n = n};
}

static inline bool weir_str_eq(struct weir_str a, struct weir_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0) && !a.p == !b.p;
}

static inline bool weir_str_is(struct weir_str a, const char *lit)
{
    size_t n = strlen(lit);
    return a.p && a.n == n && memcmp(a.p, lit, n) == 0;
}

static inline bool weir_str_starts(struct weir_str a, struct weir_str head)
{
    return a.n >= head.n && (head.n == 0 || memcmp(a.p, head.p, head.n) == 0);
}

static inline bool weir_str_ends(struct weir_str a, struct weir_str tail)
{
    return a.n >= tail.n && (tail.n == 0 || memcmp(a.p + (a.n - tail.n), tail.p, tail.n) == 0);
}

static inline struct weir_str weir_str_from(struct weir_str s, size_t at)
{
    return at ? (struct weir_str){.p = s.p + at, .n = s.n - at} : s;
}

WEIR_EXPORT int weir_str_cmp(struct weir_str a, struct weir_str b); /* bytewise, shorter first */
WEIR_EXPORT bool weir_str_eq_nocase(struct weir_str a, struct weir_str b); /* ASCII only */
WEIR_EXPORT struct weir_str weir_str_trim(struct weir_str s); /* ASCII blanks and controls, as Java */
WEIR_EXPORT ptrdiff_t weir_str_find(struct weir_str s, struct weir_str what); /* -1: not there */
WEIR_EXPORT ptrdiff_t weir_str_chr(struct weir_str s, char c);
WEIR_EXPORT uint64_t weir_str_hash(struct weir_str s);

/*
 * Takes the text before the next sep off *rest; false when nothing is left. "a,,b" gives a "" b;
 * "a," gives only a, and the empty text nothing.
 */
WEIR_EXPORT bool weir_str_split(struct weir_str *rest, char sep, struct weir_str *part);

/* Whole text or nothing: no blanks, no trailing bytes, range checked. */
WEIR_EXPORT bool weir_str_to_i64(struct weir_str s, int64_t *out) WEIR_MUST_CHECK;
WEIR_EXPORT bool weir_str_to_u64(struct weir_str s, uint64_t *out) WEIR_MUST_CHECK;
/*
 * Decimal texts as Java's parseDouble reads them, NaN and Infinity included; what is too large
 * becomes an infinity, what is too small zero. Whatever the locale.
 */
WEIR_EXPORT bool weir_str_to_double(struct weir_str s, double *out) WEIR_MUST_CHECK;
WEIR_EXPORT bool weir_str_to_float(struct weir_str s, float *out) WEIR_MUST_CHECK;

WEIR_EXPORT bool weir_utf8_valid(struct weir_str s);
/* Without the beginning of a character at the end, where UTF-8 was cut off. */
WEIR_EXPORT struct weir_str weir_utf8_whole(struct weir_str s);
/* Writes one code point (U+0000 to U+10FFFF) and returns how many bytes it took. */
WEIR_EXPORT size_t weir_utf8_put(char to[4], uint32_t point);

#endif

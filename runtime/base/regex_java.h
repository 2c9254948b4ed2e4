/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_java.h: a java.util.regex pattern on its way into PCRE2's dialect. regex_java.c reads
 * the whole, regex_group.c what parentheses begin, regex_class.c what stands in brackets,
 * regex_escape.c backslashes; what Java would refuse they refuse in its words, at its place.
 */
#ifndef REGEX_JAVA_H
#define REGEX_JAVA_H

#include <weir/buf.h>

#define REGEX_NAMES_MAX 64

struct regex_java {
    struct weir_str pattern;
    size_t at;            /* the next byte of pattern */
    struct weir_buf *out; /* what PCRE2 shall compile */
    unsigned groups;      /* capturing ones that have begun */
    unsigned open;        /* groups of any kind not yet closed */
    bool atom;            /* something a quantifier can follow */
    bool comments;        /* (?x) was seen */
    bool unicode;         /* (?U) was seen: \w, \d and POSIX names mean all of Unicode */
    struct weir_str names[REGEX_NAMES_MAX];
    unsigned n_names;
    struct weir_err *err; /* set when a function returned false */
};

/* "<what> near index N", the pattern and a caret, as PatternSyntaxException puts it. at counts
 * bytes of the pattern; REGEX_NOWHERE leaves the place out. Returns false. */
#define REGEX_NOWHERE SIZE_MAX
bool regex_refuse(struct regex_java *jx, size_t at, const char *fmt, ...) WEIR_PRINTF(3, 4);

bool regex_translate(struct regex_java *jx);
/* The byte at jx->at + ahead, 0 behind the end. */
static inline char regex_peek(const struct regex_java *jx, size_t ahead)
{
    return jx->at + ahead < jx->pattern.n ? jx->pattern.p[jx->at + ahead] : 0;
}

static inline bool regex_has(const struct regex_java *jx, const char *text)
{
    return weir_str_starts(weir_str_from(jx->pattern, jx->at), weir_str_of(text));
}

void regex_copy(struct regex_java *jx, size_t n); /* the next n bytes, as they are */

/* ---- groups; jx->at is on the parenthesis or backslash ---- */
bool regex_group(struct regex_java *jx); /* its beginning, or flags */
bool regex_group_end(struct regex_java *jx);
/* As many digits as there are groups for. A group that is not there never matches. */
void regex_back_reference(struct regex_java *jx);
bool regex_named_reference(struct regex_java *jx); /* \k<name> */

/* From the opening bracket over the closing one; one matcher of one character is added to out. */
bool regex_class(struct regex_java *jx);

/* ---- backslashes; jx->at is on the backslash, and behind the escape afterwards ---- */

enum regex_escape {
    REGEX_REFUSED,
    REGEX_POINT, /* one character: *point */
    REGEX_SET,   /* \d, \p{L} ...: its text was added to out, fit for inside brackets */
    REGEX_OTHER, /* \b, \1, \Q ...: nothing was read */
};

enum regex_escape regex_escape(struct regex_java *jx, struct weir_buf *out, uint32_t *point);
/* \p or \P, as an item of a bracket. */
bool regex_property(struct regex_java *jx, struct weir_buf *out);
/* The character itself where that is safe, else escaped; inside and outside of brackets. */
void regex_literal(struct weir_buf *out, uint32_t point);
/* The code point at jx->at, moved past. Bytes that are no UTF-8 stand for themselves. */
uint32_t regex_take_point(struct regex_java *jx);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex.h: regular expressions with the meaning java.util.regex gives them (PCRE2 underneath).
 * A compiled expression may be used by several threads.
 */
#ifndef WEIR_REGEX_H
#define WEIR_REGEX_H

#include <weir/buf.h>

struct weir_regex;

enum { WEIR_REGEX_NOCASE = 1 };

/* The error is Java's: "Unclosed character class near index 0\n[\n^". */
WEIR_EXPORT struct weir_regex *weir_regex_new(struct weir_str pattern, int flags,
                                              struct weir_err *err);
WEIR_EXPORT void weir_regex_free(struct weir_regex *regex);
WEIR_EXPORT bool weir_regex_matches(const struct weir_regex *regex, struct weir_str s); /* whole */
WEIR_EXPORT bool weir_regex_finds(const struct weir_regex *regex, struct weir_str s);
/*
 * Java's Matcher.replaceFirst / replaceAll; $1, ${name} and \x as in Java. BAD_DATA with
 * "Illegal group reference" and the like.
 */
WEIR_EXPORT enum weir_verdict weir_regex_replace(const struct weir_regex *regex, struct weir_str s,
                                                 struct weir_str replacement, bool all,
                                                 struct weir_buf *out, struct weir_err *err);

#endif

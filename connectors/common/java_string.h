/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_string.h: what java.lang.String says of a text, whose places it counts in UTF-16 units. A
 * text here is UTF-8, in which half of a pair that was cut out by itself has three bytes of its own.
 */
#ifndef JAVA_STRING_H
#define JAVA_STRING_H

#include <weir/arena.h>

/* The code point at *at, which moves behind it; half of a pair and a stray byte are themselves. */
uint32_t java_string_point(struct weir_str text, size_t *at);

/* length() */
size_t java_string_length(struct weir_str text);
/* substring(begin, end); begin <= end <= length. Where it cuts no pair it is a view of the text. */
struct weir_str java_string_sub(struct weir_arena *arena, struct weir_str text, size_t begin,
                                size_t end);
/* indexOf(what, from) and lastIndexOf(what, from); -1: not there. */
int64_t java_string_find(struct weir_str text, struct weir_str what, int64_t from);
int64_t java_string_find_last(struct weir_str text, struct weir_str what, int64_t from);
/* compareTo: below, at or above zero by the first units that differ. */
int java_string_compare(struct weir_str a, struct weir_str b);
/* compareTo itself: the difference of the first units that differ, or of the lengths. */
int64_t java_string_difference(struct weir_str a, struct weir_str b);
/* Appends; two halves that meet become the pair. */
void java_string_add(struct weir_buf *out, struct weir_str text);
/* StringBuilder.reverse() */
void java_string_reverse(struct weir_buf *out, struct weir_str text);
/* replace(what, with), of the empty text too. */
void java_string_replace(struct weir_buf *out, struct weir_str text, struct weir_str what,
                         struct weir_str with);
/* stripLeading() and stripTrailing(): Character.isWhitespace, which no-break spaces are not. */
struct weir_str java_string_strip(struct weir_str text, bool head, bool tail);
/* The text as Java would encode it in UTF-8: a half by itself becomes "?". */
struct weir_str java_string_encoded(struct weir_arena *arena, struct weir_str text);

/* Character.digit(point, 10) of the digits that one UTF-16 unit holds; -1: it is none. */
int java_string_digit(uint32_t point);
/* The text, or, in room for as many bytes, the same with ASCII's digits in the place of others. */
struct weir_str java_string_plain_digits(char *room, struct weir_str text);
/* Long.parseLong: a sign and such digits, nothing else. */
bool java_string_to_long(struct weir_str text, int64_t *out) WEIR_MUST_CHECK;

/* toUpperCase() and toLowerCase() in no particular language. */
void java_string_upper(struct weir_buf *out, struct weir_str text);
void java_string_lower(struct weir_buf *out, struct weir_str text);
/* The first unit as Character.toUpperCase or toLowerCase has it, the rest as it is. */
void java_string_capitalize(struct weir_buf *out, struct weir_str text, bool small);
bool java_string_equal_nocase(struct weir_str a, struct weir_str b);

#endif

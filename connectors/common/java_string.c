/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_string.c: a text in UTF-8 comes in, what java.lang.String says of it in UTF-16 goes out.
 * Upper and lower case are in java_case.c.
 */
#include "java_string.h"

static bool continues(struct weir_str text, size_t at)
{
    return at < text.n && ((uint8_t)text.p[at] & 0xc0) == 0x80;
}

static uint32_t low_bits(struct weir_str text, size_t at)
{
    return (uint8_t)text.p[at] & 0x3f;
}

uint32_t java_string_point(struct weir_str text, size_t *at)
{
    size_t i = (*at)++;
    uint8_t first = (uint8_t)text.p[i];
    if (first < 0xc0 || !continues(text, i + 1)) {
        return first;
    }
    *at = i + 2;
    uint32_t point = low_bits(text, i + 1);
    if (first < 0xe0 || !continues(text, i + 2)) {
        return (uint32_t)(first & 0x1f) << 6 | point;
    }
    *at = i + 3;
    point = point << 6 | low_bits(text, i + 2);
    if (first < 0xf0 || !continues(text, i + 3)) {
        return (uint32_t)(first & 0x0f) << 12 | point;
    }
    *at = i + 4;
    return (uint32_t)(first & 0x07) << 18 | point << 6 | low_bits(text, i + 3);
}

static size_t units_of(uint32_t point)
{
    return point > 0xffff ? 2 : 1;
}

size_t java_string_length(struct weir_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t byte = (uint8_t)text.p[i];
        n += (byte & 0xc0) != 0x80 ? 1 + (byte >= 0xf0) : 0;
    }
    return n;
}

/* ---- places ---- */

/* Where a unit is in bytes; inside: it is the second half of the pair that begins there. */
struct place {
    size_t at;
    bool inside;
};

static struct place place_of(struct weir_str text, size_t unit)
{
    struct place place = {0};
    while (unit > 0 && place.at < text.n) {
        size_t next = place.at;
        size_t units = units_of(java_string_point(text, &next));
        if (units > unit) {
            place.inside = true;
            return place;
        }
        unit -= units;
        place.at = next;
    }
    return place;
}

static size_t put_half_of(char *to, struct weir_str text, size_t at, bool second)
{
    uint32_t point = java_string_point(text, &at) - 0x10000;
    return weir_utf8_put(to, second ? 0xdc00 | (point & 0x3ff) : 0xd800 | point >> 10);
}

struct weir_str java_string_sub(struct weir_arena *arena, struct weir_str text, size_t begin,
                                size_t end)
{
    struct place from = place_of(text, begin);
    struct place to = place_of(text, end);
    if (begin == end) {
        return WEIR_STR("");
    }
    if (!from.inside && !to.inside) {
        return weir_str_n(text.p + from.at, to.at - from.at);
    }
    char *made = weir_arena_bytes(arena, to.at - from.at + 8);
    size_t n = 0;
    size_t at = from.at;
    if (from.inside) {
        n = put_half_of(made, text, at, true);
        (void)java_string_point(text, &at);
    }
    if (to.at > at) {
        memcpy(made + n, text.p + at, to.at - at);
        n += to.at - at;
    }
    n += to.inside ? put_half_of(made + n, text, to.at, false) : 0;
    return weir_str_n(made, n);
}

int64_t java_string_find(struct weir_str text, struct weir_str what, int64_t from)
{
    int64_t length = (int64_t)java_string_length(text);
    from = from < 0 ? 0 : from > length ? length : from;
    struct place place = place_of(text, (size_t)from);
    size_t begin = place.at;
    if (place.inside) {
        (void)java_string_point(text, &begin);
    }
    if (what.n == 0) {
        return from;
    }
    ptrdiff_t found = weir_str_find(weir_str_from(text, begin), what);
    return found < 0 ? -1 : (int64_t)java_string_length(weir_str_n(text.p, begin + (size_t)found));
}

int64_t java_string_find_last(struct weir_str text, struct weir_str what, int64_t from)
{
    size_t length = java_string_length(text);
    if (from < 0 || what.n > text.n) {
        return -1;
    }
    size_t at = (uint64_t)from < length ? place_of(text, (size_t)from).at : text.n;
    at = at > text.n - what.n ? text.n - what.n : at;
    while (!weir_str_starts(weir_str_from(text, at), what) || continues(text, at)) {
        if (at-- == 0) {
            return -1;
        }
    }
    return what.n ? (int64_t)java_string_length(weir_str_n(text.p, at))
                  : (int64_t)((uint64_t)from < length ? (size_t)from : length);
}

/* ---- order ---- */

static uint32_t first_unit(uint32_t point)
{
    return point > 0xffff ? 0xd800 | (point - 0x10000) >> 10 : point;
}

int java_string_compare(struct weir_str a, struct weir_str b)
{
    size_t i = 0;
    size_t j = 0;
    while (i < a.n && j < b.n) {
        uint32_t x = java_string_point(a, &i);
        uint32_t y = java_string_point(b, &j);
        if (x != y) {
            uint32_t first_x = first_unit(x);
            uint32_t first_y = first_unit(y);
            return first_x != first_y ? (first_x < first_y ? -1 : 1) : x < y ? -1 : 1;
        }
    }
    return (i < a.n) - (j < b.n);
}

/* The unit at *at, to which half of a pair may be waiting; -1: none is left. */
static int32_t next_unit(struct weir_str text, size_t *at, uint32_t *half)
{
    uint32_t point = *half;
    *half = 0;
    if (point) {
        return (int32_t)point;
    }
    if (*at >= text.n) {
        return -1;
    }
    point = java_string_point(text, at);
    *half = point > 0xffff ? 0xdc00 | (point & 0x3ff) : 0;
    return (int32_t)first_unit(point);
}

int64_t java_string_difference(struct weir_str a, struct weir_str b)
{
    size_t i = 0;
    size_t j = 0;
    uint32_t half_a = 0;
    uint32_t half_b = 0;
    for (;;) {
        int32_t x = next_unit(a, &i, &half_a);
        int32_t y = next_unit(b, &j, &half_b);
        if (x < 0 || y < 0) {
            return (int64_t)java_string_length(a) - (int64_t)java_string_length(b);
        }
        if (x != y) {
            return x - y;
        }
    }
}

/* ---- making ---- */

/* Half of a pair has the bytes ED A0..BF xx; the second half ED B0..BF xx. */
static bool half_at(struct weir_str text, size_t at, bool second)
{
    return text.n >= at + 3 && (uint8_t)text.p[at] == 0xed &&
           ((uint8_t)text.p[at + 1] & 0xf0) == (second ? 0xb0 : 0xa0);
}

void java_string_add(struct weir_buf *out, struct weir_str text)
{
    struct weir_str before = weir_buf_view(out);
    if (before.n < 3 || !half_at(before, before.n - 3, false) || !half_at(text, 0, true)) {
        weir_buf_str(out, text);
        return;
    }
    size_t first_at = before.n - 3;
    size_t at = 0;
    uint32_t first = java_string_point(before, &first_at);
    uint32_t second = java_string_point(text, &at);
    char pair[4];
    size_t n = weir_utf8_put(pair, 0x10000 + ((first & 0x3ff) << 10 | (second & 0x3ff)));
    out->n -= 3;
    weir_buf_add(out, pair, n);
    weir_buf_str(out, weir_str_from(text, at));
}

void java_string_reverse(struct weir_buf *out, struct weir_str text)
{
    for (size_t end = text.n; end > 0;) {
        size_t begin = end - 1;
        while (begin > 0 && continues(text, begin)) {
            begin--;
        }
        java_string_add(out, weir_str_n(text.p + begin, end - begin));
        end = begin;
    }
}

/* Before and behind every unit. */
static void replace_nothing(struct weir_buf *out, struct weir_str text, struct weir_str with)
{
    java_string_add(out, with);
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        if (java_string_point(text, &at) <= 0xffff) {
            java_string_add(out, weir_str_n(text.p + begin, at - begin));
        } else {
            char half[4];
            java_string_add(out, weir_str_n(half, put_half_of(half, text, begin, false)));
            java_string_add(out, with);
            java_string_add(out, weir_str_n(half, put_half_of(half, text, begin, true)));
        }
        java_string_add(out, with);
    }
}

void java_string_replace(struct weir_buf *out, struct weir_str text, struct weir_str what,
                         struct weir_str with)
{
    if (what.n == 0) {
        replace_nothing(out, text, with);
        return;
    }
    for (ptrdiff_t at; (at = weir_str_find(text, what)) >= 0;) {
        java_string_add(out, weir_str_n(text.p, (size_t)at));
        java_string_add(out, with);
        text = weir_str_from(text, (size_t)at + what.n);
    }
    java_string_add(out, text);
}

static bool is_white(uint32_t point)
{
    if (point <= 0x20) {
        return point == 0x20 || (point >= 9 && point <= 13) || point >= 0x1c;
    }
    return point == 0x1680 || (point >= 0x2000 && point <= 0x200a && point != 0x2007) ||
           point == 0x2028 || point == 0x2029 || point == 0x205f || point == 0x3000;
}

struct weir_str java_string_strip(struct weir_str text, bool head, bool tail)
{
    size_t begin = 0;
    size_t end = 0;
    bool seen = !head;
    for (size_t at = 0; at < text.n;) {
        size_t first = at;
        bool white = is_white(java_string_point(text, &at));
        if (!white && !seen) {
            begin = first;
            seen = true;
        }
        end = white && tail ? end : at;
    }
    return seen && end > begin ? weir_str_n(text.p + begin, end - begin) : WEIR_STR("");
}

struct weir_str java_string_encoded(struct weir_arena *arena, struct weir_str text)
{
    char *made = NULL;
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        uint32_t point = java_string_point(text, &at);
        bool half = point >= 0xd800 && point <= 0xdfff;
        if (half && !made) {
            made = weir_arena_bytes(arena, text.n);
            memcpy(made, text.p, begin);
            n = begin;
        }
        if (made) {
            memcpy(made + n, half ? "?" : text.p + begin, half ? 1 : at - begin);
            n += half ? 1 : at - begin;
        }
    }
    return made ? weir_str_n(made, n) : text;
}

bool java_string_to_long(struct weir_str text, int64_t *out)
{
    bool minus = text.n && text.p[0] == '-';
    size_t at = minus || (text.n && text.p[0] == '+');
    size_t first = at;
    int64_t x = 0; /* below zero, where there is one more */
    while (at < text.n) {
        int digit = java_string_digit(java_string_point(text, &at));
        if (digit < 0 || __builtin_mul_overflow(x, INT64_C(10), &x) ||
            __builtin_sub_overflow(x, (int64_t)digit, &x)) {
            return false;
        }
    }
    if (at == first || (!minus && x == INT64_MIN)) {
        return false;
    }
    *out = minus ? x : -x;
    return true;
}

struct weir_str java_string_plain_digits(char *room, struct weir_str text)
{
    size_t n = 0;
    while (n < text.n && (uint8_t)text.p[n] < 0x80) {
        n++;
    }
    if (n == text.n) {
        return text;
    }
    memcpy(room, text.p, n);
    for (size_t at = n; at < text.n;) {
        size_t begin = at;
        int digit = java_string_digit(java_string_point(text, &at));
        size_t bytes = digit < 0 ? at - begin : 1;
        memcpy(room + n, digit < 0 ? text.p + begin : &"0123456789"[digit], bytes);
        n += bytes;
    }
    return weir_str_n(room, n);
}

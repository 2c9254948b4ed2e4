/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_case.c: a text comes in, the same in capital or small letters goes out, as Java has it in no
 * particular language; and whether two texts differ in case alone. The letters beyond ASCII are in
 * java_case_table.h.
 */
#include "java_string.h"

struct case_run {
    uint32_t first, last, step;
    int32_t by;
};

struct case_long {
    uint16_t from, to[3];
};

#include "java_case_table.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint32_t turned(uint32_t point, const struct case_run *runs, size_t n)
{
    size_t low = 0;
    while (low < n) { /* the first run that ends at or behind the point */
        size_t middle = (low + n) / 2;
        if (runs[middle].last < point) {
            low = middle + 1;
        } else {
            n = middle;
        }
    }
    const struct case_run *run = &runs[low];
    bool inside = point >= run->first && point <= run->last;
    return inside && (point - run->first) % run->step == 0 ? (uint32_t)((int32_t)point + run->by)
                                                           : point;
}

static uint32_t upper_of(uint32_t point)
{
    if (point < 0x80) {
        return point >= 'a' && point <= 'z' ? point - 32 : point;
    }
    return point > upper_runs[COUNT(upper_runs) - 1].last
               ? point
               : turned(point, upper_runs, COUNT(upper_runs));
}

static uint32_t lower_of(uint32_t point)
{
    if (point < 0x80) {
        return point >= 'A' && point <= 'Z' ? point + 32 : point;
    }
    return point > lower_runs[COUNT(lower_runs) - 1].last
               ? point
               : turned(point, lower_runs, COUNT(lower_runs));
}

static void put(struct weir_buf *out, uint32_t point)
{
    char bytes[4];
    weir_buf_add(out, bytes, weir_utf8_put(bytes, point));
}

/* A letter that turns into several; false: it does not. */
static bool put_long(struct weir_buf *out, uint32_t point)
{
    for (size_t i = 0; i < COUNT(upper_longs) && upper_longs[i].from <= point; i++) {
        if (upper_longs[i].from == point) {
            for (size_t j = 0; j < 3 && upper_longs[i].to[j]; j++) {
                put(out, upper_longs[i].to[j]);
            }
            return true;
        }
    }
    return false;
}

void java_string_upper(struct weir_buf *out, struct weir_str text)
{
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        uint32_t point = java_string_point(text, &at);
        uint32_t to = upper_of(point);
        if (put_long(out, point)) {
            continue;
        }
        if (to == point) {
            weir_buf_add(out, text.p + begin, at - begin);
        } else {
            put(out, to);
        }
    }
}

void java_string_capitalize(struct weir_buf *out, struct weir_str text, bool small)
{
    size_t at = 0;
    uint32_t point = text.n ? java_string_point(text, &at) : 0;
    uint32_t to = point > 0xffff ? point : small ? lower_of(point) : upper_of(point);
    if (to == point) {
        at = 0;
    } else {
        put(out, to);
    }
    weir_buf_str(out, weir_str_from(text, at));
}

/* ---- small letters ---- */

#define SIGMA       0x3a3
#define FINAL_SIGMA 0x3c2
#define DOTTED_I    0x130

static bool is_cased(uint32_t point)
{
    return upper_of(point) != point || lower_of(point) != point;
}

/* What does not end a word: a mark upon a letter, an apostrophe, a dot. */
static bool is_passed_over(uint32_t point)
{
    return (point >= 0x300 && point <= 0x36f) || point == '\'' || point == 0x2019 || point == '.' ||
           point == 0xad;
}

static bool letter_follows(struct weir_str text, size_t at)
{
    while (at < text.n) {
        uint32_t point = java_string_point(text, &at);
        if (!is_passed_over(point)) {
            return is_cased(point);
        }
    }
    return false;
}

void java_string_lower(struct weir_buf *out, struct weir_str text)
{
    bool in_word = false;
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        uint32_t point = java_string_point(text, &at);
        uint32_t to =
            point == SIGMA && in_word && !letter_follows(text, at) ? FINAL_SIGMA : lower_of(point);
        in_word = is_passed_over(point) ? in_word : is_cased(point);
        if (to == point) {
            weir_buf_add(out, text.p + begin, at - begin);
        } else {
            put(out, to);
        }
        if (point == DOTTED_I) {
            put(out, 0x307);
        }
    }
}

bool java_string_equal_nocase(struct weir_str a, struct weir_str b)
{
    size_t i = 0;
    size_t j = 0;
    while (i < a.n && j < b.n) {
        uint32_t x = upper_of(java_string_point(a, &i));
        uint32_t y = upper_of(java_string_point(b, &j));
        if (x != y && lower_of(x) != lower_of(y)) {
            return false;
        }
    }
    return i == a.n && j == b.n;
}

int java_string_digit(uint32_t point)
{
    if (point < 0x80) {
        return point >= '0' && point <= '9' ? (int)(point - '0') : -1;
    }
    for (size_t i = 0; i < COUNT(digit_zeros); i++) {
        if (point >= digit_zeros[i] && point <= digit_zeros[i] + 9u) {
            return (int)(point - digit_zeros[i]);
        }
    }
    return -1;
}

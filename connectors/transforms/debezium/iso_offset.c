/* SPDX-License-Identifier: Apache-2.0 */
/* iso_offset.c: a text comes in, the clock's seconds and the offset go out; and back. */
#include "iso_offset.h"

#include <weir/time.h>

#define DAY_S        86400
#define OFFSET_MAX_S (18 * 3600)

/* ---- reading ---- */

struct cursor {
    struct weir_str text;
    size_t at;
    bool bad;
};

static char peek(const struct cursor *cursor)
{
    return cursor->at < cursor->text.n ? cursor->text.p[cursor->at] : 0;
}

static bool take(struct cursor *cursor, char c)
{
    bool there = peek(cursor) == c;
    cursor->at += there;
    return there;
}

static void need(struct cursor *cursor, char c)
{
    cursor->bad = cursor->bad || !take(cursor, c);
}

/* From min to max digits. */
static int64_t take_digits(struct cursor *cursor, size_t min, size_t max)
{
    int64_t x = 0;
    size_t n = 0;
    for (; n < max && peek(cursor) >= '0' && peek(cursor) <= '9'; n++, cursor->at++) {
        x = x * 10 + (peek(cursor) - '0');
    }
    cursor->bad = cursor->bad || n < min;
    return x;
}

static int32_t take_two(struct cursor *cursor, int32_t min, int32_t max)
{
    int32_t x = (int32_t)take_digits(cursor, 2, 2);
    cursor->bad = cursor->bad || x < min || x > max;
    return x;
}

/* Four digits, or a sign and up to nine; with + more than four. */
static int32_t take_year(struct cursor *cursor)
{
    bool minus = take(cursor, '-');
    bool plus = !minus && take(cursor, '+');
    size_t begin = cursor->at;
    int32_t year = (int32_t)take_digits(cursor, 4, minus || plus ? 9 : 4);
    cursor->bad = cursor->bad || (plus && cursor->at - begin <= 4) || (minus && year == 0);
    return minus ? -year : year;
}

static int64_t take_date(struct cursor *cursor)
{
    int32_t year = take_year(cursor);
    need(cursor, '-');
    int32_t month = take_two(cursor, 1, 12);
    need(cursor, '-');
    int32_t day = take_two(cursor, 1, 31);
    if (cursor->bad) {
        return 0;
    }
    int64_t days = weir_civil_to_days(year, month, day);
    struct weir_civil civil;
    weir_civil_from_days(days, &civil);
    cursor->bad = civil.month != month; /* 30 February */
    return days;
}

/* Seconds, and a fraction of them, may be left out. */
static int64_t take_time(struct cursor *cursor, int32_t *nanos)
{
    int64_t s = take_two(cursor, 0, 23) * 3600;
    need(cursor, ':');
    s += take_two(cursor, 0, 59) * 60;
    if (!take(cursor, ':')) {
        return s;
    }
    s += take_two(cursor, 0, 59);
    if (take(cursor, '.')) {
        size_t begin = cursor->at;
        *nanos = (int32_t)take_digits(cursor, 0, 9);
        for (size_t n = cursor->at - begin; n < 9; n++) {
            *nanos *= 10;
        }
    }
    return s;
}

/* Z or +hh:mm or +hh:mm:ss */
static int32_t take_offset(struct cursor *cursor)
{
    if (take(cursor, 'Z') || take(cursor, 'z')) {
        return 0;
    }
    bool minus = take(cursor, '-');
    if (!minus) {
        need(cursor, '+');
    }
    int32_t s = take_two(cursor, 0, 18) * 3600;
    need(cursor, ':');
    s += take_two(cursor, 0, 59) * 60;
    s += take(cursor, ':') ? take_two(cursor, 0, 59) : 0;
    cursor->bad = cursor->bad || s > OFFSET_MAX_S;
    return minus ? -s : s;
}

bool iso_offset_read(struct weir_str text, bool has_date, struct iso_offset *out)
{
    struct cursor cursor = {.text = text};
    *out = (struct iso_offset){0};
    if (has_date) {
        out->local_s = take_date(&cursor) * DAY_S;
        cursor.bad = cursor.bad || !(take(&cursor, 'T') || take(&cursor, 't'));
    }
    out->local_s += take_time(&cursor, &out->nanos);
    out->offset_s = take_offset(&cursor);
    return !cursor.bad && cursor.at == text.n;
}

/* ---- writing ---- */

static void write_two(struct weir_buf *out, int32_t x)
{
    weir_buf_char(out, (char)('0' + x / 10 % 10));
    weir_buf_char(out, (char)('0' + x % 10));
}

static void write_time(int32_t s, struct weir_buf *out)
{
    write_two(out, s / 3600);
    weir_buf_char(out, ':');
    write_two(out, s / 60 % 60);
    weir_buf_char(out, ':');
    write_two(out, s % 60);
}

static void write_date(int64_t days, struct weir_buf *out)
{
    struct weir_civil civil;
    weir_civil_from_days(days, &civil);
    if (civil.year < 0 || civil.year > 9999) {
        weir_buf_char(out, civil.year < 0 ? '-' : '+');
    }
    weir_buf_printf(out, "%04d", civil.year < 0 ? -civil.year : civil.year);
    weir_buf_char(out, '-');
    write_two(out, civil.month);
    weir_buf_char(out, '-');
    write_two(out, civil.day);
    weir_buf_char(out, 'T');
}

static void write_fraction(int32_t nanos, struct weir_buf *out)
{
    if (nanos) {
        weir_buf_char(out, '.');
    }
    for (int32_t left = nanos, unit = 100000000; left; left %= unit, unit /= 10) {
        weir_buf_char(out, (char)('0' + left / unit));
    }
}

static void write_offset(int32_t offset_s, struct weir_buf *out)
{
    int32_t s = offset_s < 0 ? -offset_s : offset_s;
    if (s == 0) {
        weir_buf_char(out, 'Z');
        return;
    }
    weir_buf_char(out, offset_s < 0 ? '-' : '+');
    write_two(out, s / 3600);
    weir_buf_char(out, ':');
    write_two(out, s / 60 % 60);
    if (s % 60) {
        weir_buf_char(out, ':');
        write_two(out, s % 60);
    }
}

void iso_offset_write(const struct iso_offset *at, bool has_date, struct weir_buf *out)
{
    int64_t day = at->local_s / DAY_S - (at->local_s % DAY_S < 0);
    if (has_date) {
        write_date(day, out);
    }
    write_time((int32_t)(at->local_s - day * DAY_S), out);
    write_fraction(at->nanos, out);
    write_offset(at->offset_s, out);
}

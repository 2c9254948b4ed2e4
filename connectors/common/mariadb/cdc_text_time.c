/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_text_time.c: dates and times as a SELECT's texts show them (2024-02-29 13:59:01.250000), in a
 * session whose time zone is UTC, become their parts; cdc_time.c makes the value.
 */
#include "cdc_decode.h"

#include "cdc_time.h"

/* A text being read; good goes false at the first surprise. */
struct scan {
    struct weir_str rest;
    bool good;
};

/* Of so many digits at most; what follows them is the next one's surprise. */
static uint32_t number(struct scan *scan, size_t digits)
{
    uint32_t x = 0;
    size_t n = 0;
    while (n < scan->rest.n && n < digits && scan->rest.p[n] >= '0' && scan->rest.p[n] <= '9') {
        x = x * 10 + (uint32_t)(scan->rest.p[n++] - '0');
    }
    scan->good = scan->good && n > 0;
    scan->rest = weir_str_from(scan->rest, n);
    return x;
}

static bool passes(struct scan *scan, char c)
{
    bool there = scan->rest.n && scan->rest.p[0] == c;
    scan->rest = weir_str_from(scan->rest, there);
    return there;
}

static void expect(struct scan *scan, char c)
{
    scan->good = passes(scan, c) && scan->good;
}

static uint32_t fraction(struct scan *scan)
{
    uint32_t micros = 0;
    if (passes(scan, '.')) {
        size_t n = scan->rest.n;
        micros = number(scan, 6);
        n -= scan->rest.n;
        for (; n < 6; n++) {
            micros *= 10;
        }
    }
    return micros;
}

static void read_date(struct scan *scan, struct cdc_moment *at)
{
    at->year = (int32_t)number(scan, 4);
    expect(scan, '-');
    at->month = (uint8_t)number(scan, 2);
    expect(scan, '-');
    at->day = (uint8_t)number(scan, 2);
}

/* The whole of cell is a date, with_time or without. */
static bool read_moment(struct weir_str cell, bool with_time, struct cdc_moment *at)
{
    struct scan scan = {.rest = cell, .good = true};
    *at = (struct cdc_moment){0};
    read_date(&scan, at);
    if (with_time && scan.rest.n) {
        expect(&scan, ' ');
        at->hour = (uint8_t)number(&scan, 2);
        expect(&scan, ':');
        at->minute = (uint8_t)number(&scan, 2);
        expect(&scan, ':');
        at->second = (uint8_t)number(&scan, 2);
        at->micros = fraction(&scan);
    }
    return scan.good && scan.rest.n == 0;
}

enum cdc_decoded cdc_text_date(const struct cdc_column *col, struct weir_str cell,
                               struct weir_arena *arena, struct weir_value *val,
                               struct weir_err *err)
{
    struct cdc_moment at;
    return read_moment(cell, false, &at) ? cdc_time_of_date(col, &at, val, arena, err)
                                         : cdc_broken(col, cell, err);
}

enum cdc_decoded cdc_text_datetime(const struct cdc_column *col, struct weir_str cell,
                                   struct weir_arena *arena, struct weir_value *val,
                                   struct weir_err *err)
{
    struct cdc_moment at;
    return read_moment(cell, true, &at) ? cdc_time_of_datetime(col, &at, val, arena, err)
                                        : cdc_broken(col, cell, err);
}

/* Without trailing zeros, as Debezium's snapshot shows it; its stream has all digits. */
enum cdc_decoded cdc_text_timestamp(const struct cdc_column *col, struct weir_str cell,
                                    struct weir_arena *arena, struct weir_value *val,
                                    struct weir_err *err)
{
    struct cdc_moment at;
    if (!read_moment(cell, true, &at)) {
        return cdc_broken(col, cell, err);
    }
    return at.month == 0 || at.day == 0 ? CDC_ABSENT
                                        : cdc_time_of_timestamp(col, &at, -1, val, arena);
}

enum cdc_decoded cdc_text_time(const struct cdc_column *col, struct weir_str cell,
                               struct weir_arena *arena, struct weir_value *val,
                               struct weir_err *err)
{
    struct scan scan = {.rest = cell, .good = true};
    bool negative = passes(&scan, '-');
    int64_t us = (int64_t)number(&scan, 3) * 3600;
    expect(&scan, ':');
    us += (int64_t)number(&scan, 2) * 60;
    expect(&scan, ':');
    us = (us + number(&scan, 2)) * CDC_SECOND_US;
    us += fraction(&scan);
    if (!scan.good || scan.rest.n) {
        return cdc_broken(col, cell, err);
    }
    return cdc_time_of_time(col, negative ? -us : us, val, arena, err);
}

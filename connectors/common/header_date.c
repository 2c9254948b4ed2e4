/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_date.c: dates as Java's lenient SimpleDateFormat reads them: a month 13 is the next year's
 * first, 30 February is 1 March, what comes after the last field is not looked at, and days
 * before 15 October 1582 are Julian.
 */
#include "header_date.h"

#include <weir/time.h>

#include "json_logical.h"

#define GREGORIAN_DAY (-141427)

struct fields {
    int64_t year, month, day, hour, minute, second, ms;
};

/* A number at *at, blanks before it allowed; false: none. */
static bool take_number(struct weir_str text, size_t *at, int64_t *number)
{
    size_t i = *at;
    int64_t x = 0;
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t')) {
        i++;
    }
    bool minus = i < text.n && text.p[i] == '-';
    size_t first = i += minus;
    for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++) {
        x = x < 100000000 ? x * 10 + (text.p[i] - '0') : x;
    }
    *at = i;
    *number = minus ? -x : x;
    return i > first;
}

static bool take_char(struct weir_str text, size_t *at, char c)
{
    return *at < text.n && text.p[(*at)++] == c;
}

static bool take_date(struct weir_str text, size_t *at, struct fields *fields)
{
    return take_number(text, at, &fields->year) && take_char(text, at, '-') &&
           take_number(text, at, &fields->month) && take_char(text, at, '-') &&
           take_number(text, at, &fields->day);
}

static bool take_time(struct weir_str text, size_t *at, struct fields *fields)
{
    return take_number(text, at, &fields->hour) && take_char(text, at, ':') &&
           take_number(text, at, &fields->minute) && take_char(text, at, ':') &&
           take_number(text, at, &fields->second) && take_char(text, at, '.') &&
           take_number(text, at, &fields->ms) && take_char(text, at, 'Z');
}

/* Days since 1970 of a day in the Julian calendar; month from 1. */
static int64_t julian_days(int64_t year, int64_t month, int64_t day)
{
    int64_t y = year - (month <= 2);
    int64_t cycle = (y >= 0 ? y : y - 3) / 4;
    int64_t of_cycle = (y - cycle * 4) * 365;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return cycle * 1461 + of_cycle + of_year - 719470;
}

static int64_t date_days(const struct fields *fields)
{
    int64_t months = fields->month - 1;
    int64_t years = (months >= 0 ? months : months - 11) / 12;
    int64_t month = months - years * 12 + 1;
    int64_t year = fields->year + years;
    int64_t days = weir_civil_to_days((int32_t)year, (int)month, 1) + fields->day - 1;
    return days >= GREGORIAN_DAY ? days : julian_days(year, month, 1) + fields->day - 1;
}

static int64_t time_ms(const struct fields *fields)
{
    return ((fields->hour * 60 + fields->minute) * 60 + fields->second) * 1000 + fields->ms;
}

bool header_date_parse(struct weir_str text, const struct weir_schema **sch, struct weir_value *val)
{
    struct fields fields = {0};
    size_t at = 0;
    if (text.n == sizeof("2024-02-29") - 1 && take_date(text, &at, &fields)) {
        *sch = weir_schema_date(false);
        *val = weir_int(WEIR_DATE, date_days(&fields));
        return true;
    }
    if (text.n == sizeof("13:59:01.250Z") - 1 && take_time(text, &at, &fields)) {
        *sch = weir_schema_time(false);
        *val = weir_int(WEIR_TIME, time_ms(&fields));
        return true;
    }
    if (text.n == sizeof("2024-02-29T13:59:01.250Z") - 1 && take_date(text, &at, &fields) &&
        take_char(text, &at, 'T') && take_time(text, &at, &fields)) {
        *sch = weir_schema_timestamp(false);
        *val = weir_int(WEIR_TIMESTAMP, date_days(&fields) * JSON_DAY_MS + time_ms(&fields));
        return true;
    }
    return false;
}

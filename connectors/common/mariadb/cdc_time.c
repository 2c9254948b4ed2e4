/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_time.c: parts of a date or time in, the value in the column's form out. Dates are proleptic
 * Gregorian however old; zero dates are told by CDC_ABSENT.
 */
#include "cdc_time.h"

#include <weir/digits.h>
#include <weir/time.h>

/* ---- texts ---- */

static char *put_date(char *to, const struct cdc_moment *at)
{
    uint32_t year = (uint32_t)at->year % 10000;
    weir_digits_put_two(to, year / 100);
    weir_digits_put_two(to + 2, year % 100);
    to[4] = to[7] = '-';
    weir_digits_put_two(to + 5, at->month);
    weir_digits_put_two(to + 8, at->day);
    return to + 10;
}

#define COLONS ((uint64_t)(':' - '0') << 16 | (uint64_t)(':' - '0') << 40)

/* Eight digits at once; two of them are zeros, and made colons. */
static inline char *put_hms(char *to, uint32_t hour, uint32_t minute, uint32_t second)
{
    uint64_t digits = weir_digits_split(hour * 1000000 + minute * 1000 + second);
    weir_digits_put_word(to, digits + WEIR_ALL_ZERO + COLONS);
    return to + 8;
}

static char *put_clock(char *to, const struct cdc_moment *at)
{
    return put_hms(to, at->hour, at->minute, at->second);
}

/*
 * digits -1: none for zero, else as many as java.time's ISO texts have: no trailing zeros. There is
 * room for all.
 */
static inline char *put_fraction(char *to, uint32_t micros, int digits)
{
    char eight[8];
    const char *text = eight + 2;
    weir_digits_put_eight(eight, micros);
    if (digits < 0) {
        for (digits = micros ? 6 : 0; digits && text[digits - 1] == '0';) {
            digits--;
        }
    }
    if (digits) {
        *to++ = '.';
        memcpy(to, text, 6);
    }
    return to + digits;
}

static struct weir_value text_until(char *text, char *to)
{
    *to++ = 'Z';
    return weir_string(weir_str_n(text, (size_t)(to - text)));
}

/* ---- dates ---- */

static bool exists(const struct cdc_moment *at)
{
    static const uint8_t days[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = at->year % 4 == 0 && (at->year % 100 != 0 || at->year % 400 == 0);
    return at->month <= 12 && at->day <= days[at->month] &&
           (at->month != 2 || at->day < 29 || leap);
}

static inline bool clock_exists(const struct cdc_moment *at)
{
    return at->hour < 24 && at->minute < 60 && at->second < 60 && at->micros < CDC_SECOND_US;
}

/* Rows that stand together are of few days: what was found out about one is kept. */
#define KNOWN_DAYS 16

struct known_date {
    int32_t year;
    uint8_t month, day; /* 0: none yet */
    int64_t days;
};

/* Whether the date is one; its days since 1970. */
static bool days_of(const struct cdc_moment *at, int64_t *days)
{
    static _Thread_local struct known_date all[KNOWN_DAYS];
    struct known_date *known = &all[(at->day ^ at->month) % KNOWN_DAYS];
    if (at->day != known->day || at->month != known->month || at->year != known->year) {
        if (!exists(at)) {
            return false;
        }
        *known = (struct known_date){.year = at->year,
                                     .month = at->month,
                                     .day = at->day,
                                     .days = weir_civil_to_days(at->year, at->month, at->day)};
    }
    *days = known->days;
    return true;
}

static enum cdc_decoded unfit(const struct cdc_column *col, struct weir_err *err, const char *why)
{
    weir_err_set(err, WEIR_BAD_DATA, "%.*s: %s", WEIR_STR_ARG(col->name), why);
    return CDC_UNFIT;
}

/* With two-digit years bent; GOOD: the date exists, so many days since 1970. */
static enum cdc_decoded bend(const struct cdc_column *col, struct cdc_moment *at, int64_t *days,
                             struct weir_err *err)
{
    if (at->month == 0 || at->day == 0) {
        return CDC_ABSENT;
    }
    if (col->adjust && at->year < 100) {
        at->year += at->year < 70 ? 2000 : 1900;
    }
    return days_of(at, days) && clock_exists(at) ? CDC_GOOD
                                                 : unfit(col, err, "there is no such date");
}

enum cdc_decoded cdc_time_of_date(const struct cdc_column *col, const struct cdc_moment *at,
                                  struct weir_value *val, struct weir_arena *arena,
                                  struct weir_err *err)
{
    struct cdc_moment date = *at;
    int64_t days = 0;
    enum cdc_decoded got = bend(col, &date, &days, err);
    if (got != CDC_GOOD) {
        return got;
    }
    if (col->form == CDC_TIME_ISO) {
        char *text = weir_arena_bytes(arena, 11);
        *val = text_until(text, put_date(text, &date));
    } else {
        *val = weir_int((enum weir_type)col->type, days);
    }
    return CDC_GOOD;
}

static enum cdc_decoded datetime_iso(const struct cdc_moment *at, int digits,
                                     struct weir_value *val, struct weir_arena *arena)
{
    char *text = weir_arena_bytes(arena, 27);
    char *to = put_date(text, at);
    *to++ = 'T';
    *val = text_until(text, put_fraction(put_clock(to, at), at->micros, digits));
    return CDC_GOOD;
}

enum cdc_decoded cdc_time_of_datetime(const struct cdc_column *col, const struct cdc_moment *at,
                                      struct weir_value *val, struct weir_arena *arena,
                                      struct weir_err *err)
{
    struct cdc_moment date = *at;
    int64_t days = 0;
    enum cdc_decoded got = bend(col, &date, &days, err);
    if (got != CDC_GOOD) {
        return got;
    }
    if (col->form == CDC_TIME_ISO) {
        return datetime_iso(&date, -1, val, arena);
    }
    int64_t seconds = days * 86400 + date.hour * 3600 + date.minute * 60 + date.second;
    int64_t us = seconds * CDC_SECOND_US + date.micros;
    int64_t x = col->form == CDC_TIME_US   ? us
                : col->form == CDC_TIME_NS ? us
                                           : seconds * 1000 + date.micros / 1000;
    if (col->form == CDC_TIME_NS && __builtin_mul_overflow(us, 1000, &x)) {
        return unfit(col, err,
                     "a date outside 1677-09-21 to 2262-04-11 does not fit nanoseconds; use "
                     "time.precision.mode=microseconds or isostring");
    }
    *val = weir_int((enum weir_type)col->type, x);
    return CDC_GOOD;
}

/* ---- times ---- */

static struct cdc_moment clock_of(uint32_t seconds, uint32_t micros)
{
    return (struct cdc_moment){.hour = (uint8_t)(seconds / 3600 % 24),
                               .minute = (uint8_t)(seconds / 60 % 60),
                               .second = (uint8_t)(seconds % 60),
                               .micros = micros};
}

enum cdc_decoded cdc_time_of_time(const struct cdc_column *col, int64_t us,
                                  struct weir_value *val, struct weir_arena *arena,
                                  struct weir_err *err)
{
    bool of_a_day = col->form == CDC_TIME_CONNECT || col->form == CDC_TIME_ISO;
    if (of_a_day && (us < 0 || us > CDC_DAY_US)) {
        return unfit(col, err, "time values must be between 00:00:00 and 24:00:00 (inclusive)");
    }
    if (col->form == CDC_TIME_ISO) {
        struct cdc_moment at = clock_of((uint32_t)(us / CDC_SECOND_US),
                                        (uint32_t)(us % CDC_SECOND_US));
        char *text = weir_arena_bytes(arena, 16);
        *val = text_until(text, put_fraction(put_clock(text, &at), at.micros, -1));
    } else {
        *val = weir_int((enum weir_type)col->type, col->form == CDC_TIME_CONNECT ? us / 1000
                                                   : col->form == CDC_TIME_NS    ? us * 1000
                                                                                 : us);
    }
    return CDC_GOOD;
}

/* ---- instants ---- */

/* A day's date, with the T behind it. */
struct known_text {
    uint32_t day;
    char text[16]; /* empty: none yet */
};

static const char *text_of_day(uint32_t day)
{
    static _Thread_local struct known_text all[KNOWN_DAYS];
    struct known_text *known = &all[day % KNOWN_DAYS];
    if (day != known->day || !known->text[0]) {
        struct weir_civil civil;
        weir_civil_from_days(day, &civil);
        const struct cdc_moment at = {
            .year = civil.year, .month = (uint8_t)civil.month, .day = (uint8_t)civil.day};
        *put_date(known->text, &at) = 'T';
        known->day = day;
    }
    return known->text;
}

struct weir_value cdc_time_instant(uint32_t seconds, uint32_t micros, int digits,
                                   struct weir_arena *arena)
{
    uint32_t day = seconds / 86400;
    uint32_t second = seconds % 86400;
    char *text = weir_arena_bytes(arena, 27);
    memcpy(text, text_of_day(day), 16); /* of which 11 count */
    char *to = put_hms(text + 11, second / 3600, second / 60 % 60, second % 60);
    return text_until(text, put_fraction(to, micros, digits));
}

enum cdc_decoded cdc_time_of_timestamp(const struct cdc_column *col, const struct cdc_moment *at,
                                       int digits, struct weir_value *val,
                                       struct weir_arena *arena)
{
    (void)col;
    return datetime_iso(at, digits, val, arena);
}

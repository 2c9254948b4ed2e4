/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone_rule.c: the rule at the end of a zone file comes in, the offset of any moment after the
 * file's last entry goes out.
 */
#include <weir/time.h>

#include "zone_parts.h"

#define DAY_S 86400

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
    bool there = c && peek(cursor) == c;
    cursor->at += there;
    return there;
}

static int take_number(struct cursor *cursor, int max)
{
    size_t begin = cursor->at;
    int x = 0;
    while (peek(cursor) >= '0' && peek(cursor) <= '9' && x <= max) {
        x = x * 10 + (peek(cursor) - '0');
        cursor->at++;
    }
    cursor->bad = cursor->bad || cursor->at == begin || x > max;
    return x;
}

/* [+-]hh[:mm[:ss]] */
static int32_t take_time(struct cursor *cursor)
{
    bool minus = take(cursor, '-');
    if (!minus) {
        (void)take(cursor, '+');
    }
    int32_t s = take_number(cursor, 167) * 3600;
    s += take(cursor, ':') ? take_number(cursor, 59) * 60 : 0;
    s += take(cursor, ':') ? take_number(cursor, 59) : 0;
    return minus ? -s : s;
}

/* CET, or <+0330> */
static void take_name(struct cursor *cursor)
{
    size_t begin = cursor->at;
    bool quoted = take(cursor, '<');
    while (peek(cursor) &&
           (quoted ? peek(cursor) != '>'
                   : ((peek(cursor) | 0x20) >= 'a' && (peek(cursor) | 0x20) <= 'z'))) {
        cursor->at++;
    }
    bool ended = !quoted || take(cursor, '>');
    cursor->bad = cursor->bad || !ended || cursor->at == begin;
}

static struct zone_day take_day(struct cursor *cursor)
{
    struct zone_day day = {.kind = 'n', .time_s = 2 * 3600};
    cursor->bad = cursor->bad || !take(cursor, ',');
    if (take(cursor, 'M')) {
        day.kind = 'M';
        day.month = take_number(cursor, 12);
        cursor->bad = cursor->bad || !take(cursor, '.');
        day.week = take_number(cursor, 5);
        cursor->bad = cursor->bad || !take(cursor, '.');
        day.day = take_number(cursor, 6);
        cursor->bad = cursor->bad || day.month < 1 || day.week < 1;
    } else {
        day.kind = take(cursor, 'J') ? 'J' : 'n';
        day.day = take_number(cursor, 365);
        cursor->bad = cursor->bad || (day.kind == 'J' && day.day < 1);
    }
    if (take(cursor, '/')) {
        day.time_s = take_time(cursor);
    }
    return day;
}

bool zone_rule_parse(struct weir_str text, struct zone_rule *rule)
{
    struct cursor cursor = {.text = text};
    *rule = (struct zone_rule){0};
    take_name(&cursor);
    rule->standard = -take_time(&cursor);
    rule->has_summer = !cursor.bad && cursor.at < text.n;
    if (rule->has_summer) {
        take_name(&cursor);
        rule->summer =
            cursor.bad || peek(&cursor) == ',' ? rule->standard + 3600 : -take_time(&cursor);
        rule->begin = take_day(&cursor);
        rule->end = take_day(&cursor);
    }
    return !cursor.bad && cursor.at == text.n;
}

/* ---- asking ---- */

static int64_t last_of_month(const struct zone_day *day, int32_t year)
{
    return (day->month == 12 ? weir_civil_to_days(year + 1, 1, 1)
                             : weir_civil_to_days(year, day->month + 1, 1)) -
           1;
}

static int64_t day_in(const struct zone_day *day, int32_t year)
{
    int64_t new_year = weir_civil_to_days(year, 1, 1);
    if (day->kind == 'n') {
        return new_year + day->day;
    }
    if (day->kind == 'J') {
        bool leap = weir_civil_to_days(year + 1, 1, 1) - new_year == 366;
        return new_year + day->day - 1 + (leap && day->day >= 60);
    }
    int64_t first = weir_civil_to_days(year, day->month, 1);
    int64_t weekday = ((first + 4) % 7 + 7) % 7; /* 1 January 1970 was a Thursday */
    int64_t at = first + (day->day - weekday + 7) % 7 + 7 * (day->week - 1);
    return at > last_of_month(day, year) ? at - 7 : at;
}

static struct zone_change change_in(const struct zone_rule *rule, int32_t year, bool to_summer)
{
    const struct zone_day *day = to_summer ? &rule->begin : &rule->end;
    int32_t before = to_summer ? rule->standard : rule->summer;
    return (struct zone_change){
        .at = day_in(day, year) * DAY_S + day->time_s - before,
        .before = before,
        .after = to_summer ? rule->summer : rule->standard,
    };
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t seconds, bool local)
{
    struct weir_civil civil;
    struct zone_change last = {.at = INT64_MIN, .after = rule->standard};
    if (!rule->has_summer) {
        return rule->standard;
    }
    weir_civil_from_days(seconds / DAY_S, &civil);
    for (int i = 0; i < 6; i++) {
        struct zone_change change = change_in(rule, civil.year - 1 + i / 2, i % 2 == 0);
        if (zone_change_begin(change, local) <= seconds && change.at >= last.at) {
            last = change;
        }
    }
    return last.after;
}

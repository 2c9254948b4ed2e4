/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_calendar.c: fields of a date come in, the moment goes out. Which of them say the day is
 * decided as in Calendar.selectFields, what they say as in GregorianCalendar.computeTime.
 */
#include "date_calendar.h"

#include "common/java_calendar.h"

#define SUNDAY 1

/* Which fields say the day. */
enum day_by {
    BY_DAY_OF_MONTH,
    BY_WEEK_OF_MONTH,
    BY_DAY_OF_WEEK_IN_MONTH,
    BY_DAY_OF_YEAR,
    BY_WEEK_OF_YEAR,
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* When the second of two was set; 0: they are not both there. */
static int both(const struct date_calendar *cal, enum date_field a, enum date_field b)
{
    bool there = cal->stamp[a] && cal->stamp[b];
    return there ? larger(cal->stamp[a], cal->stamp[b]) : 0;
}

static enum day_by day_by(const struct date_calendar *cal)
{
    const int *stamp = cal->stamp;
    int of_month = stamp[DATE_DAY_OF_MONTH];
    int week_of_month = both(cal, DATE_WEEK_OF_MONTH, DATE_DAY_OF_WEEK);
    int in_month = both(cal, DATE_DAY_OF_WEEK_IN_MONTH, DATE_DAY_OF_WEEK);
    int week_of_year = both(cal, DATE_WEEK_OF_YEAR, DATE_DAY_OF_WEEK);
    int of_year = stamp[DATE_DAY_OF_YEAR];
    int best =
        larger(larger(of_month, week_of_month), larger(in_month, larger(of_year, week_of_year)));
    if (best == 0) { /* one of a pair alone */
        week_of_month = stamp[DATE_WEEK_OF_MONTH];
        in_month = larger(stamp[DATE_DAY_OF_WEEK_IN_MONTH], stamp[DATE_DAY_OF_WEEK]);
        week_of_year = stamp[DATE_WEEK_OF_YEAR];
        best = larger(larger(week_of_month, in_month), week_of_year);
    }
    int year_week = stamp[DATE_WEEK_OF_YEAR];
    if (best == of_month) {
        return BY_DAY_OF_MONTH;
    }
    bool by_week = best == week_of_month && stamp[DATE_WEEK_OF_MONTH] >= year_week;
    bool by_place = best == in_month && stamp[DATE_DAY_OF_WEEK_IN_MONTH] >= year_week;
    if (by_week || by_place) {
        bool week_first = stamp[DATE_WEEK_OF_MONTH] >= stamp[DATE_DAY_OF_WEEK_IN_MONTH];
        bool week = week_of_month == in_month ? week_first : best == week_of_month;
        return week ? BY_WEEK_OF_MONTH : BY_DAY_OF_WEEK_IN_MONTH;
    }
    return best == of_year ? BY_DAY_OF_YEAR : BY_WEEK_OF_YEAR;
}

/* ---- days, since 1970 ---- */

/* The last day at or before this one that is such a day of the week. */
static int64_t weekday_before(int64_t day, int64_t day_of_week)
{
    int64_t ahead = (java_calendar_weekday(day) - (day_of_week - 1)) % 7;
    return day - (ahead < 0 ? ahead + 7 : ahead);
}

/* The day of the week in week 1 of a month or year that begins on `first`. */
static int64_t in_first_week(const struct date_calendar *cal, int64_t first)
{
    int64_t week = weekday_before(first + 6, SUNDAY);
    week -= week - first >= 1 ? 7 : 0;
    return cal->stamp[DATE_DAY_OF_WEEK] ? weekday_before(week + 6, cal->value[DATE_DAY_OF_WEEK])
                                        : week;
}

static int64_t nth_in_month(const struct date_calendar *cal, int64_t first, int64_t next_first)
{
    int64_t day_of_week = cal->stamp[DATE_DAY_OF_WEEK] ? cal->value[DATE_DAY_OF_WEEK] : SUNDAY;
    int64_t n = cal->stamp[DATE_DAY_OF_WEEK_IN_MONTH] ? cal->value[DATE_DAY_OF_WEEK_IN_MONTH] : 1;
    int64_t last = n >= 0 ? first + 7 * n - 1 : next_first + 7 * (n + 1) - 1;
    return weekday_before(last, day_of_week);
}

static int64_t day_of(const struct date_calendar *cal, enum day_by by, int64_t year, bool julian)
{
    bool of_month = by <= BY_DAY_OF_WEEK_IN_MONTH;
    int64_t month = of_month ? cal->value[DATE_MONTH] + 1 : 1;
    int64_t first = java_calendar_first_of(year, month, julian);
    switch (by) {
    case BY_DAY_OF_MONTH:
        return cal->stamp[DATE_DAY_OF_MONTH] ? first + cal->value[DATE_DAY_OF_MONTH] - 1 : first;
    case BY_WEEK_OF_MONTH:
        return in_first_week(cal, first) + 7 * (cal->value[DATE_WEEK_OF_MONTH] - 1);
    case BY_DAY_OF_WEEK_IN_MONTH:
        return nth_in_month(cal, first, java_calendar_first_of(year, month + 1, julian));
    case BY_DAY_OF_YEAR:
        return first + cal->value[DATE_DAY_OF_YEAR] - 1;
    case BY_WEEK_OF_YEAR:
        break;
    }
    return in_first_week(cal, first) + 7 * (cal->value[DATE_WEEK_OF_YEAR] - 1);
}

/* Of the two calendars the one in which the date, `more` days on, lies. */
static int64_t day_in_either(const struct date_calendar *cal, int64_t year, int64_t more)
{
    enum day_by by = day_by(cal);
    bool of_year = by == BY_DAY_OF_YEAR || by == BY_WEEK_OF_YEAR;
    int64_t julian = day_of(cal, by, year, true) + more;
    int64_t gregorian = day_of(cal, by, year, false) + more;
    bool before = year < 1582 || (year == 1582 && of_year) || gregorian < JAVA_GREGORIAN_DAY;
    return before ? julian : gregorian;
}

/* Calendar.setWeekDate: the week may be any, and the day of the week too. The year is one before
 * Christ where the other fields say a day before Christ. */
static int64_t day_of_week_date(const struct date_calendar *cal, int64_t other_day)
{
    int64_t year = cal->value[DATE_WEEK_YEAR];
    year = other_day < java_calendar_first_of(1, 1, true) ? 1 - year : year;
    int64_t week = cal->stamp[DATE_WEEK_OF_YEAR] ? cal->value[DATE_WEEK_OF_YEAR] : 1;
    int64_t day = cal->stamp[DATE_DAY_OF_WEEK] ? cal->value[DATE_DAY_OF_WEEK] : SUNDAY;
    if (day >= 8) {
        day--;
        week += day / 7;
        day = day % 7 + 1;
        day = day == 7 ? SUNDAY : day + 1;
    } else if (day <= 0) {
        int64_t weeks = (7 - day) / 7;
        week -= weeks;
        day += 7 * weeks;
        day = day == 7 ? SUNDAY : day + 1;
    }
    struct date_calendar first = {.value = {[DATE_WEEK_OF_YEAR] = 1, [DATE_DAY_OF_WEEK] = SUNDAY},
                                  .stamp = {[DATE_WEEK_OF_YEAR] = 1, [DATE_DAY_OF_WEEK] = 2}};
    return day_in_either(&first, year, 0) + day - SUNDAY + 7 * (week - 1);
}

/* ---- the moment ---- */

static int64_t hour_of(const struct date_calendar *cal)
{
    int whole = both(cal, DATE_HOUR, DATE_AM_PM);
    bool of_day = cal->stamp[DATE_HOUR_OF_DAY] && cal->stamp[DATE_HOUR_OF_DAY] >= whole;
    return of_day ? cal->value[DATE_HOUR_OF_DAY]
                  : cal->value[DATE_HOUR] + 12 * cal->value[DATE_AM_PM];
}

int64_t date_calendar_ms(const struct date_calendar *cal)
{
    int64_t year = cal->stamp[DATE_YEAR] ? cal->value[DATE_YEAR] : 1970;
    bool before_christ = cal->stamp[DATE_ERA] && cal->value[DATE_ERA] == 0;
    year = before_christ ? 1 - year : year;
    uint64_t of_day = (uint64_t)hour_of(cal) * 3600000 + (uint64_t)cal->value[DATE_MINUTE] * 60000 +
                      (uint64_t)cal->value[DATE_SECOND] * 1000 +
                      (uint64_t)cal->value[DATE_MILLISECOND];
    int64_t more = java_calendar_day_of((int64_t)of_day);
    bool week_date = cal->stamp[DATE_WEEK_YEAR] > cal->stamp[DATE_YEAR];
    int64_t day = day_in_either(cal, year, more);
    day = week_date ? day_of_week_date(cal, day) : day - more;
    return (int64_t)((uint64_t)day * (uint64_t)JAVA_DAY_MS + of_day - (uint64_t)cal->offset_ms);
}

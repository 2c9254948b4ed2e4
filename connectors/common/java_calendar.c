/* SPDX-License-Identifier: Apache-2.0 */
/* java_calendar.c: a moment comes in, its date in Java's calendar goes out, and back. */
#include "java_calendar.h"

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

int64_t java_calendar_day_of(int64_t ms)
{
    return floor_div(ms, JAVA_DAY_MS);
}

int java_calendar_weekday(int64_t days)
{
    return (int)((days % 7 + 11) % 7); /* 1970 began on a Thursday */
}

/* Year, month and day in the Julian calendar. */
static void julian_from_days(int64_t days, struct weir_civil *out)
{
    int64_t z = days + 719470; /* since 1 March of year 0, Julian */
    int64_t cycle = floor_div(z, 1461);
    int64_t day = z - cycle * 1461;
    int64_t year = day == 1460 ? 3 : day / 365;
    int64_t of_year = day - year * 365;
    int64_t month = (5 * of_year + 2) / 153;
    out->day = (int8_t)(of_year - (153 * month + 2) / 5 + 1);
    out->month = (int8_t)(month < 10 ? month + 3 : month - 9);
    out->year = (int32_t)(cycle * 4 + year + (month >= 10 ? 1 : 0));
}

void java_calendar_from_ms(int64_t ms, struct weir_civil *out)
{
    int64_t day = java_calendar_day_of(ms);
    weir_civil_from_ms(ms, out);
    if (day < JAVA_GREGORIAN_DAY) {
        julian_from_days(day, out);
    }
}

int64_t java_calendar_first_of(int64_t year, int64_t month, bool julian)
{
    year += floor_div(month - 1, 12);
    month -= floor_div(month - 1, 12) * 12;
    if (!julian) {
        return weir_civil_to_days((int32_t)year, (int)month, 1);
    }
    int64_t y = year - (month <= 2);
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
    return floor_div(y * 1461, 4) + of_year - 719470;
}

int64_t java_calendar_to_days(int64_t year, int64_t month, int64_t day)
{
    int64_t days = java_calendar_first_of(year, month, false) + day - 1;
    return days < JAVA_GREGORIAN_DAY ? java_calendar_first_of(year, month, true) + day - 1 : days;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_calendar.h: days as java.util.GregorianCalendar counts them: Gregorian from 15 October 1582
 * on, Julian before.
 */
#ifndef JAVA_CALENDAR_H
#define JAVA_CALENDAR_H

#include <weir/time.h>

#define JAVA_DAY_MS        INT64_C(86400000)
#define JAVA_GREGORIAN_DAY (-141427) /* 15 October 1582, the first of the Gregorian calendar */

/* Milliseconds since 1970 in UTC; the year 0 is 1 BC. */
void java_calendar_from_ms(int64_t ms, struct weir_civil *out);
/* Leniently: month and day may lie outside their ranges and count on. */
int64_t java_calendar_to_days(int64_t year, int64_t month, int64_t day);
/* The first day of a month, which may lie outside its range, in either calendar. */
int64_t java_calendar_first_of(int64_t year, int64_t month, bool julian);
/* Of the day: 0 is Sunday. */
int java_calendar_weekday(int64_t days);
int64_t java_calendar_day_of(int64_t ms);

#endif

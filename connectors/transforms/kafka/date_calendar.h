/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_calendar.h: the fields that a text has given, and the moment they mean together as
 * java.util.GregorianCalendar has it: leniently, what was set last wins, weeks begin on Sunday and
 * the first of January is in week 1.
 */
#ifndef DATE_CALENDAR_H
#define DATE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

enum date_field {
    DATE_ERA, /* 0: before Christ */
    DATE_YEAR,
    DATE_WEEK_YEAR,
    DATE_MONTH, /* 0: January */
    DATE_WEEK_OF_YEAR,
    DATE_WEEK_OF_MONTH,
    DATE_DAY_OF_MONTH,
    DATE_DAY_OF_YEAR,
    DATE_DAY_OF_WEEK, /* 1: Sunday */
    DATE_DAY_OF_WEEK_IN_MONTH,
    DATE_AM_PM,
    DATE_HOUR,
    DATE_HOUR_OF_DAY,
    DATE_MINUTE,
    DATE_SECOND,
    DATE_MILLISECOND,
    DATE_FIELDS,
};

struct date_calendar {
    int64_t value[DATE_FIELDS];
    int stamp[DATE_FIELDS]; /* the later it was set the larger; 0: not at all */
    int last;
    int64_t offset_ms; /* east of UTC */
};

static inline void date_calendar_set(struct date_calendar *cal, enum date_field field, int64_t x)
{
    cal->value[field] = x;
    cal->stamp[field] = ++cal->last;
}

/* Milliseconds since 1970; beyond the range of a long they wrap, as in Java. */
int64_t date_calendar_ms(const struct date_calendar *cal);

#endif

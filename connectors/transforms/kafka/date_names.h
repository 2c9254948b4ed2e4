/* SPDX-License-Identifier: Apache-2.0 */
/* date_names.h: the English names of months and days, for writing dates and reading them. */
#ifndef DATE_NAMES_H
#define DATE_NAMES_H

static const char *const date_months[12] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};
static const char *const date_days[7] = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
};

#endif

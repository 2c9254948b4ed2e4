/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_time.h: a date or time as its parts, wherever they were read, becomes the value that
 * time.precision.mode asks for. Snapshot and stream meet here.
 */
#ifndef WEIR_CDC_TIME_H
#define WEIR_CDC_TIME_H

#include "cdc_column.h"

#define CDC_SECOND_US INT64_C(1000000)
#define CDC_DAY_US    (86400 * CDC_SECOND_US)

struct cdc_moment {
    int32_t year;
    uint8_t month, day, hour, minute, second;
    uint32_t micros;
};

/* DATE and DATETIME. CDC_ABSENT for month or day 0. */
enum cdc_decoded cdc_time_of_date(const struct cdc_column *col, const struct cdc_moment *at,
                                  struct weir_value *val, struct weir_arena *arena,
                                  struct weir_err *err);
enum cdc_decoded cdc_time_of_datetime(const struct cdc_column *col, const struct cdc_moment *at,
                                      struct weir_value *val, struct weir_arena *arena,
                                      struct weir_err *err);
/* TIME: signed, up to 838 hours. */
enum cdc_decoded cdc_time_of_time(const struct cdc_column *col, int64_t us,
                                  struct weir_value *val, struct weir_arena *arena,
                                  struct weir_err *err);
/* TIMESTAMP: digits of the fraction; -1: as many as it needs. */
enum cdc_decoded cdc_time_of_timestamp(const struct cdc_column *col, const struct cdc_moment *at,
                                       int digits, struct weir_value *val,
                                       struct weir_arena *arena);
/* The same of seconds since 1970. */
struct weir_value cdc_time_instant(uint32_t seconds, uint32_t micros, int digits,
                                   struct weir_arena *arena);

#endif

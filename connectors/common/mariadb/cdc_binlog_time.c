/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_time.c: dates and times as the binlog has them, the packed forms with fractions and the
 * old ones without, become their parts; cdc_time.c makes the value.
 */
#include "cdc_decode.h"

#include <endian.h>

#include "cdc_time.h"

static inline uint32_t be4(const char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof(x));
    return be32toh(x);
}

static inline uint64_t be(const char *p, size_t n)
{
    uint64_t x = 0;
    for (size_t i = 0; i < n; i++) {
        x = x << 8 | (uint8_t)p[i];
    }
    return x;
}

static uint64_t le(const char *p, size_t n)
{
    uint64_t x = 0;
    for (size_t i = n; i > 0; i--) {
        x = x << 8 | (uint8_t)p[i - 1];
    }
    return x;
}

/* A fraction of 1 to 3 bytes counts hundredths, ten-thousandths or millionths. */
static const uint32_t fraction_us[4] = {0, 10000, 100, 1};

static uint32_t micros(const char *p, size_t n)
{
    switch (n) {
    case 0:
        return 0;
    case 1:
        return (uint32_t)be(p, 1) * fraction_us[1];
    case 2:
        return (uint32_t)be(p, 2) * fraction_us[2];
    default:
        return (uint32_t)be(p, 3);
    }
}

enum cdc_decoded cdc_binlog_date(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    if (cell.n != 3) {
        return cdc_broken(col, cell, err);
    }
    uint64_t x = le(cell.p, 3);
    struct cdc_moment at = {.year = (int32_t)(x >> 9), .month = x >> 5 & 15, .day = x & 31};
    return cdc_time_of_date(col, &at, val, arena, err);
}

enum cdc_decoded cdc_binlog_time(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    if (cell.n != 3) {
        return cdc_broken(col, cell, err);
    }
    int32_t x = (int32_t)(uint32_t)(le(cell.p, 3) << 8) >> 8; /* hhmmss, decimal, signed */
    int64_t seconds = (int64_t)(x / 10000) * 3600 + x / 100 % 100 * 60 + x % 100;
    return cdc_time_of_time(col, seconds * CDC_SECOND_US, val, arena, err);
}

enum cdc_decoded cdc_binlog_time2(const struct cdc_column *col, struct weir_str cell,
                                  struct weir_arena *arena, struct weir_value *val,
                                  struct weir_err *err)
{
    if (cell.n < 3 || cell.n > 6) {
        return cdc_broken(col, cell, err);
    }
    unsigned bytes = (unsigned)cell.n - 3;
    int64_t x = (int64_t)be(cell.p, cell.n) - (INT64_C(0x800000) << (8 * bytes));
    bool negative = x < 0;
    x = negative ? -x : x;
    int64_t hms = x >> (8 * bytes);
    int64_t fraction = x & ((INT64_C(1) << (8 * bytes)) - 1);
    int64_t us = ((hms >> 12 & 0x3ff) * 3600 + (hms >> 6 & 63) * 60 + (hms & 63)) * CDC_SECOND_US +
                 fraction * fraction_us[bytes];
    return cdc_time_of_time(col, negative ? -us : us, val, arena, err);
}

enum cdc_decoded cdc_binlog_datetime(const struct cdc_column *col, struct weir_str cell,
                                     struct weir_arena *arena, struct weir_value *val,
                                     struct weir_err *err)
{
    if (cell.n != 8) {
        return cdc_broken(col, cell, err);
    }
    uint64_t x = le(cell.p, 8); /* yyyymmddhhmmss, decimal */
    struct cdc_moment at = {
        .year = (int32_t)(x / 10000000000 % 10000),
        .month = (uint8_t)(x / 100000000 % 100),
        .day = (uint8_t)(x / 1000000 % 100),
        .hour = (uint8_t)(x / 10000 % 100),
        .minute = (uint8_t)(x / 100 % 100),
        .second = (uint8_t)(x % 100),
    };
    return cdc_time_of_datetime(col, &at, val, arena, err);
}

enum cdc_decoded cdc_binlog_datetime2(const struct cdc_column *col, struct weir_str cell,
                                      struct weir_arena *arena, struct weir_value *val,
                                      struct weir_err *err)
{
    if (cell.n < 5 || cell.n > 8) {
        return cdc_broken(col, cell, err);
    }
    uint64_t x = ((uint64_t)be4(cell.p) << 8 | (uint8_t)cell.p[4]) &
                 UINT64_C(0x7fffffffff); /* without the sign, always plus */
    uint32_t months = (uint32_t)(x >> 22);               /* thirteen a year */
    struct cdc_moment at = {
        .year = (int32_t)(months / 13),
        .month = (uint8_t)(months % 13),
        .day = x >> 17 & 31,
        .hour = x >> 12 & 31,
        .minute = x >> 6 & 63,
        .second = x & 63,
        .micros = micros(cell.p + 5, cell.n - 5),
    };
    return cdc_time_of_datetime(col, &at, val, arena, err);
}

static enum cdc_decoded timestamp(const struct cdc_column *col, uint32_t seconds, uint32_t us,
                                  struct weir_value *val, struct weir_arena *arena)
{
    if (seconds == 0 && us == 0) {
        return CDC_ABSENT; /* '0000-00-00 00:00:00' */
    }
    *val = cdc_time_instant(seconds, us, col->digits, arena);
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_timestamp(const struct cdc_column *col, struct weir_str cell,
                                      struct weir_arena *arena, struct weir_value *val,
                                      struct weir_err *err)
{
    if (cell.n != 4) {
        return cdc_broken(col, cell, err);
    }
    return timestamp(col, (uint32_t)le(cell.p, 4), 0, val, arena);
}

enum cdc_decoded cdc_binlog_timestamp2(const struct cdc_column *col, struct weir_str cell,
                                       struct weir_arena *arena, struct weir_value *val,
                                       struct weir_err *err)
{
    if (cell.n < 4 || cell.n > 7) {
        return cdc_broken(col, cell, err);
    }
    return timestamp(col, be4(cell.p), micros(cell.p + 4, cell.n - 4), val, arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_plain.c: the schemas that need no making: BOOLEAN to BYTES and Connect's Date, Time and
 * Timestamp, each required and optional. They are static; schema.c puts them in its table, so
 * that making the same one gives these.
 */
#include "data/schema_entry.h"

#include <stdio.h>
#include <stdlib.h>

#define PLAIN(index, which)                                                                        \
    [2 * (index)] = {.sch = {.serial = 2 * (index) + 1, .type = (which)},                          \
                     .refs = SCHEMA_IMMORTAL},                                                     \
         [2 * (index) +                                                                            \
             1] = {.sch = {.serial = 2 * (index) + 2, .type = (which), .optional = true},          \
                   .refs = SCHEMA_IMMORTAL}

#define LOGICAL_SCH(index, which, kind, text, opt)                                                 \
    {                                                                                              \
        .sch = {.serial = (index) + 1,                                                             \
                .type = (which),                                                                   \
                .logical = (kind),                                                                 \
                .optional = (opt),                                                                 \
                .has_version = true,                                                               \
                .version = 1,                                                                      \
                .name = {.p = (text), .n = sizeof(text) - 1}},                                     \
        .refs = SCHEMA_IMMORTAL                                                                    \
    }

#define LOGICAL(index, which, kind, text)                                                          \
    [2 * (index)] =                                                                                \
        LOGICAL_SCH(2 * (index), which, kind, "org.apache.kafka.connect.data." text, false),       \
         [2 * (index) + 1] = LOGICAL_SCH(2 * (index) + 1, which, kind,                             \
                                         "org.apache.kafka.connect.data." text, true)

enum { DATE_AT = 9, TIME_AT, TIMESTAMP_AT };

struct schema_entry schema_singletons[SCHEMA_SINGLETONS] = {
    PLAIN(0, WEIR_BOOLEAN),
    PLAIN(1, WEIR_INT8),
    PLAIN(2, WEIR_INT16),
    PLAIN(3, WEIR_INT32),
    PLAIN(4, WEIR_INT64),
    PLAIN(5, WEIR_FLOAT32),
    PLAIN(6, WEIR_FLOAT64),
    PLAIN(7, WEIR_STRING),
    PLAIN(8, WEIR_BYTES),
    LOGICAL(DATE_AT, WEIR_INT32, WEIR_LOGICAL_DATE, "Date"),
    LOGICAL(TIME_AT, WEIR_INT32, WEIR_LOGICAL_TIME, "Time"),
    LOGICAL(TIMESTAMP_AT, WEIR_INT64, WEIR_LOGICAL_TIMESTAMP, "Timestamp"),
};

static const struct weir_schema *singleton(unsigned index, bool optional)
{
    return &schema_singletons[2 * index + optional].sch;
}

const struct weir_schema *weir_schema_plain(enum weir_type type, bool optional)
{
    if (type < WEIR_BOOLEAN || type > WEIR_BYTES) {
        fprintf(stderr, "there is no plain schema of type %s\n", weir_type_name(type));
        abort();
    }
    return singleton((unsigned)type - WEIR_BOOLEAN, optional);
}

const struct weir_schema *weir_schema_date(bool optional)
{
    return singleton(DATE_AT, optional);
}

const struct weir_schema *weir_schema_time(bool optional)
{
    return singleton(TIME_AT, optional);
}

const struct weir_schema *weir_schema_timestamp(bool optional)
{
    return singleton(TIMESTAMP_AT, optional);
}

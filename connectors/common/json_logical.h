/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_logical.h: JsonConverter goes by a schema's name alone: Connect's logical names make a value
 * logical whatever type the schema has. Dates, times and timestamps are one class in Java, so each
 * stands for the others where its milliseconds fit.
 */
#ifndef JSON_LOGICAL_H
#define JSON_LOGICAL_H

#include <weir/schema.h>

#define JSON_DAY_MS INT64_C(86400000)

static inline enum weir_logical json_logical(const struct weir_schema *sch)
{
    struct weir_str home = WEIR_STR("org.apache.kafka.connect.data.");
    if (sch->logical != WEIR_LOGICAL_NONE || !sch->name.p || !weir_str_starts(sch->name, home)) {
        return (enum weir_logical)sch->logical;
    }
    struct weir_str rest = weir_str_from(sch->name, home.n);
    return weir_str_is(rest, "Decimal")     ? WEIR_LOGICAL_DECIMAL
           : weir_str_is(rest, "Date")      ? WEIR_LOGICAL_DATE
           : weir_str_is(rest, "Time")      ? WEIR_LOGICAL_TIME
           : weir_str_is(rest, "Timestamp") ? WEIR_LOGICAL_TIMESTAMP
                                            : WEIR_LOGICAL_NONE;
}

/* Milliseconds since 1970 of what Java holds as java.util.Date; false: it is something else. */
static inline bool json_date_ms(struct weir_value val, int64_t *ms)
{
    *ms = val.type == WEIR_DATE ? (int64_t)((uint64_t)val.i * JSON_DAY_MS) : val.i;
    return val.type == WEIR_DATE || val.type == WEIR_TIME || val.type == WEIR_TIMESTAMP;
}

#endif

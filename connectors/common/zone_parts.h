/* SPDX-License-Identifier: Apache-2.0 */
/* zone_parts.h: what a zone file says, and the rule for the time after its last entry. */
#ifndef ZONE_PARTS_H
#define ZONE_PARTS_H

#include "zone.h"

struct zone_change {
    int64_t at; /* seconds since 1970 in UTC */
    int32_t before, after;
};

/* A day of every year: Mm.w.d, Jn or n of POSIX's TZ. */
struct zone_day {
    char kind; /* 'M', 'J' or 'n' */
    int month, week, day;
    int32_t time_s; /* of the day, local; may be negative or past its end */
};

struct zone_rule {
    int32_t standard, summer;
    bool has_summer;
    struct zone_day begin, end; /* of summer */
};

struct zone {
    int32_t first; /* before the first change */
    const struct zone_change *changes;
    size_t n;
    bool has_rule;
    struct zone_rule rule;
};

/* POSIX's TZ: "CET-1CEST,M3.5.0,M10.5.0/3". False: it is not understood. */
bool zone_rule_parse(struct weir_str text, struct zone_rule *rule);
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t seconds, bool local);

/* The moment at which a change counts, on UTC's or on the local clock. */
static inline int64_t zone_change_begin(struct zone_change change, bool local)
{
    int32_t later = change.before > change.after ? change.before : change.after;
    return change.at + (local ? later : 0);
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_merge.c: finds a common schema for the elements that header_parse.c read, by widening
 * numbers, and widens the elements.
 */
#include "header_merge.h"

#include "json_logical.h"

/* The order in which a number's type can stand for those before it; 0: no number. */
static int rank(const struct weir_schema *sch)
{
    return sch->type >= WEIR_INT8 && sch->type <= WEIR_FLOAT64 ? sch->type - WEIR_INT8 + 1 : 0;
}

void header_merge_add(struct header_merge *merge, const struct weir_schema *sch)
{
    if (!sch || merge->apart) {
        return;
    }
    if (!merge->common || merge->common->type == sch->type) {
        merge->common = sch;
        return;
    }
    int before = rank(merge->common);
    int now = rank(sch);
    merge->apart = !before || !now;
    merge->common = merge->apart ? NULL : now > before ? sch : merge->common;
}

static bool is_number(struct weir_value val)
{
    return val.type >= WEIR_INT8 && val.type <= WEIR_FLOAT64;
}

static double as_double(struct weir_value val)
{
    return val.type == WEIR_FLOAT64   ? val.f64
           : val.type == WEIR_FLOAT32 ? (double)val.f32
                                      : (double)val.i;
}

/* Integers only widen here: what is wider became the common type. */
static bool to_integer(const struct weir_schema *sch, struct weir_value *val)
{
    enum weir_logical logical = json_logical(sch);
    bool date = val->type == WEIR_DATE || val->type == WEIR_TIME || val->type == WEIR_TIMESTAMP;
    if (date) {
        return logical != WEIR_LOGICAL_NONE;
    }
    if (!is_number(*val)) {
        return false;
    }
    bool fits_time = val->i >= 0 && val->i <= JSON_DAY_MS;
    *val = weir_int(logical == WEIR_LOGICAL_DATE        ? WEIR_DATE
                    : logical == WEIR_LOGICAL_TIME      ? WEIR_TIME
                    : logical == WEIR_LOGICAL_TIMESTAMP ? WEIR_TIMESTAMP
                                                        : (enum weir_type)sch->type,
                    val->i);
    return logical != WEIR_LOGICAL_TIME || fits_time;
}

bool header_convert(const struct weir_schema *sch, struct weir_value *val)
{
    if (val->type == WEIR_NULL) {
        return sch->optional;
    }
    if (sch->type >= WEIR_INT8 && sch->type <= WEIR_INT64) {
        return to_integer(sch, val);
    }
    if (sch->type == WEIR_FLOAT32 || sch->type == WEIR_FLOAT64) {
        double x = as_double(*val);
        bool number = is_number(*val);
        *val = sch->type == WEIR_FLOAT32 ? weir_f32((float)x) : weir_f64(x);
        return number;
    }
    return true; /* of one type already */
}

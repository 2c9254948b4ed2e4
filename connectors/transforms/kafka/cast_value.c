/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cast_value.c: a value and a type come in, the value in that type goes out: narrowing as Java's
 * Number does it, texts as its parse functions read them. cast.c knows which fields.
 */
#include "cast_value.h"

#include <weir/decimal.h>
#include <weir/json.h>
#include <weir/time.h>

#include "common/java_class.h"
#include "common/java_string.h"
#include "common/java_text.h"
#include "number_text.h"

#define DAY_MS INT64_C(86400000)

static enum weir_verdict out_of_range(struct weir_str text, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "Value (%.*s) was out of range for requested data type",
                        WEIR_STR_ARG(text));
}

/* ---- numbers ---- */

/* Java's (int) and (long) of a double: towards zero, not beyond the ends, NaN is 0. */
static int64_t truncated(double x, int64_t min, int64_t max)
{
    if (x != x) {
        return 0;
    }
    return x <= (double)min ? min : x >= (double)max ? max : (int64_t)x;
}

/* Number.longValue, or intValue when it is to be narrowed further, of what is a number. */
static int64_t whole_number(struct weir_buf *scratch, struct weir_value val, bool is_long)
{
    int64_t min = is_long ? INT64_MIN : INT32_MIN;
    int64_t max = is_long ? INT64_MAX : INT32_MAX;
    switch ((enum weir_type)val.type) {
    case WEIR_FLOAT32:
        return truncated((double)val.f32, min, max);
    case WEIR_FLOAT64:
        return truncated(val.f64, min, max);
    case WEIR_DECIMAL:
        return number_text_low_bits(scratch, weir_value_str(val), val.scale);
    default:
        return val.i;
    }
}

static double decimal_number(struct weir_buf *scratch, struct weir_value val, bool is_float)
{
    double x = 0;
    float f = 0;
    weir_buf_reset(scratch);
    weir_decimal_text(scratch, weir_value_str(val), val.scale);
    bool good = is_float ? weir_str_to_float(weir_buf_view(scratch), &f)
                         : weir_str_to_double(weir_buf_view(scratch), &x);
    return !good ? 0 : is_float ? (double)f : x;
}

static bool is_number(struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_FLOAT32:
    case WEIR_FLOAT64:
    case WEIR_DECIMAL:
    case WEIR_DATE: /* by now what they are stored as */
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return true;
    default:
        return false;
    }
}

static int64_t narrowed(int64_t x, enum weir_type to)
{
    switch (to) {
    case WEIR_INT8:
        return (int8_t)(uint8_t)(uint64_t)x;
    case WEIR_INT16:
        return (int16_t)(uint16_t)(uint64_t)x;
    case WEIR_INT32:
        return (int32_t)(uint32_t)(uint64_t)x;
    default:
        return x;
    }
}

static struct weir_value number_to(struct weir_buf *scratch, struct weir_value val,
                                   enum weir_type to)
{
    bool whole = val.type != WEIR_FLOAT32 && val.type != WEIR_FLOAT64 && val.type != WEIR_DECIMAL;
    switch (to) {
    case WEIR_FLOAT32:
        return weir_f32(val.type == WEIR_FLOAT32   ? val.f32
                        : val.type == WEIR_FLOAT64 ? (float)val.f64
                        : whole                    ? (float)val.i
                                                   : (float)decimal_number(scratch, val, true));
    case WEIR_FLOAT64:
        return weir_f64(val.type == WEIR_FLOAT32   ? (double)val.f32
                        : val.type == WEIR_FLOAT64 ? val.f64
                        : whole                    ? (double)val.i
                                                   : decimal_number(scratch, val, false));
    case WEIR_BOOLEAN:
        return weir_bool(whole_number(scratch, val, true) != 0);
    default:
        return weir_int(to, narrowed(whole_number(scratch, val, to == WEIR_INT64), to));
    }
}

/* ---- texts ---- */

static enum weir_verdict text_to(struct weir_str text, enum weir_type to, struct weir_value *out,
                                 struct weir_err *err)
{
    int64_t x = 0;
    double f64 = 0;
    float f32 = 0;
    bool good = true;
    switch (to) {
    case WEIR_BOOLEAN:
        *out = weir_bool(weir_str_eq_nocase(text, WEIR_STR("true")));
        break;
    case WEIR_FLOAT32:
        good = number_text_float(text, &f32);
        *out = weir_f32(f32);
        break;
    case WEIR_FLOAT64:
        good = number_text_double(text, &f64);
        *out = weir_f64(f64);
        break;
    default:
        good = java_string_to_long(text, &x) && narrowed(x, to) == x;
        *out = weir_int(to, x);
        break;
    }
    return good ? WEIR_OK : out_of_range(text, err);
}

/* Values.dateFormatFor: which form it takes depends on the moment, not on the type. */
static void moment_text(struct weir_buf *buf, int64_t ms)
{
    if (ms < DAY_MS) {
        weir_time_time(buf, (ms % DAY_MS + DAY_MS) % DAY_MS);
    } else if (ms % DAY_MS == 0) {
        weir_time_date(buf, ms / DAY_MS);
    } else {
        weir_time_timestamp(buf, ms);
    }
}

static struct weir_value to_text(struct weir_arena *arena, struct weir_buf *scratch,
                                 struct weir_value val)
{
    if (val.type == WEIR_STRING) {
        return val;
    }
    weir_buf_reset(scratch);
    if (val.type == WEIR_DATE || val.type == WEIR_TIME || val.type == WEIR_TIMESTAMP) {
        moment_text(scratch, val.type == WEIR_DATE ? val.i * DAY_MS : val.i);
    } else {
        java_text_value(scratch, NULL, val);
    }
    return weir_string(weir_arena_str(arena, weir_buf_view(scratch)));
}

/* ---- which ---- */

static enum weir_verdict check_input(const struct weir_schema *sch, struct weir_value val,
                                     struct weir_err *err)
{
    enum weir_type type = sch ? (enum weir_type)sch->type : (enum weir_type)val.type;
    if (type == WEIR_ARRAY || type == WEIR_MAP || type == WEIR_STRUCT) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Cast transformation does not support casting from %s; supported types "
                            "are [INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, "
                            "BYTES]",
                            weir_type_name(type));
    }
    if (type > WEIR_STRUCT) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Cast transformation was passed a value of type class %s which is not "
                            "supported by Connect's data API",
                            java_class(val));
    }
    return WEIR_OK;
}

enum weir_verdict cast_value(struct weir_arena *arena, struct weir_buf *scratch,
                             const struct weir_schema *sch, struct weir_value val,
                             enum weir_type to, struct weir_value *out, struct weir_err *err)
{
    *out = val;
    if (val.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (check_input(sch, val, err) != WEIR_OK) {
        return err->class;
    }
    if (to == WEIR_STRING) {
        *out = to_text(arena, scratch, val);
        return WEIR_OK;
    }
    if (is_number(val)) {
        *out = number_to(scratch, val, to);
        return WEIR_OK;
    }
    if (val.type == WEIR_BOOLEAN) {
        *out = to == WEIR_BOOLEAN ? val : number_to(scratch, weir_int(WEIR_INT8, val.b), to);
        return WEIR_OK;
    }
    return val.type == WEIR_STRING
               ? text_to(weir_value_str(val), to, out, err)
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Unexpected type in Cast transformation: class %s", java_class(val));
}

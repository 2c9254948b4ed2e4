/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_text.c: values become the text of Java's toString(). StringConverter and the file sink
 * write with it; whatever compares their output with Connect's sees no difference.
 */
#include "java_text.h"

#include <weir/decimal.h>
#include <weir/json.h>

#include "java_calendar.h"

void java_text_date(struct weir_buf *out, int64_t ms)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct weir_civil at;
    java_calendar_from_ms(ms, &at);
    weir_buf_printf(out, "%s %s %02d %02d:%02d:%02d UTC %d", days[java_calendar_weekday(java_calendar_day_of(ms))],
                    months[at.month - 1], at.day, at.hour, at.minute, at.second, at.year);
}

static void add_items(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(out, '[');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_str(out, i ? WEIR_STR(", ") : WEIR_STR(""));
        java_text_value(out, sch ? sch->value_schema : NULL, val.items[i]);
    }
    weir_buf_char(out, ']');
}

static void add_entries(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(out, '{');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_str(out, i ? WEIR_STR(", ") : WEIR_STR(""));
        java_text_value(out, sch ? sch->key_schema : NULL, val.items[2 * i]);
        weir_buf_char(out, '=');
        java_text_value(out, sch ? sch->value_schema : NULL, val.items[2 * i + 1]);
    }
    weir_buf_char(out, '}');
}

static void add_fields(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    bool first = true;
    weir_buf_str(out, WEIR_STR("Struct{"));
    for (uint32_t i = 0; i < val.n; i++) {
        if (val.items[i].type == WEIR_NULL) {
            continue;
        }
        weir_buf_str(out, first ? WEIR_STR("") : WEIR_STR(","));
        first = false;
        bool named = sch && i < sch->n_fields;
        if (named) {
            weir_buf_str(out, sch->fields[i].name);
            weir_buf_char(out, '=');
        }
        java_text_value(out, named ? sch->fields[i].schema : NULL, val.items[i]);
    }
    weir_buf_char(out, '}');
}

void java_text_value(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        weir_buf_str(out, WEIR_STR("null"));
        return;
    case WEIR_BOOLEAN:
        weir_buf_str(out, val.b ? WEIR_STR("true") : WEIR_STR("false"));
        return;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
        weir_buf_i64(out, val.i);
        return;
    case WEIR_FLOAT32:
        weir_java_float(out, val.f32);
        return;
    case WEIR_FLOAT64:
        weir_java_double(out, val.f64);
        return;
    case WEIR_STRING:
        weir_buf_str(out, weir_value_str(val));
        return;
    case WEIR_BYTES:
        weir_buf_base64(out, val.p, val.n);
        return;
    case WEIR_ARRAY:
        add_items(out, sch, val);
        return;
    case WEIR_MAP:
        add_entries(out, sch, val);
        return;
    case WEIR_STRUCT:
        add_fields(out, sch, val);
        return;
    case WEIR_DECIMAL:
        weir_decimal_text(out, weir_value_str(val), val.scale);
        return;
    case WEIR_DATE:
        java_text_date(out, val.i * JAVA_DAY_MS);
        return;
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        java_text_date(out, val.i);
        return;
    }
}

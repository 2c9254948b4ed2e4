/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_write.c: a record's value goes in, its JSON text goes straight to the buffer.
 * json_converter.c puts the envelope around it.
 */
#include "json_write.h"

#include <weir/decimal.h>
#include <weir/json.h>

#include "common/java_class.h"
#include "common/json_logical.h"

/* Keeps json_write_value small: most calls of it write a number, a text or a null. */
#define APART __attribute__((noinline))

#define FAIL(jw, ...) (weir_err_set((jw)->err, WEIR_BAD_DATA, __VA_ARGS__), false)

static bool write_null(struct json_write *jw, const struct json_plan *plan)
{
    if (plan && plan->sch->has_default && plan->sch->def.type != WEIR_NULL && jw->null_default) {
        return json_write_value(jw, plan, plan->sch->def);
    }
    if (plan && !plan->sch->optional) {
        return FAIL(jw, "Conversion error: null value for field that is required and has no "
                        "default value");
    }
    weir_buf_str(jw->out, WEIR_STR("null"));
    return true;
}

static APART void write_base64(struct json_write *jw, struct weir_str bytes)
{
    weir_buf_char(jw->out, '"');
    weir_buf_base64(jw->out, bytes.p, bytes.n);
    weir_buf_char(jw->out, '"');
}

/* ---- logical types ---- */

static bool write_decimal(struct json_write *jw, const struct json_plan *plan,
                          struct weir_value val)
{
    if (val.type != WEIR_DECIMAL) {
        return FAIL(jw, "Invalid type for Decimal, expected BigDecimal but was class %s",
                    java_class(val));
    }
    if (jw->numeric) {
        weir_decimal_text(jw->out, weir_value_str(val), val.scale);
        return true;
    }
    if (!plan->has_scale) {
        return FAIL(jw, "%s",
                    weir_schema_param(plan->sch, "scale").p
                        ? "Invalid scale parameter found in Decimal schema: "
                        : "Invalid Decimal schema: scale parameter not found.");
    }
    if (val.scale != plan->sch->scale) {
        return FAIL(jw,
                    "Decimal value has mismatching scale for given Decimal schema. Schema has "
                    "scale %d, value has scale %d.",
                    plan->sch->scale, val.scale);
    }
    write_base64(jw, weir_value_str(val));
    return true;
}

static bool write_date(struct json_write *jw, enum weir_logical logical, struct weir_value val)
{
    static const char *const names[] = {[WEIR_LOGICAL_DATE] = "Date",
                                        [WEIR_LOGICAL_TIME] = "Time",
                                        [WEIR_LOGICAL_TIMESTAMP] = "Timestamp"};
    int64_t ms;
    if (!json_date_ms(val, &ms)) {
        return FAIL(jw, "Invalid type for %s, expected Date but was class %s", names[logical],
                    java_class(val));
    }
    if (logical == WEIR_LOGICAL_DATE && val.type != WEIR_DATE && ms % JSON_DAY_MS != 0) {
        return FAIL(jw, "Kafka Connect Date type should not have any time fields set to non-zero "
                        "values.");
    }
    if (logical == WEIR_LOGICAL_TIME && (ms < 0 || ms > JSON_DAY_MS)) {
        return FAIL(jw, "Kafka Connect Time type should not have any date fields set to non-zero "
                        "values.");
    }
    bool days = logical == WEIR_LOGICAL_DATE;
    weir_json_i64(jw->out, days && val.type == WEIR_DATE ? val.i : days ? ms / JSON_DAY_MS : ms);
    return true;
}

static APART bool write_logical(struct json_write *jw, const struct json_plan *plan,
                                struct weir_value val)
{
    return plan->logical == WEIR_LOGICAL_DECIMAL ? write_decimal(jw, plan, val)
                                                 : write_date(jw, plan->logical, val);
}

/* ---- containers ---- */

static APART bool write_array(struct json_write *jw, const struct json_plan *plan,
                              struct weir_value val)
{
    const struct json_plan *items = plan ? plan->items : NULL;
    weir_buf_char(jw->out, '[');
    for (uint32_t i = 0; i < val.n; i++) {
        if (i) {
            weir_buf_char(jw->out, ',');
        }
        if (!json_write_value(jw, items, val.items[i])) {
            return false;
        }
    }
    weir_buf_char(jw->out, ']');
    return true;
}

static bool string_keys(const struct json_plan *plan, struct weir_value val)
{
    if (plan) {
        return plan->sch->key_schema->type == WEIR_STRING;
    }
    for (uint32_t i = 0; i < val.n; i++) {
        if (val.items[2 * i].type != WEIR_STRING) {
            return false;
        }
    }
    return true;
}

/* A member's name; Java takes the text of whatever the key became, "null" included. */
static bool write_name(struct json_write *jw, const struct json_plan *keys, struct weir_value key)
{
    if (key.type == WEIR_STRING) {
        weir_json_string(jw->out, weir_value_str(key));
        return true;
    }
    size_t at = jw->out->n;
    if (!json_write_value(jw, keys, key)) {
        return false;
    }
    if (jw->out->n > at && jw->out->p[at] != '"') {
        jw->out->n = at;
        weir_buf_str(jw->out, WEIR_STR("\"null\""));
    }
    return true;
}

static APART bool write_map(struct json_write *jw, const struct json_plan *plan,
                            struct weir_value val)
{
    const struct json_plan *values = plan ? plan->items : NULL;
    const struct json_plan *keys = plan ? plan->keys : NULL;
    bool object = string_keys(plan, val);
    weir_buf_char(jw->out, object ? '{' : '[');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_str(jw->out, i == 0 ? WEIR_STR("") : WEIR_STR(","));
        weir_buf_str(jw->out, object ? WEIR_STR("") : WEIR_STR("["));
        if (object ? !write_name(jw, keys, val.items[2 * i])
                   : !json_write_value(jw, keys, val.items[2 * i])) {
            return false;
        }
        weir_buf_char(jw->out, object ? ':' : ',');
        if (!json_write_value(jw, values, val.items[2 * i + 1])) {
            return false;
        }
        weir_buf_str(jw->out, object ? WEIR_STR("") : WEIR_STR("]"));
    }
    weir_buf_char(jw->out, object ? '}' : ']');
    return true;
}

/* ---- any value ---- */

static APART bool wrong_class(struct json_write *jw, const struct json_plan *plan,
                              struct weir_value val)
{
    if (!plan) {
        return FAIL(jw, "Java class class %s does not have corresponding schema type.",
                    java_class(val));
    }
    if (plan->sch->type == WEIR_BYTES) {
        return FAIL(jw, "Invalid type for bytes type: class %s", java_class(val));
    }
    return FAIL(jw, "Invalid type for %s: class %s",
                weir_type_name((enum weir_type)plan->sch->type), java_class(val));
}

bool json_write_value(struct json_write *jw, const struct json_plan *plan, struct weir_value val)
{
    if (val.type == WEIR_NULL) {
        return write_null(jw, plan);
    }
    if (plan && plan->logical != WEIR_LOGICAL_NONE) {
        return write_logical(jw, plan, val);
    }
    if (plan && plan->sch->type != val.type) {
        return wrong_class(jw, plan, val);
    }
    switch ((enum weir_type)val.type) {
    case WEIR_BOOLEAN:
        if (val.b) {
            weir_buf_str(jw->out, WEIR_STR("true"));
        } else {
            weir_buf_str(jw->out, WEIR_STR("false"));
        }
        return true;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
        weir_json_i64(jw->out, val.i);
        return true;
    case WEIR_FLOAT32:
        weir_json_float(jw->out, val.f32);
        return true;
    case WEIR_FLOAT64:
        weir_json_double(jw->out, val.f64);
        return true;
    case WEIR_STRING:
        weir_json_string(jw->out, weir_value_str(val));
        return true;
    case WEIR_BYTES:
        write_base64(jw, weir_value_str(val));
        return true;
    case WEIR_ARRAY:
        return write_array(jw, plan, val);
    case WEIR_MAP:
        return write_map(jw, plan, val);
    case WEIR_STRUCT:
        return json_write_struct(jw, plan, val);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return wrong_class(jw, plan, val);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_write.c: a record's value and its plan go in, Avro's binary text goes straight to the
 * buffer. Messages are those of Confluent's AvroData.
 */
#include "avro_plan.h"

#include "common/java_class.h"
#include "common/json_logical.h"

struct writing {
    struct weir_buf *out;
    struct weir_err *err;
};

/* Keeps write_value small: most calls of it write a number, a text or a null. */
#define APART __attribute__((noinline))

#define FAIL(to, ...) (weir_err_set((to)->err, WEIR_BAD_DATA, __VA_ARGS__), false)

static bool write_value(struct writing *to, const struct avro_plan *plan, struct weir_value val);

static APART bool wrong_type(struct writing *to, const struct avro_plan *plan,
                             struct weir_value val)
{
    return FAIL(to, "Invalid type for %s: class %s", weir_type_name(plan->sch->type),
                java_class(val));
}

static void put_text(struct writing *to, struct weir_str text)
{
    char *p = weir_buf_reserve(to->out, text.n + AVRO_LONG_MAX);
    if (p) {
        char *end = avro_put_long(p, (int64_t)text.n);
        if (text.n) {
            memcpy(end, text.p, text.n);
        }
        to->out->n += (size_t)(end - p) + text.n;
    }
}

static void put_le(struct writing *to, uint64_t bits, size_t n)
{
    char bytes[8];
    for (size_t i = 0; i < n; i++) {
        bytes[i] = (char)(bits >> 8 * i);
    }
    weir_buf_add(to->out, bytes, n);
}

static void put_double(struct writing *to, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof(bits));
    put_le(to, bits, 8);
}

static void put_float(struct writing *to, float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof(bits));
    put_le(to, bits, 4);
}

/* ---- null ---- */

static APART bool write_null(struct writing *to, const struct avro_plan *plan)
{
    if (plan->sch && !plan->sch->optional) {
        return FAIL(to, "Found null value for non-optional schema");
    }
    if (plan->null_branch < 0) {
        return FAIL(to, "Error serializing Avro message: the schema has no place for a null");
    }
    avro_long(to->out, plan->null_branch);
    return true;
}

/* ---- bytes ---- */

/* Decimals are filled up on the left with their sign; anything else has to have the size. */
static bool put_fixed(struct writing *to, const struct avro_plan *plan, struct weir_str bytes)
{
    bool decimal = plan->logical == WEIR_LOGICAL_DECIMAL;
    if (bytes.n > plan->n || (bytes.n < plan->n && !decimal)) {
        return FAIL(to, "Error serializing Avro message: %zu bytes for a fixed of %u", bytes.n,
                    plan->n);
    }
    size_t pad = plan->n - bytes.n;
    char *p = pad ? weir_buf_reserve(to->out, pad) : NULL;
    if (p) {
        memset(p, bytes.n && (bytes.p[0] & 0x80) ? 0xff : 0, pad);
        to->out->n += pad;
    }
    weir_buf_str(to->out, bytes);
    return true;
}

static bool put_bytes(struct writing *to, const struct avro_plan *plan, struct weir_str bytes)
{
    if (plan->how == AVRO_PUT_FIXED) {
        return put_fixed(to, plan, bytes);
    }
    if (plan->how == AVRO_PUT_RAW) {
        weir_buf_str(to->out, bytes);
    } else {
        put_text(to, bytes);
    }
    return true;
}

/* ---- logical types ---- */

static bool write_decimal(struct writing *to, const struct avro_plan *plan, struct weir_value val)
{
    if (val.type != WEIR_DECIMAL) {
        return FAIL(to, "Invalid type for Decimal, expected BigDecimal but was class %s",
                    java_class(val));
    }
    if (val.scale != plan->sch->scale) {
        return FAIL(to,
                    "Decimal value has mismatching scale for given Decimal schema. Schema has "
                    "scale %d, value has scale %d.",
                    plan->sch->scale, val.scale);
    }
    if (plan->sch->type != WEIR_BYTES) {
        return wrong_type(to, plan, val);
    }
    return put_bytes(to, plan, weir_value_str(val));
}

static bool write_date(struct writing *to, const struct avro_plan *plan, struct weir_value val)
{
    static const char *const names[] = {[WEIR_LOGICAL_DATE] = "Date",
                                        [WEIR_LOGICAL_TIME] = "Time",
                                        [WEIR_LOGICAL_TIMESTAMP] = "Timestamp"};
    int64_t ms;
    if (!json_date_ms(val, &ms)) {
        return FAIL(to, "Invalid type for %s, expected Date but was class %s", names[plan->logical],
                    java_class(val));
    }
    if (plan->how != AVRO_PUT_INT) {
        return wrong_type(to, plan, val);
    }
    if (plan->logical == WEIR_LOGICAL_DATE && val.type != WEIR_DATE && ms % JSON_DAY_MS != 0) {
        return FAIL(to, "Kafka Connect Date type should not have any time fields set to non-zero "
                        "values.");
    }
    if (plan->logical == WEIR_LOGICAL_TIME && (ms < 0 || ms > JSON_DAY_MS)) {
        return FAIL(to, "Kafka Connect Time type should not have any date fields set to non-zero "
                        "values.");
    }
    bool days = plan->logical == WEIR_LOGICAL_DATE;
    avro_long(to->out, days && val.type == WEIR_DATE ? val.i : days ? ms / JSON_DAY_MS : ms);
    return true;
}

static APART bool write_logical(struct writing *to, const struct avro_plan *plan,
                                struct weir_value val)
{
    return plan->logical == WEIR_LOGICAL_DECIMAL ? write_decimal(to, plan, val)
                                                 : write_date(to, plan, val);
}

/* ---- containers ---- */

static APART bool write_symbol(struct writing *to, const struct avro_plan *plan,
                               struct weir_value val)
{
    struct weir_str text = weir_value_str(val);
    for (size_t i = 0; i < plan->symbols->n_symbols; i++) {
        if (weir_str_eq(plan->symbols->symbols[i], text)) {
            avro_long(to->out, (int64_t)i);
            return true;
        }
    }
    return FAIL(to, "Error serializing Avro message: \"%.*s\" is not a symbol of the enum %.*s",
                WEIR_STR_ARG(text), WEIR_STR_ARG(plan->symbols->name));
}

/* One block with all items, and the empty one that ends it. */
static APART bool write_items(struct writing *to, const struct avro_plan *plan,
                              struct weir_value val)
{
    uint32_t each = val.type == WEIR_MAP ? 2 : 1;
    if (val.n) {
        avro_long(to->out, val.n);
    }
    for (uint32_t i = 0; i < val.n; i++) {
        const struct weir_value *item = &val.items[each * i];
        if (plan->how == AVRO_PUT_MAP) {
            if (item->type != WEIR_STRING) {
                return wrong_type(to, plan, *item);
            }
            put_text(to, weir_value_str(*item));
        } else if (!write_value(to, &plan->children[0], *item)) {
            return false;
        }
        if (each == 2 && !write_value(to, &plan->children[plan->n - 1], item[1])) {
            return false;
        }
    }
    avro_long(to->out, 0);
    return true;
}

static bool write_record(struct writing *to, const struct avro_plan *plan, struct weir_value val)
{
    if (val.n != plan->sch->n_fields) {
        return FAIL(to, "Mismatching struct schema");
    }
    for (uint32_t i = 0; i < plan->n; i++) {
        const struct avro_plan *part = &plan->children[i];
        if (part->how == AVRO_PUT_CONSTANT) {
            weir_buf_str(to->out, part->constant);
            continue;
        }
        struct weir_value item = val.items[part->field];
        if (item.type == WEIR_NULL && part->use_default) {
            item = part->sch->def;
        }
        if (!write_value(to, part, item)) {
            return false;
        }
    }
    return true;
}

/* The first field that is set says which branch it is. */
static APART bool write_branches(struct writing *to, const struct avro_plan *plan,
                                 struct weir_value val)
{
    if (val.n != plan->n) {
        return FAIL(to, "Mismatching struct schema");
    }
    for (uint32_t i = 0; i < plan->n; i++) {
        const struct avro_plan *part = &plan->children[i];
        struct weir_value item = val.items[i];
        item = item.type == WEIR_NULL && part->use_default ? part->sch->def : item;
        if (item.type != WEIR_NULL) {
            return write_value(to, part, item);
        }
    }
    return write_null(to, plan);
}

/* ---- without a schema ---- */

/* Fields of the record for data without a schema, in its order. */
enum {
    ANY_BOOLEAN,
    ANY_BYTES,
    ANY_DOUBLE,
    ANY_FLOAT,
    ANY_INT,
    ANY_LONG,
    ANY_STRING,
    ANY_ARRAY,
    ANY_MAP,
    ANY_FIELDS
};

static void put_nulls(struct writing *to, int n)
{
    static const char zeros[ANY_FIELDS];
    weir_buf_add(to->out, zeros, (size_t)n);
}

static int any_field(struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_BOOLEAN:
        return ANY_BOOLEAN;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
        return ANY_INT;
    case WEIR_INT64:
        return ANY_LONG;
    case WEIR_FLOAT32:
        return ANY_FLOAT;
    case WEIR_FLOAT64:
        return ANY_DOUBLE;
    case WEIR_STRING:
        return ANY_STRING;
    case WEIR_ARRAY:
        return ANY_ARRAY;
    case WEIR_MAP:
        return ANY_MAP;
    case WEIR_NULL:
    case WEIR_BYTES:
    case WEIR_STRUCT:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return ANY_FIELDS;
}

static bool write_anything(struct writing *to, struct weir_value val, int depth);

static bool write_any_items(struct writing *to, struct weir_value val, int depth)
{
    uint32_t n = val.type == WEIR_MAP ? 2 * val.n : val.n;
    if (n) {
        avro_long(to->out, val.n);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!write_anything(to, val.items[i], depth + 1)) {
            return false;
        }
    }
    avro_long(to->out, 0);
    return true;
}

static bool write_anything(struct writing *to, struct weir_value val, int depth)
{
    int field = any_field(val);
    if (val.type == WEIR_NULL) {
        put_nulls(to, ANY_FIELDS);
        return true;
    }
    if (field == ANY_FIELDS) {
        return FAIL(to, "Unknown Java type for schemaless data: class %s", java_class(val));
    }
    if (depth >= WEIR_JSON_DEPTH_MAX) {
        return FAIL(to, "the value is nested too deep");
    }
    put_nulls(to, field);
    avro_long(to->out, 1);
    if (field == ANY_BOOLEAN) {
        weir_buf_char(to->out, val.b ? 1 : 0);
    } else if (field == ANY_FLOAT) {
        put_float(to, val.f32);
    } else if (field == ANY_DOUBLE) {
        put_double(to, val.f64);
    } else if (field == ANY_STRING) {
        put_text(to, weir_value_str(val));
    } else if (field == ANY_INT || field == ANY_LONG) {
        avro_long(to->out, val.i);
    } else if (!write_any_items(to, val, depth)) {
        return false;
    }
    put_nulls(to, ANY_FIELDS - 1 - field);
    return true;
}

/* ---- any value ---- */

static bool write_value(struct writing *to, const struct avro_plan *plan, struct weir_value val)
{
    if (val.type == WEIR_NULL) {
        return plan->how == AVRO_PUT_BRANCHES && plan->sch->optional ? write_null(to, plan)
               : plan->how == AVRO_PUT_ANYTHING                      ? write_anything(to, val, 0)
                                                                     : write_null(to, plan);
    }
    if (plan->branch >= 0) {
        avro_long(to->out, plan->branch);
    }
    if (plan->logical != WEIR_LOGICAL_NONE) {
        return write_logical(to, plan, val);
    }
    if (plan->sch && val.type != plan->sch->type) {
        return wrong_type(to, plan, val);
    }
    switch (plan->how) {
    case AVRO_PUT_INT:
        avro_long(to->out, val.i);
        return true;
    case AVRO_PUT_FLOAT:
        put_float(to, val.type == WEIR_FLOAT32 ? val.f32 : (float)val.i);
        return true;
    case AVRO_PUT_DOUBLE:
        put_double(to, val.type == WEIR_FLOAT64   ? val.f64
                       : val.type == WEIR_FLOAT32 ? (double)val.f32
                                                  : (double)val.i);
        return true;
    case AVRO_PUT_BOOLEAN:
        weir_buf_char(to->out, val.b ? 1 : 0);
        return true;
    case AVRO_PUT_TEXT:
    case AVRO_PUT_RAW:
    case AVRO_PUT_FIXED:
        return put_bytes(to, plan, weir_value_str(val));
    case AVRO_PUT_SYMBOL:
        return write_symbol(to, plan, val);
    case AVRO_PUT_ARRAY:
    case AVRO_PUT_MAP:
    case AVRO_PUT_ENTRIES:
        return write_items(to, plan, val);
    case AVRO_PUT_RECORD:
        return write_record(to, plan, val);
    case AVRO_PUT_BRANCHES:
        return write_branches(to, plan, val);
    case AVRO_PUT_ANYTHING:
        return write_anything(to, val, 0);
    case AVRO_PUT_CONSTANT:
        break;
    }
    return wrong_type(to, plan, val);
}

enum weir_verdict avro_write(const struct avro_plan *plan, struct weir_value val,
                             struct weir_buf *out, struct weir_err *err)
{
    struct writing to = {.out = out, .err = err};
    return write_value(&to, plan, val) ? WEIR_OK : err->class;
}

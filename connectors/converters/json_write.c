/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_write.c: a record's value goes in, its JSON text goes straight to the buffer.
 * json_converter.c puts the envelope around it.
 */
#include "json_write.h"

#include <weir/decimal.h>
#include <weir/digits.h>
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

/*
 * Where a struct's members go: a place in the buffer, and up to where there is room for a member.
 * The buffer's own length is put right before anything else writes to it.
 */
struct cursor {
    struct weir_buf *out;
    size_t room; /* of the plan */
    char *to;
    const char *limit;
};

static inline void leave(struct cursor *at)
{
    at->out->n = (size_t)(at->to - at->out->p);
}

/* False: the buffer is full, which whoever gave it looks at. */
static inline bool enter(struct cursor *at)
{
    at->to = weir_buf_reserve(at->out, at->room);
    if (!at->to) {
        return false;
    }
    at->limit = at->out->p + at->out->cap - at->room;
    return true;
}

/* Short texts that may be read beyond: a few blocks are quicker than a call of memcpy. */
static inline void put_blocks(struct cursor *at, const char *text, size_t n)
{
    memcpy(at->to, text, JSON_NAME_PAD);
    for (size_t i = JSON_NAME_PAD; i < n; i += JSON_NAME_PAD) {
        memcpy(at->to + i, text + i, JSON_NAME_PAD);
    }
    at->to += n;
}

static inline uint64_t word(const char *p)
{
    uint64_t x = 0;
    memcpy(&x, p, sizeof(x));
    return x;
}

static inline uint32_t half_word(const char *p)
{
    uint32_t x = 0;
    memcpy(&x, p, sizeof(x));
    return x;
}

/* At most JSON_MEMO_VALUE bytes, by words that overlap. */
static inline bool same_text(const char *a, const char *b, size_t n)
{
    if (n >= 8) {
        return word(a) == word(b) && word(a + n - 8) == word(b + n - 8) &&
               (n <= 16 || word(a + 8) == word(b + 8));
    }
    if (n >= 4) {
        return half_word(a) == half_word(b) && half_word(a + n - 4) == half_word(b + n - 4);
    }
    return n == 0 || (a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1]);
}

static inline bool is_same(const struct json_memo *memo, struct weir_value val)
{
    if (memo->type != val.type) {
        return false;
    }
    return val.type == WEIR_STRING ? memo->n == val.n && same_text(memo->value, val.p, val.n)
                                   : val.type == WEIR_NULL || memo->i == val.i;
}

static APART void keep(struct json_memo *memo, struct weir_value val, const char *text, size_t n)
{
    memo->luck--;
    memo->type = JSON_NOT_PLAIN;
    if (n > JSON_MEMO_MEMBER || (val.type == WEIR_STRING && val.n > JSON_MEMO_VALUE)) {
        return;
    }
    memo->type = val.type;
    if (val.type == WEIR_STRING) {
        memo->n = val.n;
        if (val.n) {
            memcpy(memo->value, val.p, val.n);
        }
    } else {
        memo->i = val.i;
    }
    memo->n_member = (uint16_t)n;
    memcpy(memo->member, text, n);
}

/* json_write_value has all values, and says what is wrong with one. */
static inline bool write_apart(struct json_write *jw, const struct json_member *member,
                               struct weir_value val, struct cursor *at)
{
    leave(at);
    if (val.type == member->plain && val.type == WEIR_STRING) {
        weir_json_string(at->out, weir_value_str(val));
    } else if (!json_write_value(jw, member->plan, val)) {
        return false;
    }
    (void)enter(at);
    return true;
}

/* Of a number of up to 18 digits, and somewhat more. */
#define SHORT_DECIMAL 12

static inline void put_decimal(struct cursor *at, struct weir_value val)
{
    *at->to++ = '"';
    at->to = weir_base64_put(at->to, val.p, val.n);
    *at->to++ = '"';
}

/* The usual values in a few steps each. */
static inline bool write_new(struct json_write *jw, const struct json_member *member,
                             struct weir_value val, struct cursor *at)
{
    put_blocks(at, member->name.p, member->name.n);
    if (val.type == WEIR_NULL && member->null_stays) {
        memcpy(at->to, "null", 4);
        at->to += 4;
        return true;
    }
    if (val.type == member->plain && member->is_integer) {
        at->to += weir_digits_i64(at->to, val.i);
        return true;
    }
    if (val.type == WEIR_DECIMAL && member->is_decimal && val.n <= SHORT_DECIMAL &&
        val.scale == member->plan->sch->scale) {
        put_decimal(at, val);
        return true;
    }
    return write_apart(jw, member, val, at);
}

static inline bool write_member(struct json_write *jw, const struct json_member *member,
                                struct weir_value val, struct cursor *at)
{
    struct json_memo *memo = member->memo;
    /* What a null becomes is kept for records alone: defaults of schemas are written otherwise. */
    bool is_kept = val.type != WEIR_NULL || jw->null_default;
    bool is_lucky = memo && memo->luck >= 0 && is_kept;
    if (is_lucky && is_same(memo, val)) {
        memo->luck = (int8_t)(memo->luck + (memo->luck < JSON_MEMO_LUCK ? 2 : 0));
        put_blocks(at, memo->member, memo->n_member);
        return true;
    }
    size_t from = (size_t)(at->to - at->out->p);
    if (!write_new(jw, member, val, at)) {
        return false;
    }
    if (is_lucky && at->to) {
        const char *text = at->out->p + from;
        keep(memo, val, text, (size_t)(at->to - text));
    }
    return true;
}

static bool write_members(struct json_write *jw, const struct json_plan *plan,
                          const struct weir_value *items)
{
    struct cursor at = {.out = jw->out, .room = plan->room};
    const struct json_member *end = plan->members + plan->sch->n_fields;
    if (!enter(&at)) {
        return true;
    }
    for (const struct json_member *member = plan->members; member < end; member++, items++) {
        if (at.to > at.limit) {
            leave(&at);
            if (!enter(&at)) {
                return true;
            }
        }
        if (!write_member(jw, member, *items, &at)) {
            return false;
        }
        if (!at.to) {
            return true;
        }
    }
    leave(&at);
    return true;
}

static APART bool write_struct(struct json_write *jw, const struct json_plan *plan,
                               struct weir_value val)
{
    if (!plan || val.n != plan->sch->n_fields) {
        return FAIL(jw, "Mismatching schema.");
    }
    if (val.n == 0) {
        weir_buf_char(jw->out, '{');
    } else if (!write_members(jw, plan, val.items)) {
        return false;
    }
    weir_buf_char(jw->out, '}');
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
        return write_struct(jw, plan, val);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return wrong_class(jw, plan, val);
}

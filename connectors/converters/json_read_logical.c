/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read_logical.c: JSON to Connect's Decimal, Date, Time, Timestamp and bytes.
 */
#include "json_read_parts.h"

#include <stdio.h>

#include <weir/decimal.h>

#include "common/arena_buf.h"
#include "common/json_number.h"

/* ---- bytes ---- */

/* Without the blanks that may stand before a group; false: there is one inside. */
static bool drop_blanks(struct weir_arena *arena, struct weir_str *text)
{
    char *to = NULL;
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++) {
        bool blank = (unsigned char)text->p[i] <= ' ';
        if (blank && !to) {
            to = weir_arena_bytes(arena, text->n);
            memcpy(to, text->p, i);
            n = i;
        }
        if (blank && n % 4 != 0) {
            return false;
        }
        if (to && !blank) {
            to[n++] = text->p[i];
        }
    }
    *text = to ? weir_str_n(to, n) : *text;
    return true;
}

bool json_base64(struct weir_arena *arena, struct weir_str text, struct weir_str *bytes)
{
    if (!drop_blanks(arena, &text) || text.n % 4 != 0) {
        return false;
    }
    struct weir_buf buf = arena_buf(arena, text.n);
    bool good = text.n == 0 || weir_buf_unbase64(&buf, text);
    *bytes = weir_buf_view(&buf);
    return good;
}

/* ---- logical types ---- */

static bool read_number(struct json_read *in, struct weir_value *val)
{
    int32_t scale = 0;
    struct weir_buf buf = arena_buf(in->arena, in->jr.text.n);
    bool good = weir_decimal_parse(in->jr.text, NULL, &buf, &scale) && scale >= INT16_MIN &&
                scale <= INT16_MAX;
    *val = weir_decimal(weir_buf_view(&buf), scale);
    return good || JSON_READ_FAIL(in, "Invalid number for Decimal field: %.*s has too many digits",
                                  (int)(in->jr.text.n < 100 ? in->jr.text.n : 100), in->jr.text.p);
}

static bool read_decimal(struct json_read *in, const struct weir_schema *sch,
                         enum weir_json_token at, struct weir_value *val)
{
    struct weir_str bytes;
    int64_t scale;
    if (at == WEIR_JSON_NUMBER) {
        return read_number(in, val);
    }
    if (at != WEIR_JSON_STRING) {
        return JSON_READ_FAIL(
            in,
            "Invalid type for Decimal, underlying representation should be numeric or "
            "bytes but was %s",
            json_node_type(at));
    }
    if (!json_base64(in->arena, json_read_text(in), &bytes) || bytes.n == 0 ||
        !weir_str_to_i64(weir_schema_param(sch, "scale"), &scale) || scale < INT16_MIN ||
        scale > INT16_MAX) {
        return JSON_READ_FAIL(in, "Invalid bytes for Decimal field");
    }
    *val = weir_decimal(bytes, (int)scale);
    return true;
}

static bool read_date(struct json_read *in, enum weir_json_token at, struct weir_value *val)
{
    int32_t days;
    if (at != WEIR_JSON_NUMBER || in->jr.fraction || !json_number_int(in->jr.text, &days)) {
        return JSON_READ_FAIL(
            in,
            "Invalid type for Date, underlying representation should be integer but "
            "was %s",
            json_node_type(at));
    }
    *val = weir_int(WEIR_DATE, days);
    return true;
}

static bool read_time(struct json_read *in, enum weir_json_token at, struct weir_value *val)
{
    int32_t ms;
    if (at != WEIR_JSON_NUMBER || in->jr.fraction || !json_number_int(in->jr.text, &ms)) {
        return JSON_READ_FAIL(
            in,
            "Invalid type for Time, underlying representation should be integer but "
            "was %s",
            json_node_type(at));
    }
    if (ms < 0 || ms > JSON_DAY_MS) {
        return JSON_READ_FAIL(
            in, "Time values must use number of milliseconds greater than 0 and less than "
                "86400000");
    }
    *val = weir_int(WEIR_TIME, ms);
    return true;
}

static bool read_timestamp(struct json_read *in, enum weir_json_token at, struct weir_value *val)
{
    if (at != WEIR_JSON_NUMBER || in->jr.fraction) {
        return JSON_READ_FAIL(
            in,
            "Invalid type for Timestamp, underlying representation should be integral "
            "but was %s",
            json_node_type(at));
    }
    *val = weir_int(WEIR_TIMESTAMP, json_number_long(in->jr.text));
    return true;
}

bool json_read_logical(struct json_read *in, const struct weir_schema *sch,
                       enum weir_logical logical, enum weir_json_token at, struct weir_value *val)
{
    switch (logical) {
    case WEIR_LOGICAL_DECIMAL:
        return read_decimal(in, sch, at, val);
    case WEIR_LOGICAL_DATE:
        return read_date(in, at, val);
    case WEIR_LOGICAL_TIME:
        return read_time(in, at, val);
    case WEIR_LOGICAL_TIMESTAMP:
        return read_timestamp(in, at, val);
    case WEIR_LOGICAL_NONE:
        break;
    }
    return false;
}

/* ---- what Struct.put checks ---- */

static bool check_value(const struct weir_schema *sch, struct weir_value val, const char *where,
                        struct weir_err *err)
{
    char inside[512];
    if (val.type == WEIR_NULL) {
        if (!sch->optional) {
            weir_err_set(err, WEIR_BAD_DATA,
                         "Invalid value: null used for required %s, schema "
                         "type: %s",
                         where, weir_type_name((enum weir_type)sch->type));
        }
        return sch->optional;
    }
    for (uint32_t i = 0; val.type == WEIR_ARRAY && i < val.n; i++) {
        snprintf(inside, sizeof(inside), "element of array %s", where);
        if (!check_value(sch->value_schema, val.items[i], inside, err)) {
            return false;
        }
    }
    for (uint32_t i = 0; val.type == WEIR_MAP && i < val.n; i++) {
        snprintf(inside, sizeof(inside), "value of map %s", where);
        if (!check_value(sch->value_schema, val.items[2 * i + 1], inside, err)) {
            return false;
        }
    }
    return true;
}

bool json_check_lost(const struct weir_field *field, struct weir_value val, struct weir_err *err)
{
    char where[256];
    snprintf(where, sizeof(where), "field: \"%.*s\"", WEIR_STR_ARG(field->name));
    return check_value(field->schema, val, where, err);
}

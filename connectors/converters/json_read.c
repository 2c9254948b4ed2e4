/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read.c: tokens come in, a value in the batch's arena goes out. What is lenient here is so in
 * Java: a wrong JSON type gives 0, false or null, unknown members are passed over.
 */
#include "common/json_number.h"
#include "json_read_parts.h"

const char *json_node_type(enum weir_json_token at)
{
    switch (at) {
    case WEIR_JSON_NULL:
        return "NULL";
    case WEIR_JSON_TRUE:
    case WEIR_JSON_FALSE:
        return "BOOLEAN";
    case WEIR_JSON_NUMBER:
        return "NUMBER";
    case WEIR_JSON_STRING:
        return "STRING";
    case WEIR_JSON_OBJECT:
        return "OBJECT";
    case WEIR_JSON_ARRAY:
        return "ARRAY";
    case WEIR_JSON_END:
    case WEIR_JSON_NAME:
    case WEIR_JSON_OBJECT_END:
    case WEIR_JSON_ARRAY_END:
    case WEIR_JSON_ERROR:
        break;
    }
    return "MISSING";
}

bool json_read_skip(struct json_read *in, enum weir_json_token at)
{
    return (at != WEIR_JSON_OBJECT && at != WEIR_JSON_ARRAY) || weir_json_skip(&in->jr, at);
}

bool json_read_null(struct json_read *in, const struct weir_schema *sch, struct weir_value *val)
{
    bool use_default = sch && sch->has_default && in->null_default;
    *val = use_default ? sch->def : weir_null();
    if (val->type == WEIR_NULL && sch && !sch->optional) {
        return JSON_READ_FAIL(in, "Invalid null value for required %s field",
                              weir_type_name((enum weir_type)sch->type));
    }
    return true;
}

static bool read_any(struct json_read *in, enum weir_json_token at, struct weir_value *val)
{
    switch (at) {
    case WEIR_JSON_TRUE:
    case WEIR_JSON_FALSE:
        *val = weir_bool(at == WEIR_JSON_TRUE);
        return true;
    case WEIR_JSON_NUMBER:
        *val = in->jr.fraction ? weir_f64(json_number_double(in->jr.text))
                               : weir_int(WEIR_INT64, json_number_long(in->jr.text));
        return true;
    case WEIR_JSON_STRING:
        *val = weir_string(json_read_text(in));
        return true;
    case WEIR_JSON_OBJECT:
        return json_read_members(in, NULL, val);
    case WEIR_JSON_ARRAY:
        return json_read_list(in, NULL, at, val);
    case WEIR_JSON_END:
    case WEIR_JSON_NULL:
        *val = weir_null();
        return true;
    case WEIR_JSON_NAME:
    case WEIR_JSON_OBJECT_END:
    case WEIR_JSON_ARRAY_END:
    case WEIR_JSON_ERROR:
        break;
    }
    return false;
}

static bool read_number(struct json_read *in, const struct weir_schema *sch,
                        enum weir_json_token at, struct weir_value *val)
{
    bool number = at == WEIR_JSON_NUMBER;
    enum weir_type type = (enum weir_type)sch->type;
    if (type == WEIR_FLOAT32) {
        *val = weir_f32(number ? json_number_float(in->jr.text) : 0);
        return json_read_skip(in, at);
    }
    if (type == WEIR_FLOAT64) {
        *val = weir_f64(number ? json_number_double(in->jr.text) : 0);
        return json_read_skip(in, at);
    }
    int64_t x = number ? json_number_long(in->jr.text) : 0;
    x = type == WEIR_INT8    ? (int8_t)x
        : type == WEIR_INT16 ? (int16_t)x
        : type == WEIR_INT32 ? (int32_t)x
                             : x;
    *val = weir_int(type, x);
    return json_read_skip(in, at);
}

static bool read_string(struct json_read *in, const struct weir_schema *sch,
                        enum weir_json_token at, struct weir_value *val)
{
    if (at == WEIR_JSON_STRING) {
        *val = weir_string(json_read_text(in));
        return true;
    }
    *val = weir_null();
    in->lost = in->lost || !sch->optional;
    return json_read_skip(in, at);
}

static bool read_bytes(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                       struct weir_value *val)
{
    struct weir_str bytes;
    if (at != WEIR_JSON_STRING) {
        *val = weir_null();
        in->lost = in->lost || !sch->optional;
        return json_read_skip(in, at);
    }
    if (!json_base64(in->arena, json_read_text(in), &bytes)) {
        return JSON_READ_FAIL(in, "Invalid bytes field");
    }
    *val = weir_bytes(bytes);
    return true;
}

bool json_read_value(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                     struct weir_value *val)
{
    if (at == WEIR_JSON_ERROR) {
        return false;
    }
    if (!sch) {
        return read_any(in, at, val);
    }
    if (at == WEIR_JSON_NULL) {
        return json_read_null(in, sch, val);
    }
    enum weir_logical logical = json_logical(sch);
    if (logical != WEIR_LOGICAL_NONE) {
        return json_read_logical(in, sch, logical, at, val);
    }
    switch ((enum weir_type)sch->type) {
    case WEIR_BOOLEAN:
        *val = weir_bool(at == WEIR_JSON_TRUE);
        return json_read_skip(in, at);
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_FLOAT32:
    case WEIR_FLOAT64:
        return read_number(in, sch, at, val);
    case WEIR_STRING:
        return read_string(in, sch, at, val);
    case WEIR_BYTES:
        return read_bytes(in, sch, at, val);
    case WEIR_ARRAY:
        return json_read_list(in, sch, at, val);
    case WEIR_MAP:
        return json_read_map(in, sch, at, val);
    case WEIR_STRUCT:
        return json_read_struct(in, sch, at, val);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return JSON_READ_FAIL(in, "Unknown schema type: %s", weir_type_name((enum weir_type)sch->type));
}

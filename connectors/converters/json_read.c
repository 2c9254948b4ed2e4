/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read.c: tokens come in, a value in the batch's arena goes out. What is lenient here is so in
 * Java: a wrong JSON type gives 0, false or null, unknown members are passed over.
 */
#include "json_read.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "json_map.h"
#include "json_number.h"
#include "json_read_logical.h"

#define FAIL(in, ...) (weir_err_set((in)->err, WEIR_BAD_DATA, __VA_ARGS__), false)

/* No value has this type: the member has not come yet. */
#define ABSENT 0xff

void json_stack_free(struct json_stack *stack)
{
    free(stack->items);
    *stack = (struct json_stack){0};
}

static void push(struct json_stack *stack, struct weir_value val)
{
    if (stack->n == stack->cap) {
        stack->cap = stack->cap ? stack->cap * 2 : 64;
        stack->items = weir_xrealloc(stack->items, stack->cap, sizeof(*stack->items));
    }
    stack->items[stack->n++] = val;
}

/* What lies above `from` moves to the arena. */
static struct weir_value *pop(struct json_read *in, size_t from)
{
    size_t bytes = (in->stack->n - from) * sizeof(struct weir_value);
    struct weir_value *items = weir_arena_alloc(in->arena, bytes);
    if (bytes) {
        memcpy(items, in->stack->items + from, bytes);
    }
    in->stack->n = from;
    return items;
}

/* Jackson's name of a node that begins with this token. */
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

static bool skip(struct json_read *in, enum weir_json_token at)
{
    return (at != WEIR_JSON_OBJECT && at != WEIR_JSON_ARRAY) || weir_json_skip(&in->jr, at);
}

static bool read_null(struct json_read *in, const struct weir_schema *sch, struct weir_value *val)
{
    bool use_default = sch && sch->has_default && in->null_default;
    *val = use_default ? sch->def : weir_null();
    if (val->type == WEIR_NULL && sch && !sch->optional) {
        return FAIL(in, "Invalid null value for required %s field",
                    weir_type_name((enum weir_type)sch->type));
    }
    return true;
}

static struct weir_str read_text(struct json_read *in)
{
    return in->jr.escaped ? weir_json_unescape(in->arena, &in->jr) : in->jr.text;
}

/* ---- containers ---- */

/* Java iterates over whatever the node is: an object's values, nothing in a scalar. */
static bool read_items(struct json_read *in, const struct weir_schema *sch,
                       enum weir_json_token at, struct weir_value *val)
{
    size_t from = in->stack->n;
    bool nested = at == WEIR_JSON_ARRAY || at == WEIR_JSON_OBJECT;
    while (nested) {
        struct weir_value item;
        at = weir_json_next(&in->jr);
        if (at == WEIR_JSON_ARRAY_END || at == WEIR_JSON_OBJECT_END) {
            break;
        }
        at = at == WEIR_JSON_NAME ? weir_json_next(&in->jr) : at;
        if (!json_read_value(in, sch ? sch->value_schema : NULL, at, &item)) {
            return false;
        }
        push(in->stack, item);
    }
    size_t n = in->stack->n - from;
    *val = weir_items(WEIR_ARRAY, pop(in, from), n);
    return true;
}

static void end_map(struct json_read *in, size_t from, struct weir_value *val)
{
    size_t n = (in->stack->n - from) / 2;
    struct weir_value *items = pop(in, from);
    n = json_map_unique(in->arena, items, n);
    *val = weir_items(WEIR_MAP, items, n);
}

static bool read_members(struct json_read *in, const struct weir_schema *values,
                         struct weir_value *val)
{
    size_t from = in->stack->n;
    for (;;) {
        struct weir_value item;
        enum weir_json_token at = weir_json_next(&in->jr);
        if (at == WEIR_JSON_OBJECT_END) {
            end_map(in, from, val);
            return true;
        }
        if (at != WEIR_JSON_NAME) {
            return false;
        }
        push(in->stack, weir_string(read_text(in)));
        if (!json_read_value(in, values, weir_json_next(&in->jr), &item)) {
            return false;
        }
        push(in->stack, item);
    }
}

/* Reads one [key,value]. */
static bool read_pair(struct json_read *in, const struct weir_schema *sch)
{
    struct weir_value item;
    size_t n = 0;
    for (;; n++) {
        enum weir_json_token at = weir_json_next(&in->jr);
        if (at == WEIR_JSON_ARRAY_END) {
            break;
        }
        if (n >= 2 && at != WEIR_JSON_ERROR) {
            if (!skip(in, at)) {
                return false;
            }
            continue;
        }
        if (!json_read_value(in, n == 0 ? sch->key_schema : sch->value_schema, at, &item)) {
            return false;
        }
        push(in->stack, item);
    }
    return n == 2 || FAIL(in, "Found invalid map entry, expected length 2 but found :%zu", n);
}

static bool read_pairs(struct json_read *in, const struct weir_schema *sch, struct weir_value *val)
{
    size_t from = in->stack->n;
    for (;;) {
        enum weir_json_token at = weir_json_next(&in->jr);
        if (at == WEIR_JSON_ARRAY_END) {
            end_map(in, from, val);
            return true;
        }
        if (at == WEIR_JSON_ERROR) {
            return false;
        }
        if (at != WEIR_JSON_ARRAY) {
            return FAIL(in, "Found invalid map entry instead of array tuple: %s",
                        json_node_type(at));
        }
        if (!read_pair(in, sch)) {
            return false;
        }
    }
}

static bool read_map(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                     struct weir_value *val)
{
    if (sch->key_schema->type == WEIR_STRING) {
        return at == WEIR_JSON_OBJECT
                   ? read_members(in, sch->value_schema, val)
                   : FAIL(in, "Maps with string fields should be encoded as JSON objects, but found "
                              "%s", json_node_type(at));
    }
    return at == WEIR_JSON_ARRAY
               ? read_pairs(in, sch, val)
               : FAIL(in, "Maps with non-string fields should be encoded as JSON array of tuples, "
                          "but found %s", json_node_type(at));
}

/* ---- structs ---- */

/* The field of this name; mostly members come in the schema's order, and it is fields[next]. */
static int find_field(const struct weir_schema *sch, uint32_t next, struct weir_str name)
{
    if (next < sch->n_fields && weir_str_eq(sch->fields[next].name, name)) {
        return (int)next;
    }
    return weir_schema_field(sch, name);
}

static bool end_struct(struct json_read *in, const struct weir_schema *sch,
                       struct weir_value *fields)
{
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        if (fields[i].type == ABSENT && !read_null(in, sch->fields[i].schema, &fields[i])) {
            return false;
        }
        if (in->lost && !json_check_lost(&sch->fields[i], fields[i], in->err)) {
            return false;
        }
    }
    return true;
}

static bool read_struct(struct json_read *in, const struct weir_schema *sch,
                        enum weir_json_token at, struct weir_value *val)
{
    if (at != WEIR_JSON_OBJECT) {
        return FAIL(in, "Structs should be encoded as JSON objects, but found %s",
                    json_node_type(at));
    }
    struct weir_value *fields =
        weir_arena_alloc(in->arena, weir_arena_product(sch->n_fields, sizeof(*fields)));
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        fields[i].type = ABSENT;
    }
    uint32_t next = 0;
    while ((at = weir_json_next(&in->jr)) == WEIR_JSON_NAME) {
        int i = find_field(sch, next, read_text(in));
        at = weir_json_next(&in->jr);
        if (i < 0) {
            if (at == WEIR_JSON_ERROR || !skip(in, at)) {
                return false;
            }
            continue;
        }
        if (!json_read_value(in, sch->fields[i].schema, at, &fields[i])) {
            return false;
        }
        next = (uint32_t)i + 1;
    }
    *val = weir_items(WEIR_STRUCT, fields, sch->n_fields);
    return at == WEIR_JSON_OBJECT_END && end_struct(in, sch, fields);
}

/* ---- any value ---- */

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
        *val = weir_string(read_text(in));
        return true;
    case WEIR_JSON_OBJECT:
        return read_members(in, NULL, val);
    case WEIR_JSON_ARRAY:
        return read_items(in, NULL, at, val);
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
        return skip(in, at);
    }
    if (type == WEIR_FLOAT64) {
        *val = weir_f64(number ? json_number_double(in->jr.text) : 0);
        return skip(in, at);
    }
    int64_t x = number ? json_number_long(in->jr.text) : 0;
    x = type == WEIR_INT8    ? (int8_t)x
        : type == WEIR_INT16 ? (int16_t)x
        : type == WEIR_INT32 ? (int32_t)x
                             : x;
    *val = weir_int(type, x);
    return skip(in, at);
}

static bool read_string(struct json_read *in, const struct weir_schema *sch,
                        enum weir_json_token at, struct weir_value *val)
{
    if (at == WEIR_JSON_STRING) {
        *val = weir_string(read_text(in));
        return true;
    }
    *val = weir_null();
    in->lost = in->lost || !sch->optional;
    return skip(in, at);
}

static bool read_bytes(struct json_read *in, const struct weir_schema *sch,
                       enum weir_json_token at, struct weir_value *val)
{
    struct weir_str bytes;
    if (at != WEIR_JSON_STRING) {
        *val = weir_null();
        in->lost = in->lost || !sch->optional;
        return skip(in, at);
    }
    if (!json_base64(in->arena, read_text(in), &bytes)) {
        return FAIL(in, "Invalid bytes field");
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
        return read_null(in, sch, val);
    }
    enum weir_logical logical = json_logical(sch);
    if (logical != WEIR_LOGICAL_NONE) {
        return json_read_logical(in, sch, logical, at, val);
    }
    switch ((enum weir_type)sch->type) {
    case WEIR_BOOLEAN:
        *val = weir_bool(at == WEIR_JSON_TRUE);
        return skip(in, at);
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
        return read_items(in, sch, at, val);
    case WEIR_MAP:
        return read_map(in, sch, at, val);
    case WEIR_STRUCT:
        return read_struct(in, sch, at, val);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return FAIL(in, "Unknown schema type: %s", weir_type_name((enum weir_type)sch->type));
}

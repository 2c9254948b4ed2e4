/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read_items.c: lists, maps and structs from JSON. Their items gather on a stack, for nobody
 * knows how many will come, and move to the arena when the container ends.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "common/json_map.h"
#include "json_read_parts.h"

/* No value has this type: the member has not come yet. */
#define ABSENT 0xff

#define STACK_KEEP 65536 /* values: 1 MiB */

void json_stack_free(struct json_stack *stack)
{
    free(stack->items);
    *stack = (struct json_stack){0};
}

void json_stack_shrink(struct json_stack *stack)
{
    if (stack->cap > STACK_KEEP) {
        json_stack_free(stack);
    }
    stack->n = 0;
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

/* ---- lists and maps ---- */

/* Java iterates over whatever the node is: an object's values, nothing in a scalar. */
bool json_read_list(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                    struct weir_value *val)
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

bool json_read_members(struct json_read *in, const struct weir_schema *values,
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
        push(in->stack, weir_string(json_read_text(in)));
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
            if (!json_read_skip(in, at)) {
                return false;
            }
            continue;
        }
        if (!json_read_value(in, n == 0 ? sch->key_schema : sch->value_schema, at, &item)) {
            return false;
        }
        push(in->stack, item);
    }
    return n == 2 ||
           JSON_READ_FAIL(in, "Found invalid map entry, expected length 2 but found :%zu", n);
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
            return JSON_READ_FAIL(in, "Found invalid map entry instead of array tuple: %s",
                                  json_node_type(at));
        }
        if (!read_pair(in, sch)) {
            return false;
        }
    }
}

bool json_read_map(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                   struct weir_value *val)
{
    if (sch->key_schema->type == WEIR_STRING) {
        return at == WEIR_JSON_OBJECT
                   ? json_read_members(in, sch->value_schema, val)
                   : JSON_READ_FAIL(
                         in,
                         "Maps with string fields should be encoded as JSON objects, but found "
                         "%s",
                         json_node_type(at));
    }
    return at == WEIR_JSON_ARRAY
               ? read_pairs(in, sch, val)
               : JSON_READ_FAIL(
                     in,
                     "Maps with non-string fields should be encoded as JSON array of tuples, "
                     "but found %s",
                     json_node_type(at));
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
        if (fields[i].type == ABSENT && !json_read_null(in, sch->fields[i].schema, &fields[i])) {
            return false;
        }
        if (in->lost && !json_check_lost(&sch->fields[i], fields[i], in->err)) {
            return false;
        }
    }
    return true;
}

bool json_read_struct(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                      struct weir_value *val)
{
    if (at != WEIR_JSON_OBJECT) {
        return JSON_READ_FAIL(in, "Structs should be encoded as JSON objects, but found %s",
                              json_node_type(at));
    }
    struct weir_value *fields =
        weir_arena_alloc(in->arena, weir_arena_product(sch->n_fields, sizeof(*fields)));
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        fields[i].type = ABSENT;
    }
    uint32_t next = 0;
    for (;;) {
        int i = (int)next;
        if (next >= sch->n_fields || !weir_json_member(&in->jr, sch->fields[next].name)) {
            at = weir_json_next(&in->jr);
            if (at != WEIR_JSON_NAME) {
                break;
            }
            i = find_field(sch, next, json_read_text(in));
        }
        at = weir_json_next(&in->jr);
        if (i < 0) {
            if (at == WEIR_JSON_ERROR || !json_read_skip(in, at)) {
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

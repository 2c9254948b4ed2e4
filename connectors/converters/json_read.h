/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read.h: one JSON value to a record's value, guided by its schema, as JsonConverter's
 * convertToConnect reads what Jackson parsed. No tree is built.
 */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <weir/json.h>
#include <weir/schema.h>

/* Items of containers that are not complete yet. Grows with the deepest record seen. */
struct json_stack {
    struct weir_value *items;
    size_t n;
    size_t cap;
};

void json_stack_free(struct json_stack *stack);
/* Empties it; what one huge record took is given back. */
void json_stack_shrink(struct json_stack *stack);

struct json_read {
    struct weir_json_reader jr;
    struct weir_arena *arena; /* the values' */
    struct json_stack *stack;
    bool null_default; /* replace.null.with.default */
    bool lost;         /* a text or bytes that must not be null was not one, and became null */
    struct weir_err *err;
};

/*
 * Reads the value whose first token is `at`; END stands for no value at all. sch NULL: objects
 * become maps, arrays lists. Texts point into the input where they hold no escapes. False: a data
 * error is in err, or jr has the syntax error.
 */
bool json_read_value(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                     struct weir_value *val);

#endif

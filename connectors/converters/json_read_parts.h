/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read_parts.h: what the files that read JSON values share: json_read.c (any value, plain
 * ones), json_read_items.c (containers), json_read_logical.c (decimals, dates, bytes).
 */
#ifndef JSON_READ_PARTS_H
#define JSON_READ_PARTS_H

#include "common/json_logical.h"
#include "json_read.h"

/* Ends a reading function with a data error. */
#define JSON_READ_FAIL(in, ...) (weir_err_set((in)->err, WEIR_BAD_DATA, __VA_ARGS__), false)

/* Jackson's name of a node that begins with this token. */
const char *json_node_type(enum weir_json_token at);
/* The text of the string or name just read. */
static inline struct weir_str json_read_text(struct json_read *in)
{
    return in->jr.escaped ? weir_json_unescape(in->arena, &in->jr) : in->jr.text;
}
/* Passes over the rest of the value that begins with this token. */
bool json_read_skip(struct json_read *in, enum weir_json_token at);
/* A null, or a member that is not there: the default, null, or an error. */
bool json_read_null(struct json_read *in, const struct weir_schema *sch, struct weir_value *val);

/* ---- json_read_items.c; sch NULL: no schema ---- */
bool json_read_list(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                    struct weir_value *val);
bool json_read_members(struct json_read *in, const struct weir_schema *values,
                       struct weir_value *val);
bool json_read_map(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                   struct weir_value *val);
bool json_read_struct(struct json_read *in, const struct weir_schema *sch, enum weir_json_token at,
                      struct weir_value *val);

/* ---- json_read_logical.c ---- */
bool json_read_logical(struct json_read *in, const struct weir_schema *sch,
                       enum weir_logical logical, enum weir_json_token at, struct weir_value *val);
/* Base64 as Jackson reads it: padding required, blanks only between groups of four. */
bool json_base64(struct weir_arena *arena, struct weir_str text, struct weir_str *bytes);
/* False, with Java's text, if a null stands in this field where its schema does not allow one. */
bool json_check_lost(const struct weir_field *field, struct weir_value val, struct weir_err *err);

#endif

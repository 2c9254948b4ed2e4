/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_write.h: one value to JSON text, as JsonConverter's convertToJson and Jackson write it;
 * json_struct.c has those of structs, json_write.c all others.
 */
#ifndef JSON_WRITE_H
#define JSON_WRITE_H

#include "json_plan.h"

struct json_write {
    struct weir_buf *out;
    bool numeric;      /* decimal.format */
    bool null_default; /* replace.null.with.default */
    bool is_default;   /* of a schema: nothing is kept of it for the next value */
    struct weir_err *err;
};

/* plan NULL: no schema. False with err set (BAD_DATA) when val is not what the schema says. */
bool json_write_value(struct json_write *jw, const struct json_plan *plan, struct weir_value val);
bool json_write_struct(struct json_write *jw, const struct json_plan *plan, struct weir_value val);

#endif

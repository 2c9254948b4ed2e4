/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read_logical.h: the parts of reading that are not plain JSON types: decimals, dates, bytes,
 * and the check that Java's Struct makes when a field is put.
 */
#ifndef JSON_READ_LOGICAL_H
#define JSON_READ_LOGICAL_H

#include "json_logical.h"
#include "json_read.h"

const char *json_node_type(enum weir_json_token at);

bool json_read_logical(struct json_read *in, const struct weir_schema *sch,
                       enum weir_logical logical, enum weir_json_token at, struct weir_value *val);

/* Base64 as Jackson reads it: padding required, blanks only between groups of four. */
bool json_base64(struct weir_arena *arena, struct weir_str text, struct weir_str *bytes);

/* False, with Java's text, if a null stands in this field where its schema does not allow one. */
bool json_check_lost(const struct weir_field *field, struct weir_value val, struct weir_err *err);

#endif

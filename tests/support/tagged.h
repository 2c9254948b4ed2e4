/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tagged.h: schemas and values as the files of tests/golden/converters write them. What cannot be
 * held as UTF-8 is not there: the functions say false.
 */
#ifndef TAGGED_H
#define TAGGED_H

#include <weir/json.h>
#include <weir/schema.h>

/* A schema in JsonConverter's notation; JSON null gives NULL. The caller owns a reference. */
bool tagged_schema(struct weir_arena *arena, const struct weir_json *doc,
                   const struct weir_schema **sch);
/* {"int32":5} and so on; a struct's fields are those of sch. */
bool tagged_value(struct weir_arena *arena, const struct weir_json *doc,
                  const struct weir_schema *sch, struct weir_value *val);
/* null, {"text":...} or {"base64":...}; p NULL for null. */
struct weir_str tagged_bytes(struct weir_arena *arena, const struct weir_json *doc);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_schema.h: a schema as JSON text to a schema, and the texts seen lately with what they are.
 */
#ifndef JSON_SCHEMA_H
#define JSON_SCHEMA_H

#include <weir/schema.h>

/* Reads the text of an object. The caller owns one reference; NULL: err says why (BAD_DATA). */
const struct weir_schema *json_schema_read(struct weir_str text, bool null_default,
                                           struct weir_err *err);

/* ---- json_schema_cache.c: of one converter, one thread ---- */

#define JSON_SCHEMAS_A_TOPIC 64

struct json_schema_cache;

struct json_schema_cache *json_schema_cache_new(size_t max);
void json_schema_cache_free(struct json_schema_cache *cache);
/*
 * The schema whose text stands at the beginning of `at`, and that text's length; NULL when it is
 * not among the topic's last 64. The reference stays the cache's. A text is a whole JSON object, so
 * where its bytes stand nothing else can stand.
 */
const struct weir_schema *json_schema_cache_find(struct json_schema_cache *cache,
                                                 struct weir_str topic, struct weir_str at,
                                                 size_t *n);
/* Takes over the caller's reference; the text is copied. */
void json_schema_cache_add(struct json_schema_cache *cache, struct weir_str topic,
                           struct weir_str text, const struct weir_schema *sch);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_json.h: a payload that is JSON text becomes a struct whose schema is read off the text, as
 * table.expand.json.payload asks for.
 */
#ifndef OUTBOX_JSON_H
#define OUTBOX_JSON_H

#include <weir/batch.h>

enum outbox_json_nulls { OUTBOX_NULLS_IGNORED, OUTBOX_NULLS_AS_BYTES };
extern const char *const outbox_json_null_names[]; /* for a key table */

struct outbox_json {
    enum outbox_json_nulls nulls;
};

/* False, with nothing changed: the text is no JSON object, or one that no schema fits. name is the
 * column's, which the struct is called after. */
bool outbox_json_expand(const struct outbox_json *json, struct weir_batch *batch,
                        struct weir_str name, const struct weir_schema **sch,
                        struct weir_value *val);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A payload that is to be a struct: it is left as it is, or then its value fits the schema that was
 * read off it, or at least has no null where that is not allowed.
 */
#include <assert.h>

#include "debezium/outbox_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct weir_str text, enum outbox_json_nulls nulls)
{
    struct outbox_json json = {.nulls = nulls};
    struct weir_batch *batch = weir_batch_new(1, 1 << 20, 1 << 20);
    const struct weir_schema *sch = NULL;
    struct weir_value val = weir_string(text);
    struct weir_err err;
    if (outbox_json_expand(&json, batch, WEIR_STR("payload"), &sch, &val)) {
        assert(weir_schema_check(sch, val, &err) == WEIR_OK);
    } else {
        assert(!sch && val.type == WEIR_STRING);
    }
    weir_batch_free(batch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str text = weir_str_n(data, size);
    if (size > 4096 || !weir_utf8_valid(text)) {
        return 0;
    }
    check(text, OUTBOX_NULLS_IGNORED);
    check(text, OUTBOX_NULLS_AS_BYTES);
    return 0;
}

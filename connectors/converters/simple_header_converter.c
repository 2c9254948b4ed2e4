/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simple_header_converter.c: org.apache.kafka.connect.storage.SimpleHeaderConverter, the default
 * for headers: values become text, and text becomes the value it looks like.
 */
#include "common/java_text.h"
#include "converters.h"
#include "common/header_parse.h"
#include "header_text.h"

static enum weir_verdict header_open(const struct weir_open *open, void **self,
                                     struct weir_err *err)
{
    (void)err;
    *self = (void *)(uintptr_t)open->log;
    return WEIR_OK;
}

static enum weir_verdict header_to_bytes(void *self, const struct weir_convert *at,
                                         const struct weir_schema *sch, struct weir_value val,
                                         struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    (void)self;
    (void)at;
    (void)err;
    *is_null = val.type == WEIR_NULL;
    if (!*is_null) {
        header_text_value(out, sch, val, false);
    }
    return WEIR_OK;
}

static enum weir_verdict header_from_bytes(void *self, const struct weir_convert *at,
                                           struct weir_str bytes, struct weir_batch *batch,
                                           const struct weir_schema **sch, struct weir_value *val,
                                           struct weir_err *err)
{
    const struct weir_log *log = self;
    (void)err;
    *sch = NULL;
    *val = weir_null();
    if (bytes.p && !header_parse(batch, java_text_utf8(&batch->arena, bytes), sch, val)) {
        if (log) {
            weir_warn(log,
                      "Failed to deserialize value for header '%.*s' on topic '%.*s', so "
                      "using byte array: it is nested too deeply",
                      WEIR_STR_ARG(at->header), WEIR_STR_ARG(at->topic));
        }
        *sch = weir_schema_plain(WEIR_BYTES, false);
        *val = weir_bytes(bytes);
    }
    return WEIR_OK;
}

const struct weir_converter_ops simple_header_converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = header_open,
    .to_bytes = header_to_bytes,
    .from_bytes = header_from_bytes,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * string_converter.c: org.apache.kafka.connect.storage.StringConverter: any value becomes the text
 * of its toString(), any bytes become an optional string.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "charset.h"
#include "common/java_text.h"
#include "converters.h"

struct string_converter {
    struct charset *set;  /* NULL: UTF-8 */
    struct weir_buf text; /* UTF-8, before it is encoded */
};

static void string_close(void *self)
{
    struct string_converter *string = self;
    charset_close(string->set);
    weir_buf_free(&string->text);
    free(string);
}

static enum weir_verdict string_open(const struct weir_open *open, void **self,
                                     struct weir_err *err)
{
    const struct string_conf *conf = open->conf;
    struct string_converter *string = weir_xcalloc(1, sizeof(*string));
    weir_buf_init(&string->text, SIZE_MAX / 8);
    if (conf->encoding.n && !charset_is_utf8(conf->encoding)) {
        string->set = charset_open(conf->encoding);
        if (!string->set) {
            string_close(string);
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "Invalid value %.*s for configuration converter.encoding: no such "
                                "character set",
                                WEIR_STR_ARG(conf->encoding));
        }
    }
    *self = string;
    return WEIR_OK;
}

static enum weir_verdict string_to_bytes(void *self, const struct weir_convert *at,
                                         const struct weir_schema *sch, struct weir_value val,
                                         struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    struct string_converter *string = self;
    (void)at;
    (void)err;
    *is_null = val.type == WEIR_NULL;
    if (*is_null) {
        return WEIR_OK;
    }
    if (!string->set) {
        java_text_value(out, sch, val);
        return WEIR_OK;
    }
    weir_buf_reset(&string->text);
    java_text_value(&string->text, sch, val);
    charset_encode(string->set, weir_buf_view(&string->text), out);
    return WEIR_OK;
}

static enum weir_verdict string_from_bytes(void *self, const struct weir_convert *at,
                                           struct weir_str bytes, struct weir_batch *batch,
                                           const struct weir_schema **sch, struct weir_value *val,
                                           struct weir_err *err)
{
    struct string_converter *string = self;
    (void)at;
    (void)err;
    *sch = weir_schema_plain(WEIR_STRING, true);
    *val = weir_null();
    if (bytes.p) {
        *val = weir_string(string->set ? charset_decode(string->set, &batch->arena, bytes)
                                       : java_text_utf8(&batch->arena, bytes));
    }
    return WEIR_OK;
}

const struct weir_converter_ops string_converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = string_open,
    .to_bytes = string_to_bytes,
    .from_bytes = string_from_bytes,
    .close = string_close,
};

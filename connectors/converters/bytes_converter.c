/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes_converter.c: Connect's ByteArrayConverter and BooleanConverter, which need no state: bytes
 * as they are, and one byte that is 0 or 1.
 */
#include "converters.h"
#include "common/java_class.h"

static enum weir_verdict open_nothing(const struct weir_open *open, void **self,
                                      struct weir_err *err)
{
    (void)open;
    (void)err;
    *self = NULL;
    return WEIR_OK;
}

/* The checks that both make in Java. */
static enum weir_verdict check(const char *converter, enum weir_type type,
                               const struct weir_schema *sch, struct weir_value val,
                               struct weir_err *err)
{
    if (sch && sch->type != type) {
        return weir_err_set(err, WEIR_BAD_DATA, "Invalid schema type for %s: %s", converter,
                            weir_type_name((enum weir_type)sch->type));
    }
    if (val.type != WEIR_NULL && val.type != type) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "%s is not compatible with objects of type class "
                            "%s",
                            converter, java_class(val));
    }
    return WEIR_OK;
}

static enum weir_verdict bytes_to_bytes(void *self, const struct weir_convert *at,
                                        const struct weir_schema *sch, struct weir_value val,
                                        struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    (void)self;
    (void)at;
    *is_null = val.type == WEIR_NULL;
    if (check("ByteArrayConverter", WEIR_BYTES, sch, val, err) != WEIR_OK) {
        return err->class;
    }
    if (!*is_null) {
        weir_buf_str(out, weir_value_str(val));
    }
    return WEIR_OK;
}

static enum weir_verdict bytes_from_bytes(void *self, const struct weir_convert *at,
                                          struct weir_str bytes, struct weir_batch *batch,
                                          const struct weir_schema **sch, struct weir_value *val,
                                          struct weir_err *err)
{
    (void)self;
    (void)at;
    (void)batch;
    (void)err;
    *sch = weir_schema_plain(WEIR_BYTES, true);
    *val = bytes.p ? weir_bytes(bytes) : weir_null();
    return WEIR_OK;
}

static enum weir_verdict boolean_to_bytes(void *self, const struct weir_convert *at,
                                          const struct weir_schema *sch, struct weir_value val,
                                          struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    (void)self;
    (void)at;
    *is_null = val.type == WEIR_NULL;
    if (check("BooleanConverter", WEIR_BOOLEAN, sch, val, err) != WEIR_OK) {
        return err->class;
    }
    if (!*is_null) {
        weir_buf_char(out, val.b ? 1 : 0);
    }
    return WEIR_OK;
}

static enum weir_verdict boolean_from_bytes(void *self, const struct weir_convert *at,
                                            struct weir_str bytes, struct weir_batch *batch,
                                            const struct weir_schema **sch, struct weir_value *val,
                                            struct weir_err *err)
{
    (void)self;
    (void)at;
    (void)batch;
    *sch = weir_schema_plain(WEIR_BOOLEAN, true);
    *val = weir_null();
    if (!bytes.p) {
        return WEIR_OK;
    }
    if (bytes.n != 1) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Failed to deserialize boolean: Size of data "
                            "received by BooleanDeserializer is not 1");
    }
    if (bytes.p[0] != 0 && bytes.p[0] != 1) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Failed to deserialize boolean: Unexpected byte "
                            "received by BooleanDeserializer: %d",
                            (signed char)bytes.p[0]);
    }
    *val = weir_bool(bytes.p[0] == 1);
    return WEIR_OK;
}

const struct weir_converter_ops bytes_converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = open_nothing,
    .to_bytes = bytes_to_bytes,
    .from_bytes = bytes_from_bytes,
};

const struct weir_converter_ops boolean_converter_ops = {
    .size = sizeof(struct weir_converter_ops),
    .open = open_nothing,
    .to_bytes = boolean_to_bytes,
    .from_bytes = boolean_from_bytes,
};

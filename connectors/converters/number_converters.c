/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number_converters.c: Connect's Short-, Integer-, Long-, Float- and DoubleConverter: one number,
 * big-endian, in as many bytes as it has.
 */
#include "converters.h"
#include "common/java_class.h"

struct number_type {
    enum weir_type type;
    size_t size;
    const char *name;
    const char *class_name; /* after java.lang. */
    const char *reader;     /* as Java's message calls it */
};

static enum weir_verdict number_to_bytes(void *self, const struct weir_convert *at,
                                         const struct weir_schema *sch, struct weir_value val,
                                         struct weir_buf *out, bool *is_null, struct weir_err *err)
{
    const struct number_type *number = self;
    (void)at;
    (void)sch;
    *is_null = val.type == WEIR_NULL;
    if (*is_null) {
        return WEIR_OK;
    }
    if (val.type != number->type) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Failed to serialize to %s (was class %s): class %s cannot be cast to "
                            "class java.lang.%s",
                            number->name, java_class(val), java_class(val), number->class_name);
    }
    uint64_t bits = (uint64_t)val.i;
    if (number->type == WEIR_FLOAT32) {
        uint32_t half;
        memcpy(&half, &val.f32, sizeof(half));
        bits = half;
    }
    if (number->size == 2) {
        weir_buf_be16(out, (uint16_t)bits);
    } else if (number->size == 4) {
        weir_buf_be32(out, (uint32_t)bits);
    } else {
        weir_buf_be64(out, bits);
    }
    return WEIR_OK;
}

static struct weir_value read_number(const struct number_type *number, struct weir_str bytes)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        bits = bits << 8 | (uint8_t)bytes.p[i];
    }
    struct weir_value val = {.type = (uint8_t)number->type, .i = (int64_t)bits};
    if (number->type == WEIR_FLOAT32) {
        uint32_t half = (uint32_t)bits;
        memcpy(&val.f32, &half, sizeof(half));
    } else if (number->size < 8) {
        val.i = number->size == 2 ? (int16_t)bits : (int32_t)bits;
    }
    return val;
}

static enum weir_verdict number_from_bytes(void *self, const struct weir_convert *at,
                                           struct weir_str bytes, struct weir_batch *batch,
                                           const struct weir_schema **sch, struct weir_value *val,
                                           struct weir_err *err)
{
    const struct number_type *number = self;
    (void)at;
    (void)batch;
    *sch = weir_schema_plain(number->type, true);
    *val = weir_null();
    if (bytes.p && bytes.n != number->size) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Failed to deserialize %s: Size of data received by %sDeserializer is "
                            "not %zu",
                            number->name, number->reader, number->size);
    }
    if (bytes.p) {
        *val = read_number(number, bytes);
    }
    return WEIR_OK;
}

/* One converter: what it is opened as, and its operations. */
#define NUMBER(noun, weir_type_, size_, class_name_, reader_)                                      \
    static const struct number_type noun##_type = {.type = (weir_type_),                           \
                                                   .size = (size_),                                \
                                                   .name = #noun,                                  \
                                                   .class_name = (class_name_),                    \
                                                   .reader = (reader_)};                           \
    static enum weir_verdict noun##_open(const struct weir_open *open, void **self,                \
                                         struct weir_err *err)                                     \
    {                                                                                              \
        (void)open;                                                                                \
        (void)err;                                                                                 \
        *self = (void *)(uintptr_t)&noun##_type;                                                   \
        return WEIR_OK;                                                                            \
    }                                                                                              \
    const struct weir_converter_ops noun##_converter_ops = {                                       \
        .size = sizeof(struct weir_converter_ops),                                                 \
        .open = noun##_open,                                                                       \
        .to_bytes = number_to_bytes,                                                               \
        .from_bytes = number_from_bytes,                                                           \
    }

NUMBER(short, WEIR_INT16, 2, "Short", "Short");
NUMBER(integer, WEIR_INT32, 4, "Integer", "Integer");
NUMBER(long, WEIR_INT64, 8, "Long", "Long");
NUMBER(float, WEIR_FLOAT32, 4, "Float", "");
NUMBER(double, WEIR_FLOAT64, 8, "Double", "");

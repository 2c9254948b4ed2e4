/* SPDX-License-Identifier: Apache-2.0 */
/*
 * converters.h: the converters of this plugin and the structs that their key tables fill. All are
 * Connect's own, byte for byte: what Java wrote they read, and the other way round.
 */
#ifndef CONVERTERS_H
#define CONVERTERS_H

#include <weir/plugin.h>

enum json_decimal_format { JSON_BASE64, JSON_NUMERIC };

struct json_conf {
    bool schemas_enable;
    int32_t schemas_cache_size;
    struct weir_str schema_content;
    int decimal_format; /* enum json_decimal_format */
    bool replace_null_with_default;
};

struct string_conf {
    struct weir_str encoding;
};

extern const struct weir_converter_ops json_converter_ops;
extern const struct weir_converter_ops string_converter_ops;
extern const struct weir_converter_ops bytes_converter_ops;
extern const struct weir_converter_ops boolean_converter_ops;
extern const struct weir_converter_ops short_converter_ops;
extern const struct weir_converter_ops integer_converter_ops;
extern const struct weir_converter_ops long_converter_ops;
extern const struct weir_converter_ops float_converter_ops;
extern const struct weir_converter_ops double_converter_ops;
extern const struct weir_converter_ops simple_header_converter_ops;

#endif

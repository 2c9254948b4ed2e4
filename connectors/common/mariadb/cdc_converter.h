/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_converter.h: the custom converters that Debezium ships, by their class names: TINYINT(1) as
 * boolean, what the JDBC sink needs to know, another value for zero dates. Compiled once a task.
 */
#ifndef WEIR_CDC_CONVERTER_H
#define WEIR_CDC_CONVERTER_H

#include "cdc_column.h"
#include "cdc_field.h"

/* BAD_CONFIG: a converter without a type, of a class that is not shipped, a fallback that is none. */
enum weir_verdict cdc_converters_make(const struct mariadb_conf *conf, struct weir_arena *arena,
                                      const struct cdc_converters **converters,
                                      struct weir_err *err);

/* What a converter decided beside the field's schema. */
struct cdc_converted {
    bool is_truth;      /* int16 0 or 1 of a number */
    bool zero_fallback; /* fallback stands for NULL and zero dates, and for the default */
    struct weir_value fallback;
};

/* The first that takes the column changes its field. */
struct cdc_converted cdc_converters_apply(const struct cdc_converters *converters,
                                          const struct cdc_column *col, struct weir_arena *arena,
                                          struct cdc_field *field);

#endif

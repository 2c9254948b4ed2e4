/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_default.h: a column's default, from the text that the schema history has of it to the value
 * that its field's schema shows.
 */
#ifndef WEIR_CDC_DEFAULT_H
#define WEIR_CDC_DEFAULT_H

#include "cdc_column.h"

/* Of a column that is settled (type, form, of_text). NULL type: none, or none that can be read. */
struct weir_value cdc_default_value(const struct cdc_maker *maker, const struct cdc_column *col,
                                    struct weir_arena *arena);
/* What stands for a value in a required field without default: zero of its type. */
struct weir_value cdc_default_zero(const struct cdc_column *col, int32_t scale,
                                   struct weir_arena *arena);

#endif

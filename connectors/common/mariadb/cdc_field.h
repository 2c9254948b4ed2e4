/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_field.h: a field's schema while it is being decided: the column's type gives the beginning,
 * rules and converters add to it, then it is made.
 */
#ifndef WEIR_CDC_FIELD_H
#define WEIR_CDC_FIELD_H

#include <weir/schema.h>

#include "cdc_maker.h"
#include "common/mysql/my_table.h"

#define CDC_FIELD_PARAMS 12

struct cdc_field {
    enum weir_type type;
    struct weir_str name;
    int32_t version; /* 0: none */
    bool optional;
    struct weir_str doc;
    struct weir_value def; /* NULL type: none */
    struct weir_param params[CDC_FIELD_PARAMS];
    size_t n_params;
    const struct weir_schema *whole; /* a struct or an array: made already, one reference */
};

/* What the column's type is in these modes; false: nobody knows the type. Texts in arena. */
bool cdc_field_of_column(const struct mariadb_conf *conf, const struct my_column *column,
                         struct weir_arena *arena, struct cdc_field *field);
void cdc_field_param(struct cdc_field *field, struct weir_str key, struct weir_str value);
/* One reference, the caller's; field may be made again with other parameters. */
const struct weir_schema *cdc_field_make(const struct cdc_field *field);
void cdc_field_drop(struct cdc_field *field); /* gives whole's reference back */

#endif

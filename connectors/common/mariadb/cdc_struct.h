/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_struct.h: a fixed struct schema, written down field by field.
 */
#ifndef WEIR_CDC_STRUCT_H
#define WEIR_CDC_STRUCT_H

#include <stdio.h>

#include <weir/schema.h>

#define CDC_STRUCT_FIELDS 24

struct cdc_struct {
    struct weir_str name;
    int32_t version;
    bool optional;
    const char *doc; /* NULL: none */
    size_t n;
    struct weir_field fields[CDC_STRUCT_FIELDS];
};

static inline void cdc_struct_field(struct cdc_struct *plan, const char *name,
                                    const struct weir_schema *sch)
{
    plan->fields[plan->n++] = (struct weir_field){.name = weir_str_of(name), .schema = sch};
}

static inline void cdc_struct_plain(struct cdc_struct *plan, const char *name, enum weir_type type,
                                    bool optional)
{
    cdc_struct_field(plan, name, weir_schema_plain(type, optional));
}

/* One reference, the caller's; the fields' own are not used up. */
static inline const struct weir_schema *cdc_struct_make(const struct cdc_struct *plan)
{
    return weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRUCT,
        .optional = plan->optional,
        .name = plan->name,
        .version = &plan->version,
        .doc = weir_str_of(plan->doc),
        .fields = plan->fields,
        .n_fields = plan->n,
    });
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_build.h: Java's SchemaBuilder for structs: fields one after the other, a name only once.
 * Set-up of a plan, not for every record.
 */
#ifndef SCHEMA_BUILD_H
#define SCHEMA_BUILD_H

#include <weir/schema.h>

struct schema_build {
    struct weir_schema_spec spec;
    struct weir_arena *arena; /* for the list of fields */
    struct weir_field *fields;
    size_t cap;
};

/* An empty struct, neither optional nor named. */
void schema_build_init(struct schema_build *build, struct weir_arena *arena);
/* SchemaUtil.copySchemaBasics: name, version, doc and parameters of sch; not whether it is
 * optional, not its default. */
void schema_build_like(struct schema_build *build, struct weir_arena *arena,
                       const struct weir_schema *sch);
/* The schema is not used up: it has to live until the end. */
void schema_build_field(struct schema_build *build, struct weir_str name,
                        const struct weir_schema *sch);
void schema_build_fields_of(struct schema_build *build, const struct weir_schema *sch);
/* A new reference, NULL when a name is there twice. */
const struct weir_schema *schema_build_end(struct schema_build *build, struct weir_err *err);

/* copySchemaBasics(sch).optional(): a new reference; NULL for maps, which cannot be so copied. */
const struct weir_schema *schema_build_optional(const struct weir_schema *sch,
                                                struct weir_err *err);

/* ConnectSchema.fields() of what is no struct is an error. */
enum weir_verdict schema_build_need_struct(const struct weir_schema *sch, struct weir_err *err);

#endif

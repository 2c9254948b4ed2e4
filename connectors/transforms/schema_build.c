/* SPDX-License-Identifier: Apache-2.0 */
/* schema_build.c: fields come in one by one, a struct's schema goes out. */
#include "schema_build.h"

#include <stdlib.h>

void schema_build_init(struct schema_build *build, struct weir_arena *arena)
{
    *build = (struct schema_build){.spec = {.type = WEIR_STRUCT}, .arena = arena};
}

void schema_build_like(struct schema_build *build, struct weir_arena *arena,
                       const struct weir_schema *sch)
{
    schema_build_init(build, arena);
    build->spec.name = sch->name;
    build->spec.version = sch->has_version ? &sch->version : NULL;
    build->spec.doc = sch->doc;
    build->spec.params = sch->params;
    build->spec.n_params = sch->n_params;
}

void schema_build_field(struct schema_build *build, struct weir_str name,
                        const struct weir_schema *sch)
{
    if (build->spec.n_fields == build->cap) {
        build->cap = build->cap ? 2 * build->cap : 16;
        struct weir_field *fields = WEIR_NEW_ARRAY(build->arena, struct weir_field, build->cap);
        if (build->spec.n_fields) {
            memcpy(fields, build->fields, build->spec.n_fields * sizeof(*fields));
        }
        build->fields = fields;
    }
    build->fields[build->spec.n_fields++] = (struct weir_field){.name = name, .schema = sch};
}

void schema_build_fields_of(struct schema_build *build, const struct weir_schema *sch)
{
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        schema_build_field(build, sch->fields[i].name, sch->fields[i].schema);
    }
}

static int compare_names(const void *a, const void *b)
{
    return weir_str_cmp(*(const struct weir_str *)a, *(const struct weir_str *)b);
}

/* An empty name, which is sorted to the front, or one that is there twice. */
static bool has_bad_name(const struct schema_build *build)
{
    size_t n = build->spec.n_fields;
    struct weir_str *names = WEIR_NEW_ARRAY(build->arena, struct weir_str, n);
    for (size_t i = 0; i < n; i++) {
        names[i] = build->fields[i].name;
    }
    qsort(names, n, sizeof(*names), compare_names);
    for (size_t i = 1; i < n; i++) {
        if (weir_str_eq(names[i - 1], names[i])) {
            return true;
        }
    }
    return n > 0 && names[0].n == 0;
}

/* The first that a SchemaBuilder would not take. */
static void refuse(const struct schema_build *build, struct weir_err *err)
{
    for (size_t i = 0; i < build->spec.n_fields; i++) {
        struct weir_str name = build->fields[i].name;
        size_t same = 0;
        while (!weir_str_eq(build->fields[same].name, name)) {
            same++;
        }
        if (!name.n) {
            weir_err_set(err, WEIR_BAD_DATA, "fieldName cannot be null.");
            return;
        }
        if (same < i) {
            weir_err_set(err, WEIR_BAD_DATA,
                         "Cannot create field because of field name duplication %.*s",
                         WEIR_STR_ARG(name));
            return;
        }
    }
}

const struct weir_schema *schema_build_end(struct schema_build *build, struct weir_err *err)
{
    if (has_bad_name(build)) {
        refuse(build, err);
        return NULL;
    }
    build->spec.fields = build->fields;
    return weir_schema_make(&build->spec);
}

const struct weir_schema *schema_build_optional(const struct weir_schema *sch, struct weir_err *err)
{
    struct weir_schema_spec spec = weir_schema_spec_of(sch);
    if (sch->type == WEIR_MAP) {
        weir_err_set(err, WEIR_BAD_DATA, "a map cannot be copied from one schema to another");
        return NULL;
    }
    spec.optional = true;
    spec.def = NULL;
    return weir_schema_make(&spec);
}

enum weir_verdict schema_build_need_struct(const struct weir_schema *sch, struct weir_err *err)
{
    return sch->type == WEIR_STRUCT
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "Cannot list fields on non-struct type");
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_schema.c: the small questions about a schema's node: its name, its properties, its parts.
 */
#include "avro_schema.h"

const char *avro_type_name(enum avro_type type)
{
    static const char *const names[] = {
        [AVRO_NULL] = "null",   [AVRO_BOOLEAN] = "boolean", [AVRO_INT] = "int",
        [AVRO_LONG] = "long",   [AVRO_FLOAT] = "float",     [AVRO_DOUBLE] = "double",
        [AVRO_BYTES] = "bytes", [AVRO_STRING] = "string",   [AVRO_RECORD] = "record",
        [AVRO_ENUM] = "enum",   [AVRO_ARRAY] = "array",     [AVRO_MAP] = "map",
        [AVRO_UNION] = "union", [AVRO_FIXED] = "fixed",
    };
    return names[type];
}

struct avro_schema *avro_new(struct weir_arena *arena, enum avro_type type)
{
    struct avro_schema *avro = WEIR_NEW(arena, struct avro_schema);
    avro->type = type;
    return avro;
}

struct weir_str avro_full_name(struct weir_arena *arena, const struct avro_schema *avro)
{
    if (!avro_is_named(avro)) {
        return weir_str_of(avro_type_name(avro->type));
    }
    return avro->space.n
               ? weir_str_of(weir_arena_printf(arena, "%.*s.%.*s", WEIR_STR_ARG(avro->space),
                                               WEIR_STR_ARG(avro->name)))
               : avro->name;
}

bool avro_same_name(const struct avro_schema *a, const struct avro_schema *b)
{
    return weir_str_eq(a->name, b->name) && a->space.n == b->space.n &&
           (a->space.n == 0 || weir_str_eq(a->space, b->space));
}

void avro_add_prop(struct weir_arena *arena, struct avro_schema *avro, const char *name,
                   struct weir_json *value)
{
    if (!avro->props) {
        avro->props = weir_json_new_object(arena);
    }
    if (!weir_json_get(avro->props, name)) {
        weir_json_add(avro->props, name, value);
    }
}

const struct weir_json *avro_prop(const struct avro_schema *avro, const char *name)
{
    return avro->props ? weir_json_get(avro->props, name) : NULL;
}

struct weir_str avro_prop_text(const struct avro_schema *avro, const char *name)
{
    const struct weir_json *value = avro_prop(avro, name);
    return value && value->type == WEIR_JT_STRING ? value->text : WEIR_STR_NULL;
}

int avro_null_branch(const struct avro_schema *avro)
{
    for (size_t i = 0; i < avro->n_branches; i++) {
        if (avro->branches[i]->type == AVRO_NULL) {
            return (int)i;
        }
    }
    return -1;
}

int avro_field_at(const struct avro_schema *avro, struct weir_str name)
{
    for (size_t i = 0; i < avro->n_fields; i++) {
        if (weir_str_eq(avro->fields[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

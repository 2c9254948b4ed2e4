/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gen_data.c: schemas at random, and values that fit them.
 */
#include "gen.h"

#include <stdio.h>

#define PARTS_MAX 6

static const char *const logical_names[] = {
    "org.apache.kafka.connect.data.Decimal",
    "org.apache.kafka.connect.data.Date",
    "org.apache.kafka.connect.data.Time",
    "org.apache.kafka.connect.data.Timestamp",
};
static const enum weir_type logical_types[] = {WEIR_BYTES, WEIR_INT32, WEIR_INT32, WEIR_INT64};

/* What stands around every schema: name, version, doc, parameters. */
struct dress {
    int32_t version;
    struct weir_param params[2];
};

static void dress(struct gen *gen, struct weir_arena *arena, struct weir_schema_spec *spec,
                  struct dress *dress)
{
    spec->optional = gen_chance(gen, 50);
    if (gen_chance(gen, 30)) {
        spec->name = gen_text(gen, arena, 10);
    }
    if (gen_chance(gen, 30)) {
        dress->version = (int32_t)gen_below(gen, 4);
        spec->version = &dress->version;
    }
    if (gen_chance(gen, 20)) {
        spec->doc = gen_text(gen, arena, 10);
    }
    spec->n_params = gen_chance(gen, 20) ? 1 + gen_below(gen, 2) : 0;
    for (size_t i = 0; i < spec->n_params; i++) {
        dress->params[i] = (struct weir_param){weir_str_of(i ? "b" : "a"), gen_text(gen, arena, 8)};
    }
    spec->params = dress->params;
}

static void make_logical(struct gen *gen, struct weir_arena *arena, struct weir_schema_spec *spec,
                         struct dress *dress)
{
    size_t which = gen_below(gen, 4);
    spec->type = logical_types[which];
    spec->name = weir_str_of(logical_names[which]);
    dress->version = 1;
    spec->version = &dress->version;
    spec->n_params = which == 0;
    dress->params[0] = (struct weir_param){
        WEIR_STR("scale"),
        weir_str_of(weir_arena_printf(arena, "%d", (int)gen_below(gen, 40) - 5))};
}

static const struct weir_schema *make_scalar(struct gen *gen, struct weir_arena *arena)
{
    struct dress worn;
    struct weir_schema_spec spec = {.type = WEIR_BOOLEAN + gen_below(gen, 9)};
    dress(gen, arena, &spec, &worn);
    if (gen_chance(gen, 30)) {
        make_logical(gen, arena, &spec, &worn);
    }
    const struct weir_schema *sch = weir_schema_make(&spec);
    if (gen_chance(gen, 80)) {
        return sch;
    }
    struct weir_value def = gen_value(gen, arena, sch);
    spec.def = &def;
    const struct weir_schema *with = weir_schema_make(&spec);
    weir_schema_unref(sch);
    return with;
}

const struct weir_schema *gen_schema(struct gen *gen, struct weir_arena *arena, unsigned depth)
{
    if (depth == 0 || gen_chance(gen, 40)) {
        return make_scalar(gen, arena);
    }
    struct dress worn;
    struct weir_field fields[PARTS_MAX];
    struct weir_schema_spec spec = {.type = WEIR_ARRAY + gen_below(gen, 3)};
    dress(gen, arena, &spec, &worn);
    size_t n = spec.type == WEIR_STRUCT ? gen_below(gen, PARTS_MAX + 1) : 2;
    for (size_t i = 0; i < n; i++) {
        fields[i].name = weir_str_of(weir_arena_printf(arena, "f%zu", i));
        fields[i].schema = gen_schema(gen, arena, depth - 1);
    }
    if (spec.type == WEIR_STRUCT) {
        spec.fields = fields;
        spec.n_fields = n;
    } else {
        spec.key_schema = spec.type == WEIR_MAP ? fields[0].schema : NULL;
        spec.value_schema = fields[1].schema;
    }
    const struct weir_schema *sch = weir_schema_make(&spec);
    for (size_t i = 0; i < n; i++) {
        weir_schema_unref(fields[i].schema);
    }
    return sch;
}

static struct weir_value gen_items(struct gen *gen, struct weir_arena *arena,
                                   const struct weir_schema *sch)
{
    enum weir_type type = (enum weir_type)sch->type;
    size_t n = type == WEIR_STRUCT ? sch->n_fields : gen_below(gen, 5);
    size_t count = type == WEIR_MAP ? 2 * n : n;
    struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, count);
    for (size_t i = 0; i < count; i++) {
        const struct weir_schema *part = type == WEIR_STRUCT              ? sch->fields[i].schema
                                         : type == WEIR_MAP && i % 2 == 0 ? sch->key_schema
                                                                          : sch->value_schema;
        items[i] = gen_value(gen, arena, part);
    }
    return weir_items(type, items, n);
}

static int64_t cut(int64_t x, enum weir_type type)
{
    switch (type) {
    case WEIR_INT8:
        return (int8_t)x;
    case WEIR_INT16:
        return (int16_t)x;
    case WEIR_INT32:
        return (int32_t)x;
    default:
        return x;
    }
}

struct weir_value gen_value(struct gen *gen, struct weir_arena *arena,
                            const struct weir_schema *sch)
{
    if (sch->optional && gen_chance(gen, 15)) {
        return weir_null();
    }
    switch (sch->logical) {
    case WEIR_LOGICAL_DECIMAL:
        return weir_decimal(gen_bytes(gen, arena, 1 + gen_below(gen, 20)), sch->scale);
    case WEIR_LOGICAL_DATE:
        return weir_int(WEIR_DATE, (int32_t)gen_i64(gen));
    case WEIR_LOGICAL_TIME:
        return weir_int(WEIR_TIME, (int64_t)gen_below(gen, 86400000));
    case WEIR_LOGICAL_TIMESTAMP:
        return weir_int(WEIR_TIMESTAMP, gen_i64(gen));
    default:
        break;
    }
    switch (sch->type) {
    case WEIR_BOOLEAN:
        return weir_bool(gen_chance(gen, 50));
    case WEIR_FLOAT32:
        return weir_f32((float)gen_double(gen));
    case WEIR_FLOAT64:
        return weir_f64(gen_double(gen));
    case WEIR_STRING:
        return weir_string(gen_text(gen, arena, 20));
    case WEIR_BYTES:
        return weir_bytes(gen_bytes(gen, arena, gen_below(gen, 20)));
    case WEIR_ARRAY:
    case WEIR_MAP:
    case WEIR_STRUCT:
        return gen_items(gen, arena, sch);
    default:
        return weir_int(sch->type, cut(gen_i64(gen), (enum weir_type)sch->type));
    }
}

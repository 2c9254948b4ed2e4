/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_steps.c: an Avro schema and the Connect schema made of it come in, the steps that read such
 * values go out.
 */
#include "avro_read.h"

struct making {
    struct weir_arena *arena;
    const struct avro_options *options;
};

static void fill(const struct making *to, struct avro_steps *steps, const struct weir_schema *sch,
                 const struct avro_schema *avro);

static struct avro_steps *children(const struct making *to, struct avro_steps *steps, size_t n)
{
    struct avro_steps *made = WEIR_NEW_ARRAY(to->arena, struct avro_steps, n);
    steps->children = made;
    steps->n = (uint32_t)n;
    return made;
}

static void fill_union(const struct making *to, struct avro_steps *steps,
                       const struct weir_schema *sch, const struct avro_schema *avro)
{
    int only = avro_nullable(avro);
    if (only >= 0 || (avro->n_branches == 1 && to->options->flatten_singleton_unions)) {
        steps->how = only >= 0 ? AVRO_GET_NULLABLE : AVRO_GET_SINGLE;
        steps->null_branch = only == 0 ? 1 : 0;
        fill(to, children(to, steps, 1), sch, avro->branches[only >= 0 ? only : 0]);
        return;
    }
    struct avro_steps *branches = children(to, steps, avro->n_branches);
    uint32_t field = 0;
    steps->how = AVRO_GET_BRANCHES;
    for (size_t i = 0; i < avro->n_branches; i++) {
        if (avro->branches[i]->type == AVRO_NULL) {
            branches[i].how = AVRO_GET_NULL;
        } else {
            fill(to, &branches[i], sch->fields[field].schema, avro->branches[i]);
            branches[i].field = field++;
        }
    }
}

static void fill_record(const struct making *to, struct avro_steps *steps,
                        const struct weir_schema *sch, const struct avro_schema *avro)
{
    struct avro_steps *fields = children(to, steps, avro->n_fields);
    steps->how = AVRO_GET_RECORD;
    for (size_t i = 0; i < avro->n_fields; i++) {
        fill(to, &fields[i], sch->fields[i].schema, avro->fields[i].type);
    }
}

static void fill_items(const struct making *to, struct avro_steps *steps,
                       const struct weir_schema *sch, const struct avro_schema *avro)
{
    if (!avro_is_entries(avro)) {
        steps->how = avro->type == AVRO_MAP ? AVRO_GET_MAP : AVRO_GET_ARRAY;
        fill(to, children(to, steps, 1), sch->value_schema, avro->items);
        return;
    }
    /* The entry's two fields in their order in the bytes, whichever the key is. */
    struct avro_steps *parts = children(to, steps, 2);
    size_t key = (size_t)avro_field_at(avro->items, WEIR_STR("key"));
    steps->how = AVRO_GET_ENTRIES;
    for (size_t i = 0; i < 2; i++) {
        fill(to, &parts[i], i == key ? sch->key_schema : sch->value_schema,
             avro->items->fields[i].type);
        parts[i].field = i == key ? 0 : 1;
    }
}

static void fill(const struct making *to, struct avro_steps *steps, const struct weir_schema *sch,
                 const struct avro_schema *avro)
{
    static const enum avro_get plain[] = {
        [AVRO_NULL] = AVRO_GET_NULL,   [AVRO_BOOLEAN] = AVRO_GET_BOOLEAN,
        [AVRO_INT] = AVRO_GET_INT,     [AVRO_LONG] = AVRO_GET_INT,
        [AVRO_FLOAT] = AVRO_GET_FLOAT, [AVRO_DOUBLE] = AVRO_GET_DOUBLE,
        [AVRO_BYTES] = AVRO_GET_BYTES, [AVRO_STRING] = AVRO_GET_STRING,
        [AVRO_ENUM] = AVRO_GET_SYMBOL, [AVRO_FIXED] = AVRO_GET_FIXED,
    };
    steps->sch = sch;
    if (avro->type == AVRO_UNION) {
        fill_union(to, steps, sch, avro);
    } else if (avro->type == AVRO_RECORD) {
        fill_record(to, steps, sch, avro);
    } else if (avro->type == AVRO_ARRAY || avro->type == AVRO_MAP) {
        fill_items(to, steps, sch, avro);
    } else {
        steps->how = plain[avro->type];
        steps->symbols = avro;
        steps->n = avro->size;
    }
}

const struct avro_steps *avro_steps(struct weir_arena *arena, const struct avro_options *options,
                                    const struct weir_schema *sch, const struct avro_schema *avro)
{
    const struct making to = {.arena = arena, .options = options};
    struct avro_steps *steps = WEIR_NEW(arena, struct avro_steps);
    if (!sch) {
        steps->how = AVRO_GET_ANYTHING;
        return steps;
    }
    fill(&to, steps, sch, avro);
    if (steps->how == AVRO_GET_BYTES) {
        steps->how = AVRO_GET_RAW;
    }
    return steps;
}

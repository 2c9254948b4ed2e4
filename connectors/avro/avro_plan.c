/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_plan.c: a Connect schema and the Avro schema to be written come in, the plan of how a value
 * of the one becomes the other's bytes goes out. Usually the second was made from the first; with
 * another version fields are found by name, and what only that version has gets its default.
 */
#include "avro_plan.h"

#include "common/json_logical.h"

static bool fill(const struct avro_planning *in, struct avro_plan *plan,
                 const struct weir_schema *sch, const struct avro_schema *own,
                 const struct avro_schema *target);

static bool refuse(const struct avro_planning *in, const struct weir_schema *sch,
                   const struct avro_schema *target)
{
    weir_err_set(in->err, WEIR_BAD_DATA, "%s%s%.*s cannot be written as Avro's %s%s%.*s",
                 weir_type_name(sch->type), sch->name.p ? " " : "", WEIR_STR_ARG(sch->name),
                 avro_type_name(target->type), avro_is_named(target) ? " " : "",
                 WEIR_STR_ARG(target->name));
    return false;
}

static struct avro_plan *parts(const struct avro_planning *in, struct avro_plan *plan, size_t n)
{
    struct avro_plan *children = WEIR_NEW_ARRAY(in->arena, struct avro_plan, n);
    plan->children = children;
    plan->n = (uint32_t)n;
    return children;
}

/* ---- unions ---- */

static bool same_kind(const struct avro_schema *own, const struct avro_schema *branch)
{
    return own->type == branch->type && (!avro_is_named(own) || avro_same_name(own, branch));
}

/* Numbers that the type to be written can hold, as Avro's schema resolution has it. */
static bool promotes(const struct avro_schema *own, const struct avro_schema *branch)
{
    enum avro_type from = own->type;
    enum avro_type to = branch->type;
    return (from == AVRO_INT && to == AVRO_LONG) ||
           ((from == AVRO_INT || from == AVRO_LONG) && (to == AVRO_FLOAT || to == AVRO_DOUBLE)) ||
           (from == AVRO_FLOAT && to == AVRO_DOUBLE) || (from == AVRO_STRING && to == AVRO_ENUM);
}

/* The branch that values of own's kind take; -1: none does. */
static int branch_of(const struct avro_planning *in, const struct avro_schema *own,
                     const struct avro_schema *target)
{
    int loose = -1;
    for (size_t i = 0; i < target->n_branches; i++) {
        if (same_kind(own, target->branches[i])) {
            return (int)i;
        }
        if (promotes(own, target->branches[i]) ||
            (!in->strict && own->type == target->branches[i]->type)) {
            loose = loose < 0 ? (int)i : loose;
        }
    }
    return loose;
}

/* The part of an optional type's union that is not null. */
static const struct avro_schema *base_of(const struct avro_schema *own)
{
    if (own->type != AVRO_UNION || own->n_branches != 2) {
        return own;
    }
    return own->branches[own->branches[0]->type == AVRO_NULL ? 1 : 0];
}

/* ---- types ---- */

static bool fill_number(const struct avro_planning *in, struct avro_plan *plan,
                        const struct avro_schema *target)
{
    static const struct {
        enum weir_type from;
        enum avro_type to;
        enum avro_how how;
    } ways[] = {
        {WEIR_INT8, AVRO_INT, AVRO_PUT_INT},
        {WEIR_INT16, AVRO_INT, AVRO_PUT_INT},
        {WEIR_INT32, AVRO_INT, AVRO_PUT_INT},
        {WEIR_INT64, AVRO_LONG, AVRO_PUT_INT},
        {WEIR_INT8, AVRO_LONG, AVRO_PUT_INT},
        {WEIR_INT16, AVRO_LONG, AVRO_PUT_INT},
        {WEIR_INT32, AVRO_LONG, AVRO_PUT_INT},
        {WEIR_FLOAT32, AVRO_FLOAT, AVRO_PUT_FLOAT},
        {WEIR_FLOAT64, AVRO_DOUBLE, AVRO_PUT_DOUBLE},
        {WEIR_FLOAT32, AVRO_DOUBLE, AVRO_PUT_DOUBLE},
        {WEIR_INT8, AVRO_FLOAT, AVRO_PUT_FLOAT},
        {WEIR_INT16, AVRO_FLOAT, AVRO_PUT_FLOAT},
        {WEIR_INT32, AVRO_FLOAT, AVRO_PUT_FLOAT},
        {WEIR_INT64, AVRO_FLOAT, AVRO_PUT_FLOAT},
        {WEIR_INT8, AVRO_DOUBLE, AVRO_PUT_DOUBLE},
        {WEIR_INT16, AVRO_DOUBLE, AVRO_PUT_DOUBLE},
        {WEIR_INT32, AVRO_DOUBLE, AVRO_PUT_DOUBLE},
        {WEIR_INT64, AVRO_DOUBLE, AVRO_PUT_DOUBLE},
        {WEIR_BOOLEAN, AVRO_BOOLEAN, AVRO_PUT_BOOLEAN},
    };
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (plan->sch->type == ways[i].from && target->type == ways[i].to) {
            plan->how = ways[i].how;
            return true;
        }
    }
    return refuse(in, plan->sch, target);
}

/* Every symbol that may come has to be one of the enum's. */
static bool has_symbols(const struct avro_schema *own, const struct avro_schema *target)
{
    for (size_t i = 0; own->type == AVRO_ENUM && own != target && i < own->n_symbols; i++) {
        size_t at = 0;
        while (at < target->n_symbols && !weir_str_eq(own->symbols[i], target->symbols[at])) {
            at++;
        }
        if (at == target->n_symbols) {
            return false;
        }
    }
    return true;
}

static bool fill_text(const struct avro_planning *in, struct avro_plan *plan,
                      const struct avro_schema *own, const struct avro_schema *target)
{
    bool is_text = plan->sch->type == WEIR_STRING;
    if (target->type == (is_text ? AVRO_STRING : AVRO_BYTES)) {
        plan->how = AVRO_PUT_TEXT;
        return true;
    }
    if (is_text && target->type == AVRO_ENUM && (!in->strict || has_symbols(own, target))) {
        plan->how = AVRO_PUT_SYMBOL;
        plan->symbols = target;
        return true;
    }
    if (!is_text && target->type == AVRO_FIXED) {
        plan->how = AVRO_PUT_FIXED;
        plan->n = target->size;
        return true;
    }
    return refuse(in, plan->sch, target);
}

static bool fill_array(const struct avro_planning *in, struct avro_plan *plan,
                       const struct avro_schema *own, const struct avro_schema *target)
{
    if (target->type != AVRO_ARRAY) {
        return refuse(in, plan->sch, target);
    }
    plan->how = AVRO_PUT_ARRAY;
    return fill(in, parts(in, plan, 1), plan->sch->value_schema, own->items, target->items);
}

static bool fill_map(const struct avro_planning *in, struct avro_plan *plan,
                     const struct avro_schema *own, const struct avro_schema *target)
{
    const struct weir_schema *sch = plan->sch;
    if (target->type == AVRO_MAP && own->type == AVRO_MAP) {
        plan->how = AVRO_PUT_MAP;
        return fill(in, parts(in, plan, 1), sch->value_schema, own->items, target->items);
    }
    const struct avro_schema *entry = target->type == AVRO_ARRAY ? target->items : NULL;
    if (own->type != AVRO_ARRAY || !entry || entry->n_fields != 2 ||
        avro_field_at(entry, WEIR_STR("key")) != 0 ||
        avro_field_at(entry, WEIR_STR("value")) != 1) {
        return refuse(in, sch, target);
    }
    struct avro_plan *children = parts(in, plan, 2);
    plan->how = AVRO_PUT_ENTRIES;
    return fill(in, &children[0], sch->key_schema, own->items->fields[0].type,
                entry->fields[0].type) &&
           fill(in, &children[1], sch->value_schema, own->items->fields[1].type,
                entry->fields[1].type);
}

static bool fill_constant(const struct avro_planning *in, struct avro_plan *plan,
                          const struct weir_schema *sch, const struct avro_field *field)
{
    struct weir_buf bytes;
    weir_buf_init(&bytes, AVRO_TEXT_MAX);
    bool good = field->def && avro_write_default(&bytes, field->type, field->def);
    plan->how = AVRO_PUT_CONSTANT;
    plan->constant = weir_arena_str(in->arena, weir_buf_view(&bytes));
    weir_buf_free(&bytes);
    if (!good) {
        weir_err_set(in->err, WEIR_BAD_DATA, "the field %.*s, which has no default, is not in %.*s",
                     WEIR_STR_ARG(field->name),
                     WEIR_STR_ARG(sch->name.p ? sch->name : WEIR_STR("the struct")));
    }
    return good;
}

/* Whether an older name of what is to be written, with or without a namespace, is this one. */
static bool has_alias(const struct weir_json *aliases, struct weir_str name)
{
    for (const struct weir_json *at = aliases ? aliases->first : NULL; at; at = at->next) {
        size_t head = at->text.n > name.n ? at->text.n - name.n : 0;
        if (weir_str_ends(at->text, name) && (head == 0 || at->text.p[head - 1] == '.')) {
            return true;
        }
    }
    return false;
}

/* The field of own that goes into this one; -1: none. */
static int source_of(const struct avro_schema *own, const struct avro_field *field)
{
    int found = avro_field_at(own, field->name);
    for (size_t i = 0; found < 0 && i < own->n_fields; i++) {
        found = has_alias(field->aliases, own->fields[i].name) ? (int)i : -1;
    }
    return found;
}

static bool fill_record(const struct avro_planning *in, struct avro_plan *plan,
                        const struct avro_schema *own, const struct avro_schema *target)
{
    const struct weir_schema *sch = plan->sch;
    if (target->type != AVRO_RECORD || own->type != AVRO_RECORD ||
        (in->strict && !weir_str_eq(own->name, target->name) &&
         !has_alias(target->aliases, own->name))) {
        return refuse(in, sch, target);
    }
    struct avro_plan *children = parts(in, plan, target->n_fields);
    plan->how = AVRO_PUT_RECORD;
    for (size_t i = 0; i < target->n_fields; i++) {
        const struct avro_field *field = &target->fields[i];
        int at = own == target ? (int)i : source_of(own, field);
        bool good =
            at >= 0 && (uint32_t)at < sch->n_fields
                ? fill(in, &children[i], sch->fields[at].schema, own->fields[at].type, field->type)
                : fill_constant(in, &children[i], sch, field);
        if (!good) {
            return false;
        }
        children[i].field = (uint32_t)at;
        children[i].use_default = children[i].how != AVRO_PUT_CONSTANT &&
                                  !in->options->ignore_default_for_nullables &&
                                  children[i].sch->has_default;
    }
    return true;
}

static bool fill_base(const struct avro_planning *in, struct avro_plan *plan,
                      const struct avro_schema *own, const struct avro_schema *target)
{
    plan->logical = json_logical(plan->sch);
    switch ((enum weir_type)plan->sch->type) {
    case WEIR_STRING:
    case WEIR_BYTES:
        return fill_text(in, plan, own, target);
    case WEIR_ARRAY:
        return fill_array(in, plan, own, target);
    case WEIR_MAP:
        return fill_map(in, plan, own, target);
    case WEIR_STRUCT:
        return fill_record(in, plan, own, target);
    case WEIR_BOOLEAN:
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_FLOAT32:
    case WEIR_FLOAT64:
        return fill_number(in, plan, target);
    case WEIR_NULL:
    case WEIR_DECIMAL:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return refuse(in, plan->sch, target);
}

/* Finds the branch, when target is a union, and fills the plan for what stands there. */
static bool fill_branch(const struct avro_planning *in, struct avro_plan *plan,
                        const struct weir_schema *sch, const struct avro_schema *own,
                        const struct avro_schema *target)
{
    plan->sch = sch;
    plan->null_branch = avro_null_branch(target);
    plan->branch = -1;
    if (target->type == AVRO_UNION) {
        plan->branch = branch_of(in, own, target);
        if (plan->branch < 0) {
            return refuse(in, sch, target);
        }
        target = target->branches[plan->branch];
    }
    return fill_base(in, plan, own, target);
}

static bool fill_branches(const struct avro_planning *in, struct avro_plan *plan,
                          const struct weir_schema *sch, const struct avro_schema *own,
                          const struct avro_schema *target)
{
    struct avro_plan *children = parts(in, plan, sch->n_fields);
    plan->sch = sch;
    plan->how = AVRO_PUT_BRANCHES;
    plan->branch = -1;
    plan->null_branch = avro_null_branch(target);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct avro_schema *branch = own->branches[i + (sch->optional ? 1 : 0)];
        if (!fill_branch(in, &children[i], sch->fields[i].schema, branch, target)) {
            return false;
        }
        children[i].use_default =
            !in->options->ignore_default_for_nullables && sch->fields[i].schema->has_default;
    }
    return true;
}

static bool fill(const struct avro_planning *in, struct avro_plan *plan,
                 const struct weir_schema *sch, const struct avro_schema *own,
                 const struct avro_schema *target)
{
    if (sch->type == WEIR_STRUCT && avro_is_union(sch)) {
        return fill_branches(in, plan, sch, own, target);
    }
    if (in->strict && sch->optional && avro_null_branch(target) < 0) {
        return refuse(in, sch, target);
    }
    return fill_branch(in, plan, sch, base_of(own), target);
}

const struct avro_plan *avro_plan(const struct avro_planning *in, const struct weir_schema *sch,
                                  const struct avro_schema *own, const struct avro_schema *target)
{
    struct avro_plan *plan = WEIR_NEW(in->arena, struct avro_plan);
    if (!sch) {
        plan->how = AVRO_PUT_ANYTHING;
        plan->branch = plan->null_branch = -1;
        return plan;
    }
    if (!fill(in, plan, sch, own, target)) {
        return NULL;
    }
    if (target->type == AVRO_BYTES) {
        plan->how = AVRO_PUT_RAW;
    }
    return plan;
}

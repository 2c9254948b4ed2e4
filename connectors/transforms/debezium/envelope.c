/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope.c: names of fields come in, their places in an envelope's schema go out. A bare name is
 * looked for where Debezium puts it: op and the times in the envelope, the order in the
 * transaction, all else in the source.
 */
#include "envelope.h"

#include "schema_build.h"

bool envelope_is(const struct weir_schema *sch)
{
    return sch && weir_str_ends(sch->name, WEIR_STR(".Envelope"));
}

/* ---- reading ---- */

static struct weir_str home_of(struct weir_str field)
{
    static const struct {
        const char *field, *home;
    } homes[] = {
        {"id", "transaction"},
        {"data_collection_order", "transaction"},
        {"total_order", "transaction"},
        {"op", NULL},
        {"ts_ms", NULL},
        {"ts_us", NULL},
        {"ts_ns", NULL},
        {"updateDescription", "updateDescription"},
    };
    for (size_t i = 0; i < sizeof(homes) / sizeof(homes[0]); i++) {
        if (weir_str_is(field, homes[i].field)) {
            return weir_str_of(homes[i].home);
        }
    }
    return WEIR_STR("source");
}

static struct weir_str join(struct weir_arena *arena, struct weir_str prefix, struct weir_str a,
                            struct weir_str b)
{
    return weir_str_of(weir_arena_printf(arena, "%.*s%.*s%s%.*s", WEIR_STR_ARG(prefix),
                                         WEIR_STR_ARG(a), b.p ? "_" : "", WEIR_STR_ARG(b)));
}

static enum weir_verdict parse_ref(struct weir_arena *arena, struct weir_str text,
                                   struct weir_str prefix, struct field_ref *ref,
                                   struct weir_err *err)
{
    struct weir_str rest = text;
    struct weir_str place = WEIR_STR("");
    struct weir_str name = WEIR_STR_NULL;
    struct weir_str more = WEIR_STR_NULL;
    weir_str_split(&rest, ':', &place);
    weir_str_split(&rest, ':', &name);
    if (weir_str_split(&rest, ':', &more)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Unexpected field name: %.*s",
                            WEIR_STR_ARG(text));
    }
    struct weir_str first = WEIR_STR("");
    struct weir_str second = WEIR_STR_NULL;
    weir_str_split(&place, '.', &first);
    weir_str_split(&place, '.', &second);
    ref->field = second.p ? second : first;
    ref->parent = second.p ? first : home_of(first);
    ref->name = name.p     ? join(arena, prefix, name, WEIR_STR_NULL)
                : second.p ? join(arena, prefix, first, second)
                           : join(arena, prefix, first, WEIR_STR_NULL);
    return WEIR_OK;
}

enum weir_verdict field_refs_parse(struct weir_arena *arena, const struct weir_conf_list *list,
                                   struct weir_str prefix, struct field_refs *refs,
                                   struct weir_err *err)
{
    size_t n = list->n;
    while (n > 0 && !list->items[n - 1].n) {
        n--;
    }
    *refs = (struct field_refs){.items = WEIR_NEW_ARRAY(arena, struct field_ref, n), .n = n};
    for (size_t i = 0; i < n; i++) {
        if (parse_ref(arena, list->items[i], prefix, &refs->items[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- places ---- */

static enum weir_verdict find_place(const struct weir_schema *sch, const struct field_ref *ref,
                                    struct field_place *place, struct weir_err *err)
{
    *place = (struct field_place){.ref = ref, .parent = -1, .field = -1};
    const struct weir_schema *parent = sch;
    if (ref->parent.p) {
        place->parent = weir_schema_field(sch, ref->parent);
        if (place->parent < 0) {
            return weir_err_set(err, WEIR_BAD_DATA, "the event has no %.*s to take %.*s from",
                                WEIR_STR_ARG(ref->parent), WEIR_STR_ARG(ref->field));
        }
        parent = sch->fields[place->parent].schema;
        if (parent->type != WEIR_STRUCT) {
            return weir_err_set(err, WEIR_BAD_DATA, "Cannot look up fields on non-struct type");
        }
    }
    place->field = weir_schema_field(parent, ref->field);
    if (place->field < 0) {
        place->in_envelope = true;
        place->field = weir_schema_field(sch, ref->field);
    }
    return WEIR_OK;
}

enum weir_verdict field_refs_place(struct plan *plan, const struct field_refs *refs,
                                   struct field_places *out, struct weir_err *err)
{
    const struct weir_schema *from = plan->from;
    out->items = WEIR_NEW_ARRAY(&plan->arena, struct field_place, refs->n);
    for (size_t i = 0; i < refs->n; i++) {
        struct field_place place;
        if (find_place(from, &refs->items[i], &place, err) != WEIR_OK) {
            return err->class;
        }
        if (place.field < 0) {
            continue;
        }
        bool outer = place.in_envelope || place.parent < 0;
        const struct weir_schema *holder = outer ? from : from->fields[place.parent].schema;
        place.schema =
            plan_own(plan, schema_build_optional(holder->fields[place.field].schema, err));
        if (!place.schema) {
            return err->class;
        }
        out->items[out->n++] = place;
    }
    return WEIR_OK;
}

struct weir_value field_place_value(const struct field_place *place, struct weir_value envelope)
{
    struct weir_value parent = place->parent < 0 ? envelope : envelope.items[place->parent];
    if (parent.type != WEIR_STRUCT) {
        return weir_null();
    }
    return (place->in_envelope ? envelope : parent).items[place->field];
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_shape.c: the schemas of a record's key, value and headers come in; a plan says which of its
 * fields are the key and which the row. sink_plan.c keeps plans and asks again only for new shapes.
 */
#include "sink_plan.h"

#include <stdio.h>

#define PLACES 3

static bool is_envelope(const struct sink_conf *conf, const struct weir_schema *sch)
{
    if (conf->flat_only || sch->type != WEIR_STRUCT) {
        return false;
    }
    if (sch->name.p) {
        return weir_str_ends(sch->name, WEIR_STR(".Envelope"));
    }
    return weir_schema_field(sch, WEIR_STR("op")) >= 0;
}

static const struct weir_schema *field_schema(const struct weir_schema *sch, int at)
{
    return at >= 0 ? sch->fields[at].schema : NULL;
}

/* A CloudEvent's record is its field data. */
static void open_cloud_event(const struct sink_conf *conf, struct sink_plan *plan)
{
    const struct weir_schema *sch = plan->value_schema;
    if (conf->cloud_events && sch->type == WEIR_STRUCT && sch->name.p &&
        weir_regex_matches(conf->cloud_events, sch->name)) {
        plan->data_at = weir_schema_field(sch, WEIR_STR("data"));
    }
    plan->body_schema = plan->data_at >= 0 ? field_schema(sch, plan->data_at) : sch;
}

static void read_value(const struct sink_conf *conf, struct sink_plan *plan)
{
    plan->data_at = plan->op_at = plan->before_at = plan->after_at = plan->source_at = -1;
    if (!plan->value_schema) {
        return;
    }
    open_cloud_event(conf, plan);
    const struct weir_schema *sch = plan->body_schema;
    plan->ignored =
        sch->name.p && weir_str_find(sch->name, WEIR_STR("SchemaChangeValue")) >= 0;
    plan->envelope = is_envelope(conf, sch);
    plan->row_schema = sch;
    if (plan->envelope) {
        plan->op_at = weir_schema_field(sch, WEIR_STR("op"));
        plan->before_at = weir_schema_field(sch, WEIR_STR("before"));
        plan->after_at = weir_schema_field(sch, WEIR_STR("after"));
        plan->source_at = weir_schema_field(sch, WEIR_STR("source"));
        plan->row_schema = field_schema(sch, plan->after_at);
    }
    plan->is_text = conf->plain_types && sch->type == WEIR_STRING;
    if (plan->is_text) {
        bool wants_fields = (conf->include.n || conf->instants.n) && !conf->delete_enabled;
        plan->refused = wants_fields || conf->key_mode == SINK_KEY_RECORD_VALUE
                            ? "the record's value is a text: fields.whitelist, timestamp.fields.list "
                              "and pk.mode=record_value ask for its fields"
                            : NULL;
    } else if (!plan->row_schema || plan->row_schema->type != WEIR_STRUCT) {
        plan->refused = "the record's value is no struct with a schema, so it has no columns "
                        "(a JSON converter needs schemas.enable=true)";
    }
}

/* ---- columns ---- */

struct shaping {
    const struct sink_conf *conf;
    struct weir_arena *arena;
};

static bool listed(const struct weir_conf_list *list, struct weir_str topic, struct weir_str field)
{
    for (size_t i = 0; i < list->n; i++) {
        struct weir_str item = list->items[i];
        ptrdiff_t colon = weir_str_chr(item, ':');
        if (colon >= 0 && !weir_str_eq(weir_str_n(item.p, (size_t)colon), topic)) {
            continue;
        }
        if (weir_str_eq(weir_str_from(item, (size_t)(colon + 1)), field)) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct sink_conf *conf, const struct sink_plan *plan,
                      struct weir_str field)
{
    if (conf->include.n) {
        return listed(&conf->include, plan->topic, field);
    }
    return !listed(&conf->exclude, plan->topic, field);
}

static bool is_in(const struct weir_conf_list *list, struct weir_str field)
{
    size_t i = 0;
    while (i < list->n && !weir_str_eq(list->items[i], field)) {
        i++;
    }
    return i < list->n;
}

static bool is_key_field(const struct sink_conf *conf, struct weir_str field)
{
    return conf->key_fields.n == 0 || is_in(&conf->key_fields, field);
}

/* A field whose schema names its source's column is called as that, whatever became of its name. */
static struct weir_str column_name(const struct shaping *to, struct weir_str field,
                                   const struct weir_schema *sch)
{
    struct weir_str source = to->conf->plain_types
                                 ? WEIR_STR_NULL
                                 : weir_schema_param(sch, "__debezium.source.column.name");
    return sink_fold(to->conf, source.n ? source : field, to->arena);
}

static int16_t instant_unit(const struct sink_conf *conf, struct weir_str field,
                            const struct weir_schema *sch)
{
    bool listed = sch->type == WEIR_INT64 && sch->logical == WEIR_LOGICAL_NONE &&
                  is_in(&conf->instants, field);
    return !listed ? 0 : conf->instant_unit ? 1000 : 1;
}

static void add(struct shaping *to, struct sink_plan *plan, struct weir_str field,
                const struct weir_schema *sch, enum sink_side side, size_t at)
{
    plan->columns[plan->n_columns++] = (struct sink_column){
        .field = weir_arena_str(to->arena, field),
        .name = weir_arena_str(to->arena, column_name(to, field, sch)),
        .schema = sch,
        .side = (uint8_t)side,
        .at = (uint16_t)at,
        .per_us = instant_unit(to->conf, field, sch),
    };
}

struct sink_type sink_column_type(const struct sink_conf *conf, const struct sink_column *column)
{
    return column->per_us ? (struct sink_type){.kind = KIND_TIMESTAMP,
                                               .per_us = column->per_us,
                                               .length = -1}
                          : sink_type_of(column->schema, conf->plain_types);
}

static void add_fields(struct shaping *to, struct sink_plan *plan, const struct weir_schema *sch,
                       enum sink_side side)
{
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        if (is_key_field(to->conf, sch->fields[i].name)) {
            add(to, plan, sch->fields[i].name, sch->fields[i].schema, side, i);
        }
    }
}

static void add_place(struct shaping *to, struct sink_plan *plan)
{
    static const struct {
        struct weir_str name;
        enum weir_type type;
    } places[] = {
        {WEIR_STR("__connect_topic"), WEIR_STRING},
        {WEIR_STR("__connect_partition"), WEIR_INT32},
        {WEIR_STR("__connect_offset"), WEIR_INT64},
    };
    const struct weir_conf_list *own = &to->conf->key_fields;
    bool renamed = to->conf->plain_types && own->n;
    if (renamed && own->n != PLACES) {
        plan->refused = "pk.mode=kafka takes three pk.fields, or none for __connect_topic, "
                        "__connect_partition, __connect_offset";
        return;
    }
    for (size_t i = 0; i < PLACES; i++) {
        add(to, plan, renamed ? own->items[i] : places[i].name,
            weir_schema_plain(places[i].type, false), SIDE_PLACE, i);
    }
}

/* Confluent's wants all that pk.fields names. */
static void check_key_fields(const struct shaping *to, struct sink_plan *plan,
                             const struct weir_schema *sch)
{
    const struct weir_conf_list *own = &to->conf->key_fields;
    for (size_t i = 0; i < own->n && to->conf->plain_types; i++) {
        if (weir_schema_field(sch, own->items[i]) < 0) {
            plan->refused = weir_arena_printf(to->arena, "the record has no field %.*s, which pk.fields "
                                              "names", WEIR_STR_ARG(own->items[i]));
        }
    }
}

static void add_record_key(struct shaping *to, struct sink_plan *plan)
{
    const struct weir_schema *sch = plan->key_schema;
    if (!sch) {
        plan->refused = "Configured primary key mode 'record_key' cannot have null schema";
    } else if (sch->type == WEIR_STRUCT) {
        add_fields(to, plan, sch, SIDE_KEY);
        check_key_fields(to, plan, sch);
    } else if (to->conf->key_fields.n != 1) {
        plan->refused = "the record's key is no struct: primary.key.fields must name one column "
                        "for it";
    } else {
        add(to, plan, to->conf->key_fields.items[0], sch, SIDE_KEY, 0);
    }
}

static void add_headers(struct shaping *to, struct sink_plan *plan, const struct weir_record *rec)
{
    const struct sink_conf *conf = to->conf;
    for (size_t i = 0; i < rec->n_headers && i < UINT16_MAX; i++) {
        const struct weir_header *header = &rec->headers[i];
        if (header->schema && is_key_field(conf, header->name)) {
            add(to, plan, header->name, header->schema, SIDE_HEADERS, plan->n_columns);
        }
    }
}

static void add_key(struct shaping *to, struct sink_plan *plan, const struct weir_record *rec)
{
    switch ((enum sink_key_mode)to->conf->key_mode) {
    case SINK_KEY_NONE:
        break;
    case SINK_KEY_KAFKA:
        add_place(to, plan);
        break;
    case SINK_KEY_RECORD_KEY:
        add_record_key(to, plan);
        break;
    case SINK_KEY_RECORD_VALUE:
        if (plan->row_schema) {
            add_fields(to, plan, plan->row_schema, SIDE_VALUE);
            check_key_fields(to, plan, plan->row_schema);
        }
        break;
    case SINK_KEY_RECORD_HEADER:
        add_headers(to, plan, rec);
        break;
    }
    plan->n_keys = plan->n_columns;
    bool wants_key = to->conf->key_mode != SINK_KEY_NONE;
    if (wants_key && !plan->n_keys && !plan->refused && plan->row_schema) {
        plan->refused = "none of the fields that make the primary key is in the record";
    }
}

static bool in_key(const struct sink_plan *plan, struct weir_str field)
{
    for (uint32_t i = 0; i < plan->n_keys; i++) {
        if (weir_str_eq(plan->columns[i].field, field)) {
            return true;
        }
    }
    return false;
}

static void add_rest(struct shaping *to, struct sink_plan *plan)
{
    const struct weir_schema *sch = plan->row_schema;
    if (plan->is_text) {
        add(to, plan, to->conf->text_column, weir_schema_plain(WEIR_STRING, true), SIDE_VALUE, 0);
        return;
    }
    for (uint32_t i = 0; sch && i < sch->n_fields; i++) {
        struct weir_str field = sch->fields[i].name;
        if (!in_key(plan, field) && is_wanted(to->conf, plan, field)) {
            add(to, plan, field, sch->fields[i].schema, SIDE_VALUE, i);
        }
    }
}

/* Two fields that become one column. */
static void check_names(struct shaping *to, struct sink_plan *plan)
{
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const struct sink_column *a = &plan->columns[j], *b = &plan->columns[i];
            if (weir_str_eq(a->name, b->name)) {
                plan->refused = weir_arena_printf(
                    to->arena, "the fields %.*s and %.*s are both the column %.*s",
                    WEIR_STR_ARG(a->field), WEIR_STR_ARG(b->field), WEIR_STR_ARG(a->name));
            }
        }
    }
}

struct sink_plan *sink_shape(const struct sink_conf *conf, const struct weir_record *rec,
                             struct weir_arena *arena)
{
    struct shaping to = {.conf = conf, .arena = arena};
    struct sink_plan *plan = WEIR_NEW(arena, struct sink_plan);
    plan->topic = weir_arena_str(arena, rec->topic);
    plan->key_schema = rec->key_schema ? weir_schema_ref(rec->key_schema) : NULL;
    plan->value_schema = rec->value_schema ? weir_schema_ref(rec->value_schema) : NULL;
    read_value(conf, plan);
    uint32_t n_key = plan->key_schema ? plan->key_schema->n_fields + 1 : 0;
    uint32_t n_row = plan->row_schema ? plan->row_schema->n_fields : 0;
    plan->columns =
        WEIR_NEW_ARRAY(arena, struct sink_column, n_key + n_row + rec->n_headers + PLACES + 1);
    if (plan->ignored || plan->refused) {
        return plan;
    }
    add_key(&to, plan, rec);
    add_rest(&to, plan);
    check_names(&to, plan);
    return plan;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_row.c: a row of an outbox table comes in as a change event, the message that the row is
 * goes out: its payload, its key, to the topic of its aggregate.
 */
#include "common/java_text.h"
#include "envelope.h"
#include "event_router.h"
#include "schema_build.h"

/* ---- plans ---- */

enum weir_verdict outbox_make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct outbox *self = arg;
    const struct outbox_conf *conf = self->smt.conf;
    struct outbox_plan *plan = (struct outbox_plan *)base;
    plan->op = weir_schema_field(base->from, WEIR_STR("op"));
    plan->ts_ms = weir_schema_field(base->from, WEIR_STR("ts_ms"));
    plan->after = weir_schema_field(base->from, WEIR_STR("after"));
    if (plan->op < 0 || plan->after < 0) {
        return plan->op < 0 ? weir_err_set(err, WEIR_BAD_DATA, "op is not a valid field name")
                            : weir_err_set(err, WEIR_BAD_DATA, "Unknown field: after");
    }
    plan->row = base->from->fields[plan->after].schema;
    if (schema_build_need_struct(plan->row, err) != WEIR_OK) {
        return err->class;
    }
    plan->id = weir_schema_field(plan->row, conf->id);
    plan->key = weir_schema_field(plan->row, conf->key);
    plan->payload = weir_schema_field(plan->row, conf->payload);
    plan->route_by = weir_schema_field(plan->row, conf->route_by);
    plan->timestamp = conf->timestamp.n ? weir_schema_field(plan->row, conf->timestamp) : -1;
    plan->version = conf->version.n ? weir_schema_field(plan->row, conf->version) : -1;
    plan->additional = WEIR_NEW_ARRAY(&base->arena, int, self->n_additional);
    for (size_t i = 0; i < self->n_additional; i++) {
        plan->additional[i] = weir_schema_field(plan->row, self->additional[i].column);
    }
    return WEIR_OK;
}

/* ---- fields of the row ---- */

static enum weir_verdict no_field(struct weir_str name, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "%.*s is not a valid field name", WEIR_STR_ARG(name));
}

static enum weir_verdict wrong_type(struct weir_str name, const char *type, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA, "Field '%.*s' is not of type %s", WEIR_STR_ARG(name),
                        type);
}

static struct weir_value get(const struct outbox_plan *plan, struct weir_value row, int at)
{
    return smt_get(plan->row->fields[at].schema, row.items[at], true);
}

static enum weir_verdict find_timestamp(const struct outbox *self, const struct outbox_plan *plan,
                                        struct weir_value envelope, struct weir_value row,
                                        int64_t *ms, struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    static const struct {
        const char *name;
        int64_t divisor;
    } units[] = {{"io.debezium.time.Timestamp", 1},
                 {"io.debezium.time.MicroTimestamp", 1000},
                 {"io.debezium.time.NanoTimestamp", 1000000}};
    struct weir_value val = plan->ts_ms >= 0 ? envelope.items[plan->ts_ms] : weir_null();
    *ms = val.type == WEIR_INT64 ? val.i : WEIR_NO_TIMESTAMP;
    if (!conf->timestamp.n) {
        return WEIR_OK;
    }
    if (plan->timestamp < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "Unable to find timestamp field %.*s in event",
                            WEIR_STR_ARG(conf->timestamp));
    }
    const struct weir_schema *sch = plan->row->fields[plan->timestamp].schema;
    if (sch->type != WEIR_INT64) {
        return wrong_type(conf->timestamp, "INT64", err);
    }
    val = row.items[plan->timestamp];
    if (val.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (!sch->name.p) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Unsupported field type %s (without logical schema name) for event "
                            "timestamp",
                            weir_type_name((enum weir_type)sch->type));
    }
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (weir_str_is(sch->name, units[i].name)) {
            *ms = val.i / units[i].divisor;
            return WEIR_OK;
        }
    }
    return weir_err_set(err, WEIR_BAD_DATA, "Unsupported field type %.*s for event timestamp",
                        WEIR_STR_ARG(sch->name));
}

static enum weir_verdict check_route(const struct outbox *self, const struct outbox_plan *plan,
                                     struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    if (plan->route_by < 0) {
        return no_field(conf->route_by, err);
    }
    return plan->row->fields[plan->route_by].schema->type == WEIR_STRING
               ? WEIR_OK
               : wrong_type(conf->route_by, "STRING", err);
}

static enum weir_verdict find_route(const struct outbox *self, const struct outbox_plan *plan,
                                    struct weir_value row, struct weir_str *route,
                                    struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    if (check_route(self, plan, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value val = row.items[plan->route_by];
    *route = weir_value_str(val);
    return val.type == WEIR_STRING
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA, "there is no topic: %.*s is null",
                              WEIR_STR_ARG(conf->route_by));
}

/* ---- the struct around payload and additional columns ---- */

/* The row's schema name with the route before its last part. */
static struct weir_str struct_name(struct weir_arena *arena, struct weir_str name,
                                   struct weir_str route)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.') {
        dot--;
    }
    if (!name.p) {
        return route;
    }
    return weir_str_of(weir_arena_printf(arena, "%.*s%.*s.%.*s", (int)dot, name.p,
                                         WEIR_STR_ARG(route),
                                         WEIR_STR_ARG(weir_str_from(name, dot))));
}

static const struct weir_schema *struct_schema(struct outbox *self, struct outbox_plan *plan,
                                               struct weir_batch *batch,
                                               const struct weir_schema *payload,
                                               struct weir_value row, struct weir_str route,
                                               struct weir_err *err)
{
    struct schema_build build;
    struct weir_value version = plan->version >= 0 ? row.items[plan->version] : weir_null();
    int32_t number = version.type == WEIR_INT32 ? (int32_t)version.i : 0;
    if (plan->made && plan->made_of == payload && plan->made_version == number) {
        return weir_batch_hold(batch, plan->made);
    }
    schema_build_init(&build, &batch->arena);
    build.spec.name = struct_name(&batch->arena, plan->row->name, route);
    build.spec.version = version.type == WEIR_INT32 ? &number : NULL;
    schema_build_field(&build, WEIR_STR("payload"), payload);
    for (size_t i = 0; i < self->n_additional; i++) {
        int at = plan->additional[i];
        if (self->additional[i].placement == IN_ENVELOPE && at >= 0) {
            schema_build_field(&build, self->additional[i].alias, plan->row->fields[at].schema);
        }
    }
    const struct weir_schema *made = plan_own(&plan->base, schema_build_end(&build, err));
    if (made) {
        plan->made = weir_batch_hold(batch, made);
        plan->made_of = plan_own(&plan->base, weir_schema_ref(payload));
        plan->made_version = number;
    }
    return made;
}

static enum weir_verdict check_additional(const struct outbox *self, const struct outbox_plan *plan,
                                          struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    for (size_t i = 0; i < self->n_additional; i++) {
        const struct additional *field = &self->additional[i];
        int at = plan->additional[i];
        if (at < 0 && (conf->missing_is_error || field->placement == IN_ENVELOPE)) {
            return no_field(field->column, err);
        }
        if (at >= 0 && field->placement == IN_PARTITION &&
            plan->row->fields[at].schema->type != WEIR_INT32) {
            return wrong_type(field->column, "INT32", err);
        }
    }
    return WEIR_OK;
}

static enum weir_verdict put_additional(const struct outbox *self, const struct outbox_plan *plan,
                                        struct weir_batch *batch, struct weir_record *rec,
                                        struct weir_value row, const struct weir_schema *to,
                                        struct weir_value *items, struct weir_err *err)
{
    uint32_t n = 1;
    for (size_t i = 0; i < self->n_additional; i++) {
        const struct additional *field = &self->additional[i];
        int at = plan->additional[i];
        if (at < 0) {
            continue;
        }
        struct weir_value val = get(plan, row, at);
        const struct weir_schema *sch = plan->row->fields[at].schema;
        if (field->placement == IN_PARTITION) {
            rec->partition =
                row.items[at].type == WEIR_NULL ? WEIR_NO_PARTITION : (int32_t)row.items[at].i;
        } else if (field->placement == IN_ENVELOPE) {
            if (smt_put(&to->fields[n], &items[n], val, err) != WEIR_OK) {
                return err->class;
            }
            n++;
        } else {
            if (smt_header_check(sch, val, err) != WEIR_OK) {
                return err->class;
            }
            *smt_headers_add(batch, rec, 1) =
                (struct weir_header){.name = field->alias, .schema = sch, .value = val};
        }
    }
    return WEIR_OK;
}

/* ---- records ---- */

/* payload == null or payload.toString().trim().isEmpty() */
static bool is_empty(struct weir_value val)
{
    return val.type == WEIR_NULL ||
           (val.type == WEIR_STRING && !weir_str_trim(weir_value_str(val)).n);
}

static enum weir_verdict find_payload(struct outbox *self, const struct outbox_plan *plan,
                                      struct weir_batch *batch, struct weir_value row,
                                      const struct weir_schema **sch, struct weir_value *val)
{
    const struct outbox_conf *conf = self->smt.conf;
    *sch = plan->row->fields[plan->payload].schema;
    *val = get(plan, row, plan->payload);
    if (conf->expand_json && val->type == WEIR_STRING &&
        !outbox_json_expand(&self->json, batch, conf->payload, sch, val)) {
        weir_warn(self->log, "a payload is not expanded: it is no JSON object or array");
    }
    return WEIR_OK;
}

static enum weir_verdict set_message(struct outbox *self, struct outbox_plan *plan,
                                     struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_value row, struct weir_str route,
                                     struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    const struct weir_schema *sch;
    struct weir_value payload;
    struct weir_value *items = NULL;
    find_payload(self, plan, batch, row, &sch, &payload);
    const struct weir_schema *to = NULL;
    if (self->has_envelope) {
        to = struct_schema(self, plan, batch, sch, row, route, err);
        if (!to) {
            return err->class;
        }
        items = smt_new_items(batch, to->n_fields);
        if (smt_put(&to->fields[0], &items[0], payload, err) != WEIR_OK) {
            return err->class;
        }
    }
    if (put_additional(self, plan, batch, rec, row, to, items, err) != WEIR_OK) {
        return err->class;
    }
    if (conf->tombstones && is_empty(payload)) {
        smt_set(rec, false, NULL, weir_null());
    } else if (to) {
        smt_set(rec, false, to, weir_items(WEIR_STRUCT, items, to->n_fields));
    } else {
        smt_set(rec, false, sch, payload);
    }
    return WEIR_OK;
}

/* The names that are looked up whatever the row holds, in Debezium's order. */
static enum weir_verdict check_row(const struct outbox *self, const struct outbox_plan *plan,
                                   struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    if (plan->payload < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "Unable to find payload field %.*s in event",
                            WEIR_STR_ARG(conf->payload));
    }
    return WEIR_OK;
}

static enum weir_verdict route_row(struct outbox *self, struct outbox_plan *plan,
                                   struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    struct weir_value row = rec->value.items[plan->after];
    struct weir_str route, topic;
    int64_t ms;
    if (smt_need_struct(row, "Read Outbox Event", err) != WEIR_OK ||
        check_row(self, plan, err) != WEIR_OK ||
        find_timestamp(self, plan, rec->value, row, &ms, err) != WEIR_OK) {
        return err->class;
    }
    if (plan->id < 0) {
        return no_field(conf->id, err);
    }
    struct weir_value id = get(plan, row, plan->id);
    const struct weir_schema *id_schema = plan->row->fields[plan->id].schema;
    /* A struct's name is made of the route, so that this is looked at first. */
    if (smt_header_check(id_schema, id, err) != WEIR_OK ||
        (self->has_envelope && check_route(self, plan, err) != WEIR_OK) ||
        check_additional(self, plan, err) != WEIR_OK) {
        return err->class;
    }
    if (plan->key < 0) {
        return no_field(conf->key, err);
    }
    if (find_route(self, plan, row, &route, err) != WEIR_OK ||
        topic_cache_get(&self->topics, batch, route, &topic, err) != WEIR_OK) {
        return err->class;
    }
    *smt_headers_add(batch, rec, 1) =
        (struct weir_header){.name = WEIR_STR("id"), .schema = id_schema, .value = id};
    rec->partition = WEIR_NO_PARTITION;
    rec->timestamp = ms;
    smt_set(rec, true, plan->row->fields[plan->key].schema, get(plan, row, plan->key));
    rec->topic = topic.p ? topic : route;
    return set_message(self, plan, batch, rec, row, route, err);
}

static enum weir_verdict on_update(const struct outbox *self, struct weir_record *rec,
                                   struct weir_err *err)
{
    const struct outbox_conf *conf = self->smt.conf;
    if (conf->invalid == INVALID_FATAL) {
        return weir_err_set(err, WEIR_BAD_DATA, "Unexpected update message received, fail.");
    }
    enum weir_level level = conf->invalid == INVALID_ERROR ? WEIR_ERROR : WEIR_WARN;
    WEIR_LOG_AT(self->log, level, "Unexpected update message received and ignored");
    rec->state = WEIR_REC_FILTERED;
    return WEIR_OK;
}

enum weir_verdict outbox_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                             struct weir_err *err)
{
    struct outbox *self = arg;
    if (rec->value.type == WEIR_NULL) {
        rec->state = WEIR_REC_FILTERED;
        return WEIR_OK;
    }
    if (!envelope_is(rec->value_schema)) {
        return WEIR_OK;
    }
    if (smt_need_struct(rec->value, "Detect Debezium Operation", err) != WEIR_OK) {
        return err->class;
    }
    struct outbox_plan *plan =
        (struct outbox_plan *)plan_cache_get(&self->smt.plans, batch, rec->value_schema, err);
    if (!plan) {
        return err->class;
    }
    struct weir_str op = weir_value_str(rec->value.items[plan->op]);
    if (weir_str_is(op, "d")) {
        rec->state = WEIR_REC_FILTERED;
        return WEIR_OK;
    }
    return weir_str_is(op, "u") ? on_update(self, rec, err)
                                : route_row(self, plan, batch, rec, err);
}

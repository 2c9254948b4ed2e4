/* SPDX-License-Identifier: Apache-2.0 */
/*
 * partition_routing.c: PartitionRouting: a change event's partition is chosen by some of its
 * fields.
 */
#include "envelope.h"
#include "java_hash_code.h"
#include "smt.h"
#include "transforms.h"

struct partition_conf {
    struct weir_conf_list fields;
    int32_t partitions;
    struct weir_str hash;
};

struct path {
    struct weir_str *steps;
    size_t n;
};

struct partitions {
    struct smt smt;
    struct path *paths;
    bool murmur;
};

/* Where a path leads in one schema; "change" is before in deletes and after else, and nothing where
 * there is no op. */
struct place {
    int *steps;     /* -1: there is no such field, or nothing in it */
    int *on_delete; /* the same for deletes */
};

struct partition_plan {
    struct plan base;
    int op; /* -1: there is none */
    struct place *places;
};

/* ---- plans ---- */

static int *find_steps(struct partition_plan *base, const struct path *path, const char *change)
{
    struct plan *plan = &base->base;
    int *steps = WEIR_NEW_ARRAY(&plan->arena, int, path->n);
    const struct weir_schema *sch = plan->from;
    for (size_t i = 0; i < path->n; i++) {
        bool special = i + 1 < path->n && weir_str_is(path->steps[i], "change");
        steps[i] = special && base->op < 0
                       ? -1
                       : weir_schema_field(sch, special ? weir_str_of(change) : path->steps[i]);
        sch = steps[i] < 0 ? NULL : sch->fields[steps[i]].schema;
        if (!sch || (i + 1 < path->n && sch->type != WEIR_STRUCT)) {
            steps[i] = -1;
            break;
        }
    }
    return steps;
}

static enum weir_verdict make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct partitions *self = arg;
    const struct partition_conf *conf = self->smt.conf;
    struct partition_plan *plan = (struct partition_plan *)base;
    plan->op = weir_schema_field(base->from, WEIR_STR("op"));
    if (plan->op >= 0 && base->from->fields[plan->op].schema->type != WEIR_STRING) {
        return weir_err_set(err, WEIR_BAD_DATA, "Unprocessable message: its op is no text");
    }
    plan->places = WEIR_NEW_ARRAY(&base->arena, struct place, conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        plan->places[i].steps = find_steps(plan, &self->paths[i], "after");
        plan->places[i].on_delete = find_steps(plan, &self->paths[i], "before");
    }
    return WEIR_OK;
}

/* ---- records ---- */

/* A null on the way is an error, as in Java; a null at the end is no value. */
static enum weir_verdict value_at(const struct path *path, const int *steps,
                                  const struct weir_schema *sch, struct weir_value val,
                                  struct weir_value *out, struct weir_err *err)
{
    for (size_t i = 0; i < path->n; i++) {
        if (val.type != WEIR_STRUCT) {
            return weir_err_set(err, WEIR_BAD_DATA, "Unprocessable message: there is no %.*s in it",
                                WEIR_STR_ARG(path->steps[i]));
        }
        if (steps[i] < 0) {
            *out = weir_null();
            return WEIR_OK;
        }
        const struct weir_schema *inner = sch->fields[steps[i]].schema;
        bool last = i + 1 == path->n;
        val = smt_get(inner, val.items[steps[i]], last);
        sch = inner;
    }
    *out = val;
    return WEIR_OK;
}

static enum weir_verdict add_hash(const struct partitions *self, struct weir_value val,
                                  uint32_t *sum, struct weir_err *err)
{
    int32_t hash;
    if (!(self->murmur ? java_murmur_code(val, &hash) : java_hash_code(val, &hash))) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "Unprocessable message: a struct does not make a partition; name a "
                            "field in it");
    }
    *sum += (uint32_t)hash;
    return WEIR_OK;
}

static enum weir_verdict route_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct partitions *self = arg;
    const struct partition_conf *conf = self->smt.conf;
    uint32_t sum = 0;
    bool any = false;
    if (rec->value.type != WEIR_STRUCT || !envelope_is(rec->value_schema)) {
        return WEIR_OK;
    }
    const struct partition_plan *plan = (const struct partition_plan *)plan_cache_get(
        &self->smt.plans, batch, rec->value_schema, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value op_value = plan->op < 0 ? weir_null() : rec->value.items[plan->op];
    struct weir_str op = op_value.type == WEIR_STRING ? weir_value_str(op_value) : WEIR_STR_NULL;
    if (weir_str_is(op, "t") || weir_str_is(op, "m")) {
        return WEIR_OK;
    }
    for (size_t i = 0; i < conf->fields.n; i++) {
        const int *steps = weir_str_is(op, "d") ? plan->places[i].on_delete : plan->places[i].steps;
        struct weir_value val = weir_null();
        if (value_at(&self->paths[i], steps, rec->value_schema, rec->value, &val, err) != WEIR_OK ||
            (val.type != WEIR_NULL && add_hash(self, val, &sum, err) != WEIR_OK)) {
            return err->class;
        }
        any = any || val.type != WEIR_NULL;
    }
    uint32_t hash = sum & INT32_MAX;
    if (any) {
        rec->partition = hash == INT32_MAX ? 0 : (int32_t)hash % conf->partitions;
    }
    return WEIR_OK;
}

SMT_APPLY(route_one)

/* ---- opening ---- */

static struct path parse_path(struct weir_arena *arena, struct weir_str text)
{
    struct path path = {.steps = WEIR_NEW_ARRAY(arena, struct weir_str, text.n + 1)};
    struct weir_str step;
    while (weir_str_split(&text, '.', &step)) {
        path.steps[path.n++] = weir_str_trim(step);
    }
    return path;
}

static enum weir_verdict partitions_open(const struct weir_open *open, void **out,
                                         struct weir_err *err)
{
    const struct partition_conf *conf = open->conf;
    (void)err;
    struct partitions *self =
        smt_new(sizeof(*self), open, false, sizeof(struct partition_plan), make_plan);
    self->murmur = weir_str_eq_nocase(weir_str_trim(conf->hash), WEIR_STR("murmur"));
    self->paths = WEIR_NEW_ARRAY(open->arena, struct path, conf->fields.n);
    for (size_t i = 0; i < conf->fields.n; i++) {
        self->paths[i] = parse_path(open->arena, conf->fields.items[i]);
    }
    *out = self;
    return WEIR_OK;
}

#define AT(member) WEIR_AT(struct partition_conf, member)

static const struct weir_conf_key keys[] = {
    {.name = "partition.payload.fields",
     .type = WEIR_CONF_LIST,
     .at = AT(fields),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_HIGH,
     .group = "partitions",
     .display = "List of payload fields to use for compute partition.",
     .doc = "Fields that choose the partition: source.table, after.name; change.name is before's "
            "in deletes and after's else. What a record does not have is left out."},
    {.name = "partition.topic.num",
     .type = WEIR_CONF_INT,
     .at = AT(partitions),
     .min = 1,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_HAS_MIN,
     .importance = WEIR_HIGH,
     .group = "partitions",
     .display = "Number of partition configured for topic",
     .doc = "How many partitions the topic has."},
    {.name = "partition.hash.function",
     .type = WEIR_CONF_STRING,
     .at = AT(hash),
     .def = "java",
     .importance = WEIR_LOW,
     .group = "partitions",
     .display = "Hash function",
     .doc = "java or murmur."},
    WEIR_CONF_END,
};

SMT_COMPONENT(partition_routing, SMT_DEBEZIUM "partitions.PartitionRouting", struct partition_conf,
              "Chooses the partition by fields of the event.", partitions_open, smt_close);

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logical_router.c: ByLogicalTableRouter, and ToLogicalTopicRouter after it: events of several
 * tables go to one topic; the key gets a field that tells the tables apart, and the schemas get
 * the topic's name.
 */
#include <weir/regex.h>

#include "envelope.h"
#include "schema_build.h"
#include "schema_name.h"
#include "smt.h"
#include "topic_cache.h"
#include "transforms.h"

#define PURPOSE "Updating schema"

struct logical_conf {
    struct weir_regex *topic_regex;
    struct weir_str topic_replacement;
    bool enforce_uniqueness;
    struct weir_regex *key_regex; /* NULL: the old topic itself */
    struct weir_str key_replacement;
    struct weir_str key_field;
    int adjustment; /* enum schema_name_mode */
    int32_t cache_size;
};

struct logical {
    struct smt smt; /* its plans are for envelopes */
    struct plan_cache keys;
    struct topic_cache topics;
    struct topic_cache identifiers; /* by old topic: what the key says of the table */
    struct weir_str topic;          /* the new one, for the plan being made */
};

struct key_plan {
    struct plan base;
    const struct weir_schema *to;
};

struct envelope_plan {
    struct plan base;
    const struct weir_schema *to;
    int before, after;
};

/* ---- plans ---- */

/* All but the name, the default and, if it is a struct, its fields. */
static void like_without_name(struct schema_build *build, struct plan *plan,
                              const struct weir_schema *sch)
{
    schema_build_like(build, &plan->arena, sch);
    build->spec.optional = sch->optional;
    build->spec.name = WEIR_STR_NULL;
}

static struct weir_str schema_name(const struct logical *self, struct plan *plan,
                                   const char *suffix)
{
    const struct logical_conf *conf = self->smt.conf;
    char *name = weir_arena_printf(&plan->arena, "%.*s%s", WEIR_STR_ARG(self->topic), suffix);
    return schema_name_adjust(&plan->arena, weir_str_of(name),
                              (enum schema_name_mode)conf->adjustment);
}

static enum weir_verdict make_key_plan(void *arg, struct plan *plan, struct weir_err *err)
{
    const struct logical *self = arg;
    const struct logical_conf *conf = self->smt.conf;
    struct schema_build build;
    like_without_name(&build, plan, plan->from);
    build.spec.name = schema_name(self, plan, ".Key");
    schema_build_fields_of(&build, plan->from);
    if (conf->enforce_uniqueness) {
        schema_build_field(&build, conf->key_field, weir_schema_plain(WEIR_STRING, false));
    }
    const struct weir_schema *to = plan_own(plan, schema_build_end(&build, err));
    ((struct key_plan *)plan)->to = to;
    return to ? WEIR_OK : err->class;
}

static const struct weir_schema *make_row(const struct logical *self, struct plan *plan,
                                          const struct weir_schema *sch, struct weir_err *err)
{
    struct schema_build build;
    if (schema_build_need_struct(sch, err) != WEIR_OK) {
        return NULL;
    }
    like_without_name(&build, plan, sch);
    build.spec.name = schema_name(self, plan, ".Value");
    schema_build_fields_of(&build, sch);
    return plan_own(plan, schema_build_end(&build, err));
}

static enum weir_verdict make_envelope_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct logical *self = arg;
    const struct weir_schema *from = base->from;
    struct envelope_plan *plan = (struct envelope_plan *)base;
    struct schema_build build;
    plan->before = weir_schema_field(from, WEIR_STR("before"));
    plan->after = weir_schema_field(from, WEIR_STR("after"));
    if (plan->before < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "the event has no field before");
    }
    const struct weir_schema *row = make_row(self, base, from->fields[plan->before].schema, err);
    if (!row) {
        return err->class;
    }
    like_without_name(&build, base, from);
    build.spec.name = schema_name(self, base, ".Envelope");
    for (uint32_t i = 0; i < from->n_fields; i++) {
        bool is_row = (int)i == plan->before || (int)i == plan->after;
        schema_build_field(&build, from->fields[i].name, is_row ? row : from->fields[i].schema);
    }
    plan->to = plan_own(base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

/* ---- topics ---- */

static enum weir_verdict new_topic(void *arg, struct weir_str topic, struct weir_buf *out,
                                   bool *keep, struct weir_err *err)
{
    const struct logical_conf *conf = ((struct logical *)arg)->smt.conf;
    *keep = !weir_regex_matches(conf->topic_regex, topic);
    return *keep ? WEIR_OK
                 : weir_regex_replace(conf->topic_regex, topic, conf->topic_replacement, false, out,
                                      err);
}

static enum weir_verdict identifier(void *arg, struct weir_str topic, struct weir_buf *out,
                                    bool *keep, struct weir_err *err)
{
    const struct logical_conf *conf = ((struct logical *)arg)->smt.conf;
    *keep = false;
    if (conf->key_regex && weir_regex_matches(conf->key_regex, topic)) {
        return weir_regex_replace(conf->key_regex, topic, conf->key_replacement, false, out, err);
    }
    weir_buf_str(out, topic);
    return WEIR_OK;
}

/* ---- records ---- */

static enum weir_verdict set_key(struct logical *self, struct weir_batch *batch,
                                 struct weir_record *rec, struct weir_str old_topic,
                                 struct weir_err *err)
{
    const struct logical_conf *conf = self->smt.conf;
    struct weir_value old = rec->key;
    if (old.type == WEIR_NULL) {
        rec->key_schema = NULL;
        return WEIR_OK;
    }
    if (smt_need_struct(old, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct key_plan *plan =
        (const struct key_plan *)plan_cache_get(&self->keys, batch, rec->key_schema, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, (size_t)old.n + 1);
    if (smt_copy(rec->key_schema, plan->to, old, true, items, err) != WEIR_OK) {
        return err->class;
    }
    if (conf->enforce_uniqueness) {
        struct weir_str table;
        if (topic_cache_get(&self->identifiers, batch, old_topic, &table, err) != WEIR_OK) {
            return err->class;
        }
        items[old.n] = weir_string(table);
    }
    smt_set(rec, true, plan->to, weir_items(WEIR_STRUCT, items, plan->to->n_fields));
    return WEIR_OK;
}

static enum weir_verdict set_row(struct weir_batch *batch, const struct weir_schema *sch,
                                 struct weir_value *row, struct weir_err *err)
{
    return smt_need_struct(*row, PURPOSE, err) == WEIR_OK ? smt_keep(batch, sch, row, true, err)
                                                          : err->class;
}

static enum weir_verdict set_envelope(struct logical *self, struct weir_batch *batch,
                                      struct weir_record *rec, struct weir_err *err)
{
    const struct weir_schema *sch = rec->value_schema;
    struct weir_value old = rec->value;
    if (smt_need_struct(old, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    const struct envelope_plan *plan =
        (const struct envelope_plan *)plan_cache_get(&self->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, old.n);
    if (smt_copy(sch, plan->to, old, true, items, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < old.n; i++) {
        bool is_row = (int)i == plan->before || (int)i == plan->after;
        if (is_row && items[i].type != WEIR_NULL &&
            set_row(batch, sch->fields[i].schema, &items[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    smt_set(rec, false, plan->to, weir_items(WEIR_STRUCT, items, old.n));
    return WEIR_OK;
}

static enum weir_verdict route_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct logical *self = arg;
    struct weir_str old_topic = rec->topic;
    if (topic_cache_get(&self->topics, batch, old_topic, &self->topic, err) != WEIR_OK) {
        return err->class;
    }
    if (!self->topic.n) {
        return WEIR_OK;
    }
    if (set_key(self, batch, rec, old_topic, err) != WEIR_OK) {
        return err->class;
    }
    rec->topic = self->topic;
    return rec->value.type != WEIR_NULL && envelope_is(rec->value_schema)
               ? set_envelope(self, batch, rec, err)
               : WEIR_OK;
}

static enum weir_verdict apply(void *arg, struct weir_batch *batch, const bool *run,
                               struct weir_verdicts *verdicts, struct weir_err *err)
{
    struct logical *self = arg;
    (void)err;
    plan_cache_begin(&self->smt.plans);
    plan_cache_begin(&self->keys);
    topic_cache_begin(&self->topics);
    topic_cache_begin(&self->identifiers);
    return smt_each(route_one, self, batch, run, verdicts);
}

static enum weir_verdict logical_open(const struct weir_open *open, void **out,
                                      struct weir_err *err)
{
    const struct logical_conf *conf = open->conf;
    if (conf->key_regex && !weir_str_trim(conf->key_replacement).n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "key.field.replacement must be non-empty if key.field.regex is set.");
    }
    struct logical *self =
        smt_new(sizeof(*self), open, false, sizeof(struct envelope_plan), make_envelope_plan);
    plan_cache_init(&self->keys, sizeof(struct key_plan), make_key_plan, self);
    topic_cache_init(&self->topics, new_topic, self);
    topic_cache_init(&self->identifiers, identifier, self);
    *out = self;
    return WEIR_OK;
}

static void logical_close(void *arg)
{
    struct logical *self = arg;
    plan_cache_free(&self->keys);
    topic_cache_free(&self->topics);
    topic_cache_free(&self->identifiers);
    smt_close(self);
}

#define AT(member) WEIR_AT(struct logical_conf, member)

#define LOGICAL_KEYS(field_, cache_)                                                               \
    {.name = "topic.regex",                                                                        \
     .type = WEIR_CONF_REGEX,                                                                      \
     .at = AT(topic_regex),                                                                        \
     .flags = WEIR_KEY_REQUIRED,                                                                   \
     .importance = WEIR_LOW,                                                                       \
     .width = WEIR_WIDTH_LONG,                                                                     \
     .display = "Topic regex",                                                                     \
     .doc = "The topics to route: those that this matches as a whole."},                           \
        {.name = "topic.replacement",                                                              \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = AT(topic_replacement),                                                              \
         .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,                                           \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_LONG,                                                                 \
         .display = "Topic replacement",                                                           \
         .doc = "What the new topic is made of: text, $1 and ${name} for groups of topic.regex."}, \
        {.name = "key.enforce.uniqueness",                                                         \
         .type = WEIR_CONF_BOOLEAN,                                                                \
         .at = AT(enforce_uniqueness),                                                             \
         .def = "true",                                                                            \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_SHORT,                                                                \
         .display = "Add source topic name into key",                                              \
         .doc = "Whether the key gets a field that names the table, for tables whose keys are "    \
                "not unique together."},                                                           \
        {.name = "key.field.regex",                                                                \
         .type = WEIR_CONF_REGEX,                                                                  \
         .at = AT(key_regex),                                                                      \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_LONG,                                                                 \
         .display = "Key field regex",                                                             \
         .doc = "Matched against the old topic, to take the name of the table from it."},          \
        {.name = "key.field.name",                                                                 \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = AT(key_field),                                                                      \
         .def = (field_),                                                                          \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_LONG,                                                                 \
         .display = "Key field name",                                                              \
         .doc = "The name of the field that the key gets."},                                       \
        {.name = "key.field.replacement",                                                          \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = AT(key_replacement),                                                                \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_LONG,                                                                 \
         .display = "Key field replacement",                                                       \
         .doc = "What that field holds, made of the groups of key.field.regex."},                  \
        {.name = "schema.name.adjustment.mode",                                                    \
         .type = WEIR_CONF_ENUM,                                                                   \
         .at = AT(adjustment),                                                                     \
         .def = "none",                                                                            \
         .values = schema_name_modes,                                                              \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_MEDIUM,                                                               \
         .display = "Schema Name Adjustment",                                                      \
         .doc = "How schema names are made fit for Avro: not at all, with underscores for what "   \
                "may not be there (avro), or with its code (avro_unicode)."},                      \
        {.name = (cache_),                                                                         \
         .type = WEIR_CONF_INT,                                                                    \
         .at = AT(cache_size),                                                                     \
         .def = "16",                                                                              \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_LONG,                                                                 \
         .doc = "Without effect here: all schemas in use are kept."},                              \
        WEIR_CONF_END

static const struct weir_conf_key table_keys[] = {
    LOGICAL_KEYS("__dbz__physicalTableIdentifier", "logical.table.cache.size")};
static const struct weir_conf_key topic_keys[] = {
    LOGICAL_KEYS("__dbz__sourceIdentifier", "logical.destination.cache.size")};

SMT_COMPONENT_OF(by_logical_table, SMT_DEBEZIUM "ByLogicalTableRouter", table_keys,
                 struct logical_conf, "Sends the events of several tables to one topic.",
                 logical_open, apply, logical_close);
SMT_COMPONENT_OF(to_logical_topic, SMT_DEBEZIUM "ToLogicalTopicRouter", topic_keys,
                 struct logical_conf, "Sends the events of several tables to one topic.",
                 logical_open, apply, logical_close);

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * naming.c: the JDBC sink's naming: CollectionNameTransformation gives topics, which tables are
 * called after, another style, a prefix and a suffix; FieldNameTransformation does so with columns.
 */
#include <weir/regex.h>

#include "envelope.h"
#include "schema_build.h"
#include "smt.h"
#include "topic_cache.h"
#include "transforms.h"

enum style { STYLE_SNAKE, STYLE_CAMEL, STYLE_UPPER, STYLE_LOWER, STYLE_DEFAULT };

#define NAME_BYTES ((size_t)64 << 10)

struct naming_conf {
    struct weir_str prefix, suffix;
    int style;
};

struct naming {
    struct smt smt; /* its plans are for values */
    struct weir_regex *snake;
    struct plan_cache keys;
    struct topic_cache topics;
};

/* ---- names ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static void add_camel(struct weir_str name, struct weir_buf *out)
{
    bool first_part = true;
    bool begins = true;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == '.' || c == '_') {
            first_part = false;
            begins = true;
            continue;
        }
        weir_buf_char(out, begins && !first_part ? upper(c) : lower(c));
        begins = false;
    }
}

static void lower_from(struct weir_buf *out, size_t begin)
{
    for (size_t i = begin; i < out->n; i++) {
        out->p[i] = lower(out->p[i]);
    }
}

static enum weir_verdict add_styled(const struct naming *self, struct weir_str name,
                                    struct weir_buf *out, struct weir_err *err)
{
    const struct naming_conf *conf = self->smt.conf;
    size_t begin = out->n;
    enum weir_verdict verdict = WEIR_OK;
    switch ((enum style)conf->style) {
    case STYLE_SNAKE:
        verdict = weir_regex_replace(self->snake, name, WEIR_STR("$1$3$5_$2$4$6"), true, out, err);
        lower_from(out, begin);
        return verdict;
    case STYLE_CAMEL:
        add_camel(name, out);
        return verdict;
    case STYLE_UPPER:
        for (size_t i = 0; i < name.n; i++) {
            weir_buf_char(out, upper(name.p[i]));
        }
        return verdict;
    case STYLE_LOWER:
        weir_buf_str(out, name);
        lower_from(out, begin);
        return verdict;
    case STYLE_DEFAULT:
        break;
    }
    weir_buf_str(out, name);
    return verdict;
}

static enum weir_verdict add_name(const struct naming *self, struct weir_str name,
                                  struct weir_buf *out, struct weir_err *err)
{
    const struct naming_conf *conf = self->smt.conf;
    weir_buf_str(out, conf->prefix);
    if (add_styled(self, name, out, err) != WEIR_OK) {
        return err->class;
    }
    weir_buf_str(out, conf->suffix);
    return weir_buf_check(out, WEIR_BAD_DATA, "the new name", err);
}

/* ---- topics ---- */

static enum weir_verdict new_topic(void *arg, struct weir_str topic, struct weir_buf *out,
                                   bool *keep, struct weir_err *err)
{
    *keep = false;
    return add_name(arg, topic, out, err);
}

static enum weir_verdict topic_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct naming *self = arg;
    return topic_cache_get(&self->topics, batch, rec->topic, &rec->topic, err);
}

/* ---- columns ---- */

struct name_plan {
    struct plan base;
    const struct weir_schema *to;
    bool *rows; /* by field: it is an event's before or after; NULL: no event */
};

/* The struct with its columns renamed, as optional as it was, with its default. */
static const struct weir_schema *renamed(const struct naming *self, struct plan *plan,
                                         const struct weir_schema *sch, struct weir_err *err)
{
    struct schema_build build;
    struct weir_buf buf;
    schema_build_like(&build, &plan->arena, sch);
    build.spec.optional = sch->optional;
    build.spec.def = sch->has_default ? &sch->def : NULL;
    weir_buf_init(&buf, NAME_BYTES);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        weir_buf_reset(&buf);
        if (add_name(self, sch->fields[i].name, &buf, err) != WEIR_OK) {
            weir_buf_free(&buf);
            return NULL;
        }
        schema_build_field(&build, weir_arena_str(&plan->arena, weir_buf_view(&buf)),
                           sch->fields[i].schema);
    }
    weir_buf_free(&buf);
    return plan_own(plan, schema_build_end(&build, err));
}

static enum weir_verdict make_plan(void *arg, struct plan *base, struct weir_err *err)
{
    const struct naming *self = arg;
    const struct weir_schema *from = base->from;
    struct name_plan *plan = (struct name_plan *)base;
    struct schema_build build;
    if (!envelope_is(from)) {
        plan->to = renamed(self, base, from, err);
        return plan->to ? WEIR_OK : err->class;
    }
    plan->rows = WEIR_NEW_ARRAY(&base->arena, bool, from->n_fields);
    schema_build_like(&build, &base->arena, from);
    build.spec.optional = from->optional;
    for (uint32_t i = 0; i < from->n_fields; i++) {
        const struct weir_schema *sch = from->fields[i].schema;
        plan->rows[i] = sch->type == WEIR_STRUCT && (weir_str_is(from->fields[i].name, "before") ||
                                                     weir_str_is(from->fields[i].name, "after"));
        sch = plan->rows[i] ? renamed(self, base, sch, err) : sch;
        if (!sch) {
            return err->class;
        }
        schema_build_field(&build, from->fields[i].name, sch);
    }
    plan->to = plan_own(base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

static enum weir_verdict copy_event(struct weir_batch *batch, const struct name_plan *plan,
                                    struct weir_value *val, struct weir_err *err)
{
    const struct weir_schema *sch = plan->base.from;
    struct weir_value *items = smt_new_items(batch, val->n);
    for (uint32_t i = 0; i < val->n; i++) {
        const struct weir_schema *inner = sch->fields[i].schema;
        items[i] = smt_get(inner, val->items[i], true);
        if (plan->rows[i] && items[i].type == WEIR_STRUCT &&
            smt_keep(batch, inner, &items[i], true, err) != WEIR_OK) {
            return err->class;
        }
    }
    val->items = items;
    return WEIR_OK;
}

/* Same values, other names; defaults stand in for nulls. */
static enum weir_verdict rename_side(struct naming *self, struct weir_batch *batch,
                                     struct weir_record *rec, bool is_key, struct weir_err *err)
{
    const struct weir_schema *sch = smt_schema(rec, is_key);
    struct weir_value val = smt_value(rec, is_key);
    const struct name_plan *plan = (const struct name_plan *)plan_cache_get(
        is_key ? &self->keys : &self->smt.plans, batch, sch, err);
    if (!plan) {
        return err->class;
    }
    if (val.type == WEIR_STRUCT &&
        (plan->rows ? copy_event(batch, plan, &val, err) : smt_keep(batch, sch, &val, true, err)) !=
            WEIR_OK) {
        return err->class;
    }
    smt_set(rec, is_key, plan->to, val);
    return WEIR_OK;
}

static enum weir_verdict field_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct naming *self = arg;
    if (!rec->value_schema || rec->value_schema->type != WEIR_STRUCT) {
        return WEIR_OK;
    }
    if (rec->key_schema && rec->key_schema->type == WEIR_STRUCT &&
        rename_side(self, batch, rec, true, err) != WEIR_OK) {
        return err->class;
    }
    return rename_side(self, batch, rec, false, err);
}

/* ---- both ---- */

static enum weir_verdict naming_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    struct weir_regex *snake =
        weir_regex_new(WEIR_STR("([a-z])([A-Z])|([a-zA-Z])([0-9])|([0-9])([a-zA-Z])|\\."), 0, err);
    if (!snake) {
        return err->class;
    }
    struct naming *self = smt_new(sizeof(*self), open, false, sizeof(struct name_plan), make_plan);
    self->snake = snake;
    plan_cache_init(&self->keys, sizeof(struct name_plan), make_plan, self);
    topic_cache_init(&self->topics, new_topic, self);
    *out = self;
    return WEIR_OK;
}

static void naming_close(void *arg)
{
    struct naming *self = arg;
    weir_regex_free(self->snake);
    plan_cache_free(&self->keys);
    topic_cache_free(&self->topics);
    smt_close(self);
}

static void begin(struct naming *self)
{
    plan_cache_begin(&self->smt.plans);
    plan_cache_begin(&self->keys);
    topic_cache_begin(&self->topics);
}

static enum weir_verdict topics_apply(void *self, struct weir_batch *batch, const bool *run,
                                      struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)err;
    begin(self);
    return smt_each(topic_one, self, batch, run, verdicts);
}

static enum weir_verdict fields_apply(void *self, struct weir_batch *batch, const bool *run,
                                      struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)err;
    begin(self);
    return smt_each(field_one, self, batch, run, verdicts);
}

static const char *const styles[] = {"snake_case", "camel_case", "UPPER_CASE",
                                     "lower_case", "default",    NULL};

#define NAMING_KEYS(what)                                                                          \
    {.name = what ".naming.prefix",                                                                \
     .type = WEIR_CONF_STRING,                                                                     \
     .at = WEIR_AT(struct naming_conf, prefix),                                                    \
     .def = "",                                                                                    \
     .importance = WEIR_LOW,                                                                       \
     .doc = "Put before each name."},                                                              \
        {.name = what ".naming.suffix",                                                            \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = WEIR_AT(struct naming_conf, suffix),                                                \
         .def = "",                                                                                \
         .importance = WEIR_LOW,                                                                   \
         .doc = "Put behind each name."},                                                          \
        {.name = what ".naming.style",                                                             \
         .type = WEIR_CONF_ENUM,                                                                   \
         .at = WEIR_AT(struct naming_conf, style),                                                 \
         .def = "default",                                                                         \
         .values = styles,                                                                         \
         .importance = WEIR_LOW,                                                                   \
         .doc =                                                                                    \
             "How names are written: snake_case, camel_case, UPPER_CASE, lower_case, default."},   \
        WEIR_CONF_END

static const struct weir_conf_key collection_keys[] = {NAMING_KEYS("collection")};
static const struct weir_conf_key column_keys[] = {NAMING_KEYS("column")};

#define SMT_JDBC "io.debezium.connector.jdbc.transforms."

SMT_COMPONENT_OF(collection_name, SMT_JDBC "CollectionNameTransformation", collection_keys,
                 struct naming_conf, "Gives topics another style, a prefix and a suffix.",
                 naming_open, topics_apply, naming_close);
SMT_COMPONENT_OF(field_name, SMT_JDBC "FieldNameTransformation", column_keys, struct naming_conf,
                 "Gives columns another style, a prefix and a suffix.", naming_open, fields_apply,
                 naming_close);

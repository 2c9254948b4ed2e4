/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cast.c: Cast: named fields of a struct or map, or the whole key or value, get another type. The
 * new schema keeps names, order, optionality and defaults, and drops the names of the cast fields'
 * own schemas. cast_value.c does the casting.
 */
#include "cast_value.h"
#include "plan_cache.h"
#include "schema_build.h"
#include "smt.h"
#include "transforms.h"

#define PURPOSE "cast types"

struct cast_conf {
    struct weir_conf_list spec;
    bool defaults; /* replace.null.with.default */
};

struct rule {
    struct weir_str field;
    enum weir_type to;
};

struct cast {
    struct smt smt;
    bool whole; /* rules[0] is for the value itself */
    const struct rule *rules;
    size_t n_rules;
    struct weir_buf scratch;
};

struct cast_plan {
    struct plan base;
    const struct weir_schema *to;
    struct chosen *chosen; /* the fields that are cast */
    uint32_t n_chosen;
};

struct chosen {
    uint32_t at;
    enum weir_type to;
};

/* ---- the spec ---- */

/* Schema.Type.valueOf: any case. False: there is no such type. */
static bool type_named(struct weir_str name, enum weir_type *type)
{
    for (int t = WEIR_BOOLEAN; t <= WEIR_STRUCT; t++) {
        if (weir_str_eq_nocase(name, weir_str_of(weir_type_name((enum weir_type)t)))) {
            *type = (enum weir_type)t;
            return true;
        }
    }
    return false;
}

/* Connect says it the wrong way round; this is what people find when they search for it. */
static enum weir_verdict no_such_type(struct weir_str name, struct weir_err *err)
{
    char upper[64];
    size_t n = 0;
    for (; n < name.n && n < sizeof(upper); n++) {
        char c = name.p[n];
        upper[n] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return weir_err_set(err, WEIR_FATAL,
                        "Invalid value java.lang.IllegalArgumentException: No enum constant "
                        "org.apache.kafka.connect.data.Schema.Type.%.*s for configuration Invalid "
                        "type found in casting spec: %.*s",
                        (int)n, upper, WEIR_STR_ARG(name));
}

/* Shows the list as Java shows one. */
static enum weir_verdict bad_mapping(struct weir_str spec, struct weir_str item,
                                     struct weir_err *err)
{
    struct weir_buf list;
    struct weir_str each;
    weir_buf_init(&list, CAST_TEXT_MAX);
    for (struct weir_str rest = spec; smt_list_next(&rest, &each);) {
        weir_buf_text(&list, list.n ? ", " : "");
        weir_buf_str(&list, each);
    }
    weir_err_set(err, WEIR_FATAL,
                 "Invalid value [%.*s] for configuration renames: Invalid rename mapping: %.*s",
                 WEIR_STR_ARG(weir_buf_view(&list)), WEIR_STR_ARG(item));
    weir_buf_free(&list);
    return err->class;
}

/* spec: the list it is of. */
static enum weir_verdict parse_rule(struct weir_str spec, struct weir_str item, struct rule *rule,
                                    bool *whole, struct weir_err *err)
{
    struct weir_str parts[3];
    size_t n = 0;
    for (struct weir_str rest = item; n < 3 && weir_str_split(&rest, ':', &parts[n]); n++) {
    }
    while (n > 1 && parts[n - 1].n == 0) {
        n--;
    }
    if (n > 2) {
        return bad_mapping(spec, item, err);
    }
    struct weir_str type = n ? weir_str_trim(parts[n - 1]) : WEIR_STR("");
    *whole = n < 2;
    rule->field = *whole ? WEIR_STR_NULL : weir_str_trim(parts[0]);
    if (!type_named(type, &rule->to)) {
        return no_such_type(type, err);
    }
    if (rule->to > WEIR_STRING) {
        return weir_err_set(err, WEIR_FATAL,
                            "Cast transformation does not support casting to %s; supported types "
                            "are [INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING]",
                            weir_type_name(rule->to));
    }
    return WEIR_OK;
}

static enum weir_verdict check_spec(struct weir_str spec, struct weir_err *err)
{
    struct weir_str item;
    size_t n = 0;
    bool any_whole = false;
    for (struct weir_str rest = spec.n ? spec : WEIR_STR_NULL; smt_list_next(&rest, &item); n++) {
        struct rule rule;
        bool whole = false;
        if (parse_rule(spec, item, &rule, &whole, err) != WEIR_OK) {
            return err->class;
        }
        any_whole = any_whole || whole;
    }
    if (n == 0) {
        return weir_err_set(err, WEIR_FATAL, "Must specify at least one field to cast.");
    }
    return any_whole && n > 1
               ? weir_err_set(err, WEIR_FATAL,
                              "Cast transformations that specify a type to cast the entire value "
                              "to may only specify a single cast in their spec")
               : WEIR_OK;
}

/* The type the field is cast to, WEIR_NULL: none. The last rule of a name counts. */
static enum weir_type type_of(const struct cast *cast, struct weir_str field)
{
    for (size_t i = cast->n_rules; i > 0; i--) {
        if (weir_str_eq(cast->rules[i - 1].field, field)) {
            return cast->rules[i - 1].to;
        }
    }
    return WEIR_NULL;
}

/* ---- plans ---- */

/* The type alone, as optional as before, its default cast. */
static const struct weir_schema *cast_schema(struct cast *cast, struct cast_plan *plan,
                                             const struct weir_schema *sch,
                                             struct weir_schema_spec spec, enum weir_type to,
                                             struct weir_err *err)
{
    struct weir_value def;
    spec.type = to;
    spec.optional = sch->optional;
    spec.def = NULL;
    spec.fields = NULL;
    spec.n_fields = 0;
    spec.key_schema = spec.value_schema = NULL;
    if (sch->has_default) {
        if (cast_value(&plan->base.arena, &cast->scratch, sch, sch->def, to, &def, err) !=
            WEIR_OK) {
            return NULL;
        }
        spec.def = &def;
    }
    return plan_own(&plan->base, weir_schema_make(&spec));
}

static enum weir_verdict plan_whole(struct cast *cast, struct cast_plan *plan, struct weir_err *err)
{
    const struct weir_schema *from = plan->base.from;
    plan->to = cast_schema(cast, plan, from, weir_schema_spec_of(from), cast->rules[0].to, err);
    return plan->to ? WEIR_OK : err->class;
}

static enum weir_verdict plan_struct(struct cast *cast, struct cast_plan *plan,
                                     struct weir_err *err)
{
    const struct weir_schema *from = plan->base.from;
    struct schema_build build;
    if (schema_build_need_struct(from, err) != WEIR_OK) {
        return err->class;
    }
    schema_build_like(&build, &plan->base.arena, from);
    plan->chosen = WEIR_NEW_ARRAY(&plan->base.arena, struct chosen, from->n_fields);
    for (uint32_t i = 0; i < from->n_fields; i++) {
        const struct weir_schema *sch = from->fields[i].schema;
        enum weir_type to = type_of(cast, from->fields[i].name);
        if (to != WEIR_NULL) {
            plan->chosen[plan->n_chosen++] = (struct chosen){.at = i, .to = to};
            sch = cast_schema(cast, plan, sch, (struct weir_schema_spec){0}, to, err);
        }
        if (!sch) {
            return err->class;
        }
        schema_build_field(&build, from->fields[i].name, sch);
    }
    build.spec.optional = from->optional;
    if (from->has_default) {
        struct weir_value out;
        return cast_value(&plan->base.arena, &cast->scratch, from, from->def, WEIR_STRUCT, &out,
                          err);
    }
    plan->to = plan_own(&plan->base, schema_build_end(&build, err));
    return plan->to ? WEIR_OK : err->class;
}

static enum weir_verdict make_plan(void *self, struct plan *plan, struct weir_err *err)
{
    struct cast *cast = self;
    return cast->whole ? plan_whole(cast, (struct cast_plan *)plan, err)
                       : plan_struct(cast, (struct cast_plan *)plan, err);
}

/* ---- records ---- */

static enum weir_verdict cast_map(struct cast *cast, struct weir_batch *batch,
                                  struct weir_record *rec, struct weir_err *err)
{
    struct weir_value map = smt_value(rec, cast->smt.is_key);
    if (smt_need_map(map, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_map_copy(batch, map, cast->n_rules);
    uint32_t n = map.n;
    for (size_t i = 0; i < cast->n_rules; i++) {
        struct weir_str field = cast->rules[i].field;
        int at = smt_map_find(map, field);
        struct weir_value val = at < 0 ? weir_null() : map.items[2 * at + 1];
        if (cast_value(&batch->arena, &cast->scratch, NULL, val, type_of(cast, field), &val, err) !=
            WEIR_OK) {
            return err->class;
        }
        smt_map_put(items, &n, field, val);
    }
    smt_set(rec, cast->smt.is_key, NULL, weir_items(WEIR_MAP, items, n));
    return WEIR_OK;
}

static enum weir_verdict cast_fields(struct cast *cast, const struct cast_plan *plan,
                                     struct weir_batch *batch, struct weir_record *rec,
                                     struct weir_err *err)
{
    const struct cast_conf *conf = cast->smt.conf;
    const struct weir_schema *from = plan->base.from;
    struct weir_value old = smt_value(rec, cast->smt.is_key);
    if (smt_need_struct(old, PURPOSE, err) != WEIR_OK) {
        return err->class;
    }
    struct weir_value *items = smt_new_items(batch, old.n);
    if (smt_copy(from, plan->to, old, conf->defaults, items, err) != WEIR_OK) {
        return err->class;
    }
    for (uint32_t i = 0; i < plan->n_chosen; i++) {
        uint32_t at = plan->chosen[i].at;
        if (cast_value(&batch->arena, &cast->scratch, from->fields[at].schema, items[at],
                       plan->chosen[i].to, &items[at], err) != WEIR_OK) {
            return err->class;
        }
    }
    smt_set(rec, cast->smt.is_key, plan->to, weir_items(WEIR_STRUCT, items, old.n));
    return WEIR_OK;
}

static enum weir_verdict cast_one(void *self, struct weir_batch *batch, struct weir_record *rec,
                                  struct weir_err *err)
{
    struct cast *cast = self;
    const struct weir_schema *sch = smt_schema(rec, cast->smt.is_key);
    struct weir_value val = smt_value(rec, cast->smt.is_key);
    if (val.type == WEIR_NULL) {
        return WEIR_OK;
    }
    const struct cast_plan *plan = NULL;
    if (sch) {
        plan = (const struct cast_plan *)plan_cache_get(&cast->smt.plans, batch, sch, err);
        if (!plan) {
            return err->class;
        }
    }
    if (cast->whole) {
        enum weir_verdict verdict =
            cast_value(&batch->arena, &cast->scratch, sch, val, cast->rules[0].to, &val, err);
        if (verdict == WEIR_OK) {
            smt_set(rec, cast->smt.is_key, plan ? plan->to : NULL, val);
        }
        return verdict;
    }
    return plan ? cast_fields(cast, plan, batch, rec, err) : cast_map(cast, batch, rec, err);
}

SMT_APPLY(cast_one)

static enum weir_verdict open_side(const struct weir_open *open, bool is_key, void **self,
                                   struct weir_err *err)
{
    const struct cast_conf *conf = open->conf;
    struct rule *rules = WEIR_NEW_ARRAY(open->arena, struct rule, conf->spec.n);
    bool whole = false;
    for (size_t i = 0; i < conf->spec.n; i++) {
        if (parse_rule(conf->spec.items[i], conf->spec.items[i], &rules[i], &whole, err) !=
            WEIR_OK) {
            return err->class;
        }
    }
    struct cast *cast = smt_new(sizeof(*cast), open, is_key, sizeof(struct cast_plan), make_plan);
    cast->whole = whole;
    cast->rules = rules;
    cast->n_rules = conf->spec.n;
    weir_buf_init(&cast->scratch, CAST_TEXT_MAX);
    *self = cast;
    return WEIR_OK;
}

static void cast_close(void *self)
{
    weir_buf_free(&((struct cast *)self)->scratch);
    smt_close(self);
}

static bool cast_has_field(void *self, size_t i, const struct weir_record *rec,
                           struct weir_str *field)
{
    const struct cast *cast = self;
    const struct weir_schema *sch = smt_schema(rec, cast->smt.is_key);
    struct weir_value val = smt_value(rec, cast->smt.is_key);
    bool looks = !cast->whole && i < cast->n_rules;
    looks = looks && (val.type == WEIR_STRUCT || val.type == WEIR_MAP);
    *field = looks ? cast->rules[i].field : WEIR_STR_NULL;
    return looks && (val.type == WEIR_STRUCT ? weir_schema_field(sch, *field)
                                             : smt_map_find(val, *field)) >= 0;
}

static const struct weir_conf_key keys[] = {
    {.name = "spec",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct cast_conf, spec),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_CHECKS_NULL,
     .check = check_spec,
     .importance = WEIR_HIGH,
     .doc = "List of fields and the type to cast them to of the form field1:type,field2:type to "
            "cast fields of Maps or Structs. A single type to cast the entire value. Valid types "
            "are int8, int16, int32, int64, float32, float64, boolean, and string. Note that "
            "binary fields can only be cast to string."},
    SMT_DEFAULTS(WEIR_AT(struct cast_conf, defaults)),
    WEIR_CONF_END,
};

SMT_COMPONENTS_NAMING(cast, SMT_KAFKA "Cast", struct cast_conf,
                      "Casts fields, or the entire key or value, to another type.", cast_close,
                      cast_has_field);

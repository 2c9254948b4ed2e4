/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_json.c: a JSON text comes in, a schema and a struct of it go out. Numbers are int32, int64
 * or float64 by their size; arrays must be of one kind; what is null or empty has no field.
 */
#include "outbox_json.h"

#include <weir/json.h>

#include "schema_build.h"
#include "smt.h"

const char *const outbox_json_null_names[] = {"ignore", "optional_bytes", NULL};

#define DEPTH_MAX 100

struct expanding {
    const struct outbox_json *json;
    struct weir_batch *batch;
    bool failed;
};

static const struct weir_schema *schema_of(struct expanding *job, struct weir_str name,
                                           const struct weir_json *doc, int depth);

/* Gives the reference to the batch; NULL passes. */
static const struct weir_schema *kept(struct expanding *job, const struct weir_schema *sch)
{
    weir_batch_hold(job->batch, sch);
    weir_schema_unref(sch);
    return sch;
}

static const struct weir_schema *fail(struct expanding *job)
{
    job->failed = true;
    return NULL;
}

/* ---- numbers ---- */

/* INT32, INT64, FLOAT64, or NULL for a whole number beyond them. */
static enum weir_type number_type(struct weir_str text)
{
    int64_t x;
    if (memchr(text.p, '.', text.n) || memchr(text.p, 'e', text.n) || memchr(text.p, 'E', text.n)) {
        return WEIR_FLOAT64;
    }
    return !weir_str_to_i64(text, &x)         ? WEIR_NULL
           : x >= INT32_MIN && x <= INT32_MAX ? WEIR_INT32
                                              : WEIR_INT64;
}

static bool number_value(struct weir_str text, enum weir_type type, struct weir_value *val)
{
    int64_t x = 0;
    double f64 = 0;
    if (type == WEIR_FLOAT64 && number_type(text) == WEIR_FLOAT64) {
        bool good = weir_str_to_double(text, &f64);
        *val = weir_f64(f64);
        return good;
    }
    *val = weir_int(type, 0);
    if (number_type(text) != type || !weir_str_to_i64(text, &x)) {
        return false;
    }
    val->i = x;
    return true;
}

/* ---- schemas ---- */

static struct weir_str inner_name(struct expanding *job, struct weir_str name,
                                  struct weir_str field)
{
    if (!weir_str_trim(name).n) {
        return field;
    }
    return weir_str_of(weir_arena_printf(&job->batch->arena, "%.*s.%.*s", WEIR_STR_ARG(name),
                                         WEIR_STR_ARG(field)));
}

static const struct weir_schema *object_schema(struct expanding *job, struct weir_str name,
                                               const struct weir_json *doc, int depth)
{
    struct schema_build build;
    struct weir_err unused;
    schema_build_init(&build, &job->batch->arena);
    build.spec.name = name;
    build.spec.optional = true;
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        const struct weir_schema *sch =
            schema_of(job, inner_name(job, name, at->name), at, depth + 1);
        if (sch) {
            schema_build_field(&build, at->name, sch);
        }
    }
    const struct weir_schema *made = job->failed ? NULL : schema_build_end(&build, &unused);
    return made ? kept(job, made) : fail(job);
}

/* Fields of both; where the left one has bytes, which stood for a null, the right one knows more.
 */
static const struct weir_schema *merged(struct expanding *job, const struct weir_schema *left,
                                        const struct weir_schema *right)
{
    struct schema_build build;
    struct weir_err unused;
    schema_build_like(&build, &job->batch->arena, left);
    for (uint32_t i = 0; i < left->n_fields; i++) {
        int at = weir_schema_field(right, left->fields[i].name);
        const struct weir_schema *other = at < 0 ? NULL : right->fields[at].schema;
        bool better = other && left->fields[i].schema->type == WEIR_BYTES;
        schema_build_field(&build, left->fields[i].name, better ? other : left->fields[i].schema);
    }
    for (uint32_t i = 0; i < right->n_fields; i++) {
        if (weir_schema_field(left, right->fields[i].name) < 0) {
            schema_build_field(&build, right->fields[i].name, right->fields[i].schema);
        }
    }
    const struct weir_schema *made = schema_build_end(&build, &unused);
    return made ? kept(job, made) : fail(job);
}

static bool same_kind(const struct weir_json *a, const struct weir_json *b)
{
    return a->type == b->type &&
           (a->type != WEIR_JT_NUMBER || number_type(a->text) == number_type(b->text));
}

static const struct weir_schema *element_schema(struct expanding *job, struct weir_str name,
                                                const struct weir_json *list, int depth)
{
    const struct weir_json *sample = NULL;
    const struct weir_schema *sch = NULL;
    for (const struct weir_json *at = list->first; at; at = at->next) {
        if (at->type == WEIR_JT_NULL) {
            continue;
        }
        sample = sample ? sample : at;
        if (!same_kind(sample, at)) {
            return fail(job);
        }
        if (at->type == WEIR_JT_OBJECT && !job->failed) {
            const struct weir_schema *one = schema_of(job, name, at, depth + 1);
            sch = !one || !sch || sch == one ? one : merged(job, sch, one);
        }
    }
    if (sample && sample->type == WEIR_JT_OBJECT) {
        return sch;
    }
    static const struct weir_json nothing = {.type = WEIR_JT_NULL};
    sch = schema_of(job, WEIR_STR_NULL, sample ? sample : &nothing, depth + 1);
    return sch ? sch : fail(job);
}

static const struct weir_schema *array_schema(struct expanding *job, struct weir_str name,
                                              const struct weir_json *doc, int depth)
{
    if (!doc->count) {
        return NULL;
    }
    struct weir_schema_spec spec = {.type = WEIR_ARRAY,
                                    .optional = true,
                                    .value_schema = element_schema(job, name, doc, depth)};
    return spec.value_schema ? kept(job, weir_schema_make(&spec)) : NULL;
}

/* NULL: there is to be no field, or it failed. */
static const struct weir_schema *schema_of(struct expanding *job, struct weir_str name,
                                           const struct weir_json *doc, int depth)
{
    if (depth > DEPTH_MAX || job->failed) {
        return fail(job);
    }
    switch (doc->type) {
    case WEIR_JT_STRING:
        return weir_schema_plain(WEIR_STRING, true);
    case WEIR_JT_BOOL:
        return weir_schema_plain(WEIR_BOOLEAN, true);
    case WEIR_JT_NUMBER: {
        enum weir_type type = number_type(doc->text);
        return type == WEIR_NULL ? fail(job) : weir_schema_plain(type, true);
    }
    case WEIR_JT_ARRAY:
        return array_schema(job, name, doc, depth);
    case WEIR_JT_OBJECT:
        return object_schema(job, name, doc, depth);
    case WEIR_JT_NULL:
        break;
    }
    return job->json->nulls == OUTBOX_NULLS_AS_BYTES ? weir_schema_plain(WEIR_BYTES, true) : NULL;
}

/* ---- values ---- */

static bool value_of(struct expanding *job, const struct weir_json *doc,
                     const struct weir_schema *sch, struct weir_value *val);

static const struct weir_json *member(const struct weir_json *doc, struct weir_str name)
{
    const struct weir_json *at = doc->first;
    while (at && !weir_str_eq(at->name, name)) {
        at = at->next;
    }
    return at;
}

static bool object_value(struct expanding *job, const struct weir_json *doc,
                         const struct weir_schema *sch, struct weir_value *val)
{
    struct weir_value *items = smt_new_items(job->batch, sch->n_fields);
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        const struct weir_json *at = member(doc, sch->fields[i].name);
        items[i] = weir_null();
        if (at && !value_of(job, at, sch->fields[i].schema, &items[i])) {
            return false;
        }
    }
    *val = weir_items(WEIR_STRUCT, items, sch->n_fields);
    return true;
}

static bool array_value(struct expanding *job, const struct weir_json *doc,
                        const struct weir_schema *sch, struct weir_value *val)
{
    struct weir_value *items = smt_new_items(job->batch, doc->count);
    uint32_t n = 0;
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        if (!value_of(job, at, sch->value_schema, &items[n++])) {
            return false;
        }
    }
    *val = weir_items(WEIR_ARRAY, items, n);
    return true;
}

static bool value_of(struct expanding *job, const struct weir_json *doc,
                     const struct weir_schema *sch, struct weir_value *val)
{
    *val = weir_null();
    switch (doc->type) {
    case WEIR_JT_STRING:
        *val = weir_string(doc->text);
        return sch->type == WEIR_STRING;
    case WEIR_JT_BOOL:
        *val = weir_bool(doc->truth);
        return sch->type == WEIR_BOOLEAN;
    case WEIR_JT_NUMBER:
        return number_value(doc->text, (enum weir_type)sch->type, val);
    case WEIR_JT_ARRAY:
        return sch->type == WEIR_ARRAY && array_value(job, doc, sch, val);
    case WEIR_JT_OBJECT:
        return sch->type == WEIR_STRUCT && object_value(job, doc, sch, val);
    case WEIR_JT_NULL:
        break;
    }
    return true;
}

bool outbox_json_expand(const struct outbox_json *json, struct weir_batch *batch,
                        struct weir_str name, const struct weir_schema **sch,
                        struct weir_value *val)
{
    struct expanding job = {.json = json, .batch = batch};
    struct weir_json *doc;
    struct weir_err unused;
    struct weir_value made;
    struct weir_str text = weir_value_str(*val);
    if (!text.n || text.p[0] != '{' ||
        weir_json_parse(&batch->arena, text, &doc, &unused) != WEIR_OK) {
        return false;
    }
    const struct weir_schema *of = schema_of(&job, name, doc, 0);
    if (!of || job.failed || !value_of(&job, doc, of, &made)) {
        return false;
    }
    *sch = of;
    *val = made;
    return true;
}

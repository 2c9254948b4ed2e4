/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_plan.c: schemas come in, plans for writing their values go out, and stay in a hash table
 * until it has as many as schemas.cache.size allows; then it starts anew. A schema that is part of
 * several, the source block of all tables, has one plan.
 */
#include "json_plan.h"

#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>

#include "common/json_logical.h"
#include "json_write.h"

#define SCHEMA_TEXT_MAX ((size_t)64 * 1024 * 1024)
#define BUCKETS         256 /* a power of two */

struct node {
    struct node *next;
    bool is_record; /* of a whole record: counts, and holds its schema */
    struct json_plan plan;
};

struct json_plans {
    struct weir_arena arena; /* of all plans; references to records' schemas are its hooks */
    struct node *buckets[BUCKETS];
    size_t n; /* of whole records */
    const struct json_conf *conf;
};

struct json_plans *json_plans_new(const struct json_conf *conf)
{
    struct json_plans *plans = weir_xcalloc(1, sizeof(*plans));
    weir_arena_init(&plans->arena, 16 * 1024);
    plans->conf = conf;
    return plans;
}

void json_plans_free(struct json_plans *plans)
{
    weir_arena_free(&plans->arena);
    free(plans);
}

/* ---- a schema's plan, and those of its parts ---- */

static void fill(struct json_plans *plans, struct json_plan *plan, const struct weir_schema *sch);

static struct node *find(const struct json_plans *plans, const struct weir_schema *sch)
{
    struct node *node = plans->buckets[sch->serial % BUCKETS];
    while (node && node->plan.sch != sch) {
        node = node->next;
    }
    return node;
}

static struct node *find_or_make(struct json_plans *plans, const struct weir_schema *sch)
{
    struct node *node = find(plans, sch);
    if (!node) {
        node = WEIR_NEW(&plans->arena, struct node);
        fill(plans, &node->plan, sch);
        struct node **bucket = &plans->buckets[sch->serial % BUCKETS];
        node->next = *bucket;
        *bucket = node;
    }
    return node;
}

static struct weir_str member_text(struct weir_arena *arena, uint32_t i, struct weir_str name)
{
    struct weir_buf buf;
    weir_buf_init(&buf, SCHEMA_TEXT_MAX);
    weir_buf_char(&buf, i ? ',' : '{');
    weir_json_string(&buf, name);
    weir_buf_char(&buf, ':');
    size_t n = buf.n;
    weir_buf_add(&buf, (char[JSON_NAME_PAD]){0}, JSON_NAME_PAD);
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return weir_str_n(text.p, n);
}

static void fill_member(struct json_plans *plans, struct json_member *member, uint32_t i,
                        const struct weir_field *field)
{
    struct weir_arena *arena = &plans->arena;
    const struct weir_schema *sch = field->schema;
    member->name = member_text(arena, i, field->name);
    member->room = (uint32_t)member->name.n + JSON_NAME_PAD + JSON_PLAIN_MAX;
    member->seen.head = JSON_UNSEEN;
    member->seen.max = (uint32_t)member->name.n + JSON_KEPT;
    member->plan = &find_or_make(plans, sch)->plan;
    member->plain = member->plan->logical == WEIR_LOGICAL_NONE ? (uint8_t)sch->type : JSON_NOT_PLAIN;
    member->null_stays = sch->optional && !(sch->has_default && sch->def.type != WEIR_NULL);
    member->is_decimal = plans->conf->decimal_format != JSON_NUMERIC &&
                         member->plan->logical == WEIR_LOGICAL_DECIMAL && member->plan->has_scale;
    member->is_integer = member->plain >= WEIR_INT8 && member->plain <= WEIR_INT64;
}

/* One field alone would be compared for nothing: it is a key. */
static struct json_past *new_past(struct weir_arena *arena, const struct json_member *members,
                                  uint32_t n)
{
    size_t n_text = JSON_NAME_PAD;
    if (n < 2) {
        return NULL;
    }
    for (uint32_t i = 0; i < n; i++) {
        n_text += members[i].seen.max;
    }
    struct json_past *past = WEIR_NEW(arena, struct json_past);
    past->text = weir_arena_bytes(arena, n_text);
    past->spare = weir_arena_bytes(arena, n_text);
    return past;
}

static const struct json_plan *part(struct json_plans *plans, const struct weir_schema *sch)
{
    return sch ? &find_or_make(plans, sch)->plan : NULL;
}

static void fill(struct json_plans *plans, struct json_plan *plan, const struct weir_schema *sch)
{
    struct weir_arena *arena = &plans->arena;
    plan->sch = sch;
    int64_t scale;
    plan->logical = json_logical(sch);
    plan->has_scale = weir_str_to_i64(weir_schema_param(sch, "scale"), &scale);
    plan->items = part(plans, sch->value_schema);
    plan->keys = part(plans, sch->key_schema);
    if (sch->type == WEIR_STRUCT) {
        struct json_member *members = WEIR_NEW_ARRAY(arena, struct json_member, sch->n_fields + 1);
        for (uint32_t i = 0; i < sch->n_fields; i++) {
            fill_member(plans, &members[i], i, &sch->fields[i]);
        }
        plan->members = members;
        plan->past = new_past(arena, members, sch->n_fields);
    }
}

/* ---- the schema's text ---- */

/* The default, with its decimals as numbers, in the place of the one in doc. */
static bool patch_default(struct weir_arena *arena, struct weir_json *def,
                          const struct json_plan *plan, struct weir_err *err)
{
    struct weir_buf buf;
    struct json_write jw = {.out = &buf, .numeric = true, .is_default = true, .err = err};
    struct weir_json *doc = NULL;
    weir_buf_init(&buf, SCHEMA_TEXT_MAX);
    bool good =
        json_write_value(&jw, plan, plan->sch->def) &&
        weir_json_parse(arena, weir_arena_str(arena, weir_buf_view(&buf)), &doc, err) == WEIR_OK;
    if (good) {
        doc->name = def->name;
        doc->next = def->next;
        *def = *doc;
    }
    weir_buf_free(&buf);
    return good;
}

/* Puts numeric defaults into doc, the JSON of plan's schema. */
static bool patch_defaults(struct weir_arena *arena, struct weir_json *doc,
                           const struct json_plan *plan, struct weir_err *err)
{
    static const char *const names[] = {"items", "values", "keys"};
    struct weir_json *def = weir_json_get(doc, "default");
    struct weir_json *fields = weir_json_get(doc, "fields");
    bool good = !def || patch_default(arena, def, plan, err);
    if (plan->sch->type == WEIR_STRUCT) {
        struct weir_json *field = fields ? fields->first : NULL;
        for (uint32_t i = 0; good && field && i < plan->sch->n_fields; i++, field = field->next) {
            good = patch_defaults(arena, field, plan->members[i].plan, err);
        }
        return good;
    }
    for (size_t i = 0; good && i < 3; i++) {
        struct weir_json *part = weir_json_get(doc, names[i]);
        const struct json_plan *part_plan = i < 2 ? plan->items : plan->keys;
        good = !part || !part_plan || patch_defaults(arena, part, part_plan, err);
    }
    return good;
}

static bool numeric_schema(struct weir_buf *buf, const struct json_plan *plan, struct weir_err *err)
{
    struct weir_arena arena;
    struct weir_json *doc = NULL;
    weir_arena_init(&arena, 16 * 1024);
    bool good = weir_json_parse(&arena, weir_schema_json(plan->sch), &doc, err) == WEIR_OK &&
                patch_defaults(&arena, doc, plan, err);
    if (good) {
        weir_json_write(buf, doc);
    }
    weir_arena_free(&arena);
    return good;
}

static bool write_envelope(struct json_plans *plans, struct json_plan *plan, struct weir_err *err)
{
    struct weir_buf buf;
    bool good = true;
    weir_buf_init(&buf, SCHEMA_TEXT_MAX);
    weir_buf_str(&buf, WEIR_STR("{\"schema\":"));
    if (plans->conf->decimal_format == JSON_NUMERIC) {
        good = numeric_schema(&buf, plan, err);
    } else {
        weir_buf_str(&buf, weir_schema_json(plan->sch));
    }
    weir_buf_str(&buf, WEIR_STR(",\"payload\":"));
    good = good && weir_buf_check(&buf, WEIR_BAD_DATA, "a schema's text", err) == WEIR_OK;
    plan->envelope = weir_arena_str(&plans->arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return good;
}

/* ---- the table ---- */

static void drop_schema(void *sch)
{
    weir_schema_unref(sch);
}

static const struct json_plan *add(struct json_plans *plans, const struct weir_schema *sch,
                                   struct weir_err *err)
{
    if (plans->n > 0 && (int64_t)plans->n >= plans->conf->schemas_cache_size) {
        weir_arena_reset(&plans->arena);
        memset(plans->buckets, 0, sizeof(plans->buckets));
        plans->n = 0;
    }
    struct node *node = find_or_make(plans, sch);
    weir_schema_ref(sch);
    weir_arena_hook(&plans->arena, drop_schema, (void *)(uintptr_t)sch);
    if (plans->conf->schemas_enable && !write_envelope(plans, &node->plan, err)) {
        return NULL;
    }
    node->is_record = true;
    plans->n++;
    return &node->plan;
}

const struct json_plan *json_plans_get(struct json_plans *plans, const struct weir_schema *sch,
                                       struct weir_err *err)
{
    struct node *node = find(plans, sch);
    return node && node->is_record ? &node->plan : add(plans, sch, err);
}

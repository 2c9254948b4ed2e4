/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_plan.c: schemas come in, plans for writing their values go out, and stay in a hash table
 * until it has as many as schemas.cache.size allows; then it starts anew.
 */
#include "json_plan.h"

#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>

#include "common/json_logical.h"
#include "json_write.h"

#define SCHEMA_TEXT_MAX ((size_t)64 * 1024 * 1024)
#define BUCKETS         256 /* a power of two */

struct root {
    struct root *next;
    struct json_plan plan;
};

struct json_plans {
    struct weir_arena arena; /* of all plans; references to their schemas are its hooks */
    struct root *buckets[BUCKETS];
    size_t n;
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

/* ---- names ---- */

static void fill(struct weir_arena *arena, struct json_plan *plan, const struct weir_schema *sch);

static const struct json_plan *child(struct weir_arena *arena, const struct weir_schema *sch)
{
    struct json_plan *plan = WEIR_NEW(arena, struct json_plan);
    fill(arena, plan, sch);
    return plan;
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

static void fill_member(struct weir_arena *arena, struct json_member *member, uint32_t i,
                        const struct weir_field *field)
{
    const struct weir_schema *sch = field->schema;
    member->name = member_text(arena, i, field->name);
    member->plan = child(arena, sch);
    member->plain = member->plan->logical == WEIR_LOGICAL_NONE ? (uint8_t)sch->type : JSON_NOT_PLAIN;
    member->null_stays = sch->optional && !(sch->has_default && sch->def.type != WEIR_NULL);
    member->is_integer = member->plain >= WEIR_INT8 && member->plain <= WEIR_INT64;
    if (member->is_integer || member->plain == WEIR_STRING) {
        member->memo = WEIR_NEW(arena, struct json_memo);
        member->memo->type = JSON_NOT_PLAIN;
        member->memo->luck = JSON_MEMO_LUCK;
    }
}

static void fill(struct weir_arena *arena, struct json_plan *plan, const struct weir_schema *sch)
{
    plan->sch = sch;
    int64_t scale;
    plan->logical = json_logical(sch);
    plan->has_scale = weir_str_to_i64(weir_schema_param(sch, "scale"), &scale);
    plan->items = sch->value_schema ? child(arena, sch->value_schema) : NULL;
    plan->keys = sch->key_schema ? child(arena, sch->key_schema) : NULL;
    if (sch->type == WEIR_STRUCT) {
        struct json_member *members = WEIR_NEW_ARRAY(arena, struct json_member, sch->n_fields);
        plan->room = JSON_MEMO_MEMBER + JSON_NAME_PAD;
        for (uint32_t i = 0; i < sch->n_fields; i++) {
            fill_member(arena, &members[i], i, &sch->fields[i]);
            size_t room = members[i].name.n + JSON_NAME_PAD + WEIR_I64_TEXT_MAX;
            plan->room = room > plan->room ? room : plan->room;
        }
        plan->members = members;
    }
}

/* ---- the schema's text ---- */

/* The default, with its decimals as numbers, in the place of the one in doc. */
static bool patch_default(struct weir_arena *arena, struct weir_json *def,
                          const struct json_plan *plan, struct weir_err *err)
{
    struct weir_buf buf;
    struct json_write jw = {.out = &buf, .numeric = true, .err = err};
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
    struct root *root = WEIR_NEW(&plans->arena, struct root);
    weir_schema_ref(sch);
    weir_arena_hook(&plans->arena, drop_schema, (void *)(uintptr_t)sch);
    fill(&plans->arena, &root->plan, sch);
    if (plans->conf->schemas_enable && !write_envelope(plans, &root->plan, err)) {
        return NULL;
    }
    struct root **bucket = &plans->buckets[sch->serial % BUCKETS];
    root->next = *bucket;
    *bucket = root;
    plans->n++;
    return &root->plan;
}

const struct json_plan *json_plans_get(struct json_plans *plans, const struct weir_schema *sch,
                                       struct weir_err *err)
{
    for (struct root *root = plans->buckets[sch->serial % BUCKETS]; root; root = root->next) {
        if (root->plan.sch == sch) {
            return &root->plan;
        }
    }
    return add(plans, sch, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry.c: the questions a converter asks, as the registry's paths and bodies, and what the
 * answers say.
 */
#include "registry_http.h"

#define BODY_MAX ((size_t)64 * 1024 * 1024)

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

/* The subject as one part of a path. */
static const char *encoded(struct weir_arena *arena, struct weir_str subject)
{
    char *out = weir_arena_bytes(arena, weir_arena_product(subject.n, 3) + 1);
    size_t n = 0;
    for (size_t i = 0; i < subject.n; i++) {
        if (is_plain(subject.p[i])) {
            out[n++] = subject.p[i];
        } else {
            static const char hex[] = "0123456789ABCDEF";
            unsigned char c = (unsigned char)subject.p[i];
            out[n++] = '%';
            out[n++] = hex[c >> 4];
            out[n++] = hex[c & 15];
        }
    }
    out[n] = '\0';
    return out;
}

/* A number of 32 bits, not below zero; some registries write it as a text. */
static int32_t number(const struct weir_json *doc, const char *name)
{
    int64_t x = -1;
    const struct weir_json *member = weir_json_get(doc, name);
    bool good = member && (member->type == WEIR_JT_NUMBER || member->type == WEIR_JT_STRING) &&
                weir_str_to_i64(member->text, &x);
    return good && x >= 0 && x <= INT32_MAX ? (int32_t)x : -1;
}

/* What all answers may say. */
static void take(const struct weir_json *doc, struct registry_schema *out)
{
    int32_t version = number(doc, "version");
    out->id = number(doc, "id");
    out->version = version > 0 ? version : 0;
    out->text = weir_json_get_str(doc, "schema");
    const struct weir_json *references = weir_json_get(doc, "references");
    bool some = references && references->type == WEIR_JT_ARRAY && references->count;
    out->references = some ? references : NULL;
    out->rules = weir_json_get(doc, "ruleSet");
}

struct weir_str registry_rule(const struct registry_schema *schema, bool writing)
{
    static const char *const phases[] = {"domainRules", "encodingRules"};
    for (size_t i = 0; schema->rules && i < sizeof(phases) / sizeof(phases[0]); i++) {
        const struct weir_json *list = weir_json_get(schema->rules, phases[i]);
        for (const struct weir_json *at = list ? list->first : NULL; at; at = at->next) {
            struct weir_str mode = weir_json_get_str(at, "mode");
            const struct weir_json *disabled = weir_json_get(at, "disabled");
            if (!(disabled && disabled->truth) &&
                (weir_str_is(mode, writing ? "WRITE" : "READ") || weir_str_is(mode, "WRITEREAD"))) {
                struct weir_str name = weir_json_get_str(at, "name");
                return name.p ? name : WEIR_STR("without a name");
            }
        }
    }
    return WEIR_STR_NULL;
}

static enum weir_verdict no_such_answer(struct weir_err *err, const char *what)
{
    return weir_err_set(err, WEIR_RETRY, "the schema registry's answer has no %s", what);
}

static enum weir_verdict post_schema(struct registry *registry, struct weir_arena *arena,
                                     const char *path, const struct registry_schema *schema,
                                     struct registry_schema *out, struct weir_err *err)
{
    struct weir_json *doc = NULL;
    struct weir_buf body;
    weir_buf_init(&body, BODY_MAX);
    weir_buf_text(&body, "{\"schema\":");
    weir_json_string(&body, schema->text);
    if (schema->references) {
        weir_buf_text(&body, ",\"references\":");
        weir_json_write(&body, schema->references);
    }
    weir_buf_char(&body, '}');
    enum weir_verdict verdict = weir_buf_check(&body, WEIR_BAD_DATA, "the schema's text", err);
    if (verdict == WEIR_OK) {
        verdict = registry_ask(registry, arena, path, weir_buf_view(&body), &doc, err);
    }
    weir_buf_free(&body);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    take(doc, out);
    return out->id >= 0 ? WEIR_OK : no_such_answer(err, "id");
}

enum weir_verdict registry_register(struct registry *registry, struct weir_arena *arena,
                                    struct weir_str subject, struct weir_str text, bool normalize,
                                    struct registry_schema *out, struct weir_err *err)
{
    const char *path = weir_arena_printf(arena, "/subjects/%s/versions%s", encoded(arena, subject),
                                         normalize ? "?normalize=true" : "");
    const struct registry_schema schema = {.text = text};
    return post_schema(registry, arena, path, &schema, out, err);
}

enum weir_verdict registry_lookup(struct registry *registry, struct weir_arena *arena,
                                  struct weir_str subject, const struct registry_schema *schema,
                                  bool normalize, bool deleted, struct registry_schema *out,
                                  struct weir_err *err)
{
    const char *path =
        weir_arena_printf(arena, "/subjects/%s?normalize=%s&deleted=%s", encoded(arena, subject),
                          normalize ? "true" : "false", deleted ? "true" : "false");
    return post_schema(registry, arena, path, schema, out, err);
}

static enum weir_verdict get_schema(struct registry *registry, struct weir_arena *arena,
                                    const char *path, struct registry_schema *out,
                                    struct weir_err *err)
{
    struct weir_json *doc = NULL;
    enum weir_verdict verdict = registry_ask(registry, arena, path, WEIR_STR_NULL, &doc, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    take(doc, out);
    return out->text.p ? WEIR_OK : no_such_answer(err, "schema");
}

enum weir_verdict registry_by_id(struct registry *registry, struct weir_arena *arena, int32_t id,
                                 struct weir_str subject, struct registry_schema *out,
                                 struct weir_err *err)
{
    const char *path =
        weir_arena_printf(arena, "/schemas/ids/%d?fetchMaxId=false%s%s", id,
                          subject.p ? "&subject=" : "", subject.p ? encoded(arena, subject) : "");
    enum weir_verdict verdict = get_schema(registry, arena, path, out, err);
    out->id = id;
    return verdict;
}

enum weir_verdict registry_version(struct registry *registry, struct weir_arena *arena,
                                   struct weir_str subject, int32_t version,
                                   struct registry_schema *out, struct weir_err *err)
{
    const char *path = weir_arena_printf(arena, "/subjects/%s/versions/%d?deleted=true",
                                         encoded(arena, subject), version);
    return get_schema(registry, arena, path, out, err);
}

enum weir_verdict registry_latest(struct registry *registry, struct weir_arena *arena,
                                  struct weir_str subject, struct registry_schema *out,
                                  struct weir_err *err)
{
    const char *path =
        weir_arena_printf(arena, "/subjects/%s/versions/latest", encoded(arena, subject));
    enum weir_verdict verdict = get_schema(registry, arena, path, out, err);
    return verdict == WEIR_OK && out->id < 0 ? no_such_answer(err, "id") : verdict;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_parse.c: a schema's JSON text comes in, its tree goes out. A name that is used again becomes
 * the node that it named, so a recursive type is a node that can be reached from itself.
 */
#include "avro_schema.h"

struct avro_named {
    struct avro_named *next;
    const struct avro_schema *avro;
};

struct parse {
    struct weir_arena *arena;
    struct weir_err *err;
    struct avro_named *known;
    struct weir_str space; /* of the type around */
    int depth;
};

static struct avro_schema *any(struct parse *in, const struct weir_json *doc);

static struct avro_schema *refuse(struct parse *in, const char *what, struct weir_str name)
{
    weir_err_set(in->err, WEIR_BAD_DATA, "%s%.*s", what, WEIR_STR_ARG(name));
    return NULL;
}

static bool primitive(struct weir_str name, enum avro_type *type)
{
    for (enum avro_type at = AVRO_NULL; at <= AVRO_STRING; at++) {
        if (weir_str_is(name, avro_type_name(at))) {
            *type = at;
            return true;
        }
    }
    return false;
}

/* ---- names ---- */

static void split(struct weir_str full, struct weir_str space, struct avro_schema *avro)
{
    size_t dot = full.n;
    while (dot && full.p[dot - 1] != '.') {
        dot--;
    }
    avro->name = weir_str_from(full, dot);
    avro->space = dot ? weir_str_n(full.p, dot - 1) : space;
}

static struct avro_schema *known(const struct parse *in, const struct avro_schema *want)
{
    const struct avro_named *at = in->known;
    while (at && !avro_same_name(at->avro, want)) {
        at = at->next;
    }
    return at ? (struct avro_schema *)(uintptr_t)at->avro : NULL;
}

static struct avro_schema *by_name(struct parse *in, struct weir_str name)
{
    enum avro_type type;
    struct avro_schema want = {.type = AVRO_RECORD};
    if (primitive(name, &type)) {
        return avro_new(in->arena, type);
    }
    split(name, in->space, &want);
    struct avro_schema *avro = known(in, &want);
    if (!avro && want.space.n && weir_str_eq(want.name, name)) {
        want.space = WEIR_STR("");
        avro = known(in, &want);
    }
    return avro ? avro : refuse(in, "Undefined schema: ", name);
}

static bool define(struct parse *in, struct avro_schema *avro, const struct weir_json *doc)
{
    struct weir_str name = weir_json_get_str(doc, "name");
    struct weir_str space = weir_json_get_str(doc, "namespace");
    if (!name.n) {
        return refuse(in, "No name in schema", WEIR_STR("")) != NULL;
    }
    split(name, space.p ? space : in->space, avro);
    if (known(in, avro)) {
        return refuse(in, "Can't redefine: ", name) != NULL;
    }
    struct avro_named *named = WEIR_NEW(in->arena, struct avro_named);
    *named = (struct avro_named){.next = in->known, .avro = avro};
    in->known = named;
    avro->doc = weir_json_get_str(doc, "doc");
    return true;
}

/* ---- properties ---- */

static bool reserved(struct weir_str name, const char *const *names)
{
    for (; *names; names++) {
        if (weir_str_is(name, *names)) {
            return true;
        }
    }
    return false;
}

/* The members that mean nothing to Avro, in their order; NULL: none. */
static struct weir_json *others(struct parse *in, const struct weir_json *doc,
                                const char *const *names)
{
    struct weir_json *props = NULL;
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        if (!reserved(at->name, names)) {
            struct weir_json *copy = WEIR_NEW(in->arena, struct weir_json);
            *copy = *at;
            copy->next = NULL;
            props = props ? props : weir_json_new_object(in->arena);
            weir_json_add_n(props, at->name, copy);
        }
    }
    return props;
}

static struct weir_json *names_of(const struct weir_json *doc)
{
    struct weir_json *aliases = weir_json_get(doc, "aliases");
    return aliases && aliases->type == WEIR_JT_ARRAY ? aliases : NULL;
}

/* ---- types ---- */

static bool read_field(struct parse *in, struct avro_schema *record, const struct weir_json *doc)
{
    static const char *const mine[] = {"name", "type", "doc", "default", "order", "aliases", NULL};
    struct avro_field *field = &record->fields[record->n_fields];
    const struct weir_json *type = doc->type == WEIR_JT_OBJECT ? weir_json_get(doc, "type") : NULL;
    field->name = type ? weir_json_get_str(doc, "name") : WEIR_STR_NULL;
    if (!field->name.n) {
        return refuse(in, "a field without name or type in record ", record->name) != NULL;
    }
    if (avro_field_at(record, field->name) >= 0) {
        return refuse(in, "Duplicate field ", field->name) != NULL;
    }
    field->type = any(in, type);
    if (!field->type) {
        return false;
    }
    struct weir_str order = weir_json_get_str(doc, "order");
    field->order = weir_str_is(order, "ascending") ? WEIR_STR_NULL : order;
    field->doc = weir_json_get_str(doc, "doc");
    field->def = weir_json_get(doc, "default");
    field->aliases = names_of(doc);
    field->props = others(in, doc, mine);
    record->n_fields++;
    return true;
}

static bool read_record(struct parse *in, struct avro_schema *avro, const struct weir_json *doc)
{
    const struct weir_json *fields = weir_json_get(doc, "fields");
    if (!define(in, avro, doc)) {
        return false;
    }
    if (!fields || fields->type != WEIR_JT_ARRAY) {
        return refuse(in, "Record has no fields: ", avro->name) != NULL;
    }
    struct weir_str space = in->space;
    in->space = avro->space;
    avro->fields = WEIR_NEW_ARRAY(in->arena, struct avro_field, fields->count);
    for (const struct weir_json *at = fields->first; at; at = at->next) {
        if (!read_field(in, avro, at)) {
            return false;
        }
    }
    in->space = space;
    return true;
}

static bool read_enum(struct parse *in, struct avro_schema *avro, const struct weir_json *doc)
{
    const struct weir_json *symbols = weir_json_get(doc, "symbols");
    if (!define(in, avro, doc)) {
        return false;
    }
    if (!symbols || symbols->type != WEIR_JT_ARRAY) {
        return refuse(in, "Enum has no symbols: ", avro->name) != NULL;
    }
    avro->symbols = WEIR_NEW_ARRAY(in->arena, struct weir_str, symbols->count);
    for (const struct weir_json *at = symbols->first; at; at = at->next) {
        if (at->type != WEIR_JT_STRING) {
            return refuse(in, "a symbol that is no text in enum ", avro->name) != NULL;
        }
        avro->symbols[avro->n_symbols++] = at->text;
    }
    avro->enum_default = weir_json_get_str(doc, "default");
    return true;
}

static bool read_fixed(struct parse *in, struct avro_schema *avro, const struct weir_json *doc)
{
    int64_t size = 0;
    if (!define(in, avro, doc)) {
        return false;
    }
    if (!weir_json_get_i64(doc, "size", &size) || size < 0 || size > INT32_MAX) {
        return refuse(in, "Invalid or no size: ", avro->name) != NULL;
    }
    avro->size = (uint32_t)size;
    return true;
}

static bool read_items(struct parse *in, struct avro_schema *avro, const struct weir_json *doc)
{
    bool is_map = avro->type == AVRO_MAP;
    const struct weir_json *items = weir_json_get(doc, is_map ? "values" : "items");
    if (!items) {
        return refuse(in, is_map ? "Map has no values type" : "Array has no items type",
                      WEIR_STR("")) != NULL;
    }
    avro->items = any(in, items);
    return avro->items != NULL;
}

static struct avro_schema *read_union(struct parse *in, const struct weir_json *doc)
{
    struct avro_schema *avro = avro_new(in->arena, AVRO_UNION);
    avro->branches = WEIR_NEW_ARRAY(in->arena, const struct avro_schema *, doc->count);
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        struct avro_schema *branch = any(in, at);
        if (!branch) {
            return NULL;
        }
        if (branch->type == AVRO_UNION) {
            return refuse(in, "Nested union", WEIR_STR(""));
        }
        for (size_t i = 0; i < avro->n_branches; i++) {
            const struct avro_schema *other = avro->branches[i];
            if (other->type == branch->type &&
                (!avro_is_named(branch) || avro_same_name(other, branch))) {
                return refuse(in, "Duplicate in union:", avro_full_name(in->arena, branch));
            }
        }
        avro->branches[avro->n_branches++] = branch;
    }
    return avro;
}

/* {"type":"record",...}: the types that say more than their name. false: it is none of them. */
static bool complex_type(struct weir_str name, enum avro_type *type)
{
    static const enum avro_type types[] = {AVRO_RECORD, AVRO_ENUM, AVRO_ARRAY, AVRO_MAP,
                                           AVRO_FIXED};
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (weir_str_is(name, avro_type_name(types[i]))) {
            *type = types[i];
            return true;
        }
    }
    *type = AVRO_RECORD;
    return weir_str_is(name, "error");
}

static struct avro_schema *read_complex(struct parse *in, enum avro_type type,
                                        const struct weir_json *doc)
{
    static const char *const mine[] = {"doc",     "fields", "items", "name",    "namespace", "size",
                                       "symbols", "values", "type",  "aliases", NULL};
    static const char *const of_enum[] = {"doc",     "name", "namespace", "symbols",
                                          "default", "type", "aliases",   NULL};
    struct avro_schema *avro = avro_new(in->arena, type);
    avro->is_error = weir_str_is(weir_json_get_str(doc, "type"), "error");
    bool good = type == AVRO_RECORD  ? read_record(in, avro, doc)
                : type == AVRO_ENUM  ? read_enum(in, avro, doc)
                : type == AVRO_FIXED ? read_fixed(in, avro, doc)
                                     : read_items(in, avro, doc);
    if (!good) {
        return NULL;
    }
    avro->aliases = names_of(doc);
    avro->props = others(in, doc, type == AVRO_ENUM ? of_enum : mine);
    return avro;
}

static struct avro_schema *read_object(struct parse *in, const struct weir_json *doc)
{
    static const char *const mine[] = {"doc",     "fields", "items", "name",    "namespace", "size",
                                       "symbols", "values", "type",  "aliases", NULL};
    enum avro_type type;
    const struct weir_json *inner = weir_json_get(doc, "type");
    if (!inner) {
        return refuse(in, "No type", WEIR_STR(""));
    }
    if (inner->type != WEIR_JT_STRING) {
        return any(in, inner);
    }
    if (complex_type(inner->text, &type)) {
        return read_complex(in, type, doc);
    }
    struct avro_schema *avro = by_name(in, inner->text);
    if (avro && !avro_is_named(avro)) {
        avro->props = others(in, doc, mine);
    }
    return avro;
}

static struct avro_schema *any(struct parse *in, const struct weir_json *doc)
{
    struct avro_schema *avro = NULL;
    if (in->depth >= AVRO_DEPTH_MAX) {
        return refuse(in, "the schema is nested too deep", WEIR_STR(""));
    }
    in->depth++;
    if (doc->type == WEIR_JT_STRING) {
        avro = by_name(in, doc->text);
    } else if (doc->type == WEIR_JT_OBJECT) {
        avro = read_object(in, doc);
    } else if (doc->type == WEIR_JT_ARRAY) {
        avro = read_union(in, doc);
    } else {
        refuse(in, "Schema not yet supported: ", doc->text);
    }
    in->depth--;
    return avro;
}

bool avro_names_have(const struct avro_names *names, struct weir_str full)
{
    const struct parse in = {.known = names->known};
    struct avro_schema want = {.type = AVRO_RECORD};
    split(full, WEIR_STR(""), &want);
    return full.p && known(&in, &want);
}

enum weir_verdict avro_parse_next(struct avro_names *names, struct weir_str text,
                                  const struct avro_schema **out, struct weir_err *err)
{
    struct weir_arena *arena = names->arena;
    struct parse in = {.arena = arena, .err = err, .known = names->known, .space = WEIR_STR("")};
    struct weir_json *doc = NULL;
    if (text.n > AVRO_TEXT_MAX) {
        return weir_err_set(err, WEIR_BAD_DATA, "the schema's text is longer than %zu bytes",
                            AVRO_TEXT_MAX);
    }
    if (weir_json_parse(arena, weir_arena_str(arena, text), &doc, err) != WEIR_OK) {
        err->class = WEIR_BAD_DATA;
        return err->class;
    }
    *out = any(&in, doc);
    names->known = in.known;
    return *out ? WEIR_OK : err->class;
}

enum weir_verdict avro_parse(struct weir_arena *arena, struct weir_str text,
                             const struct avro_schema **out, struct weir_err *err)
{
    struct avro_names names = {.arena = arena};
    return avro_parse_next(&names, text, out, err);
}

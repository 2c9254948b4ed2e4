/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_text.c: a schema goes in, its JSON text comes out, byte for byte what Java's
 * Schema.toString() writes: a registry that knows the one takes the other for the same version.
 */
#include "avro_schema.h"

struct text {
    struct weir_buf *out;
    struct weir_arena arena;          /* of the names */
    const struct avro_schema **known; /* named types that were written */
    size_t n_known, cap_known;
    struct weir_str space; /* of the type around */
};

/* Jackson's text for characters: everything but quotes and controls as it is. */
static void string(struct weir_buf *out, struct weir_str s)
{
    static const char shorts[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    weir_buf_char(out, '"');
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : '"';
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        weir_buf_add(out, s.p + from, i - from);
        from = i + 1;
        if (i == s.n) {
            break;
        }
        if (c >= 0x20) {
            weir_buf_printf(out, "\\%c", c);
        } else if (c < sizeof(shorts) && shorts[c]) {
            weir_buf_printf(out, "\\%c", shorts[c]);
        } else {
            weir_buf_printf(out, "\\u%04X", c);
        }
    }
    weir_buf_char(out, '"');
}

static void value(struct weir_buf *out, const struct weir_json *doc)
{
    bool no_number = doc->type == WEIR_JT_NUMBER && doc->text.n &&
                     (doc->text.p[doc->text.n - 1] == 'N' || doc->text.p[doc->text.n - 1] == 'y');
    if (doc->type == WEIR_JT_STRING || no_number) {
        string(out, doc->text); /* NaN and Infinity, as Jackson has them */
        return;
    }
    if (doc->type != WEIR_JT_ARRAY && doc->type != WEIR_JT_OBJECT) {
        weir_json_write(out, doc);
        return;
    }
    bool is_object = doc->type == WEIR_JT_OBJECT;
    weir_buf_char(out, is_object ? '{' : '[');
    for (const struct weir_json *at = doc->first; at; at = at->next) {
        if (at != doc->first) {
            weir_buf_char(out, ',');
        }
        if (is_object) {
            string(out, at->name);
            weir_buf_char(out, ':');
        }
        value(out, at);
    }
    weir_buf_char(out, is_object ? '}' : ']');
}

/* ,"name":value of each, the comma first. */
static void members(struct weir_buf *out, const struct weir_json *props)
{
    for (const struct weir_json *at = props ? props->first : NULL; at; at = at->next) {
        weir_buf_char(out, ',');
        string(out, at->name);
        weir_buf_char(out, ':');
        value(out, at);
    }
}

static void member(struct weir_buf *out, const char *name, struct weir_str text)
{
    if (text.p) {
        weir_buf_printf(out, ",\"%s\":", name);
        string(out, text);
    }
}

/* ---- names ---- */

/* true: the type was written before and its name is enough; else it is known from now on. */
static bool by_name(struct text *text, const struct avro_schema *avro)
{
    for (size_t i = 0; i < text->n_known; i++) {
        if (avro_same_name(text->known[i], avro)) {
            bool here = weir_str_eq(avro->space, text->space) || avro->space.n == 0;
            string(text->out, here ? avro->name : avro_full_name(&text->arena, avro));
            return true;
        }
    }
    if (text->n_known == text->cap_known) {
        size_t cap = text->cap_known ? 2 * text->cap_known : 16;
        const struct avro_schema **known =
            WEIR_NEW_ARRAY(&text->arena, const struct avro_schema *, cap);
        if (text->n_known) {
            memcpy(known, text->known, text->n_known * sizeof(struct avro_schema *));
        }
        text->known = known;
        text->cap_known = cap;
    }
    text->known[text->n_known++] = avro;
    return false;
}

/* The namespace is left out where it is that of the type around. */
static void name(struct text *text, const struct avro_schema *avro)
{
    member(text->out, "name", avro->name);
    bool same = text->space.n == avro->space.n &&
                (avro->space.n == 0 || weir_str_eq(text->space, avro->space));
    if (!same) {
        member(text->out, "namespace", avro->space.n ? avro->space : WEIR_STR(""));
    }
}

static void write(struct text *text, const struct avro_schema *avro);

static void aliases(struct weir_buf *out, const struct weir_json *names)
{
    if (names && names->first) {
        weir_buf_text(out, ",\"aliases\":");
        value(out, names);
    }
}

static void fields(struct text *text, const struct avro_schema *avro)
{
    weir_buf_text(text->out, ",\"fields\":[");
    for (size_t i = 0; i < avro->n_fields; i++) {
        const struct avro_field *field = &avro->fields[i];
        weir_buf_text(text->out, i ? ",{\"name\":" : "{\"name\":");
        string(text->out, field->name);
        weir_buf_text(text->out, ",\"type\":");
        write(text, field->type);
        member(text->out, "doc", field->doc);
        if (field->def) {
            weir_buf_text(text->out, ",\"default\":");
            value(text->out, field->def);
        }
        member(text->out, "order", field->order);
        aliases(text->out, field->aliases);
        members(text->out, field->props);
        weir_buf_char(text->out, '}');
    }
    weir_buf_char(text->out, ']');
}

static void symbols(struct weir_buf *out, const struct avro_schema *avro)
{
    weir_buf_text(out, ",\"symbols\":[");
    for (size_t i = 0; i < avro->n_symbols; i++) {
        if (i) {
            weir_buf_char(out, ',');
        }
        string(out, avro->symbols[i]);
    }
    weir_buf_char(out, ']');
    member(out, "default", avro->enum_default);
}

static void named(struct text *text, const struct avro_schema *avro)
{
    struct weir_str space = text->space;
    if (by_name(text, avro)) {
        return;
    }
    weir_buf_printf(text->out, "{\"type\":\"%s\"",
                    avro->is_error ? "error" : avro_type_name(avro->type));
    name(text, avro);
    member(text->out, "doc", avro->doc);
    if (avro->type == AVRO_RECORD) {
        text->space = avro->space;
        fields(text, avro);
        text->space = space;
    } else if (avro->type == AVRO_ENUM) {
        symbols(text->out, avro);
    } else {
        weir_buf_printf(text->out, ",\"size\":%u", avro->size);
    }
    members(text->out, avro->props);
    aliases(text->out, avro->aliases);
    weir_buf_char(text->out, '}');
}

static void write(struct text *text, const struct avro_schema *avro)
{
    struct weir_buf *out = text->out;
    if (avro_is_named(avro)) {
        named(text, avro);
    } else if (avro->type == AVRO_UNION) {
        weir_buf_char(out, '[');
        for (size_t i = 0; i < avro->n_branches; i++) {
            if (i) {
                weir_buf_char(out, ',');
            }
            write(text, avro->branches[i]);
        }
        weir_buf_char(out, ']');
    } else if (avro->type == AVRO_ARRAY || avro->type == AVRO_MAP) {
        weir_buf_text(out, avro->type == AVRO_ARRAY ? "{\"type\":\"array\",\"items\":"
                                                    : "{\"type\":\"map\",\"values\":");
        write(text, avro->items);
        members(out, avro->props);
        weir_buf_char(out, '}');
    } else if (avro->props) {
        weir_buf_printf(out, "{\"type\":\"%s\"", avro_type_name(avro->type));
        members(out, avro->props);
        weir_buf_char(out, '}');
    } else {
        weir_buf_printf(out, "\"%s\"", avro_type_name(avro->type));
    }
}

void avro_text(struct weir_buf *buf, const struct avro_schema *avro)
{
    struct text text = {.out = buf};
    weir_arena_init(&text.arena, 4096);
    write(&text, avro);
    weir_arena_free(&text.arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_json.c: a schema in, its text as JsonConverter writes it out: what it is made of, then
 * optional, name, version, doc, parameters and default, as far as they are set; within a struct
 * the field's name comes last. The text is made at the first call and kept with the schema.
 */
#include "data/schema_entry.h"

#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>

#define TEXT_MAX ((size_t)1 << 30)

/* ---- default values ---- */

static void write_value(struct weir_buf *buf, const struct weir_schema *sch, struct weir_value val);

static void write_items(struct weir_buf *buf, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(buf, '[');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_text(buf, i ? "," : "");
        write_value(buf, sch->value_schema, val.items[i]);
    }
    weir_buf_char(buf, ']');
}

/* An object when the keys are strings, else an array of pairs. */
static void write_map(struct weir_buf *buf, const struct weir_schema *sch, struct weir_value val)
{
    bool object = sch->key_schema->type == WEIR_STRING;
    weir_buf_char(buf, object ? '{' : '[');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_text(buf, i ? "," : "");
        weir_buf_text(buf, object ? "" : "[");
        write_value(buf, sch->key_schema, val.items[2 * i]);
        weir_buf_char(buf, object ? ':' : ',');
        write_value(buf, sch->value_schema, val.items[2 * i + 1]);
        weir_buf_text(buf, object ? "" : "]");
    }
    weir_buf_char(buf, object ? '}' : ']');
}

static void write_struct(struct weir_buf *buf, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(buf, '{');
    for (uint32_t i = 0; i < val.n && i < sch->n_fields; i++) {
        weir_buf_text(buf, i ? "," : "");
        weir_json_string(buf, sch->fields[i].name);
        weir_buf_char(buf, ':');
        write_value(buf, sch->fields[i].schema, val.items[i]);
    }
    weir_buf_char(buf, '}');
}

static void write_base64(struct weir_buf *buf, struct weir_value val)
{
    weir_buf_char(buf, '"');
    weir_buf_base64(buf, val.p, val.n);
    weir_buf_char(buf, '"');
}

static void write_value(struct weir_buf *buf, const struct weir_schema *sch, struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        weir_buf_text(buf, "null");
        break;
    case WEIR_BOOLEAN:
        weir_buf_text(buf, val.b ? "true" : "false");
        break;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        weir_json_i64(buf, val.i);
        break;
    case WEIR_FLOAT32:
        weir_json_float(buf, val.f32);
        break;
    case WEIR_FLOAT64:
        weir_json_double(buf, val.f64);
        break;
    case WEIR_STRING:
        weir_json_string(buf, weir_value_str(val));
        break;
    case WEIR_BYTES:
    case WEIR_DECIMAL:
        write_base64(buf, val);
        break;
    case WEIR_ARRAY:
        write_items(buf, sch, val);
        break;
    case WEIR_MAP:
        write_map(buf, sch, val);
        break;
    case WEIR_STRUCT:
        write_struct(buf, sch, val);
        break;
    }
}

/* ---- the schema ---- */

static const char *type_text(const struct weir_schema *sch)
{
    static const char *const texts[] = {
        [WEIR_BOOLEAN] = "boolean", [WEIR_INT8] = "int8",     [WEIR_INT16] = "int16",
        [WEIR_INT32] = "int32",     [WEIR_INT64] = "int64",   [WEIR_FLOAT32] = "float",
        [WEIR_FLOAT64] = "double",  [WEIR_STRING] = "string", [WEIR_BYTES] = "bytes",
        [WEIR_ARRAY] = "array",     [WEIR_MAP] = "map",       [WEIR_STRUCT] = "struct",
    };
    return texts[sch->type];
}

static void write_schema(struct weir_buf *buf, const struct weir_schema *sch,
                         struct weir_str field);

static void write_fields(struct weir_buf *buf, const struct weir_schema *sch)
{
    weir_buf_text(buf, ",\"fields\":[");
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        weir_buf_text(buf, i ? "," : "");
        write_schema(buf, sch->fields[i].schema, sch->fields[i].name);
    }
    weir_buf_char(buf, ']');
}

static void write_part(struct weir_buf *buf, const char *member, const struct weir_schema *sch)
{
    weir_buf_text(buf, member);
    write_schema(buf, sch, WEIR_STR_NULL);
}

static void write_text(struct weir_buf *buf, const char *member, struct weir_str text)
{
    if (text.p) {
        weir_buf_text(buf, member);
        weir_json_string(buf, text);
    }
}

static void write_params(struct weir_buf *buf, const struct weir_schema *sch)
{
    weir_buf_text(buf, ",\"parameters\":{");
    for (uint32_t i = 0; i < sch->n_params; i++) {
        weir_buf_text(buf, i ? "," : "");
        weir_json_string(buf, sch->params[i].key);
        weir_buf_char(buf, ':');
        weir_json_string(buf, sch->params[i].value);
    }
    weir_buf_char(buf, '}');
}

static void write_schema(struct weir_buf *buf, const struct weir_schema *sch, struct weir_str field)
{
    if (!sch) { /* a list or map whose parts have no schema, as headers are read */
        weir_buf_text(buf, "null");
        return;
    }
    weir_buf_text(buf, "{\"type\":\"");
    weir_buf_text(buf, type_text(sch));
    weir_buf_char(buf, '"');
    if (sch->type == WEIR_STRUCT) {
        write_fields(buf, sch);
    } else if (sch->type == WEIR_ARRAY) {
        write_part(buf, ",\"items\":", sch->value_schema);
    } else if (sch->type == WEIR_MAP) {
        write_part(buf, ",\"keys\":", sch->key_schema);
        write_part(buf, ",\"values\":", sch->value_schema);
    }
    weir_buf_text(buf, sch->optional ? ",\"optional\":true" : ",\"optional\":false");
    write_text(buf, ",\"name\":", sch->name);
    if (sch->has_version) {
        weir_buf_text(buf, ",\"version\":");
        weir_buf_i64(buf, sch->version);
    }
    write_text(buf, ",\"doc\":", sch->doc);
    if (sch->n_params) {
        write_params(buf, sch);
    }
    if (sch->has_default) {
        weir_buf_text(buf, ",\"default\":");
        write_value(buf, sch, sch->def);
    }
    write_text(buf, ",\"field\":", field);
    weir_buf_char(buf, '}');
}

static struct schema_text *make_text(const struct weir_schema *sch)
{
    struct weir_buf buf;
    weir_buf_init(&buf, TEXT_MAX);
    write_schema(&buf, sch, WEIR_STR_NULL);
    struct schema_text *text = weir_xmalloc(sizeof(*text) + buf.n + 1);
    memcpy(text->bytes, buf.p, buf.n);
    text->bytes[buf.n] = 0;
    text->text = weir_str_n(text->bytes, buf.n);
    weir_buf_free(&buf);
    return text;
}

struct weir_str weir_schema_json(const struct weir_schema *sch)
{
    struct schema_entry *entry = schema_entry_of(sch);
    struct schema_text *text = atomic_load_explicit(&entry->json, memory_order_acquire);
    if (!text) {
        struct schema_text *mine = make_text(sch);
        if (atomic_compare_exchange_strong_explicit(&entry->json, &text, mine, memory_order_acq_rel,
                                                    memory_order_acquire)) {
            return mine->text;
        }
        free(mine); /* another thread was first */
    }
    return text->text;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_show.c: what an expression came to comes in, what Groovy makes of it beside a text goes out:
 * Java's toString(), but [a, b] and [k:v] of lists, bytes and maps.
 */
#include "common/arena_buf.h"
#include "common/java_text.h"
#include "expr_parts.h"

const char *expr_kind_name(const struct expr_val *val)
{
    switch (val->kind) {
    case EXPR_IS_SCHEMA:
        return "a schema";
    case EXPR_IS_TYPE:
        return "a type";
    case EXPR_IS_FIELDS:
        return "the fields of a schema";
    case EXPR_IS_FIELD:
        return "a field";
    case EXPR_IS_HEADERS:
        return "the headers";
    case EXPR_IS_HEADER:
        return "a header";
    case EXPR_IS_VALUE:
        break;
    }
    return weir_type_name((enum weir_type)val->val.type);
}

static const struct weir_schema *inner_of(const struct weir_schema *sch, bool key)
{
    return !sch ? NULL : key ? sch->key_schema : sch->value_schema;
}

static void show_bytes(struct weir_buf *buf, struct weir_str bytes)
{
    weir_buf_text(buf, "[");
    for (size_t i = 0; i < bytes.n; i++) {
        weir_buf_printf(buf, "%s%d", i ? ", " : "", (int8_t)bytes.p[i]);
    }
    weir_buf_text(buf, "]");
}

static void show(struct weir_buf *buf, const struct weir_schema *sch, struct weir_value val)
{
    bool map = val.type == WEIR_MAP;
    if (val.type == WEIR_BYTES) {
        show_bytes(buf, weir_value_str(val));
        return;
    }
    if (!map && val.type != WEIR_ARRAY) {
        java_text_value(buf, sch, val);
        return;
    }
    weir_buf_text(buf, map && val.n == 0 ? "[:" : "[");
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_text(buf, i ? ", " : "");
        if (map) {
            show(buf, inner_of(sch, true), val.items[2 * i]);
            weir_buf_text(buf, ":");
        }
        show(buf, inner_of(sch, false), val.items[map ? 2 * i + 1 : i]);
    }
    weir_buf_text(buf, "]");
}

static void show_schema(struct weir_buf *buf, const struct weir_schema *sch)
{
    if (!sch) {
        weir_buf_text(buf, "null");
        return;
    }
    weir_buf_text(buf, "Schema{");
    if (sch->name.p) {
        weir_buf_str(buf, sch->name);
        weir_buf_text(buf, ":");
    }
    weir_buf_printf(buf, "%s}", weir_type_name((enum weir_type)sch->type));
}

static void show_field(struct weir_buf *buf, const struct weir_field *field, size_t at)
{
    weir_buf_text(buf, "Field{name=");
    weir_buf_str(buf, field->name);
    weir_buf_printf(buf, ", index=%zu, schema=", at);
    show_schema(buf, field->schema);
    weir_buf_text(buf, "}");
}

static void show_header(struct weir_buf *buf, const struct weir_header *header)
{
    weir_buf_text(buf, "RecordHeader [value=");
    java_text_value(buf, header->schema, header->value);
    weir_buf_text(buf, ", schema=");
    show_schema(buf, header->schema);
    weir_buf_text(buf, "]");
}

static void show_any(struct weir_buf *buf, const struct expr_val *val)
{
    switch (val->kind) {
    case EXPR_IS_SCHEMA:
        show_schema(buf, val->sch);
        return;
    case EXPR_IS_TYPE:
        weir_buf_text(buf, weir_type_name((enum weir_type)val->sch->type));
        return;
    case EXPR_IS_FIELD:
        show_field(buf, val->field, (size_t)val->val.i);
        return;
    case EXPR_IS_HEADER:
        show_header(buf, val->header);
        return;
    case EXPR_IS_FIELDS:
        weir_buf_text(buf, "[");
        for (uint32_t i = 0; i < val->sch->n_fields; i++) {
            weir_buf_text(buf, i ? ", " : "");
            show_field(buf, &val->sch->fields[i], i);
        }
        weir_buf_text(buf, "]");
        return;
    case EXPR_IS_HEADERS:
        weir_buf_text(buf, expr_kind_name(val));
        return;
    default:
        show(buf, val->sch, val->val);
    }
}

struct weir_str expr_text(struct weir_batch *batch, const struct expr_val *val)
{
    struct weir_buf buf;
    if (val->kind == EXPR_IS_VALUE && val->val.type == WEIR_STRING) {
        return weir_value_str(val->val);
    }
    buf = arena_buf(&batch->arena, 48);
    show_any(&buf, val);
    if (!buf.full) {
        return weir_buf_view(&buf);
    }
    weir_buf_init(&buf, (size_t)64 << 20);
    show_any(&buf, val);
    struct weir_str text = weir_arena_str(&batch->arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return text;
}

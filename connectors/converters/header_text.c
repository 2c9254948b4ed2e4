/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_text.c: header values become text. Numbers and words as Java's toString(), the rest in a
 * notation that looks like JSON and is read again by header_parse.c.
 */
#include "header_text.h"

#include <weir/time.h>

#include "common/java_text.h"
#include "common/json_logical.h"

static void add_escaped(struct weir_buf *out, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\\' || text.p[i] == '"') {
            weir_buf_char(out, '\\');
        }
        weir_buf_char(out, text.p[i]);
    }
}

static void add_quoted(struct weir_buf *out, struct weir_str text)
{
    weir_buf_char(out, '"');
    add_escaped(out, text);
    weir_buf_char(out, '"');
}

static void add_bytes(struct weir_buf *out, struct weir_str bytes, bool embedded)
{
    weir_buf_str(out, embedded ? WEIR_STR("\"") : WEIR_STR(""));
    weir_buf_base64(out, bytes.p, bytes.n);
    weir_buf_str(out, embedded ? WEIR_STR("\"") : WEIR_STR(""));
}

/* Java goes by the milliseconds, not by the schema: what is within the first day is a time. */
static void add_date(struct weir_buf *out, struct weir_value val)
{
    int64_t ms;
    (void)json_date_ms(val, &ms);
    if (ms < JSON_DAY_MS) {
        weir_time_time(out, (ms % JSON_DAY_MS + JSON_DAY_MS) % JSON_DAY_MS);
    } else if (ms % JSON_DAY_MS == 0) {
        weir_time_date(out, ms / JSON_DAY_MS);
    } else {
        weir_time_timestamp(out, ms);
    }
}

static void add_items(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(out, '[');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_str(out, i ? WEIR_STR(",") : WEIR_STR(""));
        header_text_value(out, sch ? sch->value_schema : NULL, val.items[i], true);
    }
    weir_buf_char(out, ']');
}

static void add_entries(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(out, '{');
    for (uint32_t i = 0; i < val.n; i++) {
        weir_buf_str(out, i ? WEIR_STR(",") : WEIR_STR(""));
        header_text_value(out, sch ? sch->key_schema : NULL, val.items[2 * i], true);
        weir_buf_char(out, ':');
        header_text_value(out, sch ? sch->value_schema : NULL, val.items[2 * i + 1], true);
    }
    weir_buf_char(out, '}');
}

/* Struct.get(): an unset field is its default. */
static struct weir_value field_value(const struct weir_schema *sch, struct weir_value val)
{
    return val.type == WEIR_NULL && sch && sch->has_default ? sch->def : val;
}

static void add_fields(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    weir_buf_char(out, '{');
    for (uint32_t i = 0; i < val.n; i++) {
        const struct weir_field *field = sch && i < sch->n_fields ? &sch->fields[i] : NULL;
        const struct weir_schema *part = field ? field->schema : NULL;
        weir_buf_str(out, i ? WEIR_STR(",") : WEIR_STR(""));
        add_quoted(out, field ? field->name : WEIR_STR(""));
        weir_buf_char(out, ':');
        header_text_value(out, part, field_value(part, val.items[i]), true);
    }
    weir_buf_char(out, '}');
}

void header_text_value(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val,
                       bool embedded)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
    case WEIR_BOOLEAN:
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_FLOAT32:
    case WEIR_FLOAT64:
    case WEIR_DECIMAL:
        java_text_value(out, sch, val);
        return;
    case WEIR_STRING:
        if (embedded) {
            add_quoted(out, weir_value_str(val));
        } else {
            weir_buf_str(out, weir_value_str(val));
        }
        return;
    case WEIR_BYTES:
        add_bytes(out, weir_value_str(val), embedded);
        return;
    case WEIR_ARRAY:
        add_items(out, sch, val);
        return;
    case WEIR_MAP:
        add_entries(out, sch, val);
        return;
    case WEIR_STRUCT:
        add_fields(out, sch, val);
        return;
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        add_date(out, val);
        return;
    }
}

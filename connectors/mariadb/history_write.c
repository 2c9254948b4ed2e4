/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_write.c: table changes and history records as JSON. Members and their order are
 * Debezium's; texts that are not there are null, sizes that are not said are left out.
 */
#include "history_json.h"

static void name(struct weir_buf *out, const char *member)
{
    if (out->n > 0 && out->p[out->n - 1] != '{') {
        weir_buf_char(out, ',');
    }
    weir_buf_char(out, '"');
    weir_buf_text(out, member);
    weir_buf_text(out, "\":");
}

static void text(struct weir_buf *out, const char *member, struct weir_str s)
{
    name(out, member);
    if (s.p) {
        weir_json_string(out, s);
    } else {
        weir_buf_text(out, "null");
    }
}

static void number(struct weir_buf *out, const char *member, int64_t x)
{
    name(out, member);
    weir_buf_i64(out, x);
}

static void truth(struct weir_buf *out, const char *member, bool is)
{
    name(out, member);
    weir_buf_text(out, is ? "true" : "false");
}

static void texts(struct weir_buf *out, const char *member, const struct weir_str *items,
                  uint32_t n)
{
    name(out, member);
    weir_buf_char(out, '[');
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) {
            weir_buf_char(out, ',');
        }
        weir_json_string(out, items[i]);
    }
    weir_buf_char(out, ']');
}

static void write_column(struct weir_buf *out, const struct my_column *column, uint32_t position)
{
    weir_buf_char(out, '{');
    text(out, "name", column->name);
    number(out, "jdbcType", column->jdbc_type);
    if (column->native_type != MY_NONE) {
        number(out, "nativeType", column->native_type);
    }
    text(out, "typeName", column->type_name);
    text(out, "typeExpression", column->type_expression);
    text(out, "charsetName", column->charset);
    if (column->length != MY_NONE) {
        number(out, "length", column->length);
    }
    if (column->scale != MY_NONE) {
        number(out, "scale", column->scale);
    }
    number(out, "position", position);
    truth(out, "optional", column->optional);
    truth(out, "autoIncremented", column->auto_increment);
    truth(out, "generated", column->generated);
    text(out, "comment", column->comment);
    truth(out, "hasDefaultValue", column->has_default);
    if (column->default_value.p) {
        text(out, "defaultValueExpression", column->default_value);
    }
    texts(out, "enumValues", column->members, column->n_members);
    weir_buf_char(out, '}');
}

static void write_table(struct weir_buf *out, const struct my_table *table)
{
    weir_buf_char(out, '{');
    text(out, "defaultCharsetName", table->charset);
    texts(out, "primaryKeyColumnNames", table->key, table->n_key);
    name(out, "columns");
    weir_buf_char(out, '[');
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (i > 0) {
            weir_buf_char(out, ',');
        }
        write_column(out, &table->columns[i], i + 1);
    }
    weir_buf_char(out, ']');
    name(out, "attributes");
    weir_buf_text(out, "[]}");
}

/* A name that begins or ends with a quote stays as it is: so does Debezium's. */
static void quoted(struct weir_buf *out, struct weir_str s)
{
    bool as_is = s.n > 0 && (s.p[0] == '"' || s.p[s.n - 1] == '"');
    if (as_is) {
        weir_buf_str(out, s);
        return;
    }
    weir_buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') {
            weir_buf_char(out, '"');
        }
        weir_buf_char(out, s.p[i]);
    }
    weir_buf_char(out, '"');
}

void history_write_id(struct weir_buf *out, struct weir_str db, struct weir_str table)
{
    if (db.n > 0) {
        quoted(out, db);
        weir_buf_char(out, '.');
    }
    quoted(out, table);
}

static void id(struct weir_buf *out, const char *member, struct weir_str db, struct weir_str table)
{
    struct weir_buf text_of;
    weir_buf_init(&text_of, 4096);
    history_write_id(&text_of, db, table);
    text(out, member, weir_buf_view(&text_of));
    weir_buf_free(&text_of);
}

void history_write_change(struct weir_buf *out, const struct ddl_change *change)
{
    static const char *const types[] = {
        [DDL_CREATE] = "CREATE", [DDL_ALTER] = "ALTER", [DDL_DROP] = "DROP"};
    weir_buf_char(out, '{');
    text(out, "type", weir_str_of(types[change->type]));
    id(out, "id", change->db, change->name);
    if (change->old_name.p) {
        id(out, "previousId", change->old_db, change->old_name);
    }
    if (change->table) {
        name(out, "table");
        write_table(out, change->table);
        text(out, "comment", change->table->comment);
    }
    weir_buf_char(out, '}');
}

void history_write(struct weir_buf *out, struct weir_str server, const struct cdc_offset *position,
                   int64_t ts_ms, const struct ddl_change *change)
{
    weir_buf_text(out, "{\"source\":{");
    text(out, "server", server);
    weir_buf_text(out, "},\"position\":");
    cdc_offset_write(position, out);
    number(out, "ts_ms", ts_ms);
    text(out, "databaseName", change->db);
    text(out, "ddl", change->ddl);
    name(out, "tableChanges");
    weir_buf_char(out, '[');
    if (change->has_table_change) {
        history_write_change(out, change);
    }
    weir_buf_text(out, "]}");
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_change.c: pieces of a DDL statement become one record of the schema-change topic, with the
 * tables as they are after it.
 */
#include "cdc_meta.h"
#include "common/mariadb/cdc_source.h"

#define NAMES_MAX 65536

static struct weir_value text(struct weir_arena *arena, struct weir_str s)
{
    return s.p ? weir_string(weir_arena_str(arena, s)) : weir_null();
}

static struct weir_value number(int32_t x)
{
    return x == MY_NONE ? weir_null() : weir_int(WEIR_INT32, x);
}

static struct weir_value texts(struct weir_arena *arena, const struct weir_str *list, uint32_t n)
{
    struct weir_value *items = WEIR_NEW_ARRAY(arena, struct weir_value, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        items[i] = text(arena, list[i]);
    }
    return weir_items(WEIR_ARRAY, items, n);
}

static struct weir_value kept(struct weir_arena *arena, const struct weir_value *fields, size_t n)
{
    struct weir_value *to = weir_arena_alloc(arena, n * sizeof(*to));
    return weir_items(WEIR_STRUCT, memcpy(to, fields, n * sizeof(*to)), n);
}

static struct weir_value column_value(struct weir_arena *arena, const struct my_column *column,
                                      uint32_t i)
{
    struct weir_value fields[] = {
        text(arena, column->name),
        weir_int(WEIR_INT32, column->jdbc_type),
        number(column->native_type),
        text(arena, column->type_name),
        text(arena, column->type_expression),
        text(arena, column->charset),
        number(column->length),
        number(column->scale),
        weir_int(WEIR_INT32, i + 1),
        weir_bool(column->optional),
        weir_bool(column->auto_increment),
        weir_bool(column->generated),
        text(arena, column->comment),
        text(arena, column->default_value),
        column->n_members ? texts(arena, column->members, column->n_members) : weir_null(),
    };
    return kept(arena, fields, sizeof(fields) / sizeof(fields[0]));
}

static struct weir_value table_value(struct weir_arena *arena, const struct my_table *table)
{
    struct weir_value *columns = WEIR_NEW_ARRAY(arena, struct weir_value, table->n_columns + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (!table->columns[i].hidden) {
            columns[n] = column_value(arena, &table->columns[i], n);
            n++;
        }
    }
    struct weir_value fields[] = {text(arena, table->charset),
                                  texts(arena, table->key, table->n_key),
                                  weir_items(WEIR_ARRAY, columns, n), text(arena, table->comment)};
    return kept(arena, fields, 4);
}

static void put_quoted(struct weir_buf *buf, struct weir_str name)
{
    weir_buf_char(buf, '"');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"') {
            weir_buf_char(buf, '"');
        }
        weir_buf_char(buf, name.p[i]);
    }
    weir_buf_char(buf, '"');
}

static struct weir_value id_value(struct weir_arena *arena, const struct ddl_change *change)
{
    struct weir_buf buf;
    weir_buf_init(&buf, NAMES_MAX);
    put_quoted(&buf, change->db);
    weir_buf_char(&buf, '.');
    put_quoted(&buf, change->name);
    struct weir_value id = text(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return id;
}

static struct weir_value change_value(struct weir_arena *arena, const struct ddl_change *change)
{
    static const char *const types[] = {
        [DDL_CREATE] = "CREATE", [DDL_ALTER] = "ALTER", [DDL_DROP] = "DROP"};
    struct weir_value fields[] = {
        weir_string(weir_str_of(types[change->type])), id_value(arena, change),
        change->table && change->type != DDL_DROP ? table_value(arena, change->table)
                                                  : weir_null()};
    return kept(arena, fields, 3);
}

/* Whether a piece before the nth has the same table. */
static bool comes_again(const struct ddl_changes *statement, size_t nth)
{
    const struct ddl_change *items = statement->items;
    size_t i = 0;
    while (i < nth && !(weir_str_eq(items[i].db, items[nth].db) &&
                        weir_str_eq(items[i].name, items[nth].name))) {
        i++;
    }
    return i < nth;
}

/* Of the statement's tables in this database, with commas between. */
static struct weir_str table_names(struct weir_arena *arena, struct weir_str db,
                                   const struct ddl_changes *statement)
{
    struct weir_buf buf;
    weir_buf_init(&buf, NAMES_MAX);
    for (size_t i = 0; i < statement->n; i++) {
        const struct ddl_change *change = &statement->items[i];
        if (change->name.n && weir_str_eq(change->db, db) && !comes_again(statement, i)) {
            weir_buf_text(&buf, buf.n ? "," : "");
            weir_buf_str(&buf, change->name);
        }
    }
    struct weir_str names = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return names;
}

enum weir_verdict cdc_meta_schema_change(struct cdc_maker *maker, const struct cdc_origin *origin,
                                         const struct ddl_change *change,
                                         const struct ddl_changes *statement, int64_t ts_ms,
                                         uint32_t offset, struct weir_batch *batch,
                                         struct weir_err *err)
{
    struct weir_arena *arena = &batch->arena;
    struct weir_value constant[CDC_SOURCE_FIELDS];
    struct cdc_origin kept_origin = *origin;
    struct weir_value db = text(arena, change->db);
    struct weir_value *list = WEIR_NEW(arena, struct weir_value);
    (void)err;
    if (change->has_table_change) {
        *list = change_value(arena, change);
    }
    struct weir_str tables = table_names(arena, change->db, statement);
    bool of_database = change->type != DDL_ALTER;
    if (!tables.n && (of_database || origin->snapshot != CDC_SNAPSHOT_FALSE)) {
        tables = WEIR_STR_NULL; /* a streamed statement without tables has an empty text */
    }
    cdc_origin_keep(&kept_origin, batch);
    cdc_source_constant(maker, weir_value_str(db), tables, constant);
    struct weir_value fields[] = {cdc_source_block(constant, &kept_origin, arena),
                                  weir_int(WEIR_INT64, ts_ms),
                                  db,
                                  weir_null(),
                                  text(arena, change->ddl),
                                  weir_items(WEIR_ARRAY, list, change->has_table_change)};
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_arena_str(arena, maker->prefix);
    rec->partition = 0;
    rec->offset = offset;
    rec->key_schema = weir_batch_hold(batch, maker->meta.change_key);
    rec->key = kept(arena, &db, 1);
    rec->value_schema = weir_batch_hold(batch, maker->meta.change_value);
    rec->value = kept(arena, fields, 6);
    cdc_maker_keep(maker, batch);
    rec->headers = maker->headers;
    rec->n_headers = maker->n_headers;
    return WEIR_OK;
}

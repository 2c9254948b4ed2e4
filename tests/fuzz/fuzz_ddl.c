/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_ddl.c: any text as SQL over a catalog that knows a table. Whatever tables come of it are the
 * same again after a way through the schema history's JSON, and pieces have texts and names.
 */
#include <stdlib.h>

#include "cdc_schema.h"
#include "history_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(void *self, const struct history_change *change)
{
    if (*(struct my_table **)self || !change->table) {
        abort();
    }
    *(struct my_table **)self = change->table;
}

static void write_as(struct weir_buf *out, const struct my_table *table)
{
    const struct ddl_change change = {.type = DDL_CREATE,
                                      .db = WEIR_STR("d"),
                                      .name = WEIR_STR("t"),
                                      .old_name = WEIR_STR_NULL,
                                      .table = table};
    weir_buf_reset(out);
    weir_buf_char(out, '[');
    history_write_change(out, &change);
    weir_buf_char(out, ']');
}

static void goes_there_and_comes_back(const struct my_table *table, struct weir_arena *arena)
{
    struct weir_buf once, again;
    struct my_table *read = NULL;
    struct weir_err err;
    weir_buf_init(&once, (size_t)64 << 20);
    weir_buf_init(&again, (size_t)64 << 20);
    write_as(&once, table);
    if (history_read_changes(arena, weir_buf_view(&once), take, &read, &err) || !read) {
        abort();
    }
    write_as(&again, read);
    if (!weir_str_eq(weir_buf_view(&once), weir_buf_view(&again))) {
        abort();
    }
    my_table_free(read);
    weir_buf_free(&once);
    weir_buf_free(&again);
}

static bool sometimes(void *self, struct weir_str db, struct weir_str name)
{
    (void)self;
    return (db.n + name.n) % 2 != 0;
}

static void check(struct cdc_schema *schema, struct weir_str sql, struct weir_arena *arena)
{
    struct ddl_changes changes = {.n = 0};
    struct weir_err err;
    (void)cdc_schema_apply(schema, WEIR_STR("d"), sql, sometimes, NULL, arena, &changes, &err);
    if (changes.n == 0) {
        abort();
    }
    for (size_t i = 0; i < changes.n; i++) {
        const struct ddl_change *change = &changes.items[i];
        if (!change->db.p && change->db.n) {
            abort();
        }
        if (change->table && weir_utf8_valid(sql)) {
            goes_there_and_comes_back(change->table, arena);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char known[] =
        "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(9) DEFAULT 'x', e ENUM('a','b') NOT NULL)";
    struct weir_arena arena;
    struct cdc_schema *schema = cdc_schema_new();
    weir_arena_init(&arena, 4096);
    check(schema, WEIR_STR(known), &arena);
    check(schema, weir_str_n(data, size), &arena);
    weir_arena_free(&arena);
    cdc_schema_free(schema);
    return 0;
}

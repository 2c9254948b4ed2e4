/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_alter.c: ALTER TABLE, one specification after the other on an edit of the table, and CREATE
 * UNIQUE INDEX, which is one of them by another name.
 */
#include "ddl_column.h"
#include "ddl_parse.h"

struct alter {
    struct ddl_parse *parse;
    struct ddl_cursor *cur;
    struct my_edit edit;
    const char *wrong; /* why it cannot be followed; NULL: it can */
};

static void take_place(struct alter *alter, struct weir_str name)
{
    struct weir_str after = WEIR_STR_NULL;
    if (ddl_take(alter->cur, "AFTER")) {
        after = ddl_take_name(alter->cur);
    } else if (!ddl_take(alter->cur, "FIRST")) {
        return;
    }
    if (!my_edit_move(&alter->edit, name, after)) {
        alter->wrong = "the column after which one shall stand is not known";
    }
}

/* A definition and its place; the column of that name, or a new one at the end, becomes it. */
static void take_column(struct alter *alter, struct my_column *column)
{
    if (!ddl_column(alter->cur, &alter->edit, column)) {
        alter->wrong = "a column's definition is not understood";
        return;
    }
    my_edit_put(&alter->edit, column);
    take_place(alter, column->name);
}

/* (a INT, b INT); keys may be among them. */
static void add_list(struct alter *alter)
{
    struct ddl_cursor *cur = alter->cur, item = *cur;
    const struct ddl_token *last = NULL;
    bool columns = true;
    do {
        ddl_next(&item);
        columns = columns && !ddl_at_constraint(&item);
        last = item.t;
        ddl_past_item(&item);
    } while (ddl_punct(item.t, ','));
    if (!ddl_items(cur, &alter->edit)) {
        alter->wrong = "a column's definition is not understood";
    } else if (columns && ddl_last_is_optional(last + 1)) {
        int at = my_edit_find(&alter->edit, ddl_name_of(last, cur->arena));
        if (at >= 0) {
            ddl_optional(&alter->edit.columns[at], true);
        }
    }
}

static void add_column(struct alter *alter)
{
    bool careful = ddl_if_not_exists(alter->cur);
    if (ddl_punct(alter->cur->t, '(')) {
        add_list(alter);
        return;
    }
    struct my_column column = my_column_new(ddl_take_name(alter->cur));
    if (!column.name.p) {
        alter->wrong = "a column has no name";
    } else if (careful && my_edit_find(&alter->edit, column.name) >= 0) {
        ddl_past_item(alter->cur);
    } else {
        take_column(alter, &column);
    }
}

static void add(struct alter *alter)
{
    struct ddl_cursor *cur = alter->cur;
    bool column = ddl_take(cur, "COLUMN");
    if (!column && (ddl_is(cur->t, "PARTITION") ||
                    (ddl_is(cur->t, "SYSTEM") && ddl_is(cur->t + 1, "VERSIONING")))) {
        ddl_past_item(cur);
    } else if (!column && ddl_at_constraint(cur)) {
        (void)ddl_item(cur, &alter->edit, NULL);
    } else {
        add_column(alter);
    }
}

/* Defaults and sizes have to be said again; the rest of the old definition shines through. */
static struct my_column changed(const struct my_column *old)
{
    struct my_column column = *old;
    column.has_default = false;
    column.default_value = WEIR_STR_NULL;
    column.length = MY_NONE;
    column.scale = MY_NONE;
    return column;
}

static void change(struct alter *alter)
{
    (void)ddl_take(alter->cur, "COLUMN");
    bool careful = ddl_if_exists(alter->cur);
    struct weir_str old = ddl_take_name(alter->cur);
    struct weir_str name = ddl_take_name(alter->cur);
    int at = old.p && name.p ? my_edit_find(&alter->edit, old) : -1;
    if (at < 0) {
        alter->wrong = careful ? alter->wrong : "the column to change is not known";
        ddl_past_item(alter->cur);
        return;
    }
    struct my_column column = changed(&alter->edit.columns[at]);
    if (!ddl_column(alter->cur, &alter->edit, &column)) {
        alter->wrong = "a column's definition is not understood";
        return;
    }
    alter->edit.columns[at] = column;
    my_edit_rename(&alter->edit, (uint32_t)at, name);
    take_place(alter, name);
}

static void modify(struct alter *alter)
{
    (void)ddl_take(alter->cur, "COLUMN");
    bool careful = ddl_if_exists(alter->cur);
    struct weir_str name = ddl_take_name(alter->cur);
    int at = name.p ? my_edit_find(&alter->edit, name) : -1;
    if (at < 0) {
        alter->wrong = careful ? alter->wrong : "the column to modify is not known";
        ddl_past_item(alter->cur);
        return;
    }
    struct my_column column = my_column_new(name);
    take_column(alter, &column);
}

static bool is_primary(const struct ddl_token *token, struct weir_arena *arena)
{
    return ddl_is_name(token) && weir_str_eq_nocase(ddl_name_of(token, arena), WEIR_STR("PRIMARY"));
}

static void drop(struct alter *alter)
{
    struct ddl_cursor *cur = alter->cur;
    if (ddl_take2(cur, "PRIMARY", "KEY")) {
        alter->edit.n_key = 0;
    } else if (ddl_take(cur, "INDEX") || ddl_take(cur, "KEY") || ddl_take(cur, "CONSTRAINT")) {
        (void)ddl_if_exists(cur);
        if (is_primary(cur->t, cur->arena)) {
            alter->edit.n_key = 0;
        }
    } else if (!ddl_is(cur->t, "FOREIGN") && !ddl_is(cur->t, "CHECK") &&
               !ddl_is(cur->t, "PARTITION") &&
               !(ddl_is(cur->t, "SYSTEM") && ddl_is(cur->t + 1, "VERSIONING")) &&
               !(ddl_is(cur->t, "PERIOD") && ddl_is(cur->t + 1, "FOR"))) {
        (void)ddl_take(cur, "COLUMN");
        (void)ddl_if_exists(cur);
        my_edit_remove(&alter->edit, ddl_take_name(cur));
    }
    ddl_past_item(cur);
}

static void rename_column(struct alter *alter)
{
    bool careful = ddl_if_exists(alter->cur);
    struct weir_str old = ddl_take_name(alter->cur);
    (void)ddl_take(alter->cur, "TO");
    struct weir_str name = ddl_take_name(alter->cur);
    int at = old.p && name.p ? my_edit_find(&alter->edit, old) : -1;
    if (at >= 0) {
        my_edit_rename(&alter->edit, (uint32_t)at, name);
    } else if (!careful) {
        alter->wrong = "the column to rename is not known";
    }
}

static void take_rename(struct alter *alter)
{
    struct ddl_cursor *cur = alter->cur;
    if (ddl_take(cur, "COLUMN")) {
        rename_column(alter);
    } else if (!ddl_is(cur->t, "INDEX") && !ddl_is(cur->t, "KEY")) {
        struct weir_str db, name;
        if (!ddl_take(cur, "TO") && !ddl_take(cur, "AS")) {
            (void)ddl_take_punct(cur, '=');
        }
        if (ddl_qualified(cur, &db, &name)) {
            alter->edit.db = ddl_db(alter->parse, db);
            alter->edit.name = name;
        }
    }
    ddl_past_item(cur);
}

static void change_default(struct alter *alter)
{
    struct ddl_cursor *cur = alter->cur;
    if (!ddl_is(cur->t, "INDEX") && !ddl_is(cur->t, "KEY") && !ddl_is(cur->t, "CHECK") &&
        !ddl_is(cur->t, "CONSTRAINT")) {
        (void)ddl_take(cur, "COLUMN");
        (void)ddl_if_exists(cur);
        struct weir_str name = ddl_take_name(cur);
        int at = name.p ? my_edit_find(&alter->edit, name) : -1;
        struct my_column *column = at >= 0 ? &alter->edit.columns[at] : NULL;
        if (column && ddl_take2(cur, "SET", "DEFAULT")) {
            ddl_default(cur, column);
            ddl_optional(column, column->optional);
        } else if (column && ddl_take2(cur, "DROP", "DEFAULT")) {
            column->has_default = false;
            column->default_value = WEIR_STR_NULL;
            ddl_optional(column, column->optional);
        }
    }
    ddl_past_item(cur);
}

static void convert(struct alter *alter)
{
    struct weir_str charset = WEIR_STR_NULL, other = WEIR_STR_NULL;
    bool collation = false;
    (void)ddl_take(alter->cur, "TO");
    (void)ddl_charset(alter->cur, &charset, &collation);
    (void)ddl_charset(alter->cur, &other, &collation);
    if (charset.p && weir_str_eq_nocase(charset, WEIR_STR("DEFAULT"))) {
        charset = my_catalog_charset(alter->parse->catalog, alter->edit.db);
    }
    if (!charset.p) {
        return;
    }
    alter->edit.charset = charset;
    for (uint32_t i = 0; i < alter->edit.n_columns; i++) {
        if (alter->edit.columns[i].charset.p) {
            alter->edit.columns[i].charset = charset;
        }
    }
}

/* Options of the table; what they say of character sets is for columns to come. */
static void options(struct alter *alter)
{
    while (alter->cur->t < alter->parse->end && !ddl_punct(alter->cur->t, ',')) {
        struct weir_str charset = WEIR_STR_NULL;
        bool collation = false;
        if (ddl_charset(alter->cur, &charset, &collation)) {
            if (charset.p && !weir_str_eq_nocase(charset, WEIR_STR("DEFAULT"))) {
                alter->edit.charset = charset;
            }
        } else if (!ddl_option(alter->cur, &alter->edit)) {
            ddl_past(alter->cur);
        }
    }
}

static bool at_partitions(const struct ddl_cursor *cur)
{
    static const char *const before[] = {"DROP",     "DISCARD", "IMPORT", "TRUNCATE", "COALESCE",
                                         "REORGANIZE", "EXCHANGE", "ANALYZE", "CHECK", "OPTIMIZE",
                                         "REBUILD",  "REPAIR",  "ADD", "CONVERT", "REMOVE"};
    bool is = ddl_is(cur->t, "PARTITION");
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        is |= ddl_is(cur->t, before[i]) &&
              (ddl_is(cur->t + 1, "PARTITION") || ddl_is(cur->t + 1, "PARTITIONING"));
    }
    return is;
}

static void specification(struct alter *alter)
{
    struct ddl_cursor *cur = alter->cur;
    if (at_partitions(cur)) {
        cur->t = alter->parse->end;
    } else if (ddl_take(cur, "ADD")) {
        add(alter);
    } else if (ddl_take(cur, "CHANGE")) {
        change(alter);
    } else if (ddl_take(cur, "MODIFY")) {
        modify(alter);
    } else if (ddl_take(cur, "DROP")) {
        drop(alter);
    } else if (ddl_take(cur, "RENAME")) {
        take_rename(alter);
    } else if (ddl_take(cur, "ALTER")) {
        change_default(alter);
    } else if (ddl_take(cur, "CONVERT")) {
        convert(alter);
    } else {
        options(alter);
    }
    ddl_past_item(cur);
}

/* Nothing is known of the table: whoever needs it has to ask the server. */
static enum weir_verdict unknown(struct ddl_parse *parse, struct weir_str db, struct weir_str name)
{
    ddl_add(parse, DDL_ALTER, db, name, ddl_statement_text(parse))->unsure = true;
    return WEIR_OK;
}

static enum weir_verdict finish(struct alter *alter, const struct my_table *old)
{
    struct ddl_parse *parse = alter->parse;
    if (alter->wrong) {
        return ddl_lost(parse, old->db, old->name, alter->wrong);
    }
    const struct my_table *table = my_edit_make(&alter->edit);
    struct ddl_change *piece =
        ddl_add(parse, DDL_ALTER, table->db, table->name, ddl_statement_text(parse));
    if (!weir_str_eq(table->db, old->db) || !weir_str_eq(table->name, old->name)) {
        (void)my_catalog_drop(parse->catalog, old->db, old->name);
    }
    ddl_tell(parse, piece, table);
    return WEIR_OK;
}

enum weir_verdict ddl_alter_table(struct ddl_parse *parse)
{
    struct ddl_cursor *cur = &parse->cur;
    (void)ddl_if_exists(cur);
    struct weir_str db, name;
    if (!ddl_qualified(cur, &db, &name)) {
        return WEIR_OK;
    }
    db = ddl_db(parse, db);
    const struct my_table *table = my_catalog_find(parse->catalog, db, name);
    if (!table) {
        return unknown(parse, db, name);
    }
    if (ddl_take(cur, "WAIT")) {
        ddl_next(cur);
    }
    (void)ddl_take(cur, "NOWAIT");
    struct alter alter = {.parse = parse, .cur = cur};
    my_edit_of(&alter.edit, cur->arena, table);
    while (cur->t < parse->end && !alter.wrong) {
        specification(&alter);
        if (!ddl_take_punct(cur, ',') && cur->t < parse->end) {
            ddl_next(cur);
        }
    }
    return finish(&alter, table);
}

enum weir_verdict ddl_create_index(struct ddl_parse *parse)
{
    struct ddl_cursor *cur = &parse->cur;
    while (cur->t < parse->end && !ddl_take(cur, "ON")) {
        ddl_next(cur);
    }
    struct weir_str db, name;
    if (!ddl_qualified(cur, &db, &name)) {
        return WEIR_OK;
    }
    db = ddl_db(parse, db);
    const struct my_table *table = my_catalog_find(parse->catalog, db, name);
    if (!table) {
        return unknown(parse, db, name);
    }
    struct my_edit edit;
    my_edit_of(&edit, cur->arena, table);
    if (table->n_key == 0 && ddl_promote(cur, &edit)) {
        struct ddl_change *piece =
            ddl_add(parse, DDL_ALTER, db, name, ddl_statement_text(parse));
        ddl_tell(parse, piece, my_edit_make(&edit));
    }
    return WEIR_OK;
}

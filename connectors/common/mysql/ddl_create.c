/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_create.c: CREATE TABLE in its three forms: with columns, LIKE another table, and from a
 * SELECT, whose columns the text does not tell.
 */
#include "ddl_parse.h"

static bool at_select(const struct ddl_cursor *cur)
{
    return ddl_is(cur->t, "SELECT") || ddl_is(cur->t, "AS") || ddl_is(cur->t, "IGNORE") ||
           ddl_is(cur->t, "REPLACE") || ddl_is(cur->t, "VALUES") || ddl_is(cur->t, "TABLE") ||
           (ddl_is(cur->t, "WITH") && !ddl_is(cur->t + 1, "SYSTEM")) ||
           (ddl_punct(cur->t, '(') && ddl_is(cur->t + 1, "SELECT"));
}

/* What stands behind the columns; false: there is a SELECT. */
static bool take_options(struct ddl_parse *parse, struct my_edit *edit)
{
    struct ddl_cursor *cur = &parse->cur;
    bool partition = false;
    while (cur->t < parse->end) {
        if (at_select(cur)) {
            return false;
        }
        if (ddl_is(cur->t, "START") && ddl_is(cur->t + 1, "TRANSACTION")) {
            parse->end = cur->t; /* what MySQL logs for a SELECT: rows follow */
            break;
        }
        partition |= ddl_is(cur->t, "PARTITION"); /* its COMMENT is not the table's */
        if (partition || !ddl_option(cur, edit)) {
            ddl_past(cur);
        }
    }
    return true;
}

static enum weir_verdict like(struct ddl_parse *parse, struct weir_str db, struct weir_str name)
{
    struct weir_str from_db, from_name;
    (void)ddl_qualified(&parse->cur, &from_db, &from_name);
    const struct my_table *from =
        from_name.p ? my_catalog_find(parse->catalog, ddl_db(parse, from_db), from_name) : NULL;
    struct ddl_change *change =
        ddl_add(parse, DDL_CREATE, db, name, ddl_statement_text(parse));
    if (!from) {
        change->unsure = true;
        return WEIR_OK;
    }
    struct my_edit edit;
    my_edit_of(&edit, parse->cur.arena, from);
    edit.db = db;
    edit.name = name;
    edit.comment = WEIR_STR_NULL;
    ddl_tell(parse, change, my_edit_make(&edit));
    return WEIR_OK;
}

static enum weir_verdict with_columns(struct ddl_parse *parse, struct weir_str db,
                                      struct weir_str name)
{
    struct my_edit edit;
    my_edit_new(&edit, parse->cur.arena, db, name);
    bool has_items = ddl_punct(parse->cur.t, '(') && !ddl_is(parse->cur.t + 1, "SELECT");
    if (has_items && !ddl_items(&parse->cur, &edit)) {
        return ddl_lost(parse, db, name, "a column's definition is not understood");
    }
    bool whole = take_options(parse, &edit) && edit.n_columns > 0;
    struct ddl_change *change =
        ddl_add(parse, DDL_CREATE, db, name, ddl_statement_text(parse));
    if (!whole) {
        (void)my_catalog_drop(parse->catalog, db, name);
        change->unsure = true;
        return WEIR_OK;
    }
    if (!edit.charset.p) {
        edit.charset = my_catalog_charset(parse->catalog, db);
    }
    ddl_tell(parse, change, my_edit_make(&edit));
    return WEIR_OK;
}

enum weir_verdict ddl_create_table(struct ddl_parse *parse, bool replace, bool temporary)
{
    struct ddl_cursor *cur = &parse->cur;
    bool careful = ddl_if_not_exists(cur);
    struct weir_str db, name;
    if (!ddl_qualified(cur, &db, &name) || temporary) {
        return WEIR_OK;
    }
    db = ddl_db(parse, db);
    if (careful && !replace && my_catalog_find(parse->catalog, db, name)) {
        return WEIR_OK;
    }
    if (ddl_take(cur, "LIKE") ||
        (ddl_punct(cur->t, '(') && ddl_is(cur->t + 1, "LIKE") && (cur->t += 2))) {
        return like(parse, db, name);
    }
    return with_columns(parse, db, name);
}

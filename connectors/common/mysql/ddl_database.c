/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_database.c: CREATE, ALTER and DROP DATABASE, USE and SET: the statements that say which
 * character set and which database are meant where a table's definition says nothing.
 */
#include "ddl_parse.h"

static void take_charset(struct ddl_parse *parse, struct weir_str db)
{
    bool by_charset = false;
    while (parse->cur.t < parse->end) {
        struct weir_str charset = WEIR_STR_NULL;
        bool collation = false;
        if (!ddl_charset(&parse->cur, &charset, &collation)) {
            ddl_past(&parse->cur);
            continue;
        }
        if (charset.p && weir_str_eq_nocase(charset, WEIR_STR("DEFAULT"))) {
            charset = my_catalog_charset(parse->catalog, WEIR_STR(""));
        }
        if (charset.p && !(collation && by_charset)) {
            my_catalog_set_charset(parse->catalog, db, charset);
        }
        by_charset |= !collation;
    }
}

enum weir_verdict ddl_create_database(struct ddl_parse *parse)
{
    (void)ddl_if_not_exists(&parse->cur);
    struct weir_str db = ddl_take_name(&parse->cur);
    if (db.p) {
        take_charset(parse, db);
        ddl_add(parse, DDL_CREATE, db, WEIR_STR(""), ddl_statement_text(parse));
    }
    return WEIR_OK;
}

enum weir_verdict ddl_alter_database(struct ddl_parse *parse)
{
    struct weir_str db = parse->db, charset = WEIR_STR_NULL;
    bool collation = false;
    struct ddl_cursor at = parse->cur;
    if (!ddl_charset(&at, &charset, &collation)) {
        db = ddl_take_name(&parse->cur);
    }
    if (db.p) {
        take_charset(parse, db);
    }
    return WEIR_OK;
}

enum weir_verdict ddl_drop_database(struct ddl_parse *parse)
{
    (void)ddl_if_exists(&parse->cur);
    struct weir_str db = ddl_take_name(&parse->cur);
    if (db.p) {
        my_catalog_drop_db(parse->catalog, db);
        ddl_add(parse, DDL_DROP, db, WEIR_STR(""), ddl_statement_text(parse));
    }
    return WEIR_OK;
}

enum weir_verdict ddl_use(struct ddl_parse *parse)
{
    struct weir_str db = ddl_take_name(&parse->cur);
    if (db.p) {
        parse->db = db;
        ddl_add(parse, DDL_ALTER, db, WEIR_STR(""), ddl_statement_text(parse));
    }
    return WEIR_OK;
}

/* The variable's name without @@, scope and dot; p NULL: a user's own. */
static struct weir_str variable_of(struct ddl_cursor *cur)
{
    if (cur->t->kind == DDL_VARIABLE) {
        struct weir_str text = cur->t->text;
        ddl_next(cur);
        if (!weir_str_starts(text, WEIR_STR("@@"))) {
            return WEIR_STR_NULL;
        }
        ptrdiff_t dot = weir_str_chr(text, '.');
        return weir_str_from(text, dot > 0 ? (size_t)dot + 1 : 2);
    }
    if (!ddl_take(cur, "GLOBAL") && !ddl_take(cur, "SESSION")) {
        (void)ddl_take(cur, "LOCAL");
    }
    return ddl_take_name(cur);
}

static void take_variable(struct ddl_parse *parse, struct weir_str variable)
{
    struct weir_str value = ddl_between_quotes(parse->cur.t->text);
    bool is_server = weir_str_eq_nocase(variable, WEIR_STR("character_set_server"));
    bool is_db = weir_str_eq_nocase(variable, WEIR_STR("character_set_database"));
    if (value.n == 0) {
        return;
    }
    if (is_server || (is_db && !parse->db.n)) {
        my_catalog_set_charset(parse->catalog, WEIR_STR_NULL, value);
    } else if (is_db) {
        my_catalog_set_charset(parse->catalog, parse->db, value);
    }
}

enum weir_verdict ddl_set(struct ddl_parse *parse)
{
    struct ddl_cursor *cur = &parse->cur;
    if (ddl_is(cur->t, "NAMES") || ddl_is(cur->t, "CHARACTER") || ddl_is(cur->t, "CHARSET") ||
        ddl_is(cur->t, "PASSWORD") || ddl_is(cur->t, "ROLE") || ddl_is(cur->t, "DEFAULT") ||
        ddl_is(cur->t, "TRANSACTION")) {
        return WEIR_OK;
    }
    bool any = false;
    do {
        struct weir_str variable = variable_of(cur);
        (void)ddl_take_punct(cur, ':');
        bool is = ddl_take_punct(cur, '=') && variable.p;
        any |= is;
        if (is) {
            take_variable(parse, variable);
        }
        ddl_past_item(cur);
    } while (ddl_take_punct(cur, ','));
    if (any) {
        ddl_add(parse, DDL_ALTER, parse->db, WEIR_STR(""), ddl_statement_text(parse));
    }
    return WEIR_OK;
}

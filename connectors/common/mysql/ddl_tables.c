/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_tables.c: statements over whole tables: DROP, RENAME and TRUNCATE. One over several tables is
 * told as one piece a table, each with a text of its own.
 */
#include "ddl_parse.h"

static void past_wait(struct ddl_cursor *cur)
{
    if (ddl_take(cur, "WAIT")) {
        ddl_next(cur);
    }
    (void)ddl_take(cur, "NOWAIT");
}

/* The text from the statement's beginning to this token, blanks and comments between included. */
static struct weir_str text_before(const struct ddl_parse *parse, const struct ddl_token *token)
{
    const char *from = parse->start->text.p;
    return weir_str_n(from, (size_t)(token->text.p - from));
}

static void quoted_name(struct weir_buf *out, struct weir_str name)
{
    weir_buf_char(out, '`');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '`') {
            weir_buf_char(out, '`');
        }
        weir_buf_char(out, name.p[i]);
    }
    weir_buf_char(out, '`');
}

/* DROP TABLE `db`.`t` CASCADE */
static struct weir_str drop_text(const struct ddl_parse *parse, struct weir_str head,
                                 struct weir_str db, struct weir_str name, struct weir_str tail)
{
    struct weir_buf out;
    weir_buf_init(&out, head.n + 2 * (db.n + name.n) + tail.n + 16);
    weir_buf_str(&out, head);
    if (db.n > 0) {
        quoted_name(&out, db);
        weir_buf_char(&out, '.');
    }
    quoted_name(&out, name);
    if (tail.n > 0) {
        weir_buf_char(&out, ' ');
        weir_buf_str(&out, tail);
    }
    struct weir_str text = weir_arena_str(parse->cur.arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}

static struct weir_str drop_tail(const struct ddl_parse *parse)
{
    const struct ddl_token *last = parse->end > parse->start ? parse->end - 1 : parse->end;
    bool is = ddl_is(last, "RESTRICT") || ddl_is(last, "CASCADE");
    return is ? last->text : WEIR_STR("");
}

enum weir_verdict ddl_drop_table(struct ddl_parse *parse)
{
    struct ddl_cursor *cur = &parse->cur;
    (void)ddl_if_exists(cur);
    struct weir_str head = text_before(parse, cur->t);
    struct weir_str tail = drop_tail(parse);
    struct weir_str db, name;
    while (ddl_qualified(cur, &db, &name)) {
        db = ddl_db(parse, db);
        struct ddl_change *change =
            ddl_add(parse, DDL_DROP, db, name, drop_text(parse, head, db, name, tail));
        change->has_table_change = true;
        (void)my_catalog_drop(parse->catalog, db, name);
        if (!ddl_take_punct(cur, ',')) {
            break;
        }
    }
    return WEIR_OK;
}

static void rename_one(struct ddl_parse *parse, struct weir_str db, struct weir_str name,
                       struct weir_str new_db, struct weir_str new_name, struct weir_str text)
{
    const struct my_table *table = my_catalog_find(parse->catalog, db, name);
    struct ddl_change *change = ddl_add(parse, DDL_ALTER, new_db, new_name, text);
    change->old_db = db;
    change->old_name = name;
    if (!table) {
        change->unsure = true;
        (void)my_catalog_drop(parse->catalog, new_db, new_name);
        return;
    }
    struct my_edit edit;
    my_edit_of(&edit, parse->cur.arena, table);
    edit.db = new_db;
    edit.name = new_name;
    const struct my_table *made = my_edit_make(&edit);
    (void)my_catalog_drop(parse->catalog, db, name);
    ddl_tell(parse, change, made);
}

static struct weir_str joined(struct weir_arena *arena, struct weir_str a, struct weir_str b)
{
    char *to = weir_arena_bytes(arena, a.n + b.n + 1);
    memcpy(to, a.p, a.n);
    memcpy(to + a.n, b.p, b.n);
    return weir_str_n(to, a.n + b.n);
}

enum weir_verdict ddl_rename_table(struct ddl_parse *parse)
{
    struct ddl_cursor *cur = &parse->cur;
    (void)ddl_if_exists(cur);
    struct weir_str head = text_before(parse, cur->t);
    do {
        const struct ddl_token *from = cur->t;
        struct weir_str db, name, new_db, new_name;
        if (!ddl_qualified(cur, &db, &name)) {
            break;
        }
        past_wait(cur);
        if (!ddl_take(cur, "TO") || !ddl_qualified(cur, &new_db, &new_name)) {
            break;
        }
        struct weir_str text = joined(cur->arena, head, ddl_text(from, cur->t));
        rename_one(parse, ddl_db(parse, db), name, ddl_db(parse, new_db), new_name, text);
    } while (ddl_take_punct(cur, ','));
    return WEIR_OK;
}

enum weir_verdict ddl_truncate(struct ddl_parse *parse)
{
    struct weir_str db, name;
    (void)ddl_take(&parse->cur, "TABLE");
    if (ddl_qualified(&parse->cur, &db, &name)) {
        db = ddl_db(parse, db);
        struct ddl_change *change =
            ddl_add(parse, DDL_ALTER, db, name, ddl_statement_text(parse));
        change->is_truncate = true;
        const struct my_table *table = my_catalog_find(parse->catalog, db, name);
        change->table = table; /* unchanged: the catalog keeps it */
    }
    return WEIR_OK;
}

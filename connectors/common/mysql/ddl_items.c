/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_items.c: the list of columns and keys between a CREATE TABLE's parentheses, an ALTER TABLE's
 * ADD, and the options of a table.
 */
#include "ddl_column.h"
#include "ddl_parse.h"

static struct ddl_period find_period(struct ddl_cursor cur)
{
    struct ddl_period period = {.name = WEIR_STR_NULL};
    for (int depth = 0; cur.t->kind != DDL_END && depth >= 0; ddl_next(&cur)) {
        depth += ddl_punct(cur.t, '(') - ddl_punct(cur.t, ')');
        if (depth == 1 && ddl_is(cur.t, "PERIOD") && ddl_is(cur.t + 1, "FOR") &&
            ddl_is_name(cur.t + 2) && ddl_punct(cur.t + 3, '(') && ddl_is_name(cur.t + 4) &&
            ddl_punct(cur.t + 5, ',') && ddl_is_name(cur.t + 6)) {
            period.name = ddl_name_of(cur.t + 2, cur.arena);
            period.from = ddl_name_of(cur.t + 4, cur.arena);
            period.to = ddl_name_of(cur.t + 6, cur.arena);
        }
    }
    return period;
}

static struct weir_str *grown(struct weir_arena *arena, struct weir_str *names, uint32_t n)
{
    if (n % 8 != 0) {
        return names;
    }
    struct weir_str *more = WEIR_NEW_ARRAY(arena, struct weir_str, n + 8);
    if (n > 0) {
        memcpy(more, names, n * sizeof(*names));
    }
    return more;
}

/*
 * (a, b(10), c DESC, (expression)): the names, an expression as its text. A period WITHOUT
 * OVERLAPS stands for its two columns.
 */
static struct weir_str *key_parts(struct ddl_cursor *cur, const struct ddl_period *period,
                                  uint32_t *n)
{
    struct weir_str *names = NULL;
    *n = 0;
    while (cur->t->kind != DDL_END && !ddl_punct(cur->t, '(')) {
        ddl_next(cur);
    }
    if (!ddl_take_punct(cur, '(')) {
        return NULL;
    }
    do {
        const struct ddl_token *from = cur->t;
        struct weir_str name = ddl_take_name(cur);
        if (period && period->name.p && ddl_is(cur->t, "WITHOUT") && name.p &&
            weir_str_eq_nocase(name, period->name)) {
            names = grown(cur->arena, names, *n);
            names[(*n)++] = period->to;
            name = period->from;
        }
        ddl_past_item(cur);
        names = grown(cur->arena, names, *n);
        names[(*n)++] = name.p ? name : ddl_text(from, cur->t);
    } while (ddl_take_punct(cur, ','));
    (void)ddl_take_punct(cur, ')');
    return names;
}

/* Key columns are never null, and a default of null is none then. */
static void primary_key(struct ddl_cursor *cur, struct my_edit *edit,
                        const struct ddl_period *period)
{
    uint32_t n = 0;
    struct weir_str *names = key_parts(cur, period, &n);
    uint32_t known = 0;
    for (uint32_t i = 0; i < n; i++) {
        int at = my_edit_find(edit, names[i]);
        if (at < 0) {
            continue;
        }
        struct my_column *column = &edit->columns[at];
        if (column->optional) {
            column->optional = false;
            column->has_default = column->has_default && column->default_value.p;
        }
        names[known++] = column->name;
    }
    my_edit_key(edit, names, known);
}

bool ddl_promote(struct ddl_cursor *cur, struct my_edit *edit)
{
    uint32_t n = 0;
    struct weir_str *names = key_parts(cur, NULL, &n);
    bool all = n > 0, never_null = true;
    for (uint32_t i = 0; i < n && all; i++) {
        int at = my_edit_find(edit, names[i]);
        all = at >= 0;
        never_null = never_null && all && !edit->columns[at].optional;
        names[i] = all ? edit->columns[at].name : names[i];
    }
    if (all && never_null && edit->n_key == 0) {
        my_edit_key(edit, names, n);
    }
    return all;
}

bool ddl_at_constraint(const struct ddl_cursor *cur)
{
    static const char *const words[] = {"CONSTRAINT", "PRIMARY", "UNIQUE",  "INDEX", "KEY",
                                        "FULLTEXT",   "SPATIAL", "FOREIGN", "CHECK"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (ddl_is(cur->t, words[i])) {
            return true;
        }
    }
    return ddl_is(cur->t, "PERIOD") && ddl_is(cur->t + 1, "FOR");
}

static void constraint(struct ddl_cursor *cur, struct my_edit *edit,
                       const struct ddl_period *period)
{
    if (ddl_take(cur, "CONSTRAINT") && !ddl_is(cur->t, "PRIMARY") && !ddl_is(cur->t, "UNIQUE") &&
        !ddl_is(cur->t, "FOREIGN") && !ddl_is(cur->t, "CHECK")) {
        (void)ddl_take_name(cur);
    }
    if (ddl_take2(cur, "PRIMARY", "KEY")) {
        primary_key(cur, edit, period);
    } else if (ddl_take(cur, "UNIQUE")) {
        (void)ddl_promote(cur, edit);
    }
    ddl_past_item(cur);
}

bool ddl_item(struct ddl_cursor *cur, struct my_edit *edit, const struct ddl_period *period)
{
    if (ddl_at_constraint(cur)) {
        constraint(cur, edit, period);
        return true;
    }
    struct weir_str name = ddl_take_name(cur);
    struct my_column column = my_column_new(name);
    if (!name.p || !ddl_column(cur, edit, &column)) {
        return false;
    }
    my_edit_put(edit, &column);
    return true;
}

bool ddl_items(struct ddl_cursor *cur, struct my_edit *edit)
{
    struct ddl_period period = find_period(*cur);
    if (!ddl_take_punct(cur, '(')) {
        return false;
    }
    do {
        if (!ddl_item(cur, edit, &period)) {
            return false;
        }
    } while (ddl_take_punct(cur, ','));
    return ddl_take_punct(cur, ')');
}

bool ddl_option(struct ddl_cursor *cur, struct my_edit *edit)
{
    struct weir_str charset = WEIR_STR_NULL;
    bool collation = false;
    if (ddl_charset(cur, &charset, &collation)) {
        bool named = charset.p && !weir_str_eq_nocase(charset, WEIR_STR("DEFAULT"));
        if (named && (!collation || !edit->charset.p)) {
            edit->charset = charset;
        }
        return true;
    }
    if (ddl_is(cur->t, "COMMENT")) {
        ddl_next(cur);
        (void)ddl_take_punct(cur, '=');
        edit->comment = cur->no_comments ? WEIR_STR_NULL : ddl_between_quotes(cur->t->text);
        ddl_next(cur);
        return true;
    }
    return false;
}

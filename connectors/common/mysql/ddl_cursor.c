/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_cursor.c: the small steps over tokens that every statement's parser is made of. */
#include "ddl_cursor.h"

void ddl_next(struct ddl_cursor *cur)
{
    cur->t += cur->t->kind != DDL_END;
}

bool ddl_take(struct ddl_cursor *cur, const char *word)
{
    bool is = ddl_is(cur->t, word);
    cur->t += is;
    return is;
}

bool ddl_take2(struct ddl_cursor *cur, const char *first, const char *second)
{
    bool is = ddl_is(cur->t, first) && ddl_is(cur->t + 1, second);
    cur->t += is ? 2 : 0;
    return is;
}

bool ddl_take_punct(struct ddl_cursor *cur, char c)
{
    bool is = ddl_punct(cur->t, c);
    cur->t += is;
    return is;
}

void ddl_past(struct ddl_cursor *cur)
{
    int depth = 0;
    do {
        depth += ddl_punct(cur->t, '(') - ddl_punct(cur->t, ')');
        ddl_next(cur);
    } while (depth > 0 && cur->t->kind != DDL_END);
}

bool ddl_at_item_end(const struct ddl_cursor *cur)
{
    return cur->t->kind == DDL_END || ddl_punct(cur->t, ',') || ddl_punct(cur->t, ')');
}

void ddl_past_item(struct ddl_cursor *cur)
{
    while (!ddl_at_item_end(cur)) {
        ddl_past(cur);
    }
}

struct weir_str ddl_take_name(struct ddl_cursor *cur)
{
    if (!ddl_is_name(cur->t)) {
        return WEIR_STR_NULL;
    }
    struct weir_str name = ddl_name_of(cur->t, cur->arena);
    ddl_next(cur);
    return name.p ? name : WEIR_STR("");
}

bool ddl_qualified(struct ddl_cursor *cur, struct weir_str *db, struct weir_str *name)
{
    *db = WEIR_STR_NULL;
    *name = ddl_take_name(cur);
    if (name->p && ddl_punct(cur->t, '.') && ddl_is_name(cur->t + 1)) {
        ddl_next(cur);
        *db = *name;
        *name = ddl_take_name(cur);
    }
    return name->p != NULL;
}

bool ddl_if_exists(struct ddl_cursor *cur)
{
    return ddl_take2(cur, "IF", "EXISTS");
}

bool ddl_if_not_exists(struct ddl_cursor *cur)
{
    bool is = ddl_is(cur->t, "IF") && ddl_is(cur->t + 1, "NOT") && ddl_is(cur->t + 2, "EXISTS");
    cur->t += is ? 3 : 0;
    return is;
}

/* A collation's name begins with its character set's; MariaDB's uca1400_* belong to several. */
static struct weir_str charset_of(struct weir_str collation)
{
    ptrdiff_t end = weir_str_chr(collation, '_');
    struct weir_str charset = end < 0 ? collation : weir_str_n(collation.p, (size_t)end);
    bool several = weir_str_eq_nocase(charset, WEIR_STR("uca1400")) ||
                   weir_str_eq_nocase(charset, WEIR_STR("DEFAULT"));
    return several ? WEIR_STR_NULL : charset;
}

bool ddl_charset(struct ddl_cursor *cur, struct weir_str *charset, bool *is_collation)
{
    struct ddl_cursor at = *cur;
    (void)ddl_take(&at, "DEFAULT");
    *is_collation = false;
    if (ddl_take(&at, "COLLATE")) {
        *is_collation = true;
    } else if (!ddl_take2(&at, "CHARACTER", "SET") && !ddl_take(&at, "CHARSET") &&
               !ddl_take2(&at, "CHAR", "SET")) {
        return false;
    }
    (void)ddl_take_punct(&at, '=');
    struct weir_str name = ddl_take_name(&at);
    if (!name.p) {
        return false;
    }
    *charset = *is_collation ? charset_of(name) : name;
    *cur = at;
    return true;
}

struct weir_str ddl_text(const struct ddl_token *from, const struct ddl_token *to)
{
    if (from == to) {
        return WEIR_STR("");
    }
    const struct ddl_token *last = to - 1;
    while (last > from && last->in_comment && !from->in_comment) {
        last--;
    }
    const char *end = last->text.p + last->text.n;
    return weir_str_n(from->text.p, (size_t)(end - from->text.p));
}

struct weir_str ddl_upper(struct weir_arena *arena, struct weir_str text)
{
    char *to = weir_arena_bytes(arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        to[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    return weir_str_n(to, text.n);
}

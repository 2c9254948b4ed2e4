/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl.c: finds the statements of a text and gives each to the parser of its kind. What no parser
 * wants is told as one change of the database, with the text as it came.
 */
#include "ddl.h"

#include "ddl_parse.h"

#define LEXED_CHUNK ((size_t)4 << 10)

struct weir_str ddl_db(const struct ddl_parse *parse, struct weir_str said)
{
    return said.p ? said : parse->db.p ? parse->db : WEIR_STR("");
}

struct weir_str ddl_statement_text(const struct ddl_parse *parse)
{
    return ddl_text(parse->start, parse->end);
}

struct ddl_change *ddl_add(struct ddl_parse *parse, enum ddl_change_type type, struct weir_str db,
                           struct weir_str name, struct weir_str ddl)
{
    if (parse->n == parse->cap) {
        size_t cap = parse->cap ? parse->cap * 2 : 4;
        struct ddl_change *more = WEIR_NEW_ARRAY(parse->cur.arena, struct ddl_change, cap);
        if (parse->n > 0) {
            memcpy(more, parse->changes, parse->n * sizeof(*more));
        }
        parse->changes = more;
        parse->cap = cap;
    }
    struct ddl_change *change = &parse->changes[parse->n++];
    *change = (struct ddl_change){.type = type,
                                  .db = db.p ? db : WEIR_STR(""),
                                  .name = name,
                                  .ddl = ddl,
                                  .old_db = WEIR_STR_NULL,
                                  .old_name = WEIR_STR_NULL};
    return change;
}

static void let_go(void *table)
{
    my_table_free(table);
}

void ddl_tell(struct ddl_parse *parse, struct ddl_change *change, const struct my_table *table)
{
    change->has_table_change = true;
    change->table = my_table_hold(table);
    weir_arena_hook(parse->cur.arena, let_go, (void *)table);
    my_catalog_put(parse->catalog, table);
}

enum weir_verdict ddl_lost(struct ddl_parse *parse, struct weir_str db, struct weir_str name,
                           const char *why)
{
    struct weir_str text = ddl_statement_text(parse);
    bool matters = !parse->captured || parse->captured(parse->self, db, name);
    enum weir_verdict verdict = WEIR_OK;
    if (matters) {
        parse->lost_db = weir_arena_str(parse->cur.arena, db);
        parse->lost_name = weir_arena_str(parse->cur.arena, name);
        size_t shown = text.n < 1000 ? text.n : 1000;
        verdict = weir_err_set(parse->err, WEIR_BAD_DATA, "%s, in table %.*s.%.*s: %.*s", why,
                               WEIR_STR_ARG(db), WEIR_STR_ARG(name), (int)shown, text.p);
    }
    db = weir_arena_str(parse->cur.arena, db);
    name = weir_arena_str(parse->cur.arena, name);
    ddl_add(parse, DDL_ALTER, db, name, text)->unsure = true;
    (void)my_catalog_drop(parse->catalog, db, name);
    return verdict;
}

/* Past OR REPLACE, DEFINER and other words between CREATE or ALTER and the thing's kind. */
static bool take_kind(struct ddl_parse *parse, const char *kind, bool *replace, bool *temporary)
{
    struct ddl_cursor at = parse->cur;
    *replace = ddl_take2(&at, "OR", "REPLACE");
    *temporary = ddl_take(&at, "TEMPORARY");
    if (!ddl_take(&at, "ONLINE")) {
        (void)ddl_take(&at, "OFFLINE");
    }
    (void)ddl_take(&at, "IGNORE");
    if (!ddl_take(&at, kind)) {
        return false;
    }
    parse->cur = at;
    return true;
}

static bool take_database(struct ddl_parse *parse, bool *replace)
{
    bool temporary = false;
    return take_kind(parse, "DATABASE", replace, &temporary) ||
           take_kind(parse, "SCHEMA", replace, &temporary);
}

static enum weir_verdict create(struct ddl_parse *parse)
{
    bool replace = false, temporary = false;
    if (take_kind(parse, "TABLE", &replace, &temporary)) {
        return ddl_create_table(parse, replace, temporary);
    }
    if (take_kind(parse, "UNIQUE", &replace, &temporary)) {
        return ddl_create_index(parse);
    }
    if (take_database(parse, &replace)) {
        if (replace) {
            struct ddl_cursor at = parse->cur;
            my_catalog_drop_db(parse->catalog, ddl_take_name(&at));
        }
        return ddl_create_database(parse);
    }
    return WEIR_OK;
}

static enum weir_verdict alter(struct ddl_parse *parse)
{
    bool replace = false, temporary = false;
    if (take_kind(parse, "TABLE", &replace, &temporary)) {
        return ddl_alter_table(parse);
    }
    return take_database(parse, &replace) ? ddl_alter_database(parse) : WEIR_OK;
}

static enum weir_verdict drop(struct ddl_parse *parse)
{
    bool replace = false, temporary = false;
    if (take_kind(parse, "TABLE", &replace, &temporary) ||
        take_kind(parse, "TABLES", &replace, &temporary)) {
        return temporary ? WEIR_OK : ddl_drop_table(parse);
    }
    return take_database(parse, &replace) ? ddl_drop_database(parse) : WEIR_OK;
}

/* SET STATEMENT a = 1, b = 2 FOR the statement itself */
static void past_set_statement(struct ddl_parse *parse)
{
    if (ddl_take2(&parse->cur, "SET", "STATEMENT")) {
        while (parse->cur.t < parse->end && !ddl_take(&parse->cur, "FOR")) {
            ddl_past(&parse->cur);
        }
        parse->start = parse->cur.t;
    }
}

static enum weir_verdict statement(struct ddl_parse *parse)
{
    struct ddl_cursor *cur = &parse->cur;
    past_set_statement(parse);
    if (ddl_take(cur, "CREATE")) {
        return create(parse);
    }
    if (ddl_take(cur, "ALTER")) {
        return alter(parse);
    }
    if (ddl_take(cur, "DROP")) {
        return drop(parse);
    }
    if (ddl_take2(cur, "RENAME", "TABLE") || ddl_take2(cur, "RENAME", "TABLES")) {
        return ddl_rename_table(parse);
    }
    if (ddl_take(cur, "TRUNCATE")) {
        return ddl_truncate(parse);
    }
    if (ddl_take(cur, "USE")) {
        return ddl_use(parse);
    }
    return ddl_take(cur, "SET") ? ddl_set(parse) : WEIR_OK;
}

/* Routines, triggers and events hold statements of their own: the text's end is theirs. */
static bool holds_statements(const struct ddl_token *start)
{
    static const char *const kinds[] = {"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"};
    if (ddl_is(start, "BEGIN")) {
        return true;
    }
    if (!ddl_is(start, "CREATE") && !ddl_is(start, "ALTER")) {
        return false;
    }
    for (const struct ddl_token *t = start + 1; t < start + 16 && t->kind != DDL_END; t++) {
        for (size_t i = 0; i < 5; i++) {
            if (ddl_is(t, kinds[i])) {
                return true;
            }
        }
        if (ddl_is(t, "TABLE") || ddl_punct(t, ';')) {
            return false;
        }
    }
    return false;
}

static struct ddl_token *statement_end(struct ddl_token *start)
{
    struct ddl_token *end = start;
    bool whole = holds_statements(start);
    while (end->kind != DDL_END && (whole || !ddl_punct(end, ';'))) {
        end++;
    }
    return end;
}

/*
 * A change tells of its table as the whole text leaves it; what came and went within the text is
 * told without one.
 */
static void settle(struct ddl_parse *parse)
{
    for (size_t i = 0; i < parse->n; i++) {
        struct ddl_change *change = &parse->changes[i];
        if (!change->table || change->is_truncate) {
            continue;
        }
        const struct my_table *last = my_catalog_find(parse->catalog, change->db, change->name);
        if (last && last != change->table) {
            weir_arena_hook(parse->cur.arena, let_go, (void *)my_table_hold(last));
        }
        change->table = last;
        change->has_table_change = last != NULL;
    }
}

static enum weir_verdict statements(struct ddl_parse *parse, struct ddl_token *items, size_t n)
{
    enum weir_verdict verdict = WEIR_OK;
    for (struct ddl_token *t = items; t < items + n && verdict == WEIR_OK;) {
        struct ddl_token *end = statement_end(t);
        end->kind = DDL_END;
        parse->start = t;
        parse->end = end;
        parse->cur.t = t;
        if (end > t) {
            verdict = statement(parse);
        }
        t = end + 1;
    }
    return verdict;
}

enum weir_verdict ddl_apply(struct my_catalog *catalog, struct weir_str default_db,
                            struct weir_str sql,
                            bool (*captured)(void *self, struct weir_str db, struct weir_str name),
                            void *self, struct weir_arena *arena, struct ddl_changes *changes,
                            struct weir_err *err)
{
    struct weir_arena lexed; /* tokens are many and not needed behind the statement */
    weir_arena_init(&lexed, LEXED_CHUNK);
    struct ddl_tokens tokens = ddl_lex(sql, &lexed);
    struct ddl_parse parse = {.cur = {.arena = arena,
                                      .no_comments = !my_catalog_has_comments(catalog)},
                              .catalog = catalog,
                              .db = default_db,
                              .captured = captured,
                              .self = self,
                              .err = err};
    enum weir_verdict verdict = statements(&parse, (struct ddl_token *)tokens.items, tokens.n);
    settle(&parse);
    if (verdict != WEIR_OK) {
        parse.n = 0;
        ddl_add(&parse, DDL_ALTER, parse.lost_db, parse.lost_name, sql)->unsure = true;
    } else if (parse.n == 0) {
        ddl_add(&parse, DDL_ALTER, default_db, WEIR_STR(""), sql)->is_other = true;
    }
    *changes = (struct ddl_changes){.items = parse.changes, .n = parse.n};
    weir_arena_free(&lexed);
    return verdict;
}

static bool always(void *self, struct weir_str db, struct weir_str name)
{
    (void)self;
    (void)db;
    (void)name;
    return true;
}

enum weir_verdict ddl_table_of(struct weir_str db, struct weir_str charset, struct weir_str sql,
                               bool comments, struct my_table **table, struct weir_err *err)
{
    struct weir_arena arena;
    struct my_catalog *catalog = my_catalog_new();
    struct ddl_changes changes = {.n = 0};
    weir_arena_init(&arena, 16384);
    if (!comments) {
        my_catalog_no_comments(catalog);
    }
    if (charset.p) {
        my_catalog_set_charset(catalog, WEIR_STR_NULL, charset);
    }
    *table = NULL;
    enum weir_verdict verdict = ddl_apply(catalog, db, sql, always, NULL, &arena, &changes, err);
    if (verdict == WEIR_OK && changes.n == 1 && changes.items[0].table &&
        changes.items[0].type == DDL_CREATE) {
        *table = (struct my_table *)my_table_hold(changes.items[0].table);
    } else if (verdict == WEIR_OK) {
        size_t shown = sql.n < 200 ? sql.n : 200;
        verdict = weir_err_set(err, WEIR_BAD_DATA, "this is not a table with columns: %.*s",
                               (int)shown, sql.p ? sql.p : "");
    }
    weir_arena_free(&arena);
    my_catalog_free(catalog);
    return verdict;
}

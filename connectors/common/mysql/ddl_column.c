/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_column.c: what follows a column's type. The words that say something about null, default,
 * key, comment and character set are taken, every other one is passed over.
 */
#include "ddl_column.h"

#include "ddl_type.h"
#include "my_jdbc.h"

struct said {
    bool optional_said, optional;
    bool primary, unique;
};

static void serial(struct my_column *column, struct said *said)
{
    if (!said->optional_said) {
        said->optional_said = true;
        said->optional = false;
    }
    said->unique = true;
    column->auto_increment = true;
    column->generated = true;
}

static void past_references(struct ddl_cursor *cur)
{
    struct weir_str db, name;
    (void)ddl_qualified(cur, &db, &name);
    if (ddl_punct(cur->t, '(')) {
        ddl_past(cur);
    }
    if (ddl_take(cur, "MATCH")) {
        ddl_next(cur);
    }
    while (ddl_take2(cur, "ON", "DELETE") || ddl_take2(cur, "ON", "UPDATE")) {
        if (!ddl_take2(cur, "SET", "NULL") && !ddl_take2(cur, "SET", "DEFAULT") &&
            !ddl_take2(cur, "NO", "ACTION")) {
            ddl_next(cur);
        }
    }
}

static bool take_null_or_key(struct ddl_cursor *cur, struct said *said)
{
    if (ddl_take2(cur, "NOT", "NULL") || ddl_is(cur->t, "NULL")) {
        said->optional = ddl_take(cur, "NULL");
        said->optional_said = true;
    } else if (ddl_take2(cur, "PRIMARY", "KEY") || ddl_take(cur, "KEY")) {
        said->primary = true;
        said->optional_said = true;
        said->optional = false;
    } else if (ddl_take(cur, "UNIQUE")) {
        (void)ddl_take(cur, "KEY");
        said->unique = true;
    } else {
        return false;
    }
    return true;
}

/* ON UPDATE CURRENT_TIMESTAMP by itself is told as if it were AUTO_INCREMENT. */
static bool take_automatic(struct ddl_cursor *cur, struct my_column *column, struct said *said)
{
    if (ddl_is(cur->t, "SERIAL") && ddl_is(cur->t + 1, "DEFAULT")) {
        cur->t += 2;
        (void)ddl_take(cur, "VALUE");
        serial(column, said);
    } else if (ddl_take(cur, "AUTO_INCREMENT") || ddl_take2(cur, "ON", "UPDATE")) {
        column->auto_increment = true;
        column->generated = true;
    } else {
        return false;
    }
    return true;
}

static bool take_text(struct ddl_cursor *cur, struct my_column *column)
{
    struct weir_str charset = WEIR_STR_NULL;
    bool collation = false;
    if (ddl_take(cur, "COMMENT")) {
        (void)ddl_take_punct(cur, '=');
        column->comment =
            cur->no_comments ? WEIR_STR_NULL : ddl_between_quotes(cur->t->text);
        ddl_next(cur);
        return true;
    }
    if (!ddl_is(cur->t, "DEFAULT") && ddl_charset(cur, &charset, &collation)) {
        if (!column->charset.p && my_jdbc_has_charset(column->jdbc_type)) {
            column->charset = charset;
        }
        return true;
    }
    return false;
}

static void take_one(struct ddl_cursor *cur, struct my_column *column, struct said *said)
{
    if (take_null_or_key(cur, said) || take_automatic(cur, column, said) ||
        take_text(cur, column)) {
        return;
    }
    if (ddl_take(cur, "DEFAULT")) {
        ddl_default(cur, column);
    } else if (ddl_take(cur, "REFERENCES")) {
        past_references(cur);
    } else if (ddl_take(cur, "COLUMN_FORMAT") || ddl_take(cur, "STORAGE")) {
        ddl_past(cur);
    } else if (ddl_take2(cur, "AS", "ROW") || ddl_take2(cur, "CONSTRAINT", "CHECK")) {
        ddl_past(cur);
    } else if (ddl_take(cur, "CONSTRAINT")) {
        (void)ddl_take_name(cur);
    } else {
        ddl_past(cur);
    }
}

bool ddl_last_is_optional(const struct ddl_token *definition)
{
    int depth = 0;
    bool not_null = false;
    for (const struct ddl_token *t = definition; t->kind != DDL_END && depth >= 0; t++) {
        depth += ddl_punct(t, '(') - ddl_punct(t, ')');
        not_null |= ddl_is(t, "NOT") && ddl_is(t + 1, "NULL");
        if (not_null && ddl_is(t, "DEFAULT")) {
            return false;
        }
    }
    return true;
}

bool ddl_column(struct ddl_cursor *cur, struct my_edit *edit, struct my_column *column)
{
    struct said said = {.optional_said = false};
    bool is_serial = false;
    if (!ddl_type(cur, column, &is_serial)) {
        return false;
    }
    if (is_serial) {
        serial(column, &said);
    }
    while (!ddl_at_item_end(cur) && !ddl_is(cur->t, "FIRST") && !ddl_is(cur->t, "AFTER")) {
        take_one(cur, column, &said);
    }
    if (said.primary || (said.unique && edit->n_key == 0)) {
        my_edit_key(edit, &column->name, 1);
    }
    ddl_optional(column, said.optional_said ? said.optional : true);
    return true;
}

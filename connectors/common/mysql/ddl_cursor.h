/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ddl_cursor.h: walking over the tokens of one statement. The parser takes what it knows and
 * passes over the rest by balanced parentheses. Used by the ddl_* files alone.
 */
#ifndef WEIR_DDL_CURSOR_H
#define WEIR_DDL_CURSOR_H

#include "ddl_lex.h"

struct ddl_cursor {
    const struct ddl_token *t; /* the next token; the last one is a DDL_END */
    struct weir_arena *arena;
    bool no_comments; /* those of columns and tables are passed over */
};

bool ddl_take(struct ddl_cursor *cur, const char *word);
bool ddl_take2(struct ddl_cursor *cur, const char *first, const char *second); /* both or none */
bool ddl_take_punct(struct ddl_cursor *cur, char c);
void ddl_next(struct ddl_cursor *cur); /* never past DDL_END */

/* One token, or all of a parenthesis that begins here. */
void ddl_past(struct ddl_cursor *cur);
/* To the next comma or closing parenthesis of this level, or the end. */
void ddl_past_item(struct ddl_cursor *cur);
bool ddl_at_item_end(const struct ddl_cursor *cur);

/* [db.]name: false, and nothing taken, where no name is. db.p NULL: not said. */
bool ddl_qualified(struct ddl_cursor *cur, struct weir_str *db, struct weir_str *name);
struct weir_str ddl_take_name(struct ddl_cursor *cur); /* p NULL: there is none */

/* [IF EXISTS] and [IF NOT EXISTS]: whether it was there. */
bool ddl_if_exists(struct ddl_cursor *cur);
bool ddl_if_not_exists(struct ddl_cursor *cur);

/*
 * [DEFAULT] CHARACTER SET [=] x, CHARSET [=] x, COLLATE [=] y: *charset is what it says, p NULL
 * when the text is another thing or the collation belongs to several sets.
 */
bool ddl_charset(struct ddl_cursor *cur, struct weir_str *charset, bool *is_collation);

/* The text from the token `from` to before the token `to`, without comments behind it, even if
 * they were executed. */
struct weir_str ddl_text(const struct ddl_token *from, const struct ddl_token *to);
struct weir_str ddl_upper(struct weir_arena *arena, struct weir_str text);

#endif

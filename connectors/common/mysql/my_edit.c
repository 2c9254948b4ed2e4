/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_edit.c: columns put, moved, renamed and removed, and a table made of what results: one
 * allocation for the table and one, of just the right size, for all that is in it.
 */
#include "my_edit.h"

#include <weir/mem.h>

#include "my_jdbc.h"

void my_edit_new(struct my_edit *edit, struct weir_arena *arena, struct weir_str db,
                 struct weir_str name)
{
    *edit = (struct my_edit){.arena = arena, .db = db, .name = name};
}

static void room(struct my_edit *edit, uint32_t cap)
{
    if (edit->cap < cap) {
        cap = cap < 8 ? 8 : cap * 2;
        struct my_column *columns = WEIR_NEW_ARRAY(edit->arena, struct my_column, cap);
        if (edit->n_columns > 0) {
            memcpy(columns, edit->columns, edit->n_columns * sizeof(*columns));
        }
        edit->columns = columns;
        edit->cap = cap;
    }
}

void my_edit_of(struct my_edit *edit, struct weir_arena *arena, const struct my_table *table)
{
    my_edit_new(edit, arena, table->db, table->name);
    edit->charset = table->charset;
    edit->comment = table->comment;
    room(edit, table->n_columns + 1);
    for (uint32_t i = 0; i < table->n_columns; i++) {
        edit->columns[edit->n_columns++] = table->columns[i];
    }
    my_edit_key(edit, table->key, table->n_key);
}

struct my_column my_column_new(struct weir_str name)
{
    return (struct my_column){
        .name = name, .native_type = MY_NONE, .length = MY_NONE, .scale = MY_NONE};
}

int my_edit_find(const struct my_edit *edit, struct weir_str name)
{
    for (uint32_t i = 0; i < edit->n_columns; i++) {
        if (weir_str_eq_nocase(edit->columns[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

void my_edit_put(struct my_edit *edit, const struct my_column *column)
{
    int at = my_edit_find(edit, column->name);
    if (at < 0) {
        room(edit, edit->n_columns + 1);
        at = (int)edit->n_columns++;
    }
    edit->columns[at] = *column;
}

void my_edit_remove(struct my_edit *edit, struct weir_str name)
{
    int at = my_edit_find(edit, name);
    if (at < 0) {
        return;
    }
    memmove(&edit->columns[at], &edit->columns[at + 1],
            (edit->n_columns - (uint32_t)at - 1) * sizeof(edit->columns[0]));
    edit->n_columns--;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < edit->n_key; i++) {
        if (!weir_str_eq_nocase(edit->key[i], name)) {
            edit->key[kept++] = edit->key[i];
        }
    }
    edit->n_key = kept;
}

bool my_edit_move(struct my_edit *edit, struct weir_str name, struct weir_str after)
{
    int from = my_edit_find(edit, name);
    int behind = after.p ? my_edit_find(edit, after) : -1;
    if (from < 0 || (after.p && behind < 0)) {
        return false;
    }
    struct my_column column = edit->columns[from];
    int to = behind < from ? behind + 1 : behind;
    if (to < from) {
        memmove(&edit->columns[to + 1], &edit->columns[to],
                (size_t)(from - to) * sizeof(edit->columns[0]));
    } else {
        memmove(&edit->columns[from], &edit->columns[from + 1],
                (size_t)(to - from) * sizeof(edit->columns[0]));
    }
    edit->columns[to] = column;
    return true;
}

void my_edit_rename(struct my_edit *edit, uint32_t at, struct weir_str name)
{
    for (uint32_t i = 0; i < edit->n_key; i++) {
        if (weir_str_eq_nocase(edit->key[i], edit->columns[at].name)) {
            edit->key[i] = name;
        }
    }
    edit->columns[at].name = name;
}

void my_edit_key(struct my_edit *edit, const struct weir_str *names, uint32_t n)
{
    edit->key = WEIR_NEW_ARRAY(edit->arena, struct weir_str, n);
    edit->n_key = n;
    if (n > 0) {
        memcpy(edit->key, names, n * sizeof(*names));
    }
}

/* ---- the table ---- */

static size_t text_size(struct weir_str s)
{
    return s.p ? s.n + 1 : 0;
}

static size_t column_size(const struct my_column *column)
{
    size_t size = text_size(column->name) + text_size(column->type_name) +
                  text_size(column->type_expression) + text_size(column->charset) +
                  text_size(column->comment) + text_size(column->default_value) + 8;
    for (uint32_t i = 0; i < column->n_members; i++) {
        size += sizeof(struct weir_str) + text_size(column->members[i]);
    }
    return size;
}

static size_t edit_size(const struct my_edit *edit)
{
    size_t size = text_size(edit->db) + text_size(edit->name) + text_size(edit->charset) +
                  text_size(edit->comment) + edit->n_columns * sizeof(struct my_column) +
                  edit->n_key * sizeof(struct weir_str) + 64;
    for (uint32_t i = 0; i < edit->n_columns; i++) {
        size += column_size(&edit->columns[i]) + text_size(edit->charset);
    }
    for (uint32_t i = 0; i < edit->n_key; i++) {
        size += text_size(edit->key[i]);
    }
    return size;
}

static struct weir_str copy(struct weir_arena *arena, struct weir_str s)
{
    return s.p ? weir_arena_str(arena, s) : s;
}

static const struct weir_str *copies(struct weir_arena *arena, const struct weir_str *from,
                                     uint32_t n)
{
    struct weir_str *to = n > 0 ? WEIR_NEW_ARRAY(arena, struct weir_str, n) : NULL;
    for (uint32_t i = 0; i < n; i++) {
        to[i] = copy(arena, from[i]);
    }
    return to;
}

static void copy_column(struct weir_arena *arena, struct my_column *to,
                        const struct my_column *from, struct weir_str charset)
{
    bool inherits = !from->charset.p || weir_str_eq_nocase(from->charset, WEIR_STR("DEFAULT"));
    *to = *from;
    to->kind = my_kind_of(from->type_name);
    to->is_unsigned = my_type_unsigned(from->type_name);
    to->name = copy(arena, from->name);
    to->type_name = copy(arena, from->type_name);
    bool same = from->type_expression.p == from->type_name.p &&
                from->type_expression.n == from->type_name.n;
    to->type_expression = same ? to->type_name : copy(arena, from->type_expression);
    to->charset = inherits && my_jdbc_has_charset(from->jdbc_type) ? charset
                                                                   : copy(arena, from->charset);
    to->comment = copy(arena, from->comment);
    to->default_value = copy(arena, from->default_value);
    to->members = copies(arena, from->members, from->n_members);
}

struct my_table *my_edit_make(const struct my_edit *edit)
{
    struct my_table *table = weir_xcalloc(1, sizeof(*table));
    struct weir_arena *arena = &table->arena;
    weir_arena_init(arena, edit_size(edit));
    table->holders = 1;
    struct my_column *columns = WEIR_NEW_ARRAY(arena, struct my_column, edit->n_columns);
    table->charset = copy(arena, edit->charset);
    for (uint32_t i = 0; i < edit->n_columns; i++) {
        copy_column(arena, &columns[i], &edit->columns[i], table->charset);
    }
    table->columns = columns;
    table->n_columns = edit->n_columns;
    table->key = copies(arena, edit->key, edit->n_key);
    table->n_key = edit->n_key;
    table->db = copy(arena, edit->db);
    table->name = copy(arena, edit->name);
    table->comment = copy(arena, edit->comment);
    return table;
}

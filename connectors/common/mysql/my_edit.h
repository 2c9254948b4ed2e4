/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_edit.h: a table while it is being made or changed. Its texts are views that live as long as
 * the arena and what was read into it; my_edit_make copies everything into a table of its own.
 */
#ifndef WEIR_MY_EDIT_H
#define WEIR_MY_EDIT_H

#include "my_table.h"

struct my_edit {
    struct weir_arena *arena;
    struct weir_str db;
    struct weir_str name;
    struct weir_str charset;
    struct weir_str comment;
    struct my_column *columns;
    uint32_t n_columns;
    uint32_t cap;
    struct weir_str *key;
    uint32_t n_key;
};

void my_edit_new(struct my_edit *edit, struct weir_arena *arena, struct weir_str db,
                 struct weir_str name);
/* Of a table that outlives the edit. */
void my_edit_of(struct my_edit *edit, struct weir_arena *arena, const struct my_table *table);

/* A column's start: nothing said, native type and sizes MY_NONE. */
struct my_column my_column_new(struct weir_str name);
int my_edit_find(const struct my_edit *edit, struct weir_str name); /* -1: none */
/* In the place of the one with that name, else at the end. */
void my_edit_put(struct my_edit *edit, const struct my_column *column);
void my_edit_remove(struct my_edit *edit, struct weir_str name); /* also from the key */
/* after.p NULL: to the front. False where a name is not there. */
bool my_edit_move(struct my_edit *edit, struct weir_str name, struct weir_str after);
void my_edit_rename(struct my_edit *edit, uint32_t at, struct weir_str name); /* in the key too */
void my_edit_key(struct my_edit *edit, const struct weir_str *names, uint32_t n);

/*
 * The table, with one holder. Character columns that name no character set get the table's.
 */
struct my_table *my_edit_make(const struct my_edit *edit);

#endif

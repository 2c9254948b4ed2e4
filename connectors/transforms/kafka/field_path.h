/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field_path.h: Connect's path to one field: a name (version 1), or names joined by dots, those
 * with dots of their own in backquotes (version 2).
 */
#ifndef FIELD_PATH_H
#define FIELD_PATH_H

#include <weir/schema.h>

struct field_path {
    const struct weir_str *steps;
    size_t n; /* at least one, unless the text is empty in version 2 */
};

enum weir_verdict field_path_parse(struct weir_arena *arena, struct weir_str text, bool nested,
                                   struct field_path *path, struct weir_err *err);

#endif

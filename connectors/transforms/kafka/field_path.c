/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field_path.c: the text of a path comes in, its steps go out, split where Connect's
 * SingleFieldPath splits, oddities included: a backquote ends a name only before a dot.
 */
#include "field_path.h"

struct splitter {
    struct weir_str text;
    size_t at;
    struct weir_str *steps;
    size_t n;
    char *room; /* for a step without its escapes; as long as text */
};

static void add(struct splitter *split, const char *p, size_t n)
{
    split->steps[split->n++] = weir_str_n(p, n);
}

static void plain_step(struct splitter *split)
{
    struct weir_str rest = weir_str_from(split->text, split->at);
    ptrdiff_t dot = weir_str_chr(rest, '.');
    size_t n = dot < 0 ? rest.n : (size_t)dot;
    add(split, rest.p, n);
    split->at += dot < 0 ? n : n + 1;
}

static enum weir_verdict unclosed(const struct splitter *split, size_t begin, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "Incomplete backtick pair in path: [%.*s], consider adding a backslash "
                        "before backtick at position %zu to escape it",
                        WEIR_STR_ARG(split->text), begin);
}

static enum weir_verdict quoted_step(struct splitter *split, struct weir_err *err)
{
    struct weir_str text = split->text;
    size_t begin = split->at;
    size_t start = begin + 1;
    char *name = split->room;
    for (size_t i = start;; i++) {
        while (i < text.n && text.p[i] != '`') {
            i++;
        }
        if (i >= text.n) {
            return unclosed(split, begin, err);
        }
        bool escaped = text.p[i - 1] == '\\';
        bool last = i + 1 == text.n;
        if (last && escaped) {
            return unclosed(split, begin, err);
        }
        if (!last && text.p[i + 1] != '.') {
            continue;
        }
        size_t n = i - start - (escaped ? 1 : 0);
        memcpy(split->room, text.p + start, n);
        split->room += n;
        if (escaped) {
            *split->room++ = '`';
            start = i + 1;
            continue;
        }
        add(split, name, (size_t)(split->room - name));
        split->at = last ? i + 1 : i + 2;
        return WEIR_OK;
    }
}

enum weir_verdict field_path_parse(struct weir_arena *arena, struct weir_str text, bool nested,
                                   struct field_path *path, struct weir_err *err)
{
    struct splitter split = {
        .text = text,
        .steps = WEIR_NEW_ARRAY(arena, struct weir_str, text.n + 2),
        .room = weir_arena_bytes(arena, text.n + 1),
    };
    if (!nested) {
        add(&split, text.p, text.n);
        split.at = text.n;
    }
    while (split.at < text.n) {
        if (text.p[split.at] != '`') {
            plain_step(&split);
        } else if (quoted_step(&split, err) != WEIR_OK) {
            return err->class;
        }
    }
    if (nested && weir_str_ends(text, WEIR_STR("."))) {
        add(&split, text.p + text.n, 0);
    }
    *path = (struct field_path){.steps = split.steps, .n = split.n};
    return WEIR_OK;
}

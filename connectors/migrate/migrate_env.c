/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_env.c: the text of .env comes in, names and values go out, and with them the variables of
 * a configuration's values are filled. The same rules as makefiles/runbook/env.jq.
 */
#include "migrate_env.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct weir_str trim(struct weir_str s)
{
    while (s.n && is_blank(s.p[0])) {
        s = weir_str_from(s, 1);
    }
    while (s.n && is_blank(s.p[s.n - 1])) {
        s.n--;
    }
    return s;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(struct weir_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool letter = is_upper(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_';
        if (!letter && !(i && is_digit(s.p[i]))) {
            return false;
        }
    }
    return s.n > 0;
}

static struct weir_str without_export(struct weir_str s)
{
    const struct weir_str word = WEIR_STR("export");
    if (weir_str_starts(s, word) && s.n > word.n && is_blank(s.p[word.n])) {
        return trim(weir_str_from(s, word.n));
    }
    return s;
}

static struct weir_str unquoted(struct weir_str s)
{
    bool quoted = s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? weir_str_n(s.p + 1, s.n - 2) : s;
}

void migrate_env_parse(struct weir_str text, struct weir_props *env)
{
    const struct weir_str mark = WEIR_STR("\xef\xbb\xbf");
    struct weir_str line;
    text = weir_str_starts(text, mark) ? weir_str_from(text, mark.n) : text;
    while (weir_str_split(&text, '\n', &line)) {
        ptrdiff_t eq = weir_str_chr(line, '=');
        struct weir_str key =
            eq < 0 ? WEIR_STR("") : without_export(trim(weir_str_n(line.p, (size_t)eq)));
        if (is_name(key)) {
            weir_props_set(env, key, unquoted(trim(weir_str_from(line, (size_t)eq + 1))));
        }
    }
}

/* The variable that begins at s: its length with ${ and }; 0: none does. */
static size_t variable(struct weir_str s, struct weir_str *name)
{
    size_t n = 2;
    if (s.n < 4 || s.p[0] != '$' || s.p[1] != '{' || !is_upper(s.p[2])) {
        return 0;
    }
    while (n < s.n && (is_upper(s.p[n]) || is_digit(s.p[n]) || s.p[n] == '_')) {
        n++;
    }
    if (n == s.n || s.p[n] != '}') {
        return 0;
    }
    *name = weir_str_n(s.p + 2, n - 2);
    return n + 1;
}

static void put(struct weir_buf *out, struct weir_str value, bool jaas)
{
    for (size_t i = 0; i < value.n; i++) {
        if (jaas && (value.p[i] == '"' || value.p[i] == '\\')) {
            weir_buf_char(out, '\\');
        }
        weir_buf_char(out, value.p[i]);
    }
}

bool migrate_env_fill(struct weir_str value, const struct weir_props *env, bool jaas,
                      struct weir_buf *out, struct weir_str *missing)
{
    while (value.n) {
        struct weir_str name;
        size_t n = variable(value, &name);
        if (n == 0) {
            weir_buf_char(out, value.p[0]);
            value = weir_str_from(value, 1);
            continue;
        }
        struct weir_str known = weir_props_get_s(env, name);
        if (!known.p) {
            *missing = name;
            return false;
        }
        put(out, known, jaas);
        value = weir_str_from(value, n);
    }
    return true;
}

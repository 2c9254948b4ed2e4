/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_match.c: does a key's name fit a pattern, and what did the pattern's holes take. The
 * pattern is cut into texts and holes from left to right; there is no backtracking, because a
 * hole ends at the first place where the text after it occurs.
 */
#include "conf/conf_match.h"

/* What stands before the next hole; *pattern moves behind it. */
static struct weir_str take_text(const char **pattern)
{
    size_t n = strcspn(*pattern, "{*");
    struct weir_str text = weir_str_n(*pattern, n);
    *pattern += n;
    return text;
}

static void skip_hole(const char **pattern)
{
    *pattern += **pattern == '{' ? strcspn(*pattern, "}") : 0;
    *pattern += **pattern != '\0';
}

/* How much of rest the hole takes when text follows it; 0: it does not fit. */
static size_t hole_size(struct weir_str rest, struct weir_str text, bool last)
{
    if (rest.n == 0) {
        return 0;
    }
    if (last) {
        return text.n == 0                                    ? rest.n
               : rest.n > text.n && weir_str_ends(rest, text) ? rest.n - text.n
                                                              : 0;
    }
    ptrdiff_t at = weir_str_find(weir_str_from(rest, 1), text);
    return at < 0 ? 0 : (size_t)at + 1;
}

bool conf_match(const char *pattern, struct weir_str name, struct weir_str *captures, size_t *n)
{
    struct weir_str rest = name;
    size_t count = 0;
    struct weir_str text = take_text(&pattern);
    if (!weir_str_starts(rest, text)) {
        return false;
    }
    rest = weir_str_from(rest, text.n);
    while (*pattern) {
        skip_hole(&pattern);
        text = take_text(&pattern);
        size_t size = hole_size(rest, text, *pattern == '\0');
        if (size == 0 || count == CONF_CAPTURES_MAX) {
            return false;
        }
        if (captures) {
            captures[count] = weir_str_n(rest.p, size);
        }
        count++;
        rest = weir_str_from(rest, size + text.n);
    }
    if (n) {
        *n = count;
    }
    return rest.n == 0;
}

struct weir_str conf_match_hide(const char *pattern, struct weir_str name, struct weir_arena *arena)
{
    struct weir_str captures[CONF_CAPTURES_MAX];
    size_t n = 0;
    if (!conf_match(pattern, name, captures, &n)) {
        return name;
    }
    struct weir_buf buf;
    weir_buf_init(&buf, name.n + 3 * n + 1);
    const char *at = name.p;
    for (size_t i = 0; i < n; i++) {
        weir_buf_add(&buf, at, (size_t)(captures[i].p - at));
        weir_buf_text(&buf, "***");
        at = captures[i].p + captures[i].n;
    }
    weir_buf_add(&buf, at, (size_t)(name.p + name.n - at));
    struct weir_str shown = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return shown;
}

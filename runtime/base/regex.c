/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex.c: java.util.regex by PCRE2. The dialects are close; what differs and matters is put
 * right here: whole matches, error texts, the syntax of replacements (regex_replace.c).
 */
#include "base/regex_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

/* PCRE2's complaint in the words java.util.regex has for the common mistakes. */
static const char *java_words(int code)
{
    switch (code) {
    case PCRE2_ERROR_MISSING_SQUARE_BRACKET:
        return "Unclosed character class";
    case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS:
        return "Unclosed group";
    case PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS:
        return "Unmatched closing ')'";
    case PCRE2_ERROR_QUANTIFIER_INVALID:
        return "Dangling meta character";
    case PCRE2_ERROR_CLASS_RANGE_ORDER:
        return "Illegal character range";
    case PCRE2_ERROR_END_BACKSLASH:
        return "Unexpected internal error";
    case PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER:
        return "Illegal repetition range";
    default:
        return NULL;
    }
}

static struct weir_regex *refuse(struct weir_err *err, struct weir_str pattern, int code,
                                 size_t offset)
{
    char text[160];
    const char *words = java_words(code);
    /* Java points at the last character where PCRE2 points behind it. */
    size_t index = words && offset > 0 ? offset - 1 : offset;
    if (code == PCRE2_ERROR_QUANTIFIER_INVALID && index < pattern.n) {
        snprintf(text, sizeof(text), "Dangling meta character '%c'", pattern.p[index]);
    } else if (words) {
        snprintf(text, sizeof(text), "%s", words);
    } else {
        pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof(text));
    }
    weir_err_set(err, WEIR_BAD_CONFIG, "%s near index %zu\n%.*s\n%*s^", text, index,
                 WEIR_STR_ARG(pattern), (int)index, "");
    return NULL;
}

/* Java's classes can be intersected and nested, PCRE2 10.42's cannot. */
static bool has_intersection(struct weir_str pattern, size_t *at)
{
    bool in_class = false;
    for (size_t i = 0; i + 1 < pattern.n; i++) {
        char c = pattern.p[i];
        if (c == '\\') {
            i++;
        } else if (c == '[') {
            in_class = true;
        } else if (c == ']') {
            in_class = false;
        } else if (in_class && c == '&' && pattern.p[i + 1] == '&') {
            *at = i;
            return true;
        }
    }
    return false;
}

struct weir_regex *weir_regex_new(struct weir_str pattern, int flags, struct weir_err *err)
{
    size_t at = 0;
    if (has_intersection(pattern, &at)) {
        weir_err_set(err, WEIR_BAD_CONFIG,
                     "Intersections of character classes (&&) are not supported near index "
                     "%zu\n%.*s; write the wanted characters out",
                     at, WEIR_STR_ARG(pattern));
        return NULL;
    }
    uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
    options |= flags & WEIR_REGEX_NOCASE ? PCRE2_CASELESS : 0;
    int code = 0;
    size_t offset = 0;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &code, &offset, NULL);
    if (!compiled) {
        return refuse(err, pattern, code, offset);
    }
    struct weir_regex *regex = weir_xcalloc(1, sizeof(*regex));
    regex->code = compiled;
    return regex;
}

void weir_regex_free(struct weir_regex *regex)
{
    if (regex) {
        pcre2_code_free(regex->code);
        free(regex);
    }
}

int regex_run(const struct weir_regex *regex, struct weir_str s, size_t from, uint32_t options,
              pcre2_match_data **match)
{
    *match = pcre2_match_data_create_from_pattern(regex->code, NULL);
    if (!*match) {
        abort();
    }
    return pcre2_match(regex->code, (PCRE2_SPTR)(s.p ? s.p : ""), s.n, from, options, *match, NULL);
}

static bool runs(const struct weir_regex *regex, struct weir_str s, uint32_t options)
{
    pcre2_match_data *match = NULL;
    int rc = regex_run(regex, s, 0, options, &match);
    pcre2_match_data_free(match);
    return rc > 0;
}

bool weir_regex_matches(const struct weir_regex *regex, struct weir_str s)
{
    return runs(regex, s, PCRE2_ANCHORED | PCRE2_ENDANCHORED);
}

bool weir_regex_finds(const struct weir_regex *regex, struct weir_str s)
{
    return runs(regex, s, 0);
}

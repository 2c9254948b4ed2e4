/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex.c: java.util.regex by PCRE2: a pattern is translated (regex_java.c), compiled once and
 * matched whole or in part; replacing is in regex_replace.c.
 */
#include "base/regex_internal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "base/regex_java.h"

#define PATTERN_MAX  ((size_t)256 << 10)
#define HEAP_KIB_MAX (32u << 10)
#define TRIES_MAX    1000000u /* steps of backtracking in one match */

static pcre2_compile_context *compiling;
static pcre2_match_context *matching;

static void make_contexts(void)
{
    compiling = pcre2_compile_context_create(NULL);
    matching = pcre2_match_context_create(NULL);
    if (!compiling || !matching) {
        abort();
    }
    pcre2_set_newline(compiling, PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_heap_limit(matching, HEAP_KIB_MAX);
    pcre2_set_match_limit(matching, TRIES_MAX);
}

/* What Java can and PCRE2 cannot. */
static void refuse(struct weir_str pattern, int code, struct weir_err *err)
{
    char text[160];
    if (code == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH) {
        snprintf(text, sizeof(text),
                 "A look-behind of texts of different lengths is not supported, write one for each "
                 "length: (?:(?<=a)|(?<=bc))");
    } else {
        pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof(text));
    }
    weir_err_set(err, WEIR_BAD_CONFIG, "%s\n%.*s", text, WEIR_STR_ARG(pattern));
}

static struct weir_regex *compile(struct weir_str pattern, struct weir_str translated,
                                  uint32_t options, struct weir_err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_contexts);
    int code = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)translated.p, translated.n, options, &code, &offset, compiling);
    if (!compiled) {
        refuse(pattern, code, err);
        return NULL;
    }
    struct weir_regex *regex = weir_xcalloc(1, sizeof(*regex));
    regex->code = compiled;
    return regex;
}

struct weir_regex *weir_regex_new(struct weir_str pattern, int flags, struct weir_err *err)
{
    struct weir_buf out;
    weir_buf_init(&out, PATTERN_MAX);
    struct regex_java jx = {.pattern = pattern, .out = &out, .err = err};
    struct weir_regex *regex = NULL;
    if (!pattern.p) {
        jx.pattern = WEIR_STR("");
    }
    if (regex_translate(&jx) &&
        weir_buf_check(&out, WEIR_BAD_CONFIG, "a regular expression", err) == WEIR_OK) {
        uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
        options |= flags & WEIR_REGEX_NOCASE ? PCRE2_CASELESS : 0;
        options |= jx.unicode ? PCRE2_UCP : 0;
        regex = compile(pattern, weir_buf_view(&out), options, err);
    }
    weir_buf_free(&out);
    return regex;
}

void weir_regex_free(struct weir_regex *regex)
{
    if (regex) {
        pcre2_match_data_free(atomic_load(&regex->spare));
        pcre2_code_free(regex->code);
        free(regex);
    }
}

/* The spare is not part of what the caller sees as const. */
static _Atomic(pcre2_match_data *) *spare_of(const struct weir_regex *regex)
{
    return &((struct weir_regex *)(uintptr_t)regex)->spare;
}

int regex_run(const struct weir_regex *regex, struct weir_str s, size_t from, uint32_t options,
              pcre2_match_data **match)
{
    *match = atomic_exchange(spare_of(regex), NULL);
    if (!*match) {
        *match = pcre2_match_data_create_from_pattern(regex->code, NULL);
    }
    if (!*match) {
        abort();
    }
    return pcre2_match(regex->code, (PCRE2_SPTR)(s.p ? s.p : ""), s.n, from, options, *match,
                       matching);
}

void regex_done(const struct weir_regex *regex, pcre2_match_data *match)
{
    pcre2_match_data_free(atomic_exchange(spare_of(regex), match));
}

static bool runs(const struct weir_regex *regex, struct weir_str s, uint32_t options)
{
    pcre2_match_data *match = NULL;
    int rc = regex_run(regex, s, 0, options, &match);
    regex_done(regex, match);
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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_replace.c: Java's replaceFirst and replaceAll with Java's replacement texts: $1 takes as
 * many digits as there are groups for, ${name} a named group, \x the letter x.
 */
#include "base/regex_internal.h"

#include <stdio.h>

struct replacing {
    const struct weir_regex *regex;
    struct weir_str s;
    struct weir_str replacement;
    const size_t *ovector;
    uint32_t groups; /* in the pattern */
    struct weir_buf *out;
};

static enum weir_verdict add_group(const struct replacing *job, uint32_t group,
                                   struct weir_err *err)
{
    if (group > job->groups) {
        return weir_err_set(err, WEIR_BAD_DATA, "No group %u", group);
    }
    size_t from = job->ovector[2 * group];
    if (from != PCRE2_UNSET) {
        weir_buf_add(job->out, job->s.p + from, job->ovector[2 * group + 1] - from);
    }
    return WEIR_OK;
}

static bool is_digit(struct weir_str s)
{
    return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

/* The first digit always counts; further ones only while such a group exists. */
static enum weir_verdict add_numbered(const struct replacing *job, struct weir_str *rest,
                                      struct weir_err *err)
{
    uint32_t group = (uint32_t)(rest->p[0] - '0');
    *rest = weir_str_from(*rest, 1);
    while (is_digit(*rest)) {
        uint32_t longer = group * 10 + (uint32_t)(rest->p[0] - '0');
        if (longer > job->groups) {
            break;
        }
        group = longer;
        *rest = weir_str_from(*rest, 1);
    }
    return add_group(job, group, err);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* From behind "${" over the closing brace. */
static enum weir_verdict add_named(const struct replacing *job, struct weir_str *rest,
                                   struct weir_err *err)
{
    char name[64];
    size_t n = 0;
    while (n < rest->n && (is_letter(rest->p[n]) || is_digit(weir_str_from(*rest, n)))) {
        n++;
    }
    if (n == 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "named capturing group has 0 length name");
    }
    if (n == rest->n || rest->p[n] != '}' || n >= sizeof(name)) {
        return weir_err_set(err, WEIR_BAD_DATA, "named capturing group is missing trailing '}'");
    }
    snprintf(name, sizeof(name), "%.*s", (int)n, rest->p);
    *rest = weir_str_from(*rest, n + 1);
    if (!is_letter(name[0])) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "capturing group name {%s} starts with digit character", name);
    }
    int group = pcre2_substring_number_from_name(job->regex->code, (PCRE2_SPTR)name);
    if (group < 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "No group with name {%s}", name);
    }
    return add_group(job, (uint32_t)group, err);
}

static enum weir_verdict add_replacement(const struct replacing *job, struct weir_err *err)
{
    struct weir_str rest = job->replacement;
    enum weir_verdict rc = WEIR_OK;
    while (rest.n > 0 && rc == WEIR_OK) {
        char c = rest.p[0];
        rest = weir_str_from(rest, 1);
        if (c == '\\') {
            if (rest.n == 0) {
                return weir_err_set(err, WEIR_BAD_DATA, "character to be escaped is missing");
            }
            weir_buf_char(job->out, rest.p[0]);
            rest = weir_str_from(rest, 1);
        } else if (c != '$') {
            weir_buf_char(job->out, c);
        } else if (is_digit(rest)) {
            rc = add_numbered(job, &rest, err);
        } else if (rest.n > 0 && rest.p[0] == '{') {
            rest = weir_str_from(rest, 1);
            rc = add_named(job, &rest, err);
        } else {
            return weir_err_set(err, WEIR_BAD_DATA, "%s",
                                rest.n ? "Illegal group reference"
                                       : "Illegal group reference: group index is missing");
        }
    }
    return rc;
}

/* After an empty match the search goes on one character further, as in Java. */
static size_t step_over(struct weir_str s, size_t at)
{
    at++;
    while (at < s.n && ((uint8_t)s.p[at] & 0xc0) == 0x80) {
        at++;
    }
    return at;
}

enum weir_verdict weir_regex_replace(const struct weir_regex *regex, struct weir_str s,
                                     struct weir_str replacement, bool all, struct weir_buf *out,
                                     struct weir_err *err)
{
    struct replacing job = {.regex = regex, .s = s, .replacement = replacement, .out = out};
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &job.groups);
    enum weir_verdict rc = WEIR_OK;
    size_t copied = 0;
    for (size_t from = 0; from <= s.n && rc == WEIR_OK;) {
        pcre2_match_data *match = NULL;
        bool found = regex_run(regex, s, from, 0, &match) > 0;
        job.ovector = pcre2_get_ovector_pointer(match);
        size_t begin = found ? job.ovector[0] : s.n, end = found ? job.ovector[1] : s.n;
        if (found) {
            weir_buf_add(out, s.p + copied, begin - copied);
            rc = add_replacement(&job, err);
            copied = end;
        }
        regex_done(regex, match);
        from = end > begin ? end : step_over(s, end);
        if (!found || !all) {
            break;
        }
    }
    if (rc == WEIR_OK && copied < s.n) {
        weir_buf_add(out, s.p + copied, s.n - copied);
    }
    return rc == WEIR_OK ? weir_buf_check(out, WEIR_BAD_DATA, "the replaced text", err) : rc;
}

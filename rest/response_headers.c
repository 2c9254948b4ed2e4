/* SPDX-License-Identifier: Apache-2.0 */
/*
 * response_headers.c: adds to a finished answer what the worker's configuration asks of all
 * answers. Called by rest_server.c just before sending.
 */
#include "rest/response_headers.h"

#include <stdio.h>

#include <weir/regex.h>
#include <weir/time.h>

/* Takes the next rule off the text; a rule in double quotes may hold commas. */
static bool next_rule(struct weir_str *rest, struct weir_str *rule)
{
    *rest = weir_str_trim(*rest);
    if (rest->n == 0) {
        return false;
    }
    if (rest->p[0] != '"') {
        return weir_str_split(rest, ',', rule);
    }
    *rest = weir_str_from(*rest, 1);
    weir_str_split(rest, '"', rule);
    struct weir_str skipped;
    weir_str_split(rest, ',', &skipped);
    return true;
}

static bool parse_action(struct weir_str action, struct response_header_rule *rule)
{
    static const char *const names[] = {"set", "add", "setDate", "addDate"};
    for (size_t i = 0; i < 4; i++) {
        if (weir_str_is(action, names[i])) {
            rule->add = i & 1;
            rule->date = i & 2;
            return true;
        }
    }
    return false;
}

static bool parse_rule(struct weir_str text, struct weir_arena *arena,
                       struct response_header_rule *rule)
{
    text = weir_str_trim(text);
    ptrdiff_t blank = weir_str_chr(text, ' ');
    ptrdiff_t colon = weir_str_chr(text, ':');
    if (blank < 0 || colon < blank || !parse_action(weir_str_n(text.p, (size_t)blank), rule)) {
        return false;
    }
    rule->name =
        weir_arena_str(arena, weir_str_trim(weir_str_n(text.p + blank, (size_t)(colon - blank))));
    rule->value = weir_str_trim(weir_str_from(text, (size_t)colon + 1));
    return rule->name.n > 0 && rule->value.n > 0 &&
           (!rule->date || weir_str_to_i64(rule->value, &rule->offset_ms));
}

enum weir_verdict response_headers_parse(struct weir_str text, struct weir_arena *arena,
                                         const struct response_header_rule **rules, size_t *n,
                                         struct weir_err *err)
{
    struct response_header_rule *list =
        WEIR_NEW_ARRAY(arena, struct response_header_rule, REQUEST_HEADERS_MAX / 2);
    *n = 0;
    *rules = list;
    for (struct weir_str rule; text.p && next_rule(&text, &rule); (*n)++) {
        if (*n == REQUEST_HEADERS_MAX / 2 || !parse_rule(rule, arena, &list[*n])) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "response.http.headers.config: \"%.*s\" should be "
                                "[set|add|setDate|addDate] Name:Value (at most %d rules)",
                                WEIR_STR_ARG(rule), REQUEST_HEADERS_MAX / 2);
        }
    }
    return WEIR_OK;
}

static void http_date(int64_t ms, char out[40])
{
    static const char days[] = "ThuFriSatSunMonTueWed";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct weir_civil at;
    weir_civil_from_ms(ms, &at);
    int64_t day = weir_civil_to_days(at.year, at.month, at.day);
    snprintf(out, 40, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + (day % 7 + 7) % 7 * 3,
             at.day, months + (at.month - 1) * 3, at.year, at.hour, at.minute, at.second);
}

static bool has_header(const struct request *req, struct weir_str name)
{
    for (size_t i = 0; i < req->n_headers; i++) {
        if (weir_str_eq_nocase(req->headers[i].name, name)) {
            return true;
        }
    }
    return false;
}

void response_headers_apply(const struct response_header_rule *rules, size_t n, struct request *req)
{
    for (size_t i = 0; i < n && !req->admin_port; i++) {
        char date[40];
        struct weir_str value = rules[i].value;
        if (rules[i].date) {
            http_date(weir_clock_wall_ms() + rules[i].offset_ms, date);
            value = weir_str_of(date);
        }
        if (rules[i].add || !has_header(req, rules[i].name)) {
            respond_header(req, rules[i].name.p, "%.*s", WEIR_STR_ARG(value));
        }
    }
}

/* Connect's HTTP server takes what is allowed for regular expressions, in either case. */
static bool pattern_allows(struct weir_str pattern, struct weir_str origin)
{
    struct weir_err ignored;
    struct weir_regex *regex = weir_regex_new(pattern, WEIR_REGEX_NOCASE, &ignored);
    bool allows = regex && weir_regex_matches(regex, origin);
    weir_regex_free(regex);
    return allows;
}

static bool origin_allowed(struct weir_str allowed, struct weir_str origin)
{
    for (struct weir_str one; weir_str_split(&allowed, ',', &one);) {
        one = weir_str_trim(one);
        if (weir_str_is(one, "*") || (one.n && pattern_allows(one, origin))) {
            return true;
        }
    }
    return false;
}

/* A browser may name several, with blanks between. */
static bool any_allowed(struct weir_str allowed, struct weir_str origins)
{
    for (struct weir_str one; origins.n > 0 && weir_str_split(&origins, ' ', &one);) {
        if (one.n && origin_allowed(allowed, one)) {
            return true;
        }
    }
    return false;
}

void cors_apply(const struct worker_conf *worker, struct request *req)
{
    if (worker->cors_origin.n == 0) {
        return;
    }
    respond_header(req, "Vary", "Origin");
    struct weir_str origin = weir_str_of(request_header(req, "Origin"));
    if (!origin.p || !any_allowed(worker->cors_origin, origin)) {
        return;
    }
    respond_header(req, "Access-Control-Allow-Origin", "%.*s", WEIR_STR_ARG(origin));
    if (strcmp(req->method, "OPTIONS") != 0 ||
        !request_header(req, "Access-Control-Request-Method")) {
        return;
    }
    respond_header(req, "Access-Control-Max-Age", "60");
    respond_header(req, "Access-Control-Allow-Methods", "%s",
                   worker->cors_methods.n ? worker->cors_methods.p : "GET,POST,HEAD");
    respond_header(req, "Access-Control-Allow-Headers", "Content-Type");
}

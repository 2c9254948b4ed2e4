/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request.c: what a handler may ask of a request: path segments, query, headers, its body as JSON
 * or as a configuration. What is wrong is answered here, in the shape Connect's clients expect.
 */
#include "rest/request.h"

#include <microhttpd.h>

#include "plugin/config_mask.h"
#include "rest/server_internal.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent-decoding; a plus stays a plus. False on a bad escape, a NUL or a text that is not UTF-8. */
static bool decode(struct weir_arena *arena, struct weir_str in, struct weir_str *out)
{
    char *to = weir_arena_bytes(arena, in.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < in.n; i++) {
        if (in.p[i] != '%') {
            to[n++] = in.p[i];
            continue;
        }
        int high = i + 2 < in.n ? hex(in.p[i + 1]) : -1;
        int low = i + 2 < in.n ? hex(in.p[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return false;
        }
        to[n++] = (char)(high << 4 | low);
        i += 2;
    }
    to[n] = 0;
    *out = weir_str_n(to, n);
    return weir_utf8_valid(*out) && weir_str_chr(*out, 0) < 0;
}

static bool parse_path(struct request *req)
{
    struct weir_str rest = req->path;
    if (rest.n > 0 && rest.p[rest.n - 1] == '/') {
        rest.n--; /* a trailing slash is accepted everywhere */
    }
    if (rest.n > 0 && rest.p[0] == '/') {
        rest = weir_str_from(rest, 1);
    }
    for (struct weir_str part; rest.n > 0 && weir_str_split(&rest, '/', &part);) {
        if (part.n == 0) {
            respond_error(req, 400, "Ambiguous URI empty segment");
            return false;
        }
        if (req->n_segments == REQUEST_SEGMENTS_MAX) {
            respond_routing_error(req, 404, "Not Found");
            return false;
        }
        ptrdiff_t semicolon = weir_str_chr(part, ';');
        part.n = semicolon < 0 ? part.n : (size_t)semicolon; /* matrix parameters mean nothing */
        if (part.n == 0 && rest.n == 0 && req->n_segments == 0) {
            break; /* the root's */
        }
        req->raw_segments[req->n_segments] = part;
        if (!decode(&req->herder.arena, part, &req->segments[req->n_segments++])) {
            respond_error(req, 400, "The path is not percent-encoded UTF-8");
            return false;
        }
    }
    return true;
}

/* What is not well encoded is as it was sent: in a query that is nobody's mistake to Connect. */
static struct weir_str decode_or_keep(struct weir_arena *arena, struct weir_str in)
{
    struct weir_str out;
    if (decode(arena, in, &out)) {
        return out;
    }
    return weir_utf8_valid(in) ? in : WEIR_STR("?");
}

static void parse_query(struct request *req)
{
    struct weir_arena *arena = &req->herder.arena;
    struct weir_str rest = req->query;
    for (struct weir_str part; rest.n > 0 && weir_str_split(&rest, '&', &part);) {
        if (part.n == 0 || req->n_params == REQUEST_PARAMS_MAX) {
            continue;
        }
        ptrdiff_t eq = weir_str_chr(part, '=');
        struct weir_str name = eq < 0 ? part : weir_str_n(part.p, (size_t)eq);
        struct weir_str value = eq < 0 ? WEIR_STR("") : weir_str_from(part, (size_t)eq + 1);
        struct weir_prop *param = &req->params[req->n_params++];
        param->name = decode_or_keep(arena, name);
        param->value = decode_or_keep(arena, value);
    }
}

struct framing {
    unsigned hosts, lengths, codings;
    const char *host;
    bool blank_in_name; /* X-A : b, which another server may read as another name */
};

static enum MHD_Result count_framing(void *self, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    struct framing *framing = self;
    (void)kind;
    if (strcasecmp(name, "Host") == 0) {
        framing->hosts++;
        framing->host = value;
    }
    framing->blank_in_name = framing->blank_in_name || strpbrk(name, " \t");
    framing->lengths += strcasecmp(name, "Content-Length") == 0;
    framing->codings += strcasecmp(name, "Transfer-Encoding") == 0;
    return MHD_YES;
}

/* Jetty's words. HTTP/1.0 needs no Host. */
static const char *host_fault(const struct request *req, const struct framing *framing)
{
    const char *host = framing->host ? framing->host : "";
    if (framing->hosts != 1) {
        return framing->hosts ? "Duplicate Host Header" : req->is_http_1_0 ? NULL : "No Host";
    }
    return !*host ? "Blank Host" : strpbrk(host, " \t") ? "Bad HostPort" : NULL;
}

bool request_check_framing(struct request *req)
{
    struct framing framing = {0};
    MHD_get_connection_values(req->connection, MHD_HEADER_KIND, count_framing, &framing);
    const char *what = host_fault(req, &framing);
    what = what                                 ? what
           : framing.lengths > 1                ? "Multiple Content-Lengths"
           : framing.lengths && framing.codings ? "Transfer-Encoding and Content-Length"
           : framing.blank_in_name              ? "Illegal character SPACE=' '"
                                                : NULL;
    bool unknown = !req->is_http_1_0 && !req->is_http_1_1;
    if (unknown || what) {
        respond_header(req, "Connection", "close");
        respond_error(req, unknown ? 505 : 400, "%s", unknown ? "Unknown Version" : what);
    }
    return !unknown && !what;
}

bool request_parse_target(struct request *req)
{
    parse_query(req);
    return parse_path(req);
}

struct weir_str request_param(const struct request *req, const char *name)
{
    for (size_t i = 0; i < req->n_params; i++) {
        if (weir_str_is(req->params[i].name, name)) {
            return req->params[i].value;
        }
    }
    return WEIR_STR_NULL;
}

bool request_is_true(struct weir_str text)
{
    return text.p && weir_str_eq_nocase(text, WEIR_STR("true"));
}

bool request_flag(const struct request *req, const char *name)
{
    return request_is_true(request_param(req, name));
}

const char *request_header(const struct request *req, const char *name)
{
    return MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, name);
}

bool request_json(struct request *req, struct weir_json **doc)
{
    struct weir_str text = weir_buf_view(&req->body);
    if (weir_str_trim(text).n == 0) {
        respond_error(req, 400, "The request has no body; a JSON object is expected");
        return false;
    }
    struct weir_err err;
    if (weir_json_parse(&req->herder.arena, text, doc, &err) != WEIR_OK) {
        respond_error(req, 400, "The body is not valid JSON: %s", err.text);
        return false;
    }
    return true;
}

bool request_text(struct request *req, const struct weir_json *val, struct weir_str *text)
{
    switch (val->type) {
    case WEIR_JT_NULL:
        *text = WEIR_STR_NULL;
        return true;
    case WEIR_JT_BOOL:
        *text = val->truth ? WEIR_STR("true") : WEIR_STR("false");
        return true;
    case WEIR_JT_NUMBER:
    case WEIR_JT_STRING:
        *text = val->text;
        return true;
    case WEIR_JT_ARRAY:
    case WEIR_JT_OBJECT:
        break;
    }
    respond_error(req, 400, "The value of \"%.*s\" is an object or an array; a string is expected",
                  WEIR_STR_ARG(val->name));
    return false;
}

bool request_config(struct request *req, const struct weir_json *doc, struct weir_props *config)
{
    if (doc->type != WEIR_JT_OBJECT) {
        respond_error(req, 400, "A JSON object of configuration names and values is expected");
        return false;
    }
    weir_props_init(config, &req->herder.arena);
    for (const struct weir_json *member = doc->first; member; member = member->next) {
        struct weir_str text;
        if (!request_text(req, member, &text)) {
            return false;
        }
        weir_props_set(config, member->name, text);
    }
    return true;
}

const struct weir_props *request_shown(struct request *req, const struct weir_props *config)
{
    if (!req->server->worker->mask_secrets) {
        return config;
    }
    struct weir_props *shown = WEIR_NEW(&req->herder.arena, struct weir_props);
    weir_props_init(shown, &req->herder.arena);
    config_mask(req->server->registry, config, shown);
    return shown;
}

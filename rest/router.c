/* SPDX-License-Identifier: Apache-2.0 */
/*
 * router.c: method and path -> handler, in one table; and what the router itself answers: unknown
 * path, wrong method, OPTIONS, a body or an answer that is not JSON. Next: the handler's file.
 */
#include "rest/router.h"

#include "rest/server_internal.h"

/* clang-format off */
static const struct route routes[] = {
    {"GET",    "/",                                  root_get,               0},
    {"GET",    "/health",                            health_get,             ROUTE_HEALTH},
    {"GET",    "/connectors",                        connectors_list,        0},
    {"POST",   "/connectors",                        connectors_create,      0},
    {"GET",    "/connectors/{}",                     connectors_get,          0},
    {"DELETE", "/connectors/{}",                     connectors_delete,       0},
    {"GET",    "/connectors/{}/config",              connectors_config_get,   0},
    {"PUT",    "/connectors/{}/config",              connectors_config_put,   0},
    {"PATCH",  "/connectors/{}/config",              connectors_config_patch, 0},
    {"GET",    "/connectors/{}/status",              connectors_status,       0},
    {"POST",   "/connectors/{}/restart",             connectors_restart,      0},
    {"PUT",    "/connectors/{}/pause",               connectors_pause,        0},
    {"PUT",    "/connectors/{}/resume",              connectors_resume,       0},
    {"PUT",    "/connectors/{}/stop",                connectors_stop,         0},
    {"GET",    "/connectors/{}/tasks",               tasks_list,             0},
    {"POST",   "/connectors/{}/tasks",               internal_call,          ROUTE_INTERNAL},
    {"GET",    "/connectors/{}/tasks/{}/status",    task_status,            0},
    {"POST",   "/connectors/{}/tasks/{}/restart",   task_restart,           0},
    {"PUT",    "/connectors/{}/fence",               internal_call,          ROUTE_INTERNAL},
    {"GET",    "/connectors/{}/topics",              topics_get,             0},
    {"PUT",    "/connectors/{}/topics/reset",        topics_reset,           0},
    {"GET",    "/connectors/{}/offsets",             offsets_get,            0},
    {"PATCH",  "/connectors/{}/offsets",             offsets_patch,          0},
    {"DELETE", "/connectors/{}/offsets",             offsets_delete,         0},
    {"GET",    "/connector-plugins",                 plugins_list,           0},
    {"GET",    "/connector-plugins/{}/config",       plugin_config,          0},
    {"PUT",    "/connector-plugins/{}/config/validate", plugin_validate,     0},
    {"GET",    "/admin/loggers",                     loggers_list,           ROUTE_ADMIN},
    {"GET",    "/admin/loggers/{}",                  logger_get,             ROUTE_ADMIN},
    {"PUT",    "/admin/loggers/{}",                  logger_put,             ROUTE_ADMIN},
    {"GET",    "/metrics",                           metrics_get,            ROUTE_ANY_TYPE},
    {"GET",    "/ui",                                page_get,               ROUTE_ANY_TYPE},
};
/* clang-format on */
#define N_ROUTES (sizeof(routes) / sizeof(routes[0]))

static bool path_matches(const struct request *req, const char *pattern)
{
    struct weir_str rest = weir_str_of(pattern + 1);
    size_t at = 0;
    for (struct weir_str part; rest.n > 0 && weir_str_split(&rest, '/', &part); at++) {
        if (at >= req->n_segments) {
            return false;
        }
        bool free_part = weir_str_is(part, "{}");
        if (!free_part && !weir_str_eq(part, req->raw_segments[at])) {
            return false;
        }
    }
    return at == req->n_segments;
}

/* With admin.listeners set, admin paths are there only, and the others only elsewhere. */
static bool served_here(const struct request *req, const struct route *route)
{
    bool separate = req->server->worker->admin_listeners_set;
    return !separate || req->admin_port == ((route->flags & ROUTE_ADMIN) != 0);
}

static bool method_matches(const struct request *req, const struct route *route)
{
    return strcmp(req->method, route->method) == 0 ||
           (strcmp(req->method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

/* The order in which a Java HashSet hands out the methods' names. */
static const char *const options_order[] = {"HEAD",    "POST", "DELETE", "GET",
                                            "OPTIONS", "PUT",  "PATCH"};

static bool has_method(const struct request *req, const char *method)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    for (size_t i = 0; i < N_ROUTES; i++) {
        if (path_matches(req, routes[i].pattern) && strcmp(routes[i].method, wanted) == 0) {
            return true;
        }
    }
    return strcmp(method, "OPTIONS") == 0;
}

/* Jersey's answer: the methods of this path, in the header and, with blanks, as the body. */
static void answer_options(struct request *req)
{
    struct weir_buf allow;
    weir_buf_init(&allow, 256);
    struct weir_buf *body = respond_text(req, 200, "text/plain");
    for (size_t i = 0; i < sizeof(options_order) / sizeof(options_order[0]); i++) {
        if (has_method(req, options_order[i])) {
            weir_buf_printf(&allow, "%s%s", allow.n ? "," : "", options_order[i]);
            weir_buf_printf(body, "%s%s", body->n ? ", " : "", options_order[i]);
        }
    }
    respond_header(req, "Allow", "%.*s", WEIR_STR_ARG(weir_buf_view(&allow)));
    weir_buf_free(&allow);
}

/* Whether a list of types, whose parameters do not matter, has one of these. */
static bool names_one(const char *types, const char *const *good)
{
    struct weir_str rest = weir_str_of(types);
    for (struct weir_str one; rest.n > 0 && weir_str_split(&rest, ',', &one);) {
        ptrdiff_t semicolon = weir_str_chr(one, ';');
        one = weir_str_trim(semicolon < 0 ? one : weir_str_n(one.p, (size_t)semicolon));
        for (const char *const *type = good; *type; type++) {
            if (weir_str_eq_nocase(one, weir_str_of(*type))) {
                return true;
            }
        }
    }
    return false;
}

/* A type that is sent must be JSON, with a body or without, where there are bodies at all; without,
 * one that leaves it open will do. */
static bool sent_fits(struct request *req)
{
    static const char *const types[] = {"application/json", "application/*", "*/*", NULL};
    static const char *const json[] = {"application/json", NULL};
    const char *sent = request_header(req, "Content-Type");
    if (req->n_segments == 0 || (req->route->flags & (ROUTE_INTERNAL | ROUTE_HEALTH))) {
        return true;
    }
    if (req->has_body && !sent) {
        respond_error(req, 415, "HTTP 415 Unsupported Media Type");
        return false;
    }
    if (sent && !names_one(sent, req->has_body ? json : types)) {
        respond_routing_error(req, 415, "Unsupported Media Type");
        return false;
    }
    return true;
}

static bool types_fit(struct request *req)
{
    static const char *const accepts[] = {"application/json", "application/*", "*/*", "*", NULL};
    const char *accepted = request_header(req, "Accept");
    if (!sent_fits(req)) {
        return false;
    }
    if (accepted && *accepted && !names_one(accepted, accepts)) {
        respond_routing_error(req, 406, "Not Acceptable");
        return false;
    }
    return true;
}

bool route_find(struct request *req)
{
    bool path_known = false;
    for (size_t i = 0; i < N_ROUTES && !req->route; i++) {
        if (!path_matches(req, routes[i].pattern) || !served_here(req, &routes[i])) {
            continue;
        }
        path_known = true;
        if (method_matches(req, &routes[i])) {
            req->route = &routes[i];
        }
    }
    if (!path_known) {
        respond_routing_error(req, 404, "Not Found");
        return false;
    }
    if (strcmp(req->method, "OPTIONS") == 0) {
        static const struct route options = {"OPTIONS", "", answer_options, ROUTE_ANY_TYPE};
        req->route = &options;
    }
    if (!req->route) {
        respond_routing_error(req, 405, "Method Not Allowed");
        return false;
    }
    return (req->route->flags & ROUTE_ANY_TYPE) || types_fit(req);
}

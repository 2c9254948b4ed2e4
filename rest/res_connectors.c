/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_connectors.c: /connectors: list, create, look, configure, delete, and the changes of state.
 * What is wrong with a request by itself is answered here, the rest by the herder.
 */
#include "rest/entities.h"
#include "rest/router.h"
#include "rest/server_internal.h"

static void take_name(struct request *req)
{
    req->herder.name = req->segments[1];
    req->herder.forwarded =
        request_param(req, "forward").p != NULL && !request_flag(req, "forward");
}

static void write_info(struct request *req, struct weir_buf *out, const struct connector_info *info)
{
    struct connector_info shown = *info;
    shown.config = request_shown(req, info->config);
    entity_connector_info(out, &shown);
}

/* ---- list ---- */

/* One connector's object of ?expand=: the parts in the order they were asked for. */
static void expanded(struct request *req, struct weir_buf *out, const struct connector_info *info)
{
    weir_buf_char(out, '{');
    for (size_t i = 0; i < req->n_params; i++) {
        if (!weir_str_is(req->params[i].name, "expand")) {
            continue;
        }
        if (weir_str_is(req->params[i].value, "status")) {
            entity_member(out, "status");
            entity_connector_state(out, info);
        } else if (weir_str_is(req->params[i].value, "info")) {
            entity_member(out, "info");
            write_info(req, out, info);
        }
    }
    weir_buf_char(out, '}');
}

static bool wants(const struct request *req, const char *what)
{
    for (size_t i = 0; i < req->n_params; i++) {
        if (weir_str_is(req->params[i].name, "expand") && weir_str_is(req->params[i].value, what)) {
            return true;
        }
    }
    return false;
}

static void list_answer(struct request *req)
{
    const struct herder_request *herder = &req->herder;
    bool expand = request_param(req, "expand").p != NULL;
    bool need_status = wants(req, "status");
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, expand ? '{' : '[');
    bool first = true;
    for (size_t i = 0; i < herder->n; i++) {
        const struct connector_info *info = &herder->connectors[i];
        if (need_status && !info->has_status) {
            continue;
        }
        weir_buf_text(out, first ? "" : ",");
        first = false;
        weir_json_string(out, info->name);
        if (expand) {
            weir_buf_char(out, ':');
            expanded(req, out, info);
        }
    }
    weir_buf_char(out, expand ? '}' : ']');
}

void connectors_list(struct request *req)
{
    request_ask(req, HERDER_LIST, list_answer);
}

/* ---- create and configure ---- */

static void put_location(struct request *req)
{
    static const char plain[] = "-._~!$&'()*+,;=:@/"; /* a slash inside a name stays */
    struct weir_buf path;
    weir_buf_init(&path, 4096);
    struct weir_str name = req->herder.name;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool alnum = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (alnum || (c && strchr(plain, c))) {
            weir_buf_char(&path, (char)c);
        } else {
            weir_buf_printf(&path, "%%%02X", c);
        }
    }
    const char *host = request_header(req, "Host");
    respond_header(req, "Location", "%s://%s/connectors/%.*s", req->https ? "https" : "http",
                   host ? host : req->server->worker_id, WEIR_STR_ARG(weir_buf_view(&path)));
    weir_buf_free(&path);
}

static void config_answer(struct request *req)
{
    bool created = req->herder.created;
    write_info(req, respond_json(req, created ? 201 : 200), &req->herder.connectors[0]);
    if (created) {
        put_location(req);
    }
}

static bool known_member(struct weir_str name)
{
    return weir_str_is(name, "name") || weir_str_is(name, "config") ||
           weir_str_is(name, "initial_state");
}

static bool take_initial_state(struct request *req, const struct weir_json *doc)
{
    const struct weir_json *state = weir_json_get(doc, "initial_state");
    if (!state || state->type == WEIR_JT_NULL) {
        return true;
    }
    static const enum run_state states[] = {STATE_RUNNING, STATE_PAUSED, STATE_STOPPED};
    for (size_t i = 0; i < 3 && state->type == WEIR_JT_STRING; i++) {
        if (weir_str_eq_nocase(state->text, weir_str_of(run_state_name(states[i])))) {
            req->herder.initial_state = states[i];
            return true;
        }
    }
    respond_error(req, 400, "initial_state must be RUNNING, PAUSED or STOPPED");
    return false;
}

static bool check_create(struct request *req, const struct weir_json *doc)
{
    if (doc->type != WEIR_JT_OBJECT) {
        respond_error(req, 400, "A JSON object with \"name\" and \"config\" is expected");
        return false;
    }
    for (const struct weir_json *member = doc->first; member; member = member->next) {
        if (!known_member(member->name)) {
            respond_error(req, 400,
                          "Unrecognized field \"%.*s\", not marked as ignorable (3 known "
                          "properties: \"config\", \"name\", \"initial_state\")",
                          WEIR_STR_ARG(member->name));
            return false;
        }
    }
    const struct weir_json *name = weir_json_get(doc, "name");
    const struct weir_json *config = weir_json_get(doc, "config");
    if (!config || config->type != WEIR_JT_OBJECT ||
        (name && (name->type == WEIR_JT_OBJECT || name->type == WEIR_JT_ARRAY))) {
        respond_error(req, 400, "A connector is created by {\"name\": \"...\", \"config\": {...}}");
        return false;
    }
    return take_initial_state(req, doc);
}

void connectors_create(struct request *req)
{
    struct weir_json *doc = NULL;
    if (!request_json(req, &doc) || !check_create(req, doc)) {
        return;
    }
    struct weir_props *config = WEIR_NEW(&req->herder.arena, struct weir_props);
    if (!request_config(req, weir_json_get(doc, "config"), config)) {
        return;
    }
    struct weir_str name = WEIR_STR_NULL;
    const struct weir_json *given = weir_json_get(doc, "name");
    if (given && !request_text(req, given, &name)) {
        return;
    }
    req->herder.name = weir_str_trim(name.p ? name : WEIR_STR(""));
    if (!name.p) {
        req->herder.name = weir_str_trim(weir_props_get(config, "name"));
        req->herder.name.p = req->herder.name.p ? req->herder.name.p : "";
    }
    req->herder.config = config;
    request_ask(req, HERDER_CREATE, config_answer);
}

static void configure(struct request *req, enum herder_op op)
{
    take_name(req);
    struct weir_json *doc = NULL;
    struct weir_props *config = WEIR_NEW(&req->herder.arena, struct weir_props);
    if (!request_json(req, &doc) || !request_config(req, doc, config)) {
        return;
    }
    req->herder.config = config;
    request_ask(req, op, config_answer);
}

void connectors_config_put(struct request *req)
{
    configure(req, HERDER_PUT_CONFIG);
}

void connectors_config_patch(struct request *req)
{
    configure(req, HERDER_PATCH_CONFIG);
}

/* ---- look ---- */

static void info_answer(struct request *req)
{
    write_info(req, respond_json(req, 200), &req->herder.connectors[0]);
}

void connectors_get(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_GET, info_answer);
}

static void only_config_answer(struct request *req)
{
    entity_config(respond_json(req, 200), request_shown(req, req->herder.connectors[0].config));
}

void connectors_config_get(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_GET, only_config_answer);
}

static void status_answer(struct request *req)
{
    entity_connector_state(respond_json(req, 200), &req->herder.connectors[0]);
}

void connectors_status(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_STATUS, status_answer);
}

/* ---- change of state ---- */

static void no_content(struct request *req)
{
    respond_empty(req, 204);
}

static void accepted(struct request *req)
{
    respond_empty(req, 202);
}

void connectors_delete(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_DELETE, no_content);
}

void connectors_pause(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_PAUSE, accepted);
}

void connectors_resume(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_RESUME, accepted);
}

void connectors_stop(struct request *req)
{
    take_name(req);
    request_ask(req, HERDER_STOP, no_content);
}

static void restart_answer(struct request *req)
{
    if (req->herder.restart_plan) {
        entity_connector_state(respond_json(req, 202), &req->herder.connectors[0]);
    } else {
        respond_empty(req, 204);
    }
}

void connectors_restart(struct request *req)
{
    take_name(req);
    req->herder.include_tasks = request_flag(req, "includeTasks");
    req->herder.only_failed = request_flag(req, "onlyFailed");
    req->herder.restart_plan = req->herder.include_tasks || req->herder.only_failed;
    request_ask(req, HERDER_RESTART, restart_answer);
}

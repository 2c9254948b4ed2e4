/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_loggers.c: /admin/loggers: levels by dotted name, of this worker or, with scope=cluster, of
 * all of them.
 */
#include <weir/time.h>

#include "base/log_setup.h"
#include "rest/entities.h"
#include "rest/router.h"

static void logger_object(struct weir_buf *out, const struct logger_info *info)
{
    weir_buf_printf(out, "{\"level\":\"%s\",\"last_modified\":", info->level);
    if (info->last_modified_ms < 0) {
        weir_buf_text(out, "null}");
    } else {
        weir_buf_printf(out, "%lld}", (long long)info->last_modified_ms);
    }
}

void loggers_list(struct request *req)
{
    const struct logger_info *infos = NULL;
    size_t n = log_list(&req->herder.arena, &infos);
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        weir_buf_text(out, i ? "," : "");
        weir_json_string(out, infos[i].name);
        weir_buf_char(out, ':');
        logger_object(out, &infos[i]);
    }
    weir_buf_char(out, '}');
}

void logger_get(struct request *req)
{
    struct logger_info info;
    struct weir_str name = req->segments[2];
    if (!log_get(name, &req->herder.arena, &info)) {
        respond_error(req, 404, "Logger %.*s not found.", WEIR_STR_ARG(name));
        return;
    }
    logger_object(respond_json(req, 200), &info);
}

static void cluster_answer(struct request *req)
{
    respond_empty(req, 204);
}

static void set_here(struct request *req, enum weir_level level)
{
    const struct weir_str *names = NULL;
    size_t n = log_set(req->segments[2], level, weir_clock_wall_ms(), &req->herder.arena, &names);
    struct weir_buf *out = respond_json(req, 200);
    weir_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        weir_buf_text(out, i ? "," : "");
        weir_json_string(out, names[i]);
    }
    weir_buf_char(out, ']');
}

static bool is_cluster(struct weir_str scope)
{
    return scope.p && weir_str_eq_nocase(scope, WEIR_STR("cluster"));
}

void logger_put(struct request *req)
{
    struct weir_json *doc = NULL;
    if (!request_json(req, &doc)) {
        return;
    }
    const struct weir_json *given = weir_json_get(doc, "level");
    struct weir_str text = WEIR_STR_NULL;
    enum weir_level level;
    if (given && !request_text(req, given, &text)) {
        return;
    }
    if (!text.p) {
        respond_error(req, 400, "Desired 'level' parameter was not specified in request.");
    } else if (!log_level_parse(weir_str_trim(text), &level)) {
        respond_error(req, 404, "invalid log level '%.*s'.", WEIR_STR_ARG(text));
    } else if (is_cluster(request_param(req, "scope"))) {
        req->herder.logger = req->segments[2];
        req->herder.level = weir_str_of(log_level_name(level));
        request_ask(req, HERDER_LOGGER_LEVEL, cluster_answer);
    } else {
        set_here(req, level);
    }
}

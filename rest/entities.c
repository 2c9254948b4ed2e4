/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entities.c: connectors, tasks, their states and configuration infos as Connect's JSON, written
 * straight to the answer.
 */
#include "rest/entities.h"

void entity_member(struct weir_buf *out, const char *name)
{
    if (out->n > 0 && out->p[out->n - 1] != '{' && out->p[out->n - 1] != '[') {
        weir_buf_char(out, ',');
    }
    weir_buf_printf(out, "\"%s\":", name);
}

void entity_str(struct weir_buf *out, struct weir_str s)
{
    if (s.p) {
        weir_json_string(out, s);
    } else {
        weir_buf_text(out, "null");
    }
}

static void comma(struct weir_buf *out, size_t i)
{
    if (i > 0) {
        weir_buf_char(out, ',');
    }
}

static void member_str(struct weir_buf *out, const char *name, struct weir_str s)
{
    entity_member(out, name);
    entity_str(out, s);
}

static void member_text(struct weir_buf *out, const char *name, const char *text)
{
    member_str(out, name, weir_str_of(text));
}

static void member_strs(struct weir_buf *out, const char *name, const struct weir_str *items,
                        size_t n)
{
    entity_member(out, name);
    weir_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        comma(out, i);
        entity_str(out, items[i]);
    }
    weir_buf_char(out, ']');
}

void entity_config(struct weir_buf *out, const struct weir_props *config)
{
    weir_buf_char(out, '{');
    for (size_t i = 0; i < config->n; i++) {
        comma(out, i);
        weir_json_string(out, config->items[i].name);
        weir_buf_char(out, ':');
        entity_str(out, config->items[i].value);
    }
    weir_buf_char(out, '}');
}

static void task_id(struct weir_buf *out, struct weir_str connector, int task)
{
    weir_buf_char(out, '{');
    member_str(out, "connector", connector);
    entity_member(out, "task");
    weir_buf_i64(out, task);
    weir_buf_char(out, '}');
}

void entity_connector_info(struct weir_buf *out, const struct connector_info *info)
{
    weir_buf_char(out, '{');
    member_str(out, "name", info->name);
    entity_member(out, "config");
    entity_config(out, info->config);
    entity_member(out, "tasks");
    weir_buf_char(out, '[');
    for (int i = 0; i < info->n_tasks; i++) {
        comma(out, (size_t)i);
        task_id(out, info->name, i);
    }
    weir_buf_char(out, ']');
    member_text(out, "type", info->type);
    weir_buf_char(out, '}');
}

/* The members that connectors' and tasks' states share. A trace is last and only when there is
 * one; what Connect does not know follows only where it says something. */
static void state_members(struct weir_buf *out, const struct task_state *task)
{
    member_text(out, "state", run_state_name(task->state));
    member_str(out, "worker_id", task->worker_id);
    if (!weir_str_is(task->version, "undefined")) {
        member_str(out, "version", task->version);
    }
    if (task->restarts > 0) {
        entity_member(out, "restarts");
        weir_buf_i64(out, task->restarts);
        member_str(out, "last_error", task->last_error);
    }
    if (task->progress.n > 0) {
        member_str(out, "progress", task->progress);
    }
    if (task->trouble.n > 0) {
        member_str(out, "trouble", task->trouble);
    }
    if (task->stalled) {
        entity_member(out, "stalled");
        weir_buf_text(out, "true");
    }
    if (task->trace.n > 0) {
        member_str(out, "trace", task->trace);
    }
}

void entity_task_state(struct weir_buf *out, const struct task_state *task)
{
    weir_buf_char(out, '{');
    entity_member(out, "id");
    weir_buf_i64(out, task->id);
    state_members(out, task);
    weir_buf_char(out, '}');
}

void entity_connector_state(struct weir_buf *out, const struct connector_info *info)
{
    weir_buf_char(out, '{');
    member_str(out, "name", info->name);
    entity_member(out, "connector");
    weir_buf_char(out, '{');
    state_members(out, &info->connector);
    weir_buf_char(out, '}');
    entity_member(out, "tasks");
    weir_buf_char(out, '[');
    for (int i = 0; i < info->n_task_states; i++) {
        comma(out, (size_t)i);
        entity_task_state(out, &info->tasks[i]);
    }
    weir_buf_char(out, ']');
    member_text(out, "type", info->type);
    weir_buf_char(out, '}');
}

void entity_task_info(struct weir_buf *out, struct weir_str connector, int task,
                      const struct weir_props *config)
{
    weir_buf_char(out, '{');
    entity_member(out, "id");
    task_id(out, connector, task);
    entity_member(out, "config");
    entity_config(out, config);
    weir_buf_char(out, '}');
}

void entity_key_info(struct weir_buf *out, const struct config_key_info *key)
{
    weir_buf_char(out, '{');
    member_str(out, "name", key->name);
    member_text(out, "type", key->type);
    entity_member(out, "required");
    weir_buf_text(out, key->required ? "true" : "false");
    member_str(out, "default_value", key->default_value);
    member_text(out, "importance", key->importance);
    member_str(out, "documentation", key->documentation);
    member_str(out, "group", key->group);
    entity_member(out, "order_in_group");
    weir_buf_i64(out, key->order_in_group);
    member_text(out, "width", key->width);
    member_str(out, "display_name", key->display_name);
    member_strs(out, "dependents", key->dependents, key->n_dependents);
    weir_buf_char(out, '}');
}

static void config_value(struct weir_buf *out, const struct config_info *info)
{
    weir_buf_char(out, '{');
    member_str(out, "name", info->name);
    member_str(out, "value", info->value);
    member_strs(out, "recommended_values", info->recommended, info->n_recommended);
    member_strs(out, "errors", info->errors, info->n_errors);
    entity_member(out, "visible");
    weir_buf_text(out, info->visible ? "true" : "false");
    weir_buf_char(out, '}');
}

void entity_config_infos(struct weir_buf *out, const struct config_infos *infos)
{
    weir_buf_char(out, '{');
    member_str(out, "name", infos->name);
    entity_member(out, "error_count");
    weir_buf_i64(out, (int64_t)infos->error_count);
    member_strs(out, "groups", infos->groups, infos->n_groups);
    entity_member(out, "configs");
    weir_buf_char(out, '[');
    for (size_t i = 0; i < infos->n; i++) {
        comma(out, i);
        weir_buf_text(out, "{\"definition\":");
        if (infos->items[i].definition.name.p) {
            entity_key_info(out, &infos->items[i].definition);
        } else {
            weir_buf_text(out, "null");
        }
        weir_buf_text(out, ",\"value\":");
        config_value(out, &infos->items[i]);
        weir_buf_char(out, '}');
    }
    weir_buf_char(out, ']');
    if (infos->n_findings) { /* Connect has no such member, and its connectors tell nothing else */
        member_strs(out, "warnings", infos->findings, infos->n_findings);
    }
    weir_buf_char(out, '}');
}

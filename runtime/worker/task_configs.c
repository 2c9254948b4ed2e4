/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_configs.c: runs on the connector's thread: resolves variables, fills the typed
 * configuration, lets the connector divide its work, puts variables back. Next:
 * connector_configs.c publishes the result.
 */
#include "worker/task_configs.h"

#include <stdio.h>

#include "base/secrets.h"
#include "conf/conf_apply.h"
#include "conf/connector_keys.h"
#include "plugin/task_ops.h"

/* ---- helpers of all that runs a connector's code ---- */

const struct weir_connector_ops *connector_ops(const struct registry_entry *entry)
{
    if (entry->component->kind == WEIR_SINK) {
        return &((const struct weir_sink_ops *)entry->component->ops)->connector;
    }
    return &((const struct weir_source_ops *)entry->component->ops)->connector;
}

enum weir_verdict connector_typed_conf(const struct registry_entry *entry,
                                       const struct weir_props *resolved,
                                       struct weir_arena *arena, const void **conf,
                                       struct weir_err *err)
{
    const struct weir_component *component = entry->component;
    void *filled = weir_arena_zalloc(arena, component->conf_size);
    *conf = filled;
    return component->keys ? conf_apply(component->keys, resolved, filled, arena, err) : WEIR_OK;
}

/* ---- the job ---- */

static enum weir_verdict check_count(const struct task_configs_job *ask, size_t n, int max,
                                     bool enforce, const struct weir_log *log,
                                     struct weir_err *err)
{
    if (n <= (size_t)max) {
        return WEIR_OK;
    }
    if (!enforce) {
        weir_warn(log, "The connector %s has generated %zu tasks, which is greater than %d, the "
                  "maximum number of tasks it is configured to create. This behavior should be "
                  "considered a bug and will be disallowed in future releases of Kafka Connect.",
                  ask->name, n, max);
        return WEIR_OK;
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "The connector %s has generated %zu tasks, which is greater than %d, the "
                        "maximum number of tasks it is configured to create. This behaviour "
                        "should be considered a bug and is disallowed. If necessary, it can be "
                        "permitted by reconfiguring the connector with 'tasks.max.enforce' set to "
                        "false; however, this option will be removed in a future release of Kafka "
                        "Connect.", ask->name, n, max);
}

/*
 * The class a Java worker would run this task with, should the connector go back to one:
 * FileStreamSourceConnector has FileStreamSourceTask, Debezium's MySqlConnector MySqlConnectorTask.
 */
static const char *task_class(const struct registry_entry *entry, struct weir_arena *arena)
{
    struct weir_str class = weir_str_of(entry->class_name);
    struct weir_str suffix = WEIR_STR("Connector");
    bool debezium = weir_str_starts(class, WEIR_STR("io.debezium."));
    if (!debezium && weir_str_ends(class, suffix)) {
        class.n -= suffix.n;
    }
    return weir_arena_printf(arena, "%.*sTask", WEIR_STR_ARG(class));
}

static void copy_key(struct weir_props *task, const struct weir_props *from, const char *key)
{
    struct weir_str value = weir_props_get(from, key);
    if (value.p) {
        weir_props_set(task, weir_str_of(key), value);
    }
}

static void finish_task(const struct task_configs_job *ask, const struct weir_props *resolved,
                        struct weir_props *task)
{
    if (!weir_props_has(task, "task.class")) {
        weir_props_set_c(task, "task.class", task_class(ask->entry, task->arena));
    }
    if (ask->is_sink) {
        copy_key(task, resolved, "topics");
        copy_key(task, resolved, "topics.regex");
    }
    providers_restore(&ask->raw, resolved, task);
}

static enum weir_verdict divide(struct task_configs_job *ask, const struct weir_props *resolved,
                                const struct weir_log *log, struct weir_task_configs *configs,
                                struct weir_err *err)
{
    struct weir_arena *arena = &ask->job.arena;
    struct connector_conf common = {.tasks_max = 1};
    const void *conf = NULL;
    enum weir_verdict verdict = conf_apply(connector_keys, resolved, &common, arena, err);
    if (verdict == WEIR_OK) {
        verdict = connector_typed_conf(ask->entry, resolved, arena, &conf, err);
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    const struct weir_connector_ops *ops = connector_ops(ask->entry);
    if (!ops->task_configs) {
        weir_task_configs_add(configs);
        return WEIR_OK;
    }
    struct weir_connector connector = {.name = ask->name,
                                       .props = resolved,
                                       .log = log,
                                       .arena = arena,
                                       .cancelled = &ask->job.cancelled};
    verdict = ops->task_configs(&connector, conf, common.tasks_max, configs, err);
    return verdict == WEIR_OK ? check_count(ask, configs->n, common.tasks_max,
                                            common.tasks_max_enforce, log, err)
                              : verdict;
}

static void work(struct job *job)
{
    struct task_configs_job *ask = (struct task_configs_job *)job;
    struct weir_log log;
    struct weir_props resolved;
    weir_log_init(&log, ask->entry->class_name, ask->name, -1, "");
    weir_props_init(&resolved, &job->arena);
    job->verdict = providers_resolve(ask->providers, &ask->raw, &resolved, &job->err);
    if (job->verdict != WEIR_OK) {
        return;
    }
    struct weir_task_configs configs = {.arena = &job->arena, .connector = &resolved};
    job->verdict = divide(ask, &resolved, &log, &configs, &job->err);
    if (job->verdict != WEIR_OK) {
        secrets_redact_to(job->err.text, sizeof(job->err.text), job->err.text, &ask->raw);
        return;
    }
    for (uint32_t i = 0; i < configs.n; i++) {
        finish_task(ask, &resolved, configs.items[i]);
    }
    ask->tasks = (const struct weir_props **)configs.items;
    ask->n_tasks = configs.n;
}

struct job *task_configs_job_new(struct connector *connector, const struct config_connector *cc,
                                 void (*done)(struct job *job))
{
    struct task_configs_job *ask = job_new(sizeof(*ask), work, done, connector);
    ask->name = weir_arena_cstr(&ask->job.arena, connector->name.p);
    ask->entry = connector->entry;
    ask->is_sink = connector->is_sink;
    ask->providers = connector->herder->providers;
    ask->config_rev = cc->config_rev;
    weir_props_init(&ask->raw, &ask->job.arena);
    weir_props_copy(&ask->raw, &cc->config->props);
    return &ask->job;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * herder_records.c: what a record of the config topic means while the worker runs. While it starts
 * records are only applied: restarts and logger levels of the past are over.
 */
#include "base/log_setup.h"
#include "worker/connector.h"

static void set_level(struct herder *herder, const struct config_event *event)
{
    enum weir_level level;
    const struct weir_str *affected;
    if (!log_level_parse(event->level, &level)) {
        weir_warn(&herder->log, "the config topic names an unknown log level: %.*s",
                  WEIR_STR_ARG(event->level));
        return;
    }
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    log_set(event->name, level, weir_clock_wall_ms(), &arena, &affected);
    weir_arena_free(&arena);
}

static void restart(struct herder *herder, const struct config_event *event)
{
    if (!herder_leads(herder) || !config_store_get(herder->configs, event->name)) {
        return;
    }
    struct connector *connector = connector_obtain(herder, event->name);
    connector_restart_plan(connector, event->include_tasks, event->only_failed);
    connector_release(connector);
}

void herder_apply_config(struct herder *herder, struct weir_str key, struct weir_str value)
{
    struct config_event event;
    config_store_apply(herder->configs, key, value, &event);
    if (herder->phase != PHASE_READY) {
        return;
    }
    switch (event.change) {
    case CONFIG_CONNECTOR:
    case CONFIG_REMOVED:
    case CONFIG_TARGET:
    case CONFIG_TASKS:
    case CONFIG_FENCED:
    case CONFIG_BAD:
        connector_reconcile(herder, event.name);
        break;
    case CONFIG_RESTART:
        restart(herder, &event);
        break;
    case CONFIG_LOGGER:
        set_level(herder, &event);
        break;
    case CONFIG_SESSION_KEY:
    case CONFIG_NOTHING:
        break;
    }
}

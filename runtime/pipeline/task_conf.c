/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_conf.c: a task's texts come in, what its parts are opened with goes out: the struct of the
 * connector's own keys, and the settings of its bus clients.
 */
#include "pipeline/task.h"

#include "conf/conf_apply.h"

enum weir_verdict task_plugin_conf(struct task *task, const void **conf, struct weir_err *err)
{
    const struct weir_component *component = task->entry->component;
    if (!component->keys || !component->conf_size) {
        *conf = NULL;
        return WEIR_OK;
    }
    void *out = weir_arena_zalloc(&task->arena, component->conf_size);
    *conf = out;
    return conf_apply(component->keys, &task->props, out, &task->arena, err);
}

static void set_all(struct weir_props *to, const struct weir_props *from)
{
    for (size_t i = 0; i < from->n; i++) {
        weir_props_set(to, from->items[i].name, from->items[i].value);
    }
}

struct weir_props *task_client_props(struct task *task, const char *what)
{
    struct weir_arena *arena = &task->arena;
    struct weir_props *out = WEIR_NEW(arena, struct weir_props);
    weir_props_init(out, arena);
    weir_props_sub(out, task->pipeline->worker->props, weir_arena_printf(arena, "%s.", what));
    struct weir_props override;
    weir_props_init(&override, arena);
    weir_props_sub(&override, &task->props, weir_arena_printf(arena, "%s.override.", what));
    set_all(out, &override);
    return out;
}

const char *task_client_id(struct task *task, const char *what)
{
    return weir_arena_printf(&task->arena, "connector-%s-%s-%d", what, task->api.connector,
                             task->api.id);
}

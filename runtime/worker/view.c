/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view.c: puts together what the config topic says of a connector, what the status topic says, and
 * what this worker knows of the tasks that run here.
 */
#include "worker/view.h"

#include "worker/connector.h"

const char *view_type(const struct herder *herder, const struct weir_props *config)
{
    const struct registry *registry = herder->options.registry;
    struct weir_str class = config ? weir_props_get(config, "connector.class") : WEIR_STR_NULL;
    if (class.p && registry_find(registry, WEIR_SOURCE, class)) {
        return "source";
    }
    return class.p && registry_find(registry, WEIR_SINK, class) ? "sink" : "unknown";
}

static struct weir_str copy(struct weir_arena *arena, struct weir_str text)
{
    return text.p ? weir_arena_str(arena, text) : text;
}

/* An empty trace is none. */
static void copy_status(struct weir_arena *arena, const struct status *status,
                        struct task_state *out)
{
    out->state = status->state;
    out->worker_id = copy(arena, status->worker_id);
    out->version = copy(arena, status->version);
    out->trace = status->trace.n ? copy(arena, status->trace) : WEIR_STR_NULL;
}

/* ---- what runs here ---- */

static struct weir_str progress_text(struct weir_arena *arena, struct task_metrics *metrics)
{
    struct weir_buf text;
    weir_buf_init(&text, 512);
    pthread_mutex_lock(&metrics->lock);
    int64_t done = metrics->progress_done, total = metrics->progress_total;
    int64_t spent_ms = weir_clock_wall_ms() - metrics->progress_since_ms;
    if (metrics->progress[0]) {
        weir_buf_printf(&text, "%s: %lld", metrics->progress, (long long)done);
    }
    if (metrics->progress[0] && total >= 0) {
        weir_buf_printf(&text, " of %lld", (long long)total);
    }
    if (metrics->progress[0] && total > done && done > 0 && spent_ms > 0) {
        double left_s = (double)spent_ms / (double)done * (double)(total - done) / 1000.0;
        weir_buf_printf(&text, ", %.0f s left", left_s);
    }
    pthread_mutex_unlock(&metrics->lock);
    struct weir_str shown =
        text.n ? weir_arena_str(arena, weir_buf_view(&text)) : WEIR_STR_NULL;
    weir_buf_free(&text);
    return shown;
}

static struct weir_str trouble_text(struct weir_arena *arena, struct task_metrics *metrics)
{
    pthread_mutex_lock(&metrics->lock);
    struct weir_str text = metrics->trouble[0]
                               ? weir_arena_str(arena, weir_str_of(metrics->trouble))
                               : WEIR_STR_NULL;
    pthread_mutex_unlock(&metrics->lock);
    return text;
}

static bool is_stalled(const struct herder *herder, struct task_metrics *metrics)
{
    int64_t since_ms = atomic_load(&metrics->callback_since_ms);
    return since_ms > 0 &&
           weir_clock_mono_ms() - since_ms > herder->options.worker->task_stall_ms;
}

static void drop_metrics(void *metrics)
{
    task_metrics_unref(metrics);
}

static void add_run(const struct herder *herder, struct weir_arena *arena,
                    const struct task_slot *slot, int what, struct task_state *out)
{
    out->restarts = slot->restarts;
    out->last_error = copy(arena, weir_str_of(slot->last_error));
    if (slot->run) {
        out->progress =
            slot->run->stopping ? WEIR_STR("stopping") : progress_text(arena, slot->metrics);
        out->trouble = trouble_text(arena, slot->metrics);
        out->stalled = is_stalled(herder, slot->metrics);
    }
    if (what & VIEW_METRICS) {
        out->metrics = task_metrics_ref(slot->metrics);
        weir_arena_hook(arena, drop_metrics, slot->metrics);
    }
}

/* Its thread has not said anything yet: it may hang in its very first call. */
static bool add_silent(const struct herder *herder, struct weir_arena *arena,
                       const struct task_slot *slot, int what, struct task_state *out)
{
    if (!slot->run) {
        return false;
    }
    *out = (struct task_state){.id = slot->id,
                               .state = STATE_UNASSIGNED,
                               .worker_id = weir_arena_str(arena, weir_str_of(
                                                               herder->options.worker_id)),
                               .version = weir_str_of(slot->connector->entry->version)};
    add_run(herder, arena, slot, what, out);
    return true;
}

static const struct task_slot *find_slot(const struct connector *connector, int task)
{
    return connector && task < connector->n_slots ? connector->slots[task] : NULL;
}

/* In the order of their ids: those of the status topic, and those that only run here. */
static void add_tasks(const struct herder *herder, struct weir_arena *arena, int what,
                      const struct status_entry *entry, const struct connector *connector,
                      struct connector_info *out)
{
    int n_slots = connector ? connector->n_slots : 0, next = 0, n = 0;
    struct task_state *tasks =
        WEIR_NEW_ARRAY(arena, struct task_state, entry->n_tasks + (size_t)n_slots + 1);
    for (size_t i = 0; i < entry->n_tasks; i++) {
        int id = entry->tasks[i].id;
        for (; next < id && next < n_slots; next++) {
            n += add_silent(herder, arena, connector->slots[next], what, &tasks[n]);
        }
        next = id + 1;
        tasks[n].id = id;
        copy_status(arena, &entry->tasks[i].cell.status, &tasks[n]);
        const struct task_slot *slot = find_slot(connector, id);
        if (slot) {
            add_run(herder, arena, slot, what, &tasks[n]);
        }
        n++;
    }
    for (; next < n_slots; next++) {
        n += add_silent(herder, arena, connector->slots[next], what, &tasks[n]);
    }
    out->tasks = tasks;
    out->n_task_states = n;
}

static void add_status(const struct herder *herder, struct weir_arena *arena, int what,
                       struct connector_info *out)
{
    const struct status_entry *entry = status_store_get(herder->statuses, out->name);
    const struct connector *connector = connector_find(herder, out->name);
    if (!entry) {
        return;
    }
    out->has_status = entry->connector.known;
    if (out->has_status) {
        copy_status(arena, &entry->connector.status, &out->connector);
    }
    if (connector) {
        out->connector.restarts = connector->restarts;
        out->connector.last_error = copy(arena, weir_str_of(connector->last_error));
    }
    add_tasks(herder, arena, what, entry, connector, out);
}

/* ---- what is configured ---- */

static void add_class(const struct herder *herder, struct weir_arena *arena,
                      struct connector_info *out)
{
    const struct registry *registry = herder->options.registry;
    struct weir_str class = weir_props_get(out->config, "connector.class");
    const struct registry_entry *entry =
        class.p ? registry_find(registry, WEIR_SOURCE, class) : NULL;
    if (class.p && !entry) {
        entry = registry_find(registry, WEIR_SINK, class);
    }
    out->class_name = entry ? weir_str_of(entry->class_name) : copy(arena, class);
    out->version = weir_str_of(entry ? entry->version : NULL);
}

static void drop_config(void *doc)
{
    config_doc_unref(doc);
}

const struct weir_props *view_config(struct weir_arena *arena, struct config_doc *doc)
{
    weir_arena_hook(arena, drop_config, config_doc_ref(doc));
    return &doc->props;
}

void view_connector(const struct herder *herder, struct weir_arena *arena, struct weir_str name,
                    const struct config_connector *cc, int what, struct connector_info *out)
{
    static const struct weir_props none = {.n = 0};
    const struct weir_props *config = cc && cc->config ? view_config(arena, cc->config) : &none;
    *out = (struct connector_info){.name = copy(arena, name),
                                   .type = view_type(herder, config),
                                   .config = config,
                                   .n_tasks = cc && !cc->inconsistent ? cc->n_tasks : 0};
    if (what & (VIEW_STATUS | VIEW_METRICS)) {
        add_status(herder, arena, what, out);
    }
    if (what & VIEW_METRICS) {
        add_class(herder, arena, out);
    }
}

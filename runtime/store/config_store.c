/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_store.c: the reading rules of the config topic. Task configurations wait for the commit
 * that makes them effective; a commit that finds some of its tasks missing (compaction has taken
 * them) leaves the connector inconsistent until its tasks are written again.
 */
#include "store/config_store.h"

#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>

#include "base/map.h"

#define DEFERRED_MAX 100000

struct config_store {
    struct map connectors; /* name -> struct config_connector */
    struct weir_log log;
    struct weir_arena arena; /* of the record being applied */
    char *session_key;
    int64_t session_key_ms;
};

/* ---- documents ---- */

struct config_doc *config_doc_ref(struct config_doc *doc)
{
    if (doc) {
        atomic_fetch_add(&doc->refs, 1);
    }
    return doc;
}

void config_doc_unref(struct config_doc *doc)
{
    if (doc && atomic_fetch_sub(&doc->refs, 1) == 1) {
        weir_arena_free(&doc->arena);
        free(doc);
    }
}

static void replace_doc(struct config_doc **at, struct config_doc *doc)
{
    config_doc_unref(*at);
    *at = doc;
}

/* {"properties":{...}}: texts as they are, numbers and truths as they were written. */
static struct config_doc *read_properties(const struct weir_json *root)
{
    const struct weir_json *map = root->type == WEIR_JT_OBJECT ? weir_json_get(root, "properties")
                                                               : NULL;
    if (!map || map->type != WEIR_JT_OBJECT) {
        return NULL;
    }
    struct config_doc *doc = weir_xcalloc(1, sizeof(*doc));
    atomic_init(&doc->refs, 1);
    weir_arena_init(&doc->arena, 1024);
    weir_props_init(&doc->props, &doc->arena);
    for (const struct weir_json *val = map->first; val; val = val->next) {
        struct weir_str text = val->text;
        if (val->type == WEIR_JT_BOOL) {
            text = val->truth ? WEIR_STR("true") : WEIR_STR("false");
        } else if (val->type != WEIR_JT_STRING && val->type != WEIR_JT_NUMBER) {
            text = WEIR_STR_NULL;
        }
        weir_props_set(&doc->props, val->name, text);
    }
    return doc;
}

/* ---- connectors ---- */

static struct config_connector *obtain(struct config_store *store, struct weir_str name)
{
    struct config_connector *cc = map_get(&store->connectors, name);
    if (!cc) {
        cc = weir_xcalloc(1, sizeof(*cc));
        cc->name = weir_str_n(weir_xstrndup(name.p, name.n), name.n);
        cc->fenced_tasks = -1;
        map_set(&store->connectors, name, cc);
    }
    return cc;
}

static void drop_deferred(struct config_connector *cc)
{
    for (size_t i = 0; i < cc->n_deferred; i++) {
        config_doc_unref(cc->deferred[i].doc);
    }
    free(cc->deferred);
    cc->deferred = NULL;
    cc->n_deferred = cc->cap_deferred = 0;
}

static void drop_tasks(struct config_connector *cc)
{
    for (int i = 0; cc->tasks && i < cc->n_tasks; i++) {
        config_doc_unref(cc->tasks[i]);
    }
    free(cc->tasks);
    cc->tasks = NULL;
    cc->n_tasks = 0;
}

/* What remains is its target state and its fencing. */
static void remove_config(struct config_connector *cc)
{
    replace_doc(&cc->config, NULL);
    replace_doc(&cc->applied, NULL);
    drop_deferred(cc);
    drop_tasks(cc);
    cc->inconsistent = false;
    free(cc->bad);
    cc->bad = NULL;
    cc->config_rev++;
    cc->tasks_rev++;
}

static void free_connector(struct config_connector *cc)
{
    remove_config(cc);
    free((char *)cc->name.p);
    free(cc);
}

/* ---- records ---- */

static void complain(struct config_store *store, struct config_event *event, struct weir_str key,
                     const char *why)
{
    weir_error(&store->log, "ignoring the record '%.*s' of the config topic: %s",
               WEIR_STR_ARG(key), why);
    event->change = CONFIG_NOTHING;
}

static void apply_connector(struct config_store *store, const struct weir_json *root,
                            struct config_event *event)
{
    struct config_connector *cc = obtain(store, event->name);
    if (!root) {
        remove_config(cc);
        event->change = CONFIG_REMOVED;
        return;
    }
    struct config_doc *doc = read_properties(root);
    if (!doc) {
        free(cc->bad);
        cc->bad = weir_xstrdup("its record in the config topic is not {\"properties\":{...}}");
        event->change = CONFIG_BAD;
        return;
    }
    replace_doc(&cc->config, doc);
    free(cc->bad);
    cc->bad = NULL;
    cc->config_rev++;
    event->change = CONFIG_CONNECTOR;
}

static void apply_target(struct config_store *store, struct weir_str key,
                         const struct weir_json *root, struct config_event *event)
{
    enum target_state state = TARGET_STARTED;
    if (root) {
        struct weir_str text = weir_json_get_str(root, "state.v2");
        text = text.p ? text : weir_json_get_str(root, "state");
        if (!target_state_parse(text, &state)) {
            complain(store, event, key, "it names no target state");
            return;
        }
    }
    struct config_connector *cc = obtain(store, event->name);
    event->change = cc->target == state ? CONFIG_NOTHING : CONFIG_TARGET;
    cc->target = state;
}

static void defer(struct config_connector *cc, int id, struct config_doc *doc)
{
    for (size_t i = 0; i < cc->n_deferred; i++) {
        if (cc->deferred[i].id == id) {
            replace_doc(&cc->deferred[i].doc, doc);
            return;
        }
    }
    if (cc->n_deferred == cc->cap_deferred) {
        cc->cap_deferred = cc->cap_deferred ? cc->cap_deferred * 2 : 4;
        cc->deferred = weir_xrealloc(cc->deferred, cc->cap_deferred, sizeof(*cc->deferred));
    }
    cc->deferred[cc->n_deferred++] = (struct deferred_task){id, doc};
}

static void apply_task(struct config_store *store, struct weir_str key,
                       const struct weir_json *root, struct config_event *event)
{
    struct weir_str name;
    int id;
    event->change = CONFIG_NOTHING;
    if (!task_key_split(event->name, &name, &id)) {
        complain(store, event, key, "its key names no task");
        return;
    }
    struct config_doc *doc = root ? read_properties(root) : NULL;
    if (!doc) {
        complain(store, event, key, "it is not {\"properties\":{...}}");
        return;
    }
    struct config_connector *cc = obtain(store, name);
    if (cc->n_deferred >= DEFERRED_MAX) {
        config_doc_unref(doc);
        complain(store, event, key, "too many tasks wait for their commit");
        return;
    }
    defer(cc, id, doc);
}

static struct config_doc *find_deferred(const struct config_connector *cc, int id)
{
    for (size_t i = 0; i < cc->n_deferred; i++) {
        if (cc->deferred[i].id == id) {
            return cc->deferred[i].doc;
        }
    }
    return NULL;
}

/* Tasks 0..n-1, or NULL when one is missing. More than n may be there: compaction left them. */
static struct config_doc **take_deferred(const struct config_connector *cc, int n)
{
    struct config_doc **tasks = weir_xcalloc((size_t)n + 1, sizeof(*tasks));
    for (int i = 0; i < n; i++) {
        tasks[i] = find_deferred(cc, i);
        if (!tasks[i]) {
            free(tasks);
            return NULL;
        }
    }
    for (int i = 0; i < n; i++) {
        config_doc_ref(tasks[i]);
    }
    return tasks;
}

static void commit(struct config_connector *cc, int n)
{
    struct config_doc **tasks = (size_t)n <= cc->n_deferred ? take_deferred(cc, n) : NULL;
    cc->inconsistent = tasks == NULL;
    drop_tasks(cc);
    cc->tasks = tasks;
    cc->n_tasks = n;
    if (tasks) {
        replace_doc(&cc->applied, config_doc_ref(cc->config));
    }
    drop_deferred(cc);
    cc->pending_fencing = true;
    cc->tasks_rev++;
}

static void apply_commit(struct config_store *store, struct weir_str key,
                         const struct weir_json *root, struct config_event *event)
{
    struct config_connector *cc = map_get(&store->connectors, event->name);
    if (!cc || !cc->config) {
        /* Deleted, and compaction has taken every trace of it but its tasks. */
        if (cc) {
            drop_deferred(cc);
        }
        event->change = CONFIG_NOTHING;
        return;
    }
    int64_t n;
    if (!root || !weir_json_get_i64(root, "tasks", &n) || n < 0 || n > DEFERRED_MAX) {
        complain(store, event, key, "it names no number of tasks");
        return;
    }
    commit(cc, (int)n);
    event->change = CONFIG_TASKS;
}

static bool flag_of(const struct weir_json *root, const char *name)
{
    const struct weir_json *val = weir_json_get(root, name);
    return val && val->type == WEIR_JT_BOOL && val->truth;
}

static void apply_restart(struct config_store *store, struct weir_str key,
                          const struct weir_json *root, struct config_event *event)
{
    if (!root || root->type != WEIR_JT_OBJECT) {
        complain(store, event, key, "it is no restart request");
        return;
    }
    event->include_tasks = flag_of(root, "include-tasks");
    event->only_failed = flag_of(root, "only-failed");
    event->change = CONFIG_RESTART;
}

static void apply_fencing(struct config_store *store, struct weir_str key,
                          const struct weir_json *root, struct config_event *event)
{
    int64_t n;
    if (!root || !weir_json_get_i64(root, "task-count", &n) || n < 0 || n > DEFERRED_MAX) {
        complain(store, event, key, "it names no number of tasks");
        return;
    }
    struct config_connector *cc = obtain(store, event->name);
    cc->fenced_tasks = (int)n;
    cc->pending_fencing = false;
    event->change = CONFIG_FENCED;
}

static void apply_session_key(struct config_store *store, struct weir_str key,
                              const struct weir_json *root, struct config_event *event)
{
    int64_t created_ms;
    struct weir_str text = root ? weir_json_get_str(root, "key") : WEIR_STR_NULL;
    if (!text.n || !weir_json_get_str(root, "algorithm").n ||
        !weir_json_get_i64(root, "creation-timestamp", &created_ms)) {
        complain(store, event, key, "it is no session key");
        return;
    }
    free(store->session_key);
    store->session_key = weir_xstrndup(text.p, text.n);
    store->session_key_ms = created_ms;
    event->change = CONFIG_SESSION_KEY;
}

static void apply_logger(struct config_store *store, struct weir_str key,
                         const struct weir_json *root, struct config_event *event)
{
    event->level = root ? weir_json_get_str(root, "level") : WEIR_STR_NULL;
    event->change = CONFIG_LOGGER;
    if (!event->level.p) {
        complain(store, event, key, "it names no level");
    }
}

/* ---- which record is it ---- */

struct record_kind {
    struct weir_str prefix;
    bool whole; /* the prefix is the whole key */
    void (*apply)(struct config_store *store, struct weir_str key, const struct weir_json *root,
                  struct config_event *event);
};

static void apply_connector_record(struct config_store *store, struct weir_str key,
                                   const struct weir_json *root, struct config_event *event)
{
    (void)key;
    apply_connector(store, root, event);
}

/* The order matters: task- and tasks-fencing- begin alike up to their fifth letter. */
static const struct record_kind kinds[] = {
    {{KEY_TARGET_STATE, sizeof(KEY_TARGET_STATE) - 1}, false, apply_target},
    {{KEY_CONNECTOR, sizeof(KEY_CONNECTOR) - 1}, false, apply_connector_record},
    {{KEY_TASK, sizeof(KEY_TASK) - 1}, false, apply_task},
    {{KEY_COMMIT, sizeof(KEY_COMMIT) - 1}, false, apply_commit},
    {{KEY_RESTART, sizeof(KEY_RESTART) - 1}, false, apply_restart},
    {{KEY_FENCING, sizeof(KEY_FENCING) - 1}, false, apply_fencing},
    {{KEY_SESSION, sizeof(KEY_SESSION) - 1}, true, apply_session_key},
    {{KEY_LOGGER, sizeof(KEY_LOGGER) - 1}, false, apply_logger},
};

static const struct record_kind *kind_of(struct weir_str key)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].whole ? weir_str_eq(key, kinds[i].prefix)
                           : weir_str_starts(key, kinds[i].prefix)) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* JSON that cannot be parsed: for a connector's own record this is that connector's failure. */
static void apply_unreadable(struct config_store *store, const struct record_kind *kind,
                             struct weir_str key, const char *why, struct config_event *event)
{
    complain(store, event, key, why);
    if (kind->apply == apply_connector_record) {
        struct config_connector *cc = obtain(store, event->name);
        free(cc->bad);
        cc->bad = weir_xprintf("its record in the config topic cannot be read: %s", why);
        event->change = CONFIG_BAD;
    }
}

void config_store_apply(struct config_store *store, struct weir_str key, struct weir_str value,
                        struct config_event *event)
{
    *event = (struct config_event){.change = CONFIG_NOTHING};
    const struct record_kind *kind = key.p ? kind_of(key) : NULL;
    if (!kind) {
        weir_debug(&store->log, "a record of the config topic with the key '%.*s' is not known",
                   WEIR_STR_ARG(key));
        return;
    }
    event->name = weir_str_from(key, kind->whole ? 0 : kind->prefix.n);
    weir_arena_reset(&store->arena);
    struct weir_json *root = NULL;
    struct weir_err err;
    /* An empty value is a tombstone to Connect's JSON. */
    if (value.n && weir_json_parse(&store->arena, value, &root, &err) != WEIR_OK) {
        apply_unreadable(store, kind, key, err.text, event);
        return;
    }
    if (root && root->type == WEIR_JT_NULL) {
        root = NULL;
    }
    kind->apply(store, key, root, event);
}

/* ---- looking ---- */

struct config_connector *config_store_find(const struct config_store *store, struct weir_str name)
{
    return map_get(&store->connectors, name);
}

struct config_connector *config_store_get(const struct config_store *store, struct weir_str name)
{
    struct config_connector *cc = map_get(&store->connectors, name);
    return cc && cc->config ? cc : NULL;
}

struct config_connector *config_store_next(const struct config_store *store, size_t *at)
{
    struct map_entry *entry;
    while ((entry = map_next(&store->connectors, at))) {
        struct config_connector *cc = entry->value;
        if (cc->config || cc->bad) {
            return cc;
        }
    }
    return NULL;
}

size_t config_store_count(const struct config_store *store)
{
    size_t n = 0;
    for (size_t at = 0; config_store_next(store, &at);) {
        n++;
    }
    return n;
}

struct weir_str config_store_session_key(const struct config_store *store, int64_t *created_ms)
{
    *created_ms = store->session_key_ms;
    return weir_str_of(store->session_key);
}

bool config_store_tasks_equal(const struct config_connector *cc,
                              const struct weir_props *const *tasks, size_t n)
{
    if (cc->inconsistent || (size_t)cc->n_tasks != n || !cc->applied ||
        !weir_props_equal(&cc->applied->props, &cc->config->props)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!weir_props_equal(tasks[i], &cc->tasks[i]->props)) {
            return false;
        }
    }
    return true;
}

struct config_store *config_store_new(void)
{
    struct config_store *store = weir_xcalloc(1, sizeof(*store));
    weir_arena_init(&store->arena, 4096);
    weir_log_init(&store->log, "org.apache.kafka.connect.storage", "", -1, "");
    return store;
}

void config_store_free(struct config_store *store)
{
    if (!store) {
        return;
    }
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&store->connectors, &at));) {
        free_connector(entry->value);
    }
    map_free(&store->connectors);
    weir_arena_free(&store->arena);
    free(store->session_key);
    free(store);
}

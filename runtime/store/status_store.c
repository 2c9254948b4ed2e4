/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_store.c: the map of states, changed by what is read and by what this worker puts. Writing
 * is status_writer.c's.
 */
#include "store/status_store.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "base/map.h"
#include "store/status_writer.h"

#define TRACE_MAX ((size_t)64 << 10)

struct status_store {
    struct map entries; /* connector -> struct status_entry */
    struct map gone; /* keys this worker dropped, until it reads that: what comes before is older */
    struct status_writer *writer;
    struct weir_log log;
    int64_t generation;
    bool own; /* this worker leads */
};

/* ---- cells ---- */

static struct weir_str copy(struct weir_str text)
{
    return text.p ? weir_str_n(weir_xstrndup(text.p, text.n), text.n) : WEIR_STR_NULL;
}

static void cell_clear(struct status_cell *cell)
{
    free((char *)cell->status.trace.p);
    free((char *)cell->status.worker_id.p);
    free((char *)cell->status.version.p);
    *cell = (struct status_cell){.known = false};
}

static void cell_set(struct status_cell *cell, const struct status *status, bool own)
{
    struct weir_str trace = status->trace;
    trace.n = trace.n > TRACE_MAX ? TRACE_MAX : trace.n;
    struct status_cell fresh = {
        .status = {.state = status->state,
                   .trace = copy(trace),
                   .worker_id = copy(status->worker_id),
                   .version = copy(status->version),
                   .generation = status->generation},
        .known = true,
        .own = own,
    };
    cell_clear(cell);
    *cell = fresh;
}

/* ---- entries ---- */

static struct status_entry *obtain(struct status_store *store, struct weir_str name)
{
    struct status_entry *entry = map_get(&store->entries, name);
    if (!entry) {
        entry = weir_xcalloc(1, sizeof(*entry));
        entry->name = copy(name);
        map_set(&store->entries, name, entry);
    }
    return entry;
}

static void free_topic(struct topic_status *topic)
{
    free((char *)topic->topic.p);
    free((char *)topic->connector.p);
}

static void free_entry(struct status_entry *entry)
{
    cell_clear(&entry->connector);
    for (size_t i = 0; i < entry->n_tasks; i++) {
        cell_clear(&entry->tasks[i].cell);
    }
    for (size_t i = 0; i < entry->n_topics; i++) {
        free_topic(&entry->topics[i]);
    }
    free(entry->tasks);
    free(entry->topics);
    free((char *)entry->name.p);
    free(entry);
}

static void remove_if_empty(struct status_store *store, struct status_entry *entry)
{
    if (!entry->connector.known && entry->n_tasks == 0 && entry->n_topics == 0) {
        map_remove(&store->entries, entry->name);
        free_entry(entry);
    }
}

/* Where task is, or belongs. */
static size_t task_place(const struct status_entry *entry, int task)
{
    size_t i = 0;
    while (i < entry->n_tasks && entry->tasks[i].id < task) {
        i++;
    }
    return i;
}

static struct status_cell *find_task(const struct status_entry *entry, int task)
{
    size_t i = task_place(entry, task);
    return i < entry->n_tasks && entry->tasks[i].id == task ? &entry->tasks[i].cell : NULL;
}

static struct status_cell *obtain_task(struct status_entry *entry, int task)
{
    struct status_cell *cell = find_task(entry, task);
    if (cell) {
        return cell;
    }
    if (entry->n_tasks == entry->cap_tasks) {
        entry->cap_tasks = entry->cap_tasks ? entry->cap_tasks * 2 : 4;
        entry->tasks = weir_xrealloc(entry->tasks, entry->cap_tasks, sizeof(*entry->tasks));
    }
    size_t i = task_place(entry, task);
    memmove(&entry->tasks[i + 1], &entry->tasks[i], (entry->n_tasks - i) * sizeof(*entry->tasks));
    entry->n_tasks++;
    entry->tasks[i] = (struct task_cell){.id = task};
    return &entry->tasks[i].cell;
}

static void remove_task(struct status_entry *entry, int task)
{
    size_t i = task_place(entry, task);
    if (i < entry->n_tasks && entry->tasks[i].id == task) {
        cell_clear(&entry->tasks[i].cell);
        entry->n_tasks--;
        memmove(&entry->tasks[i], &entry->tasks[i + 1],
                (entry->n_tasks - i) * sizeof(*entry->tasks));
    }
}

static size_t topic_place(const struct status_entry *entry, struct weir_str topic)
{
    size_t i = 0;
    while (i < entry->n_topics && !weir_str_eq(entry->topics[i].topic, topic)) {
        i++;
    }
    return i;
}

static void set_topic(struct status_entry *entry, const struct topic_status *topic)
{
    size_t i = topic_place(entry, topic->topic);
    if (i < entry->n_topics) {
        entry->topics[i].task = topic->task;
        entry->topics[i].discovered_ms = topic->discovered_ms;
        return;
    }
    if (entry->n_topics == entry->cap_topics) {
        entry->cap_topics = entry->cap_topics ? entry->cap_topics * 2 : 4;
        entry->topics = weir_xrealloc(entry->topics, entry->cap_topics, sizeof(*entry->topics));
    }
    entry->topics[entry->n_topics++] = (struct topic_status){
        .topic = copy(topic->topic),
        .connector = copy(topic->connector),
        .task = topic->task,
        .discovered_ms = topic->discovered_ms,
    };
}

static void remove_topic(struct status_entry *entry, struct weir_str topic)
{
    size_t i = topic_place(entry, topic);
    if (i < entry->n_topics) {
        free_topic(&entry->topics[i]);
        entry->topics[i] = entry->topics[--entry->n_topics];
    }
}

/* ---- what is read ---- */

/*
 * What this worker has said itself is newer than anything that can be read. Of two others, a late
 * UNASSIGNED of the worker that lost the task does not hide the RUNNING of the one that has it.
 */
static bool stale(const struct status_cell *cell, const struct status *status)
{
    if (!cell->known) {
        return false;
    }
    return cell->own ||
           (status->state == STATE_UNASSIGNED && cell->status.state == STATE_RUNNING &&
            cell->status.generation >= status->generation &&
            !weir_str_eq(cell->status.worker_id, status->worker_id));
}

static void apply_tombstone(struct status_store *store, const struct status_key *key)
{
    struct status_entry *entry = map_get(&store->entries, key->connector);
    if (!entry) {
        return;
    }
    if (key->kind == STATUS_TOPIC) {
        remove_topic(entry, key->topic);
    } else if (key->kind == STATUS_TASK) {
        const struct status_cell *cell = find_task(entry, key->task);
        if (cell && !cell->own) {
            remove_task(entry, key->task);
        }
    } else if (!entry->connector.own) {
        cell_clear(&entry->connector);
    }
    remove_if_empty(store, entry);
}

static enum weir_verdict apply_value(struct status_store *store, const struct status_key *key,
                                     struct weir_str value, struct weir_arena *arena,
                                     struct weir_err *err)
{
    struct status status;
    struct topic_status topic;
    bool is_topic = key->kind == STATUS_TOPIC;
    enum weir_verdict verdict = is_topic ? topic_status_parse(value, arena, &topic, err)
                                         : status_parse(value, arena, &status, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    struct status_entry *entry = obtain(store, key->connector);
    if (is_topic) {
        topic.connector = key->connector;
        topic.topic = key->topic;
        set_topic(entry, &topic);
        return WEIR_OK;
    }
    struct status_cell *cell =
        key->kind == STATUS_TASK ? obtain_task(entry, key->task) : &entry->connector;
    if (!stale(cell, &status)) {
        cell_set(cell, &status, false);
    }
    if (status.generation > store->generation) {
        store->generation = status.generation;
    }
    return WEIR_OK;
}

void status_store_apply(struct status_store *store, struct weir_str text, struct weir_str value)
{
    struct status_key key;
    if (!status_key_parse(text, &key)) {
        weir_warn(&store->log, "ignoring the record '%.*s' of the status topic: unknown key",
                  WEIR_STR_ARG(text));
        return;
    }
    if (value.n == 0) {
        map_remove(&store->gone, text);
        apply_tombstone(store, &key);
        return;
    }
    if (map_get(&store->gone, text)) {
        return;
    }
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_err err;
    if (apply_value(store, &key, value, &arena, &err) != WEIR_OK) {
        weir_warn(&store->log, "ignoring the record '%.*s' of the status topic: %s",
                  WEIR_STR_ARG(text), err.text);
    }
    weir_arena_free(&arena);
}

/* ---- what this worker says ---- */

static void send_value(struct status_store *store, struct status_write *write)
{
    map_remove(&store->gone, write->rec.key);
    status_writer_send(store->writer, write);
}

static void send_tombstone(struct status_store *store, struct status_write *write)
{
    if (store->own) {
        map_set(&store->gone, write->rec.key, store);
    }
    status_writer_send(store->writer, write);
}

void status_store_put(struct status_store *store, struct weir_str name,
                      const struct status *status)
{
    struct status_write *write = status_write_new();
    status_record_connector(&write->arena, name, status, &write->rec);
    cell_set(&obtain(store, name)->connector, status, store->own);
    send_value(store, write);
}

void status_store_put_task(struct status_store *store, struct weir_str name, int task,
                           const struct status *status)
{
    struct status_write *write = status_write_new();
    status_record_task(&write->arena, name, task, status, &write->rec);
    cell_set(obtain_task(obtain(store, name), task), status, store->own);
    send_value(store, write);
}

void status_store_drop_task(struct status_store *store, struct weir_str name, int task)
{
    struct status_entry *entry = map_get(&store->entries, name);
    if (!entry || !find_task(entry, task)) {
        return;
    }
    struct status_write *write = status_write_new();
    status_record_task(&write->arena, name, task, NULL, &write->rec);
    remove_task(entry, task);
    remove_if_empty(store, entry);
    send_tombstone(store, write);
}

void status_store_drop(struct status_store *store, struct weir_str name)
{
    struct status_entry *entry;
    while ((entry = map_get(&store->entries, name)) && entry->n_tasks > 0) {
        status_store_drop_task(store, name, entry->tasks[0].id);
    }
    if (entry && entry->connector.known) {
        struct status_write *write = status_write_new();
        status_record_connector(&write->arena, name, NULL, &write->rec);
        cell_clear(&entry->connector);
        remove_if_empty(store, entry);
        send_tombstone(store, write);
    }
}

void status_store_put_topic(struct status_store *store, const struct topic_status *topic)
{
    struct status_entry *entry = obtain(store, topic->connector);
    if (topic_place(entry, topic->topic) < entry->n_topics) {
        return;
    }
    struct status_write *write = status_write_new();
    status_record_topic(&write->arena, topic, false, &write->rec);
    set_topic(entry, topic);
    send_value(store, write);
}

void status_store_drop_topics(struct status_store *store, struct weir_str name)
{
    struct status_entry *entry;
    while ((entry = map_get(&store->entries, name)) && entry->n_topics > 0) {
        struct status_write *write = status_write_new();
        status_record_topic(&write->arena, &entry->topics[0], true, &write->rec);
        remove_topic(entry, entry->topics[0].topic);
        remove_if_empty(store, entry);
        send_tombstone(store, write);
    }
}

void status_store_own(struct status_store *store, bool own)
{
    struct status_entry *entry;
    store->own = own;
    map_free(&store->gone);
    for (size_t at = 0; !own && (entry = status_store_next(store, &at));) {
        entry->connector.own = false;
        for (size_t i = 0; i < entry->n_tasks; i++) {
            entry->tasks[i].cell.own = false;
        }
    }
}

/* ---- looking ---- */

struct status_entry *status_store_get(const struct status_store *store, struct weir_str name)
{
    return map_get(&store->entries, name);
}

const struct status *status_entry_task(const struct status_entry *entry, int task)
{
    const struct status_cell *cell = entry ? find_task(entry, task) : NULL;
    return cell ? &cell->status : NULL;
}

struct status_entry *status_store_next(const struct status_store *store, size_t *at)
{
    struct map_entry *entry = map_next(&store->entries, at);
    return entry ? entry->value : NULL;
}

int64_t status_store_generation(const struct status_store *store)
{
    return store->generation;
}

/* ---- beginning and end ---- */

struct status_store *status_store_new(struct inbox *inbox, struct weir_str topic)
{
    struct status_store *store = weir_xcalloc(1, sizeof(*store));
    store->writer = status_writer_new(inbox, topic);
    weir_log_init(&store->log, "org.apache.kafka.connect.storage", "", -1, "");
    return store;
}

void status_store_writable(struct status_store *store, struct bus_producer *producer)
{
    status_writer_open(store->writer, producer);
}

void status_store_retry(struct status_store *store)
{
    status_writer_retry(store->writer);
}

bool status_store_waiting(const struct status_store *store)
{
    return status_writer_waiting(store->writer);
}

void status_store_free(struct status_store *store)
{
    if (!store) {
        return;
    }
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&store->entries, &at));) {
        free_entry(entry->value);
    }
    map_free(&store->entries);
    map_free(&store->gone);
    status_writer_free(store->writer);
    free(store);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history.c: the schema history as the source task uses it, over the store that the configuration
 * names: recovered at a start, appended to with each change.
 */
#include "history.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "history_filter.h"
#include "history_json.h"
#include "history_recover.h"
#include "history_store.h"

#define RECORD_MAX ((size_t)64 << 20)

struct history {
    struct weir_task *task;
    const struct mariadb_conf *conf;
    struct history_store *store;
    struct history_filter *filter;
    struct weir_buf json, pretty;
};

/* The class decides by its last part, whatever package it was moved to. */
static enum weir_verdict open_store(struct history *history, struct weir_err *err)
{
    struct weir_str class_name = history->conf->history_class;
    if (weir_str_ends(class_name, WEIR_STR("KafkaSchemaHistory")) ||
        weir_str_ends(class_name, WEIR_STR("KafkaDatabaseHistory"))) {
        return history_topic_open(history->task, history->conf, &history->store, err);
    }
    if (weir_str_ends(class_name, WEIR_STR("FileSchemaHistory")) ||
        weir_str_ends(class_name, WEIR_STR("FileDatabaseHistory"))) {
        return history_file_open(history->conf, &history->store, err);
    }
    if (weir_str_ends(class_name, WEIR_STR("MemorySchemaHistory")) ||
        weir_str_ends(class_name, WEIR_STR("MemoryDatabaseHistory"))) {
        history->store = history_memory_open();
        return WEIR_OK;
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "schema.history.internal names %.*s; there are KafkaSchemaHistory, "
                        "FileSchemaHistory and MemorySchemaHistory",
                        WEIR_STR_ARG(class_name));
}

enum weir_verdict history_open(struct weir_task *task, const struct mariadb_conf *conf,
                               struct history **history, struct weir_err *err)
{
    struct history *made = weir_xcalloc(1, sizeof(*made));
    made->task = task;
    made->conf = conf;
    weir_buf_init(&made->json, RECORD_MAX);
    weir_buf_init(&made->pretty, 2 * RECORD_MAX);
    enum weir_verdict verdict = history_filter_new(conf->history_ddl_filter, &made->filter, err);
    if (verdict == WEIR_OK) {
        verdict = open_store(made, err);
    }
    if (verdict != WEIR_OK) {
        history_close(made);
        return verdict;
    }
    *history = made;
    return WEIR_OK;
}

void history_close(struct history *history)
{
    if (history) {
        if (history->store) {
            history->store->close(history->store);
        }
        history_filter_free(history->filter);
        weir_buf_free(&history->json);
        weir_buf_free(&history->pretty);
        free(history);
    }
}

enum weir_verdict history_exists(struct history *history, bool *exists, struct weir_err *err)
{
    return history->store->exists(history->store, exists, err);
}

enum weir_verdict history_ensure(struct history *history, struct weir_err *err)
{
    return history->store->ensure(history->store, err);
}

bool history_drops(const struct history *history, struct weir_str sql)
{
    return history_filter_drops(history->filter, sql);
}

enum weir_verdict history_recover(struct history *history, const struct cdc_offset *reached,
                                  struct cdc_schema *schema,
                                  bool (*captured)(void *self, struct weir_str db,
                                                   struct weir_str name),
                                  void *self, struct weir_err *err)
{
    const struct weir_log *log = weir_task_log(history->task);
    struct history_recover recover = {.conf = history->conf,
                                      .log = log,
                                      .reached = reached,
                                      .schema = schema,
                                      .filter = history->filter,
                                      .captured = captured,
                                      .self = self};
    weir_arena_init(&recover.arena, 65536);
    enum weir_verdict verdict =
        history->store->read(history->store, history_recover_one, &recover, err);
    weir_arena_free(&recover.arena);
    if (verdict == WEIR_OK) {
        weir_info(log,
                  "the schema history is read: %llu records, of which %llu applied, %llu later than "
                  "the stored offset, %llu of other sources",
                  (unsigned long long)recover.n_read, (unsigned long long)recover.n_applied,
                  (unsigned long long)recover.n_later, (unsigned long long)recover.n_foreign);
    }
    return verdict;
}

enum weir_verdict history_append(struct history *history, const struct cdc_offset *position,
                                 int64_t ts_ms, const struct ddl_change *change,
                                 struct weir_err *err)
{
    struct weir_str json;
    weir_buf_reset(&history->json);
    weir_buf_reset(&history->pretty);
    history_write(&history->json, history->conf->prefix, position, ts_ms, change);
    json = weir_buf_view(&history->json);
    if (history->store->pretty) {
        history_pretty(&history->pretty, json);
        json = weir_buf_view(&history->pretty);
    }
    enum weir_verdict verdict =
        weir_buf_check(&history->json, WEIR_FATAL, "a schema history record", err);
    if (verdict == WEIR_OK) {
        verdict = weir_buf_check(&history->pretty, WEIR_FATAL, "a schema history record", err);
    }
    return verdict == WEIR_OK ? history->store->append(history->store, json, err) : verdict;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_topic.c: the history as a topic of one partition that keeps its records for ever, on
 * whichever bus; clients have the settings of schema.history.internal.producer.* and consumer.*.
 */
#include "history_store.h"

#include <stdlib.h>

#include <weir/mem.h>

struct topic_store {
    struct history_store store;
    struct weir_task *task;
    struct weir_str name;
    struct weir_topic *reader;
    struct weir_topic *writer;
    bool warned;
};

struct reading {
    struct topic_store *topic;
    history_each *each;
    void *self;
    bool any;
};

static enum weir_verdict first_is_enough(void *self, const struct weir_topic_message *message,
                                         struct weir_err *err)
{
    struct reading *reading = self;
    (void)message;
    reading->any = true;
    return weir_err_set(err, WEIR_WOKEN, "the first record is enough");
}

static enum weir_verdict topic_exists(struct history_store *store, bool *exists,
                                      struct weir_err *err)
{
    struct topic_store *topic = (struct topic_store *)store;
    struct reading reading = {.topic = topic};
    enum weir_verdict verdict = weir_topic_exists(topic->reader, exists, err);
    if (verdict != WEIR_OK || !*exists) {
        return verdict;
    }
    verdict = weir_topic_read(topic->reader, first_is_enough, &reading, err);
    *exists = reading.any;
    return reading.any ? WEIR_OK : verdict;
}

static enum weir_verdict topic_ensure(struct history_store *store, struct weir_err *err)
{
    struct topic_store *topic = (struct topic_store *)store;
    const struct weir_prop configs[] = {
        {WEIR_STR("cleanup.policy"), WEIR_STR("delete")},
        {WEIR_STR("retention.ms"), WEIR_STR("9223372036854775807")},
        {WEIR_STR("retention.bytes"), WEIR_STR("-1")},
    };
    const struct weir_topic_spec spec = {.name = topic->name,
                                         .partitions = 1,
                                         .replication_factor = -1,
                                         .configs = configs,
                                         .n_configs = 3};
    bool created = false;
    enum weir_verdict verdict = weir_topic_ensure(topic->writer, &spec, &created, err);
    if (created) {
        weir_info(weir_task_log(topic->task), "schema history topic %.*s is created",
                  WEIR_STR_ARG(topic->name));
    }
    return verdict;
}

static enum weir_verdict one(void *self, const struct weir_topic_message *message,
                             struct weir_err *err)
{
    struct reading *reading = self;
    struct topic_store *topic = reading->topic;
    if (message->partition != 0 && !topic->warned) {
        topic->warned = true;
        weir_warn(weir_task_log(topic->task),
                  "schema history topic %.*s has more than one partition: the order of its records "
                  "is lost; make it anew with one",
                  WEIR_STR_ARG(topic->name));
    }
    return message->value.p ? reading->each(reading->self, message->value, err) : WEIR_OK;
}

static enum weir_verdict topic_read(struct history_store *store, history_each *each, void *self,
                                    struct weir_err *err)
{
    struct topic_store *topic = (struct topic_store *)store;
    struct reading reading = {.topic = topic, .each = each, .self = self};
    bool exists = false;
    enum weir_verdict verdict = weir_topic_exists(topic->reader, &exists, err);
    return verdict == WEIR_OK && exists ? weir_topic_read(topic->reader, one, &reading, err)
                                        : verdict;
}

static enum weir_verdict topic_append(struct history_store *store, struct weir_str json,
                                      struct weir_err *err)
{
    struct topic_store *topic = (struct topic_store *)store;
    const struct weir_topic_message message = {
        .partition = 0, .timestamp = 0, .key = WEIR_STR_NULL, .value = json};
    return weir_topic_append(topic->writer, &message, err);
}

static void topic_close(struct history_store *store)
{
    struct topic_store *topic = (struct topic_store *)store;
    if (topic->reader) {
        weir_topic_close(topic->reader);
    }
    if (topic->writer) {
        weir_topic_close(topic->writer);
    }
    free(topic);
}

/* NULL: nothing is said, the worker's own settings are right. */
static const struct weir_props *client_props(struct weir_task *task,
                                             const struct mariadb_conf *conf,
                                             const struct weir_conf_matches *settings)
{
    if (!conf->history_bootstrap.n && settings->n == 0) {
        return NULL;
    }
    struct weir_props *props = WEIR_NEW(weir_task_arena(task), struct weir_props);
    weir_props_init(props, weir_task_arena(task));
    if (conf->history_bootstrap.n) {
        weir_props_set(props, WEIR_STR("bootstrap.servers"), conf->history_bootstrap);
    }
    for (size_t i = 0; i < settings->n; i++) {
        weir_props_set(props, settings->items[i].captures[0], settings->items[i].value);
    }
    return props;
}

enum weir_verdict history_topic_open(struct weir_task *task, const struct mariadb_conf *conf,
                                     struct history_store **store, struct weir_err *err)
{
    struct topic_store *topic = weir_xcalloc(1, sizeof(*topic));
    topic->store = (struct history_store){.exists = topic_exists,
                                          .ensure = topic_ensure,
                                          .read = topic_read,
                                          .append = topic_append,
                                          .close = topic_close,
                                          .pretty = true};
    topic->task = task;
    topic->name = conf->history_topic;
    enum weir_verdict verdict =
        weir_topic_open(task, topic->name, client_props(task, conf, &conf->history_consumer),
                        &topic->reader, err);
    if (verdict == WEIR_OK) {
        verdict = weir_topic_open(task, topic->name,
                                  client_props(task, conf, &conf->history_producer),
                                  &topic->writer, err);
    }
    if (verdict != WEIR_OK) {
        topic_close(&topic->store);
        return weir_err_wrap(err, "schema history topic %.*s", WEIR_STR_ARG(conf->history_topic));
    }
    *store = &topic->store;
    return WEIR_OK;
}

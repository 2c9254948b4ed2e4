/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_calls.c: a plugin's calls to its task, forwarded to whatever the task is: the pipeline's
 * source or sink task, or a test's. Part of libweir, because plugins link it.
 */
#include "plugin/task_ops.h"

static enum weir_verdict refuse(struct weir_err *err, const char *what)
{
    return weir_err_set(err, WEIR_FATAL, "this kind of task cannot %s", what);
}

const char *weir_task_connector(const struct weir_task *task)
{
    return task->connector;
}

int weir_task_id(const struct weir_task *task)
{
    return task->id;
}

uint64_t weir_task_epoch(const struct weir_task *task)
{
    return task->epoch;
}

const struct weir_log *weir_task_log(const struct weir_task *task)
{
    return &task->log;
}

const struct weir_props *weir_task_props(const struct weir_task *task)
{
    return task->props;
}

struct weir_arena *weir_task_arena(struct weir_task *task)
{
    return task->arena;
}

bool weir_task_stopping(const struct weir_task *task)
{
    return atomic_load(&task->stopping);
}

bool weir_task_exactly_once(const struct weir_task *task)
{
    return task->exactly_once;
}

enum weir_verdict weir_task_offset(struct weir_task *task, struct weir_str partition,
                                   struct weir_str *offset, struct weir_err *err)
{
    return task->ops->offset ? task->ops->offset(task, partition, offset, err)
                             : refuse(err, "read source offsets");
}

enum weir_verdict weir_task_offsets(struct weir_task *task, const struct weir_offset **offsets,
                                    size_t *n, struct weir_err *err)
{
    return task->ops->offsets ? task->ops->offsets(task, offsets, n, err)
                              : refuse(err, "read source offsets");
}

struct weir_batch *weir_task_batch_get(struct weir_task *task)
{
    return task->ops->batch_get ? task->ops->batch_get(task) : NULL;
}

void weir_task_batch_wait(struct weir_task *task, int64_t wait_ms)
{
    if (task->ops->batch_wait) {
        task->ops->batch_wait(task, wait_ms);
    }
}

void weir_task_batch_drop(struct weir_task *task, struct weir_batch *batch)
{
    if (task->ops->batch_drop) {
        task->ops->batch_drop(task, batch);
    }
}

enum weir_verdict weir_task_seek(struct weir_task *task, struct weir_str topic, int32_t partition,
                                 int64_t offset, struct weir_err *err)
{
    return task->ops->seek ? task->ops->seek(task, topic, partition, offset, err)
                           : refuse(err, "seek");
}

void weir_task_pause(struct weir_task *task, struct weir_str topic, int32_t partition)
{
    if (task->ops->pause) {
        task->ops->pause(task, topic, partition, true);
    }
}

void weir_task_resume(struct weir_task *task, struct weir_str topic, int32_t partition)
{
    if (task->ops->pause) {
        task->ops->pause(task, topic, partition, false);
    }
}

void weir_task_request_commit(struct weir_task *task)
{
    if (task->ops->request_commit) {
        task->ops->request_commit(task);
    }
}

void weir_task_retry_after(struct weir_task *task, int64_t wait_ms)
{
    if (task->ops->retry_after) {
        task->ops->retry_after(task, wait_ms);
    }
}

enum weir_verdict weir_task_report(struct weir_task *task, const struct weir_record *rec,
                                   const struct weir_err *why, struct weir_err *err)
{
    return task->ops->report ? task->ops->report(task, rec, why, err)
                             : refuse(err, "report a record");
}

void weir_task_request_reconfigure(struct weir_task *task)
{
    if (task->ops->request_reconfigure) {
        task->ops->request_reconfigure(task);
    }
}

void weir_task_metric(struct weir_task *task, const char *name, double value)
{
    if (task->ops->metric) {
        task->ops->metric(task, name, value);
    }
}

void weir_task_progress(struct weir_task *task, const char *what, int64_t done, int64_t total)
{
    if (task->ops->progress) {
        task->ops->progress(task, what, done, total);
    }
}

enum weir_verdict weir_topic_open(struct weir_task *task, struct weir_str name,
                                  const struct weir_props *client, struct weir_topic **topic,
                                  struct weir_err *err)
{
    return task->ops->topic_open ? task->ops->topic_open(task, name, client, topic, err)
                                 : refuse(err, "open topics");
}

enum weir_verdict weir_topic_ensure(struct weir_topic *topic, const struct weir_topic_spec *spec,
                                    bool *created, struct weir_err *err)
{
    return topic->ops->ensure(topic, spec, created, err);
}

enum weir_verdict weir_topic_exists(struct weir_topic *topic, bool *exists, struct weir_err *err)
{
    return topic->ops->exists(topic, exists, err);
}

enum weir_verdict weir_topic_append(struct weir_topic *topic,
                                    const struct weir_topic_message *message, struct weir_err *err)
{
    return topic->ops->append(topic, message, err);
}

enum weir_verdict weir_topic_read(struct weir_topic *topic,
                                  enum weir_verdict (*fn)(void *self,
                                                          const struct weir_topic_message *message,
                                                          struct weir_err *err),
                                  void *self, struct weir_err *err)
{
    return topic->ops->read(topic, fn, self, err);
}

enum weir_verdict weir_topic_follow(struct weir_topic *topic, struct weir_str group,
                                    enum weir_verdict (*fn)(void *self,
                                                            const struct weir_topic_message *message,
                                                            struct weir_err *err),
                                    void *self, struct weir_err *err)
{
    return topic->ops->follow(topic, group, fn, self, err);
}

void weir_topic_close(struct weir_topic *topic)
{
    topic->ops->close(topic);
}

/* ---- the list that a connector's task_configs fills ---- */

struct weir_props *weir_task_configs_add(struct weir_task_configs *configs)
{
    if (configs->n == configs->cap) {
        uint32_t cap = configs->cap ? configs->cap * 2 : 8;
        struct weir_props **items = WEIR_NEW_ARRAY(configs->arena, struct weir_props *, cap);
        if (configs->n) {
            memcpy(items, configs->items, configs->n * sizeof(*items));
        }
        configs->items = items;
        configs->cap = cap;
    }
    struct weir_props *props = WEIR_NEW(configs->arena, struct weir_props);
    weir_props_init(props, configs->arena);
    weir_props_copy(props, configs->connector);
    configs->items[configs->n++] = props;
    return props;
}

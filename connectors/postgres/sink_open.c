/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_open.c: a configuration comes in, a sink with a connection to its target stands, ready for
 * sink_task.c; and the way back.
 */
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "sink.h"

#define WIRE_MAX_BYTES ((size_t)1024 * 1024 * 1024)
/* Within task.shutdown.graceful.timeout.ms, so that a stopped task can still commit its offsets. */
#define WAKE_GRACE_MS 3000

static enum weir_verdict open_session(struct sink *sink, struct weir_err *err)
{
    const struct pg_session_conf conf = {
        .url = sink->conf->url,
        .user = sink->conf->user,
        .password = sink->conf->password,
        .application =
            weir_arena_printf(weir_task_arena(sink->task), "weir %s-%d",
                              weir_task_connector(sink->task), weir_task_id(sink->task)),
        .time_zone = sink->conf->time_zone,
        .log = sink->log,
        .arena = weir_task_arena(sink->task),
        .wake_grace_ms = WAKE_GRACE_MS,
    };
    return pg_session_new(&conf, &sink->session, err);
}

enum weir_verdict sink_open(struct weir_task *task, const void *conf, void **self,
                            struct weir_err *err)
{
    const struct weir_props *props = weir_task_props(task);
    struct sink_conf *own = WEIR_NEW(weir_task_arena(task), struct sink_conf);
    *own = *(const struct sink_conf *)conf;
    own->time_zone = own->time_zone.n ? own->time_zone : WEIR_STR("UTC");
    const char *key;
    if (sink_conf_complete(own, &key, err) != WEIR_OK) {
        return err->class;
    }
    struct sink *sink = weir_xcalloc(1, sizeof(*sink));
    sink->task = task;
    sink->log = weir_task_log(task);
    sink->conf = own;
    if (!weir_props_has(props, "flush.retry.delay.ms") &&
        !weir_props_has(props, "retry.backoff.ms")) {
        own->retry_wait_ms = -1; /* the worker's own growing pauses */
    }
    sink->stop_at_bad = !weir_str_is(weir_props_get(props, "errors.tolerance"), "all");
    weir_buf_init(&sink->wire, WIRE_MAX_BYTES);
    sink_plans_init(sink);
    if (open_session(sink, err) != WEIR_OK) {
        sink_close(sink);
        return err->class;
    }
    *self = sink;
    return WEIR_OK;
}

void sink_close(void *self)
{
    struct sink *sink = self;
    pg_session_free(sink->session);
    sink_plans_free(sink);
    sink_targets_free(sink);
    sink_offsets_free(sink);
    weir_buf_free(&sink->wire);
    free(sink->groups);
    free(sink->params);
    free(sink);
}

void sink_wake(void *self)
{
    pg_session_wake(((struct sink *)self)->session);
}

/* The bus spreads the partitions over as many tasks as are asked for. Debezium numbers them, so that
 * a task which it has written down is not begun anew when this worker takes over. */
enum weir_verdict sink_task_configs(const struct weir_connector *connector, const void *conf,
                                    int max, struct weir_task_configs *configs,
                                    struct weir_err *err)
{
    (void)connector;
    (void)conf;
    (void)err;
    for (int i = 0; i < max; i++) {
        char id[16];
        snprintf(id, sizeof(id), "%d", i);
        weir_props_set(weir_task_configs_add(configs), WEIR_STR("task.id"), weir_str_of(id));
    }
    return WEIR_OK;
}

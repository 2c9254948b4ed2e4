/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_ops.h: what stands behind <weir/task.h>, <weir/topic.h> for a plugin: the pipeline's source and sink
 * tasks (and a test's fake) begin with a struct weir_task and fill this in. NULL members: the call
 * does nothing, or is refused with FATAL.
 */
#ifndef TASK_OPS_H
#define TASK_OPS_H

#include <stdatomic.h>

#include <weir/plugin.h>

struct weir_task_ops {
    enum weir_verdict (*offset)(struct weir_task *, struct weir_str, struct weir_str *,
                                struct weir_err *);
    enum weir_verdict (*offsets)(struct weir_task *, const struct weir_offset **, size_t *,
                                 struct weir_err *);
    struct weir_batch *(*batch_get)(struct weir_task *);
    void (*batch_wait)(struct weir_task *, int64_t);
    void (*batch_drop)(struct weir_task *, struct weir_batch *);
    enum weir_verdict (*seek)(struct weir_task *, struct weir_str, int32_t, int64_t,
                              struct weir_err *);
    void (*pause)(struct weir_task *, struct weir_str, int32_t, bool);
    void (*request_commit)(struct weir_task *);
    void (*retry_after)(struct weir_task *, int64_t);
    enum weir_verdict (*report)(struct weir_task *, const struct weir_record *,
                                const struct weir_err *, struct weir_err *);
    void (*request_reconfigure)(struct weir_task *);
    void (*metric)(struct weir_task *, const char *, double);
    void (*progress)(struct weir_task *, const char *, int64_t, int64_t);
    enum weir_verdict (*topic_open)(struct weir_task *, struct weir_str, const struct weir_props *,
                                    struct weir_topic **, struct weir_err *);
};

struct weir_topic_ops {
    enum weir_verdict (*ensure)(struct weir_topic *, const struct weir_topic_spec *, bool *,
                                struct weir_err *);
    enum weir_verdict (*exists)(struct weir_topic *, bool *, struct weir_err *);
    enum weir_verdict (*append)(struct weir_topic *, const struct weir_topic_message *,
                                struct weir_err *);
    enum weir_verdict (*read)(struct weir_topic *,
                              enum weir_verdict (*)(void *, const struct weir_topic_message *,
                                                    struct weir_err *),
                              void *, struct weir_err *);
    enum weir_verdict (*follow)(struct weir_topic *, struct weir_str,
                                enum weir_verdict (*)(void *, const struct weir_topic_message *,
                                                      struct weir_err *),
                                void *, struct weir_err *);
    void (*close)(struct weir_topic *);
};

struct weir_task {
    const struct weir_task_ops *ops;
    const char *connector;
    int id;
    bool exactly_once;
    atomic_bool stopping;
    struct weir_log log;
    const struct weir_props *props;
    struct weir_arena *arena;
    uint64_t epoch;
};

struct weir_topic {
    const struct weir_topic_ops *ops;
};

/* What a connector's task_configs adds to. The caller sets arena and connector, all else zero. */
struct weir_task_configs {
    struct weir_arena *arena;
    const struct weir_props *connector; /* what each task's config begins as */
    struct weir_props **items;
    uint32_t n;
    uint32_t cap;
};

#endif

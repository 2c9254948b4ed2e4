/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_task.c: the sequence of a batch and nothing else:
 * batch -> plan -> reduce -> sql -> bind -> exec -> PostgreSQL.
 */
#include "sink.h"

static enum weir_verdict write_rows(struct sink *sink, struct weir_err *err)
{
    enum weir_verdict verdict;
    do {
        sink_reduce(sink, 0, sink->n_rows, false);
        sink_sql(sink);
        verdict = sink_bind(sink, err);
    } while (verdict == WEIR_OK && sink->again);
    return verdict == WEIR_OK && sink->n_groups ? sink_exec(sink, err) : verdict;
}

static enum weir_verdict sink_put(void *self, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    struct sink *sink = self;
    sink->batch = batch;
    sink->verdicts = verdicts;
    enum weir_verdict verdict = sink_plan_batch(sink, err);
    return verdict == WEIR_OK ? write_rows(sink, err) : verdict;
}

const struct weir_sink_ops sink_ops = {
    .size = sizeof(struct weir_sink_ops),
    .connector = {.task_configs = sink_task_configs},
    .open = sink_open,
    .put = sink_put,
    .wake = sink_wake,
    .close = sink_close,
};

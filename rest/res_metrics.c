/* SPDX-License-Identifier: Apache-2.0 */
/*
 * res_metrics.c: GET /metrics for Prometheus: one table of families; each row says how a
 * connector's or a task's sample is read.
 */
#include <stdio.h>

#include "obs/prometheus.h"
#include "rest/router.h"
#include "rest/server_internal.h"

struct family {
    const char *name, *type, *help;
    const char *only; /* "source" or "sink"; NULL: both */
    double (*read)(const struct task_metrics *metrics);
};

static double load(const _Atomic int64_t *counter)
{
    return (double)atomic_load_explicit(counter, memory_order_relaxed);
}

static double mean_ms(const struct task_timing *timing)
{
    double count = load(&timing->count);
    return count > 0 ? load(&timing->total_us) / count / 1000 : 0;
}

#define READ(fn, expr)                                                                             \
    static double fn(const struct task_metrics *m)                                                 \
    {                                                                                              \
        return expr;                                                                               \
    }
READ(records_in, load(&m->records_in))
READ(records_out, load(&m->records_out))
READ(bytes_out, load(&m->bytes_out))
READ(active, load(&m->active))
READ(batch_max, load(&m->batch_max))
READ(partitions, load(&m->partitions))
READ(lag, load(&m->lag))
READ(poll_avg, mean_ms(&m->poll))
READ(poll_max, load(&m->poll.max_us) / 1000)
READ(put_avg, mean_ms(&m->put))
READ(put_max, load(&m->put.max_us) / 1000)
READ(commit_avg, mean_ms(&m->commit))
READ(commit_max, load(&m->commit.max_us) / 1000)
READ(commits_ok, load(&m->commits_ok))
READ(commits_failed, load(&m->commits_failed))
READ(failures, load(&m->failures))
READ(errors, load(&m->errors))
READ(skipped, load(&m->skipped))
READ(retries, load(&m->retries))
READ(logged, load(&m->logged))
READ(dlq_requests, load(&m->dlq_requests))
READ(dlq_failures, load(&m->dlq_failures))
READ(last_error, load(&m->last_error_ms))

#define K "kafka_connect_"
/* clang-format off */
static const struct family task_families[] = {
    {K "source_task_source_record_poll_total",    "counter", "Records the connector gave.", "source", records_in},
    {K "source_task_source_record_write_total",   "counter", "Records the bus acknowledged.", "source", records_out},
    {K "source_task_source_record_active_count",  "gauge",   "Records polled and not yet acknowledged.", "source", active},
    {K "source_task_poll_batch_avg_time_ms",      "gauge",   "Mean time of a poll.", "source", poll_avg},
    {K "source_task_poll_batch_max_time_ms",      "gauge",   "Longest poll.", "source", poll_max},
    {K "sink_task_sink_record_read_total",        "counter", "Records read from the bus.", "sink", records_in},
    {K "sink_task_sink_record_send_total",        "counter", "Records the connector took.", "sink", records_out},
    {K "sink_task_sink_record_active_count",      "gauge",   "Records read and not yet written.", "sink", active},
    {K "sink_task_partition_count",               "gauge",   "Partitions assigned.", "sink", partitions},
    {K "sink_task_put_batch_avg_time_ms",         "gauge",   "Mean time of a put.", "sink", put_avg},
    {K "sink_task_put_batch_max_time_ms",         "gauge",   "Longest put.", "sink", put_max},
    {"weir_sink_task_lag_records",                "gauge",   "Records behind the end of the log, -1 unknown.", "sink", lag},
    {"weir_task_bytes_total",                     "counter", "Bytes of keys and values passed on.", NULL, bytes_out},
    {K "connector_task_batch_size_max",           "gauge",   "Records of the largest batch.", NULL, batch_max},
    {K "connector_task_offset_commit_avg_time_ms", "gauge",  "Mean time of an offset commit.", NULL, commit_avg},
    {K "connector_task_offset_commit_max_time_ms", "gauge",  "Longest offset commit.", NULL, commit_max},
    {"weir_task_offset_commit_total",             "counter", "Offset commits that succeeded.", NULL, commits_ok},
    {"weir_task_offset_commit_failed_total",      "counter", "Offset commits that failed.", NULL, commits_failed},
    {K "task_error_total_record_failures",        "counter", "Failures while handling records.", NULL, failures},
    {K "task_error_total_record_errors",          "counter", "Records that could not be handled.", NULL, errors},
    {K "task_error_total_records_skipped",        "counter", "Records skipped for an error.", NULL, skipped},
    {K "task_error_total_retries",                "counter", "Operations tried again.", NULL, retries},
    {K "task_error_total_errors_logged",          "counter", "Errors written to the log.", NULL, logged},
    {K "task_error_deadletterqueue_produce_requests", "counter", "Records sent to the dead letters.", NULL, dlq_requests},
    {K "task_error_deadletterqueue_produce_failures", "counter", "Dead letters that could not be sent.", NULL, dlq_failures},
    {K "task_error_last_error_timestamp",         "gauge",   "When the last error occurred, ms.", NULL, last_error},
};
/* clang-format on */

static const char *lower_state(enum run_state state)
{
    static const char *const names[] = {"unassigned", "running", "paused",
                                        "stopped",    "failed",  "restarting"};
    return names[state];
}

static void task_labels(struct prom_label labels[2], const struct connector_info *info,
                        const struct task_state *task, char number[16])
{
    snprintf(number, 16, "%d", task->id);
    labels[0] = (struct prom_label){"connector", info->name};
    labels[1] = (struct prom_label){"task", weir_str_of(number)};
}

static void task_family(struct weir_buf *out, const struct herder_request *snapshot,
                        const struct family *family)
{
    prom_family(out, family->name, family->type, family->help);
    for (size_t i = 0; i < snapshot->n; i++) {
        const struct connector_info *info = &snapshot->connectors[i];
        if (family->only && strcmp(family->only, info->type) != 0) {
            continue;
        }
        for (int t = 0; t < info->n_task_states; t++) {
            struct prom_label labels[2];
            char number[16];
            task_labels(labels, info, &info->tasks[t], number);
            if (info->tasks[t].metrics) {
                prom_sample(out, family->name, labels, 2, family->read(info->tasks[t].metrics));
            }
        }
    }
}

static void connector_states(struct weir_buf *out, const struct herder_request *snapshot)
{
    prom_family(out, K "connector_status", "gauge", "1 for the state the connector is in.");
    for (size_t i = 0; i < snapshot->n; i++) {
        const struct connector_info *info = &snapshot->connectors[i];
        struct prom_label labels[] = {
            {"connector", info->name},
            {"status", weir_str_of(lower_state(info->connector.state))},
        };
        prom_sample(out, K "connector_status", labels, 2, 1);
    }
    prom_family(out, K "connector_connector_class", "gauge", "1 for the connector's class.");
    for (size_t i = 0; i < snapshot->n; i++) {
        const struct connector_info *info = &snapshot->connectors[i];
        struct prom_label labels[] = {
            {"connector", info->name},
            {"connector_class", info->class_name},
        };
        prom_sample(out, K "connector_connector_class", labels, 2, 1);
    }
}

static void task_states(struct weir_buf *out, const struct herder_request *snapshot)
{
    prom_family(out, K "connector_task_status", "gauge", "1 for the state the task is in.");
    for (size_t i = 0; i < snapshot->n; i++) {
        const struct connector_info *info = &snapshot->connectors[i];
        for (int t = 0; t < info->n_task_states; t++) {
            struct prom_label labels[3];
            char number[16];
            task_labels(labels, info, &info->tasks[t], number);
            labels[2] =
                (struct prom_label){"status", weir_str_of(lower_state(info->tasks[t].state))};
            prom_sample(out, K "connector_task_status", labels, 3, 1);
        }
    }
}

static void task_counts(struct weir_buf *out, const struct herder_request *snapshot)
{
    static const enum run_state states[] = {STATE_RUNNING, STATE_PAUSED, STATE_FAILED,
                                            STATE_UNASSIGNED, STATE_RESTARTING};
    for (size_t s = 0; s < sizeof(states) / sizeof(states[0]); s++) {
        char name[96];
        snprintf(name, sizeof(name), K "worker_connector_%s_task_count", lower_state(states[s]));
        prom_family(out, name, "gauge", "Tasks of the connector in this state.");
        for (size_t i = 0; i < snapshot->n; i++) {
            const struct connector_info *info = &snapshot->connectors[i];
            int count = 0;
            for (int t = 0; t < info->n_task_states; t++) {
                count += info->tasks[t].state == states[s];
            }
            struct prom_label label = {"connector", info->name};
            prom_sample(out, name, &label, 1, count);
        }
    }
}

static void worker_counts(struct weir_buf *out, const struct herder_request *snapshot)
{
    int tasks = 0;
    for (size_t i = 0; i < snapshot->n; i++) {
        tasks += snapshot->connectors[i].n_task_states;
    }
    prom_family(out, K "worker_connector_count", "gauge", "Connectors.");
    prom_sample(out, K "worker_connector_count", NULL, 0, (double)snapshot->n);
    prom_family(out, K "worker_task_count", "gauge", "Tasks.");
    prom_sample(out, K "worker_task_count", NULL, 0, tasks);
}

/* The gauges that plugins keep: families of the same name must stand together. */
static void plugin_gauges(struct weir_buf *out, const struct herder_request *snapshot)
{
    for (size_t i = 0; i < snapshot->n; i++) {
        const struct connector_info *info = &snapshot->connectors[i];
        for (int t = 0; t < info->n_task_states; t++) {
            struct task_metrics *metrics = info->tasks[t].metrics;
            int n = metrics ? atomic_load(&metrics->n_gauges) : 0;
            for (int g = 0; g < n; g++) {
                struct prom_label labels[3];
                char number[16];
                task_labels(labels, info, &info->tasks[t], number);
                labels[2] = (struct prom_label){"name", weir_str_of(metrics->gauges[g].name)};
                prom_sample(out, "weir_plugin_gauge", labels, 3,
                            atomic_load(&metrics->gauges[g].value));
            }
        }
    }
}

static void metrics_answer(struct request *req)
{
    struct weir_buf *out = respond_text(req, 200, "text/plain; version=0.0.4; charset=utf-8");
    prom_process(out);
    worker_counts(out, &req->herder);
    connector_states(out, &req->herder);
    task_states(out, &req->herder);
    task_counts(out, &req->herder);
    for (size_t i = 0; i < sizeof(task_families) / sizeof(task_families[0]); i++) {
        task_family(out, &req->herder, &task_families[i]);
    }
    prom_family(out, "weir_plugin_gauge", "gauge", "What a plugin measures, by name.");
    plugin_gauges(out, &req->herder);
}

void metrics_get(struct request *req)
{
    request_ask(req, HERDER_SNAPSHOT, metrics_answer);
}

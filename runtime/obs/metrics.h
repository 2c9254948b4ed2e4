/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics.h: what a task counts while it runs. Written by the task's thread (and the bus's ack
 * thread), read at any time by GET /metrics and status; plain atomics, nothing else.
 */
#ifndef METRICS_H
#define METRICS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define TASK_GAUGES_MAX 32

struct task_gauge {
    const char *name; /* a literal */
    _Atomic double value;
};

/* Sums and maxima from which rates and averages are made at reading time. */
struct task_timing {
    _Atomic int64_t count, total_us, max_us;
};

struct task_metrics {
    _Atomic int refs; /* the worker's and the task's: an abandoned task counts on, unseen */
    /* both kinds */
    _Atomic int64_t records_in;   /* source: polled; sink: read */
    _Atomic int64_t records_out;  /* source: acknowledged by the bus; sink: put */
    _Atomic int64_t bytes_out;
    _Atomic int64_t active;       /* in flight: polled or read, not yet done */
    _Atomic int64_t batch_max, batches;
    _Atomic int64_t commits_ok, commits_failed, commit_seq;
    struct task_timing poll, put, commit;
    /* errors (Connect's task-error-metrics) */
    _Atomic int64_t failures, errors, skipped, retries, logged, dlq_requests, dlq_failures;
    _Atomic int64_t last_error_ms;
    /* liveness: when the current callback began (monotonic, 0: none), and which */
    _Atomic int64_t callback_since_ms;
    _Atomic(const char *) callback;
    _Atomic int64_t partitions;
    _Atomic int64_t lag; /* sink: records behind the end of its partitions, -1: unknown */
    _Atomic int64_t running_us, paused_us;
    /* the plugin's own */
    struct task_gauge gauges[TASK_GAUGES_MAX];
    _Atomic int n_gauges;
    /* progress, under lock */
    pthread_mutex_t lock;
    char progress[256];
    int64_t progress_done, progress_total, progress_since_ms;
    char trouble[256]; /* what a running task waits to be over; "": nothing */
};

struct task_metrics *task_metrics_new(void); /* one reference, the caller's */
struct task_metrics *task_metrics_ref(struct task_metrics *metrics);
void task_metrics_unref(struct task_metrics *metrics); /* the last one frees; NULL is fine */
void task_metrics_gauge(struct task_metrics *metrics, const char *name, double value);
void task_metrics_progress(struct task_metrics *metrics, const char *what, int64_t done,
                           int64_t total);
void task_metrics_trouble(struct task_metrics *metrics, const char *text); /* "": it is over */
void task_timing_add(struct task_timing *timing, int64_t us);

#endif

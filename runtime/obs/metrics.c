/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics.c: a task's counters. The task adds, GET /metrics and status read; nothing here blocks
 * but the few lines of progress, which are copied under a lock.
 */
#include "obs/metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/secrets.h"

struct task_metrics *task_metrics_new(void)
{
    struct task_metrics *metrics = weir_xcalloc(1, sizeof(*metrics));
    atomic_init(&metrics->refs, 1);
    atomic_init(&metrics->lag, -1);
    pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

struct task_metrics *task_metrics_ref(struct task_metrics *metrics)
{
    atomic_fetch_add(&metrics->refs, 1);
    return metrics;
}

void task_metrics_unref(struct task_metrics *metrics)
{
    if (metrics && atomic_fetch_sub(&metrics->refs, 1) == 1) {
        pthread_mutex_destroy(&metrics->lock);
        free(metrics);
    }
}

/* Names are literals of one plugin, so that the same name may still be another pointer. */
static struct task_gauge *find_gauge(struct task_metrics *metrics, const char *name)
{
    int n = atomic_load(&metrics->n_gauges);
    for (int i = 0; i < n; i++) {
        if (metrics->gauges[i].name == name || strcmp(metrics->gauges[i].name, name) == 0) {
            return &metrics->gauges[i];
        }
    }
    return NULL;
}

/* Readers see a gauge only once n_gauges counts it, so its name is set before. */
static struct task_gauge *add_gauge(struct task_metrics *metrics, const char *name)
{
    pthread_mutex_lock(&metrics->lock);
    struct task_gauge *gauge = find_gauge(metrics, name);
    int n = atomic_load(&metrics->n_gauges);
    if (!gauge && n < TASK_GAUGES_MAX) {
        gauge = &metrics->gauges[n];
        gauge->name = name;
        atomic_store(&metrics->n_gauges, n + 1);
    }
    pthread_mutex_unlock(&metrics->lock);
    return gauge;
}

void task_metrics_gauge(struct task_metrics *metrics, const char *name, double value)
{
    struct task_gauge *gauge = find_gauge(metrics, name);
    gauge = gauge ? gauge : add_gauge(metrics, name);
    if (gauge) {
        atomic_store(&gauge->value, value);
    }
}

void task_metrics_progress(struct task_metrics *metrics, const char *what, int64_t done,
                           int64_t total)
{
    char shown[sizeof(metrics->progress)];
    secrets_redact_to(shown, sizeof(shown), what, NULL);
    pthread_mutex_lock(&metrics->lock);
    if (strcmp(metrics->progress, shown) != 0) {
        memcpy(metrics->progress, shown, sizeof(shown));
        metrics->progress_since_ms = weir_clock_wall_ms();
    }
    metrics->progress_done = done;
    metrics->progress_total = total;
    pthread_mutex_unlock(&metrics->lock);
}

void task_metrics_trouble(struct task_metrics *metrics, const char *text)
{
    pthread_mutex_lock(&metrics->lock);
    secrets_redact_to(metrics->trouble, sizeof(metrics->trouble), text, NULL);
    pthread_mutex_unlock(&metrics->lock);
}

void task_timing_add(struct task_timing *timing, int64_t us)
{
    atomic_fetch_add(&timing->count, 1);
    atomic_fetch_add(&timing->total_us, us);
    int64_t max = atomic_load(&timing->max_us);
    while (us > max && !atomic_compare_exchange_weak(&timing->max_us, &max, us)) {
    }
}

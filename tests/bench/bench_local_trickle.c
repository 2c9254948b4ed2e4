/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_local_trickle.c: one producer appends a record a hundred times a second while others append
 * as much as they can to the same log, whose retention erases behind them; prints how long the
 * trickle's appends took to be durable. Usage: bench_local_trickle [seconds] [floods].
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bus/bus.h"
#include "noise.h"

#define RECORDS      500
#define RECORD_BYTES 1400
#define EVERY_NS     10000000L

struct flood {
    pthread_t thread;
    struct bus *bus;
    int64_t n;
};

static _Atomic bool stop;

static void die(const struct weir_err *err)
{
    fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void freed(struct bus_ack *ack)
{
    if (ack->n_failed) {
        die(&ack->err);
    }
    free(ack);
}

static struct bus_producer *producer_of(struct bus *bus)
{
    struct bus_producer_conf conf = {.client_id = "bench"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    if (bus_producer_open(bus, &conf, &producer, &err)) {
        die(&err);
    }
    return producer;
}

static void *flood(void *self)
{
    struct flood *at = self;
    struct bus_producer *producer = producer_of(at->bus);
    char *values = noise(RECORDS + RECORD_BYTES);
    struct bus_record recs[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
        recs[i] = (struct bus_record){.topic = WEIR_STR("flood"),
                                      .partition = WEIR_NO_PARTITION,
                                      .timestamp = WEIR_NO_TIMESTAMP,
                                      .key = WEIR_STR("key"),
                                      .value = weir_str_n(values + i, RECORD_BYTES)};
    }
    while (!stop) {
        struct weir_err err;
        struct bus_ack *ack = calloc(1, sizeof(*ack));
        ack->done = freed;
        if (bus_append(producer, recs, RECORDS, ack, &err)) {
            die(&err);
        }
        at->n += RECORDS;
    }
    bus_producer_close(producer, 60000);
    free(values);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

static void trickle(struct bus *bus, size_t n, double *took_ms)
{
    struct bus_producer *producer = producer_of(bus);
    struct bus_record rec = {.topic = WEIR_STR("trickle"),
                             .timestamp = WEIR_NO_TIMESTAMP,
                             .key = WEIR_STR("key"),
                             .value = WEIR_STR("a record of the usual kind")};
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (size_t i = 0; i < n; i++) {
        struct weir_err err;
        double began = now_ms();
        if (bus_append_wait(producer, &rec, 1, 60000, &err)) {
            die(&err);
        }
        took_ms[i] = now_ms() - began;
        next.tv_nsec += EVERY_NS;
        next.tv_sec += next.tv_nsec / 1000000000L;
        next.tv_nsec %= 1000000000L;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    bus_producer_close(producer, 60000);
}

int main(int argc, char **argv)
{
    size_t n = (argc > 1 ? strtoul(argv[1], NULL, 10) : 10) * 100;
    int floods = argc > 2 ? atoi(argv[2]) : 1;
    const char *tmp = getenv("TMPDIR");
    char dir[256];
    snprintf(dir, sizeof(dir), "%s/bench-log-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir)) {
        fprintf(stderr, "%s: %s\n", dir, strerror(errno));
        return 1;
    }
    struct bus_local_options options = {.data_dir = dir,
                                        .map_bytes = (int64_t)64 << 30,
                                        .partitions = 1,
                                        .retention_ms = -1,
                                        .retention_bytes = (int64_t)256 << 20};
    struct bus *bus = NULL;
    struct weir_err err;
    if (bus_open_local(&options, &bus, &err)) {
        die(&err);
    }
    double *took_ms = calloc(n, sizeof(*took_ms));
    struct flood *all = calloc((size_t)floods, sizeof(*all));
    double began = now_ms();
    for (int i = 0; i < floods; i++) {
        all[i].bus = bus;
        pthread_create(&all[i].thread, NULL, flood, &all[i]);
    }
    trickle(bus, n, took_ms);
    stop = true;
    int64_t flooded = 0;
    for (int i = 0; i < floods; i++) {
        pthread_join(all[i].thread, NULL);
        flooded += all[i].n;
    }
    qsort(took_ms, n, sizeof(*took_ms), by_size);
    printf("trickle: p50 %.2f ms, p99 %.2f ms, most %.2f ms; beside %.0f records/s of %d bytes\n",
           took_ms[n / 2], took_ms[n * 99 / 100], took_ms[n - 1],
           (double)flooded * 1e3 / (now_ms() - began), RECORD_BYTES);
    bus_close(bus);
    printf("left in %s\n", dir);
    free(took_ms);
    free(all);
    return 0;
}

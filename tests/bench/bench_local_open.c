/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_local_open.c: how long a log with many records takes to open after a kill -9, and to give
 * its first and its last record; once with appends of 500, once with appends of one.
 * Usage: bench_local_open [million records, default 10].
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bus/bus.h"
#include "noise.h"

#define VALUE 100

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

static struct bus *open_log(const char *dir)
{
    struct bus_local_options options = {.data_dir = dir,
                                        .map_bytes = (int64_t)64 << 30,
                                        .partitions = 1,
                                        .retention_ms = -1,
                                        .retention_bytes = -1};
    struct bus *bus = NULL;
    struct weir_err err;
    if (bus_open_local(&options, &bus, &err)) {
        die(&err);
    }
    return bus;
}

static void freed(struct bus_ack *ack)
{
    if (ack->n_failed) {
        die(&ack->err);
    }
    free(ack);
}

static void fill(const char *dir, int64_t n, size_t each)
{
    struct bus *bus = open_log(dir);
    struct bus_producer_conf conf = {.client_id = "bench"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    struct bus_record recs[500];
    char *values = noise(each * VALUE + 500);
    if (bus_producer_open(bus, &conf, &producer, &err)) {
        die(&err);
    }
    for (size_t i = 0; i < each; i++) {
        recs[i] = (struct bus_record){.topic = WEIR_STR("t"),
                                      .timestamp = WEIR_NO_TIMESTAMP,
                                      .key = WEIR_STR("key"),
                                      .value = weir_str_n(values + i * VALUE, VALUE)};
    }
    for (int64_t i = 0; i < n; i += (int64_t)each) {
        if (each == 1) { /* unlike the one before */
            recs[0].value.p = values + i % 500;
        }
        struct bus_ack *ack = calloc(1, sizeof(*ack));
        ack->done = freed;
        if (bus_append(producer, recs, each, ack, &err)) {
            die(&err);
        }
    }
    if (bus_producer_flush(producer, 600000, &err)) {
        die(&err);
    }
    raise(SIGKILL);
}

static void first_of(struct bus *bus, int64_t offset)
{
    struct bus_consumer_conf conf = {.reset = BUS_RESET_EARLIEST};
    struct bus_consumer *consumer = NULL;
    struct weir_topic_partition at = {.topic = WEIR_STR("t"), .offset = offset};
    struct bus_messages got;
    struct weir_err err;
    if (bus_consumer_open(bus, &conf, &consumer, &err) ||
        bus_consumer_assign(consumer, &at, 1, &err) ||
        bus_consumer_poll(consumer, 1, 1 << 20, 1000, &got, &err)) {
        die(&err);
    }
    if (got.n != 1 || got.items[0].offset != offset) {
        fprintf(stderr, "offset %lld is not there\n", (long long)offset);
        exit(1);
    }
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

static void round_of(const char *tmp, int64_t n, size_t each)
{
    char dir[256];
    snprintf(dir, sizeof(dir), "%s/bench-log-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir)) {
        fprintf(stderr, "%s: %s\n", dir, strerror(errno));
        exit(1);
    }
    double began = now_ms();
    pid_t pid = fork();
    if (pid == 0) {
        fill(dir, n, each);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    double filled = now_ms();
    struct bus *bus = open_log(dir);
    double opened = now_ms();
    first_of(bus, 0);
    first_of(bus, n - 1);
    double polled = now_ms();
    printf("%lld records, %zu an append (written in %.1f s): open %.1f ms, first and last record "
           "%.1f ms; in %s\n",
           (long long)n, each, (filled - began) / 1e3, opened - filled, polled - opened, dir);
    bus_close(bus);
}

int main(int argc, char **argv)
{
    int64_t n = (argc > 1 ? strtoll(argv[1], NULL, 10) : 10) * 1000000;
    round_of(getenv("TMPDIR"), n, 500);
    round_of(getenv("TMPDIR"), n, 1);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_local.c: appends, reads back, and does both at once on an embedded log in a new folder
 * under $TMPDIR (or /tmp), for small, usual and large records; prints rates and CPU seconds a
 * million records. Usage: bench_local [million bytes a round, default 500].
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bus/bus.h"
#include "noise.h"

#define BATCH 500

struct round {
    struct bus *bus;
    size_t record_bytes;
    int64_t n;
    int64_t keys; /* how many different ones */
    bool compact;
};

static void die(const struct weir_err *err)
{
    fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static double wall(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static long rss_kb(void)
{
    char line[256];
    long kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "VmRSS: %ld", &kb) == 1) {
            break;
        }
    }
    if (f) {
        fclose(f);
    }
    return kb;
}

static void freed(struct bus_ack *ack)
{
    if (ack->n_failed) {
        die(&ack->err);
    }
    free(ack);
}

static void *append_all(void *self)
{
    struct round *round = self;
    struct bus_producer_conf conf = {.client_id = "bench"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    if (bus_producer_open(round->bus, &conf, &producer, &err)) {
        die(&err);
    }
    char *values = noise(BATCH + round->record_bytes);
    struct bus_record recs[BATCH];
    char keys[BATCH][16];
    for (int64_t i = 0; i < round->n; i += BATCH) {
        for (int j = 0; j < BATCH; j++) {
            int n =
                snprintf(keys[j], sizeof(keys[j]), "%09lld", (long long)((i + j) % round->keys));
            recs[j] = (struct bus_record){
                .topic = WEIR_STR("bench"),
                .partition = WEIR_NO_PARTITION,
                .timestamp = WEIR_NO_TIMESTAMP,
                .key = weir_str_n(keys[j], (size_t)n),
                .value = weir_str_n(values + j, round->record_bytes - (size_t)n),
            };
        }
        struct bus_ack *ack = calloc(1, sizeof(*ack));
        ack->done = freed;
        if (bus_append(producer, recs, BATCH, ack, &err)) {
            die(&err);
        }
    }
    if (bus_producer_flush(producer, 60000, &err)) {
        die(&err);
    }
    bus_producer_close(producer, 0);
    free(values);
    return NULL;
}

static void *read_all(void *self)
{
    struct round *round = self;
    struct bus_consumer_conf conf = {.reset = BUS_RESET_EARLIEST};
    struct bus_consumer *consumer = NULL;
    struct weir_err err;
    struct weir_topic_partition at = {.topic = WEIR_STR("bench"), .offset = BUS_BEGINNING};
    if (bus_consumer_open(round->bus, &conf, &consumer, &err) ||
        bus_consumer_assign(consumer, &at, 1, &err)) {
        die(&err);
    }
    int64_t next = 0;
    while (next < round->n) {
        struct bus_messages got;
        if (bus_consumer_poll(consumer, 500, 1 << 20, 10000, &got, &err)) {
            die(&err);
        }
        for (size_t i = 0; i < got.n; i++) {
            if (!round->compact && got.items[i].offset != next) {
                fprintf(stderr, "gap at %lld\n", (long long)next);
                exit(1);
            }
            next = got.items[i].offset + 1;
        }
        bus_messages_release(consumer, &got);
    }
    bus_consumer_close(consumer);
    return NULL;
}

static void report(const char *what, const struct round *round, double seconds, double cpu_seconds)
{
    double million = (double)round->n / 1e6;
    printf("  %-12s %9.0f records/s %7.1f MB/s %6.3f CPU s/M  VmRSS %ld kB\n", what,
           (double)round->n / seconds,
           (double)round->n * (double)round->record_bytes / seconds / 1e6, cpu_seconds / million,
           rss_kb());
}

static void timed(const char *what, struct round *round, void *(*fn)(void *))
{
    double began = wall();
    double used = cpu();
    fn(round);
    report(what, round, wall() - began, cpu() - used);
}

static void *both(void *self)
{
    pthread_t writer;
    pthread_create(&writer, NULL, append_all, self);
    read_all(self);
    pthread_join(writer, NULL);
    return NULL;
}

static void remake(struct round *round)
{
    struct weir_err err;
    bool created = false;
    struct weir_prop compact = {WEIR_STR("cleanup.policy"), WEIR_STR("compact")};
    struct weir_topic_spec spec = {.name = WEIR_STR("bench"),
                                   .partitions = 1,
                                   .configs = &compact,
                                   .n_configs = round->compact};
    (void)bus_topic_delete(round->bus, spec.name, &err);
    if (bus_topic_create(round->bus, &spec, &created, &err)) {
        die(&err);
    }
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {50, 100, 300, 4675};
    int64_t bytes = (argc > 1 ? atoll(argv[1]) : 500) * 1000000;
    const char *tmp = getenv("TMPDIR");
    char dir[256];
    struct weir_err err;
    snprintf(dir, sizeof(dir), "%s/bench-log-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir)) {
        fprintf(stderr, "%s: %s\n", dir, strerror(errno));
        return 1;
    }
    struct bus_local_options options = {.data_dir = dir,
                                        .map_bytes = (int64_t)64 << 30,
                                        .partitions = 1,
                                        .retention_ms = -1,
                                        .retention_bytes = -1};
    struct round round = {0};
    if (bus_open_local(&options, &round.bus, &err)) {
        die(&err);
    }
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        round.record_bytes = sizes[i];
        round.n = bytes / (int64_t)sizes[i] / BATCH * BATCH;
        round.keys = round.n;
        printf("%zu-byte records, %lld of them\n", sizes[i], (long long)round.n);
        remake(&round);
        timed("append", &round, append_all);
        timed("read", &round, read_all);
        remake(&round);
        timed("both", &round, both);
    }
    round.record_bytes = 300;
    round.n = 1000000;
    round.keys = 10;
    round.compact = true;
    printf("a compacted topic, 1000000 updates of 10 keys\n");
    remake(&round);
    timed("append", &round, append_all);
    timed("read", &round, read_all);
    bus_close(round.bus);
    printf("left in %s\n", dir);
    return 0;
}

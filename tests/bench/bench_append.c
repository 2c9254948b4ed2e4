/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_append.c [BATCHES [BYTES]]: appends alone, 500 records each, to an embedded log in a new
 * folder under $TMPDIR (or /tmp): what a record costs a task and the log's writer together.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <weir/time.h>

#include "bus/bus.h"
#include "noise.h"

#define BATCH 500

static void must(enum weir_verdict verdict, const struct weir_err *err)
{
    if (verdict != WEIR_OK) {
        fprintf(stderr, "%s\n", err->text);
        exit(1);
    }
}

static struct bus *open_log(char *dir)
{
    struct bus_local_options options = {.data_dir = dir,
                                        .map_bytes = (int64_t)4 << 30,
                                        .partitions = 1,
                                        .retention_ms = -1,
                                        .retention_bytes = -1};
    struct weir_err err;
    struct bus *bus = NULL;
    bool created = false;
    must(bus_open_local(&options, &bus, &err), &err);
    struct weir_topic_spec spec = {.name = WEIR_STR("bench"), .partitions = 1};
    must(bus_topic_create(bus, &spec, &created, &err), &err);
    return bus;
}

static void append(struct bus *bus, int64_t batches, size_t bytes)
{
    static struct bus_record recs[BATCH];
    static char keys[BATCH][16];
    struct bus_producer_conf conf = {.client_id = "bench"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    char *values = noise(BATCH * bytes);
    must(bus_producer_open(bus, &conf, &producer, &err), &err);
    for (int i = 0; i < BATCH; i++) {
        snprintf(keys[i], sizeof(keys[i]), "%09d", i);
        recs[i] = (struct bus_record){.topic = WEIR_STR("bench"),
                                      .timestamp = WEIR_NO_TIMESTAMP,
                                      .key = weir_str_of(keys[i]),
                                      .value = weir_str_n(values + (size_t)i * bytes, bytes)};
    }
    for (int64_t n = 0; n < batches; n++) {
        must(bus_append_wait(producer, recs, BATCH, 60000, &err), &err);
    }
    bus_producer_close(producer, 0);
    free(values);
}

int main(int argc, char **argv)
{
    int64_t batches = argc > 1 ? atoll(argv[1]) : 2000;
    size_t bytes = argc > 2 ? strtoul(argv[2], NULL, 10) : 300;
    const char *tmp = getenv("TMPDIR");
    char dir[256];
    snprintf(dir, sizeof(dir), "%s/bench-append-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(dir)) {
        fprintf(stderr, "%s: %s\n", dir, strerror(errno));
        return 1;
    }
    struct bus *bus = open_log(dir);
    int64_t from_ns = weir_clock_mono_ns();
    append(bus, batches, bytes);
    double s = (double)(weir_clock_mono_ns() - from_ns) / 1e9;
    bus_close(bus);
    printf("append, %zu bytes: %.0f records/s, in %s\n", bytes, (double)(batches * BATCH) / s, dir);
    printf("%lld records in all\n", (long long)batches * BATCH);
    return 0;
}

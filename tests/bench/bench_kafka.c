/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_kafka.c: records a second and CPU seconds a million, of bus_append and bus_consumer_poll
 * against librdkafka's own calls, and the time one record takes to be acknowledged when nothing
 * else is under way. $WEIR_TEST_KAFKA is the broker.
 *
 *     bench_kafka [records [bytes [batch [partitions [name=value of the producer ...]]]]]
 */
#include <librdkafka/rdkafka.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <weir/time.h>

#include "bus_help.h"

#define IN_FLIGHT_MAX 64

static size_t records = 1000000, bytes = 300, batch = 1000, partitions = 1, in_flight = 8;
static struct weir_props own;
static struct weir_arena arena;
static struct bus *bus;
static char topic[64];
static char *payload;

#define MUST(call)                                                                                 \
    do {                                                                                           \
        struct weir_err must_err = {.text = ""};                                                   \
        struct weir_err *err = &must_err;                                                          \
        if (call) {                                                                                \
            fprintf(stderr, "%s: %s\n", #call, must_err.text);                                     \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static double cpu_s(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static long rss_kb(void)
{
    char line[128];
    long kb = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof(line), status)) {
        sscanf(line, "VmRSS: %ld", &kb);
    }
    fclose(status);
    return kb;
}

static void report(const char *what, size_t n, int64_t from_ns, double from_cpu)
{
    double wall = (double)(weir_clock_mono_ns() - from_ns) / 1e9;
    printf("%-28s %9.0f records/s  %5.2f CPU s/million  RSS %ld kB  threads %d\n", what,
           (double)n / wall, (cpu_s() - from_cpu) * 1e6 / (double)n, rss_kb(), help_threads());
    fflush(stdout);
}

/* ---- ours ---- */

static void make(struct bus_record *recs, char (*keys)[32], size_t from)
{
    for (size_t i = 0; i < batch; i++) {
        snprintf(keys[i], 32, "{\"id\":%zu}", from + i);
        recs[i] = (struct bus_record){.topic = weir_str_of(topic),
                                      .partition = WEIR_NO_PARTITION,
                                      .timestamp = WEIR_NO_TIMESTAMP,
                                      .key = weir_str_of(keys[i]),
                                      .value = weir_str_n(payload, bytes)};
    }
}

static sem_t free_turns;

static void on_done(struct bus_ack *ack)
{
    (void)ack;
    sem_post(&free_turns);
}

/* Appends end in order when they go to one partition, and nearly so otherwise: see in_flight. */
static void bench_append(void)
{
    static struct bus_ack acks[2 * IN_FLIGHT_MAX];
    struct bus_producer_conf conf = {.props = &own, .client_id = "bench"};
    struct bus_producer *producer;
    struct bus_record *recs[2 * IN_FLIGHT_MAX];
    char(*keys[2 * IN_FLIGHT_MAX])[32];
    sem_init(&free_turns, 0, (unsigned)in_flight);
    MUST(bus_producer_open(bus, &conf, &producer, err));
    MUST(bus_append_wait(producer, &(struct bus_record){.topic = weir_str_of(topic)}, 1, 30000,
                         err));
    for (size_t i = 0; i < 2 * in_flight; i++) {
        recs[i] = calloc(batch, sizeof(*recs[i]));
        keys[i] = calloc(batch, sizeof(*keys[i]));
    }
    int64_t from_ns = weir_clock_mono_ns();
    double from_cpu = cpu_s();
    for (size_t sent = 0, turn = 0; sent < records;
         sent += batch, turn = (turn + 1) % (2 * in_flight)) {
        sem_wait(&free_turns);
        acks[turn] = (struct bus_ack){.done = on_done};
        make(recs[turn], keys[turn], sent);
        MUST(bus_append(producer, recs[turn], batch, &acks[turn], err));
    }
    MUST(bus_producer_flush(producer, 60000, err));
    report("bus_append", records, from_ns, from_cpu);
    bus_producer_close(producer, 1000);
}

static void bench_latency(size_t n, bool pause)
{
    struct bus_producer_conf conf = {.props = &own, .client_id = "bench"};
    struct bus_producer *producer;
    struct bus_record rec = {
        .topic = weir_str_of(topic), .partition = 0, .value = weir_str_n(payload, bytes)};
    MUST(bus_producer_open(bus, &conf, &producer, err));
    MUST(bus_append_wait(producer, &rec, 1, 30000, err));
    double worst = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t from_ns = weir_clock_mono_ns();
        MUST(bus_append_wait(producer, &rec, 1, 30000, err));
        double ms = (double)(weir_clock_mono_ns() - from_ns) / 1e6;
        sum += ms;
        worst = ms > worst ? ms : worst;
        if (pause) {
            usleep(10000);
        }
    }
    printf("%-28s mean %.2f ms, worst %.2f ms\n",
           pause ? "one record, 10 ms apart" : "one record after the other", sum / (double)n,
           worst);
    bus_producer_close(producer, 1000);
}

static void bench_poll(void)
{
    struct bus_consumer_conf conf = {.props = &own, .client_id = "bench"};
    struct bus_consumer *consumer;
    struct weir_topic_partition *parts = calloc(partitions, sizeof(*parts));
    MUST(bus_consumer_open(bus, &conf, &consumer, err));
    for (size_t p = 0; p < partitions; p++) {
        parts[p] = (struct weir_topic_partition){
            .topic = weir_str_of(topic), .partition = (int32_t)p, .offset = BUS_BEGINNING};
    }
    int64_t from_ns = weir_clock_mono_ns();
    double from_cpu = cpu_s();
    MUST(bus_consumer_assign(consumer, parts, partitions, err));
    size_t n = 0;
    while (n < records) {
        struct bus_messages messages;
        MUST(bus_consumer_poll(consumer, 500, 1 << 20, 5000, &messages, err));
        n += messages.n;
        bus_messages_release(consumer, &messages);
    }
    report("bus_consumer_poll", n, from_ns, from_cpu);
    bus_consumer_close(consumer);
}

/* ---- librdkafka by itself ---- */

static size_t delivered;

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *msg, void *opaque)
{
    (void)rk;
    (void)opaque;
    delivered += !msg->err;
}

static void bench_producev(const char *linger, const char *idempotence)
{
    char why[256], key[32];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", getenv("WEIR_TEST_KAFKA"), why, sizeof(why));
    rd_kafka_conf_set(conf, "partitioner", "murmur2_random", why, sizeof(why));
    rd_kafka_conf_set(conf, "enable.idempotence", idempotence, why, sizeof(why));
    rd_kafka_conf_set(conf, "linger.ms", linger, why, sizeof(why));
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof(why));
    delivered = 0;
    rd_kafka_producev(rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_END);
    rd_kafka_flush(rk, 30000);
    int64_t from_ns = weir_clock_mono_ns();
    double from_cpu = cpu_s();
    for (size_t i = 0; i < records; i++) {
        int n = snprintf(key, sizeof(key), "{\"id\":%zu}", i);
        while (rd_kafka_producev(rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_KEY(key, (size_t)n),
                                 RD_KAFKA_V_VALUE(payload, bytes), RD_KAFKA_V_END)) {
            rd_kafka_poll(rk, 10);
        }
        if (i % 100 == 0) {
            rd_kafka_poll(rk, 0);
        }
    }
    rd_kafka_flush(rk, 60000);
    snprintf(why, sizeof(why), "producev linger=%s idem=%s", linger, idempotence);
    report(why, records, from_ns, from_cpu);
    rd_kafka_destroy(rk);
}

static void create(void)
{
    struct weir_topic_spec spec = {
        .name = weir_str_of(topic), .partitions = (int32_t)partitions, .replication_factor = 1};
    bool created;
    MUST(bus_topic_create(bus, &spec, &created, err));
}

int main(int argc, char **argv)
{
    struct weir_props props;
    size_t *const numbers[] = {&records, &bytes, &batch, &partitions, &in_flight};
    weir_arena_init(&arena, 65536);
    weir_props_init(&own, &arena);
    for (int i = 1; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (value) {
            weir_props_set(&own, weir_str_n(argv[i], (size_t)(value - argv[i])),
                           weir_str_of(value + 1));
        } else if (i <= 5) {
            *numbers[i - 1] = strtoul(argv[i], NULL, 10);
        }
    }
    snprintf(topic, sizeof(topic), "bench-%d", (int)getpid());
    payload = malloc(bytes);
    for (size_t i = 0; i < bytes; i++) {
        payload[i] = (char)('a' + i * 7 % 26);
    }
    help_props(&props, &arena, "bootstrap.servers", getenv("WEIR_TEST_KAFKA"), NULL);
    MUST(bus_open_kafka(&props, &bus, err));
    printf("%zu records of %zu bytes, %zu an append, %zu partitions; RSS %ld kB\n", records, bytes,
           batch, partitions, rss_kb());
    create();
    bench_append();
    bench_poll();
    bench_latency(200, false);
    bench_latency(100, true);
    if (!getenv("OURS_ONLY")) {
        bench_producev("5", "false");
        bench_producev("0", "true");
    }
    MUST(bus_topic_delete(bus, weir_str_of(topic), err));
    bus_close(bus);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kafka_restart.c: writes and reads a long series while its broker is taken away and comes
 * back. It prints "half" when that is due, and ends well if nothing was lost, repeated or changed
 * places. $WEIR_TEST_KAFKA is the broker.
 */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include <weir/time.h>

#include "bus_help.h"

enum { SERIES = 60000, BATCH = 100, BATCHES = SERIES / BATCH, PARTITIONS = 3, IN_FLIGHT = 20 };

static char keys[SERIES][32], values[SERIES][32];
static struct bus_record recs[SERIES];
static struct help_ack acks[BATCHES];
static char topic[64];

struct tally {
    int n;
    int last[PARTITIONS];
};

static void count(void *self, const struct bus_message *msg)
{
    struct tally *tally = self;
    int i = atoi(msg->value.p + 1);
    if (i <= tally->last[msg->partition]) {
        fail_msg("v%d after v%d in partition %d", i, tally->last[msg->partition], msg->partition);
    }
    tally->last[msg->partition] = i;
    tally->n++;
}

static void pace(int batch)
{
    if (batch >= IN_FLIGHT) {
        assert_true(help_ack_wait(&acks[batch - IN_FLIGHT], 120000));
    }
    usleep(2000); /* so that the restart falls into the series */
}

static void write_all(struct bus_producer *producer)
{
    for (int batch = 0; batch < BATCHES; batch++) {
        pace(batch);
        if (batch == BATCHES / 2) {
            puts("half");
            fflush(stdout);
        }
        for (int i = batch * BATCH; i < (batch + 1) * BATCH; i++) {
            recs[i] = help_record(topic, i, keys[i], values[i]);
        }
        help_ack_init(&acks[batch]);
        HELP_OK(bus_append(producer, &recs[batch * BATCH], BATCH, &acks[batch].ack, err));
    }
    HELP_OK(bus_producer_flush(producer, 120000, err));
    for (int batch = 0; batch < BATCHES; batch++) {
        assert_int_equal(1, acks[batch].done);
        assert_int_equal(0, acks[batch].ack.n_failed);
    }
}

static void create(struct bus *bus)
{
    struct weir_topic_spec spec = {
        .name = weir_str_of(topic), .partitions = PARTITIONS, .replication_factor = 1};
    bool created;
    HELP_OK(bus_topic_create(bus, &spec, &created, err));
}

static void *read_all(void *arg)
{
    struct bus_consumer *consumer = arg;
    struct tally *tally = calloc(1, sizeof(*tally));
    for (int p = 0; p < PARTITIONS; p++) {
        tally->last[p] = -1;
    }
    help_read(consumer, SERIES, 150000, count, tally);
    return tally;
}

static void test_restart(void **state)
{
    (void)state;
    struct weir_arena arena;
    struct weir_props props;
    struct bus *bus;
    weir_arena_init(&arena, 4096);
    help_props(&props, &arena, "bootstrap.servers", getenv("WEIR_TEST_KAFKA"), NULL);
    snprintf(topic, sizeof(topic), "restart-%d", (int)getpid());
    HELP_OK(bus_open_kafka(&props, &bus, err));
    create(bus);

    struct bus_consumer_conf conf = {.client_id = "member", .group = topic};
    struct bus_consumer *consumer;
    struct weir_str name = weir_str_of(topic);
    HELP_OK(bus_consumer_open(bus, &conf, &consumer, err));
    HELP_OK(bus_consumer_subscribe(consumer, &name, 1, err));
    pthread_t reader;
    pthread_create(&reader, NULL, read_all, consumer);

    struct bus_producer_conf producer_conf = {.client_id = "writer"};
    struct bus_producer *producer;
    HELP_OK(bus_producer_open(bus, &producer_conf, &producer, err));
    write_all(producer);
    bus_producer_close(producer, 1000);

    struct tally *tally;
    pthread_join(reader, (void **)&tally);
    assert_int_equal(SERIES, tally->n);
    free(tally);
    bus_consumer_close(consumer);
    bus_close(bus);
    weir_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_restart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

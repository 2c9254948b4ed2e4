/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_kafka_client.c: opens the Kafka engine with the client properties of a file (name=value a
 * line, "\n" for a line break), writes a record, reads it back alone and in a group, and prints
 * "ok", or the verdict and the text of what failed. For tests of security, which have the brokers.
 *
 *     test_kafka_client PROPERTIES TOPIC
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bus/bus.h"

#define WAIT_MS 10000

static int fail(const char *what, const struct weir_err *err)
{
    printf("%s: %s: %s\n", what, weir_verdict_name(err->class), err->text);
    return 1;
}

static char *unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from && *from != '\n'; from++) {
        bool line_break = from[0] == '\\' && from[1] == 'n';
        *to++ = line_break ? '\n' : *from;
        from += line_break;
    }
    *to = 0;
    return text;
}

static int read_properties(const char *path, struct weir_props *props)
{
    static char line[65536];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file)) {
        char *value = strchr(unescape(line), '=');
        if (value) {
            *value = 0;
            weir_props_set_c(props, line, value + 1);
        }
    }
    return file ? fclose(file) : 1;
}

static enum weir_verdict read_one(struct bus_consumer *consumer, struct weir_err *err)
{
    struct bus_messages messages = {0};
    enum weir_verdict verdict = WEIR_OK;
    for (int i = 0; !verdict && messages.n == 0 && i < WAIT_MS / 100; i++) {
        verdict = bus_consumer_poll(consumer, 10, 1000, 100, &messages, err);
    }
    if (!verdict && messages.n == 0) {
        verdict = weir_err_set(err, WEIR_RETRY, "nothing to read");
    }
    bus_messages_release(consumer, &messages);
    return verdict;
}

static int try_group(struct bus *bus, struct weir_str topic)
{
    struct bus_consumer_conf conf = {.client_id = "member", .group = topic.p};
    struct bus_consumer *consumer;
    struct weir_err err = {.text = ""};
    struct weir_topic_partition commit = {.topic = topic, .offset = 1};
    if (bus_consumer_open(bus, &conf, &consumer, &err)) {
        return fail("open consumer", &err);
    }
    int failed = bus_consumer_subscribe(consumer, &topic, 1, &err) || read_one(consumer, &err) ||
                 bus_consumer_commit(consumer, &commit, 1, false, &err);
    bus_consumer_close(consumer);
    return failed ? fail("group", &err) : 0;
}

static int try_reader(struct bus *bus, struct weir_str topic)
{
    struct bus_consumer_conf conf = {.client_id = "reader"};
    struct bus_consumer *consumer;
    struct weir_err err = {.text = ""};
    struct weir_topic_partition part = {.topic = topic, .offset = BUS_BEGINNING};
    if (bus_consumer_open(bus, &conf, &consumer, &err)) {
        return fail("open reader", &err);
    }
    int failed = bus_consumer_assign(consumer, &part, 1, &err) || read_one(consumer, &err);
    bus_consumer_close(consumer);
    return failed ? fail("reader", &err) : 0;
}

static int try_producer(struct bus *bus, struct weir_str topic)
{
    struct bus_producer_conf conf = {.client_id = "writer"};
    struct bus_producer *producer;
    struct weir_err err = {.text = ""};
    struct bus_record rec = {
        .topic = topic, .partition = 0, .timestamp = WEIR_NO_TIMESTAMP, .value = WEIR_STR("hello")};
    if (bus_producer_open(bus, &conf, &producer, &err)) {
        return fail("open producer", &err);
    }
    int failed = bus_append_wait(producer, &rec, 1, WAIT_MS, &err);
    bus_producer_close(producer, 1000);
    return failed ? fail("append", &err) : 0;
}

static int try_all(struct bus *bus, struct weir_str topic)
{
    struct weir_topic_spec spec = {.name = topic, .partitions = 1, .replication_factor = 1};
    struct weir_err err = {.text = ""};
    bool created;
    int failed = 0;
    if (bus_topic_create(bus, &spec, &created, &err)) {
        failed = fail("create", &err);
    }
    return failed | try_producer(bus, topic) || try_reader(bus, topic) || try_group(bus, topic);
}

static int try_properties(const struct weir_props *props, struct weir_str topic)
{
    struct weir_err err = {.text = ""};
    struct bus *bus;
    if (bus_open_kafka(props, &bus, &err)) {
        return fail("open", &err);
    }
    int failed = try_all(bus, topic);
    bus_close(bus);
    return failed;
}

int main(int argc, char **argv)
{
    struct weir_arena arena;
    struct weir_props props;
    int failed = 2;
    weir_arena_init(&arena, 65536);
    weir_props_init(&props, &arena);
    if (argc != 3 || read_properties(argv[1], &props)) {
        fprintf(stderr, "test_kafka_client PROPERTIES TOPIC\n");
    } else {
        failed = try_properties(&props, weir_str_of(argv[2]));
    }
    weir_arena_free(&arena);
    if (!failed) {
        puts("ok");
    }
    return failed;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_writer.c: status records on their way to the bus. At most so many are under way; beyond
 * that, and before there is a producer, they wait here, the newest of each key.
 */
#include "store/status_writer.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "base/map.h"

#define UNDER_WAY_MAX 1000

struct status_writer {
    struct inbox *inbox;
    char *topic;
    struct bus_producer *producer;
    struct weir_log log;
    struct map newest; /* key -> number of the newest write, as a pointer */
    uint64_t numbers;
    struct status_write *waiting, **last; /* in the order they were said */
    size_t under_way;
};

struct status_write *status_write_new(void)
{
    struct status_write *write = weir_xcalloc(1, sizeof(*write));
    weir_arena_init(&write->arena, 512);
    return write;
}

static void write_free(struct status_write *write)
{
    weir_arena_free(&write->arena);
    free(write);
}

static bool is_newest(const struct status_writer *writer, const struct status_write *write)
{
    return (uint64_t)(uintptr_t)map_get(&writer->newest, write->rec.key) == write->number;
}

static void wait_for_later(struct status_writer *writer, struct status_write *write)
{
    write->next = NULL;
    *writer->last = write;
    writer->last = &write->next;
}

/* ---- acknowledgements ---- */

/* The herder's thread. */
static void settled(struct inbox_item *item)
{
    struct status_write *write = (struct status_write *)item;
    struct status_writer *writer = write->writer;
    writer->under_way--;
    bool newest = is_newest(writer, write);
    if (write->ack.n_failed && newest) {
        weir_warn(&writer->log, "the status record '%.*s' could not be written: %s",
                  WEIR_STR_ARG(write->rec.key), write->ack.err.text);
        if (write->ack.err.class == WEIR_RETRY) {
            wait_for_later(writer, write);
            return;
        }
    }
    if (newest) {
        map_remove(&writer->newest, write->rec.key);
    }
    write_free(write);
}

/* A thread of the bus. */
static void acknowledged(struct bus_ack *ack)
{
    struct status_write *write =
        (struct status_write *)((char *)ack - offsetof(struct status_write, ack));
    inbox_post(write->writer->inbox, &write->item);
}

/* ---- sending ---- */

static bool append(struct status_writer *writer, struct status_write *write)
{
    if (!writer->producer || writer->under_way >= UNDER_WAY_MAX) {
        return false;
    }
    write->ack = (struct bus_ack){.done = acknowledged};
    struct weir_err err;
    enum weir_verdict verdict = bus_append(writer->producer, &write->rec, 1, &write->ack, &err);
    if (verdict != WEIR_OK) {
        weir_warn(&writer->log, "the status record '%.*s' could not be written: %s",
                  WEIR_STR_ARG(write->rec.key), err.text);
        return false;
    }
    writer->under_way++;
    return true;
}

void status_writer_send(struct status_writer *writer, struct status_write *write)
{
    write->item.run = settled;
    write->writer = writer;
    write->number = ++writer->numbers;
    write->rec.topic = weir_str_of(writer->topic);
    map_set(&writer->newest, write->rec.key, (void *)(uintptr_t)write->number);
    if (writer->waiting || !append(writer, write)) {
        wait_for_later(writer, write);
    }
}

void status_writer_retry(struct status_writer *writer)
{
    struct status_write *write = writer->waiting;
    writer->waiting = NULL;
    writer->last = &writer->waiting;
    bool full = false;
    while (write) {
        struct status_write *next = write->next;
        if (!is_newest(writer, write)) {
            write_free(write);
        } else {
            full = full || !append(writer, write);
            if (full) {
                wait_for_later(writer, write);
            }
        }
        write = next;
    }
}

bool status_writer_waiting(const struct status_writer *writer)
{
    return writer->waiting != NULL;
}

/* ---- beginning and end ---- */

struct status_writer *status_writer_new(struct inbox *inbox, struct weir_str topic)
{
    struct status_writer *writer = weir_xcalloc(1, sizeof(*writer));
    writer->inbox = inbox;
    writer->topic = weir_xstrndup(topic.p, topic.n);
    writer->last = &writer->waiting;
    weir_log_init(&writer->log, "org.apache.kafka.connect.storage", "", -1, "");
    return writer;
}

void status_writer_open(struct status_writer *writer, struct bus_producer *producer)
{
    writer->producer = producer;
    status_writer_retry(writer);
}

void status_writer_free(struct status_writer *writer)
{
    while (writer->waiting) {
        struct status_write *write = writer->waiting;
        writer->waiting = write->next;
        write_free(write);
    }
    map_free(&writer->newest);
    free(writer->topic);
    free(writer);
}

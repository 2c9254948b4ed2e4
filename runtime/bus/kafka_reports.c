/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_reports.c: one thread for all producers of a bus. librdkafka tells when a client's queue
 * has something; the thread takes it, hands delivery reports to kafka_settle and lets librdkafka
 * call back for the rest.
 */
#include <weir/time.h>

#include "base/thread.h"
#include "bus/kafka_engine.h"

#define EVENTS_MAX 64 /* of one client before the next has its turn */

static void enqueue(struct kafka_bus *bus, struct kafka_client *client)
{
    if (!client->is_ready) {
        client->is_ready = true;
        client->next_ready = NULL;
        *bus->ready_tail = client;
        bus->ready_tail = &client->next_ready;
    }
}

static struct kafka_client *dequeue(struct kafka_bus *bus)
{
    struct kafka_client *client = bus->ready;
    if (client) {
        bus->ready = client->next_ready;
        bus->ready_tail = bus->ready ? bus->ready_tail : &bus->ready;
        client->is_ready = false;
    }
    return client;
}

static void take_out(struct kafka_bus *bus, struct kafka_client *client)
{
    struct kafka_client *head = bus->ready;
    bus->ready = NULL;
    bus->ready_tail = &bus->ready;
    for (struct kafka_client *next; head; head = next) {
        next = head->next_ready;
        head->is_ready = false;
        if (head != client) {
            enqueue(bus, head);
        }
    }
}

/* On a thread of librdkafka's, which holds a lock: only puts the client into the list. */
static void on_queue(rd_kafka_t *rk, void *opaque)
{
    struct kafka_client *client = opaque;
    struct kafka_bus *bus = client->bus;
    (void)rk;
    pthread_mutex_lock(&bus->ready_lock);
    enqueue(bus, client);
    pthread_cond_broadcast(&bus->ready_cond);
    pthread_mutex_unlock(&bus->ready_lock);
}

/* True when there may be more. */
static bool serve(struct kafka_client *client)
{
    for (int i = 0; i < EVENTS_MAX; i++) {
        rd_kafka_event_t *event = rd_kafka_queue_poll(client->reports, 0);
        const rd_kafka_message_t *msg;
        if (!event) {
            return false;
        }
        while ((msg = rd_kafka_event_message_next(event))) {
            kafka_settle(client, msg);
        }
        rd_kafka_event_destroy(event);
    }
    return true;
}

static void *run(void *arg)
{
    struct kafka_bus *bus = arg;
    pthread_mutex_lock(&bus->ready_lock);
    while (!bus->stop) {
        struct kafka_client *client = dequeue(bus);
        if (!client) {
            pthread_cond_wait(&bus->ready_cond, &bus->ready_lock);
            continue;
        }
        bus->served = client;
        pthread_mutex_unlock(&bus->ready_lock);
        bool more = serve(client);
        pthread_mutex_lock(&bus->ready_lock);
        bus->served = NULL;
        if (more) {
            enqueue(bus, client);
        }
        pthread_cond_broadcast(&bus->ready_cond);
    }
    pthread_mutex_unlock(&bus->ready_lock);
    return NULL;
}

enum weir_verdict kafka_reports_start(struct kafka_bus *bus, struct weir_err *err)
{
    bus->ready_tail = &bus->ready;
    pthread_mutex_init(&bus->ready_lock, NULL);
    weir_clock_cond_init(&bus->ready_cond);
    return thread_start(&bus->thread, "kafka-reports", run, bus, err);
}

void kafka_reports_stop(struct kafka_bus *bus)
{
    pthread_mutex_lock(&bus->ready_lock);
    bus->stop = true;
    pthread_cond_broadcast(&bus->ready_cond);
    pthread_mutex_unlock(&bus->ready_lock);
    pthread_join(bus->thread, NULL);
    pthread_cond_destroy(&bus->ready_cond);
    pthread_mutex_destroy(&bus->ready_lock);
}

void kafka_reports_add(struct kafka_client *client)
{
    client->reports = rd_kafka_queue_get_main(client->rk);
    rd_kafka_queue_cb_event_enable(client->reports, on_queue, client);
    on_queue(client->rk, client); /* what came before */
}

void kafka_reports_remove(struct kafka_client *client)
{
    struct kafka_bus *bus = client->bus;
    if (!client->reports) {
        return;
    }
    rd_kafka_queue_cb_event_enable(client->reports, NULL, NULL);
    pthread_mutex_lock(&bus->ready_lock);
    while (bus->served == client) {
        pthread_cond_wait(&bus->ready_cond, &bus->ready_lock);
    }
    take_out(bus, client);
    pthread_mutex_unlock(&bus->ready_lock);
    rd_kafka_queue_destroy(client->reports);
}

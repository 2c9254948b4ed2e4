/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_reports.c: one thread for all producers of a bus. librdkafka tells when a client's queue
 * has something; the thread takes it, hands delivery reports to kafka_settle and lets librdkafka
 * call back for the rest.
 */
#include <weir/time.h>

#include "base/thread.h"
#include "bus/kafka_engine.h"

#define WAITING_MS 50 /* how often appends that wait are looked at, with no report to remind */
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

/* librdkafka makes events of its errors too, whatever was asked for. */
static void handle(struct kafka_client *client, rd_kafka_event_t *event)
{
    const rd_kafka_message_t *msg;
    if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_ERROR) {
        rd_kafka_resp_err_t code = rd_kafka_event_error(event);
        kafka_on_error(client->rk,
                       rd_kafka_event_error_is_fatal(event) ? RD_KAFKA_RESP_ERR__FATAL : code,
                       rd_kafka_event_error_string(event), client);
    }
    while ((msg = rd_kafka_event_message_next(event))) {
        kafka_settle(client, msg);
    }
}

/* True when there may be more. */
static bool serve(struct kafka_client *client)
{
    for (int i = 0; i < EVENTS_MAX; i++) {
        rd_kafka_event_t *event = rd_kafka_queue_poll(client->reports, 0);
        if (!event) {
            return false;
        }
        handle(client, event);
        rd_kafka_event_destroy(event);
        kafka_send_more(client);
    }
    return true;
}

/* Under ready_lock. Clients whose appends wait for a report that does not come have their turn. */
static void wait_for_reports(struct kafka_bus *bus)
{
    bool waits = false;
    for (struct kafka_client *client = bus->all_served; client; client = client->next_served) {
        waits |= atomic_load(&client->keeps);
    }
    if (!waits) {
        pthread_cond_wait(&bus->ready_cond, &bus->ready_lock);
    } else if (!weir_clock_wait(&bus->ready_cond, &bus->ready_lock,
                                weir_clock_mono_ms() + WAITING_MS)) {
        for (struct kafka_client *client = bus->all_served; client; client = client->next_served) {
            enqueue(bus, client);
        }
    }
}

static void *run(void *arg)
{
    struct kafka_bus *bus = arg;
    pthread_mutex_lock(&bus->ready_lock);
    while (!bus->stop) {
        struct kafka_client *client = dequeue(bus);
        if (!client) {
            wait_for_reports(bus);
            continue;
        }
        bus->served = client;
        pthread_mutex_unlock(&bus->ready_lock);
        bool more = serve(client);
        kafka_send_more(client);
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
    struct kafka_bus *bus = client->bus;
    pthread_mutex_lock(&bus->ready_lock);
    client->next_served = bus->all_served;
    bus->all_served = client;
    pthread_mutex_unlock(&bus->ready_lock);
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
    struct kafka_client **at = &bus->all_served;
    while (*at != client) {
        at = &(*at)->next_served;
    }
    *at = client->next_served;
    pthread_mutex_unlock(&bus->ready_lock);
    rd_kafka_queue_destroy(client->reports);
}

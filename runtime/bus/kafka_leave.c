/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_leave.c: a consumer leaves its group, closed by its owner or evicted because that does not
 * come back. While the group waits for a member that died, the broker answers nothing else on the
 * connection that a JoinGroup went over, so that leaving takes as long as librdkafka waits for it,
 * five seconds. The owner waits one; then a thread goes on.
 *
 * A member that has a name of its own in the group does not leave when it is closed: its place is
 * kept, and nobody else could go on at once. So it unsubscribes first, which does leave.
 */
#include <weir/time.h>

#include "base/thread.h"
#include "bus/kafka_consumer.h"

#define LEAVE_MS 1000
#define EVICT_MS 30000
#define STEP_MS  50
#define LEFT_STEP_MS 5

void kafka_leave_init(struct kafka_bus *bus)
{
    pthread_mutex_init(&bus->leave_lock, NULL);
    pthread_cond_init(&bus->left, NULL);
}

void kafka_leave_wait(struct kafka_bus *bus)
{
    pthread_mutex_lock(&bus->leave_lock);
    while (bus->leaving) {
        pthread_cond_wait(&bus->left, &bus->leave_lock);
    }
    pthread_mutex_unlock(&bus->leave_lock);
}

static bool has_left(rd_kafka_t *rk)
{
    char *id = rd_kafka_memberid(rk); /* taken away when leaving is on its way */
    bool left = !id || !*id;
    rd_kafka_mem_free(rk, id);
    return left;
}

/* Serving the queue calls the rebalance's callback, which gives the partitions up before. */
static void unsubscribe(struct kafka_consumer *consumer, int64_t deadline_ms)
{
    rd_kafka_t *rk = consumer->client->rk;
    if (!consumer->unsubscribes || rd_kafka_unsubscribe(rk)) {
        return;
    }
    while (!has_left(rk) && !rd_kafka_fatal_error(rk, NULL, 0) &&
           weir_clock_mono_ms() < deadline_ms) {
        rd_kafka_message_t *msg = NULL;
        if (rd_kafka_consume_batch_queue(consumer->queue, LEFT_STEP_MS, &msg, 1) == 1) {
            rd_kafka_message_destroy(msg);
        }
    }
}

static void begin(struct kafka_consumer *consumer, int64_t deadline_ms)
{
    rd_kafka_t *rk = consumer->client->rk;
    unsubscribe(consumer, deadline_ms);
    consumer->leave_queue = rd_kafka_queue_new(rk);
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(rk, consumer->leave_queue);
    if (error) { /* after a fatal one there is nothing to leave */
        rd_kafka_queue_destroy(consumer->leave_queue);
        consumer->leave_queue = NULL;
        rd_kafka_error_destroy(error);
    }
}

/*
 * Serving the queue calls the rebalance's callback; messages that still come are nobody's. The
 * queue is served to the end: librdkafka 2.0 hangs in rd_kafka_destroy otherwise.
 */
static bool serve(const struct kafka_consumer *consumer, int64_t deadline_ms)
{
    rd_kafka_t *rk = consumer->client->rk;
    bool closed = !consumer->leave_queue || rd_kafka_consumer_closed(rk);
    while (!closed && weir_clock_mono_ms() < deadline_ms) {
        rd_kafka_message_t *msg = NULL;
        if (rd_kafka_consume_batch_queue(consumer->leave_queue, STEP_MS, &msg, 1) == 1) {
            rd_kafka_message_destroy(msg);
        }
        closed = rd_kafka_consumer_closed(rk);
    }
    return closed;
}

static void let_go(struct kafka_consumer *consumer)
{
    if (atomic_fetch_sub(&consumer->holders, 1) > 1) {
        return;
    }
    (void)serve(consumer, INT64_MAX);
    if (consumer->leave_queue) {
        rd_kafka_queue_destroy(consumer->leave_queue);
    }
    kafka_consumer_free(consumer);
}

/* ---- a thread of its own ---- */

static void count(struct kafka_bus *bus, int more)
{
    pthread_mutex_lock(&bus->leave_lock);
    bus->leaving += (size_t)more;
    pthread_cond_broadcast(&bus->left);
    pthread_mutex_unlock(&bus->leave_lock);
}

static void *leave_on(void *arg)
{
    struct kafka_consumer *consumer = arg;
    struct kafka_bus *bus = consumer->client->bus;
    let_go(consumer);
    count(bus, -1);
    return NULL;
}

/*
 * A callback that the owner does not come back from holds librdkafka, too; then the group waits for
 * max.poll.interval.ms, which would not pass while the queue is served.
 */
static void *leave_for_owner(void *arg)
{
    struct kafka_consumer *consumer = arg;
    int64_t deadline_ms = weir_clock_mono_ms() + EVICT_MS;
    begin(consumer, deadline_ms);
    (void)serve(consumer, deadline_ms);
    return leave_on(consumer);
}

static bool go_on(struct kafka_consumer *consumer, void *(*fn)(void *))
{
    struct weir_err err;
    count(consumer->client->bus, 1);
    if (thread_start_detached("kafka-leave", fn, consumer, &err) == WEIR_OK) {
        return true;
    }
    count(consumer->client->bus, -1);
    return false;
}

/* ---- who leaves ---- */

/* The callbacks' owner goes on without it. Where no thread can be had, it is waited for here. */
void kafka_leave(struct kafka_consumer *consumer)
{
    bool left = true;
    if (!atomic_load(&consumer->evicted)) {
        int64_t deadline_ms = weir_clock_mono_ms() + LEAVE_MS;
        begin(consumer, deadline_ms);
        left = serve(consumer, deadline_ms);
    }
    if (!left) {
        consumer->conf.assigned = NULL;
        consumer->conf.revoked = NULL;
    }
    if (left || !go_on(consumer, leave_on)) {
        let_go(consumer);
    }
}

void kafka_consumer_evict(struct bus_consumer *base)
{
    struct kafka_consumer *consumer = (struct kafka_consumer *)base;
    atomic_fetch_add(&consumer->holders, 1);
    pthread_mutex_lock(&consumer->evict_lock);
    atomic_store(&consumer->evicted, true);
    pthread_mutex_unlock(&consumer->evict_lock);
    kafka_consumer_wake(base);
    if (!consumer->grouped || !go_on(consumer, leave_for_owner)) {
        atomic_fetch_sub(&consumer->holders, 1);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_leave.c: a consumer leaves its group. While the group waits for a member that died, the
 * broker answers nothing else on the connection that a JoinGroup went over, so that leaving takes
 * as long as librdkafka waits for it, five seconds. The caller waits one; then a thread goes on.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/thread.h"
#include "bus/kafka_consumer.h"

#define LEAVE_MS 1000
#define STEP_MS  50

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

struct leaving {
    struct kafka_consumer *consumer;
    rd_kafka_queue_t *queue;
};

/*
 * Serving the queue calls the rebalance's callback; messages that still come are nobody's. The
 * queue is served to the end: librdkafka 2.0 hangs in rd_kafka_destroy otherwise.
 */
static bool serve(const struct leaving *leaving, int64_t deadline_ms)
{
    bool closed = rd_kafka_consumer_closed(leaving->consumer->client->rk);
    while (!closed && weir_clock_mono_ms() < deadline_ms) {
        rd_kafka_message_t *msg = NULL;
        if (rd_kafka_consume_batch_queue(leaving->queue, STEP_MS, &msg, 1) == 1) {
            rd_kafka_message_destroy(msg);
        }
        closed = rd_kafka_consumer_closed(leaving->consumer->client->rk);
    }
    return closed;
}

static void *leave_on(void *arg)
{
    struct leaving *leaving = arg;
    struct kafka_bus *bus = leaving->consumer->client->bus;
    (void)serve(leaving, INT64_MAX);
    rd_kafka_queue_destroy(leaving->queue);
    kafka_consumer_free(leaving->consumer);
    free(leaving);
    pthread_mutex_lock(&bus->leave_lock);
    bus->leaving--;
    pthread_cond_broadcast(&bus->left);
    pthread_mutex_unlock(&bus->leave_lock);
    return NULL;
}

/* The callbacks' owner goes on without it. Where no thread can be had, it is waited for here. */
static void hand_over(const struct leaving *leaving)
{
    struct kafka_consumer *consumer = leaving->consumer;
    struct kafka_bus *bus = consumer->client->bus;
    struct leaving *own = weir_xmalloc(sizeof(*own));
    struct weir_err err;
    *own = *leaving;
    consumer->conf.assigned = NULL;
    consumer->conf.revoked = NULL;
    pthread_mutex_lock(&bus->leave_lock);
    bus->leaving++;
    pthread_mutex_unlock(&bus->leave_lock);
    if (thread_start_detached("kafka-leave", leave_on, own, &err) != WEIR_OK) {
        leave_on(own);
    }
}

void kafka_leave(struct kafka_consumer *consumer)
{
    struct leaving leaving = {consumer, rd_kafka_queue_new(consumer->client->rk)};
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(consumer->client->rk, leaving.queue);
    bool left = error || serve(&leaving, weir_clock_mono_ms() + LEAVE_MS);
    if (error) { /* after a fatal one there is nothing to leave */
        rd_kafka_error_destroy(error);
    }
    if (!left) {
        hand_over(&leaving);
        return;
    }
    rd_kafka_queue_destroy(leaving.queue);
    kafka_consumer_free(consumer);
}

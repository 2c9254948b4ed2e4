/* SPDX-License-Identifier: Apache-2.0 */
/*
 * membership.c: one thread that keeps us in the group and follows who leads it. A new leader takes
 * the next generation and publishes its address (leader_topic.c); then the herder is told.
 */
#include "worker/membership.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/backoff.h"
#include "base/thread.h"
#include "worker/leader_topic.h"

#define POLL_MS        200
#define RETRY_FIRST_MS 200
#define RETRY_MAX_MS   5000
#define REFUSED_MS     500 /* a dead Java worker may leave the group at any moment */
#define INCONSISTENT_GROUP_PROTOCOL 23 /* Kafka: the members speak another protocol */
#define FENCED_INSTANCE_ID 82          /* Kafka: somebody else came with our name */

struct membership {
    struct membership_conf conf;
    struct weir_log log;
    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock;
    pthread_cond_t stop_asked;
    bool stopping;
    struct membership_state state; /* under the lock */
    /* the thread's own */
    struct bus_consumer *group;
    struct leader_topic *topic;
    bool owner;    /* of the partition */
    bool nameless; /* somebody else has our name: two would put each other out */
};

static void publish(struct membership *membership, const struct membership_state *next)
{
    pthread_mutex_lock(&membership->lock);
    bool changed = membership->state.leader != next->leader ||
                   membership->state.failed != next->failed ||
                   strcmp(membership->state.leader_url, next->leader_url) != 0;
    membership->state = *next;
    pthread_mutex_unlock(&membership->lock);
    if (changed) {
        membership->conf.changed(membership->conf.self);
    }
}

static bool stopping(struct membership *membership)
{
    pthread_mutex_lock(&membership->lock);
    bool stop = membership->stopping;
    pthread_mutex_unlock(&membership->lock);
    return stop;
}

static void on_assigned(void *self, const struct weir_topic_partition *partitions, size_t n)
{
    struct membership *membership = self;
    for (size_t i = 0; i < n; i++) {
        /* The group is for membership alone: the stores read the topic by themselves. */
        bus_consumer_pause(membership->group, partitions[i].topic, partitions[i].partition);
        membership->owner |= partitions[i].partition == 0;
    }
}

static void on_revoked(void *self, const struct weir_topic_partition *partitions, size_t n,
                       bool lost)
{
    struct membership *membership = self;
    (void)partitions;
    if (n == 0 || !membership->owner) {
        return;
    }
    membership->owner = false;
    weir_warn(&membership->log, "this worker leads no longer%s",
              lost ? ": the group went on without it" : "");
    struct membership_state next = {0};
    publish(membership, &next);
}

static enum weir_verdict join(struct membership *membership, struct weir_err *err)
{
    const struct worker_conf *worker = membership->conf.worker;
    char client_id[256];
    snprintf(client_id, sizeof(client_id), "connect-%s", membership->conf.worker_id);
    /* Who leads goes on leading when another one joins. */
    struct weir_prop sticky = {
        WEIR_STR("partition.assignment.strategy"),
        WEIR_STR("org.apache.kafka.clients.consumer.CooperativeStickyAssignor")};
    const struct weir_props props = {.items = &sticky, .n = 1};
    struct bus_consumer_conf conf = {
        .props = &props,
        .client_id = client_id,
        .group = worker->group_id.p,
        .member = membership->nameless ? NULL : "worker",
        .reset = BUS_RESET_LATEST,
        .session_timeout_ms = worker->session_timeout_ms,
        .assigned = on_assigned,
        .revoked = on_revoked,
        .self = membership,
    };
    enum weir_verdict rc = bus_consumer_open(membership->conf.bus, &conf, &membership->group, err);
    return rc == WEIR_OK ? bus_consumer_subscribe(membership->group, &worker->config_topic, 1, err)
                         : rc;
}

static bool is_java_group(const struct weir_err *err)
{
    return err->code == INCONSISTENT_GROUP_PROTOCOL;
}

static void fail(struct membership *membership, const struct weir_err *err)
{
    struct membership_state next = {.failed = true, .err = *err};
    if (is_java_group(err)) {
        weir_err_set(&next.err, WEIR_BAD_CONFIG,
                     "a Java Connect worker runs in the group %s; stop all of them first, or give "
                     "this worker another group.id",
                     membership->conf.worker->group_id.p);
    }
    publish(membership, &next);
}

/* One turn: stay in the group, read who leads, take the lead when it is ours. */
static enum weir_verdict turn(struct membership *membership, struct weir_err *err)
{
    struct bus_messages none;
    enum weir_verdict rc = bus_consumer_poll(membership->group, 1, 4096, POLL_MS, &none, err);
    if (rc == WEIR_OK) {
        bus_messages_release(membership->group, &none);
        rc = leader_topic_read(membership->topic, err);
    }
    if (rc != WEIR_OK) {
        return rc;
    }
    struct membership_state next;
    membership_get(membership, &next);
    next.failed = false;
    if (membership->owner && !next.leader) {
        rc = leader_topic_take(membership->topic, &next.generation, err);
        next.leader = rc == WEIR_OK;
        snprintf(next.leader_url, sizeof(next.leader_url), "%s", membership->conf.worker_url);
        weir_info(&membership->log, "this worker leads the group %s, generation %lld",
                  membership->conf.worker->group_id.p, (long long)next.generation);
    } else if (!membership->owner) {
        leader_topic_get(membership->topic, &next.generation, next.leader_url,
                         sizeof(next.leader_url));
    }
    if (rc == WEIR_OK) {
        publish(membership, &next);
    }
    return rc;
}

static void pause_for(struct membership *membership, int64_t wait_ms)
{
    int64_t until_ms = weir_clock_mono_ms() + wait_ms;
    pthread_mutex_lock(&membership->lock);
    while (!membership->stopping &&
           weir_clock_wait(&membership->stop_asked, &membership->lock, until_ms)) {
    }
    pthread_mutex_unlock(&membership->lock);
}

/* Whatever became of the group: who is not in it does not lead. */
static void leave(struct membership *membership)
{
    if (membership->group) {
        bus_consumer_close(membership->group);
        membership->group = NULL;
    }
    leader_topic_close(membership->topic);
    membership->topic = NULL;
    membership->owner = false;
    struct membership_state next;
    membership_get(membership, &next);
    if (next.leader) {
        next.leader = false;
        publish(membership, &next);
    }
}

static enum weir_verdict enter(struct membership *membership, struct weir_err *err)
{
    const struct membership_conf *conf = &membership->conf;
    enum weir_verdict rc = leader_topic_open(conf->bus, conf->worker, conf->worker_id,
                                             conf->worker_url, &membership->topic, err);
    return rc == WEIR_OK ? join(membership, err) : rc;
}

static void *membership_main(void *arg)
{
    struct membership *membership = arg;
    struct backoff backoff;
    backoff_init(&backoff, RETRY_FIRST_MS, RETRY_MAX_MS, (uint64_t)weir_clock_wall_ns());
    while (!stopping(membership)) {
        struct weir_err err;
        enum weir_verdict rc = membership->group ? WEIR_OK : enter(membership, &err);
        rc = rc == WEIR_OK ? turn(membership, &err) : rc;
        if (rc == WEIR_OK || rc == WEIR_WOKEN) {
            backoff_reset(&backoff);
            continue;
        }
        bool refused = is_java_group(&err);
        membership->nameless |= err.code == FENCED_INSTANCE_ID;
        if (refused || rc == WEIR_BAD_CONFIG) {
            fail(membership, &err);
        }
        if (!refused) { /* of that the herder speaks */
            weir_warn(&membership->log, "membership of the group %s: %s",
                      membership->conf.worker->group_id.p, err.text);
        }
        leave(membership);
        pause_for(membership, refused ? REFUSED_MS : backoff_next(&backoff));
    }
    leave(membership);
    return NULL;
}

enum weir_verdict membership_start(const struct membership_conf *conf, struct membership **out,
                                   struct weir_err *err)
{
    struct membership *membership = weir_xcalloc(1, sizeof(*membership));
    membership->conf = *conf;
    weir_log_init(&membership->log, "org.apache.kafka.connect.runtime.distributed", "", -1, "");
    pthread_mutex_init(&membership->lock, NULL);
    weir_clock_cond_init(&membership->stop_asked);
    *out = membership;
    if (conf->worker->bus != WORKER_BUS_KAFKA) {
        membership->state = (struct membership_state){.leader = true, .generation = 1};
        snprintf(membership->state.leader_url, sizeof(membership->state.leader_url), "%s",
                 conf->worker_url);
        return WEIR_OK;
    }
    enum weir_verdict rc =
        thread_start(&membership->thread, "membership", membership_main, membership, err);
    membership->threaded = rc == WEIR_OK;
    if (rc != WEIR_OK) {
        membership_stop(membership);
        *out = NULL;
    }
    return rc;
}

void membership_get(struct membership *membership, struct membership_state *state)
{
    pthread_mutex_lock(&membership->lock);
    *state = membership->state;
    pthread_mutex_unlock(&membership->lock);
}

void membership_stop(struct membership *membership)
{
    pthread_mutex_lock(&membership->lock);
    membership->stopping = true;
    pthread_cond_broadcast(&membership->stop_asked);
    pthread_mutex_unlock(&membership->lock);
    if (membership->threaded) {
        pthread_join(membership->thread, NULL);
    }
    pthread_cond_destroy(&membership->stop_asked);
    pthread_mutex_destroy(&membership->lock);
    free(membership);
}

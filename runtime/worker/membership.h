/* SPDX-License-Identifier: Apache-2.0 */
/*
 * membership.h: who leads. On Kafka the workers of a group.id join that group as consumers of the
 * config topic's one partition: its owner is the leader and runs everything, the others stand by
 * and know the leader's address. On the embedded log there is only us.
 */
#ifndef MEMBERSHIP_H
#define MEMBERSHIP_H

#include "bus/bus.h"
#include "conf/worker_keys.h"

struct membership;

struct membership_conf {
    struct bus *bus;
    const struct worker_conf *worker;
    const char *worker_id, *worker_url;
    /* Something of the state has changed. From membership's thread; must not block. */
    void (*changed)(void *self);
    void *self;
};

struct membership_state {
    bool leader;
    int64_t generation;    /* grows by one with every new leader */
    char leader_url[512];  /* "": not known yet */
    bool failed;           /* we can be no member: err says why and what to do */
    struct weir_err err;
};

/* Returns at once. */
enum weir_verdict membership_start(const struct membership_conf *conf, struct membership **out,
                                   struct weir_err *err) WEIR_MUST_CHECK;
void membership_get(struct membership *membership, struct membership_state *state); /* any thread */
void membership_stop(struct membership *membership); /* leaves the group */

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * herder_rig.h: a herder on a bus in memory, asked as REST asks it, with connectors whose code does
 * what the test says. Every wait has a deadline and fails the test when it passes.
 */
#ifndef HERDER_RIG_H
#define HERDER_RIG_H

#include <stdatomic.h>

#include "fake_bus.h"
#include "unit.h"
#include "worker/herder.h"

#define RIG_SOURCE "test.RigSourceConnector"
#define RIG_SINK "test.RigSinkConnector"
#define RIG_CONFIGS "connect-configs"
#define RIG_STATUS "connect-status"
#define RIG_OFFSETS "connect-offsets"

/* What the connectors' code does; the key "tasks" says how many tasks there are. */
extern atomic_int rig_hang_validate, rig_hang_configs; /* not 0: calls do not return */
extern atomic_int rig_configs_fail;  /* enum weir_verdict of task_configs */
extern atomic_int rig_alter_handled; /* alter_offsets has a say */
extern atomic_int rig_calls;         /* of task_configs */

struct herder_rig {
    const char *worker_id, *worker_url;
    struct weir_arena arena;
    struct weir_props props;
    struct worker_conf worker;
    struct registry *registry;
    struct bus *bus;
    bool shares_bus;
    struct herder *herder;
    struct asked *asked; /* all requests */
};

/* pairs: more of the worker's configuration; NULL: none. */
void rig_open(struct herder_rig *rig, const char *const *pairs);
/* A second worker on the first one's bus; closed before it. */
void rig_open_beside(struct herder_rig *rig, struct herder_rig *first, const char *const *pairs);
void rig_start(struct herder_rig *rig); /* open does it; after rig_stop */
void rig_stop(struct herder_rig *rig);
void rig_close(struct herder_rig *rig);

/* Asks and waits. pairs: the configuration, or NULL. The answer lives as long as the rig. */
struct herder_request *rig_ask(struct herder_rig *rig, enum herder_op op, const char *name,
                               const char *const *pairs);
struct herder_request *rig_new(struct herder_rig *rig, enum herder_op op, const char *name,
                               const char *const *pairs);
struct herder_request *rig_send(struct herder_rig *rig, struct herder_request *request);
void rig_submit(struct herder_rig *rig, struct herder_request *request); /* does not wait */
bool rig_answered(const struct herder_request *request);
void rig_await_answer(const struct herder_request *request);
/* The status and the message. */
void rig_expect(const struct herder_request *request, int status, const char *message);

/* "RUNNING: RUNNING PAUSED", "" when no status is known. */
const char *rig_states(struct herder_rig *rig, const char *name);
void rig_await_states(struct herder_rig *rig, const char *name, const char *states);
void rig_await(bool (*is)(void *arg), void *arg, const char *what);

/* The records of a topic's partition 0 from the from-th on, as "key value" lines ("-": none), once
 * there are n; in the rig's arena. */
const char *rig_records(struct herder_rig *rig, const char *topic, size_t from, size_t n);
size_t rig_count(struct herder_rig *rig, const char *topic);
/* They are exactly these. */
void rig_expect_records(struct herder_rig *rig, const char *topic, size_t from, size_t n,
                        const char *wanted);

#endif

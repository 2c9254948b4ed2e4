/* SPDX-License-Identifier: Apache-2.0 */
/*
 * herder_internal.h: the control state of a worker. All of it belongs to the herder's thread, but
 * for what is marked; the files of worker/ share it.
 */
#ifndef HERDER_INTERNAL_H
#define HERDER_INTERNAL_H

#include <weir/mem.h>
#include <weir/time.h>

#include "base/map.h"
#include "conf/provider.h"
#include "pipeline/pipeline.h"
#include "store/config_store.h"
#include "store/config_writer.h"
#include "store/offset_store.h"
#include "store/status_store.h"
#include "worker/assignment.h"
#include "worker/checkers.h"
#include "worker/herder.h"
#include "worker/membership.h"
#include "worker/stage.h"
#include "worker/timers.h"

struct boot;
struct op;

enum herder_phase {
    PHASE_LOADING, /* the topics are being read */
    PHASE_READY,
    PHASE_FAILED,  /* it can never start: why is in failure */
    PHASE_STOPPING,
};

struct herder {
    struct herder_options options; /* its texts are ours */
    pthread_t thread;
    struct weir_log log;
    struct inbox inbox;   /* any thread may post */
    struct stage stage;   /* any thread may look */
    struct timers timers;
    enum herder_phase phase;
    struct weir_err failure;
    struct boot *boot;                  /* NULL before and after */
    const char *cluster_id;

    /* the worker's own topics */
    struct providers *providers;
    struct topic_reader *reader;
    struct topic_feed *config_feed;
    struct config_store *configs;
    struct config_writer *writer;
    struct status_store *statuses;
    struct bus_producer *producer;      /* of statuses */
    struct offset_store *offsets;
    struct pipeline pipeline;
    struct task_memory memory;

    /* who leads */
    struct membership *membership;
    struct assignment assignment;
    bool claiming;                      /* leader by membership, the writer is not ours yet */
    struct config_write *claim;
    struct timer claim_timer;
    struct timer refused_timer;         /* the group has members of another kind */
    bool refused_looked;
    char *leader_url;                   /* of another who leads; NULL: nobody is known */
    int64_t generation;                 /* of the statuses this worker writes */

    struct map connectors;              /* name -> struct connector */
    uint64_t epoch;                     /* newest of all tasks' */
    struct timer retry_timer;           /* status records that could not be written */

    /* requests */
    struct op *ops;                     /* under way */
    struct op *held;                    /* waiting for the topics, or for a leader */
    struct checkers checkers;           /* of configurations */

    /* stopping */
    int64_t tasks_end_ms; /* all tasks must have ended by then; 0: it does not stop */
    int left_behind;      /* tasks that were abandoned */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool over;            /* under the lock: the thread has nothing more to do */
};

static inline bool herder_leads(const struct herder *herder)
{
    return herder->phase == PHASE_READY && herder->assignment.leader;
}

/* herder.c */
void herder_booted(struct inbox_item *item);
void herder_fail(struct herder *herder, const struct weir_err *err);
/* herder_records.c: a record of the config topic, in its order. */
void herder_apply_config(struct herder *herder, struct weir_str key, struct weir_str value);

bool herder_on_kafka(const struct herder *herder);
/* "<group.id>[-<client.id>]-<what>" */
const char *herder_client_id(const struct herder *herder, struct weir_arena *arena,
                             const char *what);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.h: a connector's code runs on a thread of that connector, one job after the other, never on
 * the herder's. The thread is there while there is work. A job past its deadline is abandoned: its
 * caller is told, its thread goes on alone until the code returns and is heard no more, and what
 * comes behind it gets a new thread.
 */
#ifndef JOB_H
#define JOB_H

#include <weir/arena.h>

#include "store/inbox.h"
#include "worker/timers.h"

struct job_runner;

/* First member of what a kind of job adds to it. */
struct job {
    struct inbox_item item;
    void (*work)(struct job *job); /* on the connector's thread; sees only the job */
    void (*done)(struct job *job); /* on the herder's; afterwards the job may be gone */
    void *self;                    /* done's; not work's */
    bool timed_out;                /* done: the results are not there and must not be looked at */
    bool cancelled;                /* what work shows to plugins: the caller has given up */
    struct weir_arena arena;       /* inputs and results */
    enum weir_verdict verdict;
    struct weir_err err;
    /* the runner's */
    struct job_runner *runner;
    struct timer deadline;
    int refs; /* under the runner's lock: the herder's and the thread's */
    bool abandoned;
    struct job *next;
};

/* name: of its threads. */
struct job_runner *job_runner_new(const char *name, struct inbox *inbox, struct timers *timers);
/* Abandons what is there; the runner goes when its last thread does. */
void job_runner_close(struct job_runner *runner);

void *job_new(size_t size, void (*work)(struct job *job), void (*done)(struct job *job),
              void *self);
/* Within done: the job and its arena live as long as that one. */
void job_keep(struct job *job, struct weir_arena *arena);
/* Of one that was not submitted. */
void job_drop(struct job *job);
/* Takes the job over. done is called once, unless it is cancelled before. */
void job_submit(struct job_runner *runner, struct job *job, int64_t deadline_ms);
/* The caller is no longer interested: done will not be called. */
void job_cancel(struct job *job);
/* So many abandoned jobs of the process have not returned: what they use must stay. */
int jobs_hanging(void);
/* A job is waiting or being worked on, but for abandoned ones. */
bool job_runner_busy(struct job_runner *runner);

#endif

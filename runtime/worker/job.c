/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.c: the queue of one connector's jobs and the threads that work it off. A thread belongs to a
 * generation; abandoning its job begins the next one, and a thread of an old generation ends
 * without looking back.
 */
#include "worker/job.h"

#include <stdatomic.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "base/thread.h"

/* So many hanging calls of one runner, and no further thread is risked. */
#define HANGING_MAX 8

/* Of all runners: abandoned jobs whose code has not returned. */
static atomic_int hanging_jobs;

struct job_runner {
    pthread_mutex_t lock;
    struct inbox *inbox;
    struct timers *timers;
    char *name;
    struct job *first, **last; /* waiting */
    struct job *current;       /* being worked on */
    uint64_t generation;
    bool running; /* a thread of this generation is there */
    int hanging;
    int refs; /* the herder's and the threads' */
};

struct worker_thread {
    struct job_runner *runner;
    uint64_t generation;
};

/* ---- references ---- */

/* Under the lock. */
static void unref_job(struct job *job)
{
    if (--job->refs == 0) {
        weir_arena_free(&job->arena);
        free(job);
    }
}

static void unref_runner(struct job_runner *runner)
{
    pthread_mutex_lock(&runner->lock);
    bool last = --runner->refs == 0;
    pthread_mutex_unlock(&runner->lock);
    if (last) {
        pthread_mutex_destroy(&runner->lock);
        free(runner->name);
        free(runner);
    }
}

static void drop(struct job_runner *runner, struct job *job)
{
    pthread_mutex_lock(&runner->lock);
    unref_job(job);
    pthread_mutex_unlock(&runner->lock);
    unref_runner(runner);
}

/* ---- the herder's side of a job that came back ---- */

static void came_back(struct inbox_item *item)
{
    struct job *job = (struct job *)item;
    struct job_runner *runner = job->runner;
    timer_cancel(runner->timers, &job->deadline);
    pthread_mutex_lock(&runner->lock);
    bool wanted = !job->abandoned;
    pthread_mutex_unlock(&runner->lock);
    if (wanted) {
        job->done(job);
        drop(runner, job); /* the herder's */
    }
    drop(runner, job); /* the inbox's */
}

/* ---- the thread ---- */

static struct job *next_job(struct job_runner *runner, uint64_t generation)
{
    pthread_mutex_lock(&runner->lock);
    struct job *job = NULL;
    if (generation == runner->generation) {
        job = runner->first;
        if (job) {
            runner->first = job->next;
            runner->last = runner->first ? runner->last : &runner->first;
        }
        runner->current = job;
        runner->running = job != NULL;
    }
    pthread_mutex_unlock(&runner->lock);
    return job;
}

/* The thread's reference goes to the inbox, or away. */
static void hand_back(struct job_runner *runner, struct job *job)
{
    pthread_mutex_lock(&runner->lock);
    if (runner->current == job) {
        runner->current = NULL;
    }
    if (job->abandoned) {
        runner->hanging--;
        unref_job(job);
        atomic_fetch_sub(&hanging_jobs, 1);
    } else {
        runner->refs++;
        inbox_post(runner->inbox, &job->item);
    }
    pthread_mutex_unlock(&runner->lock);
}

static void *run(void *self)
{
    struct worker_thread *thread = self;
    struct job_runner *runner = thread->runner;
    struct job *job;
    while ((job = next_job(runner, thread->generation))) {
        job->work(job);
        hand_back(runner, job);
    }
    free(thread);
    unref_runner(runner);
    return NULL;
}

/* Under the lock. */
static enum weir_verdict ensure_thread(struct job_runner *runner, struct weir_err *err)
{
    if (runner->running) {
        return WEIR_OK;
    }
    if (runner->hanging >= HANGING_MAX) {
        return weir_err_set(err, WEIR_FATAL, "%d earlier calls of this connector's code have not "
                            "returned; restart the worker", runner->hanging);
    }
    struct worker_thread *thread = weir_xcalloc(1, sizeof(*thread));
    *thread = (struct worker_thread){runner, runner->generation};
    enum weir_verdict verdict = thread_start_detached(runner->name, run, thread, err);
    if (verdict != WEIR_OK) {
        free(thread);
        return verdict;
    }
    runner->running = true;
    runner->refs++;
    return WEIR_OK;
}

/* ---- the caller's side ---- */

void *job_new(size_t size, void (*work)(struct job *job), void (*done)(struct job *job),
              void *self)
{
    struct job *job = weir_xcalloc(1, size);
    weir_arena_init(&job->arena, 2048);
    job->work = work;
    job->done = done;
    job->self = self;
    job->item.run = came_back;
    return job;
}

static void release_kept(void *kept)
{
    struct job *job = kept;
    drop(job->runner, job);
}

void job_keep(struct job *job, struct weir_arena *arena)
{
    pthread_mutex_lock(&job->runner->lock);
    job->refs++;
    job->runner->refs++;
    pthread_mutex_unlock(&job->runner->lock);
    weir_arena_hook(arena, release_kept, job);
}

void job_drop(struct job *job)
{
    weir_arena_free(&job->arena);
    free(job);
}

/* Under the lock: takes the job from the runner, whatever has become of it. */
static void abandon(struct job_runner *runner, struct job *job)
{
    job->abandoned = true;
    __atomic_store_n(&job->cancelled, true, __ATOMIC_RELAXED);
    struct job **at = &runner->first;
    while (*at && *at != job) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = job->next;
        if (!*at) {
            runner->last = at;
        }
        unref_job(job);
    } else if (runner->current == job) {
        runner->current = NULL;
        runner->generation++;
        runner->running = false;
        runner->hanging++;
        atomic_fetch_add(&hanging_jobs, 1);
    }
}

/* What waited behind an abandoned job gets a new thread; if there can be none, it waits on, and
 * its own deadline ends it. */
static void go_on(struct job_runner *runner)
{
    struct weir_err err;
    if (runner->first) {
        (void)ensure_thread(runner, &err);
    }
}

static void expire(struct timer *timer)
{
    struct job *job = (struct job *)((char *)timer - offsetof(struct job, deadline));
    struct job_runner *runner = job->runner;
    pthread_mutex_lock(&runner->lock);
    abandon(runner, job);
    go_on(runner);
    pthread_mutex_unlock(&runner->lock);
    job->timed_out = true;
    job->done(job);
    drop(runner, job);
}

/* A thread could not be had: the answer takes the same way as any other. */
static void fail_at_once(struct job_runner *runner, struct job *job)
{
    job->verdict = job->err.class;
    runner->refs++;
    inbox_post(runner->inbox, &job->item);
}

/*
 * References: a job has one for the herder, dropped when done was called or it was cancelled, and one
 * for the queue, then the thread, then the inbox. A runner has its owner's, one for each thread,
 * one for each job that the herder waits for and one for each that is in the inbox.
 */
void job_submit(struct job_runner *runner, struct job *job, int64_t deadline_ms)
{
    job->runner = runner;
    job->refs = 2;
    job->next = NULL;
    pthread_mutex_lock(&runner->lock);
    runner->refs++;
    if (ensure_thread(runner, &job->err) == WEIR_OK) {
        *runner->last = job;
        runner->last = &job->next;
    } else {
        fail_at_once(runner, job);
    }
    pthread_mutex_unlock(&runner->lock);
    timer_set(runner->timers, &job->deadline, deadline_ms, expire);
}

void job_cancel(struct job *job)
{
    struct job_runner *runner = job->runner;
    timer_cancel(runner->timers, &job->deadline);
    pthread_mutex_lock(&runner->lock);
    abandon(runner, job);
    go_on(runner);
    pthread_mutex_unlock(&runner->lock);
    drop(runner, job);
}

int jobs_hanging(void)
{
    return atomic_load(&hanging_jobs);
}

bool job_runner_busy(struct job_runner *runner)
{
    pthread_mutex_lock(&runner->lock);
    bool busy = runner->first || runner->current;
    pthread_mutex_unlock(&runner->lock);
    return busy;
}

/* ---- beginning and end ---- */

struct job_runner *job_runner_new(const char *name, struct inbox *inbox, struct timers *timers)
{
    struct job_runner *runner = weir_xcalloc(1, sizeof(*runner));
    pthread_mutex_init(&runner->lock, NULL);
    runner->inbox = inbox;
    runner->timers = timers;
    runner->name = weir_xstrdup(name);
    runner->last = &runner->first;
    runner->refs = 1;
    return runner;
}

void job_runner_close(struct job_runner *runner)
{
    if (runner) {
        unref_runner(runner);
    }
}

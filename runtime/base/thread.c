/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thread.c: starts threads. The stack is address space only; what is not used is not resident.
 */
#include "base/thread.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <weir/mem.h>

struct start {
    char name[16];
    void *(*fn)(void *);
    void *arg;
};

static void *run(void *arg)
{
    struct start start = *(struct start *)arg;
    free(arg);
    pthread_setname_np(pthread_self(), start.name);
    return start.fn(start.arg);
}

static enum weir_verdict create(pthread_t *thread, const char *name, int detach,
                                void *(*fn)(void *), void *arg, struct weir_err *err)
{
    struct start *start = weir_xcalloc(1, sizeof(*start));
    memcpy(start->name, name, strnlen(name, sizeof(start->name) - 1));
    start->fn = fn;
    start->arg = arg;
    sigset_t all, before;
    sigfillset(&all);
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, THREAD_STACK_BYTES);
    pthread_attr_setdetachstate(&attr, detach);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(thread, &attr, run, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    if (rc == 0) {
        return WEIR_OK;
    }
    free(start);
    return weir_err_set(err, WEIR_RETRY, "the thread %s cannot be started: %s", name,
                        strerrordesc_np(rc));
}

enum weir_verdict thread_start(pthread_t *thread, const char *name, void *(*fn)(void *), void *arg,
                               struct weir_err *err)
{
    return create(thread, name, PTHREAD_CREATE_JOINABLE, fn, arg, err);
}

enum weir_verdict thread_start_detached(const char *name, void *(*fn)(void *), void *arg,
                                        struct weir_err *err)
{
    pthread_t thread;
    return create(&thread, name, PTHREAD_CREATE_DETACHED, fn, arg, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thread.h: named threads with small stacks; all signals are blocked in them, since the main
 * thread takes signals.
 */
#ifndef THREAD_H
#define THREAD_H

#include <pthread.h>

#include <weir/err.h>

#define THREAD_STACK_BYTES (512u << 10)

/* name: at most 15 letters are kept. To be joined. */
WEIR_EXPORT enum weir_verdict thread_start(pthread_t *thread, const char *name,
                                           void *(*fn)(void *), void *arg, struct weir_err *err)
    WEIR_MUST_CHECK;
/* One that nobody joins. */
WEIR_EXPORT enum weir_verdict thread_start_detached(const char *name, void *(*fn)(void *),
                                                    void *arg, struct weir_err *err)
    WEIR_MUST_CHECK;

#endif

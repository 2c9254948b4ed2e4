/* SPDX-License-Identifier: Apache-2.0 */
/*
 * c11_threads.c: C11's threads on POSIX's, in ThreadSanitizer builds only. Debian's librdkafka calls
 * thrd_create and mtx_lock, which the sanitizer does not know: without these it crashes in the
 * first such thread, and would see no order between what two of them do.
 */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WEIR_TSAN 1
#endif
#endif

#ifdef WEIR_TSAN
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

#define SHOWN __attribute__((visibility("default")))

/* It counts references by atomics that the sanitizer does not see: what both sides do is its own. */
SHOWN const char *__tsan_default_suppressions(void);
SHOWN const char *__tsan_default_suppressions(void)
{
    return "race:librdkafka.so.1\n";
}

struct start {
    thrd_start_t fn;
    void *arg;
};

static void *run(void *arg)
{
    struct start start = *(struct start *)arg;
    free(arg);
    return (void *)(intptr_t)start.fn(start.arg);
}

static int result(int error)
{
    return error == 0 ? thrd_success : error == ETIMEDOUT ? thrd_timedout : thrd_error;
}

SHOWN int thrd_create(thrd_t *thread, thrd_start_t fn, void *arg)
{
    struct start *start = malloc(sizeof(*start));
    *start = (struct start){fn, arg};
    return result(pthread_create(thread, NULL, run, start));
}

SHOWN int thrd_join(thrd_t thread, int *status)
{
    void *value = NULL;
    int error = pthread_join(thread, &value);
    if (status) {
        *status = (int)(intptr_t)value;
    }
    return result(error);
}

SHOWN int mtx_init(mtx_t *lock, int type)
{
    pthread_mutexattr_t attr;
    pthread_mutexattr_init(&attr);
    if (type & mtx_recursive) {
        pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
    }
    return result(pthread_mutex_init((pthread_mutex_t *)lock, &attr));
}

SHOWN int mtx_lock(mtx_t *lock)
{
    return result(pthread_mutex_lock((pthread_mutex_t *)lock));
}

SHOWN int mtx_unlock(mtx_t *lock)
{
    return result(pthread_mutex_unlock((pthread_mutex_t *)lock));
}

SHOWN void mtx_destroy(mtx_t *lock)
{
    pthread_mutex_destroy((pthread_mutex_t *)lock);
}

SHOWN int cnd_init(cnd_t *cond)
{
    return result(pthread_cond_init((pthread_cond_t *)cond, NULL));
}

SHOWN int cnd_signal(cnd_t *cond)
{
    return result(pthread_cond_signal((pthread_cond_t *)cond));
}

SHOWN int cnd_broadcast(cnd_t *cond)
{
    return result(pthread_cond_broadcast((pthread_cond_t *)cond));
}

SHOWN int cnd_wait(cnd_t *cond, mtx_t *lock)
{
    return result(pthread_cond_wait((pthread_cond_t *)cond, (pthread_mutex_t *)lock));
}

SHOWN int cnd_timedwait(cnd_t *restrict cond, mtx_t *restrict lock,
                        const struct timespec *restrict until)
{
    return result(pthread_cond_timedwait((pthread_cond_t *)cond, (pthread_mutex_t *)lock, until));
}

SHOWN void cnd_destroy(cnd_t *cond)
{
    pthread_cond_destroy((pthread_cond_t *)cond);
}
#else
typedef int c11_threads_are_not_needed;
#endif

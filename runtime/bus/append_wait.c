/* SPDX-License-Identifier: Apache-2.0 */
/*
 * append_wait.c: an append that waits for its end, on either engine. It works on a copy of the
 * records, so that a caller who gives up at the deadline may free his.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "bus/bus.h"

#define ARENA_CHUNK 4096
#define FLUSH_MS    1000

struct waiting {
    struct bus_ack ack; /* first: done gets it */
    struct weir_arena arena;
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool settled;
    bool left; /* the caller has gone: done frees */
};

static void drop(struct waiting *wait)
{
    pthread_mutex_destroy(&wait->lock);
    pthread_cond_destroy(&wait->cond);
    weir_arena_free(&wait->arena);
    free(wait);
}

static void on_done(struct bus_ack *ack)
{
    struct waiting *wait = (struct waiting *)ack;
    pthread_mutex_lock(&wait->lock);
    wait->settled = true;
    bool left = wait->left;
    pthread_cond_signal(&wait->cond);
    pthread_mutex_unlock(&wait->lock);
    if (left) {
        drop(wait);
    }
}

static const struct weir_raw_header *copy_headers(struct weir_arena *arena,
                                                  const struct bus_record *rec)
{
    struct weir_raw_header *headers = WEIR_NEW_ARRAY(arena, struct weir_raw_header, rec->n_headers);
    for (uint32_t i = 0; i < rec->n_headers; i++) {
        headers[i].name = weir_arena_str(arena, rec->headers[i].name);
        headers[i].value = weir_arena_str(arena, rec->headers[i].value);
    }
    return headers;
}

static struct bus_record *copy(struct weir_arena *arena, const struct bus_record *recs, size_t n)
{
    struct bus_record *copies = WEIR_NEW_ARRAY(arena, struct bus_record, n);
    for (size_t i = 0; i < n; i++) {
        copies[i] = recs[i];
        copies[i].topic = weir_arena_str(arena, recs[i].topic);
        copies[i].key = weir_arena_str(arena, recs[i].key);
        copies[i].value = weir_arena_str(arena, recs[i].value);
        copies[i].headers = copy_headers(arena, &recs[i]);
    }
    return copies;
}

/* True: settled. False: given up, and done will free. */
static bool wait_until(struct waiting *wait, int64_t deadline_ms)
{
    pthread_mutex_lock(&wait->lock);
    while (!wait->settled && weir_clock_wait(&wait->cond, &wait->lock, deadline_ms)) {
    }
    bool settled = wait->settled;
    wait->left = !settled;
    pthread_mutex_unlock(&wait->lock);
    return settled;
}

/* The engine knows more than that time has passed. */
static enum weir_verdict late(struct bus_producer *producer, struct weir_str topic,
                              int64_t timeout_ms, struct weir_err *err)
{
    if (bus_producer_flush(producer, 0, err)) {
        return weir_err_wrap(err, "topic %.*s", WEIR_STR_ARG(topic));
    }
    return weir_err_set(err, WEIR_RETRY, "topic %.*s: not acknowledged after %lld ms",
                        WEIR_STR_ARG(topic), (long long)timeout_ms);
}

enum weir_verdict bus_append_wait(struct bus_producer *producer, const struct bus_record *recs,
                                  size_t n, int64_t timeout_ms, struct weir_err *err)
{
    struct waiting *wait = weir_xcalloc(1, sizeof(*wait));
    wait->ack.done = on_done;
    weir_arena_init(&wait->arena, ARENA_CHUNK);
    pthread_mutex_init(&wait->lock, NULL);
    weir_clock_cond_init(&wait->cond);
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    enum weir_verdict verdict =
        bus_append(producer, copy(&wait->arena, recs, n), n, &wait->ack, err);
    if (!verdict && !wait_until(wait, deadline_ms)) {
        return late(producer, n ? recs[0].topic : WEIR_STR_NULL, timeout_ms, err);
    }
    if (!verdict && wait->ack.n_failed) {
        /* Now the caller knows, so that his next append is not refused for this one. */
        (void)bus_producer_flush(producer, FLUSH_MS, err);
        *err = wait->ack.err;
        verdict = err->class;
    }
    drop(wait);
    return verdict;
}

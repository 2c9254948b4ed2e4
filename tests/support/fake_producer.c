/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_producer.c: the fake bus's producing side. What is appended is stored at once; when it is
 * acknowledged the caller's bytes must still be what they were.
 */
#include "fake_bus_internal.h"

static struct fake_producer *of(struct bus_producer *producer)
{
    return (struct fake_producer *)producer;
}

static void wait_until(struct fake_bus *fake, int64_t deadline_ms)
{
    weir_clock_wait(&fake->changed, &fake->lock, deadline_ms);
}

static bool is_fenced(const struct fake_producer *producer, struct weir_err *err)
{
    bool fenced = producer->fenced || producer->fence != producer->bus->fence;
    if (fenced) {
        weir_err_set(err, WEIR_FATAL, "the producer was fenced");
    }
    return fenced;
}

/* ---- opening ---- */

enum weir_verdict fake_producer_open(struct bus *bus, const struct bus_producer_conf *conf,
                                     struct bus_producer **out, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "producer_open", err);
    if (!fails) {
        struct fake_producer *producer = weir_xcalloc(1, sizeof(*producer));
        producer->api.engine = &fake_engine;
        producer->bus = fake;
        producer->fence = fake->fence;
        producer->quiet = conf->client_id && strncmp(conf->client_id, "rig-", 4) == 0;
        producer->transactional_id =
            conf->transactional_id ? weir_xstrdup(conf->transactional_id) : NULL;
        producer->next = fake->producers;
        fake->producers = producer;
        *out = &producer->api;
    }
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

/* ---- acknowledging ---- */

static uint64_t sum_of(const struct bus_record *recs, size_t n)
{
    uint64_t sum = n;
    for (size_t i = 0; i < n; i++) {
        sum = sum * 31 + (recs[i].key.p ? weir_str_hash(recs[i].key) : 1);
        sum = sum * 31 + (recs[i].value.p ? weir_str_hash(recs[i].value) : 1);
        sum = sum * 31 + weir_str_hash(recs[i].topic);
        for (uint32_t h = 0; h < recs[i].n_headers; h++) {
            sum = sum * 31 + weir_str_hash(recs[i].headers[h].name);
        }
    }
    return sum;
}

/* Called without the lock, as a bus would. */
static void acknowledge(struct fake_pending *pending)
{
    struct bus_ack *ack = pending->ack;
    if (sum_of(pending->recs, pending->n) != pending->sum) {
        fake_die("bytes were changed before they were acknowledged");
    }
    for (size_t i = 0; i < pending->n; i++) {
        if (ack->results) {
            ack->results[i] = pending->results[i];
        }
        if (ack->offsets) {
            ack->offsets[i] = pending->offsets[i];
        }
        if (ack->partitions) {
            ack->partitions[i] = pending->partitions[i];
        }
    }
    ack->n_failed = pending->n_failed;
    ack->first_failed = pending->first_failed;
    ack->err = pending->err;
    free(pending->results);
    free(pending->offsets);
    free(pending->partitions);
    free(pending);
    ack->done(ack);
}

static void queue(struct fake_bus *fake, struct fake_pending *pending)
{
    struct fake_pending **at = &fake->pending;
    while (*at) {
        at = &(*at)->next;
    }
    *at = pending;
    fake->n_pending++;
    pthread_cond_broadcast(&fake->changed);
}

static struct fake_pending *unqueue(struct fake_bus *fake, size_t i)
{
    struct fake_pending **at = &fake->pending;
    for (; *at && i > 0; i--) {
        at = &(*at)->next;
    }
    struct fake_pending *pending = *at;
    if (pending) {
        *at = pending->next;
        fake->n_pending--;
        pending->producer->in_hand++;
    }
    return pending;
}

/* With the lock, which is let go meanwhile. */
static void hand_over(struct fake_bus *fake, struct fake_pending *pending)
{
    struct fake_producer *producer = pending->producer;
    pthread_mutex_unlock(&fake->lock);
    acknowledge(pending);
    pthread_mutex_lock(&fake->lock);
    producer->in_hand--;
    pthread_cond_broadcast(&fake->changed);
}

size_t fake_bus_held(struct bus *bus)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    size_t n = fake->n_pending;
    pthread_mutex_unlock(&fake->lock);
    return n;
}

void fake_bus_ack(struct bus *bus, size_t i)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    struct fake_pending *pending = unqueue(fake, i);
    if (!pending) {
        fake_die("nothing to acknowledge");
    }
    hand_over(fake, pending);
    pthread_mutex_unlock(&fake->lock);
}

/* What was appended before the mode changed to "at once" is its to acknowledge, too. */
void *fake_ack_thread(void *arg)
{
    struct fake_bus *fake = arg;
    pthread_mutex_lock(&fake->lock);
    while (!fake->closing) {
        struct fake_pending *pending = fake->acks == FAKE_ACKS_HELD ? NULL : unqueue(fake, 0);
        if (!pending) {
            pthread_cond_wait(&fake->changed, &fake->lock);
            continue;
        }
        hand_over(fake, pending);
    }
    pthread_mutex_unlock(&fake->lock);
    return NULL;
}

void fake_bus_acks(struct bus *bus, enum fake_acks acks)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    fake->acks = acks;
    if (acks == FAKE_ACKS_THREAD && !fake->thread_runs) {
        fake->thread_runs = pthread_create(&fake->thread, NULL, fake_ack_thread, fake) == 0;
    }
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

/* ---- appending ---- */

static void fail_from(struct fake_pending *pending, size_t from, const struct weir_err *err)
{
    for (size_t i = from; i < pending->n; i++) {
        pending->results[i] = (uint8_t)err->class;
        pending->offsets[i] = -1;
    }
    if (from < pending->n) {
        pending->err = *err;
        pending->first_failed = (uint32_t)from;
        pending->n_failed = (uint32_t)(pending->n - from);
    }
}

static bool is_refused(const struct fake_bus *fake, const struct bus_record *rec)
{
    return fake->refused_key && rec->key.p && weir_str_is(rec->key, fake->refused_key);
}

static void refuse(struct fake_pending *pending, size_t i)
{
    struct weir_err err;
    weir_err_set(&err, WEIR_BAD_DATA, "the record is too large");
    pending->results[i] = WEIR_BAD_DATA;
    pending->offsets[i] = -1;
    if (!pending->n_failed++) {
        pending->first_failed = (uint32_t)i;
        pending->err = err;
    }
}

/* An atomic bus refuses the whole append for one record, at once. */
static bool refuse_all(const struct fake_bus *fake, struct fake_pending *pending)
{
    for (size_t i = 0; i < pending->n; i++) {
        if (is_refused(fake, &pending->recs[i])) {
            memset(pending->results, WEIR_RETRY, pending->n);
            refuse(pending, i);
            pending->n_failed = (uint32_t)pending->n;
            return true;
        }
    }
    return false;
}

/* An atomic bus keeps all or nothing; another may lose the second half of what it was given. */
static void store(struct fake_producer *producer, struct fake_pending *pending)
{
    struct fake_bus *fake = producer->bus;
    bool atomic = fake->api.features & BUS_ATOMIC_APPEND;
    struct weir_err err;
    size_t n = pending->n;
    if (fake_step(fake, "append", &err)) {
        n = atomic ? 0 : n / 2;
        fail_from(pending, n, &err);
        producer->must_abort = producer->open;
        producer->broken = !producer->open && !producer->quiet;
    }
    for (size_t i = 0; i < n; i++) {
        if (is_refused(fake, &pending->recs[i])) {
            refuse(pending, i);
            producer->must_abort = producer->open;
            continue;
        }
        pending->offsets[i] = fake_store(fake, &pending->recs[i], &pending->partitions[i],
                                         producer->open ? producer : NULL);
    }
    if (fake_step(fake, "append", &err)) { /* it is there, but the answer got lost */
        err.class = atomic ? WEIR_FATAL : err.class;
        pending->n_failed = 0;
        fail_from(pending, 0, &err);
        producer->must_abort = producer->open;
    }
}

static bool has_pending(const struct fake_producer *producer);

/* What was lost leaves no gap: it is told as long as others may follow it, and then once more. */
static bool is_broken(struct fake_producer *producer, struct weir_err *err)
{
    bool broken = producer->broken;
    if (broken) {
        weir_err_set(err, WEIR_RETRY, "after a failed append");
        producer->broken = has_pending(producer);
    }
    return broken;
}

static bool must_abort(const struct fake_producer *producer, struct weir_err *err)
{
    if (producer->must_abort) {
        weir_err_set(err, WEIR_ABORT_TXN, "the transaction must be aborted");
    }
    return producer->must_abort;
}

enum weir_verdict fake_append(struct bus_producer *api, const struct bus_record *recs, size_t n,
                              struct bus_ack *ack, struct weir_err *err)
{
    struct fake_producer *producer = of(api);
    struct fake_bus *fake = producer->bus;
    pthread_mutex_lock(&fake->lock);
    if (!n || (producer->transactional_id && !producer->open && !producer->fenced)) {
        fake_die("append of nothing, or outside of a transaction");
    }
    if (is_fenced(producer, err) || is_broken(producer, err) || must_abort(producer, err) ||
        fake_step(fake, "append", err)) {
        pthread_mutex_unlock(&fake->lock);
        return err->class;
    }
    struct fake_pending *pending = weir_xcalloc(1, sizeof(*pending));
    *pending = (struct fake_pending){.producer = producer,
                                     .recs = recs,
                                     .n = n,
                                     .ack = ack,
                                     .sum = sum_of(recs, n),
                                     .offsets = weir_xcalloc(n, sizeof(int64_t)),
                                     .partitions = weir_xcalloc(n, sizeof(int32_t)),
                                     .results = weir_xcalloc(n, 1)};
    bool refused = (fake->api.features & BUS_ATOMIC_APPEND) && refuse_all(fake, pending);
    if (!refused) {
        store(producer, pending);
    }
    bool at_once = refused || fake->acks == FAKE_ACKS_AT_ONCE;
    if (!at_once) {
        queue(fake, pending);
    }
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    if (at_once) {
        acknowledge(pending);
    }
    return WEIR_OK;
}

static bool is_queued(const struct fake_producer *producer)
{
    const struct fake_pending *pending = producer->bus->pending;
    while (pending && pending->producer != producer) {
        pending = pending->next;
    }
    return pending;
}

static bool has_pending(const struct fake_producer *producer)
{
    return producer->in_hand || is_queued(producer);
}

enum weir_verdict fake_flush(struct bus_producer *api, int64_t timeout_ms, struct weir_err *err)
{
    struct fake_producer *producer = of(api);
    struct fake_bus *fake = producer->bus;
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "flush", err);
    while (!fails && has_pending(producer) && weir_clock_mono_ms() < deadline_ms) {
        wait_until(fake, deadline_ms);
    }
    producer->broken = producer->broken && (fails || has_pending(producer));
    if (!fails && has_pending(producer)) {
        fails = weir_err_set(err, WEIR_RETRY, "not all is acknowledged yet");
    }
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

void fake_producer_wake(struct bus_producer *api)
{
    struct fake_producer *producer = of(api);
    pthread_mutex_lock(&producer->bus->lock);
    producer->woken = true;
    pthread_cond_broadcast(&producer->bus->changed);
    pthread_mutex_unlock(&producer->bus->lock);
}

/* ---- transactions ---- */

static void end_txn(struct fake_producer *producer, enum fake_state state)
{
    for (struct fake_topic *topic = producer->bus->topics; topic; topic = topic->next) {
        for (int32_t p = 0; p < topic->n; p++) {
            for (size_t i = 0; i < topic->parts[p].n; i++) {
                struct fake_stored *stored = topic->parts[p].recs[i];
                if (stored->owner == producer) {
                    stored->state = state;
                    stored->owner = NULL;
                }
            }
        }
    }
    producer->open = producer->must_abort = false;
    pthread_cond_broadcast(&producer->bus->changed);
}

/* All that was appended is acknowledged first, whatever the mode. */
static void settle(struct fake_producer *producer)
{
    struct fake_bus *fake = producer->bus;
    while (is_queued(producer)) {
        size_t i = 0;
        const struct fake_pending *pending = fake->pending;
        for (; pending->producer != producer; pending = pending->next) {
            i++;
        }
        hand_over(fake, unqueue(fake, i));
    }
    while (producer->in_hand) {
        pthread_cond_wait(&fake->changed, &fake->lock);
    }
}

enum weir_verdict fake_txn_init(struct bus_producer *api, int64_t timeout_ms, struct weir_err *err)
{
    (void)timeout_ms;
    struct fake_producer *producer = of(api);
    struct fake_bus *fake = producer->bus;
    pthread_mutex_lock(&fake->lock);
    bool fails = is_fenced(producer, err) || fake_step(fake, "txn_init", err);
    for (struct fake_producer *old = fake->producers; old && !fails; old = old->next) {
        if (old != producer && old->transactional_id &&
            strcmp(old->transactional_id, producer->transactional_id) == 0) {
            old->fenced = true;
            end_txn(old, FAKE_ABORTED);
        }
    }
    producer->ready = producer->ready || !fails;
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

enum weir_verdict fake_txn_begin(struct bus_producer *api, struct weir_err *err)
{
    struct fake_producer *producer = of(api);
    pthread_mutex_lock(&producer->bus->lock);
    if (!producer->ready || producer->open) {
        fake_die("begin without init, or within a transaction");
    }
    bool fails = is_fenced(producer, err) || fake_step(producer->bus, "txn_begin", err);
    producer->open = !fails;
    pthread_mutex_unlock(&producer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

enum weir_verdict fake_txn_commit(struct bus_producer *api, int64_t timeout_ms,
                                  struct weir_err *err)
{
    (void)timeout_ms;
    struct fake_producer *producer = of(api);
    pthread_mutex_lock(&producer->bus->lock);
    if (!producer->open && !producer->fenced) {
        fake_die("commit without a transaction");
    }
    settle(producer);
    bool fails = is_fenced(producer, err) || must_abort(producer, err) ||
                 fake_step(producer->bus, "txn_commit", err);
    if (fails) {
        producer->must_abort = err->class == WEIR_ABORT_TXN;
    } else {
        end_txn(producer, FAKE_COMMITTED);
    }
    pthread_mutex_unlock(&producer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

enum weir_verdict fake_txn_abort(struct bus_producer *api, int64_t timeout_ms, struct weir_err *err)
{
    (void)timeout_ms;
    struct fake_producer *producer = of(api);
    pthread_mutex_lock(&producer->bus->lock);
    settle(producer);
    bool fails = is_fenced(producer, err) || fake_step(producer->bus, "txn_abort", err);
    if (!fails) {
        end_txn(producer, FAKE_ABORTED);
    }
    pthread_mutex_unlock(&producer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

/* ---- closing ---- */

/* Nothing is kept. */
void fake_producer_shrink(struct bus_producer *api)
{
    (void)api;
}

void fake_producer_close(struct bus_producer *api, int64_t timeout_ms)
{
    (void)timeout_ms;
    struct fake_producer *producer = of(api);
    struct fake_bus *fake = producer->bus;
    pthread_mutex_lock(&fake->lock);
    settle(producer);
    end_txn(producer, FAKE_ABORTED);
    struct fake_producer **at = &fake->producers;
    while (*at != producer) {
        at = &(*at)->next;
    }
    *at = producer->next;
    pthread_mutex_unlock(&fake->lock);
    free(producer->transactional_id);
    free(producer);
}

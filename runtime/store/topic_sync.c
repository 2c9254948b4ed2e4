/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_sync.c: who waits for a place in one of the worker's own topics, or for its end. The first
 * who wants an end has the topics begun; topic_reader.c, the thread, settles what has been reached.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "store/topic_reader_internal.h"

/* ---- waiting for a place ---- */

struct topic_wait *topic_waits_take(struct topic_reader *reader)
{
    struct topic_wait *reached = NULL, **at = &reader->waits;
    while (*at) {
        struct topic_wait *wait = *at;
        if (reader->stopping || wait->feed->next[wait->partition] >= wait->offset) {
            *at = wait->next;
            wait->next = reached;
            reached = wait;
        } else {
            at = &wait->next;
        }
    }
    return reached;
}

void topic_waits_settle(struct topic_wait *wait)
{
    while (wait) {
        struct topic_wait *next = wait->next;
        wait->done(wait, wait->feed->next[wait->partition] >= wait->offset);
        wait = next;
    }
}

void topic_reader_await(struct topic_reader *reader, struct topic_wait *wait)
{
    pthread_mutex_lock(&reader->lock);
    bool reached = wait->feed->next[wait->partition] >= wait->offset;
    bool refused = !reached && reader->stopping;
    if (!reached && !refused) {
        wait->next = reader->waits;
        reader->waits = wait;
        bus_consumer_wake(reader->consumer);
    }
    pthread_mutex_unlock(&reader->lock);
    if (reached || refused) {
        wait->done(wait, reached);
    }
}

static bool withdraw(struct topic_reader *reader, const struct topic_wait *wait)
{
    struct topic_wait **at = &reader->waits;
    while (*at && *at != wait) {
        at = &(*at)->next;
    }
    bool found = *at != NULL;
    if (found) {
        *at = wait->next;
    }
    return found;
}

/* ---- waiting for the end ---- */

struct sync_part {
    struct topic_wait wait; /* first */
    struct sync *sync;
};

struct sync {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int left;
    bool woken;
};

static void part_done(struct topic_wait *wait, bool reached)
{
    struct sync *sync = ((struct sync_part *)wait)->sync;
    pthread_mutex_lock(&sync->lock);
    sync->left--;
    sync->woken |= !reached;
    pthread_cond_signal(&sync->changed);
    pthread_mutex_unlock(&sync->lock);
}

/* At the deadline: what is still listed is taken back, what is being settled is waited for. */
static bool await_parts(struct topic_reader *reader, struct sync *sync, struct sync_part *parts,
                        int32_t n, int64_t deadline_ms)
{
    pthread_mutex_lock(&sync->lock);
    while (sync->left > 0 && weir_clock_mono_ms() < deadline_ms) {
        weir_clock_wait(&sync->changed, &sync->lock, deadline_ms);
    }
    bool in_time = sync->left == 0;
    pthread_mutex_unlock(&sync->lock);
    int taken_back = 0;
    pthread_mutex_lock(&reader->lock);
    for (int32_t i = 0; !in_time && i < n; i++) {
        taken_back += withdraw(reader, &parts[i].wait);
    }
    pthread_mutex_unlock(&reader->lock);
    pthread_mutex_lock(&sync->lock);
    while (sync->left > taken_back) {
        pthread_cond_wait(&sync->changed, &sync->lock);
    }
    pthread_mutex_unlock(&sync->lock);
    return in_time;
}

/* low and high: as many as the feed has partitions. */
static enum weir_verdict find_bounds(const struct topic_feed *feed, int64_t *low, int64_t *high,
                                     struct weir_err *err)
{
    enum weir_verdict verdict =
        bus_topic_watermarks(feed->bus, weir_str_of(feed->topic), feed->partitions, low, high, err);
    return verdict == WEIR_OK ? WEIR_OK : weir_err_wrap(err, "end of topic '%s'", feed->topic);
}

static enum weir_verdict find_ends(struct topic_feed *feed, struct sync_part *parts,
                                   struct sync *sync, struct weir_err *err)
{
    int64_t *low = weir_xcalloc(2 * (size_t)feed->partitions, sizeof(*low));
    int64_t *high = low + feed->partitions;
    enum weir_verdict verdict = find_bounds(feed, low, high, err);
    for (int32_t i = 0; verdict == WEIR_OK && i < feed->partitions; i++) {
        /* An empty partition has no place to reach, wherever it begins. */
        parts[i].wait = (struct topic_wait){.feed = feed,
                                            .partition = i,
                                            .offset = high[i] > low[i] ? high[i] : 0,
                                            .done = part_done};
        parts[i].sync = sync;
    }
    free(low);
    return verdict;
}

/* ---- beginning ---- */

static enum weir_verdict begin_one(struct topic_reader *reader, struct topic_feed *feed,
                                   struct weir_err *err)
{
    int64_t *low = weir_xcalloc(2 * (size_t)feed->partitions, sizeof(*low));
    int64_t *high = low + feed->partitions;
    enum weir_verdict verdict = find_bounds(feed, low, high, err);
    pthread_mutex_lock(&reader->lock);
    if (verdict == WEIR_OK && !feed->begun) {
        memcpy(feed->next, low, (size_t)feed->partitions * sizeof(*low));
        memcpy(feed->end, high, (size_t)feed->partitions * sizeof(*high));
        feed->begun = reader->begun = reader->reassign = true;
        pthread_cond_signal(&reader->changed);
    }
    pthread_mutex_unlock(&reader->lock);
    free(low);
    return verdict;
}

static struct topic_feed *next_to_begin(struct topic_reader *reader, const struct topic_feed *after)
{
    pthread_mutex_lock(&reader->lock);
    struct topic_feed *feed = after ? after->after : reader->feeds;
    while (feed && feed->begun) {
        feed = feed->after;
    }
    pthread_mutex_unlock(&reader->lock);
    return feed;
}

/* All that are followed by now begin together. What becomes of the others is not this one's fault. */
static enum weir_verdict begin(struct topic_reader *reader, const struct topic_feed *wanted,
                               struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    for (struct topic_feed *feed = NULL; (feed = next_to_begin(reader, feed));) {
        struct weir_err others;
        enum weir_verdict rc = begin_one(reader, feed, feed == wanted ? err : &others);
        verdict = feed == wanted ? rc : verdict;
    }
    return verdict;
}

enum weir_verdict topic_reader_sync(struct topic_reader *reader, struct topic_feed *feed,
                                    int64_t timeout_ms, struct weir_err *err)
{
    int64_t deadline_ms = weir_clock_mono_ms() + timeout_ms;
    struct sync sync = {.left = feed->partitions};
    pthread_mutex_init(&sync.lock, NULL);
    weir_clock_cond_init(&sync.changed);
    struct sync_part *parts = weir_xcalloc((size_t)feed->partitions, sizeof(*parts));
    enum weir_verdict verdict = begin(reader, feed, err);
    verdict = verdict == WEIR_OK ? find_ends(feed, parts, &sync, err) : verdict;
    if (verdict == WEIR_OK) {
        for (int32_t i = 0; i < feed->partitions; i++) {
            topic_reader_await(reader, &parts[i].wait);
        }
        bool in_time = await_parts(reader, &sync, parts, feed->partitions, deadline_ms);
        if (!in_time) {
            verdict = weir_err_set(err, WEIR_RETRY,
                                   "topic '%s' could not be read to its end in "
                                   "%lld ms",
                                   feed->topic, (long long)timeout_ms);
        } else if (sync.woken) {
            verdict = weir_err_set(err, WEIR_WOKEN, "the worker is stopping");
        }
    }
    free(parts);
    pthread_cond_destroy(&sync.changed);
    pthread_mutex_destroy(&sync.lock);
    return verdict;
}

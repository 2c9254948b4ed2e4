/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_consumer.c: the fake bus's consuming side, and its groups: a partition belongs to the
 * member that polls first when nobody has it, and is given up when a test asks for it.
 */
#include "fake_bus_internal.h"

struct fake_read {
    struct fake_read *next;
    char *topic;
    int32_t partition;
    int64_t at;
    bool paused;
};

struct fake_hold {
    struct fake_hold *next;
    struct bus_message *items;
};

struct fake_consumer {
    struct bus_consumer api; /* first */
    struct fake_bus *bus;
    struct fake_consumer *next;
    struct bus_consumer_conf conf;
    char *group;
    char **topics;
    size_t n_topics;
    struct fake_read *reads;
    struct fake_hold *holds; /* oldest first */
    bool woken;
    bool quiet; /* the rig's own: never fails */
    bool evicted;
    int fence;
};

static struct fake_consumer *of(struct bus_consumer *consumer)
{
    return (struct fake_consumer *)consumer;
}

static bool step(struct fake_consumer *consumer, const char *call, struct weir_err *err)
{
    return !consumer->quiet && fake_step(consumer->bus, call, err);
}

static bool is_fenced(const struct fake_consumer *consumer, struct weir_err *err)
{
    bool fenced = consumer->evicted || consumer->fence != consumer->bus->fence;
    if (fenced) {
        weir_err_set(err, WEIR_FATAL, "the consumer was fenced");
    }
    return fenced;
}

static struct fake_read *find_read(struct fake_consumer *consumer, struct weir_str topic,
                                   int32_t partition)
{
    struct fake_read *read = consumer->reads;
    while (read && (read->partition != partition || !weir_str_is(topic, read->topic))) {
        read = read->next;
    }
    return read;
}

static void add_read(struct fake_consumer *consumer, struct weir_str topic, int32_t partition,
                     int64_t at)
{
    struct fake_read *read = weir_xcalloc(1, sizeof(*read));
    *read = (struct fake_read){
        .topic = weir_xstrndup(topic.p, topic.n), .partition = partition, .at = at};
    struct fake_read **to = &consumer->reads;
    while (*to) {
        to = &(*to)->next;
    }
    *to = read;
}

static void drop_read(struct fake_consumer *consumer, struct weir_str topic, int32_t partition)
{
    struct fake_read **at = &consumer->reads;
    while (*at && ((*at)->partition != partition || !weir_str_is(topic, (*at)->topic))) {
        at = &(*at)->next;
    }
    if (*at) {
        struct fake_read *read = *at;
        *at = read->next;
        free(read->topic);
        free(read);
    }
}

static void drop_all(struct fake_consumer *consumer)
{
    while (consumer->reads) {
        drop_read(consumer, weir_str_of(consumer->reads->topic), consumer->reads->partition);
    }
}

static struct fake_partition *part_of(struct fake_bus *fake, const struct fake_read *read)
{
    struct fake_topic *topic = fake_topic_find(fake, weir_str_of(read->topic));
    return topic && read->partition < topic->n ? &topic->parts[read->partition] : NULL;
}

/* ---- opening ---- */

enum weir_verdict fake_consumer_open(struct bus *bus, const struct bus_consumer_conf *conf,
                                     struct bus_consumer **out, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = !(conf->client_id && strncmp(conf->client_id, "rig-", 4) == 0) &&
                 fake_step(fake, "consumer_open", err);
    if (!fails) {
        struct fake_consumer *consumer = weir_xcalloc(1, sizeof(*consumer));
        consumer->api.engine = &fake_engine;
        consumer->bus = fake;
        consumer->conf = *conf;
        consumer->fence = fake->fence;
        consumer->quiet = conf->client_id && strncmp(conf->client_id, "rig-", 4) == 0;
        consumer->group = conf->group ? weir_xstrdup(conf->group) : NULL;
        consumer->next = fake->consumers;
        fake->consumers = consumer;
        *out = &consumer->api;
    }
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

static void free_topics(struct fake_consumer *consumer)
{
    for (size_t i = 0; i < consumer->n_topics; i++) {
        free(consumer->topics[i]);
    }
    free(consumer->topics);
    consumer->topics = NULL;
    consumer->n_topics = 0;
}

enum weir_verdict fake_subscribe(struct bus_consumer *api, const struct weir_str *topics, size_t n,
                                 struct weir_err *err)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    bool fails = is_fenced(consumer, err) || step(consumer, "subscribe", err);
    if (!fails) {
        free_topics(consumer);
        consumer->topics = weir_xcalloc(n, sizeof(char *));
        consumer->n_topics = n;
        for (size_t i = 0; i < n; i++) {
            consumer->topics[i] = weir_xstrndup(topics[i].p, topics[i].n);
        }
    }
    pthread_mutex_unlock(&consumer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

static int64_t start_of(struct fake_consumer *consumer, struct weir_str topic, int32_t partition,
                        int64_t offset)
{
    const struct fake_topic *found = fake_topic_find(consumer->bus, topic);
    int64_t end = found && partition < found->n ? (int64_t)found->parts[partition].n : 0;
    return offset >= 0 ? offset : offset == BUS_END ? end : 0;
}

enum weir_verdict fake_assign(struct bus_consumer *api,
                              const struct weir_topic_partition *partitions, size_t n,
                              struct weir_err *err)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    bool fails = is_fenced(consumer, err) || step(consumer, "assign", err);
    if (!fails) {
        drop_all(consumer);
        for (size_t i = 0; i < n; i++) {
            add_read(consumer, partitions[i].topic, partitions[i].partition,
                     start_of(consumer, partitions[i].topic, partitions[i].partition,
                              partitions[i].offset));
        }
    }
    pthread_mutex_unlock(&consumer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

/* ---- groups ---- */

void fake_bus_rebalance(struct bus *bus, const char *group, bool lost)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    for (struct fake_commit *commit = fake->commits; commit; commit = commit->next) {
        if (strcmp(commit->group, group) == 0 && commit->owner) {
            commit->revoke = true;
            commit->lost = lost;
        }
    }
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

void fake_bus_take(struct bus *bus, const char *group, const char *topic, int32_t partition,
                   bool taken)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    struct fake_commit *commit = fake_commit_of(fake, group, weir_str_of(topic), partition, true);
    commit->taken = taken;
    commit->revoke = commit->revoke || (taken && commit->owner);
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

size_t fake_bus_polls(struct bus *bus)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    size_t n = fake->polls;
    pthread_mutex_unlock(&fake->lock);
    return n;
}

/* The callback runs without the lock, as it may call the bus. */
static void tell_revoked(struct fake_consumer *consumer, struct fake_commit *commit, bool lost)
{
    const struct weir_topic_partition part = {
        .topic = weir_str_of(commit->topic), .partition = commit->partition, .offset = -1};
    pthread_mutex_unlock(&consumer->bus->lock);
    if (consumer->conf.revoked) {
        consumer->conf.revoked(consumer->conf.self, &part, 1, lost);
    }
    pthread_mutex_lock(&consumer->bus->lock);
    if (commit->owner == consumer) {
        commit->owner = NULL;
        commit->revoke = commit->lost = false;
    }
    drop_read(consumer, part.topic, part.partition);
}

static void give_up(struct fake_consumer *consumer, bool all)
{
    for (struct fake_commit *commit = consumer->bus->commits; commit; commit = commit->next) {
        if (commit->owner == consumer && (all || commit->revoke)) {
            tell_revoked(consumer, commit, commit->lost);
        }
    }
}

static void take_one(struct fake_consumer *consumer, struct fake_topic *topic, int32_t p)
{
    struct weir_str name = weir_str_of(topic->name);
    struct fake_commit *commit = fake_commit_of(consumer->bus, consumer->group, name, p, true);
    if (commit->owner || commit->taken || consumer->evicted) {
        return;
    }
    commit->owner = consumer;
    int64_t reset = consumer->conf.reset == BUS_RESET_LATEST ? (int64_t)topic->parts[p].n : 0;
    add_read(consumer, name, p, commit->offset >= 0 ? commit->offset : reset);
    const struct weir_topic_partition part = {.topic = name, .partition = p, .offset = -1};
    pthread_mutex_unlock(&consumer->bus->lock);
    if (consumer->conf.assigned) {
        consumer->conf.assigned(consumer->conf.self, &part, 1);
    }
    pthread_mutex_lock(&consumer->bus->lock);
}

static void take_free(struct fake_consumer *consumer)
{
    for (size_t i = 0; i < consumer->n_topics; i++) {
        struct fake_topic *topic = fake_topic_find(consumer->bus, weir_str_of(consumer->topics[i]));
        for (int32_t p = 0; topic && p < topic->n; p++) {
            take_one(consumer, topic, p);
        }
    }
}

/* ---- polling ---- */

static void fill(struct fake_consumer *consumer, struct fake_read *read, struct fake_hold *hold,
                 size_t max, size_t *n)
{
    const struct fake_partition *part = part_of(consumer->bus, read);
    if (!part || read->paused) {
        return;
    }
    size_t end = consumer->conf.read_committed ? fake_stable_end(part) : part->n;
    for (; (size_t)read->at < end && *n < max; read->at++) {
        const struct fake_stored *stored = part->recs[read->at];
        if (consumer->conf.read_committed && stored->state == FAKE_ABORTED) {
            continue;
        }
        hold->items[(*n)++] = (struct bus_message){
            .topic = weir_str_of(fake_topic_find(consumer->bus, weir_str_of(read->topic))->name),
            .partition = read->partition,
            .offset = read->at,
            .timestamp = stored->timestamp,
            .key = stored->key,
            .value = stored->value,
            .headers = stored->headers,
            .n_headers = stored->n_headers,
        };
    }
}

static void hand_out(struct fake_consumer *consumer, size_t max, struct bus_messages *out)
{
    struct fake_hold *hold = weir_xcalloc(1, sizeof(*hold));
    hold->items = weir_xcalloc(max, sizeof(*hold->items));
    size_t n = 0;
    for (struct fake_read *read = consumer->reads; read; read = read->next) {
        fill(consumer, read, hold, max, &n);
    }
    if (!n) {
        free(hold->items);
        free(hold);
        return;
    }
    struct fake_hold **at = &consumer->holds;
    while (*at) {
        at = &(*at)->next;
    }
    *at = hold;
    *out = (struct bus_messages){.items = hold->items, .n = n, .hold = hold};
}

enum weir_verdict fake_poll(struct bus_consumer *api, size_t max_records, size_t max_bytes,
                            int64_t wait_ms, struct bus_messages *out, struct weir_err *err)
{
    (void)max_bytes;
    struct fake_consumer *consumer = of(api);
    struct fake_bus *fake = consumer->bus;
    int64_t deadline_ms = weir_clock_mono_ms() + wait_ms;
    *out = (struct bus_messages){0};
    pthread_mutex_lock(&fake->lock);
    bool fails = is_fenced(consumer, err) || step(consumer, "poll", err);
    fake->polls += consumer->group != NULL;
    while (!fails) {
        if (consumer->group) {
            give_up(consumer, false);
            take_free(consumer);
        }
        hand_out(consumer, max_records, out);
        if (out->n || consumer->woken || weir_clock_mono_ms() >= deadline_ms) {
            break;
        }
        weir_clock_wait(&fake->changed, &fake->lock, deadline_ms);
    }
    if (!fails && !out->n && consumer->woken) {
        fails = weir_err_set(err, WEIR_WOKEN, "woken");
        consumer->woken = false;
    }
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

void fake_release(struct bus_consumer *api, struct bus_messages *messages)
{
    struct fake_consumer *consumer = of(api);
    if (!messages->hold) {
        return;
    }
    pthread_mutex_lock(&consumer->bus->lock);
    struct fake_hold *hold = consumer->holds;
    if (hold != messages->hold) {
        fake_die("messages were released out of order");
    }
    consumer->holds = hold->next;
    free(hold->items);
    free(hold);
    pthread_mutex_unlock(&consumer->bus->lock);
}

int64_t fake_position(struct bus_consumer *api, struct weir_str topic, int32_t partition)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    struct fake_read *read = find_read(consumer, topic, partition);
    int64_t at = read ? read->at : -1;
    pthread_mutex_unlock(&consumer->bus->lock);
    return at;
}

enum weir_verdict fake_seek(struct bus_consumer *api, struct weir_str topic, int32_t partition,
                            int64_t offset, struct weir_err *err)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    bool fails = is_fenced(consumer, err) || step(consumer, "seek", err);
    struct fake_read *read = find_read(consumer, topic, partition);
    if (!fails && !read) {
        fails = weir_err_set(err, WEIR_FATAL, "seek in a partition that is not assigned");
    }
    if (!fails) {
        read->at = start_of(consumer, topic, partition, offset);
    }
    pthread_mutex_unlock(&consumer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

void fake_pause(struct bus_consumer *api, struct weir_str topic, int32_t partition, bool paused)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    struct fake_read *read = find_read(consumer, topic, partition);
    if (read) {
        read->paused = paused;
    }
    pthread_mutex_unlock(&consumer->bus->lock);
}

/* ---- commits ---- */

enum weir_verdict fake_commit(struct bus_consumer *api, const struct weir_topic_partition *offsets,
                              size_t n, bool async, struct weir_err *err)
{
    (void)async;
    struct fake_consumer *consumer = of(api);
    struct fake_bus *fake = consumer->bus;
    pthread_mutex_lock(&fake->lock);
    bool fails = is_fenced(consumer, err) || step(consumer, "commit", err);
    for (size_t i = 0; i < n && !fails; i++) {
        struct fake_commit *commit =
            fake_commit_of(fake, consumer->group, offsets[i].topic, offsets[i].partition, true);
        if (commit->owner != consumer) {
            fails = weir_err_set(err, WEIR_RETRY, "the group has rebalanced");
            break;
        }
        commit->offset = offsets[i].offset;
        free(commit->metadata);
        commit->metadata = weir_xstrndup(offsets[i].metadata.p ? offsets[i].metadata.p : "",
                                         offsets[i].metadata.n);
    }
    fails = fails || step(consumer, "commit", err);
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

enum weir_verdict fake_committed(struct bus_consumer *api, struct weir_arena *arena,
                                 struct weir_topic_partition *partitions, size_t n,
                                 struct weir_err *err)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    bool fails = is_fenced(consumer, err) || step(consumer, "committed", err);
    for (size_t i = 0; i < n && !fails; i++) {
        const struct fake_commit *commit = fake_commit_of(
            consumer->bus, consumer->group, partitions[i].topic, partitions[i].partition, true);
        partitions[i].offset = commit->offset;
        partitions[i].metadata =
            commit->metadata ? weir_arena_str(arena, weir_str_of(commit->metadata)) : WEIR_STR_NULL;
    }
    pthread_mutex_unlock(&consumer->bus->lock);
    return fails ? err->class : WEIR_OK;
}

/* ---- the end ---- */

void fake_consumer_wake(struct bus_consumer *api)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    consumer->woken = true;
    pthread_cond_broadcast(&consumer->bus->changed);
    pthread_mutex_unlock(&consumer->bus->lock);
}

void fake_consumer_evict(struct bus_consumer *api)
{
    struct fake_consumer *consumer = of(api);
    pthread_mutex_lock(&consumer->bus->lock);
    consumer->evicted = consumer->woken = true;
    for (struct fake_commit *commit = consumer->bus->commits; commit; commit = commit->next) {
        if (commit->owner == consumer) {
            commit->owner = NULL;
            commit->revoke = commit->lost = false;
        }
    }
    pthread_cond_broadcast(&consumer->bus->changed);
    pthread_mutex_unlock(&consumer->bus->lock);
}

/* Nothing is kept. */
void fake_consumer_shrink(struct bus_consumer *api)
{
    (void)api;
}

void fake_consumer_close(struct bus_consumer *api)
{
    struct fake_consumer *consumer = of(api);
    struct fake_bus *fake = consumer->bus;
    pthread_mutex_lock(&fake->lock);
    give_up(consumer, true);
    if (consumer->holds) {
        fake_die("a consumer was closed with messages that were not released");
    }
    struct fake_consumer **at = &fake->consumers;
    while (*at != consumer) {
        at = &(*at)->next;
    }
    *at = consumer->next;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    drop_all(consumer);
    free_topics(consumer);
    free(consumer->group);
    free(consumer);
}

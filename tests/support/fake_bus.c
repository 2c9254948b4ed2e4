/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_bus.c: topics and their records in memory, the tests' look into them, and the counter that
 * makes a step fail.
 */
#include "fake_bus_internal.h"

#include <stdio.h>

#define AWAIT_MS 10000

void fake_die(const char *why)
{
    fprintf(stderr, "fake bus: %s\n", why);
    abort();
}

/* ---- topics and records ---- */

struct fake_topic *fake_topic_find(struct fake_bus *fake, struct weir_str name)
{
    struct fake_topic *topic = fake->topics;
    while (topic && !weir_str_is(name, topic->name)) {
        topic = topic->next;
    }
    return topic;
}

struct fake_topic *fake_topic_make(struct fake_bus *fake, struct weir_str name, int32_t partitions)
{
    struct fake_topic *topic = weir_xcalloc(1, sizeof(*topic));
    topic->name = weir_xstrndup(name.p, name.n);
    topic->n = partitions > 0 ? partitions : fake->partitions;
    topic->parts = weir_xcalloc((size_t)topic->n, sizeof(*topic->parts));
    weir_arena_init(&topic->arena, 512);
    weir_props_init(&topic->configs, &topic->arena);
    topic->next = fake->topics;
    fake->topics = topic;
    return topic;
}

static char *put_bytes(char **at, struct weir_str s)
{
    if (!s.p) {
        return NULL;
    }
    char *to = *at;
    memcpy(to, s.p, s.n);
    to[s.n] = 0;
    *at += s.n + 1;
    return to;
}

static struct fake_stored *copy(const struct bus_record *rec)
{
    struct fake_stored *out = weir_xcalloc(1, sizeof(*out));
    size_t bytes = rec->key.n + rec->value.n + 2;
    for (uint32_t h = 0; h < rec->n_headers; h++) {
        bytes += rec->headers[h].name.n + rec->headers[h].value.n + 2;
    }
    char *at = out->block = weir_xmalloc(bytes);
    out->key = weir_str_n(put_bytes(&at, rec->key), rec->key.n);
    out->value = weir_str_n(put_bytes(&at, rec->value), rec->value.n);
    out->headers = weir_xcalloc(rec->n_headers, sizeof(*out->headers));
    out->n_headers = rec->n_headers;
    for (uint32_t h = 0; h < rec->n_headers; h++) {
        const struct weir_raw_header *header = &rec->headers[h];
        out->headers[h].name = weir_str_n(put_bytes(&at, header->name), header->name.n);
        out->headers[h].value = weir_str_n(put_bytes(&at, header->value), header->value.n);
    }
    out->timestamp = rec->timestamp == WEIR_NO_TIMESTAMP ? weir_clock_wall_ms() : rec->timestamp;
    return out;
}

int64_t fake_store(struct fake_bus *fake, const struct bus_record *rec, int32_t *partition,
                   const struct fake_producer *txn)
{
    struct fake_topic *topic = fake_topic_find(fake, rec->topic);
    topic = topic ? topic : fake_topic_make(fake, rec->topic, -1);
    *partition = rec->partition != WEIR_NO_PARTITION
                     ? rec->partition
                     : (int32_t)(rec->key.p ? weir_str_hash(rec->key) % (uint64_t)topic->n : 0);
    if (*partition < 0 || *partition >= topic->n) {
        fake_die("no such partition");
    }
    struct fake_partition *part = &topic->parts[*partition];
    if (part->n == part->cap) {
        part->cap = part->cap ? part->cap * 2 : 64;
        part->recs = weir_xrealloc(part->recs, part->cap, sizeof(*part->recs));
    }
    struct fake_stored *stored = copy(rec);
    stored->state = txn ? FAKE_OPEN : FAKE_COMMITTED;
    stored->owner = txn;
    part->recs[part->n++] = stored;
    return (int64_t)part->n - 1;
}

size_t fake_stable_end(const struct fake_partition *part)
{
    size_t end = 0;
    while (end < part->n && part->recs[end]->state != FAKE_OPEN) {
        end++;
    }
    return end;
}

/* ---- failures ---- */

static _Thread_local bool is_quiet;

void fake_bus_quiet(bool quiet)
{
    is_quiet = quiet;
}

bool fake_step(struct fake_bus *fake, const char *call, struct weir_err *err)
{
    if (is_quiet || fake->fail_in == 0 || (fake->fail_only && strcmp(fake->fail_only, call) != 0)) {
        return false;
    }
    if (fake->fail_in > 0 && --fake->fail_in > 0) {
        return false;
    }
    fake->failed = true;
    snprintf(fake->failed_call, sizeof(fake->failed_call), "%s", call);
    weir_err_set(err, fake->fail_class, "the fake bus fails in %s", call);
    return true;
}

void fake_bus_fail(struct bus *bus, int nth, enum weir_verdict class)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    fake->fail_in = nth;
    fake->fail_class = class;
    fake->failed = false;
    fake->failed_call[0] = 0;
    pthread_mutex_unlock(&fake->lock);
}

bool fake_bus_failed(struct bus *bus)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool failed = fake->failed;
    pthread_mutex_unlock(&fake->lock);
    return failed;
}

const char *fake_bus_failed_call(struct bus *bus)
{
    return fake_of(bus)->failed_call;
}

void fake_bus_fail_only(struct bus *bus, const char *call)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    fake->fail_only = call;
    pthread_mutex_unlock(&fake->lock);
}

void fake_bus_refuse_key(struct bus *bus, const char *key)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    free(fake->refused_key);
    fake->refused_key = key ? weir_xstrdup(key) : NULL;
    pthread_mutex_unlock(&fake->lock);
}

void fake_bus_fence(struct bus *bus)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    fake->fence++;
    pthread_mutex_unlock(&fake->lock);
}

/* ---- the tests' look ---- */

static struct fake_partition *part_of(struct fake_bus *fake, const char *name, int32_t partition)
{
    struct fake_topic *topic = fake_topic_find(fake, weir_str_of(name));
    return topic && partition < topic->n ? &topic->parts[partition] : NULL;
}

size_t fake_bus_count(struct bus *bus, const char *topic, int32_t partition)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    const struct fake_partition *part = part_of(fake, topic, partition);
    size_t n = part ? part->n : 0;
    pthread_mutex_unlock(&fake->lock);
    return n;
}

struct fake_record fake_bus_get(struct bus *bus, const char *topic, int32_t partition, size_t i)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    const struct fake_partition *part = part_of(fake, topic, partition);
    if (!part || i >= part->n) {
        fake_die("no such record");
    }
    const struct fake_stored *stored = part->recs[i];
    struct fake_record out = {.key = stored->key,
                              .value = stored->value,
                              .timestamp = stored->timestamp,
                              .headers = stored->headers,
                              .n_headers = stored->n_headers,
                              .visible = stored->state == FAKE_COMMITTED};
    pthread_mutex_unlock(&fake->lock);
    return out;
}

void fake_bus_put(struct bus *bus, const char *topic, int32_t partition, const char *key,
                  const char *value)
{
    struct fake_bus *fake = fake_of(bus);
    const struct bus_record rec = {.topic = weir_str_of(topic),
                                   .partition = partition,
                                   .timestamp = WEIR_NO_TIMESTAMP,
                                   .key = weir_str_of(key),
                                   .value = weir_str_of(value)};
    int32_t to = 0;
    pthread_mutex_lock(&fake->lock);
    fake_store(fake, &rec, &to, NULL);
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

static int64_t real_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The test's patience is real time, also under a fake clock. */
static bool await(struct fake_bus *fake, bool (*is)(struct fake_bus *fake, const void *arg),
                  const void *arg)
{
    int64_t deadline_ms = real_ms() + AWAIT_MS;
    bool there = false;
    while (!there && real_ms() < deadline_ms) {
        pthread_mutex_lock(&fake->lock);
        there = is(fake, arg);
        pthread_mutex_unlock(&fake->lock);
        if (!there) {
            struct timespec pause = {.tv_nsec = 200000};
            nanosleep(&pause, NULL);
        }
    }
    return there;
}

struct wanted {
    const char *group, *topic;
    int32_t partition;
    int64_t n;
};

static bool has_visible(struct fake_bus *fake, const void *arg)
{
    const struct wanted *wanted = arg;
    const struct fake_partition *part = part_of(fake, wanted->topic, wanted->partition);
    int64_t n = 0;
    for (size_t i = 0; part && i < part->n; i++) {
        n += part->recs[i]->state == FAKE_COMMITTED;
    }
    return n >= wanted->n;
}

bool fake_bus_await(struct bus *bus, const char *topic, int32_t partition, size_t n)
{
    const struct wanted wanted = {.topic = topic, .partition = partition, .n = (int64_t)n};
    return await(fake_of(bus), has_visible, &wanted);
}

static bool has_committed(struct fake_bus *fake, const void *arg)
{
    const struct wanted *wanted = arg;
    const struct fake_commit *commit =
        fake_commit_of(fake, wanted->group, weir_str_of(wanted->topic), wanted->partition, false);
    return commit && commit->offset >= wanted->n;
}

bool fake_bus_await_committed(struct bus *bus, const char *group, const char *topic,
                              int32_t partition, int64_t offset)
{
    const struct wanted wanted = {
        .group = group, .topic = topic, .partition = partition, .n = offset};
    return await(fake_of(bus), has_committed, &wanted);
}

static bool has_held(struct fake_bus *fake, const void *arg)
{
    return fake->n_pending >= *(const size_t *)arg;
}

bool fake_bus_await_held(struct bus *bus, size_t n)
{
    return await(fake_of(bus), has_held, &n);
}

int64_t fake_bus_committed(struct bus *bus, const char *group, const char *topic, int32_t partition)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    const struct fake_commit *commit =
        fake_commit_of(fake, group, weir_str_of(topic), partition, false);
    int64_t offset = commit ? commit->offset : -1;
    pthread_mutex_unlock(&fake->lock);
    return offset;
}

const char *fake_bus_metadata(struct bus *bus, const char *group, const char *topic,
                              int32_t partition)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    const struct fake_commit *commit =
        fake_commit_of(fake, group, weir_str_of(topic), partition, false);
    const char *text = commit ? commit->metadata : NULL;
    pthread_mutex_unlock(&fake->lock);
    return text;
}

/* ---- the engine's part of it ---- */

struct fake_commit *fake_commit_of(struct fake_bus *fake, const char *group, struct weir_str topic,
                                   int32_t partition, bool make)
{
    struct fake_commit *commit = fake->commits;
    while (commit && (commit->partition != partition || strcmp(commit->group, group) != 0 ||
                      !weir_str_is(topic, commit->topic))) {
        commit = commit->next;
    }
    if (!commit && make) {
        commit = weir_xcalloc(1, sizeof(*commit));
        commit->group = weir_xstrdup(group);
        commit->topic = weir_xstrndup(topic.p, topic.n);
        commit->partition = partition;
        commit->offset = -1;
        commit->next = fake->commits;
        fake->commits = commit;
    }
    return commit;
}

static const char *cluster_id(struct bus *bus)
{
    (void)bus;
    return "fake";
}

static const char *describe(const struct bus *bus)
{
    (void)bus;
    return "a bus in memory";
}

static int by_name(const void *a, const void *b)
{
    return weir_str_cmp(((const struct bus_topic_info *)a)->name,
                        ((const struct bus_topic_info *)b)->name);
}

static enum weir_verdict topics(struct bus *bus, struct weir_arena *arena,
                                const struct bus_topic_info **out, size_t *n, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "topics", err);
    size_t count = 0;
    for (const struct fake_topic *topic = fake->topics; topic; topic = topic->next) {
        count++;
    }
    struct bus_topic_info *infos = WEIR_NEW_ARRAY(arena, struct bus_topic_info, count);
    size_t i = 0;
    for (const struct fake_topic *topic = fake->topics; topic; topic = topic->next) {
        infos[i++] = (struct bus_topic_info){
            .name = weir_arena_str(arena, weir_str_of(topic->name)), .partitions = topic->n};
    }
    qsort(infos, count, sizeof(*infos), by_name);
    pthread_mutex_unlock(&fake->lock);
    *out = infos;
    *n = count;
    return fails ? err->class : WEIR_OK;
}

static enum weir_verdict topic_info(struct bus *bus, struct weir_str name,
                                    struct bus_topic_info *info, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "topic_info", err);
    const struct fake_topic *topic = fake_topic_find(fake, name);
    *info = (struct bus_topic_info){.name = name,
                                    .partitions = topic && !fails ? topic->n : 0,
                                    .replication_factor = topic && !fails ? 1 : 0};
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

static enum weir_verdict topic_configs(struct bus *bus, struct weir_str name,
                                       struct weir_props *configs, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "topic_configs", err);
    const struct fake_topic *topic = fake_topic_find(fake, name);
    if (topic) {
        weir_props_copy(configs, &topic->configs);
    }
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

static enum weir_verdict topic_create(struct bus *bus, const struct weir_topic_spec *spec,
                                      bool *created, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "topic_create", err);
    *created = !fails && !fake_topic_find(fake, spec->name);
    if (*created) {
        struct fake_topic *topic = fake_topic_make(fake, spec->name, spec->partitions);
        for (size_t i = 0; i < spec->n_configs; i++) {
            weir_props_set(&topic->configs, spec->configs[i].name, spec->configs[i].value);
        }
    }
    fails = fails || fake_step(fake, "topic_create", err);
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

static enum weir_verdict topic_delete(struct bus *bus, struct weir_str name, struct weir_err *err)
{
    (void)bus;
    (void)name;
    return weir_err_set(err, WEIR_FATAL, "the fake bus deletes no topics");
}

static enum weir_verdict watermarks(struct bus *bus, struct weir_str name, int32_t partition,
                                    int64_t *low, int64_t *high, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    bool fails = fake_step(fake, "watermarks", err);
    const struct fake_topic *topic = fake_topic_find(fake, name);
    *low = 0;
    *high = topic && partition < topic->n ? (int64_t)topic->parts[partition].n : 0;
    pthread_mutex_unlock(&fake->lock);
    return fails ? err->class : WEIR_OK;
}

static enum weir_verdict offset_at(struct bus *bus, struct weir_str name, int32_t partition,
                                   int64_t timestamp_ms, int64_t *offset, struct weir_err *err)
{
    (void)timestamp_ms;
    int64_t low = 0;
    return watermarks(bus, name, partition, &low, offset, err);
}

/* ---- groups from outside ---- */

static bool is_of(const struct fake_commit *commit, struct weir_str group)
{
    return weir_str_is(group, commit->group);
}

static enum weir_verdict group_offsets(struct bus *bus, struct weir_str group,
                                       struct weir_arena *arena, struct weir_topic_partition **out,
                                       size_t *n, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    (void)err;
    *n = 0;
    pthread_mutex_lock(&fake->lock);
    for (struct fake_commit *commit = fake->commits; commit; commit = commit->next) {
        *n += is_of(commit, group) && commit->offset >= 0;
    }
    struct weir_topic_partition *list = WEIR_NEW_ARRAY(arena, struct weir_topic_partition, *n + 1);
    size_t i = 0;
    for (struct fake_commit *commit = fake->commits; commit; commit = commit->next) {
        if (is_of(commit, group) && commit->offset >= 0) {
            list[i].topic = weir_arena_str(arena, weir_str_of(commit->topic));
            list[i].partition = commit->partition;
            list[i++].offset = commit->offset;
        }
    }
    pthread_mutex_unlock(&fake->lock);
    *out = list;
    return WEIR_OK;
}

/* Under the lock. */
static enum weir_verdict check_idle(struct fake_bus *fake, struct weir_str group,
                                    struct weir_err *err)
{
    for (struct fake_commit *commit = fake->commits; commit; commit = commit->next) {
        if (is_of(commit, group) && commit->owner) {
            return weir_err_set(err, WEIR_RETRY, "the group is still active");
        }
    }
    return WEIR_OK;
}

static enum weir_verdict group_alter(struct bus *bus, struct weir_str group,
                                     const struct weir_topic_partition *offsets, size_t n,
                                     struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    char *name = weir_xstrndup(group.p, group.n);
    pthread_mutex_lock(&fake->lock);
    enum weir_verdict verdict = check_idle(fake, group, err);
    for (size_t i = 0; i < n && verdict == WEIR_OK; i++) {
        fake_commit_of(fake, name, offsets[i].topic, offsets[i].partition, true)->offset =
            offsets[i].offset;
    }
    pthread_mutex_unlock(&fake->lock);
    free(name);
    return verdict;
}

static enum weir_verdict group_delete(struct bus *bus, struct weir_str group, struct weir_err *err)
{
    struct fake_bus *fake = fake_of(bus);
    pthread_mutex_lock(&fake->lock);
    enum weir_verdict verdict = check_idle(fake, group, err);
    for (struct fake_commit *commit = fake->commits; commit && verdict == WEIR_OK;
         commit = commit->next) {
        commit->offset = is_of(commit, group) ? -1 : commit->offset;
    }
    pthread_mutex_unlock(&fake->lock);
    return verdict;
}

/* ---- life ---- */

struct bus *fake_bus_new(int features)
{
    struct fake_bus *fake = weir_xcalloc(1, sizeof(*fake));
    fake->api.engine = &fake_engine;
    fake->api.features = features;
    fake->partitions = 1;
    pthread_mutex_init(&fake->lock, NULL);
    weir_clock_cond_init(&fake->changed);
    return &fake->api;
}

void fake_bus_partitions(struct bus *bus, int32_t partitions)
{
    fake_of(bus)->partitions = partitions;
}

static void free_topic(struct fake_topic *topic)
{
    for (int32_t p = 0; p < topic->n; p++) {
        for (size_t i = 0; i < topic->parts[p].n; i++) {
            struct fake_stored *stored = topic->parts[p].recs[i];
            free(stored->block);
            free(stored->headers);
            free(stored);
        }
        free(topic->parts[p].recs);
    }
    free(topic->parts);
    weir_arena_free(&topic->arena);
    free(topic->name);
    free(topic);
}

static void free_commit(struct fake_commit *commit)
{
    free(commit->group);
    free(commit->topic);
    free(commit->metadata);
    free(commit);
}

static void close_bus(struct bus *bus)
{
    struct fake_bus *fake = fake_of(bus);
    if (fake->consumers || fake->producers) {
        fake_die("closed with open handles");
    }
    pthread_mutex_lock(&fake->lock);
    fake->closing = true;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    if (fake->thread_runs) {
        pthread_join(fake->thread, NULL);
    }
    while (fake->topics) {
        struct fake_topic *topic = fake->topics;
        fake->topics = topic->next;
        free_topic(topic);
    }
    while (fake->commits) {
        struct fake_commit *commit = fake->commits;
        fake->commits = commit->next;
        free_commit(commit);
    }
    free(fake->refused_key);
    pthread_cond_destroy(&fake->changed);
    pthread_mutex_destroy(&fake->lock);
    free(fake);
}

const struct bus_engine fake_engine = {
    .close = close_bus,
    .cluster_id = cluster_id,
    .describe = describe,
    .topics = topics,
    .topic_info = topic_info,
    .topic_configs = topic_configs,
    .topic_create = topic_create,
    .topic_delete = topic_delete,
    .watermarks = watermarks,
    .offset_at = offset_at,
    .producer_open = fake_producer_open,
    .append = fake_append,
    .flush = fake_flush,
    .producer_wake = fake_producer_wake,
    .producer_close = fake_producer_close,
    .txn_init = fake_txn_init,
    .txn_begin = fake_txn_begin,
    .txn_commit = fake_txn_commit,
    .txn_abort = fake_txn_abort,
    .consumer_open = fake_consumer_open,
    .subscribe = fake_subscribe,
    .assign = fake_assign,
    .poll = fake_poll,
    .release = fake_release,
    .position = fake_position,
    .seek = fake_seek,
    .pause = fake_pause,
    .commit = fake_commit,
    .committed = fake_committed,
    .consumer_wake = fake_consumer_wake,
    .consumer_evict = fake_consumer_evict,
    .consumer_shrink = fake_consumer_shrink,
    .producer_shrink = fake_producer_shrink,
    .consumer_close = fake_consumer_close,
    .group_offsets = group_offsets,
    .group_alter = group_alter,
    .group_delete = group_delete,
};

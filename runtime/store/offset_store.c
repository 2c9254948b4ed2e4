/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offset_store.c: source offsets, read from the worker's offsets topic and from those that
 * connectors have of their own, into one map a topic. Asked by tasks and by offsets_request.c.
 */
#include "store/offset_store.h"

#include <pthread.h>
#include <stdlib.h>

#include <weir/json.h>
#include <weir/mem.h>

#include "base/map.h"
#include "store/offset_key.h"

#define READ_TIMEOUT_MS 30000
#define OWN_PROPERTY "offsets.storage.topic"

struct offset_entry {
    char *connector;
    struct weir_str key;       /* the bytes it has in the topic: a later write uses the same */
    struct weir_str partition;
    struct weir_str value;     /* p NULL: forgotten */
};

/* One offsets topic. */
struct offset_log {
    struct offset_store *store;
    char *topic;
    struct topic_feed *feed;
    struct map entries; /* identity of the key -> struct offset_entry */
    struct offset_log *next;
};

struct offset_store {
    struct bus *bus;
    struct topic_reader *reader;
    struct bus_producer *producer;
    struct internal_topic conf;
    struct weir_log log;
    pthread_mutex_t lock;
    struct offset_log *logs;  /* the worker's is the last */
    struct offset_log *global;
    struct map owners;        /* connector -> its own struct offset_log */
    struct weir_arena arena;  /* of the record being read: the reader's thread, under the lock */
};

/* ---- reading ---- */

static struct weir_str copy(struct weir_str text)
{
    return text.p ? weir_str_n(weir_xstrndup(text.p, text.n), text.n) : WEIR_STR_NULL;
}

static void free_entry(struct offset_entry *entry)
{
    free(entry->connector);
    free((char *)entry->key.p);
    free((char *)entry->partition.p);
    free((char *)entry->value.p);
    free(entry);
}

static void keep(struct offset_log *log, const struct offset_key *key, struct weir_str text,
                 struct weir_str value)
{
    struct offset_entry *entry = weir_xcalloc(1, sizeof(*entry));
    entry->connector = weir_xstrndup(key->connector.p, key->connector.n);
    entry->key = copy(text);
    entry->partition = copy(key->partition);
    entry->value = copy(value);
    struct offset_entry *old = map_set(&log->entries, key->identity, entry);
    if (old) {
        free_entry(old);
    }
}

static enum weir_verdict check_value(struct weir_str value, struct weir_arena *arena,
                                     struct weir_err *err)
{
    struct weir_json *root = NULL;
    if (value.n == 0) {
        return WEIR_OK;
    }
    enum weir_verdict verdict = weir_json_parse(arena, value, &root, err);
    if (verdict == WEIR_OK && root->type != WEIR_JT_OBJECT && root->type != WEIR_JT_NULL) {
        verdict = weir_err_set(err, WEIR_BAD_DATA, "its value is not an object");
    }
    return verdict;
}

static void take_record(struct offset_log *log, const struct bus_message *message)
{
    struct offset_store *store = log->store;
    struct offset_key key;
    struct weir_err err;
    bool ignore = false;
    weir_arena_reset(&store->arena);
    enum weir_verdict verdict = offset_key_parse(message->key, &store->arena, &key, &ignore, &err);
    if (verdict == WEIR_OK) {
        verdict = check_value(message->value, &store->arena, &err);
    }
    if (verdict == WEIR_OK) {
        bool null = message->value.n == 0 || weir_str_is(message->value, "null");
        keep(log, &key, message->key, null ? WEIR_STR_NULL : message->value);
    } else if (!ignore) {
        weir_warn(&store->log, "ignoring the record at %d@%lld of topic '%s': %s",
                  message->partition, (long long)message->offset, log->topic, err.text);
    }
}

static void take_records(void *self, const struct bus_message *messages, size_t n)
{
    struct offset_log *log = self;
    pthread_mutex_lock(&log->store->lock);
    for (size_t i = 0; i < n; i++) {
        take_record(log, &messages[i]);
    }
    pthread_mutex_unlock(&log->store->lock);
}

/* ---- topics ---- */

static struct offset_log *add_log(struct offset_store *store, struct weir_str topic,
                                  int32_t partitions)
{
    struct offset_log *log = weir_xcalloc(1, sizeof(*log));
    log->store = store;
    log->topic = weir_xstrndup(topic.p, topic.n);
    log->next = store->logs;
    store->logs = log;
    log->feed = topic_reader_follow(store->reader, topic, partitions, take_records, log);
    return log;
}

static struct offset_log *find_log(struct offset_store *store, struct weir_str topic)
{
    struct offset_log *log = store->logs;
    while (log && !weir_str_is(topic, log->topic)) {
        log = log->next;
    }
    return log;
}

static enum weir_verdict open_own(struct offset_store *store, struct weir_str topic,
                                  struct offset_log **log, struct weir_err *err)
{
    struct internal_topic conf = store->conf;
    conf.name = topic;
    conf.property = OWN_PROPERTY;
    int32_t partitions = 0;
    enum weir_verdict verdict =
        internal_topic_ensure(store->bus, &conf, &store->log, &partitions, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    pthread_mutex_lock(&store->lock);
    *log = find_log(store, topic);
    if (!*log) {
        *log = add_log(store, topic, partitions);
    }
    pthread_mutex_unlock(&store->lock);
    return topic_reader_sync(store->reader, (*log)->feed, READ_TIMEOUT_MS, err);
}

enum weir_verdict offset_store_own_topic(struct offset_store *store, struct weir_str connector,
                                         struct weir_str topic, struct weir_err *err)
{
    struct offset_log *log = NULL;
    bool own = topic.n > 0 && !weir_str_is(topic, store->global->topic);
    enum weir_verdict verdict = own ? open_own(store, topic, &log, err) : WEIR_OK;
    if (verdict != WEIR_OK) {
        return verdict;
    }
    pthread_mutex_lock(&store->lock);
    if (log) {
        map_set(&store->owners, connector, log);
    } else {
        map_remove(&store->owners, connector);
    }
    pthread_mutex_unlock(&store->lock);
    return WEIR_OK;
}

static struct offset_log *own_log(struct offset_store *store, struct weir_str connector)
{
    pthread_mutex_lock(&store->lock);
    struct offset_log *log = map_get(&store->owners, connector);
    pthread_mutex_unlock(&store->lock);
    return log;
}

/* ---- asking ---- */

static enum weir_verdict read_on(struct offset_store *store, struct offset_log *own,
                                 struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    if (own) {
        verdict = topic_reader_sync(store->reader, own->feed, READ_TIMEOUT_MS, err);
    }
    return verdict == WEIR_OK
               ? topic_reader_sync(store->reader, store->global->feed, READ_TIMEOUT_MS, err)
               : verdict;
}

/* Under the lock. A partition that the connector's own topic knows, forgotten or not, is its. */
static const struct offset_entry *find_entry(const struct offset_store *store,
                                             const struct offset_log *own,
                                             struct weir_str identity)
{
    const struct offset_entry *entry = own ? map_get(&own->entries, identity) : NULL;
    return entry && entry->value.p ? entry : map_get(&store->global->entries, identity);
}

enum weir_verdict offset_store_get(struct offset_store *store, struct weir_str connector,
                                   struct weir_str partition, struct weir_arena *arena,
                                   struct weir_str *offset, struct weir_err *err)
{
    struct offset_key key;
    struct offset_log *own = own_log(store, connector);
    enum weir_verdict verdict = read_on(store, own, err);
    if (verdict == WEIR_OK) {
        verdict = offset_key_of(connector, partition, arena, &key, err);
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    pthread_mutex_lock(&store->lock);
    const struct offset_entry *entry = find_entry(store, own, key.identity);
    *offset = entry && entry->value.p ? weir_arena_str(arena, entry->value) : WEIR_STR_NULL;
    pthread_mutex_unlock(&store->lock);
    return WEIR_OK;
}

/* Under the lock: those of log that hide lets through. Returns how many; out NULL: only counts. */
static size_t collect(const struct offset_log *log, const struct offset_log *hide,
                      struct weir_str connector, struct weir_arena *arena, struct weir_offset *out)
{
    size_t n = 0;
    const struct map_entry *at;
    for (size_t i = 0; (at = map_next(&log->entries, &i));) {
        const struct offset_entry *entry = at->value;
        const struct offset_entry *above = hide ? map_get(&hide->entries, at->key) : NULL;
        if (!entry->value.p || (above && above->value.p) ||
            !weir_str_is(connector, entry->connector)) {
            continue;
        }
        if (out) {
            out[n].partition = weir_arena_str(arena, entry->partition);
            out[n].offset = weir_arena_str(arena, entry->value);
        }
        n++;
    }
    return n;
}

enum weir_verdict offset_store_list(struct offset_store *store, struct weir_str connector,
                                    struct weir_arena *arena, struct weir_offset **offsets,
                                    size_t *n, struct weir_err *err)
{
    struct offset_log *own = own_log(store, connector);
    enum weir_verdict verdict = read_on(store, own, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    pthread_mutex_lock(&store->lock);
    size_t first = own ? collect(own, NULL, connector, arena, NULL) : 0;
    *n = first + collect(store->global, own, connector, arena, NULL);
    *offsets = WEIR_NEW_ARRAY(arena, struct weir_offset, *n + 1);
    if (own) {
        collect(own, NULL, connector, arena, *offsets);
    }
    collect(store->global, own, connector, arena, *offsets + first);
    pthread_mutex_unlock(&store->lock);
    return WEIR_OK;
}

/* ---- writing ---- */

/* The bytes a known partition has already are kept, or compaction would keep both. */
static void make_record(struct offset_store *store, const struct offset_log *log,
                        struct weir_str connector, const struct weir_offset *offset,
                        struct weir_arena *arena, struct bus_record *rec)
{
    *rec = (struct bus_record){.topic = weir_str_of(log->topic),
                               .partition = WEIR_NO_PARTITION,
                               .timestamp = WEIR_NO_TIMESTAMP,
                               .value = offset->offset};
    struct offset_key key;
    struct weir_err err;
    if (offset_key_of(connector, offset->partition, arena, &key, &err) == WEIR_OK) {
        pthread_mutex_lock(&store->lock);
        const struct offset_entry *entry = map_get(&log->entries, key.identity);
        if (entry) {
            rec->key = weir_arena_str(arena, entry->key);
        }
        pthread_mutex_unlock(&store->lock);
    }
    if (!rec->key.p) {
        rec->key = offset_key_write(connector, offset->partition, arena);
    }
}

void offset_store_record(const struct offset_store *store, struct weir_str connector,
                         const struct weir_offset *offset, struct weir_arena *arena,
                         struct bus_record *rec)
{
    struct offset_store *self = (struct offset_store *)store;
    const struct offset_log *own = own_log(self, connector);
    make_record(self, own ? own : store->global, connector, offset, arena, rec);
}

enum which { ALL, TOMBSTONES, VALUES };

static bool wanted(const struct weir_offset *offset, enum which which)
{
    return which == ALL || (which == TOMBSTONES) == (offset->offset.p == NULL);
}

static enum weir_verdict put(struct offset_store *store, const struct offset_log *log,
                             struct weir_str connector, const struct weir_offset *offsets,
                             size_t n, enum which which, int64_t timeout_ms, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    struct bus_record *recs = WEIR_NEW_ARRAY(&arena, struct bus_record, n + 1);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (wanted(&offsets[i], which)) {
            make_record(store, log, connector, &offsets[i], &arena, &recs[count++]);
        }
    }
    enum weir_verdict verdict =
        count ? bus_append_wait(store->producer, recs, count, timeout_ms, err) : WEIR_OK;
    weir_arena_free(&arena);
    return verdict;
}

/*
 * The connector's own topic is the first to know, but for what is forgotten: a tombstone there with
 * the value still in the worker's topic would bring the value back.
 */
enum weir_verdict offset_store_put(struct offset_store *store, struct weir_str connector,
                                   const struct weir_offset *offsets, size_t n, int64_t timeout_ms,
                                   struct weir_err *err)
{
    const struct offset_log *own = own_log(store, connector);
    const struct offset_log *global = store->global;
    if (!own) {
        return put(store, global, connector, offsets, n, ALL, timeout_ms, err);
    }
    enum weir_verdict verdict =
        put(store, global, connector, offsets, n, TOMBSTONES, timeout_ms, err);
    if (verdict == WEIR_OK) {
        verdict = put(store, own, connector, offsets, n, ALL, timeout_ms, err);
    }
    return verdict == WEIR_OK
               ? put(store, global, connector, offsets, n, VALUES, timeout_ms, err)
               : verdict;
}

/* ---- beginning and end ---- */

enum weir_verdict offset_store_open(struct bus *bus, struct topic_reader *reader,
                                    const struct internal_topic *topic, int32_t partitions,
                                    const char *client_id, struct offset_store **out,
                                    struct weir_err *err)
{
    struct bus_producer *producer = NULL;
    struct bus_producer_conf conf = {.client_id = client_id, .shared = true};
    enum weir_verdict verdict = bus_producer_open(bus, &conf, &producer, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    struct offset_store *store = weir_xcalloc(1, sizeof(*store));
    store->bus = bus;
    store->reader = reader;
    store->producer = producer;
    store->conf = *topic;
    weir_log_init(&store->log, "org.apache.kafka.connect.storage", "", -1, "");
    pthread_mutex_init(&store->lock, NULL);
    weir_arena_init(&store->arena, 4096);
    store->global = add_log(store, topic->name, partitions);
    *out = store;
    return WEIR_OK;
}

enum weir_verdict offset_store_load(struct offset_store *store, int64_t timeout_ms,
                                    struct weir_err *err)
{
    return topic_reader_sync(store->reader, store->global->feed, timeout_ms, err);
}

static void free_log(struct offset_log *log)
{
    const struct map_entry *at;
    for (size_t i = 0; (at = map_next(&log->entries, &i));) {
        free_entry(at->value);
    }
    map_free(&log->entries);
    free(log->topic);
    free(log);
}

void offset_store_close(struct offset_store *store)
{
    if (!store) {
        return;
    }
    bus_producer_close(store->producer, 2000);
    while (store->logs) {
        struct offset_log *log = store->logs;
        store->logs = log->next;
        free_log(log);
    }
    map_free(&store->owners);
    weir_arena_free(&store->arena);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* fake_plugin.c: the connectors of fake_plugin.h. */
#include "fake_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <weir/mem.h>

#include "fake_parts.h"

struct fake_conf {
    struct weir_str script;
};

static const struct weir_conf_key fake_keys[] = {
    {.name = "script",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct fake_conf, script),
     .flags = WEIR_KEY_REQUIRED,
     .doc = "Where it is told what to do"},
    WEIR_CONF_END,
};

const char *fake_script_text(char out[32], const void *script)
{
    snprintf(out, 32, "%llx", (unsigned long long)(uintptr_t)script);
    return out;
}

static void *script_of(const void *conf)
{
    const struct fake_conf *fake = conf;
    return (void *)(uintptr_t)strtoull(fake->script.p, NULL, 16);
}

/* ---- source ---- */

void fake_source_init(struct fake_source *source, int64_t n, uint32_t per_poll)
{
    *source = (struct fake_source){.n = n, .per_poll = per_poll};
    pthread_mutex_init(&source->lock, NULL);
}

void fake_source_end(struct fake_source *source)
{
    pthread_mutex_destroy(&source->lock);
}

static struct weir_str source_partition(const struct fake_source *source, int64_t i, char out[64])
{
    int64_t which = source->sources ? i % source->sources : 0;
    return weir_str_n(out, (size_t)snprintf(out, 64, "{\"source\":\"s%lld\"}", (long long)which));
}

static int64_t stored_of(struct weir_task *task, struct weir_str partition, struct weir_err *err,
                         enum weir_verdict *verdict)
{
    struct weir_str offset = {0};
    *verdict = weir_task_offset(task, partition, &offset, err);
    long long at = 0;
    if (*verdict == WEIR_OK && offset.p) {
        sscanf(offset.p, "{\"n\":%lld}", &at);
    }
    return at;
}

static void *helper_main(void *arg);

static enum weir_verdict source_open(struct weir_task *task, const void *conf, void **self,
                                     struct weir_err *err)
{
    struct fake_source *source = script_of(conf);
    enum weir_verdict verdict = WEIR_OK;
    source->task = task;
    if (source->on_open) {
        verdict = source->on_open(source, task, err);
    }
    if (verdict != WEIR_OK) {
        return verdict;
    }
    char text[64];
    int64_t start = INT64_MAX; /* with several source partitions, the one furthest behind */
    for (int64_t s = 0; s < (source->sources ? source->sources : 1) && verdict == WEIR_OK; s++) {
        int64_t at = stored_of(task, source_partition(source, s, text), err, &verdict);
        start = at < start ? at : start;
    }
    atomic_store(&source->start, start);
    atomic_store(&source->at, start);
    atomic_store(&source->helper_ends, false);
    source->ready = NULL;
    atomic_fetch_add(&source->opens, verdict == WEIR_OK);
    if (verdict == WEIR_OK && source->helpers) {
        pthread_create(&source->helper, NULL, helper_main, source);
    }
    *self = source;
    return verdict;
}

static struct weir_str text_of(struct weir_batch *batch, const char *head, int64_t i)
{
    char out[32];
    int n = snprintf(out, sizeof(out), "%s%lld", head, (long long)i);
    return weir_arena_str(&batch->arena, weir_str_n(out, (size_t)n));
}

static void add_one(struct fake_source *source, struct weir_batch *batch, int64_t i)
{
    char partition[64];
    char offset[64];
    int n = snprintf(offset, sizeof(offset), "{\"n\":%lld}", (long long)i + 1);
    weir_batch_offset(batch, source_partition(source, i, partition), weir_str_n(offset, (size_t)n));
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_str_of(source->topic ? source->topic : "t");
    rec->key = weir_string(text_of(batch, "k", i % (source->keys ? source->keys : 3)));
    rec->value = weir_string(text_of(batch, "", i));
    rec->key_schema = rec->value_schema = weir_schema_plain(WEIR_STRING, false);
    rec->timestamp = i;
    if (source->partitions) {
        rec->partition = (int32_t)(i % source->partitions);
    }
    if (source->txn_every && (i + 1) % source->txn_every == 0) {
        rec->txn = WEIR_TXN_COMMIT;
    }
    if (source->abort_at && i == source->abort_at) {
        rec->txn = WEIR_TXN_ABORT;
    }
    if (source->on_record) {
        source->on_record(source, rec, i);
    }
}

static void fill(struct fake_source *source, struct weir_batch *batch)
{
    int64_t i = atomic_load(&source->at);
    for (uint32_t k = 0; k < source->per_poll && i < source->n && !weir_batch_full(batch); k++) {
        add_one(source, batch, i++);
    }
    atomic_store(&source->at, i);
}

static void *helper_main(void *arg)
{
    struct fake_source *source = arg;
    while (!atomic_load(&source->helper_ends) && !weir_task_stopping(source->task)) {
        pthread_mutex_lock(&source->lock);
        bool idle = source->ready || atomic_load(&source->at) >= source->n;
        pthread_mutex_unlock(&source->lock);
        struct weir_batch *batch = idle ? NULL : weir_task_batch_get(source->task);
        if (!batch) {
            weir_task_batch_wait(source->task, idle ? 0 : 50);
            struct timespec pause = {.tv_nsec = 100000};
            nanosleep(&pause, NULL);
            continue;
        }
        fill(source, batch);
        pthread_mutex_lock(&source->lock);
        source->ready = batch;
        pthread_mutex_unlock(&source->lock);
    }
    return NULL;
}

static enum weir_verdict source_poll(void *self, struct weir_batch **batch, int64_t wait_ms,
                                     struct weir_err *err)
{
    struct fake_source *source = self;
    (void)wait_ms;
    atomic_fetch_add(&source->polls, 1);
    enum weir_verdict verdict = source->on_poll ? source->on_poll(source, err) : WEIR_OK;
    if (verdict != WEIR_OK) {
        return verdict;
    }
    if (source->helpers) {
        pthread_mutex_lock(&source->lock);
        *batch = source->ready ? source->ready : *batch;
        source->ready = NULL;
        pthread_mutex_unlock(&source->lock);
    } else {
        fill(source, *batch);
    }
    if (!(*batch)->n) {
        struct timespec pause = {.tv_nsec = 500000};
        nanosleep(&pause, NULL);
    }
    return WEIR_OK;
}

static void source_committed(void *self, const struct weir_offset *offset)
{
    struct fake_source *source = self;
    long long n = 0;
    sscanf(offset->offset.p, "{\"n\":%lld}", &n);
    if (n < atomic_load(&source->committed)) {
        fprintf(stderr, "committed goes back: %lld after %lld\n", n,
                (long long)atomic_load(&source->committed));
        abort();
    }
    atomic_store(&source->committed, n);
}

static void source_wake(void *self)
{
    struct fake_source *source = self;
    atomic_fetch_add(&source->wakes, 1);
}

static void source_close(void *self)
{
    struct fake_source *source = self;
    if (source->helpers) {
        atomic_store(&source->helper_ends, true);
        pthread_join(source->helper, NULL);
        if (source->ready) {
            weir_task_batch_drop(source->task, source->ready);
        }
    }
    atomic_store(&source->committed, 0);
    atomic_fetch_add(&source->closes, 1);
}

static bool yes(const void *conf)
{
    (void)conf;
    return true;
}

static const struct weir_source_ops source_ops = {
    .size = sizeof(struct weir_source_ops),
    .exactly_once_support = yes,
    .defines_transactions = yes,
    .open = source_open,
    .poll = source_poll,
    .committed = source_committed,
    .wake = source_wake,
    .close = source_close,
};

/* ---- sink ---- */

void fake_sink_init(struct fake_sink *sink)
{
    *sink = (struct fake_sink){0};
    pthread_mutex_init(&sink->lock, NULL);
}

void fake_sink_end(struct fake_sink *sink)
{
    for (size_t i = 0; i < sink->n_seen; i++) {
        free(sink->seen[i].topic);
        free(sink->seen[i].key);
        free(sink->seen[i].value);
    }
    free(sink->seen);
    pthread_mutex_destroy(&sink->lock);
}

size_t fake_sink_count(struct fake_sink *sink)
{
    pthread_mutex_lock(&sink->lock);
    size_t n = sink->n_seen;
    pthread_mutex_unlock(&sink->lock);
    return n;
}

bool fake_sink_await(struct fake_sink *sink, size_t n)
{
    for (int i = 0; i < 50000; i++) {
        if (fake_sink_count(sink) >= n) {
            return true;
        }
        struct timespec pause = {.tv_nsec = 200000};
        nanosleep(&pause, NULL);
    }
    return false;
}

static char *text(struct weir_value val)
{
    return val.type == WEIR_STRING ? weir_xstrndup(val.p, val.n) : NULL;
}

static void remember(struct fake_sink *sink, const struct weir_record *rec)
{
    pthread_mutex_lock(&sink->lock);
    if (sink->n_seen == sink->cap_seen) {
        sink->cap_seen = sink->cap_seen ? sink->cap_seen * 2 : 64;
        sink->seen = weir_xrealloc(sink->seen, sink->cap_seen, sizeof(*sink->seen));
    }
    sink->seen[sink->n_seen++] = (struct fake_seen){
        .topic = weir_xstrndup(rec->topic.p, rec->topic.n),
        .key = text(rec->key),
        .value = text(rec->value),
        .partition = rec->log_partition,
        .offset = rec->log_offset,
    };
    pthread_mutex_unlock(&sink->lock);
}

static enum weir_verdict sink_open(struct weir_task *task, const void *conf, void **self,
                                   struct weir_err *err)
{
    struct fake_sink *sink = script_of(conf);
    sink->task = task;
    *self = sink;
    enum weir_verdict verdict = sink->on_open ? sink->on_open(sink, task, err) : WEIR_OK;
    atomic_fetch_add(&sink->opens, verdict == WEIR_OK);
    return verdict;
}

static enum weir_verdict sink_assigned(void *self, const struct weir_topic_partition *partitions,
                                       size_t n, struct weir_err *err)
{
    struct fake_sink *sink = self;
    enum weir_verdict verdict =
        sink->on_assigned ? sink->on_assigned(sink, partitions, n, err) : WEIR_OK;
    if (verdict == WEIR_OK) {
        atomic_fetch_add(&sink->assigned, (int)n);
    }
    return verdict;
}

static enum weir_verdict sink_revoked(void *self, const struct weir_topic_partition *partitions,
                                      size_t n, struct weir_err *err)
{
    (void)partitions;
    (void)err;
    atomic_fetch_add(&((struct fake_sink *)self)->revoked, (int)n);
    return WEIR_OK;
}

static enum weir_verdict sink_put(void *self, struct weir_batch *batch,
                                  struct weir_verdicts *verdicts, struct weir_err *err)
{
    struct fake_sink *sink = self;
    atomic_fetch_add(&sink->puts, 1);
    enum weir_verdict verdict = sink->on_put ? sink->on_put(sink, batch, verdicts, err) : WEIR_OK;
    for (uint32_t i = 0; i < batch->n && verdict == WEIR_OK; i++) {
        struct weir_record *rec = &batch->recs[i];
        if (rec->state != WEIR_REC_LIVE) {
            continue;
        }
        if (sink->refuse && rec->value.type == WEIR_STRING &&
            weir_str_is(weir_value_str(rec->value), sink->refuse)) {
            weir_verdict_set(verdicts, i, WEIR_BAD_DATA, "the sink refuses %s", sink->refuse);
            continue;
        }
        remember(sink, rec);
    }
    return verdict;
}

static enum weir_verdict sink_flush(void *self, struct weir_topic_partition *offsets, size_t n,
                                    struct weir_err *err)
{
    struct fake_sink *sink = self;
    atomic_fetch_add(&sink->flushes, 1);
    return sink->on_flush ? sink->on_flush(sink, offsets, n, err) : WEIR_OK;
}

static void sink_close(void *self)
{
    atomic_fetch_add(&((struct fake_sink *)self)->closes, 1);
}

static const struct weir_sink_ops sink_ops = {
    .size = sizeof(struct weir_sink_ops),
    .open = sink_open,
    .assigned = sink_assigned,
    .revoked = sink_revoked,
    .put = sink_put,
    .flush = sink_flush,
    .close = sink_close,
};

/* ---- the plugin ---- */

static const struct weir_component source_component = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SOURCE,
    .class_name = "test.FakeSource",
    .doc = "Numbered records",
    .keys = fake_keys,
    .conf_size = sizeof(struct fake_conf),
    .ops = &source_ops,
};

static const struct weir_component sink_component = {
    .size = sizeof(struct weir_component),
    .kind = WEIR_SINK,
    .class_name = "test.FakeSink",
    .doc = "Remembers what it was given",
    .keys = fake_keys,
    .conf_size = sizeof(struct fake_conf),
    .ops = &sink_ops,
};

static const struct weir_component *const components[] = {
    &source_component,
    &sink_component,
    &fake_converter_component,
    &fake_header_component,
    &fake_transform_component,
    &fake_predicate_component,
    NULL,
};

const struct weir_plugin fake_plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "fake",
    .version = "1.0",
    .components = components,
};

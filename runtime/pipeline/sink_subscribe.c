/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_subscribe.c: `topics` or `topics.regex` come in, the consumer's subscription goes out. An
 * expression is matched here, whole names only, against the topics there are, and again every few
 * seconds, so that a new topic is read from its start.
 */
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "pipeline/sink_task.h"

#define REFRESH_MS 2000

static enum weir_verdict subscribe_to(struct sink_task *task, const struct weir_str *topics,
                                      size_t n, struct weir_err *err)
{
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = bus_consumer_subscribe(task->consumer, topics, n, err);
    }
    task->subscribed = task->subscribed || verdict == WEIR_OK;
    return verdict;
}

enum weir_verdict sink_topics_matching(struct bus *bus, const struct weir_regex *regex,
                                       struct weir_arena *arena, struct weir_str **topics,
                                       size_t *n, struct weir_err *err)
{
    const struct bus_topic_info *infos = NULL;
    size_t n_infos = 0;
    enum weir_verdict verdict = bus_topics(bus, arena, &infos, &n_infos, err);
    *topics = WEIR_NEW_ARRAY(arena, struct weir_str, n_infos);
    *n = 0;
    for (size_t i = 0; i < n_infos && verdict == WEIR_OK; i++) {
        if (!infos[i].internal && weir_regex_matches(regex, infos[i].name)) {
            (*topics)[(*n)++] = infos[i].name;
        }
    }
    return verdict;
}

static bool same(const struct sink_task *task, const struct weir_str *topics, size_t n)
{
    bool equal = n == task->n_topics;
    for (size_t i = 0; i < n && equal; i++) {
        equal = weir_str_eq(topics[i], task->topics[i]);
    }
    return equal;
}

/* One block: the list and behind it the texts. */
static void remember(struct sink_task *task, const struct weir_str *topics, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) {
        bytes += topics[i].n;
    }
    struct weir_str *list = weir_xmalloc(n * sizeof(*list) + bytes);
    char *text = (char *)(list + n);
    for (size_t i = 0; i < n; i++) {
        memcpy(text, topics[i].p, topics[i].n);
        list[i] = weir_str_n(text, topics[i].n);
        text += topics[i].n;
    }
    free(task->topics);
    task->topics = list;
    task->n_topics = n;
}

static enum weir_verdict refresh(struct sink_task *task, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 4096);
    struct weir_str *topics = NULL;
    size_t n = 0;
    enum weir_verdict verdict = task_may(&task->task, err);
    if (verdict == WEIR_OK) {
        verdict = sink_topics_matching(task->task.pipeline->bus, task->conf.topics_regex, &arena,
                                       &topics, &n, err);
    }
    if (verdict == WEIR_OK && !same(task, topics, n)) {
        verdict = subscribe_to(task, topics, n, err);
        if (verdict == WEIR_OK) {
            remember(task, topics, n);
            weir_info(&task->task.api.log, "topics.regex matches %zu topics now", n);
        }
    }
    weir_arena_free(&arena);
    return verdict;
}

enum weir_verdict sink_subscribe(struct sink_task *task, struct weir_err *err)
{
    if (!task->conf.topics_regex) {
        return subscribe_to(task, task->conf.topics.items, task->conf.topics.n, err);
    }
    task->next_refresh_ms = weir_clock_mono_ms() + REFRESH_MS;
    enum weir_verdict verdict = refresh(task, err);
    return verdict == WEIR_RETRY ? WEIR_OK : verdict; /* the next one will tell */
}

enum weir_verdict sink_subscribe_due(struct sink_task *task, struct weir_err *err)
{
    if (!task->conf.topics_regex || weir_clock_mono_ms() < task->next_refresh_ms) {
        return WEIR_OK;
    }
    task->next_refresh_ms = weir_clock_mono_ms() + REFRESH_MS;
    enum weir_verdict verdict = refresh(task, err);
    if (verdict == WEIR_RETRY) {
        weir_warn(&task->task.api.log, "the list of topics cannot be had: %s", err->text);
        return WEIR_OK;
    }
    return verdict;
}

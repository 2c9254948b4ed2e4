/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_rules.c: rules between the common keys: a sink's topics, its dead letters and its group, a
 * source's exactly-once promises.
 */
#include "conf/conf_apply.h"
#include "conf/conf_value.h"
#include "conf/connector_keys.h"
#include "plugin/check.h"

#define TOPICS       "topics"
#define TOPICS_REGEX "topics.regex"

static void add_error(struct check *check, const char *key, const char *text)
{
    report_add_error(&check->report, report_item(&check->report, weir_str_of(key)), text);
}

/* ---- sinks ---- */

static void check_topics_given(struct check *check, bool topics, bool regex)
{
    const char *text = topics && regex ? "topics and topics.regex are mutually exclusive options, "
                                         "but both are set."
                       : topics || regex ? NULL
                                         : "Must configure one of topics or topics.regex";
    if (text) {
        add_error(check, TOPICS, text);
        add_error(check, TOPICS_REGEX, text);
    }
}

/* "a, b" without empty and repeated ones; whether dlq is among them. */
static bool print_topics(struct check *check, struct weir_str dlq, struct weir_buf *out)
{
    struct weir_conf_list list = conf_list_split(check_get(check, TOPICS), check->arena);
    bool found = false;
    for (size_t i = 0; i < list.n; i++) {
        bool again = list.items[i].n == 0;
        for (size_t j = 0; j < i; j++) {
            again = again || weir_str_eq(list.items[i], list.items[j]);
        }
        if (!again) {
            weir_buf_text(out, out->n ? ", " : "");
            weir_buf_str(out, list.items[i]);
            found = found || weir_str_eq(list.items[i], dlq);
        }
    }
    return found;
}

static void check_dlq_topics(struct check *check, struct weir_str dlq)
{
    struct weir_buf topics;
    weir_buf_init(&topics, 64 * 1024);
    if (print_topics(check, dlq, &topics)) {
        add_error(check, TOPICS,
                  weir_arena_printf(check->arena,
                                    "The DLQ topic '%.*s' may not be included in the list of "
                                    "topics ('topics=[%.*s]') consumed by the connector",
                                    WEIR_STR_ARG(dlq), WEIR_STR_ARG(weir_buf_view(&topics))));
    }
    weir_buf_free(&topics);
}

static void check_dlq_regex(struct check *check, struct weir_str dlq, struct weir_str pattern)
{
    struct weir_err err;
    struct weir_regex *regex = weir_regex_new(pattern, 0, &err);
    if (regex && weir_regex_matches(regex, dlq)) {
        add_error(check, TOPICS_REGEX,
                  weir_arena_printf(check->arena,
                                    "The DLQ topic '%.*s' may not be matched by the regex for the "
                                    "topics ('topics.regex=%.*s') consumed by the connector",
                                    WEIR_STR_ARG(dlq), WEIR_STR_ARG(pattern)));
    }
    weir_regex_free(regex);
}

static void check_sink_topics(struct check *check)
{
    struct weir_str dlq = weir_str_trim(check_get(check, "errors.deadletterqueue.topic.name"));
    struct weir_str regex = check_get(check, TOPICS_REGEX);
    bool has_topics = !check_is_blank(check_get(check, TOPICS));
    bool has_regex = !check_is_blank(regex);
    check_topics_given(check, has_topics, has_regex);
    if (dlq.n && has_topics) {
        check_dlq_topics(check, dlq);
    }
    if (dlq.n && has_regex) {
        check_dlq_regex(check, dlq, regex);
    }
}

static void check_group(struct check *check)
{
    struct weir_str worker_group = check->ask->worker->group_id;
    struct weir_str own = check_get(check, "consumer.override.group.id");
    struct weir_str name = weir_str_trim(check_get(check, "name"));
    if (own.p) {
        (void)report_item(&check->report, WEIR_STR("consumer.override.group.id"));
    }
    if (own.p && weir_str_eq(own, worker_group)) {
        add_error(check, "consumer.override.group.id",
                  weir_arena_printf(check->arena,
                                    "Consumer group %.*s conflicts with Connect worker group %.*s",
                                    WEIR_STR_ARG(own), WEIR_STR_ARG(worker_group)));
    } else if (!own.p &&
               weir_str_eq(worker_group, sink_group_id(check->arena, WEIR_STR_NULL, name))) {
        add_error(check, "name",
                  weir_arena_printf(check->arena,
                                    "Consumer group for sink connector named %.*s conflicts with "
                                    "Connect worker group %.*s",
                                    WEIR_STR_ARG(name), WEIR_STR_ARG(worker_group)));
    }
}

/* ---- sources ---- */

static bool is_value(const struct check *check, const char *key, const char *value)
{
    return weir_str_eq_nocase(weir_str_trim(check_get(check, key)), weir_str_of(value));
}

static void check_exactly_once(struct check *check, const struct weir_source_ops *ops)
{
    const struct worker_conf *worker = check->ask->worker;
    if (!is_value(check, "exactly.once.support", "required")) {
        return;
    }
    if (worker->eos != EOS_ENABLED && worker->bus != WORKER_BUS_EMBEDDED) {
        add_error(check, "exactly.once.support",
                  "This worker does not have exactly-once source support enabled.");
    }
    if (check->conf && !(ops->exactly_once_support && ops->exactly_once_support(check->conf))) {
        add_error(check, "exactly.once.support",
                  "The connector does not support exactly-once semantics with the provided "
                  "configuration.");
    }
}

static void check_boundary(struct check *check, const struct weir_source_ops *ops)
{
    if (is_value(check, "transaction.boundary", "connector") && check->conf &&
        !(ops->defines_transactions && ops->defines_transactions(check->conf))) {
        add_error(check, "transaction.boundary",
                  "The connector does not support connector-defined transaction boundaries with "
                  "the given configuration. Please reconfigure it to use a different transaction "
                  "boundary definition.");
    }
}

void check_rules(struct check *check)
{
    if (check->is_sink) {
        check_sink_topics(check);
        check_group(check);
    } else {
        check_exactly_once(check, check->entry->component->ops);
        check_boundary(check, check->entry->component->ops);
    }
}

/* A null for a key of the connector's own is as good as none, as in Java. */
void check_nulls(struct check *check)
{
    const struct weir_conf_key *own = check->entry->component->keys;
    for (size_t i = 0; i < check->resolved.n; i++) {
        const struct weir_prop *prop = &check->resolved.items[i];
        if (!prop->value.p && !conf_find(own, prop->name)) {
            report_add_error(&check->report, report_item(&check->report, prop->name),
                             "Null value can not be supplied as the configuration value.");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_admin.c: creates, deletes and describes topics through librdkafka's admin requests. Next:
 * kafka_call.c.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "bus/kafka_call.h"

#define APPEAR_MS                                                                                  \
    10000 /* a topic is created when the controller says so, on all brokers after this */

static enum weir_verdict topic_result(struct kafka_call *call,
                                      const rd_kafka_topic_result_t *result,
                                      rd_kafka_resp_err_t fine, const char *what,
                                      struct weir_err *err)
{
    rd_kafka_resp_err_t code = rd_kafka_topic_result_error(result);
    if (!code || code == fine) {
        return WEIR_OK;
    }
    return kafka_error(call->client, err, code, rd_kafka_topic_result_error_string(result),
                       "cannot %s topic %s", what, rd_kafka_topic_result_name(result));
}

static rd_kafka_NewTopic_t *new_topic(const struct weir_topic_spec *spec, struct weir_err *err)
{
    char why[256];
    char *name = weir_xstrndup(spec->name.p, spec->name.n);
    rd_kafka_NewTopic_t *topic =
        rd_kafka_NewTopic_new(name, spec->partitions, spec->replication_factor, why, sizeof(why));
    free(name);
    if (!topic) {
        weir_err_set(err, WEIR_BAD_CONFIG, "topic %.*s: %s", WEIR_STR_ARG(spec->name), why);
        return NULL;
    }
    for (size_t i = 0; i < spec->n_configs; i++) {
        char *key = weir_xstrndup(spec->configs[i].name.p, spec->configs[i].name.n);
        char *value = weir_xstrndup(spec->configs[i].value.p, spec->configs[i].value.n);
        rd_kafka_NewTopic_set_config(topic, key, value);
        free(key);
        free(value);
    }
    return topic;
}

enum weir_verdict kafka_topic_create(struct bus *bus, const struct weir_topic_spec *spec,
                                     bool *created, struct weir_err *err)
{
    char why[256];
    struct kafka_call call;
    rd_kafka_NewTopic_t *topic = new_topic(spec, err);
    if (!topic) {
        return err->class;
    }
    enum weir_verdict verdict = kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_CREATETOPICS, err);
    if (!verdict) {
        rd_kafka_AdminOptions_set_operation_timeout(call.options, APPEAR_MS, why, sizeof(why));
        rd_kafka_CreateTopics(call.client->rk, &topic, 1, call.options, call.queue);
        verdict = kafka_call_wait(&call, "create topic", spec->name, err);
        if (!verdict) {
            size_t n;
            const rd_kafka_topic_result_t *result = rd_kafka_CreateTopics_result_topics(
                rd_kafka_event_CreateTopics_result(call.event), &n)[0];
            *created = rd_kafka_topic_result_error(result) == RD_KAFKA_RESP_ERR_NO_ERROR;
            verdict =
                topic_result(&call, result, RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS, "create", err);
        }
        kafka_call_end(&call);
    }
    rd_kafka_NewTopic_destroy(topic);
    return verdict;
}

enum weir_verdict kafka_topic_delete(struct bus *bus, struct weir_str topic, struct weir_err *err)
{
    struct kafka_call call;
    enum weir_verdict verdict = kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_DELETETOPICS, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(topic.p, topic.n);
    rd_kafka_DeleteTopic_t *deletion = rd_kafka_DeleteTopic_new(name);
    rd_kafka_DeleteTopics(call.client->rk, &deletion, 1, call.options, call.queue);
    verdict = kafka_call_wait(&call, "delete topic", topic, err);
    if (!verdict) {
        size_t n;
        verdict = topic_result(&call,
                               rd_kafka_DeleteTopics_result_topics(
                                   rd_kafka_event_DeleteTopics_result(call.event), &n)[0],
                               RD_KAFKA_RESP_ERR_NO_ERROR, "delete", err);
    }
    rd_kafka_DeleteTopic_destroy(deletion);
    free(name);
    kafka_call_end(&call);
    return verdict;
}

static enum weir_verdict read_configs(struct kafka_call *call, struct weir_props *configs,
                                      struct weir_err *err)
{
    size_t n;
    const rd_kafka_ConfigResource_t *resource = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(call->event), &n)[0];
    rd_kafka_resp_err_t code = rd_kafka_ConfigResource_error(resource);
    if (code) {
        return kafka_error(call->client, err, code, rd_kafka_ConfigResource_error_string(resource),
                           "cannot read the configs of topic %s",
                           rd_kafka_ConfigResource_name(resource));
    }
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(resource, &n);
    for (size_t i = 0; i < n; i++) {
        weir_props_set(configs, weir_str_of(rd_kafka_ConfigEntry_name(entries[i])),
                       weir_str_of(rd_kafka_ConfigEntry_value(entries[i])));
    }
    return WEIR_OK;
}

enum weir_verdict kafka_topic_configs(struct bus *bus, struct weir_str topic,
                                      struct weir_props *configs, struct weir_err *err)
{
    struct kafka_call call;
    enum weir_verdict verdict =
        kafka_call_begin(&call, bus, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, err);
    if (verdict) {
        return verdict;
    }
    char *name = weir_xstrndup(topic.p, topic.n);
    rd_kafka_ConfigResource_t *resource =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name);
    rd_kafka_DescribeConfigs(call.client->rk, &resource, 1, call.options, call.queue);
    verdict = kafka_call_wait(&call, "read the configs of topic", topic, err);
    if (!verdict) {
        verdict = read_configs(&call, configs, err);
    }
    rd_kafka_ConfigResource_destroy(resource);
    free(name);
    kafka_call_end(&call);
    return verdict;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample_calls.c: a validate asks for a sink's topics and for records of one; the sampler of
 * whoever checks the configuration reads them. Part of libweir, because plugins link it.
 */
#include "conf/conf_value.h"
#include "plugin/connector_sample.h"

enum weir_verdict weir_connector_sample(const struct weir_connector *connector,
                                        struct weir_str topic, weir_sample_fn *visit, void *self,
                                        struct weir_err *err)
{
    const struct weir_connector_host *host = connector->host;
    if (!host || !host->sampler) {
        return WEIR_OK;
    }
    struct connector_sample sample = host->sample;
    sample.topic = topic;
    sample.visit = visit;
    sample.visitor = self;
    return host->sampler->read(host->sampler->self, &sample, err);
}

static enum weir_verdict matching(const struct weir_connector *connector, struct weir_str pattern,
                                  struct weir_str **topics, size_t *n, struct weir_err *err)
{
    const struct connector_sampler *sampler = connector->host ? connector->host->sampler : NULL;
    if (!sampler) {
        return WEIR_OK;
    }
    struct weir_regex *regex = weir_regex_new(pattern, 0, err);
    if (!regex) {
        return WEIR_BAD_CONFIG;
    }
    enum weir_verdict verdict =
        sampler->topics(sampler->self, regex, connector->arena, topics, n, err);
    weir_regex_free(regex);
    return verdict;
}

enum weir_verdict weir_connector_topics(const struct weir_connector *connector,
                                        struct weir_str **topics, size_t *n, struct weir_err *err)
{
    struct weir_str pattern = weir_props_get(connector->props, "topics.regex");
    *topics = NULL;
    *n = 0;
    if (weir_str_trim(pattern).n) {
        return matching(connector, pattern, topics, n, err);
    }
    struct weir_conf_list list =
        conf_list_split(weir_props_get(connector->props, "topics"), connector->arena);
    *topics = WEIR_NEW_ARRAY(connector->arena, struct weir_str, list.n + 1);
    for (size_t i = 0; i < list.n; i++) {
        if (list.items[i].n) {
            (*topics)[(*n)++] = list.items[i];
        }
    }
    return WEIR_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample_calls.c: a validate asks for records of a topic; the sampler of whoever checks the
 * configuration reads them. Part of libweir, because plugins link it.
 */
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

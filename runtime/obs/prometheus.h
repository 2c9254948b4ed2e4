/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prometheus.h: the worker's state as Prometheus text, under the names that Strimzi's rules give
 * Kafka Connect's MBeans, so that existing dashboards go on.
 */
#ifndef PROMETHEUS_H
#define PROMETHEUS_H

#include <weir/buf.h>

#include "obs/metrics.h"

/* One family: its HELP and TYPE lines go before the first sample. */
void prom_family(struct weir_buf *out, const char *name, const char *type, const char *help);

struct prom_label {
    const char *name;
    struct weir_str value;
};

void prom_sample(struct weir_buf *out, const char *name, const struct prom_label *labels, size_t n,
                 double value);
/* Memory, CPU, descriptors and threads of this process. */
void prom_process(struct weir_buf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_drift.h: how far a target is from what its topics' records need. A connector's thread, within
 * validate.
 */
#ifndef SINK_DRIFT_H
#define SINK_DRIFT_H

#include "common/pg/pg_table.h"
#include "common/sink/sink_bind.h"

struct drift {
    const struct sink_conf *conf;
    const struct weir_connector *connector;
    struct pg_session *session;
    struct weir_report *report;
};

/* Reports what the topic's newest records would create, add, cast or have refused. *seen: there
 * were records. */
enum weir_verdict sink_drift_topic(struct drift *drift, struct weir_str topic, bool *seen,
                                   struct weir_err *err);

#endif

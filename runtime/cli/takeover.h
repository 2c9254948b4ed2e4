/* SPDX-License-Identifier: Apache-2.0 */
/*
 * takeover.h: what a Java worker has left on Kafka, and who still works with it.
 */
#ifndef TAKEOVER_H
#define TAKEOVER_H

#include "bus/bus.h"
#include "cli/doctor.h"
#include "store/config_record.h"

struct takeover_connector {
    struct doctor_connector doctor;
    enum target_state target;
    bool sink;
    struct weir_str group; /* a sink's consumer group */
    struct weir_str place; /* where it goes on, for people */
};

struct takeover {
    struct weir_arena arena;
    struct worker_conf worker;
    struct doctor_checks checks;
    struct bus *bus;
    struct takeover_connector *connectors;
    size_t n;
};

/* Reads the three topics, which must be there, and checks every connector's configuration. */
enum weir_verdict takeover_read(struct takeover *takeover, struct weir_err *err);
/* RETRY, saying which, while the workers' group or a sink's has members. */
enum weir_verdict takeover_alone(struct takeover *takeover, struct weir_err *err);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_record.h: the status topic's records as bytes, exactly as Connect writes them, and back.
 */
#ifndef STATUS_RECORD_H
#define STATUS_RECORD_H

#include "bus/bus.h"
#include "store/run_state.h"

struct status {
    enum run_state state;
    struct weir_str trace;   /* p NULL: none */
    struct weir_str worker_id;
    struct weir_str version; /* p NULL: unknown */
    int64_t generation;
};

struct topic_status {
    struct weir_str topic;
    struct weir_str connector;
    int task;
    int64_t discovered_ms;
};

/* Each fills *rec but for its topic; bytes in arena. status NULL: a tombstone. */
void status_record_connector(struct weir_arena *arena, struct weir_str name,
                             const struct status *status, struct bus_record *rec);
void status_record_task(struct weir_arena *arena, struct weir_str name, int task,
                        const struct status *status, struct bus_record *rec);
void status_record_topic(struct weir_arena *arena, const struct topic_status *topic, bool gone,
                         struct bus_record *rec);

enum status_kind { STATUS_UNKNOWN, STATUS_CONNECTOR, STATUS_TASK, STATUS_TOPIC };

struct status_key {
    enum status_kind kind;
    struct weir_str connector;
    int task;
    struct weir_str topic;
};

/* False: a key that is not one of ours, or broken. */
bool status_key_parse(struct weir_str text, struct status_key *key);
/* BAD_DATA with the reason. Texts live in arena. */
enum weir_verdict status_parse(struct weir_str text, struct weir_arena *arena,
                               struct status *status, struct weir_err *err);
enum weir_verdict topic_status_parse(struct weir_str text, struct weir_arena *arena,
                                     struct topic_status *topic, struct weir_err *err);

#endif

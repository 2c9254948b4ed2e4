/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_keys.h: the configuration that all connectors have in common, sources' and sinks' parts
 * of it, and the per-alias keys of transforms and predicates.
 */
#ifndef CONNECTOR_KEYS_H
#define CONNECTOR_KEYS_H

#include <weir/conf.h>

struct connector_conf {
    struct weir_str name, class_name;
    int32_t tasks_max;
    bool tasks_max_enforce;
    struct weir_str key_converter, value_converter, header_converter; /* p NULL: the worker's */
    struct weir_conf_list transforms, predicates;
    int reload_restart; /* config.action.reload: 0 none, 1 restart */
    int64_t errors_retry_timeout_ms, errors_retry_delay_max_ms;
    int errors_tolerance_all; /* 0 none, 1 all */
    bool errors_log, errors_log_messages;
    /* ours */
    int task_restart;    /* weir.task.restart: 0 as the worker says, 1 on, 2 off */
};

struct source_conf {
    struct connector_conf common; /* first: the common table applies to it */
    struct weir_conf_list topic_creation_groups;
    int exactly_once_required; /* 0 requested, 1 required */
    int transaction_boundary; /* 0 poll, 1 interval, 2 connector */
    int64_t transaction_interval_ms; /* 0: not set, as the worker's offset.flush.interval.ms */
    struct weir_str offsets_topic;
};

struct sink_conf {
    struct connector_conf common;
    struct weir_conf_list topics;
    struct weir_regex *topics_regex;
    struct weir_str dlq_topic;
    int16_t dlq_replication;
    bool dlq_context_headers;
    /* ours: a target that is down is waited for, not hammered */
    bool breaker;             /* "weir.breaker.enable" */
    int32_t breaker_failures; /* so many failures in a row open it */
    int64_t breaker_wait_ms;  /* then a probe after this */
};

WEIR_EXPORT extern const struct weir_conf_key connector_keys[]; /* common */
WEIR_EXPORT extern const struct weir_conf_key source_keys[];    /* beyond common */
WEIR_EXPORT extern const struct weir_conf_key sink_keys[];

/* The group of a sink: its own if it names one, else Connect's name for it; in arena, ends in 0. */
WEIR_EXPORT struct weir_str sink_group_id(struct weir_arena *arena, struct weir_str own,
                                          struct weir_str connector);

#endif

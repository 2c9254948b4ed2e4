/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_keys.h: the worker's own configuration: Connect's worker properties, and ours beside
 * them. One table, worker_keys[], with a row for each.
 */
#ifndef WORKER_KEYS_H
#define WORKER_KEYS_H

#include <weir/conf.h>

enum worker_bus { WORKER_BUS_AUTO, WORKER_BUS_KAFKA, WORKER_BUS_EMBEDDED };
enum override_policy { POLICY_ALL, POLICY_NONE, POLICY_PRINCIPAL, POLICY_ALLOWLIST };
enum rest_anonymous { ANONYMOUS_WARN, ANONYMOUS_REFUSE, ANONYMOUS_ALLOW };
enum eos_support { EOS_DISABLED, EOS_PREPARING, EOS_ENABLED };

struct worker_conf {
    /* bus */
    struct weir_str bootstrap_servers; /* p NULL: the embedded log */
    int bus;                           /* key "bus": KAFKA or EMBEDDED once read */
    struct weir_str data_dir;          /* "data.dir" */
    int64_t data_map_bytes;            /* "data.map.bytes" */
    int64_t data_retention_ms;         /* "data.retention.ms" */
    int64_t data_retention_bytes;      /* "data.retention.bytes" */
    int32_t data_partitions;           /* "data.partitions" */
    /* Connect */
    struct weir_str group_id;
    struct weir_str key_converter, value_converter, header_converter;
    struct weir_str config_topic, offset_topic, status_topic;
    int32_t config_replication, offset_replication, status_replication;
    int32_t offset_partitions, status_partitions;
    int64_t offset_flush_interval_ms, offset_flush_timeout_ms;
    int64_t task_shutdown_timeout_ms;
    struct weir_conf_list plugin_path;
    int override_policy;                      /* enum override_policy */
    struct weir_conf_list override_allowlist;
    bool topic_creation;                      /* topic.creation.enable */
    bool topic_tracking, topic_tracking_reset;
    int eos;                                  /* enum eos_support */
    int64_t session_timeout_ms, heartbeat_interval_ms, rebalance_timeout_ms;
    /* REST */
    struct weir_conf_list listeners;
    struct weir_conf_list admin_listeners;
    bool admin_listeners_set;                 /* "" (no admin paths) is not the same as unset */
    struct weir_str advertised_host, advertised_listener;
    int32_t advertised_port;
    struct weir_str cors_origin, cors_methods;
    struct weir_str response_headers;         /* response.http.headers.config */
    struct weir_conf_list rest_extensions;
    struct weir_str rest_user, rest_password; /* "rest.user", "rest.password": basic auth, plainly */
    int rest_anonymous;                       /* enum rest_anonymous: open beyond loopback */
    bool rest_health_anonymous;               /* GET /health asks for no credentials */
    struct weir_str rest_read_user, rest_read_password; /* may only GET */
    int64_t rest_timeout_ms;                  /* "rest.request.timeout.ms", 90 s */
    int64_t rest_read_timeout_ms;
    int64_t rest_body_max;
    bool mask_secrets;                        /* "rest.mask.secrets": GET config hides passwords */
    /* restart policy and limits */
    bool task_restart;                        /* "task.restart.enable", on */
    int64_t task_restart_backoff_ms, task_restart_backoff_max_ms;
    int32_t task_restart_same_record_max;     /* fails at one record so often: stays FAILED */
    int64_t task_stall_ms;                    /* a callback longer than this is reported as stalled */
    int32_t batch_records_max;
    int64_t batch_bytes_max;
    int32_t batches_in_flight_max;
    int64_t buffer_memory;                    /* "tasks.buffer.memory"; -1: a third of the machine's */
    int64_t validate_timeout_ms;
    /* logs */
    struct weir_str log_format;               /* text or json */
    struct weir_str log_level;
    /* the file itself, variables resolved, for producer.*, consumer.*, admin.*, converters' keys */
    const struct weir_props *props;
};

WEIR_EXPORT extern const struct weir_conf_key worker_keys[];

/*
 * Reads the texts into conf; checks what spans keys: a Kafka-only key (group.id, *.storage.topic,
 * security.*, sasl.*) without bootstrap.servers is refused unless bus=embedded; what Kafka needs
 * is there. Keys of Connect that mean nothing here are named in one warning, unknown ones in
 * another. The embedded log has defaults for the converters, topics and group, and listens on
 * loopback unless told otherwise. Texts are copied into arena. Main thread.
 */
WEIR_EXPORT enum weir_verdict worker_conf_read(const struct weir_props *props,
                                               struct weir_arena *arena, struct worker_conf *conf,
                                               struct weir_err *err) WEIR_MUST_CHECK;

#endif

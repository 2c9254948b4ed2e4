/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_keys.c: what connectors have in common, with names, texts and places as Connect shows
 * them over REST (user interfaces make forms of them). Ours beside them are understood, but not
 * listed there.
 */
#include "conf/connector_keys.h"

#include <stdio.h>

#define AT(member) WEIR_AT(struct connector_conf, member)
#define SOURCE_AT(member) WEIR_AT(struct source_conf, member)
#define SINK_AT(member) WEIR_AT(struct sink_conf, member)
#define NOWHERE WEIR_CONF_NOWHERE
#define COMMON .group = "Common"
#define TRANSFORMS .group = "Transforms"
#define PREDICATES .group = "Predicates"
#define ERRORS .group = "Error Handling"
#define CREATION .group = "Topic Creation"
#define EXACTLY_ONCE .group = "Exactly Once Support"
#define OFFSETS_TOPIC .group = "offsets.topic"
#define OURS .group = "Weir"

static const char *const reload_actions[] = {"none", "restart", NULL};
static const char *const tolerances[] = {"none", "all", NULL};
static const char *const restarts[] = {"worker", "on", "off", NULL};
static const char *const eos_levels[] = {"requested", "required", NULL};
static const char *const boundaries[] = {"poll", "interval", "connector", NULL};

/* The length of the control character at p (C0, DEL, C1 in UTF-8), 0: it is none. */
static size_t control_size(const uint8_t *p, size_t n)
{
    if (p[0] < 0x20 || p[0] == 0x7f) {
        return 1;
    }
    return p[0] == 0xc2 && n > 1 && p[1] >= 0x80 && p[1] < 0xa0 ? 2 : 0;
}

static enum weir_verdict check_name(struct weir_str value, struct weir_err *err)
{
    char found[256] = "";
    size_t length = 0;
    if (value.n == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "String may not be empty");
    }
    for (size_t i = 0; i < value.n; i++) {
        const uint8_t *p = (const uint8_t *)value.p + i;
        size_t size = control_size(p, value.n - i);
        if (size && length + 8 < sizeof(found)) {
            length += (size_t)snprintf(found + length, sizeof(found) - length, "%s%d",
                                       length ? ", " : "", p[size - 1]);
        }
    }
    return length == 0 ? WEIR_OK
                       : weir_err_set(err, WEIR_BAD_CONFIG,
                                      "String may not contain control sequences but had the "
                                      "following ASCII chars: %s",
                                      found);
}

/* The empty one behind a last comma counts. */
static bool next_alias(struct weir_str *rest, struct weir_str *alias)
{
    if (!rest->p) {
        return false;
    }
    ptrdiff_t comma = weir_str_chr(*rest, ',');
    *alias = weir_str_trim(comma < 0 ? *rest : weir_str_n(rest->p, (size_t)comma));
    *rest = comma < 0 ? WEIR_STR_NULL : weir_str_from(*rest, (size_t)comma + 1);
    return true;
}

/* The aliases of transforms, predicates and topic.creation.groups. */
static enum weir_verdict check_aliases(struct weir_str value, struct weir_err *err)
{
    struct weir_str alias, other;
    if (!value.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "entry must be non null");
    }
    while (next_alias(&value, &alias)) {
        struct weir_str rest = value;
        while (next_alias(&rest, &other)) {
            if (weir_str_eq(alias, other)) {
                return weir_err_set(err, WEIR_BAD_CONFIG, "Duplicate alias provided.");
            }
        }
    }
    return WEIR_OK;
}

const struct weir_conf_key connector_keys[] = {
    {"name", WEIR_CONF_STRING, AT(name), COMMON, .width = WEIR_WIDTH_MEDIUM,
     .display = "Connector name",
     .flags = WEIR_KEY_REQUIRED, .check = check_name,
     .doc = "Globally unique name to use for this connector."},
    {"connector.class", WEIR_CONF_STRING, AT(class_name), COMMON, .width = WEIR_WIDTH_LONG,
     .display = "Connector class", .flags = WEIR_KEY_REQUIRED,
     .doc = "Name or alias of the class for this connector. Must be a subclass of "
            "org.apache.kafka.connect.connector.Connector. If the connector is "
            "org.apache.kafka.connect.file.FileStreamSinkConnector, you can either specify this "
            "full name,  or use \"FileStreamSink\" or \"FileStreamSinkConnector\" to make the "
            "configuration a bit shorter"},
    {"connector.plugin.version", WEIR_CONF_STRING, NOWHERE, COMMON, .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM, .display = "Connector version",
     .doc = "Version of the connector."},
    {"tasks.max", WEIR_CONF_INT, AT(tasks_max), .def = "1", COMMON, .width = WEIR_WIDTH_SHORT,
     .display = "Tasks max", .min = 1, .flags = WEIR_KEY_HAS_MIN,
     .doc = "Maximum number of tasks to use for this connector."},
    {"tasks.max.enforce", WEIR_CONF_BOOLEAN, AT(tasks_max_enforce), .def = "true", COMMON,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_SHORT, .display = "Enforce tasks max",
     .doc = "(Deprecated) Whether to enforce that the tasks.max property is respected by the "
            "connector. By default, connectors that generate too many tasks will fail, and "
            "existing sets of tasks that exceed the tasks.max property will also be failed. If "
            "this property is set to false, then connectors will be allowed to generate more "
            "than the maximum number of tasks, and existing sets of tasks that exceed the "
            "tasks.max property will be allowed to run. This property is deprecated and will be "
            "removed in an upcoming major release."},
    {"key.converter", WEIR_CONF_CLASS, AT(key_converter), COMMON, .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT, .display = "Key converter class",
     .doc = "Converter class used to convert between Kafka Connect format and the serialized form "
            "that is written to Kafka. This controls the format of the keys in messages written "
            "to or read from Kafka, and since this is independent of connectors it allows any "
            "connector to work with any serialization format. Examples of common formats include "
            "JSON and Avro."},
    {"key.converter.plugin.version", WEIR_CONF_STRING, NOWHERE, COMMON, .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT, .display = "Key converter version",
     .doc = "Version of the key converter."},
    {"value.converter", WEIR_CONF_CLASS, AT(value_converter), COMMON, .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT, .display = "Value converter class",
     .doc = "Converter class used to convert between Kafka Connect format and the serialized form "
            "that is written to Kafka. This controls the format of the values in messages "
            "written to or read from Kafka, and since this is independent of connectors it "
            "allows any connector to work with any serialization format. Examples of common "
            "formats include JSON and Avro."},
    {"value.converter.plugin.version", WEIR_CONF_STRING, NOWHERE, COMMON, .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT, .display = "Value converter version",
     .doc = "Version of the value converter."},
    {"header.converter", WEIR_CONF_CLASS, AT(header_converter), COMMON, .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT, .display = "Header converter class",
     .doc = "HeaderConverter class used to convert between Kafka Connect format and the "
            "serialized form that is written to Kafka. This controls the format of the header "
            "values in messages written to or read from Kafka, and since this is independent of "
            "connectors it allows any connector to work with any serialization format. Examples "
            "of common formats include JSON and Avro. By default, the SimpleHeaderConverter is "
            "used to serialize header values to strings and deserialize them by inferring the "
            "schemas."},
    {"header.converter.plugin.version", WEIR_CONF_STRING, NOWHERE, COMMON, .importance = WEIR_LOW,
     .width = WEIR_WIDTH_SHORT, .display = "Header converter version",
     .doc = "Version of the header converter."},
    {"transforms", WEIR_CONF_LIST, AT(transforms), .def = "", TRANSFORMS, .order = 12,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_LONG, .display = "Transforms",
     .check = check_aliases, .flags = WEIR_KEY_CHECKS_NULL,
     .doc = "Aliases for the transformations to be applied to records."},
    {"predicates", WEIR_CONF_LIST, AT(predicates), .def = "", PREDICATES, .order = 13,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_LONG, .display = "Predicates",
     .check = check_aliases, .flags = WEIR_KEY_CHECKS_NULL,
     .doc = "Aliases for the predicates used by transformations."},
    {"config.action.reload", WEIR_CONF_ENUM, AT(reload_restart), .def = "restart", COMMON,
     .order = 14, .importance = WEIR_LOW, .width = WEIR_WIDTH_MEDIUM, .display = "Reload Action",
     .flags = WEIR_KEY_EXACT, .values = reload_actions,
     .doc = "The action that Connect should take on the connector when changes in external "
            "configuration providers result in a change in the connector's configuration "
            "properties. A value of 'none' indicates that Connect will do nothing. A value of "
            "'restart' indicates that Connect should restart/reload the connector with the "
            "updated configuration properties.The restart may actually be scheduled in the "
            "future if the external configuration provider indicates that a configuration value "
            "will expire in the future."},
    {"errors.retry.timeout", WEIR_CONF_LONG, AT(errors_retry_timeout_ms), .def = "0", ERRORS,
     .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_MEDIUM, .display = "Retry Timeout for Errors",
     .doc = "The maximum duration in milliseconds that a failed operation will be reattempted. "
            "The default is 0, which means no retries will be attempted. Use -1 for infinite "
            "retries."},
    {"errors.retry.delay.max.ms", WEIR_CONF_LONG, AT(errors_retry_delay_max_ms), .def = "60000",
     ERRORS, .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_MEDIUM,
     .display = "Maximum Delay Between Retries for Errors",
     .doc = "The maximum duration in milliseconds between consecutive retry attempts. Jitter will "
            "be added to the delay once this limit is reached to prevent thundering herd issues."},
    {"errors.tolerance", WEIR_CONF_ENUM, AT(errors_tolerance_all), .def = "none", ERRORS,
     .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_SHORT, .display = "Error Tolerance",
     .flags = WEIR_KEY_EXACT, .values = tolerances,
     .doc = "Behavior for tolerating errors during connector operation. 'none' is the default "
            "value and signals that any error will result in an immediate connector task "
            "failure; 'all' changes the behavior to skip over problematic records."},
    {"errors.log.enable", WEIR_CONF_BOOLEAN, AT(errors_log), .def = "false", ERRORS,
     .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_SHORT, .display = "Log Errors",
     .doc = "If true, write each error and the details of the failed operation and problematic "
            "record to the Connect application log. This is 'false' by default, so that only "
            "errors that are not tolerated are reported."},
    {"errors.log.include.messages", WEIR_CONF_BOOLEAN, AT(errors_log_messages), .def = "false",
     ERRORS, .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_SHORT, .display = "Log Error Details",
     .doc = "Whether to include in the log the Connect record that resulted in a failure. For "
            "sink records, the topic, partition, offset, and timestamp will be logged. For "
            "source records, the key and value (and their schemas), all headers, and the "
            "timestamp, Kafka topic, Kafka partition, source partition, and source offset will "
            "be logged. This is 'false' by default, which will prevent record keys, values, and "
            "headers from being written to log files."},
    {"weir.task.restart", WEIR_CONF_ENUM, AT(task_restart), .def = "worker", OURS,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_SHORT, .display = "Restart failed tasks",
     .flags = WEIR_KEY_INTERNAL, .values = restarts,
     .doc = "Whether failed tasks of this connector are started again: worker (as the worker's "
            "task.restart.enable says), on or off."},
    {"key.converter.*", WEIR_CONF_MATCHES, NOWHERE, COMMON, .importance = WEIR_LOW,
     .doc = "Settings of this connector's key.converter."},
    {"value.converter.*", WEIR_CONF_MATCHES, NOWHERE, COMMON, .importance = WEIR_LOW,
     .doc = "Settings of this connector's value.converter."},
    {"header.converter.*", WEIR_CONF_MATCHES, NOWHERE, COMMON, .importance = WEIR_LOW,
     .doc = "Settings of this connector's header.converter."},
    {"transforms.*", WEIR_CONF_MATCHES, NOWHERE, TRANSFORMS, .importance = WEIR_LOW,
     .doc = "transforms.<alias>.type, its own keys, and .predicate and .negate."},
    {"predicates.*", WEIR_CONF_MATCHES, NOWHERE, PREDICATES, .importance = WEIR_LOW,
     .doc = "predicates.<alias>.type and its own keys."},
    {"producer.override.*", WEIR_CONF_MATCHES, NOWHERE, COMMON, .importance = WEIR_LOW,
     .doc = "Kafka settings of this connector's producer (of records, or of a sink's dead "
            "letters), in Java's names."},
    {"consumer.override.*", WEIR_CONF_MATCHES, NOWHERE, COMMON, .importance = WEIR_LOW,
     .doc = "Kafka settings of this connector's consumer, in Java's names."},
    {"admin.override.*", WEIR_CONF_MATCHES, NOWHERE, COMMON, .importance = WEIR_LOW,
     .doc = "Kafka settings of this connector's admin client, in Java's names."},
    WEIR_CONF_END,
};

const struct weir_conf_key source_keys[] = {
    {"topic.creation.groups", WEIR_CONF_LIST, SOURCE_AT(topic_creation_groups), .def = "",
     CREATION, .importance = WEIR_LOW, .width = WEIR_WIDTH_LONG,
     .display = "Topic Creation Groups", .check = check_aliases,
     .flags = WEIR_KEY_CHECKS_NULL,
     .doc = "Groups of configurations for topics created by source connectors"},
    {"exactly.once.support", WEIR_CONF_ENUM, SOURCE_AT(exactly_once_required), .def = "requested",
     EXACTLY_ONCE, .order = 2, .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_SHORT,
     .display = "Exactly once support", .values = eos_levels,
     .doc = "Permitted values are requested, required. If set to \"required\", forces a preflight "
            "check for the connector to ensure that it can provide exactly-once semantics with "
            "the given configuration. Some connectors may be capable of providing exactly-once "
            "semantics but not signal to Connect that they support this; in that case, "
            "documentation for the connector should be consulted carefully before creating it, "
            "and the value for this property should be set to \"requested\". Additionally, if "
            "the value is set to \"required\" but the worker that performs preflight validation "
            "does not have exactly-once support enabled for source connectors, requests to "
            "create or validate the connector will fail."},
    {"transaction.boundary", WEIR_CONF_ENUM, SOURCE_AT(transaction_boundary), .def = "poll",
     EXACTLY_ONCE, .order = 3, .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_SHORT,
     .display = "Transaction Boundary", .values = boundaries,
     .doc = "Permitted values are: poll, interval, connector. If set to 'poll', a new producer "
            "transaction will be started and committed for every batch of records that each task "
            "from this connector provides to Connect. If set to 'connector', relies on "
            "connector-defined transaction boundaries; note that not all connectors are capable "
            "of defining their own transaction boundaries, and in that case, attempts to "
            "instantiate a connector with this value will fail. Finally, if set to 'interval', "
            "commits transactions only after a user-defined time interval has passed."},
    {"transaction.boundary.interval.ms", WEIR_CONF_LONG, SOURCE_AT(transaction_interval_ms),
     EXACTLY_ONCE, .order = 4, .importance = WEIR_LOW, .width = WEIR_WIDTH_SHORT,
     .display = "Transaction boundary interval", .min = 0, .flags = WEIR_KEY_HAS_MIN,
     .doc = "If 'transaction.boundary' is set to 'interval', determines the interval for producer "
            "transaction commits by connector tasks. If unset, defaults to the value of the "
            "worker-level 'offset.flush.interval.ms' property. It has no effect if a different "
            "transaction.boundary is specified."},
    {"offsets.storage.topic", WEIR_CONF_STRING, SOURCE_AT(offsets_topic), OFFSETS_TOPIC,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_LONG, .display = "Offsets topic",
     .flags = WEIR_KEY_NONEMPTY,
     .doc = "The name of a separate offsets topic to use for this connector. If empty or not "
            "specified, the worker’s global offsets topic name will be used. If specified, the "
            "offsets topic will be created if it does not already exist on the Kafka cluster "
            "targeted by this connector (which may be different from the one used for the "
            "worker's global offsets topic if the bootstrap.servers property of the connector's "
            "producer has been overridden from the worker's). Only applicable in distributed "
            "mode; in standalone mode, setting this property will have no effect."},
    {"topic.creation.*", WEIR_CONF_MATCHES, NOWHERE, CREATION, .importance = WEIR_LOW,
     .doc = "topic.creation.<group>.include, .exclude, .partitions, .replication.factor, and "
            "settings of the topics themselves, such as .cleanup.policy."},
    WEIR_CONF_END,
};

const struct weir_conf_key sink_keys[] = {
    {"topics", WEIR_CONF_LIST, SINK_AT(topics), .def = "", COMMON, .order = 4,
     .width = WEIR_WIDTH_LONG, .display = "Topics", .flags = WEIR_KEY_UNIQUE,
     .doc = "List of topics to consume, separated by commas"},
    {"topics.regex", WEIR_CONF_REGEX, SINK_AT(topics_regex), .def = "", COMMON, .order = 4,
     .width = WEIR_WIDTH_LONG, .display = "Topics regex",
     .doc = "Regular expression giving topics to consume. Under the hood, the regex is compiled "
            "to a <code>java.util.regex.Pattern</code>. Only one of topics or topics.regex "
            "should be specified."},
    {"errors.deadletterqueue.topic.name", WEIR_CONF_STRING, SINK_AT(dlq_topic), .def = "", ERRORS,
     .order = 6, .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_MEDIUM,
     .display = "Dead Letter Queue Topic Name",
     .doc = "The name of the topic to be used as the dead letter queue (DLQ) for messages that "
            "result in an error when processed by this sink connector, or its transformations or "
            "converters. The topic name is blank by default, which means that no messages are to "
            "be recorded in the DLQ."},
    {"errors.deadletterqueue.topic.replication.factor", WEIR_CONF_SHORT, SINK_AT(dlq_replication),
     .def = "3", ERRORS, .order = 7, .importance = WEIR_MEDIUM, .width = WEIR_WIDTH_MEDIUM,
     .display = "Dead Letter Queue Topic Replication Factor",
     .doc = "Replication factor used to create the dead letter queue topic when it doesn't "
            "already exist."},
    {"errors.deadletterqueue.context.headers.enable", WEIR_CONF_BOOLEAN,
     SINK_AT(dlq_context_headers), .def = "false", ERRORS, .order = 8, .importance = WEIR_MEDIUM,
     .width = WEIR_WIDTH_MEDIUM, .display = "Enable Error Context Headers",
     .doc = "If true, add headers containing error context to the messages written to the dead "
            "letter queue. To avoid clashing with headers from the original record, all error "
            "context header keys, all error context header keys will start with "
            "<code>__connect.errors.</code>"},
    {"weir.breaker.enable", WEIR_CONF_BOOLEAN, SINK_AT(breaker), .def = "true", OURS,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_SHORT, .display = "Circuit breaker",
     .flags = WEIR_KEY_INTERNAL,
     .doc = "Whether a target that is down is waited for with single probes, instead of the task "
            "failing or hammering it."},
    {"weir.breaker.failures", WEIR_CONF_INT, SINK_AT(breaker_failures), .def = "5", OURS,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_SHORT,
     .display = "Failures that open the breaker",
     .min = 1, .flags = WEIR_KEY_INTERNAL | WEIR_KEY_HAS_MIN,
     .doc = "So many failures in a row open the circuit breaker."},
    {"weir.breaker.wait.ms", WEIR_CONF_DURATION, SINK_AT(breaker_wait_ms), .def = "10000", OURS,
     .importance = WEIR_LOW, .width = WEIR_WIDTH_SHORT, .display = "Wait before a probe",
     .min = 1, .flags = WEIR_KEY_INTERNAL | WEIR_KEY_HAS_MIN,
     .doc = "How long an open circuit breaker waits before it tries the target again."},
    WEIR_CONF_END,
};

struct weir_str sink_group_id(struct weir_arena *arena, struct weir_str own,
                              struct weir_str connector)
{
    return own.n ? weir_arena_str(arena, own)
                 : weir_str_of(weir_arena_printf(arena, "connect-%.*s", WEIR_STR_ARG(connector)));
}

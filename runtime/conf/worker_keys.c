/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_keys.c: every key of the worker's configuration, Connect's and ours. worker_conf.c reads
 * them and checks what spans several.
 */
#include "conf/worker_keys.h"

#define AT(member) WEIR_AT(struct worker_conf, member)
#define NOWHERE WEIR_CONF_NOWHERE
#define FLAGS(bits) .flags = (bits)
#define AT_LEAST(least) .min = (least), .flags = WEIR_KEY_HAS_MIN
#define BETWEEN(least, most)                                                                       \
    .min = (least), .max = (most), .flags = WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX
#define BUS .group = "Bus"
#define CONNECT .group = "Connect"
#define REST .group = "REST"
#define TASKS .group = "Tasks"
#define LOGS .group = "Logs"
#define CLIENT .group = "Kafka client"

#define POLICY_PACKAGE "org.apache.kafka.connect.connector.policy."
#define POLICY_SUFFIX "ConnectorClientConfigOverridePolicy"

static const char *const buses[] = {"auto", "kafka", "embedded", NULL};
static const char *const anonymous_values[] = {"warn", "refuse", "allow", NULL};
static const char *const eos_values[] = {"disabled", "preparing", "enabled", NULL};
static const char *const schemes[] = {"http", "https", NULL};
static const char *const formats[] = {"text", "json", NULL};
static const char *const levels[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF", NULL};
static const char *const protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL", NULL};

/* In the order of enum override_policy, three times over. */
static const char *const policies[] = {
    "All",
    "None",
    "Principal",
    "Allowlist",
    "All" POLICY_SUFFIX,
    "None" POLICY_SUFFIX,
    "Principal" POLICY_SUFFIX,
    "Allowlist" POLICY_SUFFIX,
    POLICY_PACKAGE "All" POLICY_SUFFIX,
    POLICY_PACKAGE "None" POLICY_SUFFIX,
    POLICY_PACKAGE "Principal" POLICY_SUFFIX,
    POLICY_PACKAGE "Allowlist" POLICY_SUFFIX,
    NULL,
};

/* Partitions and replication factors. */
static enum weir_verdict check_factor(struct weir_str value, struct weir_err *err)
{
    int64_t number;
    bool good = weir_str_to_i64(value, &number) && (number == -1 || number > 0);
    return good ? WEIR_OK
                : weir_err_set(err, WEIR_BAD_CONFIG,
                               "Value must be positive, or -1 to use the broker's default");
}

static bool is_listener(struct weir_str url)
{
    struct weir_str host = url;
    if (weir_str_starts(url, WEIR_STR("http://"))) {
        host = weir_str_from(url, 7);
    } else if (weir_str_starts(url, WEIR_STR("https://"))) {
        host = weir_str_from(url, 8);
    } else {
        return false;
    }
    const char *colon = host.n ? memrchr(host.p, ':', host.n) : NULL;
    int64_t port;
    return colon && weir_str_to_i64(weir_str_from(host, (size_t)(colon - host.p) + 1), &port) &&
           port >= 0 && port <= 65535;
}

static enum weir_verdict check_listeners(struct weir_str value, struct weir_err *err)
{
    struct weir_str url;
    while (weir_str_split(&value, ',', &url)) {
        if (!is_listener(weir_str_trim(url))) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "%.*s is not of the form http://host:port or https://host:port",
                                WEIR_STR_ARG(url));
        }
    }
    return WEIR_OK;
}

const struct weir_conf_key worker_keys[] = {
    {"bootstrap.servers", WEIR_CONF_STRING, AT(bootstrap_servers), BUS,
     .doc = "Kafka's brokers, host:port, separated by commas. Without it the worker keeps its "
            "own log in data.dir and needs no Kafka."},
    {"bus", WEIR_CONF_ENUM, AT(bus), .def = "auto", BUS, .importance = WEIR_MEDIUM,
     .values = buses,
     .doc = "What carries the records: kafka, embedded (the worker's own log), or auto: kafka "
            "when bootstrap.servers is set."},
    {"data.dir", WEIR_CONF_STRING, AT(data_dir), .def = "weir-data", BUS,
     .importance = WEIR_MEDIUM, FLAGS(WEIR_KEY_NONEMPTY),
     .doc = "Where the embedded log lies; made if it is not there."},
    {"data.map.bytes", WEIR_CONF_SIZE, AT(data_map_bytes), .def = "68719476736", BUS,
     .importance = WEIR_LOW, AT_LEAST(1048576),
     .doc = "The most that the embedded log may grow to. The file is sparse: this is address "
            "space, not disk."},
    {"data.partitions", WEIR_CONF_INT, AT(data_partitions), .def = "1", BUS,
     .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "Partitions of a topic that the embedded log makes for its first record."},
    {"data.retention.ms", WEIR_CONF_DURATION, AT(data_retention_ms), .def = "604800000", BUS,
     .importance = WEIR_LOW, AT_LEAST(-1),
     .doc = "How long the embedded log keeps records of topics that are not compacted; -1: for "
            "ever."},
    {"data.retention.bytes", WEIR_CONF_SIZE, AT(data_retention_bytes), .def = "-1", BUS,
     .importance = WEIR_LOW, AT_LEAST(-1),
     .doc = "How much of a partition the embedded log keeps; -1: no limit."},

    {"group.id", WEIR_CONF_STRING, AT(group_id), CONNECT,
     .doc = "Workers with the same group.id and the same three internal topics are one cluster. "
            "Required with Kafka."},
    {"key.converter", WEIR_CONF_CLASS, AT(key_converter), CONNECT,
     .doc = "Converter of record keys for connectors that do not set their own. Required with "
            "Kafka; JsonConverter on the embedded log."},
    {"value.converter", WEIR_CONF_CLASS, AT(value_converter), CONNECT,
     .doc = "Converter of record values for connectors that do not set their own. Required with "
            "Kafka; JsonConverter on the embedded log."},
    {"header.converter", WEIR_CONF_CLASS, AT(header_converter),
     .def = "org.apache.kafka.connect.storage.SimpleHeaderConverter", CONNECT,
     .importance = WEIR_LOW,
     .doc = "Converter of header values for connectors that do not set their own."},
    {"key.converter.*", WEIR_CONF_MATCHES, NOWHERE, CONNECT, .importance = WEIR_LOW,
     .doc = "Settings of the worker's key converter, such as key.converter.schemas.enable."},
    {"value.converter.*", WEIR_CONF_MATCHES, NOWHERE, CONNECT, .importance = WEIR_LOW,
     .doc = "Settings of the worker's value converter, such as value.converter.schemas.enable."},
    {"header.converter.*", WEIR_CONF_MATCHES, NOWHERE, CONNECT, .importance = WEIR_LOW,
     .doc = "Settings of the worker's header converter."},
    {"config.storage.topic", WEIR_CONF_STRING, AT(config_topic), CONNECT,
     .doc = "Compacted topic with the connectors' configurations. Required with Kafka."},
    {"offset.storage.topic", WEIR_CONF_STRING, AT(offset_topic), CONNECT,
     .doc = "Compacted topic with the sources' offsets. Required with Kafka."},
    {"status.storage.topic", WEIR_CONF_STRING, AT(status_topic), CONNECT,
     .doc = "Compacted topic with the states of connectors and tasks. Required with Kafka."},
    {"config.storage.replication.factor", WEIR_CONF_INT, AT(config_replication), .def = "3",
     CONNECT, .importance = WEIR_LOW, .check = check_factor,
     .doc = "Replication factor that config.storage.topic is created with; -1: the broker's "
            "default."},
    {"offset.storage.replication.factor", WEIR_CONF_INT, AT(offset_replication), .def = "3",
     CONNECT, .importance = WEIR_LOW, .check = check_factor,
     .doc = "Replication factor that offset.storage.topic is created with; -1: the broker's "
            "default."},
    {"status.storage.replication.factor", WEIR_CONF_INT, AT(status_replication), .def = "3",
     CONNECT, .importance = WEIR_LOW, .check = check_factor,
     .doc = "Replication factor that status.storage.topic is created with; -1: the broker's "
            "default."},
    {"offset.storage.partitions", WEIR_CONF_INT, AT(offset_partitions), .def = "25", CONNECT,
     .importance = WEIR_LOW, .check = check_factor,
     .doc = "Partitions that offset.storage.topic is created with; -1: the broker's default."},
    {"status.storage.partitions", WEIR_CONF_INT, AT(status_partitions), .def = "5", CONNECT,
     .importance = WEIR_LOW, .check = check_factor,
     .doc = "Partitions that status.storage.topic is created with; -1: the broker's default."},
    {"offset.flush.interval.ms", WEIR_CONF_DURATION, AT(offset_flush_interval_ms),
     .def = "60000", CONNECT, .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "How often offsets of sources and sinks are committed."},
    {"offset.flush.timeout.ms", WEIR_CONF_DURATION, AT(offset_flush_timeout_ms), .def = "5000",
     CONNECT, .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "How long a commit of offsets may take before it is tried again later."},
    {"task.shutdown.graceful.timeout.ms", WEIR_CONF_DURATION, AT(task_shutdown_timeout_ms),
     .def = "5000", CONNECT, .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "How long all tasks together may take to stop; those that do not are abandoned."},
    {"plugin.path", WEIR_CONF_LIST, AT(plugin_path), CONNECT, .importance = WEIR_LOW,
     FLAGS(WEIR_KEY_NONEMPTY),
     .doc = "Directories with plugins (.so files, also in directories below), separated by "
            "commas, beside the worker's own. Jars are passed over."},
    {"config.providers", WEIR_CONF_LIST, NOWHERE, .def = "", CONNECT, .importance = WEIR_LOW,
     FLAGS(WEIR_KEY_UNIQUE),
     .doc = "Names of config providers, separated by commas; their variables, ${name:path:key}, "
            "may stand in the worker's and the connectors' configurations."},
    {"config.providers.*", WEIR_CONF_MATCHES, NOWHERE, CONNECT, .importance = WEIR_LOW,
     .doc = "config.providers.<name>.class, an EnvVarConfigProvider, FileConfigProvider or "
            "DirectoryConfigProvider of org.apache.kafka.common.config.provider, and its "
            "config.providers.<name>.param.<key>."},
    {"connector.client.config.override.policy", WEIR_CONF_ENUM, AT(override_policy),
     .def = "All", CONNECT, .importance = WEIR_MEDIUM, .values = policies,
     .doc = "Which producer.override., consumer.override. and admin.override. keys connectors "
            "may set: All, None, Principal (how they log in), Allowlist."},
    {"connector.client.config.override.allowlist", WEIR_CONF_LIST, AT(override_allowlist),
     .def = "", CONNECT, .importance = WEIR_MEDIUM,
     .doc = "The keys that the policy Allowlist allows, without their prefix."},
    {"topic.creation.enable", WEIR_CONF_BOOLEAN, AT(topic_creation), .def = "true", CONNECT,
     .importance = WEIR_LOW,
     .doc = "Whether topics of sources with topic.creation. settings are made by the worker."},
    {"topic.tracking.enable", WEIR_CONF_BOOLEAN, AT(topic_tracking), .def = "true", CONNECT,
     .importance = WEIR_LOW,
     .doc = "Whether the topics that a connector uses are remembered."},
    {"topic.tracking.allow.reset", WEIR_CONF_BOOLEAN, AT(topic_tracking_reset), .def = "true",
     CONNECT, .importance = WEIR_LOW,
     .doc = "Whether the remembered topics may be forgotten over REST."},
    {"exactly.once.source.support", WEIR_CONF_ENUM, AT(eos), .def = "disabled", CONNECT,
     .flags = WEIR_KEY_EXACT, .values = eos_values,
     .doc = "Whether sources write records and their offsets in one Kafka transaction: disabled, "
            "preparing, enabled. The embedded log always does."},
    {"session.timeout.ms", WEIR_CONF_DURATION, AT(session_timeout_ms), .def = "10000", CONNECT,
     AT_LEAST(1),
     .doc = "A worker that is silent for so long has its connectors taken over."},
    {"heartbeat.interval.ms", WEIR_CONF_DURATION, AT(heartbeat_interval_ms), .def = "3000",
     CONNECT, AT_LEAST(1),
     .doc = "How often a worker says that it lives."},
    {"rebalance.timeout.ms", WEIR_CONF_DURATION, AT(rebalance_timeout_ms), .def = "60000",
     CONNECT, AT_LEAST(1),
     .doc = "How long a worker may take to give up what another is to run."},

    {"listeners", WEIR_CONF_LIST, AT(listeners), REST, .importance = WEIR_LOW,
     FLAGS(WEIR_KEY_NONEMPTY), .check = check_listeners,
     .doc = "Where the REST API listens: http:// and https:// URLs with a port. Default "
            "http://:8083, all interfaces; on the embedded log http://127.0.0.1:8083."},
    {"admin.listeners", WEIR_CONF_LIST, AT(admin_listeners), REST, .importance = WEIR_LOW,
     .check = check_listeners,
     .doc = "Where /admin answers instead; empty: nowhere; not set: on the listeners."},
    {"rest.advertised.host.name", WEIR_CONF_STRING, AT(advertised_host), REST,
     .importance = WEIR_LOW,
     .doc = "The name under which other workers reach this one."},
    {"rest.advertised.port", WEIR_CONF_INT, AT(advertised_port), REST, .importance = WEIR_LOW,
     BETWEEN(0, 65535),
     .doc = "The port under which other workers reach this one."},
    {"rest.advertised.listener", WEIR_CONF_STRING, AT(advertised_listener), REST,
     .importance = WEIR_LOW, .values = schemes,
     .doc = "The protocol that other workers use to reach this one: http or https."},
    {"access.control.allow.origin", WEIR_CONF_STRING, AT(cors_origin), .def = "", REST,
     .importance = WEIR_LOW,
     .doc = "Origins whose pages may call the API (CORS); empty: none; *: all."},
    {"access.control.allow.methods", WEIR_CONF_STRING, AT(cors_methods), .def = "", REST,
     .importance = WEIR_LOW,
     .doc = "Methods that such pages may use; empty: GET, POST and HEAD."},
    {"response.http.headers.config", WEIR_CONF_STRING, AT(response_headers), .def = "", REST,
     .importance = WEIR_LOW,
     .doc = "Headers added to every answer: \"[set|add|setDate|addDate] Name: Value\", separated "
            "by commas."},
    {"rest.extension.classes", WEIR_CONF_LIST, AT(rest_extensions), .def = "", REST,
     .importance = WEIR_LOW,
     .doc = "BasicAuthSecurityRestExtension, with its JAAS file, is understood; rest.user and "
            "rest.password are plainer."},
    {"rest.user", WEIR_CONF_STRING, AT(rest_user), REST, .importance = WEIR_MEDIUM,
     .doc = "User that must be given to call the API (HTTP basic authentication); not set: "
            "nobody is asked."},
    {"rest.password", WEIR_CONF_PASSWORD, AT(rest_password), REST, .importance = WEIR_MEDIUM,
     .doc = "Password of rest.user."},
    {"rest.anonymous", WEIR_CONF_ENUM, AT(rest_anonymous), REST, .importance = WEIR_MEDIUM,
     .def = "warn", .values = anonymous_values,
     .doc = "What to do about a listener beyond loopback without credentials: warn, refuse the "
            "start, or allow it."},
    {"rest.health.anonymous", WEIR_CONF_BOOLEAN, AT(rest_health_anonymous), .def = "false", REST,
     .importance = WEIR_LOW,
     .doc = "Answer GET /health without credentials, as health checks of containers want it."},
    {"rest.read.user", WEIR_CONF_STRING, AT(rest_read_user), REST, .importance = WEIR_LOW,
     .doc = "A second user, who may only read."},
    {"rest.read.password", WEIR_CONF_PASSWORD, AT(rest_read_password), REST,
     .importance = WEIR_LOW,
     .doc = "Password of rest.read.user."},
    {"rest.request.timeout.ms", WEIR_CONF_DURATION, AT(rest_timeout_ms), .def = "90000", REST,
     .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "A request that takes longer is answered with an error and has no effect from then "
            "on."},
    {"rest.request.read.timeout.ms", WEIR_CONF_DURATION, AT(rest_read_timeout_ms), .def = "30000",
     REST, .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "How long a client may take to send a request, or to begin its next; then its "
            "connection is closed."},
    {"rest.request.body.max.bytes", WEIR_CONF_SIZE, AT(rest_body_max), .def = "4194304", REST,
     .importance = WEIR_LOW, AT_LEAST(1024),
     .doc = "The largest request body that is read."},
    {"rest.mask.secrets", WEIR_CONF_BOOLEAN, AT(mask_secrets), .def = "false", REST,
     .importance = WEIR_MEDIUM,
     .doc = "Whether GET .../config hides passwords. Off, as tools that write back what they "
            "read would store the mask."},
    {"listeners.https.*", WEIR_CONF_MATCHES, NOWHERE, REST, .importance = WEIR_LOW,
     .doc = "TLS of https listeners; when none is given, the plain ssl. keys count."},
    {"admin.listeners.https.*", WEIR_CONF_MATCHES, NOWHERE, REST, .importance = WEIR_LOW,
     .doc = "TLS of https admin listeners."},

    {"task.restart.enable", WEIR_CONF_BOOLEAN, AT(task_restart), .def = "true", TASKS,
     .importance = WEIR_MEDIUM,
     .doc = "Whether failed tasks are started again, unless their configuration is at fault."},
    {"task.restart.backoff.ms", WEIR_CONF_DURATION, AT(task_restart_backoff_ms), .def = "5000",
     TASKS, .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "How long to wait before the first restart; each further one waits twice as long."},
    {"task.restart.backoff.max.ms", WEIR_CONF_DURATION, AT(task_restart_backoff_max_ms),
     .def = "300000", TASKS, .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "The longest wait before a restart."},
    {"task.restart.same.record.max", WEIR_CONF_INT, AT(task_restart_same_record_max), .def = "5",
     TASKS, .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "A task that failed at one and the same record so often stays failed."},
    {"task.stall.ms", WEIR_CONF_DURATION, AT(task_stall_ms), .def = "120000", TASKS,
     .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "A task whose connector does not come back for so long is reported as stalled."},
    {"task.batch.records.max", WEIR_CONF_INT, AT(batch_records_max), .def = "2048", TASKS,
     .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "The most records of a batch."},
    {"task.batch.bytes.max", WEIR_CONF_SIZE, AT(batch_bytes_max), .def = "8388608", TASKS,
     .importance = WEIR_LOW, AT_LEAST(1024),
     .doc = "The most bytes of a batch; one record alone may be larger."},
    {"task.batches.in.flight.max", WEIR_CONF_INT, AT(batches_in_flight_max), .def = "4", TASKS,
     .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "The most batches of a task that wait for the bus; then its source is not polled."},
    {"tasks.buffer.memory", WEIR_CONF_SIZE, AT(buffer_memory), .def = "-1", TASKS,
     .importance = WEIR_MEDIUM, AT_LEAST(-1),
     .doc = "The total bytes that the batches of all tasks may take. When many are busy at once "
            "they share it, by smaller batches; 1 MiB is left to each. -1: a third of what the "
            "machine, or the container (cgroup), has."},
    {"connector.validate.timeout.ms", WEIR_CONF_DURATION, AT(validate_timeout_ms),
     .def = "60000", TASKS, .importance = WEIR_LOW, AT_LEAST(1),
     .doc = "How long a connector's own check of its configuration may take."},

    {"log.format", WEIR_CONF_STRING, AT(log_format), .def = "text", LOGS, .importance = WEIR_LOW,
     .values = formats,
     .doc = "text, or json: one object a line."},
    {"log.level", WEIR_CONF_STRING, AT(log_level), .def = "INFO", LOGS, .importance = WEIR_LOW,
     .values = levels,
     .doc = "TRACE, DEBUG, INFO, WARN, ERROR or OFF; single loggers over REST."},

    {"client.id", WEIR_CONF_STRING, NOWHERE, .def = "", CLIENT, .importance = WEIR_LOW,
     .doc = "Name of the worker's connections in the brokers' logs and quotas."},
    {"security.protocol", WEIR_CONF_STRING, NOWHERE, .def = "PLAINTEXT", CLIENT,
     .importance = WEIR_MEDIUM, .values = protocols,
     .doc = "How brokers are spoken to. A connector's own clients take "
            "producer.security.protocol and so on."},
    {"connections.max.idle.ms", WEIR_CONF_LONG, NOWHERE, .def = "540000", CLIENT,
     .importance = WEIR_MEDIUM,
     .doc = "Idle connections are closed after this."},
    {"metadata.max.age.ms", WEIR_CONF_LONG, NOWHERE, .def = "300000", CLIENT,
     .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "How often the cluster's metadata is read again."},
    {"receive.buffer.bytes", WEIR_CONF_INT, NOWHERE, .def = "32768", CLIENT,
     .importance = WEIR_MEDIUM, AT_LEAST(-1),
     .doc = "SO_RCVBUF of connections to brokers; -1: the system's."},
    {"send.buffer.bytes", WEIR_CONF_INT, NOWHERE, .def = "131072", CLIENT,
     .importance = WEIR_MEDIUM, AT_LEAST(-1),
     .doc = "SO_SNDBUF of connections to brokers; -1: the system's."},
    {"reconnect.backoff.ms", WEIR_CONF_LONG, NOWHERE, .def = "50", CLIENT,
     .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "First wait before connecting to a broker again."},
    {"reconnect.backoff.max.ms", WEIR_CONF_LONG, NOWHERE, .def = "1000", CLIENT,
     .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "Longest wait before connecting to a broker again."},
    {"request.timeout.ms", WEIR_CONF_INT, NOWHERE, .def = "40000", CLIENT,
     .importance = WEIR_MEDIUM, AT_LEAST(0),
     .doc = "How long a broker's answer is waited for."},
    {"retry.backoff.ms", WEIR_CONF_LONG, NOWHERE, .def = "100", CLIENT, .importance = WEIR_LOW,
     AT_LEAST(0),
     .doc = "First wait before a failed request is sent again."},
    {"retry.backoff.max.ms", WEIR_CONF_LONG, NOWHERE, .def = "1000", CLIENT,
     .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "Longest wait before a failed request is sent again."},
    {"socket.connection.setup.timeout.ms", WEIR_CONF_LONG, NOWHERE, .def = "10000", CLIENT,
     .importance = WEIR_LOW, AT_LEAST(0),
     .doc = "How long connecting may take."},
    {"sasl.mechanism", WEIR_CONF_STRING, NOWHERE, .def = "GSSAPI", CLIENT,
     .importance = WEIR_MEDIUM,
     .doc = "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI."},
    {"sasl.jaas.config", WEIR_CONF_PASSWORD, NOWHERE, CLIENT, .importance = WEIR_MEDIUM,
     .doc = "User and password as Java writes them: a login module of the mechanism with its "
            "options."},
    {"sasl.*", WEIR_CONF_MATCHES, NOWHERE, CLIENT, .importance = WEIR_LOW,
     .doc = "Further SASL settings, in Java's names."},
    {"ssl.keystore.location", WEIR_CONF_STRING, NOWHERE, CLIENT,
     .doc = "File with the client's key and certificate: PKCS12, or PEM with "
            "ssl.keystore.type=PEM."},
    {"ssl.keystore.password", WEIR_CONF_PASSWORD, NOWHERE, CLIENT,
     .doc = "Password of the key store."},
    {"ssl.key.password", WEIR_CONF_PASSWORD, NOWHERE, CLIENT,
     .doc = "Password of the private key."},
    {"ssl.truststore.password", WEIR_CONF_PASSWORD, NOWHERE, CLIENT,
     .doc = "Password of the trust store."},
    {"ssl.keystore.key", WEIR_CONF_PASSWORD, NOWHERE, CLIENT,
     .doc = "The private key itself, PEM."},
    {"ssl.truststore.location", WEIR_CONF_STRING, NOWHERE, CLIENT,
     .doc = "File with the certificates that are trusted: PKCS12 or PEM."},
    {"ssl.*", WEIR_CONF_MATCHES, NOWHERE, CLIENT, .importance = WEIR_LOW,
     .doc = "Further TLS settings, in Java's names."},
    {"producer.*", WEIR_CONF_MATCHES, NOWHERE, CLIENT, .importance = WEIR_LOW,
     .doc = "Producer settings of all sources and dead letter queues, in Java's names."},
    {"consumer.*", WEIR_CONF_MATCHES, NOWHERE, CLIENT, .importance = WEIR_LOW,
     .doc = "Consumer settings of all sinks, in Java's names."},
    {"admin.*", WEIR_CONF_MATCHES, NOWHERE, CLIENT, .importance = WEIR_LOW,
     .doc = "Admin client settings of all connectors, in Java's names."},
    {"librdkafka.*", WEIR_CONF_MATCHES, NOWHERE, CLIENT, .importance = WEIR_LOW,
     .doc = "Settings of librdkafka by its own names, such as librdkafka.debug."},
    WEIR_CONF_END,
};

# configs/databases.json -> one connector's JSON. Arguments: $kind (source, sink), $db.
# Variables stay variables here; render.jq fills them when a connector is registered.

def source($U; $SECURITY): {
  name: "mariadb-\(.name)-connector",
  config: ({
    "connector.class": "io.debezium.connector.mariadb.MariaDbConnector",
    "tasks.max": "1",
    "database.hostname": "${\($U)_HOST}",
    "database.port": "${\($U)_PORT}",
    "database.user": "${\($U)_USER}",
    "database.password": "${\($U)_PASS}",
    "database.server.id": "\(.server_id)",
    "database.include.list": .schema,
    "table.include.list": "${\($U)_TABLE_ALLOWLIST}",
    "topic.prefix": "${\($U)_TOPIC_PREFIX}",
    "snapshot.mode": "schema_only",
    "weir.snapshot.new.tables": "true",
    "schema.history.internal.kafka.topic": "${\($U)_HISTORY_TOPIC}",
    "schema.history.internal.kafka.bootstrap.servers": "${KAFKA_BOOTSTRAP_SERVERS}"
  } + ([("producer", "consumer") as $client | $SECURITY | to_entries[]
        | {"schema.history.internal.\($client).\(.key)": .value}] | add)
  + {
    "topic.creation.default.replication.factor": "-1",
    "topic.creation.default.partitions": "1",
    "key.converter": "org.apache.kafka.connect.json.JsonConverter",
    "key.converter.schemas.enable": "true",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "true"
  })
};

def transforms: (["unwrap", "route"] + if .cast_bits then ["castBits"] else [] end) as $names | {
  "transforms": ($names | join(",")),
  "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
  "transforms.unwrap.delete.tombstone.handling.mode": "tombstone",
  "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
  "transforms.route.regex": ".*\\.([^.]+)",
  "transforms.route.replacement": "$1"
} + if .cast_bits then {
  "transforms.castBits.type": "org.apache.kafka.connect.transforms.Cast$Value",
  "transforms.castBits.spec": .cast_bits
} else {} end;

def sink($U): {
  name: "postgres-sink-\(.name)",
  config: ({
    "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
    "tasks.max": "1",
    "topics.regex": "${\($U)_TOPIC_PREFIX_REGEX}\\.\(.schema)\\..*",
    "connection.url": "${SINK_DB_URL}",
    "connection.username": "${SINK_DB_USER}",
    "connection.password": "${SINK_DB_PASSWORD}",
    "insert.mode": "upsert",
    "primary.key.mode": "record_key",
    "delete.enabled": "true",
    "schema.evolution": "basic",
    "collection.name.format": "mp_cdc.${topic}",
    "consumer.override.auto.offset.reset": "earliest"
  } + transforms + {
    "key.converter": "org.apache.kafka.connect.json.JsonConverter",
    "key.converter.schemas.enable": "true",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "true"
  })
};

.[] | select(.name == $db) | (.name | ascii_upcase) as $U
| if $kind == "source" then
    source($U; {
      "security.protocol": "SASL_SSL",
      "sasl.mechanism": "PLAIN",
      "sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"${CONFLUENT_API_KEY}\" password=\"${CONFLUENT_API_SECRET}\";"
    })
  else sink($U) end

# The worker's properties for the pipelines of .env. Arguments: $text (.env), $bus.
include "env";

# Blanks before a value would be skipped.
def as_property: gsub("(?<c>\\\\)"; "\\\\") | sub("^(?<c>[ \t\f])"; "\\\(.c)");
def quoted_in_jaas: gsub("(?<c>[\"\\\\])"; "\\\(.c)");

def security:
  if (.CONFLUENT_API_KEY // "") == "" then [] else [
    ["security.protocol", "SASL_SSL"],
    ["sasl.mechanism", "PLAIN"],
    ["sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"\(.CONFLUENT_API_KEY | quoted_in_jaas)\" password=\"\(.CONFLUENT_API_SECRET // "" | quoted_in_jaas)\";"]
  ] | . + map(["producer." + .[0], .[1]]) + map(["consumer." + .[0], .[1]]) end;

def kafka: [
  ["bootstrap.servers", .KAFKA_BOOTSTRAP_SERVERS],
  ["group.id", .GROUP_ID // "connect-cluster"],
  ["config.storage.topic", .CONFIG_STORAGE_TOPIC // "connect-configs"],
  ["offset.storage.topic", .OFFSET_STORAGE_TOPIC // "connect-offsets"],
  ["status.storage.topic", .STATUS_STORAGE_TOPIC // "connect-status"],
  ["config.storage.replication.factor", "-1"],
  ["offset.storage.replication.factor", "-1"],
  ["status.storage.replication.factor", "-1"],
  ["key.converter", "org.apache.kafka.connect.json.JsonConverter"],
  ["value.converter", "org.apache.kafka.connect.json.JsonConverter"]
] + security;

($text | read_env) as $env
| (if $bus == "embedded" then [["data.dir", $env.DATA_DIR // "weir-data"]] else $env | kafka end)
  + [["listeners", $env.LISTENERS // "http://127.0.0.1:8083"], ["rest.anonymous", "refuse"]]
  + if ($env.REST_USER // "") == "" then [] else
      [["rest.user", $env.REST_USER], ["rest.password", $env.REST_PASSWORD // ""]] end
| .[] | "\(.[0])=\(.[1] | as_property)"

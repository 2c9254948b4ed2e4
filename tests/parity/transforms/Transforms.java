import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * Pushes records through the real transforms and predicates. Arguments: a file of cases, a file for the answers.
 * A line is {case, class, config, record}; to the answer come "out" (a record, null, or what a predicate
 * says) or "error". Lines of the same class and config go through the same instance.
 */
final class Transforms {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonConverter SCHEMAS = new JsonConverter();

    private Transforms() {
    }

    public static void main(String[] arguments) throws Exception {
        SCHEMAS.configure(Map.of("schemas.enable", "true"), false);
        int count = 0;
        String key = null;
        Object instance = null;
        try (BufferedReader in = Files.newBufferedReader(Path.of(arguments[0]));
             Writer out = new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(Path.of(arguments[1])), UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine(), count++) {
                ObjectNode line = (ObjectNode) MAPPER.readTree(text);
                String wanted = line.get("class").asText() + line.get("config");
                try {
                    if (!wanted.equals(key)) {
                        key = null;
                        instance = open(line);
                        key = wanted;
                    }
                    line.set("out", run(instance, record(line.get("record"))));
                } catch (Exception | LinkageError failure) {
                    line.set("error", Tagged.error(failure));
                    line.put("at", key == null ? "open" : "record");
                }
                out.write(MAPPER.writeValueAsString(line));
                out.write('\n');
            }
        }
        System.out.println(count + " cases by Java " + System.getProperty("java.version"));
    }

    private static Object open(JsonNode line) throws Exception {
        Map<String, String> config = new HashMap<>();
        line.get("config").fields().forEachRemaining(each -> config.put(each.getKey(), each.getValue().asText()));
        Object instance = Class.forName(line.get("class").asText()).getDeclaredConstructor().newInstance();
        ((org.apache.kafka.common.Configurable) instance).configure(config);
        return instance;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static JsonNode run(Object instance, ConnectRecord record) {
        if (instance instanceof Predicate predicate) {
            return MAPPER.valueToTree(predicate.test(record));
        }
        if (instance.getClass().getSimpleName().equals("EnforceRecordSize") && record.value() instanceof Struct value) {
            buffers(value);
        }
        return shown(((Transformation) instance).apply(record));
    }

    /** Bytes as Debezium's connectors hand them over: EnforceRecordSize takes no others. */
    private static void buffers(Struct struct) {
        for (Field field : struct.schema().fields()) {
            if (struct.getWithoutDefault(field.name()) instanceof byte[] bytes) {
                struct.put(field, ByteBuffer.wrap(bytes));
            } else if (struct.getWithoutDefault(field.name()) instanceof Struct inner) {
                buffers(inner);
            }
        }
    }

    // ---- records in ----

    private static ConnectRecord<?> record(JsonNode node) {
        JsonNode key = node.path("key");
        JsonNode value = node.path("value");
        Schema keySchema = schema(key.get("schema"));
        Schema valueSchema = schema(value.get("schema"));
        Object keyData = Untagged.value(keySchema, key.get("value"));
        Object valueData = Untagged.value(valueSchema, value.get("value"));
        ConnectHeaders headers = new ConnectHeaders();
        node.path("headers").forEach(each -> {
            Schema schema = schema(each.get("schema"));
            headers.add(each.get("name").asText(), Untagged.value(schema, each.get("value")), schema);
        });
        String topic = node.path("topic").asText("topic");
        Integer partition = node.hasNonNull("partition") ? node.get("partition").asInt() : null;
        Long timestamp = node.hasNonNull("timestamp") ? node.get("timestamp").asLong() : null;
        if (node.has("offset")) {
            return new SinkRecord(topic, partition == null ? 0 : partition, keySchema, keyData, valueSchema, valueData,
                    node.get("offset").asLong(), timestamp, TimestampType.CREATE_TIME, headers);
        }
        return new SourceRecord(Map.of(), Map.of(), topic, partition, keySchema, keyData, valueSchema, valueData,
                timestamp, headers);
    }

    private static Schema schema(JsonNode node) {
        return node == null || node.isNull() ? null : SCHEMAS.asConnectSchema(node);
    }

    // ---- records out ----

    private static JsonNode shown(ConnectRecord<?> record) {
        if (record == null) {
            return MAPPER.nullNode();
        }
        ObjectNode node = MAPPER.createObjectNode();
        // Half of a pair is shown as a producer would send it.
        node.put("topic", new String(record.topic().getBytes(UTF_8), UTF_8));
        node.put("partition", record.kafkaPartition());
        node.put("timestamp", record.timestamp());
        node.set("key", side(record.keySchema(), record.key()));
        node.set("value", side(record.valueSchema(), record.value()));
        ArrayNode headers = node.putArray("headers");
        for (Header header : record.headers()) {
            ObjectNode each = side(header.schema(), header.value());
            headers.add(((ObjectNode) MAPPER.createObjectNode().put("name", header.key())).setAll(each));
        }
        return node;
    }

    private static ObjectNode side(Schema schema, Object value) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("schema", schema == null ? MAPPER.nullNode() : SCHEMAS.asJsonSchema(schema));
        node.set("value", Tagged.value(schema, value));
        return node;
    }
}

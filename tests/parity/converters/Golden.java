import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** Pushes a table of values through the real converters, one JSON line a case. Argument: a folder. */
final class Golden implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonConverter SCHEMAS = new JsonConverter();
    private static int count;
    private final BufferedWriter out;

    static {
        SCHEMAS.configure(Map.of("schemas.enable", "true"), false);
    }

    Golden(Path folder, String name) throws IOException {
        out = Files.newBufferedWriter(folder.resolve(name + ".jsonl"));
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        JsonCases.record(folder);
        TextCases.record(folder);
        FigureCases.record(folder);
        System.out.println(count + " cases by Java " + System.getProperty("java.version"));
    }

    interface Call<T> {
        T get() throws Exception;
    }

    /** A value to bytes. */
    void write(String name, Converter converter, Map<String, String> config, Schema schema, Object value) {
        ObjectNode line = start(name, converter, config);
        line.set("schema", schema(schema));
        line.set("value", Tagged.value(schema, value));
        finish(line, "out", () -> Tagged.bytes(converter.fromConnectData("topic", schema, value)));
    }

    /** Bytes to a value. */
    void read(String name, Converter converter, Map<String, String> config, byte[] bytes) {
        ObjectNode line = start(name, converter, config);
        line.set("in", Tagged.bytes(bytes));
        answer(line, () -> converter.toConnectData("topic", bytes));
    }

    /** Bytes to a value that is too big to be written down: only whether it was read. */
    void bear(String name, Converter converter, Map<String, String> config, byte[] bytes) {
        ObjectNode line = start(name, converter, config);
        line.set("in", Tagged.bytes(bytes));
        finish(line, "read", () -> MAPPER.valueToTree(converter.toConnectData("topic", bytes) != null));
    }

    void writeHeader(String name, HeaderConverter converter, Schema schema, Object value) {
        ObjectNode line = start(name, converter, Map.of());
        line.set("schema", schema(schema));
        line.set("value", Tagged.value(schema, value));
        finish(line, "out", () -> Tagged.bytes(converter.fromConnectHeader("topic", "h", schema, value)));
    }

    void readHeader(String name, HeaderConverter converter, byte[] bytes) {
        ObjectNode line = start(name, converter, Map.of());
        line.set("in", Tagged.bytes(bytes));
        answer(line, () -> converter.toConnectHeader("topic", "h", bytes));
    }

    void line(ObjectNode line) {
        try {
            out.write(MAPPER.writeValueAsString(line));
            out.write('\n');
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        count++;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    private static ObjectNode start(String name, Object converter, Map<String, String> config) {
        ObjectNode line = object();
        line.put("case", name);
        line.put("converter", converter.getClass().getSimpleName());
        line.set("config", MAPPER.valueToTree(new java.util.TreeMap<>(config)));
        return line;
    }

    private void answer(ObjectNode line, Call<SchemaAndValue> call) {
        finish(line, null, () -> {
            SchemaAndValue got = call.get();
            line.set("schema", schema(got.schema()));
            line.set("value", Tagged.value(got.schema(), got.value()));
            return null;
        });
    }

    private void finish(ObjectNode line, String member, Call<JsonNode> call) {
        try {
            JsonNode result = call.get();
            if (member != null) {
                line.set(member, result);
            }
        } catch (Exception failure) {
            line.set("error", Tagged.error(failure));
        }
        line(line);
    }

    private static JsonNode schema(Schema schema) {
        return schema == null ? MAPPER.nullNode() : SCHEMAS.asJsonSchema(schema);
    }

    static Map<String, String> config(String... words) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            config.put(words[i], words[i + 1]);
        }
        return config;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

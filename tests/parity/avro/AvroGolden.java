import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.connect.avro.AvroData;
import io.confluent.connect.avro.AvroDataConfig;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;

/** Pushes schemas and values through Confluent's AvroConverter, one JSON line a case. Argument: a folder. */
final class AvroGolden implements AutoCloseable {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[][] CONFIGS = {{}, {"enhanced.avro.schema.support", "true"}, {"scrub.invalid.names", "true"},
        {"connect.meta.data", "false"}, {"generalized.sum.type.support", "true"}, {"discard.type.doc.default", "true"},
        {"allow.optional.map.keys", "true"}, {"ignore.default.for.nullables", "true"}, {"flatten.singleton.unions", "false"},
        {"enhanced.avro.schema.support", "true", "scrub.invalid.names", "true", "connect.meta.data", "false"}};
    private static int count;
    private final BufferedWriter out;

    private AvroGolden(Path folder, String name) throws IOException {
        out = Files.newBufferedWriter(folder.resolve(name + ".jsonl"));
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (AvroGolden write = new AvroGolden(folder, "write"); AvroGolden read = new AvroGolden(folder, "read")) {
            for (String[] words : CONFIGS) {
                Map<String, String> config = config(words);
                List<Object[]> cases = words.length == 0 ? JsonCases.chosen() : List.of();
                for (Object[] each : cases) {
                    write.write(read, (String) each[0], config, (Schema) each[1], each[2]);
                }
                for (Object[] each : AvroCases.chosen()) {
                    write.write(read, (String) each[0], config, (Schema) each[1], each[2]);
                }
                for (String[] each : AvroCases.NATIVE) {
                    for (String value : Arrays.copyOfRange(each, 1, each.length)) {
                        read.read("native", config, each[0], value);
                    }
                }
            }
            for (int i = 0; i < 400; i++) {
                Map<String, String> config = config(i % 2 == 0 ? CONFIGS[2] : CONFIGS[i / 2 % CONFIGS.length]);
                Schema schema = JsonCases.randomSchema(3);
                write.write(read, "random", config, schema, JsonCases.randomValue(schema));
            }
        }
        System.out.println(count + " cases by Java " + System.getProperty("java.version"));
    }

    // ---------------------------------------------------------------- the two ways

    /** A value to bytes, and these bytes back to a value. */
    private void write(AvroGolden read, String name, Map<String, String> config, Schema schema, Object value) throws IOException {
        ObjectNode line = start(name, config);
        line.set("schema", schema(schema));
        line.set("value", Tagged.value(schema, value));
        try {
            MockSchemaRegistryClient registry = registry();
            String text = new AvroData(new AvroDataConfig(config)).fromConnectSchema(schema).toString();
            line.put("avro", text);
            byte[] bytes = converter(registry, config).fromConnectData("topic", schema, value);
            line.put("out", bytes == null ? null : base64(Arrays.copyOfRange(bytes, 5, bytes.length)));
            line(line);
            if (bytes != null) {
                String registered = ((AvroSchema) registry.getSchemaById(1)).canonicalString();
                if (!registered.equals(text)) {
                    throw new IllegalStateException(registered + " is not " + text);
                }
                read.back(name, config, registry, text, bytes);
            }
        } catch (IOException | io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException failure) {
            throw new IOException(failure);
        } catch (Exception failure) {
            line.set("error", Tagged.error(failure));
            line(line);
        }
    }

    private void back(String name, Map<String, String> config, MockSchemaRegistryClient registry, String text, byte[] bytes) {
        ObjectNode line = start("back: " + name, config);
        line.put("avro", text);
        line.put("in", base64(Arrays.copyOfRange(bytes, 5, bytes.length)));
        answer(line, registry, config, bytes);
    }

    /** A schema as the registry has it, and a value in Avro's JSON. */
    private void read(String name, Map<String, String> config, String text, String json) {
        ObjectNode line = start(name, config);
        line.put("avro", text);
        try {
            org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser(org.apache.avro.NameValidator.NO_VALIDATION)
                .setValidateDefaults(false).parse(text);
            byte[] data = encode(schema, json);
            MockSchemaRegistryClient registry = registry();
            int id = registry.register("topic-value", new AvroSchema(schema));
            byte[] bytes = new byte[5 + data.length];
            bytes[4] = (byte) id;
            System.arraycopy(data, 0, bytes, 5, data.length);
            line.put("in", base64(data));
            answer(line, registry, config, bytes);
        } catch (Exception wrong) {
            throw new IllegalArgumentException(text + " " + json, wrong);
        }
    }

    private void answer(ObjectNode line, MockSchemaRegistryClient registry, Map<String, String> config, byte[] bytes) {
        try {
            SchemaAndValue got = converter(registry, config).toConnectData("topic", bytes);
            line.set("schema", schema(got.schema()));
            line.set("value", Tagged.value(got.schema(), got.value()));
        } catch (Exception | StackOverflowError failure) {
            line.remove("schema");
            line.set("error", Tagged.error(failure));
        }
        line(line);
    }

    private static byte[] encode(org.apache.avro.Schema schema, String json) throws IOException {
        Object datum = new GenericDatumReader<>(schema).read(null, DecoderFactory.get().jsonDecoder(schema, json));
        if (schema.getType() == org.apache.avro.Schema.Type.BYTES) {
            return ((java.nio.ByteBuffer) datum).array();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    // ---------------------------------------------------------------- parts

    private static MockSchemaRegistryClient registry() {
        return new MockSchemaRegistryClient(List.of(new AvroSchemaProvider()));
    }

    private static AvroConverter converter(MockSchemaRegistryClient registry, Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        all.put("schema.registry.url", "mock://nowhere");
        AvroConverter converter = new AvroConverter(registry);
        converter.configure(all, false);
        return converter;
    }

    private static ObjectNode start(String name, Map<String, String> config) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("case", name);
        line.set("config", MAPPER.valueToTree(new TreeMap<>(config)));
        return line;
    }

    private void line(ObjectNode line) {
        try {
            out.write(MAPPER.writeValueAsString(line));
            out.write('\n');
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        count++;
    }

    /** By a new converter each: one remembers schemas, whatever the order of their parameters. */
    private static JsonNode schema(Schema schema) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "true"), false);
        return schema == null ? MAPPER.nullNode() : converter.asJsonSchema(schema);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> config(String... words) {
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

// JsonConverterBench.java FILE: what a record costs in Java's JsonConverter. FILE has two lines: a
// value with its schema, and the value alone. Prints "schemas.enable bytes write_ns read_ns", the
// best of five rounds on a JVM that is warm.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;

public class JsonConverterBench {
    static final int RECORDS = 100000;
    static final int ROUNDS = 5;
    static final String TOPIC = "shop.inventory.customers";

    static JsonConverter converter(boolean schemas) {
        JsonConverter made = new JsonConverter();
        made.configure(Map.of("schemas.enable", schemas, "converter.type", "value"));
        return made;
    }

    public static void main(String[] arguments) throws Exception {
        var lines = Files.readAllLines(Path.of(arguments[0]));
        SchemaAndValue record = converter(true).toConnectData(TOPIC, lines.get(0).getBytes("UTF-8"));
        for (boolean schemas : new boolean[] {true, false}) {
            run(schemas, record, lines.get(schemas ? 0 : 1).getBytes("UTF-8"));
        }
    }

    static void run(boolean schemas, SchemaAndValue record, byte[] text) {
        JsonConverter converter = converter(schemas);
        double write = Double.MAX_VALUE;
        double read = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                sum += converter.fromConnectData(TOPIC, record.schema(), record.value()).length;
            }
            long between = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                sum += converter.toConnectData(TOPIC, text).value() == null ? 0 : 1;
            }
            write = Math.min(write, (between - from) / (double) RECORDS);
            read = Math.min(read, (System.nanoTime() - between) / (double) RECORDS);
        }
        System.out.printf("%s %d %.0f %.0f %d%n", schemas, text.length, write, read, sum % 10);
    }
}

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * What Debezium's Filter and ContentBasedRouter do with the real Groovy: their jar has a parent that is not
 * published, so the few lines around the engine stand here.
 */
public final class Scripts<R extends ConnectRecord<R>> implements Transformation<R> {
    private final boolean routes;
    private final ScriptEngine engine = new ScriptEngineManager().getEngineByName("groovy");
    private String expression;
    private String nulls;

    Scripts(boolean routes) {
        this.routes = routes;
    }

    /** A header as an expression sees it. */
    public static final class RecordHeader {
        public final Object value;
        public final Schema schema;

        RecordHeader(Schema schema, Object value) {
            this.value = value;
            this.schema = schema;
        }
    }

    @Override
    public void configure(Map<String, ?> config) {
        expression = (String) config.get(routes ? "topic.expression" : "condition");
        nulls = config.containsKey("null.handling.mode") ? (String) config.get("null.handling.mode") : "keep";
        try {
            ((javax.script.Compilable) engine).compile(expression);
        } catch (javax.script.ScriptException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    @Override
    public R apply(R record) {
        if (record.value() == null && !nulls.equals("evaluate")) {
            return nulls.equals("keep") ? record : null;
        }
        Object result = eval(record);
        if (!routes) {
            return (Boolean) result ? record : null;
        }
        if (result == null) {
            return record;
        }
        // A GString, which Debezium refuses, is let pass; half of a pair is shown as a producer would send it.
        String topic = new String(((CharSequence) result).toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return record.newRecord(topic, record.kafkaPartition(), record.keySchema(),
                record.key(), record.valueSchema(), record.value(), record.timestamp(), record.headers());
    }

    private Object eval(R record) {
        Map<String, RecordHeader> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new RecordHeader(header.schema(), header.value()));
        }
        Bindings bindings = engine.createBindings();
        bindings.put("key", record.key());
        bindings.put("value", record.value());
        bindings.put("keySchema", record.keySchema());
        bindings.put("valueSchema", record.valueSchema());
        bindings.put("topic", record.topic());
        bindings.put("header", headers);
        try {
            return engine.eval(expression, bindings);
        } catch (javax.script.ScriptException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void close() {
    }
}

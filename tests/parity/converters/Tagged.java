import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Writes a Connect value as JSON that says its type: {"int8":1}, {"float64":"<bits in hex>"}. */
final class Tagged {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private Tagged() {
    }

    static JsonNode value(Schema schema, Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        ObjectNode tagged = NODES.objectNode();
        if (value instanceof Boolean v) {
            tagged.put("boolean", v);
        } else if (value instanceof Byte v) {
            tagged.put("int8", (int) v);
        } else if (value instanceof Short v) {
            tagged.put("int16", (int) v);
        } else if (value instanceof Integer v) {
            tagged.put("int32", v);
        } else if (value instanceof Long v) {
            tagged.put("int64", v);
        } else if (value instanceof Float v) {
            tagged.put("float32", String.format("%08x", Float.floatToIntBits(v)));
        } else if (value instanceof Double v) {
            tagged.put("float64", String.format("%016x", Double.doubleToLongBits(v)));
        } else if (value instanceof String v) {
            string(tagged, v);
        } else if (value instanceof byte[] v) {
            tagged.put("bytes", base64(v));
        } else if (value instanceof ByteBuffer v) {
            tagged.put("bytes", base64(v.array()));
        } else if (value instanceof BigDecimal v) {
            ObjectNode parts = tagged.putObject("decimal");
            parts.put("unscaled", v.unscaledValue().toString());
            parts.put("scale", v.scale());
        } else if (value instanceof Date v) {
            date(tagged, schema, v);
        } else if (value instanceof Collection<?> v) {
            ArrayNode items = tagged.putArray("array");
            Schema of = inner(schema, Schema.Type.ARRAY);
            v.forEach(item -> items.add(value(of, item)));
        } else if (value instanceof Map<?, ?> v) {
            ArrayNode items = tagged.putArray("map");
            Schema keys = inner(schema, Schema.Type.MAP) == null ? null : schema.keySchema();
            Schema values = inner(schema, Schema.Type.MAP);
            v.forEach((key, item) -> items.addArray().add(value(keys, key)).add(value(values, item)));
        } else if (value instanceof Struct v) {
            ObjectNode fields = tagged.putObject("struct");
            for (Field field : v.schema().fields()) {
                fields.set(field.name(), value(field.schema(), v.getWithoutDefault(field.name())));
            }
        } else {
            throw new IllegalArgumentException("no tag for " + value.getClass());
        }
        return tagged;
    }

    /** The schema of the values in it, or null where the value is not of its schema's type. */
    private static Schema inner(Schema schema, Schema.Type type) {
        return schema != null && schema.type() == type ? schema.valueSchema() : null;
    }

    /** A lone surrogate has no UTF-8: such a text is given by its UTF-16 units. */
    private static void string(ObjectNode tagged, String text) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            tagged.put("string", text);
        } else {
            tagged.put("string_utf16", HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE)));
        }
    }

    private static void date(ObjectNode tagged, Schema schema, Date date) {
        String name = schema == null || schema.name() == null ? "" : schema.name();
        long ms = date.getTime();
        switch (name) {
            case "org.apache.kafka.connect.data.Date" -> tagged.put("date", Math.floorDiv(ms, 86400000L));
            case "org.apache.kafka.connect.data.Time" -> tagged.put("time", ms);
            default -> tagged.put("timestamp", ms);
        }
    }

    /** Bytes of a message: null, {"text":...} when they are UTF-8, else {"base64":...}. */
    static JsonNode bytes(byte[] bytes) {
        if (bytes == null) {
            return NODES.nullNode();
        }
        ObjectNode tagged = NODES.objectNode();
        try {
            tagged.put("text", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            tagged.put("base64", base64(bytes));
        }
        return tagged;
    }

    /** The exception and its causes, outermost first. */
    static JsonNode error(Throwable thrown) {
        ArrayNode chain = NODES.arrayNode();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            chain.addObject().put("class", each.getClass().getName()).put("message", each.getMessage());
        }
        return chain;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

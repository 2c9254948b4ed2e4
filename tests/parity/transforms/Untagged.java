import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads what Tagged writes: {"int8":1}, {"struct":{...}}. */
final class Untagged {
    private Untagged() {
    }

    static Object value(Schema schema, JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        Map.Entry<String, JsonNode> entry = node.fields().next();
        JsonNode of = entry.getValue();
        return switch (entry.getKey()) {
            case "boolean" -> of.asBoolean();
            case "int8" -> (byte) of.asInt();
            case "int16" -> (short) of.asInt();
            case "int32" -> of.asInt();
            case "int64" -> of.asLong();
            case "float32" -> Float.intBitsToFloat((int) Long.parseLong(of.asText(), 16));
            case "float64" -> Double.longBitsToDouble(Long.parseUnsignedLong(of.asText(), 16));
            case "string" -> of.asText();
            case "bytes" -> Base64.getDecoder().decode(of.asText());
            case "decimal" -> new BigDecimal(new BigInteger(of.get("unscaled").asText()), of.get("scale").asInt());
            case "date" -> new Date(of.asLong() * 86400000L);
            case "time", "timestamp" -> new Date(of.asLong());
            case "array" -> list(schema, of);
            case "map" -> map(schema, of);
            case "struct" -> struct(schema, of);
            default -> throw new IllegalArgumentException("no such tag: " + entry.getKey());
        };
    }

    private static List<Object> list(Schema schema, JsonNode items) {
        List<Object> list = new ArrayList<>();
        items.forEach(item -> list.add(value(schema == null ? null : schema.valueSchema(), item)));
        return list;
    }

    private static Map<Object, Object> map(Schema schema, JsonNode items) {
        Map<Object, Object> map = new HashMap<>();
        items.forEach(item -> map.put(value(schema == null ? null : schema.keySchema(), item.get(0)),
                value(schema == null ? null : schema.valueSchema(), item.get(1))));
        return map;
    }

    /** Fields that are null stay unset, so that a default may stand behind them. */
    private static Struct struct(Schema schema, JsonNode fields) {
        Struct struct = new Struct(schema);
        fields.fields().forEachRemaining(each -> {
            if (!each.getValue().isNull()) {
                struct.put(each.getKey(), value(schema.field(each.getKey()).schema(), each.getValue()));
            }
        });
        return struct;
    }
}

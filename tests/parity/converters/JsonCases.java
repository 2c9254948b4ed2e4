import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;

/** JsonConverter both ways: chosen cases, texts that a reader must bear, and random structs. */
final class JsonCases {
    static final String[] STRINGS = {"", "plain", "q\"uote", "back\\slash", "sl/ash", "\b\t\n\f\r", "\u0000\u0001\u001f", "\u007f\u0080\u009f",
        "é", "ß", "日本語", "😀", "a😀b", "\u2028\u2029", "\ufeff", "\uffff", "\ufffd", "&<>'", "${a}", "null", "1", " blank ", "e\u0301",
        "\uD834\uDD1E clef", "𐀀\uDBFF\uDFFF"};

    private static final Random RANDOM = new Random(17);
    private static final String[][] CONFIGS = {
        {"schemas.enable", "true"}, {"schemas.enable", "false"},
        {"schemas.enable", "true", "decimal.format", "NUMERIC"}, {"schemas.enable", "false", "decimal.format", "NUMERIC"},
        {"schemas.enable", "true", "replace.null.with.default", "false"}, {"schemas.enable", "false", "replace.null.with.default", "false"}};
    private static final List<Object[]> RANDOM_CASES = new ArrayList<>();

    private JsonCases() {
    }

    private static JsonConverter converter(Map<String, String> config) {
        JsonConverter converter = new JsonConverter();
        converter.configure(config, false);
        return converter;
    }

    static void record(Path folder) throws IOException {
        for (int i = 0; i < 250; i++) {
            Schema schema = randomSchema(3);
            RANDOM_CASES.add(new Object[] {schema, randomValue(schema)});
        }
        try (Golden out = new Golden(folder, "json_write")) {
            written(out);
        }
        try (Golden out = new Golden(folder, "json_read")) {
            read(out);
        }
    }

    // ---------------------------------------------------------------- writing

    private static void written(Golden out) {
        for (String[] words : CONFIGS) {
            Map<String, String> config = Golden.config(words);
            JsonConverter converter = converter(config);
            for (Object[] each : chosen()) {
                out.write((String) each[0], converter, config, (Schema) each[1], each[2]);
            }
        }
        for (String[] words : CONFIGS) {
            Map<String, String> config = Golden.config(words);
            JsonConverter converter = converter(config);
            for (Object[] each : RANDOM_CASES) {
                out.write("random", converter, config, (Schema) each[0], each[1]);
            }
        }
    }

    static List<Object[]> chosen() {
        List<Object[]> all = new ArrayList<>();
        add(all, "nothing at all", null, (Object) null);
        scalars(all);
        logical(all);
        containers(all);
        structs(all);
        loose(all);
        wrong(all);
        return all;
    }

    private static void add(List<Object[]> all, String name, Schema schema, Object... values) {
        for (Object value : values) {
            all.add(new Object[] {name, schema, value});
        }
    }

    private static void scalars(List<Object[]> all) {
        add(all, "boolean", Schema.BOOLEAN_SCHEMA, true, false);
        add(all, "int8", Schema.INT8_SCHEMA, (byte) 0, Byte.MAX_VALUE, Byte.MIN_VALUE);
        add(all, "int16", Schema.INT16_SCHEMA, (short) 0, Short.MAX_VALUE, Short.MIN_VALUE);
        add(all, "int32", Schema.INT32_SCHEMA, 0, Integer.MAX_VALUE, Integer.MIN_VALUE);
        add(all, "int64", Schema.INT64_SCHEMA, 0L, Long.MAX_VALUE, Long.MIN_VALUE);
        add(all, "float", Schema.FLOAT32_SCHEMA, 0f, -0f, 1f, 0.1f, 1e7f, 9999999f, 1e-3f, 9e-4f, 3.4028235e38f, 1.4e-45f, 16777216f,
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        add(all, "double", Schema.FLOAT64_SCHEMA, 0.0, -0.0, 1.0, 0.1, 1e7, 9999999.0, 123456789.125, 1e-3, 9e-4, 1e21, 1e22, 1e23, 4.9e-324,
            1.7976931348623157e308, Math.PI, 100.0, 2e-3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        for (String text : STRINGS) {
            add(all, "string", Schema.STRING_SCHEMA, text);
        }
        add(all, "bytes", Schema.BYTES_SCHEMA, new byte[0], new byte[] {0}, new byte[] {-1, -2}, new byte[] {1, 2, 3}, new byte[] {1, 2, 3, 4},
            everyByte(), ByteBuffer.wrap(new byte[] {5, 6}));
        add(all, "optional, null", Schema.OPTIONAL_BOOLEAN_SCHEMA, (Object) null);
        add(all, "optional, null", Schema.OPTIONAL_STRING_SCHEMA, (Object) null);
        add(all, "optional, set", Schema.OPTIONAL_INT32_SCHEMA, 5);
        add(all, "required, null", Schema.INT32_SCHEMA, (Object) null);
        add(all, "default", SchemaBuilder.int32().defaultValue(7).build(), null, 8);
        add(all, "optional default", SchemaBuilder.int32().optional().defaultValue(7).build(), null, 8);
        add(all, "default", SchemaBuilder.string().defaultValue("dé\"f").build(), null, "");
        add(all, "default", SchemaBuilder.float64().defaultValue(1e-9).build(), null, 2.0);
        add(all, "default", SchemaBuilder.float32().defaultValue(Float.NaN).build(), null, 2f);
        add(all, "default", SchemaBuilder.bytes().defaultValue(new byte[] {1}).build(), null, new byte[] {2});
        add(all, "default", SchemaBuilder.bool().optional().defaultValue(true).build(), null, false);
        add(all, "default", SchemaBuilder.array(Schema.INT32_SCHEMA).defaultValue(List.of(1, 2)).build(), null, List.of());
        add(all, "default", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).defaultValue(Map.of("a", 1)).build(), null, Map.of());
        add(all, "named", SchemaBuilder.string().name("n.N").version(3).doc("a \"doc\" é").parameter("p", "v").parameter("a", "w").build(), "x");
        add(all, "named", SchemaBuilder.int64().name("").version(0).doc("").build(), 1L);
        add(all, "negative version", SchemaBuilder.int64().version(-2).build(), 1L);
    }

    private static void logical(List<Object[]> all) {
        add(all, "decimal", Decimal.schema(2), decimal("123.45"), decimal("-1.00"), decimal("0.00"), decimal("0.01"), decimal("-0.01"),
            decimal("1.27"), decimal("1.28"), decimal("-1.28"), decimal("-1.29"), decimal("2.55"), decimal("2.56"),
            decimal("99999999999999999999999999999999999999.99"), decimal("-99999999999999999999999999999999999999.99"),
            new BigDecimal(BigInteger.TWO.pow(63), 2), new BigDecimal(BigInteger.TWO.pow(63).negate(), 2), new BigDecimal(BigInteger.TWO.pow(64), 2));
        add(all, "decimal", Decimal.schema(0), decimal("0"), decimal("1"), decimal("12345678901234567890"), decimal("-5"));
        add(all, "decimal", Decimal.schema(-3), new BigDecimal(BigInteger.ONE, -3), new BigDecimal(BigInteger.valueOf(-12), -3));
        add(all, "decimal", Decimal.schema(9), new BigDecimal(BigInteger.ONE, 9), new BigDecimal(BigInteger.valueOf(123456789012L), 9));
        add(all, "decimal", Decimal.schema(6), decimal("0.000001"), decimal("0.000000"), decimal("1.100000"));
        add(all, "decimal", Decimal.schema(7), decimal("0.0000001"), decimal("0.0000000"), decimal("-0.0000012"));
        add(all, "decimal", Decimal.schema(38), new BigDecimal(BigInteger.TEN.pow(37), 38));
        add(all, "decimal of another scale", Decimal.schema(2), decimal("1.234"));
        add(all, "decimal with precision", Decimal.builder(3).parameter("connect.decimal.precision", "10").optional().build(), decimal("1.234"), null);
        add(all, "decimal default", Decimal.builder(2).defaultValue(decimal("9.99")).build(), null, decimal("1.00"));
        add(all, "decimal, wrong class", Decimal.schema(2), 1.5, "1.5");
        add(all, "date", Date.SCHEMA, date(0), date(86400000L), date(-86400000L), date(1700006400000L), date(253402214400000L), date(-62135596800000L));
        add(all, "date with time of day", Date.SCHEMA, date(1));
        add(all, "date, wrong class", Date.SCHEMA, 5);
        add(all, "time", Time.SCHEMA, date(0), date(1), date(86399999L));
        add(all, "time past midnight", Time.SCHEMA, date(86400000L));
        add(all, "negative time", Time.SCHEMA, date(-1L));
        add(all, "timestamp", Timestamp.SCHEMA, date(0), date(-1), date(1700000000123L), date(Long.MAX_VALUE), date(Long.MIN_VALUE));
        add(all, "timestamp, wrong class", Timestamp.SCHEMA, 5L);
        add(all, "logical default", Date.builder().optional().defaultValue(date(86400000L)).build(), null, date(0));
        add(all, "logical default", Timestamp.builder().defaultValue(date(5)).build(), null, date(6));
        add(all, "debezium's logical types", SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").version(1).build(), 1700000000123456L);
        add(all, "debezium's logical types", SchemaBuilder.string().name("io.debezium.data.Json").version(1).optional().build(), "{\"a\": 1}", null);
        add(all, "debezium's logical types", SchemaBuilder.string().name("io.debezium.data.Enum").version(1).parameter("allowed", "a,b").build(), "a");
    }

    private static void containers(List<Object[]> all) {
        add(all, "array", SchemaBuilder.array(Schema.INT8_SCHEMA).build(), List.of(), List.of((byte) 1, (byte) -1));
        add(all, "array", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build(), Arrays.asList("a", null, ""), null);
        add(all, "array, null in it", SchemaBuilder.array(Schema.STRING_SCHEMA).build(), Arrays.asList("a", null));
        add(all, "array of arrays", SchemaBuilder.array(SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build()).build(), List.of(List.of(), List.of(1.5, 1e10)));
        add(all, "array of decimals", SchemaBuilder.array(Decimal.schema(1)).build(), List.of(decimal("1.5"), decimal("-2.5")));
        add(all, "array with defaults", SchemaBuilder.array(SchemaBuilder.int32().defaultValue(3).build()).build(), Arrays.asList(1, null));
        add(all, "map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(), Map.of(), ordered("b", 1, "a", 2, "", 3, "é\"", 4));
        add(all, "map, optional values", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA).optional().build(), ordered("a", null), null);
        add(all, "map, null value", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(), ordered("a", null));
        add(all, "map, null key", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(), ordered(null, 1));
        add(all, "map, optional key", SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA).build(), ordered(null, 1), ordered("a", 1));
        add(all, "map of int keys", SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build(), Map.of(), ordered(2, "b", 1, "a"));
        add(all, "map of boolean keys", SchemaBuilder.map(Schema.BOOLEAN_SCHEMA, Schema.FLOAT32_SCHEMA).build(), ordered(true, 1f, false, 1e10f));
        add(all, "map of maps", SchemaBuilder.map(Schema.STRING_SCHEMA, SchemaBuilder.map(Schema.INT64_SCHEMA, Schema.BYTES_SCHEMA).build()).build(),
            ordered("x", ordered(1L, new byte[] {1})));
        Schema key = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        add(all, "map of struct keys", SchemaBuilder.map(key, Schema.STRING_SCHEMA).build(), ordered(new Struct(key).put("id", 1), "one"));
        add(all, "map of date keys", SchemaBuilder.map(Date.SCHEMA, Schema.STRING_SCHEMA).build(), ordered(date(86400000L), "one"));
    }

    private static void structs(List<Object[]> all) {
        Schema empty = SchemaBuilder.struct().build();
        add(all, "empty struct", empty, new Struct(empty));
        SchemaBuilder builder = SchemaBuilder.struct().name("a.B").version(1).doc("doc").parameter("p1", "v1");
        builder.field("i8", Schema.INT8_SCHEMA).field("f64", SchemaBuilder.float64().defaultValue(1.5).build())
            .field("arr", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .field("m", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build())
            .field("dec", Decimal.builder(2).parameter("connect.decimal.precision", "10").optional().build())
            .field("d", Date.builder().optional().build()).field("t", Time.builder().optional().build())
            .field("ts", Timestamp.builder().optional().build()).field("b", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("s", SchemaBuilder.string().optional().defaultValue("dflt").build()).field("weird \"field\" é", Schema.OPTIONAL_BOOLEAN_SCHEMA);
        Schema wide = builder.build();
        Struct full = new Struct(wide).put("i8", (byte) 1).put("f64", 2.25).put("arr", List.of("x", "y")).put("m", ordered("k", 1L))
            .put("dec", decimal("123.45")).put("d", date(86400000L)).put("t", date(1000)).put("ts", date(1700000000000L))
            .put("b", new byte[] {1, 2}).put("s", "set").put("weird \"field\" é", true);
        add(all, "wide struct", wide, full, new Struct(wide).put("i8", (byte) 1).put("m", Map.of()));
        add(all, "required field unset", wide, new Struct(wide).put("m", Map.of()));
        Schema optional = SchemaBuilder.struct().optional().name("row").field("id", Schema.INT32_SCHEMA).field("v", Schema.OPTIONAL_STRING_SCHEMA).build();
        add(all, "optional struct", optional, null, new Struct(optional).put("id", 1));
        Schema row = SchemaBuilder.struct().optional().name("s.t.Value").field("id", Schema.INT32_SCHEMA).field("v", Schema.OPTIONAL_STRING_SCHEMA).build();
        Schema envelope = SchemaBuilder.struct().name("s.t.Envelope").version(2).field("before", row).field("after", row)
            .field("op", Schema.STRING_SCHEMA).field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA).build();
        Struct one = new Struct(row).put("id", 1).put("v", "x");
        add(all, "envelope", envelope, new Struct(envelope).put("after", one).put("op", "c").put("ts_ms", 1700000000000L),
            new Struct(envelope).put("before", one).put("after", new Struct(row).put("id", 1)).put("op", "u"));
        Schema list = SchemaBuilder.struct().field("rows", SchemaBuilder.array(row).build()).build();
        add(all, "structs in an array", list, new Struct(list).put("rows", Arrays.asList(one, null, one)));
        Schema withDefault = SchemaBuilder.struct().field("in", SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).optional().build()).build();
        add(all, "null struct in a struct", withDefault, new Struct(withDefault));
        Schema inner = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        add(all, "struct of another schema", inner, one);
    }

    private static void loose(List<Object[]> all) {
        add(all, "no schema", null, true, (byte) 1, (short) 2, 3, 4L, 5.5f, 6.5, 1e7, "text", new byte[] {1, 2, 3}, ByteBuffer.wrap(new byte[] {4}),
            List.of(), Map.of(), Arrays.asList(1, "two", null, 3.5, List.of(true)), ordered("b", 1L, "a", ordered("x", null, "y", List.of(1.5f))),
            ordered(1, "one", 2, "two"), ordered("a", 1, 2, "b"), ordered(null, 1), Float.NaN, Double.NEGATIVE_INFINITY);
        add(all, "no schema, struct", null, new Struct(SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build()).put("x", 1));
        add(all, "no schema, no type", null, decimal("1.5"), date(0));
        add(all, "no schema, no type inside", null, List.of(decimal("1.5")));
    }

    private static void wrong(List<Object[]> all) {
        add(all, "wrong class", Schema.INT32_SCHEMA, "text", 1L, (short) 1, 1.0);
        add(all, "wrong class", Schema.STRING_SCHEMA, 1, List.of("a"), true);
        add(all, "wrong class", Schema.BOOLEAN_SCHEMA, "true");
        add(all, "wrong class", Schema.FLOAT64_SCHEMA, 1.0f);
        add(all, "wrong class", Schema.BYTES_SCHEMA, "text");
        add(all, "wrong class", SchemaBuilder.array(Schema.INT32_SCHEMA).build(), Map.of(), List.of("a"));
        add(all, "wrong class", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(), List.of(), ordered("a", "b"), ordered(1, 1));
        add(all, "wrong class", SchemaBuilder.struct().build(), Map.of());
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static java.util.Date date(long ms) {
        return new java.util.Date(ms);
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Map<Object, Object> ordered(Object... pairs) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    // ---------------------------------------------------------------- reading

    private static void read(Golden out) {
        for (String[] words : CONFIGS) {
            Map<String, String> config = Golden.config(words);
            JsonConverter converter = converter(config);
            for (Object[] each : chosen()) {
                back(out, converter, config, (String) each[0], (Schema) each[1], each[2]);
            }
        }
        for (String[] words : new String[][] {CONFIGS[0], CONFIGS[2]}) {
            Map<String, String> config = Golden.config(words);
            JsonConverter converter = converter(config);
            for (Object[] each : RANDOM_CASES) {
                back(out, converter, config, "random", (Schema) each[0], each[1]);
            }
        }
        texts(out);
        numbers(out);
        Map<String, String> fixed = Golden.config("schemas.enable", "true", "schema.content",
            "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"optional\":false,\"field\":\"id\"}],\"optional\":false}");
        JsonConverter converter = converter(fixed);
        for (String text : new String[] {"{\"id\":1}", "{}", "{\"schema\":null,\"payload\":{\"id\":2}}", "null", "[]", "x"}) {
            out.read("fixed schema", converter, fixed, utf8(text));
        }
    }

    private static void back(Golden out, JsonConverter converter, Map<String, String> config, String name, Schema schema, Object value) {
        byte[] bytes;
        try {
            bytes = converter.fromConnectData("topic", schema, value);
        } catch (RuntimeException notWritable) {
            return;
        }
        out.read("back: " + name, converter, config, bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void texts(Golden out) {
        Map<String, String> off = Golden.config("schemas.enable", "false");
        Map<String, String> on = Golden.config("schemas.enable", "true");
        JsonConverter plain = converter(off);
        JsonConverter schemas = converter(on);
        for (String text : PLAIN) {
            out.read("plain", plain, off, utf8(text));
        }
        out.read("not UTF-8", plain, off, new byte[] {'"', (byte) 0xff, '"'});
        out.read("not UTF-8", plain, off, new byte[] {'"', (byte) 0xc3, '"'});
        out.read("not UTF-8", plain, off, new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'});
        out.read("UTF-16", plain, off, "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
        out.read("UTF-16", plain, off, "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
        out.read("byte order mark", plain, off, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1'});
        for (int depth : new int[] {100, 499, 500, 501, 999, 1000, 1001, 2000}) {
            out.bear("depth " + depth, plain, off, utf8("[".repeat(depth) + "]".repeat(depth)));
        }
        out.read("no bytes", plain, off, null);
        out.read("no bytes", schemas, on, null);
        for (String text : PLAIN) {
            out.read("no envelope", schemas, on, utf8(text));
        }
        for (String text : ENVELOPES) {
            out.read("envelope", schemas, on, utf8(text));
        }
        for (String type : TYPES) {
            for (String payload : PAYLOADS) {
                out.read("lenient", schemas, on, utf8("{\"schema\":" + type + ",\"payload\":" + payload + "}"));
            }
        }
    }

    private static final String[] PLAIN = {"", " ", "\n\t ", "null", "true", "false", "nul", "tru", "True", "NULL", "0", "-0", "1", "-1", "+1", "007", "-007", "01.5",
        "1.", ".5", "-", "1e", "1e5", "1E+5", "1e-5", "1.50", "1e400", "-1e400", "1e-400", "0x10", "NaN", "Infinity", "-Infinity", "1 2", "1,2", "1]", "{}x", "[] []",
        "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890",
        "18446744073709551616", "0.1", "0.30000001192092896", "123456789012345678901234567890.5", "\"\"", "\"a\"", "\"a", "a", "'a'", "\"\\u00e9\"", "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\"", "\"\\u12\"", "\"\\x\"", "\"\\/\"", "\"\\b\\f\\n\\r\\t\\\"\\\\\"", "\"\t\"", "\"\n\"", "\"\u0000\"", "\"\u001f\"", "\"\u007f\"",
        "\"\\u0000\"", "[]", "[1]", "[1,]", "[,1]", "[1 2]", "[1", "[null]", "[1,\"a\",true,null,1.5,[],{}]", "{}", "{\"a\":1}", "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}",
        "{\"a\":1", "{\"a\" : 1 , \"b\" : 2 }", "{\"a\":1,\"a\":2}", "{\"\":1}", "{\"a\":null}", "{\"z\":1,\"y\":2,\"x\":{\"w\":[]}}", "// c\n1", "/* c */1", "# c\n1", "1 // c", "\ufeff1",
        "{\"schema\":null}", "{\"payload\":1}", "{\"schema\":null,\"payload\":1,\"x\":2}", "1\u0019", "15\u000149", "1\r2", "1\f", "1e9999999999", "1e10000000000", "1e-2147483647",
        "1.5e-2147483647", "1e2147483648", "1e2147483649", "1e00000000000000000005", "0e99999999999", "[1E+99999999999]", "{\"a\":[1e-3000000000]}"};

    private static final String[] ENVELOPES = {"{\"schema\":null,\"payload\":null}", "{\"schema\":null,\"payload\":1}", "{\"payload\":{\"a\":[1.5,\"x\"]},\"schema\":null}",
        "{ \"schema\" : { \"type\" : \"int32\" } , \"payload\" : 5 } ", "{\"schema\":{\"type\":\"int32\"},\"payload\":5}{}", "{\"schema\":{},\"payload\":1}", "{\"schema\":1,\"payload\":1}",
        "{\"schema\":\"int32\",\"payload\":1}", "{\"schema\":[],\"payload\":1}", "{\"schema\":{\"type\":1},\"payload\":1}", "{\"schema\":{\"type\":\"int33\"},\"payload\":1}",
        "{\"schema\":{\"type\":\"INT32\"},\"payload\":1}", "{\"schema\":{\"type\":\"array\"},\"payload\":[]}", "{\"schema\":{\"type\":\"array\",\"items\":null},\"payload\":[]}",
        "{\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"int32\"}},\"payload\":[1,2]}", "{\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"int32\"}},\"payload\":[1,null]}",
        "{\"schema\":{\"type\":\"map\"},\"payload\":{}}", "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"string\"}},\"payload\":{}}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":{\"type\":\"int8\"}},\"payload\":{\"a\":1}}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"string\"},\"values\":{\"type\":\"int8\"}},\"payload\":[[\"a\",1]]}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":{\"1\":1}}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[[1,2]]}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[[1]]}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[1]}",
        "{\"schema\":{\"type\":\"map\",\"keys\":{\"type\":\"int8\"},\"values\":{\"type\":\"int8\"}},\"payload\":[[1,2],[1,3]]}",
        "{\"schema\":{\"type\":\"struct\"},\"payload\":{}}", "{\"schema\":{\"type\":\"struct\",\"fields\":{}},\"payload\":{}}", "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\"}]},\"payload\":{}}", "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\"}]},\"payload\":{}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"a\"},{\"type\":\"int32\",\"field\":\"a\"}]},\"payload\":{\"a\":1}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"a\"}]},\"payload\":{\"a\":1,\"b\":2}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"a\"}]},\"payload\":{\"b\":2}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"field\":\"a\"}]},\"payload\":{\"a\":null}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":true,\"field\":\"a\"}]},\"payload\":{}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"default\":5,\"field\":\"a\"}]},\"payload\":{}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":true,\"default\":5,\"field\":\"a\"}]},\"payload\":{\"a\":null}}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int64\"}],\"optional\":true},\"payload\":null}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int64\"}]},\"payload\":null}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int64\"}]},\"payload\":[]}",
        "{\"schema\":{\"type\":\"int32\",\"optional\":\"true\"},\"payload\":null}", "{\"schema\":{\"type\":\"int32\",\"optional\":null},\"payload\":1}",
        "{\"schema\":{\"type\":\"int32\",\"optional\":true,\"name\":1,\"version\":\"1\",\"doc\":2,\"parameters\":[]},\"payload\":null}",
        "{\"schema\":{\"type\":\"int32\",\"version\":2.5},\"payload\":1}", "{\"schema\":{\"type\":\"int32\",\"version\":99999999999},\"payload\":1}",
        "{\"schema\":{\"type\":\"int32\",\"parameters\":{\"a\":1}},\"payload\":1}", "{\"schema\":{\"type\":\"int32\",\"parameters\":{\"b\":\"1\",\"a\":\"2\"}},\"payload\":1}",
        "{\"schema\":{\"type\":\"int32\",\"default\":\"x\"},\"payload\":null}", "{\"schema\":{\"type\":\"int32\",\"default\":null},\"payload\":1}",
        "{\"schema\":{\"type\":\"int32\",\"optional\":true,\"default\":null},\"payload\":null}", "{\"schema\":{\"type\":\"string\",\"default\":5},\"payload\":null}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int32\"}],\"default\":{\"a\":4}},\"payload\":null}",
        "{\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"int32\"},\"default\":[4]},\"payload\":null}",
        "{\"schema\":{\"type\":\"x\"},\"pay\":1}", "{\"schema\":[{\"a\":1}],\"payload\":{\"b\":2},\"x\":1}", "{\"schema\":5}", "{\"payload\":1,\"schema\":5}", "{\"x\":{\"schema\":1},\"schema\":{}}",
        "{\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"int8\"}},\"payload\":[null,{\"x\":1}],\"more\":1}", "{\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"int8\"}},\"payload\":[null,{\"x\":1}]}",
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"\"}]},\"payload\":{}}", "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"no\",\"field\":\"\"}]},\"payload\":{}}",
        "{\"schema\":{\"type\":\"int32\",\"unknown\":[1]},\"payload\":1}", "{\"schema\":{\"type\":\"int32\",\"field\":\"top\"},\"payload\":1}"};

    private static final String[] TYPES = {"{\"type\":\"boolean\"}", "{\"type\":\"int8\"}", "{\"type\":\"int16\"}", "{\"type\":\"int32\"}", "{\"type\":\"int64\"}", "{\"type\":\"float\"}",
        "{\"type\":\"double\"}", "{\"type\":\"string\"}", "{\"type\":\"bytes\"}", "{\"type\":\"array\",\"items\":{\"type\":\"int32\"}}", "{\"type\":\"int32\",\"optional\":true}",
        "{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":{\"scale\":\"2\"}}",
        "{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\"}", "{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"x\"}}",
        "{\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Date\",\"version\":1}", "{\"type\":\"int32\",\"name\":\"org.apache.kafka.connect.data.Time\",\"version\":1}",
        "{\"type\":\"int64\",\"name\":\"org.apache.kafka.connect.data.Timestamp\",\"version\":1}", "{\"type\":\"string\",\"name\":\"org.apache.kafka.connect.data.Date\"}"};

    private static final String[] PAYLOADS = {"null", "true", "0", "1", "-1", "2.7", "-2.7", "127", "128", "300", "-129", "32768", "70000", "2147483648", "-2147483649", "86400000",
        "9223372036854775807", "9223372036854775808", "1e3", "1e30", "1.25", "0.1", "16777217", "3.5e38", "1e400", "\"\"", "\"x\"", "\"true\"", "\"5\"", "\"NaN\"", "\"Infinity\"", "\"MDk=\"",
        "\"MDk\"", "\"M D k =\"", "\"-_8=\"", "\"+/8=\"", "\"!!\"", "\"nA==\"", "[]", "[1]", "[1,\"x\"]", "{}", "{\"a\":1}"};

    private static void numbers(Golden out) {
        Map<String, String> off = Golden.config("schemas.enable", "false");
        Map<String, String> on = Golden.config("schemas.enable", "true");
        JsonConverter plain = converter(off);
        JsonConverter schemas = converter(on);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(RANDOM.nextBoolean() ? "-" : "");
            text.append(1 + RANDOM.nextInt(9));
            for (int digits = RANDOM.nextInt(25); digits > 0; digits--) {
                text.append(RANDOM.nextInt(10));
            }
            text.append('.');
            for (int digits = 1 + RANDOM.nextInt(25); digits > 0; digits--) {
                text.append(RANDOM.nextInt(10));
            }
            if (RANDOM.nextBoolean()) {
                text.append('e').append(RANDOM.nextInt(640) - 320);
            }
            out.read("number", plain, off, utf8(text.toString()));
            out.read("number", schemas, on, utf8("{\"schema\":{\"type\":\"double\"},\"payload\":" + text + "}"));
            out.read("number", schemas, on, utf8("{\"schema\":{\"type\":\"float\"},\"payload\":" + text + "}"));
        }
    }

    // ---------------------------------------------------------------- random

    static Schema randomSchema(int depth) {
        int kind = RANDOM.nextInt(depth > 0 ? 17 : 12);
        SchemaBuilder builder = switch (kind) {
            case 0 -> SchemaBuilder.bool();
            case 1 -> SchemaBuilder.int8();
            case 2 -> SchemaBuilder.int16();
            case 3 -> SchemaBuilder.int32();
            case 4 -> SchemaBuilder.int64();
            case 5 -> SchemaBuilder.float32();
            case 6 -> SchemaBuilder.float64();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> Decimal.builder(RANDOM.nextInt(12));
            case 10 -> Date.builder();
            case 11 -> RANDOM.nextBoolean() ? Timestamp.builder() : Time.builder();
            case 12 -> SchemaBuilder.array(randomSchema(depth - 1));
            case 13 -> SchemaBuilder.map(RANDOM.nextBoolean() ? Schema.STRING_SCHEMA : Schema.INT32_SCHEMA, randomSchema(depth - 1));
            default -> randomStruct(depth - 1);
        };
        if (RANDOM.nextInt(3) == 0) {
            builder.optional();
        }
        boolean logical = kind >= 9 && kind <= 11;
        if (!logical && RANDOM.nextInt(4) == 0) {
            builder.name("r." + randomText()).version(RANDOM.nextInt(5));
        }
        if (RANDOM.nextInt(6) == 0) {
            builder.doc(randomText());
        }
        if (RANDOM.nextInt(6) == 0) {
            builder.parameter("p" + randomText(), randomText());
        }
        if (kind < 12 && RANDOM.nextInt(5) == 0) {
            builder.defaultValue(randomValue(required(builder)));
        }
        return builder.build();
    }

    /** The same type, so that a value that is not null can be made for a default. */
    private static Schema required(SchemaBuilder builder) {
        SchemaBuilder same = new SchemaBuilder(builder.type());
        if (builder.name() != null) {
            same.name(builder.name());
        }
        if (builder.parameters() != null) {
            builder.parameters().forEach(same::parameter);
        }
        return same.build();
    }

    private static SchemaBuilder randomStruct(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = RANDOM.nextInt(7); i >= 0; i--) {
            builder.field("f" + i + randomText(), randomSchema(depth));
        }
        return builder;
    }

    static Object randomValue(Schema schema) {
        if (schema.isOptional() && RANDOM.nextInt(4) == 0) {
            return null;
        }
        if (schema.name() != null && schema.name().startsWith("org.apache.kafka.connect.data.")) {
            return randomLogical(schema);
        }
        return switch (schema.type()) {
            case BOOLEAN -> RANDOM.nextBoolean();
            case INT8 -> (byte) RANDOM.nextInt();
            case INT16 -> (short) RANDOM.nextInt();
            case INT32 -> RANDOM.nextInt();
            case INT64 -> RANDOM.nextLong() >> RANDOM.nextInt(64);
            case FLOAT32 -> notNan(Float.intBitsToFloat(RANDOM.nextInt()));
            case FLOAT64 -> notNan(Double.longBitsToDouble(RANDOM.nextLong()));
            case STRING -> randomText();
            case BYTES -> randomBytes();
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = RANDOM.nextInt(4); i > 0; i--) {
                    items.add(randomValue(schema.valueSchema()));
                }
                yield items;
            }
            case MAP -> {
                Map<Object, Object> items = new LinkedHashMap<>();
                for (int i = RANDOM.nextInt(4); i > 0; i--) {
                    items.put(randomValue(schema.keySchema()), randomValue(schema.valueSchema()));
                }
                yield items;
            }
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    struct.put(field, randomValue(field.schema()));
                }
                yield struct;
            }
        };
    }

    private static Object randomLogical(Schema schema) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> new BigDecimal(new BigInteger(RANDOM.nextInt(130), RANDOM).multiply(BigInteger.valueOf(RANDOM.nextBoolean() ? 1 : -1)),
                Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
            case Date.LOGICAL_NAME -> date(86400000L * (RANDOM.nextInt(60000) - 20000));
            case Time.LOGICAL_NAME -> date(RANDOM.nextInt(86400000));
            default -> date(RANDOM.nextLong() >> 20);
        };
    }

    private static float notNan(float value) {
        return Float.isNaN(value) ? 1.5f : value;
    }

    private static double notNan(double value) {
        return Double.isNaN(value) ? 1.5 : value;
    }

    private static String randomText() {
        StringBuilder text = new StringBuilder();
        String[] pieces = {"a", "b", "Z", "_", ".", " ", "\"", "\\", "/", "\n", "\u0001", "é", "日", "😀", "0", "$", "\u2028"};
        for (int i = RANDOM.nextInt(8); i > 0; i--) {
            text.append(pieces[RANDOM.nextInt(RANDOM.nextBoolean() ? 3 : pieces.length)]);
        }
        return text.toString();
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[RANDOM.nextInt(12)];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.converters.BooleanConverter;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.converters.DoubleConverter;
import org.apache.kafka.connect.converters.FloatConverter;
import org.apache.kafka.connect.converters.IntegerConverter;
import org.apache.kafka.connect.converters.LongConverter;
import org.apache.kafka.connect.converters.ShortConverter;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;

/** StringConverter, the number converters, ByteArrayConverter, SimpleHeaderConverter. */
final class TextCases {
    private TextCases() {
    }

    static void record(Path folder) throws IOException {
        try (Golden out = new Golden(folder, "string")) {
            strings(out);
        }
        try (Golden out = new Golden(folder, "numbers")) {
            numbers(out);
        }
        try (Golden out = new Golden(folder, "header_write")) {
            headersWritten(out);
        }
        try (Golden out = new Golden(folder, "header_read")) {
            headersRead(out);
        }
    }

    private static Map<String, String> type(boolean key) {
        return Golden.config("converter.type", key ? "key" : "value");
    }

    private static void strings(Golden out) {
        for (String encoding : new String[] {"", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-32"}) {
            StringConverter converter = new StringConverter();
            Map<String, String> config = encoding.isEmpty() ? Golden.config()
                : Golden.config("converter.encoding", encoding);
            converter.configure(config, false);
            for (String text : JsonCases.STRINGS) {
                out.write("text", converter, config, Schema.STRING_SCHEMA, text);
            }
            for (byte[] bytes : new byte[][] {null, {}, utf8("plain"), utf8("é 日本 😀"), {(byte) 0xff, 'a', (byte) 0xc3},
                {(byte) 0xed, (byte) 0xa0, (byte) 0xbd}, {(byte) 0xf0, (byte) 0x9f, (byte) 0x98}, {0, 1, 2},
                {(byte) 0xc0, (byte) 0x80}, {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'x'}, {(byte) 0xd8, (byte) 0x8b, 0x53, (byte) 0xdb, (byte) 0x97},
                {(byte) 0xdc, (byte) 0xdc, 0, 'a', 0}, {(byte) 0x82, 0x7e, 0x24, (byte) 0xb5, 0, 0, 0, 'b', 0}}) {
                out.read("bytes", converter, config, bytes);
            }
        }
        Map<String, String> shifting = Golden.config("converter.encoding", "ISO-2022-JP");
        StringConverter converter = new StringConverter();
        converter.configure(shifting, false);
        for (String text : new String[] {"日本", "a日b", "plain"}) {
            out.write("text", converter, shifting, Schema.STRING_SCHEMA, text);
        }
        converter = new StringConverter();
        converter.configure(Map.of(), false);
        for (Object[] pair : values()) {
            out.write("any value", converter, Map.of(), (Schema) pair[0], pair[1]);
        }
    }

    /** Values of every type whose Java text does not depend on an object's address. */
    private static List<Object[]> values() {
        List<Object[]> all = new java.util.ArrayList<>();
        add(all, Schema.OPTIONAL_STRING_SCHEMA, (Object) null);
        add(all, null, null, true, (byte) -5, (short) 300, 70000, 1L << 40, 1.5f, 1e7f, 0.1f, 1e-4, 1e21, -0.0,
            Double.NaN, Double.NEGATIVE_INFINITY, "schemaless text");
        add(all, Schema.BOOLEAN_SCHEMA, true, false);
        add(all, Schema.INT8_SCHEMA, (byte) 127, (byte) -128);
        add(all, Schema.INT16_SCHEMA, (short) 32767, (short) -1);
        add(all, Schema.INT32_SCHEMA, 0, Integer.MIN_VALUE);
        add(all, Schema.INT64_SCHEMA, Long.MAX_VALUE, Long.MIN_VALUE);
        add(all, Schema.FLOAT32_SCHEMA, 0.1f, 1e10f, Float.MIN_VALUE, Float.POSITIVE_INFINITY);
        add(all, Schema.FLOAT64_SCHEMA, 0.1, 1e7, 123456.789, Double.MIN_VALUE, Double.MAX_VALUE);
        add(all, Decimal.schema(2), new BigDecimal("123.45"), new BigDecimal("-0.01"), new BigDecimal("0.00"));
        add(all, Decimal.schema(-3), new BigDecimal(BigInteger.ONE, -3));
        add(all, Decimal.schema(9), new BigDecimal(BigInteger.ONE, 9));
        add(all, Date.SCHEMA, date(0), date(-86400000L), date(1700006400000L));
        add(all, Time.SCHEMA, date(0), date(86399999L));
        add(all, Timestamp.SCHEMA, date(0), date(-1), date(1700000000123L), date(253402300799999L), date(-62135596800000L));
        add(all, SchemaBuilder.array(Schema.INT32_SCHEMA).build(), List.of(), List.of(1, 2, 3));
        add(all, SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(), Arrays.asList("a", null, "b c", "q\"\\e"));
        add(all, SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA).build(), Map.of(), Map.of("k", 1L),
            Collections.singletonMap("k\"", null));
        add(all, SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build(), Map.of(7, "seven"));
        Schema inner = SchemaBuilder.struct().field("x", Schema.OPTIONAL_FLOAT64_SCHEMA).field("y", Schema.STRING_SCHEMA).build();
        Schema outer = SchemaBuilder.struct().name("a.Outer").field("a", Schema.INT32_SCHEMA)
            .field("b", SchemaBuilder.string().optional().defaultValue("dflt").build()).field("in", inner)
            .field("list", SchemaBuilder.array(inner).optional().build()).field("none", Schema.OPTIONAL_INT8_SCHEMA).build();
        Struct one = new Struct(inner).put("x", 1e-5).put("y", "why");
        add(all, inner, one, new Struct(inner).put("y", ""));
        add(all, outer, new Struct(outer).put("a", 1).put("in", one).put("list", List.of(one, one)),
            new Struct(outer).put("a", -1).put("b", "x=y,{z}").put("in", one));
        Map<String, Object> loose = new LinkedHashMap<>();
        loose.put("id", 7);
        loose.put("name", "é");
        loose.put("none", null);
        loose.put("list", Arrays.asList(1, "two", 3.0, null, true));
        add(all, null, loose, List.of("a", 1L, 2.5f), List.of(), Map.of());
        return all;
    }

    private static void add(List<Object[]> all, Schema schema, Object... values) {
        if (values == null) {
            values = new Object[] {null};
        }
        for (Object value : values) {
            all.add(new Object[] {schema, value});
        }
    }

    private static java.util.Date date(long ms) {
        return new java.util.Date(ms);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void numbers(Golden out) {
        Schema[] schemas = {null, Schema.BOOLEAN_SCHEMA, Schema.OPTIONAL_BOOLEAN_SCHEMA, Schema.INT8_SCHEMA, Schema.INT16_SCHEMA,
            Schema.OPTIONAL_INT16_SCHEMA, Schema.INT32_SCHEMA, Schema.INT64_SCHEMA, Schema.FLOAT32_SCHEMA, Schema.FLOAT64_SCHEMA,
            Schema.STRING_SCHEMA, Schema.BYTES_SCHEMA, Schema.OPTIONAL_BYTES_SCHEMA};
        Object[] values = {null, true, false, (byte) 1, (short) 258, Short.MIN_VALUE, 16909060, Integer.MIN_VALUE,
            72623859790382856L, Long.MIN_VALUE, 1.5f, Float.NaN, -0.0, 1e300, "text", new byte[] {0, -1, 2}, new byte[0]};
        byte[][] wire = {null, {}, {0}, {1}, {2}, {-1}, {1, 2}, {1, 2, 3}, {-1, -2, -3, -4}, {0, 0, 0, 0, 0, 0, 0, 9},
            {127, -8, 0, 0, 0, 0, 0, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9}, {'t', 'r', 'u', 'e'}};
        Converter[] converters = {new BooleanConverter(), new ShortConverter(), new IntegerConverter(), new LongConverter(),
            new FloatConverter(), new DoubleConverter(), new ByteArrayConverter()};
        for (Converter converter : converters) {
            Map<String, String> config = type(false);
            converter.configure(config, false);
            for (Schema schema : schemas) {
                for (Object value : values) {
                    if (value == null || schema == null || suits(schema, value) || value instanceof String) {
                        out.write("value", converter, Map.of(), schema, value);
                    }
                }
            }
            ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 8});
            out.write("buffer", converter, Map.of(), Schema.BYTES_SCHEMA, buffer);
            for (byte[] bytes : wire) {
                out.read("wire", converter, Map.of(), bytes);
            }
        }
    }

    private static boolean suits(Schema schema, Object value) {
        return switch (schema.type()) {
            case BOOLEAN -> value instanceof Boolean;
            case INT8 -> value instanceof Byte;
            case INT16 -> value instanceof Short;
            case INT32 -> value instanceof Integer;
            case INT64 -> value instanceof Long;
            case FLOAT32 -> value instanceof Float;
            case FLOAT64 -> value instanceof Double;
            case BYTES -> value instanceof byte[];
            default -> value instanceof String;
        };
    }

    private static void headersWritten(Golden out) {
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        for (Object[] pair : values()) {
            out.writeHeader("value", converter, (Schema) pair[0], pair[1]);
        }
        for (String text : JsonCases.STRINGS) {
            out.writeHeader("text", converter, Schema.STRING_SCHEMA, text);
            out.writeHeader("text in a list", converter, SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of(text));
        }
        out.writeHeader("bytes", converter, Schema.BYTES_SCHEMA, new byte[] {0, -1, 2, 3});
        out.writeHeader("bytes in a list", converter, null, List.of(new byte[] {1}));
        out.writeHeader("buffer", converter, Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2}));
    }

    private static void headersRead(Golden out) {
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        String[] texts = {"", " ", "null", "NULL", "Null", " null ", "true", "false", "TRUE", "True", " true", "t", "truefalse",
            "0", "5", "-5", "+5", "127", "128", "-128", "-129", "32767", "32768", "-32769", "2147483647", "2147483648",
            "9223372036854775807", "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "007", "0x10",
            "1.", ".5", "0.5", "1.5", "-1.5", "1.0", "1e3", "1E3", "1e-3", "1.5e300", "1e400", "0.1", "0.12345678901234567890123",
            "3.4028235E38", "1.7976931348623157E308", "1e-400", "NaN", "Infinity", "-Infinity", "1d", "1f", "1L", "1_000", "1,000",
            "-", "+", "--5", "5-", "5 6", "1.2.3",
            "2024-01-01", "2024-13-01", "2024-02-30", "24-01-01", "2024-1-1", "2024-01-01T00:00:00.000Z", "2024-01-01T12:34:56.789Z",
            "2024-01-01T12:34:56Z", "2024-01-01T12:34:56.789+0200", "12:34:56.789Z", "12:34:56Z", "25:00:00.000Z", "12:34", "12:34:56.789",
            "hello", "hello world", "\"quoted\"", "\"5\"", "\"a\\\"b\"", "'single'", "a\"b", "\\", "a\\b", "é", "日本", "😀", "tab\there",
            "line\nbreak", "[]", "[ ]", "[1]", "[1,2,3]", "[1, 2, 3]", "[1,300]", "[1,2.5]", "[1,\"a\"]", "[\"a\",\"b\"]", "[a,b]", "[1,]",
            "[,]", "[", "]", "[1", "[1,2", "[null]", "[null,1]", "[true,false]", "[true,1]", "[[1],[2]]", "[[1],[\"a\"]]", "[1]x", "x[1]",
            "[2024-01-01]", "[\"2024-01-01\"]", "{}", "{ }", "{\"a\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":\"x\"}", "{a:1}", "{1:2}",
            "{\"a\":}", "{\"a\"}", "{:1}", "{\"a\":null}", "{\"a\":[1,2],\"b\":{\"c\":true}}", "{\"a\":1", "{", "}", "{}x", "{\"a\":1,}",
            "{,}", "{\"a\":1 ,\"b\": 2 }", "[{}]", "[[],[]]", "[\"\"]", "\"\"", "\"", "\"a", "a:b", "a,b", "http://x:80/p?q=1",
            "{\"schema\":null}", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "1970-01-01", "0001-01-01", "9999-12-31",
            "[1.5,2.5]", "[1,9223372036854775808]", "[128,-129]", "[\"a\\\"b\"]", "[\"a,b\",\"c]\"]", "{\"k,1\":\"v}\"}", "1/2", "50%",
            "application/json", "-0", "0.0", "-0.0", "1e0", "0e0", "1E+3", "12345678.9", "16777217", "16777217.0", "0.30000001192092896"};
        for (String text : texts) {
            out.readHeader("text", converter, utf8(text));
        }
        out.readHeader("no bytes", converter, null);
        out.readHeader("not UTF-8", converter, new byte[] {(byte) 0xff, 'a'});
    }
}

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** What matters to Avro beside what JsonCases has: names, enums, unions, fixed, schemas of the world. */
final class AvroCases {
    private AvroCases() {
    }

    static List<Object[]> chosen() {
        List<Object[]> all = new ArrayList<>();
        envelopes(all);
        names(all);
        sums(all);
        bytes(all);
        defaults(all);
        maps(all);
        add(all, "nothing", Schema.OPTIONAL_STRING_SCHEMA, (Object) null);
        add(all, "anything", null, 1, "x", List.of(1, "a"), Map.of("k", List.of(true)));
        return all;
    }

    private static void add(List<Object[]> all, String name, Schema schema, Object... values) {
        for (Object value : values) {
            all.add(new Object[] {name, schema, value});
        }
    }

    private static void envelopes(List<Object[]> all) {
        Schema row = SchemaBuilder.struct().optional().name("shop.inventory.orders.Value")
            .field("id", Schema.INT32_SCHEMA).field("price", Decimal.builder(2).parameter("connect.decimal.precision", "12").optional().build())
            .field("day", SchemaBuilder.int32().name("io.debezium.time.Date").version(1).optional().build())
            .field("at", SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").version(1).defaultValue(0L).build())
            .field("state", SchemaBuilder.string().name("io.debezium.data.Enum").version(1).parameter("allowed", "new,paid").defaultValue("new").build())
            .field("raw", Schema.OPTIONAL_BYTES_SCHEMA).field("flag", Schema.OPTIONAL_INT16_SCHEMA).field("note", SchemaBuilder.string().optional().defaultValue("é").build())
            .build();
        Schema source = SchemaBuilder.struct().name("io.debezium.connector.mysql.Source").field("version", Schema.STRING_SCHEMA)
            .field("snapshot", SchemaBuilder.string().name("io.debezium.data.Enum").version(1).parameter("allowed", "true,last,false").optional().defaultValue("false").build())
            .build();
        Schema block = SchemaBuilder.struct().optional().name("event.block").version(1).field("id", Schema.STRING_SCHEMA).build();
        Schema envelope = SchemaBuilder.struct().name("shop.inventory.orders.Envelope").version(2).field("before", row).field("after", row)
            .field("source", source).field("transaction", block).field("op", Schema.STRING_SCHEMA).field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA).build();
        Struct one = new Struct(row).put("id", 7).put("price", new BigDecimal("12.50")).put("day", 19000).put("at", 1700000000000001L).put("state", "paid")
            .put("raw", new byte[] {0, -1}).put("flag", (short) -3).put("note", null);
        add(all, "envelope", envelope, new Struct(envelope).put("after", one).put("source", new Struct(source).put("version", "3.6")).put("op", "c"),
            new Struct(envelope).put("before", one).put("source", new Struct(source).put("version", "3.6").put("snapshot", "last"))
                .put("transaction", new Struct(block).put("id", "x:1")).put("op", "d").put("ts_ms", 5L));
        Schema key = SchemaBuilder.struct().name("shop.inventory.orders.Key").field("id", Schema.INT32_SCHEMA).build();
        add(all, "key", key, new Struct(key).put("id", -1));
    }

    private static void names(List<Object[]> all) {
        for (String name : new String[] {"Plain", "a.Plain", "a.b.c.Plain", "my-topic.Value", "1st.2nd", "a..b", ".a", "a.", "Größe.Ä", "a b.c/d", "null", "record.int", "日本.語"}) {
            Schema schema = SchemaBuilder.struct().name(name).field("x", Schema.INT32_SCHEMA).build();
            add(all, "name", schema, new Struct(schema).put("x", 1));
        }
        for (String name : new String[] {"a-b", "1a", "ä", "a b", "_", "a.b", "$x", "日", "type"}) {
            Schema schema = SchemaBuilder.struct().name("N").field(name, Schema.OPTIONAL_INT32_SCHEMA).build();
            add(all, "field name", schema, new Struct(schema).put(name, 1));
        }
        Schema inner = SchemaBuilder.struct().field("y", Schema.STRING_SCHEMA).build();
        Schema unnamed = SchemaBuilder.struct().field("a", inner).field("b", inner).field("c", SchemaBuilder.struct().field("z", Schema.BOOLEAN_SCHEMA).build())
            .field("d", SchemaBuilder.array(SchemaBuilder.struct().optional().field("w", Schema.INT8_SCHEMA).build()).build()).build();
        add(all, "unnamed", unnamed, new Struct(unnamed).put("a", new Struct(inner).put("y", "1")).put("b", new Struct(inner).put("y", "2"))
            .put("c", new Struct(unnamed.field("c").schema()).put("z", true))
            .put("d", Arrays.asList(null, new Struct(unnamed.field("d").schema().valueSchema()).put("w", (byte) 3))));
        Schema shared = SchemaBuilder.struct().name("p.Shared").version(3).doc("d").parameter("k", "v").field("q", Schema.INT64_SCHEMA).build();
        Schema maybe = SchemaBuilder.struct().name("p.Shared").version(3).doc("d").parameter("k", "v").field("q", Schema.INT64_SCHEMA).optional().build();
        Schema twice = SchemaBuilder.struct().name("o.Twice").field("a", shared).field("b", maybe).field("c", SchemaBuilder.map(Schema.STRING_SCHEMA, shared).build()).build();
        add(all, "shared", twice, new Struct(twice).put("a", new Struct(shared).put("q", 1L)).put("c", Map.of("m", new Struct(shared).put("q", 2L))));
        Schema documented = SchemaBuilder.struct().name("Doc").doc("all \"of\" it").parameter("io.confluent.connect.avro.record.doc", "record's")
            .parameter("io.confluent.connect.avro.field.doc.x", "field's").parameter("connect.record.doc", "other").parameter("avro.custom", "c")
            .field("x", SchemaBuilder.int32().doc("x's own").build()).build();
        add(all, "documented", documented, new Struct(documented).put("x", 1));
        Schema versioned = SchemaBuilder.int32().version(5).name("some.Name").doc("a\nb\t\"c\"\\ \u0001 é 😀 \u2028").parameter("z", "1").parameter("a", "😀").defaultValue(9).build();
        add(all, "meta", versioned, 1);
    }

    private static void sums(List<Object[]> all) {
        Schema color = SchemaBuilder.string().name("paint.Color").parameter("io.confluent.connect.avro.Enum", "paint.Color").parameter("io.confluent.connect.avro.Enum.RED", "RED")
            .parameter("io.confluent.connect.avro.Enum.BLUE", "BLUE").parameter("io.confluent.connect.avro.enum.doc.Color", "doc").build();
        add(all, "enum", color, "RED", "BLUE", "GREEN");
        Schema holder = SchemaBuilder.struct().name("Holder").field("c", SchemaBuilder.string().optional().name("paint.Color")
            .parameter("io.confluent.connect.avro.Enum", "paint.Color").parameter("io.confluent.connect.avro.Enum.RED", "RED").build()).build();
        add(all, "enum", holder, new Struct(holder).put("c", "RED"), new Struct(holder));
        Schema general = SchemaBuilder.string().name("g.E").parameter("org.apache.kafka.connect.data.Enum", "g.E").parameter("org.apache.kafka.connect.data.Enum.A", "0")
            .parameter("org.apache.kafka.connect.data.Enum.B", "1").build();
        add(all, "general enum", general, "B");
        Schema part = SchemaBuilder.struct().name("n.Part").field("x", Schema.INT32_SCHEMA).optional().build();
        Schema union = SchemaBuilder.struct().name("io.confluent.connect.avro.Union").field("int", Schema.OPTIONAL_INT32_SCHEMA).field("string", Schema.OPTIONAL_STRING_SCHEMA)
            .field("Part", part).build();
        add(all, "union", union, new Struct(union).put("int", 3), new Struct(union).put("string", "s"), new Struct(union).put("Part", new Struct(part).put("x", 1)), new Struct(union));
        Schema open = SchemaBuilder.struct().name("io.confluent.connect.avro.Union").optional().field("boolean", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("array", SchemaBuilder.array(Schema.FLOAT64_SCHEMA).optional().build()).build();
        Schema within = SchemaBuilder.struct().name("With").field("u", open).field("v", union).build();
        add(all, "union within", within, new Struct(within).put("u", new Struct(open).put("array", List.of(1.5))).put("v", new Struct(union).put("int", 1)),
            new Struct(within).put("v", new Struct(union).put("string", "")));
        Schema sum = SchemaBuilder.struct().name("connect_union_0").parameter("org.apache.kafka.connect.data.Union", "connect_union_0")
            .field("connect_union_field_0", Schema.OPTIONAL_INT32_SCHEMA).field("connect_union_field_1", Schema.OPTIONAL_STRING_SCHEMA).build();
        add(all, "general union", sum, new Struct(sum).put("connect_union_field_1", "x"));
    }

    private static void bytes(List<Object[]> all) {
        Schema fixed = SchemaBuilder.bytes().name("f.Four").parameter("connect.fixed.size", "4").build();
        add(all, "fixed", fixed, (Object) new byte[] {1, 2, 3, 4});
        Schema within = SchemaBuilder.struct().name("F").field("f", SchemaBuilder.bytes().name("f.Four").parameter("connect.fixed.size", "4").optional().build()).build();
        add(all, "fixed", within, new Struct(within), new Struct(within).put("f", new byte[] {9, 8, 7, 6}));
        add(all, "decimal", Decimal.schema(2), new BigDecimal("-1.28"));
        add(all, "decimal", Decimal.builder(4).parameter("connect.decimal.precision", "3").build(), new BigDecimal("0.0001"));
        add(all, "decimal", Decimal.builder(-2).build(), new BigDecimal("1E+2"));
        add(all, "decimal", Decimal.builder(2).optional().parameter("connect.decimal.precision", "64").build(), new BigDecimal("1.00"));
        add(all, "raw", Schema.BYTES_SCHEMA, new byte[0], new byte[] {0, 1, 2});
        add(all, "raw", Schema.OPTIONAL_BYTES_SCHEMA, (Object) new byte[] {0, 1, 2});
        add(all, "dates", SchemaBuilder.struct().field("d", Date.SCHEMA).field("t", Time.SCHEMA).field("s", Timestamp.SCHEMA).build(), (Object) null);
        for (Schema schema : new Schema[] {Date.SCHEMA, Date.builder().optional().build(), Time.SCHEMA, Timestamp.SCHEMA, Timestamp.builder().optional().build()}) {
            add(all, "dates", schema, new java.util.Date(0));
        }
    }

    private static void defaults(List<Object[]> all) {
        Schema[] of = {SchemaBuilder.int8().defaultValue((byte) -1).build(), SchemaBuilder.int16().optional().defaultValue((short) 300).build(), SchemaBuilder.int32().defaultValue(5).build(),
            SchemaBuilder.int64().defaultValue(Long.MIN_VALUE).build(), SchemaBuilder.float32().defaultValue(0.1f).build(), SchemaBuilder.float32().defaultValue(1e10f).build(),
            SchemaBuilder.float64().defaultValue(1e-7).build(), SchemaBuilder.float64().optional().defaultValue(100.0).build(), SchemaBuilder.float64().defaultValue(Double.NaN).build(),
            SchemaBuilder.bool().defaultValue(true).build(), SchemaBuilder.string().defaultValue("").build(), SchemaBuilder.string().optional().defaultValue("q\"é😀\n").build(),
            SchemaBuilder.bytes().defaultValue(new byte[] {0, 65, -56}).build(), SchemaBuilder.array(Schema.INT32_SCHEMA).defaultValue(List.of(1, 2)).build(),
            SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().defaultValue(List.of()).build(), SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).defaultValue(Map.of("a", 1L)).build(),
            SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT64_SCHEMA).defaultValue(Map.of(1, 1L)).build(), Decimal.builder(1).defaultValue(new BigDecimal("2.5")).build(),
            Date.builder().defaultValue(new java.util.Date(86400000L)).build(), Time.builder().optional().defaultValue(new java.util.Date(5)).build(),
            Timestamp.builder().defaultValue(new java.util.Date(-5)).build(), SchemaBuilder.int32().defaultValue(5).parameter("io.confluent.connect.avro.field.default", "true").build(),
            SchemaBuilder.string().name("E").parameter("io.confluent.connect.avro.Enum", "E").parameter("io.confluent.connect.avro.Enum.A", "A").defaultValue("A").build()};
        for (Schema schema : of) {
            Schema holder = SchemaBuilder.struct().name("Holder").field("f", schema).build();
            add(all, "default", holder, new Struct(holder));
        }
        Schema inner = SchemaBuilder.struct().name("Inner").field("x", Schema.INT32_SCHEMA).field("y", SchemaBuilder.string().optional().defaultValue("why").build()).build();
        add(all, "no default inside", inner, new Struct(inner).put("x", 1).put("y", null));
    }

    private static void maps(List<Object[]> all) {
        Schema entries = SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA).name("m.Entries").build();
        Map<Object, Object> one = new LinkedHashMap<>();
        one.put(1, null);
        add(all, "named entries", entries, one, Map.of());
        Schema optional = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT8_SCHEMA).optional().build();
        add(all, "optional keys", optional, Map.of("k", (byte) 1), null);
        Schema within = SchemaBuilder.struct().name("W").field("m", SchemaBuilder.map(Schema.INT64_SCHEMA, SchemaBuilder.struct().name("V").field("x", Schema.INT32_SCHEMA).build()).optional().build())
            .field("n", SchemaBuilder.map(Schema.STRING_SCHEMA, SchemaBuilder.array(Schema.BOOLEAN_SCHEMA).build()).build()).build();
        add(all, "entries within", within, new Struct(within).put("n", Map.of("a", List.of(true, false))));
    }

    /** A schema's text, and values in Avro's JSON. */
    static final String[][] NATIVE = {
        {"\"int\"", "1"}, {"\"string\"", "\"x\""}, {"\"bytes\"", "\"\\u0000\\u00ff\""}, {"{\"type\":\"long\"}", "5"}, {"[\"null\",\"int\"]", "null", "{\"int\":4}"},
        {"[\"int\"]", "{\"int\":4}"}, {"[\"int\",\"null\"]", "{\"int\":4}"}, {"[\"null\",\"int\",\"string\"]", "null", "{\"int\":4}", "{\"string\":\"s\"}"},
        {"[\"int\",\"string\",\"double\",\"boolean\",\"bytes\"]", "{\"boolean\":true}", "{\"bytes\":\"b\"}", "{\"double\":1.5}"},
        {"{\"type\":\"enum\",\"name\":\"Suit\",\"namespace\":\"cards\",\"doc\":\"four\",\"symbols\":[\"S\",\"H\"],\"default\":\"S\"}", "\"H\""},
        {"{\"type\":\"fixed\",\"name\":\"md.Five\",\"size\":5}", "\"abcde\""},
        {"{\"type\":\"fixed\",\"name\":\"Dec\",\"size\":4,\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}", "\"\\u0000\\u0000\\u0004\\u00d2\"", "\"\\u00ff\\u00ff\\u00ff\\u00ff\""},
        {"{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":64,\"scale\":3}", "\"\\u0004\\u00d2\""}, {"{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":8}", "\"\\u0001\""},
        {"{\"type\":\"int\",\"logicalType\":\"date\"}", "19000"}, {"{\"type\":\"int\",\"logicalType\":\"time-millis\"}", "1000"}, {"{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", "-1"},
        {"{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", "5"}, {"{\"type\":\"long\",\"logicalType\":\"time-micros\"}", "5"}, {"{\"type\":\"string\",\"logicalType\":\"uuid\"}", "\"u\""},
        {"{\"type\":\"int\",\"connect.type\":\"int8\"}", "-7", "300"}, {"{\"type\":\"int\",\"connect.type\":\"int16\"}", "7"}, {"{\"type\":\"int\",\"connect.type\":\"int99\"}", "7"},
        {"{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"x\""}, {"{\"type\":\"int\",\"avroNumber\":5,\"avroFlag\":true,\"other\":1}", "1"},
        {"{\"type\":\"int\",\"connect.version\":3,\"connect.name\":\"n\",\"connect.doc\":\"d\",\"connect.parameters\":{\"b\":\"1\",\"a\":\"2\"},\"connect.default\":7}", "1"},
        {"{\"type\":\"int\",\"connect.version\":\"3\"}", "1"}, {"{\"type\":\"int\",\"connect.name\":3}", "1"}, {"{\"type\":\"int\",\"connect.parameters\":[1]}", "1"},
        {"{\"type\":\"int\",\"connect.parameters\":{\"a\":1}}", "1"}, {"{\"type\":\"int\",\"connect.default\":\"x\"}", "1"}, {"{\"type\":\"int\",\"logicalType\":\"date\",\"connect.name\":\"other\"}", "1"},
        {"{\"type\":\"int\",\"logicalType\":\"date\",\"connect.version\":2}", "1"}, {"{\"type\":\"array\",\"items\":\"long\"}", "[]", "[1,2]"},
        {"{\"type\":\"map\",\"values\":[\"null\",\"double\"]}", "{}", "{\"a\":{\"double\":1.0}}", "{\"b\":null}"},
        {"{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MapEntry\",\"namespace\":\"io.confluent.connect.avro\",\"fields\":[{\"name\":\"key\",\"type\":\"int\"},{\"name\":\"value\",\"type\":\"string\"}]}}", "[{\"key\":1,\"value\":\"x\"}]"},
        {"{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Odd\",\"connect.internal.type\":\"MapEntry\",\"fields\":[{\"name\":\"value\",\"type\":\"int\"},{\"name\":\"key\",\"type\":\"string\"}]}}", "[{\"value\":1,\"key\":\"x\"}]"},
        {"{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Odd\",\"connect.internal.type\":\"MapEntry\",\"fields\":[{\"name\":\"value\",\"type\":\"int\"}]}}", "[{\"value\":1}]"},
        {"{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}", "{}"},
        {"{\"type\":\"record\",\"name\":\"a.b.R\",\"doc\":\"rec\",\"aliases\":[\"Old\"],\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"doc\":\"the x\",\"default\":5},{\"name\":\"y\",\"type\":[\"null\",\"string\"],\"default\":null},"
            + "{\"name\":\"z\",\"type\":[\"string\",\"null\"],\"default\":\"zz\",\"order\":\"ignore\",\"aliases\":[\"zed\"],\"custom\":1}]}", "{\"x\":1,\"y\":{\"string\":\"s\"},\"z\":null}"},
        {"{\"type\":\"record\",\"name\":\"Defaults\",\"fields\":[{\"name\":\"a\",\"type\":\"boolean\",\"default\":true},{\"name\":\"b\",\"type\":\"long\",\"default\":5},{\"name\":\"c\",\"type\":\"float\",\"default\":1.5},"
            + "{\"name\":\"d\",\"type\":\"double\",\"default\":2},{\"name\":\"e\",\"type\":\"string\",\"default\":\"é\"},{\"name\":\"f\",\"type\":\"bytes\",\"default\":\"\\u00ff\"},"
            + "{\"name\":\"g\",\"type\":{\"type\":\"array\",\"items\":\"int\"},\"default\":[1,2]},{\"name\":\"h\",\"type\":{\"type\":\"map\",\"values\":\"int\"},\"default\":{\"k\":1}},"
            + "{\"name\":\"i\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]},\"default\":\"B\"},{\"name\":\"j\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":2},\"default\":\"ab\"},"
            + "{\"name\":\"k\",\"type\":{\"type\":\"record\",\"name\":\"I\",\"fields\":[{\"name\":\"p\",\"type\":\"int\"},{\"name\":\"q\",\"type\":\"string\",\"default\":\"qq\"}]}},"
            + "{\"name\":\"l\",\"type\":[\"int\",\"string\",\"boolean\"]},{\"name\":\"m\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":5,\"scale\":1},\"default\":\"\\u0001\"},"
            + "{\"name\":\"n\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"},\"default\":10},{\"name\":\"o\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"default\":10},"
            + "{\"name\":\"p\",\"type\":\"int\",\"default\":\"wrong\"},{\"name\":\"q\",\"type\":[\"null\",\"int\",\"string\"],\"default\":null},{\"name\":\"r\",\"type\":{\"type\":\"int\",\"connect.default\":3,\"connect.type\":\"int16\"},\"default\":4}]}",
            "{\"a\":false,\"b\":1,\"c\":1.0,\"d\":1.0,\"e\":\"\",\"f\":\"\",\"g\":[],\"h\":{},\"i\":\"A\",\"j\":\"zz\",\"k\":{\"p\":1,\"q\":\"\"},\"l\":{\"string\":\"x\"},\"m\":\"\\u0002\",\"n\":1,\"o\":1,\"p\":1,\"q\":null,\"r\":1}"},
        {"{\"type\":\"record\",\"name\":\"Sum\",\"namespace\":\"s\",\"fields\":[{\"name\":\"u\",\"type\":[{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]},"
            + "{\"type\":\"record\",\"name\":\"B\",\"namespace\":\"t\",\"fields\":[{\"name\":\"y\",\"type\":\"s.A\"}]},{\"type\":\"enum\",\"name\":\"C\",\"symbols\":[\"c\"]},\"null\",{\"type\":\"array\",\"items\":\"A\"}]},"
            + "{\"name\":\"v\",\"type\":[\"null\",\"t.B\"]}]}", "{\"u\":{\"s.A\":{\"x\":1}},\"v\":null}", "{\"u\":{\"t.B\":{\"y\":{\"x\":2}}},\"v\":{\"t.B\":{\"y\":{\"x\":3}}}}", "{\"u\":{\"s.C\":\"c\"},\"v\":null}",
            "{\"u\":null,\"v\":null}", "{\"u\":{\"array\":[{\"x\":9}]},\"v\":null}"},
        {"[{\"type\":\"record\",\"name\":\"X\",\"namespace\":\"a\",\"fields\":[]},{\"type\":\"record\",\"name\":\"X\",\"namespace\":\"b\",\"fields\":[]}]", "{\"b.X\":{}}"},
        {"{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"v\",\"type\":\"int\"},{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}", "{\"v\":1,\"next\":null}"},
        {"{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"n\",\"type\":\"null\"}]}", "{\"n\":null}"},
        {"{\"type\":\"record\",\"name\":\"P\",\"connect.name\":\"other.Name\",\"connect.version\":4,\"connect.doc\":\"doc\",\"connect.parameters\":{\"p\":\"q\"},\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"string\",\"connect.default\":\"d\"},\"default\":\"d\"}]}", "{\"x\":\"\"}"},
        {"{\"type\":\"record\",\"name\":\"ConnectDefault\",\"namespace\":\"io.confluent.connect.avro\",\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"record\",\"name\":\"ConnectDefault2\",\"fields\":[{\"name\":\"y\",\"type\":\"int\"}]}}]}", "{\"x\":{\"y\":1}}"},
    };
}

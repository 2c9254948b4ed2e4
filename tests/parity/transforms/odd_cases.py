"""What nobody means to send, through the commonest transforms."""
import random

from events import *  # noqa: F403

NUMBERS = [
    "0x1p0", "0x1.8p3", "-0x.8P-2", "+0X1.fffffffffffffp1023", "0x1p1024", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.0000000000000800001p0", "0x1.00000000000008p0", "0x1.00000000000018p0", "0x1.000001p0",
    "0x1.0000010000001p0", "0x1.fffffefffffffp127", "0x1.ffffffp127", "0x1p-149", "0x1p-150", "0x1.8p-150", "0x123456789abcdef0123456789p-60", "0x0p5", "-0x0.0p0", "0x1", "0x1.8", "0xp1", "0x.p1", "0x1.p1", "0x1p", "0x1p+", "0x1p1f", "0x1p1D", "0x1p1L", "0x 1p1",
    "0x1p99999999999", "0x1p-99999999999", "0x0p99999999999", " 0x1p1\t", "1d", "1.d", ".5f", ".", "d", "f", "1dd", "1fd", "e5", "1e", "1e+", "1e+5d", "1E5F", "1e99999999999", "1e-99999999999", "0e99999999999", "NaNd", "+NaN", "-NaN", "nan", "Infinityf", "+Infinity", "infinity", "inf",
    "\u0661\u0662\u0663", "-\uff11\uff12", "+\u0967", "\U0001d7cf", "1\u0662", "\u0661.5", "\u0e51\u0e52e\u0e53", "1_0", "1,5", "0b1", "0o7", "1L", "1l", "\u00a01", "1\u00a0", "\u20031", "\n1\n", "+-1", "1+1", "- 1", "1 2", "\u22121", "9223372036854775808", "-9223372036854775809",
    "\uff19223372036854775807", "00000000000000000000000000000000000001", "-0", "+0", "-0.0", "4.9e-324", "2.4e-324", "2.5e-324", "1.7976931348623159e308", "1.4e-45", "7e-46", "3.4028236e38", "3.4028235677973366e38", "0.1", "1.00000005960464477539062", "1.00000005960464477539063",
    "9007199254740993", "9007199254740993.0000000000000000000000000001", "123456789012345678901234567890", "tr\u00fce", "TRUE ", " true", "\uff34RUE", "t", "1", "on"]


def odd_numbers():
    """Texts for Cast and for MaskField's replacement."""
    family = Family()
    for each in NUMBERS:
        for to in TYPES:
            family.add(KAFKA + "Cast$Value", {"spec": to}, rec(side(sch("string"), text(each))), f"{each!r} to {to}")
        for name in ("i8", "i64", "f32", "f64", "price", "name"):
            family.add(KAFKA + "MaskField$Value", {"fields": name, "replacement": each}, rec(side(FLAT, flat())), f"{each!r} for {name}")
    dice = random.Random(11)
    for _ in range(400):
        bits = dice.getrandbits(dice.choice([10, 40, 60, 90, 130]))
        each = f"0x{bits:x}".replace("0x", "0x" + dice.choice(["", ".", "1.", "0.0000", "00"])) + f"p{dice.choice([0, 3, -1074, -1030, -1100, -149, -140, -200, 960, 100, 64])}"
        for to in ("float32", "float64"):
            family.add(KAFKA + "Cast$Value", {"spec": to}, rec(side(sch("string"), text(each))), f"{each!r} to {to}")
    return family


# ---- whole records put together at random ----

NAMES = ["a", "b", "id", "A", "a.b", "a_b", " ", "x y", "\u00e4", "\U0001f600", "$1", "null", "f!", "a:b", "b,c", "value", "key", "ts", "__op", "op"]
LEAVES = [
    (lambda o: sch("int8", o), [i8(-128), i8(7)]), (lambda o: sch("int16", o), [i16(300)]), (lambda o: sch("int32", o), [i32(0), i32(-70000)]),
    (lambda o: sch("int64", o), [i64(1700000000123), i64(-1)]), (lambda o: sch("float", o), [f32(1.1), f32(float("nan"))]), (lambda o: sch("double", o), [f64(1e21), f64(-0.0)]),
    (lambda o: sch("boolean", o), [boolean(True)]), (lambda o: sch("string", o), [text(""), text("\u00e9\U0001f600"), text("12"), text("2024-02-29")]), (lambda o: sch("bytes", o), [{"bytes": "AAH/"}]),
    (lambda o: decimal(3, o), [dec(-12345, 3)]), (lambda o: date(o), [{"date": -1}]), (lambda o: time(o), [{"time": 86399999}]), (lambda o: timestamp(o), [{"timestamp": -62135596800001}]),
    (lambda o: sch("int32", o, default=5), [i32(6)]), (lambda o: sch("string", o, default="dd"), [text("given")]),
    (lambda o: sch("int32", o, name="Own", version=3, doc="d", parameters={"p": "q"}), [i32(1)])]


def any_side(dice, depth=0):
    """(schema, value) of some type."""
    kind = dice.random()
    optional_ = dice.random() < 0.5
    null = optional_ and dice.random() < 0.3
    if depth > 2 or kind < 0.6:
        make, values = dice.choice(LEAVES)
        return make(optional_), None if null else dice.choice(values)
    if kind < 0.7:
        inner, value = any_side(dice, depth + 1)
        return array(inner, optional_), None if null else items(*[value] * dice.choice([0, 1, 2]))
    if kind < 0.76:
        inner, value = any_side(dice, depth + 1)
        return map_of(sch("string"), inner, optional_), None if null else {"map": [[text("k"), value]] if dice.random() < 0.7 else []}
    fields, values = {}, {}
    for name in dice.sample(NAMES, dice.choice([0, 1, 2, 3, 5])):
        fields[name], values[name] = any_side(dice, depth + 1)
    more = dice.choice([{}, {}, {"name": "N", "version": 2, "doc": "dd", "parameters": {"x": "y"}}])
    return struct_of(fields, optional_, **more), None if null else {"struct": values}


def any_struct(dice):
    while True:
        schema, value = any_side(dice, 0)
        if schema["type"] == "struct" and schema["fields"]:
            return schema, value


def any_loose(dice, depth=0):
    """A value without a schema."""
    kind = dice.random()
    if kind < 0.1:
        return None
    if depth > 2 or kind < 0.6:
        return dice.choice([value for _, values in LEAVES for value in values if not {"date", "time"} & set(value)])
    if kind < 0.7:
        return items(*[any_loose(dice, depth + 1) for _ in range(dice.choice([0, 1, 2]))])
    return obj_of({name: any_loose(dice, depth + 1) for name in dice.sample(NAMES, dice.choice([0, 1, 3]))})


def obj_of(entries):
    return {"map": [[text(name), value] for name, value in entries.items()]}


def any_record(dice):
    """A record, and names that are in it or not."""
    topics = ["t", "", "a.b.c", "\u00e4\U0001f600", "shop.inventory.orders", "a\nb", "$1"]
    names = list(NAMES)
    kind = dice.random()
    if kind < 0.65:
        schema, value = any_struct(dice)
        names = [field["field"] for field in schema["fields"]] * 3 + names
        one = side(schema, value)
    elif kind < 0.85:
        entries = {name: any_loose(dice, 1) for name in dice.sample(NAMES, dice.choice([0, 1, 3]))}
        names = list(entries) * 3 + names
        one = side(None, obj_of(entries))
    elif kind < 0.95:
        one = side(*any_side(dice, 2))
    else:
        one = side(None, any_loose(dice, 2))
    other = dice.choice([side(), side(sch("string"), text("k")), one])
    more = dice.choice([{}, {"offset": 7, "partition": 1}, {"timestamp": 1700000000123}, {"timestamp": -1, "partition": 0}])
    if dice.random() < 0.2:
        more["headers"] = [header("h", sch("string"), text("v"))]
    is_key = dice.random() < 0.25
    return is_key, rec(other if is_key else one, one if is_key else other, topic=dice.choice(topics), **more), names


def some(dice, names, most=3):
    return [dice.choice(names) for _ in range(dice.choice(range(most + 1)))]


def listed(dice, names, most=3):
    return dice.choice([",", ",", " , ", ",,"]).join(some(dice, names, most))


CONFIGS = {
    "Cast": lambda dice, names: {"spec": dice.choice([dice.choice(TYPES), ",".join(f"{name}:{dice.choice(TYPES)}" for name in some(dice, names)), f" {dice.choice(names)} : {dice.choice(TYPES).upper()} "])},
    "Flatten": lambda dice, names: dice.choice([{}, {"delimiter": ""}, {"delimiter": "_"}, {"delimiter": ".."}, {"delimiter": "\u00e4"}]),
    "ReplaceField": lambda dice, names: {key: value for key, value in (("exclude", listed(dice, names)), ("include", listed(dice, names)), (
        "renames", ",".join(f"{a}:{b}" for a, b in zip(some(dice, names, 2), some(dice, names, 2))))) if dice.random() < 0.4},
    "MaskField": lambda dice, names: {"fields": listed(dice, names), **dice.choice([{}, {}, {"replacement": "x"}, {"replacement": "12"}, {"replacement": "1.5"}, {"replacement": ""}])},
    "InsertField": lambda dice, names: {key: dice.choice(names) + dice.choice(["", "", "!", "?", "!?"]) for key in ("topic.field", "partition.field", "offset.field", "timestamp.field", "static.field") if dice.random() < 0.35} | dice.choice(
        [{}, {"static.value": "v"}, {"static.value": ""}]),
    "HoistField": lambda dice, names: {"field": dice.choice(names)},
    "ExtractField": lambda dice, names: {"field": dice.choice([dice.choice(names), ".".join(some(dice, names)), f"`{dice.choice(names)}`"]), **dice.choice([{}, {"field.syntax.version": "V2"}, {"field.syntax.version": "v1"}])},
    "TimestampConverter": lambda dice, names: {"field": dice.choice(names + [""] * 9), "target.type": dice.choice(["string", "unix", "Date", "Time", "Timestamp"]), **dice.choice(
        [{}, {"format": "yyyy-MM-dd"}, {"format": "yyyy-MM-dd"}, {"format": "G yyyy w E HH:mm z"}, {"format": ""}]), **dice.choice([{}, {"unix.precision": "seconds"}, {"unix.precision": "microseconds"}, {"unix.precision": "nanoseconds"}])},
    "SetSchemaMetadata": lambda dice, names: dice.choice([{"schema.name": dice.choice(names)}, {"schema.version": "7"}, {"schema.name": "n", "schema.version": "-1"}, {"schema.name": ""}]),
}


def odd_rows():
    """Records and configurations put together at random: fields of the strangest names, nulls, keys, maps."""
    family = Family()
    dice = random.Random(5)
    for cls, config in CONFIGS.items():
        for n in range(200):
            is_key, record, names = any_record(dice)
            chosen = {**config(dice, names), **dice.choice([{}, {}, {"replace.null.with.default": "false"}])}
            if cls in ("Flatten", "HoistField", "SetSchemaMetadata"):
                chosen.pop("replace.null.with.default", None)
            family.add(KAFKA + cls + ("$Key" if is_key else "$Value"), chosen, record, f"{n}")
    for n in range(200):
        _, record, names = any_record(dice)
        family.add(KAFKA + "ValueToKey", {"fields": listed(dice, names), **dice.choice([{}, {"replace.null.with.default": "false"}])}, record, f"{n}")
    for n in range(300):
        _, record, names = any_record(dice)
        regex = dice.choice(["(.*)", "", ".", "(?s).*", "(\\w+)\\.(\\w+)\\.(.*)", "[^.]*", "\\p{L}+.*", "(?<n>.)(.*)", "\\Qa.b.c\\E", "(a)|(t)", "\\$1", "(?u)\u00c4.*", "(?iu)\u00c4.*", "..", "...", "\\X"])
        replacement = dice.choice(["", "$0", "$1", "$2", "x$1y", "${n}", "\\$1", "\\", "$", "$1$1", "$11", "$01", "${1}", "\u00e4\U0001f600", "a b", "${", "$ {n}", "\\\\"])
        family.add(KAFKA + "RegexRouter", {"regex": regex, "replacement": replacement}, record, f"{n}")
    return family


# ---- change events that are not quite ones ----

def odd_event(dice):
    fields, values = {}, {}
    row_schema, row_value = any_struct(dice)
    row_schema = {**row_schema, "optional": True, "name": "s.t.Value"}
    for name in ("before", "after", "source", "op", "ts_ms", "transaction"):
        if dice.random() < 0.08:
            continue
        if name in ("before", "after"):
            fields[name] = row_schema
            values[name] = row_value if dice.random() < 0.6 else None
        elif name == "source":
            fields[name] = source_schema()
            values[name] = source()
        elif name == "transaction":
            fields[name] = TRANSACTION
            values[name] = dice.choice([None, row(id=text("x"), total_order=i64(1), data_collection_order=i64(2))])
        elif name == "op":
            fields[name] = sch("string", dice.random() < 0.5)
            values[name] = text(dice.choice(["c", "u", "d", "r", "t", "m", "x", "", "C"]))
        else:
            fields[name] = opt("int64")
            values[name] = dice.choice([None, i64(5)])
    name = dice.choice(["s.t.Envelope"] * 6 + ["Envelope", ".Envelope", "s.t.envelope", None])
    schema = struct_of(fields, dice.random() < 0.3, **({"name": name} if name else {}))
    headers = [header(dice.choice(["drop", "h"]), array(sch("string")), items(*map(text, dice.sample(NAMES, 2))))] if dice.random() < 0.4 else []
    key = dice.choice([side(), side(row_schema, row_value) if row_value else side(), side(sch("string"), text("k"))])
    return rec(side(schema, {"struct": values}), key, topic="s.t", timestamp=dice.choice([None, 7]), headers=headers)


def odd_events():
    family = Family()
    dice = random.Random(3)
    modes = ["drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone"]
    parts = ["op", "table", "ts_ms", "lsn", "id", "total_order", "source.ts_ms", "source.nosuch", "transaction.id", "before.a", "after.id", "after.a.b", "op:", ":X", "op:X:Y", "source.", ".op", "source.table:T", "", "snapshot", "op:a", "nosuch.x"]
    for n in range(700):
        config = {key: value for key, value in (
            ("delete.tombstone.handling.mode", dice.choice(modes)), ("add.fields", ",".join(dice.sample(parts, dice.choice([1, 2, 3])))), ("add.headers", ",".join(dice.sample(parts, dice.choice([1, 2])))),
            ("add.fields.prefix", dice.choice(["", "_", "a.", "\u00e4"])), ("add.headers.prefix", dice.choice(["", "x-"])), ("route.by.field", dice.choice(NAMES)), ("drop.fields.header.name", "drop"),
            ("drop.fields.from.key", "true"), ("drop.fields.keep.schema.compatible", "false"), ("replace.null.with.default", "false")) if dice.random() < 0.3}
        family.add(DEBEZIUM + "ExtractNewRecordState", config, odd_event(dice), f"{n}")
    return family


# ---- headers ----

LITERALS = [
    "-5", "+5", "007", "127", "128", "-129", "32768", "2147483648", "9223372036854775808", "-0", "1.", ".5", "-.5", "1e3", "1E-3", "1.5f", "1e400", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1,5", "TRUE", "False", "true ", "t", "NULL", "Null", " null ",
    "2024-02-30", "2024-2-3", "0000-01-01", "9999-12-31", "24-01-01", "2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000+0100", "2024-01-01T00:00:00.000+01:00", "2024-01-01 00:00:00", "13:14:15.678Z", "13:14:15.678+0000", "25:61:61.999Z", "13:14:15Z",
    "[", "]", "[]", "[ ]", "[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1,2.5]", "[1,300,70000]", "[1,true]", "[null]", "[null,1]", "[1,null]", "[[1],[2]]", "[[1],[\"a\"]]", "[{}]", "[\"a\",\"b\"]", "[a,b]", "[a, b ]", "[ 1 , 2 ]", "[1]x", "x[1]", "[2024-01-01]", "[2024-01-01,1]", "[13:14:15.678Z]",
    "{", "}", "{}", "{ }", "{a}", "{a:1}", "{\"a\":1}", "{\"a\":1,}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":\"x\"}", "{\"a\":null}", "{1:2}", "{1:2,300:4}", "{\"a\":[1,2]}", "{\"a\":{\"b\":1}}", "{\"a\" : 1}", "{:1}", "{\"a\":}", "{\"a\":1}x", "{true:1}", "{null:1}", "{\"a\":1;\"b\":2}", "{[1]:2}",
    "\"", "\"\"", "\"a", "a\"", "\"a\"b", "\"a\\\"b\"", "\"a\\b\"", "'a'", "\\", "\\\"", "a\\,b", "a,b", "a:b", " x ", "\t5\n", "5 6", "\u00e4", "\U0001f600", "\u0665", "\uff15", "[\u00e4]", "\u00a05", "http://x/y?z=[1]", "{x}", "${env:X}", "0", "00", "1.0", "1.10", "-1.5e-7", "12345678901234567890.12345", "[1.5,2]", "[1,1.5]",
    "[-1,+1]", "[1e3]", "[true,false]", "[TRUE]", "[\"1\",1]", "[\"a]", "[\"a,b\"]", "[\\]", "{\"a,b\":1}", "{\"a:b\":1}", "[[],[]]", "[[],1]", "[{},{}]", "[{\"a\":1},{\"b\":2}]", "{\"a\":{}}", "{\"a\":[]}", "[[[[[1]]]]]"]


def odd_headers():
    family = Family()
    dice = random.Random(13)
    for literal in LITERALS:
        family.add(KAFKA + "InsertHeader", {"header": dice.choice(["h", "", " h", "\u00e4"]), "value.literal": literal}, rec(side(sch("string"), text("v")), headers=HEADERS[:1]), literal)
    for n in range(250):
        is_key, record, names = any_record(dice)
        fields = some(dice, names, 3)
        chosen = {"fields": ",".join(fields), "headers": ",".join(some(dice, NAMES, 3) if dice.random() < 0.2 else dice.sample(NAMES, len(fields))), "operation": dice.choice(["move", "copy"]), **dice.choice([{}, {"replace.null.with.default": "false"}])}
        family.add(KAFKA + "HeaderFrom" + ("$Key" if is_key else "$Value"), chosen, record, f"{n}")
    for n in range(100):
        headers = [header(dice.choice(NAMES), None, i64(1)) for _ in range(dice.choice([0, 1, 4]))]
        family.add(KAFKA + "DropHeaders", {"headers": listed(dice, NAMES, 3)}, rec(side(), headers=headers), f"{n}")
        family.add(KAFKA + "predicates.HasHeaderKey", {"name": dice.choice(NAMES + [""])}, rec(headers=headers), f"{n}")
        family.add(KAFKA + "predicates.TopicNameMatches", {"pattern": dice.choice([".*", "", "a.b.c", "[a-z.]+", "\\w+", "(?s).+", "..", "\\p{L}.", "(", "a|t", "$1", "\\$1"])}, rec(topic=dice.choice(["t", "", "a.b.c", "\u00e4\U0001f600", "a\nb", "$1"])), f"{n}")
    return family


def plain_event(dice):
    """Without structs in its rows, whose hash is another in each JVM."""
    while True:
        record = odd_event(dice)
        rows = [value for name, value in record["value"]["value"]["struct"].items() if name in ("before", "after") and value]
        if not any("struct" in (each or {}) for value in rows for each in value["struct"].values()):
            return record


def odd_routes():
    """Debezium's other transforms on events that are not quite ones."""
    family = Family()
    dice = random.Random(17)
    places = ["id", "a", "op", "before.x", "after.id", "after.a", "source.s", "nosuch.x", "a.b", "\u00e4", " ", "transaction.t", "ts_ms"]
    for n in range(150):
        record = odd_event(dice)
        fields = dice.sample(places, dice.choice([1, 1, 2]))
        record["headers"] = [header(name, opt("string"), dice.choice([None, text("v")])) for name in ("h1", "h2")[:len(fields)]]
        family.add(DEBEZIUM + "HeaderToValue", {"headers": ",".join(("h1", "h2", "h3")[:len(fields)]), "fields": ",".join(fields), "operation": dice.choice(["move", "copy"]), "number": str(n)}, record, f"{n}")
        family.add(DEBEZIUM + "ExtractChangedRecordState", dice.choice([{"header.changed.name": "c"}, {"header.unchanged.name": "u"}, {"header.changed.name": "c", "header.unchanged.name": "c"}]), odd_event(dice), f"{n}")
        family.add(DEBEZIUM + "partitions.PartitionRouting", {"partition.payload.fields": ",".join(dice.sample(["change.id", "after.a", "before.b", "op", "ts_ms", "source.table", "source.nosuch", "change.a.b", "change. ", "a..b", "transaction.id"], dice.choice([1, 2]))),
                                                              "partition.topic.num": dice.choice(["1", "7", "2147483647"]), "partition.hash.function": dice.choice(["java", "murmur"])}, plain_event(dice), f"{n}")
        key = dice.choice([side(), KEY, side(sch("string"), text("k")), side(*any_struct(dice))])
        routed = {**odd_event(dice), "key": key, "topic": dice.choice(["a.orders_1", "orders_", "x", "\u00e4_1"])}
        family.add(DEBEZIUM + "ByLogicalTableRouter", {"topic.regex": dice.choice(["(.*)_(.*)", ".*", "(.)(.*)"]), "topic.replacement": dice.choice(["$1", "$2", "all", "$1-$2", "$1 x", "$3"]),
                                                       **{name: value for name, value in (("key.enforce.uniqueness", "false"), ("key.field.name", dice.choice(["a", "id", "__op", "x y", "\u00e4"])), ("schema.name.adjustment.mode", dice.choice(["avro", "avro_unicode", "none"])),
                                                                                          ("logical.table.cache.size", "1")) if dice.random() < 0.3}, "number": str(n)}, routed, f"{n}")
    return family


def odd_outbox():
    """Outbox rows whose columns are not what they should be."""
    family = Family()
    dice = random.Random(29)
    columns = ["id", "aggregatetype", "aggregateid", "type", "payload", "at", "extra", "x y"]
    placements = ["type:header", "type:envelope", "extra:header:E", "extra:envelope", "at:partition", "id:partition", "nosuch:header", "extra:nowhere", "type", "payload:envelope:p", "x y:header", ":header", "type:header:", "aggregateid:envelope:k"]
    payloads = ["", " ", "{}", "[]", '{"a":1}', '{"a":null,"b":[]}', "[1,2]", "null", "x", '{"a":{"b":[{"c":1.5}]}}', '{"\u00e4":"\U0001f600"}']
    for n in range(300):
        fields, values = {}, {}
        for name in columns:
            if dice.random() < 0.06:
                continue
            kind = dice.random()
            if name == "payload" and kind < 0.7:
                fields[name], values[name] = opt("string", **dice.choice([{}, {"name": "io.debezium.data.Json", "version": 1}])), dice.choice([None] + [text(each) for each in payloads])
            elif name == "at" and kind < 0.8:
                fields[name], values[name] = opt("int64", **dice.choice([{}, {"name": "io.debezium.time.MicroTimestamp", "version": 1}, {"name": "io.debezium.time.NanoTimestamp", "version": 1}, {"name": "io.debezium.time.Timestamp", "version": 1}])), dice.choice([None, i64(1700000000123456)])
            elif kind < 0.8:
                fields[name], values[name] = opt("string"), dice.choice([None, text("o"), text("a.b"), text(""), text("\u00e4 $1")])
            else:
                fields[name], values[name] = any_side(dice, 3)
        config = {key: value for key, value in (
            ("table.field.event.id", dice.choice(columns)), ("table.field.event.key", dice.choice(columns)), ("table.field.event.type", dice.choice(columns)), ("table.field.event.payload", dice.choice(columns)),
            ("table.field.event.timestamp", dice.choice(columns)), ("route.by.field", dice.choice(columns)), ("route.tombstone.on.empty.payload", "true"), ("table.expand.json.payload", "true"), ("table.json.payload.null.behavior", "optional_bytes"),
            ("route.topic.regex", dice.choice(["(.*)", "(?<x>.)(.*)", "o"])), ("route.topic.replacement", dice.choice(["${routedByValue}", "t.$1", "${x}", ""])), ("table.fields.additional.placement", ",".join(dice.sample(placements, dice.choice([1, 2])))),
            ("table.fields.additional.error.on.missing", "false"), ("table.op.invalid.behavior", dice.choice(["warn", "error", "fatal"]))) if dice.random() < 0.25}
        op = dice.choice(["c"] * 8 + ["r", "u", "d", "t"])
        after = None if op in ("d", "t") else {"struct": values}
        family.add(DEBEZIUM + "outbox.EventRouter", {**config, "number": str(n)}, change(event(op, before={"struct": values} if op == "d" else None, after=after, schema=envelope_schema(fields, name="s.outbox"))), f"{n}")
    return family


FAMILIES = [odd_numbers, odd_rows, odd_events, odd_headers, odd_routes, odd_outbox]

"""The table: families of cases, each {case, class, config, record}. Values are tagged as in
tests/golden/converters; schemas are in JsonConverter's notation."""
import struct

KAFKA = "org.apache.kafka.connect.transforms."
DEBEZIUM = "io.debezium.transforms."


# ---- schemas ----

def sch(kind, optional=False, default=None, **more):
    made = {"type": kind, "optional": optional, **more}
    if default is not None:
        made["default"] = default
    return made


def opt(kind, **more):
    return sch(kind, True, **more)


DATE = {"name": "org.apache.kafka.connect.data.Date", "version": 1}
TIME = {"name": "org.apache.kafka.connect.data.Time", "version": 1}
TIMESTAMP = {"name": "org.apache.kafka.connect.data.Timestamp", "version": 1}


def decimal(scale, optional=False, **more):
    return sch("bytes", optional, name="org.apache.kafka.connect.data.Decimal", version=1,
               parameters={"scale": str(scale)}, **more)


def date(optional=False, **more):
    return sch("int32", optional, **DATE, **more)


def time(optional=False, **more):
    return sch("int32", optional, **TIME, **more)


def timestamp(optional=False, **more):
    return sch("int64", optional, **TIMESTAMP, **more)


def struct_of(fields, optional=False, **more):
    return {"type": "struct", "fields": [{**inner, "field": name} for name, inner in fields.items()],
            "optional": optional, **more}


def array(items, optional=False, **more):
    return {"type": "array", "items": items, "optional": optional, **more}


def map_of(keys, values, optional=False, **more):
    return {"type": "map", "keys": keys, "values": values, "optional": optional, **more}


# ---- values ----

def i8(x): return {"int8": x}
def i16(x): return {"int16": x}
def i32(x): return {"int32": x}
def i64(x): return {"int64": x}
def f32(x): return {"float32": struct.pack(">f", x).hex()}
def f64(x): return {"float64": struct.pack(">d", x).hex()}
def text(x): return {"string": x}
def boolean(x): return {"boolean": x}
def dec(unscaled, scale): return {"decimal": {"unscaled": str(unscaled), "scale": scale}}
def row(**fields): return {"struct": fields}
def obj(**entries): return {"map": [[text(name), value] for name, value in entries.items()]}
def items(*values): return {"array": list(values)}


# ---- records ----

def side(schema=None, value=None):
    return {"schema": schema, "value": value}


def rec(value=None, key=None, topic="topic", partition=None, timestamp=None, headers=None, **more):
    made = {"topic": topic, "partition": partition, "timestamp": timestamp, "key": key or side(),
            "value": value or side(), "headers": headers or []}
    return {**made, **more}


def header(name, schema=None, value=None):
    return {"name": name, "schema": schema, "value": value}


class Family:
    def __init__(self):
        self.lines = []

    def add(self, cls, config, record, case=None):
        self.lines.append({"case": case or cls.rsplit(".", 1)[-1], "class": cls, "config": config,
                           "record": record})

    def all(self, cls, config, records):
        for name, record in records:
            self.add(cls, config, record, name)


# ---- values of every kind ----

SCALARS = [
    ("int8", sch("int8"), [i8(0), i8(1), i8(-1), i8(127), i8(-128)]),
    ("int16", sch("int16"), [i16(0), i16(300), i16(-32768), i16(32767)]),
    ("int32", sch("int32"), [i32(0), i32(70000), i32(-2147483648), i32(2147483647), i32(256)]),
    ("int64", sch("int64"), [i64(0), i64(1 << 40), i64(-(1 << 63)), i64((1 << 63) - 1), i64(1 << 32), i64(16777217)]),
    ("float32", sch("float"), [f32(0.0), f32(-0.0), f32(1.5), f32(-1.9), f32(3.4e38), f32(float("nan")),
                               f32(float("inf")), f32(float("-inf")), f32(1e7), f32(0.3), f32(1e-3), f32(300.7)]),
    ("float64", sch("double"), [f64(0.0), f64(-0.0), f64(1.5), f64(-1.9), f64(1e300), f64(float("nan")),
                                f64(float("inf")), f64(float("-inf")), f64(1e7), f64(0.1), f64(4294967296.5),
                                f64(9.3e18), f64(-9.3e18), f64(300.99), f64(0.5), f64(1e-5), f64(123456789.125)]),
    ("boolean", sch("boolean"), [boolean(True), boolean(False)]),
    ("string", sch("string"), [text(x) for x in (
        "", "0", "1", "-1", "+7", "127", "128", "-128", "-129", "32768", "2147483648", "9223372036854775807",
        "9223372036854775808", " 1", "1 ", "1.5", " 1.5 ", "1e3", "1.5f", "2d", "NaN", "Infinity", "-Infinity", "0x10",
        "true", "TRUE", "True", "yes", "false", "abc", "+", "-", "1_000", "\u00e4\u00f6", "1e400", "1e-400", "--1")]),
    ("bytes", sch("bytes"), [{"bytes": ""}, {"bytes": "AAEC"}, {"bytes": "/+8="}]),
    ("decimal", decimal(2), [dec(0, 2), dec(150, 2), dec(-199, 2), dec(30000, 2), dec(10 ** 25, 2), dec(-(10 ** 30) - 7, 2),
                             dec(1, 2), dec(429496729650, 2)]),
    ("decimal0", decimal(0), [dec(2 ** 64 + 5, 0), dec(-5, 0), dec(10 ** 20, 0)]),
    ("decimal-3", decimal(-3), [dec(7, -3), dec(-7, -3)]),
    ("decimal20", decimal(20), [dec(7, 20), dec(10 ** 21 + 1, 20)]),
    ("date", date(), [{"date": 0}, {"date": 19000}, {"date": -1}, {"date": 2932896}]),
    ("time", time(), [{"time": 0}, {"time": 3661001}, {"time": 86399999}]),
    ("timestamp", timestamp(), [{"timestamp": 0}, {"timestamp": 1700000000123}, {"timestamp": 86400000 * 19000},
                                {"timestamp": -1}, {"timestamp": 86399999}, {"timestamp": -62135596800000}]),
]
CONTAINERS = [
    ("array", array(sch("int32")), [items(i32(1), i32(2)), items()]),
    ("map", map_of(sch("string"), sch("int32")), [{"map": [[text("a"), i32(1)]]}]),
    ("struct", struct_of({"x": sch("int32")}), [row(x=i32(1))]),
]
TYPES = ["int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string"]


def every_value():
    for name, schema, values in SCALARS + CONTAINERS:
        for value in values:
            yield name, schema, value


def optional(schema):
    return {**schema, "optional": True}


# ---- Apache Kafka's ----

def cast():
    family = Family()
    for to in TYPES:
        for name, schema, value in every_value():
            family.add(KAFKA + "Cast$Value", {"spec": to}, rec(side(schema, value)), f"{name} to {to}")
    for to in TYPES:
        for name, schema, values in SCALARS + CONTAINERS:
            fields = struct_of({"id": sch("int64"), "f": schema, "o": optional(schema)}, name="Row", version=3, doc="d")
            record = rec(side(fields, row(id=i64(1), f=values[0], o=None)))
            family.add(KAFKA + "Cast$Value", {"spec": f"f:{to},o:{to}"}, record, f"field {name} to {to}")
    for to in ("int8", "string", "boolean", "float64"):
        for name, schema, value in every_value():
            if name != "struct":
                family.add(KAFKA + "Cast$Value", {"spec": f"f:{to}"}, rec(side(None, obj(id=i64(1), f=value))),
                           f"map {name} to {to}")
    defaults = struct_of({"a": sch("int32", default=5), "b": opt("int32", default=7), "c": sch("string", default="12"),
                          "d": sch("string", default="x"), "e": date(default=3)})
    for spec in ("a:string,b:int8", "c:int64", "d:int64", "e:string", "e:int64", "a:boolean,c:float32"):
        for keep in ("true", "false"):
            family.add(KAFKA + "Cast$Value", {"spec": spec, "replace.null.with.default": keep},
                       rec(side(defaults, row(a=i32(1), b=None, c=None, d=None, e=None))), "defaults")
            family.add(KAFKA + "Cast$Value", {"spec": spec, "replace.null.with.default": keep},
                       rec(side(defaults, row(a=i32(1), b=i32(2), c=text("3"), d=text("4"), e={"date": 5}))), "given")
    simple = struct_of({"f": sch("int32")}, optional=True, name="N", version=2, parameters={"p": "q"})
    for name, record in (
            ("null", rec(side(simple, None))), ("null, no schema", rec(side(None, None))),
            ("missing", rec(side(struct_of({"g": sch("int32")}), row(g=i32(1))))),
            ("optional struct", rec(side(simple, row(f=i32(3))))),
            ("no struct", rec(side(sch("string"), text("x")))), ("no map", rec(side(None, text("x")))),
            ("map without it", rec(side(None, obj(g=i32(1)))))):
        family.add(KAFKA + "Cast$Value", {"spec": "f:string"}, record, name)
        key = {**record, "key": record["value"], "value": side()}
        family.add(KAFKA + "Cast$Key", {"spec": "f:string"}, key, "key " + name)
    family.add(KAFKA + "Cast$Value", {"spec": "string"}, rec(side(sch("int32", default=4, name="N"), i32(3))), "whole, default")
    for spec in ("", "f:foo", "foo", "f:bytes", "bytes", "int8,f:int8", "f:int8,f:string", "a:b:c", "f: INT8 , g :string",
                 "f:", ":int8", "f:array"):
        family.add(KAFKA + "Cast$Value", {"spec": spec}, rec(side(None, obj(f=i32(300), g=i32(1)))), "spec")
    return family


def regex_router():
    family = Family()
    topics = ["topic", "a.b.c", "shop.public.orders", "orders-2024", "", "x", "ab", "aab", "t\u00e4st", "a1b2"]
    for regex, replacement in (
            (".*", "x"), ("([^.]+)\\.([^.]+)\\.([^.]+)", "$3"), ("([^.]+)\\.([^.]+)\\.([^.]+)", "x-$3-$1"),
            ("(.*)-(\\d+)", "$2-$1"), ("(?<name>.*)-\\d+", "${name}"), ("(a)(b)?(.*)", "[$2]$3"), ("(.*)", "$1"),
            ("(.*)", "\\$1"), ("(.*)", "$"), ("(.*)", "$2"), ("(.*)", "${no}"), ("(.*)", "a$1b"), ("a|ab", "z"), ("a*?b", "q"),
            ("(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)", "$11"), ("(.*)", "$10"), ("(.*)", "x\\"), (".*orders.*", "all-orders"),
            ("(?i)TOPIC", "low"), ("t\\Spic", "$0$0"), ("[^o]*", "none"), ("\\w+", "")):
        for topic in topics:
            family.add(KAFKA + "RegexRouter", {"regex": regex, "replacement": replacement},
                       rec(side(sch("string"), text("v")), topic=topic, partition=3, timestamp=9, headers=[
                           header("h", sch("string"), text("v"))]), regex)
    family.add(KAFKA + "RegexRouter", {"regex": "["}, rec(), "regex")
    family.add(KAFKA + "RegexRouter", {"regex": "a", "replacement": ""}, rec(topic="a"), "empty")
    return family


# ---- Debezium's ----

def source_schema():
    return struct_of({
        "version": sch("string"), "connector": sch("string"), "name": sch("string"), "ts_ms": sch("int64"),
        "snapshot": sch("string", True, default="false", name="io.debezium.data.Enum", version=1,
                        parameters={"allowed": "true,first,last,false,incremental"}),
        "db": sch("string"), "table": opt("string"), "server_id": sch("int64"), "gtid": opt("string"),
        "file": sch("string"), "pos": sch("int64"), "lsn": opt("int64")},
        name="io.debezium.connector.mysql.Source")


def source(**more):
    return row(**{"version": text("3.5.0.Final"), "connector": text("mariadb"), "name": text("shop"), "ts_ms": i64(1700000000000),
                  "snapshot": None, "db": text("inventory"), "table": text("orders"), "server_id": i64(7), "gtid": None,
                  "file": text("bin.3"), "pos": i64(154), "lsn": None, **more})


ROW = {"id": sch("int32"), "name": opt("string"), "price": decimal(2, True), "dflt": sch("int32", default=42),
       "nullable": opt("string", default="none")}
TRANSACTION = struct_of({"id": sch("string"), "total_order": sch("int64"), "data_collection_order": sch("int64")},
                        optional=True, name="event.block", version=1)


def envelope_schema(fields=None, transaction=True, name="shop.inventory.orders", **more):
    inner = struct_of(fields or ROW, optional=True, name=f"{name}.Value")
    parts = {"before": inner, "after": inner, "source": source_schema(), "op": sch("string"), "ts_ms": opt("int64"),
             "ts_us": opt("int64"), "ts_ns": opt("int64"), **more}
    if transaction:
        parts["transaction"] = TRANSACTION
    return struct_of(parts, name=f"{name}.Envelope", version=2)


def order(id=1, name="pen", **more):
    return row(**{"id": i32(id), "name": text(name) if name is not None else None, "price": dec(1999, 2), "dflt": i32(1),
                  "nullable": None, **more})


def event(op, before=None, after=None, schema=None, transaction=None, **more):
    parts = {"before": before, "after": after, "source": source(), "op": text(op), "ts_ms": i64(1700000000500),
             "ts_us": i64(1700000000500123), "ts_ns": i64(1700000000500123456)}
    if schema is None or any(field["field"] == "transaction" for field in schema["fields"]):
        parts["transaction"] = transaction
    return side(schema or envelope_schema(), row(**{**parts, **more}))


KEY = side(struct_of({"id": sch("int32")}, name="shop.inventory.orders.Key"), row(id=i32(1)))


def change(value, key=KEY, topic="shop.inventory.orders", **more):
    return rec(value, key, topic=topic, timestamp=1700000000600, **more)


def events():
    """Records of every kind a Debezium source makes."""
    bare = envelope_schema(transaction=False)
    in_txn = row(id=text("tx1"), total_order=i64(1), data_collection_order=i64(2))
    yield "create", change(event("c", after=order()))
    yield "read", change(event("r", after=order(2, None)))
    yield "update", change(event("u", before=order(), after=order(name="pencil"), transaction=in_txn))
    yield "delete", change(event("d", before=order(), transaction=in_txn))
    yield "update, unset default", change(event("u", before=order(), after=order(dflt=i32(42), nullable=text("x"))))
    yield "truncate", change(event("t"), key=side())
    yield "tombstone", change(side())
    yield "tombstone with schema", change(side(envelope_schema(), None))
    yield "no transaction", change(event("c", after=order(), schema=bare))
    yield "delete, no transaction", change(event("d", before=order(), schema=bare))
    yield "heartbeat", rec(side(struct_of({"ts_ms": sch("int64")}, name="io.debezium.connector.common.Heartbeat", version=1),
                                row(ts_ms=i64(5))), topic="__debezium-heartbeat.shop")
    yield "text", rec(side(sch("string"), text("x")))
    yield "map", rec(side(None, obj(op=text("c"))))
    yield "empty names", change(event("c", after=order(name="")))


def extract_new():
    family = Family()
    name = DEBEZIUM + "ExtractNewRecordState"
    configs = [{"delete.tombstone.handling.mode": mode} for mode in
               ("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone")]
    configs += [{}, {"add.fields": "op,table,source.ts_ms,lsn,nosuch,transaction.id,total_order,ts_us"},
                {"add.fields": "op:OPERATION, source.table:TBL", "add.fields.prefix": "_x_"},
                {"add.fields": "op,snapshot,name", "delete.tombstone.handling.mode": "rewrite"},
                {"add.headers": "op,table,source.lsn,ts_ns,id,version:V"}, {"add.headers": "op", "add.headers.prefix": ""},
                {"add.headers": "op:DELETED,db", "delete.tombstone.handling.mode": "rewrite-with-tombstone", "add.fields": "db"},
                {"route.by.field": "name"}, {"route.by.field": "name", "delete.tombstone.handling.mode": "rewrite"},
                {"route.by.field": "id"}, {"route.by.field": "nosuch"}, {"add.fields": "op,op"}, {"add.fields": "op:id", "add.fields.prefix": ""},
                {"add.fields": "a:b:c"}, {"delete.tombstone.handling.mode": "rewrite", "replace.null.with.default": "false"},
                {"add.fields": "source.snapshot,before.id,after.name"}, {"add.fields": "xyz.id"}, {"add.headers": "transaction.id"},
                {"delete.tombstone.handling.mode": "nonsense"}]
    for config in configs:
        family.all(name, config, events())
    names = array(sch("string"))
    lists = [items(text("name")), items(text("name"), text("id"), text("nosuch")), items(), items(text("nosuch"))]
    for config in ({}, {"drop.fields.from.key": "true"}, {"drop.fields.keep.schema.compatible": "false"},
                   {"drop.fields.keep.schema.compatible": "false", "drop.fields.from.key": "true"},
                   {"delete.tombstone.handling.mode": "rewrite", "add.fields": "op"},
                   {"delete.tombstone.handling.mode": "delete-to-tombstone"}):
        for chosen in lists:
            for case, record in (("create", change(event("c", after=order()))), ("delete", change(event("d", before=order())))):
                family.add(name, {"drop.fields.header.name": "drop", **config},
                           {**record, "headers": [header("x", sch("string"), text("y")), header("drop", names, chosen)]}, case)
    family.add(name, {"drop.fields.header.name": "drop"}, change(event("c", after=order())), "no header")
    return family


def families():
    return {"cast": cast().lines, "regex_router": regex_router().lines, "extract_new": extract_new().lines}

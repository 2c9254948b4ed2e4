"""How cases are written: schemas in JsonConverter's notation, values tagged as in tests/golden/converters,
records, families of cases."""
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

    def all(self, cls, config, records, **more):
        """more: what the line says besides; refused=True: ours refuses it when it is configured."""
        for name, record in records:
            self.add(cls, config, record, name)
            self.lines[-1].update(more)


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


# A struct with everything in it, and what can be wrong with a key or value.

FLAT = struct_of({
    "id": sch("int32"), "name": opt("string"), "dflt": sch("string", default="dd"), "odflt": opt("int32", default=9),
    "i8": sch("int8"), "i16": opt("int16"), "i64": opt("int64"), "f32": opt("float"), "f64": opt("double"), "flag": opt("boolean"),
    "raw": opt("bytes"), "price": decimal(2, True), "day": date(True), "tod": time(True), "at": timestamp(True),
    "list": array(opt("string"), True), "pairs": map_of(sch("string"), opt("int32"), True),
    "inner": struct_of({"x": sch("int32"), "y": opt("string")}, True, name="Inner")},
    name="Flat", version=4, doc="flat doc", parameters={"p": "q"})


def flat(**more):
    return row(**{"id": i32(7), "name": text("n"), "dflt": None, "odflt": None, "i8": i8(1), "i16": i16(2), "i64": i64(3),
                  "f32": f32(1.5), "f64": f64(2.5), "flag": boolean(True), "raw": {"bytes": "AAE="}, "price": dec(1234, 2),
                  "day": {"date": 19000}, "tod": {"time": 1000}, "at": {"timestamp": 1700000000123}, "list": items(text("a"), None),
                  "pairs": obj(a=i32(1)), "inner": row(x=i32(5), y=None), **more})


def flat_map(**more):
    return obj(**{"id": i32(7), "name": text("n"), "i64": i64(3), "f64": f64(2.5), "flag": boolean(False), "none": None,
                  "list": items(text("a")), "inner": obj(x=i32(5), deep=obj(y=text("yy"))), **more})


def records(**more):
    """(name, side) of a key or value."""
    nothing = {name: None for name in ("name", "i16", "i64", "f32", "f64", "flag", "raw", "price", "day", "tod", "at", "list",
                                       "pairs", "inner")}
    yield "flat", side(FLAT, flat())
    yield "nulls", side(FLAT, flat(**nothing))
    yield "given defaults", side(FLAT, flat(dflt=text("given"), odflt=i32(1)))
    yield "optional", side({**FLAT, "optional": True}, flat())
    yield "null of a schema", side({**FLAT, "optional": True}, None)
    yield "null", side()
    yield "map", side(None, flat_map())
    yield "text", side(sch("string"), text("t"))
    yield "text, no schema", side(None, text("t"))
    yield "number", side(opt("int64"), i64(1700000000123))
    yield "empty struct", side(struct_of({}), row())
    yield "empty map", side(None, obj())


HEADERS = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("a", None, i64(3)), header("c", opt("string"), None)]

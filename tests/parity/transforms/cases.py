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


def both_sides(family, cls, configs, sides=None, **more):
    """Each config on values and, of the first three, on keys."""
    for n, config in enumerate(configs):
        for name, each in sides or records():
            other = side(sch("string"), text("other"))
            family.add(KAFKA + cls + "$Value", config, rec(each, other, **more), name)
            if n < 3:
                family.add(KAFKA + cls + "$Key", config, rec(other, each, **more), "key, " + name)


KEEP = {"replace.null.with.default": "false"}


def insert_field():
    family = Family()
    everything = {"topic.field": "t", "partition.field": "p?", "timestamp.field": "ts!", "static.field": "s!", "static.value": "v"}
    configs = [everything, {"static.field": "s", "static.value": "v"}, {"topic.field": "t!", **KEEP}, {"partition.field": "p"},
               {"timestamp.field": "ts"}, {"static.field": "id", "static.value": "v"}, {"topic.field": "t", "partition.field": "t"},
               {}, {"static.field": "s"}, {"static.value": "v"}, {"offset.field": "o"}, {"static.field": "s", "static.value": ""},
               {"topic.field": "?"}]
    both_sides(family, "InsertField", configs, timestamp=1700000000456, partition=2)
    both_sides(family, "InsertField", [everything, {"partition.field": "p!"}])
    both_sides(family, "InsertField", [{**everything, "offset.field": "o!"}, {"offset.field": "o"}], offset=42, partition=1, timestamp=5)
    return family


def replace_field():
    family = Family()
    configs = [{"exclude": "name,i8"}, {"include": "id,dflt,nosuch"}, {"renames": "id:ID,name:label", **KEEP}, {"exclude": "id", "include": "id,name"},
               {"renames": "id:name,name:id"}, {"renames": "id:name"}, {}, {"include": "nosuch"}, {"renames": "a"}, {"renames": "a:b:c"},
               {"renames": "id:x,id:y"}, {"renames": "id:x,name:x"}, {"renames": "none:id,id:none"}, {"exclude": " name , i8 "},
               {"include": "inner,list", "renames": "inner:i"}, {"renames": "id:"}, {"exclude": "dflt,odflt", **KEEP}, {"renames": ":x"}]
    both_sides(family, "ReplaceField", configs)
    return family


def mask_field():
    family = Family()
    names = ["id", "name", "dflt", "odflt", "i8", "i16", "i64", "f32", "f64", "flag", "raw", "price", "day", "tod", "at", "list", "pairs", "inner"]
    configs = [{"fields": "id,name"}, {"fields": "nosuch"}, {"fields": "name,dflt,odflt", **KEEP}]
    configs += [{"fields": name} for name in names]
    both_sides(family, "MaskField", configs)
    both_sides(family, "MaskField", [{"fields": ""}, {}, {"fields": "name", "replacement": ""}], [("flat", side(FLAT, flat()))])
    for replacement in ("5", "-1.5", "300", "1e3", "text", " 7", "99999999999999999999"):
        for name in names:
            family.add(KAFKA + "MaskField$Value", {"fields": name, "replacement": replacement}, rec(side(FLAT, flat())), name)
        family.add(KAFKA + "MaskField$Value", {"fields": "id,name,i64,f64", "replacement": replacement}, rec(side(None, flat_map())), "map")
    return family


def value_to_key():
    family = Family()
    for config in ({"fields": "id"}, {"fields": "name,dflt,odflt"}, {"fields": "dflt,odflt", **KEEP}, {"fields": "inner,list"}, {"fields": "nosuch"},
                   {"fields": "id,id"}, {"fields": ""}, {}, {"fields": "id,price,at"}):
        for name, each in records():
            family.add(KAFKA + "ValueToKey", config, rec(each, side(sch("string"), text("old"))), name)
    return family


def hoist_field():
    family = Family()
    both_sides(family, "HoistField", [{"field": "f"}, {"field": ""}, {}])
    both_sides(family, "HoistField", [{"field": "f"}], [("required null", side(sch("string"), None)), ("default", side(sch("int32", default=3), i32(1)))])
    return family


def extract_field():
    family = Family()
    configs = [{"field": "id"}, {"field": "dflt"}, {"field": "dflt", **KEEP}, {"field": "inner"}, {"field": "nosuch"}, {"field": "inner.x"}, {"field": "name"}]
    configs += [{"field": path, "field.syntax.version": "V2"} for path in (
        "inner.x", "inner.y", "inner.deep.y", "inner", "`inner`.x", "`inner`.`x`", "inner.", ".inner", "inner..x", "id.x", "`inner", "`in`ner`.x",
        "`in\\`.x`", "`inner.x`", "nosuch.x", "inner.nosuch", "list.x", "`a\\``", "``.x")]
    configs += [{"field": "id", "field.syntax.version": "v2"}, {"field": "id", "field.syntax.version": "V3"}, {}]
    both_sides(family, "ExtractField", configs)
    odd = struct_of({"a.b": struct_of({"`c`": sch("int32")}), "in`ner": sch("int32"), "in`.x": sch("int32")})
    value = side(odd, {"struct": {"a.b": {"struct": {"`c`": i32(1)}}, "in`ner": i32(2), "in`.x": i32(3)}})
    both_sides(family, "ExtractField", [{"field": path, "field.syntax.version": "V2"} for path in (
        "`a.b`", "`a.b`.`c`", "`a.b`.``c``", "in`ner", "`in`ner`", "`in\\`.x`")], [("odd", value)])
    return family


def set_schema_metadata():
    family = Family()
    configs = [{"schema.name": "New"}, {"schema.version": "7"}, {"schema.name": "New", "schema.version": "0", **KEEP}, {}, {"schema.version": "x"},
               {"schema.name": ""}, {"schema.version": "-3"}]
    both_sides(family, "SetSchemaMetadata", configs)
    both_sides(family, "SetSchemaMetadata", configs[:1], [("array", side(array(sch("int32")), items(i32(1)))), (
        "map", side(map_of(sch("string"), sch("int32")), obj(a=i32(1))))])
    return family


def moments():
    for ms in (0, 1, 999, 1700000000123, 1709164799999, 1709164800000, -1, -86400000, 951782400000, 253402300799999, 253402300800000,
               -12219292800000, -12219292800001, -62135596800000, -62135596800001, 1735603200000, 1230768000000, 1104537600000):
        yield ms


FORMATS = ["yyyyMMdd", "yyyy-MM-dd HH:mm:ss.SSS", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "EEE, d MMM yyyy", "EEEE MMMM yy", "D k K h a m s S", "G y Y",
           "''yyyy''", "'it''s' yy", "z Z X XX XXX zzzz", "u F w W", "yyyyy-M-d", "YYYY-'W'ww-u", "MMMMM LLL", "HHmmss", "dd/MM/yyyy hh:mm a", "y",
           "yyy", "ddd", "SSSSSS", "'open", "b", "yyyy.MM.dd G 'at' HH:mm:ss z", "", "\u00e4yyyy\u00e4"]


def timestamp_router():
    family = Family()
    for pattern in FORMATS:
        for ms in moments():
            family.add(KAFKA + "TimestampRouter", {"timestamp.format": pattern}, rec(topic="orders", timestamp=ms), f"{pattern} of {ms}")
    for form in ("${topic}", "${timestamp}-${topic}-${topic}", "a$b", "${topic", "x", "", "${topic}${timestamp}${timestamp}", "$1\\"):
        for topic in ("t", "a${timestamp}b", "$0", "\\x"):
            family.add(KAFKA + "TimestampRouter", {"topic.format": form}, rec(topic=topic, timestamp=86400000 * 19000 + 5), form)
    family.add(KAFKA + "TimestampRouter", {}, rec(topic="t", timestamp=None), "no timestamp")
    return family


READS = [("yyyy-MM-dd", ["2024-02-29", "2023-02-29", "2024-1-5", "2024-13-45", " 2024-01-02", "2024- 01-02", "2024-01-02x", "x", "", "0001-01-01",
                         "-5-01-01", "2024-01", "2024-01-", "99999-01-01", "1582-10-04", "1582-10-10", "1582-10-15", "24-01-02", "2024-00-00"]),
         ("yyyyMMdd", ["20240229", "2024022", "202402291", "2024 229", "2024aa29"]),
         ("yy-MM-dd", ["24-01-02", "46-01-01", "47-01-01", "99-12-31", "2024-01-02", "4-01-01", "024-01-01"]),
         ("yyyy-MM-dd HH:mm:ss.SSS", ["2024-02-29 13:14:15.678", "2024-02-29 13:14:15.6", "2024-02-29 25:61:61.1000", "2024-02-29 13:14:15", "2024-02-29  1:2:3.4"]),
         ("yyyy-MM-dd'T'HH:mm:ssXXX", ["2024-02-29T13:14:15Z", "2024-02-29T13:14:15+02:00", "2024-02-29T13:14:15-0530", "2024-02-29T13:14:15+02"]),
         ("yyyy-MM-dd HH:mm:ss Z", ["2024-02-29 13:14:15 +0200", "2024-02-29 13:14:15 -0530", "2024-02-29 13:14:15 GMT", "2024-02-29 13:14:15 UTC", "2024-02-29 13:14:15 +02:00"]),
         ("yyyy-MM-dd HH:mm z", ["2024-02-29 13:14 UTC", "2024-02-29 13:14 GMT+02:00", "2024-02-29 13:14 GMT", "2024-02-29 13:14 +0100"]),
         ("X", ["Z", "+02", "+0200", "-11"]), ("XX", ["+0230", "Z", "+02"]),
         ("EEE, d MMM yyyy hh:mm a", ["Thu, 29 Feb 2024 01:02 PM", "thu, 29 february 2024 12:02 am", "Fri, 29 Feb 2024 12:02 PM", "Xyz, 29 Feb 2024 12:02 PM"]),
         ("MMM-yy", ["Jan-24", "may-99", "Maybe-24", "J-24"]), ("D yyyy", ["60 2024", "366 2023"]), ("k:mm", ["24:00", "1:30"]), ("K a", ["11 PM", "0 AM"]),
         ("H", ["5", "-5", "+5", "99999999999"]), ("yyyy G", ["44 BC", "44 AD"]), ("'T'yyyy", ["T2024", "2024"]), ("dd MMMM yyyy", ["01 March 2024", "01 Mar 2024"]),
         ("hhmmss", ["010203", "120000"]), ("SSS", ["5", "1234"]), ("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", ["2024-02-29T13:14:15.678Z"])]


def timestamp_converter():
    family = Family()
    cls = "TimestampConverter"
    forms = ("string", "unix", "Date", "Time", "Timestamp")
    fmt = {"format": "yyyy-MM-dd HH:mm:ss.SSS"}
    for to in forms:
        for ms in moments():
            for schema, value in ((timestamp(), {"timestamp": ms}), (opt("int64"), i64(ms)), (None, i64(ms)), (None, {"timestamp": ms})):
                family.add(KAFKA + cls + "$Value", {"target.type": to, **fmt}, rec(side(schema, value)), f"{ms} to {to}")
        for schema, value in ((date(), {"date": 19000}), (time(True), {"time": 5000}), (sch("string"), text("2024-02-29 01:02:03.004")),
                              (None, text("2024-02-29 01:02:03.004")), (sch("int32"), i32(5)), (None, i32(5)), (opt("int64"), None), (sch("boolean"), boolean(True)),
                              (None, None), (sch("string"), text("nonsense"))):
            family.add(KAFKA + cls + "$Value", {"target.type": to, **fmt}, rec(side(schema, value)), f"to {to}")
            family.add(KAFKA + cls + "$Key", {"target.type": to, **fmt}, rec(side(), side(schema, value)), f"key to {to}")
        for unit in ("seconds", "milliseconds", "microseconds", "nanoseconds"):
            for value in (i64(1700000000123), i64(-1), i64(1234567), i64((1 << 63) - 1)):
                if to not in ("Time", "string") or value != i64((1 << 63) - 1):
                    family.add(KAFKA + cls + "$Value", {"target.type": to, "unix.precision": unit, **fmt}, rec(side(sch("int64"), value)), f"{unit} to {to}")
            family.add(KAFKA + cls + "$Value", {"target.type": "unix", "unix.precision": unit}, rec(side(timestamp(), {"timestamp": -1500})), unit)
    for pattern, texts in READS:
        for each in texts:
            family.add(KAFKA + cls + "$Value", {"target.type": "unix", "format": pattern}, rec(side(sch("string"), text(each))), pattern)
    for ms in (0, 1700000000123):
        for pattern in FORMATS:
            family.add(KAFKA + cls + "$Value", {"target.type": "string", "format": pattern}, rec(side(timestamp(), {"timestamp": ms})), pattern)
    both_sides(family, cls, [{"field": "at", "target.type": "string", **fmt}, {"field": "i64", "target.type": "Timestamp"}, {"field": "day", "target.type": "unix", **KEEP},
                             {"field": "nosuch", "target.type": "unix"}, {"field": "id", "target.type": "unix"}, {"field": "name", "target.type": "Date", **fmt},
                             {"field": "tod", "target.type": "Date"}, {"target.type": "Date"}, {"target.type": "date"}, {}, {"target.type": "string"},
                             {"target.type": "unix", "unix.precision": "hours"}])
    return family


def flatten():
    family = Family()
    leaf = struct_of({"x": sch("int32"), "y": opt("string"), "d": sch("int32", default=3)}, name="Leaf", doc="leaf", version=2)
    nested = struct_of({"a": sch("int32"), "b": leaf, "c": optional(struct_of({"l": leaf, "o": optional(leaf), "p": decimal(2)}))}, name="Top", version=1)
    value = row(a=i32(1), b=row(x=i32(2), y=None, d=None), c=row(l=row(x=i32(3), y=text("q"), d=i32(4)), o=None, p=dec(5, 2)))
    sides = [*records(), ("nested", side(nested, value)), ("nested, null", side(nested, row(a=i32(1), b=row(x=i32(2), y=None, d=None), c=None))),
             ("with map", side(struct_of({"m": map_of(sch("string"), sch("int32"))}), row(m=obj(a=i32(1))))),
             ("clash", side(struct_of({"b.x": sch("int32"), "b": leaf}), {"struct": {"b.x": i32(1), "b": row(x=i32(2), y=None, d=None)}})),
             ("default in leaf", side(struct_of({"s": struct_of({"x": sch("int32", default=1)}, True)}), row(s=row(x=None)))),
             ("optional top", side(optional(nested), value)), ("decimal, no schema", side(None, obj(d=dec(5, 2)))),
             ("maps", side(None, obj(a=obj(b=obj(c=i32(1)), e=obj()), f=None, g=items(obj(h=i32(1))))))]
    both_sides(family, "Flatten", [{}, {"delimiter": "_"}, {"delimiter": ""}], sides)
    return family


HEADERS = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("a", None, i64(3)), header("c", opt("string"), None)]


def headers():
    family = Family()
    for names in ("a", "b,c", "nosuch", "a,b,c", "", " a "):
        for chosen in (HEADERS, []):
            family.add(KAFKA + "DropHeaders", {"headers": names}, rec(side(sch("string"), text("v")), headers=chosen), names)
    for literal in ("5", "true", "text", "2024-01-01", "[1,2]", "{\"a\":1}", "1.5", "null", "", " x ", "300", "70000", "3000000000", "\"q\"", "13:14:15.678Z",
                    "2024-01-01T00:00:00.000Z", "1e3", "[]", "[1,\"a\"]"):
        for chosen in (HEADERS, []):
            family.add(KAFKA + "InsertHeader", {"header": "h", "value.literal": literal}, rec(side(sch("string"), text("v")), headers=chosen), literal)
    family.add(KAFKA + "InsertHeader", {"header": "h"}, rec(), "no literal")
    family.add(KAFKA + "DropHeaders", {}, rec(), "no names")
    configs = [{"fields": "id,dflt", "headers": "h1,h2", "operation": "move"}, {"fields": "id,dflt", "headers": "h1,h2", "operation": "copy", **KEEP},
               {"fields": "inner,list,price", "headers": "a,b,c", "operation": "move", **KEEP}, {"fields": "nosuch", "headers": "h", "operation": "copy"},
               {"fields": "id,nosuch", "headers": "h,i", "operation": "move"}, {"fields": "id", "headers": "h,i", "operation": "move"},
               {"fields": "id", "headers": "h", "operation": "steal"}, {"fields": "id", "headers": "h"}, {"fields": "id,id", "headers": "h,i", "operation": "move"},
               {"fields": "", "headers": "", "operation": "move"}, {"fields": "id", "headers": "h", "operation": "MOVE"}]
    both_sides(family, "HeaderFrom", configs, headers=HEADERS[:2])
    return family


def predicates():
    family = Family()
    name = KAFKA + "predicates."
    for pattern in ("top.*", "topic", "to", ".*c", "[", "", "a|topic", "(?i)TOPIC"):
        for topic in ("topic", "other", "to"):
            family.add(name + "TopicNameMatches", {"pattern": pattern}, rec(topic=topic), pattern)
    for header_name in ("a", "c", "nosuch", ""):
        for chosen in (HEADERS, []):
            family.add(name + "HasHeaderKey", {"name": header_name}, rec(headers=chosen), header_name)
    for case, each in records():
        family.add(name + "RecordIsTombstone", {}, rec(each), case)
        family.add(KAFKA + "Filter", {}, rec(each), case)
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


ORDERS = [("a.inventory.orders_1", 1), ("a.inventory.orders_2", 2), ("other", 3)]


def logical_router():
    family = Family()
    name = DEBEZIUM + "ByLogicalTableRouter"
    configs = [{"topic.regex": "(.*)orders_.*", "topic.replacement": "$1orders"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": "$1orders", "key.enforce.uniqueness": "false"},
               {"topic.regex": "(.*)(orders)_(.*)", "topic.replacement": "$1$2", "key.field.name": "shard", "key.field.regex": "(.*)orders_(.*)", "key.field.replacement": "$2"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": "1-$1 \u00e4\U0001f600.x", "schema.name.adjustment.mode": "avro"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": "1-$1 _\u00e4\U0001f600.x", "schema.name.adjustment.mode": "avro_unicode"},
               {"topic.regex": "(.*)orders_.*", "topic.replacement": ""}, {"topic.regex": ".*", "topic.replacement": "all", "key.field.regex": "x(.*)", "key.field.replacement": "$1"},
               {"topic.regex": "["}, {"topic.replacement": "x"}, {"topic.regex": ".*", "topic.replacement": "a", "key.field.regex": "x(.*)"},
               {"topic.regex": ".*", "topic.replacement": "all", "key.field.name": "id"}]
    records = [(case, {**record, "topic": topic}) for case, record in events() for topic, _ in ORDERS]
    records += [("text key", rec(side(sch("string"), text("v")), side(sch("string"), text("k")), topic="a.orders_1")),
                ("defaults", change(event("c", after=order(dflt=None)), topic="a.orders_1"))]
    for config in configs:
        for number, (case, record) in enumerate(records):
            family.add(name, {**config, "number": str(number)}, record, case)
    return family


def header_to_value():
    family = Family()
    name = DEBEZIUM + "HeaderToValue"
    chosen = [header("h1", sch("string"), text("v1")), header("x", None, i32(1)), header("h2", opt("int32"), None),
              header("h3", array(opt("string"), True, name="h3"), items(text("a"))), header("h1", sch("string"), text("v2"))]
    configs = [{"headers": "h1", "fields": "f1"}, {"headers": "h2,h3", "fields": "f2,f3"}, {"headers": "h2", "fields": "after.f2"}, {"headers": "h2,h3", "fields": "after.f2,top"},
               {"headers": "h3", "fields": "nosuch.f"}, {"headers": "h3", "fields": "op.f"}, {"headers": "nosuch", "fields": "f"}, {"headers": "h2", "fields": "id"},
               {"headers": "h2,h3", "fields": "source.a,after.b"}, {"headers": "h2", "fields": "op"}, {"headers": "x", "fields": "f"}, {"headers": "h2", "fields": "a,b"},
               {"headers": "h2", "fields": "transaction.t"}]
    values = [("create", change(event("c", after=order()))), ("delete", change(event("d", before=order()))), ("tombstone", change(side())), ("map", rec(side(None, obj(a=i32(1))))),
              ("flat", rec(side(FLAT, flat()))), ("text", rec(side(sch("string"), text("v"))))]
    number = 0
    for config in configs:
        for operation in ("move", "copy"):
            for case, record in values:
                number += 1
                headers = chosen[:4] if case != "flat" or config["headers"] != "h1" else chosen
                family.add(name, {**config, "operation": operation, "number": str(number)}, {**record, "headers": headers}, case)
    family.add(name, {"headers": "h1", "fields": "f", "operation": "steal"}, values[0][1])
    family.add(name, {"headers": "h1", "operation": "move"}, values[0][1])
    return family


def extract_changed():
    family = Family()
    name = DEBEZIUM + "ExtractChangedRecordState"
    more = [("all", change(event("u", before=order(), after=order(2, "x", price=None, dflt=i32(2), nullable=text("y"))))), ("none", change(event("u", before=order(), after=order())))]
    for config in ({"header.changed.name": "Changed", "header.unchanged.name": "Unchanged"}, {"header.changed.name": "Changed"}, {"header.unchanged.name": "U"}, {},
                   {"header.changed.name": " "}):
        family.all(name, config, [*events(), *more])
    return family


def schema_change_filter():
    family = Family()
    change_of = struct_of({"type": sch("string"), "id": sch("string")}, name="io.debezium.connector.schema.Change", version=1)
    schema = struct_of({"ddl": opt("string"), "tableChanges": array(change_of, True)}, name="io.debezium.connector.mysql.SchemaChangeValue", version=1)
    values = [("create", row(ddl=text("x"), tableChanges=items(row(type=text("CREATE"), id=text("t"))))),
              ("alter", row(ddl=text("x"), tableChanges=items(row(type=text("ALTER"), id=text("t")), row(type=text("CREATE"), id=text("u"))))),
              ("drop", row(ddl=None, tableChanges=items(row(type=text("DROP"), id=text("t"))))), ("database", row(ddl=text("x"), tableChanges=items())),
              ("none", row(ddl=text("x"), tableChanges=None))]
    for listed in ("CREATE", "ALTER, DROP", "DATABASE", "TRUNCATE", "create", "NOSUCH", ""):
        for case, value in values:
            family.add(DEBEZIUM + "SchemaChangeEventFilter", {"schema.change.event.exclude.list": listed}, rec(side(schema, value)), case)
        family.all(DEBEZIUM + "SchemaChangeEventFilter", {"schema.change.event.exclude.list": listed}, events())
    return family


def partition_routing():
    family = Family()
    name = DEBEZIUM + "partitions.PartitionRouting"
    wide = {"id": sch("int32"), "t": opt("string"), "l": opt("int64"), "s": opt("int16"), "b": opt("boolean"), "f": opt("float"), "d": opt("double"), "dec": decimal(2, True),
            "ts": timestamp(True), "day": date(True), "list": array(opt("string"), True), "inner": optional(struct_of({"x": sch("int32")})), "dflt": sch("int32", default=9)}
    rows = [dict(t=text("abc"), l=i64(5000000000), s=i16(-3), b=boolean(True), f=f32(1.5), d=f64(-2.25), dec=dec(12345, 2), ts={"timestamp": 1700000000123}, day={"date": 19000},
                 list=items(text("x"), None, text("y")), inner=row(x=i32(4)), dflt=i32(1)),
            dict(t=text("\u00e4\u20ac\U0001f600 a longer text of more than sixteen bytes"), l=i64(-1), s=None, b=boolean(False), f=f32(float("nan")), d=f64(float("nan")),
                 dec=dec(-(10 ** 30), 2), ts={"timestamp": -1}, day={"date": -1}, list=items(), inner=None, dflt=None),
            dict(t=text(""), l=None, s=i16(7), b=None, f=f32(-0.0), d=f64(0.0), dec=dec(2 ** 64, 0 + 2), ts=None, day=None, list=None, inner=None, dflt=i32(3)),
            dict(t=text("0123456789abcdef"), l=i64(1 << 62), s=i16(0), b=None, f=None, d=f64(1e300), dec=dec(-5, 2), ts={"timestamp": 0}, day={"date": 1}, list=None, inner=None, dflt=i32(3)),
            dict(t=text("\u00ff\u00fe\u00fd\u00fc\u00e4"), l=None, s=None, b=None, f=None, d=None, dec=dec(-(2 ** 96), 2), ts=None, day=None, list=None, inner=None, dflt=i32(3))]
    schema = envelope_schema(wide)
    for fields in ("change.id", "after.t", "change.t", "change.l,change.s", "change.b", "change.f", "change.d", "change.dec", "change.ts", "change.day", "change.list", "change.inner.x",
                   "change.dflt", "source.table", "op", "nosuch", "change.nosuch", "change.id.x", "change.nosuch , change.id", "ts_ms"):
        for kind in ("java", "murmur", "other"):
            for number, each in enumerate(rows):
                value = row(id=i32(number), **each)
                family.add(name, {"partition.payload.fields": fields, "partition.topic.num": "7", "partition.hash.function": kind},
                           change(event("c" if number % 2 else "u", after=value, schema=schema)), f"{fields} {number}")
            if not fields.startswith(("after", "change.inner")):
                value = row(id=i32(5), **rows[0])
                family.add(name, {"partition.payload.fields": fields, "partition.topic.num": "1000003", "partition.hash.function": kind},
                           change(event("d", before=value, schema=schema), partition=1), "delete")
    for config in ({}, {"partition.payload.fields": "op", "partition.topic.num": "0"}, {"partition.payload.fields": "", "partition.topic.num": "2"}):
        family.add(name, config, change(event("c", after=order())), "config")
    family.all(name, {"partition.payload.fields": "source.table,ts_ms", "partition.topic.num": "11"}, events())
    return family


def event_router():
    family = Family()
    name = DEBEZIUM + "outbox.EventRouter"
    columns = {"id": sch("string"), "aggregatetype": sch("string"), "aggregateid": sch("string"), "type": sch("string"), "payload": opt("string", name="io.debezium.data.Json", version=1),
               "version": opt("int32"), "part": opt("int32"), "at": opt("int64", name="io.debezium.time.MicroTimestamp", version=1), "extra": opt("string"), "num": sch("int64")}

    def outbox(**more):
        return row(**{"id": text("4711"), "aggregatetype": text("Order"), "aggregateid": text("o-1"), "type": text("OrderCreated"), "payload": text('{"a": 1, "b": "x"}'),
                      "version": i32(3), "part": i32(5), "at": i64(1700000000123456), "extra": text("e"), "num": i64(9), **more})
    schema = envelope_schema(columns, name="shop.public.outbox")
    values = [("create", outbox()), ("empty payload", outbox(payload=text(" "))), ("null payload", outbox(payload=None)), ("null at", outbox(at=None)),
              ("dotted", outbox(aggregatetype=text("a.b$c"))), ("null version", outbox(version=None)), ("null extra", outbox(extra=None, part=None))]
    configs = [{}, {"table.field.event.timestamp": "at"}, {"route.tombstone.on.empty.payload": "true"}, {"route.topic.replacement": "x.${routedByValue}.y"},
               {"route.topic.regex": "O(.*)", "route.topic.replacement": "$1"}, {"route.by.field": "type"}, {"route.by.field": "nosuch"}, {"route.by.field": "num"},
               {"table.field.event.id": "nosuch"}, {"table.field.event.key": "num"}, {"table.field.event.key": "nosuch"}, {"table.field.event.payload": "extra"}, {"table.field.event.payload": "nosuch"},
               {"table.field.event.timestamp": "num"}, {"table.field.event.timestamp": "nosuch"}, {"table.field.event.timestamp": "extra"},
               {"table.fields.additional.placement": "type:header,extra:header:E,num:header"}, {"table.fields.additional.placement": "type:envelope,extra:envelope:more"},
               {"table.fields.additional.placement": "part:partition"}, {"table.fields.additional.placement": "num:partition"}, {"table.fields.additional.placement": "nosuch:header"},
               {"table.fields.additional.placement": "nosuch:header,type:header", "table.fields.additional.error.on.missing": "false"},
               {"table.fields.additional.placement": "type:envelope", "table.field.event.schema.version": "version"}, {"table.fields.additional.placement": "type"},
               {"table.fields.additional.placement": "type:envelope,part:partition,extra:header", "route.tombstone.on.empty.payload": "true"},
               {"table.op.invalid.behavior": "fatal"}, {"table.op.invalid.behavior": "error"}]
    number = 0
    for config in configs:
        for case, value in values:
            number += 1
            family.add(name, {**config, "number": str(number)}, change(event("c", after=value, schema=schema), partition=1, headers=HEADERS[:1]), case)
        for op in ("u", "d", "r"):
            number += 1
            family.add(name, {**config, "number": str(number)}, change(event(op, before=outbox(), after=None if op == "d" else outbox(), schema=schema)), op)
        for case, record in (("tombstone", change(side())), ("heartbeat", dict(events())["heartbeat"])):
            family.add(name, config, record, case)
    for payload in ('{"a":1,"b":3000000000,"c":1.5,"d":true,"e":"t","f":null,"g":[],"h":[1,2],"i":{"j":{"k":1}}}', '{"l":[{"a":1},{"b":2},{"a":3}]}', '{"l":[1,"x"]}', '{"l":[1,3000000000]}',
                    '{"l":[null,1]}', '{"l":[null]}', "[]", '"x"', "5", "{", "{}", '{"a":{}}', '{"a":[[1],[2]]}', '{"a":99999999999999999999}', '{"a":1e2}', "", '{"a":[{"x":null},{"x":1}]}',
                    '{"a b":{"c.d":"\u00e4"}}', '{"a":1,"a":2}', " {}"):
        for nulls in ("ignore", "optional_bytes"):
            number += 1
            family.add(name, {"table.expand.json.payload": "true", "table.json.payload.null.behavior": nulls, "number": str(number)},
                       change(event("c", after=outbox(payload=text(payload)), schema=schema)), payload)
    return family


def naming():
    family = Family()
    jdbc = "io.debezium.connector.jdbc.transforms."
    names = ["orders", "OrderLines", "order_lines", "shop.public.OrderLines2", "ABCdef12x", "a.b_c..d", "", "_x", "x1Y2", "kebab-case-Name"]
    for style in ("default", "snake_case", "camel_case", "UPPER_CASE", "lower_case", "upper_case", "nosuch", None):
        for more in ({}, {"prefix": "p_", "suffix": "_s"}):
            def config(what):
                return {**({f"{what}.naming.style": style} if style else {}), **{f"{what}.naming.{key}": value for key, value in more.items()}}
            for topic in names:
                family.add(jdbc + "CollectionNameTransformation", config("collection"), rec(side(sch("string"), text("v")), topic=topic), topic)
            odd = struct_of({"id": sch("int32"), "firstName": opt("string"), "ZIP2Code": sch("string", default="d"), "inner_struct": struct_of({"innerName": sch("int32")}, True)}, name="Row", version=2)
            value = row(id=i32(1), firstName=None, ZIP2Code=None, inner_struct=row(innerName=i32(1)))
            for case, record in (("flat", rec(side(odd, value), KEY)), ("envelope", change(event("u", before=order(), after=order(2)))), ("delete", change(event("d", before=order()))),
                                 ("tombstone", change(side())), ("text", rec(side(sch("string"), text("v")), KEY)), ("map", rec(side(None, obj(aB=i32(1)))))):
                family.add(jdbc + "FieldNameTransformation", config("column"), record, case)
    return family


CONDITIONS = [
    "value.op == 'u'", "value.op != 'u'", "value.op == 'u' && value.before.id == 1", "value.op == 'c' || value.op == 'r'", "!(value.op == 'd')",
    "value.after != null", "value.after == null", "value.after?.id > 1", "value.after?.id >= 1", "value.after?.id < 2", "value.after?.name == 'pen'",
    "value.after.id == 1", "value.source.table == 'orders'", "value.source.table in ['orders', 'lines']", "!(value.op in ['c','u'])", "value.op !in ['c']",
    "value.after?.price > 19.98", "value.after?.price == 19.99", "value.after?.price < 20", "value.after?.dflt == 1", "value.after?.nullable == 'none'",
    "value.get('op') == 'c'", "value.getString('op').equals('c')", "value.getStruct('after')?.getInt32('id') == 1", "value.ts_ms == 1700000000500", "value.ts_ms > 1699999999999L",
    "topic.startsWith('shop.')", "topic.endsWith('orders')", "topic.contains('inventory') && value.op == 'c'", "topic ==~ /shop\\..*/", "topic ==~ 'shop'", "topic.matches('.*orders')",
    "topic == 'shop.inventory.orders'", "topic.toUpperCase() == 'SHOP.INVENTORY.ORDERS'", "topic.length() > 10", "topic.size() == 21", "topic.indexOf('.') == 4", "topic.substring(0, 4) == 'shop'",
    "topic.substring(5).startsWith('inv')", "topic.replace('.', '_') == 'shop_inventory_orders'", "topic.replaceAll('[aeiou]', '') == 'shp.nvntry.rdrs'", "topic.equalsIgnoreCase('SHOP.inventory.ORDERS')",
    "valueSchema.name == 'shop.inventory.orders.Envelope'", "valueSchema.name.endsWith('.Envelope')", "valueSchema.field('after') != null", "valueSchema.field('nosuch') == null", "valueSchema.version() == 2",
    "keySchema != null && keySchema.name().endsWith('.Key')", "key.id == 1", "key?.id == 1", "key.id in [1, 2, 3]", "header.a.value == '1'", "header['b'].value == 2", "header.nosuch == null", "header.a?.value?.length() == 1",
    "header.containsKey('a')", "header.size() == 3", "value.nosuch == 1", "value.op", "value.op > 'a'", "value.op <= 'c'", "null", "true", "false", "1", "'x'", "null == null", "1 == 1L && 1 == 1.0", "'1' == 1", "2 > null", "null > 2", "null < 2",
    "value.op == null ? true : false", "value.after ? true : false", "value.after?.name ? true : false", "(value.after?.name ?: 'none') == 'none'", "value.op == 'c' ? value.after.id == 1 : value.before?.id == 1",
    "value.after.id + 1 == 2", "value.after.id - 1 == 0", "-1 < 0", "value.op + value.op == 'cc'", "\"${value.op}-${topic}\" == 'c-shop.inventory.orders'", "\"$value.op\" == 'c'", "value.op.toUpperCase() == 'C'",
    "value.op.isEmpty()", "value.after.name.trim().toLowerCase().contains('pen')", "value.after.name =~ /e/ ? true : false", "return value.op == 'c';", "value.op == \"c\"", "value.transaction == null", "value.transaction?.total_order == 1",
    "value.source.ts_ms.toString().length() == 13", "value.op.equals('c') && !value.source.gtid", "'5'.toInteger() == 5", "value.source.lsn == null && value.source.pos >= 154", "value.op == 'c' && (value.after.id == 1 || value.after.id == 2)",
    "value.before?.name != value.after?.name", "value.op.matches('[cr]')", "value.source.snapshot == 'false'", "value.op in []", "[1,2].contains(key?.id)"]

ROUTES = ["value.op == 'u' ? 'updates' : null", "value.source.table", "'prefix.' + topic", "\"${topic}.${value.op}\"", "value.after?.name", "value.op == 'd' ? 'deletes' : topic", "value.after?.id", "null", "topic.replaceAll('^[^.]+\\\\.', '')",
          "value.nosuch", "value.after.name.toLowerCase() + '_' + value.after.id", "topic.split('.')[1]", "topic.split('\\\\.')[1]", "topic.split(/[.o]/)[-1]", "topic.split('nosuch')[0]", "topic.split('\\\\.')[9]", "value.op == 'c' ? (value.after.id == 1 ? 'one' : 'two') : 'others'", "\"$topic-x\""]


def scripting():
    family = Family()
    chosen = [header("a", sch("string"), text("1")), header("b", sch("int32"), i32(2)), header("c", opt("string"), None)]
    records = [(case, {**record, "headers": chosen}) for case, record in events()]
    for condition in CONDITIONS:
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": condition}, records)
    for route in ROUTES:
        family.all(DEBEZIUM + "ContentBasedRouter", {"language": "jsr223.groovy", "topic.expression": route}, records)
    for mode in ("keep", "drop", "evaluate"):
        family.all(DEBEZIUM + "Filter", {"language": "jsr223.groovy", "condition": "value == null", "null.handling.mode": mode}, records)
    return family


FAMILIES = [cast, regex_router, insert_field, replace_field, mask_field, value_to_key, hoist_field, extract_field, set_schema_metadata,
            timestamp_router, timestamp_converter, flatten, headers, predicates, extract_new,
            logical_router, header_to_value, extract_changed, schema_change_filter, partition_routing, event_router, naming, scripting]


def families():
    return {each.__name__: each().lines for each in FAMILIES}

"""Cases for Apache Kafka's transforms and predicates."""
import random

from notation import *  # noqa: F403


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
         ("MM/dd/yyyy HH:mm:ss a", ["01/31/2024 09:15:00 PM", "01/31/2024 22:15:00 AM"]), ("kk:mm a", ["10:00 PM", "24:00 AM"]),
         ("a HH:mm", ["PM 10:00"]), ("HH hh", ["22 03"]), ("hh HH", ["03 22"]), ("HH hh a", ["22 03 PM"]), ("hh a HH", ["03 PM 22"]), ("a", ["PM", "AM"]),
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


ZONES = ["UTC", "GMT", "PST", "pdt", "EST", "EDT", "CST", "MST", "HST", "AKDT", "CET", "CEST", "WET", "WEST", "EET", "EEST", "MSK", "IST", "JST", "KST", "AEST", "AEDT", "ACST", "NZST", "NZDT", "BST", "SAST", "HKT", "SGT", "BRT", "ART", "UT", "Z", "XYZ",
         "Pacific Standard Time", "Central European Summer Time", "Eastern Daylight Time", "India Standard Time", "Japan Standard Time", "Coordinated Universal Time", "Greenwich Mean Time", "GMT+5:30", "GMT-0800", "GMT+24:00", "GMT+1", "gmt+01:00",
         "+01:00", "+0100", "-0330", "+01", "+1", "-2400", "+0060", "+5:30", " +0100", " GMT", " PST", "PSTx", "Réunion Time", "", "+"]

# Letters with texts that fit them, fit leniently, and do not.
PIECES = {
    "y": ["2024", "24", "4", "0", "-5", "1582", "99"], "yyyy": ["2024", "1970", "24", "1582", "1400"], "yy": ["24", "30", "60", "00", "2024", "1"], "Y": ["2024", "24", "0", "-3"], "YYYY": ["2024", "2020", "2025", "1582"], "YY": ["26", "60", "7"],
    "M": ["1", "12", "0", "13", "-1"], "MM": ["01", "12", "25"], "MMM": ["Jan", "december", "Mai"], "L": ["2"], "d": ["1", "31", "0", "32", "-7", "400"], "dd": ["05", "29"], "D": ["1", "60", "366", "0", "-1"], "DDD": ["059", "60"],
    "F": ["1", "5", "0", "-1", "-2", "6"], "w": ["1", "53", "0", "60", "-2"], "ww": ["01", "27"], "W": ["1", "5", "0", "-1", "7"], "E": ["Mon", "sunday", "Sa", "Fri"], "EEEE": ["Wednesday", "Thu"], "u": ["1", "7", "0", "8", "9", "14", "15", "-1", "-7", "-8"],
    "G": ["AD", "bc", "Anno Domini", "CE"], "a": ["AM", "pm", "a"], "H": ["13", "0", "25", "-1"], "k": ["24", "1"], "h": ["12", "1", "13"], "K": ["0", "11"], "m": ["59", "61"], "s": ["5"], "S": ["7", "1234"],
    "z": ["PST", "GMT", "CEST"], "Z": ["+0530", "EDT"], "X": ["Z", "-05"], "XXX": ["+05:30", "Z", "+0530", "z"]}


def odd_dates():
    """Patterns put together at random, and texts for them; zones by name."""
    family = Family()
    dice = random.Random(7)
    to = KAFKA + "TimestampConverter$Value"
    for pattern in ("yyyy-MM-dd HH:mm z", "yyyy-MM-dd HH:mmz", "yyyy-MM-dd HH:mm Z", "yyyy-MM-dd HH:mm X", "yyyy-MM-dd HH:mm XX", "yyyy-MM-dd HH:mm XXX", "yyyy-MM-dd HH:mm zzzz"):
        for each in ZONES:
            family.add(to, {"target.type": "unix", "format": pattern}, rec(side(sch("string"), text("2024-07-01 12:00 " + each))), f"{pattern} of {each}")
    for each in ("\u0662\u0660\u0662\u0664-\u0660\u0667-\u0660\u0661 \uff11\uff12:\u0966\u0966", "2024-\uff10\uff17-01 12:00", "2024-07-01\u00a012:00", "\U0001d7d0024-07-01 12:00"):
        family.add(to, {"target.type": "unix", "format": "yyyy-MM-dd HH:mm"}, rec(side(sch("string"), text(each))), each)
    for _ in range(1500):
        letters = dice.sample(sorted(PIECES), dice.choice([1, 2, 2, 3, 3, 3, 4, 5]))
        gap = dice.choice([" ", " ", "-", "", "' of '"])
        pattern = gap.join(letters)
        for _ in range(2):
            between = dice.choice([gap.strip("'"), gap.strip("'"), gap.strip("'") + " "])
            each = between.join(dice.choice(PIECES[letter]) for letter in letters)
            family.add(to, {"target.type": "unix", "format": pattern}, rec(side(sch("string"), text(each))), f"{pattern} of {each}")
    return family


FAMILIES = [cast, regex_router, insert_field, replace_field, mask_field, value_to_key, hoist_field, extract_field,
            set_schema_metadata, timestamp_router, timestamp_converter, odd_dates, flatten, headers, predicates]

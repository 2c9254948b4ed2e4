"""Cases for Debezium's transforms that change what is in the rows of change events."""
import base64
import struct as binary

from events import *  # noqa: F403

TIMES = {"id": sch("int32"), "ms": opt("int64", name="io.debezium.time.Timestamp", version=1),
         "us": opt("int64", name="io.debezium.time.MicroTimestamp", version=1),
         "ns": opt("int64", name="io.debezium.time.NanoTimestamp", version=1),
         "zoned": opt("string", name="io.debezium.time.ZonedTimestamp", version=1),
         "tod": opt("string", name="io.debezium.time.ZonedTime", version=1), "connect": timestamp(True),
         "day": opt("int32", name="io.debezium.time.Date", version=1), "us_of_day": opt("int64", name="io.debezium.time.MicroTime", version=1),
         "cday": date(True), "plain": opt("int64"), "dflt": sch("int64", default=1700000000000, name="io.debezium.time.Timestamp", version=1)}
# Before and after the jumps of Berlin, New York, Lord Howe's half hour, Apia's lost day; before 1970 and far ahead.
MOMENTS = [0, 1700000000, -1, 1711846799, 1711846800, 1711850399, 1711850400, 1729994399, 1729994400, 1729997999, 1729998000, 1729990800, 1710054000,
           1710057599, 1710057600, 1730606400, 1730599200, 1730602800, 1712415600, 1712417400, 1728144000, 1325203200, 1325289600, 1325242800,
           -2208988800, -1633280400, -5000000000, 2208988800, 4102444800, 7258118400, 32503680000, 253402300799, -62135596800]
TEXTS = ["2024-02-29T13:59:01.25+01:00", "2024-03-31T02:30:00Z", "2024-03-31T01:30:00Z", "2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00", "2023-11-14T22:13:20.000001Z",
         "2023-11-14T22:13Z", "2023-11-14t22:13:20z", "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20.123456789-18:00", "+12345-01-01T00:00:00Z", "-0044-03-15T12:00:00+00:00:01",
         "2023-02-30T00:00:00Z", "2023-11-14 22:13:20Z", "2023-11-14T24:00:00Z", "2023-11-14T22:13:20", "", "x", "2023-11-14T22:13:20+1", "12345-01-01T00:00:00Z",
         "2023-11-14T22:13:20+18:01", "2023-11-14T22:13:60Z", "0000-01-01T00:00:00Z", "-0000-01-01T00:00:00Z", "+2024-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999-12:00"]
CLOCKS = ["13:59:01.25+01:00", "23:59:59Z", "00:00Z", "00:00:01-11:30", "12:00:00.100000000+05:45:30", "24:00:00Z", "12:00:00", "1:00:00Z", "", "12:00:00.1234567890Z"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Europe/Dublin", "Africa/Casablanca",
         "+08:00", "-03:30", "+00:00", "-00:00", "+01:02:03", "Etc/GMT+5", "GMT", "Asia/Tehran", "America/St_Johns"]


def moments_row(seconds, **more):
    return row(**{"id": i32(1), "ms": i64(seconds * 1000 + 123), "us": i64(seconds * 1000000 + 123456), "ns": i64(seconds * 10 ** 9 + 123456789) if abs(seconds) < 9 * 10 ** 9 else None,
                  "zoned": None, "tod": None, "connect": {"timestamp": seconds * 1000}, "day": i32(5), "us_of_day": i64(7), "cday": {"date": 3}, "plain": i64(seconds), "dflt": None, **more})


def timezone_converter():
    family = Family()
    name = DEBEZIUM + "TimezoneConverter"
    schema = envelope_schema(TIMES)
    for zone in ZONES:
        ends = 2 ** 31 if zone == "Africa/Casablanca" else 1 << 60  # Java's data of Morocco end in 2037
        for seconds in filter(lambda each: each < ends, MOMENTS):
            family.add(name, {"converted.timezone": zone}, change(event("c", after=moments_row(seconds), schema=schema)), f"{seconds}")
        for each in TEXTS:
            if ends == 2 ** 31 and (each.startswith("+") or each.startswith("9999")):
                continue
            family.add(name, {"converted.timezone": zone}, change(event("u", before=moments_row(0, zoned=text(each)), after=moments_row(1), schema=schema)), each)
    for zone in ("UTC", "+08:00", "-03:30", "Asia/Kolkata", "+01:02:03", "Etc/GMT+5"):
        for each in CLOCKS:
            family.add(name, {"converted.timezone": zone}, change(event("c", after=moments_row(0, tod=text(each)), schema=schema)), each)
    both = change(event("u", before=moments_row(1700000000), after=moments_row(1720000000), schema=schema))
    rules = ["source:orders", "source:orders:ms", "source:orders:before.ms", "source:orders:after.us", "source:orders:source.ts_ms", "source:orders:source.ts_us", "topic:shop.inventory.orders",
             "topic:shop.inventory.orders:ms", "topic:shop.inventory.orders:connect, topic:shop.inventory.orders:us", "orders:ms", "orders:ms,orders:us", "shop.inventory.orders:ns", "source:other",
             "source:other:ms", "other:ms", "topic:other", "source:orders:ms, other:us", "source:orders:ms, orders:us", "topic:shop.inventory.orders, source:orders", "source:orders:nosuch",
             "source:orders:day", "source:orders:plain", "source:orders:dflt", "SOURCE:orders:ms", "Topic:shop.inventory.orders:ms", "source:orders:ms,source:orders:us", "orders", "source:", ":ms", "a:b:c:d",
             "source:orders:source.nosuch", "source:orders:source.server_id", "source:orders:ms,us", "source:orders:source.ts_ms,orders:ms", "source:or-ders:ms", "source:orders;x", "source:my orders:ms", "topic:shop.inventory.orders:source.ts_ms"]
    for rule in rules:
        for which in ("include.list", "exclude.list"):
            family.add(name, {"converted.timezone": "America/New_York", which: rule}, both, rule)
    family.add(name, {"converted.timezone": "UTC", "include.list": "source:orders", "exclude.list": "source:orders"}, both, "both")
    for zone in ("", "nosuch", "Europe/Nowhere", "+8:00", "+25:00", "08:00", "Z", "../UTC", "europe/berlin", "UTC+1", "+0800"):
        family.add(name, {"converted.timezone": zone}, both, zone)
    family.add(name, {}, both, "no zone")
    family.all(name, {"converted.timezone": "Europe/Berlin"}, events())
    family.all(name, {"converted.timezone": "Europe/Berlin", "include.list": "source:orders:source.ts_ms"}, events())
    odd = envelope_schema({"id": sch("int32"), "ms": opt("int32", name="io.debezium.time.Timestamp"), "z": opt("int64", name="io.debezium.time.ZonedTimestamp")})
    family.add(name, {"converted.timezone": "UTC"}, change(event("c", after=row(id=i32(1), ms=i32(5), z=None), schema=odd)), "wrong type")
    family.add(name, {"converted.timezone": "UTC"}, change(event("c", after=row(id=i32(1), ms=None, z=i64(5)), schema=odd)), "wrong type")
    family.add(name, {"converted.timezone": "Asia/Tehran"}, change({**event("c", after=order()), "value": None}), "null")
    bare = struct_of({"after": struct_of(TIMES, True), "op": sch("string")}, name="x.Envelope")
    family.add(name, {"converted.timezone": "Asia/Tehran"}, change(side(bare, row(after=moments_row(1700000000), op=text("c")))), "no source")
    source_only = struct_of({"after": struct_of(TIMES, True), "source": opt("string")}, name="x.Envelope")
    family.add(name, {"converted.timezone": "Asia/Tehran"}, change(side(source_only, row(after=moments_row(1700000000), source=text("c")))), "source is a text")
    null_source = struct_of({"after": struct_of(TIMES, True), "source": optional(source_schema())}, name="x.Envelope")
    family.add(name, {"converted.timezone": "Asia/Tehran"}, change(side(null_source, row(after=moments_row(1700000000), source=None))), "source is null")
    no_table = struct_of({"after": struct_of(TIMES, True), "source": struct_of({"ts_ms": sch("int32")})}, name="x.Envelope")
    for rule in ("source:orders:source.ts_ms", "topic:shop.inventory.orders:source.ts_ms"):
        family.add(name, {"converted.timezone": "Asia/Tehran", "include.list": rule}, change(side(no_table, row(after=moments_row(5), source=row(ts_ms=i32(5))))), "no table")
    return family


def read_to_insert():
    family = Family()
    name = "io.debezium.connector.mysql.transforms.ReadToInsertEvent"
    family.all(name, {}, events())
    for case, kind, value in (("no text", sch("int32"), i32(1)), ("null", opt("string"), None), ("default", sch("string", default="r"), None),
                              ("R", sch("string"), text("R")), ("empty", sch("string"), text(""))):
        family.add(name, {}, change(side(struct_of({"op": kind}, name="x.Envelope"), row(op=value)), headers=HEADERS), case)
    family.add(name, {}, change(side(struct_of({"x": sch("int32")}, name="x.Envelope"), row(x=i32(1)))), "no op")
    return family


def column(kind, **parameters):
    return {**kind, "parameters": {**kind.get("parameters", {}), **{f"__debezium.source.column.{name}": value for name, value in parameters.items()}}}


def extract_schema():
    family = Family()
    name = DEBEZIUM + "ExtractSchemaToNewRecord"
    told = {"id": column(sch("int32"), type="INT", name="id"), "name": column(opt("string"), type="VARCHAR", length="255", name="name", comment="what it is called"),
            "price": column(decimal(2, True), type="DECIMAL", length="10", scale="2", name="price"), "dflt": column(sch("int32", default=42), type="INT", name="dflt"),
            "nullable": column(opt("string", default="none"), type="TEXT", name="nullable")}
    schema = envelope_schema(told)
    family.all(name, {}, events())
    for op in "cudrt":
        family.add(name, {}, change(event(op, before=order() if op in "ud" else None, after=order(2) if op in "cur" else None, schema=schema), headers=HEADERS), op)
    for case, changed in (("no type", column(opt("string"), name="name")), ("no name", column(opt("string"), type="TEXT")), ("no length", column(opt("string"), type="TEXT", name="n", length="x")),
                          ("long length", column(opt("string"), type="TEXT", name="n", length="4294967295")), ("scale", column(opt("string"), type="TEXT", name="n", scale="-3")),
                          ("plus", column(opt("string"), type="TEXT", name="n", scale="+3")), ("empty", column(opt("string"), type="", name="", comment=""))):
        family.add(name, {}, change(event("c", after=order(), schema=envelope_schema({**told, "name": changed}))), case)
    for case, parts, value in (("no source", {"before": opt("string"), "after": opt("string")}, row(before=text("x"), after=None)),
                               ("no after", {"before": opt("string")}, row(before=text("x"))), ("no before", {"after": opt("string")}, row(after=text("x"))),
                               ("after is a text", {"before": opt("string"), "after": opt("string"), "source": source_schema()}, row(before=None, after=text("x"), source=source())),
                               ("no table", {"before": struct_of(told, True), "after": struct_of(told, True), "source": struct_of({"x": sch("int32")})}, row(before=None, after=order(), source=row(x=i32(1)))),
                               ("null table", {"before": struct_of(told, True), "after": struct_of(told, True), "source": source_schema()}, row(before=None, after=order(), source=source(table=None))),
                               ("null source", {"before": struct_of(told, True), "after": struct_of(told, True), "source": optional(source_schema())}, row(before=None, after=order(), source=None)),
                               ("twice", {"before": struct_of(told, True), "after": struct_of(told, True), "source": source_schema(), "sourceSchema": opt("string")},
                                row(before=None, after=order(), source=source(), sourceSchema=None))):
        family.add(name, {}, change(side(struct_of(parts, name="x.Envelope", version=4, doc="d"), value)), case)
    optional_event = {**schema, "optional": True}
    family.add(name, {}, change({**event("c", after=order(), schema=schema), "schema": optional_event}), "optional")
    return family


def vector_json():
    family = Family()
    name = DEBEZIUM + "VectorToJsonConverter"
    dense = array(sch("double"), name="io.debezium.data.DoubleVector", version=1)
    floats = array(sch("float"), True, name="io.debezium.data.FloatVector", version=1)
    sparse = struct_of({"dimensions": sch("int16"), "vector": map_of(sch("int16"), sch("double"))}, True, name="io.debezium.data.SparseDoubleVector", version=1)
    fields = {"id": sch("int32"), "d": dense, "f": floats, "s": sparse, "dflt": sch("int32", default=42)}

    def vectors(**more):
        return row(**{"id": i32(1), "d": items(f64(1.0), f64(-2.5), f64(1e7), f64(1e-5), f64(float("nan"))), "f": items(f32(0.3), f32(1e10)),
                      "s": row(dimensions=i16(5), vector={"map": [[i16(4), f64(2.5)], [i16(1), f64(1.0)], [i16(-2), f64(float("inf"))]]}), "dflt": None, **more})
    schema = envelope_schema(fields)
    family.all(name, {}, events())
    for case, value in (("all", vectors()), ("nulls", vectors(f=None, s=None)), ("empty", vectors(d=items(), f=items(), s=row(dimensions=i16(0), vector={"map": []})))):
        family.add(name, {}, change(event("u", before=value, after=vectors(), schema=schema)), case)
        family.add(name, {}, change(side(struct_of(fields, True, name="Row", version=3, doc="doc", parameters={"p": "q"}), value)), "row, " + case)
    lists = array(optional(dense), True, name="io.debezium.data.DoubleVector")
    odd = array(opt("double"), name="io.debezium.data.DoubleVector")
    family.add(name, {}, rec(side(struct_of({"v": odd}), row(v=items(None, f64(1.0))))), "null in it")
    family.add(name, {}, rec(side(struct_of({"v": lists}), row(v=items(items(f64(1.0)), None)))), "lists in it")
    family.add(name, {}, rec(side(struct_of({"v": array(dense)}), row(v=items(items(f64(1.0)))))), "in a list")
    family.add(name, {}, rec(side(struct_of({"v": opt("string", name="io.debezium.data.FloatVector")}), row(v=text("x")))), "no list")
    family.add(name, {}, rec(side(struct_of({"v": opt("string", name="io.debezium.data.SparseDoubleVector")}), row(v=text("x")))), "no struct")
    family.add(name, {}, rec(side(struct_of({"v": opt("string", name="io.debezium.data.FloatVector")}), row(v=None))), "no list, null")
    family.add(name, {}, rec(side(dense, items(f64(1.0)))), "the value itself")
    family.add(name, {}, rec(side(sparse, row(dimensions=i16(1), vector={"map": []}))), "the value itself, sparse")
    family.add(name, {}, rec(side(struct_of({"v": struct_of({"dimensions": sch("int16")}, name="io.debezium.data.SparseDoubleVector")}), row(v=row(dimensions=i16(1))))), "no vector")
    return family


# ---- geometries ----

def wkb(kind, *parts, order="<", srid=None):
    """Parts are numbers: int for counts, float for coordinates, bytes as they are."""
    made = bytes([order == "<"]) + binary.pack(order + "I", kind | (0x20000000 if srid is not None else 0))
    made += binary.pack(order + "i", srid) if srid is not None else b""
    return made + b"".join(each if isinstance(each, bytes) else binary.pack(order + ("i" if isinstance(each, int) else "d"), each) for each in parts)


GEOMETRY = struct_of({"wkb": sch("bytes"), "srid": opt("int32")}, True, name="io.debezium.data.geometry.Geometry", version=1)


def geometry(bytes_, srid=4326):
    return row(wkb={"bytes": base64.b64encode(bytes_).decode()} if bytes_ is not None else None, srid=i32(srid) if srid is not None else None)


def shapes():
    point = wkb(1, 1.5, -2.5)
    line = wkb(2, 2, 1.0, 2.0, 3.0, 4.0)
    polygon = wkb(3, 2, 3, 0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 1, 9.0, 8.0)
    yield from (("point", point), ("line", line), ("polygon", polygon), ("big endian", wkb(1, 1.5, 2.5, order=">")), ("extended", wkb(1, 1.5, 2.5, srid=3857)),
                ("extended, big endian", wkb(1, 1.5, 2.5, srid=3857, order=">")), ("points", wkb(4, 2, point, point)), ("lines", wkb(5, 2, line, line)),
                ("polygons", wkb(6, 1, polygon)), ("collection", wkb(7, 3, point, line, wkb(7, 1, polygon))), ("empty collection", wkb(7, 0)),
                ("z", wkb(0x80000001, 1.0, 2.0, 3.0)), ("m", wkb(0x40000001, 1.0, 2.0, 3.0)), ("zm", wkb(0xC0000002, 1, 1.0, 2.0, 3.0, 4.0)),
                ("z of the parts", wkb(0x80000004, 1, wkb(0x80000001, 1.0, 2.0, 3.0))), ("both orders", wkb(4, 2, point, wkb(1, 7.0, 8.0, order=">"))),
                ("extended collection", wkb(7, 1, wkb(1, 1.0, 2.0, srid=4326), srid=4326)), ("more behind it", point + b"abc"), ("ISO z", wkb(1001, 1.0, 2.0, 3.0)),
                ("less than none", wkb(2, -1)), ("too many", wkb(2, 2000000000)), ("cut", point[:-1]), ("cut head", point[:4]), ("empty", b""), ("kind 0", wkb(0)), ("kind 8", wkb(8, 1.0, 2.0)),
                ("order 7", b"\7" + point[1:]), ("null", None))


def swap_geometry():
    family = Family()
    name = DEBEZIUM + "SwapGeometryCoordinates"
    fields = {"id": sch("int32"), "g": GEOMETRY, "dflt": sch("int32", default=42), "list": array(optional(GEOMETRY), True),
              "pairs": map_of(sch("string"), GEOMETRY, True)}
    schema = envelope_schema(fields)
    nothing = {"id": i32(1), "dflt": None, "list": None, "pairs": None}
    for case, bytes_ in shapes():
        if bytes_ is not None:
            family.add(name, {}, change(event("c", after=row(**{**nothing, "g": geometry(bytes_)}), schema=schema)), case)
    nullable = struct_of({"wkb": opt("bytes"), "srid": opt("int32")}, True, name="io.debezium.data.geometry.Geometry", version=1)
    for srid in (4326, 3857, 4269, 1, 0, None):
        for config in ({}, {"srids": "1, 3857"}, {"srids": "0"}):
            family.add(name, config, rec(side(struct_of({"g": GEOMETRY}), row(g=geometry(wkb(1, 1.0, 2.0), srid)))), f"{srid}")
            family.add(name, config, rec(side(struct_of({"g": nullable}), row(g=geometry(None, srid)))), f"null of {srid}")
    point = geometry(wkb(1, 1.0, 2.0))
    family.add(name, {}, change(event("u", before=row(**{**nothing, "g": None}), after=row(**{**nothing, "g": point, "list": items(point, None), "pairs": obj(a=point)}), schema=schema)), "lists")
    for config in ({"srids": "x"}, {"srids": ""}, {"srids": "1,,2"}, {"srids": "99999999999"}):
        family.add(name, config, rec(side(struct_of({"g": GEOMETRY}), row(g=point))), "config")
    for case, kind, value in (("no srid", struct_of({"wkb": sch("bytes")}, name=GEOMETRY["name"]), row(wkb={"bytes": ""})), ("no wkb", struct_of({"srid": sch("int32")}, name=GEOMETRY["name"]), row(srid=i32(4326))),
                              ("srid is long", struct_of({"wkb": sch("bytes"), "srid": sch("int64")}, name=GEOMETRY["name"]), row(wkb={"bytes": ""}, srid=i64(4326))),
                              ("point", {**GEOMETRY, "name": "io.debezium.data.geometry.Point"}, point)):
        family.add(name, {}, rec(side(struct_of({"g": kind}), row(g=value))), case)
    family.add(name, {}, rec(side(GEOMETRY, point)), "the value itself")
    family.all(name, {}, events())
    return family


def geometry_format():
    family = Family()
    name = DEBEZIUM + "GeometryFormatTransformer"
    schema = struct_of({"id": sch("int32"), "g": GEOMETRY})
    number = 0
    for config in ({}, {"format": "wkb"}, {"format": "ewkb"}, {"format": "EWKB"}):
        for case, bytes_ in shapes():
            for srid in (4326, None):
                number += 1
                if bytes_ is not None:
                    # A number of its own, so that each meets a transform that has seen nothing.
                    family.add(name, {**config, "number": str(number)}, rec(side(schema, row(id=i32(1), g=geometry(bytes_, srid)))), f"{case} {srid}")
    for case, bytes_ in list(shapes())[:8]:
        family.add(name, {"format": "wkb", "number": "in turn"}, rec(side(schema, row(id=i32(1), g=geometry(bytes_)))), case)
    for config in ({"format": "nonsense"}, {"format": ""}):
        family.add(name, config, rec(side(schema, row(id=i32(1), g=geometry(wkb(1, 1.0, 2.0))))), "config")
    nullable = struct_of({"wkb": opt("bytes"), "srid": opt("int32")}, True, name=GEOMETRY["name"])
    family.add(name, {}, rec(side(struct_of({"g": nullable}), row(g=geometry(None)))), "null")
    family.all(name, {}, events())
    return family


def decode_message():
    family = Family()
    name = "io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent"
    content = struct_of({"prefix": opt("string"), "content": opt("bytes")}, True, name="io.debezium.connector.postgresql.Message")
    schema = struct_of({"op": sch("string"), "ts_ms": opt("int64"), "dflt": sch("int32", default=4), "source": source_schema(), "message": content},
                       name="io.debezium.connector.postgresql.MessageValue", version=1, doc="d")

    def message(bytes_, **more):
        made = row(prefix=text("p"), content={"bytes": base64.b64encode(bytes_).decode()} if bytes_ is not None else None)
        return side(schema, row(**{"op": text("m"), "ts_ms": i64(5), "dflt": None, "source": source(), "message": made, **more}))
    texts = [b'{"id": 1, "aggregatetype": "order", "payload": {"a": [1, 2], "b": null}}', b'{}', b'{"a":null}', b'{"a":1.5,"b":true,"c":"x","d":5000000000}', b'{"a":[{"x":1},{"y":null}]}',
             b'[1]', b'[]', b'', b'x', b'{', b' {"a":1}', b'{"a":"\xff"}', '{"a":"\u00e4\u20ac"}'.encode(), b'{"a":1}x', b'{"a":[1,"x"]}', b'{"a":[]}', b'{"after":{"op":1}}', b'"x"', b'null', None]
    for config in ({}, {"fields.null.include": "true"}):
        for each in texts:
            family.add(name, config, change(message(each), headers=HEADERS), str(each))
    family.add(name, {}, change(message(b'{"a":1}', message=None)), "null message")
    other = {**schema, "name": "io.debezium.connector.postgresql.Other"}
    family.add(name, {}, change({**message(b'{"a":1}'), "schema": other}), "another schema")
    family.add(name, {}, change({**message(b'{"a":1}'), "value": None}), "null value")
    for case, parts, value in (("no message", {"op": sch("string")}, row(op=text("m"))), ("message is a text", {"message": sch("string")}, row(message=text("{}"))),
                               ("no content", {"message": struct_of({"prefix": sch("string")})}, row(message=row(prefix=text("x")))),
                               ("content is a text", {"message": struct_of({"content": sch("string")})}, row(message=row(content=text("{}")))),
                               ("after is there", {"after": sch("string"), "message": content}, row(after=text("x"), message=row(prefix=None, content={"bytes": "e30="})))):
        family.add(name, {}, change(side(struct_of(parts, name="io.debezium.connector.postgresql.MessageValue"), value)), case)
    family.all(name, {}, [each for each in events() if each[1]["value"]["schema"]])
    return family


def record_size():
    family = Family()
    name = DEBEZIUM + "EnforceRecordSize"
    fields = {"id": sch("int32"), "t": opt("string"), "u": opt("string"), "b": opt("bytes"), "flag": opt("boolean"), "list": array(opt("string"), True),
              "pairs": map_of(sch("string"), opt("int32"), True), "inner": struct_of({"x": opt("string")}, True), "dflt": sch("string", default="d" * 50)}

    def wide(t, u, b, dflt="x", **more):
        made = {"id": i32(1), "t": text(t) if t is not None else None, "u": text(u) if u is not None else None,
                "b": {"bytes": base64.b64encode(b).decode()} if b is not None else None, "flag": boolean(True), "list": items(text("aa"), None),
                "pairs": obj(a=i32(1), bb=None), "inner": row(x=text("i" * 40)), "dflt": text(dflt)}
        return row(**{**made, **more})
    schema = envelope_schema(fields)
    rows = [wide("t" * 300, "u" * 100, b"b" * 200), wide("t" * 300, None, None), wide("short", "u" * 20, b"b" * 11), wide("\u00e4" * 150, "\u20ac" * 99, None), wide("a\U0001f600" * 60, None, b""), wide(None, None, None, "y" * 500),
            wide("t" * 40, "u" * 41, b"b" * 42, flag=None, list=None, pairs=None, inner=None)]
    for limit in ("1", "700", "900", "1000", "1200", "1500", "2000", "5000"):
        for smallest in ("0", "10", "41", "250"):
            for number, each in enumerate(rows):
                family.add(name, {"max.bytes": limit, "min.field.size": smallest}, change(event("c", after=each, schema=schema), headers=HEADERS[:number % 3]), f"{number}")
            family.add(name, {"max.bytes": limit, "min.field.size": smallest}, change(event("u", before=rows[0], after=rows[3], schema=schema)), "update")
    for ratio in ("0.5", "2", "1.1", "0.001"):
        for number, each in enumerate(rows):
            family.add(name, {"max.bytes": "900", "min.field.size": "10", "compression.ratio": ratio}, change(event("d", before=each, schema=schema)), f"{number} by {ratio}")
    family.add(name, {"max.bytes": "500", "min.field.size": "10"}, {**change(event("c", after=rows[0], schema=schema)), "offset": 5}, "sink")
    for config in ({}, {"max.bytes": "0"}, {"max.bytes": "5", "min.field.size": "-1"}, {"max.bytes": "5", "compression.ratio": "0"}, {"max.bytes": "5", "compression.ratio": "-1"}, {"max.bytes": "x"}):
        family.add(name, config, change(event("c", after=rows[0], schema=schema)), "config")
    plain = struct_of({"after": opt("string"), "before": opt("int32")})
    family.add(name, {"max.bytes": "5", "min.field.size": "0"}, rec(side(plain, row(after=text("t" * 99), before=None))), "rows that are none")
    family.all(name, {"max.bytes": "100000"}, events())
    return family


FAMILIES = [decode_message, record_size, timezone_converter, read_to_insert, extract_schema, vector_json, swap_geometry, geometry_format]

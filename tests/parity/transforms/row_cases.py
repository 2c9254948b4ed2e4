"""Cases for Debezium's transforms that change what is in the rows of change events."""
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


FAMILIES = [timezone_converter]

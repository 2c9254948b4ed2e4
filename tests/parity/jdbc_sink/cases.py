"""What both sinks are given: every type, mode and name that the real one takes, small tables each."""
import base64
import json

from support.pg_sink import Table, cloud_event, decimal, field, struct, wrapped

from ..jdbc_sink_pair import Case

CONNECT = "org.apache.kafka.connect.data."
TIME = "io.debezium.time."
DATA = "io.debezium.data."
SOURCE_NAME = "__debezium.source.column.name"


def b64(data):
    return base64.b64encode(data).decode()


def array(kind, **more):
    return {"type": "array", "items": {"type": kind, "optional": True}, "optional": True, "field": "v",
            **more}


def number(precision, scale):
    return field("v", "bytes", semantic=CONNECT + "Decimal", scale=str(scale),
                 **({"connect.decimal.precision": str(precision)} if precision else {}))


def sourced(kind, source, size=None, digits=None, semantic=None, **params):
    """A field with the propagated type of its source column."""
    more = {"__debezium.source.column.type": source, SOURCE_NAME: "v"}
    if size is not None:
        more["__debezium.source.column.length"] = str(size)
    if digits is not None:
        more["__debezium.source.column.scale"] = str(digits)
    return field("v", kind, semantic=semantic, **more, **params)


VARIABLE = {**struct([field("scale", "int32", False), field("value", "bytes", False)],
                     DATA + "VariableScaleDecimal", True), "field": "v"}
# label: (field, values, a value that can be a default or None)
TYPES = {
    "boolean": (field("v", "boolean"), [True, False], True),
    "int8": (field("v", "int8"), [-128, 127], 5),
    "int16": (field("v", "int16"), [-32768, 32767], 300),
    "int32": (field("v", "int32"), [-2**31, 2**31 - 1], -7),
    "int64": (field("v", "int64"), [-2**63, 2**63 - 1], 2**40),
    "float": (field("v", "float"), [1.5, -0.1, 3.4e38, 1e-10], 0.1),
    "double": (field("v", "double"), [0.1, 1e300, -5e-324, 12345678.9], 0.1),
    "double_whole": (field("v", "double"), [1.0, 1e7, 1e20], 5.0),
    "string": (field("v", "string"), ["Grüße\t\"x\" 'q' \\ \n", "", "𝄞"], "it's \\ \"so\""),
    "bytes": (field("v", "bytes"), [b64(b"\0\1\xff"), ""], b64(b"ab\0")),
    "varchar": (sourced("string", "VARCHAR", 12), ["ab", "123456789012"], "x"),
    "char": (sourced("string", "CHAR", 4), ["ab", "", "abcd"], "x"),
    "mysqltext": (sourced("string", "TEXT", 65535), ["ab"], None),
    "mysqlenum": (sourced("string", "ENUM", 1, semantic=DATA + "Enum", allowed="a,b"), ["b"], "a"),
    "varbinary": (sourced("bytes", "VARBINARY", 12), [b64(b"x")], None),
    "sourced_int": (sourced("int32", "INT", 11), [5], 6),
    "sourced_bigint_unsigned": (sourced("int64", "BIGINT UNSIGNED", 20), [5], 6),
    "sourced_tinyint": (sourced("int16", "TINYINT", 4), [5], 6),
    "sourced_double": (sourced("double", "DOUBLE", 10, 2), [5.25], None),
    "sourced_float": (sourced("float", "FLOAT", 10, 2), [5.25], None),
    "sourced_datetime": (sourced("int64", "DATETIME", 3, semantic=TIME + "Timestamp"), [1, 1704067200123], None),
    "sourced_datetime6": (sourced("int64", "DATETIME", 6, semantic=TIME + "MicroTimestamp"), [1], 1704067200123456),
    "sourced_datetime0": (sourced("int64", "DATETIME", semantic=TIME + "Timestamp"), [1, 1704067200123], 0),
    "sourced_time3": (sourced("int64", "TIME", 3, semantic=TIME + "MicroTime"), [1, 3723000001], None),
    "sourced_timestamp": (sourced("string", "TIMESTAMP", 3, semantic=TIME + "ZonedTimestamp"),
                          ["2024-01-01T00:00:00.123Z"], "1970-01-01T00:00:00Z"),
    "sourced_timestamp0": (sourced("string", "TIMESTAMP", semantic=TIME + "ZonedTimestamp"),
                           ["2024-01-01T00:00:00.123Z"], None),
    "sourced_decimal": (sourced("bytes", "DECIMAL", 10, 2, semantic=CONNECT + "Decimal", scale="2",
                                **{"connect.decimal.precision": "10"}), [decimal(-12345, 2)], decimal(5, 2)),
    "sourced_json": (sourced("string", "JSON", semantic=DATA + "Json"), ['{"a": [1]}'], None),
    "sourced_jsonb": (sourced("string", "JSONB", semantic=DATA + "Json"), ['{"b": 1,  "a": [1]}'], None),
    "sourced_citext": (sourced("string", "CITEXT"), ["aB"], None),
    "sourced_inet": (sourced("string", "INET"), ["10.1.2.3"], None),
    "sourced_cidr": (sourced("string", "CIDR"), ["10.1.2.0/24"], None),
    "sourced_macaddr": (sourced("string", "MACADDR"), ["08:00:2b:01:02:03"], None),
    "sourced_money": (sourced("bytes", "MONEY", semantic=CONNECT + "Decimal", scale="2"), [decimal(12345, 2)], None),
    "sourced_oid": (sourced("int64", "OID"), [12345], None),
    "sourced_ltree": (sourced("string", "LTREE", semantic=DATA + "Ltree"), ["a.b"], None),
    "sourced_int4range": (sourced("string", "INT4RANGE"), ["[1,5)"], None),
    "sourced_serial": (sourced("int32", "SERIAL"), [5], None),
    "sourced_bigserial": (sourced("int64", "BIGSERIAL"), [5], None),
    "sourced_tstzrange": (sourced("string", "TSTZRANGE"), ['["2024-01-01 00:00:00+00",)'], None),
    "sourced_macaddr8": (sourced("string", "MACADDR8"), ["08:00:2b:01:02:03:04:05"], None),
    "sourced_point": (sourced("string", "POINT"), ["(1,2)"], None),
    "sourced_uuid": (sourced("string", "UUID", semantic=DATA + "Uuid"), ["6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f"], None),
    "sourced_tsvector": (sourced("string", "TSVECTOR", semantic=DATA + "TsVector"), ["'a' 'b'"], None),
    "sourced_interval": (sourced("int64", "INTERVAL", semantic=TIME + "MicroDuration"), [3600000000], None),
    "sourced_bit": (sourced("bytes", "BIT", 10, semantic=DATA + "Bits", length="10"), [b64(b"\x05\x02")], None),
    "sourced_bit1": (sourced("boolean", "BIT", 1), [True], False),
    "sourced_year": (sourced("int32", "YEAR", 4, semantic=TIME + "Year"), [2024], None),
    "decimal": (number(18, 8), [decimal(-123456789012345678, 8), decimal(0, 8)], decimal(100000000, 8)),
    "decimal_no_precision": (number(None, 2), [decimal(12345, 2)], decimal(5, 2)),
    "decimal_no_scale": (number(None, 0), [decimal(12345, 0)], decimal(5, 0)),
    "decimal_big": (number(38, 10), [decimal(10**37 + 7, 10)], decimal(1, 10)),
    "decimal_unsigned": (number(20, 0), [decimal(18446744073709551615, 0)], decimal(1, 0)),
    "decimal_negative_scale": (number(10, -2), [decimal(123, 0)], None),
    "variable_decimal": (VARIABLE, [{"scale": 2, "value": decimal(12345, 0)}], None),
    "connect_date": (field("v", "int32", semantic=CONNECT + "Date"), [19782, -1], 1),
    "connect_time": (field("v", "int32", semantic=CONNECT + "Time"), [0, 1001, 86399999], None),
    "connect_timestamp": (field("v", "int64", semantic=CONNECT + "Timestamp"), [0, -1, 1704067200123], 0),
    "date": (field("v", "int32", semantic=TIME + "Date"), [19782, -1, -719162, 100000], 1),
    "time": (field("v", "int32", semantic=TIME + "Time"), [0, 1001, 86399999], None),
    "micro_time": (field("v", "int64", semantic=TIME + "MicroTime"), [0, 3723000001, 86399999999], None),
    "nano_time": (field("v", "int64", semantic=TIME + "NanoTime"), [0, 3723000001999], None),
    "timestamp": (field("v", "int64", semantic=TIME + "Timestamp"), [0, -1, 1704067200123, -62135596800000],
                  1704067200123),
    "micro_timestamp": (field("v", "int64", semantic=TIME + "MicroTimestamp"), [0, -1, 1704067200123456],
                        1704067200123456),
    "nano_timestamp": (field("v", "int64", semantic=TIME + "NanoTimestamp"), [0, -1, 1704067200123456789],
                       1704067200123456000),
    "zoned_timestamp": (field("v", "string", semantic=TIME + "ZonedTimestamp"),
                        ["2018-06-20T15:37:03.25+02:00", "1970-01-01T00:00:00Z",
                         "2018-06-20T13:37:03.123456789Z", "9999-12-31T23:59:59.999999Z"],
                        "2018-06-20T13:37:03Z"),
    "zoned_infinity": (field("v", "string", semantic=TIME + "ZonedTimestamp"), ["infinity", "-infinity"], None),
    "zoned_time": (field("v", "string", semantic=TIME + "ZonedTime"),
                   ["15:37:03.25+02:00", "00:00:00Z", "23:59:59.999999Z"], "01:02:03Z"),
    "iso_date": (field("v", "string", semantic=TIME + "IsoDate"), ["2017-09-15Z"], "2017-09-15Z"),
    "iso_time": (field("v", "string", semantic=TIME + "IsoTime"), ["15:30:01Z"], None),
    "iso_timestamp": (field("v", "string", semantic=TIME + "IsoTimestamp"), ["2017-09-15T15:30:01Z"], None),
    "interval": (field("v", "string", semantic=TIME + "Interval"), ["P1Y2M3DT4H5M6.7S"], None),
    "micro_duration": (field("v", "int64", semantic=TIME + "MicroDuration"),
                       [3600000000, 90061000001, -1, 0, 10**15], None),
    "nano_duration": (field("v", "int64", semantic=TIME + "NanoDuration"), [3600000000999, -1999], None),
    "year": (field("v", "int32", semantic=TIME + "Year"), [2024], 1999),
    "bits": (field("v", "bytes", semantic=DATA + "Bits", length="10"), [b64(b"\0\0")], b64(b"\1\0")),
    "bits1": (field("v", "bytes", semantic=DATA + "Bits", length="1"), [b64(b"\1")], None),
    "bits7": (field("v", "bytes", semantic=DATA + "Bits", length="7"), [b64(b"\x55")], None),
    "bits_order": (field("v", "bytes", semantic=DATA + "Bits", length="10"), [b64(b"\5\2")], None),
    "json": (field("v", "string", semantic=DATA + "Json"), ['{"a": [1]}', "null", '"x"'], '{"d": 1}'),
    "uuid": (field("v", "string", semantic=DATA + "Uuid"), ["6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f"],
             "6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8e"),
    "xml": (field("v", "string", semantic=DATA + "Xml"), ["<a>b</a>"], "<x/>"),
    "enum": (field("v", "string", semantic=DATA + "Enum", allowed="a,b"), ["b"], "a"),
    "enum_set": (field("v", "string", semantic=DATA + "EnumSet", allowed="a,b"), ["a,b"], "a"),
    "ints": (array("int32"), [[1, None, 3], []], None),
    "longs": (array("int64"), [[1, 2**40]], None),
    "shorts": (array("int16"), [[1, 2]], None),
    "texts": (array("string"), [['a "b"', "c\\d", "", "{x}", "NULL", None], []], None),
    "booleans": (array("boolean"), [[True, False, None]], None),
    "doubles": (array("double"), [[1.5, 0.1]], None),
    "floats": (array("float"), [[1.5, 0.1]], None),
    "uuids": ({**array("string"), "items": {"type": "string", "optional": True, "name": DATA + "Uuid",
                                            "version": 1}}, [["6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f"]], None),
    "dates": ({**array("int32"), "items": {"type": "int32", "optional": True, "name": TIME + "Date",
                                           "version": 1}}, [[1, 2]], None),
    "decimals": ({**array("bytes"), "items": {
        "type": "bytes", "optional": True, "name": CONNECT + "Decimal", "version": 1,
        "parameters": {"scale": "2", "connect.decimal.precision": "10"}}}, [[decimal(150, 2)]], None),
    "point": ({**struct([field("x", "double", False), field("y", "double", False), field("wkb", "bytes"),
                         field("srid", "int32")], DATA + "geometry.Point", True), "field": "v"},
              [{"x": 1.5, "y": -2.5, "wkb": None, "srid": None}], None),
    "map": ({"type": "map", "keys": {"type": "string", "optional": False},
             "values": {"type": "string", "optional": True}, "optional": True, "field": "v"},
            [{"a": "b", "c": "d"}, {}], None),
    "struct": ({**struct([field("x", "int32")], "some.Struct", True), "field": "v"}, [{"x": 1}], None),
}


# Neither side has a column for these, or the value does not fit.
REFUSED = ("dates", "struct", "int64_smallint_range", "identity_always")


def called(column, name, **more):
    """The column with another name, which is its source column's too."""
    made = {**column, "field": name, **more}
    if SOURCE_NAME in column.get("parameters", {}):
        made["parameters"] = {**column["parameters"], SOURCE_NAME: name}
    return made


def variants(column, default):
    """v as it is; r required; d optional with a default, q required with one."""
    made = [column, called(column, "r", optional=False)]
    if default is not None:
        made.append(called(column, "d", default=default))
        made.append(called(column, "q", optional=False, default=default))
    return made


def of_type(label, column, values, default):
    name = f"type_{label}_x"
    table = Table(f"p.{name}", [field("id", "int64", False), *variants(column, default)])
    rows = [{"id": i, "v": value, "r": value, "d": value, "q": value} for i, value in enumerate(values)]
    rows.append({"id": 100, "v": None, "r": values[0], "d": None, "q": values[0]})
    names = [item["field"] for item in table.fields]
    rows = [{key: row[key] for key in names} for row in rows]
    return Case(name, [(table.topic, table.key(row), table.envelope("c", None, row)) for row in rows],
                refused=label in REFUSED)


def type_cases():
    return [of_type(label, *given) for label, given in TYPES.items()]


# ---- into columns that are there ----

# (field, values, column)
EXISTING = {
    "bool_smallint": (field("v", "boolean"), [True], "smallint"),
    "bool_bit": (field("v", "boolean"), [True], "bit(1)"),
    "bool_text": (field("v", "boolean"), [True, False], "text"),
    "sourced_bit_text": (sourced("boolean", "BIT", 1), [True, False], "text"),
    "sourced_bit_varchar": (sourced("boolean", "BIT", 1), [True, False], "varchar(5)"),
    "int16_bool": (field("v", "int16"), [1], "boolean"),
    "int16_bigint": (field("v", "int16"), [5], "bigint"),
    "int64_int": (field("v", "int64"), [5], "integer"),
    "int64_smallint_range": (field("v", "int64"), [70000], "smallint"),
    "int32_numeric": (field("v", "int32"), [5], "numeric(10,2)"),
    "int32_text": (field("v", "int32"), [5], "text"),
    "int32_varchar": (field("v", "int32"), [5], "varchar(5)"),
    "int32_double": (field("v", "int32"), [5], "double precision"),
    "double_bigint": (field("v", "double"), [1.5, 2.5], "bigint"),
    "double_numeric": (field("v", "double"), [1.25, 0.1], "numeric(10,1)"),
    "double_text": (field("v", "double"), [1.5, 1e20, 1.0], "text"),
    "float_double": (field("v", "float"), [0.1], "double precision"),
    "float_text": (field("v", "float"), [0.1], "text"),
    "decimal_bigint": (number(10, 1), [decimal(15, 1)], "bigint"),
    "decimal_double": (number(10, 1), [decimal(15, 1)], "double precision"),
    "decimal_text": (number(10, 2), [decimal(150, 2)], "text"),
    "decimal_narrow": (number(10, 3), [decimal(1239, 3)], "numeric(10,1)"),
    "bytes_text": (field("v", "bytes"), [b64(b"ab")], "text"),
    "bytes_bool": (field("v", "bytes"), [b64(b"\1")], "boolean"),
    "bits_bool": (field("v", "bytes", semantic=DATA + "Bits", length="1"), [b64(b"\1")], "boolean"),
    "bits_varbit": (field("v", "bytes", semantic=DATA + "Bits", length="7"), [b64(b"\5")], "bit varying"),
    "bits_text": (field("v", "bytes", semantic=DATA + "Bits", length="7"), [b64(b"\5")], "text"),
    "text_uuid": (field("v", "string"), ["6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f"], "uuid"),
    "text_json": (field("v", "string"), ['{"b":  1}'], "json"),
    "text_jsonb": (field("v", "string"), ['{"b":  1}'], "jsonb"),
    "json_jsonb": (field("v", "string", semantic=DATA + "Json"), ['{"b":  1}'], "jsonb"),
    "json_text": (field("v", "string", semantic=DATA + "Json"), ['{"b":  1}'], "text"),
    "text_char": (field("v", "string"), ["ab"], "char(5)"),
    "text_varchar": (field("v", "string"), ["ab"], "varchar(2)"),
    "text_citext": (field("v", "string"), ["aB"], "citext"),
    "text_xml": (field("v", "string"), ["<a/>"], "xml"),
    "text_inet": (field("v", "string"), ["10.1.2.3"], "inet"),
    "text_enum": (field("v", "string"), ["sad"], "mood"),
    "enum_enum": (field("v", "string", semantic=DATA + "Enum", allowed="sad,happy"), ["sad"], "mood"),
    "text_interval": (field("v", "string"), ["1 day"], "interval"),
    "text_int": (field("v", "string"), ["12"], "integer"),
    "text_date": (field("v", "string"), ["2024-02-29"], "date"),
    "text_timestamp": (field("v", "string"), ["2024-02-29 01:02:03"], "timestamp"),
    "text_array": (field("v", "string"), ["{a,b}"], "text[]"),
    "uuid_text": (field("v", "string", semantic=DATA + "Uuid"), ["6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f"], "text"),
    "date_timestamp": (field("v", "int32", semantic=TIME + "Date"), [19782], "timestamp"),
    "date_text": (field("v", "int32", semantic=TIME + "Date"), [19782], "text"),
    "date_timestamptz": (field("v", "int32", semantic=TIME + "Date"), [19782], "timestamptz"),
    "timestamp_date": (field("v", "int64", semantic=TIME + "Timestamp"), [1704067200123], "date"),
    "timestamp_text": (field("v", "int64", semantic=TIME + "Timestamp"), [1704067200123, 0], "text"),
    "timestamp_timestamptz": (field("v", "int64", semantic=TIME + "Timestamp"), [1704067200123], "timestamptz"),
    "timestamp_timestamp0": (field("v", "int64", semantic=TIME + "MicroTimestamp"), [1704067200623456],
                             "timestamp(0)"),
    "timestamp_time": (field("v", "int64", semantic=TIME + "Timestamp"), [1704067200123], "time"),
    "time_text": (field("v", "int64", semantic=TIME + "MicroTime"), [3723000001], "text"),
    "time_timetz": (field("v", "int64", semantic=TIME + "MicroTime"), [3723000001], "timetz"),
    "time_interval": (field("v", "int64", semantic=TIME + "MicroTime"), [3723000001], "interval"),
    "zoned_timestamp": (field("v", "string", semantic=TIME + "ZonedTimestamp"),
                        ["2024-01-01T00:00:00.123456Z", "2024-07-01T12:00:00+02:00"], "timestamp"),
    "zoned_date": (field("v", "string", semantic=TIME + "ZonedTimestamp"), ["2024-01-01T00:00:00Z"], "date"),
    "zoned_text": (field("v", "string", semantic=TIME + "ZonedTimestamp"),
                   ["2024-01-01T00:00:00Z", "2024-07-01T12:00:00+02:00"], "text"),
    "zoned_time_text": (field("v", "string", semantic=TIME + "ZonedTime"), ["15:37:03.25+02:00"], "text"),
    "zoned_time_time": (field("v", "string", semantic=TIME + "ZonedTime"), ["15:37:03.25+02:00"], "time"),
    "year_smallint": (field("v", "int32", semantic=TIME + "Year"), [2024], "smallint"),
    "domain": (field("v", "string"), ["ab"], "shorttext"),
    "variable_numeric": (VARIABLE, [{"scale": 2, "value": decimal(12345, 0)}], "numeric(20,3)"),
    "variable_big": (VARIABLE, [{"scale": 2, "value": decimal(12345678901234567890123, 0)}], "numeric"),
    "identity_default": (field("v", "int32"), [5], "integer GENERATED BY DEFAULT AS IDENTITY"),
    "identity_always": (field("v", "int32"), [5], "integer GENERATED ALWAYS AS IDENTITY"),
    "notnull_default": (field("v", "int32"), [5], "integer, w integer NOT NULL DEFAULT 7"),
    "ints_ints": (array("int32"), [[1, 2]], "bigint[]"),
    "texts_varchars": (array("string"), [["a"]], "varchar(5)[]"),
    "domain_int": (field("v", "int32"), [5], "positive"),
    "money": (number(10, 2), [decimal(150, 2)], "money"),
    "oid": (field("v", "int64"), [5], "oid"),
    "time_time3": (field("v", "int64", semantic=TIME + "MicroTime"), [3723000900], "time(3)"),
    "trigger": (field("v", "int32"), [5], "integer, w text DEFAULT 'x'"),
}
TYPES_OF_ITS_OWN = (
    "CREATE TYPE mood AS ENUM ('sad', 'happy')",
    "CREATE DOMAIN shorttext AS varchar(5) CHECK (VALUE <> '')",
    "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
    "CREATE EXTENSION citext", "CREATE EXTENSION hstore", "CREATE EXTENSION ltree",
)


def into(label, column, values, there):
    name = f"into_{label}_x"
    table = Table(f"p.{name}", [field("id", "int64", False), column])
    rows = [{"id": i, "v": value} for i, value in enumerate(values)]
    if "IDENTITY" not in there:
        rows.append({"id": 100, "v": None})
    records = [(table.topic, table.key(row), table.envelope("c", None, row)) for row in rows]
    records += [(table.topic, table.key(row), table.envelope("u", row, row)) for row in rows]
    return Case(name, records, before=(f"CREATE TABLE p_{name} (id bigint PRIMARY KEY, v {there})",),
                refused=label in REFUSED)


def existing_cases():
    return [into(label, *given) for label, given in EXISTING.items()]


# ---- modes ----

def plain(name, *more, n_keys=1):
    return Table(f"p.{name}", [field("id", "int64", False), field("v", "string"), *more], n_keys)


def envelopes(table, *steps):
    """("c", row), ("u", row), ("d", row), ("t",), ("tombstone", row)"""
    records = []
    for op, *rows in steps:
        row = rows[0] if rows else None
        if op == "tombstone":
            records.append((table.topic, table.key(row), None))
        elif op == "d":
            records.append((table.topic, table.key(row), table.envelope("d", row, None)))
        elif op == "t":
            records.append((table.topic, None, table.envelope("t", None, None)))
        else:
            records.append((table.topic, table.key(row), table.envelope(op, None, row)))
    return records


def opened(table, value):
    """The same as a CloudEvent."""
    inner = value and json.loads(value)
    return inner and cloud_event(table, inner["schema"], inner["payload"])


def flats(table, *rows):
    return [(table.topic, table.key(row), table.flat(row)) for row in rows]


def row(number, text, **more):
    return {"id": number, "v": text, **more}


def mode_cases():
    cases = []

    def add(name, records, **more):
        cases.append(Case(name, records, **more))

    def table(name, *more, n_keys=1):
        return plain(name, *more, n_keys=n_keys)

    LIFE = (("c", row(1, "a")), ("c", row(2, "b")), ("u", row(1, "a2")), ("r", row(3, "c")), ("d", row(2, "b")),
            ("tombstone", row(2, "")), ("c", row(2, "b3")), ("d", row(3, "c")), ("d", row(9, "x")))
    t = table("mode_life")
    add("mode_life", envelopes(t, *LIFE))
    t = table("mode_no_delete")
    add("mode_no_delete", envelopes(t, *LIFE), config={"delete.enabled": "false"})
    t = table("mode_insert")
    add("mode_insert", envelopes(t, *[("c", row(i, f"x{i}")) for i in range(5)]),
        config={"insert.mode": "insert"})
    t = table("mode_insert_delete")
    add("mode_insert_delete", envelopes(t, ("c", row(1, "a")), ("c", row(2, "b")), ("d", row(1, "a")),
                                        ("tombstone", row(1, "")), ("c", row(1, "a2"))),
        config={"insert.mode": "insert"})
    t = table("mode_insert_nokey")
    add("mode_insert_nokey", envelopes(t, ("c", row(1, "a")), ("c", row(1, "a"))),
        config={"insert.mode": "insert", "primary.key.mode": "none", "delete.enabled": "false"})
    t = table("mode_insert_twice")
    add("mode_insert_twice", envelopes(t, ("c", row(1, "a")), ("u", row(1, "b"))),
        config={"insert.mode": "insert"}, refused=True)
    t = table("mode_update")
    add("mode_update", envelopes(t, ("c", row(1, "a")), ("u", row(2, "b2")), ("u", row(3, "c"))),
        config={"insert.mode": "update"},
        before=("CREATE TABLE p_mode_update (id bigint PRIMARY KEY, v text)",
                "INSERT INTO p_mode_update VALUES (1, 'x'), (2, 'y')"))
    t = table("mode_update_created")
    add("mode_update_created", envelopes(t, ("c", row(1, "a")), ("u", row(2, "b2"))),
        config={"insert.mode": "update"})
    t = table("mode_truncate")
    add("mode_truncate", envelopes(t, ("c", row(1, "a")), ("t",), ("c", row(2, "b"))),
        config={"truncate.enabled": "true"})
    t = table("mode_no_truncate")
    add("mode_no_truncate", envelopes(t, ("c", row(1, "a")), ("t",), ("c", row(2, "b"))))
    t = table("mode_truncate_keyed")
    add("mode_truncate_keyed", [*envelopes(t, ("c", row(1, "a")), ("c", row(2, "b"))),
                                (t.topic, t.key(row(1, "")), t.envelope("t", None, None)),
                                *envelopes(t, ("c", row(3, "c")))], config={"truncate.enabled": "true"})
    t = table("mode_flat")
    add("mode_flat", [*flats(t, row(1, "a"), row(2, "b"), row(1, "a2")), (t.topic, t.key(row(2, "")), None)])
    t = table("mode_flat_null")
    add("mode_flat_null", [*flats(t, row(1, "a"), row(2, "b")),
                           (t.topic, t.key(row(2, "")), wrapped(struct(t.fields, "x.Value", True), None))])
    t = table("mode_tombstone_first")
    add("mode_tombstone_first", [(t.topic, t.key(row(2, "")), None), *flats(t, row(1, "a"))])
    t = table("mode_delete_first")
    add("mode_delete_first", envelopes(t, ("d", row(2, "b"))))
    t = table("mode_kafka")
    add("mode_kafka", envelopes(t, ("c", row(1, "a")), ("u", row(1, "b"))),
        config={"insert.mode": "insert", "primary.key.mode": "kafka", "delete.enabled": "false"})
    t = table("mode_kafka_upsert")
    add("mode_kafka_upsert", envelopes(t, ("c", row(1, "a")), ("u", row(1, "b"))),
        config={"primary.key.mode": "kafka", "delete.enabled": "false"})
    t = table("mode_kafka_quote")
    add("mode_kafka_quote", envelopes(t, ("c", row(1, "a"))),
        config={"primary.key.mode": "kafka", "delete.enabled": "false", "quote.identifiers": "true"})
    t = table("mode_value")
    add("mode_value", flats(t, row(1, "a"), row(1, "a2"), row(2, "b")),
        config={"primary.key.mode": "record_value", "primary.key.fields": "id", "delete.enabled": "false"})
    t = table("mode_value_two", field("w", "int32", False))
    add("mode_value_two", flats(t, row(1, "a", w=1), row(1, "b", w=1), row(2, "b", w=3)),
        config={"primary.key.mode": "record_value", "primary.key.fields": "w,id", "delete.enabled": "false"})
    t = table("mode_value_all")
    add("mode_value_all", flats(t, row(1, "a"), row(1, "a"), row(2, "b")),
        config={"primary.key.mode": "record_value", "delete.enabled": "false"})
    t = table("mode_value_envelope")
    add("mode_value_envelope", envelopes(t, ("c", row(1, "a")), ("u", row(1, "b"))),
        config={"primary.key.mode": "record_value", "primary.key.fields": "id", "delete.enabled": "false"})
    t = table("mode_key_two", field("w", "int32"), n_keys=2)
    add("mode_key_two", envelopes(t, ("c", row(1, "a", w=1)), ("u", row(1, "a", w=2)), ("d", row(1, "b", w=3))))
    t = table("mode_key_some", field("w", "int32"), n_keys=2)
    add("mode_key_some", envelopes(t, ("c", row(1, "a", w=1)), ("u", row(1, "b", w=2))),
        config={"primary.key.fields": "id"})
    t = table("mode_only_key")
    t.fields = t.fields[:1]
    add("mode_only_key", envelopes(t, ("c", {"id": 1}), ("u", {"id": 1}), ("c", {"id": 2}), ("d", {"id": 2})))
    t = table("mode_primitive_key")
    records = [(t.topic, wrapped({"type": "int64", "optional": False}, r["id"]), t.flat(r))
               for r in (row(1, "a"), row(2, "b"), row(1, "c"))]
    add("mode_primitive_key", [*records, (t.topic, wrapped({"type": "int64", "optional": False}, 2), None)],
        config={"primary.key.fields": "id"})
    t = table("mode_primitive_other")
    records = [(t.topic, wrapped({"type": "string", "optional": False}, f"k{r['id']}"), t.flat(r))
               for r in (row(1, "a"), row(2, "b"), row(1, "c"))]
    add("mode_primitive_other", records, config={"primary.key.fields": "pk"})
    t = table("mode_header")
    records = [(t.topic, None, t.flat(r), [("hk", wrapped({"type": "int64", "optional": False}, r["id"]))])
               for r in (row(1, "a"), row(2, "b"), row(1, "c"))]
    headers = {"primary.key.mode": "record_header", "primary.key.fields": "hk", "delete.enabled": "false",
               "header.converter": "org.apache.kafka.connect.json.JsonConverter",
               "header.converter.schemas.enable": "true"}
    add("mode_header", records, config=headers)
    t = table("mode_header_two")
    records = [(t.topic, None, t.flat(r), [("hk", wrapped({"type": "int64", "optional": False}, r["id"])),
                                           ("h2", wrapped({"type": "string", "optional": False}, "x"))])
               for r in (row(1, "a"), row(2, "b"), row(1, "c"))]
    add("mode_header_two", records, config={**headers, "primary.key.fields": None})
    t = table("mode_null_key")
    add("mode_null_key", [(t.topic, None, t.flat(row(1, "a")))], refused=True)
    t = table("mode_schemaless")
    add("mode_schemaless", [(t.topic, json.dumps({"id": 1}), json.dumps(row(1, "a")))],
        config={"key.converter.schemas.enable": "false", "value.converter.schemas.enable": "false"},
        refused=True)
    t = table("mode_null_default", field("d", "int32", True, default=5), field("q", "int32", False, default=6))
    add("mode_null_default", envelopes(t, ("c", row(1, "a", d=None, q=1)), ("c", row(2, "a", d=3, q=4))))
    t = table("mode_null_kept", field("d", "int32", True, default=5))
    add("mode_null_kept", envelopes(t, ("c", row(1, "a", d=None))),
        config={"value.converter.replace.null.with.default": "false"})
    t = table("mode_schema_change")
    change = wrapped(struct([field("ddl", "string")], "io.debezium.connector.mysql.SchemaChangeValue"), {"ddl": "x"})
    add("mode_schema_change", [(t.topic, None, change), *flats(t, row(1, "a"))])
    t = table("mode_source_name", field("renamed", "string", **{SOURCE_NAME: "origName"}))
    add("mode_source_name", envelopes(t, ("c", row(1, "a", renamed="x")), ("u", row(1, "b", renamed="y"))))
    t = table("mode_source_name_there", field("renamed", "string", **{SOURCE_NAME: "origName"}))
    add("mode_source_name_there", envelopes(t, ("c", row(1, "a", renamed="x")), ("u", row(1, "b", renamed="y"))),
        before=("CREATE TABLE p_mode_source_name_there (id bigint PRIMARY KEY, v text, renamed text)",))
    t = table("mode_source_name_add", field("renamed", "string", **{SOURCE_NAME: "origName"}))
    add("mode_source_name_add", envelopes(t, ("c", row(1, "a", renamed="x")), ("u", row(1, "b", renamed="y"))),
        before=("CREATE TABLE p_mode_source_name_add (id bigint PRIMARY KEY)",))
    t = table("mode_nameless")
    nameless = [struct([{**struct(t.fields, None, True), "field": "before"},
                        {**struct(t.fields, None, True), "field": "after"}, field("op", "string")]), ]
    add("mode_nameless", [(t.topic, t.key(row(1, "a")),
                           wrapped(nameless[0], {"before": None, "after": row(1, "a"), "op": "c"}))])
    t = table("mode_many")
    add("mode_many", envelopes(t, *[("u", row(i * 7 % 90, f"x{i}")) for i in range(1200)],
                               *[("d", row(i * 11 % 90, "")) for i in range(40)]))
    t = table("mode_reduced")
    add("mode_reduced", envelopes(t, *[("u", row(i * 7 % 90, f"x{i}")) for i in range(900)]),
        config={"use.reduction.buffer": "true", "batch.size": "300"})
    t = table("mode_unnest")
    add("mode_unnest", envelopes(t, *[("u", row(i, f"x{i}")) for i in range(300)]),
        config={"dialect.postgres.unnest.insert.enabled": "true", "use.reduction.buffer": "true"})
    t = table("mode_cloudy")
    add("mode_cloudy", [(t.topic, t.key(row(i, "")), cloud_event(t, struct(t.fields), row(i, v)))
                        for i, v in ((1, "a"), (2, "b"), (1, "c"))])
    t = table("mode_cloudy_envelope")
    add("mode_cloudy_envelope", [(topic, key, opened(t, value)) for topic, key, value in envelopes(t, *LIFE)])
    return cases


# ---- names ----

def name_cases():
    cases = []

    def add(name, fields, rows, topic=None, n_keys=1, **more):
        table = Table(topic or f"p.{name}", fields, n_keys)
        cases.append(Case(name, [(table.topic, table.key(r), table.envelope("c", None, r)) for r in rows], **more))

    ID, V = field("id", "int64", False), field("v", "string")
    add("name_Case", [ID, field("myValue", "string"), field("UPPER", "int32")],
        [{"id": 1, "myValue": "a", "UPPER": 2}])
    add("name_Quoted", [ID, field("myValue", "string"), field("UPPER", "int32")],
        [{"id": 1, "myValue": "a", "UPPER": 2}], config={"quote.identifiers": "true"})
    add("name_reserved_quoted", [ID, field("order", "string"), field("select", "int32")],
        [{"id": 1, "order": "a", "select": 2}], config={"quote.identifiers": "true"})
    add("name_reserved", [ID, field("order", "string")], [{"id": 1, "order": "a"}])
    add("name_underscore", [ID, field("_hidden", "string"), field("_Cap", "int32"), field("__deleted", "string")],
        [{"id": 1, "_hidden": "a", "_Cap": 2, "__deleted": "false"}])
    add("name_odd_quoted", [ID, field("a b", "string"), field("c-d", "int32"), field("é\"q", "int32")],
        [{"id": 1, "a b": "a", "c-d": 2, "é\"q": 3}], config={"quote.identifiers": "true"})
    add("name_digits", [ID, field("1st", "string")], [{"id": 1, "1st": "a"}])
    add("name_dash", [ID, V], [{"id": 1, "v": "a"}], topic="p.name_dash-x")
    add("name_dash_quoted", [ID, V], [{"id": 1, "v": "a"}], topic="p.name_dash_quoted-x",
        config={"quote.identifiers": "true"})
    add("name_Topic", [ID, V], [{"id": 1, "v": "a"}], topic="Srv.Db.name_Topic")
    add("name_Under", [ID, V], [{"id": 1, "v": "a"}], topic="_P.name_Under")
    add("name_passthrough", [ID, V], [{"id": 1, "v": "a"}], topic="s1.name_passthrough",
        before=("CREATE SCHEMA s1",), config={
            "collection.naming.strategy": "io.debezium.sink.naming.PassthroughCollectionNamingStrategy"})
    add("name_format_schema", [ID, V], [{"id": 1, "v": "a"}], before=("CREATE SCHEMA s2",),
        config={"collection.name.format": "s2.x_${topic}"})
    add("name_format_quoted", [ID, V], [{"id": 1, "v": "a"}], before=('CREATE SCHEMA "s3Case"',),
        config={"collection.name.format": "s3Case.x_${topic}", "quote.identifiers": "true"})
    add("name_format_source", [ID, V], [{"id": 1, "v": "a"}], topic="p.dbx.name_format_source",
        config={"collection.name.format": "${source.db}_${source.table}_name_format_source"})
    add("name_format_fixed", [ID, V], [{"id": 1, "v": "a"}], config={"collection.name.format": "fixed_name_format_fixed"})
    add("name_table_format", [ID, V], [{"id": 1, "v": "a"}], config={"table.name.format": "old_${topic}"})
    add("name_current_schema", [ID, V], [{"id": 1, "v": "a"}], before=("CREATE SCHEMA s4_name_current_schema",),
        config={"URL": "?currentSchema=s4_name_current_schema"})
    add("name_same", [ID, field("a", "string"), field("A", "string")], [{"id": 1, "a": "x", "A": "y"}],
        refused=True)
    add("name_long", [ID, field("c" * 70, "string")], [{"id": 1, "c" * 70: "x"}])
    add("name_include", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.include.list": "p.name_include:v"})
    add("name_include_plain", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.include.list": "v"})
    add("name_include_other", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.include.list": "other:v,id"})
    add("name_include_id", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.include.list": "id,w"})
    add("name_exclude", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.exclude.list": "p.name_exclude:v"})
    add("name_exclude_plain", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.exclude.list": "w"})
    add("name_exclude_id", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}],
        config={"field.exclude.list": "id,w"})
    add("name_exclude_required", [ID, field("v", "string", False)], [{"id": 1, "v": "a"}],
        config={"field.exclude.list": "v"}, before=(
            "CREATE TABLE p_name_exclude_required (id bigint PRIMARY KEY, v text)",))
    return cases


# ---- tables that grow ----

def evolution_cases():
    cases = []

    def add(name, shapes, before=(), envelope=True, **more):
        """shapes: (fields, rows) one after another."""
        records = []
        for fields, rows in shapes:
            table = Table(f"p.{name}", fields)
            for r in rows:
                value = table.envelope("c", None, r) if envelope else table.flat(r)
                records.append((table.topic, table.key(r), value))
        cases.append(Case(name, records, before=before, **more))

    ID, V = field("id", "int64", False), field("v", "string")
    add("evolve_add", [([ID, V], [row(1, "a")]), ([ID, V, field("w", "int32")], [row(2, "b", w=5)]),
                       ([ID, V], [row(3, "c")])])
    add("evolve_add_two", [([ID, V], [row(1, "a")]),
                           ([ID, field("x", "string", True, default="d"), V, field("w", "int32", False, default=7)],
                            [{"id": 2, "x": "y", "v": "b", "w": 5}])])
    add("evolve_add_required", [([ID, V], [row(1, "a")]), ([ID, V, field("w", "int32", False)], [row(2, "b", w=5)])],
        refused=True)
    add("evolve_drop", [([ID, V, field("w", "int32")], [row(1, "a", w=5)]), ([ID, V], [row(1, "b"), row(2, "c")])])
    add("evolve_drop_flat", [([ID, V, field("w", "int32")], [row(1, "a", w=5)]), ([ID, V], [row(1, "b")])],
        envelope=False)
    add("evolve_drop_required", [([ID, V, field("w", "int32", False)], [row(1, "a", w=5)]),
                                 ([ID, V], [row(2, "b")])], refused=True)
    add("evolve_widen", [([ID, field("n", "int32")], [{"id": 1, "n": 5}]),
                         ([ID, field("n", "int64")], [{"id": 2, "n": 6}])])
    add("evolve_widen_range", [([ID, field("n", "int32")], [{"id": 1, "n": 5}]),
                               ([ID, field("n", "int64")], [{"id": 2, "n": 2**40}])], refused=True)
    add("evolve_existing", [([ID, V, field("w", "int32")], [row(1, "a", w=5)])],
        before=("CREATE TABLE p_evolve_existing (id bigint PRIMARY KEY)",))
    add("evolve_existing_more", [([ID, V], [row(1, "a")])],
        before=("CREATE TABLE p_evolve_existing_more (x int DEFAULT 3, v varchar(9), id int PRIMARY KEY, y text)",))
    add("evolve_none_there", [([ID, V], [row(1, "a")])], config={"schema.evolution": "none"},
        before=("CREATE TABLE p_evolve_none_there (id bigint PRIMARY KEY, v text)",))
    add("evolve_none", [([ID, V], [row(1, "a")])], config={"schema.evolution": "none"},
        refused=True)
    add("evolve_none_column", [([ID, V], [row(1, "a")])], config={"schema.evolution": "none"},
        before=("CREATE TABLE p_evolve_none_column (id bigint PRIMARY KEY)",), refused=True)
    add("evolve_no_unique", [([ID, V], [row(1, "a")])],
        before=("CREATE TABLE p_evolve_no_unique (id bigint, v text)",), refused=True)
    add("evolve_unique", [([ID, V], [row(1, "a"), row(1, "b")])],
        before=("CREATE TABLE p_evolve_unique (id bigint UNIQUE, v text)",))
    add("evolve_Case", [([ID, V, field("newCol", "string")], [row(1, "a", newCol="x")])],
        before=("CREATE TABLE p_evolve_case (id bigint PRIMARY KEY, v text)",))
    add("evolve_case_there", [([ID, V, field("NewCol", "string")], [row(1, "a", NewCol="x")])],
        before=('CREATE TABLE p_evolve_case_there (id bigint PRIMARY KEY, v text, newcol text)',))
    return cases


def zone_cases():
    cases = []
    for label, zone in (("berlin", "Europe/Berlin"), ("tokyo", "Asia/Tokyo"), ("offset", "+05:30")):
        name = f"zone_{label}"
        columns = {"zts": field("zts", "string", semantic=TIME + "ZonedTimestamp"),
                   "ztm": field("ztm", "string", semantic=TIME + "ZonedTime"),
                   "ts": field("ts", "int64", semantic=TIME + "MicroTimestamp"),
                   "cts": field("cts", "int64", semantic=CONNECT + "Timestamp"),
                   "ctm": field("ctm", "int32", semantic=CONNECT + "Time"),
                   "cd": field("cd", "int32", semantic=CONNECT + "Date"),
                   "d": field("d", "int32", semantic=TIME + "Date")}
        table = Table(f"p.{name}", [field("id", "int64", False), *columns.values()])
        values = [{"id": 1, "zts": "2024-07-01T12:00:00.5Z", "ztm": "12:00:00Z", "ts": 1720000000000001,
                   "cts": 1720000000000, "ctm": 3600000, "cd": 19000, "d": 19000},
                  {"id": 2, "zts": "2024-01-01T23:30:00+02:00", "ztm": "23:30:00+02:00", "ts": 1704151800000000,
                   "cts": 1704151800000, "ctm": 84600000, "cd": 1, "d": 1}]
        cases.append(Case(name, [(table.topic, table.key(r), table.envelope("c", None, r)) for r in values],
                          config={"use.time.zone": zone}))
        name = f"zone_into_{label}"
        table = Table(f"p.{name}", [field("id", "int64", False), columns["zts"], columns["ts"],
                                    {**columns["zts"], "field": "txt"}])
        rows = [{"id": r["id"], "zts": r["zts"], "ts": r["ts"], "txt": r["zts"]} for r in values]
        cases.append(Case(name, [(table.topic, table.key(r), table.envelope("c", None, r)) for r in rows],
                          config={"use.time.zone": zone},
                          before=(f"CREATE TABLE p_{name} (id bigint PRIMARY KEY, zts timestamp, ts timestamptz, "
                                  "txt text)",)))
    return cases


def all_cases():
    return [*type_cases(), *existing_cases(), *mode_cases(), *name_cases(), *evolution_cases(), *zone_cases()]

"""What is made of each type: in tables the sink creates, and in tables that are there already."""
import base64
import datetime
from decimal import Decimal
from ipaddress import ip_address
from uuid import UUID

import pytest

from support import pg_sink
from support.pg_sink import Sink, Table, decimal, field, struct

pytestmark = pytest.mark.embedded
UTC = datetime.timezone.utc


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir(pg_sink.worker_properties())
    yield process
    process.stop()


def b64(data):
    return base64.b64encode(data).decode()


CREATED = [  # field, value in JSON, the column's type, the value in PostgreSQL
    (field("v", "boolean"), True, "boolean", True),
    (field("v", "int8"), -5, "smallint", -5),
    (field("v", "int16"), 300, "smallint", 300),
    (field("v", "int32"), -70000, "integer", -70000),
    (field("v", "int64"), 2**60, "bigint", 2**60),
    (field("v", "float"), 1.5, "real", 1.5),
    (field("v", "double"), 0.1, "double precision", 0.1),
    (field("v", "string"), "Grüße\t\"x\"", "text", "Grüße\t\"x\""),
    (field("v", "string", **{"__debezium.source.column.type": "VARCHAR",
                             "__debezium.source.column.length": "12"}), "ab", "character varying(12)", "ab"),
    (field("v", "string", **{"__debezium.source.column.type": "CHAR",
                             "__debezium.source.column.length": "4"}), "ab", "character(4)", "ab  "),
    (field("v", "bytes"), b64(b"\0\1\xff"), "bytea", b"\0\1\xff"),
    (field("v", "bytes", semantic="org.apache.kafka.connect.data.Decimal", scale="8",
           **{"connect.decimal.precision": "18"}), decimal(-123456789012345678, 8), "numeric(18,8)",
     Decimal("-1234567890.12345678")),
    (field("v", "bytes", semantic="org.apache.kafka.connect.data.Decimal", scale="30",
           **{"connect.decimal.precision": "65"}), decimal(10**64 + 7, 30), "numeric(65,30)",
     Decimal("1" + "0" * 34 + "." + "0" * 29 + "7")),
    (field("v", "bytes", semantic="org.apache.kafka.connect.data.Decimal", scale="0",
           **{"connect.decimal.precision": "20"}), decimal(18446744073709551615, 0), "numeric(20,0)",
     Decimal(18446744073709551615)),
    (field("v", "int32", semantic="io.debezium.time.Date"), -1, "date", datetime.date(1969, 12, 31)),
    (field("v", "int32", semantic="org.apache.kafka.connect.data.Date"), 19782, "date",
     datetime.date(2024, 2, 29)),
    (field("v", "int64", semantic="io.debezium.time.MicroTime"), 3723000001,
     "time(6) without time zone", datetime.time(1, 2, 3, 1)),
    (field("v", "int32", semantic="io.debezium.time.Time"), 1001, "time(6) without time zone",
     datetime.time(0, 0, 1, 1000)),
    (field("v", "int64", semantic="io.debezium.time.Timestamp"), -1, "timestamp(6) without time zone",
     datetime.datetime(1969, 12, 31, 23, 59, 59, 999000)),
    (field("v", "int64", semantic="io.debezium.time.MicroTimestamp"), 1704067200123456,
     "timestamp(6) without time zone", datetime.datetime(2024, 1, 1, 0, 0, 0, 123456)),
    (field("v", "int64", semantic="io.debezium.time.NanoTimestamp"), 1704067200123456789,
     "timestamp(6) without time zone", datetime.datetime(2024, 1, 1, 0, 0, 0, 123457)),
    (field("v", "string", semantic="io.debezium.time.ZonedTimestamp"), "2018-06-20T15:37:03.25+02:00",
     "timestamp(6) with time zone", datetime.datetime(2018, 6, 20, 13, 37, 3, 250000, UTC)),
    (field("v", "int32", semantic="io.debezium.time.Year"), 2024, "integer", 2024),
    (field("v", "bytes", semantic="io.debezium.data.Bits", length="10"), b64(b"\x05\x02"), "bit(10)",
     "1000000101"),
    (field("v", "string", semantic="io.debezium.data.Json"), '{"a": [1]}', "json", {"a": [1]}),
    (field("v", "string", semantic="io.debezium.data.Uuid"), "6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f",
     "uuid", UUID("6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f")),
    (field("v", "string", semantic="io.debezium.data.Enum", allowed="a,b"), "b", "text", "b"),
    (field("v", "string", semantic="io.debezium.time.IsoDate"), "2017-09-15Z", "text", "2017-09-15Z"),
    ({**struct([field("scale", "int32", False), field("value", "bytes", False)],
               "io.debezium.data.VariableScaleDecimal", True), "field": "v"},
     {"scale": 2, "value": decimal(12345, 0)}, "double precision", 123.45),
    ({"type": "array", "items": {"type": "int32", "optional": True}, "optional": True, "field": "v"},
     [1, None, 3], "integer[]", [1, None, 3]),
    ({"type": "array", "items": {"type": "string", "optional": False}, "optional": True, "field": "v"},
     ['a "b"', "c\\d", ""], "text[]", ['a "b"', "c\\d", ""]),
]

IDS = [f"{case[0].get('name', case[0]['type'])}-{case[2]}" for case in CREATED]


@pytest.mark.parametrize("column, value, kind, stored", CREATED, ids=IDS)
def test_created(worker, server, feed, word, column, value, kind, stored):
    table = Table(word("created"), [field("id", "int64", False), column])
    sink = Sink(worker, server, word, table.topic).create()
    feed.upsert(table, {"id": 1, "v": value}, {"id": 2, "v": None})
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(1, stored), (2, None)])
    assert server.one("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = "
                      f"'{table.topic}'::regclass AND attname = 'v'") == kind
    assert worker.rest.delete(f"/connectors/{sink.name}").status == 204


TEXT = field("v", "string")
INT = field("v", "int64")
EXISTING = [  # field, value in JSON, the column there is, the value in PostgreSQL
    (field("v", "boolean"), True, "smallint", 1),
    (field("v", "boolean"), True, "bit(1)", "1"),
    (field("v", "boolean", **{"__debezium.source.column.type": "BIT", "__debezium.source.column.length": "1"}), True,
     "text", "1"),
    (field("v", "int16"), 1, "boolean", True),
    (field("v", "bytes"), b64(b"\1"), "boolean", True),
    (field("v", "bytes", semantic="io.debezium.data.Bits", length="8"), b64(b"\0"), "boolean", False),
    (field("v", "bytes", semantic="io.debezium.data.Bits", length="16"), b64(b"\1\2"), "integer", 513),
    (field("v", "int16"), 5, "bigint", 5),
    (field("v", "int32"), 5, "numeric(10,2)", Decimal("5.00")),
    (field("v", "int32"), 5, "text", "5"),
    (field("v", "int16"), 5, "bit(4)", "0101"),
    (field("v", "double"), 1.5, "bigint", 2),
    (field("v", "bytes", semantic="org.apache.kafka.connect.data.Decimal", scale="1"), decimal(15, 1),
     "bigint", 2),
    (field("v", "bytes"), b64(b"ab"), "text", "\\x6162"),
    (field("v", "bytes"), b64(bytes(range(16))), "uuid", UUID(bytes=bytes(range(16)))),
    (TEXT, "6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f", "uuid", UUID("6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f")),
    (TEXT, '{"b": 1}', "json", {"b": 1}),
    (TEXT, '{"b": 1}', "jsonb", {"b": 1}),
    (TEXT, "sad", "mood", "sad"),
    (TEXT, "10.1.2.3", "inet", ip_address("10.1.2.3")),
    (TEXT, "{a,b}", "text[]", ["a", "b"]),
    (TEXT, "1 day 2 hours", "interval", datetime.timedelta(days=1, hours=2)),
    (TEXT, "12", "integer", 12),
    (TEXT, "ab", "shorttext", "ab"),
    (TEXT, "101", "bit(3)", "101"),
    (TEXT, "ab", "varchar(2)", "ab"),
    (field("v", "int64", semantic="io.debezium.time.MicroTime"), -3600000000, "interval",
     datetime.timedelta(hours=-1)),
    (field("v", "int64", semantic="io.debezium.time.Timestamp"), 1704067200000, "timestamptz",
     datetime.datetime(2024, 1, 1, tzinfo=UTC)),
    (field("v", "int64", semantic="io.debezium.time.Timestamp"), 1704067200000, "date",
     datetime.date(2024, 1, 1)),
    (field("v", "int64", semantic="io.debezium.time.Timestamp"), 1704067200000, "text",
     "2024-01-01 00:00:00"),
    (field("v", "int32", semantic="io.debezium.time.Date"), 19782, "timestamp",
     datetime.datetime(2024, 2, 29)),
    (field("v", "string", semantic="io.debezium.time.ZonedTimestamp"), "2024-01-01T00:00:00Z", "timestamp",
     datetime.datetime(2024, 1, 1)),
]


@pytest.fixture(scope="module")
def types(server):
    server.run("CREATE TYPE mood AS ENUM ('sad', 'happy')",
               "CREATE DOMAIN shorttext AS varchar(5) CHECK (VALUE <> '')")


@pytest.mark.parametrize("column, value, kind, stored", EXISTING,
                         ids=[f"{case[0].get('name', case[0]['type'])}-{case[2]}" for case in EXISTING])
def test_into_an_existing_column(worker, server, types, feed, word, column, value, kind, stored):
    table = Table(word("existing"), [field("id", "int64", False), column])
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v {kind})")
    sink = Sink(worker, server, word, table.topic).create()
    feed.upsert(table, {"id": 1, "v": value}, {"id": 2, "v": None})
    feed.upsert(table, {"id": 1, "v": value}, op="u")
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(1, stored), (2, None)])
    assert worker.rest.delete(f"/connectors/{sink.name}").status == 204


REFUSED = [
    (field("v", "int32", semantic="io.debezium.time.Date"), 1, "integer",
     "io.debezium.time.Date (INT32) cannot be stored as integer"),
    (field("v", "int64", semantic="io.debezium.time.MicroTime"), -1, "time",
     "a value of type io.debezium.time.MicroTime (INT64) cannot be stored as time without time zone"),
    (field("v", "int32"), 70000, "smallint", "cannot be stored as smallint: the number is out of range"),
    (field("v", "bytes", semantic="org.apache.kafka.connect.data.Decimal", scale="0"), decimal(12345, 0),
     "numeric(4,0)", "a value of 2 bytes of type org.apache.kafka.connect.data.Decimal (BYTES) cannot be "
     "stored as numeric(4,0): the number is out of range"),
    ({**struct([field("x", "int32")], None, True), "field": "v"}, {"x": 1}, "text",
     "STRUCT cannot be stored as text"),
    (field("v", "int32"), 1, "integer GENERATED ALWAYS AS (1) STORED", "the column is generated"),
]


@pytest.mark.parametrize("column, value, kind, says", REFUSED, ids=[case[2] for case in REFUSED])
def test_refused_in_words(worker, server, feed, word, column, value, kind, says):
    table = Table(word("refused"), [field("id", "int64", False), column])
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v {kind})")
    sink = Sink(worker, server, word, table.topic).create()
    feed.upsert(table, {"id": 1, "v": value})
    trace = sink.wait_failed()
    assert f'table "public"."{table.topic}", column v: ' in trace and says in trace
    assert worker.rest.delete(f"/connectors/{sink.name}").status == 204


def test_a_null_needs_no_cast(worker, server, feed, word):
    """Two columns that PostgreSQL cannot make of what the fields mean: rows without them are written."""
    table = Table(word("castless"), [field("id", "int64", False), field("d", "int32", True, "io.debezium.time.Date"),
                                     TEXT, field("b", "bytes")])
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, d integer, v text, b uuid)")
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all").create()
    feed.upsert(table, *({"id": i, "d": 1 if i == 9 else None, "v": "x", "b": "YWI=" if i == 20 else None}
                         for i in range(40)))
    sink.wait_rows(f"SELECT count(*), count(d), count(b), sum(id) FROM {table.topic}", [(38, 0, 0, sum(range(40)) - 29)])
    feed.upsert(table, *({"id": i, "d": 1 if i == 51 else None, "v": None, "b": None} for i in range(50, 60)))
    feed.delete(table, {"id": 3, "d": None, "v": "x", "b": None})
    sink.wait_rows(f"SELECT count(*), count(v), sum(id) FROM {table.topic}", [(46, 37, sum(range(40)) - 32 + sum(range(50, 60)) - 51)])
    assert sink.running()


def test_nul_characters(worker, server, feed, word):
    table = Table(word("nul"), [field("id", "int64", False), TEXT])
    feed.upsert(table, {"id": 1, "v": "a\0b\0"})
    Sink(worker, server, word, table.topic).create().wait_rows(f"SELECT id, v FROM {table.topic}", [(1, "ab")])
    strict = Sink(worker, server, word, table.topic, nul__characters="reject").create()
    assert "column v: a value of 4 bytes of type STRING cannot be stored as text" in strict.wait_failed()


DEFAULTS = [
    (field("v", "int32", False, default=5), "5"),
    (field("v", "string", False, default="it's"), "'it''s'::text"),
    (field("v", "boolean", True, default=True), "true"),
    (field("v", "double", True, default=0.1), "0.1"),
    (field("v", "string", True, "io.debezium.data.Json", default="{}"), "'{}'::json"),
    (field("v", "int64", False, "io.debezium.time.Timestamp", default=0),
     "'1970-01-01 00:00:00'::timestamp without time zone"),
    (field("v", "int64", False, "io.debezium.time.MicroTime", default=3723500000),
     "'01:02:03.5'::time without time zone"),
    (field("v", "int32", True, "io.debezium.time.Date", default=1), "'1970-01-02'::date"),
    (field("v", "bytes", True, default=b64(b"ab")), "'\\x6162'::bytea"),
    (field("v", "bytes", True, "io.debezium.data.Bits", default=b64(b"\1"), length="2"), None),
]


@pytest.mark.parametrize("column, default", DEFAULTS, ids=[str(case[1]) for case in DEFAULTS])
def test_defaults_of_columns(worker, server, feed, word, column, default):
    """In a new table, and in a column that is added."""
    ids = [field("id", "int64", False)]
    for first in ([*ids, column], ids):
        table = Table(word("default"), first)
        sink = Sink(worker, server, word, table.topic).create()
        row = {item["field"]: item.get("default", 1) for item in first}
        feed.upsert(table, {**row, "id": 1})
        sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(1,)])
        table.fields = [*ids, column]
        feed.upsert(table, {"id": 2, "v": column.get("default")})
        sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(2,)])
        assert server.run("SELECT pg_get_expr(adbin, adrelid), attnotnull FROM pg_attribute LEFT JOIN "
                          "pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = "
                          f"'{table.topic}'::regclass AND attname = 'v'") == \
            [(default, not column["optional"])]
        assert worker.rest.delete(f"/connectors/{sink.name}").status == 204

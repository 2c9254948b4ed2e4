"""What Confluent's JDBC sink is given: its own keys, small tables each. What it made of them is kept in
tests/golden/confluent_sink.json."""
import json

from support import paths
from support.pg_sink import Table, decimal, field, struct, wrapped

from ..jdbc_sink_pair import Case
from .cases import b64

GOLDEN = paths.ROOT / "tests" / "golden" / "confluent_sink.json"
CLASS = "io.confluent.connect.jdbc.JdbcSinkConnector"
CONNECT = "org.apache.kafka.connect.data."
STRING = "org.apache.kafka.connect.storage.StringConverter"
ID, V = field("id", "int64", False), field("v", "string")


def config(given):
    """Of Debezium's keys those that Confluent's has, and its own for the others."""
    own = {key: value for key, value in given.items()
           if not key.startswith(("connection.pool", "primary.key", "schema.evolution"))}
    own["connection.user"] = own.pop("connection.username")
    return {"pk.mode": "record_key", "auto.create": "true", "auto.evolve": "true", "max.retries": "0", **own,
            "connector.class": CLASS}


def facts(dump):
    """The lines of pg_dump that say what a table is like."""
    return [line for line in dump.splitlines() if line and not line.startswith(("--", "SET ", "SELECT "))]


def flats(table, *rows):
    return [(table.topic, table.key(row), table.flat(row)) for row in rows]


def all_cases():
    made = []

    def add(name, fields, rows, topic=None, n_keys=1, more=(), **given):
        table = Table(topic or f"cf_{name}", fields, n_keys)
        made.append(Case(f"cf_{name}", [*flats(table, *rows), *((table.topic, *each) for each in more)], **given))
        return table

    every = [ID, field("b", "boolean"), field("i8", "int8"), field("i16", "int16"), field("i32", "int32"),
             field("f", "float"), field("d", "double"), field("t", "string"), field("by", "bytes"),
             field("dec", "bytes", semantic=CONNECT + "Decimal", scale="2"), field("da", "int32", semantic=CONNECT + "Date"),
             field("ti", "int32", semantic=CONNECT + "Time"), field("ts", "int64", semantic=CONNECT + "Timestamp"),
             field("us", "int64", semantic="io.debezium.time.MicroTimestamp"),
             field("zt", "string", semantic="io.debezium.time.ZonedTimestamp"), field("y", "int32", semantic="io.debezium.time.Year")]
    full = {"id": 1, "b": True, "i8": -5, "i16": 300, "i32": 70000, "f": 1.5, "d": 0.1, "t": "Grüße", "by": b64(b"\0\xff"),
            "dec": decimal(-12345, 2), "da": 19782, "ti": 3723004, "ts": 1704067200123, "us": 5, "zt": "2024-01-01T00:00:00Z", "y": 2024}
    nothing = {**dict.fromkeys(full), "id": 2}
    add("types", every, [full, nothing, {**full, "t": "again"}])
    for zone in ("Europe/Berlin", "Asia/Tokyo"):
        add(f"zone_{zone[-5:].lower()}", [ID, every[12], every[10]], [{"id": 1, "ts": 1704067200123, "da": 19782},
                                                                 {"id": 2, "ts": 1720000000000, "da": 1}],
            config={"db.timezone": zone, "date.timezone": "UTC"})
    defaults = [field("i", "int32", True, default=7), field("r", "int32", False, default=8), field("s", "string", True, default="its"),
                field("b", "boolean", False, default=True), field("d", "double", True, default=0.5),
                field("dec", "bytes", True, CONNECT + "Decimal", default=decimal(150, 2), scale="2"),
                field("ts", "int64", True, CONNECT + "Timestamp", default=1704067200123),
                field("da", "int32", False, CONNECT + "Date", default=1), field("ti", "int32", True, CONNECT + "Time", default=3723004)]
    filled = {"id": 1, "i": 1, "r": 2, "s": "x", "b": False, "d": 1.5, "dec": decimal(1, 2), "ts": 1, "da": 2, "ti": 3}
    add("defaults", [ID, *defaults], [filled, {**dict.fromkeys(filled), "id": 2, "r": 3, "b": True, "da": 4}])
    add("defaults_kept", [ID, *defaults[:2]], [{"id": 1, "i": None, "r": 5}], config={
        "replace.null.with.default": "false", "value.converter.replace.null.with.default": "false"})
    add("order", [field("z", "string"), field("b", "int32", False), field("a", "int32", False)],
        [{"z": "x", "b": 1, "a": 2}], n_keys=0, config={"pk.mode": "record_value", "pk.fields": "a,b", "delete.enabled": "false"})
    key = wrapped(struct([field("k2", "string", False), field("k1", "int32", False)]), {"k2": "x", "k1": 5})
    add("key_apart", [V, field("w", "int32")], [], more=[(key, Table("t", [V, field("w", "int32")]).flat({"v": "a", "w": 1}))])
    add("key_one_of", [V], [], more=[(key, Table("t", [V]).flat({"v": "a"}))], config={"pk.fields": "k1"})
    add("key_missing", [V], [], more=[(key, Table("t", [V]).flat({"v": "a"}))], config={"pk.fields": "k1,k3"}, refused=True)
    add("primitive", [V], [], more=[(wrapped({"type": "int32", "optional": False}, 7), Table("t", [V]).flat({"v": "a"})),
                                    (wrapped({"type": "int32", "optional": False}, 7), Table("t", [V]).flat({"v": "b"})),
                                    (wrapped({"type": "int32", "optional": False}, 8), None)], config={"pk.fields": "nr"})
    add("primitive_two", [V], [], more=[(wrapped({"type": "int32", "optional": False}, 7), Table("t", [V]).flat({"v": "a"}))],
        config={"pk.fields": "nr,mr"}, refused=True)
    kafka = {"pk.mode": "kafka", "delete.enabled": "false", "insert.mode": "insert"}
    add("kafka", [ID, V], [{"id": 1, "v": "a"}, {"id": 1, "v": "a"}], config=kafka)
    add("kafka_named", [ID, V], [{"id": 1, "v": "a"}], config={**kafka, "pk.fields": "top,part,off"})
    add("kafka_two", [ID, V], [{"id": 1, "v": "a"}], config={**kafka, "pk.fields": "top,part"}, refused=True)
    add("none", [ID, V], [{"id": 1, "v": "a"}, {"id": 1, "v": "a"}],
        config={"pk.mode": "none", "delete.enabled": "false", "insert.mode": "INSERT"})
    add("whitelist", [ID, V, field("w", "int32")], [{"id": 1, "v": "a", "w": 2}], config={"fields.whitelist": "w"})
    add("deletes", [ID, V], [{"id": 1, "v": "a"}, {"id": 2, "v": "b"}],
        more=[(Table("cf_deletes", [ID]).key({"id": 1}), None), (Table("cf_deletes", [ID]).key({"id": 9}), None)])
    add("no_deletes", [ID, V], [{"id": 1, "v": "a"}], more=[(Table("cf_no_deletes", [ID]).key({"id": 1}), None)],
        config={"delete.enabled": "false"}, refused=True)
    add("Case", [field("Id", "int64", False), field("userName", "string")], [{"Id": 1, "userName": "a"}])
    add("Never", [field("Id", "int64", False), field("userName", "string")], [{"Id": 1, "userName": "a"}],
        config={"quote.sql.identifiers": "never"})
    add("schema", [ID, V], [{"id": 1, "v": "a"}], before=("CREATE SCHEMA cfs",), config={"table.name.format": "cfs.x_${topic}"})
    add("dots", [ID, V], [{"id": 1, "v": "a"}], topic="cfd.cf_dots", before=("CREATE SCHEMA cfd",))
    micros = [ID, field("a", "int64"), field("b", "int64", False), field("c", "int64", True, default=1704067200000000)]
    add("instants", micros, [{"id": 1, "a": 1704067200123456, "b": 0, "c": 5}, {"id": 2, "a": None, "b": -1, "c": 7}],
        config={"timestamp.fields.list": "a,b"})
    add("instants_nanos", micros[:3], [{"id": 1, "a": 1704067200123456789, "b": 0}],
        config={"timestamp.fields.list": "a", "timestamp.precision.mode": "nanoseconds"})
    add("instants_zone", micros[:3], [{"id": 1, "a": 1704067200123456, "b": 0}],
        config={"timestamp.fields.list": "a,b", "db.timezone": "Asia/Tokyo"})
    text = {"value.converter": STRING, "value.converter.schemas.enable": None}
    one = wrapped({"type": "int32", "optional": False}, 7)
    add("text", [], [], more=[(one, "hello"), (one, "again"), (wrapped({"type": "int32", "optional": False}, 8), None)],
        config={**text, "pk.fields": "nr"})
    add("text_named", [], [], more=[(one, "hello")],
        config={**text, "pk.fields": "nr", "string.output.value.column.name": "body", "insert.mode": "insert"})
    add("text_kafka", [], [], more=[(one, "hello")], config={**text, **kafka})
    add("text_listed", [], [], more=[(one, "hello")], config={**text, "pk.fields": "nr", "fields.whitelist": "a"})
    add("text_refused", [], [], more=[(one, "hello")], refused=True,
        config={**text, "pk.fields": "nr", "fields.whitelist": "a", "delete.enabled": "false"})
    add("driver", [ID, V], [{"id": 1, "v": "a"}], before=("CREATE SCHEMA cf_driver_schema",),
        config={"connection.currentSchema": "cf_driver_schema", "connection.ApplicationName": "x"})
    items = {"type": "array", "items": {"type": "int32", "optional": True}, "optional": True, "field": "a"}
    add("arrays", [ID, items, {**items, "items": {"type": "string", "optional": True}, "field": "t"}],
        [{"id": 1, "a": [1, 2], "t": ["x", "a \"b\"", None]}])
    add("existing", [ID, field("u", "string"), field("j", "string"), field("n", "int32")],
        [{"id": 1, "u": "6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f", "j": '{"a":  1}', "n": 5}],
        before=("CREATE TABLE cf_existing (id bigint PRIMARY KEY, u uuid, j jsonb, n numeric(9,2))",))
    add("update", [ID, V], [{"id": 1, "v": "new"}, {"id": 3, "v": "x"}], config={"insert.mode": "update"},
        before=("CREATE TABLE cf_update (id bigint PRIMARY KEY, v text)", "INSERT INTO cf_update VALUES (1, 'a'), (2, 'b')"))
    add("no_create", [ID, V], [{"id": 1, "v": "a"}], config={"auto.create": "false"}, refused=True)
    add("no_evolve", [ID, V], [{"id": 1, "v": "a"}], config={"auto.evolve": "false"}, refused=True,
        before=("CREATE TABLE cf_no_evolve (id bigint PRIMARY KEY)",))
    add("evolve", [ID, V, field("w", "int32", True, default=5)], [{"id": 1, "v": "a", "w": None}],
        before=("CREATE TABLE cf_evolve (id bigint PRIMARY KEY)",))
    add("evolve_required", [ID, field("w", "int32", False)], [{"id": 1, "w": 1}], refused=True,
        before=("CREATE TABLE cf_evolve_required (id bigint PRIMARY KEY)",))
    add("schemaless", [], [], more=[(json.dumps({"id": 1}), json.dumps({"id": 1}))], refused=True,
        config={"key.converter.schemas.enable": "false", "value.converter.schemas.enable": "false", "pk.fields": "id"})
    add("long", [ID, field("c" * 63, "int32")], [{"id": 1, "c" * 63: 1}], topic="cf_long" + "n" * 70, tables="cf_longn*")
    envelope = Table("cf_envelope", [ID, V])
    made.append(Case("cf_envelope", [("cf_envelope", envelope.key({"id": 1}), envelope.envelope("c", None, {"id": 1, "v": "a"}))],
                     refused=True))
    return made


CASES = {case.name: case for case in all_cases()}

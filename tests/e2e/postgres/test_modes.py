"""Modes, keys, names, evolution and validation of the PostgreSQL sink."""
import datetime
import decimal
import json
import subprocess

import pytest

from support import paths, pg_sink
from support.pg_sink import Sink, Table, cloud_event, field, struct, wrapped
from support.waiting import until

pytestmark = pytest.mark.embedded
CONFLUENT = "io.confluent.connect.jdbc.JdbcSinkConnector"


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir(pg_sink.worker_properties())
    yield process
    process.stop()


FIELDS = [field("id", "int64", False), field("b", "string", False), field("v", "string")]


def row(number, v="x", b="k"):
    return {"id": number, "b": b, "v": v}


def columns(server, table):
    return server.run("SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute "
                      f"WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped "
                      "ORDER BY attnum")


def key_of(server, table):
    return [name for (name,) in server.run(
        "SELECT attname FROM pg_index, unnest(indkey) WITH ORDINALITY k(n, o), pg_attribute WHERE indrelid "
        f"= '{table}'::regclass AND indisprimary AND attrelid = indrelid AND attnum = n ORDER BY o")]


def test_insert_without_a_key(worker, server, feed, word):
    table = Table(word("plain"), FIELDS)
    sink = Sink(worker, server, word, table.topic, insert__mode="insert", primary__key__mode="none",
                delete__enabled="false").create()
    feed.upsert(table, row(1), row(1), row(2))
    feed.delete(table, row(1))
    feed.upsert(table, row(3))
    sink.wait_rows(f"SELECT id FROM {table.topic} ORDER BY id", [(1,), (1,), (2,), (3,)])
    assert key_of(server, table.topic) == []


def test_cloud_events(worker, server, feed, word):
    """Their data is the record: an envelope, or the row itself."""
    table = Table(word("cloudy"), FIELDS)

    def event(op, before, after):
        inner = json.loads(table.envelope(op, before, after))
        return (table.topic, table.key(before or after), cloud_event(table, inner["schema"], inner["payload"]))
    sink = Sink(worker, server, word, table.topic, collection__name__format="cloud_${source.table}").create()
    feed.raw([event("c", None, row(1)), event("c", None, row(2)), event("u", None, row(2, "y")), event("d", row(1), None)])
    sink.wait_rows(f"SELECT id, b, v FROM cloud_{table.topic}", [(2, "k", "y")])
    flat, given = Table(word("cloudy"), FIELDS), struct(FIELDS)
    sink = Sink(worker, server, word, flat.topic).create()
    feed.raw([(flat.topic, flat.key(row(i)), cloud_event(flat, given, row(i))) for i in (1, 2)] +
             [(flat.topic, flat.key(row(1)), None)])
    sink.wait_rows(f"SELECT id, b, v FROM {flat.topic}", [(2, "k", "x")])


def test_insert_refuses_a_second_time(worker, server, feed, word):
    table = Table(word("insert"), FIELDS)
    sink = Sink(worker, server, word, table.topic, insert__mode="insert").create()
    feed.upsert(table, row(1), row(2))
    feed.delete(table, row(1))
    feed.upsert(table, row(1, "again"), row(2, "again"))
    assert "duplicate key value violates unique constraint" in sink.wait_failed()
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(1, "again"), (2, "x")])


def test_update_only_changes_what_is_there(worker, server, feed, word):
    table = Table(word("update"), FIELDS)
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, b text, v text)",
               f"INSERT INTO {table.topic} SELECT i, 'k', 'old' FROM generate_series(1, 3) i")
    sink = Sink(worker, server, word, table.topic, insert__mode="update").create()
    feed.upsert(table, row(1, "new"), row(7, "nowhere"), row(3, "first"), op="u")
    feed.delete(table, row(3))
    feed.upsert(table, row(3, "gone"), row(1, "newer"), op="u")
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(1, "newer"), (2, "old")])


def test_kafka_coordinates_as_the_key(worker, server, feed, word):
    table = Table(word("coordinates"), FIELDS)
    sink = Sink(worker, server, word, table.topic, primary__key__mode="kafka",
                delete__enabled="false").create()
    feed.upsert(table, row(1), row(1))
    sink.wait_rows("SELECT __connect_topic, __connect_partition, __connect_offset, id FROM "
                   f"{table.topic} ORDER BY 3", [(table.topic, 0, 0, 1), (table.topic, 0, 1, 1)])
    assert key_of(server, table.topic) == ["__connect_topic", "__connect_partition", "__connect_offset"]


def test_fields_of_the_value_as_the_key(worker, server, feed, word):
    table = Table(word("value"), FIELDS)
    sink = Sink(worker, server, word, table.topic, primary__key__mode="record_value",
                primary__key__fields="id,b", delete__enabled="false").create()
    feed.upsert(table, row(1, b="m"), row(1, b="n"), row(1, "y", "m"))
    sink.wait_rows(f"SELECT id, b, v FROM {table.topic} ORDER BY b", [(1, "m", "y"), (1, "n", "x")])
    assert key_of(server, table.topic) == ["id", "b"]


def test_a_key_of_two_fields_and_one_of_them(worker, server, feed, word):
    table = Table(word("two"), FIELDS, n_keys=2)
    both = Sink(worker, server, word, table.topic, collection__name__format="both_${topic}").create()
    one = Sink(worker, server, word, table.topic, collection__name__format="one_${topic}",
               primary__key__fields="b").create()
    feed.upsert(table, row(1, b="m"), row(2, b="m"), row(2, b="n"))
    feed.delete(table, row(2, b="n"))
    both.wait_rows(f"SELECT id, b FROM both_{table.topic} ORDER BY 1", [(1, "m"), (2, "m")])
    one.wait_rows(f"SELECT id, b FROM one_{table.topic} ORDER BY 1", [(2, "m")])
    assert (key_of(server, f"both_{table.topic}"), key_of(server, f"one_{table.topic}")) == \
        (["id", "b"], ["b"])


ZONED = "io.debezium.time.ZonedTimestamp"
NANO = "io.debezium.time.NanoTimestamp"
ALIKE = [  # the key's field, a value, the same one in PostgreSQL's eyes, another, the key's column
    (field("id", "string", False, ZONED), "2024-01-01T00:00:00.500Z", "2024-01-01T00:00:00.5Z", "1999-01-01T00:00:00Z",
     "timestamptz(3)"),
    (field("id", "string", False, ZONED), "2024-01-01T00:00:00Z", "2024-01-01T02:00:00+02:00", "1999-01-01T00:00:00Z",
     "timestamptz"),
    (field("id", "string", False), "aB", "Ab", "c", "citext"),
    (field("id", "string", False), "ab", "ab  ", "c", "char(5)"),
    (field("id", "string", False), "aB", "Ab", "c", "text COLLATE letters"),
    (field("id", "string", False), "6F1F9C1E-0D2F-4C51-9D43-3A4B5C6D7E8F", "6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f",
     "00000000-0000-0000-0000-000000000000", "uuid"),
    (field("id", "string", False), "7", "07", "8", "integer"),
    (field("id", "int64", False, NANO), 1000, 1400, 5000, "timestamp"),
    (field("id", "int64", False), 2**53, 2**53 + 1, 5, "double precision"),
    (field("id", "double", False), 0.0, -0.0, 5.5, "double precision"),
]


@pytest.mark.parametrize("mode", ["upsert", "update"])
@pytest.mark.parametrize("key, one, other, third, column", ALIKE, ids=[f"{case[4]}-{case[2]!r}" for case in ALIKE])
def test_keys_that_only_postgresql_knows_to_be_equal(worker, server, feed, word, key, one, other, third, column, mode):
    """Of two writes within a batch the later one stays, and what is written and then deleted is gone."""
    tables = [Table(word("alike"), [key, field("v", "string")]) for _ in range(2)]
    written, deleted = tables
    server.run("CREATE EXTENSION IF NOT EXISTS citext", "CREATE COLLATION IF NOT EXISTS letters (provider = icu, "
               "locale = 'und-u-ks-level2', deterministic = false)",
               *(f"CREATE TABLE {table.topic} (id {column} PRIMARY KEY, v text)" for table in tables))
    feed.upsert(written, {"id": one, "v": "old"}, {"id": third, "v": "old"})
    feed.upsert(deleted, {"id": one, "v": "old"}, {"id": third, "v": "old"})
    first = Sink(worker, server, word, ",".join(table.topic for table in tables)).create()
    for table in tables:
        first.wait_rows(f"SELECT v FROM {table.topic}", [("old",), ("old",)])
    assert worker.rest.delete(f"/connectors/{first.name}").status == 204
    changes = [Table(word("changes"), table.fields) for table in tables]
    feed.upsert(changes[0], {"id": one, "v": "x"}, {"id": other, "v": "y"}, {"id": third, "v": "z"}, op="u")
    feed.upsert(changes[1], {"id": one, "v": "x"}, op="u")
    feed.delete(changes[1], {"id": other, "v": "x"}, tombstone=False)
    feed.upsert(changes[1], {"id": third, "v": "z"}, op="u")
    for table, change in zip(tables, changes):
        sink = Sink(worker, server, word, change.topic, collection__name__format=table.topic, insert__mode=mode).create()
        sink.wait_rows(f"SELECT v FROM {table.topic} ORDER BY v", [("y",), ("z",)] if table is written else [("z",)])
        assert worker.rest.delete(f"/connectors/{sink.name}").status == 204


@pytest.mark.parametrize("mode", ["upsert", "update"])
@pytest.mark.parametrize("key, values, column", [
    (field("id", "string", False), ["ab", "abc"], "char(5)"),
    (field("id", "string", False), ["ab", "abc"], "varchar(5)"),
    (field("id", "bytes", False, "io.debezium.data.Bits", length="7"), ["BQ==", "Bw=="], "bit(7)"),
    (field("id", "bytes", False, "io.debezium.data.Bits", length="7"), ["BQ==", "Bw=="], "varbit(7)"),
    (field("id", "int32", False), [5, 7], "bit(7)"),
    (field("id", "int32", False), [5, 7], "numeric(9,2)"),
    (field("id", "int32", False), [5, 7], "text"),
    (field("id", "string", False), ["5", "7"], "bigint"),
], ids=lambda given: given if isinstance(given, str) else None)
def test_keys_of_columns_that_are_there(worker, server, feed, word, key, values, column, mode):
    """Their rows are found again, for an update and for a delete."""
    table = Table(word("found"), [key, field("v", "string")])
    server.run(f"CREATE TABLE {table.topic} (id {column} PRIMARY KEY, v text)")
    rows = [{"id": value, "v": "old"} for value in values]
    feed.upsert(table, *rows)
    first = Sink(worker, server, word, table.topic).create()
    first.wait_rows(f"SELECT v FROM {table.topic}", [("old",), ("old",)])
    assert worker.rest.delete(f"/connectors/{first.name}").status == 204
    changes = Table(word("changes"), table.fields)
    feed.upsert(changes, {**rows[0], "v": "new"}, op="u")
    feed.delete(changes, rows[1])
    sink = Sink(worker, server, word, changes.topic, collection__name__format=table.topic, insert__mode=mode).create()
    sink.wait_rows(f"SELECT v FROM {table.topic}", [("new",)])
    assert worker.rest.delete(f"/connectors/{sink.name}").status == 204


def test_a_primitive_key(worker, server, feed, word):
    topic = word("primitive")
    sink = Sink(worker, server, word, topic, primary__key__fields="nr").create()
    value = wrapped(struct([field("v", "string")]), {"v": "x"})
    for number in (1, 2):
        feed.raw([(topic, wrapped({"type": "int32", "optional": False}, number), value)])
    feed.raw([(topic, wrapped({"type": "int32", "optional": False}, 1), None)])
    sink.wait_rows(f"SELECT nr, v FROM {topic}", [(2, "x")])


def test_a_header_as_the_key(worker, server, feed, word):
    table = Table(word("header"), FIELDS)
    sink = Sink(worker, server, word, table.topic, primary__key__mode="record_header",
                primary__key__fields="tenant", delete__enabled="false").create()
    with open(feed.file, "a", encoding="utf-8") as out:
        for number, tenant in ((1, "t1"), (2, "t2"), (3, "t1")):
            out.write(f"{table.topic}\t0\t\\N\t{table.flat(row(number))}\ttenant={tenant}\n")
    sink.wait_rows(f"SELECT tenant, id FROM {table.topic} ORDER BY 1", [("t1", 3), ("t2", 2)])


def test_names(worker, server, feed, word):
    """Schema in the format, source fields in the format, quoted and folded names."""
    db = word("db")
    server.run(f"CREATE SCHEMA {db}")
    upper = [field("Id", "int64", False), field("Order", "string"), field("_Odd", "string"), field("ÄÖ", "int32")]
    table = Table(f"srv.{db}.Items", upper)
    record = {"Id": 1, "Order": "x", "_Odd": "y", "ÄÖ": 2}
    by_source = Sink(worker, server, word, table.topic,
                     collection__name__format="${source.db}.${source.table}").create()
    quoted = Sink(worker, server, word, table.topic, quote__identifiers="true",
                  collection__name__format=f"{db}.Quoted").create()
    dots = Sink(worker, server, word, table.topic, url=server.url(currentSchema=db)).create()
    feed.upsert(table, record)
    by_source.wait_rows(f'SELECT id, "order", _odd, "äö" FROM {db}.items', [(1, "x", "y", 2)])
    quoted.wait_rows(f'SELECT "Id", "Order", "_Odd", "ÄÖ" FROM {db}."Quoted"', [(1, "x", "y", 2)])
    dots.wait_rows(f"SELECT id FROM {db}.srv_{db}_items", [(1,)])


def test_tombstones_where_the_source_names_the_table(worker, server, feed, word):
    """They have no source: the delete before them has done their work."""
    db = word("db")
    server.run(f"CREATE SCHEMA {db}")
    table = Table(f"srv.{db}.items", FIELDS)
    sink = Sink(worker, server, word, table.topic, collection__name__format="${source.db}.${source.table}").create()
    feed.raw([(table.topic, table.key(row(9)), None)])
    feed.upsert(table, row(1), row(2))
    feed.delete(table, row(1))
    feed.upsert(table, row(3))
    sink.wait_rows(f"SELECT id FROM {db}.items ORDER BY 1", [(2,), (3,)])
    assert sink.running()


def test_included_and_excluded_fields(worker, server, feed, word):
    table = Table(word("fields"), FIELDS)
    include = Sink(worker, server, word, table.topic, collection__name__format="inc_${topic}",
                   field__include__list=f"{table.topic}:v,other:b").create()
    exclude = Sink(worker, server, word, table.topic, collection__name__format="exc_${topic}",
                   field__exclude__list="v").create()
    feed.upsert(table, row(1))
    include.wait_rows(f"SELECT * FROM inc_{table.topic}", [(1, "x")])
    exclude.wait_rows(f"SELECT * FROM exc_{table.topic}", [(1, "k")])


def test_evolution(worker, server, feed, word):
    table = Table(word("evolves"), FIELDS)
    sink = Sink(worker, server, word, table.topic).create()
    feed.upsert(table, row(1))
    sink.wait_rows(f"SELECT id FROM {table.topic}", [(1,)])
    assert columns(server, table.topic) == [("id", "bigint", True), ("b", "text", True),
                                            ("v", "text", False)]
    table.fields = [*FIELDS, field("w", "int32"), field("d", "int32", False, default=3)]
    feed.upsert(table, {**row(2), "w": 1, "d": 4})
    sink.wait_rows(f"SELECT id, w, d FROM {table.topic} ORDER BY id", [(1, None, 3), (2, 1, 4)])
    assert columns(server, table.topic)[3:] == [("w", "integer", False), ("d", "integer", True)]
    table.fields = [*table.fields, field("must", "int32", False)]
    feed.upsert(table, {**row(3), "w": 1, "d": 4, "must": 1})
    assert "the field must is required and has no default" in sink.wait_failed()


def test_a_column_comes_within_a_batch(worker, server, feed, word):
    """What was chosen for the records before it holds no longer: their table was read again."""
    name, many = word("within"), [field(f"much{i}", "string") for i in range(60)]
    short, long = Table(name, FIELDS), Table(name, [*FIELDS, *many])
    sink = Sink(worker, server, word, name).create()
    feed.upsert(short, row(1))
    sink.wait_rows(f"SELECT id FROM {name}", [(1,)])
    changes = [(name, short.key(row(i)), short.envelope("c", None, row(i))) for i in (2, 3, 4)]
    changes += [(name, short.key(row(i)), short.envelope("d", row(i), None)) for i in (1, 3)]
    feed.raw([*changes, (name, long.key(row(5)), long.envelope(
        "c", None, {**row(5), **{item["field"]: "n" for item in many}}))])
    sink.wait_rows(f"SELECT id, b, v, much59 FROM {name} ORDER BY id",
                   [(2, "k", "x", None), (4, "k", "x", None), (5, "k", "x", "n")])


def test_no_evolution(worker, server, feed, word):
    table = Table(word("fixed"), FIELDS)
    sink = Sink(worker, server, word, table.topic, schema__evolution="none").create()
    feed.upsert(table, row(1))
    assert "does not exist and cannot be created, since schema.evolution is none" in sink.wait_failed()
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, b text)")
    assert worker.rest.post(f"/connectors/{sink.name}/restart?includeTasks=true").status == 202
    until(lambda: "has no column v and none can be added" in sink.trace(), 60, "the other failure")


def test_a_keyless_record(worker, server, feed, word):
    table = Table(word("keyless"), FIELDS)
    feed.raw([(table.topic, None, table.flat(row(1)))])
    sink = Sink(worker, server, word, table.topic).create()
    assert "Configured primary key mode 'record_key' cannot have null schema" in sink.wait_failed()


def test_schema_change_events_and_columns_with_one_name(worker, server, feed, word):
    topic, table = word("changes"), Table(word("clash"), FIELDS + [field("V", "string")])
    schema = struct([field("ddl", "string")], "io.debezium.connector.mariadb.SchemaChangeValue")
    feed.raw([(topic, None, wrapped(schema, {"ddl": "CREATE TABLE x"}))])
    good = Table(topic, FIELDS)
    feed.upsert(good, row(1))
    sink = Sink(worker, server, word, topic).create()
    sink.wait_rows(f"SELECT id FROM {topic}", [(1,)])
    feed.upsert(table, {**row(1), "V": "y"})
    assert "the fields v and V are both the column v" in \
        Sink(worker, server, word, table.topic).create().wait_failed()


def test_identity_partitions_triggers_and_foreign_keys(worker, server, feed, word):
    parent, child = Table(word("parent"), FIELDS[:2]), Table(word("child"), [
        field("id", "int64", False), field("parent", "int64")])
    server.run(
        f"CREATE TABLE {parent.topic} (id bigint GENERATED ALWAYS AS IDENTITY, b text, PRIMARY KEY (id)) "
        "PARTITION BY HASH (id)",
        *(f"CREATE TABLE {parent.topic}_{i} PARTITION OF {parent.topic} FOR VALUES WITH (MODULUS 2, "
          f"REMAINDER {i})" for i in range(2)),
        f"CREATE TABLE {child.topic} (id bigint PRIMARY KEY, parent bigint REFERENCES {parent.topic})",
        f"CREATE TABLE log_{parent.topic} (id bigint)",
        f"CREATE FUNCTION f_{parent.topic}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO "
        f"log_{parent.topic} VALUES (NEW.id); RETURN NEW; END $$",
        f"CREATE TRIGGER t AFTER INSERT ON {parent.topic} FOR EACH ROW EXECUTE FUNCTION "
        f"f_{parent.topic}()")
    # The child's records come first: written in the order of the keys all the same.
    feed.upsert(child, *({"id": i, "parent": i} for i in range(1, 50)))
    feed.upsert(parent, *({"id": i, "b": "k"} for i in range(1, 50)))
    feed.delete(parent, {"id": 7, "b": "k"})
    feed.delete(child, {"id": 7, "parent": 7})
    sink = Sink(worker, server, word, f"{child.topic},{parent.topic}").create()
    sink.wait_rows(f"SELECT (SELECT count(*) FROM {parent.topic}), (SELECT count(*) FROM {child.topic}), "
                   f"(SELECT count(*) FROM log_{parent.topic})", [(48, 48, 48)])


def test_a_parent_that_comes_later(worker, server, feed, word):
    """It is said what can be done, and then it goes on."""
    parent, child = Table(word("parent"), FIELDS[:2]), Table(word("child"), [
        field("id", "int64", False), field("parent", "int64")])
    server.run(f"CREATE TABLE {parent.topic} (id bigint PRIMARY KEY, b text)",
               f"CREATE TABLE {child.topic} (id bigint PRIMARY KEY, parent bigint REFERENCES {parent.topic})")
    feed.upsert(child, {"id": 1, "parent": 1})
    sink = Sink(worker, server, word, f"{child.topic},{parent.topic}").create()
    assert "drop this foreign key" in sink.wait_failed()
    feed.upsert(parent, {"id": 1, "b": "k"})

    def restarted():
        worker.rest.post(f"/connectors/{sink.name}/restart?includeTasks=true&onlyFailed=true")
        return server.one(f"SELECT count(*) FROM {child.topic}") == 1
    until(restarted, 60, "the child")


@pytest.mark.parametrize("kind", ["", "DEFERRABLE INITIALLY DEFERRED"])
def test_foreign_keys_and_a_bad_record(worker, server, feed, word, kind):
    """The orphan alone is refused, though children come before their parents."""
    parent, child = Table(word("parent"), FIELDS[:2]), Table(word("child"), [
        field("id", "int64", False), field("parent", "int64")])
    server.run(f"CREATE TABLE {parent.topic} (id bigint PRIMARY KEY, b varchar(5))",
               f"CREATE TABLE {child.topic} (id bigint PRIMARY KEY, parent bigint REFERENCES "
               f"{parent.topic} {kind})")
    feed.upsert(child, *({"id": i, "parent": i} for i in range(1, 30)))
    feed.upsert(child, {"id": 99, "parent": 99})
    feed.upsert(parent, *({"id": i, "b": "k"} for i in range(1, 30)), {"id": 50, "b": "too long"})
    sink = Sink(worker, server, word, f"{child.topic},{parent.topic}", errors__tolerance="all").create()
    sink.wait_rows(f"SELECT (SELECT count(*) FROM {parent.topic}), (SELECT count(*) FROM {child.topic})",
                   [(29, 29)])


def test_confluent(worker, server, feed, word):
    """Its own key names: rows only, Connect's types only, case kept, nulls as defaults."""
    table = Table(word("Conf"), [field("Id", "int64", False), field("n", "int32", True, default=7),
                                 field("at", "int64", True, "org.apache.kafka.connect.data.Timestamp"),
                                 field("us", "int64", True, "io.debezium.time.MicroTimestamp"),
                                 field("price", "bytes", True, "org.apache.kafka.connect.data.Decimal",
                                       scale="2")])
    sink = Sink(worker, server, word, table.topic)
    sink.config = {"connector.class": CONFLUENT, "topics": table.topic, "tasks.max": "1",
                   "connection.url": server.url(), "connection.user": "cdc",
                   "connection.password": "cdc", "insert.mode": "upsert", "pk.mode": "record_key",
                   "auto.create": "true", "auto.evolve": "true", "delete.enabled": "true",
                   "db.timezone": "Europe/Berlin"}
    sink.create()
    feed.flat(table, {"Id": 1, "n": None, "at": 1704067200000, "us": 5, "price": pg_sink.decimal(150, 2)},
              {"Id": 2, "n": 1, "at": None, "us": None, "price": None})
    feed.raw([(table.topic, table.key({"Id": 2}), None)])
    sink.wait_rows(f'SELECT * FROM "{table.topic}"',
                   [(1, 7, datetime.datetime(2024, 1, 1, 1), 5, decimal.Decimal("1.50"))])
    assert columns(server, f'"{table.topic}"') == [
        ("Id", "bigint", True), ("n", "integer", False), ("at", "timestamp without time zone", False),
        ("us", "bigint", False), ("price", "numeric", False)]


@pytest.mark.parametrize("change, key, says", [
    ({"primary.key.mode": "none", "delete.enabled": "false"}, "primary.key.mode", "insert.mode=upsert needs"),
    ({"primary.key.mode": "kafka"}, "delete.enabled", "needs primary.key.mode=record_key"),
    ({"field.include.list": "a", "field.exclude.list": "b"}, "field.exclude.list", "exclude each other"),
    ({"connection.url": "jdbc:mysql://x/y"}, "connection.url", "must begin with jdbc:postgresql:"),
    ({"collection.naming.strategy": "com.acme.Mine"}, "collection.naming.strategy", "com.acme.Mine is not there"),
    ({"table.naming.strategy": "com.acme.DefaultTableNamingStrategy"}, "collection.naming.strategy",
     "com.acme.DefaultTableNamingStrategy is not there"),
    ({"column.naming.strategy": "com.acme.Mine"}, "column.naming.strategy", "com.acme.Mine is not there"),
])
def test_validate_refuses(worker, server, word, change, key, says):
    config = {"name": "v", **Sink(worker, server, word, "t").config, **change}
    answer = worker.rest.put(f"/connector-plugins/{pg_sink.CLASS}/config/validate", config)
    assert answer.status == 200, answer
    errors = {item["value"]["name"]: item["value"]["errors"] for item in answer.json()["configs"]}
    assert any(says in text for text in errors[key]), errors[key]


def test_validate_looks_at_the_target(worker, server, word, tmp_path):
    there, new = word("there"), word("new")
    server.run(f"CREATE TABLE {there} (id bigint, g int GENERATED ALWAYS AS (1) STORED)")
    config = {"name": "v", **Sink(worker, server, word, f"{there},{new}").config}

    def validated():
        file = tmp_path / "sink.json"
        file.write_text(json.dumps(config))
        done = subprocess.run([paths.weir_binary(), "validate", file], capture_output=True, text=True,
                              timeout=60, check=False)
        assert done.returncode == 0, done.stdout
        return done.stdout
    text = validated()
    assert f"table {new} does not exist: it will be created" in text
    assert f"table {there} has no primary key or unique index" in text
    assert f"table {there}, column g is generated" in text
    config["connection.url"] = "jdbc:postgresql://127.0.0.1:1/nowhere"
    assert "cannot connect to PostgreSQL" in validated()

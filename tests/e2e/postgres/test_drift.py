"""How far a target is from its topics' records: validate says what would be created, altered, cast and
refused, over REST and on the command line, and changes nothing."""
import json
import subprocess

import pytest

from support import paths, pg_sink
from support.pg_sink import Sink, Table, field, struct
from support.waiting import until

pytestmark = pytest.mark.embedded
ID = field("id", "int64", False)
DATE = "io.debezium.time.Date"


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir(pg_sink.worker_properties())
    yield process
    process.stop()


def validated(worker, sink):
    answer = worker.rest.put(f"/connector-plugins/{pg_sink.CLASS}/config/validate",
                             {"name": sink.name, **sink.config})
    assert answer.status == 200, answer
    return answer.json()


def warnings(worker, sink):
    return "\n".join(validated(worker, sink).get("warnings", []))


def test_drift(worker, server, feed, word):
    fields = [ID, field("d", "int32", True, DATE), field("j", "string"), field("n", "int32"),
              field("w", "string", True, default="x"), {**struct([field("x", "int32")], None, True), "field": "s"},
              field("o", "string")]
    row = {"id": 1, "d": 1, "j": "{}", "n": 5, "w": "y", "s": {"x": 1}, "o": "a"}
    table, new, bare = Table(word("drift"), fields), Table(word("fresh"), [ID, field("v", "string")]), word("bare")
    server.run(f"CREATE TABLE {table.topic} (id bigint, d integer, j jsonb, n bigint, s text, o text NOT NULL, "
               "must integer NOT NULL)")
    feed.upsert(table, row)
    feed.upsert(new, {"id": 1, "v": "x"})
    sink = Sink(worker, server, word, f"{table.topic},{new.topic},{bare}")
    before = server.dump_schema(table.topic)
    text = until(lambda: (said := warnings(worker, sink)) and "will be altered" in said and "will be created: " in said and said, 20, "the report")
    name = f'table "public"."{table.topic}"'
    assert f'{name} will be altered: ALTER TABLE "public"."{table.topic}" ADD COLUMN "w" text DEFAULT \'x\' NULL' in text
    assert f"{name}, column d: {DATE} (INT32) cannot be stored as integer: its records will be refused, but for nulls" in text
    assert f"{name}, column j: STRING is cast to jsonb" in text
    assert f"{name}, column n: INT32 is cast to bigint" in text
    assert f"{name}, column s: STRUCT cannot be stored as text" in text
    assert f"{name}, column o is NOT NULL and its field may be null" in text
    assert f"{name}, column must is NOT NULL without a default and the records have no such field" in text
    assert f"{name} has no primary key or unique index on exactly the key's columns" in text
    assert (f'table "{new.topic}" does not exist and will be created: CREATE TABLE "{new.topic}" ("id" bigint NOT '
            'NULL, "v" text NULL, PRIMARY KEY("id"))') in text
    assert f"table {bare} does not exist: it will be created by the first record" in text
    assert server.dump_schema(table.topic) == before
    assert server.one(f"SELECT to_regclass('{new.topic}') IS NULL")
    assert validated(worker, sink)["error_count"] == 0


def test_no_drift(worker, server, feed, word):
    """A table that the sink has made itself gets no remark, and the newest shape counts."""
    table = Table(word("same"), [ID, field("d", "int32", True, DATE), field("t", "int64", True, "io.debezium.time."
                                 "MicroTimestamp"), field("z", "string", True, "io.debezium.time.ZonedTimestamp"),
                                 field("j", "string", True, "io.debezium.data.Json"), field("b", "bytes")])
    row = {"id": 1, "d": 1, "t": 1, "z": "2024-01-01T00:00:00Z", "j": "{}", "b": ""}
    feed.upsert(table, row)
    sink = Sink(worker, server, word, table.topic).create()
    sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(1,)])
    assert table.topic not in warnings(worker, sink)
    sink.config["schema.evolution"] = "none"
    assert table.topic not in warnings(worker, sink)
    wider = Table(table.topic, [*table.fields, field("more", "string", False)])
    feed.upsert(wider, {**row, "id": 2, "more": "x"})
    until(lambda: f'table "public"."{table.topic}" has no column more and none is added' in warnings(worker, sink),
          20, "the refusal")
    sink.config["schema.evolution"] = "basic"
    assert "the field more is required and has no default" in warnings(worker, sink)


def test_after_the_transformations(worker, server, feed, word):
    """What is compared is what the sink gets."""
    table = Table(word("smt"), [ID, field("v", "string")])
    feed.upsert(table, {"id": 1, "v": "x"})
    sink = Sink(worker, server, word, table.topic)
    sink.config.update({"transforms": "unwrap,rename",
                        "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
                        "transforms.rename.type": "org.apache.kafka.connect.transforms.ReplaceField$Value",
                        "transforms.rename.renames": "v:called"})
    until(lambda: f'CREATE TABLE "{table.topic}" ("id" bigint NOT NULL, "called" text NULL' in warnings(worker, sink),
          20, "the renamed column")


def test_topics_by_an_expression(worker, server, feed, word):
    table = Table(word("regex"), [ID, field("v", "boolean")])
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v point)")
    feed.upsert(table, {"id": 1, "v": True})
    sink = Sink(worker, server, word, table.topic)
    del sink.config["topics"]
    sink.config["topics.regex"] = table.topic[:-1] + "[0-9]"
    until(lambda: f'table "public"."{table.topic}", column v: BOOLEAN cannot be stored as point' in
          warnings(worker, sink), 30, "the refusal")


def test_a_cast_of_a_field_that_no_record_has(worker, server, feed, word):
    """Over all topics: a field of one of them is enough."""
    one, other = Table(word("cast"), [ID, field("active", "int16")]), Table(word("cast"), [ID])
    feed.upsert(one, {"id": 1, "active": 1})
    feed.upsert(other, {"id": 1})
    feed.delete(other, {"id": 1})
    sink = Sink(worker, server, word, f"{other.topic},{one.topic}")
    sink.config.update({"transforms": "unwrap,bits", "transforms.bits.spec": "active:boolean,nosuch:boolean",
                        "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
                        "transforms.bits.type": "org.apache.kafka.connect.transforms.Cast$Value"})
    said = until(lambda: (text := warnings(worker, sink)) and one.topic in text and
                 "nosuch" in text and text, 30, "the warning")
    assert "transforms.bits: none of the newest records that it gets has the field nosuch" in said
    assert "the field active" not in said


def test_on_the_command_line(worker, server, feed, word, tmp_path):
    """Beside the worker, by its configuration file."""
    table = Table(word("line"), [ID, field("v", "string")])
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v jsonb)")
    feed.upsert(table, {"id": 1, "v": "{}"})
    sink = Sink(worker, server, word, table.topic)
    file = tmp_path / "sink.json"
    file.write_text(json.dumps({"name": sink.name, **sink.config}))
    until(lambda: "is cast to jsonb" in warnings(worker, sink), 20, "the record")
    done = subprocess.run([paths.weir_binary(), "validate", "--config", worker.config, file], capture_output=True,
                          text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f'table "public"."{table.topic}", column v: STRING is cast to jsonb' in done.stdout

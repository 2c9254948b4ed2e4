"""Records that PostgreSQL refuses among good ones, and a target that is away."""
import json

import pytest

from support.pg_sink import Feed, Sink, Table, field, struct, worker_properties
from support.postgres_rig import Postgres
from support.toy_cdc import topic_values
from support.waiting import until

pytestmark = pytest.mark.embedded


TEXT = [field("id", "int64", False), field("v", "string")]
SECRET = "a secret that no error may show"


def dead_letters(worker, topic):
    """(offset, exception's message) of each."""
    found = []
    for line in topic_values(worker, topic, "-J"):
        headers = json.loads(line)["headers"]
        pairs = dict(zip(headers[::2], headers[1::2]))
        found.append((int(pairs["__connect.errors.offset"]),
                      pairs["__connect.errors.exception.message"]))
    return sorted(found)


BAD = [  # column type, a good value, a bad one, what the error says
    ("uuid", "6f1f9c1e-0d2f-4c51-9d43-3a4b5c6d7e8f", SECRET, "uuid: it is no text of that type"),
    ("varchar(10)", "ok", SECRET, "character varying(10): it is too long"),
    ("integer", "42", SECRET, "integer: it is no text of that type"),
    ("inet", "127.0.0.1", SECRET, "inet: it is no text of that type"),
    ("jsonb", '{"a": 1}', "{" + SECRET, "jsonb: it is no text of that type"),
    ("timestamptz", "2024-01-01 00:00:00Z", SECRET, "timestamp with time zone: it is no date or time"),
    ("text CHECK (v <> 'no " + SECRET + "')", "yes", "no " + SECRET, "violates check constraint"),
]


@pytest.mark.parametrize("column, good, bad, says", BAD, ids=[case[0][:8] for case in BAD])
def test_a_bad_record_goes_to_the_dead_letters(worker, server, feed, word, column, good, bad, says):
    table = Table(word("bad"), TEXT)
    letters = word("letters")
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v {column})")
    feed.flat(table, *({"id": i, "v": bad if i in (7, 130) else good} for i in range(200)))
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all",
                errors__deadletterqueue__topic__name=letters,
                errors__deadletterqueue__context__headers__enable="true").create()
    sink.wait_rows(f"SELECT count(*), sum(id) FROM {table.topic}", [(198, sum(range(200)) - 137)])
    found = until(lambda: len(dead_letters(worker, letters)) == 2 and dead_letters(worker, letters),
                  20, "two dead letters")
    assert [offset for offset, _ in found] == [7, 130]
    for _, message in found:
        assert table.topic in message and says in message
        assert SECRET not in message
    assert SECRET not in worker.log()
    assert sink.running()


def test_a_place_that_cannot_be_read(worker, server, feed, word):
    """PostGIS calls that an internal error, which is not to be tried for ever; here a trigger plays it."""
    place = {**struct([field("wkb", "bytes"), field("srid", "int32")], "io.debezium.data.geometry.Geometry", True),
             "field": "g"}
    table, letters = Table(word("places"), [TEXT[0], place]), word("letters")
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, g bytea)",
               f"CREATE FUNCTION f_{table.topic}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF length(NEW.g) < 7 THEN "
               "RAISE EXCEPTION 'parse error - invalid geometry' USING ERRCODE = 'XX000'; END IF; RETURN NEW; END $$",
               f"CREATE TRIGGER t BEFORE INSERT ON {table.topic} FOR EACH ROW EXECUTE FUNCTION f_{table.topic}()")
    feed.upsert(table, *({"id": i, "g": {"wkb": "AQIDBAUG" if i in (7, 30) else "AQIDBAUGBwg=", "srid": None}}
                         for i in range(40)))
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all", errors__deadletterqueue__topic__name=letters,
                errors__deadletterqueue__context__headers__enable="true").create()
    sink.wait_rows(f"SELECT count(*), sum(id) FROM {table.topic}", [(38, sum(range(40)) - 37)])
    found = until(lambda: len(dead_letters(worker, letters)) == 2 and dead_letters(worker, letters), 30, "two dead letters")
    assert [offset for offset, _ in found] == [7, 30]
    assert all("invalid geometry" in message for _, message in found)


@pytest.mark.parametrize("code", ["P0001", "45000", "20000"])
def test_what_a_trigger_refuses(worker, server, feed, word, code):
    """With whatever code: it is that record's, and the others are written."""
    table, letters = Table(word("raised"), TEXT), word("letters")
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v text)",
               f"CREATE FUNCTION f_{table.topic}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.v = 'bad' THEN "
               f"RAISE EXCEPTION 'no thanks' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$",
               f"CREATE TRIGGER t BEFORE INSERT ON {table.topic} FOR EACH ROW EXECUTE FUNCTION f_{table.topic}()")
    feed.flat(table, *({"id": i, "v": "bad" if i in (7, 130) else "ok"} for i in range(200)))
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all", errors__deadletterqueue__topic__name=letters,
                errors__deadletterqueue__context__headers__enable="true").create()
    sink.wait_rows(f"SELECT count(*), sum(id) FROM {table.topic}", [(198, sum(range(200)) - 137)])
    found = until(lambda: len(dead_letters(worker, letters)) == 2 and dead_letters(worker, letters), 30, "two dead letters")
    assert [offset for offset, _ in found] == [7, 130]
    assert all(f"no thanks (SQLSTATE {code})" in message for _, message in found)


def test_the_last_batch_of_a_backlog(start_weir, server, tmp_path, word):
    """Nobody waits for its answer, and nothing comes after it: that a record is bad is heard all the same, long before
    the next commit of offsets is due."""
    worker = start_weir({**worker_properties(), "offset.flush.interval.ms": 3600000})
    table, letters = Table(word("last"), TEXT), word("letters")
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v varchar(10))")
    Feed(worker, tmp_path, word).flat(table, *({"id": i, "v": SECRET if i == 700 else "ok"} for i in range(900)))
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all", errors__deadletterqueue__topic__name=letters,
                errors__deadletterqueue__context__headers__enable="true").create()
    sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(899,)], 60)
    until(lambda: [offset for offset, _ in dead_letters(worker, letters)] == [700], 60, "the dead letter")


def test_bad_records_in_a_backlog(worker, server, feed, word):
    """A batch is planned while PostgreSQL has the one before. When that one is refused, what was seen of the next is
    forgotten: each bad record, be it refused by the server or before, is a dead letter once."""
    table, letters = Table(word("backlog"), [*TEXT, field("t", "int64", True, "io.debezium.time.MicroTime")]), word("letters")
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v varchar(10), t time)")
    feed.flat(table, *({"id": i, "v": SECRET if i % 500 == 120 else "ok", "t": -1 if i % 500 == 380 else 1}
                       for i in range(3000)))
    sink = Sink(worker, server, word, table.topic, errors__tolerance="all", errors__deadletterqueue__topic__name=letters,
                errors__deadletterqueue__context__headers__enable="true", consumer__override__max__poll__records="250").create()
    sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(2988,)], 60)
    wanted = [i for i in range(3000) if i % 500 in (120, 380)]
    until(lambda: len(dead_letters(worker, letters)) >= len(wanted), 60, "the dead letters")
    worker.rest.put(f"/connectors/{sink.name}/stop")
    until(lambda: worker.rest.state(sink.name) == ("STOPPED", ()), 60, "it is stopped")
    assert [offset for offset, _ in dead_letters(worker, letters)] == wanted


def test_without_tolerance_nothing_behind_a_bad_record_is_written(worker, server, feed, word):
    table = Table(word("strict"), TEXT)
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v varchar(5))")
    feed.flat(table, *({"id": i, "v": SECRET if i == 50 else "ok"} for i in range(100)))
    sink = Sink(worker, server, word, table.topic).create()
    trace = sink.wait_failed()
    assert f'table "public"."{table.topic}", column v: a value of {len(SECRET)} bytes of type STRING ' \
           "cannot be stored as character varying(5): it is too long" in trace
    sink.wait_rows(f"SELECT count(*), max(id) FROM {table.topic}", [(50, 49)])
    server.run(f"ALTER TABLE {table.topic} ALTER v TYPE text")
    assert worker.rest.post(f"/connectors/{sink.name}/restart?includeTasks=true").status == 202
    sink.wait_rows(f"SELECT count(*), max(id) FROM {table.topic}", [(100, 99)])


def test_a_server_that_is_away_is_waited_for(worker, word, tmp_path):
    server = Postgres(word("away"))
    try:
        feed = Feed(worker, tmp_path, word)
        table = Table(word("waits"), TEXT)
        sink = Sink(worker, server, word, table.topic).create()
        feed.flat(table, *({"id": i, "v": "x"} for i in range(10)))
        sink.wait_rows(f"SELECT count(*) FROM {table.topic}", [(10,)])
        server.crash()
        feed.flat(table, *({"id": i, "v": "y"} for i in range(5, 20)))
        until(lambda: "it comes again in" in worker.log(), 20, "a retry")
        server.start()
        sink.wait_rows(f"SELECT v, count(*) FROM {table.topic} GROUP BY v ORDER BY v",
                       [("x", 5), ("y", 15)], 60)
        assert sink.running()
        assert "restarts" not in worker.rest.get(f"/connectors/{sink.name}/status").text()
    finally:
        server.stop()


def test_values_that_change_hands_within_a_batch(worker, server, feed, word):
    """A unique column: gathered writes would collide, in the log's order they do not."""
    table = Table(word("hands"), TEXT)
    server.run(f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v text UNIQUE)",
               f"INSERT INTO {table.topic} VALUES (1, 'a'), (2, 'b')")
    feed.upsert(table, {"id": 1, "v": "tmp"}, {"id": 2, "v": "a"}, {"id": 1, "v": "b"}, op="u")
    feed.upsert(table, {"id": 3, "v": "c"})
    feed.delete(table, {"id": 3, "v": "c"})
    feed.upsert(table, {"id": 4, "v": "c"})
    sink = Sink(worker, server, word, table.topic).create()
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(1, "b"), (2, "a"), (4, "c")])


def test_a_table_that_is_dropped_or_altered_meanwhile(worker, server, feed, word):
    table = Table(word("moving"), TEXT)
    sink = Sink(worker, server, word, table.topic).create()
    feed.flat(table, {"id": 1, "v": "x"})
    sink.wait_rows(f"SELECT id, v FROM {table.topic}", [(1, "x")])
    server.run(f"DROP TABLE {table.topic}")
    feed.flat(table, {"id": 2, "v": "x"})
    sink.wait_rows(f"SELECT id, v FROM {table.topic}", [(2, "x")])
    server.run(f"ALTER TABLE {table.topic} ALTER v TYPE varchar(3)")
    feed.flat(table, {"id": 3, "v": "y"})
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(2, "x"), (3, "y")])
    server.run(f"ALTER TABLE {table.topic} DROP v")
    feed.flat(table, {"id": 4, "v": "z"})
    sink.wait_rows(f"SELECT id, v FROM {table.topic} ORDER BY id", [(2, None), (3, None), (4, "z")])

"""Random streams of changes: however they are cut into batches, repeated or killed, the target is
what the changes say."""
import collections
import random
import re
import time

import pytest

from support.pg_sink import Sink, Table, field
from support.postgres_rig import Pgbouncer, Postgres
from support.waiting import until

pytestmark = pytest.mark.embedded


NARROW = [field("id", "int32", False), field("v", "string"), field("n", "int64")]
WIDE = [*NARROW, field("w", "string", True, default="d")]
LATE = [NARROW[0], NARROW[2], WIDE[3]]  # v is gone


class Stream:
    """Changes of one table with schemas that come and go; model is what a target must hold."""

    def __init__(self, feed, topic, seed):
        self.feed, self.topic, self.random = feed, topic, random.Random(seed)
        self.fields, self.model, self.records = NARROW, {}, []

    def table(self):
        return Table(self.topic, self.fields)

    def row(self, number):
        full = {"id": number, "v": self.random.choice([None, "a", "b" * 50, "ü"]),
                "n": self.random.choice([None, 0, self.random.getrandbits(62)]),
                "w": self.random.choice(["x", "y"])}
        return {item["field"]: full[item["field"]] for item in self.fields}

    def write(self, number):
        row, table = self.row(number), self.table()
        known = self.model.setdefault(number, {"id": number, "v": None, "n": None, "w": "d"})
        known.update(row)
        flat = self.random.random() < 0.2
        value = table.flat(row) if flat else table.envelope(self.random.choice("cur"), None, row)
        self.records.append((self.topic, table.key(row), value))

    def delete(self, number):
        row, table = self.row(number), self.table()
        self.model.pop(number, None)
        kind = self.random.randrange(3)
        if kind != 0:
            self.records.append((self.topic, table.key(row), table.envelope("d", row, None)))
        if kind != 1:
            self.records.append((self.topic, table.key(row), None))

    def truncate(self):
        self.model.clear()
        self.records.append((self.topic, self.table().key({"id": 0}),
                             self.table().envelope("t", None, None)))

    def steps(self, count, keys=40):
        for step in range(count):
            self.fields = NARROW if step < count / 3 else self.random.choice([NARROW, WIDE, LATE])
            dice = self.random.random()
            number = self.random.randrange(keys)
            if dice < 0.65:
                self.write(number)
            elif dice < 0.998:
                self.delete(number)
            else:
                self.truncate()

    def rows(self):
        return [(row["id"], row["v"], row["n"], row["w"]) for _, row in sorted(self.model.items())]


def select(table):
    return f"SELECT id, v, n, w FROM {table} ORDER BY id"


@pytest.mark.parametrize("seed", [1, 2])
def test_cut_anywhere(worker, server, feed, word, seed):
    streams = [Stream(feed, word("stream"), 100 * seed + i) for i in range(3)]
    for stream in streams:
        stream.steps(1500)
    mixed = []
    chance = random.Random(seed)
    queues = [list(stream.records) for stream in streams]
    while any(queues):
        mixed.append(chance.choice([queue for queue in queues if queue]).pop(0))
    feed.raw(mixed)
    topics = ",".join(stream.topic for stream in streams)
    sinks = {size: Sink(worker, server, word, topics, truncate__enabled="true",
                        collection__name__format=f"by{size}_{seed}_${{topic}}",
                        consumer__override__max__poll__records=str(size)).create()
             for size in (7, 100, 2048)}
    for size, sink in sinks.items():
        for stream in streams:
            sink.wait_rows(select(f"by{size}_{seed}_{stream.topic}"), stream.rows(), 90)


def test_twice_is_once(worker, server, feed, word):
    stream = Stream(feed, word("twice"), 5)
    stream.steps(1000)
    feed.raw(stream.records)
    sink = Sink(worker, server, word, stream.topic, truncate__enabled="true").create()
    sink.wait_rows(select(stream.topic), stream.rows(), 60)
    assert worker.rest.put(f"/connectors/{sink.name}/stop").status == 204
    until(lambda: worker.rest.state(sink.name) == ("STOPPED", ()), 10, "stopped")
    assert worker.rest.delete(f"/connectors/{sink.name}/offsets").status == 200
    assert worker.rest.put(f"/connectors/{sink.name}/resume").status == 202
    mark = word("mark")
    feed.upsert(stream.table(), {"id": 1000, "v": mark, "n": 1, "w": "x"})
    stream.model[1000] = {"id": 1000, "v": mark, "n": 1, "w": "d" if len(stream.fields) == 3 else "x"}
    until(lambda: server.run(f"SELECT 1 FROM {stream.topic} WHERE id = 1000"), 30, "the mark")
    rows = server.run(f"SELECT id, v, n FROM {stream.topic} WHERE id < 1000 ORDER BY id")
    assert rows == [row[:3] for row in stream.rows() if row[0] < 1000]


def test_killed_on_the_way(worker, server, feed, word):
    stream = Stream(feed, word("killed"), 9)
    stream.steps(12000, keys=3000)
    sink = Sink(worker, server, word, stream.topic, truncate__enabled="true",
                consumer__override__max__poll__records="300")
    sink.create()
    chance = random.Random(3)
    for begin in range(0, len(stream.records), len(stream.records) // 4):
        feed.raw(stream.records[begin:begin + len(stream.records) // 4])
        time.sleep(chance.random() / 5)
        worker.kill()
        worker.start()
    sink.wait_rows(select(stream.topic), stream.rows(), 90)


def test_through_a_pooler(worker, server, feed, word):
    """pgbouncer in transaction mode: no named statement outlives its transaction."""
    bouncer = Pgbouncer(server)
    try:
        streams = [Stream(feed, word("pooled"), 20 + i) for i in range(3)]
        for stream in streams:
            stream.steps(400)
        sinks = [Sink(worker, server, word, stream.topic, url=bouncer.url(), truncate__enabled="true",
                      consumer__override__max__poll__records="20").create() for stream in streams]
        for stream in streams:
            feed.raw(stream.records)
        for sink, stream in zip(sinks, streams):
            sink.wait_rows(select(stream.topic), stream.rows(), 60)
    finally:
        bouncer.stop()


def test_a_pooler_changes_the_connection(worker, server, feed, word):
    """What was prepared is not there any more: the sink goes on without names, and without a failure."""
    bouncer, stream = Pgbouncer(server), Stream(feed, word("moved"), 40)
    stream.fields = WIDE
    try:
        sink = Sink(worker, server, word, stream.topic, url=bouncer.url(), truncate__enabled="true").create()
        for number in range(3):
            stream.write(number)
            feed.raw(stream.records[number:])
            sink.wait_rows(select(stream.topic), stream.rows(), 60)
            bouncer.reconnect()
        assert worker.log().count("a pooler seems to stand before PostgreSQL") == 1
        status = worker.rest.get(f"/connectors/{sink.name}/status").text()
        assert sink.running() and "restarts" not in status, status
    finally:
        bouncer.stop()


def test_a_statement_s_name_is_of_one_connection(worker, feed, word):
    """A pooler hands connections round: with names of their own two sinks never run each other's."""
    server = Postgres("postgres-names", ("log_min_duration_statement=0", "log_line_prefix=%p "))
    try:
        streams = [Stream(feed, word("named"), 30 + i) for i in range(2)]
        for stream in streams:
            stream.steps(200)
            feed.raw(stream.records)
        sinks = [Sink(worker, server, word, stream.topic, truncate__enabled="true").create() for stream in streams]
        for sink, stream in zip(sinks, streams):
            sink.wait_rows(select(stream.topic), stream.rows(), 60)
        users = collections.defaultdict(set)
        for pid, name in re.findall(r"^(\d+) .* (?:parse|bind|execute) (weir_\w+)[:\s]", server.log(), re.M):
            users[name].add(pid)
    finally:
        server.stop()
    assert len(users) > 2 and len(set().union(*users.values())) > 1
    assert [name for name, pids in users.items() if len(pids) > 1] == []

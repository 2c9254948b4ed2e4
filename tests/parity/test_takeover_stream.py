"""A Debezium that streams is stopped, ours goes on in its place, and back, while a workload changes
rows all the time: by signal and by kill, between transactions, within one and within an event of
many rows. Every change is told; after a clean stop none is told twice. So it is behind a sink, too,
counted in a table that only ever takes inserts, a row for each record's topic, partition and offset."""
import collections
import json
import time

import pytest
from confluent_kafka import Consumer, TopicPartition

from support import debezium
from support.counted_work import CountedWork, name_of
from support.mariadb_rig import MariaDB
from support.postgres_rig import Postgres
from support.waiting import until

from .connectors import JSON
from .topics import read, topics

pytestmark = [pytest.mark.java, pytest.mark.timeout(900)]
QUICK = {"session.timeout.ms": "6000", "heartbeat.interval.ms": "2000",
         "offset.flush.interval.ms": "1000"}
SCHEMAS = {f"{role}.converter{key}": value for role in ("key", "value")
           for key, value in (("", JSON), (".schemas.enable", "true"))}
TABLES = ("t0", "t1")
ROWS = 40000  # of one statement


class Stream:
    """A connector's topics, whoever runs it; the worker of the two sides in turn."""

    def __init__(self, broker, start_java, start_weir, word, server, database):
        self.bootstrap = broker.bootstrap
        self.group, self.name, self.database = word("stream"), word("moved"), database
        self.server = server
        self._starts = {"java": lambda: start_java(self.bootstrap, self.group, properties={
                            **QUICK, "plugin.path": debezium.plugin_path()}),
                        "weir": lambda: start_weir(QUICK, self.bootstrap, self.group,
                                                   command="takeover" if self.worker else "run")}
        self.worker = None

    def start(self, side):
        self.worker = self._starts[side]()
        self.rest = self.worker.rest

    def put(self, **more):
        config = {"connector.class": "io.debezium.connector.mariadb.MariaDbConnector", "tasks.max": "1",
                  "topic.prefix": self.name, "database.hostname": "127.0.0.1",
                  "database.port": str(self.server.port), "database.user": "cdc",
                  "database.password": "cdc", "database.server.id": "6400",
                  "database.include.list": self.database,
                  "schema.history.internal.kafka.topic": f"{self.name}.history",
                  "schema.history.internal.kafka.bootstrap.servers": self.bootstrap, **SCHEMAS, **more}
        until(lambda: self.rest.put(f"/connectors/{self.name}/config", config).status in (200, 201), 60,
              "the connector is made")

    def topic(self, table):
        return f"{self.name}.{self.database}.{table}"

    def put_audit(self, postgres):
        """A sink of both topics into a table without a key, which would show what comes twice."""
        postgres.run("DROP TABLE IF EXISTS audit",
                     "CREATE TABLE audit (__connect_topic text, __connect_partition int, "
                     "__connect_offset bigint, id int, v bigint, pad text, at timestamptz DEFAULT clock_timestamp())")
        config = {"connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector", "tasks.max": "1",
                  "topics": ",".join(self.topic(table) for table in TABLES),
                  "connection.url": postgres.url(), "connection.username": "cdc",
                  "connection.password": "cdc", "insert.mode": "insert", "primary.key.mode": "kafka",
                  "schema.evolution": "none", "collection.name.format": "audit", **SCHEMAS,
                  **{f"consumer.override.{key}": value for key, value in QUICK.items() if "ms" in key
                     and not key.startswith("offset")}}
        until(lambda: self.rest.put(f"/connectors/{self.name}-sink/config", config).status in (200, 201),
              60, "the sink is made")

    def audited(self):
        """How many records there are whose row has a new state."""
        return sum(json.loads(each.value)["payload"]["op"] != "d"
                   for table in TABLES for each in read(self.bootstrap, self.topic(table), 60) if each.value)

    def follow(self, stop, side):
        """A killed member counts until its session is over, and Java's worker, a few seconds after its
        start, ends itself beside one of another kind."""
        if stop == "kill":
            time.sleep(int(QUICK["session.timeout.ms"]) / 1000 + 1)
        self.start(side)

    def end(self):
        """How many records there are."""
        consumer = Consumer({"bootstrap.servers": self.bootstrap, "group.id": "looks"})
        there = consumer.list_topics(timeout=20).topics
        ends = [consumer.get_watermark_offsets(TopicPartition(self.topic(table), 0), timeout=20)[1]
                for table in TABLES if self.topic(table) in there]
        consumer.close()
        return sum(ends)

    def stored_in_the_stream(self):
        """Before, whoever goes on after a kill begins the snapshot again, and what is written until
        then is told as rows."""
        offsets = self.rest.get(f"/connectors/{self.name}/offsets").json()["offsets"]
        return offsets and not any("snapshot" in each["offset"] for each in offsets)

    def begin(self, side):
        """Until it streams and would go on there."""
        self.work.transaction(2, rows=3)
        self.start(side)
        self.put()
        until(lambda: self.end() > 0, 120, "the snapshot")

        def streams():
            self.work.transaction(1, rows=1)
            return self.seen()
        until(streams, 120, "the first change")
        until(self.stored_in_the_stream, 120, "an offset behind the snapshot")
        self.work.forget()

    def flows(self, more=100):
        """Until so many more records are there."""
        begin = self.end()
        until(lambda: self.end() >= begin + more, 120, f"{more} more records of {self.name}")

    def seen(self):
        """A place and a name for each change told, in the topics' order."""
        found = []
        for table in topics(self.bootstrap, f"{self.name}.{self.database}."):
            for each in read(self.bootstrap, table, 60):
                value = each.value and json.loads(each.value)["payload"]
                if value and value["op"] != "r":
                    source = value["source"]
                    place = (source["gtid"], source["file"], source["pos"], source["row"])
                    found.append((place, name_of(source["table"], value)))
        return found


@pytest.fixture(scope="module")
def server():
    with MariaDB("takeover-stream") as process:
        yield process


@pytest.fixture
def stream(broker, start_java, start_weir, word, server):
    database = word("takeover")
    server.run(f"CREATE DATABASE {database}")
    one = Stream(broker, start_java, start_weir, word, server, database)
    one.work = CountedWork(server, database, seed=11)
    return one


def _doubled(seen):
    places = collections.Counter(place for place, _ in seen)
    return [place for place, times in places.items() if times > 1]


def _all_told(stream):
    """Everything that was committed arrives, and what arrives was committed."""
    def missing():
        return stream.work.written - {name for _, name in stream.seen()}
    until(lambda: not missing(), 120, "every change")
    assert {name for _, name in stream.seen()} <= stream.work.ever


@pytest.mark.parametrize("stop", ["stop", "kill"])
def test_it_goes_on_where_the_other_stopped(stream, stop):
    stream.begin("java")
    stream.work.start()
    stream.flows()
    for side in ("weir", "java", "weir"):
        getattr(stream.worker, stop)()
        stream.follow(stop, side)
        stream.flows()
    stream.work.finish()
    _all_told(stream)
    doubled = _doubled(stream.seen())
    assert stop == "kill" or not doubled, doubled[:5]


@pytest.mark.parametrize("first, second", [("java", "weir"), ("weir", "java")])
@pytest.mark.parametrize("stop", ["stop", "kill"])
def test_in_the_middle_of_a_transaction(stream, first, second, stop):
    """Of three statements of many rows; events hold hundreds of them."""
    stream.begin(first)
    begin = stream.end()
    stream.work.transaction(3, rows=ROWS)
    until(lambda: stream.end() > begin + ROWS // 10, 90, "a part of it")
    getattr(stream.worker, stop)()
    at = stream.end()
    stream.follow(stop, second)
    _all_told(stream)
    assert at < begin + 3 * ROWS, "it was too quick to be stopped in the middle"
    doubled = _doubled(stream.seen())
    assert stop == "kill" or not doubled, doubled[:5]


@pytest.fixture(scope="module")
def postgres():
    server = Postgres("takeover-audit")
    yield server
    server.stop()


@pytest.mark.parametrize("stop", ["stop", "kill"])
def test_what_the_sink_wrote(stream, postgres, stop):
    stream.begin("java")
    stream.put_audit(postgres)
    stream.work.start()
    stream.flows()
    for side in ("weir", "java", "weir"):
        written = postgres.one("SELECT count(*) FROM audit")
        until(lambda before=written: postgres.one("SELECT count(*) FROM audit") > before + 50, 120,
              "the sink writes")
        getattr(stream.worker, stop)()
        stream.follow(stop, side)
        stream.flows()
    stream.work.finish()
    _all_told(stream)
    distinct = "SELECT count(DISTINCT (__connect_topic, __connect_partition, __connect_offset)) FROM audit"
    until(lambda: postgres.one(distinct) == stream.audited(), 120, "every record is in the table")
    assert stop == "kill" or postgres.one("SELECT count(*) FROM audit") == stream.audited()

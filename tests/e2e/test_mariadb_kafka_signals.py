"""Signals that come by a topic of a real Kafka."""
import json

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from support.mariadb_cdc import Source, worker_properties
from support.mariadb_rig import MariaDB
from support.waiting import until

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def server():
    with MariaDB("kafka-signals") as process:
        yield process


@pytest.fixture
def source(start_weir, broker, server, word):
    name = word("ksig")
    worker = start_weir({**worker_properties(), "offset.flush.interval.ms": "200"}, broker.bootstrap, word("signals"))
    server.run(f"CREATE DATABASE {name}")
    yield Source(worker, server, name, name, server_id=7300)
    server.run(f"DROP DATABASE {name}")


class Topic:
    def __init__(self, broker, name, prefix):
        self.bootstrap, self.name, self.prefix = broker.bootstrap, name, prefix
        self.config = {"signal__enabled__channels": "kafka", "signal__kafka__topic": name,
                       "signal__kafka__bootstrap__servers": broker.bootstrap,
                       "signal__kafka__groupId": f"{prefix}-group", "signal__poll__interval__ms": "100"}

    def create(self):
        admin = AdminClient({"bootstrap.servers": self.bootstrap})
        admin.create_topics([NewTopic(self.name, 1, 1)])[self.name].result(30)

    def send(self, kind, key=None, **data):
        producer = Producer({"bootstrap.servers": self.bootstrap})
        producer.produce(self.name, key=key or self.prefix, value=json.dumps({"type": kind, "data": data}))
        assert producer.flush(30) == 0


def _ids(source, table):
    return sorted(value["after"]["id"] for _, value in source.events(table) if value and value["op"] == "r")


def _execute(topic, *tables, key=None):
    topic.send("execute-snapshot", key=key, **{"type": "incremental", "data-collections": list(tables)})


def test_signals_of_a_topic(source, broker):
    topic = Topic(broker, f"{source.name}.signals", source.name)
    db = source.database
    for table in ("a", "b", "c", "d"):
        source.sql(f"CREATE TABLE {table} (id INT PRIMARY KEY)", f"INSERT INTO {table} VALUES (1),(2),(3)")
    config = {"snapshot__mode": "no_data", "schema__history__internal__kafka__bootstrap__servers": broker.bootstrap,
              **topic.config}
    source.put(**config).wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 60, "streaming")
    # the topic comes with its first signals: none of them is lost, those of other connectors are not ours
    topic.create()
    _execute(topic, f"{db}.d", key="another")
    topic.send("nonsense")
    _execute(topic, f"{db}.a")
    until(lambda: _ids(source, "a") == [1, 2, 3], 60, "the rows of a")
    until(lambda: "unknown type 'nonsense'" in source.worker.log(), 60, "a warning")
    until(lambda: "incremental_snapshot_collections" not in source.offset(), 60, "its end")
    # while nobody looks
    source.worker.kill()
    _execute(topic, f"{db}.b")
    source.worker.start()
    until(lambda: _ids(source, "b") == [1, 2, 3], 120, "the rows of b")
    _execute(topic, f"{db}.c")
    until(lambda: _ids(source, "c") == [1, 2, 3], 60, "the rows of c")
    assert _ids(source, "a") == [1, 2, 3]  # once is enough
    assert _ids(source, "d") == []

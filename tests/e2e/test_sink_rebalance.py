"""A sink's partitions go to another member of its group and come back while its target is down: all of
them are read on, and none of the rows that waited is lost."""
import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from support.pg_sink import Sink, Table, field, worker_properties
from support.postgres_rig import Postgres
from support.waiting import until

PARTITIONS = 4


@pytest.fixture
def server():
    process = Postgres()
    yield process
    process.stop()


class Topic:
    """Each call writes a row into every partition."""

    def __init__(self, broker, name):
        self.table = Table(name, [field("id", "int32", False), field("value", "int32")])
        self.servers = {"bootstrap.servers": broker.bootstrap}
        admin = AdminClient(self.servers)  # which must outlive its answer
        admin.create_topics([NewTopic(name, PARTITIONS, 1)])[name].result()
        self.producer = Producer(self.servers)

    def write(self, value):
        rows = [{"id": value * PARTITIONS + number, "value": value} for number in range(PARTITIONS)]
        for row in rows:
            self.producer.produce(self.table.topic, key=self.table.key(row), value=self.table.flat(row),
                                  partition=row["id"] % PARTITIONS)
        self.producer.flush()
        return [tuple(row.values()) for row in rows]

    def lend_partitions(self, group):
        """Until the group has given some to another member, and that has left again."""
        other = Consumer({**self.servers, "group.id": group, "partition.assignment.strategy": "range",
                          "enable.auto.commit": False})
        other.subscribe([self.table.topic])
        until(lambda: other.poll(0.1) is None and other.assignment(), 60, "another member has partitions")
        other.close()


def test_partitions_come_back_while_the_target_is_down(broker, server, start_weir, word):
    topic = Topic(broker, word("lent"))
    worker = start_weir(worker_properties(**{"consumer.heartbeat.interval.ms": "300",
                                             "consumer.session.timeout.ms": "6000"}),
                        broker.bootstrap, group=word("connect"))
    sink = Sink(worker, server, word, topic.table.topic, tasks__max="2",
                consumer__override__auto__offset__reset="earliest")
    sink.create()
    sql = f"SELECT id, value FROM {topic.table.topic} ORDER BY id"
    rows = topic.write(1)
    sink.wait_rows(sql, rows, seconds=60)
    server.kill()
    rows += topic.write(2)
    worker.wait_for(lambda: worker.log().count("could not be written, it comes again") >= 2, 60,
                    "both tasks wait for the target")
    topic.lend_partitions(f"connect-{sink.name}")
    server.start()
    sink.wait_rows(sql, rows + topic.write(3), seconds=60)

"""The worker on a real Kafka: the pipeline, a standby that takes over, a Java worker in the group."""
import pytest
from confluent_kafka.admin import AdminClient

from support.waiting import until

pytestmark = pytest.mark.java

TEXT = {"key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.storage.StringConverter",
        "offset.flush.interval.ms": "500"}
SOURCE = {"connector.class": "FileStreamSource", "tasks.max": "1"}
SINK = {"connector.class": "FileStreamSink", "tasks.max": "1"}


def create(rest, name, config):
    assert rest.put(f"/connectors/{name}/config", config).status == 201
    until(lambda: rest.state(name) == ("RUNNING", ("RUNNING",)), 30, f"{name} runs")


def append(path, first, count):
    with open(path, "a", encoding="ascii") as out:
        out.writelines(f"line {i}\n" for i in range(first, first + count))


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def test_file_to_file(broker, start_weir, tmp_path, word):
    topic, src, snk = word("topic"), word("src"), word("snk")
    worker = start_weir(TEXT, bootstrap=broker.bootstrap, group=word("group"))
    append(tmp_path / "in", 0, 3000)
    create(worker.rest, src, {**SOURCE, "file": str(tmp_path / "in"), "topic": topic,
                              "topic.creation.default.partitions": "1",
                              "topic.creation.default.replication.factor": "1"})
    create(worker.rest, snk, {**SINK, "file": str(tmp_path / "out"), "topics": topic})
    until(lambda: len(lines(tmp_path / "out")) == 3000, 30, "the lines")
    assert worker.stop() == 0
    append(tmp_path / "in", 3000, 1000)
    worker.start()
    until(lambda: len(lines(tmp_path / "out")) == 4000, 40, "the lines after the restart")
    assert lines(tmp_path / "out") == [f"line {i}" for i in range(4000)]


def members(broker, *groups):
    """How many each of the groups has."""
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    found = admin.describe_consumer_groups(list(groups), request_timeout=30)
    return [len(found[group].result().members) for group in groups]


def test_killed_and_back(broker, start_weir, tmp_path, word):
    """Who is killed and comes back has its places in the groups at once: nobody waits for the
    sessions of the dead, which are longer here than the test may take. Who stops has left."""
    topic, src, snk, group = word("topic"), word("src"), word("snk"), word("group")
    worker = start_weir({**TEXT, "session.timeout.ms": "300000", "consumer.session.timeout.ms": "300000",
                         "rebalance.timeout.ms": "300000"}, bootstrap=broker.bootstrap, group=group)
    append(tmp_path / "in", 0, 10)
    create(worker.rest, src, {**SOURCE, "file": str(tmp_path / "in"), "topic": topic})
    create(worker.rest, snk, {**SINK, "file": str(tmp_path / "out"), "topics": topic})
    until(lambda: len(lines(tmp_path / "out")) == 10, 60, "the lines")
    worker.kill()
    append(tmp_path / "in", 10, 5)
    worker.start()
    until(lambda: {*lines(tmp_path / "out")} == {f"line {i}" for i in range(15)}, 100, "all lines")
    assert members(broker, group, f"connect-{snk}") == [1, 1]
    assert worker.stop() == 0
    assert members(broker, group, f"connect-{snk}") == [0, 0]


def test_standby_forwards_and_takes_over(broker, start_weir, tmp_path, word):
    topic, src, group = word("topic"), word("src"), word("group")
    properties = {**TEXT, "session.timeout.ms": "6000", "heartbeat.interval.ms": "2000"}
    first = start_weir(properties, bootstrap=broker.bootstrap, group=group)
    append(tmp_path / "in", 0, 10)
    config = {**SOURCE, "file": str(tmp_path / "in"), "topic": topic}
    create(first.rest, src, config)
    second = start_weir(properties, bootstrap=broker.bootstrap, group=group)
    until(lambda: second.rest.state(src) == ("RUNNING", ("RUNNING",)), 20, "the status on the standby")
    assert second.rest.get(f"/connectors/{src}/status").json()["connector"]["worker_id"] == first.worker_id
    # A request that needs the leader is forwarded to it.
    assert second.rest.put(f"/connectors/{src}/config", {**config, "batch.size": "100"}).status == 200
    assert first.rest.get(f"/connectors/{src}/config").json()["batch.size"] == "100"
    first.kill()
    until(lambda: second.rest.get(f"/connectors/{src}/status").json()["tasks"][0] ==
          {"id": 0, "state": "RUNNING", "worker_id": second.worker_id, "version": "4.3.1"}, 30, "the takeover")
    append(tmp_path / "in", 10, 5)
    snk = word("snk")
    create(second.rest, snk, {**SINK, "file": str(tmp_path / "out"), "topics": topic})
    until(lambda: {*lines(tmp_path / "out")} == {f"line {i}" for i in range(15)}, 30, "all lines")


def test_a_java_worker_in_the_group_is_named(broker, start_java, start_weir, word):
    group = word("group")
    start_java(broker.bootstrap, group=group)
    worker = start_weir(TEXT, bootstrap=broker.bootstrap, group=group, start=False)
    worker.start(ready=False)
    until(lambda: "a Java Connect worker runs in the group" in worker.log(), 30, "the sentence")


def test_exactly_once_source(broker, start_weir, tmp_path, word):
    topic, src, snk = word("topic"), word("src"), word("snk")
    worker = start_weir({**TEXT, "exactly.once.source.support": "enabled"}, bootstrap=broker.bootstrap,
                        group=word("group"))
    append(tmp_path / "in", 0, 1)
    create(worker.rest, src, {**SOURCE, "file": str(tmp_path / "in"), "topic": topic,
                              "exactly.once.support": "required"})
    written = 1
    for _ in range(4):
        append(tmp_path / "in", written, 20000)
        written += 20000
        worker.kill()
        worker.start()
        until(lambda: worker.rest.state(src) == ("RUNNING", ("RUNNING",)), 40, "running again")
    size = (tmp_path / "in").stat().st_size
    until(lambda: worker.rest.get(f"/connectors/{src}/offsets").json()["offsets"][0]["offset"]["position"] == size,
          60, "the last offset")
    create(worker.rest, snk, {**SINK, "file": str(tmp_path / "out"), "topics": topic,
                              "consumer.override.isolation.level": "read_committed"})
    until(lambda: len(lines(tmp_path / "out")) >= written, 60, "the lines")
    assert lines(tmp_path / "out") == [f"line {i}" for i in range(written)]


def test_two_tasks_on_a_topic_that_appears_later(broker, start_weir, tmp_path, word):
    worker = start_weir(TEXT, bootstrap=broker.bootstrap, group=word("group"))
    for _ in range(3):
        topic, src, snk = word("late"), word("src"), word("snk")
        (tmp_path / f"{src}.in").write_text("a\nb\n")
        config = {**SINK, "tasks.max": "2", "file": str(tmp_path / f"{snk}.out"), "topics": topic}
        assert worker.rest.put(f"/connectors/{snk}/config", config).status == 201
        create(worker.rest, src, {**SOURCE, "file": str(tmp_path / f"{src}.in"), "topic": topic})
        until(lambda: lines(tmp_path / f"{snk}.out") == ["a", "b"], 12, "the lines of a topic that was not there")

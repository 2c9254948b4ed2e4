"""A sink with exactly once goes from the real worker to ours, back, and to ours again: each record is in
the target once. Every record is an INSERT without a key, so that what comes twice shows."""
import pytest

from support import debezium
from support.pg_sink import Table, field
from support.postgres_rig import Postgres
from support.waiting import until

from .connectors import STRICT, create, done, in_state, path, settled
from .jdbc_sink_pair import CLASS, JSON
from .topics import write

pytestmark = [pytest.mark.java, pytest.mark.timeout(400)]
FIELDS = [field("id", "int64", False), field("v", "string")]
STATE = ("t", "weir_sink_offsets")


@pytest.fixture
def server():
    process = Postgres()
    yield process
    process.stop()


class Stage:
    """The topic, the target and what both workers have in common."""

    def __init__(self, broker, server, word):
        self.bootstrap, self.server = broker.bootstrap, server
        self.group, self.name = word("offsets"), word("snk")
        self.table, self.written = Table(word("offsets-topic"), FIELDS), 0

    def config(self):
        return {"connector.class": CLASS, "tasks.max": "1", "topics": self.table.topic,
                "connection.url": self.server.url(), "connection.username": "cdc",
                "connection.password": "cdc", "collection.name.format": "t", "insert.mode": "insert",
                "primary.key.mode": "none", "schema.evolution": "basic", "exactly.once.support": "required",
                "key.converter": JSON, "key.converter.schemas.enable": "true", "value.converter": JSON,
                "value.converter.schemas.enable": "true"}

    def more(self, count=10):
        rows = [{"id": self.written + i, "v": "x"} for i in range(count)]
        write(self.bootstrap, self.table.topic, *({"key": self.table.key(row).encode(),
                                                   "value": self.table.flat(row).encode()} for row in rows))
        self.written += count

    def counts(self):
        return self.server.run("SELECT count(*), count(DISTINCT id) FROM t")[0]

    def each_once(self):
        def same():
            try:
                return self.counts()[1] == self.written
            except Exception:  # no table yet
                return False
        until(same, 40, f"{self.written} rows")
        assert self.counts() == (self.written, self.written)

    def committed(self, rest):
        """The group is where the topic ends."""
        def there():
            found = done(rest.get(path(self.name) + "/offsets"), 200)["offsets"]
            return [entry["offset"]["kafka_offset"] for entry in found] == [self.written]
        until(there, 40, "the commit")

    def stored(self):
        return self.server.one("SELECT next_offset FROM weir_sink_offsets")

    def save(self):
        for name in STATE:
            self.server.run(f"CREATE TABLE saved_{name} AS TABLE {name}")

    def restore(self):
        for name in STATE:
            self.server.run(f"TRUNCATE {name}", f"INSERT INTO {name} TABLE saved_{name}")


def plugins():
    return {"plugin.path": debezium.plugin_path()}


def test_there_back_and_there_again(broker, server, word, start_java, start_weir):
    stage = Stage(broker, server, word)
    stage.more()
    java = start_java(stage.bootstrap, stage.group, properties=plugins())
    create(java.rest, stage.name, stage.config())
    stage.each_once()
    stage.committed(java.rest)
    java.stop()

    stage.more()
    weir = start_weir(STRICT, stage.bootstrap, stage.group)
    stage.each_once()
    stage.committed(weir.rest)
    assert stage.stored() == 20
    weir.stop()

    stage.more()
    java = start_java(stage.bootstrap, stage.group, properties=plugins())
    stage.each_once()
    stage.committed(java.rest)
    assert stage.stored() == 20, "the real one knows nothing of the table"
    java.stop()

    stage.more()
    weir = start_weir(STRICT, stage.bootstrap, stage.group)
    stage.each_once()
    stage.committed(weir.rest)
    assert stage.stored() == 40
    lines = [line for line in weir.log().splitlines() if "was moved to 30 by another worker" in line]
    assert len(lines) == 1, lines
    stage.save()
    stage.more()
    stage.each_once()
    stage.committed(weir.rest)

    weir.stop()
    stage.restore()  # the group is at 50, by our own commit
    assert stage.counts() == (40, 40)
    weir = start_weir(STRICT, stage.bootstrap, stage.group)
    stage.each_once()
    assert "goes on at 40" in weir.log()

    rest = weir.rest
    settled(lambda: rest.put(path(stage.name) + "/stop"), 204)
    in_state(rest, stage.name, "STOPPED")
    place = {"kafka_topic": stage.table.topic, "kafka_partition": 0}
    settled(lambda: rest.patch(path(stage.name) + "/offsets", {"offsets": [
        {"partition": place, "offset": {"kafka_offset": 45}}]}), 200)
    done(rest.put(path(stage.name) + "/resume"), 202)
    until(lambda: stage.counts() == (55, 50), 40, "five twice")
    settled(lambda: rest.put(path(stage.name) + "/stop"), 204)
    in_state(rest, stage.name, "STOPPED")
    settled(lambda: rest.delete(path(stage.name) + "/offsets"), 200)
    server.run("TRUNCATE t")
    done(rest.put(path(stage.name) + "/resume"), 202)
    stage.each_once()


@pytest.mark.parametrize("victim", ["worker", "server"])
def test_kill_9(broker, server, word, start_weir, victim):
    """In the middle of batches, on Kafka."""
    stage = Stage(broker, server, word)
    quick = {"session.timeout.ms": "6000", "heartbeat.interval.ms": "2000"}
    stage.more(20000)
    weir = start_weir({**STRICT, **quick}, stage.bootstrap, stage.group)
    create(weir.rest, stage.name, {**stage.config(), "consumer.override.max.poll.records": "200",
                              "consumer.override.session.timeout.ms": "6000"})

    def written():
        try:
            return stage.counts()[0]
        except Exception:  # no table yet, or no server
            return 0
    for part in range(3):
        until(lambda at=part: written() > at * 3000, 40, "progress")
        if victim == "worker":
            weir.kill()
            weir.start()
        else:
            server.crash()
            server.start()
    stage.each_once()


def test_a_crash_between_both_commits(broker, server, word, start_weir):
    """The target has the batch, the group does not know: nothing is written again."""
    stage = Stage(broker, server, word)
    stage.more()
    weir = start_weir({**STRICT, "offset.flush.interval.ms": "3600000", "session.timeout.ms": "6000",
                       "heartbeat.interval.ms": "2000"}, stage.bootstrap, stage.group)
    create(weir.rest, stage.name, {**stage.config(), "consumer.override.session.timeout.ms": "6000"})
    stage.each_once()
    until(lambda: stage.stored() == 10, 10, "the target's commit")
    assert done(weir.rest.get(path(stage.name) + "/offsets"), 200)["offsets"] == []
    weir.kill()
    stage.more()
    weir.start()
    stage.each_once()
    assert stage.stored() == 20

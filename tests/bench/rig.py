"""The servers that all scenarios share, each started when the first one asks for it, and the
workers that are compared, which the scenarios start and stop."""
import contextlib
import itertools
import pathlib
import re
import shutil
import subprocess
import tempfile

import confluent_kafka

from support import debezium, java, paths
from support.java import Broker, JavaConnect
from support.mariadb_rig import MariaDB
from support.postgres_rig import Postgres
from support.waiting import until
from support.weir import Weir

DEBEZIUM, KAFKA, EMBEDDED = "Debezium", "Weir on Kafka", "Weir embedded"
SECONDS = 1200  # nothing takes longer, not even on a machine that is busy
_JSON = "org.apache.kafka.connect.json.JsonConverter"
# Connect's defaults again, where the tests' own are in a hurry.
_WORKER = {"offset.flush.interval.ms": 60000, "scheduled.rebalance.max.delay.ms": 300000}
# The default on a machine of 256 MiB.
SMALL = {"tasks.buffer.memory": (256 << 20) // 3}


class Side:
    """A worker, and the topics of the bus it works on."""

    def __init__(self, name, worker, bootstrap=None):
        self.name, self.worker, self.rest = name, worker, worker.rest
        self.bootstrap = bootstrap
        self._topics = {}
        self._consumer = bootstrap and confluent_kafka.Consumer(
            {"bootstrap.servers": bootstrap, "group.id": "bench-looks", "log_level": 2})

    @property
    def pid(self):
        return self.worker.pid

    def end(self, topic):
        """The end offset of the topic's only partition, 0 while there is no topic."""
        if self._consumer:
            return self._end_on_kafka(topic)
        shown = subprocess.run([paths.weir_binary(), "topics", topic, *self.where()],
                               capture_output=True, text=True, check=False).stdout
        found = re.search(r"partition 0: offsets \d+ to (\d+)", shown)
        return int(found[1]) if found else 0

    def _end_on_kafka(self, topic):
        """Offsets of a topic that is not there yet are not asked for: librdkafka would remember it as
        unknown for long."""
        if topic not in self._topics:
            self._topics = self._consumer.list_topics(timeout=60).topics
        if topic not in self._topics:
            return 0
        try:
            return self._consumer.get_watermark_offsets(
                confluent_kafka.TopicPartition(topic, 0), timeout=60)[1]
        except confluent_kafka.KafkaException:  # it has no leader yet
            return 0

    def where(self):
        """The bus, as our own commands want it said."""
        return (["-b", self.bootstrap] if self.bootstrap
                else ["-D", str(self.worker.properties["data.dir"])])

    def start_again(self, ready=True):
        """After it has ended: the same worker on the same topics."""
        self.worker.start(ready)

    def put(self, name, config):
        """Again while the worker's group has no leader yet."""
        def taken():
            answer = self.rest.put(f"/connectors/{name}/config", config)
            assert answer.status in (200, 201), answer
            return True
        until(taken, SECONDS, f"{name} is taken by {self.name}")

    def check(self):
        """Raises when a task has failed: nothing will come any more."""
        answer = self.rest.get("/connectors?expand=status")
        for one in answer.json().values() if answer.status == 200 else ():
            for task in one["status"]["tasks"]:
                if task["state"] == "FAILED":
                    raise RuntimeError(f"{self.name}: {one['status']['name']}: {task['trace']}")

    def wait(self, condition, what):
        """As until, and ends when a task fails."""
        def checked():
            return condition() or self.check()
        until(checked, SECONDS, f"{what} on {self.name}")

    def reach(self, topic, end):
        self.wait(lambda: self.end(topic) >= end, f"{end} in {topic}")

    def running(self, name):
        self.wait(lambda: self._all_run(name), f"{name} runs")

    def _all_run(self, name):
        state = self.rest.state(name)
        return state and state[0] == "RUNNING" and state[1] and set(state[1]) == {"RUNNING"}

    def stop_connector(self, name):
        """Its tasks are gone, their offsets stored."""
        self.rest.put(f"/connectors/{name}/stop")
        self.wait(lambda: self.rest.state(name) == ("STOPPED", ()), f"{name} has stopped")

    def resume(self, name):
        self.rest.put(f"/connectors/{name}/resume")

    def delete(self, name):
        self.rest.delete(f"/connectors/{name}")

    def close(self):
        if self._consumer:
            self._consumer.close()
        self.worker.stop()


class _Debezium(Side):
    """make: how its worker is started."""

    def __init__(self, make, bootstrap):
        self._make = make
        super().__init__(DEBEZIUM, make(), bootstrap)

    def start_again(self, ready=True):
        self.worker = self._make()
        self.rest = self.worker.rest


class Rig:
    """runs: how often a thing is measured. size: factor on the amounts of rows."""

    def __init__(self, runs, size):
        self.runs, self.size = runs, size
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=_made(paths.RUN)))
        self._open = contextlib.ExitStack()
        self._made = {}
        self._numbers = itertools.count(1)

    def rows(self, full):
        return max(1000, int(full * self.size))

    def word(self, word):
        """A name that nothing has yet."""
        return f"{word}{next(self._numbers)}"

    def server_id(self):
        return 5000 + next(self._numbers)

    def _one(self, name, make):
        if name not in self._made:
            self._made[name] = make()
            self._open.callback(self._made[name].stop)
        return self._made[name]

    @property
    def mariadb(self):
        # No fsync at each commit: the server that is changed must not be what is measured.
        return self._one("mariadb", lambda: MariaDB("bench-mariadb", options=(
            "--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M", "--sync-binlog=0",
            "--innodb-flush-log-at-trx-commit=2", "--max-binlog-size=1G", "--max-connections=200")))

    @property
    def postgres(self):
        return self._one("postgres", lambda: Postgres("bench-postgres", options=(
            "shared_buffers=1GB", "max_wal_size=8GB")))

    @property
    def broker(self):
        return self._one("kafka", lambda: Broker("bench-kafka", jvm=java.BROKER_JVM))

    def debezium(self, properties=None):
        group = self.word("bench-java")
        more = {**_WORKER, "plugin.path": debezium.plugin_path(), **(properties or {})}
        return _Debezium(lambda: JavaConnect(self.broker.bootstrap, group, name="bench-java",
                                             properties=more, jvm=java.WORKER_JVM, seconds=600),
                         self.broker.bootstrap)

    def weir_on_kafka(self, properties=None, start=True):
        worker = Weir({**_WORKER, **(properties or {})}, self.broker.bootstrap,
                      self.word("bench-weir"), name="bench-weir-kafka", start=start)
        return Side(KAFKA, worker, self.broker.bootstrap)

    def weir_embedded(self, properties=None, start=True):
        worker = Weir({**_WORKER, **(properties or {})}, name="bench-weir", start=start)
        return Side(EMBEDDED, worker)

    @contextlib.contextmanager
    def sides(self, *makers):
        """All of them up at once: a worker without running tasks takes nearly nothing."""
        with contextlib.ExitStack() as stack:
            made = []
            for make in makers or (self.debezium, self.weir_on_kafka, self.weir_embedded):
                made.append(make())
                stack.callback(made[-1].close)
            yield made

    def source(self, prefix, tables, **more):
        brokers = self._made["kafka"].bootstrap if "kafka" in self._made else "unused:9092"
        return {"connector.class": "io.debezium.connector.mariadb.MariaDbConnector",
                "tasks.max": "1", "topic.prefix": prefix, "database.hostname": "127.0.0.1",
                "database.port": str(self.mariadb.port), "database.user": "cdc",
                "database.password": "cdc", "database.server.id": str(self.server_id()),
                "database.include.list": "shop", "table.include.list": tables,
                "schema.history.internal.kafka.bootstrap.servers": brokers,
                "schema.history.internal.kafka.topic": f"{prefix}.history", **more}

    def sink(self, topics, table, **more):
        return {"connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
                "tasks.max": "1", "topics": topics, "connection.url": self.postgres.url(),
                "connection.username": "cdc", "connection.password": "cdc",
                "insert.mode": "upsert", "primary.key.mode": "record_key",
                "delete.enabled": "true", "schema.evolution": "basic",
                "collection.name.format": table, **converters(True), **more}

    def close(self):
        self._open.close()
        shutil.rmtree(self.folder)


def _made(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def converters(schemas):
    enable = str(schemas).lower()
    return {"key.converter": _JSON, "key.converter.schemas.enable": enable,
            "value.converter": _JSON, "value.converter.schemas.enable": enable}

"""The toy CDC source and the toy sink (tests/plugins) on a worker: made, looked at, judged."""
import subprocess

from . import paths, toys
from .waiting import until

WORKER = {"key.converter": "org.apache.kafka.connect.storage.StringConverter",
          "value.converter": "org.apache.kafka.connect.storage.StringConverter",
          "offset.flush.interval.ms": "100", "task.restart.backoff.ms": "100"}


def worker_properties():
    return {"plugin.path": toys.plugin_path(), **WORKER}


def topic_values(worker, topic, *arguments):
    """What `weir cat` shows of a topic."""
    where = (["-b", worker.properties["bootstrap.servers"]] if "bootstrap.servers" in worker.properties
             else ["--data-dir", str(worker.properties["data.dir"])])
    shown = subprocess.run([paths.weir_binary(), "cat", topic, *where, *arguments],
                           capture_output=True, text=True, timeout=60, check=False)
    return shown.stdout.splitlines()


class ToyCdc:
    def __init__(self, worker, folder, word, tables=2, rows=500, events=3000):
        self.worker, self.rest = worker, worker.rest
        self.name, self.prefix = word("cdc"), word("db")
        self.history, self.signals = self.prefix + ".history", self.prefix + ".signals"
        self.stream = self.prefix + ".stream"
        self.rows, self.events = rows, events
        self.tables_file, self.signal_file = folder / "tables", folder / "signals"
        self.tables(tables)
        self.signal_file.write_text("")

    def tables(self, number):
        self.n_tables = number
        self.tables_file.write_text(f"{number}\n")

    def config(self, **more):
        return {"connector.class": "test.ToyCdc", "tasks.max": "2", "topic.prefix": self.prefix,
                "history.topic": self.history, "signal.topic": self.signals,
                "tables.file": str(self.tables_file), "rows": str(self.rows),
                "events": str(self.events),
                **{key.replace("__", "."): value for key, value in more.items()}}

    def create(self, **more):
        assert self.rest.put(f"/connectors/{self.name}/config", self.config(**more)).status in (200, 201)

    def create_signal_source(self):
        """What is written to signal_file arrives in the signal topic."""
        config = {"connector.class": "FileStreamSource", "file": str(self.signal_file),
                  "topic": self.signals}
        assert self.rest.put(f"/connectors/{self.name}-signals/config", config).status == 201
        until(lambda: self.rest.state(f"{self.name}-signals") == ("RUNNING", ("RUNNING",)), 15, "signals")

    def signal(self, text):
        with open(self.signal_file, "a", encoding="ascii") as out:
            out.write(text + "\n")

    def values(self, topic, *arguments):
        return topic_values(self.worker, topic, *arguments)

    def streamed(self):
        return self.values(self.stream)

    def expected_stream(self, begin=0):
        return [f"event {i}" for i in range(begin, self.events)]

    def wait_streamed(self, seconds=60):
        last = f"event {self.events - 1}"
        until(lambda: self.streamed()[-1:] == [last], seconds, "the last event")

    def check_complete(self):
        """In order, nothing lost, nothing twice."""
        assert self.streamed() == self.expected_stream()
        for table in range(self.n_tables):
            rows = self.values(f"{self.prefix}.table{table}")
            assert rows == [f"row {i}" for i in range(self.rows)], (table, len(rows))
        schemas = (self.events + 99) // 100
        assert self.values(self.history) == [f"schema {i}" for i in range(schemas)]
        assert "committed out of order" not in self.worker.log()

    def running(self, tasks):
        return self.rest.state(self.name) == ("RUNNING", ("RUNNING",) * tasks)


class ToySink:
    def __init__(self, worker, folder, word, topic):
        self.worker, self.rest = worker, worker.rest
        self.name, self.topic, self.file = word("ledger"), topic, folder / "ledger"

    def create(self, **more):
        config = {"connector.class": "test.ToySink", "tasks.max": "1", "topics": self.topic,
                  "file": str(self.file),
                  **{key.replace("__", "."): value for key, value in more.items()}}
        assert self.rest.put(f"/connectors/{self.name}/config", config).status == 201

    def lines(self):
        return self.file.read_text().splitlines() if self.file.exists() else []

    def committed(self):
        offsets = self.rest.get(f"/connectors/{self.name}/offsets").json()["offsets"]
        return offsets[0]["offset"]["kafka_offset"] if offsets else None

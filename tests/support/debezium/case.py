"""A case: statements before a connector starts and while it streams, and its configuration. play()
gives them to a server that one connector or several read at once."""
import dataclasses
import json
import re
import subprocess

from support import paths
from support.mariadb_rig import MariaDB
from support.waiting import until

from . import transcript

CLASSES = {False: "io.debezium.connector.mariadb.MariaDbConnector",
           True: "io.debezium.connector.mysql.MySqlConnector"}
JSON = "org.apache.kafka.connect.json.JsonConverter"
SYSTEM = ("mysql", "sys", "information_schema", "performance_schema")
MARIADB, MARIADB_11, MYSQL = "mariadb", "mariadb-11.4", "mysql-8.0"
SHORT = {MARIADB: "ma", MARIADB_11: "ma11", MYSQL: "my"}


@dataclasses.dataclass
class Case:
    """Statements end in ';' at the end of a line; {db} is the case's database. `fin` is a table that
    tells the end of both phases; it has to be captured, unless nothing is."""
    name: str
    before: str
    after: str = ""
    config: dict = dataclasses.field(default_factory=dict)
    servers: tuple = (MARIADB,)
    schemas: bool = True
    sql_mode: str | None = None

    @property
    def database(self):
        return re.sub(r"\W", "_", self.name)

    def statements(self, text):
        text = text.replace("{db}", self.database)
        return [each for each in (part.strip() for part in re.split(r";\s*$", text, flags=re.M)) if each]


class Servers:
    """One server a flavour, started when it is first asked for."""

    def __init__(self, name):
        self.name, self._started = name, {}

    def get(self, flavour):
        if flavour not in self._started:
            self._started[flavour] = MariaDB(f"{self.name}-{flavour}", flavour)
        return self._started[flavour]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self._started.values():
            server.stop()


class Side:
    """A worker with one connector of a case. topics() and read(topic) are the bus's."""

    def __init__(self, case, worker, server, name, bootstrap):
        self.case, self.worker, self.server, self.bootstrap = case, worker, server, bootstrap
        self.prefix = f"{name}{SHORT[server.flavour]}_{case.name}"

    def config(self):
        schemas = str(self.case.schemas).lower()
        return {"connector.class": CLASSES[self.server.is_mysql], "tasks.max": "1", "topic.prefix": self.prefix,
                "database.hostname": "127.0.0.1", "database.port": str(self.server.port),
                "database.user": "cdc", "database.password": "cdc",
                "database.server.id": str(6000 + sum(map(ord, self.prefix))),
                "schema.history.internal.kafka.topic": f"{self.prefix}.history",
                "schema.history.internal.kafka.bootstrap.servers": self.bootstrap or "unused:9092",
                "key.converter": JSON, "key.converter.schemas.enable": schemas,
                "value.converter": JSON, "value.converter.schemas.enable": schemas, **self.case.config}

    def start(self):
        answer = self.worker.rest.put(f"/connectors/{self.prefix}/config", self.config())
        assert answer.status in (200, 201), answer

    def failed(self):
        state = self.worker.rest.state(self.prefix)
        if state and "FAILED" in (state[0], *state[1]):
            status = self.worker.rest.get(f"/connectors/{self.prefix}/status").json()
            return "".join(part.get("trace", "") for part in [status["connector"], *status["tasks"]])
        return None

    def wait(self, what, condition, seconds=45):
        def there():
            trace = self.failed()
            return [trace] if trace else condition() and [None]
        (trace,) = until(there, seconds, f"{self.prefix}: {what}")
        assert not trace, f"{self.prefix}: {trace[-3000:]}"

    def _marked(self, text):
        return any(value and text in value for topic in self.topics() if topic.endswith("fin")
                   for _, value, _ in self.read(topic))

    def snapshot_done(self):
        return any('"snapshot":"last"' in (value or "") for topic in self.topics() for _, value, _ in self.read(topic))

    def stream_done(self):
        return self._marked('"after":{"id":2}')

    def stop(self):
        """The connector ends; its last offset stays to be read."""
        assert self.worker.rest.put(f"/connectors/{self.prefix}/stop").status == 204
        until(lambda: self.worker.rest.state(self.prefix) == ("STOPPED", ()), 30, f"{self.prefix} stopped")

    def offsets(self):
        found = self.worker.rest.get(f"/connectors/{self.prefix}/offsets").json()["offsets"]
        found.sort(key=lambda each: json.dumps(each, sort_keys=True))
        return json.dumps(found, sort_keys=True, separators=(",", ":"))

    def drop(self):
        self.worker.rest.delete(f"/connectors/{self.prefix}")

    def _kept(self, topic):
        """Its records: of heartbeats the first, as time makes them."""
        return self.read(topic)[:1 if topic.endswith(self.prefix) and topic != self.prefix else None]

    def transcript(self, places):
        records = [transcript.record(topic, *texts, self.prefix, places)
                   for topic in self.topics() for texts in self._kept(topic)]
        return [*records, transcript.record("offsets", None, self.offsets(), [], self.prefix, places)]


class EmbeddedSide(Side):
    """Ours, on its embedded log."""

    def __init__(self, case, worker, server, name="ours"):
        super().__init__(case, worker, server, name, None)

    def _cat(self, *arguments):
        done = subprocess.run([paths.weir_binary(), *arguments, "--data-dir", self.worker.properties["data.dir"]],
                              capture_output=True, timeout=60, check=True)
        return done.stdout.decode("utf-8", "surrogateescape").splitlines()

    def topics(self):
        names = [line.split()[0] for line in self._cat("topics") if line.strip()]
        return sorted(name for name in names if self.prefix in name)

    def read(self, topic):
        lines = [json.loads(line) for line in self._cat("cat", topic, "-J")]
        return [(each["key"], each["payload"], _pairs(each.get("headers", []))) for each in lines]


def _pairs(flat):
    return list(zip(flat[::2], flat[1::2]))


def _execute(server, case, text):
    first = [f"SET sql_mode='{case.sql_mode}'"] if case.sql_mode is not None else []
    server.run("SET time_zone='+00:00'", *first, *case.statements(text), database=case.database)


def _phase(server, case, text, more, last):
    """In one session unless more is done meanwhile: what a case sets there holds for the last, too."""
    if more:
        _execute(server, case, text)
        more()
        _execute(server, case, last)
    else:
        _execute(server, case, f"{text};\n{last}")


def play(case, server, sides, places=False, before=None, after=None):
    """Each side's transcript; places: positions and the server's times are masked. before, after: what
    else happens in the two phases, behind the case's statements."""
    server.run(f"CREATE DATABASE `{case.database}`")
    try:
        _phase(server, case, case.before, before,
               "CREATE TABLE fin (id INT PRIMARY KEY);\nINSERT INTO fin VALUES (1)")
        for side in sides:
            side.start()
        for side in sides:
            side.wait("the snapshot's end", side.snapshot_done)
        _phase(server, case, case.after, after, "INSERT INTO fin VALUES (2)")
        for side in sides:
            side.wait("the stream's end", side.stream_done)
        for side in sides:
            side.stop()
        return [side.transcript(places) for side in sides]
    finally:
        for side in sides:
            side.drop()
        databases = [name for (name,) in server.run("SHOW DATABASES") if name not in SYSTEM]
        server.run("SET GLOBAL time_zone='SYSTEM'", *[f"DROP DATABASE `{name}`" for name in databases])

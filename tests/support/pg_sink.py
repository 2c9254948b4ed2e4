"""A PostgreSQL sink on a worker, fed with any records: topics are filled by tests/plugins/toy_replay
from a file, values are JSON with schemas as JsonConverter writes them."""
import base64
import json

from . import toys
from .waiting import until

CLASS = "io.debezium.connector.jdbc.JdbcSinkConnector"
JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter"
STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter"
WORKER = {"key.converter": JSON_CONVERTER, "value.converter": JSON_CONVERTER,
          "key.converter.schemas.enable": "true", "value.converter.schemas.enable": "true",
          "offset.flush.interval.ms": "100", "task.restart.backoff.ms": "100"}


def worker_properties(**more):
    return {"plugin.path": toys.plugin_path(), **WORKER, **more}


def field(name, kind, optional=True, semantic=None, default=None, **params):
    """A field of a schema, as JSON. kind: int32, string, ..."""
    made = {"type": kind, "optional": optional, "field": name}
    if semantic:
        made.update(name=semantic, version=1)
    if params:
        made["parameters"] = params
    if default is not None:
        made["default"] = default
    return made


def struct(fields, name=None, optional=False):
    made = {"type": "struct", "fields": fields, "optional": optional}
    if name:
        made["name"] = name
    return made


def wrapped(schema, payload):
    return json.dumps({"schema": schema, "payload": payload}, separators=(",", ":"))


def decimal(number, scale):
    """A Decimal's bytes in base64."""
    unscaled = int(round(number * 10 ** scale)) if not isinstance(number, int) else number
    return base64.b64encode(unscaled.to_bytes(unscaled.bit_length() // 8 + 1, "big", signed=True)).decode()


class Table:
    """A source table: makes the keys and values of its changes. fields as field() gives them; the
    first n_keys are the key."""

    def __init__(self, topic, fields, n_keys=1):
        self.topic, self.fields, self.n_keys = topic, fields, n_keys

    def key(self, row):
        names = [item["field"] for item in self.fields[:self.n_keys]]
        return wrapped(struct(self.fields[:self.n_keys], f"{self.topic}.Key"),
                       {name: row[name] for name in names})

    def flat(self, row):
        return wrapped(struct(self.fields, f"{self.topic}.Value"), row)

    def envelope(self, op, before, after):
        row = struct(self.fields, f"{self.topic}.Value", optional=True)
        source = struct([field("db", "string", False), field("table", "string")])
        fields = [{**row, "field": "before"}, {**row, "field": "after"},
                  {**source, "field": "source"}, field("op", "string", False),
                  field("ts_ms", "int64")]
        db, table = self.topic.split(".")[-2:] if "." in self.topic else ("db", self.topic)
        return wrapped(struct(fields, f"{self.topic}.Envelope"),
                       {"before": before, "after": after, "source": {"db": db, "table": table},
                        "op": op, "ts_ms": 1})


def cloud_event(table, body, payload):
    """The value of a CloudEvent whose data is what body, a struct's schema, says."""
    words = [field(name, "string", False) for name in ("id", "source", "specversion", "type")]
    return wrapped(struct([*words, {**body, "optional": True, "field": "data"}], f"{table.topic}.CloudEvents.Envelope"),
                   {**{item["field"]: "x" for item in words}, "data": payload})


class Feed:
    """A file that the replay source brings into topics."""

    def __init__(self, worker, folder, word):
        self.worker, self.rest, self.name = worker, worker.rest, word("feed")
        self.file = folder / f"{self.name}.tsv"
        self.file.write_text("")
        config = {"connector.class": "test.ToyReplay", "file": str(self.file),
                  "key.converter": STRING_CONVERTER, "value.converter": STRING_CONVERTER}
        assert self.rest.put(f"/connectors/{self.name}/config", config).status == 201

    def raw(self, records):
        """(topic, key, value) or (topic, key, value, partition), all at once; None: null."""
        with open(self.file, "a", encoding="utf-8") as out:
            out.write("".join("\t".join((record[0], str(record[3] if len(record) > 3 else 0),
                                         *("\\N" if text is None else text for text in record[1:3])))
                              + "\n" for record in records))

    def flat(self, table, *rows):
        self.raw([(table.topic, table.key(row), table.flat(row)) for row in rows])

    def upsert(self, table, *rows, op="c"):
        self.raw([(table.topic, table.key(row), table.envelope(op, None, row)) for row in rows])

    def delete(self, table, *rows, tombstone=True):
        records = []
        for row in rows:
            records.append((table.topic, table.key(row), table.envelope("d", row, None)))
            if tombstone:
                records.append((table.topic, table.key(row), None))
        self.raw(records)


class Sink:
    def __init__(self, worker, server, word, topics, url=None, **more):
        self.worker, self.rest, self.server, self.name = worker, worker.rest, server, word("sink")
        self.config = {"connector.class": CLASS, "tasks.max": "1", "topics": topics,
                       "connection.url": url or server.url(), "connection.username": "cdc",
                       "connection.password": "cdc", "insert.mode": "upsert",
                       "primary.key.mode": "record_key", "delete.enabled": "true",
                       "schema.evolution": "basic",
                       **{key.replace("__", "."): value for key, value in more.items()}}

    def create(self):
        answer = self.rest.put(f"/connectors/{self.name}/config", self.config)
        assert answer.status in (200, 201), answer
        return self

    def running(self):
        return self.rest.state(self.name) == ("RUNNING", ("RUNNING",) * int(self.config["tasks.max"]))

    def trace(self):
        tasks = self.rest.get(f"/connectors/{self.name}/status").json()["tasks"]
        return tasks[0].get("trace", "")

    def wait_failed(self, seconds=30):
        until(lambda: self.rest.state(self.name)[1] == ("FAILED",), seconds, "the task fails")
        return self.trace()

    def wait_rows(self, sql, rows, seconds=30):
        """Until the query gives these rows."""
        last = []

        def same():
            try:
                last[:] = self.server.run(sql)
            except Exception as failure:  # the table may not be there yet
                last[:] = [repr(failure)]
                return False
            return [tuple(row) for row in last] == [tuple(row) for row in rows]
        try:
            until(same, seconds, "the rows")
        except TimeoutError as late:
            raise AssertionError(f"{sql}: {last!r}, not {rows!r}\n{self.trace()}") from late

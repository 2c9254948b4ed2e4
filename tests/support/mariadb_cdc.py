"""A MariaDB source on a worker: its configuration, its records, and tables rebuilt from them."""
import json

from .toy_cdc import topic_values
from .waiting import until

CLASS = "io.debezium.connector.mariadb.MariaDbConnector"


def worker_properties(**more):
    """Records as plain JSON, offsets stored often."""
    return {"offset.flush.interval.ms": "200",
            "key.converter": "org.apache.kafka.connect.json.JsonConverter",
            "key.converter.schemas.enable": "false",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable": "false",
            **{name.replace("__", "."): value for name, value in more.items()}}


def _parsed(text):
    return None if text is None else json.loads(text)


class Source:
    """One connector reading one server's database."""

    def __init__(self, worker, server, name, database, server_id=7000):
        self.worker, self.server, self.name, self.database = worker, server, name, database
        self.server_id = server_id
        self.config = None

    def configure(self, **more):
        self.config = {
            "connector.class": CLASS, "tasks.max": "1", "topic.prefix": self.name,
            "database.hostname": "127.0.0.1", "database.port": str(self.server.port),
            "database.user": "cdc", "database.password": "cdc",
            "database.server.id": str(self.server_id),
            "database.include.list": self.database,
            "schema.history.internal.kafka.topic": f"{self.name}.history",
            "schema.history.internal.kafka.bootstrap.servers": "unused:9092",
            "errors.retry.delay.max.ms": "500",
            **{key.replace("__", "."): value for key, value in more.items()}}
        return self.config

    def put(self, **more):
        answer = self.worker.rest.put(f"/connectors/{self.name}/config", self.configure(**more))
        assert answer.status in (200, 201), answer
        return self

    def state(self):
        return self.worker.rest.state(self.name)

    def wait_running(self, seconds=20):
        until(lambda: self.state() == ("RUNNING", ("RUNNING",)), seconds, "running")
        return self

    def wait_failed(self, seconds=20):
        """Why the task failed."""
        until(lambda: self.state()[1] == ("FAILED",), seconds, "failed")
        status = self.worker.rest.get(f"/connectors/{self.name}/status").json()
        return status["tasks"][0]["trace"]

    def offset(self):
        """The stored place, without what is our own."""
        answer = self.worker.rest.get(f"/connectors/{self.name}/offsets").json()
        for entry in answer["offsets"]:
            if entry["partition"] == {"server": self.name}:
                return entry["offset"]
        return None

    def records(self, topic):
        """(key, value) of every record, parsed; None stays None."""
        lines = [json.loads(line) for line in topic_values(self.worker, topic, "-J")]
        return [(_parsed(line["key"]), _parsed(line["payload"])) for line in lines]

    def events(self, table):
        return self.records(f"{self.name}.{self.database}.{table}")

    def sql(self, *statements):
        return self.server.run(*statements, database=self.database)


def rebuild(events, key_of):
    """What a table holds after its events, as an upserting consumer sees it."""
    rows = {}
    for key, value in events:
        if value is None:
            continue
        if value["op"] == "d":
            rows.pop(key_of(value["before"]), None)
        elif value["op"] == "t":
            rows.clear()
        else:
            rows[key_of(value["after"])] = value["after"]
    return rows

"""`weir migrate` between a MariaDB and a PostgreSQL of the tests: its configuration, a run of it."""
import json
import os
import signal
import subprocess

from . import paths
from .waiting import until


class Migrate:
    """The configurations of one database, in a folder of their own."""

    def __init__(self, folder, mariadb, postgres, database, name="shop", schema="mp_cdc"):
        self.folder, self.mariadb, self.postgres = folder, mariadb, postgres
        self.database, self.name, self.schema = database, name, schema
        self.source = {
            "connector.class": "io.debezium.connector.mariadb.MariaDbConnector", "tasks.max": "1",
            "database.hostname": "${SHOP_HOST}", "database.port": "${SHOP_PORT}",
            "database.user": "${SHOP_USER}", "database.password": "${SHOP_PASS}",
            "database.server.id": "7300", "database.include.list": database,
            "table.include.list": "${TABLE_ALLOWLIST}", "topic.prefix": name,
            "snapshot.mode": "initial",
            "schema.history.internal.kafka.topic": f"{name}.schema-history",
            "schema.history.internal.kafka.bootstrap.servers": "unused:9092"}
        self.sink = {
            "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector", "tasks.max": "1",
            "topics.regex": f"{name}\\.{database}\\..*",
            "connection.url": "${SINK_DB_URL}", "connection.username": "${SINK_DB_USER}",
            "connection.password": "${SINK_DB_PASSWORD}", "insert.mode": "upsert",
            "primary.key.mode": "record_key", "delete.enabled": "true",
            "schema.evolution": "basic", "collection.name.format": f"{schema}.${{topic}}",
            "transforms": "unwrap,route",
            "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
            "transforms.unwrap.delete.tombstone.handling.mode": "tombstone",
            "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
            "transforms.route.regex": ".*\\.([^.]+)", "transforms.route.replacement": "$1"}
        self.env = {"SHOP_HOST": "127.0.0.1", "SHOP_PORT": str(mariadb.port), "SHOP_USER": "cdc",
                    "SHOP_PASS": "cdc", "SHOP_TABLE_ALLOWLIST": f"{database}\\..*",
                    "SINK_DB_URL": postgres.url(), "SINK_DB_USER": "cdc", "SINK_DB_PASSWORD": "cdc",
                    "BUS": "embedded"}

    def write(self):
        for kind, config in (("sources/mariadb", self.source), ("sinks/postgres", self.sink)):
            path = self.folder / "configs" / kind / f"{self.name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"name": f"{kind[:4]}-{self.name}", "config": config}))
        (self.folder / "env").write_text("".join(f"{key}={value}\n"
                                                 for key, value in self.env.items()))

    def filled(self, which):
        """A connector's configuration with its variables filled, as the runbook would send it."""
        env = {**self.env, "TABLE_ALLOWLIST": self.env["SHOP_TABLE_ALLOWLIST"]}
        made = {}
        for key, value in (self.source if which == "source" else self.sink).items():
            for name, text in env.items():
                value = value.replace(f"${{{name}}}", text)
            made[key] = value
        return made

    def argv(self, *options):
        return [str(paths.weir_binary()), "migrate", "--database", self.name, "--config",
                str(self.folder / "configs"), *options]

    def environment(self):
        return {**{k: v for k, v in os.environ.items() if k not in ("BUS", "DEBEZIUM_URL")},
                "ENV_FILE": str(self.folder / "env")}

    def run(self, *options, code=0, seconds=120):
        """What it says on standard output and error together."""
        self.write()
        done = subprocess.run(self.argv(*options), env=self.environment(), capture_output=True,
                              text=True, timeout=seconds, check=False)
        said = done.stdout + done.stderr
        assert done.returncode == code, f"exit code {done.returncode}, not {code}:\n{said}"
        return said

    def start(self, *options):
        self.write()
        return subprocess.Popen(self.argv(*options), env=self.environment(),
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def interrupt(self, child, when, how=signal.SIGINT, seconds=60):
        """Sends the signal once `when` holds; its exit code and what it said."""
        until(lambda: when() or child.poll() is not None, seconds, "the moment to interrupt")
        child.send_signal(how)
        said, _ = child.communicate(timeout=60)
        return child.returncode, said

    def rows(self, sql):
        return self.postgres.run(sql)

    def content(self, table, order="id"):
        """md5 of a target table's rows, by PostgreSQL's own texts."""
        return self.postgres.one(
            f"SELECT md5(string_agg(t::text, '|' ORDER BY {order})) FROM {self.schema}.{table} t")

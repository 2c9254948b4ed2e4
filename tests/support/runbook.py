"""The pipelines as their operator types them: make's targets, an .env, two databases on one MariaDB,
one PostgreSQL schema, a worker of either kind."""
import contextlib
import os
import subprocess
import threading
import time

from . import mariadb_rig, paths, postgres_rig
from .rest import Rest
from .waiting import until

SCHEMAS = {"trading": "xchange_trading", "finance": "xchange_finance"}
TABLES = {
    "trading": ("orders", "id BIGINT PRIMARY KEY, price DECIMAL(18,8) NOT NULL, note TEXT, "
                          "open BIT(1) NOT NULL DEFAULT b'1', made DATETIME(3) NOT NULL"),
    "finance": ("ledger", "id INT PRIMARY KEY, amount DECIMAL(12,2), booked DATE"),
}
ROWS = {"orders": "({0}, {0}.25, 'note ''{0}''', b'1', '2026-01-02 03:04:05.678')",
        "fills": "({0}, {0}.25, 'note ''{0}''', b'1', '2026-01-02 03:04:05.678')",
        "ledger": "({0}, {0}.50, '2026-01-02')"}


class Pipelines:
    """env: what .env says beside the addresses of the two servers."""

    def __init__(self, mariadb, postgres, url, folder, env):
        self.mariadb, self.postgres, self.url = mariadb, postgres, url
        self.rest = Rest(url.rsplit(":", 1)[1])
        self.env_file = folder / "env"
        self.env = {"DEBEZIUM_URL": url, "SINK_DB_URL": postgres.url(),
                    "SINK_DB_USER": postgres_rig.USER, "SINK_DB_PASSWORD": postgres_rig.PASSWORD, **env}
        for database in SCHEMAS:
            name = database.upper()
            self.env.update({f"{name}_HOST": "127.0.0.1", f"{name}_PORT": mariadb.port,
                             f"{name}_USER": mariadb_rig.USER, f"{name}_PASS": mariadb_rig.PASSWORD})
            self.allow(database, TABLES[database][0])

    def allow(self, database, *tables):
        self.env[f"{database.upper()}_TABLE_ALLOWLIST"] = ",".join(
            f"{SCHEMAS[database]}.{table}" for table in tables)

    def write_env(self):
        self.env_file.write_text("".join(f"{key}={value}\n" for key, value in self.env.items()),
                                 encoding="utf-8")

    def make(self, *target, **variables):
        """What make says, and its exit status."""
        self.write_env()
        variables = {"ENV_FILE": self.env_file, **variables}
        done = subprocess.run(["make", "-s", "-C", paths.ROOT, *target,
                               *(f"{key}={value}" for key, value in variables.items())],
                              env={**os.environ, "RESTART_WAIT": "150"},
                              capture_output=True, text=True, timeout=170, check=False)
        return done.returncode, done.stdout + done.stderr

    def must(self, *target, **variables):
        code, said = self.make(*target, **variables)
        assert code == 0, f"make {' '.join(target)}: {said}"
        return said

    def migrate(self, database, *tables):
        self.write_env()
        done = subprocess.run([paths.weir_binary(), "migrate", "--database", database,
                               "--tables", ",".join(tables)], cwd=paths.ROOT, text=True,
                              env={**os.environ, "ENV_FILE": str(self.env_file)},
                              capture_output=True, timeout=170, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def runs(self, connector, seconds=60):
        until(lambda: "RUNNING" in self.must("connector-status", C=connector).split("\n")[1], seconds,
              f"a task of {connector} runs")

    def captures(self, connector, seconds=90):
        """A source has its first offset: what is written from now on is its to copy."""
        until(lambda: self.rest.get(f"/connectors/{connector}/offsets").json()["offsets"], seconds,
              f"an offset of {connector}")

    def sends_to(self, connector, table, seconds=90):
        """A source has sent records of this table."""
        until(lambda: any(topic.endswith("." + table) for topic in self.rest.get(
            f"/connectors/{connector}/topics").json()[connector]["topics"]), seconds,
            f"{connector} to send to a topic of {table}")

    def configure(self, connector, changes):
        """As someone does who edits the JSON by hand."""
        config = self.rest.get(f"/connectors/{connector}/config").json()
        answer = self.rest.put(f"/connectors/{connector}/config", {**config, **changes})
        assert answer.status == 200, answer

    def insert(self, database, table, *ids):
        rows = ", ".join(ROWS[table].format(each) for each in ids)
        self.mariadb.run(f"INSERT INTO {SCHEMAS[database]}.{table} VALUES {rows}")

    def source_ids(self, database, table):
        return [row[0] for row in self.mariadb.run(
            f"SELECT id FROM {SCHEMAS[database]}.{table} ORDER BY id")]

    def target_ids(self, table):
        if not self.postgres.one(f"SELECT to_regclass('mp_cdc.{table}') IS NOT NULL"):
            return []
        return [row[0] for row in self.postgres.run(f"SELECT id FROM mp_cdc.{table} ORDER BY id")]

    def comes(self, table, ids, seconds=60):
        until(lambda: self.target_ids(table) == list(ids), seconds, f"{table} has {ids}")

    @contextlib.contextmanager
    def writing(self, database, table, first, change=None):
        """Rows come in all the while, one every few milliseconds, from id first on; change: SQL
        that is run after each."""
        over = threading.Event()

        def write():
            at = first
            while not over.is_set():
                self.insert(database, table, at)
                if change:
                    self.mariadb.run(change)
                at += 1
                time.sleep(0.005)
        writer = threading.Thread(target=write)
        writer.start()
        try:
            yield
        finally:
            over.set()
            writer.join()


@contextlib.contextmanager
def databases():
    """A MariaDB with the tables, and a PostgreSQL with the schema that they are copied to."""
    with mariadb_rig.MariaDB("runbook") as mariadb:
        for database, schema in SCHEMAS.items():
            table, columns = TABLES[database]
            mariadb.run(f"CREATE DATABASE {schema}", f"CREATE TABLE {schema}.{table} ({columns})")
        postgres = postgres_rig.Postgres("runbook-target")
        try:
            postgres.run("CREATE SCHEMA mp_cdc")
            yield mariadb, postgres
        finally:
            postgres.stop()

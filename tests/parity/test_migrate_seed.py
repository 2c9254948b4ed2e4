"""`weir migrate --seed` in front of a real Connect with Debezium: what it prints is done, and what
is written after the copy arrives, once; none of the copied rows is sent again."""
import json

import pytest

from support import debezium
from support.mariadb_rig import MariaDB
from support.migrate import Migrate
from support.postgres_rig import Postgres
from support.waiting import until

from .connectors import JSON, in_state
from .topics import read, topics

pytestmark = [pytest.mark.java, pytest.mark.timeout(400)]
SOURCE = "sour-shop"
CONVERTERS = {f"{role}.converter{key}": value for role in ("key", "value")
              for key, value in (("", JSON), (".schemas.enable", "true"))}


@pytest.fixture
def migrate(broker, tmp_path, word):
    with MariaDB("seed") as mariadb:
        postgres = Postgres("seed-pg")
        mariadb.run("CREATE DATABASE shop_db")
        one = Migrate(tmp_path, mariadb, postgres, "shop_db")
        prefix = word("shop")
        one.source.update({
            "topic.prefix": prefix, "schema.history.internal.kafka.topic": f"{prefix}.schema-history",
            "schema.history.internal.kafka.bootstrap.servers": broker.bootstrap,
            "snapshot.mode": "no_data", **CONVERTERS})
        one.sink.update({"topics.regex": f"{prefix}\\.shop_db\\..*", **CONVERTERS})
        del one.env["BUS"]
        yield one
        postgres.stop()


def test_a_debezium_streams_from_the_copy_on(migrate, broker, start_java, word):
    worker = start_java(broker.bootstrap, word("seed"), properties={
        "plugin.path": debezium.plugin_path(), "consumer.metadata.max.age.ms": "2000"})
    migrate.env["DEBEZIUM_URL"] = worker.rest.url

    def sql(*statements):
        migrate.mariadb.run(*statements, database="shop_db")

    sql("CREATE TABLE t (id INT PRIMARY KEY, word VARCHAR(20))",
        "INSERT INTO t SELECT seq, 'copied' FROM seq_1_to_500")
    said = migrate.run("--seed")
    assert f"{SOURCE} is created, stopped, at that place" in said
    sql("INSERT INTO t VALUES (1000, 'new')", "DELETE FROM t WHERE id = 7",
        "UPDATE t SET word = 'changed' WHERE id = 8")

    def put_mode(mode):
        config = {**migrate.filled("source"), "snapshot.mode": mode}
        answer = worker.rest.put(f"/connectors/{SOURCE}/config", config)
        assert answer.status == 200, answer.text()

    put_mode("recovery")
    assert worker.rest.put(f"/connectors/{SOURCE}/resume").status == 202
    in_state(worker.rest, SOURCE, "RUNNING", "RUNNING")
    topic = f"{migrate.source['topic.prefix']}.shop_db.t"
    until(lambda: topics(broker.bootstrap, topic) and len(read(broker.bootstrap, topic)) == 4, 90, "what was written since")
    put_mode("no_data")
    assert worker.rest.put("/connectors/out/config", migrate.filled("sink")).status == 201
    sql("INSERT INTO t VALUES (1001, 'later')")
    until(lambda: migrate.rows("SELECT id, word FROM mp_cdc.t WHERE id IN (7, 8, 1000, 1001) "
                               "ORDER BY id") == [(8, "changed"), (1000, "new"), (1001, "later")],
          90, "the changes in PostgreSQL")
    assert [json.loads(record.value)["payload"]["op"] if record.value else "-"
            for record in read(broker.bootstrap, topic)] == ["c", "d", "-", "u", "c"]
    assert migrate.postgres.one("SELECT count(*) FROM mp_cdc.t") == 501

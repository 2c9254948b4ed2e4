"""The primary is lost in the middle of a transaction that is being read, the worker is killed, and a
replica takes over, whose files and positions are others: by the GTIDs nothing is lost nor comes twice."""
import collections

import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.waiting import until

pytestmark = pytest.mark.embedded
_LOGS = "--log-slave-updates=ON"
_ROWS = 8000


@pytest.fixture
def servers():
    with MariaDB("primary", options=[_LOGS]) as primary:
        with MariaDB("replica", options=[_LOGS, "--server-id=99"]) as replica:
            replica.run("FLUSH BINARY LOGS", "FLUSH BINARY LOGS", (
                f"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={primary.port}, MASTER_USER='cdc', "
                "MASTER_PASSWORD='cdc', MASTER_USE_GTID=slave_pos"), "START SLAVE", as_root=True)
            yield primary, replica


def _has_come(replica, rows):
    """Its table is there and has them."""
    tables = replica.run("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME='t'")
    return tables[0][0] and replica.run("SELECT COUNT(*), SUM(n) FROM shop.t") == rows


def _changes(source):
    return [(value["op"], (value["after"] or value["before"])["id"]) for _, value in source.events("t") if value]


def test_a_replica_takes_over_in_the_middle(start_weir, servers, word):
    primary, replica = servers
    source = Source(start_weir(worker_properties()), primary, word("failover"), "shop", server_id=7400)
    small = {"max__batch__size": "7", "max__queue__size": "20"}
    primary.run("CREATE DATABASE shop")
    source.sql("CREATE TABLE t (id INT PRIMARY KEY, n INT)", "INSERT INTO t VALUES (1,1),(2,2)")
    source.put(**small).wait_running()
    until(lambda: len(source.events("t")) == 2, 60, "the snapshot")
    source.sql("ALTER TABLE t ADD COLUMN m INT DEFAULT 7")
    source.sql(f"INSERT INTO t (id, n) SELECT seq, seq FROM seq_1000_to_{999 + _ROWS}",
               "UPDATE t SET n=n+1 WHERE id >= 1000")
    until(lambda: len(source.events("t")) > 100, 60, "the transaction's first rows")
    source.worker.kill()
    rows = primary.run("SELECT COUNT(*), SUM(n) FROM shop.t")
    until(lambda: _has_come(replica, rows), 60, "all that the primary had is on the replica")
    replica.run("STOP SLAVE", "RESET SLAVE ALL", as_root=True)
    primary.stop()
    source.server = replica
    source.sql("INSERT INTO t VALUES (30,30,30)", "DELETE FROM t WHERE id=2")
    source.worker.start()
    source.put(**small)
    until(lambda: ("d", 2) in _changes(source), 60, "the last change on the replica")
    assert [each for each, n in collections.Counter(_changes(source)).items() if n > 1] == []
    assert {number: (row["n"], row.get("m")) for number, row in
            rebuild(source.events("t"), lambda row: row["id"]).items() if number > 2} == {
                number: (n, m) for number, n, m in replica.run("SELECT * FROM shop.t") if number > 2}

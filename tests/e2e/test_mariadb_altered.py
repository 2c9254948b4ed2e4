"""DDL on tables that a snapshot has not read yet: it begins again by itself, and all fits in the end."""
import contextlib
import json

import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.waiting import until

pytestmark = pytest.mark.embedded
_GATE = "gate"  # a row of table a is read when this lock of the server's is free


@pytest.fixture(scope="module", params=["mariadb", "mysql-8.0"])
def server(request):
    with MariaDB(f"altered-{request.param}", flavour=request.param) as process:
        yield process


@pytest.fixture
def source(start_weir, server, word):
    name = word("altered")
    server.run(f"CREATE DATABASE {name}")
    one = Source(start_weir(worker_properties()), server, name, name, server_id=7350)
    one.sql("CREATE TABLE a (id INT PRIMARY KEY)", "INSERT INTO a VALUES (1)")
    for table in ("b", "c"):
        one.sql(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT, pad VARCHAR(10))",
                f"INSERT INTO {table} VALUES (1, 10, 'x'), (2, 20, 'y')")
    yield one
    server.run(f"DROP DATABASE {name}")


@contextlib.contextmanager
def _before_the_others(source):
    """What stands in the block happens when a snapshot has its view and waits at table a's row."""
    with source.server.connect(as_root=True) as keeper:
        cursor = keeper.cursor()
        cursor.execute(f"SELECT GET_LOCK('{_GATE}', 60)")
        assert cursor.fetchone()[0] == 1
        yield
        cursor.execute(f"SELECT RELEASE_LOCK('{_GATE}')")


def _gated(source):
    return f"SELECT * FROM {source.database}.a WHERE GET_LOCK('{_GATE}', 60) = 1"


def _waits(server):
    return server.run("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE='User lock'",
                      as_root=True)[0][0] > 0


def _altered_in_the_middle(source, *ddl, **more):
    name = source.database
    with _before_the_others(source):
        source.put(snapshot__max__threads="1", snapshot__select__statement__overrides=f"{name}.a", **{
            f"snapshot.select.statement.overrides.{name}.a": _gated(source)}, **more)
        until(lambda: _waits(source.server), 60, "the snapshot at the gate")
        source.sql(*ddl)


def _end(source, table="b"):
    source.sql(f"INSERT INTO {table} (id) VALUES (99)")
    until(lambda: any(value and value["after"] and value["after"]["id"] == 99
                      for _, value in source.events(table)), 60, f"the last row of {table}")
    assert "FAILED" not in source.worker.log()
    rows = source.server.run(f"SELECT id, n FROM {table}", database=source.database)
    assert {number: row["n"] for number, row in
            rebuild(source.events(table), lambda row: row["id"]).items()} == dict(rows)


@pytest.mark.parametrize("locking,ddl", [
    ("minimal", "ALTER TABLE b DROP COLUMN pad"),
    ("none", "ALTER TABLE b CHANGE pad `p``d` VARCHAR(20), ADD COLUMN `ba``ck` INT DEFAULT 4")])
def test_a_table_is_altered_before_it_is_read(source, locking, ddl):
    _altered_in_the_middle(source, ddl, snapshot__locking__mode=locking)
    _end(source)
    source.sql("ALTER TABLE b ADD COLUMN `l``ate` INT DEFAULT 5 AFTER id",
               "ALTER TABLE b ALTER COLUMN `l``ate` SET DEFAULT 6", "INSERT INTO b (id) VALUES (100)")
    until(lambda: source.events("b")[-1][1]["after"]["id"] == 100, 60, "the row after the ALTER")
    columns = [row[0] for row in source.sql("SHOW COLUMNS FROM b")]
    assert list(source.events("b")[-1][1]["after"]) == columns
    assert source.events("b")[-1][1]["after"]["l`ate"] == 6


@pytest.mark.parametrize("ddl", ["DROP TABLE c", "RENAME TABLE c TO d"])
def test_a_table_goes_before_it_is_read(source, ddl):
    _altered_in_the_middle(source, ddl)
    _end(source)


def test_a_table_is_altered_before_a_blocking_snapshot_reads_it(source, tmp_path):
    """The stream comes to the statement first; else the definition would stay another for ever."""
    signals = tmp_path / "signals"
    signals.touch()
    source.put(snapshot__mode="no_data", snapshot__max__threads="1",
               signal__enabled__channels="file", signal__poll__interval__ms="100",
               signal__file=str(signals)).wait_running()
    until(lambda: "reading the binlog from" in source.worker.log(), 60, "the stream")
    tables = [f"{source.database}.{table}" for table in "abc"]
    with _before_the_others(source):
        signals.write_text(json.dumps({"id": "1", "type": "execute-snapshot", "data": {
            "type": "blocking", "data-collections": tables, "additional-conditions": [
                {"data-collection": tables[0], "filter": _gated(source)}]}}) + "\n")
        until(lambda: _waits(source.server), 60, "the snapshot at the gate")
        source.sql("ALTER TABLE b DROP COLUMN pad")
    until(lambda: sum(1 for _, value in source.events("b") if value and value["op"] == "r") == 2, 60,
          "the rows of b")
    assert all("pad" not in value["after"] for _, value in source.events("b"))
    _end(source)

"""Tables that join by PUT, and incremental snapshots asked for by signals, while the stream goes on."""
import json

import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.mariadb_work import Work
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module", params=["mariadb", "mysql-8.0"])
def server(request):
    with MariaDB(f"signals-{request.param}", flavour=request.param) as process:
        yield process


@pytest.fixture
def worker(start_weir):
    return start_weir(worker_properties())


@pytest.fixture
def source(worker, server, word):
    name = word("sig")
    server.run(f"CREATE DATABASE {name}")
    yield Source(worker, server, name, name, server_id=7100)
    server.run(f"DROP DATABASE {name}")


def _ops(source, table):
    return "".join("-" if value is None else value["op"] for _, value in source.events(table))


def _ids(source, table, op="r"):
    return sorted(value["after"]["id"] for _, value in source.events(table)
                  if value and value["op"] == op)


def _numbers(source, table, n, begin=1):
    source.sql(f"CREATE TABLE IF NOT EXISTS {table} (id INT PRIMARY KEY, v VARCHAR(20))")
    rows = ",".join(f"({i},'v{i}')" for i in range(begin, begin + n))
    source.sql(f"INSERT INTO {table} VALUES {rows}")


@pytest.mark.parametrize("only_captured", ["false", "true"])
def test_a_table_joins_by_put(source, only_captured):
    more = {"schema__history__internal__store__only__captured__tables__ddl": only_captured}
    for table in ("a", "b", "c"):
        _numbers(source, table, 5)
    prefix = f"{source.database}\\."
    source.put(table__include__list=prefix + "a", **more).wait_running()
    until(lambda: _ops(source, "a") == "rrrrr", 20, "the snapshot of a")
    source.sql("INSERT INTO b VALUES (6,'v6')", "ALTER TABLE b ADD COLUMN w INT DEFAULT 1",
               "UPDATE b SET w=2 WHERE id=3")
    source.put(table__include__list=f"{prefix}a,{prefix}b", **more).wait_running()
    until(lambda: sorted(rebuild(source.events("b"), lambda row: row["id"])) == [1, 2, 3, 4, 5, 6],
          20, "the rows of b")
    source.sql("INSERT INTO a VALUES (6,'x')", "INSERT INTO b VALUES (7,'v7',7)", "DELETE FROM b WHERE id=1")
    until(lambda: _ops(source, "b").endswith("cd-"), 20, "changes of b")
    until(lambda: _ops(source, "a") == "rrrrrc", 20, "changes of a")
    rows = rebuild(source.events("b"), lambda row: row["id"])
    assert sorted(rows) == [2, 3, 4, 5, 6, 7]
    assert [rows[i]["w"] for i in sorted(rows)] == [1, 2, 1, 1, 1, 7]
    source.put(table__include__list=prefix + "b", **more)
    until(lambda: source.worker.log().count("reading the binlog") == 3, 20, "the third start")
    source.sql("INSERT INTO a VALUES (7,'gone')", "INSERT INTO b VALUES (8,'v8',8)")
    until(lambda: _ops(source, "b").endswith("c"), 20, "b goes on")
    assert _ops(source, "a") == "rrrrrc"
    assert _ops(source, "c") == ""


def test_no_data_reads_new_tables_only_when_asked(source):
    _numbers(source, "a", 3)
    _numbers(source, "b", 3)
    prefix = f"{source.database}\\."
    source.put(snapshot__mode="no_data", table__include__list=prefix + "a").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 10, "streaming")
    source.put(snapshot__mode="no_data", table__include__list=prefix + ".*",
               weir__snapshot__new__tables="true").wait_running()
    until(lambda: _ids(source, "b") == [1, 2, 3], 20, "the rows of b")
    assert _ops(source, "a") == ""


def test_incremental_by_the_signal_table(source):
    source.sql("CREATE TABLE signals (id VARCHAR(42) PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048))")
    _numbers(source, "a", 250)
    _numbers(source, "b", 30)
    source.put(snapshot__mode="no_data", incremental__snapshot__chunk__size="20",
               signal__data__collection=f"{source.database}.signals",
               notification__enabled__channels="sink",
               notification__sink__topic__name=f"{source.name}-notes").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 10, "streaming")
    data = json.dumps({"data-collections": [f"{source.database}.a", f"{source.database}.b"],
                       "type": "incremental",
                       "additional-conditions": [{"data-collection": f"{source.database}.b",
                                                  "filter": "id > 10"}]})
    source.server.run(f"INSERT INTO signals VALUES ('s1', 'execute-snapshot', '{data}')",
                      database=source.database)
    until(lambda: len(_ids(source, "b")) == 20, 20, "the rows of b")
    assert _ids(source, "a") == list(range(1, 251))
    assert _ids(source, "b") == list(range(11, 31))
    mark = {value["source"]["snapshot"] for _, value in source.events("a")}
    assert mark == {"incremental"}
    until(lambda: [value["type"] for _, value in source.records(f"{source.name}-notes")] ==
          ["STARTED", "TABLE_SCAN_COMPLETED", "TABLE_SCAN_COMPLETED", "COMPLETED"], 10, "notifications")
    until(lambda: "incremental_snapshot_collections" not in source.offset(), 10, "its end")


def test_incremental_under_load_and_kills(source, tmp_path):
    """The file channel; a random workload beside, and the worker killed in the middle."""
    signals = tmp_path / "signals.txt"
    work = Work(source.server, source.database, seed=5, ddl=False)
    work.create()
    work.run(150)
    source.put(snapshot__mode="no_data", incremental__snapshot__chunk__size="7",
               signal__enabled__channels="file", signal__file=str(signals),
               signal__poll__interval__ms="100", skipped__operations="none").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 10, "streaming")
    signals.write_text(json.dumps({"id": "x", "type": "execute-snapshot", "data": {
        "data-collections": [f"{source.database}\\.t.*"], "type": "incremental"}}) + "\n")

    def between(step):
        if step in (20, 60):
            source.worker.kill()
            source.worker.start()

    work.run(120, between)
    until(lambda: (source.offset() is not None
                   and "incremental_snapshot_collections" not in source.offset()), 40, "its end")
    for table in work.tables:
        source.sql(f"REPLACE INTO {table} VALUES (999999, 1, 'end')")
        until(lambda t=table: any(value and (value["after"] or {}).get("id") == 999999
                                  for _, value in source.events(t)), 30, "the end")
        assert rebuild(source.events(table), lambda row: row["id"]) == work.rows(table)

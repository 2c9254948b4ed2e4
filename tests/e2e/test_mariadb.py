"""The MariaDB source end to end, against a server of its own: snapshot, stream, restart, DDL."""
import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def server():
    with MariaDB("cdc") as process:
        yield process


@pytest.fixture
def worker(start_weir):
    return start_weir(worker_properties())


@pytest.fixture
def source(worker, server, word):
    name = word("db")
    server.run(f"CREATE DATABASE {name}")
    yield Source(worker, server, name, name)
    server.run(f"DROP DATABASE {name}")


def _ops(events):
    return "".join("-" if value is None else value["op"] for _, value in events)


def _wait_ops(source, table, want, seconds=20):
    until(lambda: len(source.events(table)) >= len(want), seconds, f"{want} of {table}")
    assert _ops(source.events(table)) == want


def test_rows_then_changes(source):
    source.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), price DECIMAL(10,2))",
               "INSERT INTO t VALUES (1,'one',1.5),(2,'two',NULL),(3,'drei',3)")
    source.put(decimal__handling__mode="string").wait_running()
    _wait_ops(source, "t", "rrr")
    source.sql("INSERT INTO t VALUES (4,'vier',4)", "UPDATE t SET price=2 WHERE id=2",
               "DELETE FROM t WHERE id=1")
    _wait_ops(source, "t", "rrrcud-")
    events = source.events("t")
    assert [key for key, _ in events] == [{"id": i} for i in (1, 2, 3, 4, 2, 1, 1)]
    marks = [value["source"]["snapshot"] for _, value in events[:4]]
    assert marks == ["first", "true", "last", "false"]
    assert events[4][1]["before"] == {"id": 2, "name": "two", "price": None}
    assert events[4][1]["after"] == {"id": 2, "name": "two", "price": "2.00"}
    assert rebuild(events, lambda row: row["id"]) == {
        2: {"id": 2, "name": "two", "price": "2.00"}, 3: {"id": 3, "name": "drei", "price": "3.00"},
        4: {"id": 4, "name": "vier", "price": "4.00"}}


@pytest.mark.parametrize("mode", ["no_data", "schema_only"])
def test_changes_only(source, mode):
    source.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))", "INSERT INTO t VALUES (1,'one')")
    source.put(snapshot__mode=mode).wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 10, "streaming")
    source.sql("INSERT INTO t VALUES (2,'two')")
    _wait_ops(source, "t", "c")


def test_an_event_of_more_rows_than_a_batch_says_where_it_stood(start_weir, server, word):
    """The next batch may be the one before, come back empty: with one in flight it always is."""
    name = word("db")
    server.run(f"CREATE DATABASE {name}")
    source = Source(start_weir(worker_properties(task__batches__in__flight__max="1")), server, name, name)
    source.sql("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))")
    source.put(max__batch__size="7", include__query="true").wait_running()
    until(lambda: source.offset() is not None and "snapshot" not in source.offset(), 20, "streaming")
    source.sql("INSERT INTO t SELECT seq, CONCAT('number ', seq) FROM seq_1_to_1000")
    until(lambda: len(source.events("t")) >= 1000, 30, "1000 rows")
    told = {(block["gtid"], block["file"], block["query"])
            for block in (value["source"] for _, value in source.events("t"))}
    assert len(told) == 1, told
    server.run(f"DROP DATABASE {name}")

"""A snapshot that is killed goes on with what it has not read; and what its progress looks like."""
import re

import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.waiting import until

pytestmark = pytest.mark.embedded
TABLES = [f"t{i}" for i in range(6)]
ROWS = 30000


@pytest.fixture(scope="module")
def server():
    with MariaDB("snapshot", options=["--innodb-flush-log-at-trx-commit=2", "--sync-binlog=0"]) as process:
        yield process


@pytest.fixture
def source(start_weir, server, word):
    name = word("snap")
    server.run(f"CREATE DATABASE {name}")
    one = Source(start_weir(worker_properties()), server, name, name, server_id=7300)
    for table in TABLES:
        one.sql(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT, pad VARCHAR(100))",
                f"INSERT INTO {table} SELECT seq, 0, REPEAT('x', 80) FROM seq_1_to_{ROWS}")
    yield one
    server.run(f"DROP DATABASE {name}")


def _finished(source):
    """The tables that the log says are read."""
    return re.findall(rf"snapshot of {source.database}\.(\w+): \d+ rows", source.worker.log())


def _kill_in_the_middle(source, **more):
    source.put(max__batch__size="200", **more)
    until(lambda: len(_finished(source)) >= 2, 60, "two tables")
    source.worker.kill()
    finished = _finished(source)
    assert len(finished) < len(TABLES), "it was too quick to be killed"
    return finished


def _rows(source, table):
    return dict(source.server.run(f"SELECT id, n FROM {table}", database=source.database))


def _end(source):
    """All that has happened is in the topics."""
    for table in TABLES:
        source.sql(f"INSERT INTO {table} (id, n, pad) VALUES (1000000, 1, 'end')")
    for table in TABLES:
        until(lambda t=table: any(value and value["op"] == "c" and value["after"]["id"] == 1000000
                                  for _, value in source.events(t)), 60, f"the end of {table}")
        rows = rebuild(source.events(table), lambda row: row["id"])
        assert {number: row["n"] for number, row in rows.items()} == _rows(source, table)


def _reads(source, table):
    return sum(1 for _, value in source.events(table) if value and value["op"] == "r")


def _change(source):
    for table in TABLES:
        source.sql(f"UPDATE {table} SET n=1 WHERE id BETWEEN 10 AND 20",
                   f"DELETE FROM {table} WHERE id BETWEEN 21 AND 25",
                   f"INSERT INTO {table} VALUES (999999, 2, 'new')",
                   f"UPDATE {table} SET n=n+1 WHERE id={ROWS}")


@pytest.mark.parametrize("threads", ["1", "3"])
def test_what_was_read_is_not_read_again(source, threads):
    finished = _kill_in_the_middle(source, snapshot__max__threads=threads)
    _change(source)
    source.worker.start()
    until(lambda: "the snapshot is complete" in source.worker.log(), 60, "the snapshot")
    assert "a snapshot was interrupted: it goes on" in source.worker.log()
    _end(source)
    again = _finished(source)
    # The last ones may have been told by the log before the bus had them.
    sure = [table for table in finished if table not in again]
    assert len(sure) >= len(finished) - int(threads) - 1, (finished, again)
    for table in sure:
        assert _reads(source, table) == ROWS


def test_a_definition_that_has_changed(source):
    _kill_in_the_middle(source, snapshot__max__threads="1")
    source.sql("ALTER TABLE t5 ADD COLUMN more INT DEFAULT 3")
    source.worker.start()
    until(lambda: "the snapshot is complete" in source.worker.log(), 60, "the snapshot")
    assert "definitions have changed since: the snapshot begins again" in source.worker.log()
    _end(source)
    assert {value["after"]["more"] for _, value in source.events("t5")
            if value and value["op"] == "c"} == {3}


def test_progress(source):
    seen = set()

    def looked():
        status = source.worker.rest.get(f"/connectors/{source.name}/status").json()
        seen.update(task.get("progress") for task in status["tasks"])
        return "the snapshot is complete" in source.worker.log()
    source.put(max__batch__size="100", snapshot__max__threads="1")
    until(looked, 60, "the snapshot")
    part = [text for text in seen if text and re.fullmatch(
        rf"snapshot of {source.database}\.t\d: \d+ of \d+, \d+ s left", text)]
    assert part, seen
    until(lambda: not any("progress" in task for task in source.worker.rest.get(
        f"/connectors/{source.name}/status").json()["tasks"]), 60, "no word of what is over")


def test_killed_before_any_table_is_read(source):
    """What was sent already and is deleted meanwhile is told by the stream, from the first place on."""
    name = source.database
    source.sql("CREATE TABLE a (id INT PRIMARY KEY, pad TEXT)",
               "INSERT INTO a SELECT seq, REPEAT('x', 30000) FROM seq_1_to_20")
    gated = f"SELECT * FROM {name}.a WHERE id < 15 OR GET_LOCK('{name}', 60) = 1 ORDER BY id"
    with source.server.connect(as_root=True) as keeper, keeper.cursor() as cursor:
        cursor.execute(f"SELECT GET_LOCK('{name}', 60)")
        source.put(max__batch__size="1", table__include__list=f"{name}.a",
                   snapshot__select__statement__overrides=f"{name}.a",
                   **{f"snapshot.select.statement.overrides.{name}.a": gated})
        until(lambda: _reads(source, "a") >= 2, 60, "some rows, not all")
        source.worker.kill()
        source.sql("DELETE FROM a WHERE id = 1", "INSERT INTO a VALUES (99, 'new')")
        cursor.execute(f"SELECT RELEASE_LOCK('{name}')")
    source.worker.start()
    until(lambda: any(value and value["op"] == "c" for _, value in source.events("a")), 60, "the stream")
    assert sorted(rebuild(source.events("a"), lambda row: row["id"])) == [*range(2, 21), 99]

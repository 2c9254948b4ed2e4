"""Random workloads: the events rebuild every table exactly, whatever is killed meanwhile, and on
the embedded log nothing comes twice."""
import random

import pytest

from support.mariadb_cdc import Source, rebuild, worker_properties
from support.mariadb_rig import MariaDB
from support.mariadb_work import Work
from support.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module", params=["mariadb", "mariadb-11.4", "mysql-8.0"])
def server(request):
    with MariaDB(f"random-{request.param}", flavour=request.param) as process:
        yield process


@pytest.fixture
def make(server, start_weir, word):
    made = []

    def one(seed, **more):
        worker = start_weir(worker_properties(task__restart__backoff__ms="200"))
        name = word("rnd")
        server.run(f"CREATE DATABASE {name}")
        source = Source(worker, server, name, name, server_id=random.randrange(10000, 10**6))
        work = Work(server, name, seed, **more)
        work.create()
        made.append(name)
        return source, work

    yield one
    for name in made:
        server.run(f"DROP DATABASE {name}")


def _stream(source):
    """An ALTER in the middle of the snapshot begins it again: what it has read of a table by then, and
    is deleted before it is read once more, has no event. That is Debezium's way too."""
    source.put(skipped__operations="none").wait_running()
    until(lambda: "the snapshot is complete" in source.worker.log(), 60, "the snapshot")


def _finish(source, work):
    """A last row in every table, and its event."""
    for table in work.tables:
        source.sql(f"REPLACE INTO {table} (id, n, s) VALUES (999999, 1, 'end')")
    for table in work.tables:
        until(lambda t=table: any(value and (value["after"] or {}).get("id") == 999999
                                  for _, value in source.events(t)), 60, f"the end of {table}")


def _check(source, work):
    """A column that came or went has no event for the rows that were there."""
    for table in work.tables:
        want = work.rows(table)
        got = rebuild(source.events(table), lambda row: row["id"])
        assert set(got) == set(want), f"seed {work.seed}, {table}"
        for key, row in want.items():
            common = {"id", "n", "s"} | (set(row) & set(got[key]))
            assert ({name: got[key][name] for name in common} ==
                    {name: row[name] for name in common}), f"seed {work.seed}, {table}"


def _check_once(source, work):
    for table in work.tables:
        seen = set()
        for key, value in source.events(table):
            if value is None or value["op"] == "r":
                continue
            origin = value["source"]
            # MariaDB 11.4 says no position within a transaction: its statements share the one before.
            place = (origin["file"], origin["pos"], origin["row"], value["op"], str(key),
                     str(value["before"]), str(value["after"]))
            assert place not in seen, f"seed {work.seed}, {table}: {place} came twice"
            seen.add(place)


@pytest.mark.parametrize("seed", [1])
def test_events_rebuild_the_tables(make, seed):
    source, work = make(seed)
    work.run(20)
    _stream(source)
    work.run(300)
    _finish(source, work)
    _check(source, work)
    _check_once(source, work)


@pytest.mark.parametrize("seed", [11])
def test_the_worker_is_killed(make, seed):
    source, work = make(seed)
    work.run(20)
    _stream(source)
    dice = random.Random(seed)

    def between(step):
        if dice.random() < 0.03:
            source.worker.kill()
            source.worker.start()

    work.run(250, between)
    _finish(source, work)
    _check(source, work)
    _check_once(source, work)


@pytest.mark.parametrize("seed", [21])
def test_the_server_is_killed(make, server, seed):
    source, work = make(seed)
    work.run(20)
    _stream(source)
    for _ in range(3):
        work.run(60)
        server.restart(kill=True)
    work.run(40)
    _finish(source, work)
    _check(source, work)
    _check_once(source, work)
    assert source.state() == ("RUNNING", ("RUNNING",))

"""What a target can do to a batch: deadlocks, serialization failures, a full disk, a failover, a long
absence. The batch is tried again as a whole, the task stays RUNNING, and in the end all is there."""
import os
import subprocess
import threading

import pytest

from support.pg_sink import Sink, Table, field
from support.postgres_rig import Postgres
from support.waiting import until

pytestmark = pytest.mark.embedded
FIELDS = [field("id", "int64", False), field("v", "string")]


@pytest.fixture(scope="module")
def server():
    process = Postgres(options=["deadlock_timeout=2s"])
    yield process
    process.stop()


def rows(begin, end, value="x"):
    return [{"id": i, "v": value} for i in range(begin, end)]


def select(table):
    return f"SELECT id, v FROM {table.topic} ORDER BY id"


def filled(worker, server, feed, word, number=2, **more):
    """A sink, and its table with some rows."""
    table = Table(word("trouble"), FIELDS)
    sink = Sink(worker, server, word, table.topic, **more).create()
    feed.flat(table, *rows(1, number + 1))
    sink.wait_rows(select(table), [(i, "x") for i in range(1, number + 1)])
    return table, sink


def never_failed(worker, sink):
    """It goes on, and not because it was begun anew."""
    assert sink.running()
    assert "restarts" not in worker.rest.get(f"/connectors/{sink.name}/status").text()


def wait_blocked(server):
    until(lambda: server.one("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'weir %' AND "
                             "wait_event_type = 'Lock'") == 1, 30, "the sink waits for a lock")


def test_deadlock(worker, server, feed, word):
    """Row 2 is held by somebody who then wants row 1, which the batch has: the batch is the victim."""
    table, sink = filled(worker, server, feed, word)
    with server.transaction() as other:
        other.execute("SET deadlock_timeout = '1h'")
        other.execute(f"UPDATE {table.topic} SET v = 'other' WHERE id = 2")
        feed.flat(table, *rows(1, 3, "sink"))
        wait_blocked(server)
        wants = threading.Thread(target=other.execute,
                                 args=(f"UPDATE {table.topic} SET v = 'other' WHERE id = 1",))
        wants.start()
        wants.join(30)
        assert not wants.is_alive(), "the batch was not the victim"
    sink.wait_rows(select(table), [(1, "sink"), (2, "sink")])
    assert "40P01" in worker.log()
    never_failed(worker, sink)


def test_a_stop_hears_of_what_is_at_the_server(worker, server, feed, word):
    """What PostgreSQL commits a moment after the stop counts as written: its offsets are committed."""
    table, sink = filled(worker, server, feed, word)
    with server.transaction() as other:
        other.execute(f"UPDATE {table.topic} SET v = 'other' WHERE id = 2")
        feed.flat(table, *rows(1, 3, "sink"))
        wait_blocked(server)
        assert worker.rest.put(f"/connectors/{sink.name}/stop").status == 204
    until(lambda: worker.rest.state(sink.name) == ("STOPPED", ()), 30, "it is stopped")
    assert server.run(select(table)) == [(1, "sink"), (2, "sink")]
    (entry,) = worker.rest.get(f"/connectors/{sink.name}/offsets").json()["offsets"]
    assert entry["offset"] == {"kafka_offset": 4}


def test_serialization_failure(worker, feed, word):
    server = Postgres(word("serial"))
    try:
        server.run("ALTER ROLE cdc SET default_transaction_isolation = 'repeatable read'")
        table, sink = filled(worker, server, feed, word, exactly__once__support="required")
        with server.transaction() as other:
            other.execute(f"UPDATE {table.topic} SET v = 'other' WHERE id = 1")
            feed.flat(table, *rows(1, 4, "sink"))
            wait_blocked(server)
        sink.wait_rows(select(table), [(1, "sink"), (2, "sink"), (3, "sink")])
        assert "40001" in worker.log()
        never_failed(worker, sink)
    finally:
        server.stop()


@pytest.fixture
def disk():
    """A file system of 12 MB that PostgreSQL's user can reach."""
    folder = f"/tmp/weir-disk-{os.getpid()}"
    os.makedirs(folder)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m,mode=777", "tmpfs", folder],
                             capture_output=True, text=True, timeout=10, check=False)
    if mounted.returncode:
        os.rmdir(folder)
        pytest.skip(f"no tmpfs may be mounted: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], timeout=10, check=True)
    os.rmdir(folder)


def test_disk_full(worker, feed, word, disk):
    """A tablespace without room: nothing of the batch stays, and it is written when there is some."""
    server = Postgres(word("full"))
    try:
        space = f"{disk}/space"
        os.makedirs(space)
        if os.geteuid() == 0:
            os.chown(space, *server.owner())
        table = Table(word("full"), FIELDS)
        server.run(f"CREATE TABLESPACE small LOCATION '{space}'",
                   f"CREATE TABLE {table.topic} (id bigint PRIMARY KEY, v text) TABLESPACE small",
                   f"ALTER TABLE {table.topic} ALTER v SET STORAGE EXTERNAL")
        with open(f"{disk}/ballast", "wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, 8 << 20)
        sink = Sink(worker, server, word, table.topic, exactly__once__support="required",
                    consumer__override__max__poll__records="200").create()
        feed.flat(table, *rows(0, 800, "x" * 8000))
        until(lambda: "No space left" in worker.log() or "53100" in worker.log(), 60, "the full disk")
        assert sink.running()
        assert server.one(f"SELECT count(*) - (SELECT next_offset FROM weir_sink_offsets) FROM {table.topic}") == 0
        os.unlink(f"{disk}/ballast")
        sink.wait_rows(f"SELECT count(*), count(DISTINCT id), min(length(v)) FROM {table.topic}",
                       [(800, 800, 8000)], 60)
        never_failed(worker, sink)
    finally:
        server.stop()


def read_only(server, mode):
    """What it says to those who ask for a primary."""
    with server.connect("postgres", "boss") as boss:
        boss.execute(f"ALTER SYSTEM SET default_transaction_read_only = {mode}")
        boss.execute("SELECT pg_reload_conf()")
    until(lambda: server.one("SHOW default_transaction_read_only") == mode, 20, f"read only {mode}")


@pytest.mark.parametrize("end", ["crash", "demotion"])
def test_failover(worker, feed, word, end):
    """Several hosts: what is no primary is passed over, also when that changes under an open connection."""
    first, second = Postgres(word("first")), Postgres(word("second"))
    try:
        read_only(second, "on")
        url = (f"jdbc:postgresql://127.0.0.1:1,127.0.0.1:{second.port},127.0.0.1:{first.port}/shop"
               "?targetServerType=primary")
        table = Table(word("failover"), FIELDS)
        sink = Sink(worker, first, word, table.topic, url=url).create()
        feed.flat(table, *rows(0, 3))
        sink.wait_rows(select(table), [(i, "x") for i in range(3)])
        assert not second.one(f"SELECT to_regclass('{table.topic}') IS NOT NULL")
        if end == "crash":
            first.crash()
        else:
            read_only(first, "on")
        feed.flat(table, *rows(3, 6))
        until(lambda: "it comes again in" in worker.log(), 30, "a retry")
        read_only(second, "off")
        sink.server = second
        sink.wait_rows(select(table), [(i, "x") for i in range(3, 6)], 60)
        never_failed(worker, sink)
    finally:
        first.stop()
        second.stop()


def test_the_breaker(worker, feed, word):
    """A target that stays away is only probed; the others' connectors go on."""
    server, other = Postgres(word("gone")), Postgres(word("there"))
    try:
        table, sink = filled(worker, server, feed, word, weir__breaker__failures="2",
                             weir__breaker__wait__ms="300")
        beside, _ = filled(worker, other, feed, word)
        server.crash()
        feed.flat(table, *rows(1, 5, "y"))

        def task():
            return worker.rest.get(f"/connectors/{sink.name}/status").json()["tasks"][0]
        until(lambda: "waiting for the target: cannot connect to PostgreSQL" in task().get("trouble", ""), 30,
              "trouble to be shown")
        assert task()["state"] == "RUNNING"
        feed.flat(beside, *rows(1, 3, "y"))
        until(lambda: other.run(select(beside)) == [(1, "y"), (2, "y")], 30, "the other sink's rows")
        server.start()
        sink.wait_rows(select(table), [(i, "y") for i in range(1, 5)], 60)
        until(lambda: "trouble" not in task(), 20, "it to be over")
    finally:
        server.stop()
        other.stop()

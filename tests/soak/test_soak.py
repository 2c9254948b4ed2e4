"""Source -> topics -> sink under writers that never pause: each record is held against the binlog and
what was written, and in the end the target is the source.

In `make test` one short round; with --soak SECONDS rounds with other settings (their seed is in the
test's output; --soak-seed repeats one) follow one another for so long with each server, bus and build."""
import itertools
import random
import threading
import time

import psycopg
import pytest

from support import paths
from support.mariadb_cdc import Source, worker_properties
from support.mariadb_rig import MariaDB
from support.pg_sink import Sink
from support.postgres_rig import Postgres

from .judge import Judge, records
from .truth import binlog_now, rows_events
from .writer import TABLES, Writer

pytestmark = pytest.mark.timeout(7200)
SHORT_S, LONG_S = 1, 12
LARGEST_REQUEST = 16 << 20


def pytest_generate_tests(metafunc):
    wide = metafunc.config.getoption("soak")
    metafunc.parametrize("flavour", ["mariadb", "mysql-8.0"] if wide else ["mariadb"], scope="module")
    metafunc.parametrize("bus", ["embedded", "kafka"] if wide else ["embedded"])
    metafunc.parametrize("build", ["asan", "release"] if wide else [None])


@pytest.fixture(scope="module")
def server(flavour):
    options = (["--binlog-rows-query-log-events=ON", "--cte-max-recursion-depth=10000"]
               if flavour.startswith("mysql") else [])
    with MariaDB(f"soak-{flavour}", flavour=flavour, options=[
            "--sync-binlog=0", "--innodb-flush-log-at-trx-commit=0", "--max-binlog-size=24M", *options]) as process:
        yield process


@pytest.fixture(scope="module")
def target():
    process = Postgres("soak-target", options=["fsync=off"])
    yield process
    process.stop()


class Lane:
    """A database, its writer, its source and its sink."""

    def __init__(self, worker, server, target, name, seed, settings):
        self.worker, self.server, self.target, self.name = worker, server, target, name
        self.settings = settings
        self.first_file = binlog_now(server)
        server.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        self.writer = Writer(server, name, seed)
        self.source = Source(worker, server, name, name, server_id=random.randrange(10**4, 10**6))
        self.sink = Sink(worker, target, lambda stem: f"{stem}-{name}", None, topics__regex=f"{name}[.]{name}[.].*",
                         **{key: value for key, value in settings.items() if key == "tasks__max"})
        del self.sink.config["topics"]

    def _on_kafka(self):
        """What the embedded log needs not be told."""
        servers = self.worker.properties.get("bootstrap.servers")
        return {"schema__history__internal__kafka__bootstrap__servers": servers,
                "topic__creation__default__partitions": "1", "topic__creation__default__replication__factor": "1",
                "topic__creation__default__max__message__bytes": str(LARGEST_REQUEST)} if servers else {}

    def start(self):
        self.writer.start()
        self.source.put(**self._on_kafka(), table__include__list=",".join(f"{self.name}.{table}" for table in TABLES),
                        **{key: value for key, value in self.settings.items() if key != "tasks__max"})
        self.sink.create()
        self.worker.wait_for(lambda: "snapshot" not in (self.source.offset() or {"snapshot": True}), 120,
                             "streaming")

    def _arrived(self):
        try:
            return all(self.target.one(f"SELECT count(*) FROM {self.name}_{self.name}_{table} WHERE id = {number}")
                       for table, number in self.writer.last_ids().items())
        except psycopg.errors.UndefinedTable:
            return False

    def wait_for_target(self):
        def arrived():
            states = [self.worker.rest.state(name) for name in (self.source.name, self.sink.name)]
            if any("FAILED" in tasks for _, tasks in states):
                raise RuntimeError(f"{states}: {self.source.state()} {self.sink.trace()}")
            return self._arrived()
        self.worker.wait_for(arrived, 600, f"the end of {self.name} in the target")

    def judge(self, again):
        """How many records it has looked at, and how many of them came again."""
        events = rows_events(self.server, self.name, self.writer.ledger, self.first_file)
        seen = replayed = 0
        for table in TABLES:
            judge = Judge(table, events[table], self.writer.ledger, again,
                          query=self.settings["include__query"] == "true",
                          transactions=self.settings["provide__transaction__metadata"] == "true")
            for key, value in records(self.worker, f"{self.name}.{self.name}.{table}"):
                judge.take(key, value)
            judge.finish()
            self._compare(table, judge.rows)
            seen, replayed = seen + judge.seen, replayed + judge.replayed
        return seen, replayed

    def _compare(self, table, told):
        want = self.writer.rows(table)
        assert told == {number: row[:2] for number, row in want.items()}, f"{table}: the events' end"
        filler = "filler" if table == "raw" else "convert_to(filler, 'UTF8')"
        found = self.target.run(f"SELECT id, stmt, size, md5({filler}) FROM {self.name}_{self.name}_{table}")
        assert {row[0]: row[1:] for row in found} == want, f"{table}: the target"

    def end(self):
        for name in (self.source.name, self.sink.name):
            self.worker.rest.delete(f"/connectors/{name}")
        self.server.run(f"DROP DATABASE {self.name}")
        for table in TABLES:
            self.target.run(f"DROP TABLE {self.name}_{self.name}_{table}")


def _settings(dice, smallest):
    sizes = [size for size in (1, 7, 100, 2048, 8000) if size >= smallest]
    return {"max__batch__size": str(dice.choice(sizes)),
            "include__query": dice.choice(("true", "false")),
            "provide__transaction__metadata": dice.choice(("true", "false")),
            "tasks__max": dice.choice(("1", "1", "2"))}


def _worker_settings(dice, kafka):
    more = {"producer.max.request.size": LARGEST_REQUEST, "producer.compression.type": "lz4"} if kafka else {}
    return {**worker_properties(value__converter__schemas__enable="true", key__converter__schemas__enable="true",
                                task__restart__backoff__ms="200"),
            "task.batches.in.flight.max": dice.choice(("1", "1", "2", "4")), **more}


def _disturb(worker, dice, over):
    while not over.wait(dice.uniform(2, 8)):
        assert worker.alive(), worker.log()[-8000:]
        worker.kill()
        worker.start()


def _write_a_while(worker, lanes, dice, seconds, kills):
    over = threading.Event()
    if kills:
        # A child dies with the thread that started it: this one disturbs, another waits.
        threading.Timer(seconds, over.set).start()
        _disturb(worker, dice, over)
    else:
        over.wait(seconds)
    for lane in lanes:
        lane.writer.finish()


def _smallest(bus, build):
    """The batch whose cost still lets the end come: a request to Kafka takes milliseconds."""
    return 100 if bus == "kafka" else 7 if build == "asan" else 1


def _round(start_weir, server, target, seed, seconds, wide, smallest, bootstrap=None):
    dice = random.Random(seed)
    kills = wide and dice.random() < 0.5
    worker = start_weir(_worker_settings(dice, bootstrap), bootstrap, group=f"soak-{seed}")
    if not server.is_mysql:
        server.run(f"SET GLOBAL log_bin_compress={int(wide and dice.random() < 0.3)}")
    server.run("FLUSH BINARY LOGS")
    lanes = [Lane(worker, server, target, f"soak{seed}x{n}", f"{seed}/{n}", _settings(dice, smallest))
             for n in range(dice.choice((1, 2, 3)) if wide else 1)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.writer.settled.set()
    _write_a_while(worker, lanes, dice, seconds, kills)
    for lane in lanes:
        lane.wait_for_target()
    assert "AddressSanitizer" not in worker.log() and "runtime error" not in worker.log(), worker.log()[-4000:]
    told = [lane.judge(again=bool(bootstrap) and kills) for lane in lanes]
    print(f"seed {seed}: {sum(seen for seen, _ in told)} records, {sum(again for _, again in told)} again, "
          f"{'killed often, ' if kills else ''}{worker.properties['task.batches.in.flight.max']} in flight, "
          f"{[lane.settings for lane in lanes]}", flush=True)
    for lane in lanes:
        lane.end()
    worker.stop()


def test_soak(request, monkeypatch, start_weir, server, target, bus, build):
    if build:
        monkeypatch.setenv("WEIR", str(paths.BUILD / ("asan/weir" if build == "asan" else "weir")))
    seconds = request.config.getoption("soak")
    bootstrap = request.getfixturevalue("broker").bootstrap if bus == "kafka" else None
    if not seconds:
        _round(start_weir, server, target, 1, SHORT_S, False, 1)
        return
    began, first = time.monotonic(), request.config.getoption("soak_seed") or random.randrange(10**6)
    for seed in itertools.count(first):
        _round(start_weir, server, target, seed, LONG_S, True, _smallest(bus, build), bootstrap)
        if time.monotonic() - began > seconds:
            break

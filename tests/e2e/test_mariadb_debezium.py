"""The MariaDB source against what the real Debezium wrote of the same statements: transcripts in
tests/golden/debezium, kept by tests/parity/test_debezium.py --record. Positions and times are masked."""
import json

import pytest

from support.debezium import meant, transcript
from support.debezium.case import MARIADB_11, MYSQL, Case, EmbeddedSide, Servers, play
from support.debezium.cases import EACH

RECORDED = [each for each in EACH if meant.golden(*each.values).exists()]

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def servers():
    with Servers("debezium") as started:
        yield started


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir({"task.restart.enable": "false"})
    yield process
    process.stop()


@pytest.mark.parametrize("case, flavour", RECORDED)
def test_as_recorded(case, flavour, worker, servers):
    server = servers.get(flavour)
    (ours,) = play(case, server, [EmbeddedSide(case, worker, server)], places=True)
    meant.check(case, flavour, transcript.load(meant.golden(case, flavour)), ours)


def _sources(case, server, worker, topic):
    side = EmbeddedSide(case, worker, server)
    play(case, server, [side])
    return [json.loads(value)["source"] for _, value, _ in side.read(topic.replace("PREFIX", side.prefix))]


def test_rows_without_a_position_have_their_transactions(worker, servers):
    """MariaDB 11.4 writes no position into events between BEGIN and COMMIT."""
    server = servers.get(MARIADB_11)
    case = Case("positions", "CREATE TABLE t (id INT PRIMARY KEY)",
                "START TRANSACTION;\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nCOMMIT", schemas=False)
    rows = _sources(case, server, worker, "PREFIX.positions.t")
    ((file, pos),) = {(each["file"], each["pos"]) for each in rows}
    assert [kind for _, at, kind, *_ in server.run(f"SHOW BINLOG EVENTS IN '{file}'") if at == pos] == ["Gtid"]


def test_statements_have_milliseconds(worker, servers):
    """MySQL has microseconds of every transaction, of which rows get all."""
    case = Case("moments", "CREATE TABLE t (id INT PRIMARY KEY)",
                ";\n".join(f"CREATE TABLE t{i} (id INT)" for i in range(5)), schemas=False)
    told = _sources(case, servers.get(MYSQL), worker, "PREFIX")[-5:]
    assert [each["ts_us"] for each in told] == [each["ts_ms"] * 1000 for each in told]
    assert [each["ts_ns"] for each in told] == [each["ts_ms"] * 1000000 for each in told]

"""The MariaDB source against what the real Debezium wrote of the same statements: transcripts in
tests/golden/debezium, kept by tests/parity/test_debezium.py --record. Positions and times are masked."""
import pytest

from support.debezium import meant, transcript
from support.debezium.case import EmbeddedSide, play
from support.debezium.cases import ALL
from support.mariadb_rig import MariaDB

pytestmark = pytest.mark.embedded

SYSTEM = "mariadb"


@pytest.fixture(scope="module")
def server():
    with MariaDB("debezium") as process:
        yield process


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir({"task.restart.enable": "false"})
    yield process
    process.stop()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ALL if SYSTEM in case.servers])
def test_as_recorded(case, worker, server):
    (ours,) = play(case, server, [EmbeddedSide(case, worker, server)], places=True)
    meant.check(case, SYSTEM, transcript.load(meant.golden(case, SYSTEM)), ours)

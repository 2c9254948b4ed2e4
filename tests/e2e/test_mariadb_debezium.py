"""The MariaDB source against what the real Debezium wrote of the same statements: transcripts in
tests/golden/debezium, kept by tests/parity/test_debezium.py --record. Positions and times are masked."""
import pytest

from support.debezium import meant, transcript
from support.debezium.case import EmbeddedSide, Servers, play
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

"""The real Debezium in the real worker and our source in ours, on one broker and one database: the same
statements have to give the same topics, records, schema history and offsets. What differs on
purpose is in support/debezium/meant.py. With --record the real one's transcripts are kept, for
the tests that have no Java."""
import pytest

from support import java
from support.debezium import meant, plugin_path, transcript
from support.debezium.case import Servers, Side, play
from support.debezium.cases import EACH

from .topics import read, topics

pytestmark = [pytest.mark.java, pytest.mark.timeout(300)]


class KafkaSide(Side):
    def topics(self):
        return topics(self.bootstrap, self.prefix)

    def read(self, topic):
        return [(_text(each.key), _text(each.value), [(name, _text(value)) for name, value in each.headers])
                for each in read(self.bootstrap, topic)]


def _text(raw):
    return None if raw is None else raw.decode("utf-8", "surrogateescape")


@pytest.fixture(scope="module")
def real(broker):
    worker = java.JavaConnect(broker.bootstrap, "debezium", name="debezium",
                              properties={"plugin.path": plugin_path()})
    yield worker
    worker.stop()


@pytest.fixture(scope="module")
def ours(broker, make_weir):
    worker = make_weir({"task.restart.enable": "false"}, broker.bootstrap, "ours")
    yield worker
    worker.stop()


@pytest.fixture(scope="module")
def servers():
    with Servers("parity") as started:
        yield started


@pytest.mark.parametrize("case, flavour", EACH)
def test_same_records(case, flavour, broker, real, ours, servers, pytestconfig):
    server = servers.get(flavour)
    sides = [KafkaSide(case, worker, server, name, broker.bootstrap) for worker, name in ((real, "real"), (ours, "ours"))]
    theirs, own = play(case, server, sides)
    if pytestconfig.getoption("record"):
        transcript.save(meant.golden(case, flavour), transcript.without_places(theirs))
    meant.check(case, flavour, theirs, own)

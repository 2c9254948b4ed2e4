"""The real Debezium in the real worker and our source in ours, on one broker and one database: the same
statements have to give the same topics, records, schema history and offsets. What differs on
purpose is in support/debezium/meant.py. With --record the real one's transcripts are kept, for
the tests that have no Java."""
import pytest

from support import java
from support.debezium import meant, plugin_path, transcript
from support.debezium.case import MARIADB, MARIADB_11, MYSQL, Case, Servers, Side, play
from support.debezium.cases import EACH
from support.mariadb_work import Work

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


@pytest.fixture
def sides(broker, real, ours):
    def made(case, server):
        return [KafkaSide(case, worker, server, name, broker.bootstrap)
                for worker, name in ((real, "real"), (ours, "ours"))]
    return made


@pytest.mark.parametrize("case, flavour", EACH)
def test_same_records(case, flavour, sides, servers, pytestconfig):
    server = servers.get(flavour)
    theirs, own = play(case, server, sides(case, server))
    if pytestconfig.getoption("record"):
        transcript.save(meant.golden(case, flavour), transcript.without_places(theirs))
    meant.check(case, flavour, theirs, own)


@pytest.mark.parametrize("flavour", [MARIADB, MARIADB_11, MYSQL])
@pytest.mark.parametrize("seed, config", [(11, {"provide.transaction.metadata": "true"}),
                                          (12, {"skipped.operations": "none"})])
def test_same_records_of_a_workload(flavour, seed, config, sides, servers):
    """Rows and tables that change at random, by the seed."""
    server, case = servers.get(flavour), Case(f"workload_{seed}", "", config=config)
    work = Work(server, case.database, seed)

    def before():
        work.create()
        work.run(40)
    theirs, own = play(case, server, sides(case, server), before=before, after=lambda: work.run(250))
    assert len(theirs) > 1000
    meant.check(case, flavour, theirs, own)

"""Confluent's JDBC sink and ours under its name: the same tables by pg_dump, the same rows; or both refuse. Its
jar is not in Maven Central: CONFLUENT_JDBC is a plugin.path that has it. With --record its answers are kept,
for the test that has no Java."""
import json
import os

import pytest

from support.java import JavaConnect
from support.postgres_rig import Postgres
from support.weir import Weir

from .jdbc_sink.confluent_cases import CASES, GOLDEN, config, facts
from .jdbc_sink_pair import OURS, REAL, Pair

PLUGINS = os.environ.get("CONFLUENT_JDBC")
pytestmark = [pytest.mark.java, pytest.mark.timeout(900),
              pytest.mark.skipif(not PLUGINS, reason="CONFLUENT_JDBC names no plugin.path with Confluent's sink")]
AT_ONCE = 16


class ConfluentPair(Pair):
    def config(self, side, case):
        return config(super().config(side, case))

    def kept(self, case, refused):
        """What the golden file says of the case."""
        if refused:
            return None
        return {name: [facts(self.server.dump_schema(name, database=REAL)), self.rows(REAL, name)]
                for name in self.tables(REAL, case)}


@pytest.fixture(scope="module")
def outcomes(broker, pytestconfig):
    server = Postgres(options=["max_connections=300"])
    real = JavaConnect(broker.bootstrap, "confluent-real", properties={"plugin.path": PLUGINS})
    ours = Weir({"task.restart.enable": "false"}, broker.bootstrap, "confluent-ours")
    pair, found = ConfluentPair(broker, real, ours, server), {}
    names = list(CASES)
    for begin in range(0, len(names), AT_ONCE):
        part = [CASES[name] for name in names[begin:begin + AT_ONCE]]
        for case in part:
            pair.prepare(case)
            pair.start(case)
        found.update((case.name, pair.wait(case)) for case in part)
        for case in part:
            pair.stop(case)
    if pytestconfig.getoption("record"):
        kept = {name: pair.kept(case, found[name][REAL]) for name, case in CASES.items()}
        GOLDEN.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    yield pair, found
    for process in (real, ours, server):
        process.stop()


@pytest.mark.parametrize("name", CASES)
def test_case(outcomes, name):
    (pair, found), case = outcomes, CASES[name]
    assert bool(found[name][OURS]) == case.refused, found[name][OURS]
    if found[name][REAL]:
        assert case.refused, found[name][REAL]
        return
    assert not case.refused, "the real one took it"
    differences = list(pair.differences(case))
    assert not differences, "\n".join(differences)

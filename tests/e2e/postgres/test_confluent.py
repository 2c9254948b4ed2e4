"""Confluent's keys: each of its cases makes the tables and rows that its own sink made, as
tests/parity/test_jdbc_sink_confluent.py --record kept them."""
import json

import pytest

from parity.jdbc_sink.confluent_cases import CASES, GOLDEN, config, facts
from support import pg_sink
from support.pg_sink import Sink
from support.waiting import until

pytestmark = pytest.mark.embedded
CONVERTERS = {key: value for key, value in pg_sink.WORKER.items() if ".converter" in key}
KEPT = json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir(pg_sink.worker_properties(**{"task.restart.enable": "false"}))
    yield process
    process.stop()


@pytest.mark.parametrize("name", CASES)
def test_as_its_own_sink(worker, server, feed, word, name):
    case, kept = CASES[name], KEPT[name]
    if case.before:
        server.run(*case.before)
    feed.raw(case.records)
    sink = Sink(worker, server, word, ",".join(case.all_topics()))
    given = config({**sink.config, **CONVERTERS, **case.config})
    sink.config = {key: value for key, value in given.items() if value is not None}
    sink.create()
    if kept is None:
        sink.wait_failed()
        return

    def rows(table):
        if not server.one(f"SELECT to_regclass('{table}') IS NOT NULL"):
            return None
        return [text for text, in server.run(f"SELECT t::text FROM {table} AS t ORDER BY 1")]
    for table, (lines, texts) in kept.items():
        until(lambda table=table, texts=texts: rows(table) == texts, 30, f"the rows of {table}")
        assert facts(server.dump_schema(table)) == lines
    assert sink.running()
    assert worker.rest.delete(f"/connectors/{sink.name}").status == 204

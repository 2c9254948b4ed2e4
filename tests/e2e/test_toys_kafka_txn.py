"""The toy CDC source on Kafka, exactly once by transactions that it marks itself, many of which it
gives up right after the one before was committed; killed on the way."""
import random
import time

import pytest

from support import toy_cdc
from support.toy_cdc import ToyCdc
from support.waiting import until

pytestmark = pytest.mark.java

KILLS = 2


@pytest.fixture
def worker(start_weir, broker, word):
    group = word("toys")
    topics = {f"{kind}.storage.topic": f"{group}-{kind}" for kind in ("config", "offset", "status")}
    return start_weir({**toy_cdc.worker_properties(), "exactly.once.source.support": "enabled",
                       "session.timeout.ms": "6000", "heartbeat.interval.ms": "2000", **topics},
                      bootstrap=broker.bootstrap, group=group)


def test_a_transaction_is_given_up_behind_every_third(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, tables=1, rows=10, events=450)
    cdc.create(transaction__boundary="connector", abort__every="9", tasks__max="1")
    cdc.wait_streamed(60)
    cdc.check_complete()
    assert cdc.values(cdc.stream, "-o", "-1") == ["event 449"]
    assert cdc.values(cdc.stream, "-o", "-40") == cdc.expected_stream(410)
    log = worker.log()
    assert log.count("aborting the transaction as the connector asked") == 49
    assert "the task ends" not in log
    began = time.monotonic()
    assert worker.stop() == 0
    assert time.monotonic() - began < 3
    assert "left to itself" not in worker.log()


def test_marked_transactions_survive_kills(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, events=1500)
    cdc.create(transaction__boundary="connector", abort__every="30", pause__ms="100")
    for _ in range(KILLS):
        before = len(cdc.streamed())
        until(lambda least=before: len(cdc.streamed()) > least, 60, "progress")
        time.sleep(random.uniform(0.0, 0.3))
        worker.kill()
        worker.start()
    before = len(cdc.streamed())
    until(lambda: len(cdc.streamed()) > before, 60, "progress after the last kill")
    assert len(cdc.streamed()) < cdc.events
    cdc.create(transaction__boundary="connector", abort__every="30")
    cdc.wait_streamed(60)
    cdc.check_complete()


def test_a_task_ends_while_its_group_waits_for_the_dead(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, tables=1, rows=10, events=300000)
    cdc.create(pause__ms="20", tasks__max="1")
    until(lambda: cdc.running(1) and len(cdc.streamed()) > 0, 60, "the stream")
    worker.kill()  # its member of the signals' group counts for another 45 s
    worker.start()
    before = len(cdc.streamed())
    until(lambda: cdc.running(1) and len(cdc.streamed()) > before, 60, "the stream to go on")
    began = time.monotonic()
    assert worker.rest.post(f"/connectors/{cdc.name}/tasks/0/restart").status == 204
    until(lambda: cdc.running(1), 3, "the task to run again")
    assert worker.stop() == 0
    assert time.monotonic() - began < 9
    assert "left to itself" not in worker.log()

"""kill -9 at any moment: what the toy CDC source has produced on the embedded log is complete, in
order and there once; what the toy sink has written is there exactly once."""
import random
import time

import pytest

from support import toy_cdc
from support.toy_cdc import ToyCdc, ToySink
from support.waiting import until

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(1800)]

EVENTS_A_ROUND = 2400


@pytest.fixture
def worker(start_weir):
    return start_weir(toy_cdc.worker_properties())


def kill_often(worker, rounds):
    """At moments that the tests do not choose: from before the tasks have opened to well after."""
    for _ in range(rounds):
        time.sleep(random.uniform(0.0, 0.4))
        worker.kill()
        worker.start(ready=random.random() < 0.7)
    worker.wait_for(worker._ready, 30, "REST answers")


def test_the_stream_is_complete(worker, tmp_path, word, rounds):
    cdc = ToyCdc(worker, tmp_path, word, rows=4000, events=EVENTS_A_ROUND * rounds)
    cdc.create(pause__ms="3")
    kill_often(worker, rounds)
    killed_at = len(cdc.streamed())
    assert 0 < killed_at < cdc.events, "the kills must come while it is streaming"
    cdc.wait_streamed(60 + 2 * rounds)
    cdc.check_complete()


def test_the_sink_writes_exactly_once(worker, tmp_path, word, rounds):
    cdc = ToyCdc(worker, tmp_path, word, rows=10, events=EVENTS_A_ROUND * rounds)
    cdc.create(pause__ms="3")
    sink = ToySink(worker, tmp_path, word, cdc.stream)
    sink.create(reject__every="1000", errors__tolerance="all",
                errors__deadletterqueue__topic__name=sink.name + "-dead")
    kill_often(worker, rounds)
    assert 0 < len(sink.lines()) < cdc.events, "the kills must come while it is writing"
    cdc.wait_streamed(60 + 2 * rounds)
    until(lambda: sink.committed() == cdc.events, 30, "the commit")
    assert sink.lines() == [f"{cdc.stream}-0@{i} event {i}" for i in range(cdc.events) if i % 1000 != 999]
    # A dead letter may come twice, never get lost.
    dead = cdc.values(sink.name + "-dead")
    assert list(dict.fromkeys(dead)) == [f"event {i}" for i in range(999, cdc.events, 1000)]

"""The toy CDC source, exactly once by transactions, and the toy sink on Kafka, killed on the way."""
import random
import time

import pytest

from support import toy_cdc
from support.toy_cdc import ToyCdc, ToySink
from support.waiting import until

pytestmark = pytest.mark.java

KILLS = 2


@pytest.fixture
def worker(start_weir, broker, word):
    group = word("toys")
    topics = {f"{kind}.storage.topic": f"{group}-{kind}" for kind in ("config", "offset", "status")}
    return start_weir({**toy_cdc.worker_properties(), "exactly.once.source.support": "enabled",
                       "session.timeout.ms": "6000", "heartbeat.interval.ms": "2000", **topics}, bootstrap=broker.bootstrap, group=group)


def kill_on_the_way(worker, progress):
    """Each time once more has been done than the time before."""
    for _ in range(KILLS):
        before = progress()
        until(lambda least=before: progress() > least, 60, "progress")
        time.sleep(random.uniform(0.0, 0.3))
        worker.kill()
        worker.start()
    before = progress()
    until(lambda: progress() > before, 60, "progress after the last kill")


def test_the_sink_writes_exactly_once(worker, tmp_path, word):
    cdc = ToyCdc(worker, tmp_path, word, rows=10, events=3000)
    cdc.create(pause__ms="20")
    sink = ToySink(worker, tmp_path, word, cdc.stream)
    sink.create(consumer__override__session__timeout__ms="6000")
    kill_on_the_way(worker, lambda: len(sink.lines()))
    cdc.create()
    cdc.wait_streamed(40)
    until(lambda: sink.lines()[-1:] and sink.lines()[-1].endswith(f" event {cdc.events - 1}"), 60, "all")
    values = [line.split(" ", 1)[1] for line in sink.lines()]
    assert values == cdc.expected_stream()
    assert len({line.split(" ", 1)[0] for line in sink.lines()}) == cdc.events

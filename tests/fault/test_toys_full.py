"""The toys on a disk that fills up and is emptied again, with kill -9 at any moment, also while it
is full: the stream is complete, in order and there once, and so is what the sink has written."""
import contextlib
import os
import random
import time

import pytest

from support import toy_cdc
from support.toy_cdc import ToyCdc, ToySink
from support.waiting import until

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(1800)]

EVENTS_A_ROUND = 6000


@pytest.fixture
def worker(start_weir, disk):
    return start_weir({**toy_cdc.worker_properties(), "data.dir": disk / "data"})


def fill(disk):
    """All of it, or nearly; the log takes of it meanwhile."""
    stat = os.statvfs(disk)
    left = stat.f_bavail * stat.f_frsize - random.choice([0, random.randrange(64 << 10)])
    with contextlib.suppress(OSError), open(disk / "ballast", "wb", buffering=0) as ballast:
        while left > 0:
            left -= ballast.write(b"\0" * min(left, 1 << 20))


def test_nothing_is_lost_or_doubled(worker, disk, tmp_path, word, rounds):
    cdc = ToyCdc(worker, tmp_path, word, tables=1, rows=500, events=EVENTS_A_ROUND * rounds)
    cdc.create(pause__ms="3")
    sink = ToySink(worker, tmp_path, word, cdc.stream)
    sink.create()
    until(lambda: len(sink.lines()) > 0, 30, "the sink to write")
    for _ in range(rounds):
        fill(disk)
        time.sleep(random.uniform(0.0, 0.4))
        if random.random() < 0.5:
            worker.kill()
            worker.start(ready=False)
            time.sleep(random.uniform(0.0, 0.3))
        (disk / "ballast").unlink(missing_ok=True)
        time.sleep(random.uniform(0.0, 0.2))
        if random.random() < 0.5:
            worker.kill()
            worker.start(ready=False)
    worker.wait_for(worker._ready, 30, "REST answers")
    assert 0 < len(sink.lines()) < cdc.events, "all this must come while it is streaming"
    cdc.wait_streamed(60 + 4 * rounds)
    cdc.check_complete()
    until(lambda: sink.committed() == cdc.events, 60, "the commit")
    assert sink.lines() == [f"{cdc.stream}-0@{i} event {i}" for i in range(cdc.events)]

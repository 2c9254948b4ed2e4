"""A disk that fills up under the embedded log while a pipeline runs: the tasks stay RUNNING and say
what they wait for, nothing is lost, doubled or turned round, and all goes on when there is room."""
import os

import pytest

from support.waiting import until

pytestmark = pytest.mark.embedded

LINES, LINE_BYTES = 24000, 1000
BALLAST_BYTES = 52 << 20
STRING = "org.apache.kafka.connect.storage.StringConverter"


class Pipeline:
    def __init__(self, start_weir, disk, folder):
        self.disk, self.source, self.out = disk, folder / "in.txt", folder / "out.txt"
        self.worker = start_weir({"data.dir": disk / "data", "offset.flush.interval.ms": "200",
                                  "key.converter": STRING, "value.converter": STRING})
        self.lines = [f"{i} ".ljust(LINE_BYTES, "x") for i in range(LINES)]

    def create(self):
        configs = {"lines-in": {"connector.class": "FileStreamSource", "file": str(self.source),
                                "topic": "lines", "errors.retry.delay.max.ms": "500"},
                   "lines-out": {"connector.class": "FileStreamSink", "file": str(self.out),
                                 "topics": "lines"}}
        for name, config in configs.items():
            assert self.worker.rest.put(f"/connectors/{name}/config", config).status == 201

    def fill(self):
        with open(self.disk / "ballast", "wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, BALLAST_BYTES)

    def make_room(self):
        (self.disk / "ballast").unlink()

    def write(self, lines):
        with open(self.source, "a", encoding="ascii") as out:
            out.writelines(line + "\n" for line in lines)

    def task(self, name):
        answer = self.worker.rest.get(f"/connectors/{name}/status", seconds=2)
        tasks = answer.json()["tasks"] if answer.status == 200 else []
        return tasks[0] if tasks else {"state": None}

    def runs(self):
        return all(self.task(name)["state"] == "RUNNING" for name in ("lines-in", "lines-out"))

    def waits(self):
        return "is full" in self.task("lines-in").get("trouble", "")

    def written(self):
        return self.out.read_text().splitlines() if self.out.exists() else []


@pytest.fixture
def pipeline(start_weir, disk, tmp_path):
    return Pipeline(start_weir, disk, tmp_path)


def test_it_waits_and_goes_on(pipeline):
    pipeline.write(pipeline.lines[:100])
    pipeline.create()
    until(lambda: pipeline.written() == pipeline.lines[:100], 20, "the first lines")
    pipeline.fill()
    pipeline.write(pipeline.lines[100:])
    until(pipeline.waits, 30, "the full disk to show in the status")
    assert pipeline.runs()
    count = len(pipeline.written())
    assert 100 <= count < LINES
    until(lambda: pipeline.worker.log().count("is full") >= 2, 20, "it to be tried again")
    status = pipeline.task("lines-in")
    assert status["state"] == "RUNNING" and "restarts" not in status and "trace" not in status
    pipeline.make_room()
    until(lambda: len(pipeline.written()) >= LINES, 30, "all lines")
    assert pipeline.written() == pipeline.lines
    until(lambda: "trouble" not in pipeline.task("lines-in"), 10, "the trouble to be over")
    log = pipeline.worker.log()
    assert "the task ends" not in log and log.count("is full") < 40
    assert pipeline.worker.stop() == 0


def test_a_task_that_waits_can_be_stopped(pipeline):
    pipeline.fill()
    pipeline.write(pipeline.lines)
    pipeline.create()
    until(pipeline.waits, 30, "the full disk to show in the status")
    assert pipeline.worker.stop(10) == 0
    pipeline.make_room()
    pipeline.worker.start()
    until(lambda: len(pipeline.written()) >= LINES, 30, "all lines")
    assert pipeline.written() == pipeline.lines


def _once(lines):
    """A file sink is at least once: what it had written and not committed may come again, behind the
    beginning of a line that it was killed in."""
    return list(dict.fromkeys(line[-LINE_BYTES:] for line in lines))


def test_a_worker_killed_on_a_full_disk(pipeline):
    pipeline.write(pipeline.lines[:100])
    pipeline.create()
    until(lambda: pipeline.written() == pipeline.lines[:100], 20, "the first lines")
    pipeline.fill()
    pipeline.write(pipeline.lines[100:])
    until(pipeline.waits, 30, "the full disk to show in the status")
    pipeline.worker.kill()
    pipeline.worker.start()
    until(lambda: "is full" in pipeline.worker.log(), 20, "it to say so again")
    pipeline.make_room()
    until(pipeline.runs, 30, "the tasks to run")
    until(lambda: _once(pipeline.written()) == pipeline.lines, 30, "all lines")

"""Many connectors on one worker whose tasks may together take little: it stays small, and all of
them get on."""
import subprocess

import pytest

from support import paths, toys
from support.waiting import until

pytestmark = pytest.mark.embedded

CONNECTORS = 16
LINES, LINE_BYTES = 4000, 4000
LIMIT = 8 << 20
# The worker itself, the least of each task, and what malloc and the threads keep.
MOST_KB = 110_000
STRING = "org.apache.kafka.connect.storage.StringConverter"


@pytest.fixture
def worker(start_weir):
    return start_weir({"plugin.path": toys.plugin_path(), "tasks.buffer.memory": LIMIT,
                       "key.converter": STRING, "value.converter": STRING})


@pytest.fixture
def lines(tmp_path):
    """A file of more than any task may have under way. Each line is of its own kind, as the log
    leaves out what a value shares with the one before."""
    file = tmp_path / "lines"
    with open(file, "w", encoding="ascii") as out:
        for i in range(LINES):
            out.write(f"{i:09d}" + chr(97 + i % 26) * LINE_BYTES + "\n")
    return file


def stored(worker, topic):
    shown = subprocess.run([paths.weir_binary(), "topics", topic, "-D", str(worker.properties["data.dir"])],
                           capture_output=True, text=True, timeout=60, check=False).stdout
    return f"offsets 0 to {LINES}" in shown


def read_all(worker, lines, topics):
    for topic in topics:
        config = {"connector.class": "FileStreamSource", "file": str(lines), "topic": topic}
        assert worker.rest.put(f"/connectors/{topic}/config", config).status == 201
    for topic in topics:
        until(lambda topic=topic: stored(worker, topic), 60, f"{LINES} lines in {topic}")


def test_busy_sources(worker, lines, word):
    read_all(worker, lines, [word("busy") for _ in range(CONNECTORS)])
    assert worker.status("VmHWM") < MOST_KB


def test_sinks_that_wait(worker, lines, tmp_path, word):
    topic = word("waited")
    down = tmp_path / "down"
    down.touch()
    read_all(worker, lines, [topic])
    names = [word("waits") for _ in range(CONNECTORS)]
    for name in names:
        config = {"connector.class": "test.TroubleSink", "topics": topic, "down.file": str(down),
                  "file": str(tmp_path / name)}
        assert worker.rest.put(f"/connectors/{name}/config", config).status == 201
    for name in names:
        until(lambda name=name: "waiting for the target" in worker.rest.get(f"/connectors/{name}/status").text(),
              60, f"{name} waits")
    assert worker.status("VmHWM") < MOST_KB
    down.unlink()
    for name in names:
        until(lambda name=name: written(tmp_path / name), 60, f"all of it is written by {name}")
    assert worker.status("VmHWM") < MOST_KB


def written(file):
    if not file.exists():
        return False
    with open(file, "rb") as out:
        return sum(1 for _ in out) >= LINES

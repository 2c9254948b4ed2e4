"""Configurations of many keys: they cost their own request some time, and nobody else any."""
import threading
import time

import pytest

from support.waiting import until

pytestmark = pytest.mark.embedded

KEYS = 40000
# The time that grows with the square of the keys was 40 s and more.
SOON_S = 15
BRIEF_S = 3


@pytest.fixture
def worker(start_weir):
    return start_weir()


def many(number):
    return {"connector.class": "FileStreamSource", "file": "/dev/null", "topic": "t"} | {
        f"unknown.key.{i}": str(i) for i in range(number)}


class Watch:
    """How long others wait for their answers meanwhile."""

    def __init__(self, rest):
        self.longest_s, self.over, self.rest = 0.0, threading.Event(), rest
        self.thread = threading.Thread(target=self.look)

    def look(self):
        while not self.over.wait(0.05):
            began = time.monotonic()
            assert self.rest.get("/connectors?expand=status").status == 200
            self.longest_s = max(self.longest_s, time.monotonic() - began)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def timed(call, *arguments, **more):
    began = time.monotonic()
    answer = call(*arguments, **more)
    return answer, time.monotonic() - began


def test_many_keys(worker, word):
    rest, name = worker.rest, word("wide")
    with Watch(rest) as watch:
        for call, path, status, body in (
                (rest.post, "/connectors", 201, {"name": name, "config": many(KEYS)}),
                (rest.put, f"/connectors/{name}/config", 200, many(KEYS) | {"unknown.key.7": "x"}),
                (rest.patch, f"/connectors/{name}/config", 200, {f"unknown.key.{i}": None for i in range(KEYS // 2)})):
            answer, took_s = timed(call, path, body)
            assert answer.status == status, answer
            assert took_s < SOON_S, f"{path}: {took_s:.1f} s"
    assert watch.longest_s < BRIEF_S
    assert len(rest.get(f"/connectors/{name}").json()["config"]) == KEYS // 2 + 4
    until(lambda: rest.state(name) == ("RUNNING", ("RUNNING",)), 60, "it runs")
    for path in ("/connectors", f"/connectors/{name}/status", "/metrics"):
        answer, took_s = timed(rest.get, path)
        assert answer.status == 200 and took_s < BRIEF_S, f"{path}: {took_s:.1f} s"

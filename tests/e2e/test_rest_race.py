"""Twenty clients at three connectors, all changes at once: every request is answered soon, with an
answer that can be, and afterwards each connector does what it is told."""
import random
import threading
import time

import pytest

from support.waiting import until

pytestmark = pytest.mark.embedded

CLIENTS = 20
RACE_S = 10
# One that waits for what never comes is answered after 90 s.
SOON_S = 45
NOT_STOPPED = "Connectors must be in the STOPPED state"


class Race:
    def __init__(self, rest, names, config):
        self.rest, self.names, self.config = rest, names, config
        self.end = time.monotonic() + RACE_S
        self.answers, self.longest = [], (0.0, "")

    def moves(self, name):
        path = f"/connectors/{name}"
        put = (self.rest.put, f"{path}/config", self.config)
        return [put, put, put,
                (self.rest.delete, path),
                (self.rest.post, f"{path}/restart"),
                (self.rest.post, f"{path}/restart?includeTasks=true"),
                (self.rest.post, f"{path}/tasks/0/restart"),
                (self.rest.put, f"{path}/stop"),
                (self.rest.put, f"{path}/resume"),
                (self.rest.delete, f"{path}/offsets"),
                (self.rest.patch, f"{path}/offsets", {"offsets": [
                    {"partition": {"filename": self.config["file"]}, "offset": {"position": 0}}]}),
                (self.rest.patch, f"{path}/config", {"batch.size": "10"}),
                (self.rest.get, f"{path}/status")]

    def client(self, seed):
        choose = random.Random(seed)
        while time.monotonic() < self.end:
            call, path, *body = choose.choice(self.moves(choose.choice(self.names)))
            began = time.monotonic()
            answer = call(path, *body)
            what = f"{call.__name__} {path}"
            self.longest = max(self.longest, (time.monotonic() - began, what))
            self.answers.append((what, answer))

    def run(self):
        threads = [threading.Thread(target=self.client, args=(seed,)) for seed in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def can_be(answer):
    """A task that is stopped while it starts has failed to start; nothing else is the worker's fault."""
    return answer.status < 500 or answer.json()["message"].startswith("Failed to start task")


def soon(call, *arguments):
    began = time.monotonic()
    answer = call(*arguments)
    assert time.monotonic() - began < SOON_S, arguments
    return answer


def offsets(rest, name):
    return soon(rest.get, f"/connectors/{name}/offsets").json()["offsets"]


def test_all_changes_at_once(start_weir, tmp_path, word):
    rest, file = start_weir().rest, tmp_path / "lines"
    file.write_text("a line\n" * 100, encoding="ascii")
    config = {"connector.class": "FileStreamSource", "tasks.max": "1", "topic": word("lines"), "file": str(file)}
    race = Race(rest, [word("race") for _ in range(3)], config)
    race.run()
    assert race.longest[0] < SOON_S, race.longest
    assert [(what, answer) for what, answer in race.answers if not can_be(answer)] == []
    assert {answer.status for _, answer in race.answers} >= {200, 201, 202, 204, 404}
    for name in race.names:
        path = f"/connectors/{name}"
        assert soon(rest.put, f"{path}/config", config).status in (200, 201)
        assert soon(rest.put, f"{path}/resume").status == 202
        until(lambda: rest.state(name) == ("RUNNING", ("RUNNING",)), SOON_S, "it runs")
        refused = soon(rest.delete, f"{path}/offsets")
        assert refused.status == 400 and NOT_STOPPED in refused.text()
        assert soon(rest.post, f"{path}/tasks/0/restart").status == 204
        assert soon(rest.put, f"{path}/stop").status == 204
        until(lambda: rest.state(name) == ("STOPPED", ()), SOON_S, "it is stopped")
        assert soon(rest.delete, f"{path}/offsets").status == 200
        assert offsets(rest, name) == []
        assert soon(rest.put, f"{path}/resume").status == 202
        until(lambda: offsets(rest, name) == [{"partition": {"filename": str(file)},
                                               "offset": {"position": 700}}], SOON_S, "all lines are read")
        assert rest.state(name) == ("RUNNING", ("RUNNING",))
        assert soon(rest.delete, path).status == 204
        until(lambda: rest.get(f"{path}/status").status == 404, SOON_S, "its end")

"""Connectors whose code does not come back: nobody else waits for them, and what they do when they
come back at last has no effect."""
import json
import pathlib
import subprocess
import threading
import time

import pytest

from support import paths, toys
from support.waiting import until

pytestmark = pytest.mark.embedded

SHUTDOWN_S = 1
VALIDATE_S = 1
PROMPT_S = 1


@pytest.fixture
def worker(start_weir):
    return start_weir({"plugin.path": toys.plugin_path(),
                       "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                       "value.converter": "org.apache.kafka.connect.storage.StringConverter",
                       "offset.flush.interval.ms": "200",
                       "task.shutdown.graceful.timeout.ms": SHUTDOWN_S * 1000,
                       "connector.validate.timeout.ms": VALIDATE_S * 1000})


class Hang:
    """The configuration of a connector that hangs in one callback until it is let go."""

    def __init__(self, folder, kind, where, topic):
        self.file = folder / "hang"
        self.file.touch()
        self.config = {"connector.class": f"test.Trouble{kind}", "tasks.max": "1",
                       "hang.in": where, "hang.file": str(self.file),
                       **({"topic": topic} if kind == "Source" else
                          {"topics": topic, "file": str(folder / "out")})}

    def wait_until_hung(self):
        until(pathlib.Path(f"{self.file}.hung").exists, 15, "a callback to hang")

    def let_go(self):
        self.file.unlink()
        until(pathlib.Path(f"{self.file}.back").exists, 15, "the callback to come back")


def promptly(call, *arguments, limit=PROMPT_S, **more):
    began = time.monotonic()
    answer = call(*arguments, **more)
    took = time.monotonic() - began
    assert took < limit, f"{arguments}: {took:.2f} s"
    return answer


def counted(worker, topic):
    data = str(worker.properties["data.dir"])
    return subprocess.run([paths.weir_binary(), "cat", topic, "--data-dir", data],
                          capture_output=True, text=True, timeout=60, check=False).stdout.split("\n")[:-1]


def threads(worker):
    names = []
    for comm in pathlib.Path(f"/proc/{worker.pid}/task").glob("*/comm"):
        try:
            names.append(comm.read_text().strip())
        except OSError:
            pass
    return names


def others_go_on(worker, word):
    """Another connector is made, works, is changed and deleted as if nothing were the matter."""
    rest, name, topic = worker.rest, word("other"), word("lines")
    config = {"connector.class": "test.TroubleSource", "topic": topic, "count": "500"}
    assert promptly(rest.put, "/connector-plugins/TroubleSource/config/validate",
                    config | {"name": name}).status == 200
    assert promptly(rest.put, f"/connectors/{name}/config", config).status == 201
    until(lambda: rest.state(name) == ("RUNNING", ("RUNNING",)), 5, "the other one runs")
    until(lambda: len(counted(worker, topic)) == 500, 10, "the other one works")
    assert promptly(rest.put, f"/connectors/{name}/pause").status == 202
    until(lambda: rest.state(name) == ("PAUSED", ("PAUSED",)), 5, "pause")
    assert promptly(rest.delete, f"/connectors/{name}").status == 204


def rest_answers(worker, name):
    rest = worker.rest
    assert promptly(rest.get, "/health").status == 200
    assert name in promptly(rest.get, "/connectors").json()
    assert promptly(rest.get, "/connectors?expand=status&expand=info").status == 200
    for part in ("", "/status", "/config", "/tasks", "/topics"):
        assert promptly(rest.get, f"/connectors/{name}{part}").status == 200, part
    assert promptly(rest.get, "/metrics").status == 200
    assert promptly(rest.put, f"/connectors/{name}/pause").status == 202
    assert promptly(rest.put, f"/connectors/{name}/resume").status == 202


PLACES = [("Source", "open"), ("Source", "poll"), ("Source", "task_configs"),
          ("Sink", "open"), ("Sink", "assigned"), ("Sink", "put"), ("Sink", "flush")]


def hanging(worker, tmp_path, word, kind, where):
    """Its name and its hang. A sink has something to put."""
    name, topic = word("stuck"), word("stuck-topic")
    if kind == "Sink":
        feed = {"connector.class": "test.TroubleSource", "topic": topic, "count": "10"}
        assert worker.rest.put(f"/connectors/{name}-feed/config", feed).status == 201
        until(lambda: len(counted(worker, topic)) == 10, 15, "something to put")
    hang = Hang(tmp_path, kind, where, topic)
    assert promptly(worker.rest.put, f"/connectors/{name}/config", hang.config).status == 201
    hang.wait_until_hung()
    return name, hang


@pytest.mark.parametrize("kind,where", PLACES)
def test_nobody_waits(worker, tmp_path, word, kind, where):
    name, hang = hanging(worker, tmp_path, word, kind, where)
    rest_answers(worker, name)
    others_go_on(worker, word)
    assert promptly(worker.rest.put, f"/connectors/{name}/config",
                    hang.config | {"hang.in": ""}).status == 200
    until(lambda: worker.rest.state(name) == ("RUNNING", ("RUNNING",)),
          SHUTDOWN_S + VALIDATE_S + 5, "it runs anew, with another configuration")
    if kind == "Sink":
        out = tmp_path / "out"
        until(lambda: out.exists() and len(out.read_text().splitlines()) == 10, 15,
              "it to read what the task that hangs had")
    hang.let_go()
    assert promptly(worker.rest.delete, f"/connectors/{name}").status == 204
    until(lambda: worker.rest.get(f"/connectors/{name}").status == 404, 5, "its end")


@pytest.mark.parametrize("kind,where", PLACES + [("Source", "close"), ("Sink", "close")])
def test_the_worker_ends_in_time(worker, tmp_path, word, kind, where):
    if where == "close":
        name = word("stuck")
        hang = Hang(tmp_path, kind, where, word("stuck-topic"))
        assert worker.rest.put(f"/connectors/{name}/config", hang.config).status == 201
        until(lambda: worker.rest.state(name) == ("RUNNING", ("RUNNING",)), 10, "running")
    else:
        hanging(worker, tmp_path, word, kind, where)
    assert promptly(worker.stop, limit=SHUTDOWN_S + 2) == 0


def test_what_comes_back_late_has_no_effect(worker, tmp_path, word):
    name, hang = hanging(worker, tmp_path, word, "Source", "poll")
    before = worker.rest.get(f"/connectors/{name}/status").json()
    assert before["connector"]["state"] == "RUNNING"
    assert promptly(worker.rest.delete, f"/connectors/{name}").status == 204
    until(lambda: "is left to itself" in worker.log(), SHUTDOWN_S + 5, "the task to be abandoned")
    hang.let_go()
    until(lambda: f"{name}-0" not in threads(worker), 10, "the end of its thread")
    assert counted(worker, hang.config["topic"]) == []
    assert worker.rest.get(f"/connectors/{name}/status").status == 404
    others_go_on(worker, word)


def test_a_successor_is_alone(worker, tmp_path, word):
    name, hang = hanging(worker, tmp_path, word, "Source", "poll")
    topic = hang.config["topic"]
    assert worker.rest.put(f"/connectors/{name}/config", hang.config | {"hang.in": ""}).status == 200
    until(lambda: len(counted(worker, topic)) == 1000, 20, "the successor's records")
    hang.let_go()
    until(lambda: threads(worker).count(f"{name}-0") == 1, 10, "the end of the old thread")
    assert counted(worker, topic) == [f"record {i}" for i in range(1000)]


def test_a_task_that_is_being_stopped_says_so(start_weir, tmp_path, word):
    """It is RUNNING still, as with Connect; who waits for its successor sees that it is not that."""
    worker = start_weir({"plugin.path": toys.plugin_path(), "task.shutdown.graceful.timeout.ms": 60000})
    name, hang = word("slow"), Hang(tmp_path, "Source", "poll", word("slow-topic"))
    assert worker.rest.put(f"/connectors/{name}/config", hang.config).status == 201
    hang.wait_until_hung()

    def task():
        return worker.rest.get(f"/connectors/{name}/status").json()["tasks"][0]
    until(lambda: task()["state"] == "RUNNING", 30, "running")
    assert "progress" not in task()
    assert worker.rest.put(f"/connectors/{name}/config", hang.config | {"hang.in": ""}).status == 200
    until(lambda: worker.rest.get(f"/connectors/{name}/tasks").json()[0]["config"]["hang.in"] == "",
          30, "the new configuration")
    assert task()["progress"] == "stopping"
    hang.let_go()
    until(lambda: task()["state"] == "RUNNING" and "progress" not in task(), 30, "the successor")


def test_a_restart_waits_no_longer_than_the_shutdown_may_take(worker, tmp_path, word):
    name, hang = hanging(worker, tmp_path, word, "Source", "poll")
    answer = promptly(worker.rest.post, f"/connectors/{name}/tasks/0/restart",
                      limit=SHUTDOWN_S + PROMPT_S)
    assert answer.status == 204
    answer = promptly(worker.rest.post, f"/connectors/{name}/restart?includeTasks=true")
    assert answer.status == 202


def test_validate_answers_with_a_time_out(worker, tmp_path, word):
    hang = Hang(tmp_path, "Source", "validate", word("t"))
    answers = []

    def validate():
        answers.append(promptly(worker.rest.put, "/connector-plugins/TroubleSource/config/validate",
                                hang.config | {"name": "v"}, limit=VALIDATE_S + 7))
    asking = [threading.Thread(target=validate) for _ in range(2)]
    for thread in asking:
        thread.start()
    hang.wait_until_hung()
    others_go_on(worker, word)
    for thread in asking:
        thread.join()
    assert [answer.status for answer in answers] == [500, 500]
    for answer in answers:
        assert "timed out" in answer.json()["message"]
        assert "validation" in answer.json()["message"]
    hang.let_go()


def test_a_creation_that_timed_out_does_not_happen_later(worker, tmp_path, word):
    name = word("late")
    hang = Hang(tmp_path, "Source", "validate", word("t"))
    answer = promptly(worker.rest.put, f"/connectors/{name}/config", hang.config, limit=VALIDATE_S + 7)
    assert answer.status == 500
    assert "timed out" in answer.json()["message"]
    hang.let_go()
    until(lambda: "check" not in threads(worker), 10, "the end of the check")
    others_go_on(worker, word)
    assert worker.rest.get(f"/connectors/{name}").status == 404
    assert json.loads(worker.rest.get("/connectors").text()) == []


def test_stop_and_delete_of_what_hangs_in_task_configs(worker, tmp_path, word):
    name, hang = hanging(worker, tmp_path, word, "Source", "task_configs")
    until(lambda: worker.rest.state(name)[0] == "FAILED", VALIDATE_S + 5, "the time-out")
    trace = worker.rest.get(f"/connectors/{name}/status").json()["connector"]["trace"]
    assert "did not say what its tasks are within" in trace
    assert promptly(worker.rest.put, f"/connectors/{name}/stop").status == 204
    until(lambda: worker.rest.state(name) == ("STOPPED", ()), 5, "stopped")
    hang.let_go()
    others_go_on(worker, word)
    assert worker.rest.get(f"/connectors/{name}/tasks").json() == []
    assert worker.rest.state(name) == ("STOPPED", ())
    assert promptly(worker.rest.delete, f"/connectors/{name}").status == 204

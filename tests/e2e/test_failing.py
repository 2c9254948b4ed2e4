"""What becomes of a connector that fails at a record, in open or in task_configs, by its verdict."""
import json
import re
import subprocess
import time

import pytest

from support import paths, toys
from support.waiting import until

pytestmark = pytest.mark.embedded

WORKER = {"key.converter": "org.apache.kafka.connect.storage.StringConverter",
          "value.converter": "org.apache.kafka.connect.storage.StringConverter",
          "offset.flush.interval.ms": "200", "task.restart.backoff.ms": "100",
          "task.restart.backoff.max.ms": "2000", "task.restart.same.record.max": "3"}
COUNT, AT = 120, 50


@pytest.fixture
def worker(start_weir):
    return start_weir({"plugin.path": toys.plugin_path(), **WORKER})


class Trouble:
    """One connector that fails; a sink has a source before it."""

    def __init__(self, worker, folder, word):
        self.worker, self.rest, self.folder = worker, worker.rest, folder
        self.name, self.topic = word("trouble"), word("numbers")
        self.out, self.failures = folder / "out", folder / "failures"

    def create(self, kind, where, verdict, times=1000000, **more):
        if kind == "Sink":
            feed = {"connector.class": "test.TroubleSource", "topic": self.topic, "count": str(COUNT)}
            assert self.rest.put(f"/connectors/{self.name}-feed/config", feed).status == 201
            until(lambda: len(self.numbers()) == COUNT, 15, "something to put")
        config = {"connector.class": f"test.Trouble{kind}", "tasks.max": "1",
                  "fail.in": where, "fail.verdict": verdict, "fail.at": str(AT),
                  "fail.times": str(times), "fail.file": str(self.failures),
                  **({"topic": self.topic, "count": str(COUNT)} if kind == "Source" else
                     {"topics": self.topic, "file": str(self.out)}),
                  **{key.replace("__", "."): value for key, value in more.items()}}
        assert self.rest.put(f"/connectors/{self.name}/config", config).status == 201

    def numbers(self, topic=None):
        data = str(self.worker.properties["data.dir"])
        shown = subprocess.run([paths.weir_binary(), "cat", topic or self.topic, "--data-dir", data],
                               capture_output=True, text=True, timeout=60, check=False)
        return shown.stdout.splitlines()

    def written(self):
        return self.out.read_text().splitlines() if self.out.exists() else []

    def failed(self):
        """So often, until now."""
        return self.failures.stat().st_size if self.failures.exists() else 0

    def status(self):
        answer = self.rest.get(f"/connectors/{self.name}/status")
        return answer.json() if answer.status == 200 else {"tasks": []}

    def task(self):
        tasks = self.status()["tasks"]
        return tasks[0] if tasks else {"state": None}

    def wait(self, state, seconds=20):
        return until(lambda: self.task()["state"] == state and self.task(), seconds, state)

    def wait_final(self, why):
        until(lambda: f"stays so, since {why}" in self.worker.log(), 20, f"the end: {why}")
        return self.wait("FAILED")

    def offset(self):
        offsets = self.rest.get(f"/connectors/{self.name}/offsets").json()["offsets"]
        return offsets[0]["offset"] if offsets else None


@pytest.fixture
def trouble(worker, tmp_path, word):
    return Trouble(worker, tmp_path, word)


EVERYTHING = [f"record {i}" for i in range(COUNT)]


def test_a_poll_to_be_retried_is(trouble):
    trouble.create("Source", "poll", "RETRY", times=2)
    until(lambda: trouble.numbers() == EVERYTHING, 20, "all")
    assert trouble.failed() == 2
    assert trouble.task()["state"] == "RUNNING"
    assert "restarts" not in trouble.task()
    assert "the task ends" not in trouble.worker.log()


def test_a_put_to_be_retried_is(trouble):
    trouble.create("Sink", "put", "RETRY", times=2)
    until(lambda: sorted(set(trouble.written())) == sorted(EVERYTHING), 20, "all")
    until(lambda: trouble.offset() == {"kafka_offset": COUNT}, 10, "the commit")
    assert trouble.failed() == 2
    assert trouble.task()["state"] == "RUNNING"
    assert "restarts" not in trouble.task()


@pytest.mark.parametrize("verdict", ["FATAL", "BAD_DATA"])
def test_a_source_that_fails_is_started_again(trouble, verdict):
    trouble.create("Source", "poll", verdict, times=2)
    failed = trouble.wait("FAILED")
    assert "trouble in poll" in failed["trace"]
    until(lambda: trouble.numbers() == EVERYTHING, 20, "all, none of them twice")
    task = trouble.wait("RUNNING")
    assert task["restarts"] == 2
    assert "trouble in poll" in task["last_error"]
    assert "trace" not in task
    until(lambda: trouble.offset() == {"next": COUNT}, 10, "the offset")


def test_what_came_before_the_failure_is_committed(trouble):
    trouble.create("Source", "poll", "FATAL", weir__task__restart="off")
    trouble.wait_final("task.restart.enable is off")
    assert trouble.numbers() == EVERYTHING[:AT]
    assert trouble.offset() == {"next": AT}


def test_the_pauses_between_restarts_grow(trouble):
    trouble.create("Source", "open", "FATAL", times=5)
    seen = set()

    def recovered():
        seen.add(trouble.task()["state"])
        return trouble.failed() == 5 and trouble.task()["state"] == "RUNNING"
    until(recovered, 30, "the sixth attempt")
    assert seen <= {None, "UNASSIGNED", "FAILED", "RUNNING"}
    waits = [int(ms) for ms in re.findall(r"starts again in (\d+) ms", trouble.worker.log())]
    assert len(waits) == 5
    for attempt, wait_ms in enumerate(waits):
        assert 50 * 2 ** attempt <= wait_ms <= 100 * 2 ** attempt
    assert trouble.task()["restarts"] == 5


def test_running_is_said_only_after_a_round_without_an_error(trouble):
    follow = [paths.weir_binary(), "cat", "--follow", "connect-status", "-J", "--data-dir",
              str(trouble.worker.properties["data.dir"])]
    with subprocess.Popen(follow, stdout=subprocess.PIPE, text=True) as following:
        trouble.create("Source", "open", "FATAL", times=4)
        states = []
        for line in following.stdout:
            told = json.loads(line)
            if told["key"] == f"status-task-{trouble.name}-0" and told["payload"]:
                states.append(json.loads(told["payload"])["state"])
            if states[-1:] == ["RUNNING"]:
                break
        following.terminate()
    assert trouble.failed() == 4
    assert states == ["FAILED"] * 4 + ["RUNNING"]
    assert trouble.task()["restarts"] == 4


def test_a_record_that_is_bad_every_time(trouble):
    trouble.create("Sink", "put", "BAD_DATA")
    task = trouble.wait_final("it fails at the same record again and again")
    assert f"{trouble.topic}-0@{AT}" in task["trace"]
    assert "Tolerance exceeded in error handler" in task["trace"]
    assert trouble.failed() == int(WORKER["task.restart.same.record.max"])
    assert task["restarts"] == 2
    assert trouble.offset() == {"kafka_offset": AT}
    assert trouble.written()[:AT] == EVERYTHING[:AT]
    # By hand it is tried once more, and its failures are counted anew.
    assert trouble.rest.post(f"/connectors/{trouble.name}/tasks/0/restart").status == 204
    until(lambda: trouble.failed() == 6, 20, "three more")


def test_a_bad_record_that_is_tolerated_is_a_dead_letter(trouble):
    trouble.create("Sink", "put", "BAD_DATA", errors__tolerance="all",
                   errors__deadletterqueue__topic__name="dead")
    until(lambda: trouble.offset() == {"kafka_offset": COUNT}, 20, "the commit")
    assert trouble.written() == EVERYTHING[:AT] + EVERYTHING[AT + 1:]
    until(lambda: trouble.numbers("dead") == [EVERYTHING[AT]], 10, "the dead letter")
    assert trouble.failed() == 1


def test_a_put_that_fails_is_started_again(trouble):
    trouble.create("Sink", "put", "FATAL", times=1)
    until(lambda: trouble.offset() == {"kafka_offset": COUNT}, 20, "the commit")
    task = trouble.wait("RUNNING")
    assert task["restarts"] == 1
    assert "Exiting WorkerSinkTask due to unrecoverable exception" in task["last_error"]
    assert "trouble in put" in task["last_error"]
    assert set(trouble.written()) == set(EVERYTHING)


@pytest.mark.parametrize("kind,where", [("Source", "open"), ("Source", "poll"), ("Sink", "open"),
                                        ("Sink", "put")])
def test_a_bad_configuration_waits_for_a_person(trouble, kind, where):
    trouble.create(kind, where, "BAD_CONFIG", times=1)
    task = trouble.wait_final("its configuration must be mended")
    assert "restarts" not in task
    # Longer than the first pauses would have been.
    began = time.monotonic()
    until(lambda: time.monotonic() > began + 0.5 or trouble.task()["state"] != "FAILED", 5, "time")
    assert trouble.task()["state"] == "FAILED"
    assert trouble.failed() == 1
    assert trouble.rest.post(
        f"/connectors/{trouble.name}/restart?includeTasks=true&onlyFailed=true").status == 202
    trouble.wait("RUNNING")


def test_restarts_can_be_turned_off(start_weir, tmp_path, word):
    worker = start_weir({"plugin.path": toys.plugin_path(), **WORKER, "task.restart.enable": "false"})
    trouble = Trouble(worker, tmp_path, word)
    trouble.create("Source", "poll", "FATAL", times=1)
    trouble.wait_final("task.restart.enable is off")
    assert trouble.failed() == 1
    (tmp_path / "own").mkdir()
    willing = Trouble(worker, tmp_path / "own", word)
    willing.create("Source", "poll", "FATAL", times=1, weir__task__restart="on")
    until(lambda: willing.numbers() == EVERYTHING, 20, "one that asks for restarts itself")
    assert trouble.task()["state"] == "FAILED"
    assert trouble.failed() == 1


def test_task_configs_that_fail_are_asked_for_again(trouble):
    trouble.create("Source", "task_configs", "FATAL", times=2)
    until(lambda: trouble.status()["connector"]["state"] == "FAILED", 10, "the failure")
    assert "trouble in task_configs" in trouble.status()["connector"]["trace"]
    until(lambda: trouble.numbers() == EVERYTHING, 20, "all")
    assert trouble.status()["connector"]["state"] == "RUNNING"


def test_what_validate_finds_refuses_the_configuration(trouble):
    answer = trouble.rest.put(f"/connectors/{trouble.name}/config",
                              {"connector.class": "test.TroubleSource", "topic": "t",
                               "fail.in": "validate", "fail.file": str(trouble.failures)})
    assert answer.status == 400
    assert "trouble in validate" in answer.json()["message"]


def test_a_connector_may_refuse_other_offsets(trouble):
    trouble.create("Source", "alter_offsets", "FATAL")
    until(lambda: trouble.offset() == {"next": COUNT}, 20, "the offset")
    assert trouble.rest.put(f"/connectors/{trouble.name}/stop").status == 204
    until(lambda: trouble.rest.state(trouble.name) == ("STOPPED", ()), 10, "stopped")
    back = {"offsets": [{"partition": {"trouble": "source"}, "offset": {"next": 7}}]}
    answer = trouble.rest.patch(f"/connectors/{trouble.name}/offsets", back)
    assert answer.status >= 400
    assert "trouble in alter_offsets" in answer.json()["message"]
    assert trouble.offset() == {"next": COUNT}


def test_a_target_that_is_down_is_waited_for(trouble, tmp_path):
    down = tmp_path / "down"
    down.touch()
    trouble.create("Sink", "", "RETRY", down__file=str(down), weir__breaker__failures="2",
                   weir__breaker__wait__ms="300")
    shown = until(lambda: trouble.task().get("trouble"), 20, "trouble to be shown")
    assert "waiting for the target: the target is down" in shown
    until(lambda: trouble.worker.log().count("it comes again in 300 ms") >= 3, 20, "probes")
    assert trouble.task()["state"] == "RUNNING"
    assert trouble.rest.put(f"/connectors/{trouble.name}/pause").status == 202
    trouble.wait("PAUSED")
    assert trouble.rest.put(f"/connectors/{trouble.name}/resume").status == 202
    trouble.wait("RUNNING")
    down.unlink()
    until(lambda: trouble.written() == EVERYTHING, 10, "all, once it is up")
    until(lambda: "trouble" not in trouble.task(), 10, "it to be over")
    assert "restarts" not in trouble.task()

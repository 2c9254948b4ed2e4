"""Clients that people use, from their packages, as black boxes: each drives a connector's life."""
import json
import re
import subprocess

import pytest
from kafka_connect import KafkaConnect

from support import java, paths
from support.waiting import until

from .connectors import STRING

pytestmark = pytest.mark.timeout(200)


@pytest.fixture(scope="module")
def worker(make_weir):
    process = make_weir(group="clients")
    yield process
    process.stop()


@pytest.fixture
def config(word, tmp_path):
    name = word("client-src")
    (tmp_path / "in.txt").write_text("a\nb\n", encoding="utf-8")
    return name, {"connector.class": "FileStreamSource", "tasks.max": "1", "file": str(tmp_path / "in.txt"),
                  "topic": f"{name}-topic", "key.converter": STRING, "value.converter": STRING}


def run(*command):
    """What the command printed; fails with it unless it succeeded."""
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def states(status):
    return [status["connector"]["state"], *(task["state"] for task in status["tasks"])]


def test_kafka_connect_py(worker, config):
    """The kafka-connect command, which writes its booleans as True and False."""
    name, wanted = config

    def kc(*words):
        text = run(paths.BUILD / "venv" / "bin" / "kafka-connect", "--url", worker.rest.url, *words)
        return json.loads(text) if text.strip() else None

    def became(*expected):
        until(lambda: states(kc("status", name)) == list(expected), 30, f"{name} to be {expected}")

    assert kc("info")["version"]
    assert any(each["class"].endswith("FileStreamSourceConnector") for each in kc("list-plugins"))
    api = KafkaConnect(worker.rest.url)
    # the command sends the config as a JSON string; its module does it right
    assert api.validate_connector_config("FileStreamSource", {**wanted, "name": name})["error_count"] == 0
    assert kc("create", "-d", json.dumps({"name": name, "config": wanted}))["config"] == {**wanted, "name": name}
    until(lambda: worker.rest.state(name) == ("RUNNING", ("RUNNING",)), 30, f"{name} to run")
    became("RUNNING", "RUNNING")
    assert name in kc("list") and name in kc("list", "--expand", "status") and name in kc("list", "--expand", "info")
    assert kc("get", name)["type"] == "source" and kc("config", name) == {**wanted, "name": name}
    assert kc("list-tasks", name)[0]["id"] == {"connector": name, "task": 0}
    assert kc("task-status", name, "0")["state"] == "RUNNING"
    until(lambda: kc("list-topics", name)[name]["topics"] == [wanted["topic"]], 30, "its topic")
    kc("reset-topics", name)
    assert kc("update", name, "-d", json.dumps({**wanted, "batch.size": "3"}))["config"]["batch.size"] == "3"
    became("RUNNING", "RUNNING")
    kc("pause", name), became("PAUSED", "PAUSED")
    kc("resume", name), became("RUNNING", "RUNNING")
    kc("restart", name), kc("restart", name, "--include-tasks"), became("RUNNING", "RUNNING")
    kc("restart", name, "--include-tasks", "--only-failed")
    kc("restart-task", name, "0"), became("RUNNING", "RUNNING")
    kc("pause", "--all", "--pattern", name, "--state", "RUNNING"), became("PAUSED", "PAUSED")
    assert kc("list", "--state", "PAUSED", "--pattern", name) == [name] and kc("list", "--state", "FAILED") == []
    kc("resume", "--all", "--pattern", name), became("RUNNING", "RUNNING")
    kc("restart", "--all", "--include-tasks", "--pattern", name), became("RUNNING", "RUNNING")
    api.stop_connector(name), until(lambda: worker.rest.state(name) == ("STOPPED", ()), 30, f"{name} to stop")
    kc("delete", name)
    assert name not in kc("list")


def test_kafkaconnect(worker, config, tmp_path):
    """The kafkaconnect command and module."""
    name, wanted = config
    file = tmp_path / "config.json"
    file.write_text(json.dumps({**wanted, "name": name}), encoding="utf-8")

    def kafkaconnect(*words):
        text = run(paths.BUILD / "venv" / "bin" / "kafkaconnect", "-c", worker.rest.url, *words)
        start = re.search(r"^[{[]", text, re.M)  # after a line like "Uploading ..."
        return json.loads(text[start.start():]) if start else text

    def became(*expected):
        until(lambda: worker.rest.state(name) == (expected[0], expected[1:]), 30, f"{name} to be {expected}")
        assert states(kafkaconnect("status", name)) == list(expected)

    assert kafkaconnect("upload", "--name", name, "--dry-run", file)["error_count"] == 0
    assert kafkaconnect("upload", "--name", name, file)["name"] == name
    became("RUNNING", "RUNNING")
    assert name in kafkaconnect("list") and kafkaconnect("info", name)["type"] == "source"
    assert kafkaconnect("config", name)["topic"] == wanted["topic"]
    assert kafkaconnect("tasks", name)[0]["id"]["task"] == 0
    until(lambda: kafkaconnect("topics", name)[name]["topics"] == [wanted["topic"]], 30, "its topic")
    assert any(each["type"] == "sink" for each in kafkaconnect("plugins"))
    kafkaconnect("pause", name), became("PAUSED", "PAUSED")
    kafkaconnect("resume", name), became("RUNNING", "RUNNING")
    kafkaconnect("restart", name), became("RUNNING", "RUNNING")
    kafkaconnect("delete", name)
    assert name not in kafkaconnect("list")


@pytest.mark.java
def test_sourcelab(worker, config):
    """org.sourcelab:kafka-connect-client 4.0.5 in a program of ours."""
    name, wanted = config
    jars = java.fetch(paths.CLIENTS / "pom.xml", paths.CLIENT_JARS)
    said = java.run_source(paths.CLIENTS / "ClientCheck.java", [worker.rest.url, name, wanted["file"]], jars=f"{jars}/*",
                           capture_output=True, text=True, check=False)
    assert said.returncode == 0 and "all calls answered" in said.stdout, said.stdout + said.stderr

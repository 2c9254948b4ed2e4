"""How a worker starts: from an image's environment, and not open to everyone by accident."""
import os
import re
import subprocess
import time
import tomllib

import pytest

from support import dockerfile, paths
from support.process import Process, free_port
from support.rest import Rest
from support.waiting import until

pytestmark = pytest.mark.embedded


def run(folder, *lines, environment=None, seconds=20):
    config = folder / "worker.properties"
    config.write_text("\n".join((f"data.dir={folder / 'data'}", *lines)), encoding="ascii")
    return subprocess.run([paths.weir_binary(), "run", "--config", config], capture_output=True,
                          text=True, timeout=seconds, check=False,
                          env={**os.environ, **(environment or {})})


def test_open_listener_refused(tmp_path):
    done = run(tmp_path, f"listeners=http://0.0.0.0:{free_port()}", "rest.anonymous=refuse")
    assert done.returncode == 2
    assert "set rest.user and rest.password" in done.stderr
    assert "rest.anonymous=allow" in done.stderr


def test_open_listener_is_warned_of(start_weir):
    open_to_all = "is open to every machine that reaches this one, without credentials"
    weir = start_weir({"listeners": f"http://0.0.0.0:{free_port()},http://127.0.0.1:{free_port()}"}, start=False)
    weir.start(ready=False)
    until(lambda: "the worker is ready" in weir.log(), 30, "worker started")
    assert weir.log().count(open_to_all) == 1
    weir.stop()
    weir.start(listeners=f"http://127.0.0.1:{weir.port}")
    assert open_to_all not in weir.log()


def test_closed_listener_starts(start_weir):
    start_weir({"rest.anonymous": "refuse"})


def test_open_listener_with_credentials_starts(start_weir):
    weir = start_weir({"listeners": f"http://0.0.0.0:{free_port()}", "rest.anonymous": "refuse",
                       "rest.user": "me", "rest.password": "x"}, start=False)
    weir.start(ready=False)
    until(lambda: "the worker is ready" in weir.log(), 20, "worker started")


def test_the_image_is_healthy_with_credentials(tmp_path):
    """The Dockerfile's HEALTHCHECK, at a worker with the Dockerfile's variables that asks for a user."""
    environment = {**dockerfile.image_variables(), "CONNECT_DATA_DIR": str(tmp_path / "data"),
                   "CONNECT_BUS": "embedded", "REST_PORT": str(free_port()),
                   "CONNECT_REST_USER": "me", "CONNECT_REST_PASSWORD": "x"}
    worker = Process("image", [paths.weir_binary(), "run"], env=environment)
    try:
        worker.wait_for(lambda: "the worker is ready" in worker.log(), 60, "it is ready")
        done = subprocess.run(dockerfile.health_check(), env={**os.environ, **environment},
                              capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done
        rest = Rest(int(environment["REST_PORT"]))
        assert rest.get("/health").json()["status"] == "healthy"
        assert rest.get("/connectors").status == 401
    finally:
        worker.kill()


def test_health_asks_for_credentials_as_connect_does(start_weir):
    weir = start_weir({"rest.user": "me", "rest.password": "x"})
    assert weir.rest.get("/health").status == 401


def test_brokers_lost_in_the_environment(tmp_path):
    """A secret that did not arrive does not begin everything from nothing."""
    environment = {**dockerfile.image_variables(), "GROUP_ID": "connect-cluster",
                   "CONNECT_DATA_DIR": str(tmp_path / "data"), "REST_PORT": str(free_port()),
                   "CONNECT_REST_USER": "me", "CONNECT_REST_PASSWORD": "x"}
    done = subprocess.run([paths.weir_binary(), "run"], cwd=tmp_path, capture_output=True, text=True,
                          timeout=60, check=False, env={**os.environ, **environment})
    assert done.returncode == 2 and not (tmp_path / "data").exists()
    assert "BOOTSTRAP_SERVERS" in done.stderr and "bus=embedded" in done.stderr


def test_flys_variables_give_every_client_its_credentials(tmp_path):
    """fly.toml's, and the secrets that its first lines tell to set."""
    text = (paths.ROOT / "fly.toml").read_text()
    jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p";'
    secrets = {name: jaas for name in re.findall(r"(\w+)=\"\$jaas\"", text)}
    assert len(secrets) == 3
    port = free_port()
    environment = {**dockerfile.image_variables(), **tomllib.loads(text)["env"], **secrets,
                   "BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()}", "REST_PORT": str(port),
                   "CONNECT_REST_USER": "me", "CONNECT_REST_PASSWORD": "x",
                   "CONNECT_DATA_DIR": str(tmp_path / "data")}
    worker = Process("fly", [paths.weir_binary(), "run"], env=environment)
    try:
        worker.wait_for(lambda: "checking the topic" in _health(Rest(port)), 60, "a call of the bus")
        assert "will speak PLAINTEXT" not in worker.log() and "ignored" not in worker.log()
    finally:
        worker.kill()
    alone = {key: value for key, value in environment.items() if "PRODUCER" not in key}
    worker = Process("fly-alone", [paths.weir_binary(), "run"], env=alone)
    try:
        worker.wait_for(lambda: "checking the topic" in _health(Rest(port)), 60, "a call of the bus")
        assert "connectors' producers will speak PLAINTEXT" in worker.log()
    finally:
        worker.kill()


def _health(rest):
    try:
        return rest.get("/health").text()
    except OSError:
        return ""


def test_ends_while_it_waits_for_a_broker(tmp_path):
    """Within task.shutdown.graceful.timeout.ms, 5 s; a call of the bus may take 30."""
    port, config = free_port(), tmp_path / "worker.properties"
    config.write_text("\n".join((
        f"bootstrap.servers=127.0.0.1:{free_port()}", "group.id=g", "config.storage.topic=c",
        "offset.storage.topic=o", "status.storage.topic=s", f"listeners=http://127.0.0.1:{port}",
        "key.converter=org.apache.kafka.connect.storage.StringConverter",
        "value.converter=org.apache.kafka.connect.storage.StringConverter")), encoding="ascii")
    with open(tmp_path / "log", "wb") as log, subprocess.Popen(
            [paths.weir_binary(), "run", config], cwd=tmp_path, stderr=log) as worker:
        try:
            rest = Rest(port)
            until(lambda: "checking the topic" in _health(rest), 30, "a call of the bus")
            began = time.monotonic()
            worker.terminate()
            assert worker.wait(60) == 0
            assert time.monotonic() - began < 10
        finally:
            worker.kill()


def test_image_environment(broker, tmp_path, word):
    """Debezium's image: no file, everything in the environment."""
    port, group = free_port(), word("image")
    environment = {**os.environ, "BOOTSTRAP_SERVERS": broker.bootstrap, "GROUP_ID": group,
                   "CONFIG_STORAGE_TOPIC": f"{group}.configs", "REST_PORT": str(port),
                   "OFFSET_STORAGE_TOPIC": f"{group}.offsets", "STATUS_STORAGE_TOPIC": f"{group}.status",
                   "CONNECT_LISTENERS": f"http://127.0.0.1:{port}"}
    with open(tmp_path / "log", "wb") as log, subprocess.Popen(
            [paths.weir_binary(), "run"], cwd=tmp_path, env=environment, stderr=log) as worker:
        try:
            rest = Rest(port)
            until(lambda: rest.get("/connectors").status == 200, 30, "REST answers")
            assert rest.put("/connectors/f/config", {
                "connector.class": "FileStreamSource", "file": str(tmp_path / "in"),
                "topic": group}).status == 201
            until(lambda: f"{group}.configs" in subprocess.run(
                [paths.weir_binary(), "topics", "--brokers", broker.bootstrap],
                capture_output=True, text=True, check=True).stdout, 30, "the named topic is used")
        finally:
            worker.terminate()
            worker.wait(20)

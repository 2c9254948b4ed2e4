"""How a worker starts: from an image's environment, and not open to everyone by accident."""
import os
import subprocess

import pytest

from support import paths
from support.process import free_port
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


def test_closed_listener_starts(start_weir):
    start_weir({"rest.anonymous": "refuse"})


def test_open_listener_with_credentials_starts(start_weir):
    weir = start_weir({"listeners": f"http://0.0.0.0:{free_port()}", "rest.anonymous": "refuse",
                       "rest.user": "me", "rest.password": "x"}, start=False)
    weir.start(ready=False)
    until(lambda: "the worker is ready" in weir.log(), 20, "worker started")


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

"""The Kafka engine's own test program on a real broker."""
import os
import subprocess

import pytest

from support import paths

pytestmark = pytest.mark.java


def program(name):
    """The newest build of a test program."""
    found = sorted(paths.BUILD.glob(f"*/tests/{name}"), key=lambda path: path.stat().st_mtime)
    assert found, f"{name} is not built: cmake --preset dev && cmake --build build/dev"
    return found[-1]


def run(name, bootstrap, *arguments, **env):
    """Runs it to its end; its output is shown when it fails."""
    done = subprocess.run([program(name), *arguments], capture_output=True, text=True, timeout=170,
                          env={**os.environ, "WEIR_TEST_KAFKA": bootstrap, **env})
    assert done.returncode == 0, done.stdout + done.stderr


def test_broker(broker):
    run("test_kafka_broker", broker.bootstrap)

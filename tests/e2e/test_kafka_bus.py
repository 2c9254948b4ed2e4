"""The Kafka engine's own test programs on real brokers."""
import os
import subprocess

import pytest

from support import paths
from support.java import Broker

pytestmark = pytest.mark.java


def program(name):
    """The test program of the sanitized build, or else of a plain one (never one that is being built)."""
    found = [paths.BUILD / preset / "tests" / name for preset in ("asan", "dev", "land")]
    found = [path for path in found if path.exists()]
    assert found, f"{name} is not built: cmake --preset dev && cmake --build build/dev"
    return found[0]


def test_broker(broker):
    done = subprocess.run([program("test_kafka_broker")], capture_output=True, text=True,
                          timeout=170, env={**os.environ, "WEIR_TEST_KAFKA": broker.bootstrap})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kill", [False, True], ids=["orderly", "kill -9"])
def test_restart(start, kill):
    """A broker goes away in the middle of a series and comes back: nothing lost, nothing twice,
    nothing in another place."""
    broker = start(Broker, "kafka-restart")
    with subprocess.Popen([program("test_kafka_restart")], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, "WEIR_TEST_KAFKA": broker.bootstrap}) as writer:
        for line in writer.stdout:
            if line.strip() == "half":
                break
        broker.restart(kill)
        said = writer.stdout.read()
        assert writer.wait(10) == 0, said

"""make up and make down, as the README tells a newcomer to type them."""
import os
import pathlib
import re
import subprocess

import pytest

from support import paths
from support.fake_worker import answering
from support.process import port_open


def make(*words, seconds=170):
    return subprocess.run(["make", "-s", "-C", paths.ROOT, *words], capture_output=True, text=True,
                          timeout=seconds, check=False)


@pytest.fixture
def up(tmp_path):
    words = (f"UP_DIR={tmp_path / 'up'}", "build=", "-o", "build")
    yield lambda target, *more: make(target, *words, *more)
    make("down", *words)


def test_up_and_down(up, tmp_path):
    with answering() as foreign: # another worker has the port: nothing is registered there
        foreign.answers = {("GET", "/health"): (200, {}), ("POST", "/connectors"): (201, {})}
        first = up("up", f"UP_PORT={foreign.server_address[1]}")
        assert foreign.asked == []
    assert first.returncode == 0, first.stdout + first.stderr
    counts = re.findall(r"^[\d:]{8} +(\d+) (\d+) (\d+) +(\d+) (\d+) (\d+)", first.stdout, re.M)
    assert first.stdout.count("  equal\n") == 3, first.stdout  # migrate's checksums
    assert len(counts) == 5 and int(counts[-1][4]) > int(counts[0][4]), first.stdout
    assert "postgres-sink-trading      sink    RUNNING  RUNNING" in first.stdout
    ports = [int(port) for port in re.findall(r"-P(\d+)|-p (\d+)", first.stdout)[0] if port]
    pids = {name: int((tmp_path / "up" / f"{name}.pid").read_text().split()[0])
            for name in ("weir", "mariadb", "postgres", "trickle")}
    folder = pathlib.Path((tmp_path / "up" / "folder").read_text().strip())
    assert f"make down UP_DIR={tmp_path / 'up'}" in first.stdout
    assert "The pipeline runs" in up("up").stdout  # again: says what is there
    assert up("down").returncode == 0
    assert not any(port_open(port) for port in ports)
    for name, pid in pids.items():
        assert not os.path.exists(f"/proc/{pid}"), name
    assert not folder.exists() and not (tmp_path / "up").exists()


@pytest.mark.parametrize("words", ["{0}", "{0} 1"])
def test_down_leaves_who_has_the_number_now(tmp_path, words):
    """The worker died, and its number was given to another."""
    with subprocess.Popen(["sleep", "300"], start_new_session=True) as other:
        try:
            (tmp_path / "up").mkdir()
            (tmp_path / "up" / "weir.pid").write_text(words.format(other.pid))
            assert make("down", f"UP_DIR={tmp_path / 'up'}").returncode == 0
            assert not (tmp_path / "up").exists() and other.poll() is None
        finally:
            other.kill()

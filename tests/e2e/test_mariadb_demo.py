"""make up and make down, as the README tells a newcomer to type them."""
import os
import pathlib
import re
import subprocess

import pytest

from support import paths
from support.process import free_port, port_open


def make(*words, seconds=170):
    return subprocess.run(["make", "-s", "-C", paths.ROOT, *words], capture_output=True, text=True,
                          timeout=seconds, check=False)


@pytest.fixture
def up(tmp_path):
    words = (f"UP_DIR={tmp_path / 'up'}", f"UP_PORT={free_port()}", "build=", "-o", "build")
    yield lambda target, *more: make(target, *words, *more)
    make("down", *words)


def test_up_and_down(up, tmp_path):
    first = up("up")
    assert first.returncode == 0, first.stdout + first.stderr
    counts = re.findall(r"^[\d:]{8} +(\d+) (\d+) (\d+) +(\d+) (\d+) (\d+)", first.stdout, re.M)
    assert first.stdout.count("  equal\n") == 3, first.stdout  # migrate's checksums
    assert len(counts) == 5 and int(counts[-1][4]) > int(counts[0][4]), first.stdout
    assert "postgres-sink-trading      sink    RUNNING  RUNNING" in first.stdout
    ports = [int(port) for port in re.findall(r"-P(\d+)|-p (\d+)", first.stdout)[0] if port]
    pids = {name: int((tmp_path / "up" / f"{name}.pid").read_text())
            for name in ("weir", "mariadb", "postgres", "trickle")}
    folder = pathlib.Path((tmp_path / "up" / "folder").read_text().strip())
    assert "The pipeline runs" in up("up").stdout  # again: says what is there
    assert up("down").returncode == 0
    assert not any(port_open(port) for port in ports)
    for name, pid in pids.items():
        assert not os.path.exists(f"/proc/{pid}"), name
    assert not folder.exists() and not (tmp_path / "up").exists()

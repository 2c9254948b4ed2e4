"""The rig itself: what it starts answers, and nothing it started is left behind."""
import os
import signal
import subprocess
import sys

import pytest

from support import paths
from support.process import Process, free_port
from support.waiting import until

pytestmark = pytest.mark.java


def gone(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_child_dies_with_its_starter():
    """Killed with -9, the starter takes its child along."""
    code = ("import sys; sys.path.insert(0, 'tests')\n"
            "from support.process import Process\n"
            "print(Process('rig-test', ['sleep', '600']).pid, flush=True)\n"
            "sys.stdin.read()\n")
    with subprocess.Popen([sys.executable, "-c", code], cwd=paths.ROOT, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as starter:
        child = int(starter.stdout.readline())
        assert not gone(child)
        os.kill(starter.pid, signal.SIGKILL)
        until(lambda: gone(child), 10, "end of the child")


def test_process_reports_status_and_signal():
    process = Process("rig-test", ["sleep", "600"])
    assert process.alive() and process.rss_kb() > 0
    assert process.stop() == -signal.SIGTERM


def test_wait_fails_when_the_process_ends():
    process = Process("rig-test", ["sh", "-c", "echo broken >&2; exit 3"])
    with pytest.raises(RuntimeError, match="ended with 3(.|\n)*broken"):
        process.wait_for(lambda: False, 10, "never")


def test_processes_of_one_name_have_their_own_logs():
    first, second = (Process("rig-test", ["sh", "-c", f"echo {word}; sleep 600"]) for word in ("one", "two"))
    until(lambda: first.log() == "one\n" and second.log() == "two\n", 10, "each its own word")
    assert first.stop() == second.stop() == -signal.SIGTERM


def test_java_worker_answers(broker, start_java, word):
    worker = start_java(broker.bootstrap, group=word("rig"))
    answer = worker.rest.get("/")
    assert answer.status == 200 and answer.json()["version"] == "4.3.1"
    assert free_port() != worker.port
    assert worker.stop() in (0, 143, -signal.SIGTERM)

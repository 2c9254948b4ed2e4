"""A child process with a log file that cannot outlive the one who started it."""
import ctypes
import os
import signal
import socket
import subprocess

from . import paths
from .waiting import until

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def free_port():
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_open(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _die_with(parent):
    def tie():
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
    return tie


class Process:
    """argv as a leader of its own process group, output in build/rig/log/NAME.log. Unless it is
    detached the kernel kills it when the starting thread ends, whatever way that happens."""

    def __init__(self, name, argv, env=None, detached=False):
        paths.LOG.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.log_path = paths.LOG / f"{name}.log"
        with open(self.log_path, "ab") as out:
            self.log_start = out.tell()
            self._child = subprocess.Popen(
                [str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env={**os.environ, **(env or {})}, start_new_session=True,
                preexec_fn=None if detached else _die_with(os.getpid()))
        self.pid = self._child.pid

    def alive(self):
        return self._child.poll() is None

    def log(self):
        """What it has said since it was started."""
        with open(self.log_path, "rb") as text:
            text.seek(self.log_start)
            return text.read().decode("utf-8", "replace")

    def wait_for(self, condition, seconds, what):
        """As until, and fails at once when the process ends before."""
        def checked():
            if not self.alive():
                raise RuntimeError(f"{self.name} ended with {self._child.returncode} before {what}:"
                                   f"\n{self.log()[-3000:]}")
            return condition()
        return until(checked, seconds, f"{self.name}: {what}")

    def signal(self, number):
        os.kill(self.pid, number)

    def stop(self, seconds=20):
        """SIGTERM, and after the deadline SIGKILL to its whole group. Gives the exit status,
        negative for a signal."""
        if self.alive():
            self.signal(signal.SIGTERM)
            try:
                self._child.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._child.returncode

    def kill(self):
        """kill -9, and waits until it is gone."""
        if self.alive():
            os.killpg(self.pid, signal.SIGKILL)
        return self._child.wait(30)

    def status(self, field):
        """A field of /proc/PID/status in its own unit, as VmRSS or VmHWM in kB, or Threads."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as lines:
            for line in lines:
                if line.startswith(field + ":"):
                    return int(line.split()[1])
        raise LookupError(f"no {field} in the status of {self.name}")

    def rss_kb(self):
        return self.status("VmRSS")

"""A child process with a log file that cannot outlive the one who started it."""
import ctypes
import itertools
import os
import signal
import socket
import subprocess

from . import paths
from .waiting import until

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


# Below the ports the kernel gives to clients: one of those could be taken by any connection
# between the look and the server's start, or while a server is down to be started again.
_PORTS = range(10000, 32000)
_ports = itertools.count(os.getpid() * 131)
_starts = itertools.count(1)


def free_port():
    """A loopback port nobody has now; where the search begins differs from process to process."""
    for at in itertools.islice(_ports, len(_PORTS)):
        port = _PORTS[at % len(_PORTS)]
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise RuntimeError("no port is free")


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
    """argv as a leader of its own process group. Its output is in build/rig/log: in NAME.log when it
    is detached, otherwise in a file of each start's own, for suites that run side by side have
    processes of the same name. Unless it is detached the kernel kills it when the starting thread
    ends, whatever way that happens."""

    def __init__(self, name, argv, env=None, detached=False):
        paths.LOG.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._log = paths.LOG / (f"{name}.log" if detached
                                 else f"{name}-{os.getpid()}-{next(_starts)}.log")
        with open(self._log, "wb") as out:
            self._child = subprocess.Popen(
                [str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                env={**os.environ, **(env or {})}, start_new_session=True,
                preexec_fn=None if detached else _die_with(os.getpid()))
        self.pid = self._child.pid

    def alive(self):
        return self._child.poll() is None

    def log(self):
        """What it has said since it was started."""
        return self._log.read_text("utf-8", "replace")

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

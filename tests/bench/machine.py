"""What the figures were measured on: machine, versions, date, and how much else ran."""
import datetime
import os
import platform
import re
import subprocess
import time

from support import debezium, paths
from support.java import KAFKA_VERSION


_TICKS = os.sysconf("SC_CLK_TCK")


def _said(*argv):
    done = subprocess.run([str(word) for word in argv], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip()


def _first(pattern, text):
    found = re.search(pattern, text)
    return found[1].strip() if found else "?"


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as cpu, open("/proc/meminfo", encoding="ascii") as mem:
        model, memory = _first(r"model name\s*:(.*)", cpu.read()), mem.read()
    gib = int(_first(r"MemTotal:\s*(\d+)", memory)) / 2**20
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} CPUs ({model}), {gib:.0f} GiB, {system}, Linux {platform.release()}"


def versions(rig):
    commit = _said("git", "-C", paths.ROOT, "rev-parse", "--short", "HEAD")
    return {
        "Weir": f"{_said(paths.weir_binary(), '--version').removeprefix('weir ')} ({commit})",
        "Debezium": debezium.version(),
        "Kafka and Connect": KAFKA_VERSION,
        "Java": _first(r'version "(.*?)"', _said(paths.java_binary(), "-version")),
        "MariaDB": rig.mariadb.run("SELECT VERSION()")[0][0],
        "PostgreSQL": rig.postgres.one("SHOW server_version"),
        "librdkafka": _said("pkg-config", "--modversion", "rdkafka"),
    }


def today():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


class Load:
    """How much of the machine's time since its making others took: all busy CPU seconds less those
    of this process and of everything it started."""

    def __init__(self):
        self._busy_s, self._own_s, self._begun_s = _busy_s(), _own_s(), time.monotonic()

    def note(self):
        span_s = time.monotonic() - self._begun_s
        others_s = _busy_s() - self._busy_s - (_own_s() - self._own_s)
        return {"seconds": span_s, "others": max(0, others_s) / span_s / os.cpu_count()}


def _busy_s():
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _, _, irq, soft, steal = map(int, stat.readline().split()[1:9])
    return (user + nice + system + irq + soft + steal) / _TICKS


def _own_s():
    """Of this process, its living descendants and all that they have waited for."""
    ticks, parents = {}, {}
    for folder in os.listdir("/proc"):
        if folder.isdigit():
            try:
                with open(f"/proc/{folder}/stat", encoding="ascii", errors="replace") as stat:
                    fields = stat.read().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder)], ticks[int(folder)] = int(fields[1]), sum(map(int, fields[11:15]))
    return sum(ticks[pid] for pid in ticks if _descends(pid, parents)) / _TICKS


def _descends(pid, parents):
    while pid and pid != os.getpid():
        pid = parents.get(pid)
    return pid == os.getpid()

"""What a process uses, read from /proc: CPU seconds and resident memory."""
import os
import time

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s(pid):
    """User and system seconds of the process and all its threads until now."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_mb(pid, field="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    raise LookupError(f"no {field} of process {pid}")


class Meter:
    """From its making on: wall-clock and CPU seconds, and the most memory the process had."""

    def __init__(self, pid):
        self.pid = pid
        with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as refs:
            refs.write("5")  # VmHWM starts anew
        self._cpu_s, self.begun_s = cpu_s(pid), time.monotonic()

    def cpu_s(self):
        return cpu_s(self.pid) - self._cpu_s

    def wall_s(self):
        return time.monotonic() - self.begun_s

    def peak_mb(self):
        return memory_mb(self.pid, "VmHWM")


class Progress:
    """Watches a count that grows to an end; check raises when it never will. The rate is that of the steady part: what comes before
    the first growth is start-up and told apart."""

    def __init__(self, count, end, seconds, check):
        begun_s, first = time.monotonic(), count()
        self.start_s = None
        deadline_s, checked_s = begun_s + seconds, begun_s
        while True:
            seen, now_s = count(), time.monotonic()
            if self.start_s is None and seen > first:
                self.start_s, from_s, from_n = now_s - begun_s, now_s, seen
            if seen >= end:
                break
            if now_s > deadline_s:
                raise TimeoutError(f"{seen} of {end} after {seconds} s")
            if now_s > checked_s + 2:
                check()
                checked_s = now_s
            time.sleep(0.01)
        self.total_s = now_s - begun_s
        # All at once: then only the whole time is known.
        steady = now_s > from_s and seen > from_n
        self.per_s = (seen - from_n) / (now_s - from_s) if steady else (seen - first) / self.total_s


def percentiles(taken_ms):
    ordered = sorted(taken_ms)
    p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.99))
    return {"p50 ms": p50, "p99 ms": p99, "most ms": ordered[-1]}

"""Programs of others that set the limits, unpacked from Debian's packages into build/bench/tools:
nothing is installed. And how long a command takes."""
import os
import subprocess
import time

from support import paths

from .meter import memory_mb

_TOOLS = paths.BUILD / "bench" / "tools"


def program(package, name):
    """The path of a program of a Debian package."""
    folder = _TOOLS / package
    found = folder / "root" / "usr" / "bin" / name
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", package], cwd=folder, check=True)
        (archive,) = folder.glob("*.deb")
        subprocess.run(["dpkg", "-x", archive, folder / "root"], check=True)
    return found


def timed(argv, **more):
    """Runs it with its output thrown away. Gives wall-clock seconds, its own CPU seconds and the
    most memory it had, in MiB."""
    begun_s = time.monotonic()
    child = subprocess.Popen([str(word) for word in argv], stdout=subprocess.DEVNULL, **more)
    peak_mb, pid = 0, 0
    while not pid:
        peak_mb = max(peak_mb, _peak_mb(child.pid))
        time.sleep(0.005)
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{argv[0]} ended with {child.returncode}")
    return time.monotonic() - begun_s, used.ru_utime + used.ru_stime, peak_mb


def _peak_mb(pid):
    try:
        return memory_mb(pid, "VmHWM")
    except LookupError:  # it has ended
        return 0


def per_million(rows, timed_values):
    """The metrics of a table's line."""
    wall_s, used_s, peak_mb = timed_values
    return {"rows/s": rows / wall_s, "CPU s/M": used_s * 1e6 / rows, "peak MiB": peak_mb}
